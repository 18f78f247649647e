"""Print on a printed ground: cards and certificates are printed over patterns in colour, and photographed with their grain.

Black ink is dark in every channel, and a ground in colour is light in one of them at least. The strongest channel, over
that of the ground around it, leaves the black print on white. What is printed in colour goes with the ground, so such a page
is read both ways.
"""

from __future__ import annotations

import cv2
import numpy as np

from simulator.documents.pages.levels import Levels, every

#: In a copy of light.SMALL pixels print is closed over (pixels), and the ground varies over so many.
_PRINT, _VARIES = 5, 11
#: The copy is looked at in so many parts each way. On a printed ground half of them vary by so much, in hundredths of the paper's
#: brightness. Measured: cards with a pattern 1.4 to 3.7; of 300 other pages 15, which are photographs of things and of screens.
_PARTS, _PATTERNED = 8, 1.2
#: A page whose middle grey is below is a dark screen, whose print is light. Measured: dark screens 9 to 34, the darkest card 100.
_DARK = 60
#: Fine lines go with the print where that is closed over. In a copy of some pixels, so many or fewer on its longest side, what
#: is darker than the share of its ground is print, and the rest varies by so much. Measured: fine lines 6.8 and more, pages of
#: print at most 4.1.
_PICKED, _FINE, _LINED = 600, 11, 5.0
#: White paper is so bright; pixels are coloured where their channels differ by so much, and are hardly any below that share.
_WHITE, _TINTED, _HARDLY = 235, 25, 0.1
#: The ground between letters: the lightest within so many pixels of the page as it is read.
_REACH = 31
#: Ink is darker than the first share of its ground, and what is lighter than the second is none. Measured: all from .12 to .3
#: and from .5 to .65 do as well.
_INK, _NONE = 0.24, 0.57


def patterned(copy: np.ndarray, some: np.ndarray) -> bool:
    """Whether a page is printed on a pattern that covers most of it, by a copy of it (grey, light.SMALL on its longest side) and
    by some of its pixels as they are (height x width x 3, RGB)."""
    if Levels(copy).median < _DARK:
        return False
    ground = _closed(copy, _PRINT)
    return _varies(ground, ground, _VARIES) >= _PATTERNED or _lined(some)


def on_white(some: np.ndarray) -> bool:
    """Whether a page is of white paper with hardly any colour, by some of its pixels as they are (height x width x 3, RGB)."""
    weakest, strongest = some.min(axis=2), _strongest(some)
    return bool(Levels(weakest).quantile(75) >= _WHITE and np.mean(strongest - weakest > _TINTED) < _HARDLY)


def _lined(some: np.ndarray) -> bool:
    if max(some.shape) > _PICKED:
        some = np.ascontiguousarray(some[::2, ::2])
    strongest, grey = _strongest(some), cv2.cvtColor(some, cv2.COLOR_RGB2GRAY)
    ground = _closed(strongest, _FINE)
    print_ = cv2.dilate((_shares(strongest, ground, _FINE) < 255 * _NONE).astype(np.uint8), np.ones((3, 3), np.uint8))
    return _varies(np.where(print_ > 0, ground, grey), ground, _FINE) >= _LINED


def _varies(picture: np.ndarray, ground: np.ndarray, around: int) -> float:
    """How much half of the parts of a picture vary within so many pixels, in hundredths of the brightness of its ground."""
    varies = cv2.absdiff(picture, cv2.blur(picture, (around, around)))
    parts = cv2.resize(varies.astype(np.float32), (_PARTS, _PARTS), interpolation=cv2.INTER_AREA)
    return 100 * float(np.median(parts)) / max(every(ground, 3).quantile(80), 1.0)


def black_print(laid: np.ndarray) -> np.ndarray:
    """The black print of a page on white: grey, 8 bits, of a picture in colour (height x width x 3) or grey."""
    strongest = _strongest(laid)
    shares = _shares(strongest, _closed(strongest, _REACH), _REACH)
    levels = (np.arange(256) / 255 - _INK) / (_NONE - _INK)
    return np.asarray(cv2.LUT(shares, (levels.clip(0, 1) * 255).astype(np.uint8)))


def _strongest(picture: np.ndarray) -> np.ndarray:
    """The strongest channel of a picture in colour, or a grey picture as it is."""
    if picture.ndim == 2:
        return picture
    red, green, blue = cv2.split(picture)
    return np.asarray(cv2.max(cv2.max(red, green), blue))


def _closed(picture: np.ndarray, reach: int) -> np.ndarray:
    """The lightest within some pixels, without what is darker and narrower."""
    return np.asarray(cv2.morphologyEx(picture, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8)))


def _shares(picture: np.ndarray, ground: np.ndarray, reach: int) -> np.ndarray:
    """How bright a picture is beside its ground: 255 where as bright, or brighter."""
    return np.asarray(cv2.divide(picture, np.maximum(cv2.blur(ground, (reach, reach)), 1), scale=255))
