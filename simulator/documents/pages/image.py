"""One file of one picture or several (TIFF), decoded: upright as EXIF says, print dark on paper, no larger than is of use.

Nothing half decoded comes out: a file that ends early, lies about itself or unpacks to more than may be held raises
DocumentError. What is only a little broken (see `png`, `jpeg`) is taken.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from simulator.documents.pages import jpeg, kinds, png
from simulator.documents.pages.colour import grey_varies, rgb, smaller
from simulator.documents.pages.complaints import complaining
from simulator.documents.pages.heic import is_readable
from simulator.documents.pages.picture import MOST_BYTES, MOST_PIXELS, USEFUL_PIXELS, USEFUL_SIDE, Picture
from simulator.errors import DocumentError

if TYPE_CHECKING:
    import numpy as np

#: The image formats that are read, by Pillow's names.
FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "BMP", "GIF")
#: What phones send, read where `pillow-heif` is installed and the setting allows it.
PHONE_FORMATS = ("HEIF", "AVIF")
#: Resolutions below or above these are a program's default, not a scanner's word (dots an inch).
_DPI_SAID = range(90, 1201)
#: Pixels are oblong when one side's resolution is so many times the other's, as in faxes; more than the other is a mistake.
_OBLONG, _MISTAKEN = 1.1, 4.0
#: A frame in which grey varies by less than this is blank (standard deviation).
_BLANK = 2.0
#: So many frames of a moving picture are looked at for one that is not.
_MOST_FRAMES = 60
#: Fax machines send lines of so many points, 204 to the inch, and half as many lines to the inch unless set to fine.
_FAX_WIDTHS, _FAX_ACROSS, _FAX_DOWN = (1728, 2048, 2432), 204, 98
#: A page of a fax that is not even so high for its width has such lines.
_FAX_FLAT = 0.8
#: Bytes that decoding takes for each pixel, by mode; colour takes four. What decodes into a buffer of its own takes more.
_BYTES_A_PIXEL = {"1": 2, "L": 2, "P": 2}
_BUFFERED = {"WEBP": 14, "HEIF": 14, "AVIF": 14}
_COLOUR, _PROGRESSIVE, _DEEP = 4, 7, 8


class Image:
    """A file of pictures. With `heic`, what phones send is taken too where `pillow-heif` is installed."""

    def __init__(self, content: bytes, heic: bool = True) -> None:
        if content.startswith(png.SIGNATURE):
            content = png.without_side_chunks(content)
        self._content = content
        self._image = _opened(content, _formats(content, heic))
        with complaining(content):
            # Only a TIFF has pages; the frames of a moving picture are one page.
            self.count: int = getattr(self._image, "n_frames", 1) if self._image.format == "TIFF" else 1

    def page(self, number: int, with_words: bool = True) -> Picture:
        """Picture `number`, from 1. It has no words of its own to leave aside, whatever `with_words` says."""
        with complaining(self._content):
            self._image.seek(number - 1)
            _within_limits(self._image)
            self._load()
            across, down = _resolution(self._image)
            decoded = smaller(self._image)
            if decoded is not self._image:
                self._forget()
            colour = rgb(decoded)
            if self.count == 1 and getattr(self._image, "n_frames", 1) > 1 and grey_varies(colour) < _BLANK:
                colour = _fullest(self._image, colour)
            self._forget()
        return _squared(colour, across, down)

    def _load(self) -> None:
        if self._image.format == "JPEG":
            self._image.draft(None, _useful(*self._image.size))
        try:
            self._image.load()
        except OSError:
            whole = jpeg.with_end(self._content) if self._image.format == "JPEG" else None
            if whole is None:
                raise
            self._image.close()
            self._content, self._image = whole, _opened(whole, FORMATS)
            self._load()

    def _forget(self) -> None:
        """Free the memory of decoded pages."""
        self._image.close()
        self._image = _opened(self._content, _formats(self._content, heic=True))

    def damage(self) -> str:
        """A picture that was damaged does not open."""
        return ""

    def close(self) -> None:
        self._image.close()


def _formats(content: bytes, heic: bool) -> tuple[str, ...]:
    """The formats that a file may have. Raises DocumentError for what phones send, where that is not taken."""
    if not kinds.heic(content):
        return FORMATS
    if not (heic and is_readable()):
        raise kinds.refused(content)
    return PHONE_FORMATS


def _opened(content: bytes, formats: tuple[str, ...]) -> Any:
    from PIL import Image as pillow

    pillow.MAX_IMAGE_PIXELS = MOST_PIXELS
    with complaining(content):
        return pillow.open(io.BytesIO(content), formats=formats)


def _within_limits(image: Any) -> None:
    """Raises DocumentError for a picture that would take more memory than a document may."""
    width, height = image.size
    each = _BYTES_A_PIXEL.get(image.mode, _DEEP if image.mode[:1] in ("I", "F") else _COLOUR)
    each = max(each, _BUFFERED.get(image.format, 0))
    if image.format == "JPEG":
        each = _PROGRESSIVE if image.info.get("progressive") else 0
    if width * height > MOST_PIXELS or width * height * each > MOST_BYTES:
        raise DocumentError("image too large", f"{width} x {height} pixels")


def _useful(width: int, height: int) -> tuple[int, int]:
    """The size, halved while it has more pixels than reading needs."""
    while width * height > USEFUL_PIXELS and max(width, height) >= 2 * USEFUL_SIDE:
        width, height = width // 2, height // 2
    return width, height


def _fullest(image: Any, first: np.ndarray) -> np.ndarray:
    """The frame of an animation with the most content, among those that can be decoded."""
    best, most = first, grey_varies(first)
    try:
        for number in range(1, min(image.n_frames, _MOST_FRAMES)):
            image.seek(number)
            frame = rgb(image)
            if (varies := grey_varies(frame)) > most:
                best, most = frame, varies
    except (OSError, EOFError, ValueError, SyntaxError):
        pass
    return best


def _resolution(image: Any) -> tuple[int, int]:
    """Horizontal and vertical resolution (dots an inch) from the file, or of a fax; 0 where unknown."""
    across, down = _said_dpi(image.info.get("dpi"))
    width, height = image.size
    if not across and image.mode == "1" and width in _FAX_WIDTHS and height < _FAX_FLAT * width:
        return _FAX_ACROSS, _FAX_DOWN
    return across, down


def _said_dpi(value: Any) -> tuple[int, int]:
    try:
        across, down = round(float(value[0])), round(float(value[1]))
    except (TypeError, ValueError, IndexError, ZeroDivisionError, OverflowError):
        return 0, 0
    return (across, down) if across in _DPI_SAID and down in _DPI_SAID else (0, 0)


def _squared(colour: np.ndarray, across: int, down: int) -> Picture:
    """The picture resampled to square pixels."""
    if not across or not _OBLONG < max(across, down) / min(across, down) <= _MISTAKEN:
        return Picture(colour, across)
    import cv2

    dpi = max(across, down)
    size = (round(colour.shape[1] * dpi / across), round(colour.shape[0] * dpi / down))
    if size[0] * size[1] > 2 * USEFUL_PIXELS:
        return Picture(colour)
    step = f"pixels of {across} x {down} dots an inch made square"
    return Picture(cv2.resize(colour, size, interpolation=cv2.INTER_CUBIC), dpi, steps=(step,))
