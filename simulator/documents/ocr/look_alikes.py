"""Letters and digits that look alike, set right where their place says which stands there: in postal codes of Britain and
Canada, in floors as Indian addresses count them (`IInd Floor`, `Gr. Flr.`), l among capitals (`KI/214`) and in Roman numerals
(`Phase-II`, `Gr. II`), I before small letters (`Pvt. ltd`, `Jln.`, `l'Industrie`), l, 0 and 1 where a word begins (`lndia`,
`0ld`, `1NV-12`), and O behind what numbers begin with (`INVO467`).

A code is never made out of what is none: of a postal code a digit has to be read as one, its area has to be one of Britain's, and
no more than two signs are exchanged. Forms: Royal Mail, Programmers' Guide to PAF; Canada Post, Addressing Guidelines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from simulator.documents.model import Word

#: What a digit is read as, and a letter.
_DIGITS = {"O": "0", "o": "0", "Q": "0", "I": "1", "l": "1", "|": "1", "Z": "2", "S": "5", "s": "5", "G": "6", "B": "8"}
_LETTERS = {"0": "O", "1": "I", "2": "Z", "5": "S", "$": "S", "6": "G", "8": "B"}
#: Two words of a code are no further apart than this many of their heights.
_GAP = 1.2
#: So many signs of a code are exchanged at most.
_MOST = 2
#: Forms of the first half by its length and the form of the second: A is a letter, 9 a digit.
_BRITISH = {2: ("A9",), 3: ("A99", "AA9", "A9A"), 4: ("AA99", "AA9A")}
_HALF, _CANADIAN = "9AA", ("A9A", "9A9")
_BRITAIN = """
AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU
GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE
PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO
ZE
"""
_AREAS = frozenset(_BRITAIN.split())
#: Letters that stand nowhere in the second half of a British code, and in no or not first in a Canadian one.
_NOT_BRITISH, _NOT_CANADIAN, _NOT_FIRST = frozenset("CIKMOV"), frozenset("DFIOQU"), frozenset("WZ")
_WORD = re.compile(r"([A-Z0-9ols|$]{2,4})([.,;)]*)")
_ORDINAL, _FLOOR = re.compile(r"((?:.*,)?)([Il1|]{2,3})((?:nd|rd)[.,]?)"), re.compile(r"F[il1I|]r(\.?,?)")
_COUNTS_FLOORS = re.compile(r"(?i)(?:gr|grd|ground|\d+(?:st|nd|rd|th)|I{1,3}(?:st|nd|rd))[.,]?")
#: What is numbered in Roman numerals, in addresses above all; behind some, two letters may be a word: `Building Il Girasole`.
_KINDS = "phase class sector part block type unit floor stage tower wing group level batch schedule grade"
_PLACES = "area site building"
_NUMBERED = re.compile(
    rf"((?:(?i:{'|'.join(_KINDS.split())})|G[rR])[-.: ]{{0,2}}(?=[Il]{{1,3}}[^\w'’]?$)"
    rf"|(?i:{'|'.join(_PLACES.split())})[-.: ]{{0,2}}(?=(?:l|ll|[Il]{{3}})[^\w'’]?$))([Il]+)(\W?)"
)
#: A word in capitals with figures or strokes, or of three letters and more, and in it an l beside a capital (`Kl/214`, `lNV-12`);
#: a Roman numeral.
_CAPITALS = re.compile(r"(?=.*[\d/-]|.*[A-Z].*[A-Z])[A-Z\dl/.,:;()#&_-]+")
_AMONG_CAPITALS = re.compile(r"(?<=[A-Z])l|l(?=[A-Z])")
_ROMAN = re.compile(r"(?:l[VX]|[VX]l{1,3})\W?")
#: I for l in words that nothing else is: a firm's form, a street of Indonesia, an article of French and Italian.
_SMALL_L = {
    re.compile(r"I(td|imited|imitada|tda)(\W*)"): r"l\1\2",
    re.compile(r"JI(n\.?|\.)"): r"Jl\1",
    re.compile(r"I(['’][aeiouhéèêà]\w{2,}\W*)", re.IGNORECASE): r"l\1",
}
#: Words without any of these signs are as they are.
_SIGNS = frozenset("lIO01")
#: What a word cannot begin with is the letter that it looks like: `lndia`, `lreland`, `0ld`, `0pp.`, `1NV-00713`.
_BEGINS = {
    re.compile(r"(?<![\w@./-])l(?=n[cdfstv]|sland|sle\b|srael|taly|taila|reland|rland|llinois|ndiana)"): "I",
    re.compile(r"(?<![\w@./-])0(?=(?:ld|pp|pposite|ffice|ther|ne|ctober|nline|rder|wner|il|ut|ur|ak)\b)"): "O",
    re.compile(r"(?<![\w@./-])1(?=NV\b|NV[-/]?\d|V[-/]?\d{3,}\b)"): "I",
}
#: What stands before a number, and the O behind it that is its first digit.
_NUMBER = re.compile(r"(?<![^\W_])((?:INV|IV|SI|PI|PO|SO|DN|CN|QT|BILL|REF|ORD|DOC|REC|RCPT|EST|TXN)[-/]?)(O+)(?=\d\d)")


def mended(words: Sequence[Word]) -> list[Word]:
    """The words of a page as their engine read them, with such letters and digits exchanged."""
    texts = {id(word): word.text for word in words}
    for word in words:
        ordinal = _ORDINAL.fullmatch(word.text)
        if ordinal and len(ordinal[2]) == (2 if ordinal[3].startswith("nd") else 3):
            texts[id(word)] = ordinal[1] + "I" * len(ordinal[2]) + ordinal[3]
        elif not _SIGNS.isdisjoint(word.text):
            texts[id(word)] = _with_its_beginning(_word(word.text))
    for first, second in pairwise(words):
        if not _goes_on(first, second):
            continue
        if numbered := _NUMBERED.fullmatch(f"{first.text} {second.text}"):
            texts[id(second)] = "I" * len(numbered[2]) + numbered[3]
        floor = _FLOOR.fullmatch(second.text)
        if floor and _COUNTS_FLOORS.fullmatch(texts[id(first)]):
            texts[id(second)] = f"Flr{floor[1]}"
        elif (code := _code(first.text, second.text)) is not None:
            texts[id(first)], texts[id(second)] = code
    return [
        word if texts[id(word)] == word.text else msgspec.structs.replace(word, text=texts[id(word)]) for word in words
    ]


def _word(text: str) -> str:
    """A word with l and I where they belong."""
    if numbered := _NUMBERED.fullmatch(text):
        return numbered[1] + "I" * len(numbered[2]) + numbered[3]
    for form, meant in _SMALL_L.items():
        if form.fullmatch(text):
            return form.sub(meant, text)
    among_capitals = _CAPITALS.fullmatch(text) or _ROMAN.fullmatch(text)
    return _AMONG_CAPITALS.sub("I", text) if among_capitals else text


def _with_its_beginning(text: str) -> str:
    """A word or a number with the letter or the digit that it can only begin with."""
    for form, meant in _BEGINS.items():
        text = form.sub(meant, text)
    return _NUMBER.sub(lambda found: found[1] + "0" * len(found[2]), text)


def _goes_on(first: Word, second: Word) -> bool:
    height = max(first.box[3] - first.box[1], second.box[3] - second.box[1])
    return (first.block, first.line) == (second.block, second.line) and second.box[0] - first.box[2] <= _GAP * height


def _code(first: str, second: str) -> tuple[str, str] | None:
    """The two halves of a postal code that these words are with one or two signs exchanged; None where they are whole or none."""
    halves = _WORD.fullmatch(first), _WORD.fullmatch(second)
    if halves[0] is None or halves[1] is None or halves[0][2] or len(halves[1][1]) != 3:
        return None
    if "$" in first and (first[1:].isdigit() or not second[0].isdigit()):
        return None  # `$50 OFF`, `$10 5LB`
    found = sorted(_codes(first, halves[1][1]))
    if not found or found[0][0] == 0 or (len(found) > 1 and found[0][0] == found[1][0]):
        return None
    _, one, other = found[0]
    return one, other + halves[1][2]


def _codes(first: str, second: str) -> Iterator[tuple[int, str, str]]:
    """Every postal code that two halves can be: how many signs are exchanged, and the halves."""
    forms = [(form, _HALF) for form in _BRITISH.get(len(first), ())] + ([_CANADIAN] if len(first) == 3 else [])
    for forms_of in forms:
        one, other = (_as(form, half) for form, half in zip(forms_of, (first, second), strict=True))
        if one is None or other is None:
            continue
        pairs = list(zip(first + second, one + other, strict=True))
        changed = sum(old != new for old, new in pairs)
        if (
            changed <= _MOST
            and any(old == new and new.isdigit() for old, new in pairs)
            and _is_one(forms_of, one, other)
        ):
            yield changed, one, other


def _as(form: str, half: str) -> str | None:
    """The half of a code in this form; None where a sign looks like nothing that may stand in its place."""
    signs = [_sign(kind, sign) for kind, sign in zip(form, half, strict=True)]
    return "".join(signs) if all(signs) else None


def _sign(kind: str, sign: str) -> str:
    if kind == "9":
        return sign if sign.isdigit() else _DIGITS.get(sign, "")
    return sign if "A" <= sign <= "Z" else _LETTERS.get(sign, "")


def _is_one(forms: tuple[str, str], one: str, other: str) -> bool:
    if forms == _CANADIAN:
        letters = [sign for sign in one + other if sign.isalpha()]
        return letters[0] not in _NOT_FIRST and _NOT_CANADIAN.isdisjoint(letters)
    area = one[: 2 if one[:2].isalpha() else 1]
    return area in _AREAS and _NOT_BRITISH.isdisjoint(other)
