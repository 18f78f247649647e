"""Documents and pages counted by state, put together to the words that the analytics have for stages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simulator.atlas.analytics import payloads
from simulator.flows.analytics import DocumentCounts


def count_of(
    files: Mapping[str, DocumentCounts], states: Sequence[str] | Mapping[str, DocumentCounts]
) -> payloads.Tally:
    found = [files[state] for state in states if state in files]
    return payloads.Tally(sum(each.documents for each in found), sum(each.pages for each in found))


def stage_of(files: Mapping[str, DocumentCounts], words: Mapping[str, Sequence[str]]) -> payloads.StageTally:
    everything = [state for states in words.values() for state in states]
    return payloads.StageTally(
        count_of(files, everything), {word: count_of(files, states) for word, states in words.items()}
    )


def counts_by_word(files: Mapping[str, DocumentCounts], words: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """By the exact backend word, which is the first state that it takes in."""
    return {str(states[0]): count_of(files, states).count for states in words.values()}
