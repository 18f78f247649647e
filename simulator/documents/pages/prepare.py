"""A page's picture, prepared for reading: sheet straightened, upright, level, light made even, small print enlarged.

All geometry is one transform, so that a picture is resampled once and every box can be brought back to the page as given.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from simulator.documents.model import Box, Page
from simulator.documents.pages import bands, corners, dots, faint, ground, light, overprint, shape, specks

Matrix = np.ndarray

#: Larger pictures are made smaller: print is then some 200 dots an inch for a sheet that fills them (pixels).
LONGEST = 3000
#: Letters below this height (x-height, pixels) are enlarged to the other, at most by so much. Measured: from 12 on, all
#: sizes read alike; 8 to 10 gain a fifth of their errors, 5 to 6 three quarters; more than twice is no better.
SMALL_LETTERS, GOOD_LETTERS, ENLARGE = 10.0, 12.5, 2.0
#: Letters above this height are made as high as the other (pixels). Measured: of 20 cards, 20 were read right at 300 dots
#: an inch, 16 at 600 and at 800, 19 of those at 600 made half as large.
LARGE_LETTERS, REDUCED_LETTERS = 28.0, 20.0
#: Below this, what looks like letters is grain.
_LEGIBLE = 3.5
#: Pages up to this longest side may have small print: 10 points of A4 at 170 dots an inch.
_SMALL_PAGE = 2000
#: The longest side of the copy that everything about a page is judged by: shape, light, bands, overlays.
_COPY = bands.COPY
#: From this factor on a picture is averaged down before it is laid out, so that no line falls between two pixels.
_SHRINK_FIRST = 1.3
_FLATTENED = "light made even"
_TURNED_OVER = "print on bands of colour made black on white"
#: Below this factor a picture is enlarged, for which a smooth curve is worth its time; else, straight lines read as well.
_ENLARGING = 0.9


@dataclass(frozen=True)
class Mending:
    """What is done to a page's picture so that its print stands out. Nothing, for most."""

    #: Stamps in colour are taken off.
    stamped: bool = False
    #: How far apart the dots are that print is made of (pixels of the page as given), 0.0 for print of lines.
    pitch: float = 0.0
    #: How much smaller the page is made so that its dots close up.
    smaller: float = 1.0
    #: The grey of a watermark that is taken off (0-255), 0 for none.
    watermark: int = 0
    #: Print that is lighter than the rest is made as dark.
    faint: bool = False
    #: A ground printed in colour is taken off, and with it all but black print.
    ground: bool = False
    #: Specks all over the page are taken off.
    specked: bool = False

    def __bool__(self) -> bool:
        return self != Mending()

    @property
    def steps(self) -> tuple[str, ...]:
        values = {
            "stamps in colour taken off": self.stamped,
            "dots joined": self.pitch,
            "watermark taken off": self.watermark,
            "faint print darkened": self.faint,
            "printed ground taken off": self.ground,
            "specks taken off": self.specked,
        }
        return tuple(step for step, done in values.items() if done)


