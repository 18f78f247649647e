"""Everything on the pages that could be a value of a format, found once, whatever stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from simulator.documents import formats
from simulator.documents.extract.marks import Span
from simulator.documents.extract.ranking.addresslike import BEGINS_CONTACT, BEGINS_TELEPHONE, address_line, contact_line
from simulator.documents.extract.ranking.firm_forms import ENDING
from simulator.documents.extract.ranking.name_ends import KIN, begins_door, name_ends
from simulator.documents.extract.ranking.option import Option
from simulator.documents.extract.ranking.outline import Outline, unlike
from simulator.documents.extract.ranking.runs import number_line, stops
from simulator.documents.extract.ranking.torn import torn
from simulator.documents.extract.ranking.whole_names import SAME_SIZE, form_alone, greets, is_whole
from simulator.documents.formats.amounts import GOES_ON, SPELLED
from simulator.documents.formats.model import ANY, LOOSE, Format, Found
from simulator.documents.layout import Segment
from simulator.documents.phrases import key

#: Lines that a value of several lines has at most.
LINES = 8
#: A telephone number of any country: seven to fifteen digits in groups (ITU-T E.164).
_TELEPHONE = re.compile(r"(?<![\w.,/])(\+?\(?\d[\d\s().-]{5,20}\d)(?!\w)")
#: A tax number, consumer number or the like whose form nobody checks.
_CODE = re.compile(r"(?<!\w)((?=[\w/.\-]{0,60}\d)[A-Za-z0-9][\w./\-]{3,24}[A-Za-z0-9])(?!\w)")
#: What an unproven value of a format has to look like: a tax number or a bank's code of another country is none.
_ALIKE = {
    "gstin": re.compile(r"(?=(?:[^\W\d_]*\d){6})(?=\d*[^\W\d_]|.{15}$)[\dOIl]{2}[^\W_]{11,14}"),
    "ifsc": re.compile(r"[A-Za-z0158]{4}[0O][^\W_]{5,7}"),
}
#: The number of an item or a clause, and no money: a digit with nothing that says so.
_ITEM = re.compile(r"[1-9]")
#: Digits that no telephone number is: a year and a number behind it, or more in one run than a national number has.
_NO_TELEPHONE = re.compile(r"(?:19|20)\d\d[-/]\d{3,6}|[1-9]\d{12,}")
#: Formats of which something unproven counts, too, where a label says that such a value stands there.
_IDENTIFIERS = frozenset(
    {
        "gstin",
        "account_number",
        "driving_license",
        "voter_id",
        "ifsc",
        "udyam",
        "vehicle_number",
        "chassis_number",
        "engine_number",
        "serial",
        "passport_number",
    }
)
#: A name has so many digits and words at most, and is no address on the net.
_MOST_DIGITS, _MOST_WORDS = 4, 10
_NO_NAME = re.compile(rf"(?i)@|www\.|https?:|:\s*\d|^{KIN}")
#: What stands behind a name and is no part of it: whose child somebody is or where at home; behind a comma, a number and more
#: words for that.
_BEHIND_NAME = re.compile(
    rf"(?i)[\s,]{KIN}"
    r"|,\s{0,3}(?:[^\s,]{0,20}\d|(?:a )?resident|residing|aged?\b|(?:son|daughter|wife) of\b|having\b|hereinafter)"
)
#: So many words behind show what follows an address in its line, at so many places of it at most.
_SHOWN, _PLACES = 10, 3
#: The last word of a firm's name.
_FIRM_ENDS = re.compile(rf"(?i)\(?{ENDING}\W{{0,3}}")


def options(outlines: Iterable[Outline], name: str) -> Iterator[Option]:
    """All candidates of a format."""
    format = formats.get_format(name)
    for outline in outlines:
        if format.multiline:
            yield from _blocks(outline, format)
        elif format.strict:
            yield from _found(outline, format)
        else:
            yield from _texts(outline, format)


def _found(outline: Outline, format: Format) -> Iterator[Option]:
    """What the format finds in each line, and, where it goes over a column's gap, in a row."""
    page = outline.page
    seen: set[tuple[int, int]] = set()
    broken = list(torn(outline, format))
    ends = {option.tokens[0].at for option in broken}
    yield from broken
    for span in _lines(outline):
        for found in _every(format, span):
            option = Option(found, span, page, outline, format.name)
            if option.tokens and option.tokens[-1].at not in ends:
                seen.add((option.tokens[0].at, option.tokens[-1].at))
                yield option
    covered = {at for first, last in seen for at in range(first, last + 1)}
    covered |= {token.at for option in broken for token in option.tokens}
    for row in page.layout.rows:
        if len(row) < 2:
            continue
        span = Span(tuple(token for at in row for token in page.layout.words(page.layout.segments[at])))
        for found in span.values(format):
            option = Option(found, span, page, outline, format.name)
            if option.tokens and not any(token.at in covered for token in option.tokens):
                yield option


