"""Pictures that are photographs of people and no documents: somebody with an opened box, or a portrait cut from a card.

Decided by faces and by how little there is to read; what is in the person's hands is not recognised. A picture without a
face is neither.
"""

from __future__ import annotations

from typing import Literal

import msgspec
import numpy as np

from simulator.documents.model import Box, Page
from simulator.documents.vision import ink
from simulator.documents.vision.faces import Face, find_faces
from simulator.documents.vision.text_rows import looks_like_document

#: More sure words than this, and it is a document with a portrait on it; on a box or a shirt there are fewer.
_WORDS_ON_A_BOX = 8
_WORDS_ON_A_PORTRAIT = 2
#: A portrait cut from a card: one face, of this share of the picture's height, near its middle, in an upright picture
#: with no more pixels on a side than such a cutting has.
_PORTRAIT_FACE = (0.3, 0.95)
_PORTRAIT_MIDDLE = (0.25, 0.75)
_PORTRAIT_SHAPE = (0.55, 1.1)
_PORTRAIT_LONGEST = 1000
#: Below this longest side (pixels) a card with a portrait can't be told from a photograph.
_SMALLEST_PICTURE = 320
#: A face on a passer-by's poster or a far crowd is no customer: its height as a share of the picture's.
_SMALLEST_FACE = 0.04


class PersonPhoto(msgspec.Struct, frozen=True):
    """`kind` is "" for anything that is no photograph of people. `faces` are in pixels of the page as given."""

    kind: Literal["", "people", "portrait"]
    faces: tuple[Face, ...] = ()


def classify_photo(given: np.ndarray, page: Page) -> PersonPhoto | None:
    """What a picture as given (height x width x 3, RGB, uint8) shows; None where faces can't be looked for."""
    words = sum(ink.is_print(word) for word in page.words)
    if page.source == "text layer" or words > _WORDS_ON_A_BOX:
        return PersonPhoto("")
    found = find_faces(given)
    if found is None:
        return None
    height, width = given.shape[:2]
    faces = tuple(face for face in found if face.height >= _SMALLEST_FACE * height)
    if not faces or looks_like_document(given):
        return PersonPhoto("")
    if words <= _WORDS_ON_A_PORTRAIT and len(faces) == 1 and _fills(faces[0], width, height):
        return PersonPhoto("portrait", faces)
    return PersonPhoto("people" if max(height, width) >= _SMALLEST_PICTURE else "", faces)


def _fills(face: Face, width: int, height: int) -> bool:
    middle = (face.box[0] + face.box[2]) / 2 / width
    return (
        max(width, height) <= _PORTRAIT_LONGEST
        and _PORTRAIT_SHAPE[0] <= width / height <= _PORTRAIT_SHAPE[1]
        and _PORTRAIT_FACE[0] <= face.height / height <= _PORTRAIT_FACE[1]
        and _PORTRAIT_MIDDLE[0] <= middle <= _PORTRAIT_MIDDLE[1]
    )


def prepared_box(box: Box, page: Page) -> Box:
    """A box of the page as given, in pixels of the prepared page."""
    back = np.linalg.inv(np.array(page.transform).reshape(3, 3))
    left, top, right, bottom = box
    corners = back @ np.array([[left, right, right, left], [top, top, bottom, bottom], [1, 1, 1, 1]], float)
    across, down = corners[:2] / corners[2]
    return (
        max(int(across.min()), 0),
        max(int(down.min()), 0),
        min(int(across.max()) + 1, page.width),
        min(int(down.max()) + 1, page.height),
    )
