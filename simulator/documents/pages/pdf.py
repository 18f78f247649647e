"""PDFs by pdfium: a page's own words where it has sound ones, its picture by rendering, or the scan that it carries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.documents.pages import textlayer
from simulator.documents.pages.pictures import MOST_PIXELS, Picture
from simulator.errors import DocumentError

if TYPE_CHECKING:
    import numpy as np

#: Measured: print renders best at 200 dots an inch; less loses letters, more only costs time.
RENDER_DPI = 200
POINTS_AN_INCH = 72
#: A page longer than this (pixels) is rendered smaller: a plan or a poster, whose print is large.
LONGEST = 6000


class Pdf:
    def __init__(self, content: bytes) -> None:
        import pypdfium2

        self._raw = pypdfium2.raw
        try:
            self._file = pypdfium2.PdfDocument(content)
            self._file.init_forms()
            self.count = len(self._file)
        except pypdfium2.PdfiumError as error:
            raise _refused(error) from None
        if not self.count:
            raise DocumentError("unreadable file", "a PDF without pages")

    def page(self, number: int, said: bool = True) -> Picture:
        import pypdfium2

        try:
            page = self._file[number - 1]
        except pypdfium2.PdfiumError:
            raise DocumentError("unreadable file", f"page {number} of the PDF is broken") from None
        try:
            return self._picture(page, said)
        finally:
            page.close()

    def close(self) -> None:
        self._file.close()

    def _picture(self, page: Any, said: bool) -> Picture:
        width, height = page.get_size()
        if width <= 0 or height <= 0:
            raise DocumentError("unreadable file", "a page without size")
        scale = min(RENDER_DPI / POINTS_AN_INCH, LONGEST / max(width, height))
        if width * height * scale * scale > MOST_PIXELS:
            raise DocumentError("image too large", f"a page of {width:.0f} x {height:.0f} points")
        words = textlayer.words(page, scale) if said else None
        colour = self._rendered(page, scale)
        step = "words from the PDF's text layer" if words else f"rendered at {round(scale * POINTS_AN_INCH)} dpi"
        return Picture(colour, round(scale * POINTS_AN_INCH), words, (step,))

    @staticmethod
    def _rendered(page: Any, scale: float) -> np.ndarray:
        import numpy as np

        bitmap = page.render(scale=scale, may_draw_forms=True, draw_annots=True, rev_byteorder=True)
        shown = bitmap.to_numpy()
        colour = np.repeat(shown[:, :, None], 3, axis=2) if shown.ndim == 2 else shown[:, :, :3].copy()
        bitmap.close()
        if colour.shape[2] == 1:
            colour = np.repeat(colour, 3, axis=2)
        return np.ascontiguousarray(colour)


def _refused(error: Any) -> DocumentError:
    if "password" in str(error).lower() or "security" in str(error).lower():
        return DocumentError("encrypted pdf", "it asks for a password")
    return DocumentError("unreadable file", f"a broken PDF ({error})")
