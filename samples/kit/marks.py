"""What is put on paper by hand or machine: signatures, stamps, bar codes, faces, emblems, patterned grounds."""

from __future__ import annotations

import math
from random import Random

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from samples.kit.fonts import face

Ink = tuple[int, int, int]
BLUE: Ink = (28, 48, 140)
VIOLET: Ink = (84, 58, 150)


def signature(name: str, rng: Random, width: int = 420, ink: Ink = BLUE) -> Image.Image:
    """A name signed, with a flourish below: a picture with alpha."""
    short = len(name.split()[0]) > 2 and rng.random() < 0.4
    value = name.split()[0] if short else f"{name[0]}. {name.split()[-1]}" if rng.random() < 0.6 else name
    kind = face(rng.choice(("sign-1", "sign-2", "sign-3")), 90)
    wide = max(round(kind.getlength(value)) + 80, 440)
    drawn = Image.new("RGBA", (wide, 170), (*ink, 0))
    pen = ImageDraw.Draw(drawn)
    pen.text((40, 110), value, font=kind, fill=(*ink, 235), anchor="ls")
    start, end = rng.randint(10, 40), wide - rng.randint(5, 40)
    wave = [(x, 128 + 8 * math.sin(x / rng.uniform(28, 40)) - (x - start) * 0.06) for x in range(start, end, 3)]
    pen.line(wave, fill=(*ink, 220), width=3, joint="curve")
    drawn = drawn.rotate(rng.uniform(2, 7), expand=True, resample=Image.Resampling.BICUBIC)
    return drawn.resize((width, round(drawn.height * width / drawn.width)), Image.Resampling.LANCZOS)


def round_stamp(outer: str, inner: str, rng: Random, size: int = 300, ink: Ink = VIOLET) -> Image.Image:
    """A round rubber stamp: words round the rim and in the middle."""
    big = size * 2
    drawn = Image.new("RGBA", (big, big), (*ink, 0))
    pen = ImageDraw.Draw(drawn)
    middle = big / 2
    for radius, thick in ((0.48, 8), (0.31, 5)):
        reach = big * radius
        pen.ellipse((middle - reach, middle - reach, middle + reach, middle + reach), outline=(*ink, 215), width=thick)
    given = f"★ {outer.upper()} ★"
    kind = face("sans-bold", min(0.11 * big, 2.05 * math.pi * 0.39 * big / max(1, len(given)) * 1.25))
    _round_words(drawn, outer.upper(), kind, middle, big * 0.355, ink)
    lines = inner.upper().split("\n")
    small = face("sans-bold", big * 0.085)
    for number, line in enumerate(lines):
        y = middle + (number - (len(lines) - 1) / 2) * big * 0.1
        pen.text((middle, y), line, font=small, fill=(*ink, 215), anchor="mm")
    drawn = drawn.rotate(rng.uniform(-25, 25), resample=Image.Resampling.BICUBIC)
    return _worn(drawn, rng).resize((size, size), Image.Resampling.LANCZOS)


def box_stamp(given: str, rng: Random, size: int = 420, ink: Ink = VIOLET) -> Image.Image:
    """A rectangular rubber stamp; lines by newline."""
    kind = face("sans-bold", 44)
    lines = given.split("\n")
    wide = round(max(kind.getlength(line) for line in lines)) + 60
    high = 56 * len(lines) + 36
    drawn = Image.new("RGBA", (wide + 8, high + 8), (*ink, 0))
    pen = ImageDraw.Draw(drawn)
    pen.rounded_rectangle((4, 4, wide, high), 10, outline=(*ink, 215), width=5)
    for number, line in enumerate(lines):
        pen.text((wide / 2, 18 + 56 * number + 28), line, font=kind, fill=(*ink, 220), anchor="mm")
    drawn = _worn(drawn, rng).rotate(rng.uniform(-9, 9), expand=True, resample=Image.Resampling.BICUBIC)
    return drawn.resize((size, round(drawn.height * size / drawn.width)), Image.Resampling.LANCZOS)


