"""Running the application under uvicorn: on the main thread for `serve`, or on a thread of its own for tests and demos."""

from __future__ import annotations

import dataclasses
import gc
import logging
import signal
import socket
import threading
from contextlib import suppress
from types import TracebackType

import uvicorn

from simulator import httpx_import  # noqa: F401  (before httpx)
from simulator.app import create_app
from simulator.browsers import NOSNIFF
from simulator.core import Core
from simulator.errors import SettingError, SimulatorError
from simulator.protocol import BoundedProtocol
from simulator.settings import Settings

log = logging.getLogger("simulator")

#: Real seconds that open connections get to finish after Ctrl-C; closing the rest takes up to a second more.
DRAIN_SECONDS = 1


def bind(settings: Settings) -> tuple[socket.socket, Settings]:
    """The listening socket, and the settings with the real port. Raises SettingError where it is taken."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except (OSError, OverflowError) as error:
        listener.close()
        raise SettingError(
            f"cannot listen on {settings.host}:{settings.port} ({error}); choose another with --host and --port"
        ) from None
    listener.listen(2048)
    port = listener.getsockname()[1]
    return listener, dataclasses.replace(settings, port=port)


def configuration(settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        create_app(settings),
        log_config=None,
        access_log=False,
        server_header=False,
        headers=[NOSNIFF],
        root_path=settings.root_path,
        timeout_graceful_shutdown=DRAIN_SECONDS,
        timeout_keep_alive=15,
        http=BoundedProtocol,
        lifespan="on",
        # What a proxy says is heeded by `control.request_base`.
        proxy_headers=False,
    )


class Server(uvicorn.Server):
    """uvicorn's server, which says that it is ready, why it could not start, and that it is about to stop.

    `alone` says that the process serves and does nothing else.
    """

    def __init__(self, config: uvicorn.Config, *, alone: bool = False) -> None:
        super().__init__(config)
        self._alone = alone

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until told to stop. Raises the SimulatorError that kept the application from starting."""
        library = logging.getLogger("uvicorn.error")
        library.addFilter(self._unexplained)
        try:
            super().run(sockets)
        except SystemExit:
            raise (self._refusal or RuntimeError("the server did not start; its log says why")) from None
        finally:
            library.removeFilter(self._unexplained)

    @property
    def _refusal(self) -> SimulatorError | None:
        return getattr(self.config.app.state, "refusal", None)  # type: ignore[union-attr]

    @property
    def core(self) -> Core:
        """The parts of the simulator, while it serves."""
        core: Core = self.config.app.state.core  # type: ignore[union-attr]
        return core

    def _unexplained(self, record: logging.LogRecord) -> bool:
        """uvicorn's own traceback adds nothing to an error that says what to do."""
        return self._refusal is None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.should_exit:
            return
        if self._alone:
            # What is here now stays; looking through it for garbage again and again would cost a sixth of the polls/s.
            gc.freeze()
        settings = self.core.settings
        kept = "nothing is kept" if settings.ephemeral else settings.database
        url = settings.base_url
        log.info("Atlas simulator on %s, its page on %s/_sim/; Ctrl-C stops it", url, url, extra={"state": kept})

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for end in self.core.before_stop:
            end()
        await super().shutdown(sockets)


def serve(settings: Settings) -> int:
    """Serve until Ctrl-C or SIGTERM; the exit status."""
    # uvicorn passes the signal on once it has stopped. By default that would end the process before it has tidied up.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    listener, settings = bind(settings)
    server = Server(configuration(settings), alone=True)
    with listener, suppress(KeyboardInterrupt):
        server.run(sockets=[listener])
    return 0


class BackgroundServer:
    """A simulator on a thread of its own: `with BackgroundServer(settings) as server: server.url`."""

    def __init__(self, settings: Settings) -> None:
        self._listener, self.settings = bind(settings)
        self.url = self.settings.base_url
        self._server = Server(configuration(self.settings))
        self._thread = threading.Thread(target=self._run, name="atlas-simulator", daemon=True)
        self._failure: BaseException | None = None

    @property
    def core(self) -> Core:
        """The parts of the running simulator; their methods belong to the server's thread."""
        return self._server.core

    def __enter__(self) -> BackgroundServer:
        self._thread.start()
        # The listener accepts before the application is ready, so the first real answer is the signal.
        import httpx

        while self._thread.is_alive():
            with suppress(httpx.HTTPError):
                if httpx.get(f"{self.settings.local_url}/livez", timeout=5, trust_env=False).status_code == 200:
                    return self
        if isinstance(self._failure, SimulatorError):
            raise self._failure
        raise RuntimeError("the simulator did not start") from self._failure

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=10)
        self._listener.close()

    def _run(self) -> None:
        try:
            self._server.run(sockets=[self._listener])
        except BaseException as error:
            self._failure = error
            # Who waits for the first answer is told at once.
            self._listener.close()
