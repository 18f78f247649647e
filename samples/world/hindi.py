"""Names as they would be written in Devanagari, by rule: near enough for a drawn card, not a transliterator."""

from __future__ import annotations

_CONSONANTS = {
    "ksh": "क्ष",
    "chh": "छ",
    "kh": "ख",
    "gh": "घ",
    "ch": "च",
    "jh": "झ",
    "th": "थ",
    "dh": "ध",
    "ph": "फ",
    "bh": "भ",
    "sh": "श",
    "k": "क",
    "g": "ग",
    "c": "क",
    "j": "ज",
    "t": "त",
    "d": "द",
    "n": "न",
    "p": "प",
    "b": "ब",
    "m": "म",
    "y": "य",
    "r": "र",
    "l": "ल",
    "v": "व",
    "w": "व",
    "s": "स",
    "h": "ह",
    "f": "फ",
    "q": "क",
    "x": "क्स",
    "z": "ज",
}
_VOWELS = {
    "aa": ("आ", "ा"),
    "ai": ("ऐ", "ै"),
    "au": ("औ", "ौ"),
    "ee": ("ई", "ी"),
    "oo": ("ऊ", "ू"),
    "ou": ("ऊ", "ू"),
    "a": ("अ", ""),
    "e": ("ए", "े"),
    "i": ("इ", "ि"),
    "o": ("ओ", "ो"),
    "u": ("उ", "ु"),
}


def spelt(text: str) -> str:
    """A text with its Latin words spelt in Devanagari; digits and signs stay."""
    return " ".join(_word(word) for word in text.split())


def _word(word: str) -> str:
    low, out, at, bare = word.lower(), "", 0, False
    while at < len(low):
        for size in (3, 2, 1):
            part = low[at : at + size]
            if len(part) == size and part in _CONSONANTS:
                out += ("्" if bare else "") + _CONSONANTS[part]
                at, bare = at + size, True
                break
            if len(part) == size and part in _VOWELS:
                ends = part == "a" and (at + 1 == len(low) or not low[at + 1].isalpha()) and bare
                out += "ा" if ends else _VOWELS[part][1 if bare else 0]
                at, bare = at + size, False
                break
        else:
            out, at, bare = out + low[at], at + 1, False
    return out