def _every(format: Format, span: Span) -> Iterator[Found]:
    ours, text = list(span.values(format)), span.text
    if format.name == "amount":
        ours = [found for found in ours if found.proof > LOOSE or not _ITEM.fullmatch(found.value)]
    yield from ours
    if format.name in ("telephone", "phone"):
        for match in _TELEPHONE.finditer(text):
            if 7 <= sum(map(str.isdigit, match[1])) <= 15 and not _NO_TELEPHONE.fullmatch(match[1].strip()):
                yield Found(match[1].strip(), match.start(1), match.end(1), ANY)
    elif format.name in _IDENTIFIERS:
        for match in _CODE.finditer(text):
            alike = _ALIKE.get(format.name)
            known = any(found.start <= match.start(1) and match.end(1) <= found.end for found in ours)
            if not known and (alike is None or alike.fullmatch(match[1])):
                yield Found(match[1], match.start(1), match.end(1), ANY)


def _lines(outline: Outline) -> Iterator[Span]:
    for segment in outline.page.layout.segments:
        yield outline.span(segment.first, segment.last)


def _texts(outline: Outline, format: Format) -> Iterator[Option]:
    """Lines and their parts, and two lines of a name."""
    page, tokens = outline.page, outline.page.layout.tokens
    named = format.name in ("name", "company")
    for segment in page.layout.segments:
        for first in outline.starts(segment):
            lasts = set(outline.ends(segment, first))
            if named:
                lasts |= name_ends(tokens, first, segment.last)
            for last in lasts:
                if last >= first:
                    yield from _option(outline, format, [outline.span(first, last)])
            if named or format.name == "text":
                yield from _going_on(outline, format, segment, first)


def _going_on(outline: Outline, format: Format, segment: Segment, first: int) -> Iterator[Option]:
    """A value that goes on in the next line of its block, in letters of the same size."""
    below = outline.under.get(segment.at)
    if below is None:
        return
    lower = outline.page.layout.segments[below]
    if unlike(segment, lower) <= SAME_SIZE and lower.last - lower.first < 6 and segment.last - first < 8:
        yield from _option(outline, format, [outline.span(first, segment.last), outline.span(lower.first, lower.last)])


def _option(outline: Outline, format: Format, spans: list[Span]) -> Iterator[Option]:
    span = spans[0] if len(spans) == 1 else outline.page.lines(spans)
    found = span.best(format)
    if found and found.value:
        option = Option(found, span, outline.page, outline, format.name, len(spans))
        if option.tokens and possible(option):
            yield option


def possible(option: Option) -> bool:
    """Whether a candidate may be what its format says: no name is a number, no address goes on with a telephone number."""
    if option.format in ("name", "company"):
        value = option.value
        digits = sum(map(str.isdigit, value))
        few = digits <= _MOST_DIGITS and len(value.split()) <= _MOST_WORDS
        return (
            few
            and value.count("(") == value.count(")")
            and not (_NO_NAME.search(value) or _BEHIND_NAME.search(value) or form_alone(value) or greets(value))
            and not _cuts_number(option)
            and is_whole(option.outline, option.tokens)
        )
    if option.format == "amount_in_words":
        return not _goes_on(option)
    if option.format == "address":
        plated = any(formats.get_format("vehicle_number").find(option.value))
        return not (plated or any(number_line(line) for line in option.texts[1:]))
    return True


def _cuts_number(option: Option) -> bool:
    """Whether it ends within a word that has a number: `Hitesh Vaghani, GD` of `Hitesh Vaghani, GD-0147`."""
    last = option.tokens[-1].text
    return any(map(str.isdigit, last)) and not any(map(str.isdigit, option.value.split()[-1]))


