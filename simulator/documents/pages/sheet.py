"""One prepared page: its words, and the pictures that their boxes refer to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from simulator.documents.model import Page

if TYPE_CHECKING:
    import numpy as np

    from simulator.documents.pages.prepare import Geometry


class Sheet:
    """`page` says what was read; `grey` and `colour` show it, in the same pixels as the boxes.

    `grey` (height x width) is as the engine saw it, with even light. `colour` (height x width x 3, RGB) is upright and
    straight, its light untouched. Both are made when first asked for, from the page as given.
    """

    def __init__(
        self, page: Page, dpi: int, plan: Geometry, given: Callable[[], np.ndarray], grey: np.ndarray | None = None
    ) -> None:
        self.page = page
        #: Dots an inch of the pictures, 0 when not known.
        self.dpi = dpi
        self._plan = plan
        self._given = given
        self._grey = grey
        self._colour: np.ndarray | None = None

    @property
    def grey(self) -> np.ndarray:
        if self._grey is None:
            from simulator.documents.pages.prepare import grey_of

            self._grey = grey_of(self._given(), self._plan)
        return self._grey

    @property
    def colour(self) -> np.ndarray:
        if self._colour is None:
            from simulator.documents.pages.prepare import warped

            self._colour = warped(self._given(), self._plan)
        return self._colour

    def forget(self) -> None:
        """Let go of the pictures; they are made again when asked for."""
        self._grey = self._colour = None
