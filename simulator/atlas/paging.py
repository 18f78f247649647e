"""Pages of long answers: what a client may ask for, and the documented object around the items (contract, section 4.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

import msgspec
from starlette.requests import Request

from simulator.atlas.payloads import SOMETIMES
from simulator.atlas.request_parsing import query_integer, query_values

T = TypeVar("T")

#: The documented maximum of `per_page`; what is larger is clamped to it.
MAX_PER_PAGE = 50


class ResultPage(msgspec.Struct, Generic[T], frozen=True):
    """One page with the documented keys. `per_page` is the size in force, not the number of items."""

    data: list[T]
    page: int
    per_page: int
    total_pages: int
    total_items: Annotated[int, SOMETIMES]
    has_next: bool
    has_prev: bool


@dataclass(frozen=True)
class PageRequest:
    """Which page, from 1, of which size."""

    page: int
    per_page: int

    @property
    def offset(self) -> int:
        """Items before the page."""
        return (self.page - 1) * self.per_page

    def answer(self, data: list[T], total: int) -> ResultPage[T]:
        """The page around its items, of `total` in all; one beyond the end is empty and has a previous one."""
        pages = -(-total // self.per_page)
        return ResultPage(data, self.page, self.per_page, pages, total, self.page < pages, self.page > 1)


def requested_page(request: Request, per_page: int) -> PageRequest:
    """The page that a query asks for, `per_page` where it names no size. Raises 400 for what is no integer."""
    query = query_values(request)
    return PageRequest(
        min(max(query_integer(query, "page", 1), 1), 2**31),
        min(max(query_integer(query, "per_page", per_page), 1), MAX_PER_PAGE),
    )
