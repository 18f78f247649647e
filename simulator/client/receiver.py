"""A client's side of the world on a real port: files to download, an auth_url, a callback_url, all recorded.

Answers can be scripted, so that a test or a demo can refuse, delay or fail on purpose.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import quote, unquote, urlsplit

#: The token that the auth_url hands out unless told otherwise.
TOKEN = "receiver-token"


@dataclass(frozen=True)
class Received:
    """One request that came in, with its body."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    at: float

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Answer:
    """What to answer: `wait` real seconds first, then `status` with `body`; status 0 drops the connection."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    wait: float = 0.0


class Receiver:
    """`with Receiver() as receiver:` gives `url`, `auth_url`, `callback_url`, and `file_url` for what `serve_file` was given.

    `script(path, *answers)` queues answers for a path; once used up, the normal answer comes again.
    """

    def __init__(self, host: str = "127.0.0.1") -> None:
        self._files: dict[str, tuple[bytes, str]] = {}
        self._scripts: dict[str, deque[Answer]] = defaultdict(deque)
        self._rules: dict[str, Callable[[Received], Answer]] = {}
        self._received: list[Received] = []
        self._news = threading.Condition()
        self._stopping = threading.Event()
        self._server = _Server((host, 0), self)
        self.url = f"http://{host}:{self._server.server_address[1]}"
        self.auth_url = f"{self.url}/auth"
        self.callback_url = f"{self.url}/callback"

    def __enter__(self) -> Receiver:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()

    def serve_file(self, name: str, body: bytes, media_type: str = "application/octet-stream") -> str:
        """Serve `body` at a URL that carries a query string, as a pre-signed one does; gives that URL."""
        self._files[f"/files/{name}"] = (body, media_type)
        return f"{self.url}/files/{quote(name)}?X-Amz-Expires=900&X-Amz-Signature=ab%2Fcd%3D"

    def script(self, path: str, *answers: Answer) -> None:
        self._scripts[path].extend(answers)

    def rule(self, path: str, decide: Callable[[Received], Answer]) -> None:
        """Answer every request to `path` by a function."""
        self._rules[path] = decide

    def requests(self, path: str | None = None) -> list[Received]:
        with self._news:
            return [each for each in self._received if path is None or each.path == path]

    def forget(self) -> None:
        """Drop what was received so far."""
        with self._news:
            self._received.clear()

    def callbacks(self) -> list[Received]:
        return self.requests("/callback")

    def wait_for(self, count: int, path: str = "/callback", seconds: float = 30.0) -> list[Received]:
        """The requests to `path` once there are `count`. Raises TimeoutError with what came instead."""
        deadline = time.monotonic() + seconds
        with self._news:
            while len(found := [each for each in self._received if each.path == path]) < count:
                left = deadline - time.monotonic()
                if left <= 0 or not self._news.wait(left):
                    seen = [f"{each.method} {each.path}" for each in self._received]
                    raise TimeoutError(
                        f"{len(found)} of {count} requests to {path} came within {seconds:g} s; seen: {seen}"
                    )
        return found

    def _answer(self, received: Received) -> Answer:
        with self._news:
            self._received.append(received)
            self._news.notify_all()
            if self._scripts[received.path]:
                return self._scripts[received.path].popleft()
        if received.path in self._rules:
            return self._rules[received.path](received)
        if received.path == "/auth":
            token = json.dumps({"access_token": TOKEN, "expires_in": 3600}).encode()
            return Answer(200, token, {"Content-Type": "application/json"})
        if received.path.startswith("/callback"):
            return Answer(200, b"{}", {"Content-Type": "application/json"})
        body, media_type = self._files.get(unquote(received.path), (b"", ""))
        return Answer(200, body, {"Content-Type": media_type}) if media_type else Answer(404, b"no such file")

    def pause(self, seconds: float) -> None:
        """Hold an answer back, but not beyond the end of the receiver."""
        self._stopping.wait(seconds)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512

    def __init__(self, address: tuple[str, int], receiver: Receiver) -> None:
        super().__init__(address, _Handler)
        self.receiver = receiver

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hangs up, or is killed, is nothing to report."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    # Headers and body go out as one packet each; without this the second waits for the first's acknowledgement.
    disable_nagle_algorithm = True

    def _handle(self) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(size) if size else b""
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        received = Received(self.command, parts.path, parts.query, headers, body, time.time())
        answer = self.server.receiver._answer(received)
        if answer.wait:
            self.server.receiver.pause(answer.wait)
        if not answer.status:
            self.close_connection = True
            return
        self.send_response(answer.status)
        given = {name.lower() for name in answer.headers}
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if "content-length" not in given:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    do_GET = do_POST = do_PUT = do_DELETE = _handle

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: what came is recorded."""
