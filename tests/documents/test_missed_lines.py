"""Lines that the engine passes over: found by their ink, and read by themselves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from samples.kit import fonts
from simulator.documents.boxes import overlap
from simulator.documents.model import Word
from simulator.documents.ocr.engine import Engine, open_engine
from simulator.documents.pages.missed import missed_parts
from simulator.documents.pages.pictures import PageSource
from simulator.documents.pages.sheets import sheets
from tests.documents.drawn import PRINTED


class Forgetful:
    """The real engine, that leaves out what stands in some lines of the first picture it reads."""

    def __init__(self, engine: Engine, without: Sequence[str]) -> None:
        self._engine, self._without = engine, set(" ".join(without).split())

    def __getattr__(self, name: str):
        return getattr(self._engine, name)

    def read(self, grey: np.ndarray, **options) -> list[Word]:
        words = self._engine.read(grey, **options)
        left_out, self._without = self._without, set()
        return [word for word in words if word.text not in left_out]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return open_engine("tesserocr", "fast")


def words_of(engine: Engine, draw, encode, lines: tuple[str, ...] = PRINTED) -> list[Word]:
    with PageSource(encode(draw(lines)), 1) as pages:
        return [word for sheet in sheets(pages, engine) for word in sheet.page.words]


@pytest.mark.parametrize("without", PRINTED[1:4])
def test_a_line_that_was_passed_over_is_read_by_itself(engine, draw, encode, without: str) -> None:
    words = words_of(Forgetful(engine, [without]), draw, encode)
    assert sorted(word.text for word in words) == sorted(" ".join(PRINTED).split())
    own = [word for word in words if word.text in without.split()]
    assert len({(word.block, word.line) for word in own}) == 1
    others = {(word.block, word.line) for word in words} - {(own[0].block, own[0].line)}
    assert len(others) == len(PRINTED) - 1, "it is a line of its own"


def test_several_lines_that_were_passed_over_are_read(engine, draw, encode) -> None:
    words = words_of(Forgetful(engine, [PRINTED[1], PRINTED[4]]), draw, encode)
    assert sorted(word.text for word in words) == sorted(" ".join(PRINTED).split())


@pytest.mark.parametrize("size", [16, 20, 24])
def test_a_line_whose_heavy_letters_run_together_is_read(engine, encode, size: int) -> None:
    """As in a photograph that is not quite sharp: what lies under no word is as wide as whole words."""
    image = Image.new("L", (1000, 900), 255)
    pen = ImageDraw.Draw(image)
    for row, line in enumerate((*PRINTED, *PRINTED)):
        pen.text((60, 60 + 60 * row), line, 40, fonts.face("sans", 26))
    pen.text((60, 60 + 60 * 12), "ANIMESH AMAN KUJUR", 20, fonts.face("sans-bold", size))
    image = image.filter(ImageFilter.GaussianBlur(1.0))
    with PageSource(encode(image), 1) as pages:
        (sheet,) = sheets(pages, Forgetful(engine, ["ANIMESH AMAN KUJUR"]))
    assert [word.text for word in sheet.page.words][-3:] == ["ANIMESH", "AMAN", "KUJUR"]


def test_rows_between_dashed_rules_that_were_passed_over_are_read(engine, encode) -> None:
    """Their words stand so far apart that each was a line of its own, and so many lines that all passed for something else."""
    rows = (
        "BASIC PAY         33,100.00     PROFESSIONAL TAX     200.00",
        "HOUSE RENT        13,240.00     INCOME TAX         2,950.00",
        "CONVEYANCE         2,500.00     PROVIDENT FUND     1,800.00",
    )
    lost = (
        "TOTAL EARNINGS : 73,140.00    GROSS DEDUCTIONS : 4,950.00    NET PAY : 68,190.00",
        "LOAN BALANCE   HOUSE    60,000.00    FESTIVAL    1,500.00    SCOOTER    18,500.00    SOCIETY    3,45,000.00",
    )
    image = Image.new("L", (1640, 720), 255)
    pen, font = ImageDraw.Draw(image), fonts.face("mono", 22)
    for at, text in enumerate(
        (*rows, "-" * 100, lost[0], "=" * 100, lost[1], "-" * 100, "THIS IS A SYSTEM GENERATED SLIP")
    ):
        pen.text((40, 40 + 50 * at), text, 0, font)
    with PageSource(encode(image), 1) as pages:
        (sheet,) = sheets(pages, Forgetful(engine, lost))
    said = " ".join(word.text for word in sorted(sheet.page.words, key=lambda word: (word.box[1] // 25, word.box[0])))
    for value in ("73,140.00", "4,950.00", "68,190.00", "60,000.00", "3,45,000.00"):
        assert value in said


def test_a_part_lies_around_its_line(engine, draw) -> None:
    grey = np.asarray(draw(PRINTED).convert("L"))
    words = engine.read(grey)
    line = [word for word in words if word.text in PRINTED[3].split()]
    (part,) = missed_parts(grey, [word for word in words if word not in line])
    assert part[0] <= min(word.box[0] for word in line) and part[2] >= max(word.box[2] for word in line)
    assert part[1] <= min(word.box[1] for word in line) and part[3] >= max(word.box[3] for word in line)
    assert not any(overlap(part, word.box) for word in words if word not in line)


def test_a_page_that_was_read_whole_misses_nothing(engine, draw) -> None:
    grey = np.asarray(draw(PRINTED).convert("L"))
    assert missed_parts(grey, engine.read(grey)) == []


def drawing(kind: str) -> Image.Image:
    image = Image.new("L", (1000, 900), 255)
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(30)
    for row, line in enumerate(PRINTED):
        pen.text((60, 50 + 78 * row), line, fill=0, font=font)
    if kind == "rules":
        for row in range(4):
            pen.line((60, 560 + 40 * row, 940, 560 + 40 * row), fill=0, width=3)
            pen.line((60 + 200 * row, 560, 60 + 200 * row, 680), fill=0, width=3)
    elif kind == "blocks":
        for at in range(12):
            pen.rectangle((60 + 60 * at, 600, 100 + 60 * at, 624), fill=0)
    elif kind == "grain":
        chance = np.random.default_rng(2)
        for x, y in chance.integers((40, 540), (960, 860), (3000, 2)):
            pen.rectangle((x, y, x + 1, y + 1), fill=0)
    elif kind == "steps":
        for at in range(10):
            pen.text((60 + 34 * at, 540 + 26 * at), "n", fill=0, font=font)
    return image


@pytest.mark.parametrize("size", [48, 72, 100])
def test_a_title_that_was_passed_over_is_read_however_large(engine, encode, size: int) -> None:
    image = drawing("plain")
    ImageDraw.Draw(image).text((60, 620), "TAX INVOICE", fill=0, font=ImageFont.load_default(size))
    with PageSource(encode(image), 1) as pages:
        (sheet,) = sheets(pages, Forgetful(engine, ["TAX INVOICE"]))
    assert sorted(word.text for word in sheet.page.words) == sorted([*" ".join(PRINTED).split(), "TAX", "INVOICE"])


@pytest.mark.parametrize("kind", ["rules", "blocks", "grain", "steps"])
def test_what_is_no_line_of_print_is_left_alone(engine, kind: str) -> None:
    grey = np.asarray(drawing(kind))
    words = [word for word in engine.read(grey) if word.box[3] < 530]
    assert missed_parts(grey, words) == []


def test_of_a_page_with_hardly_a_word_nothing_is_said(draw) -> None:
    grey = np.asarray(draw(PRINTED).convert("L"))
    few = [Word("Total", (60, 440, 130, 470), 0.9, 1, 1)] * 5
    assert missed_parts(grey, few) == [] and missed_parts(grey, []) == []
