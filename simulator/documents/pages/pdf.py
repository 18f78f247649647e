"""PDFs by pdfium: a page's own words where they can be seen, else the scan that it carries, else its rendered picture.

Form fields and annotations are part of the page. Whether visible words are true is held against the picture by whoever
reads it (`layer_check`).
"""

from __future__ import annotations

import logging
from contextlib import closing
from typing import TYPE_CHECKING, Any

from simulator.documents.pages import pdf_file, textlayer
from simulator.documents.pages.objects import PagePicture, objects_of
from simulator.documents.pages.pdf_scale import POINTS_AN_INCH, dpi_of_scan, is_taken_out, scale
from simulator.documents.pages.picture import Picture
from simulator.errors import DocumentError

if TYPE_CHECKING:
    import numpy as np

#: A picture that covers this part of a page is the page: a scan.
_WHOLE_PAGE = 0.9
#: A rendering of the page and the picture taken out are the same when a small copy differs by less than this (grey).
_SAME = 12.0
#: Pictures of this part of a page and more may hold print of their own, besides the page's words.
_LARGE = 0.02


class Pdf:
    """An open PDF. What it holds of pdfium's is given back by `close`, which must be called."""

    def __init__(self, content: bytes) -> None:
        import pypdfium2

        # What it says of XFA and of objects that outlive a file concerns those who build it, not who reads documents.
        logging.getLogger("pypdfium2").setLevel(logging.ERROR)
        content = pdf_file.whole(content)
        self._content = content
        try:
            self._file = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            raise _refused(error, content) from None
        try:
            pdf_file.refuse_if_no_document(self._file)
            self._file.init_forms()
            self.count = len(self._file)
        except pypdfium2.PdfiumError as error:
            self.close()
            raise _refused(error, content) from None
        except DocumentError:
            self.close()
            raise

    def page(self, number: int, with_words: bool = True) -> Picture:
        """Page `number`, from 1, with its own words where they can be seen. Without `with_words`, only its picture."""
        import pypdfium2

        try:
            if self._file.formenv:
                # What was filled in becomes print, for whoever opens the page next.
                with closing(self._file[number - 1]) as page:
                    page.flatten()
            with closing(self._file[number - 1]) as page:
                return _picture(page, with_words)
        except pypdfium2.PdfiumError:
            raise DocumentError("unreadable file", f"page {number} of the PDF is broken") from None

    def damage(self) -> str:
        """The reason why pages may be blank, where the file's bytes show it; else `""`."""
        return pdf_file.damage(self._content)

    def close(self) -> None:
        self._file.close()


def _picture(page: Any, with_words: bool) -> Picture:
    size = page.get_size()
    if min(size) <= 0:
        raise DocumentError("unreadable file", "a page without size")
    objects = objects_of(page)
    scans = [each for each in objects.pictures if _share(each, size) >= _WHOLE_PAGE]
    with closing(page.get_textpage()) as shown:
        glyphs = textlayer.glyphs_of(shown)
        if glyphs is None and len(scans) == 1 and (scan := _scan(page, scans[0])) is not None:
            return scan
        large = [each for each in objects.pictures if _share(each, size) >= _LARGE]
        by = scale(size, scans or large, glyphs.height if glyphs else 0.0)
        colour = _rendered(page, by)
        layer = textlayer.layer_of(page, glyphs, by, objects, colour) if glyphs else None
    if layer is None and len(scans) == 1 and (scan := _scan(page, scans[0])) is not None:
        return scan
    dpi = round(by * POINTS_AN_INCH)
    if layer is None or not with_words:
        return Picture(colour, dpi, steps=(f"rendered at {dpi} dpi",))
    unread = tuple(textlayer.pixels(page, each.bounds, by) for each in large)
    return Picture(colour, dpi, layer, unread, ("words from the PDF's text layer",))


def _share(picture: PagePicture, size: tuple[float, float]) -> float:
    """The share of the page that a picture covers, 0 to 1."""
    left, bottom, right, top = picture.bounds
    return max(0.0, right - left) * max(0.0, top - bottom) / (size[0] * size[1])


def _scan(page: Any, picture: PagePicture) -> Picture | None:
    """The scan that a page consists of, in its own pixels, if it can be taken out and looks as the page does."""
    import cv2
    import numpy as np

    size = page.get_size()
    if page.get_rotation() or not is_taken_out(size, picture):
        return None
    shown = _rendered(page, 160 / max(size))
    colour = _pixels_of(picture)
    if colour is None:
        return None
    height, width = shown.shape[:2]
    copy = cv2.resize(colour, (width, height), interpolation=cv2.INTER_AREA)
    if float(np.mean(cv2.absdiff(copy, shown))) > _SAME:
        return None
    dpi = dpi_of_scan(size, picture)
    return Picture(colour, dpi, steps=(f"the scan of {dpi} dpi taken out of the PDF",))


def _pixels_of(picture: PagePicture) -> np.ndarray | None:
    import pypdfium2
    import pypdfium2.raw as raw

    got = raw.FPDFImageObj_GetBitmap(picture.drawn)
    if not got:
        return None
    bitmap = pypdfium2.PdfBitmap.from_raw(got)
    # Its warning is of arrays that still look into the bitmap: there is none, as what is given back is a copy.
    bitmap.warn_on_close = False
    with closing(bitmap):
        return _rgb(bitmap.to_numpy())


def _rendered(page: Any, by: float) -> np.ndarray:
    with closing(page.render(scale=by, may_draw_forms=True, draw_annots=True)) as bitmap:
        return _rgb(bitmap.to_numpy())


def _rgb(shown: np.ndarray) -> np.ndarray:
    """A copy of what pdfium drew (grey, BGR, BGRx or BGRA)."""
    import cv2
    import numpy as np

    channels = 1 if shown.ndim == 2 else shown.shape[2]
    turned = {1: cv2.COLOR_GRAY2RGB, 3: cv2.COLOR_BGR2RGB, 4: cv2.COLOR_BGRA2RGB}[channels]
    return np.asarray(cv2.cvtColor(shown, turned))


def _refused(error: Any, content: bytes) -> DocumentError:
    if "password" in str(error).lower() or "security" in str(error).lower():
        return DocumentError("encrypted pdf", "it asks for a password")
    return DocumentError(pdf_file.why_not_opened(content) or "unreadable file", f"a broken PDF ({error})")
