"""Strikes tokens, secrets and Aadhaar numbers out of what is written down: logs, journal, problems, reports.

Whatever is told to a person or kept for one goes through `masked`; structures such as headers have their own rules
here as well, so that what counts as a secret is said in one place. All of it takes time in proportion to the text:
whoever sends a request, or answers one, chooses what stands here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

#: What may stand between two digits of an Aadhaar number, also inside of a URL.
_BETWEEN = r"(?:[ \t.+_\u00a0\u2009\u202f-]|%20|%2D|%2B|%C2%A0){0,3}"
#: Twelve digits in groups of four, as Aadhaar numbers are written; never part of a longer number. It begins with what is
#: searched for, and looks back afterwards, because every request passes through here.
_IN_FOURS = re.compile(rf"\d{{4}}(?<!\d{{5}})({_BETWEEN})\d{{4}}({_BETWEEN})(\d{{4}})(?!\d)", re.IGNORECASE)
#: Twelve digits in any groups; an Aadhaar number where the check digit says so.
_IN_ANY = re.compile(rf"\d(?<!\d\d)(?:{_BETWEEN}\d){{11}}(?!\d)", re.IGNORECASE)
_UUID = re.compile(r"(?<![0-9a-fA-F])[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![0-9a-fA-F])")
#: Characters of a UUID before and after twelve digits within it, at most.
_AROUND = 24
_PIECE = re.compile(r"%(?:20|2D|2B|C2%A0)|.", re.IGNORECASE | re.DOTALL)

#: Whatever a JWT may be part of. Each run is looked at once, wherever in it one begins.
_RUN = re.compile(r"[\w.-]{8,}+")
#: Characters of what begins like a JWT and has only its first part, from which on it counts as one.
_LONG_HEAD = 30
_BEARER = re.compile(r"\b(Bearer) ++[\w.~+/=-]{8,}+", re.IGNORECASE)
_USER = re.compile(r"(?<=://)[^/?#@\s\"'<>]++@")

#: The name of a pair; the `=` may be quoted, once or more often, where the pair stands in the query of another URL.
_NAME = re.compile(r"(?<![\w-])([\w-]++)\]?(=|%(?:25)*+3D)", re.IGNORECASE)
#: What a quoted name has before it: `%3F`, `%26` or `%3B`, without the `%`, which is part of no name.
_QUOTE = re.compile(r"(?:25)*+(?:3F|26|3B)", re.IGNORECASE)
_VALUE = re.compile(r"[^&\s\"'<>]*+")
_QUOTED_VALUE = re.compile(r"(?:[^&\s\"'<>%]|%(?!(?:25)*+26))*+", re.IGNORECASE)
#: A member of JSON up to its value, and the value unless it says nothing.
_MEMBER = re.compile(r'"([\w-]*+)"\s*+:\s*+')
_MEMBER_VALUE = re.compile(r'(?!null|true|false)(?:"(?:[^"\\]|\\.)*+"?|[^\s,}\]{\["]++)', re.DOTALL)
#: A member of JSON that stands, quoted, in a text of JSON, up to the value.
_QUOTED_MEMBER = re.compile(r'(?<!\\)\\++"([\w-]*+)\\++"\s*+:\s*+(\\++)"')

#: How the name of a secret ends, wherever it stands.
_ENDS = (
    "signature",
    "token",
    "secret",
    "password",
    "passwd",
    "passphrase",
    "pwd",
    "credential",
    "credentials",
    "apikey",
    "api_key",
    "api-key",
    "accesskey",
    "access_key",
    "access-key",
    "accesskeyid",
    "private_key",
    "secret_key",
    "subscription-key",
)
#: Names that are secrets in a query alone, where pre-signed URLs and logins have them: those of Azure (`sig`), CloudFront
#: (`policy`, `key-pair-id`), Google (`googleaccessid`), Akamai (`hdnts`, `hdnea`), OAuth (`code`), and what sites invent.
_QUERY = frozenset(
    {
        "auth",
        "authorization",
        "code",
        "googleaccessid",
        "hash",
        "hdnea",
        "hdntl",
        "hdnts",
        "hmac",
        "jwt",
        "key",
        "key-pair-id",
        "otp",
        "pass",
        "policy",
        "session",
        "sessionid",
        "session_id",
        "sid",
        "sig",
        "sign",
        "ticket",
        "verify",
    }
)
#: How the names of pre-signed URLs' parameters begin: AWS, Google, Alibaba, Huawei, Tencent, Volcano, IBM.
_SIGNED = ("x-amz-", "x-goog-", "x-oss-", "x-obs-", "x-cos-", "q-ak", "q-sign", "x-tos-", "x-ibm-")
#: Names of headers that are secrets in whole, besides those that end like one.
_HEADERS = ("authorization", "cookie", "set-cookie", "client_secret", "client-secret")
#: Members of structures that are tokens whatever they look like. Others that are called one may be settings.
_TOKENS = ("access_token", "refresh_token")
REPLACEMENT = "***"
#: Characters beyond those that are kept which are looked at, so that nothing is spared for being cut in two.
MARGIN = 4_000


def masked(text: str) -> str:
    """The text with everything struck out that must not be read."""
    if "=" in text or "%" in text:
        text = _struck(text, _NAME, _is_secret_pair, _end_of_pair)
    if "://" in text and "@" in text:
        text = _USER.sub(f"{REPLACEMENT}@", text)
    if "eyJ" in text:
        text = _RUN.sub(_without_jwt, text)
    if ":" in text and '"' in text and _has_end(text):
        if '\\"' in text:
            text = _struck(text, _QUOTED_MEMBER, _is_secret_member, _end_of_quoted_member)
        text = _struck(text, _MEMBER, _is_secret_member, _end_of_member, f'"{REPLACEMENT}"')
    if "earer " in text or "BEARER " in text:
        text = _BEARER.sub(rf"\1 {REPLACEMENT}", text)
    return _IN_ANY.sub(_without_proven, _IN_FOURS.sub(_mask_number, text))


def masked_cut(text: str, most: int) -> str:
    """The first `most` characters of the masked text; what is far beyond them is not even looked at."""
    return masked(text[: most + MARGIN])[:most]


def masked_id(text: str) -> str:
    """An identifier: a number in it is no Aadhaar number, whatever its digits, unless the check digit says that it is one."""
    return _IN_ANY.sub(_without_proven, text)


def masked_within(value: Any) -> Any:
    """A structure as JSON has them with every text masked, keys and order untouched."""
    return _within(value, "")


def _within(value: Any, key: str) -> Any:
    if isinstance(value, str):
        if key in _TOKENS:
            return REPLACEMENT
        # The simulator's own identifiers; a masked one would find nothing.
        return value if key.endswith(("_uuid", "batch_id")) else masked(value)
    if isinstance(value, dict):
        return {name: _within(each, str(name)) for name, each in value.items()}
    return [_within(each, "") for each in value] if isinstance(value, list | tuple) else value


def masked_header(name: str, value: str) -> str:
    """A header's value as it may be kept; `name` in lower case."""
    if name in _HEADERS or name.endswith(_HEADERS) or name.endswith(_ENDS):
        return REPLACEMENT
    return _masked_value(value)


