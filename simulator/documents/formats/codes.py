"""Identifiers whose characters are told by their positions, most with a check digit: PAN, GSTIN, Aadhaar, IMEI, IFSC.

OCR takes O for 0, I for 1, S for 5 and so on. A character is changed where the form wants the other kind (a digit in a
letter's place), and elsewhere if the check digit then fits: of all changes that it allows the fewest, if only one set of
so few does it. What was changed or put together without a check digit to prove it is worth little by itself (LOOSE): a
label has to say that such a code stands there, or `MAY 2026 TO 31` would be an IFSC.
Forms and check digits: python-stdnum's `in_.pan`, `in_.gstin`, `in_.aadhaar`, `imei`; IFSC: Reserve Bank of India,
four letters, a zero, six of either.
"""

from __future__ import annotations

import itertools
import operator
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from simulator import toml_files
from simulator.documents.formats.model import CHECKED, LOOSE, STRICT, Found

_TO_DIGIT = str.maketrans("OQDILZSBGoilzsbg!", "00011258601125861")
_TO_LETTER = str.maketrans("0152864", "OISZBGA")
#: Characters that are taken for each other. In the place of a letter only letters, of a digit only digits are meant.
_ALIKE = {letter: group.replace(letter, "") for group in ("0OQD", "1IL", "2Z", "5S", "6G", "8B") for letter in group}
#: So many characters of a code are changed at most; so many tries leave a check digit its proof (it passes one in 36).
_CHANGES, _TRIES = 4, 9
_PIECE = re.compile(r"[^\s/|,;:()\-]+")
_JOIN = re.compile(r"[\s\-]{1,3}")

#: Parts of a text, each with where it starts and ends.
Pieces = tuple[tuple[str, int, int], ...]
#: How many like groups of digits stand in a row up to each piece, and from it on, itself among them.
Rows = tuple[tuple[int, ...], tuple[int, ...]]


@lru_cache(maxsize=1024)
def _pieces(text: str) -> tuple[Pieces, tuple[int, ...], Rows]:
    """A text in pieces, the numbers of those that may begin a code (they have a digit, or the next one begins with one), and
    like groups.

    Kept, because every code is looked for in the same rows of a page.
    """
    pieces = tuple((match.group(), match.start(), match.end()) for match in _PIECE.finditer(text))
    figured = [any(map(str.isdigit, piece)) for piece, _, _ in pieces]
    leads = [*(piece[0].isdigit() for piece, _, _ in pieces[1:]), False]
    begin = tuple(at for at, begins in enumerate(map(operator.or_, figured, leads)) if begins)
    return pieces, begin, (_in_a_row(pieces), _in_a_row(pieces[::-1])[::-1])


def _in_a_row(pieces: Pieces) -> tuple[int, ...]:
    """For each piece, how many groups of as many digits end with it; 0 where it is no group of digits."""
    counts: list[int] = []
    for at, (piece, _, _) in enumerate(pieces):
        goes_on = at > 0 and _group(pieces[at - 1], len(piece))
        counts.append(((counts[-1] if goes_on else 0) + 1) if piece.isdigit() else 0)
    return tuple(counts)


