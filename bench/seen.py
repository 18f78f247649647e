"""What is seen and not read, measured on drawn pages: signatures, stamps, handwritten GSTIN, faces, codes, copies.

    python bench/seen.py [--pages 10]

Each page is drawn from a seed, then clean, scanned in grey and photographed, and goes through the real preparation and
OCR. "found" is the share of what was drawn that was seen, "false" the share of pages without it where it was seen all
the same. Pens, stamps, faces and screens are drawings, and the limits were set on others of the same kind: real paper
will do worse. `--pages 10` takes about a minute.
"""

from __future__ import annotations

import argparse
import io
import math
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from samples import codes as texts
from samples.kit import marks, wear
from samples.kit.sheet import Paper as Paper
from samples.types import foreign_papers, pan
from samples.write import worn
from simulator.documents.extract.sources import Context, source
from simulator.documents.model import Field
from simulator.documents.ocr.engine import Engine, open_engine
from simulator.documents.pages.pictures import PageSource
from simulator.documents.pages.sheet import Sheet
from simulator.documents.pages.sheets import sheets
from simulator.documents.vision import aadhaar_code, codes, einvoice, faces, person_photos

FINISHES = ("clean", "scan", "photo")
#: What a drawn invoice may have, and the source that sees it.
ON_INVOICES = {
    "dealer's signature": "seen:dealer_sign",
    "stamp": "seen:dealer_stamp",
    "GSTIN by hand": "seen:dealer_gst_handwritten",
}


@dataclass
class Tally:
    drawn: int = 0
    found: int = 0
    absent: int = 0
    false: int = 0
    seconds: list[float] = field(default_factory=list)

    def count(self, there: bool, seen: bool, took: float = 0.0) -> None:
        self.drawn += there
        self.found += there and seen
        self.absent += not there
        self.false += seen and not there
        self.seconds.append(took)

    def __str__(self) -> str:
        found = f"{self.found}/{self.drawn}" if self.drawn else "-"
        false = f"{self.false}/{self.absent}" if self.absent else "-"
        return f"{found:>9} {false:>9} {1000 * sum(self.seconds) / len(self.seconds):>7.0f}"


Table = dict[tuple[str, str], Tally]


