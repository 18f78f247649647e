"""The text of an address as words: what was printed, what it stands for, what it does there, and in which phrase.

Spelling is settled here (dots, dashes, abbreviations, look-alike characters); which word is the city, and which
belongs to which line, is left to `parts`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import NamedTuple

from simulator.matching.addresses.vocabulary import address_words as vocabulary
from simulator.matching.digits import ascii_digits

#: Kinds that are not in `data/words.toml` because the form of the word shows them.
NUMBER, ORDINAL, RELATION, NAME = "number", "ordinal", "relation", "name"

#: A full stop ends a phrase only behind a word of this many letters: shorter ones are abbreviations ("Opp. Park").
FULL_WORD = 5

_DASHES = {ord(dash): "-" for dash in "‐‑‒–—―−_"}
_QUOTES = {ord(quote): "'" for quote in "‘’`´"} | dict.fromkeys(map(ord, '"“”*'), " ")
_TABLE = _DASHES | _QUOTES | {ord("#"): " no. ", ord("&"): " and ", ord("\\"): "/", ord("："): " ", ord("⁄"): "/"}
#: Before the half of `12½`, which is no part of the number before it.
_FRACTION = re.compile(r"(?<=\d)(?=[¼-¾⅐-⅞])")

_TOKEN = re.compile(
    r"""
      (?P<break>[,;|\n\r()\[\]]+)
    | (?P<relation>\b(?:[sdwch]\s?/\s?o|(?:son|daughter|wife|care)\s+of)\b[.:]?)
    | (?P<ordinal>\d{1,3}\s?(?:st|nd|rd|th)\b)
    | (?P<number>(?:\b(?!no\b)[a-z]{1,2}\s?[-/]\s?|\b[a-z])?\d{1,6}[a-z]?
                 (?:\s?[-/]\s?\d{1,5}[a-z]?(?![a-z0-9])|[-/][a-z]{1,2}\d*(?![a-z0-9]))*(?![a-z0-9]))
    | (?P<initials>\b(?:[a-z]\.\s?)+[a-z]\b\.?)
    | (?P<word>[^\W_](?:[^\W_]|[\u0900-\u0dff'])*\.?)
    """,
    re.VERBOSE,
)
#: Between a number and a word that run into each other; one digit in a word can be a misread letter.
_GLUED = re.compile(r"(?<=\d\d)(?=[a-z]{3})|(?<=[a-z]{3})(?=\d{2})")
_SPACED_DASH = re.compile(r"(?<!\s)\s*+([-/])\s*+")
_LETTERS_THEN_DIGITS = re.compile(r"([a-z]{3,})(\d{1,3})$")
_TO_LETTERS = str.maketrans("015836", "olsbeg")
_TO_DIGITS = str.maketrans("oqdilzsbge", "0001125896")
_COMPASS = {"n": "north", "s": "south", "e": "east", "w": "west"}
#: Whether a text has a digit, faster than asking every character.
_DIGIT = re.compile(r"\d")


class AddressWord(NamedTuple):
    """`printed` is empty on the second and later words that one printed word stands for."""

    printed: str
    plain: str
    text: str
    kind: str
    phrase: int


def fold_case(text: str) -> str:
    """Lower case, one kind of dash and quote, digits of one script, compatibility characters in their plain form."""
    if not text.isascii():
        text = ascii_digits(unicodedata.normalize("NFKC", _FRACTION.sub(" ", text)))
    return text.translate(_TABLE).lower()


def tokenize(text: str) -> list[AddressWord]:
    """The words of a folded text, in order; `74Tulsi` is two."""
    found: list[AddressWord] = []
    phrase = 0
    for match in _TOKEN.finditer(_GLUED.sub(" ", text)):
        form, printed = match.lastgroup, match.group()
        if form == "break":
            phrase += 1
        elif form == "word" or printed == "n0":
            phrase = _add_word(found, printed, phrase)
        elif form == "number":
            found.append(AddressWord(_plain_dash(printed), printed, _number(printed), NUMBER, phrase))
        elif form == "ordinal":
            digits = "".join(filter(str.isdigit, printed))
            found.append(AddressWord(printed, digits, digits, ORDINAL, phrase))
        elif form == "relation":
            relation = printed.replace(" ", "").rstrip(".:") if "/" in printed else printed
            found.append(AddressWord(relation, "", "", RELATION, phrase))
        else:
            _add_written_out(found, printed, re.sub(r"[.\s]", "", printed), phrase)
    return _initials_joined(_directions(found))


def number_to_digits(text: str) -> str:
    """A text with the letters that OCR takes digits for turned back (`56OO1` to `56001`)."""
    return text.translate(_TO_DIGITS)


def _add_word(found: list[AddressWord], printed: str, phrase: int) -> int:
    """Add a word, and say in which phrase the next one is."""
    plain = printed.rstrip(".").replace("'", "")
    if _DIGIT.search(plain):
        parts = _LETTERS_THEN_DIGITS.match(plain)
        if parts and (parts[1] in vocabulary().expand or parts[1] in vocabulary().kinds):
            _add_written_out(found, parts[1], parts[1], phrase)
            found.append(AddressWord(parts[2], parts[2], parts[2], NUMBER, phrase))
            return phrase
        plain = _mended(plain)
        if not plain.isalpha():
            found.append(AddressWord(printed, plain, plain, NUMBER, phrase))
            return phrase
    _add_written_out(found, printed, plain, phrase)
    return phrase + (printed.endswith(".") and len(plain) >= FULL_WORD and plain not in vocabulary().expand)


def _add_written_out(found: list[AddressWord], printed: str, plain: str, phrase: int) -> None:
    kinds = vocabulary().kinds
    written_out = vocabulary().expand.get(plain)
    if written_out is None:
        found.append(AddressWord(printed, plain, plain, kinds.get(plain, NAME), phrase))
        return
    for position, word in enumerate(written_out):
        found.append(
            AddressWord("" if position else printed, "" if position else plain, word, kinds.get(word, NAME), phrase)
        )


def _directions(found: list[AddressWord]) -> list[AddressWord]:
    """`Andheri (W)` as `Andheri West`: a letter of the compass that stands between brackets or commas."""
    alone = Counter(word.phrase for word in found)
    return [
        word._replace(text=_COMPASS[word.plain], kind="direction")
        if word.plain in _COMPASS and alone[word.phrase] == 1 and word.phrase
        else word
        for word in found
    ]


def _initials_joined(found: list[AddressWord]) -> list[AddressWord]:
    """`M G Road` as `MG Road`: two letters standing alone are initials where together they are a known word."""
    if not any(len(word.plain) == 1 and word.kind == NAME for word in found):
        return found
    joined: list[AddressWord] = []
    for word in found:
        before = joined[-1] if joined else None
        if before and len(before.plain) == 1 == len(word.plain) and before.phrase == word.phrase:
            pair = before.plain + word.plain
            if pair in vocabulary().expand:
                joined.pop()
                _add_written_out(joined, f"{before.printed} {word.printed}", pair, word.phrase)
                continue
        joined.append(word)
    return _spaced_initials(joined)


def _spaced_initials(found: list[AddressWord]) -> list[AddressWord]:
    """`J M Road` as `J.M. Road`: letters standing alone before a name or a kind of street."""
    joined: list[AddressWord] = []
    for at, word in enumerate(found):
        before, behind = joined[-1] if joined else None, found[at + 1 : at + 2]
        named = any(next_one.kind in (NAME, "street") and next_one.phrase == word.phrase for next_one in behind)
        if before and named and _is_letter(word) and _are_letters(before) and before.phrase == word.phrase:
            plain = before.plain + word.plain
            joined[-1] = AddressWord(f"{before.printed} {word.printed}", plain, plain, NAME, word.phrase)
        else:
            joined.append(word)
    return joined


def _is_letter(word: AddressWord) -> bool:
    return len(word.plain) == 1 and word.kind == NAME


def _are_letters(word: AddressWord) -> bool:
    return word.kind == NAME and bool(word.plain) and len(word.plain) * 2 - 1 == len(word.printed.replace(".", ""))


def _number(printed: str) -> str:
    """One form for `E - 376`, `E/376` and `E376`; `12-A` and `12A`; `14/4/16` and `14-4-16`; `007` and `7`."""
    number = _SPACED_DASH.sub("-", printed)
    if "-" in number:
        parts = number.split("-")
        number = "-".join(part.lstrip("0") or "0" for part in parts)
        if len(parts) == 2 and (parts[0].isalpha() or parts[1].isalpha()):
            number = parts[0] + parts[1]
        return number.replace("/", "-")
    return number.lstrip("0") or "0"


def _plain_dash(printed: str) -> str:
    """As printed, but a dash between spaces is none: `E - 376` reads `E 376`."""
    return " ".join(printed.replace(" - ", " ").split())


def _mended(plain: str) -> str:
    """A word with a look-alike character put right: letters where they prevail or give a known word, else digits."""
    letters = plain.translate(_TO_LETTERS)
    known = letters in vocabulary().expand or letters in vocabulary().kinds
    return letters if known or len(_DIGIT.findall(plain)) * 2 < len(plain) else number_to_digits(plain)
