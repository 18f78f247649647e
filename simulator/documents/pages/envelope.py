"""Finds the first byte of a document behind what senders put in front of it (HTTP heads, multipart heads, line ends).

Only text, or a few bytes, is skipped: a picture inside another program's file is not the document.
"""

from __future__ import annotations

import re

from simulator.documents.pages import kinds

#: A head of HTTP, of multipart or of a program's own is within so many bytes.
_FURTHEST = 65_536
#: What any program may have put in front by mistake: a length, a byte order mark, line ends.
_FEW = 16
#: Marks that stand nowhere by chance.
_PLAIN_MARK = re.compile(rb"%PDF-\d|\x89PNG\r\n\x1a\n|\xff\xd8\xff[\xc0-\xfe]")
#: A document that begins at once begins so; what is inside it is its own.
_STARTS = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"GIF8", b"RIFF", b"BM")
#: Shorter marks count only at the start, and where a head ends.
_SHORT_MARK = re.compile(rb"(?:^(?:\xef\xbb\xbf)?\s*|\r?\n\r?\n)(II\*\0|MM\0\*|GIF8[79]a|RIFF.{4}WEBP)", re.DOTALL)
#: Bytes of text in ASCII or UTF-8.
_TEXT = bytes([9, 10, 13, *range(32, 127), *range(128, 256)])


def unwrapped(content: bytes) -> bytes:
    """The bytes from the document's first on; `content` itself where it begins at once, or where no document is found."""
    if content.startswith(_STARTS) or kinds.is_other(content):
        return content
    head = content[:_FURTHEST]
    found = _PLAIN_MARK.search(head)
    start = found.start() if found else None
    if found is None and (short := _SHORT_MARK.search(head)):
        start = short.start(1)
    if not start or not _may_stand_before(head[:start]):
        return content
    return content[start:]


def _may_stand_before(head: bytes) -> bool:
    return len(head) <= _FEW or not head.translate(None, _TEXT)
