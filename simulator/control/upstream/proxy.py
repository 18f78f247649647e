"""Stands before Atlas's endpoints where there is an upstream: who answers a call, by the mode, and what is kept of it.

`record`: the upstream answers everything. `fallback`: what is recorded is answered from the recording, all else by the
upstream. `off`: the upstream is never called; what is not recorded the simulator answers itself.
"""

from __future__ import annotations

import logging
import os
import time
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from simulator import har
from simulator.atlas.errors import ApiError
from simulator.atlas.responses import json_response
from simulator.control.upstream.client import UpstreamAnswer, UpstreamClient, UpstreamFailed
from simulator.control.upstream.drift import Specification
from simulator.control.upstream.recording import Recording, exchange
from simulator.core import MEGABYTE, Core
from simulator.errors import SettingError
from simulator.hosts import parse_rules
from simulator.masking import masked
from simulator.middleware import path_of, url_of

log = logging.getLogger("simulator.upstream")

#: Different drifts that are remembered.
MOST_DRIFTS = 1_000


class Upstream:
    """The upstream of one server. Raises SettingError where what was set does not fit together."""

    def __init__(self, core: Core) -> None:
        settings = core.settings
        self.mode = settings.upstream_mode
        self.url = settings.upstream
        if self.mode != "off" and not self.url:
            raise SettingError(f"--upstream-mode {self.mode}: needs --upstream URL")
        self.recording = Recording(settings.upstream_recording)
        self._account = _account(settings.client_id, settings.client_secret_env)
        self._client = UpstreamClient(self.url, self._account, parse_rules(settings.allow_host, settings.denied))
        self._clock = core.clock
        self._most = int(settings.max_body_mb * MEGABYTE)
        #: Call and what differs, to how often.
        self.drifts: Counter[tuple[str, str]] = Counter()
        self.passed = self.replayed = 0
        self.full = False

    async def close(self) -> None:
        await self._client.close()

    def local(self, path: str) -> bool:
        """Whether the simulator answers itself: tokens, where the account at the upstream is not the client's business."""
        return path.endswith("/authtoken") and (self._account is not None or self.mode == "off")

    def recorded(self, method: str, target: str, body: bytes) -> UpstreamAnswer | None:
        if self.mode == "record" or (found := self.recording.answer(method, target, body)) is None:
            return None
        self.replayed += 1
        headers = [
            (name.lower().encode("latin-1"), value.encode("latin-1", "replace")) for name, value in found.headers
        ]
        return UpstreamAnswer(found.status, headers, found.body)

    async def call(self, scope: Scope, target: str, body: bytes, specification: Specification) -> UpstreamAnswer:
        """Ask the upstream, keep what passed, and tell in what it differs. Raises UpstreamFailed."""
        at, started, method = self._clock.now(), time.perf_counter(), scope["method"]
        answer = await self._client.call(method, target, scope["headers"], body)
        self.passed += 1
        path = target.partition("?")[0]
        for each in specification.drift(method, path, answer.status, answer.body):
            self._tell(f"{method} {path}", masked(each))
        if not self.full:
            entry = exchange(
                at=at,
                ms=round((time.perf_counter() - started) * 1000, 2),
                method=method,
                url=self.url.rstrip("/") + target,
                request=har.HarMessage(_texts(scope["headers"]), body.decode("utf-8", "replace")),
                status=answer.status,
                headers=_texts(answer.headers),
                body=answer.body,
            )
            self._keep(entry)
        return answer

    def _keep(self, entry: dict[str, Any]) -> None:
        try:
            self.full = not self.recording.keep(entry)
        except OSError as error:
            self.full = True
            log.error("the recording cannot be written (%s); what passes from here on is not kept", error.strerror)
        else:
            if self.full:
                log.warning("the recording is full; what passes from here on is not kept")

    def _tell(self, call: str, what: str) -> None:
        if (call, what) not in self.drifts:
            if len(self.drifts) >= MOST_DRIFTS:
                return
            log.warning("drift: %s: %s", call, what)
        self.drifts[call, what] += 1


class UpstreamProxy:
    """`app` is what answers otherwise; `specification` makes the document that answers are held against, once."""

    def __init__(self, app: ASGIApp, upstream: Upstream, specification: Callable[[], Mapping[str, Any]]) -> None:
        self.app = app
        self._upstream = upstream
        self._make = specification
        self._specification: Specification | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        upstream, path = self._upstream, path_of(scope)
        if scope["type"] != "http" or upstream.local(path):
            await self.app(scope, receive, send)
            return
        read: list[Message] = []
        body = await _body(receive, read, upstream._most)
        target = url_of(scope, path)
        answer = None if body is None else upstream.recorded(scope["method"], target, body)
        if body is None or (answer is None and upstream.mode == "off"):
            # Too long, which the simulator says as ever, or not known: it answers itself.
            await self.app(scope, _again(read, receive), send)
            return
        try:
            answer = answer or await upstream.call(scope, target, body, self._document())
        except UpstreamFailed as error:
            problem = ApiError(502, f"upstream {masked(upstream.url)}: {masked(str(error))}")
            await json_response(problem.body("documented"), 502)(scope, receive, send)
            return
        length = (b"content-length", str(len(answer.body)).encode())
        headers = [*(each for each in answer.headers if each[0] != b"content-length"), length]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})

    def _document(self) -> Specification:
        if self._specification is None:
            self._specification = Specification(self._make())
        return self._specification


async def _body(receive: Receive, read: list[Message], most: int) -> bytes | None:
    """The whole body, each message also in `read`; None where it is longer than `most`."""
    body = bytearray()
    while True:
        message = await receive()
        read.append(message)
        body += message.get("body", b"")
        if len(body) > most:
            return None
        if message["type"] != "http.request" or not message.get("more_body"):
            return bytes(body)


def _again(read: list[Message], receive: Receive) -> Receive:
    waiting = list(read)

    async def next_message() -> Message:
        return waiting.pop(0) if waiting else await receive()

    return next_message


def _texts(headers: Any) -> dict[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in headers}


def _account(client_id: str, variable: str) -> tuple[str, str] | None:
    if not (client_id or variable):
        return None
    if not (client_id and variable):
        raise SettingError("--client-id and --client-secret-env go together: the account at the upstream")
    if not (secret := os.environ.get(variable, "")):
        raise SettingError(f"--client-secret-env {variable}: there is no such environment variable, or it is empty")
    return client_id, secret
