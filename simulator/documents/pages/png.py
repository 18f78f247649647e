"""PNG: chunks beside the picture that are damaged or too large are left out, as viewers leave them out."""

from __future__ import annotations

import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: Chunks that say nothing of what is to be seen here: texts, colour profiles, times, programs' own.
_SIDE = frozenset((b"tEXt", b"zTXt", b"iTXt", b"iCCP", b"tIME", b"sPLT", b"hIST", b"dSIG"))
#: Length, name and checksum of a chunk take so many bytes.
_FRAME = 12


def without_side_chunks(content: bytes) -> bytes:
    """The same picture without texts and profiles, and without any further chunk whose checksum is wrong.

    Chunks that the picture depends on (those whose name begins with a capital) stay as they are, wrong or not.
    """
    kept, at = [SIGNATURE], len(SIGNATURE)
    while at + _FRAME <= len(content):
        end = at + _FRAME + int.from_bytes(content[at : at + 4], "big")
        chunk = content[at:end]
        if not _left_out(chunk[4:8], chunk):
            kept.append(chunk)
        at = end
        if chunk[4:8] == b"IEND":
            break
    return b"".join(kept)


def _left_out(name: bytes, chunk: bytes) -> bool:
    if not name[:1].islower():
        return False
    return name in _SIDE or zlib.crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:], "big")
