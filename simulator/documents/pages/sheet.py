"""One prepared page: its words, and the pictures that their boxes refer to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from simulator.documents.model import Page

if TYPE_CHECKING:
    import numpy as np

    from simulator.documents.pages.prepare import Geometry


class PictureCache:
    """Pictures of one file, kept up to `most` bytes; those used longest ago go first and are made again when asked for."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = 0
        self._pictures: dict[tuple[str, int], np.ndarray] = {}

    def get(self, kind: str, number: int, make: Callable[[], np.ndarray]) -> np.ndarray:
        key = (kind, number)
        picture = self._pictures.pop(key, None)
        if picture is None:
            picture = make()
            self._held += picture.nbytes
        self._pictures[key] = picture
        while self._held > self._most and len(self._pictures) > 1:
            self._held -= self._pictures.pop(next(iter(self._pictures))).nbytes
        return picture


class Sheet:
    """`page` says what was read; `grey` and `colour` show it, in the same pixels as the boxes.

    `grey` (height x width, 8 bits) is as the engine saw it, with even light. `colour` (height x width x 3, RGB) is
    upright and straight, its light untouched. Both are made from the page as given when they are asked for.
    """

    def __init__(
        self, page: Page, dpi: int, plan: Geometry, given: Callable[[], np.ndarray], cache: PictureCache
    ) -> None:
        self.page = page
        #: Dots an inch of the pictures, 0 when not known.
        self.dpi = dpi
        self._plan = plan
        self._given = given
        self._cache = cache

    @property
    def grey(self) -> np.ndarray:
        from simulator.documents.pages.prepare import grey_of

        return self._cache.get("grey", self.page.number, lambda: grey_of(self.given, self._plan))

    @property
    def plain(self) -> np.ndarray:
        """The same as `grey`, with stamps and whatever else was taken off for reading."""
        from dataclasses import replace

        from simulator.documents.pages.prepare import Mending, grey_of

        if not self._plan.mending:
            return self.grey
        plan = replace(self._plan, mending=Mending())
        return self._cache.get("plain", self.page.number, lambda: grey_of(self.given, plan))

    @property
    def colour(self) -> np.ndarray:
        from simulator.documents.pages.prepare import warped

        return self._cache.get("colour", self.page.number, lambda: warped(self.given, self._plan))

    def smaller(self, scale: float) -> np.ndarray:
        """`colour` scaled by a factor, to look at, without making the full size first."""
        from simulator.documents.pages.prepare import looked_at

        return looked_at(self.given, self._plan.scaled(scale))

    @property
    def given(self) -> np.ndarray:
        """The page as it came (height x width x 3, RGB): the pixels that `page.transform` leads back to."""
        return self._cache.get("given", self.page.number, self._given)