@dataclass(frozen=True)
class CodeFormat:
    """A code of a fixed form: `9` a digit, `A` a letter, `X` either, `N` either but nearly always a digit, else itself.

    `check` says whether a whole code is right (a check digit, a list); `proof` is what a code says that passes.
    `one_more`: with one character too many it is looked for without. `numeral`: where most places of either kind hold
    digits, all do. `group` prints it in groups of so many. `spread`: it may be printed with spaces or dashes in it.
    `familiar` says that a code put right or together without a check digit is one that is given out.
    """

    name: str
    form: str
    check: Callable[[str], bool] | None = None
    proof: float = STRICT
    unproven: float = 0.0
    group: int = 0
    spread: bool = True
    numeral: bool = False
    one_more: bool = False
    familiar: Callable[[str], bool] | None = None
    strict: bool = True
    multiline: bool = False

    def find(self, text: str) -> Iterator[Found]:
        pieces, begin, rows = _pieces(text)
        free = 0
        for at in begin:
            if at < free or not self._may_begin(pieces[at][0]):
                continue
            found, used = self._from(text, pieces, rows, at)
            if found:
                yield found
            free = at + used

    def _may_begin(self, piece: str) -> bool:
        """Whether the first place of a piece fits."""
        return placed(piece.lstrip("'\"*_")[:1], self.form[0]) != "?"

    def _from(self, text: str, pieces: Pieces, rows: Rows, at: int) -> tuple[Found | None, int]:
        """The code that begins at a piece, and how many pieces it takes."""
        joined, end = "", 0
        for last in range(at, min(at + 6, len(pieces))):
            piece, start, stop = pieces[last]
            if last > at and not (self.spread and _JOIN.fullmatch(text[end:start])):
                break
            joined, end = joined + piece, stop
            bare = joined.strip(".,'\"*_")
            if self.one_more and last == at and len(bare) == len(self.form) + 1:
                shorter = self._without_one(bare)
                return (Found(shorter, start, stop, STRICT, True), 1) if shorter else (None, 0)
            if len(bare) > len(self.form):
                break
            if len(bare) == len(self.form) and not self._goes_on(pieces, rows, at, last):
                read = self.mended(bare, last > at)
                if read:
                    value, proof, mended = read
                    return Found(self._printed(value), pieces[at][1], end, proof, mended), last - at + 1
        return None, 0

    def _goes_on(self, pieces: Pieces, rows: Rows, first: int, last: int) -> bool:
        """Whether it is a part of a longer number: like groups of digits go on, and not in whole codes."""
        if last == first:
            return False
        size, groups, (up_to, from_on) = len(pieces[first][0]), last - first + 1, rows
        before = up_to[first - 1] if first > 0 and _group(pieces[first - 1], size) else 0
        behind = from_on[last + 1] if last + 1 < len(pieces) and _group(pieces[last + 1], size) else 0
        return (before + groups + behind) % groups != 0 or before % groups != 0

    def mended(self, bare: str, parted: bool = False, changes: int = _CHANGES) -> tuple[str, float, bool] | None:
        """The code put right by positions, what it proves, and whether anything was changed; None if it is none.

        `parted`: it was put together from pieces that a space or a dash parts. `changes`: of look-alikes that the form
        leaves open so many may be exchanged.
        """
        value = "".join(map(placed, bare, self.form))
        if self.numeral:
            value = _numeral(value, self.form)
        if "?" in value:
            return None
        changed = value != bare.upper()
        if self.proof < CHECKED and not _figured(bare, self.form):
            return None
        if self.check is None or self.check(value):
            if self.proof < CHECKED and (changed or parted) and not (self.familiar and self.familiar(value)):
                return value, LOOSE, changed
            return value, self.proof - (0.05 if changed and self.proof < CHECKED else 0.0), changed
        other, proof = self._proven(value, changes)
        if other:
            return other, proof, True
        return (value, self.unproven, changed) if self.unproven else None

    def printed(self, text: str) -> tuple[str, float, bool] | None:
        """The code as it stands there, what it proves, and whether it was put right; None if it is none.

        A character that fits its place is left, whatever a check digit says; of one that does not, a check digit has to say
        what it is.
        """
        bare = "".join(piece for piece, _, _ in _pieces(text)[0]).strip(".,'\"*_").upper()
        value = "".join(map(placed, bare, self.form))
        if len(bare) != len(self.form) or "?" in value:
            return None
        if value == bare and (self.check is None or self.check(value)):
            return self._printed(value), self.proof, False
        misfit = [
            at for at, kind in enumerate(self.form) if value[at] != bare[at] or (kind == "N" and value[at].isalpha())
        ]
        if len(misfit) > _CHANGES:
            return None
        others = [value[at] + _alternatives(value[at], self.form[at]) for at in misfit]
        every = (dict(zip(misfit, letters, strict=True)) for letters in itertools.product(*others))
        read = ["".join(at.get(place, letter) for place, letter in enumerate(value)) for at in every]
        right = [each for each in read if self.proof >= CHECKED and self.check is not None and self.check(each)]
        if len(right) == 1:
            return self._printed(right[0]), self.proof, right[0] != bare
        return (self._printed(value), self.unproven, False) if value == bare and self.unproven else None

    def _proven(self, value: str, most: int) -> tuple[str, float]:
        """The value with the fewest look-alikes changed that the check digit allows, and what it then proves; or ``.

        Only a check digit chooses among readings: where `check` is a list of what may stand in a place, none is made up.
        """
        if self.proof < CHECKED or self.check is None:
            return "", 0.0
        places = [
            (at, _alternatives(letter, kind)) for at, (letter, kind) in enumerate(zip(value, self.form, strict=True))
        ]
        places = [(at, others) for at, others in places if others]
        tried = 0
        for changes in range(1, min(most, len(places)) + 1):
            every = list(_changed(value, places, changes))
            tried += len(every)
            right = [other for other in every if self.check(other)]
            right = [other for other in right if self._numbered(other)] or right
            if right:
                return (right[0], self.proof if tried <= _TRIES else STRICT - 0.05) if len(right) == 1 else ("", 0.0)
        return "", 0.0

    def _numbered(self, value: str) -> bool:
        """Whether a digit stands wherever one nearly always does."""
        return all(letter.isdigit() for letter, kind in zip(value, self.form, strict=True) if kind == "N")

    def _without_one(self, bare: str) -> str:
        """The code without a character that was read twice or out of nothing, if only one is right; or ``."""
        for changes in (0, 1):
            shorter = (self.mended(bare[:at] + bare[at + 1 :], changes=changes) for at in range(len(bare)))
            right = {read[0] for read in shorter if read and self._surely(*read)}
            if right:
                return right.pop() if len(right) == 1 else ""
        return ""

    def _surely(self, value: str, proof: float, changed: bool) -> bool:
        """Whether a code without one of its characters is one: by its check digit, or as it stands there and given out."""
        return proof >= CHECKED or (not changed and self.familiar is not None and self.familiar(value))

    def _printed(self, value: str) -> str:
        if not self.group:
            return value
        return " ".join(value[at : at + self.group] for at in range(0, len(value), self.group))


