"""A server that answers as the simulator does, but for one thing: it stands before it and changes what comes back."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

import httpx

#: Given path, status and JSON of an answer: the status and JSON that are sent instead.
Change = Callable[[str, int, Any], tuple[int, Any]]


class WrongServer:
    """`with WrongServer(url, change) as wrong:` gives `url`; `seen` are the paths that were asked."""

    def __init__(self, behind: str, change: Change) -> None:
        self.seen: list[str] = []
        self._behind = httpx.Client(base_url=behind, timeout=60.0, trust_env=False)
        wrong = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def _handle(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                wrong.seen.append(self.path)
                headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
                answer = wrong._behind.request(self.command, self.path, content=body, headers=headers)
                given = answer.json() if answer.content else None
                status, changed = change(self.path, answer.status_code, given)
                sent = b"" if changed is None else json.dumps(changed).encode()
                self.send_response(status)
                self.send_header("Content-Type", answer.headers.get("Content-Type", "text/plain"))
                self.send_header("Content-Length", str(len(sent)))
                self.end_headers()
                self.wfile.write(sent)

            do_GET = do_POST = do_PUT = do_DELETE = _handle

            def log_message(self, format: str, *args: Any) -> None:
                """Nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._behind.close()
