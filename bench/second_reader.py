"""How many true values stand in what was read, and at what cost: Tesseract plain, prepared, `best`, and RapidOCR alone.

    python bench/second_reader.py [FOLDER] [--only TEXT] [--pages N]

All four read the same pages of sample_docs/ in one process and one run, page by page in turn, so that their seconds can
be compared. A value counts when its signs, space and case aside, stand in the text, or when each of its words does.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from simulator.documents.model import Word
from simulator.documents.ocr.engine import open_engine
from simulator.documents.pages.pictures import PageSource
from simulator.documents.pages.sheets import sheets

Reads = Callable[[bytes], list[Word]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=Path(__file__).parent.parent / "sample_docs")
    parser.add_argument("--only", default="", help="only files whose path has this in it")
    parser.add_argument("--pages", type=int, default=0, help="only so many, evenly picked")
    chosen = parser.parse_args()
    paths = documents(chosen.folder, chosen.only)
    if chosen.pages:
        paths = paths[:: max(1, len(paths) // chosen.pages)][: chosen.pages]
    readers = open_readers()
    found = {name: 0 for name in readers}
    seconds = {name: 0.0 for name in readers}
    total = 0
    for path in paths:
        content, true = path.read_bytes(), values(path)
        total += len(true)
        for name, read in readers.items():
            started = time.perf_counter()
            words = read(content)
            seconds[name] += time.perf_counter() - started
            found[name] += sum(stands(value, words) for value in true)
    print(f"{len(paths)} pages, {total} values\n")
    plain, alone = seconds["tesseract plain"], seconds["RapidOCR alone"]
    for name in readers:
        part, each = found[name] / total, seconds[name] / len(paths)
        print(
            f"{name:20} {found[name]:5} values, {part:.3f}; {each:.2f} s a page,"
            f" {seconds[name] / plain:.2f} of plain, {seconds[name] / alone:.2f} of RapidOCR"
        )


def open_readers() -> dict[str, Reads]:
    fast, best, alone = open_engine("tesserocr", "fast"), open_engine("tesserocr", "best"), open_engine("rapidocr", "")

    def plain(content: bytes) -> list[Word]:
        return fast.read(grey(content))

    def prepared(content: bytes) -> list[Word]:
        with PageSource(content, 100) as pages:
            return [word for sheet in sheets(pages, fast) for word in sheet.page.words]

    def second(content: bytes) -> list[Word]:
        with PageSource(content, 100) as pages:
            return [word for sheet in sheets(pages, best) for word in sheet.page.words]

    def rapid(content: bytes) -> list[Word]:
        return alone.read(grey(content))

    return {"tesseract plain": plain, "tesseract prepared": prepared, "best": second, "RapidOCR alone": rapid}


def grey(content: bytes) -> np.ndarray:
    """The first page as it is, in grey."""
    with PageSource(content, 100) as pages:
        return np.asarray(cv2.cvtColor(pages.page(1).colour, cv2.COLOR_RGB2GRAY))


def documents(folder: Path, only: str) -> list[Path]:
    """Pictures with a truth that says what stands on them."""
    found = [path for path in sorted(folder.rglob("*")) if path.suffix in (".png", ".jpg") and only in str(path)]
    return [path for path in found if path.with_suffix(".json").exists() and values(path)]


def values(path: Path) -> list[str]:
    """The true values that are printed; yes and no, counts and flags are not."""
    truth = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    texts = [each for value in truth["fields"].values() for each in (value if isinstance(value, list) else [value])]
    printed = [each for each in texts if isinstance(each, str) and each not in ("yes", "no")]
    return [each for each in printed if folded(each) and each not in ("original", "xerox_copy", "photo_of_photo")]


def stands(value: str, words: list[Word]) -> bool:
    text = folded("".join(word.text for word in words))
    pieces = {folded(piece) for word in words for piece in (word.text, *re.split(r"[^A-Za-z0-9.]+", word.text))}
    return folded(value) in text or all(folded(word) in pieces for word in value.split() if folded(word))


def folded(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


if __name__ == "__main__":
    main()
