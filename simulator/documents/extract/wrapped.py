"""Labels that fill several lines of a narrow cell: `Date of Udyam` over `Registration`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.documents.layout import Layout, Segment

#: A label goes over at most so many lines.
_LINES = 4
#: They stand within so many letter heights, and begin or have their middles at the same place, give or take so many.
_PITCH, _SAME_LEFT, _SAME_MIDDLE = 0.8, 0.5, 0.5


def wrapped(layout: Layout, words: Sequence[str], phrases: frozenset[str]) -> Iterator[tuple[list[Segment], str]]:
    """The lines of each, and what they say together. `words` are the keys of the layout's tokens."""
    for segment in layout.segments:
        lines, phrase = [segment], _said(segment, words)
        while len(lines) < _LINES and (under := _goes_on(layout, lines[-1])):
            lines.append(under)
            phrase += _said(under, words)
            if phrase in phrases:
                yield lines, phrase
                break


def _said(segment: Segment, words: Sequence[str]) -> str:
    return "".join(words[segment.first : segment.last + 1])


def _goes_on(layout: Layout, segment: Segment) -> Segment | None:
    """What stands close under a run of words, from the same edge or with the same middle."""
    letter = layout.letter
    for row in layout.rows[segment.row + 1 : segment.row + 3]:
        for at in row:
            under = layout.segments[at]
            middles = abs(under.left + under.right - segment.left - segment.right) / 2
            same = abs(under.left - segment.left) < _SAME_LEFT * letter or middles < _SAME_MIDDLE * letter
            if same and under.box[1] - segment.box[3] < _PITCH * letter:
                return under
    return None