@lru_cache(1024)
def _masked_value(value: str) -> str:
    return masked(value)


Found = re.Match[str]


def _struck(
    text: str,
    names: re.Pattern[str],
    is_secret: Callable[[Found], bool],
    end_of: Callable[[Found], int],
    struck: str = REPLACEMENT,
) -> str:
    """The text without the values of the names that are secrets. What follows a name that is none is looked at in its turn."""
    parts, done = [], 0
    while found := names.search(text, done):
        if not is_secret(found) or (end := end_of(found)) == found.end():
            parts.append(text[done : found.end()])
            done = found.end()
            continue
        parts += (text[done : found.end()], struck)
        done = end
    return "".join((*parts, text[done:]))


def _is_secret_pair(found: Found) -> bool:
    text, at, name = found.string, found.start(1), found[1].lower()
    in_query = at == 0 or text[at - 1] in "?&;#["
    if at and text[at - 1] == "%" and (quote := _QUOTE.match(name)):
        name, in_query = name[quote.end() :], True
    return name.endswith(_ENDS) or name.startswith(_SIGNED) or (in_query and name in _QUERY)


def _end_of_pair(found: Found) -> int:
    value = (_VALUE if found[2] == "=" else _QUOTED_VALUE).match(found.string, found.end())
    return value.end() if value else found.end()


def _is_secret_member(found: Found) -> bool:
    return found[1].lower().endswith(_ENDS)


def _end_of_member(found: Found) -> int:
    value = _MEMBER_VALUE.match(found.string, found.end())
    return value.end() if value else found.end()


def _end_of_quoted_member(found: Found) -> int:
    """Where the quoted text ends: at a quote with as many backslashes before it as the first has; one within has more."""
    text, opening, at = found.string, len(found[2]), found.end()
    while (quote := text.find('"', at)) >= 0:
        slashes = quote - len(text[at:quote].rstrip("\\")) - at
        if slashes <= opening:
            return quote - slashes
        at = quote + 1
    return len(text)


def _has_end(text: str) -> bool:
    lower = text.lower()
    return any(ending in lower for ending in _ENDS)


def _without_jwt(found: Found) -> str:
    run = found[0]
    at = run.find("eyJ")
    if at < 0 or ("." not in run[at + 8 : -1] and len(run) - at < _LONG_HEAD):
        return run
    return f"{run[:at]}eyJ{REPLACEMENT}"


def _mask_number(found: Found) -> str:
    """Only the last four digits, unless all are part of a UUID."""
    return found[0] if _in_uuid(found) else f"****{found[1]}****{found[2]}{found[3]}"


def _without_proven(found: Found) -> str:
    """The same for digits in any groups, where they begin and end as an Aadhaar number does."""
    pieces = _PIECE.findall(found[0])
    digits = "".join(piece for piece in pieces if piece.isdigit())
    if digits[0] in "01" or not is_checked(digits) or _in_uuid(found):
        return found[0]
    hidden, shown = 8, []
    for piece in pieces:
        shown.append("*" if piece.isdigit() and hidden > 0 else piece)
        hidden -= piece.isdigit()
    return "".join(shown)


#: Turns of the digits by their place, for Verhoeff's check digit.
_TURNS = (
    "0123456789",
    "1576283094",
    "5803796142",
    "8916043527",
    "9453126870",
    "4286573901",
    "2793806415",
    "7046913258",
)


def is_checked(digits: str) -> bool:
    """Whether the last of these digits is the check digit of the others, by Verhoeff (`stdnum` would be slow to load)."""
    check = 0
    for place, digit in enumerate(reversed(digits)):
        turned = int(_TURNS[place % 8][int(digit)])
        # The product of two elements of the dihedral group of order ten, those from 5 on being reflections.
        if check < 5:
            check = (check + turned) % 5 + 5 * (turned >= 5)
        else:
            check = (check - turned) % 5 + 5 * (turned < 5)
    return check == 0


def _in_uuid(found: Found) -> bool:
    text, start = found.string, max(0, found.start() - _AROUND)
    for uuid in _UUID.finditer(text, start, min(len(text), found.end() + _AROUND)):
        if uuid.start() <= found.start() and found.end() <= uuid.end():
            return True
    return False
