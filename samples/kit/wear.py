"""What scanning and photographing do to a page, from a seed: skew, shading, noise, fading; perspective, table, shadow, blur."""

from __future__ import annotations

from random import Random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Grey = NDArray[np.float32]


def scan(page: Image.Image, rng: Random, colour: bool = False) -> Image.Image:
    """A flatbed scan: turned by up to 1.5°, shaded from an edge, faded ink, a little grain."""
    drawn = page if colour else page.convert("L")
    white: tuple[int, int, int] | int = (252, 252, 250) if colour else 252
    drawn = drawn.rotate(rng.uniform(-1.5, 1.5), Image.Resampling.BICUBIC, fillcolor=white)
    drawn = drawn.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 0.7)))
    values = np.asarray(drawn, dtype=np.float32)
    fade = rng.uniform(0.72, 0.95)
    values = 255 - (255 - values) * fade
    shade = _ramp(values.shape[:2], rng, rng.uniform(0.04, 0.14))
    values = values * (shade if values.ndim == 2 else shade[..., None])
    values = values + _grain(values.shape, rng, rng.uniform(1.2, 3.2))
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))


def photo(page: Image.Image, rng: Random, longest: int = 1900) -> Image.Image:
    """A phone photo: the page in perspective on a table, a shadow across it, a little out of focus, grain."""
    page = page.convert("RGB")
    scale = longest / max(page.size)
    wide, high = round(page.width * scale), round(page.height * scale)
    margin = round(0.05 * max(wide, high))
    size = (wide + 2 * margin, high + 2 * margin)
    corners = [
        (margin + (x + rng.uniform(-0.028, 0.028)) * wide, margin + (y + rng.uniform(-0.022, 0.022)) * high)
        for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))
    ]
    reduced = page.resize((wide, high), Image.Resampling.LANCZOS)
    turn = _perspective(corners, [(0, 0), (wide, 0), (wide, high), (0, high)])
    laid = reduced.transform(size, Image.Transform.PERSPECTIVE, turn, Image.Resampling.BICUBIC)
    mask = Image.new("L", (wide, high), 255).transform(
        size, Image.Transform.PERSPECTIVE, turn, Image.Resampling.BILINEAR
    )
    ground = _table(size, rng)
    drop = mask.filter(ImageFilter.GaussianBlur(margin / 5)).point(lambda value: round(value * 0.45))
    ground.paste((20, 16, 12), (margin // 9, margin // 7), drop)
    ground.paste(laid, (0, 0), mask)
    return _light(ground, rng)


def xerox(page: Image.Image, rng: Random) -> Image.Image:
    """A photocopy: no colour, hard contrast, specks."""
    values = np.asarray(page.convert("L").filter(ImageFilter.GaussianBlur(0.8)), dtype=np.float32)
    values = np.asarray(255 / (1 + np.exp(-(values - rng.uniform(120, 140)) / 16)), dtype=np.float32)
    noise = np.random.default_rng(rng.randrange(2**32)).random(values.shape, dtype=np.float32)
    values = np.where(noise > 0.9992, 40, values)
    return Image.fromarray(np.clip(values, 8, 250).astype(np.uint8))


def on_screen(picture: Image.Image, rng: Random) -> Image.Image:
    """A picture shown on a computer's screen, of which the camera takes about one sample a dot: hence moiré."""
    wide = 1300
    shown = picture.convert("RGB").resize((wide - 240, round((wide - 240) * picture.height / picture.width)))
    screen = Image.new("RGB", (wide, shown.height + 240), (38, 40, 44))
    screen.paste((58, 60, 66), (0, 0, wide, 46))
    screen.paste(shown, (120, 140))
    # Each dot is three by three: a red, a green and a blue stripe, and a dark gap below.
    values = np.asarray(screen, dtype=np.float32).repeat(3, axis=0).repeat(3, axis=1)
    y, x = np.mgrid[0 : values.shape[0], 0 : values.shape[1]]
    for channel in range(3):
        values[..., channel] *= np.where(x % 3 == channel, 1.35, 0.9)
    values *= np.where(y % 3 == 2, 0.72, 1.05)[..., None]
    dots = Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
    step, turn = rng.uniform(2.45, 2.7), rng.uniform(0.03, 0.06)
    size = (round(dots.width / step), round(dots.height / step))
    over = (step, -step * turn, dots.width * turn * 0.3, step * turn, step, -dots.height * turn * 0.3)
    return dots.transform(size, Image.Transform.AFFINE, over, Image.Resampling.BILINEAR, fillcolor=(16, 16, 18))


def _light(picture: Image.Image, rng: Random) -> Image.Image:
    values = np.asarray(picture.filter(ImageFilter.GaussianBlur(rng.uniform(0.5, 0.95))), dtype=np.float32)
    light = _ramp(values.shape[:2], rng, rng.uniform(0.1, 0.3)) * _shadow(values.shape[:2], rng)
    tint = np.array([rng.uniform(0.95, 1.0), rng.uniform(0.94, 0.98), rng.uniform(0.86, 0.97)], dtype=np.float32)
    values = values * light[..., None] * tint * rng.uniform(0.88, 0.99)
    values = values + _grain(values.shape[:2], rng, rng.uniform(1.5, 3.5))[..., None]
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))


def _table(size: tuple[int, int], rng: Random) -> Image.Image:
    """A table top: wood with a grain, or cloth."""
    base = np.array(
        rng.choice(((112, 78, 52), (70, 58, 50), (92, 100, 108), (48, 52, 60), (140, 110, 80))), dtype=np.float32
    )
    noise = np.random.default_rng(rng.randrange(2**32)).random((6, 90), dtype=np.float32)
    grain = Image.fromarray((noise * 255).astype(np.uint8)).resize(size, Image.Resampling.BICUBIC)
    values = base * (0.82 + 0.36 * np.asarray(grain, dtype=np.float32)[..., None] / 255)
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))


def _ramp(shape: tuple[int, ...], rng: Random, depth: float) -> Grey:
    """Light that falls off by `depth` towards one side."""
    high, wide = shape
    angle = rng.uniform(0, 2 * np.pi)
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    along = (x / wide - 0.5) * np.cos(angle) + (y / high - 0.5) * np.sin(angle) + 0.5
    return np.asarray(1 - depth * np.clip(along, 0, 1) ** 1.6, dtype=np.float32)


def _shadow(shape: tuple[int, ...], rng: Random) -> Grey:
    """The soft edge of a hand's or phone's shadow."""
    high, wide = shape
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    slope = rng.uniform(-0.6, 0.6)
    edge = x / wide + slope * (y / high - 0.5) - rng.choice((rng.uniform(0.1, 0.3), rng.uniform(0.7, 0.95)))
    side = rng.choice((-1, 1))
    return np.asarray(1 - rng.uniform(0.08, 0.25) / (1 + np.exp(-side * edge * 22)), dtype=np.float32)


def _grain(shape: tuple[int, ...], rng: Random, strength: float) -> Grey:
    return np.random.default_rng(rng.randrange(2**32)).normal(0, strength, shape).astype(np.float32)


def _perspective(to: list[tuple[float, float]], source: list[tuple[float, float]]) -> list[float]:
    """The eight numbers that Pillow wants: from a point of the result to one of the source."""
    rows, values = [], []
    for (x, y), (u, v) in zip(to, source, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
        values += [u, v]
    return [float(each) for each in np.linalg.solve(np.array(rows), np.array(values))]
