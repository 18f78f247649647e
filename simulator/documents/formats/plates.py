"""Number plates of India, and those of which a reader took letters for digits or digits for letters.

The form of registration marks: Motor Vehicles Act, 1988, section 41(6), with the states' codes as notified (S.O. 444(E),
1989): the state, its office, a series of letters, four digits; of the BH series the year, `BH`, four digits and letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from simulator.documents.formats.codes import placed
from simulator.documents.formats.model import LOOSE, STRICT, Found

#: Codes of the states and union territories on number plates and driving licences, those before their renaming too.
STATES = "(?:A[NPRS]|BR|C[GH]|D[DLN]|G[AJ]|H[PR]|J[HK]|K[AL]|L[AD]|M[HLNPZ]|NL|O[DR]|P[BY]|RJ|SK|T[GNRS]|U[AKP]|WB)"
_AS_PRINTED = re.compile(
    rf"(?<!\w)({STATES}[\s-]?\d{{1,2}}[\s-]?[A-Z]{{1,3}}[\s-]?\d{{4}}|\d{{2}}\s?BH\s?\d{{4}}\s?[A-Z]{{1,2}})(?!\w)"
)
#: In one piece nearly every plate has these ten places.
_USUAL = "AA99AA9999"
_TEN = re.compile(rf"(?<!\w){STATES}[A-Z\d]{{8}}(?!\w)")
#: So many characters are exchanged at most.
_CHANGES = 2


@dataclass(frozen=True)
class NumberPlate:
    """A plate as printed; of ten characters in one piece, with at most two look-alikes put right by their places, which says
    little without a label."""

    name: str = "vehicle_number"
    strict: bool = True
    multiline: bool = False

    def find(self, text: str) -> Iterator[Found]:
        every = [Found(match[1], match.start(1), match.end(1), STRICT) for match in _AS_PRINTED.finditer(text)]
        for match in _TEN.finditer(text):
            mended = _mended(match[0])
            if mended:
                every.append(Found(mended, match.start(), match.end(), LOOSE, True))
        yield from sorted(every, key=lambda found: found.start)

    def printed(self, text: str) -> tuple[str, float, bool] | None:
        """The plate as it stands there, what it proves, and that nothing was put right; None if it is none."""
        return (text, STRICT, False) if _AS_PRINTED.fullmatch(text) else None


def _mended(read: str) -> str:
    """Ten characters as the places of a plate want them; or `` where none, or too many, are in a wrong place."""
    value = "".join(map(placed, read, _USUAL))
    changes = sum(one != other for one, other in zip(value, read, strict=True))
    return value if "?" not in value and 0 < changes <= _CHANGES else ""


PLATE = NumberPlate()
