"""What can be said of a candidate whatever field it is for: where and how it is printed, its form, what recurs, what is near."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from simulator.documents.extract.ranking.addresslike import address_line, look
from simulator.documents.extract.ranking.lines import (
    Rows,
    bold,
    bounds,
    centred,
    in_block,
    like_above,
    line_look,
    line_text,
    mixed,
    named,
    share,
    sums,
)
from simulator.documents.extract.ranking.outline import Outline
from simulator.documents.extract.ranking.pool import Option
from simulator.documents.extract.ranking.runs import Run, runs, stops
from simulator.documents.formats.amounts import figure, spelled
from simulator.documents.formats.dates import day
from simulator.documents.layout import Segment, Token
from simulator.documents.phrases import key

_COMPANY = re.compile(
    r"(?i)\b(?:ltd|limited|pvt|private|inc|llc|llp|corp|corporation|co|company|gmbh|ag|kg|ug|e\.?k|sarl|s\.?a\.?r\.?l|sas|s\.?a|s\.?l|s\.?r\.?l|b\.?v|n\.?v|plc|pty|a\.?ş|a\.?s|şti|şirketi|enterprises?|traders?|trading|industries|electronics|mobiles?|stores?|agency|agencies|services|solutions|technologies|systems|associates|bros|brothers|sons|motors|bank|hotel|restaurant|hospital|school|group|international|holdings|logistics|consulting|studio|labs?|partners|tradi?ng|exports?|imports?|corporation|board|society|distribution|telecom|power|energy|insurance)\b\.?"
)
_TITLED = re.compile(r"(?i)^(?:mr|mrs|ms|miss|shri|sri|smt|kum|dr|m/s|herr|frau|familie|monsieur|madame|mme|sr|sra)\b")
_NOT_NAME = re.compile(
    r"(?i)invoice|rechnung|facture|factura|fatura|receipt|statement|bill\b|page\b|date|total|amount|original|copy|gstin|phone|www|@|thank|terms|payment|number|\bno\b|account|description|quantity|address|tax\b"
)
_MONEY = re.compile(r"[₹$€£]|(?i:\b(?:rs|inr|usd|eur|gbp|aud|cad|chf|tl|try|idr|rp|php|nzd)\b)")
_DOMAIN = re.compile(r"(?i)(?:@|www\.|https?://(?:www\.)?)([\w-]{3,})\.")
_PROVIDERS = frozenset(
    {"gmail", "yahoo", "hotmail", "outlook", "rediffmail", "icloud", "live", "company", "example", "email", "mail"}
)

TRAITS = [
    "tokens",
    "letters",
    "lines",
    "digits",
    "alphas",
    "upper",
    "title",
    "proof",
    "mended",
    "least",
    "mean_sure",
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
    "recurs",
    "rank",
    "rank_end",
    "count",
    "money",
    "decimals",
    "value_share",
    "value_rank",
    "sums",
    "words_sum",
    "is_max",
    "days_rank",
    "days_end",
    "company",
    "titled",
    "not_name",
    "domain",
    "look_street",
    "look_place",
    "look_country",
    "look_code",
    "look_indian",
    "look_door",
    "look_contact",
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
    "signs",
    "commas",
    "next_gap",
    "prev_gap",
    "repeated_sum",
    "mixed",
    "slash",
    "longest_word",
    "first_upper",
    "run",
    "run_begins",
    "run_ends",
    "run_over",
    "run_in",
    "run_look",
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


class Traits:
    """Traits of the candidates of one document."""

    def __init__(self, outlines: Sequence[Outline]) -> None:
        self._outlines = outlines
        self._rows = Rows()
        self._pages = [outline.page for outline in outlines]
        self._bounds = {id(page): bounds(page) for page in self._pages}
        self._sizes = {id(page): max((s.height for s in page.layout.segments), default=1) for page in self._pages}

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
    def _line_keys(self) -> list[str]:
        return [key(text) for text in self._texts]

    @cached_property
    def _spelled(self) -> set[float]:
        found = set()
        for text in self._texts:
            if len(text.split()) > 3 and (number := spelled(text)):
                found.add(number)
        return found

    def rows(self, options: Sequence[Option]) -> list[list[float]]:
        """One row for each candidate of one format, in the order of TRAITS."""
        counts = Counter(option.key for option in options)
        order = {key: rank for rank, key in enumerate(dict.fromkeys(option.key for option in options))}
        amounts = self._amounts(options)
        dates = self._dates(options)
        return [self._row(option, counts, order, amounts, dates) for option in options]

    def _amounts(self, options: Sequence[Option]) -> list[float]:
        if not options or options[0].format not in ("amount", "number"):
            return []
        return sorted({figure(option.value) or 0.0 for option in options})

    def _dates(self, options: Sequence[Option]) -> list[tuple[int, int, int]]:
        if not options or options[0].format != "date":
            return []
        return sorted({found for option in options if (found := day(option.value))})

    def _row(
        self,
        option: Option,
        counts: Counter[str],
        order: dict[str, int],
        amounts: list[float],
        dates: list[tuple[int, int, int]],
    ) -> list[float]:
        value, tokens, page, outline = option.value, option.tokens, option.page, option.outline
        layout = page.layout
        first, last = tokens[0], tokens[-1]
        segment, end = layout.segments[first.segment], layout.segments[last.segment]
        x1, y1, x2, y2 = self._bounds[id(page)]
        width, height = max(1, x2 - x1), max(1, y2 - y1)
        size = len(value) or 1
        heights = sorted(token.height for token in tokens)
        tall = heights[len(heights) // 2]
        sures = [token.confidence for token in tokens]
        right = max(token.box[2] for token in tokens)
        rank = order[option.key]
        following = layout.tokens[last.at + 1] if last.at < end.last else None
        previous = layout.tokens[first.at - 1] if first.at > segment.first else None
        block_at, block_size = in_block(outline, segment)
        money = self._money(option, amounts, previous)
        seen = look(value)
        above = outline.over.get(segment.at)
        below = outline.under.get(end.at)
        upper = layout.segments[above] if above is not None else None
        lower = layout.segments[below] if below is not None else None
        lines = option.texts
        days = day(value) if dates else None
        return [
            len(tokens),
            min(size, 120),
            option.lines,
            share(value, str.isdigit),
            share(value, str.isalpha),
            share(value, str.isupper),
            float(value.istitle()),
            option.found.proof,
            option.found.mended,
            min(sures),
            sum(sures) / len(sures),
            (first.box[0] - x1) / width,
            (first.box[1] - y1) / height,
            (right - x1) / width,
            (last.box[3] - y1) / height,
            min(page.number, 5),
            page is self._pages[-1],
            len(self._pages) - page.number,
            tall / outline.letter,
            tall / self._sizes[id(page)],
            first.at == segment.first,
            last.at == end.last,
            min(first.at - segment.first, 9),
            min(end.last - last.at, 9),
            previous is not None and previous.text.endswith((":", "#", ":-")),
            following is not None and following.text[:1].isdigit(),
            counts[option.key],
            rank,
            len(order) - rank,
            len(order),
            *money,
            dates.index(days) if days else -1,
            len(dates) - dates.index(days) if days else -1,
            bool(_COMPANY.search(value)),
            bool(_TITLED.match(value)),
            bool(_NOT_NAME.search(value)),
            self._domain(option.key),
            seen.street,
            seen.place,
            seen.country,
            seen.code,
            seen.indian,
            seen.door,
            seen.contact,
            address_line(lines[0]),
            address_line(lines[-1]),
            line_look(page, lower),
            line_look(page, upper),
            upper is not None and bool(_COMPANY.search(line_text(page, upper))),
            block_at,
            block_size,
            block_size - block_at - option.lines,
            like_above(segment, upper),
            bold(tokens),
            first.box[1] > (y1 + y2) / 2,
            centred(segment, x1, x2),
            self._signs(option),
            min(value.count(","), 9),
            (lower.box[1] - end.box[3]) / outline.letter if lower else 9,
            (segment.box[1] - upper.box[3]) / outline.letter if upper else 9,
            counts[option.key] > 1 and money[4] > 0,
            mixed(value),
            "/" in value or "-" in value,
            max(map(len, value.split()), default=0),
            value[:1].isupper(),
            *self._in_run(option, lower),
            sum(address_line(line) > 0 for line in lines) / len(lines),
            address_line(lines[0]) <= 0,
            *self._rows.of(page, segment, last.at),
            lower is None or stops(outline, lower, lower.first),
            upper is None or stops(outline, upper, upper.first),
            upper is not None and named(line_text(page, upper)),
            bool(_COMPANY.search(lines[0]) or _TITLED.match(lines[0])),
        ]

    @cached_property
    def _runs(self) -> dict[int, list[Run]]:
        return {id(outline): runs(outline) for outline in self._outlines}

    def _in_run(self, option: Option, lower: Segment | None) -> list[float]:
        """Whether it is an address as its block shows it, begins or ends like one, stands over or in one."""
        first, last = option.tokens[0].at, option.tokens[-1].at
        every = self._runs[id(option.outline)]
        begins = [run for run in every if run.first == first]
        ends = [run for run in every if run.last == last]
        over = lower is not None and any(run.lines[0] == lower.at for run in every)
        inside = any(run.first <= first and last <= run.last for run in every)
        whole = bool(begins and begins[0].last == last)
        return [whole, bool(begins), bool(ends), over, inside, begins[0].look if begins else 0.0]

    def _money(self, option: Option, amounts: list[float], previous: Token | None) -> list[float]:
        if not amounts:
            return [0.0] * 7
        number = figure(option.value) or 0.0
        text = option.span.text[max(0, option.found.start - 5) : option.found.end + 4]
        at = amounts.index(number)
        return [
            bool(_MONEY.search(text) or (previous is not None and _MONEY.search(previous.text))),
            "." in option.value[-3:] or "," in option.value[-3:],
            number / (amounts[-1] or 1.0),
            len(amounts) - at,
            sums(number, amounts),
            any(abs(number - each) < 1 for each in self._spelled),
            number == amounts[-1],
        ]

    def _domain(self, text: str) -> float:
        """How much of the name of a web or mail domain on the pages is in a name."""
        from rapidfuzz import fuzz

        if not self._domains or len(text) < 3:
            return 0.0
        return max(fuzz.partial_ratio(text, domain) * min(1, len(text) / len(domain)) for domain in self._domains) / 100

    def _signs(self, option: Option) -> float:
        """In how many other lines the value is said again."""
        if not 5 <= len(option.key) <= 60 or option.lines > 2:
            return 0.0
        return float(min(sum(option.key in line for line in self._line_keys) - 1, 4))
