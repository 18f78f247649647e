"""Bytes to sheets: each page decoded, laid straight, read, and turned upright where the reading shows that it is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from simulator.documents.model import Page, Word
from simulator.documents.ocr.engine import Engine
from simulator.documents.pages import orientation, prepare, shape
from simulator.documents.pages.pictures import Pages, Picture
from simulator.documents.pages.prepare import Geometry
from simulator.documents.pages.sheet import Sheet


def sheets(pages: Pages, engine: Engine) -> Iterator[Sheet]:
    """The pages of a file, prepared and read, one after the other. Raises DocumentError."""
    for number in range(1, pages.count + 1):
        picture = pages.page(number)
        if picture.words is not None:
            yield _said(number, picture, pages)
        else:
            yield _read(number, picture, engine, pages)


def _said(number: int, picture: Picture, pages: Pages) -> Sheet:
    """A page whose words the file says itself."""
    height, width = picture.colour.shape[:2]
    page = Page(number, width, height, picture.words or (), "text layer", steps=picture.steps)
    return Sheet(page, picture.dpi, Geometry(np.eye(3), width, height), lambda: picture.colour)


def _read(number: int, picture: Picture, engine: Engine, pages: Pages) -> Sheet:
    """A page read by the engine, upright: the way up is looked into only where the first reading is not plainly good."""
    grey = cv2.cvtColor(picture.colour, cv2.COLOR_RGB2GRAY)
    best = first = _seen(grey, prepare.geometry(grey), picture.dpi, engine)
    for turn in () if orientation.upright(first.words) else orientation.turns(first.words, first.image, engine):
        turned = _seen(grey, first.plan.turned(turn), picture.dpi, engine)
        best = max(best, turned, key=lambda seen: orientation.worth(seen.words))
        if orientation.upright(best.words):
            break
    plan, words = best.plan, best.words
    page = Page(
        number,
        plan.width,
        plan.height,
        tuple(words),
        "ocr" if words else "none",
        rotation=plan.rotation,
        skew=plan.skew,
        transform=tuple(float(each) for each in plan.transform.ravel()),
        steps=(*picture.steps, *plan.steps),
    )
    return Sheet(page, _dpi(picture.dpi, plan), plan, lambda: picture.colour, best.image)


@dataclass(frozen=True)
class _Seen:
    """One way to lay a page, and what was read of it so."""

    plan: Geometry
    image: np.ndarray
    words: list[Word]


def _seen(grey: np.ndarray, plan: Geometry, dpi: int, engine: Engine) -> _Seen:
    plan = plan.levelled(shape.skew(prepare.grey_of(grey, plan)))
    image = prepare.grey_of(grey, plan)
    return _Seen(plan, image, engine.read(image, dpi=_dpi(dpi, plan)))


def _dpi(given: int, plan: Geometry) -> int:
    """The resolution after preparation, if that of the page as given is known."""
    scale = abs(float(np.linalg.det(plan.transform[:2, :2]))) ** 0.5
    return round(given / scale) if given else 0
