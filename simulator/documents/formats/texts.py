"""Formats of free text: names of people and firms, addresses, anything. They trim; what they say of a value is little."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from simulator.documents.formats.model import ANY, LOOSE, Found

_EDGES = " \t:;,.|*_~=<>«»'\"‘’“”!`^{}[]\\/-–—"
#: Stars for figures that are not shown belong to a value: `**** **** 4106`.
_MASKED = "**** "
#: Words that keep their full stop at the end.
_ABBREVIATED = re.compile(r"(?i)\b(?:ltd|co|inc|corp|bros|pvt|llc|jr|sr|rd|st|apt|bldg)$")
_LETTERS = re.compile(r"[^\W\d_]")
#: A person's name ends where something else than a word of letters begins.
#: In Indic scripts signs belong to the letters before them.
_L = r"[^\W\d_]|[\u0900-\u0963\u0971-\u0d65]"
_PERSON = re.compile(rf"(?:(?:M/[sS]\.?|(?:{_L})(?:{_L})*\.?(?:['’-](?:{_L})+)*|[./&(),-])\s*)+")
#: Son, daughter, wife of, care of: the stroke is often read as a letter.
_RELATION = re.compile(r"^([SDWC])[Il1|]O(?=[:\s])")
#: No name begins with a small l and a consonant: `lyer` is Iyer.
_CAPITAL_I = re.compile(r"(?<![\w'’.])l(?=[b-df-hj-np-tv-z])")
#: A word in small letters: no name, more likely another script misread.
_LOWER = re.compile(r"(?<![\w'’.])(?!(?:and|of|the|bin|de|s|alias)\b)[a-z]{2,}")


@dataclass(frozen=True)
class TextFormat:
    """Any text with at least `letters` letters and `size` letters or digits."""

    name: str
    letters: int = 0
    size: int = 1
    proof: float = ANY
    person: bool = False
    strict: bool = False
    multiline: bool = False

    def find(self, text: str) -> Iterator[Found]:
        value = text
        if self.person:
            match = _PERSON.search(text)
            if not match or (match.start() and _LETTERS.search(text[: match.start()])):
                return
            value = match.group()
        value = value.strip(_EDGES if not value.startswith(_MASKED) else _EDGES.replace("*", ""))
        if _ABBREVIATED.search(value) and value + "." in text:
            value += "."
        if value.count("(") > value.count(")"):
            value = (
                value + ")" if value + ")" in text else value.replace("(", "", 1) if value.startswith("(") else value
            )
        if len(_LETTERS.findall(value)) < self.letters or sum(map(str.isalnum, value)) < self.size:
            return
        start = text.find(value)
        if self.person and _no_person(value, text[start + len(value) :]):
            return
        if start >= 0:
            if self.person:
                value = _CAPITAL_I.sub("I", value)
            proof = ANY if self.person and _LOWER.search(value) else self.proof
            shown = _RELATION.sub(r"\1/O", " ".join(value.split()))
            yield Found(shown, start, start + len(value), proof)


def _no_person(value: str, rest: str) -> bool:
    """Whether it is the first word of an address or the like: one word, and a number follows."""
    return len(value.split()) < 2 and bool(re.match(r"\W*\d", rest))


TEXTS: tuple[TextFormat, ...] = (
    TextFormat("text"),
    TextFormat("name", letters=2, proof=LOOSE, person=True),
    TextFormat("company", letters=3),
    TextFormat("address", letters=4, size=8, multiline=True),
    TextFormat("paragraph", letters=2, multiline=True),
)
