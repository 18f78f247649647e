"""Running the application under uvicorn: on the main thread for `serve`, or on a thread of its own for tests and demos."""

from __future__ import annotations

import dataclasses
import errno
import gc
import logging
import signal
import socket
import ssl
import threading
from collections.abc import Iterable
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


#: Where `localhost` may lead: IPv4's loopback address and, where the machine has it, IPv6's.
_LOCALHOST = ("127.0.0.1", "::1")
#: How often a free port is looked for that is free in both families.
_PORT_TRIES = 10


def bind(settings: Settings) -> tuple[list[socket.socket], Settings]:
    """The listening sockets, and the settings with the real port. Raises SettingError where it is taken.

    `localhost` stands for both families, since clients try either first.
    """
    hosts = _LOCALHOST if settings.host == "localhost" else (settings.host,)
    for tries in range(1, _PORT_TRIES + 1):
        listeners: list[socket.socket] = []
        try:
            for host in hosts:
                port = listeners[0].getsockname()[1] if listeners else settings.port
                listeners += _listener(host, port, optional=bool(listeners))
        except (OSError, OverflowError) as error:
            _close(listeners)
            # A port that was given out for one family can be taken in the other.
            if settings.port == 0 and listeners and tries < _PORT_TRIES:
                continue
            raise SettingError(
                f"cannot listen on {settings.host}:{settings.port} ({error}); choose another with --host and --port"
            ) from None
        break
    return listeners, dataclasses.replace(settings, port=listeners[0].getsockname()[1])


def _listener(host: str, port: int, *, optional: bool) -> list[socket.socket]:
    """A socket that listens; none where it is optional and the machine lacks the family or the address. Raises OSError."""
    try:
        listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    except OSError:
        if optional:
            return []
        raise
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(2048)
    except (OSError, OverflowError) as error:
        listener.close()
        if optional and isinstance(error, OSError) and error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
            return []
        raise
    return [listener]


def _close(listeners: Iterable[socket.socket]) -> None:
    for each in listeners:
        each.close()


def configuration(settings: Settings) -> uvicorn.Config:
    """uvicorn's. Raises SettingError where the certificate cannot be used."""
    config = uvicorn.Config(
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
    if settings.serves_tls:
        from simulator.tls import load_certificate

        config.load()
        config.ssl = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        load_certificate(settings, config.ssl.load_cert_chain)
    return config


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
        if settings.tls and not settings.tls_cert:
            from simulator.tls import how_to_trust

            log.info("%s", how_to_trust(settings))
        log.info("Atlas simulator on %s, its page on %s/_sim/; Ctrl-C stops it", url, url, extra={"state": kept})
        if settings.demo:
            threading.Thread(target=_fill, args=(settings,), name="demo", daemon=True).start()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for end in self.core.before_stop:
            end()
        await super().shutdown(sockets)


def serve(settings: Settings) -> int:
    """Serve until Ctrl-C or SIGTERM; the exit status."""
    # uvicorn passes the signal on once it has stopped. By default that would end the process before it has tidied up.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    listeners, settings = bind(settings)
    try:
        server = Server(configuration(settings), alone=True)
        with suppress(KeyboardInterrupt):
            server.run(sockets=listeners)
    finally:
        _close(listeners)
    return 0


def _fill(settings: Settings) -> None:
    """The flows of a demo."""
    from simulator.client import demo_flows

    account = next(iter(settings.accounts.items()), (demo_flows.TENANT, "demo-secret"))
    demo_flows.fill(settings.local_url, account, settings.ui_password)


class BackgroundServer:
    """A simulator on a thread of its own: `with BackgroundServer(settings) as server: server.url`."""

    def __init__(self, settings: Settings) -> None:
        self._listeners, self.settings = bind(settings)
        self.url = self.settings.base_url
        try:
            self._server = Server(configuration(self.settings))
        except SimulatorError:
            _close(self._listeners)
            raise
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
                if (
                    httpx.get(f"{self.settings.local_url}/livez", timeout=5, trust_env=False, verify=False).status_code
                    == 200
                ):
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
        _close(self._listeners)

    def _run(self) -> None:
        try:
            self._server.run(sockets=self._listeners)
        except BaseException as error:
            self._failure = error
            # Who waits for the first answer is told at once.
            _close(self._listeners)
