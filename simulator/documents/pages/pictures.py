"""Bytes to the pictures of their pages, as given: decoded whole, EXIF orientation applied, transparency on white.

Nothing half decoded comes out: a file that ends early, lies about itself or unpacks to more than `MOST_PIXELS`
raises DocumentError.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from simulator.documents.pages.picture import MOST_PIXELS, Picture
from simulator.errors import DocumentError

if TYPE_CHECKING:
    import numpy as np

#: The image formats that are read, by Pillow's names.
FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "BMP", "GIF")
_PDF_HEAD = 1024
#: EXIF's tag that says how a picture lies; 1 is upright.
_ORIENTATION = 0x0112
#: Resolutions below or above these are a program's default, not a scanner's word (dots an inch).
_DPI_SAID = range(90, 1201)


class Pages:
    """The pages of one file. Opening it tells how many; each is decoded when asked for. Raises DocumentError."""

    def __init__(self, content: bytes, most_pages: int) -> None:
        if not content:
            raise DocumentError("empty file")
        if b"%PDF-" in content[:_PDF_HEAD]:
            from simulator.documents.pages.pdf import Pdf

            self._file: Any = Pdf(content)
        else:
            self._file = Image(content)
        self.count: int = self._file.count
        if self.count > most_pages:
            self.close()
            raise DocumentError("too many pages", f"{self.count}, the limit is {most_pages}")

    def __iter__(self) -> Iterator[Picture]:
        for number in range(1, self.count + 1):
            yield self.page(number)

    def page(self, number: int, said: bool = True) -> Picture:
        """Page `number`, from 1. Without `said`, a PDF's own words are left aside."""
        picture: Picture = self._file.page(number, said)
        return picture

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> Pages:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Image:
    """A file of one image or several (TIFF)."""

    def __init__(self, content: bytes) -> None:
        from PIL import Image as pillow

        pillow.MAX_IMAGE_PIXELS = MOST_PIXELS
        self._image: Any
        with _complaining():
            self._image = pillow.open(io.BytesIO(content), formats=FORMATS)
        with _complaining():
            # Only a TIFF has pages; the frames of a moving picture are one page.
            self.count = getattr(self._image, "n_frames", 1) if self._image.format == "TIFF" else 1

    def page(self, number: int, said: bool = True) -> Picture:
        with _complaining():
            self._image.seek(number - 1)
            width, height = self._image.size
            if width * height > MOST_PIXELS:
                raise DocumentError("image too large", f"{width} x {height} pixels")
            self._image.load()
            colour = _colour(self._image)
        return Picture(colour, _said_dpi(self._image.info.get("dpi")))

    def close(self) -> None:
        self._image.close()


class _complaining:
    """Turns whatever Pillow raises on a bad file into a DocumentError."""

    def __enter__(self) -> None:
        self._caught = warnings.catch_warnings()
        self._caught.__enter__()
        warnings.simplefilter("ignore")

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        self._caught.__exit__(None, None, None)
        if error is None or isinstance(error, (DocumentError, KeyboardInterrupt)):
            return
        from PIL import Image as pillow
        from PIL import UnidentifiedImageError

        if isinstance(error, (pillow.DecompressionBombError, pillow.DecompressionBombWarning, MemoryError)):
            raise DocumentError("image too large", f"more than {MOST_PIXELS // 1_000_000} megapixels") from None
        if isinstance(error, UnidentifiedImageError):
            raise DocumentError("unreadable file", "neither a PDF nor an image that is known here") from None
        if isinstance(error, Exception):
            raise DocumentError("unreadable file", " ".join(str(error).split()) or type(error).__name__) from None


def _colour(image: Any) -> np.ndarray:
    """RGB, upright as EXIF says, transparency on white, 16 bits brought to 8."""
    import numpy as np
    from PIL import Image as pillow
    from PIL import ImageOps

    # Without a turn to make, Pillow would give a copy.
    turned = (ImageOps.exif_transpose(image) or image) if _turned(image) else image
    if turned.mode.startswith("I") or turned.mode == "F":
        values = np.asarray(turned).astype(np.float32)
        if turned.mode == "F" or values.max(initial=0) > 255:
            top = (
                65535.0 if turned.mode != "F" and values.max(initial=0) > 4095 else float(values.max(initial=1)) or 1.0
            )
            values = values * (255.0 / top)
        grey = values.clip(0, 255).astype(np.uint8)
        return np.stack((grey, grey, grey), axis=2)
    if turned.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in turned.info:
        layered = turned.convert("RGBA")
        paper = pillow.new("RGBA", layered.size, "white")
        paper.alpha_composite(layered)
        turned = paper
    if turned.mode == "L":
        grey = np.asarray(turned)
        return np.stack((grey, grey, grey), axis=2)
    return np.asarray(turned if turned.mode == "RGB" else turned.convert("RGB"))


def _turned(image: Any) -> bool:
    """Whether EXIF says that the picture does not lie as it is stored."""
    return bool(image.getexif().get(_ORIENTATION, 1) != 1)


def _said_dpi(said: Any) -> int:
    try:
        dpi = round(float(said[0]))
    except (TypeError, ValueError, IndexError, ZeroDivisionError, OverflowError):
        return 0
    return dpi if dpi in _DPI_SAID else 0
