"""Where a name may end within a line: before a number, a bracket, the title of its paper, the door of an address, whose child
somebody is."""

from __future__ import annotations

import re

from simulator.documents.layout import Token

#: What a name ends with: a comma, a bracket, the stop of a sentence; and what ends it: an address on the net.
_NAME_ENDS = re.compile(r"[,(]$|[^\W\d_]{5}\.$")
_NET = re.compile(r"(?i)\S+@\S|www\.|https?:")
#: What is no part of the name before it: whose child somebody is, `S/O Ram Das`, and where a firm is registered, `RC 184201`.
KIN = r"[sdwcrh]/o\b"
_KIN, _REGISTER = (
    re.compile(rf"(?i){KIN}"),
    re.compile(r"(?i)(?:RC|CIN|ABN|ACN|UEN|BRN|NIT|RUC|TRN|TIN|VAT)\W{0,2}"),
)
#: The title of a paper behind the name of who issues it: `ICICI Bank Detailed Statement`.
_TITLE_BEHIND = re.compile(
    r"(?i)(?:(?:detailed|account|bank|mini|monthly|earnings|salary|pay|tax|e)[\s-]{1,3}){0,3}"
    r"(?:statement|invoice|payslip|slip|advice)(?: of (?:accounts?|earnings))?"
)
#: A title has so many words at most.
_TITLE_WORDS = 4
#: A door begins an address behind a name in one line: `Hemant Kulkarni Flat no. 302, Sai Residency`.
_DOOR_WORD = re.compile(
    r"(?i)(?:flat|plot|shop|door|house|building|bldg|office|unit|suite|room|villa|apt|apartment|survey|gat|h\.?no|no)\W{0,2}"
)
#: A door's number stands so many words behind at most.
_DOOR_NUMBER = 2


def name_ends(tokens: list[Token], first: int, last: int) -> set[int]:
    """Where a name may end within a line: at a comma, and before what is no part of it."""
    found: set[int] = set()
    for at in range(first, last):
        behind = tokens[at + 1].text
        if _NET.match(behind) or _KIN.match(behind) or _registered(tokens, at + 1, last):
            found.add(at)
            break
        if (
            _NAME_ENDS.search(tokens[at].text)
            or behind.startswith(("(", "-", "–", "|"))
            or _titles(tokens, at + 1, last)
        ):
            found.add(at)
        elif behind[:1].isdigit() or begins_door(tokens, at + 1, last):
            found.add(at)
            break
        if len(found) > 2:
            break
    return found


def _registered(tokens: list[Token], at: int, last: int) -> bool:
    """Whether a word names a register and the next one is a number in it."""
    return at < last and bool(_REGISTER.fullmatch(tokens[at].text)) and any(map(str.isdigit, tokens[at + 1].text))


def _titles(tokens: list[Token], at: int, last: int) -> bool:
    """Whether the rest of a line is the title of a paper."""
    rest = tokens[at : last + 1]
    return len(rest) <= _TITLE_WORDS and bool(_TITLE_BEHIND.fullmatch(" ".join(token.text for token in rest)))


def begins_door(tokens: list[Token], at: int, last: int) -> bool:
    """Whether a word says that a door's number follows."""
    behind = tokens[at + 1 : min(at + _DOOR_NUMBER, last) + 1]
    return bool(_DOOR_WORD.fullmatch(tokens[at].text)) and any(token.text[:1].isdigit() for token in behind)
