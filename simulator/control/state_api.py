"""`/_sim/state`: everything, forgotten for one tenant or all, saved as a file, and taken back from one."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from simulator.control.openapi_helpers import BINARY, INVALID_INPUT, endpoint, object_with
from simulator.control.request_helpers import json_response, tenant_of
from simulator.core import Core
from simulator.endpoints import TEXT
from simulator.flows.state_backup import StateBackup
from simulator.pipeline.clock_moves import delete_saved_clock, restore_tenants_clocks


class StateApi:
    def __init__(self, core: Core) -> None:
        self._state = StateBackup(core.store.database)
        self._store, self._clock = core.store, core.clock
        self._recorder = core.recorder
        self._reload = core.reload
        self.endpoints = [
            endpoint(
                "GET",
                "state",
                self.save,
                "The whole state as a file",
                BINARY,
                media="application/vnd.sqlite3",
                query=(),
            ),
            endpoint(
                "PUT",
                "state",
                self.restore,
                "Take the whole state from such a file",
                object_with(restored={"type": "boolean"}),
                query=(),
                body=BINARY,
                body_media="application/octet-stream",
                failures=[INVALID_INPUT],
            ),
            endpoint(
                "DELETE", "state", self.clear, "Forget everything of a tenant, or of all", object_with(reset=TEXT)
            ),
        ]

    async def clear(self, request: Request) -> Response:
        """Forget everything of a tenant, or, without one, everything."""
        await self._recorder.flush()
        tenant = tenant_of(request)
        if tenant:
            await self._state.clear(tenant)
        else:
            await self._state.clear_all()
        await delete_saved_clock(self._clock, self._store, tenant)
        await self._reload()
        return json_response({"reset": tenant or "all"})

    async def save(self, request: Request) -> Response:
        """The whole state as a file: one that `PUT` takes back, and that a server can be started on."""
        await self._recorder.flush()
        folder = _folder()
        path = folder / "state.sqlite3"
        await self._state.save(path)
        return FileResponse(
            path,
            media_type="application/vnd.sqlite3",
            filename="atlas-simulator.sqlite3",
            background=BackgroundTask(shutil.rmtree, folder, ignore_errors=True),
        )

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
        await restore_tenants_clocks(self._clock, self._store)
        await self._reload()
        return json_response({"restored": True})


def _folder() -> Path:
    """A folder of its own, since SQLite lays files beside the one that it opens."""
    return Path(tempfile.mkdtemp(prefix="atlas-simulator-"))
