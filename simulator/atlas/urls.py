"""Which URLs Atlas may be given to call: one pattern, by which the server judges and which the specification shows."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: What becomes `/`, `?`, `#`, `@` or `:` where a name is normalised (NFKC): no host has such a letter (RFC 3986, 3.2).
DISGUISED = (
    "\u2048\u2047\u2049\u2100\u2101\u2105\u2106\u2a74\ufe13\ufe16\ufe55\ufe56\ufe5f\ufe6b\uff03\uff0f\uff1a\uff1f\uff20"
)
_NOT_IN_HOST = r"\u0000-\u0020\u007f/?#@\[\]\\" + DISGUISED
_USER = f"(?:[^{_NOT_IN_HOST}]*@)?"
_NAME = f"[^{_NOT_IN_HOST}:]+"
_PORT = "(?::(?:0*(?:[0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?)?"
_REST = r"(?:[/?#][^\u0000-\u001f\u007f]*)?"
_GROUP = "[0-9A-Fa-f]{1,4}"
_BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"


def _forms_of_ipv6() -> Iterator[str]:
    """RFC 4291, section 2.2: eight groups, or fewer around `::`; the last two may be an IPv4 address."""
    ipv4 = rf"{_BYTE}(?:\.{_BYTE}){{3}}"
    yield f"(?:{_GROUP}:){{7}}{_GROUP}"
    yield f"(?:{_GROUP}:){{6}}{ipv4}"
    for left in range(8):
        begin = f"(?:{_GROUP}:){{{left}}}:" if left else "::"
        ends = [f"{_GROUP}(?::{_GROUP}){{0,{6 - left}}}"] if left < 7 else []
        ends += [f"(?:{_GROUP}:){{0,{5 - left}}}{ipv4}"] if left < 6 else []
        yield begin + (f"(?:{'|'.join(ends)})?" if ends else "")


_IPV6 = rf"\[(?:{'|'.join(_forms_of_ipv6())})(?:%[A-Za-z0-9._~-]+)?\]"
#: An absolute http or https URL with a host; understood alike by Python and by JavaScript.
PATTERN = f"^[Hh][Tt][Tt][Pp][Ss]?://{_USER}(?:{_NAME}|{_IPV6}){_PORT}{_REST}$"

_matches = re.compile(PATTERN.removesuffix("$")).fullmatch


def is_url(value: object) -> bool:
    """An absolute http or https URL with a host: a name in any script, an IPv4 or an IPv6 address."""
    return isinstance(value, str) and _matches(value) is not None