def as_digits(text: str) -> str:
    """A text with each letter that a digit is taken for as that digit: two readings of one code are the same so."""
    return text.translate(_TO_DIGIT)


def _alternatives(letter: str, kind: str) -> str:
    """What a character may be instead in a place of a kind; nothing where the form leaves no choice."""
    if kind not in "AXN9":
        return ""
    others = _ALIKE.get(letter, "")
    if kind == "X" or (kind == "N" and not letter.isdigit()):
        return others
    return "".join(other for other in others if other.isdigit() == (kind in "9N"))


def _changed(value: str, places: Sequence[tuple[int, str]], changes: int) -> Iterator[str]:
    """The value with so many characters changed, in every combination."""
    for chosen in itertools.combinations(places, changes):
        for letters in itertools.product(*(others for _, others in chosen)):
            at = dict(zip((place for place, _ in chosen), letters, strict=True))
            yield "".join(at.get(place, letter) for place, letter in enumerate(value))


def _figured(bare: str, form: str) -> bool:
    """Whether enough digits are digits as read: PROFESSION is no PAN, whatever its S and O look like."""
    digits = [letter for letter, kind in zip(bare, form, strict=True) if kind == "9"]
    return 2 * sum(map(str.isdigit, digits)) >= len(digits)


def _group(piece: tuple[str, int, int], size: int) -> bool:
    return piece[0].isdigit() and len(piece[0]) == size


