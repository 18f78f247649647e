"""Turns Pillow's errors and warnings into DocumentError."""

from __future__ import annotations

import warnings
from types import TracebackType

from simulator.documents.pages import kinds
from simulator.documents.pages.picture import MOST_PIXELS
from simulator.errors import DocumentError


class complaining:
    """Turns whatever Pillow raises on a bad file into a DocumentError that says what the file is, as far as that can be told."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def __enter__(self) -> None:
        self._caught = warnings.catch_warnings()
        self._caught.__enter__()
        warnings.simplefilter("ignore")

    def __exit__(self, _: object, error: BaseException | None, __: TracebackType | None) -> None:
        self._caught.__exit__(None, None, None)
        if error is None or isinstance(error, (DocumentError, KeyboardInterrupt)):
            return
        from PIL import Image as pillow
        from PIL import UnidentifiedImageError

        if isinstance(error, (pillow.DecompressionBombError, pillow.DecompressionBombWarning, MemoryError)):
            raise DocumentError("image too large", f"more than {MOST_PIXELS // 1_000_000} megapixels") from None
        if isinstance(error, UnidentifiedImageError):
            raise kinds.refused(self._content) from None
        if isinstance(error, Exception):
            raise DocumentError("unreadable file", " ".join(str(error).split()) or type(error).__name__) from None
