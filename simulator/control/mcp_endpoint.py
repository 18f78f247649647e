"""`/_sim/mcp`: the Model Context Protocol over streamable HTTP. The SDK (extra `[mcp]`) is loaded with the first request."""

from __future__ import annotations

import asyncio
import logging
from contextlib import AsyncExitStack, suppress
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from simulator.core import Core
from simulator.extras import installing, missing

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager


class McpEndpoint:
    """An ASGI application. Each request is answered by itself, in JSON: there are no sessions, and no streams to listen to."""

    def __init__(self, core: Core, closing: AsyncExitStack) -> None:
        self._settings = core.settings
        self._manager: StreamableHTTPSessionManager | None = None
        self._task: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()
        core.before_stop.append(self._cancel)
        closing.push_async_callback(self._stop)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "POST":
            problem = {
                "error": "MCP is spoken by POST here: there is no stream to listen to",
                "key": "",
                "allowed": ["POST"],
            }
            await JSONResponse(problem, 405, {"Allow": "POST"})(scope, receive, send)
        elif missing(["mcp"]):
            problem = {
                "error": f"MCP needs a package that is not installed: {installing('mcp')}",
                "key": "",
                "allowed": [],
            }
            await JSONResponse(problem, 501)(scope, receive, send)
        else:
            async with self._turn:
                manager = self._manager or await self._start()
            await manager.handle_request(scope, receive, send)

    async def _start(self) -> StreamableHTTPSessionManager:
        started: asyncio.Future[StreamableHTTPSessionManager] = asyncio.get_running_loop().create_future()
        self._task = asyncio.create_task(self._run(started), name="mcp")
        self._manager = await started
        return self._manager

    async def _run(self, started: asyncio.Future[StreamableHTTPSessionManager]) -> None:
        """Own the SDK's tasks, which must end in the task that they began in."""
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

        from simulator.mcp_server.calls import Calls
        from simulator.mcp_server.server import build

        logging.getLogger("mcp").setLevel(logging.WARNING)
        settings = self._settings
        calls = Calls(settings.local_url, settings.ui_password)
        try:
            server = build(calls)
            manager = StreamableHTTPSessionManager(server._lowlevel_server, json_response=True, stateless=True)
            async with manager.run():
                started.set_result(manager)
                await asyncio.Event().wait()
        except Exception as error:
            if not started.done():
                started.set_exception(error)
            raise
        finally:
            await calls.close()

    def _cancel(self) -> None:
        if self._task:
            self._task.cancel()

    async def _stop(self) -> None:
        self._cancel()
        if self._task:
            with suppress(asyncio.CancelledError):
                await self._task
