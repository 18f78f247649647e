"""One page of a file as a picture for people: laid as its boxes say, with what nobody may see blacked out."""

from __future__ import annotations

import cv2
import numpy as np

from simulator.documents.model import Box, Page
from simulator.documents.pages.pictures import PageSource
from simulator.documents.pages.prepare import laid_as_prepared as laid_out
from simulator.documents.redact import code_boxes_in
from simulator.errors import DocumentError

#: JPEG quality at which print stays sharp, 0 to 100.
QUALITY = 85
#: Part of a box's height around it that is blacked out as well: print reaches beyond what an engine calls a word.
MARGIN = 0.15


def render_page(
    content: bytes,
    number: int,
    page: Page | None,
    black: tuple[Box, ...],
    hide_codes: bool,
    width: int,
    most_pages: int,
) -> bytes:
    """Page `number` (from 1) as JPEG, at most `width` pixels wide. Raises DocumentError.

    `black` are boxes that are blacked out, with `hide_codes` every matrix code too, since an Aadhaar's holds the number.
    With `page` (its words are not needed) in the pixels that its boxes refer to, scaled; without, as it was given.
    """
    with PageSource(content, most_pages) as pages:
        shown = blacked_out(pages, number, page, black, hide_codes)
    if shown.shape[1] > width:
        height = max(1, round(shown.shape[0] * width / shown.shape[1]))
        shown = cv2.resize(shown, (width, height), interpolation=cv2.INTER_AREA)
    return bytes(cv2.imencode(".jpg", shown[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1])


def blacked_out(
    pages: PageSource, number: int, page: Page | None, black: tuple[Box, ...], hide_codes: bool
) -> np.ndarray:
    """The page of an open file as `picture` shows it, in RGB and at its full size. Raises DocumentError."""
    if not 1 <= number <= pages.count:
        raise DocumentError("no such page", f"{number} of {pages.count}")
    colour = pages.page(number, with_words=page is None or page.source == "text layer").colour
    if page is not None:
        colour = laid_out(colour, page)
    shown = colour.copy()
    for left, top, right, bottom in black:
        around = max(2, round(MARGIN * (bottom - top)))
        shown[max(0, top - around) : bottom + around, max(0, left - around) : right + around] = 0
    if hide_codes:
        for corners in list(code_boxes_in(colour)):
            cv2.fillConvexPoly(shown, np.rint(corners).astype(np.int32), (0, 0, 0))
    return shown
