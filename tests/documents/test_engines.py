"""Engines behind one protocol: the same page gives the same words, and what is missing is said with its remedy."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from simulator.documents.ocr import models
from simulator.documents.ocr.engine import open_engine
from simulator.errors import SettingError

ENGINES = [
    "tesserocr",
    pytest.param("pytesseract", marks=pytest.mark.skipif(not shutil.which("tesseract"), reason="no command")),
]


@pytest.mark.parametrize("name", ENGINES)
def test_words_have_boxes_lines_and_confidences(name, draw):
    engine = open_engine(name, "fast")
    words = engine.read(np.asarray(draw().convert("L")), dpi=150)
    by_text = {word.text: word for word in words}
    assert {"Asha", "Verma", "411001"} <= set(by_text)
    asha, verma = by_text["Asha"], by_text["Verma"]
    assert asha.line == verma.line != by_text["411001"].line
    assert asha.box[2] <= verma.box[0]
    assert all(0.0 <= word.confidence <= 1.0 for word in words)
    assert asha.confidence > 0.8
    assert name[:5] in engine.name or "tesseract" in engine.name


@pytest.mark.parametrize("name", ENGINES)
def test_an_empty_page_has_no_words(name):
    assert open_engine(name, "fast").read(np.full((300, 300), 255, np.uint8)) == []


def test_an_unknown_engine_names_those_that_exist():
    with pytest.raises(SettingError, match="tesserocr, pytesseract, rapidocr"):
        open_engine("crystal ball", "fast")


def test_a_missing_model_says_what_to_install(monkeypatch, tmp_path):
    (tmp_path / "eng.traineddata").write_bytes(bytes(1000))
    monkeypatch.setattr(models, "folders", lambda: iter([tmp_path]))
    assert models.english("fast") == tmp_path
    with pytest.raises(SettingError, match=r"no standard model of English .* tessdata\.eng"):
        models.english("standard")


def test_the_folder_that_the_environment_names_comes_first(monkeypatch, tmp_path):
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    assert next(models.folders()) == Path(tmp_path)


def test_a_command_that_is_not_there_is_said(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(SettingError, match="apt install tesseract-ocr"):
        open_engine("pytesseract", "fast")
