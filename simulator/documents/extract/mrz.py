"""The two lines at the foot of a passport that machines read: what they say, proven by their check digits.

Format: ICAO Doc 9303, part 4 (TD3): two lines of 44 characters. Line 1: `P<`, the issuing state, SURNAME<<GIVEN<NAMES.
Line 2: number (9) and its digit, nationality (3), birth YYMMDD and its digit, sex, expiry YYMMDD and its digit, personal
number (14) and its digit, and one digit over all of these. A digit is the sum of the characters (0-9, A=10 … Z=35, < = 0) times
7, 3, 1 in turn, modulo 10.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import msgspec

from simulator.documents.extract.sources import Context, SheetView, Source
from simulator.documents.layout import Layout
from simulator.documents.model import Field, Place

_LENGTH = 44
#: Two digits of a year of birth above this are of the last century: fixed, so that a reading never depends on the day.
_LAST_CENTURY = 26
_WEIGHTS = (7, 3, 1)
_TO_DIGIT = str.maketrans("OQDILZSBG", "000112586")
_TO_LETTER = str.maketrans("012568", "OIZSGB")
_SECOND = re.compile(r"[A-Z0-9<]{9}\d[A-Z0-9<]{3}\d{7}[MFX<]\d{7}[A-Z0-9<]{14,16}")
_FIRST = re.compile(r"P[A-Z<][A-Z]{3}[A-Z<]{20,}")
#: A name in these lines has no check digit.
_PROVEN, _NAMED = 0.98, 0.9


class Zone(msgspec.Struct, frozen=True):
    """What the zone says, as a passport prints it: dates `DD/MM/YYYY`, names with spaces, sex `M`, `F` or `X`.

    `proven` says that the check digits of number, birth and expiry fit.
    """

    state: str
    number: str
    nationality: str
    born: str
    sex: str
    expires: str
    surname: str = ""
    given: str = ""
    proven: bool = False
    places: tuple[Place, ...] = ()


def digit(text: str) -> int:
    """The check digit of a field."""
    return sum(_value(letter) * _WEIGHTS[at % 3] for at, letter in enumerate(text)) % 10


def _value(letter: str) -> int:
    return int(letter) if letter.isdigit() else 0 if letter == "<" else ord(letter) - 55


def parse(first: str, second: str, places: tuple[Place, ...] = ()) -> Zone | None:
    """The zone of two lines as OCR gave them; None if the second is none. Letters in digits' places are put right."""
    line = _digits_in_place(re.sub(r"[^A-Z0-9<]", "", second.upper().replace("«", "<<")))
    if not _SECOND.match(line.ljust(_LENGTH, "<")):
        return None
    number, born, expires = line[:9], line[13:19], line[21:27]
    proven = digit(number) == int(line[9]) and digit(born) == int(line[19]) and digit(expires) == int(line[27])
    surname, _, given = first[5:].partition("<<") if _FIRST.match(first) else ("", "", "")
    nationality = line[10:13].translate(_TO_LETTER)
    return Zone(
        state=first[2:5] if surname else nationality,
        number=number.rstrip("<"),
        nationality=nationality.rstrip("<"),
        born=_date(born, past=True),
        sex=line[20].replace("<", "X"),
        expires=_date(expires, past=False),
        surname=_spaced(surname),
        given=_spaced(given),
        proven=proven,
        places=places,
    )


def _digits_in_place(line: str) -> str:
    """Digits where the format wants them: check digits, dates, and all but the first letter of an Indian number."""
    places = {9, *range(13, 20), *range(21, 28)}
    if line[10:13].translate(_TO_LETTER) == "IND":
        places |= set(range(1, 8))
    return "".join(letter.translate(_TO_DIGIT) if at in places else letter for at, letter in enumerate(line))


def _spaced(name: str) -> str:
    """Fillers are spaces; what stands behind two of them is filling, misread or not, and so is a lone letter before nothing
    else. Between names it is an initial."""
    return re.split(r"<<|<[KCLES]<(?=[<KCLES]*$)|<K+$", name)[0].replace("<", " ").strip()


def _date(text: str, *, past: bool) -> str:
    year = int(text[:2])
    century = 1900 if past and year > _LAST_CENTURY else 2000
    return f"{text[4:6]}/{text[2:4]}/{century + year}"


def zone(sheets: Sequence[SheetView]) -> Zone | None:
    """The zone on the first two pages, where there is one."""
    for sheet in sheets[:2]:
        if not any("<" in word.text or "«" in word.text for word in sheet.page.words):
            continue  # the zone is full of fillers: most pages have none
        lines = _lines(sheet)
        for at, (second, places) in enumerate(lines):
            first, more = lines[at - 1] if at else ("", ())
            found = parse(first, second, (*more, *places)) if len(second) >= 28 and "<" in second else None
            if found and any(letter.isdigit() for letter in found.number):
                return found
    return None


def _lines(sheet: SheetView) -> list[tuple[str, tuple[Place, ...]]]:
    layout = Layout.of(sheet.page)
    found = []
    for row in layout.rows:
        tokens = [token for at in row for token in layout.words(layout.segments[at])]
        text = re.sub(r"[^A-Z0-9<]", "", "".join(token.text for token in tokens).upper().replace("«", "<<"))
        found.append((text, tuple(token.place for token in tokens)))
    return found


def _of(part: Callable[[Zone], str], sure: float = _PROVEN) -> Source:
    """A source that gives one part of the zone, if its check digits fit."""

    def get(sheets: Sequence[SheetView], context: Context) -> Field | None:
        found = zone(sheets)
        value = part(found) if found and found.proven else ""
        return Field(value, sure, found.places if found else (), "machine-readable zone") if value else None

    return get


def _is_indian(found: Zone) -> str:
    return "yes" if "IND" in (found.state, found.nationality) else ""


def _is_foreign(found: Zone) -> str:
    return "" if "IND" in (found.state, found.nationality) else "yes"


SOURCES: dict[str, Source] = {
    "mrz:number": _of(lambda found: found.number),
    "mrz:name": _of(lambda found: f"{found.given} {found.surname}".strip(), _NAMED),
    "mrz:surname": _of(lambda found: found.surname, _NAMED),
    "mrz:given_name": _of(lambda found: found.given, _NAMED),
    "mrz:date_of_birth": _of(lambda found: found.born),
    "mrz:date_of_expiry": _of(lambda found: found.expires),
    "mrz:sex": _of(lambda found: found.sex),
    "mrz:indian": _of(_is_indian),
    "mrz:foreign": _of(_is_foreign),
}