@lru_cache(maxsize=4096)
def placed(letter: str, kind: str) -> str:
    """The character as its place wants it; `?` where it cannot be, or is none."""
    if not letter:
        return "?"
    if kind == "9":
        digit = letter.translate(_TO_DIGIT)
        return digit if digit in "0123456789" else "?"
    upper = letter.upper()
    if len(upper) > 1:  # ß, ﬁ and their like are two capitals
        return "?"
    if kind == "A":
        other = upper.translate(_TO_LETTER)
        return other if "A" <= other <= "Z" else "?"
    if kind in "XN":
        return upper if upper.isascii() and upper.isalnum() else "?"
    if upper == "D":
        return "?"  # a bank's code of another country: of BYLADEM1001 nothing is misread
    return kind if upper == kind or upper.translate(_TO_DIGIT) == kind or upper.translate(_TO_LETTER) == kind else "?"


def _numeral(value: str, form: str) -> str:
    """The value with digits in the places of either kind, where most of those hold digits anyway."""
    either = [letter for letter, kind in zip(value, form, strict=True) if kind == "X"]
    if sum(letter.isdigit() for letter in either) * 2 <= len(either):
        return value
    return "".join(
        letter.translate(_TO_DIGIT) if kind == "X" and letter in "OQILSBZG" else letter
        for letter, kind in zip(value, form, strict=True)
    )


def _gstin(value: str) -> bool:
    from stdnum.in_ import gstin

    return bool(gstin.is_valid(value))


def _aadhaar(value: str) -> bool:
    from stdnum.in_ import aadhaar

    return bool(aadhaar.is_valid(value))


#: Reporting bodies that give out IMEI numbers (GSM Association, TS.06); one number in ten passes the check digit alone.
_IMEI_BEGINS = frozenset(
    ["01", "10", "30", "33", "35", "44", "45", "49", "50", "51", "52", "53", "54", "86", "91", "98", "99"]
)


def _imei(value: str) -> bool:
    from stdnum import luhn

    return value[:2] in _IMEI_BEGINS and bool(luhn.is_valid(value)) and len(set(value)) > 2


#: The fourth letter of a PAN is the kind of its holder.
HOLDERS = "ABCFGHJKLPTE"


def _pan(value: str) -> bool:
    """A serial number of zeros is never given."""
    return value[3] in HOLDERS and value[5:9] != "0000"


@cache
def _banks() -> frozenset[str]:
    return frozenset(toml_files.packaged(__file__, "banks.toml")["prefixes"])


def _of_a_bank(value: str) -> bool:
    """Whether a code that misreading alone could have made begins as a bank's does, and numbers a branch."""
    return value[:4] in _banks() and value[5:].isdigit()


CODES: tuple[CodeFormat, ...] = (
    CodeFormat("gstin", "99AAAAA9999ANZX", _gstin, CHECKED, unproven=LOOSE, one_more=True),
    CodeFormat("pan", "AAAAA9999A", _pan, unproven=LOOSE),
    CodeFormat("aadhaar", "999999999999", _aadhaar, CHECKED, unproven=LOOSE, group=4),
    CodeFormat("imei", "999999999999999", _imei, CHECKED, unproven=LOOSE),
    CodeFormat("ifsc", "AAAA0XXXXXX", numeral=True, familiar=_of_a_bank, one_more=True),
    CodeFormat("cin", "A99999AA9999AAA999999"),
    CodeFormat("fssai", "99999999999999", lambda value: value[0] in "12"),
    CodeFormat("voter_id", "AAA9999999"),
    CodeFormat("uan", "999999999999", lambda value: value[0] == "1"),
    CodeFormat("pin_code", "999999", lambda value: value[0] in "12345678"),
    CodeFormat("passport_number", "A9999999", lambda value: value[1] != "0" or value[2] != "0"),
)
