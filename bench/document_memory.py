"""The most memory that reading one large document takes, each in a process of its own: peak resident MB.

    python bench/document_memory.py [--most 500]

Pictures as large as they are taken, a PDF page of 14,400 points, large scans in a PDF, and 40 pages. Ends with 1 where one
takes more than `--most`.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

from PIL import Image

from bench.makers import make
from bench.makers.paper import Invoice, picture
from bench.makers.pdf_file import MORE, pdf
from bench.makers.pdf_file import picture as image_object
from simulator.documents.reader import open_reader


def large(width: int, height: int, mode: str, kind: str, **options: object) -> bytes:
    """An invoice drawn out to so many pixels."""
    page = picture(Invoice.some(Random(1))).convert(mode).resize((width, height), Image.Resampling.NEAREST)
    return saved(page, kind, **options)


def saved(page: Image.Image, kind: str, **options: object) -> bytes:
    held = io.BytesIO()
    page.save(held, kind, **options)  # type: ignore[arg-type]
    return held.getvalue()


def scan() -> bytes:
    page = picture(Invoice.some(Random(1))).resize((9000, 12700), Image.Resampling.NEAREST)
    resources = f"/XObject << /I1 {MORE} 0 R >>"
    return pdf(b"q 842 0 0 1191 0 0 cm /I1 Do Q", {MORE: image_object(page)}, media="0 0 842 1191", resources=resources)


def pages(kind: str, **options: object) -> bytes:
    page = picture(Invoice.some(Random(1)), 200)
    return saved(page, kind, save_all=True, append_images=[page] * 39, **options)


FILES: dict[str, Callable[[], bytes]] = {
    "PDF page of 14,400 points": lambda: make("page of 14,400 points, text").content,
    "PDF, scan of 114 megapixels": scan,
    "PDF, 40 scans": lambda: pages("PDF", resolution=200),
    "TIFF, 40 pages": lambda: pages("TIFF", compression="tiff_lzw"),
    "PNG, grey, 119 megapixels": lambda: large(9200, 13000, "L", "PNG", compress_level=1),
    "PNG, colour, 72 megapixels": lambda: large(7100, 10100, "RGB", "PNG", compress_level=1),
    "PNG, transparent, 70 megapixels": lambda: large(7000, 10000, "RGBA", "PNG", compress_level=1),
    "PNG, transparent, 19 megapixels": lambda: large(3700, 5200, "RGBA", "PNG", compress_level=1),
    "JPEG, 108 megapixels": lambda: large(9000, 12000, "RGB", "JPEG", quality=70),
    "JPEG, progressive, 40 megapixels": lambda: large(5400, 7400, "RGB", "JPEG", quality=70, progressive=True),
    "WebP, 21 megapixels": lambda: large(3800, 5400, "RGB", "WEBP", quality=70),
}


def read(content: bytes) -> tuple[str, float]:
    """What a file is taken for, and the process's peak (MB of 1,000,000 bytes; Linux alone says it)."""
    reading = open_reader().read(content)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return reading.document_type or reading.error_reason, int(peak) * 1024 / 1e6


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=float, default=500)
    chosen = parser.parse_args()
    Image.MAX_IMAGE_PIXELS = None
    worst = 0.0
    for name, made in FILES.items():
        content = made()
        with multiprocessing.get_context("spawn").Pool(1) as process:
            taken_for, peak = process.apply(read, (content,))
        worst = max(worst, peak)
        print(f"{peak:5.0f} MB  {name}: {taken_for}", flush=True)
    return 1 if worst > chosen.most else 0


if __name__ == "__main__":
    sys.exit(main())
