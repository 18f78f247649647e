"""The picture of a document with a number blacked out in every place, and every QR code, for it holds the number too."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from simulator.documents.boxes import around
from simulator.documents.model import Box, Page, Place, Word
from simulator.documents.private import Private

if TYPE_CHECKING:
    import numpy as np

#: A place is blacked out with this much of its height around it: boxes sit close, and digits must not show.
_MARGIN = 0.15
#: The same around a QR code, as a part of its side.
_CODE_MARGIN = 0.06
#: So many digits of a number may be misread in a place that is still taken for the number.
_MISREAD = 3
#: Dense codes are told by their texture on a copy of this longest side (pixels), from this mean change of grey on.
_SPECKLED_COPY = 640
_RESTLESS = 10.0
#: No code fills more of a picture than this; no rows of a code differ by more than this share of all its greys.
_LARGEST_CODE = 0.3
_LINED = 0.4
#: Groups of a number stand no further apart than this many heights of their digits.
_SPACE = 2.5
_AADHAAR = re.compile(r"(?<!\d)\d{4}([ .-]?)\d{4}\1\d{4}(?!\d)")
_DIGITS = re.compile(r"\d")


def redacted(content: bytes, places: tuple[Place, ...], transforms: dict[int, tuple[float, ...]]) -> tuple[bytes, str]:
    """The first page with a place on it, as given (upright by EXIF; a PDF rendered), and its media type.

    `transforms` holds, by page number, the homography from the pixels of boxes to those of the page as given.
    Raises DocumentError when the file cannot be read.
    """
    import cv2
    import numpy as np

    from simulator.documents.pages.pictures import PageSource

    number = min((place.page for place in places), default=1)
    with PageSource(content, most_pages=max(number, 10_000)) as pages:
        picture = pages.page(number, with_words=False).colour.copy()
    for place in places:
        if place.page == number:
            corners = _given(place.box, transforms.get(number))
            cv2.fillConvexPoly(picture, np.rint(corners).astype(np.int32), (0, 0, 0))
    for corners in list(code_boxes_in(picture)):
        cv2.fillConvexPoly(picture, np.rint(corners).astype(np.int32), (0, 0, 0))
    return _encoded(picture, content)


def every_place(number: str, pages: Iterable[Page]) -> tuple[Place, ...]:
    """Where a number of digits stands, whole or in groups, also where a few of its digits were misread."""
    wanted = "".join(_DIGITS.findall(number))
    if not wanted:
        return ()
    return tuple(Place(page.number, box) for page in pages for box in _standing(wanted, page.words))


def every_number(page: Page) -> Iterator[Box]:
    """Where anything stands that is written as an Aadhaar number is: twelve digits, whole or in three groups of four."""
    for start, first in enumerate(page.words):
        groups = page.words[start : start + 3]
        if _AADHAAR.search(first.text):
            yield first.box
        elif (
            len(groups) == 3
            and all(_beside(one.box, other.box) for one, other in pairwise(groups))
            and _AADHAAR.fullmatch(" ".join(word.text.strip(".,;:|") for word in groups))
        ):
            yield around([word.box for word in groups])


def private_boxes(page: Page, private: Private) -> list[Box]:
    """Everything on a page that nobody may see: what is written as an Aadhaar number, and what was read as private."""
    boxes = list(every_number(page))
    for leaf in private.leaves():
        boxes += [place.box for place in leaf.places if place.page == page.number]
        boxes += [place.box for text in leaf.texts() for place in every_place(text, [page])]
    return boxes


def hidden_boxes(page: Page, private: Private) -> tuple[tuple[Box, ...], bool]:
    """What is blacked out of a page for people: boxes, and whether every matrix code too, since it may hold the same."""
    black = tuple(private_boxes(page, private))
    return black, bool(black) or private.codes


def code_boxes_in(picture: np.ndarray) -> Iterator[np.ndarray]:
    """The corners (4 x 2, pixels) of every matrix code in a picture, also of those too blurred to be read."""
    import cv2
    import numpy as np

    from simulator.documents.vision.codes import code_boxes

    for left, top, right, bottom in code_boxes(picture):
        yield _grown(np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float64))
    for corners in _speckled(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)):
        yield _grown(corners)


def _speckled(grey: np.ndarray) -> Iterator[np.ndarray]:
    """The corners of squares that are as restless across as down all over: dense codes, whatever their sharpness."""
    import cv2
    import numpy as np

    scale = _SPECKLED_COPY / max(grey.shape)
    copy = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    signed = copy.astype(np.float32)
    window = (_SPECKLED_COPY // 40,) * 2
    across = cv2.boxFilter(np.abs(cv2.Sobel(signed, cv2.CV_32F, 1, 0)), -1, window)
    down = cv2.boxFilter(np.abs(cv2.Sobel(signed, cv2.CV_32F, 0, 1)), -1, window)
    restless = np.minimum(across, down)
    mask = np.asarray(restless > max(_RESTLESS, 0.5 * float(np.percentile(restless, 99.5))), np.uint8)
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    dense = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((_SPECKLED_COPY // 16,) * 2, np.uint8))
    pieces, _ = cv2.findContours(dense, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    for piece in pieces:
        around = cv2.minAreaRect(piece)
        short, long = sorted(around[1])
        whole = cv2.contourArea(piece)
        square = short > 0.8 * long and whole > 0.8 * short * long and whole < _LARGEST_CODE * copy.size
        if square and not _lined(copy, piece):
            yield np.asarray(cv2.boxPoints(around), np.float64) / scale


def _lined(copy: np.ndarray, piece: np.ndarray) -> bool:
    """Whether a piece of a picture has lines of print: then its rows differ much, as no code's do."""
    import cv2

    left, top, width, height = cv2.boundingRect(piece)
    rim_x, rim_y = width // 6, height // 6
    part = copy[top + rim_y : top + height - rim_y, left + rim_x : left + width - rim_x]
    return max(float(part.mean(axis=axis).std()) for axis in (0, 1)) > _LINED * float(part.std())


