"""What it costs to hold a PDF's own words against its picture, and on how many sound pages the two disagree.

    python bench/text_layer.py [FOLDER] [--pages 20]

Pages are those of the PDFs in FOLDER, or invoices made by `bench/makers` with sound words. Milliseconds of processor time a
page; a page is looked at once before it is measured, so that no model is loaded meanwhile.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import cv2

from bench.makers.paper import Invoice
from bench.makers.pdf_file import pdf, text
from simulator.documents.ocr.engine import open_engine
from simulator.documents.pages.layer_check import checked
from simulator.documents.pages.pictures import PageSource


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--pages", type=int, default=20)
    chosen = parser.parse_args()
    engine = open_engine("tesserocr", "fast")
    spent, disagreeing = [], 0
    for content in contents(chosen.folder, chosen.pages):
        with PageSource(content, 1000) as pages:
            picture = pages.page(1)
        if picture.layer is None:
            continue
        grey = cv2.cvtColor(picture.colour, cv2.COLOR_RGB2GRAY)
        checked(picture.layer, grey, engine)
        started = time.process_time()
        verdict = checked(picture.layer, grey, engine)
        spent.append(1000 * (time.process_time() - started))
        disagreeing += not verdict.whole
    middle = sorted(spent)[len(spent) // 2]
    print(
        f"{len(spent)} pages: mean {sum(spent) / len(spent):.1f} ms, median {middle:.1f} ms, disagreeing {disagreeing}"
    )


def contents(folder: Path | None, count: int) -> Iterator[bytes]:
    if folder is None:
        yield from (pdf(text(Invoice.some(Random(seed)).runs())) for seed in range(count))
    else:
        yield from (path.read_bytes() for path in sorted(folder.rglob("*.pdf"))[:count])


if __name__ == "__main__":
    main()