def _round_words(
    drawn: Image.Image, given: str, font: ImageFont.FreeTypeFont, middle: float, radius: float, ink: Ink
) -> None:
    lengths = [font.getlength(letter) for letter in given]
    angle = -sum(lengths) / radius / 2
    for letter, length in zip(given, lengths, strict=True):
        turn = angle + length / radius / 2
        angle += length / radius
        tile = Image.new("RGBA", (120, 120), (*ink, 0))
        ImageDraw.Draw(tile).text((60, 60), letter, font=font, fill=(*ink, 215), anchor="mm")
        tile = tile.rotate(-math.degrees(turn), resample=Image.Resampling.BICUBIC)
        at = (round(middle + radius * math.sin(turn) - 60), round(middle - radius * math.cos(turn) - 60))
        drawn.alpha_composite(tile, at)


def _worn(drawn: Image.Image, rng: Random) -> Image.Image:
    """Patchy ink."""
    noise = np.random.default_rng(rng.randrange(2**32)).random((24, 24), dtype=np.float32)
    patch = Image.fromarray((160 + 95 * noise).astype(np.uint8)).resize(drawn.size, Image.Resampling.BICUBIC)
    alpha = np.asarray(drawn.getchannel("A"), dtype=np.uint16) * np.asarray(patch, dtype=np.uint16) // 255
    drawn.putalpha(Image.fromarray(alpha.astype(np.uint8)))
    return drawn


def code(text: str, kind: str = "QRCode", scale: int = 6) -> Image.Image:
    """A bar code: "QRCode", "Code128", "EAN13", "DataMatrix", "PDF417"…, one module `scale` pixels wide."""
    made = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, kind))
    drawn = Image.fromarray(np.asarray(zxingcpp.write_barcode_to_image(made, scale=scale)))
    return drawn.convert("L")


def face_of(identity: str, woman: bool) -> Image.Image:
    """The one portrait that belongs to a person on all their papers, by a number that is theirs."""
    return portrait(Random(identity), woman=woman)


