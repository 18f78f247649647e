"""What a document's words say, in the forms in which clues and rules ask for it: made once, asked many times."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from simulator.documents import formats
from simulator.documents.extract.sources import Context, SheetView, source
from simulator.documents.formats.model import STRICT
from simulator.documents.layout import Layout, Token
from simulator.documents.lexicon import expanded, expanded_set, listed
from simulator.documents.phrases import SearchText, Vocabulary, key
from simulator.documents.schema import Where
from simulator.documents.vision.sheet_cache import cached_on

#: A type shows itself on the first pages; what stands behind may be enclosed papers of other kinds.
FIRST_PAGES = 3
#: A phrase is a line of its own if it makes up so much of the words that stand together.
OWN_LINE = 0.45
#: The top of a page, as a share of the height over which words stand, and at least of so much of the page's.
TOP, SHORT = 0.35, 0.4
#: With so many runs of words in one row, none of them is a title.
LABELS = 3
#: Letters so much higher than the page's median are a heading wherever they stand.
LARGE = 1.3
#: A heading of so few words names the paper by its last ones, `Subscription Invoice`, or by those before such a word as `for`.
HEADING = 5
_OF = re.compile(
    "for|from|of|to|by|no|nr|number|de|du|des|d|der|die|das|fur|von|di|da|del|della|do|van|voor|per|para|pour"
)
#: A label and its value in one line.
_VALUE = re.compile(r"[^\W\d][.)#]{0,2}\s?:\s?\w")
_STROKES = frozenset("-–—|/·•:(")


def layout_of(sheet: SheetView) -> Layout:
    """The layout of a sheet's words, made once."""
    return cached_on(sheet, "layout", lambda sheet: Layout.of(sheet.page))


class Hit(NamedTuple):
    """A phrase on a page: its tokens in the page's layout, both inclusive."""

    page: int
    first: int
    last: int


