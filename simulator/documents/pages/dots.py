"""Dots: those that print of a needle printer is made of are joined, so that letters have strokes again; those of a dotted rule
under print, by which the engine loses it, are taken off."""

from __future__ import annotations

import cv2
import numpy as np

from simulator.documents.components import components

#: Looked for in patches of this size (pixels), one at a time until one tells.
_PATCH = 480
#: Where patches lie, as parts of the page's height; the first is the likeliest to hold print.
_AT = (0.2, 0.4, 0.05)
#: A dot is at most so large (pixels), and its nearest neighbour no further away than so many.
_DOT, _PITCH = 9, 14.0
#: Fewer pieces of ink than this tell nothing.
_PIECES = 40
#: So many dots make print of dots, and they are so much of all pieces of ink.
_DOTS, _SHARE = 120, 0.75
#: So many of the steps from dot to dot are of one length, give or take a pixel; and so many dots have a neighbour that far
#: away in their row, and so many in their column. Measured: 0.34 or more on print of dots; on 38 pages with dotted rules,
#: leaders and hatched bands at most 0.05 in the poorer direction.
_EVEN, _EACH_WAY = 0.5, 0.2

#: A page of dots is read best at so many pixels from dot to dot. Measured on 20 pages: 11 to 13 values lost from 1.5 to 1.7,
#: 18 at 2, up to 25 at 3.
READ_AT = 1.6


#: A dot of a rule is at most so large (pixels); its neighbour in the row is no further away than so many; so many make
#: a rule.
_OF_RULE, _NEXT, _RULE = 7, 14, 8


def without_rules(grey: np.ndarray) -> np.ndarray:
    """A part of a page (height x width, 8 bits) without its dotted rules; the same part where it has none."""
    if grey.size == 0 or grey.min() == grey.max():
        return grey
    _, ink = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    found = components(ink)
    stats = found.stats[1:]
    small = (stats[:, cv2.CC_STAT_WIDTH] <= _OF_RULE) & (stats[:, cv2.CC_STAT_HEIGHT] <= _OF_RULE)
    at, labels = found.middles()[1:][small], np.flatnonzero(small) + 1
    ruled = _ruled(at) | _ruled(at + np.array((0.0, 0.5)))
    if not ruled.any():
        return grey
    taken = cv2.dilate(np.isin(found.labels, labels[ruled]).astype(np.uint8), np.ones((3, 3), np.uint8))
    clean = grey.copy()
    clean[taken > 0] = int(np.median(grey[ink == 0]))
    return clean


def _ruled(at: np.ndarray) -> np.ndarray:
    """Which dots (dots x 2, across and down) stand in a row of many."""
    order = np.lexsort((at[:, 0], np.rint(at[:, 1])))
    across, down = np.diff(at[order, 0]), np.diff(np.rint(at[order, 1]))
    parted = np.flatnonzero((down > 0) | (across > _NEXT))
    begins, ends = np.concatenate(([0], parted + 1)), np.concatenate((parted + 1, [len(at)]))
    ruled = np.zeros(len(at), bool)
    for begin, end in zip(begins, ends, strict=True):
        ruled[order[begin:end]] = end - begin >= _RULE
    return ruled


def pitch(grey: np.ndarray) -> float:
    """The distance of neighbouring dots (pixels) on a page (height x width, 8 bits) printed by a dot-matrix printer, else 0.0."""
    height, width = grey.shape
    for part in _AT:
        top, left = int(part * height), width // 10
        found = _pitch(grey[top : top + _PATCH, left : left + _PATCH])
        if found is not None:
            return found
    return 0.0


def _pitch(patch: np.ndarray) -> float | None:
    """The same for a part of the page; None where it has too little ink."""
    if patch.size == 0 or patch.min() == patch.max():
        return None
    # Of print in pure black Otsu's threshold is 0: ink is what is no lighter.
    _, ink = cv2.threshold(patch, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    found = components(ink, connectivity=4)
    count, stats = len(found.stats), found.stats
    if count <= _PIECES:
        return None
    wide, high = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    dots = (wide <= _DOT) & (high <= _DOT) & (np.abs(wide - high) <= 2)
    if dots.sum() < max(_DOTS, _SHARE * (count - 1)):
        return 0.0
    at = found.middles()[1:][dots]
    both = _steps(at[:, 0], at[:, 1]), _steps(at[:, 1], at[:, 0])
    steps = np.concatenate(both)
    if len(steps) < _DOTS / 2:
        return 0.0
    usual = float(np.bincount(np.rint(steps).astype(int)).argmax())
    exact = [each[np.abs(each - usual) <= 1] for each in both]
    # A dotted rule, or dots that lead from a label to its value, have their neighbours in one direction alone.
    if min(len(each) for each in exact) < _EACH_WAY * len(at):
        return 0.0
    kept = np.concatenate(exact)
    return float(kept.mean()) if 2 <= usual <= _PITCH and len(kept) >= _EVEN * len(steps) else 0.0


def _steps(along: np.ndarray, across: np.ndarray) -> np.ndarray:
    """The distance of each dot from the next one in its row (pixels), where one is near."""
    order = np.lexsort((along, np.rint(across)))
    steps, aside = np.diff(along[order]), np.diff(across[order])
    return np.asarray(steps[(np.abs(aside) < 1.0) & (steps > 0) & (steps <= 1.5 * _PITCH)])


def joined(grey: np.ndarray, pitch: float) -> np.ndarray:
    """The page with dots that are `pitch` pixels apart joined into lines of the same darkness."""
    soft = cv2.GaussianBlur(grey, (0, 0), 0.55 * pitch)
    darkest = float(np.percentile(soft[::3, ::3], 1))
    scale = 235.0 / max(255.0 - darkest, 1.0)
    table = np.clip(255 - (255 - np.arange(256)) * scale, 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(soft, table))