def portrait(rng: Random, size: tuple[int, int] = (260, 320), woman: bool = False) -> Image.Image:
    """The head and shoulders of nobody: a drawn figure, with skin, hair and clothes of its own."""
    wide, high = size[0] * 2, size[1] * 2
    ground = rng.choice(((206, 219, 232), (222, 222, 226), (176, 200, 226), (232, 226, 214)))
    skin = rng.choice(((196, 142, 104), (166, 114, 80), (214, 164, 126), (142, 96, 66)))
    cloth = rng.choice(((70, 84, 120), (150, 60, 60), (236, 236, 240), (60, 100, 80), (190, 150, 60), (90, 60, 110)))
    hair = rng.choice(((24, 20, 20), (40, 32, 28), (70, 66, 66)))
    drawn = Image.new("RGB", (wide, high), ground)
    pen = ImageDraw.Draw(drawn)

    def oval(x: float, y: float, rx: float, ry: float, fill: Ink) -> None:
        pen.ellipse(((x - rx) * wide, (y - ry) * high, (x + rx) * wide, (y + ry) * high), fill=fill)

    shade = (max(0, skin[0] - 22), max(0, skin[1] - 22), max(0, skin[2] - 22))
    if woman:
        oval(0.5, 0.5, 0.33, 0.36, hair)
        pen.rectangle((0.18 * wide, 0.5 * high, 0.82 * wide, 0.86 * high), fill=hair)
    oval(0.5, 1.08, 0.47, 0.3, cloth)
    pen.polygon(
        [
            (0.41 * wide, 0.66 * high),
            (0.59 * wide, 0.66 * high),
            (0.63 * wide, 0.88 * high),
            (0.5 * wide, 0.93 * high),
            (0.37 * wide, 0.88 * high),
        ],
        fill=shade,
    )
    for side in (-1, 1):
        oval(0.5 + side * 0.235, 0.475, 0.035, 0.055, shade)
    if not woman:
        oval(0.5, 0.33, 0.25, 0.19, hair)
    oval(0.5, 0.47, 0.225, 0.245, skin)
    pen.chord((0.27 * wide, 0.19 * high, 0.73 * wide, 0.53 * high), 182 + rng.randint(-6, 6), 358, fill=hair)
    oval(0.5, 0.475, 0.205, 0.17, skin)
    for side in (-1, 1):
        x = 0.5 + side * 0.095
        oval(x, 0.46, 0.04, 0.018, (246, 244, 240))
        oval(x, 0.46, 0.018, 0.018, (36, 24, 20))
        pen.line(
            [((x - 0.05) * wide, 0.424 * high), (x * wide, 0.412 * high), ((x + 0.05) * wide, 0.424 * high)],
            fill=hair,
            width=max(2, wide // 60),
        )
    pen.line(
        [(0.5 * wide, 0.47 * high), (0.478 * wide, 0.555 * high), (0.515 * wide, 0.558 * high)],
        fill=shade,
        width=wide // 70,
    )
    pen.arc((0.42 * wide, 0.56 * high, 0.58 * wide, 0.64 * high), 25, 155, fill=(128, 58, 54), width=max(3, wide // 50))
    if not woman and rng.random() < 0.5:
        pen.arc((0.415 * wide, 0.572 * high, 0.585 * wide, 0.63 * high), 190, 350, fill=hair, width=wide // 40)
    if woman and rng.random() < 0.7:
        oval(0.5, 0.41, 0.014, 0.011, (150, 24, 34))
    if rng.random() < 0.3:
        for side in (-1, 1):
            x = 0.5 + side * 0.095
            pen.ellipse(
                ((x - 0.07) * wide, 0.425 * high, (x + 0.07) * wide, 0.5 * high), outline=(40, 40, 44), width=wide // 90
            )
    return drawn.filter(ImageFilter.GaussianBlur(wide / 260)).resize(size, Image.Resampling.LANCZOS)


def emblem(size: int = 160, ink: Ink = (60, 60, 64)) -> Image.Image:
    """A state emblem's likeness without being one: a pillar on a base under three arches."""
    big = size * 2
    drawn = Image.new("RGBA", (big, big), (*ink, 0))
    pen = ImageDraw.Draw(drawn)
    solid = (*ink, 255)
    for x, y, r in ((0.5, 0.2, 0.13), (0.33, 0.27, 0.11), (0.67, 0.27, 0.11)):
        pen.ellipse(((x - r) * big, (y - r) * big, (x + r) * big, (y + r) * big), fill=solid)
    pen.polygon(
        [(0.28 * big, 0.36 * big), (0.72 * big, 0.36 * big), (0.64 * big, 0.62 * big), (0.36 * big, 0.62 * big)],
        fill=solid,
    )
    pen.rectangle((0.24 * big, 0.64 * big, 0.76 * big, 0.72 * big), fill=solid)
    pen.ellipse((0.43 * big, 0.73 * big, 0.57 * big, 0.87 * big), outline=solid, width=6)
    for turn in range(12):
        angle = turn * math.pi / 6
        pen.line(
            (0.5 * big, 0.8 * big, (0.5 + 0.07 * math.cos(angle)) * big, (0.8 + 0.07 * math.sin(angle)) * big),
            fill=solid,
            width=3,
        )
    pen.rectangle((0.2 * big, 0.88 * big, 0.8 * big, 0.93 * big), fill=solid)
    return drawn.resize((size, size), Image.Resampling.LANCZOS)


def guilloche(size: tuple[int, int], rng: Random, ink: Ink, waves: int = 26, strength: float = 0.35) -> Image.Image:
    """Fine interlaced waves, as on cards and certificates: a picture with alpha."""
    wide, high = size
    drawn = Image.new("RGBA", size, (*ink, 0))
    pen = ImageDraw.Draw(drawn)
    alpha = round(255 * strength)
    swing, period, lift = high * rng.uniform(0.1, 0.2), wide / rng.uniform(1.5, 3), rng.uniform(0, math.tau)
    for number in range(-4, waves + 4):
        y = high * number / waves
        for sign in (-1, 1):
            path = [
                (x, y + sign * swing * math.sin(math.tau * x / period + lift + number * 0.18))
                for x in range(0, wide + 8, 8)
            ]
            pen.line(path, fill=(*ink, alpha), width=1)
    return drawn


def gradient(size: tuple[int, int], left: Ink, right: Ink, across: bool = True) -> Image.Image:
    """A ground that changes from one colour to another, across or down."""
    length = size[0] if across else size[1]
    ramp = np.linspace(np.array(left), np.array(right), length).astype(np.uint8)
    ramp = np.tile(ramp[None], (size[1], 1, 1)) if across else np.tile(ramp[:, None], (1, size[0], 1))
    return Image.fromarray(ramp)
