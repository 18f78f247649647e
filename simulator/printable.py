"""What may be printed on a terminal or as a line of a log: control characters of a text are shown, not obeyed.

A text from outside could end a line and begin another that was never logged, move the cursor, rename the window, or turn
the direction of writing so that a reader sees something else than what stands there.
"""

from __future__ import annotations

import re

#: C0, DEL and C1 controls; line and paragraph separators; marks and overrides of direction; half characters and those that
#: XML cannot hold.
_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def printable(text: str) -> str:
    """The text with every control character as an escape of JSON: `\\u001b`."""
    return text if text.isascii() and text.isprintable() else _CONTROL.sub(_escaped, text)


def printable_lines(text: str) -> str:
    """The same for a text of many lines, of which each but the first is set in, so that none passes for one of its own."""
    return "\n    ".join(map(printable, text.split("\n")))


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
