"""Where on its page a candidate is printed and how large."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simulator.documents.extract.page import MarkedPage
from simulator.documents.extract.ranking.stand import Stand

PLACE = [
    "left",
    "top",
    "right",
    "bottom",
    "page",
    "last_page",
    "from_end",
    "size",
    "largest",
    "starts_line",
    "ends_line",
    "before_words",
    "behind_words",
    "colon_before",
    "figure_next",
]


def place(
    stand: Stand,
    pages: Sequence[MarkedPage],
    bounds: Mapping[int, tuple[int, int, int, int]],
    tallest: Mapping[int, float],
) -> list[float]:
    """In the order of PLACE; `bounds` is the box of all print of each page, `tallest` its largest line, by the page's `id`."""
    page, tokens = stand.option.page, stand.option.tokens
    first, last, segment, end = stand.first, stand.last, stand.segment, stand.end
    x1, y1, x2, y2 = bounds[id(page)]
    width, height = max(1, x2 - x1), max(1, y2 - y1)
    tall = sorted([token.size for token in tokens])[len(tokens) // 2]
    return [
        (first.box[0] - x1) / width,
        (first.box[1] - y1) / height,
        (stand.option.box[2] - x1) / width,
        (last.box[3] - y1) / height,
        min(page.number, 5),
        page is pages[-1],
        len(pages) - page.number,
        tall / stand.option.outline.capital,
        tall / tallest[id(page)],
        first.at == segment.first,
        last.at == end.last,
        min(first.at - segment.first, 9),
        min(end.last - last.at, 9),
        stand.previous is not None and stand.previous.text.endswith((":", "#", ":-")),
        stand.following is not None and stand.following.text[:1].isdigit(),
    ]
