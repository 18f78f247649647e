"""`/_sim/state`: everything, forgotten for one tenant or all, saved as a file, and taken back from one."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from simulator.control.asked import answer, tenant_of
from simulator.control.recorder import Recorder
from simulator.flows.state import State


class StateApi:
    """`reload` is told after the state was changed as a whole, so that what is held in memory follows."""

    def __init__(self, state: State, recorder: Recorder, reload: Callable[[], Awaitable[None]]) -> None:
        self._state = state
        self._recorder = recorder
        self._reload = reload
        self.routes = [
            Route("/_sim/state", self.save, methods=["GET"]),
            Route("/_sim/state", self.restore, methods=["PUT"]),
            Route("/_sim/state", self.clear, methods=["DELETE"]),
        ]

    async def clear(self, request: Request) -> Response:
        """Forget everything of a tenant, or, without one, everything."""
        await self._recorder.flush()
        tenant = tenant_of(request)
        if tenant:
            await self._state.clear(tenant)
        else:
            await self._state.clear_all()
        await self._reload()
        return answer({"reset": tenant or "all"})

    async def save(self, request: Request) -> Response:
        """The whole state as a file: one that `PUT` takes back, and that a server can be started on."""
        await self._recorder.flush()
        folder = _folder()
        path = folder / "state.sqlite3"
        await self._state.save(path)
        return FileResponse(
            path, media_type="application/vnd.sqlite3", filename="atlas-simulator.sqlite3",
            background=BackgroundTask(shutil.rmtree, folder, ignore_errors=True),
        )  # fmt: skip

    async def restore(self, request: Request) -> Response:
        """Take the whole state from such a file, in place of what there is."""
        folder = _folder()
        path = folder / "state.sqlite3"
        try:
            with path.open("wb") as file:
                async for part in request.stream():
                    file.write(part)
            await self._recorder.flush()
            await self._state.restore(path)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        await self._reload()
        return answer({"restored": True})


def _folder() -> Path:
    """A folder of its own, since SQLite lays files beside the one that it opens."""
    return Path(tempfile.mkdtemp(prefix="atlas-simulator-"))
