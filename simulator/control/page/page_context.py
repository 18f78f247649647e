"""What every page shows besides its own: where it is served, the simulated time, up to which event it is true."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from simulator import durations
from simulator.control.client_base_url import base_url_of
from simulator.control.openapi_helpers import PREFIX
from simulator.control.page import rendering
from simulator.core import Core

#: Seconds that simulated time must be ahead before pages say so.
WORTH_SHOWING = 1.0


class PageContext:
    """`core` is what pages show. Where a password is asked for, there is a way to log out."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self._store = core.store
        self._clock = core.clock
        self._guarded = bool(core.settings.ui_password)

    async def page(self, request: Request, template: str, here: str, code: int = 200, /, **values: Any) -> Response:
        """The page of a template; `here` is its place in the menu. `after` must be asked before what the page shows."""
        ahead = self._clock.offset
        values.setdefault("after", await self._store.last_event())
        # In a thread: a long page takes longer than everybody else's answers may wait.
        return await asyncio.to_thread(
            rendering.page,
            template,
            code,
            base=base_of(request),
            here=here,
            public_url=base_url_of(request),
            guarded=self._guarded,
            now=self._clock.now(),
            frozen=self._clock.frozen,
            ahead=durations.format_duration(round(ahead)) if ahead >= WORTH_SHOWING else "",
            **values,
        )

    async def missing(self, request: Request, text: str) -> Response:
        return await self.page(request, "refused", "", 404, message=text)

    async def after(self) -> int:
        """The newest event: what a page asks for before it looks at anything else, so that it misses nothing."""
        return await self._store.last_event()


def base_of(request: Request) -> str:
    """The path of everything under `/_sim`, as browsers see it."""
    return f"{request.scope.get('root_path') or ''}{PREFIX}"


def page_number(request: Request) -> int:
    """Which page of a list is asked for, from 1."""
    value = request.query_params.get("page", "")
    return max(1, int(value)) if value.isascii() and value.isdigit() and len(value) < 9 else 1
