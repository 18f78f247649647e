"""Pictures of documents' pages for people, made in the reading processes and remembered for a while.

No picture leaves here that could show a private value: what is known to stand somewhere is blacked out, and what is
known only to be on the document keeps the whole picture back.
"""

from __future__ import annotations

from collections import OrderedDict
from functools import partial

import msgspec

from simulator.core import Core
from simulator.documents.model import Page
from simulator.documents.private import private_of
from simulator.documents.redact import hidden_boxes
from simulator.errors import DocumentError
from simulator.flows.model import ReadFile
from simulator.pipeline.reading_tasks import rendered_page

#: Bytes of pictures that are remembered.
REMEMBERED = 24_000_000


#: How the formats that are read begin.
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF", b"BM", b"GIF8", b"II*\0", b"MM\0*")


class DocumentImages:
    def __init__(self, core: Core) -> None:
        self._store = core.store
        self._readers = core.readers
        self._definitions = core.definitions
        self._known: OrderedDict[tuple[str, str, int, int], bytes] = OrderedDict()
        self._size = 0

    async def refusal(self, read: ReadFile) -> str:
        """Why there is no picture; empty where there is one."""
        if not read.file.sha256:
            return "The file could not be fetched." if read.file.problem else "The file was not fetched yet."
        if read.reading is None:
            return "Shown once the document was read: only then is it known what must be blacked out."
        private = private_of(read.reading, self._definitions.catalogue)
        if not private.placed or (read.reading.engine == "given" and private.codes):
            return (
                "The reading was given: where its private values stand is not known, so they could not be blacked out."
            )
        if read.reading.engine == "given" and not _is_picture(await self._store.beginning(read.file.sha256)):
            return "The file is a stand-in for a reading that was given: there is nothing to see."
        return ""

    async def get(self, read: ReadFile, number: int, page: Page | None, width: int) -> bytes:
        """A page as JPEG. Raises DocumentError."""
        key = (read.file.sha256, read.file.reading_key, number, width)
        if (known := self._known.get(key)) is not None:
            self._known.move_to_end(key)
            return known
        content = await self._store.content(read.file.sha256)
        if content is None:
            raise DocumentError("unreadable file", "the document's bytes were pruned")
        private = private_of(read.reading, self._definitions.catalogue)
        black, hide_codes = hidden_boxes(page or Page(number, 0, 0), private)
        bare = msgspec.structs.replace(page, words=()) if page else None
        made = await self._readers.call(
            partial(rendered_page, content, number, bare, black, hide_codes, width, self._readers.options)
        )
        self._remember(key, made)
        return made

    def _remember(self, key: tuple[str, str, int, int], made: bytes) -> None:
        if key not in self._known:
            self._size += len(made)
        self._known[key] = made
        while self._size > REMEMBERED:
            self._size -= len(self._known.popitem(last=False)[1])


def _is_picture(head: bytes) -> bool:
    """Whether it is worth starting a reading process for a file that begins so."""
    return head.startswith(_BEGINNINGS) or b"%PDF-" in head