@dataclass(frozen=True)
class Geometry:
    """How the prepared page lies in the page as given: `transform` takes prepared pixels to given ones."""

    transform: Matrix
    width: int
    height: int
    rotation: int = 0
    skew: float = 0.0
    flatten: bool = False
    #: Print on bands of colour is made black on white.
    turn_over: bool = False
    steps: tuple[str, ...] = ()
    mending: Mending = Mending()

    @property
    def keeps_shape(self) -> bool:
        """Whether the page is only made larger or smaller, if at all."""
        across, down = self.transform[0, 0], self.transform[1, 1]
        return bool(min(across, down) > 0) and np.array_equal(self.transform, np.diag([across, down, 1.0]))

    @property
    def in_perspective(self) -> bool:
        """Whether lines that are parallel on the prepared page meet on the page as given."""
        return bool(self.transform[2, 0] or self.transform[2, 1])

    @property
    def shrink(self) -> float:
        """How many given pixels one prepared pixel is wide."""
        return float(np.sqrt(abs(np.linalg.det(self.transform[:2, :2]))))

    def turned(self, degrees: int) -> Geometry:
        """The same page after turning what is seen anticlockwise by 90, 180 or 270 degrees (the print was turned clockwise)."""
        if not degrees:
            return self
        w, h = self.width, self.height
        back = {
            90: [[0, -1, w], [1, 0, 0], [0, 0, 1]],
            180: [[-1, 0, w], [0, -1, h], [0, 0, 1]],
            270: [[0, 1, 0], [-1, 0, h], [0, 0, 1]],
        }[degrees]
        size = (w, h) if degrees == 180 else (h, w)
        rotation = (self.rotation + degrees) % 360
        steps = (*self.steps, f"turned by {degrees}°")
        matrix = self.transform @ np.array(back, np.float64)
        return replace(self, transform=matrix, width=size[0], height=size[1], rotation=rotation, steps=steps)

    def mirrored(self) -> Geometry:
        """The same page seen from behind: left and right exchanged."""
        back = np.array([[-1, 0, self.width], [0, 1, 0], [0, 0, 1]], np.float64)
        return replace(self, transform=self.transform @ back, steps=(*self.steps, "mirrored picture turned over"))

    def levelled(self, angle: float) -> Geometry:
        """The same page after making lines level that fall to the right by `angle` degrees."""
        if abs(angle) < shape.LEAST_SKEW:
            return self
        w, h = self.width, self.height
        radians = np.radians(angle)
        cos, sin = np.cos(radians), np.sin(radians)
        width, height = round(w * cos + h * abs(sin)), round(h * cos + w * abs(sin))
        back = (
            np.array([[1, 0, w / 2], [0, 1, h / 2], [0, 0, 1]])
            @ np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]])
            @ np.array([[1, 0, -width / 2], [0, 1, -height / 2], [0, 0, 1]])
        )
        steps = (*self.steps, f"levelled by {angle:.2f}°")
        return replace(self, transform=self.transform @ back, width=width, height=height, skew=angle, steps=steps)

    def unmended(self) -> Geometry:
        """The same page without mending, as large as it was before."""
        return replace(self.scaled(1 / self.mending.smaller), mending=Mending())

    def scaled(self, factor: float, step: str = "") -> Geometry:
        if factor == 1:
            return self
        back = np.diag([1 / factor, 1 / factor, 1.0])
        width, height = max(1, round(self.width * factor)), max(1, round(self.height * factor))
        steps = (*self.steps, step) if step else self.steps
        return replace(self, transform=self.transform @ back, width=width, height=height, steps=steps)


