"""Bytes to sheets: each page decoded, laid straight, read, and turned upright where the reading shows that it is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np

from simulator.documents.model import Box, Page, Word
from simulator.documents.ocr import accents, languages, look_alikes, slashes, split_numbers
from simulator.documents.ocr.engine import Engine
from simulator.documents.pages import orientation
from simulator.documents.pages.layer_check import checked, levelled
from simulator.documents.pages.lines import upright
from simulator.documents.pages.looked_again import SURE, looked_again
from simulator.documents.pages.pdf_scale import RENDER_DPI
from simulator.documents.pages.picture import Picture
from simulator.documents.pages.pictures import PageSource
from simulator.documents.pages.prepare import Geometry, Original, grey_of
from simulator.documents.pages.sheet import PictureCache, Sheet
from simulator.documents.pages.two_readings import besides, surer
from simulator.documents.pages.unmended import changed_parts

#: A page narrower than this holds no print (pixels).
_LEAST_SIDE = 12
#: Pictures on a page narrower than this hold no print that matters (pixels).
_LEAST_PART = 40
#: Of print in colour on a printed ground, from this one on: labels of cards are such.
_SURE_ON_A_GROUND = 0.6
#: A mended page is read where it is worth so many times as much as the page as given.
_CLEARLY = 1.05
#: What is printed on a pattern has so many words at most: cards, certificates.
_WORDS_OF_A_CARD = 1000
#: The black print of a page on a printed ground is worth at least so much of all that is printed on it. Measured: cards .65 and
#: more, pages in colour less than .3.
_BLACK_IS_WORTH = 0.6
#: With fewer of a page's own words that are true than this part, the page is read from its picture alone.
_FEWEST_TRUE = 0.5
_SPOKEN = "read again by the model of its language"
#: So much of a file's decoded pictures is kept (bytes): five pages of A4 in colour, what is looked at most.
CACHE_BYTES = 128_000_000


def sheets(pages: PageSource, engine: Engine) -> Iterator[Sheet]:
    """The pages of a file, prepared and read, one after the other. Raises DocumentError.

    Sheets can show their pictures as long as `pages` is open.
    """
    cache = PictureCache(CACHE_BYTES)
    for number in range(1, pages.count + 1):
        picture = pages.page(number)
        cache.get("given", number, partial(_held, picture.colour))
        own = _said(number, picture, engine) if picture.layer else None
        if own is None:
            page, plan, image = _read(number, picture, engine)
            cache.get("grey", number, partial(_held, image))
        else:
            page, plan = own
        yield Sheet(page, _dpi(picture.dpi, plan), plan, partial(_again, pages, number), cache)


def _again(pages: PageSource, number: int) -> np.ndarray:
    return pages.page(number, with_words=False).colour


def _held(picture: np.ndarray) -> np.ndarray:
    return picture


def _said(number: int, picture: Picture, engine: Engine) -> tuple[Page, Geometry] | None:
    """A page whose words the file says itself, or None where its picture says other ones.

    Its pictures are read for what is only there; so is the whole page where some of its fonts do not say what they show.
    """
    assert picture.layer is not None
    height, width = picture.colour.shape[:2]
    grey = cv2.cvtColor(picture.colour, cv2.COLOR_RGB2GRAY)
    verdict = checked(picture.layer, grey, engine)
    layer = picture.layer.only(verdict.true)
    if len(layer.words) < _FEWEST_TRUE * len(picture.layer.words) and not verdict.whole:
        return None
    plan = Geometry(np.eye(3), width, height).turned(layer.turn)
    words, steps = list(levelled(layer, picture.colour.shape)), picture.steps
    upright_grey = grey_of(grey, plan)
    unread = [upright(box, layer.turn, picture.colour.shape) for box in picture.unread]
    if not verdict.whole:
        unread, steps = (
            [(0, 0, plan.width, plan.height)],
            (*steps, "what its fonts do not say truly read from the picture"),
        )
    for box in unread:
        words.extend(_in_picture(upright_grey, box, words, engine))
    transform = tuple(float(each) for each in plan.transform.ravel())
    page = Page(
        number,
        plan.width,
        plan.height,
        tuple(words),
        "text layer",
        rotation=plan.rotation,
        transform=transform,
        steps=(*steps, *plan.steps),
    )
    return page, plan


def _in_picture(grey: np.ndarray, box: Box, known: list[Word], engine: Engine) -> list[Word]:
    """The words of a part of the page that lie on none of those known."""
    left, top = max(box[0], 0), max(box[1], 0)
    part = np.ascontiguousarray(grey[top : box[3], left : box[2]])
    if min(part.shape, default=0) < _LEAST_PART:
        return []
    words = slashes.mended(part, engine.again(part, engine.read(part, dpi=RENDER_DPI)))
    return besides(words, known, SURE, corner=(left, top))


def _read(number: int, picture: Picture, engine: Engine) -> tuple[Page, Geometry, np.ndarray]:
    """A page read by the engine, upright: the way up is looked into only where the first reading is not plainly good."""
    height, width = picture.colour.shape[:2]
    if min(height, width) < _LEAST_SIDE:
        page = Page(number, width, height, (), "none", steps=(*picture.steps, "too narrow for print"))
        return page, Geometry(np.eye(3), width, height), np.asarray(cv2.cvtColor(picture.colour, cv2.COLOR_RGB2GRAY))
    original = Original(picture.colour)
    best = _upright(original, original.mending(original.laid()), picture.dpi, engine)
    if best.plan.mending:
        best = _with_unmended(original, best, picture.dpi, engine)
    speaking = engine.in_language(best.words)
    if speaking is not None:
        best = _in_its_language(original, best, picture.dpi, speaking)
    found = looked_again(best.image, best.words, speaking or engine)
    plan, words = best.plan, split_numbers.joined(engine.again(best.image, found))
    words = look_alikes.mended(slashes.mended(best.image, words))
    if speaking is None and (signs := languages.accents(word.text for word in words)):
        words = accents.mended(best.image, words, signs)
    page = Page(
        number,
        plan.width,
        plan.height,
        tuple(words),
        "ocr" if words else "none",
        rotation=plan.rotation,
        skew=plan.skew,
        transform=tuple(float(each) for each in plan.transform.ravel()),
        steps=(*picture.steps, *plan.steps, *plan.mending.steps, *([_SPOKEN] if speaking else [])),
    )
    return page, plan, best.image


def _in_its_language(original: Original, read: _Seen, dpi: int, engine: Engine) -> _Seen:
    """The page as the engine of its language reads it, with the sure words that only the first reading has."""
    again = _seen(original, read.plan, dpi, engine)
    return _Seen(read.plan, again.image, [*again.words, *besides(read.words, again.words, SURE)])


def _upright(original: Original, plan: Geometry, dpi: int, engine: Engine) -> _Seen:
    """The page read the way up that reads best; mirrored if it is read well in no other way."""
    best = _turned(original, _seen(original, plan, dpi, engine), dpi, engine)
    if orientation.upright(best.words) or not orientation.telling(best.words):
        return best
    mirrored = _turned(original, _seen(original, best.plan.mirrored(), dpi, engine), dpi, engine)
    return mirrored if orientation.upright(mirrored.words) else best


def _turned(original: Original, first: _Seen, dpi: int, engine: Engine) -> _Seen:
    """The better of a first reading and of those of the page turned, where the first is not plainly good."""
    best = first
    for turn in () if orientation.upright(first.words) else orientation.turns(first.words, first.image, engine):
        turned = _seen(original, original.levelled(first.plan.turned(turn)), dpi, engine)
        best = max(best, turned, key=lambda seen: orientation.worth(seen.words))
        if orientation.upright(best.words):
            break
    return best


def _with_unmended(original: Original, mended: _Seen, dpi: int, engine: Engine) -> _Seen:
    """A reading of a mended page with what only the page as given says: of the parts that were changed, or of the whole."""
    plan = mended.plan.unmended()
    if mended.plan.mending.pitch:
        plain = _seen(original, plan, dpi, engine)
        return mended if _clearly_better(mended, plain) else plain
    if mended.plan.mending.ground and len(mended.words) <= _WORDS_OF_A_CARD:
        return _both(mended, _seen(original, plan, dpi, engine))
    if orientation.upright(mended.words):
        image = original.read_from(plan)
        if (parts := changed_parts(mended.image, image)) is not None:
            words = list(mended.words)
            for part in parts:
                words.extend(_in_picture(image, part, words, engine))
            return _Seen(mended.plan, mended.image, words)
    return _fuller(mended, _seen(original, plan, dpi, engine))


def _both(black: _Seen, plain: _Seen) -> _Seen:
    """The black print of a page on a printed ground, and what is printed on it in colour; of a page that only seemed to be on
    one, what was read of it as given."""
    likely = orientation.worth(black.words) >= _BLACK_IS_WORTH * orientation.worth(plain.words)
    better, other = (black, plain) if likely else (plain, black)
    words = surer(better.words, other.words)
    return _Seen(better.plan, better.image, [*words, *besides(other.words, words, _SURE_ON_A_GROUND)])


def _fuller(mended: _Seen, plain: _Seen) -> _Seen:
    """The better of two readings of a page laid out the same, with the sure words that only the other one has. What was mended
    has to be clearly better: on a card it takes parts of the print away."""
    better, other = (mended, plain) if _clearly_better(mended, plain) else (plain, mended)
    more = besides(other.words, better.words, SURE)
    return _Seen(better.plan, better.image, [*better.words, *more])


def _clearly_better(mended: _Seen, plain: _Seen) -> bool:
    return orientation.worth(mended.words) > _CLEARLY * orientation.worth(plain.words)


@dataclass(frozen=True)
class _Seen:
    """One way to lay a page, and what was read of it so."""

    plan: Geometry
    image: np.ndarray
    words: list[Word]


def _seen(original: Original, plan: Geometry, dpi: int, engine: Engine) -> _Seen:
    image = original.read_from(plan)
    return _Seen(plan, image, engine.read(image, dpi=_dpi(dpi, plan)))


def _dpi(given: int, plan: Geometry) -> int:
    """The resolution after preparation, if that of the page as given is known."""
    scale = abs(float(np.linalg.det(plan.transform[:2, :2]))) ** 0.5
    return round(given / scale) if given else 0