def _standing(wanted: str, words: tuple[Word, ...]) -> Iterator[Box]:
    """The boxes of words that, alone or a few in a row on one line, have the wanted digits and nothing else."""
    for start in range(len(words)):
        digits = ""
        boxes: list[Box] = []
        for word in words[start : start + len(wanted)]:
            given = re.sub(r"[\s:.,;|-]", "", word.text)
            if (boxes and not _beside(boxes[-1], word.box)) or len(digits) + len(given) > len(wanted):
                break
            digits += given
            boxes.append(word.box)
            if len(digits) == len(wanted):
                if _same(digits, wanted):
                    yield around(boxes)
                break


def _beside(box: Box, other: Box) -> bool:
    """Whether a word follows another on its line, no further off than a wide space."""
    height = box[3] - box[1]
    shared = min(box[3], other[3]) - max(box[1], other[1])
    return shared > 0.5 * height and -height < other[0] - box[2] < _SPACE * height


def _same(digits: str, wanted: str) -> bool:
    wrong = sum(one != other for one, other in zip(digits, wanted, strict=True))
    return wrong <= _MISREAD


def _given(box: Box, transform: tuple[float, ...] | None) -> np.ndarray:
    """The corners of a box, with a margin, on the page as given."""
    import cv2
    import numpy as np

    left, top, right, bottom = box
    by = _MARGIN * (bottom - top) + 1
    corners = [(left - by, top - by), (right + by, top - by), (right + by, bottom + by), (left - by, bottom + by)]
    prepared = np.array([corners], np.float64)
    matrix = np.eye(3) if transform is None else np.array(transform, np.float64).reshape(3, 3)
    return np.asarray(cv2.perspectiveTransform(prepared, matrix)[0])


def _grown(corners: np.ndarray) -> np.ndarray:
    import numpy as np

    middle = corners.mean(axis=0)
    return np.asarray(middle + (corners - middle) * (1 + 2 * _CODE_MARGIN))


def _encoded(picture: np.ndarray, content: bytes) -> tuple[bytes, str]:
    """As a JPEG where the file was one, as a PNG otherwise; nothing of the file's own metadata goes along."""
    from PIL import Image

    stream = io.BytesIO()
    if content.startswith(b"\xff\xd8"):
        Image.fromarray(picture).save(stream, "JPEG", quality=90)
        return stream.getvalue(), "image/jpeg"
    Image.fromarray(picture).save(stream, "PNG", compress_level=3)
    return stream.getvalue(), "image/png"
