"""Memory of pictures kept in the process instead of given back to the system after each one and asked for again.

A page is read in some hundred pictures of megabytes each, and the system clears every page of memory that it hands out.
"""

from __future__ import annotations

import ctypes
from contextlib import suppress

#: glibc's names of its settings (`malloc.h`), and from how many bytes on freed memory goes back: at the top of the heap,
#: and of one piece. Larger pictures than A4 in colour at 300 dots an inch stay as they are.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
_KEPT, _PIECE = 128 << 20, 32 << 20


def keep_freed_memory() -> None:
    """Ask glibc to do so, for this process; elsewhere nothing happens."""
    with suppress(OSError, AttributeError, TypeError):
        library = ctypes.CDLL(None)
        library.mallopt(_MMAP_THRESHOLD, _PIECE)
        library.mallopt(_TRIM_THRESHOLD, _KEPT)