class Evidence:
    """The first pages of a document, laid out, and searchable for phrases of one vocabulary."""

    def __init__(self, sheets: Sequence[SheetView], vocabulary: Vocabulary, document_type: str = "") -> None:
        self.sheets = sheets
        self._context = Context(document_type)
        self.layouts = [layout_of(sheet) for sheet in sheets[:FIRST_PAGES]]
        self._texts = [
            SearchText([vocabulary.mended(key(token.text), token.confidence) for token in layout.tokens])
            for layout in self.layouts
        ]
        self._phrases, self._longest = vocabulary.phrases, vocabulary.longest
        self._stood: dict[tuple[str, Where], bool] = {}
        self._formats: dict[str, frozenset[str]] = {}
        self._matched: dict[str, str] = {}

    @cached_property
    def _hits(self) -> dict[str, list[Hit]]:
        """Every phrase of the vocabulary that is there, as it is written, with all its places in reading order."""
        keys: dict[str, list[Hit]] = {}
        for page, text in enumerate(self._texts):
            for given, places in text.among(self._phrases, self._longest).items():
                keys.setdefault(given, []).extend(Hit(page, first, last) for first, last in places)
        every = ((phrase, hits) for given, hits in keys.items() for phrase in self._phrases[given])
        return {phrase: there for phrase, hits in every if (there := self._as_written(phrase, hits))}

    @cached_property
    def _present(self) -> frozenset[str]:
        return frozenset(self._hits)

    def hits(self, phrase: str) -> list[Hit]:
        """Every place of a phrase of the vocabulary, in reading order."""
        return self._hits.get(phrase, [])

    def _as_written(self, phrase: str, hits: list[Hit]) -> list[Hit]:
        """The places where a phrase of digits alone has its signs, too, and `policy #` its sign: `7/12` is not the number 712."""
        if phrase[:1].isdigit() and key(phrase).isdigit():
            return [hit for hit in hits if phrase in self._text(hit)]
        if phrase.endswith("#"):
            return [hit for hit in hits if "#" in self._text(hit._replace(last=hit.last + 1))]
        return hits

    def _text(self, hit: Hit) -> str:
        return "".join(token.text for token in self.layouts[hit.page].tokens[hit.first : hit.last + 1])

    def has(self, phrase: str, where: Where = "anywhere") -> bool:
        if (phrase, where) not in self._stood:
            self._stood[phrase, where] = any(self._stands(hit, where) for hit in self.hits(phrase))
        return self._stood[phrase, where]

    def there(self, phrases: Sequence[str], where: Where = "anywhere") -> list[str]:
        """Those of a clue's phrases that are there; `phrases` may name lists."""
        present = expanded_set(phrases) & self._present
        if not present:
            return []
        every = sorted(present, key=expanded(phrases).index) if len(present) > 1 else present
        return [phrase for phrase in every if self.has(phrase, where)]

    def outranks(self, phrases: Sequence[str], others: Sequence[str], where: Where) -> bool:
        """Whether one of the phrases stands out more than every one of the others: the title against what is named under it."""
        mine, theirs = (
            [hit for phrase in each for hit in self.hits(phrase) if self._stands(hit, where)]
            for each in (phrases, others)
        )
        return any(all(self._beats(hit, other) for other in theirs) for hit in mine)

    def _beats(self, one: Hit, other: Hit) -> bool:
        """By itself in its line, else in much larger print, else further up; a phrase within a longer one loses."""
        if one.page == other.page and other.first <= one.first and one.last <= other.last:
            return (one.first, one.last) == (other.first, other.last)
        if one.page == other.page and one.first <= other.first and other.last <= one.last:
            return True
        if self._both_named(one, other):
            return False
        alone, beside = self._alone(one), self._alone(other)
        if alone != beside:
            return alone
        large, small = self._print(one), self._print(other)
        if max(large, small) >= LARGE * min(large, small):
            return large > small
        return one <= other

    def _both_named(self, one: Hit, other: Hit) -> bool:
        """Whether a line names the paper by both: `Fee Receipt / Tax Invoice`."""
        layout = self.layouts[one.page]
        if one.page != other.page or layout.of_token(one.first).at != layout.of_token(other.first).at:
            return False
        first, last = sorted((one, other))
        return any(token.text == "/" for token in layout.tokens[first.last + 1 : last.first])

    def _height(self, hit: Hit) -> int:
        return max(word.height for word in self.layouts[hit.page].tokens[hit.first : hit.last + 1])

    def _print(self, hit: Hit) -> float:
        """How high a phrase is printed, whatever its letters: the box of `Delivery` is higher than that of `TAX` in one print."""
        return max(word.size for word in self.layouts[hit.page].tokens[hit.first : hit.last + 1])

    def _alone(self, hit: Hit) -> bool:
        """Whether nothing but a number stands with the phrase, as in `Invoice 2024-017`, and no colon behind it."""
        layout = self.layouts[hit.page]
        first, last = layout.of_token(hit.first), layout.of_token(hit.last)
        around = [*layout.tokens[first.first : hit.first], *layout.tokens[hit.last + 1 : last.last + 1]]
        behind = self._behind(hit)
        colon = layout.tokens[hit.last].text.endswith(":") or (behind and behind[0].text.startswith(":"))
        return not colon and not any(key(token.text).isalpha() for token in around)

    def _stands(self, hit: Hit, where: Where) -> bool:
        if where == "anywhere":
            return True
        if where in ("top", "title") and hit.page > 0:
            return False
        if where == "top":
            return self._at_top(hit)
        own = self._own_line(hit)
        if where == "line":
            return own
        if self._begins_label(hit):
            return False
        if not own:
            return self._in_large_line(hit) and self._names_heading(hit)
        return self._large(hit) or (self._at_top(hit) and not self._among_labels(hit))

    def _at_top(self, hit: Hit) -> bool:
        layout = self.layouts[hit.page]
        top, bottom = self._spans[hit.page]
        return layout.tokens[hit.first].box[1] <= top + TOP * max(bottom - top, SHORT * layout.page.height)

    def _large(self, hit: Hit) -> bool:
        return self._height(hit) >= LARGE * self.layouts[hit.page].letter

    def _in_large_line(self, hit: Hit) -> bool:
        """Whether it is large, or what its line names the paper by besides: in `Fee Receipt / Tax Invoice` only the first has
        letters that go below the line."""
        layout = self.layouts[hit.page]
        segment = layout.of_token(hit.first)
        whole = Hit(hit.page, segment.first, segment.last)
        beside = [layout.tokens[at].text for at in (hit.first - 1, hit.last + 1) if segment.first <= at <= segment.last]
        return self._large(whole if "/" in beside else hit)

    def _among_labels(self, hit: Hit) -> bool:
        """Whether it is one of several labels or heads of columns side by side, as `Delivery Note` over its number: one of
        them at least has no value with it, as those beside a title have (`GSTIN : 08ABC`)."""
        layout = self.layouts[hit.page]
        own = layout.of_token(hit.first)
        row = [layout.segments[at] for at in layout.rows[own.row]]
        texts = {each.at: layout.text(each.first, each.last) for each in row}
        labels = {at: text for at, text in texts.items() if sum(map(str.isalpha, key(text))) > 2}
        others = [text for at, text in labels.items() if at != own.at]
        return len(labels) >= LABELS and not all(_VALUE.search(text) for text in others)

    def _begins_label(self, hit: Hit) -> bool:
        """Whether it is the beginning of a label: `Bestellung vom: 01/04/2018`, `E-Way Bill No.:`, `E-Way Bill No   : 27`."""
        behind = self._behind(hit)
        colons = [at for at, token in enumerate(behind) if ":" in (token.text[:1], token.text[-1:])]
        words = [word for token in behind[: colons[0] + 1] if (word := key(token.text))] if colons else []
        return bool(words) and words[-1].isalpha()

    def _behind(self, hit: Hit) -> Sequence[Token]:
        """What stands behind a phrase in its line, and the colon that stands off by a wide space."""
        layout = self.layouts[hit.page]
        segment = layout.of_token(hit.last)
        behind = layout.tokens[hit.last + 1 : segment.last + 1]
        beside = next(layout.right_of(segment), None)
        if beside is None or not layout.tokens[beside.first].text.startswith(":"):
            return behind
        return [*behind, layout.tokens[beside.first]]

    def _names_heading(self, hit: Hit) -> bool:
        """Whether it is what a heading of few words is about: `Subscription Invoice`, `Invoice for Repairs`, `Lotus - Fatura`."""
        layout = self.layouts[hit.page]
        segment = layout.of_token(hit.first)
        if hit.last > segment.last:
            return False
        strokes = [at for at in range(segment.first, segment.last + 1) if layout.tokens[at].text[-1:] in _STROKES]
        first = max((at + 1 for at in strokes if at < hit.first), default=segment.first)
        last = min((at - (layout.tokens[at].text in _STROKES) for at in strokes if at > hit.last), default=segment.last)
        if last - first >= HEADING:
            return False
        return hit.last == last or (hit.first == first and bool(_OF.fullmatch(key(layout.tokens[hit.last + 1].text))))

    def _own_line(self, hit: Hit) -> bool:
        layout = self.layouts[hit.page]
        first, last = layout.of_token(hit.first), layout.of_token(hit.last)
        around = sum(len(key(token.text)) for token in layout.tokens[first.first : last.last + 1])
        around -= sum(len(key(token.text)) for token in self._bracketed(hit, last.last))
        phrase = sum(len(key(token.text)) for token in layout.tokens[hit.first : hit.last + 1])
        return phrase >= OWN_LINE * around or (hit.first == first.first and self._alone(hit))

    def _bracketed(self, hit: Hit, last: int) -> Sequence[Token]:
        """What stands in brackets behind a phrase in its line: `SALE DEED (AGRICULTURAL LAND)`, `INVOICE - RETAIL (Original)`."""
        behind = self.layouts[hit.page].tokens[hit.last + 1 : last + 1]
        opened = next((at for at, token in enumerate(behind) if token.text.startswith("(")), None)
        if opened is None:
            return ()
        closed = next((at for at, token in enumerate(behind) if at >= opened and ")" in token.text), None)
        at_end = closed == len(behind) - 1
        return behind[opened : closed + 1] if closed is not None and (opened == 0 or at_end) else ()

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        """From where to where on each page words stand."""
        return [
            (
                min((token.box[1] for token in layout.tokens), default=0),
                max((token.box[3] for token in layout.tokens), default=0),
            )
            for layout in self.layouts
        ]

    @cached_property
    def rows(self) -> list[str]:
        """The text of every row of the first pages, from left to right."""
        return [layout.row_text(row) for layout in self.layouts for row in layout.rows]

    @cached_property
    def words(self) -> int:
        """How many words with two letters or digits the first pages have."""
        return sum(len(key(token.text)) > 1 for layout in self.layouts for token in layout.tokens)

    def matches(self, pattern: str) -> str:
        """What a regular expression, or one of a list of them, matches first in a row, or ``."""
        if pattern not in self._matched:
            every = [re.compile(each) for each in listed(pattern)]
            found = (match.group() for row in self.rows for each in every if (match := each.search(row)))
            self._matched[pattern] = next(found, "")
        return self._matched[pattern]

    def values(self, format: str) -> frozenset[str]:
        """The values of a format that are there, strictly enough to be no accident."""
        if format not in self._formats:
            find = formats.get_format(format).find
            found = (found for row in self.rows for found in find(row))
            self._formats[format] = frozenset(each.value for each in found if each.proof >= STRICT - 0.06)
        return self._formats[format]

    def seen(self, name: str) -> bool:
        """Whether a source gives something."""
        get = source(name)
        field = get(self.sheets, self._context) if get else None
        return field is not None and field.value not in ("no", "", 0, 0.0, [])
