"""Opens a file as the pictures of its pages, whether it is a PDF or a picture. The content decides, not the name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulator.documents.pages import kinds
from simulator.documents.pages.envelope import unwrapped
from simulator.documents.pages.picture import Picture
from simulator.errors import DocumentError

_PDF_HEAD = 1024


class PageSource:
    """The pages of one file. Opening it tells how many; each is decoded when asked for. Raises DocumentError.

    Without `heic`, HEIC and AVIF are refused also where they could be decoded.
    """

    def __init__(self, content: bytes, most_pages: int, heic: bool = True) -> None:
        if not content:
            raise DocumentError("empty file")
        content = unwrapped(content)
        if b"%PDF-" in content[:_PDF_HEAD] and not kinds.is_other(content):
            from simulator.documents.pages.pdf import Pdf

            self._file: Any = Pdf(content)
        else:
            from simulator.documents.pages.image import Image

            self._file = Image(content, heic)
        self.count: int = self._file.count
        if self.count > most_pages:
            self.close()
            raise DocumentError("too many pages", f"{self.count}, the limit is {most_pages}")

    def __iter__(self) -> Iterator[Picture]:
        for number in range(1, self.count + 1):
            yield self.page(number)

    def page(self, number: int, with_words: bool = True) -> Picture:
        """Page `number`, from 1. Without `with_words`, a PDF's own words are left aside."""
        picture: Picture = self._file.page(number, with_words)
        return picture

    def damage(self) -> str:
        """Why the pages may show nothing, as the reason of a refusal; `""` where the file's bytes do not tell."""
        return str(self._file.damage())

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> PageSource:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
