"""Whose signature it is: the name printed over or under the words that ask for it, `(ASHA VERMA)` or `Name: Asha Verma`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from simulator.documents import formats
from simulator.documents.model import Box, Word

#: The name stands so many units (heights of the page's words) over or under the label at most.
_UP, _DOWN = 4.0, 5.0
#: Words further apart than this (units) are of two columns.
_GAP = 3.0

_SAID = re.compile(
    r"\W*(?:full\s+)?name\b[^:]{0,30}:\s*(.+)|\W*[(\[{]\s*(?:for\s+)?(.{3,60}?)[)\]}]?\W*", re.IGNORECASE
)


def printed(words: Sequence[Word], label: Box, unit: float) -> str:
    """The name nearest to a label, or "" where none is printed."""
    lines: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        if label[1] - _UP * unit <= _middle(word) <= label[3] + _DOWN * unit:
            lines.setdefault((word.block, word.line), []).append(word)
    near = sorted(lines.values(), key=lambda line: abs(_middle(line[0]) - (label[1] + label[3]) / 2))
    for line in near:
        for run in _runs(sorted(line, key=lambda word: word.box[0]), unit):
            if run[0].box[0] > label[2] or run[-1].box[2] < label[0]:
                continue
            match = _SAID.fullmatch(" ".join(word.text for word in run))
            found = next(formats.get_format("name").find(match[1] or match[2]), None) if match else None
            if found:
                return found.value
    return ""


def _middle(word: Word) -> float:
    return (word.box[1] + word.box[3]) / 2


def _runs(line: Sequence[Word], unit: float) -> list[list[Word]]:
    runs: list[list[Word]] = []
    for word in line:
        if runs and word.box[0] - runs[-1][-1].box[2] <= _GAP * unit:
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs
