"""How large a PDF page is rendered: by its content, as a page's box may say anything (UserUnit, scanners' defaults)."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from simulator.documents.pages.objects import PagePicture
from simulator.documents.pages.picture import USEFUL_PIXELS

#: Measured: print renders best at 200 dots an inch; less loses letters, more only costs time.
RENDER_DPI = 200
POINTS_AN_INCH = 72
#: A page longer than this (pixels) is rendered smaller: a plan or a poster, whose print is large.
LONGEST = 6000
#: Sheets that people print on have a longest side within these points: a card, a drawing of A2.
_SHEET = (250.0, 1800.0)
#: Of a page whose box is none of a sheet's, this is taken to be A4 (inches).
_A4_INCHES = 11.69
#: A page up to this long (points) may be a scan of something larger, on a box that is too small.
_SMALL_SHEET = 500.0
#: Print of 10 points is so high (pixels) at 200 dots an inch, from the depth of its letters to their top.
_PRINT = 32.0
#: A rendering by the content of a page is no longer than this (pixels), or else as long as A4 at 200 dots an inch.
_LONGEST_BY_CONTENT, _AS_LONG = 3000, 2339
#: A scan within these dots an inch is taken out as it is, which reads better than a rendering of it. Measured.
_SCAN_DPI = (120, 450)
#: And one of so many pixels is, whatever resolution the page's box makes of it.
_SCAN_LONGEST = 3600
#: Pixels are oblong when one side has so many times the other's for each point.
_OBLONG = 1.1


def scale(size: tuple[float, float], pictures: Sequence[PagePicture], letters: float) -> float:
    """Pixels a point for a page of `size` (points) whose print is `letters` points high (0: it says none)."""
    longest = max(size)
    chosen = RENDER_DPI / POINTS_AN_INCH
    density = max((max(_density(each)) for each in pictures), default=0.0)
    if not _is_sheet(longest):
        by_content = density or (_PRINT / letters if letters else _AS_LONG / longest)
        chosen = min(by_content, _LONGEST_BY_CONTENT / longest) if density else by_content
    elif longest < _SMALL_SHEET and density > chosen and not letters:
        chosen = min(density, _LONGEST_BY_CONTENT / longest)
    return min(chosen, LONGEST / longest, sqrt(USEFUL_PIXELS / (size[0] * size[1])))


def dpi_of_scan(size: tuple[float, float], picture: PagePicture) -> int:
    """The resolution (dots an inch) of the picture that a page consists of, where the page's size is plausible."""
    longest = max(size)
    inches = longest / POINTS_AN_INCH if _is_sheet(longest) else _A4_INCHES
    return round(max(picture.pixels) / inches)


def is_taken_out(size: tuple[float, float], picture: PagePicture) -> bool:
    """Whether a scan is better read in its own pixels than rendered."""
    across, down = _density(picture)
    if not picture.plain or not across or not down or max(across, down) > _OBLONG * min(across, down):
        return False
    dpi, (width, height) = dpi_of_scan(size, picture), picture.pixels
    fits = dpi <= _SCAN_DPI[1] or max(width, height) <= _SCAN_LONGEST
    return dpi >= _SCAN_DPI[0] and fits and width * height <= USEFUL_PIXELS


def _is_sheet(longest: float) -> bool:
    return _SHEET[0] <= longest <= _SHEET[1]


def _density(picture: PagePicture) -> tuple[float, float]:
    """Horizontal and vertical pixels a point."""
    left, bottom, right, top = picture.bounds
    if right <= left or top <= bottom:
        return 0.0, 0.0
    return picture.pixels[0] / (right - left), picture.pixels[1] / (top - bottom)