class Original:
    """A page as given, with the two small copies that everything about it is judged by: one averaged, one of some pixels."""

    def __init__(self, colour: np.ndarray) -> None:
        self.colour = colour
        self.grey = cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY)
        self._coloured = light.small(colour, _COPY)
        self._copy = cv2.cvtColor(self._coloured, cv2.COLOR_RGB2GRAY)
        self._picked = light.picked(colour, overprint.COLOUR_COPY)
        self._last: tuple[Geometry, np.ndarray] | None = None

    def laid(self) -> Geometry:
        """How to lay the page straight and level, as far as its picture alone tells; the way up is found by reading."""
        height, width = self.grey.shape
        sheet = corners.sheet(self._coloured) if corners.may_be_framed(self._copy) else None
        by = width / self._copy.shape[1]
        plan = Geometry(np.eye(3), width, height) if sheet is None else _straightened(sheet * by)
        if (longest := max(plan.width, plan.height)) > LONGEST:
            plan = plan.scaled(LONGEST / longest, f"made smaller, to {LONGEST} pixels")
        copy = self._seen(plan, light.SMALL)
        plan, copy = self._turned_over(plan, copy)
        if not plan.turn_over and self._on_a_pattern(copy, plan):
            plan = replace(plan, mending=Mending(ground=True))
        if light.uneven(copy, light.paper_of(copy)):
            plan = replace(plan, flatten=True, steps=(*plan.steps, _FLATTENED))
        print_alone = ground.black_print(copy) if plan.mending.ground else copy
        return self._sized(self.levelled(plan), shape.letters(print_alone) * plan.width / copy.shape[1])

    def _turned_over(self, plan: Geometry, copy: np.ndarray) -> tuple[Geometry, np.ndarray]:
        """The plan and the small copy with print on bands of colour black on white, if there is any. Where light is uneven, even
        light brings out dark print on them as well, and what seems such a band is paper in the shade."""
        if not bands.likely(self._picked) or not (found := bands.bands(coloured := self._banded(plan))):
            return plan, copy
        grey = cv2.cvtColor(coloured, cv2.COLOR_RGB2GRAY)
        turned = [band for band in found if not band.dark]
        seen = light.small(bands.turned(coloured, grey, turned, grey.shape))
        if len(turned) < len(found) and not light.uneven(seen, light.paper_of(seen)):
            turned = found
            seen = light.small(bands.turned(coloured, grey, turned, grey.shape))
        if not turned:
            return plan, copy
        return replace(plan, turn_over=True, steps=(*plan.steps, _TURNED_OVER)), seen

    def _on_a_pattern(self, copy: np.ndarray, plan: Geometry) -> bool:
        if not ground.patterned(copy, self._picked):
            return False
        return not specks.specked(self.grey) and not self._watermarked(plan)

    def _watermarked(self, plan: Geometry) -> bool:
        """Whether what lies under the print is a watermark that is repeated all over white paper."""
        return bool(overprint.grey_overlay(self._seen(plan, overprint.COPY))) and ground.on_white(self._picked)

    def levelled(self, plan: Geometry) -> Geometry:
        return plan.levelled(shape.skew(self._seen(plan, shape.SKEW_COPY)))

    def read_from(self, plan: Geometry) -> np.ndarray:
        """The picture for the engine; asked for again with the same plan, the same picture."""
        if self._last is None or self._last[0] is not plan:
            self._last = plan, grey_of(self.colour, plan, self.grey, self._coloured)
        return self._last[1]

    def mending(self, plan: Geometry) -> Geometry:
        """The plan with what makes the print of the page stand out; for most pages the plan as it is."""
        if plan.mending:
            return plan
        if pitch := dots.pitch(self.grey):
            smaller = min(1.0, dots.READ_AT * plan.shrink / pitch)
            return replace(plan.scaled(smaller), mending=Mending(pitch=pitch, smaller=smaller))
        mending = Mending(
            stamped=overprint.coloured_overlay(self._picked),
            watermark=overprint.grey_overlay(self._seen(plan, overprint.COPY)),
            specked=specks.specked(self.grey),
        )
        if mending.watermark:
            # Its broad strokes were taken for shadow.
            plan = replace(plan, flatten=False, steps=tuple(step for step in plan.steps if step != _FLATTENED))
        if mending:
            plan = replace(plan, mending=mending)
        if faint.faint(self.read_from(plan)):
            plan = replace(plan, mending=replace(mending, faint=True))
        return plan

    def _seen(self, plan: Geometry, longest: int) -> np.ndarray:
        """The page laid out as planned, small, from the small copy."""
        return _laid_small(self._copy, self.grey.shape[1], plan, longest)

    def _banded(self, plan: Geometry) -> np.ndarray:
        """The same in colour, as large as bands are looked for."""
        return _laid_small(self._coloured, self.grey.shape[1], plan, bands.COPY)

    def _sized(self, plan: Geometry, roughly: float) -> Geometry:
        """Small print enlarged, where the page has so few pixels that its print may be small; large print made smaller.

        `roughly` is the height of print (pixels) as a small copy shows it, on which only large print can be told.
        """
        if roughly > LARGE_LETTERS and not overprint.grey_overlay(self._seen(plan, overprint.COPY)):
            # The letters of a watermark would pass for the print.
            step = f"print of {roughly:.0f} pixels made smaller"
            return plan.scaled(REDUCED_LETTERS / roughly, step)
        if max(plan.width, plan.height) > _SMALL_PAGE:
            return plan
        height = self._letters(plan)
        if not _LEGIBLE <= height < SMALL_LETTERS:
            return plan
        factor = min(ENLARGE, GOOD_LETTERS / height)
        return plan.scaled(factor, f"print of {height:.0f} pixels enlarged by {factor:.1f}")

    def _letters(self, plan: Geometry) -> float:
        """The height of print in the middle of the page (pixels of the page as planned)."""
        part = np.array([(0.15, 0.15), (0.85, 0.15), (0.85, 0.85), (0.15, 0.85)]) * (plan.width, plan.height)
        given = cv2.perspectiveTransform(part[None], plan.transform)[0]
        (left, top), (right, bottom) = given.min(axis=0).clip(0).astype(int), given.max(axis=0).clip(0).astype(int)
        shown = self.grey[top:bottom, left:right]
        if plan.mending.ground and shown.size:
            shown = ground.black_print(self.colour[top:bottom, left:right])
        return shape.letters(shown) / plan.shrink if shown.size else 0.0


def _laid_small(copy: np.ndarray, width: int, plan: Geometry, longest: int) -> np.ndarray:
    """A page laid out as planned, small, from a small copy of it; `width` is that of the page as given (pixels)."""
    given = copy.shape[1] / width
    small = plan.scaled(min(1.0, longest / max(plan.width, plan.height)))
    return looked_at(copy, replace(small, transform=np.diag([given, given, 1.0]) @ small.transform))


def looked_at(picture: np.ndarray, plan: Geometry) -> np.ndarray:
    """The picture laid out as planned, to look at and not to read: made smaller first by what costs least."""
    shrink = plan.shrink
    if shrink <= 1:
        return warped(picture, plan)
    if plan.keeps_shape:
        return light.reduced(picture, (plan.width, plan.height))
    height, width = picture.shape[:2]
    copy = light.reduced(picture, (max(1, round(width / shrink)), max(1, round(height / shrink))))
    by = np.diag([copy.shape[1] / width, copy.shape[0] / height, 1.0])
    return warped(copy, replace(plan, transform=by @ plan.transform))


