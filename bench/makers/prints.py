"""Faint, patterned, stamped and mirrored print."""

from __future__ import annotations

import io
from collections.abc import Callable
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageOps

from bench.makers.case import Case, Maker
from bench.makers.paper import HIGH, WIDE, Invoice, Run, draw, picture
from samples.kit.fonts import face

_DPI = 200


def _case(invoice: Invoice, image: Image.Image, fields: dict[str, str] | None = None) -> Case:
    held = io.BytesIO()
    image.save(held, "PNG")
    return Case(held.getvalue(), "INVOICE", fields or invoice.fields)


def grey_values(rng: Random) -> Case:
    invoice, grey = Invoice.some(rng), rng.randint(140, 160)
    named = (invoice.seller, "TAX", "GSTIN", "For ")

    def ink(run: Run) -> object:
        return "black" if run.label or run.text.startswith(named) else (grey, grey, grey)

    return _case(invoice, picture(invoice, _DPI, ink))


def all_grey(rng: Random) -> Case:
    invoice, grey = Invoice.some(rng), rng.randint(170, 205)
    return _case(invoice, picture(invoice, _DPI, lambda run: (grey, grey, grey), rules=False))


def watermark(rng: Random) -> Case:
    invoice, word = Invoice.some(rng), rng.choice(("ORIGINAL COPY", "DUPLICATE", "CONFIDENTIAL"))
    page = picture(invoice, _DPI).convert("L")
    tile = Image.new("L", (page.width * 2, page.height * 2), 255)
    pen, font = ImageDraw.Draw(tile), face("sans-bold", 92)
    for row, y in enumerate(range(0, tile.height, 300)):
        for x in range(-(row % 2) * 400, tile.width, 900):
            pen.text((x, y), word, fill=rng.randint(165, 185), font=font)
    tile = tile.rotate(35, fillcolor=255, resample=Image.Resampling.BICUBIC)
    left, top = page.width // 2, page.height // 2
    return _case(invoice, ImageChops.darker(page, tile.crop((left, top, left + page.width, top + page.height))))


def stamp(rng: Random) -> Case:
    invoice = Invoice.some(rng)
    page = picture(invoice, _DPI)
    colour = rng.choice(((60, 60, 200), (190, 40, 60), (110, 50, 160)))
    seal = Image.new("RGB", (420, 170), "white")
    pen = ImageDraw.Draw(seal)
    pen.rectangle((6, 6, 413, 163), outline=colour, width=8)
    pen.text((210, 88), rng.choice(("PAID", "COPY", "DONE")), fill=colour, font=face("sans-bold", 110), anchor="mm")
    seal = seal.rotate(rng.randint(8, 16), expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC)
    layer = Image.new("RGB", page.size, "white")
    by = _DPI / 72
    for x, y in ((470, 140), (520, 352)):
        layer.paste(seal, (round(x * by - seal.width / 2), round(y * by - seal.height / 2)))
    return _case(invoice, ImageChops.darker(page, layer))


def dot_matrix(rng: Random) -> Case:
    """Print of nine needles on a page of 390 dots an inch."""
    invoice, dpi = Invoice.some(rng), 390
    small = Image.new("RGB", (round(WIDE), round(HIGH)), "white")
    by = 1.0
    draw(
        small,
        [Run(run.x, run.y, run.text, 10 if run.size < 12 else run.size, run.bold) for run in invoice.runs()],
        by,
        name="mono",
    )
    needles = small.convert("L").resize((round(WIDE * 1.35), round(HIGH * 1.35)), Image.Resampling.LANCZOS)
    page = Image.new("1", (round(WIDE * dpi / 72), round(HIGH * dpi / 72)), 1)
    pen, step, radius = ImageDraw.Draw(page), dpi / 72 / 1.35, 1.9
    for y in range(needles.height):
        for x in range(needles.width):
            if needles.getpixel((x, y)) < 150:  # type: ignore[operator]
                pen.ellipse((x * step - radius, y * step - radius, x * step + radius, y * step + radius), fill=0)
    wanted = ("customer_phone_number", "dealer_gst", "total_invoice_amount", "invoice_date")
    return _case(invoice, page, {name: invoice.fields[name] for name in wanted})


def needles_apart(rng: Random) -> Case:
    """Print of 24 needles, scanned in black and white: the dots do not touch."""
    invoice, inch, step = Invoice.some(rng), rng.randint(100, 130), rng.choice((3, 3, 4))
    dot, by = rng.randint(1, step - 1), inch / 72
    runs = [Run(run.x, run.y, run.text, max(run.size, 10), run.bold) for run in invoice.runs()]
    page = Image.new("RGB", (round(WIDE * by), round(HIGH * by)), "white")
    draw(page, runs, by, name=rng.choice(("mono", "sans")))
    page = page.convert("1", dither=Image.Dither.NONE)
    dots = Image.new("1", (page.width * step, page.height * step), 1)
    large = page.resize(dots.size, Image.Resampling.NEAREST)
    cells = Image.new("1", dots.size, 0)
    pen = ImageDraw.Draw(cells)
    for y in range(0, dots.height, step):
        for x in range(0, dots.width, step):
            pen.rectangle((x, y, x + dot - 1, y + dot - 1), fill=1)
    dots.paste(large, mask=cells)
    return _case(invoice, dots)


def _changed(change: Callable[[Image.Image], Image.Image]) -> Maker:
    def maker(rng: Random) -> Case:
        invoice = Invoice.some(rng)
        return _case(invoice, change(picture(invoice, _DPI).convert("L")))

    return maker


KINDS: dict[str, Maker] = {
    "values in grey beside black labels": grey_values,
    "all print in light grey": all_grey,
    "dark watermark over everything": watermark,
    "coloured stamp over date and total": stamp,
    "dot matrix": dot_matrix,
    "dot matrix, needles apart": needles_apart,
    "mirrored": _changed(ImageOps.mirror),
    "upside down": _changed(lambda page: page.rotate(180)),
}
