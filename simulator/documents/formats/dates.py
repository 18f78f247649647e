"""Dates in every order in which they are printed; a date is answered as printed, never turned into another form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from simulator import toml_files
from simulator.documents.formats.model import LOOSE, STRICT, Found
from simulator.documents.phrases import key

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_ABROAD = toml_files.packaged(__file__, "months.toml")
#: The number of each month, by its name in any language as a key.
_NUMBERS = {key(name): at for names in _ABROAD.values() for at, each in enumerate(names, 1) for name in each}
_NAMED = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)


def _any_of(names: Iterable[Iterable[str]]) -> str:
    """Names with their accents, or without: an engine of one language drops those of another."""
    every = sorted((name for each in names for name in each), key=len, reverse=True)
    letters = ("".join(letter if letter.isascii() else f"[{letter}{key(letter)}]" for letter in name) for name in every)
    return "|".join(letters)


#: A short name of another language is one before a whole year: `2 des 10 articles` has none.
_LONG = rf"(?:{_NAMED}|{_any_of(_ABROAD['long'])})"
_WORLD = rf"(?:{_LONG}|(?:{_any_of(_ABROAD['short'])})(?=[\s./,'’-]{{1,3}}(?:del?\s)?\d{{4}}(?!\d)))"
_D = r"[0-9OoIl@]"  # what OCR makes of digits
#: A year has a digit at least that was read as one, or `12 April` would be of the year `il`.
_YEAR, _SHORT = rf"(?=[OoIl@]{{0,3}}\d){_D}{{4}}", rf"(?=[OoIl@]?\d){_D}{{2}}"
_NTH = "(?:st|nd|rd|th|er|º|°)"
_SEP = r"\s?[-/.]\s?"
_DATE = re.compile(
    rf"(?<![\w./@])(?<!\S-)(?:"  # not within a number with dashes; `From -26/01/2025` has one of its label
    rf"(?P<y1>[12]{_D}{{3}}){_SEP}(?P<m1>{_D}{{1,2}}){_SEP}(?P<d1>{_D}{{1,2}})"
    rf"|(?P<d2>{_D}{{1,2}}){_SEP}(?P<m2>{_D}{{1,2}}){_SEP}(?P<y2>{_YEAR}|{_SHORT})"
    rf"|(?P<d3>{_D}{{1,2}})(?:\s?(?P<nth>{_NTH}))?[\s./,-]{{0,3}}"
    # Without `nd` or `day`, `2 of March 2020` may be the second of two.
    rf"(?:(?:day of|(?(nth)of|(?!)))\s(?:the month of\s)?)?(?:del?\s)?(?P<m3>{_WORLD})"
    rf"(?:\sdel?\s|,?\s(?:in|of) the year(?: of)?\s|,?\s(?:of|in)\s(?={_YEAR})|[\s./,'’-]{{0,3}})(?P<y3>{_YEAR}|{_SHORT})"
    rf"|(?P<m4>{_NAMED})[\s.-]{{0,2}}(?:the\s)?(?P<d4>{_D}{{1,2}})(?:\s?{_NTH})?\s?,?\s?(?:of\s)?(?P<y4>{_YEAR})"
    rf"|(?P<y5>[12]\d{{3}})\.?\s(?P<m5>{_LONG})\s(?P<d5>\d{{1,2}})"
    rf"|ng[aà]y\s(?P<d6>\d{{1,2}})\sth[aá]ng\s(?P<m6>\d{{1,2}})\sn[aăã]m\s(?P<y6>\d{{4}})"
    rf")(?!(?!T\d\d:)\w|[/-]\d)",
    re.IGNORECASE,
)
#: From one day to another of which only the last has a year: `31 Aug - 30 Sep 2024`, `Aug 31 to Sep 30, 2024`,
#: `1-31 August 2024`, `01.08. - 31.08.2024`.
_TO = r"(?:\s?[-–—]\s?|\s(?:to|till|until|through|thru|up ?to|bis|au|al|até|hasta|t/m|tot|do|til)\s)"
_RANGE = re.compile(
    rf"(?<![\w./@:,$€£#-])(?:"
    rf"(?P<d1>\d{{1,2}}(?:{_NTH})?)(?:[\s.-]{{0,2}}(?P<m1>{_LONG})\.?)?{_TO}"
    rf"(?P<e1>\d{{1,2}}(?:{_NTH})?[\s./-]{{0,2}}(?P<n1>{_LONG})[\s.,'’/-]{{0,2}}(?P<y1>(?:19|20)\d\d))"
    rf"|(?P<m2>{_NAMED})\.?\s(?P<d2>\d{{1,2}}(?:{_NTH})?){_TO}"
    rf"(?P<e2>(?:(?P<n2>{_NAMED})\.?\s)?(?P<f2>\d{{1,2}}(?:{_NTH})?),?\s(?P<y2>(?:19|20)\d\d))"
    rf"|(?P<d3>\d{{1,2}}(?P<by>[./])\d{{1,2}})\.?{_TO}(?P<e3>\d{{1,2}}(?P=by)\d{{1,2}}(?P=by)(?P<y3>(?:19|20)\d\d))"
    rf")(?![\w/-])",
    re.IGNORECASE,
)
#: The strokes of `24/07/2024` read as 1 too, both or one.
_STROKES_READ_AS_1 = re.compile(r"(?<![\w./-])([0-3]\d)(?:[1Il|/]([01]\d)1|[1Il|]([01]\d)/)((?:19|20)\d\d)(?![\w/-])")
#: The colon of a label that touches a day, read as 1: `129/02/2024` of `: 29/02/2024`.
_COLON_READ_AS_1 = re.compile(r"(?<![\w./-])1([0-3]\d([/.-])[01]\d\2(?:19|20)\d\d)(?![\w/-])")
_MONTH = re.compile(
    # Two digits are a year where no day can be meant: not of `Aug 1 - 31 Aug`, `October 16-31, 2025`.
    rf"(?<!\w)(?:{_LONG}(?:(?:[\s.,'’/-]{{0,3}}|\s(?:del?|of)\s)\d{{4}}|(?:\s?['’/-]\s?|[.,]?\s?)\d{{2}}(?!\s?[,–-]\s?\d|\s{_LONG}))|(?:0?[1-9]|1[0-2])\s?[/-]\s?(?:19|20)\d{{2}}|(?<![/-])20\d{{2}}-(?:0[1-9]|1[0-2])(?!-))(?![\w/])",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?<![\w/-])((?:19|20)\d{2})\s?[-–/]\s?((?:19|20)?\d{2})(?![\w/-])")
_FOUR_DIGITS = re.compile(r"\d{4}")
#: İ and ı are among them: a pattern that ignores case takes them for an i.
_TO_DIGIT = str.maketrans("OoIiİıLl@", "001111110")


def day(text: str) -> tuple[int, int, int] | None:
    """Year, month, day of the first date in a text, the day before the month where both could be. None without one."""
    match = _DATE.search(text)
    return _parts(match) if match else None


def _parts(match: re.Match[str]) -> tuple[int, int, int] | None:
    at = next(at for at in "123456" if match[f"d{at}"])
    year, month, date = (
        match[f"{part}{at}"].translate(_TO_DIGIT) if part != "m" else match[f"m{at}"] for part in "ymd"
    )
    if key(month) in _NUMBERS:
        number = _NUMBERS[key(month)]
    elif month[:3].casefold() in _MONTHS:
        number = _MONTHS.index(month[:3].casefold()) + 1
    else:
        number = int(month.translate(_TO_DIGIT))
    full = int(year) if len(year) == 4 else 2000 + int(year) - (100 if int(year) > 60 else 0)
    days = int(date)
    if at == "2" and number > 12 >= days:
        number, days = days, number
    if not (1 <= number <= 12 and 1 <= days <= 31 and 1900 <= full <= 2100):
        return None
    return full, number, days


@dataclass(frozen=True)
class _Date:
    name: str = "date"
    strict: bool = True
    multiline: bool = False

    def find(self, text: str) -> Iterator[Found]:
        """In the order in which they stand; the first day of a range with the year of the last."""
        ranges = list(_ranges(text))
        for match in _DATE.finditer(text):
            if not _parts(match):
                continue
            while ranges and ranges[0][1].end <= match.start():
                yield from ranges.pop(0)
            if ranges and ranges[0][0].start <= match.start() < ranges[0][1].end:
                continue
            if ranges and match.start() < ranges[0][0].start < match.end():
                ranges.pop(0)  # what seemed its first day is a part of this date
            value = _digits(match.group())
            yield Found(value, match.start(), match.end(), STRICT, value != match.group())
        yield from (found for each in ranges for found in each)
        for match in _STROKES_READ_AS_1.finditer(text):
            value = f"{match[1]}/{match[2] or match[3]}/{match[4]}"
            if day(value):
                yield Found(value, match.start(), match.end(), LOOSE, True)
        for match in _COLON_READ_AS_1.finditer(text):
            if day(match[1]):
                yield Found(match[1], match.start(1), match.end(1), LOOSE, True)


def _ranges(text: str) -> Iterator[tuple[Found, Found]]:
    """The first and the last day of what is said to go from one to the other, the first with the year that only the last has, or
    the one before where its month is a later one."""
    for match in _RANGE.finditer(text) if _FOUR_DIGITS.search(text) else ():
        at = next(at for at in "123" if match[f"e{at}"])
        last, year = match[f"e{at}"], match[f"y{at}"]
        if at == "1":
            first, form = match["d1"], f"{{}} {match['m1'] or match['n1']} {{}}"
        elif at == "2":
            first, form = match["d2"], f"{match['m2']} {{}}, {{}}"
            last = last if match["n2"] else f"{match['m2']} {last}"
        else:
            first, form = match["d3"], f"{{}}{match['by']}{{}}"
        begin, end = day(form.format(first, year)), day(last)
        if begin and end and begin[1] > end[1]:
            year = str(int(year) - 1)
            begin = day(form.format(first, year))
        if begin and end and begin < end:
            bare = at == "1" and not match["m1"]  # a number that may be of anything else
            stop = match.end(f"m{at}") if at == "1" and match["m1"] else match.end(f"d{at}")
            yield (
                Found(form.format(first, year), match.start(), stop, LOOSE if bare else STRICT, True),
                Found(last, *match.span(f"e{at}"), STRICT, last != match[f"e{at}"]),
            )


def _digits(date: str) -> str:
    """The date with digits where OCR read letters, months left alone."""
    return re.sub(
        r"[0-9OoIiİıLl@]+", lambda run: run[0].translate(_TO_DIGIT) if re.search(r"\d", run[0]) else run[0], date
    )


@dataclass(frozen=True)
class _Pattern:
    name: str
    pattern: re.Pattern[str]
    proof: float = STRICT
    strict: bool = True
    multiline: bool = False

    def find(self, text: str) -> Iterator[Found]:
        for match in self.pattern.finditer(text):
            yield Found(match.group(), match.start(), match.end(), self.proof)


@dataclass(frozen=True)
class _Years:
    """Two years one after the other: an assessment or a financial year, `2024-25`."""

    name: str = "years"
    strict: bool = True
    multiline: bool = False

    def find(self, text: str) -> Iterator[Found]:
        for match in _YEARS.finditer(text):
            follows = (int(match[1]) + 1) % 100 == int(match[2][-2:])
            yield Found(match.group(), match.start(), match.end(), STRICT if follows else LOOSE)


DATE = _Date()
MONTH = _Pattern("month", _MONTH)
YEARS = _Years()
