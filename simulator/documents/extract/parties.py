"""The parties of a deed: `between Asha Verma, aged 41, hereinafter called the VENDOR, and …`, over as many lines as it takes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set

from simulator import toml_files
from simulator.documents.phrases import key

_SAID = toml_files.packaged(__file__, "parties.toml")
_ROLES = frozenset(_SAID["roles"])


def _either(words: Iterable[str]) -> str:
    """Any of some words, as they are or in capitals."""
    return "|".join(sorted({re.escape(each) for word in words for each in (word, word.upper())}))


#: What names the part that a party plays, behind its particulars: `hereinafter referred to as "the Licensee"`.
_INTRODUCED = re.compile(
    r"here\s?(?:in\s?(?:after|under|below)?|after|under|below)\W{0,3}(?:\w{1,40}\W{1,20}){0,5}?"
    r"(?:called|referred(?: to)?|known|termed|described|designated|styled|named|mentioned)(?: to)?"
    r"(?: jointly| severally| collectively| individually)?(?:\W{0,20}(?:as|the|to|be)){0,6}\W{0,20}(?P<role>[\w ./&-]{3,48})",
    re.IGNORECASE,
)
#: Without such words: `… of Pune (THE LESSOR)`, `… ("Tenant")`.
_BRACKETED = re.compile(
    r"\(\s{0,9}[\"'“‘]{0,4}\s{0,9}(?:the\s{1,9})?[\"'“‘]*(?P<role>[A-Za-z][\w /&-]{3,24}?)[\"'”’]{0,4}\s{0,9}\)",
    re.IGNORECASE,
)
#: Behind these words a party begins; of several the one nearest to its particulars is meant.
_CAPITAL_AND = re.compile(r"\b(?:AND|A N D)\b")
_BEGINS = (
    re.compile(
        r"\b(?:the )?(?:one|first|1st|other|second) (?:part|party)\b\W{0,20}(?:and\b|in favou?r of\b)?", re.IGNORECASE
    ),
    re.compile(r"\b(?:by and )?between\b", re.IGNORECASE),
    re.compile(r"\bin favou?r of\b", re.IGNORECASE),
    _CAPITAL_AND,
    re.compile(r"\b(?:made|executed|entered|given)\b.{0,60}?\bby\b", re.IGNORECASE),
    re.compile(r"[\"”'’)]\W{0,20}\band\b", re.IGNORECASE),
)
_JOINED = re.compile(r"\band\b", re.IGNORECASE)
_NUMBER = r"(?:\(?\s{0,9}(?:\d{1,2}|[A-Da-d]|[ivxIVX]{1,3})\s{0,9}[).:]\s{0,9})"
_TITLE = rf"(?:(?:{_either(_SAID['titles'])})\b\.?\s*){{0,2}}"
_ENDS = rf"(?:{_either(_SAID['ends'])}|aged)\b"
_WORD = rf"(?!{_ENDS})[A-Z][\w.'’-]*"
#: Two people with their titles are no firm.
_FIRM = rf"(?:\s(?:&|and|of)(?!\s(?:{_either(_SAID['titles'])})\b)(?=\s[A-Z]))"
_PARTY = re.compile(
    rf"\W{{0,20}}(?:and\b\W{{0,20}})?{_NUMBER}?\W{{0,20}}"
    rf"(?:(?:Full )?Name\s{{0,9}}[:\-]{{1,9}}\s{{0,9}})?({_TITLE}{_WORD}(?:{_FIRM}?\s{_WORD}){{0,7}})"
)
_NEXT = re.compile(
    rf"(?:[,;.]|\band\b|years?\b|\d{{6}}\b)\s{{0,9}}{_NUMBER}\s{{0,9}}(?=(?:Name\s{{0,9}}:\s{{0,9}})?{_TITLE}[A-Z])"
    rf"|(?:\s{_NUMBER}\s{{0,9}}|\band )(?=(?:{_either(_SAID['titles'])})\b)"
)
#: A party's particulars take so many characters at most.
_LONGEST, _SHORT = 1500, 300


def named(text: str, roles: Sequence[str]) -> Iterator[list[tuple[int, int]]]:
    """For each introduction of a party in one of the roles: where its names stand in the text."""
    wanted = {key(role) for role in roles}
    end = 0
    for match in sorted((*_INTRODUCED.finditer(text), *_BRACKETED.finditer(text)), key=lambda match: match.start()):
        bracketed = match.re is _BRACKETED
        if match.start() < end or (bracketed and not _plays(match["role"], _ROLES)):
            continue
        start = max(end, match.start() - (_SHORT if bracketed else _LONGEST))
        names = list(_names(text, start, match.start(), end > 0, bracketed))
        if names or not bracketed:
            end = match.start("role")
        if names and _plays(match["role"], wanted):
            yield names


def _plays(role: str, wanted: Set[str]) -> bool:
    """Whether one of the first words of a role (`Vendor/Seller`) is wanted."""
    words = [key(word) for word in re.split(r"[\s/&.]+", role) if key(word) not in ("", "the", "and", "or", "as")]
    return any(word in wanted or word.removesuffix("s") in wanted for word in words[:3])


def _names(text: str, start: int, end: int, follows: bool, bracketed: bool) -> Iterator[tuple[int, int]]:
    """The names of a party whose particulars end at `end`; `follows`: another party stands before it."""
    patterns = [pattern for pattern in _BEGINS if follows or not bracketed or pattern is not _CAPITAL_AND]
    begins = [match.end() for pattern in patterns for match in pattern.finditer(text, start, end)]
    if follows and not begins and (joined := _JOINED.search(text, start, end)):
        begins = [joined.end()]  # the particulars of the party before end with it
    for begin in sorted(begins, reverse=True):
        first = _PARTY.match(text, begin, end)
        if not first:
            continue
        yield _trimmed(text, *first.span(1))
        for more in _NEXT.finditer(text, first.end(), end):
            if match := _PARTY.match(text, more.end(), end):
                yield _trimmed(text, *match.span(1))
        return


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    kept = text[start:end].rstrip(" ,;:-")
    if kept.endswith(".") and not re.search(r"(?i)\b(?:ltd|co|inc|[a-z])\.$", kept):
        kept = kept[:-1]
    return start, start + len(kept)
