"""Strikes tokens, secrets and Aadhaar numbers out of what is written down: logs, journal, problems, reports.

Whatever is told to a person or kept for one goes through `masked`; structures such as headers have their own rules
here as well, so that what counts as a secret is said in one place.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

#: Twelve digits in groups of four, as Aadhaar numbers are written, also inside of a URL; never part of a longer
#: number. It begins with what is searched for, and looks back afterwards, because every request passes through here.
_AADHAAR = re.compile(r"\d{4}(?<!\d{5})((?:[ .+_\u00a0-]|%20|%2D)?)\d{4}\1(\d{4})(?!\d)", re.IGNORECASE)
_UUID = re.compile(r"(?<![0-9a-fA-F])[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![0-9a-fA-F])")
#: Characters of a UUID before and after twelve digits within it, at most.
_AROUND = 24
_TOKEN = re.compile(r"eyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)?")
_PAIR = re.compile(r"(?<![\w-])([\w-]++)=([^&\s\"'<>]+)")
#: A pair within a URL that stands, quoted, in the query of another.
_QUOTED_PAIR = re.compile(r"(?<![\w-])([\w-]++)%3D((?:(?!%26)[^&\s\"'<>])+)", re.IGNORECASE)
_USER = re.compile(r"(?<=://)[^/?#@\s\"'<>]++@")
_BEARER = re.compile(r"\b(Bearer) +[\w.~+/=-]{8,}", re.IGNORECASE)
_ENDS = (
    "signature",
    "token",
    "secret",
    "password",
    "passwd",
    "credential",
    "credentials",
    "apikey",
    "api_key",
    "api-key",
)
_ENDING = "|".join(_ENDS)
_MEMBER = re.compile(
    rf'("[\w-]*(?:{_ENDING})"\s*:\s*)(?!null|true|false)(?:"(?:[^"\\]|\\.)*+"?|[^\s,}}\]{{\["]+)',
    re.IGNORECASE | re.DOTALL,
)
#: A member of JSON that stands, quoted, in a text of JSON.
_QUOTED_MEMBER = re.compile(rf'(\\+"[\w-]*(?:{_ENDING})\\+"\s*:\s*\\+")[^"\\]*', re.IGNORECASE)
#: Names of headers that are secrets in whole, besides those that end like one.
_HEADERS = ("authorization", "cookie", "set-cookie", "client_secret", "client-secret")
#: Members of structures that are tokens whatever they look like. Others that are called one may be settings.
_TOKENS = ("access_token", "refresh_token")
REPLACEMENT = "***"


def masked(text: str) -> str:
    """The text with everything struck out that must not be read."""
    if "=" in text:
        text = _PAIR.sub(_mask_secret, text)
    if "%3D" in text or "%3d" in text:
        text = _QUOTED_PAIR.sub(_mask_secret, text)
    if "://" in text and "@" in text:
        text = _USER.sub(f"{REPLACEMENT}@", text)
    if "eyJ" in text:
        text = _TOKEN.sub(f"eyJ{REPLACEMENT}", text)
    if ":" in text and '"' in text:
        text = _members(text)
    if "earer " in text or "BEARER " in text:
        text = _BEARER.sub(rf"\1 {REPLACEMENT}", text)
    return _AADHAAR.sub(_mask_number, text)


def masked_within(value: Any) -> Any:
    """A structure as JSON has them with every text masked, keys and order untouched."""
    return _within(value, "")


def _within(value: Any, key: str) -> Any:
    if isinstance(value, str):
        if key in _TOKENS:
            return REPLACEMENT
        # An identifier is no Aadhaar number, whatever its digits, and a masked one would find nothing.
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


def _members(text: str) -> str:
    lower = text.lower()
    if not any(ending in lower for ending in _ENDS):
        return text
    if '\\"' in text:
        text = _QUOTED_MEMBER.sub(rf"\1{REPLACEMENT}", text)
    return _MEMBER.sub(rf'\1"{REPLACEMENT}"', text)


def _mask_secret(pair: re.Match[str]) -> str:
    name = pair[1].lower()
    if not (name.endswith(_ENDS) or name.startswith("x-amz-")):
        return pair[0]
    return f"{pair[1]}{pair[0][len(pair[1]) : -len(pair[2])]}{REPLACEMENT}"


def _mask_number(found: re.Match[str]) -> str:
    """Only the last four digits, unless all are part of a UUID."""
    text, start = found.string, max(0, found.start() - _AROUND)
    for uuid in _UUID.finditer(text, start, min(len(text), found.end() + _AROUND)):
        if uuid.start() <= found.start() and found.end() <= uuid.end():
            return found[0]
    return f"****{found[1]}****{found[1]}{found[2]}"