def scribble(rng: Random, width: int = 420, ink: marks.Ink = marks.BLUE) -> Image.Image:
    """A signature that is no typeface: one joined-up line with loops."""
    drawn = Image.new("RGBA", (width * 2, width), (*ink, 0))
    pen = ImageDraw.Draw(drawn)
    x, path, phase = 0.08 * width, [], rng.uniform(0, 6)
    loops = rng.randint(5, 10)
    for step in range(loops * 24):
        turn = step / 24 * math.tau
        lift = 0.16 * width * (1.6 if step < 30 else 1.0) * (0.6 + 0.4 * math.sin(phase + step / 40))
        path.append((x + 0.07 * width * math.sin(turn), width / 2 - lift * math.cos(turn)))
        x += 1.7 * width / (loops * 24)
    pen.line(path, fill=(*ink, 235), width=rng.randint(5, 8), joint="curve")
    if rng.random() < 0.5:
        pen.line((0.1 * width, 0.8 * width, 1.8 * width, 0.68 * width), fill=(*ink, 235), width=6)
    small = drawn.resize((width, width // 2), Image.Resampling.LANCZOS)
    return small.rotate(rng.uniform(-4, 8), Image.Resampling.BICUBIC, expand=True)


def signed(rng: Random, ink: marks.Ink) -> Image.Image:
    if rng.random() < 0.5:
        return scribble(rng, ink=ink)
    return marks.signature(rng.choice(("Ramesh Patil", "Sunita Rao", "Imran Shaikh")), rng, ink=ink)


def invoice(rng: Random, truth: dict[str, bool]) -> Image.Image:
    """An invoice with what `truth` says; a customer's signature, a logo and boxes as bait."""
    paper = Paper()
    brand = rng.choice(((30, 60, 120), (120, 30, 40), (24, 24, 28)))
    paper.oval(14, 12, 22, 22, outline=brand)
    paper.text(25, 20, "SE", 14, "sans-bold", brand, "centre")
    name = rng.choice(("SHREE ELECTRONICS", "MODERN MOBILES", "VERMA AUTO AGENCY"))
    y = paper.text(105, 14, name, 20, "sans-bold", brand, "centre")
    y = paper.text(105, y, "Shop 14, Lake View Road, Pune 411001   Phone 020 2553 1188", 9, align="centre")
    pen = rng.choice((marks.BLUE, (20, 20, 26)))
    paper.text(60, y + 2, "GSTIN:", 10, "sans-bold")
    if truth["GSTIN by hand"]:
        paper.text(77, y, "27AAPFU0939F1ZV", 15, "sign-2" if rng.random() < 0.5 else "hand", pen)
    else:
        paper.text(77, y + 2, "27AAPFU0939F1ZV", 10, "mono-bold")
    paper.text(14, 50, "TAX INVOICE", 13, "sans-bold")
    for row, (label, item) in enumerate(
        (("Invoice No", "SE/24/0417"), ("Date", "12/03/2026"), ("Customer Name", "Asha Rao"))
    ):
        paper.pair(14, 58 + 6 * row, label, item)
    for row in range(9):
        paper.line(14, 84 + 9 * row, 196, 84 + 9 * row)
    for column in (14, 28, 110, 135, 160, 196):
        paper.line(column, 84, column, 156)
    rows = (
        ("No", "Description", "HSN", "Qty", "Amount"),
        ("1", "Refrigerator 253 L frost free", "84182100", "1", "24,990.00"),
        ("2", "Stabiliser 4 kVA with stand", "85044090", "1", "2,499.00"),
    )
    for row, cells in enumerate(rows):
        for x, cell in zip((16, 30, 112, 137, 162), cells, strict=True):
            paper.text(x, 86 + 9 * row, cell, 9, "sans-bold" if row == 0 else "sans")
    paper.text(
        14,
        164,
        "Rupees twenty seven thousand four hundred and eighty nine only. Goods once sold are not taken back.",
        9,
    )
    paper.text(14, 172, "This invoice was checked against the order. Subject to Pune jurisdiction. E. & O. E.", 9)
    paper.box(128, 200, 68, 46)
    paper.text(131, 202, f"For {name}", 10, "sans-bold")
    paper.text(150, 239, "Authorised Signatory", 9)
    paper.text(16, 239, "Customer's Signature", 9)
    if truth["dealer's signature"]:
        paper.paste(signed(rng, pen), rng.uniform(132, 140), rng.uniform(212, 220), rng.uniform(34, 52))
    if rng.random() < 0.5:
        paper.paste(signed(rng, pen), rng.uniform(15, 24), rng.uniform(212, 222), rng.uniform(30, 48))
    if truth["stamp"]:
        x, y = rng.choice(((100, 196), (134, 205), (70, 150), (40, 205)))
        ink = rng.choice((marks.VIOLET, marks.BLUE, (150, 40, 50)))
        if rng.random() < 0.6:
            paper.paste(marks.round_stamp(name.title(), "PUNE\n411001", rng, ink=ink), x, y, rng.uniform(30, 42))
        else:
            paper.paste(marks.box_stamp(f"{name}\nPROPRIETOR", rng, ink=ink), x, y, rng.uniform(44, 60))
    return paper.image


def finished(image: Image.Image, finish: str, rng: Random) -> bytes:
    if finish == "scan":
        image = wear.scan(image, rng)
    elif finish == "photo":
        image = wear.photo(image, rng)
    dpi = (72, 72) if finish == "photo" else (200, 200)
    return encoded(image, "PNG" if finish == "clean" else "JPEG", dpi)


def encoded(image: Image.Image, kind: str = "JPEG", dpi: tuple[int, int] = (72, 72)) -> bytes:
    stream = io.BytesIO()
    image.convert("L" if image.mode == "L" else "RGB").save(stream, kind, dpi=dpi, quality=82)
    return stream.getvalue()


def read(content: bytes, engine: Engine) -> list[Sheet]:
    with PageSource(content, 5) as pages:
        return list(sheets(pages, engine))


def timed(look: Callable[[], Field | None]) -> tuple[Field | None, float]:
    start = time.perf_counter()
    seen = look()
    return seen, time.perf_counter() - start


def invoices(count: int, engine: Engine, table: Table) -> None:
    for number in range(count):
        rng = Random(f"seen/{number}")
        truth = {name: rng.random() < 0.5 for name in ON_INVOICES}
        image = invoice(rng, truth)
        for finish in FINISHES:
            read_pages = read(finished(image, finish, rng), engine)
            for name, there in truth.items():
                get = source(ON_INVOICES[name])
                assert get
                seen, took = timed(lambda get=get, pages=read_pages: get(pages, Context("INVOICE")))  # type: ignore[misc]
                table[name, finish].count(there, seen is not None and seen.value == "yes", took)


def screen(card: Image.Image, rng: Random) -> Image.Image:
    """A card shown on a screen and photographed: coloured stripes, dark rows, a dark rim, a turn."""
    scale = rng.choice((480, 700, 1000)) / max(card.size)
    shown = card.convert("RGB").resize(
        (round(card.width * scale), round(card.height * scale)), Image.Resampling.LANCZOS
    )
    lit = np.kron(np.asarray(shown, np.float32), np.ones((6, 6, 1), np.float32))
    stripe = np.arange(lit.shape[1]) % 6
    for channel in range(3):
        lit[:, (stripe < 2 * channel) | (stripe >= 2 * channel + 2), channel] = 0
    lit[np.arange(lit.shape[0]) % 6 == 5] *= 0.35
    rim = Image.new("RGB", (lit.shape[1] + 400, lit.shape[0] + 400), (14, 14, 16))
    rim.paste(Image.fromarray(np.clip(2.2 * lit, 0, 255).astype(np.uint8)), (200, 200))
    turned = rim.rotate(rng.uniform(-3, 3), Image.Resampling.BICUBIC)
    return turned.resize((1900, round(1900 * turned.height / turned.width)), Image.Resampling.BICUBIC)


def cards(count: int, engine: Engine, table: Table) -> None:
    """PAN cards as original, photocopy and screen: each flag against the two others."""
    get = source("seen:quality")
    assert get
    for number in range(count):
        rng = Random(f"card/{number}")
        drawn = (pan.old_card, pan.new_card)[number % 2](rng)
        copy = wear.xerox(drawn.image, rng)
        pictures = {
            "original": (worn(drawn, "scan", rng), worn(drawn, "photo", rng)),
            "xerox_copy": (wear.scan(copy, rng), wear.photo(copy, rng, 1250)),
            "photo_of_photo": (screen(drawn.image, rng),),
        }
        for flag, images in pictures.items():
            for image, dpi in zip(images, (300, 72), strict=False):
                given = read(encoded(image, dpi=(dpi, dpi) if flag != "photo_of_photo" else (72, 72)), engine)
                seen, took = timed(lambda given=given: get(given, Context("PAN")))  # type: ignore[misc]
                for name in pictures:
                    table["document_quality_flag", name].count(
                        flag == name, seen is not None and seen.value == name, took
                    )


def people(rng: Random, count: int) -> Image.Image:
    """So many people before a wall with a box: the faces are drawings."""
    picture = marks.gradient((1200, 900), (150, 160, 150), (110, 100, 96))
    pen = ImageDraw.Draw(picture)
    for number in range(count):
        size = rng.randint(180, 300)
        face = marks.portrait(rng, (size, round(1.25 * size)), woman=rng.random() < 0.5)
        picture.paste(face, (60 + number * 1100 // max(count, 1), rng.randint(60, 300)))
    pen.rectangle((420, 640, 800, 880), fill=(176, 132, 84), outline=(90, 60, 40), width=5)
    return picture


def scenery(rng: Random) -> Image.Image:
    """Hills and sky, a wall of tiles, or a bar chart."""
    kind = rng.randrange(3)
    picture = marks.gradient((1200, 900), (120, 170, 220), (230, 235, 240), across=False)
    pen = ImageDraw.Draw(picture)
    if kind == 0:
        for far in range(5):
            hill = [(x, 350 + 100 * far + 70 * math.sin(x / rng.uniform(90, 260) + far)) for x in range(0, 1201, 12)]
            pen.polygon([*hill, (1200, 900), (0, 900)], fill=(60 + 20 * far, 120 - 8 * far, 60 + 6 * far))
    elif kind == 1:
        for x in range(0, 1200, 60):
            for y in range(0, 900, 60):
                pen.ellipse(
                    (x, y, x + 56, y + 56), fill=tuple(rng.randint(60, 220) for _ in range(3)), outline=(40, 40, 40)
                )
    else:
        for bar in range(9):
            pen.rectangle((80 + 120 * bar, rng.randint(150, 700), 160 + 120 * bar, 820), fill=(50, 90 + 12 * bar, 160))
    return picture


def blurred(card: Image.Image, rng: Random) -> Image.Image:
    """A card of which nothing can be read, but whose portrait is still a face."""
    wide = rng.choice((300, 420, 600))
    small = card.resize((wide, round(wide * card.height / card.width)), Image.Resampling.LANCZOS)
    return small.filter(ImageFilter.GaussianBlur(1.5))


def photographs(count: int, engine: Engine, table: Table) -> None:
    for number in range(count):
        rng = Random(f"photo/{number}")
        shown = 1 + number % 3
        drawn = {
            "faces": people(rng, shown),
            "portrait": marks.portrait(rng, woman=number % 2 == 0),
            "scenery": scenery(rng),
        }
        card = worn((pan.old_card, pan.new_card, foreign_papers.driving_licence)[number % 3](rng), "photo", rng)
        pictures = {**drawn, "card": card, "blurred card": blurred(card, rng)}
        for name, image in pictures.items():
            sheet = read(encoded(image), engine)[0]
            start = time.perf_counter()
            seen = person_photos.classify_photo(sheet.given, sheet.page)
            took = time.perf_counter() - start
            if seen is None:
                raise SystemExit(f"no face detector: pip install {faces.PACKAGE}")
            table["photo of people", ""].count(name == "faces", seen.kind == "people", took)
            table["portrait cut out", ""].count(name == "portrait", seen.kind == "portrait", took)
            if name == "faces":
                table["number of faces right", ""].count(True, len(seen.faces) == shown, took)


def coded(count: int, table: Table) -> None:
    holder = dict.fromkeys(texts.AADHAAR_FIELDS, "Sadashiv Peth") | {
        "name": "Asha Rao",
        "dob": "04-09-1988",
        "gender": "F",
    }
    values = {
        "SellerGstin": "27AAPFU0939F1ZV",
        "BuyerGstin": "URP",
        "DocNo": "7",
        "DocTyp": "INV",
        "DocDt": "17/01/2024",
        "TotInvVal": 118000.5,
        "ItemCnt": 2,
        "MainHsnCode": "85171300",
        "IrnDt": "2024-01-17 10:22:00",
    }
    cases: dict[str, tuple[str, str, float, Callable[[str], object]]] = {
        "code: e-invoice, 35 mm": (texts.einvoice(values), "QRCode", 35, einvoice.parse_einvoice),
        "code: Aadhaar, 30 mm": (
            texts.aadhaar_secure(holder, "9012", portrait=bytes(600)),
            "QRCode",
            30,
            aadhaar_code.parse_aadhaar_code,
        ),
        "code: IMEI, 40 mm": ("356938035643809", "Code128", 40, lambda text: text == "356938035643809"),
    }
    for name, (text, kind, wide, parse) in cases.items():
        for number in range(count):
            rng = Random(f"{name}/{number}")
            paper = Paper()
            for row in range(60):
                paper.text(
                    20, 10 + 4.6 * row, "Goods once sold are not taken back. Subject to Pune jurisdiction only.", 9
                )
            paper.paste(marks.code(text, kind, 6), rng.uniform(20, 140), rng.uniform(30, 240), wide)
            for finish in FINISHES:
                with PageSource(finished(paper.image, finish, rng), 1) as pages:
                    image = pages.page(1).colour
                start = time.perf_counter()
                found = any(parse(code.text) for code in codes.read_codes(image))
                table[name, finish].count(True, found, time.perf_counter() - start)


def lines(table: Table) -> Iterator[str]:
    yield f"{'':<26} {'':<15} {'found':>9} {'false':>9} {'ms':>7}"
    for (name, kind), tally in table.items():
        yield f"{name:<26} {kind:<15} {tally}"


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--pages", type=int, default=10)
    count = asked.parse_args().pages
    engine = open_engine("tesserocr", "fast")
    table: Table = defaultdict(Tally)
    invoices(count, engine, table)
    cards(count, engine, table)
    photographs(count, engine, table)
    coded(max(count // 2, 1), table)
    print("\n".join(lines(table)))


if __name__ == "__main__":
    main()