def _goes_on(option: Option) -> bool:
    """Whether an amount in words has more of them behind, or at the beginning of the next line."""
    layout, last = option.page.layout, option.tokens[-1]
    if last.at < layout.segments[last.segment].last:
        return key(layout.tokens[last.at + 1].text) in GOES_ON
    below = option.outline.under.get(last.segment)
    return below is not None and key(layout.tokens[layout.segments[below].first].text) in GOES_ON


def _blocks(outline: Outline, format: Format) -> Iterator[Option]:
    """Lines one under the other, from any line of a block to any other; for an address, as far as it can go on."""
    address = format.name == "address"
    for block in outline.blocks:
        for at, segment in enumerate(block):
            starts = _word_starts if format.name == "amount_in_words" else _line_starts
            for first in starts(outline, segment):
                if address and stops(outline, segment, first):
                    yield from _before_contact(outline, format, segment, first)
                    continue
                spans: list[Span] = []
                for number, other in enumerate(block[at : at + LINES]):
                    begin = first if not number else other.first
                    ends = _address_ends(outline, other, begin) if address else outline.ends(other, begin)
                    if number and address and stops(outline, other, begin):
                        for last in ends:
                            if last < other.last and address_line((part := outline.span(begin, last)).text) > 0:
                                yield from _option(outline, format, [*spans, part])
                        break
                    code = outline.code_beside(other) if address else None
                    for last in ends:
                        lines = [*spans, outline.span(begin, last)]
                        if code is not None and last == other.last:
                            continue  # it goes on with its postal code
                        if last >= begin and (not address or any(address_line(span.text) > 0 for span in lines)):
                            yield from _option(outline, format, lines)
                    spans.append(outline.span(begin, other.last))
                    if code is not None:
                        spans.append(outline.span(code.first, code.last))
                        yield from _option(outline, format, spans)


def _address_ends(outline: Outline, segment: Segment, first: int) -> list[int]:
    """Where an address may end in a line: also behind a comma or a stop, or before a bullet, that a telephone number, an
    e-mail address, a tax number or the like follows."""
    tokens = outline.page.layout.tokens
    found: set[int] = set()
    for at in range(first, segment.last):
        if len(found) == _PLACES:
            break
        behind = at + 1
        if BEGINS_TELEPHONE.match(outline.page.layout.text(behind, min(behind + 1, segment.last))):
            found.add(at)
            break
        if tokens[at].text[-1:] not in ",.;":
            while behind < segment.last and not any(map(str.isalnum, tokens[behind].text)):
                behind += 1
            if behind == at + 1:
                continue
        if BEGINS_CONTACT.match(outline.page.layout.text(behind, min(behind + _SHOWN, segment.last))):
            found.add(at)
    return sorted({*found, *outline.ends(segment, first)})


def _before_contact(outline: Outline, format: Format, segment: Segment, first: int) -> Iterator[Option]:
    """An address in one line with a telephone number or the like behind it."""
    for last in _address_ends(outline, segment, first):
        span = outline.span(first, last)
        if address_line(span.text) > 0 and not contact_line(span.text):
            yield from _option(outline, format, [span])


def _line_starts(outline: Outline, segment: Segment) -> list[int]:
    """Where an address may begin in a line: also behind a name that a comma or a firm's form ends, and at its door."""
    tokens = outline.page.layout.tokens
    behind = range(segment.first, segment.last)
    commas = [at + 1 for at in behind if tokens[at].text.endswith(",")][:2]
    doors = [at + 1 for at in behind if _FIRM_ENDS.fullmatch(tokens[at].text) and tokens[at + 1].text[:1].isdigit()][:1]
    named = (at + 1 for at in behind if at > segment.first and begins_door(tokens, at + 1, segment.last))
    return sorted({*outline.starts(segment), *commas, *doors, *list(named)[:1]})


def _word_starts(outline: Outline, segment: Segment) -> list[int]:
    """Where an amount in words may begin in a line: also behind its figures, `Ksh 45,995 (Forty Five Thousand only)`."""
    tokens = outline.page.layout.tokens
    behind = (at for at in range(segment.first + 1, segment.last) if any(map(str.isdigit, tokens[at - 1].text)))
    words = [at for at in behind if tokens[at].text.startswith("(") or key(tokens[at].text) in SPELLED]
    return sorted({*_line_starts(outline, segment), *words})


__all__ = ["LOOSE", "Option", "options"]
