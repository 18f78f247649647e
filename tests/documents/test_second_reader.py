"""The second reader: single lines by RapidOCR, and the model `best`, which asks it where Tesseract was not sure."""

from __future__ import annotations

import importlib.util
import re

import numpy as np
import pytest

from simulator.documents.model import Word
from simulator.documents.ocr import devanagari
from simulator.documents.ocr.engine import LINE, open_engine
from simulator.errors import SettingError
from simulator.extras import installing

HERE = importlib.util.find_spec("rapidocr") is not None
needs_rapidocr = pytest.mark.skipif(not HERE, reason="the extra [rapidocr] is not installed")


@pytest.fixture(scope="module")
def best():
    return open_engine("tesserocr", "best")


@needs_rapidocr
def test_rapidocr_reads_pages_and_lines_with_boxes(draw):
    engine = open_engine("rapidocr", "fast")
    grey = np.asarray(draw().convert("L"))
    words = {word.text: word for word in engine.read(grey)}
    assert {"Asha", "411001", "INV-2026-0417"} <= set(words)
    left, top, right, bottom = words["Asha"].box
    assert grey[top:bottom, left:right].min() < 100
    line = engine.read(np.ascontiguousarray(grey[top - 4 : bottom + 4]), psm=LINE)
    assert "Asha" in [word.text for word in line]
    assert engine.read(np.full((300, 300), 255, np.uint8)) == []
    assert engine.name.startswith("rapidocr-")


@needs_rapidocr
def test_what_was_doubtful_is_read_again_and_the_surer_is_kept(best, draw):
    grey = np.asarray(draw().convert("L"))
    words = best.read(grey)
    at = next(index for index, word in enumerate(words) if word.text == "Asha")
    asha = words[at]
    doubtful = Word("A5ha", asha.box, 0.4, asha.line, asha.block)
    again = best.again(grey, [*words[:at], doubtful, *words[at + 1 :]])
    assert again[at].text == "Asha"
    assert again[at].box == asha.box
    assert again[at].line == asha.line
    assert again[at].confidence > 0.9
    sure = Word("A5ha", asha.box, 0.97, asha.line, asha.block)
    assert best.again(grey, [sure]) == [sure]


@needs_rapidocr
def test_words_that_ran_together_get_places_of_their_own(best, draw):
    grey = np.asarray(draw(("Asha Verma of Pune",)).convert("L"))
    words = best.read(grey)
    left, right = words[0].box[0], words[-1].box[2]
    together = Word("AshaVerma0fPune", (left, words[0].box[1], right, words[0].box[3]), 0.5, 3, 2)
    again = best.again(grey, [together])
    assert [word.text for word in again] == ["Asha", "Verma", "of", "Pune"]
    assert {(word.line, word.block) for word in again} == {(3, 2)}
    for new, true in zip(again, words, strict=True):
        assert abs(new.box[0] - true.box[0]) < 20
        assert abs(new.box[2] - true.box[2]) < 20


@pytest.mark.skipif(HERE, reason="the extra [rapidocr] is installed")
@pytest.mark.parametrize(("engine", "model"), [("rapidocr", "fast"), ("tesserocr", "best")])
def test_without_the_extra_it_is_said_how_to_get_it(engine, model):
    with pytest.raises(SettingError, match=re.escape(installing("rapidocr"))):
        open_engine(engine, model)


@pytest.mark.skipif(devanagari.installed() is None, reason="no model of Hindi or Marathi is installed")
def test_devanagari_is_read_by_its_own_model_and_english_stays(sample_docs):
    from PIL import Image

    engine = open_engine("tesserocr", "fast")
    grey = np.asarray(Image.open(sample_docs / "PAN" / "new-1-clean.jpg").convert("L"))
    first = engine.read(grey)
    again = engine.again(grey, first)
    assert not any(devanagari.SCRIPT.search(word.text) for word in first)
    assert {"आयकर", "भारत", "सरकार"} <= {word.text for word in again}
    assert {word.text for word in first if word.confidence > 0.9} <= {word.text for word in again}
    assert set(devanagari.LANGUAGES) & set(engine.name.split("+"))


def test_without_models_of_devanagari_nothing_is_asked_again(monkeypatch, draw):
    monkeypatch.setattr(devanagari, "installed", lambda: None)
    engine = open_engine("tesserocr", "fast")
    grey = np.asarray(draw().convert("L"))
    words = engine.read(grey)
    assert engine.again(grey, words) == words
    assert "+" not in engine.name
