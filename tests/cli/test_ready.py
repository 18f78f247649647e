"""`ready` says whether a server serves, at once or once it does, and why it does not."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from simulator.cli import main
from simulator.cli import ready as ready_module

Serving = Callable[..., str]


@pytest.fixture
def serving() -> Iterator[Serving]:
    """A server whose `/readyz` gives these answers, the last again and again; its URL."""
    answers: list[tuple[int, bytes]] = []
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            status, body = answers.pop(0) if len(answers) > 1 else answers[0]
            if not status:
                self.connection.close()
                return
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()

        def start(*given: tuple[int, bytes]) -> str:
            answers[:] = given
            return f"http://127.0.0.1:{server.server_port}"

        start.asked = asked  # type: ignore[attr-defined]
        yield start
        server.shutdown()
        thread.join()


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = main(["ready", *words])
    out, err = capsys.readouterr()
    return status, out, err


def test_a_server_that_serves_is_ready(serving: Serving, capsys: pytest.CaptureFixture[str]) -> None:
    url = serving((200, b"ok"))
    assert run(capsys, "--server", f"{url}/") == (0, f"{url} is ready\n", "")
    assert serving.asked == ["/readyz"]  # type: ignore[attr-defined]


def test_a_prefix_of_the_server_is_kept(serving: Serving, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--server", f"{serving((200, b''))}/atlas/")[0] == 0
    assert serving.asked == ["/atlas/readyz"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ((503, b"starting"), "/readyz answered 503 starting"),
        ((503, b""), "/readyz answered 503"),
        ((404, b"<h1>\x1b[2J"), "/readyz answered 404 <h1>"),
        ((500, b"\xff" * 5000), "/readyz answered 500 "),
        ((0, b""), "Remote end closed connection without response"),
    ],
)
def test_a_server_that_does_not_serve_says_why(
    answer: tuple[int, bytes], says: str, serving: Serving, capsys: pytest.CaptureFixture[str]
) -> None:
    url = serving(answer)
    status, out, err = run(capsys, "--server", url)
    assert (status, out) == (1, "")
    assert err.startswith(f"atlas-simulator ready: {url} is not ready: {says}")
    assert "\x1b" not in err and len(err) < 1200


def test_it_is_waited_for_until_it_serves(serving: Serving, capsys: pytest.CaptureFixture[str]) -> None:
    url = serving((503, b"starting"), (0, b""), (503, b"starting"), (200, b"ok"))
    assert run(capsys, "--server", url, "--wait", "30s")[0] == 0
    assert len(serving.asked) == 4  # type: ignore[attr-defined]


def test_it_is_waited_for_no_longer_than_was_said(
    serving: Serving, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ready_module, "LOOK_SECONDS", 60.0)
    assert run(capsys, "--server", serving((503, b"")), "--wait", "10ms")[0] == 1
    assert 1 <= len(serving.asked) <= 2  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("answer", "ready", "problem"), [(200, True, ""), (503, False, "/readyz answered 503 no disk")]
)
def test_the_same_as_json(
    answer: int, ready: bool, problem: str, serving: Serving, capsys: pytest.CaptureFixture[str]
) -> None:
    url = serving((answer, b"no disk"))
    status, out, err = run(capsys, "--server", url, "--json")
    assert (status, err) == (0 if ready else 1, "")
    assert json.loads(out) == {"server": url, "ready": ready, "problem": problem}


def test_without_a_server_it_is_the_one_that_the_variables_would_start(
    serving: Serving, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    port = serving((200, b"ok")).rpartition(":")[2]
    monkeypatch.delenv("ATLAS_SIMULATOR_URL", raising=False)
    monkeypatch.setenv("ATLAS_SIM_PORT", port)
    status, out, _ = run(capsys)
    assert status == 0 and out.endswith(f":{port} is ready\n")
    monkeypatch.setenv("ATLAS_SIMULATOR_URL", "http://127.0.0.1:9")
    assert run(capsys)[0] == 1
