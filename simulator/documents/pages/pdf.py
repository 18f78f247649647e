"""PDFs by pdfium: a page's own words where it has sound ones, else the scan that it carries, else its rendered picture.

Form fields and annotations are part of the page. Words are its own only when they can be seen: invisible words over a scan
are another program's reading of it, which we do ourselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

from simulator.documents.model import Box
from simulator.documents.pages import textlayer
from simulator.documents.pages.picture import MOST_PIXELS, Picture
from simulator.errors import DocumentError

if TYPE_CHECKING:
    import numpy as np

#: Measured: print renders best at 200 dots an inch; less loses letters, more only costs time.
RENDER_DPI = 200
POINTS_AN_INCH = 72
#: A page longer than this (pixels) is rendered smaller: a plan or a poster, whose print is large.
LONGEST = 6000
#: A picture that covers this part of a page is the page: a scan.
_WHOLE_PAGE = 0.9
#: A scan within these dots an inch is taken out as it is, which reads better than a rendering of it. Measured.
_SCAN_DPI = (120, 450)
#: A rendering of the page and the picture taken out are the same when a small copy differs by less than this (grey).
_SAME = 12.0
#: Pictures of this part of a page and more may hold print of their own, besides the page's words.
_LARGE = 0.02

#: A whole PDF says where its table is, and that it ends, within this many bytes from its end (padding aside).
_TAIL = 4096
_PADDING = b"\0 \t\r\n"


class Pdf:
    def __init__(self, content: bytes) -> None:
        import pypdfium2

        if not any(mark in content.rstrip(_PADDING)[-_TAIL:] for mark in (b"%%EOF", b"startxref")):
            raise DocumentError("unreadable file", "the PDF ends early")
        try:
            self._file = pypdfium2.PdfDocument(content)
            self._file.init_forms()
            self.count = len(self._file)
        except pypdfium2.PdfiumError as error:
            raise _refused(error) from None
        if not self.count:
            raise DocumentError("unreadable file", "a PDF without pages")

    def page(self, number: int, said: bool = True) -> Picture:
        """Page `number`, from 1, with its own words where they are sound. Without `said`, only its picture."""
        import pypdfium2

        try:
            if self._file.formenv:
                # What was filled in becomes print, for whoever opens the page next.
                with closing(self._file[number - 1]) as page:
                    page.flatten()
            with closing(self._file[number - 1]) as page:
                return self._picture(page, said)
        except pypdfium2.PdfiumError:
            raise DocumentError("unreadable file", f"page {number} of the PDF is broken") from None

    def close(self) -> None:
        self._file.close()

    def _picture(self, page: Any, said: bool) -> Picture:
        width, height = page.get_size()
        if width <= 0 or height <= 0:
            raise DocumentError("unreadable file", "a page without size")
        scale = min(RENDER_DPI / POINTS_AN_INCH, LONGEST / max(width, height))
        if width * height * scale * scale > MOST_PIXELS:
            raise DocumentError("image too large", f"a page of {width:.0f} x {height:.0f} points")
        images = list(_images(page))
        scans = [image for image in images if _share(image, page) >= _WHOLE_PAGE]
        words = None
        if not scans or not _invisible(page):
            words = textlayer.words(page, scale)
        if words is None and len(scans) == 1 and (scan := _scan(page, scans[0])) is not None:
            return scan
        dpi = round(scale * POINTS_AN_INCH)
        unread = tuple(_pixels(image, page, scale) for image in images if _share(image, page) >= _LARGE)
        if words is None or not said:
            return Picture(_rendered(page, scale), dpi, steps=(f"rendered at {dpi} dpi",))
        return Picture(_rendered(page, scale), dpi, words, unread, ("words from the PDF's text layer",))


def _images(page: Any) -> Iterator[Any]:
    import pypdfium2.raw as raw

    yield from page.get_objects([raw.FPDF_PAGEOBJ_IMAGE])


def _share(image: Any, page: Any) -> float:
    """The part of the page that a picture covers."""
    width, height = page.get_size()
    left, bottom, right, top = image.get_bounds()
    return float((right - left) * (top - bottom) / (width * height))


def _pixels(image: Any, page: Any, scale: float) -> Box:
    left, bottom, right, top = image.get_bounds()
    return textlayer.pixels(page, [left, bottom, right, top], scale)


def _invisible(page: Any) -> bool:
    """Whether most of the page's words are not meant to be seen."""
    import pypdfium2.raw as raw

    invisible = [
        raw.FPDFTextObj_GetTextRenderMode(text.raw) == raw.FPDF_TEXTRENDERMODE_INVISIBLE
        for text in page.get_objects([raw.FPDF_PAGEOBJ_TEXT])
    ]
    return bool(sum(invisible) > 0.5 * len(invisible))


def _scan(page: Any, image: Any) -> Picture | None:
    """The scan that a page consists of, in its own pixels, if it can be taken out and looks as the page does."""
    import cv2
    import numpy as np
    import pypdfium2

    if page.get_rotation() or image.get_matrix().b or image.get_matrix().c:
        return None
    dpi = round(image.get_px_size()[0] / (page.get_width() / POINTS_AN_INCH))
    if not _SCAN_DPI[0] <= dpi <= _SCAN_DPI[1]:
        return None
    try:
        colour = _colour(image.get_bitmap())
    except pypdfium2.PdfiumError:
        return None
    shown = _rendered(page, 160 / max(page.get_size()))
    height, width = shown.shape[:2]
    copy = cv2.resize(colour, (width, height), interpolation=cv2.INTER_AREA)
    if float(np.mean(cv2.absdiff(copy, shown))) > _SAME:
        return None
    return Picture(colour, dpi, steps=(f"the scan of {dpi} dpi taken out of the PDF",))


def _rendered(page: Any, scale: float) -> np.ndarray:
    return _colour(page.render(scale=scale, may_draw_forms=True, draw_annots=True))


def _colour(bitmap: Any) -> np.ndarray:
    """A bitmap of pdfium (grey, BGR, BGRx or BGRA) as RGB."""
    import cv2
    import numpy as np

    shown = bitmap.to_numpy()
    channels = 1 if shown.ndim == 2 else shown.shape[2]
    turned = {1: cv2.COLOR_GRAY2RGB, 3: cv2.COLOR_BGR2RGB, 4: cv2.COLOR_BGRA2RGB}[channels]
    colour = np.asarray(cv2.cvtColor(shown, turned))
    bitmap.close()
    return colour


def _refused(error: Any) -> DocumentError:
    if "password" in str(error).lower() or "security" in str(error).lower():
        return DocumentError("encrypted pdf", "it asks for a password")
    return DocumentError("unreadable file", f"a broken PDF ({error})")
