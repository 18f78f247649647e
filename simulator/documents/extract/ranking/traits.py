"""What can be said of a candidate whatever field it is for: where and how it is printed, its form, what recurs, what is near."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from simulator.documents.extract.ranking.addresslike import address_line
from simulator.documents.extract.ranking.full_names import FULL_NAMES
from simulator.documents.extract.ranking.lines import (
    Rows,
    bold,
    bounds,
    centred,
    like_above,
    mixed,
)
from simulator.documents.extract.ranking.option import Option
from simulator.documents.extract.ranking.outline import Outline
from simulator.documents.extract.ranking.paid import Paid, Parts
from simulator.documents.extract.ranking.place_traits import PLACE, place
from simulator.documents.extract.ranking.products import Products
from simulator.documents.extract.ranking.runs import Runs
from simulator.documents.extract.ranking.said_lines import Repeated, SaidLines
from simulator.documents.extract.ranking.stand import Others, Stand
from simulator.documents.extract.ranking.text_traits import (
    LOOKS,
    NAMED,
    SHAPE,
    looks,
    named_like,
    names_company,
    shape,
    titled,
)
from simulator.documents.formats.amounts import of_tax, spelled
from simulator.documents.layout import Token
from simulator.documents.phrases import key

_MONEY = re.compile(r"[₹$€£]|(?i:\b(?:rs|inr|usd|eur|gbp|aud|cad|chf|tl|try|idr|rp|php|nzd)\b)")
_DOMAIN = re.compile(r"(?i)(?:@|www\.|https?://(?:www\.)?)([\w-]{3,})\.")
#: A value that is said again in more lines is a sign of as many.
_SIGNED = 4
#: A value that is no name is said neither short nor in full.
_NEITHER = [0.0] * len(FULL_NAMES)
_PROVIDERS = frozenset(
    {"gmail", "yahoo", "hotmail", "outlook", "rediffmail", "icloud", "live", "company", "example", "email", "mail"}
)

_RECURS = [
    "recurs",
    "rank",
    "rank_end",
    "count",
]
_MONEY_SAYS = [
    "money",
    "decimals",
    "value_share",
    "value_rank",
    "sums",
    "words_sum",
    "is_max",
    "row_product",
    "row_factor",
    "partly_paid",
    "left_to_pay",
    "paid_before",
]
_DAYS = ["days_rank", "days_end"]
_AROUND = [
    "first_look",
    "last_look",
    "next_look",
    "prev_look",
    "prev_company",
    "block_at",
    "block_size",
    "block_after",
    "same_above",
    "bold",
    "lower_half",
    "centred",
]
_FORM = [
    "commas",
    "next_gap",
    "prev_gap",
    "repeated_sum",
    "mixed",
    "slash",
    "longest_word",
    "first_upper",
]
_RUN = [
    "run",
    "run_begins",
    "run_ends",
    "run_over",
    "run_in",
    "run_look",
]
_ROW = [
    "share_look",
    "first_zero",
    "last_in_row",
    "amounts_in_row",
    "percent_in_row",
    "amounts_below",
    "stop_next",
    "stop_prev",
    "prev_name",
    "first_company",
]
TRAITS = [
    *SHAPE,
    *PLACE,
    *_RECURS,
    *_MONEY_SAYS,
    *_DAYS,
    *NAMED,
    *FULL_NAMES,
    "domain",
    *LOOKS,
    *_AROUND,
    "signs",
    *_FORM,
    *_RUN,
    *_ROW,
]


class _Around(NamedTuple):
    """What is around some words, whatever is made of them."""

    stand: Stand
    place: list[float]
    says: list[float]
    row: list[float]


class Traits:
    """Traits of the candidates of one document."""

    def __init__(self, outlines: Sequence[Outline]) -> None:
        self._outlines = outlines
        self._rows = Rows()
        self._lines = SaidLines()
        self._products = Products()
        self._paid = Paid([outline.page for outline in outlines])
        self._pages = [outline.page for outline in outlines]
        self._bounds = {id(page): bounds(page) for page in self._pages}
        self._sizes = {
            id(page): max((segment.size for segment in page.layout.segments), default=1.0) for page in self._pages
        }
        self._around: dict[tuple[int, ...], _Around] = {}
        self._in_domain: dict[str, float] = {}

    @cached_property
    def _texts(self) -> list[str]:
        return [
            page.layout.text(segment.first, segment.last) for page in self._pages for segment in page.layout.segments
        ]

    @cached_property
    def _domains(self) -> set[str]:
        found = {match.casefold() for text in self._texts for match in _DOMAIN.findall(text)}
        return {key(domain) for domain in found} - _PROVIDERS

    @cached_property
    def _repeated(self) -> Repeated:
        return Repeated([key(text) for text in self._texts])

    @cached_property
    def _spelled(self) -> set[float]:
        """What is spelled out in a line, but for a tax beside the whole amount."""
        found = {spelled(text) for text in self._texts if len(text.split()) > 3 and not of_tax(text)}
        return {number for number in found if number}

    def rows(self, options: Sequence[Option]) -> list[list[float]]:
        """One row for each candidate of one format, in the order of TRAITS."""
        others = Others.of(options)
        paid = self._paid.parts(others.amounts)
        return [self._row(option, others, paid) for option in options]

    def _row(self, option: Option, others: Others, paid: Parts) -> list[float]:
        around = self._around_of(option)
        money = self._money(option, others, paid, around.stand.previous)
        rank = others.days[option.day] if others.days and option.day else -1
        return [
            *shape(option),
            *around.place,
            others.counts[option.key],
            others.order[option.key],
            len(others.order) - others.order[option.key],
            len(others.order),
            *money,
            rank,
            len(others.days) - rank if rank >= 0 else -1,
            *named_like(option.value, option.texts[0]),
            *others.full_names.get(option.key, _NEITHER),
            self._domain(option.key),
            *looks(option.value),
            *around.says,
            self._signs(option),
            *self._form(option.value, around.stand, others.counts[option.key] > 1 and money[4] > 0),
            *around.row,
        ]

    def _around_of(self, option: Option) -> _Around:
        """Candidates of several formats are often the same words."""
        if option.at not in self._around:
            stand = Stand.of(option)
            self._around[option.at] = _Around(
                stand,
                place(stand, self._pages, self._bounds, self._sizes),
                self._lines_say(stand),
                [*self._in_run(stand), *self._row_says(stand)],
            )
        return self._around[option.at]

    def _lines_say(self, stand: Stand) -> list[float]:
        """What its lines say of an address, those above and below, and its place in its block."""
        option, outline = stand.option, stand.option.outline
        x1, y1, x2, y2 = self._bounds[id(option.page)]
        own, upper = self._lines.of(outline, stand.segment), self._lines.of(outline, stand.upper)
        return [
            address_line(option.texts[0]),
            address_line(option.texts[-1]),
            self._lines.of(outline, stand.lower).look,
            upper.look,
            upper.company,
            own.block_at,
            own.block_size,
            own.block_size - own.block_at - option.lines,
            like_above(stand.segment, stand.upper),
            bold(option.tokens),
            stand.first.box[1] > (y1 + y2) / 2,
            centred(stand.segment, x1, x2),
        ]

    def _form(self, value: str, stand: Stand, repeated_sum: bool) -> list[float]:
        """Its signs and words, and how far the lines above and below are off, in letter heights."""
        letter, upper, lower = stand.option.outline.letter, stand.upper, stand.lower
        return [
            min(value.count(","), 9),
            (lower.box[1] - stand.end.box[3]) / letter if lower else 9,
            (stand.segment.box[1] - upper.box[3]) / letter if upper else 9,
            repeated_sum,
            mixed(value),
            "/" in value or "-" in value,
            max(map(len, value.split()), default=0),
            value[:1].isupper(),
        ]

    def _row_says(self, stand: Stand) -> list[float]:
        """What its own lines, its row and the next lines say of where it begins and ends."""
        outline, lines = stand.option.outline, stand.option.texts
        upper = self._lines.of(outline, stand.upper)
        return [
            sum(address_line(line) > 0 for line in lines) / len(lines),
            address_line(lines[0]) <= 0,
            *self._rows.of(stand.option.page, stand.segment, stand.last.at),
            self._lines.of(outline, stand.lower).stops,
            upper.stops,
            upper.named,
            names_company(lines[0]) or titled(lines[0]),
        ]

    @cached_property
    def _runs(self) -> dict[int, Runs]:
        return {id(outline): Runs(outline) for outline in self._outlines}

    def _in_run(self, stand: Stand) -> list[float]:
        """Whether it is an address as its block shows it, begins or ends like one, stands over or in one."""
        lower = stand.lower.at if stand.lower else None
        return self._runs[id(stand.option.outline)].says(stand.first.at, stand.last.at, lower)

    def _money(self, option: Option, others: Others, paid: Parts, previous: Token | None) -> list[float]:
        if not others.amounts:
            return [0.0] * len(_MONEY_SAYS)
        number = option.number
        text = option.span.text[max(0, option.found.start - 5) : option.found.end + 4]
        return [
            bool(_MONEY.search(text) or (previous is not None and _MONEY.search(previous.text))),
            "." in option.value[-3:] or "," in option.value[-3:],
            number / (others.largest or 1.0),
            len(others.amounts) - others.amounts[number],
            others.sums[number],
            any(abs(number - each) < 1 for each in self._spelled),
            number == others.largest,
            *self._products.of(option.page, option.page.layout.segments[option.tokens[0].segment].row, number),
            *(number in part for part in paid),
        ]

    def _domain(self, text: str) -> float:
        """How much of the name of a web or mail domain on the pages is in a name."""
        from rapidfuzz import fuzz

        if not self._domains or len(text) < 3:
            return 0.0
        if text not in self._in_domain:
            self._in_domain[text] = max(
                fuzz.partial_ratio(text, domain) * min(1, len(text) / len(domain)) for domain in self._domains
            )
        return self._in_domain[text] / 100

    def _signs(self, option: Option) -> float:
        """In how many other lines the value is said again."""
        if not 5 <= len(option.key) <= 60 or option.lines > 2:
            return 0.0
        return float(self._repeated.lines_with(option.key, _SIGNED + 1) - 1)
