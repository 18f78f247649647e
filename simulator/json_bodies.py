"""Decoding JSON that a client sent, in a time that is bounded by the number of its values."""

from __future__ import annotations

from typing import Any

import msgspec

from simulator.limits import MOST_VALUES

#: Bytes whose values are counted at once.
COUNTED_AT_ONCE = 65_536


class TooManyValues(msgspec.DecodeError):
    """JSON with more than `MOST_VALUES` values, which nobody decodes."""


def count_values(raw: bytes) -> int:
    """About how many values JSON holds, found out before they are decoded; no more are counted than would be too many."""
    values = 0
    for start in range(0, len(raw), COUNTED_AT_ONCE):
        end = start + COUNTED_AT_ONCE
        values += raw.count(b",", start, end) + raw.count(b"[", start, end) + raw.count(b"{", start, end)
        if values > MOST_VALUES:
            break
    return values


def has_too_many_values(raw: bytes) -> bool:
    """Whether JSON holds more values than anybody decodes."""
    return count_values(raw) > MOST_VALUES


def decode_json(raw: bytes) -> Any:
    """The value that JSON holds. Raises msgspec.DecodeError (TooManyValues beyond the limit), Unicode- or RecursionError."""
    if has_too_many_values(raw):
        raise TooManyValues(f"more than {MOST_VALUES:,} values")
    return msgspec.json.decode(raw)


def decode_object(raw: bytes) -> dict[str, Any]:
    """The object that JSON holds; an empty one where it holds something else, too many values, or is no JSON."""
    try:
        found = decode_json(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
