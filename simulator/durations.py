"""Durations as people write them: `61m`, `1h30m`, `250ms`, `2.5s`, or a plain number of seconds."""

from __future__ import annotations

import re

UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
#: Longest duration, in seconds: a hundred years. Much later than that no calendar has a date.
LONGEST = 36_525 * UNITS["d"]
#: Characters that are quoted of what is no duration.
QUOTED = 40
GRAMMAR = "a number of seconds (90) or numbers with units ms, s, m, h, d (61m, 1h30m, 250ms)"

_PART = re.compile(r"(?<![\d.])(\d++(?:\.\d++)?)(ms|s|m|h|d)")
_WHOLE = re.compile(rf"(?:{_PART.pattern})+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def parse_duration(given: str | float) -> float:
    """A duration in seconds, 0 to LONGEST. Raises ValueError that says what is allowed."""
    shown = repr(given) if len(repr(given)) <= QUOTED else f"{repr(given)[:QUOTED]}…"
    length = _seconds(given)
    if length is None or length < 0:
        raise ValueError(f"{shown} is not a duration; write {GRAMMAR}")
    if length > LONGEST:
        raise ValueError(f"{shown} is more than 100 years; write at most {LONGEST / UNITS['d']:.0f}d")
    return length


def _seconds(given: str | float) -> float | None:
    """The seconds that are meant, however many; None for what is no duration."""
    if isinstance(given, str):
        text = given.strip().lower()
        if _NUMBER.fullmatch(text):
            return float(text)
        if _WHOLE.fullmatch(text):
            return sum(float(number) * UNITS[unit] for number, unit in _PART.findall(text))
    elif not isinstance(given, bool) and given < float("inf"):
        # As a float only once it is known to fit into one.
        return float(min(given, 2 * LONGEST))
    return None


def format_duration(length: float) -> str:
    """Seconds as a short duration that `seconds` reads back: `1h1m`, `2.5s`, `0s`."""
    milliseconds = round(length * 1000)
    parts = []
    for unit in ("d", "h", "m"):
        count, milliseconds = divmod(milliseconds, int(UNITS[unit] * 1000))
        if count:
            parts.append(f"{count}{unit}")
    if milliseconds or not parts:
        parts.append(f"{milliseconds / 1000:g}s" if milliseconds >= 1000 or not milliseconds else f"{milliseconds}ms")
    return "".join(parts)
