"""Slashes that the engine reads as I, l or 1 are told by their shape; letters and digits stay what they are."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from bench.makers import make
from bench.makers.case import wrong
from samples.kit.fonts import face
from simulator.documents.model import Word
from simulator.documents.ocr.slashes import mended
from simulator.documents.reader import Reader

FACES = ("sans", "sans-bold", "serif", "mono")


def printed(text: str, read: str, name: str, size: int = 26) -> str:
    """What becomes of a word that is printed as `text` and was read as `read`."""
    image = Image.new("L", (size * 16, size * 3), 255)
    ImageDraw.Draw(image).text((size, size), text, 0, font=face(name, size))
    grey = np.asarray(image)
    rows, columns = np.nonzero(grey < 160)
    box = (int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)
    (word,) = mended(grey, [Word(read, box, 0.8, 1, 1)])
    return word.text


@pytest.mark.parametrize("name", FACES)
@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("UHD/2425/67627", "UHDI2425/67627"),
        ("UHD/2526/74737", "UHD12526l74737"),
        ("47/C", "47IC"),
        ("BD/2526/95058", "BDI/2526/95058"),
    ],
)
def test_a_stroke_that_leans_is_a_slash(name: str, text: str, read: str) -> None:
    assert printed(text, read, name) == text


@pytest.mark.parametrize("name", FACES)
@pytest.mark.parametrize(
    "text", ["27AAIFL1171I1ZI", "MRP/2526/14233", "12/18", "INV1117", "1,17,711.00", "PRI/2425/117"]
)
def test_upright_strokes_stay_what_they_are(name: str, text: str) -> None:
    assert printed(text, text, name) == text


@pytest.mark.parametrize(("kind", "seed"), [("mirrored", 20), ("scan of 600 dots an inch", 22)])
def test_an_invoice_number_is_read_with_its_slashes(reader: Reader, kind: str, seed: int) -> None:
    case = make(kind, seed)
    assert wrong(case, reader.read(case.content)) == []