def _parts_of(picture: np.ndarray, plan: Geometry) -> bands.PartOf:
    """Parts of a picture in colour laid out as planned, of which no more is laid out than it takes."""
    if plan.keeps_shape:
        return bands.parts_of(warped(picture, plan))
    channels: dict[int, np.ndarray] = {}

    def part_of(box: Box, channel: int) -> np.ndarray:
        left, top, right, bottom = box
        if plan.in_perspective and plan.shrink <= _SHRINK_FIRST:
            corner = np.array([[1, 0, left], [0, 1, top], [0, 0, 1]], np.float64)
            part = replace(plan, transform=plan.transform @ corner, width=right - left, height=bottom - top)
            return warped(picture, part)[:, :, channel]
        if channel not in channels:
            channels[channel] = warped(cv2.extractChannel(picture, channel), plan)
        return channels[channel][top:bottom, left:right]

    return part_of


def _straightened(sheet: np.ndarray) -> Geometry:
    """The sheet with these corners as a rectangle."""
    sides = np.linalg.norm(sheet - np.roll(sheet, -1, axis=0), axis=1)
    width, height = round(max(sides[0], sides[2])), round(max(sides[1], sides[3]))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(target, sheet.astype(np.float32))
    return Geometry(matrix, width, height, steps=("sheet straightened",))


def warped(picture: np.ndarray, plan: Geometry) -> np.ndarray:
    """The picture laid out as planned; what lies beyond its edge is as its edge."""
    height, width = picture.shape[:2]
    matrix = plan.transform
    shrink = plan.shrink
    if plan.keeps_shape:
        if (width, height) == (plan.width, plan.height):
            return picture
        how = (
            cv2.INTER_CUBIC if shrink <= _ENLARGING else cv2.INTER_AREA if shrink > _SHRINK_FIRST else cv2.INTER_LINEAR
        )
        return cv2.resize(picture, (plan.width, plan.height), interpolation=how)
    if shrink > _SHRINK_FIRST:
        picture = cv2.resize(picture, None, fx=1 / shrink, fy=1 / shrink, interpolation=cv2.INTER_AREA)
        matrix = np.diag([picture.shape[1] / width, picture.shape[0] / height, 1.0]) @ matrix
    matrix = _shift(-0.5) @ matrix @ _shift(0.5)
    size, flags = (
        (plan.width, plan.height),
        cv2.WARP_INVERSE_MAP | (cv2.INTER_LINEAR if shrink > _ENLARGING else cv2.INTER_CUBIC),
    )
    if plan.in_perspective:
        return cv2.warpPerspective(picture, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return cv2.warpAffine(picture, matrix[:2], size, flags=flags, borderMode=cv2.BORDER_REPLICATE)


def laid_as_prepared(colour: np.ndarray, page: Page) -> np.ndarray:
    """A page as given, in colour, laid out as the boxes of its words want it."""
    return warped(colour, Geometry(np.array(page.transform, np.float64).reshape(3, 3), page.width, page.height))


def _shift(by: float) -> Matrix:
    """From the middle of pixels, which OpenCV counts by, to their corners, which boxes count by, and back."""
    return np.array([[1, 0, by], [0, 1, by], [0, 0, 1]], np.float64)


def grey_of(
    picture: np.ndarray, plan: Geometry, grey: np.ndarray | None = None, coloured: np.ndarray | None = None
) -> np.ndarray:
    """The picture for reading: grey, laid out as planned, with even light and mended where that was planned.

    `picture` is the page as given, RGB (only such can be rid of stamps in colour) or grey; `grey` is the same in grey,
    and `coloured` a copy as small as bands are looked for in, where these are there already.
    """
    if grey is None:
        grey = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    mending = plan.mending
    if mending.ground:
        return ground.black_print(warped(picture, plan))
    if mending.specked:
        grey = specks.cleaned(grey)
    if mending.stamped:
        grey = overprint.without_colour(picture, grey)
    if mending.pitch:
        grey = dots.joined(grey, mending.pitch)
    laid = warped(grey, plan)
    if plan.turn_over and picture.ndim == 3:
        coloured = light.small(picture, bands.COPY) if coloured is None else coloured
        copy = _laid_small(coloured, picture.shape[1], plan, bands.COPY)
        found = [band for band in bands.bands(copy) if not (band.dark and plan.flatten)]
        laid = bands.turned_in(_parts_of(picture, plan), laid, found, copy.shape)
    if plan.flatten:
        laid = light.flattened(laid, light.paper_of(light.small(laid)))
    if mending.watermark:
        laid = overprint.without_grey(laid, mending.watermark)
    if mending.faint:
        laid = faint.darkened(laid)
    return laid
