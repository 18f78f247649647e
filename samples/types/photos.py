"""Photographs without a document: a customer, or two people, with an opened box; a portrait cut from an Aadhaar card."""

from __future__ import annotations

from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from samples.drawn import DrawnDocument, Layout
from samples.kit import marks
from samples.kit.sheet import Paper

#: A phone's picture after a messenger has made it small.
SIZE, DPI = (138.0, 104.0), 180


def customer(rng: Random) -> DrawnDocument:
    """One person behind a table with the opened carton of a phone."""
    return _scene(rng, 1)


def two_people(rng: Random) -> DrawnDocument:
    """Customer and salesman: one face too many."""
    return _scene(rng, 2)


def cut_portrait(rng: Random) -> DrawnDocument:
    """The portrait of a card's holder, cut out as software does it: small and a little soft."""
    return _portrait(rng, grey=False)


def grey_portrait(rng: Random) -> DrawnDocument:
    """The same from a photocopy."""
    return _portrait(rng, grey=True)


def _scene(rng: Random, people: int) -> DrawnDocument:
    sheet = Paper(SIZE, DPI)
    wide, high = sheet.image.size
    wall = rng.choice(((186, 192, 180), (204, 196, 182), (172, 184, 196)))
    dark: marks.Ink = (wall[0] - 60, wall[1] - 60, wall[2] - 56)
    sheet.image.paste(marks.gradient((wide, high), wall, dark))
    sheet.box(rng.uniform(2, 20), 8, 26, 34, fill=(226, 236, 242), outline=(120, 110, 100), weight=1.2)
    tall = round(0.72 * high)
    for number in range(people):
        figure = _figure(rng, tall)
        x = round(wide * (0.5 if people == 1 else 0.27 + 0.46 * number) - figure.width / 2)
        sheet.image.paste(figure, (x + rng.randint(-20, 20), round(0.1 * high) + rng.randint(0, 26)), figure)
    sheet.box(-2, 76, 142, 30, outline=None, fill=rng.choice(((122, 88, 60), (150, 120, 90), (90, 80, 76))))
    _carton(sheet, rng.uniform(46, 60), 70, rng)
    soft = sheet.image.filter(ImageFilter.GaussianBlur(1.1))
    sheet.image = _grain(soft, rng)
    values = {"customer_present": "yes", "number_of_faces_visible": people}
    return DrawnDocument("ASSET_OPEN_BOX_IMAGE", sheet, values, wear=("clean",))


def _figure(rng: Random, tall: int) -> Image.Image:
    """Somebody, cut out of the plain ground of their portrait, lit from one side."""
    portrait = marks.portrait(rng, (round(tall * 0.81), tall), woman=rng.random() < 0.5)
    ground = portrait.copy()
    for corner in ((0, 0), (ground.width - 1, 0)):
        ImageDraw.floodfill(ground, corner, (255, 0, 255), thresh=24)
    away = (np.asarray(ground) == (255, 0, 255)).all(axis=2)
    alpha = Image.fromarray(np.where(away, 0, 255).astype(np.uint8)).filter(ImageFilter.MinFilter(3))
    light = np.linspace(1.05, 0.8, portrait.width, dtype=np.float32)[None, :, None]
    lit = Image.fromarray(np.clip(np.asarray(portrait, np.float32) * light, 0, 255).astype(np.uint8))
    lit.putalpha(alpha.filter(ImageFilter.GaussianBlur(1.5)))
    return lit


def _carton(sheet: Paper, x: float, y: float, rng: Random) -> None:
    """An opened carton with a phone standing in it."""
    tone = rng.choice(((196, 152, 100), (210, 206, 200), (60, 62, 70)))
    deep = (tone[0] * 2 // 3, tone[1] * 2 // 3, tone[2] * 2 // 3)
    sheet.shape([(x, y), (x + 38, y), (x + 34, y + 5), (x + 4, y + 5)], deep)
    sheet.shape([(x, y), (x - 9, y - 5), (x - 3, y - 8), (x + 5, y + 1)], tone)
    sheet.shape([(x + 38, y), (x + 48, y - 4), (x + 43, y - 8), (x + 33, y + 1)], tone)
    sheet.box(x + 12, y - 17, 12, 21, fill=(24, 26, 32), outline=(90, 92, 100), weight=0.6, radius=1.6)
    sheet.box(x + 13, y - 15, 10, 16, fill=(70, 96, 150), outline=None)
    sheet.box(x, y + 3, 38, 24, outline=None, fill=tone)
    sheet.text(
        x + 19, y + 11, "VOLTEX 5G", 13, "round-bold", (250, 250, 250) if tone[0] < 100 else (40, 40, 44), "centre"
    )


def _portrait(rng: Random, grey: bool) -> DrawnDocument:
    portrait = marks.face_of(str(rng.random()), rng.random() < 0.5)
    sheet = Paper((portrait.width / DPI * 25.4, portrait.height / DPI * 25.4), DPI)
    soft = portrait.filter(ImageFilter.GaussianBlur(1.2))
    sheet.image = _grain(soft.convert("L").convert("RGB") if grey else soft, rng)
    return DrawnDocument("AADHAR_EXTRACT_IMAGE", sheet, {"photo_present": "yes"}, wear=("clean",))


def _grain(picture: Image.Image, rng: Random) -> Image.Image:
    values = np.asarray(picture, dtype=np.float32)
    noise = np.random.default_rng(rng.randrange(2**32)).normal(0, 3, values.shape[:2])[..., None]
    return Image.fromarray(np.clip(values + noise, 0, 255).astype(np.uint8))


LAYOUTS: dict[str, dict[str, Layout]] = {
    "ASSET_OPEN_BOX_IMAGE": {"customer": customer, "two-people": two_people},
    "AADHAR_EXTRACT_IMAGE": {"cut": cut_portrait, "grey": grey_portrait},
}
