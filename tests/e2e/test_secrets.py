"""One flow full of secrets, and everything that the simulator wrote down about it."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import httpx
import jwt
import pytest

from simulator.client.atlas_client import AtlasClient
from simulator.client.process import ServerProcess
from simulator.client.receiver import Answer, Receiver
from simulator.server import BackgroundServer

Start = Callable[..., BackgroundServer]
SECRET, AADHAAR = "hushhushhush", "432187652109"
#: Columns that say what happened; a flow's own URLs, and documents, are kept as they are, since they are needed.
TOLD = ("journal", "events", "attempts")


def run_flow(url: str, receiver: Receiver) -> str:
    """A flow whose URLs, headers, bodies and answers all carry a secret; gives the access token."""
    leaky = f'{{"access_token": "{SECRET}", "said": "{AADHAAR}", "api_key": "{SECRET}"}}'.encode()
    receiver.rule("/auth", lambda _: Answer(200, leaky))
    receiver.rule("/callback", lambda got: Answer(500, leaky + got.headers["token"].encode()))
    receiver.rule("/gone", lambda _: Answer(403, leaky))
    signed = f"X-Amz-Signature={SECRET}&holder={AADHAAR}"
    with AtlasClient(url, client_secret=SECRET) as client:
        flow = client.init(
            auth_url=f"{receiver.auth_url}?client_secret={SECRET}",
            callback_url=f"{receiver.callback_url}?token={SECRET}",
            flow_params={"password": SECRET, "aadhaar": AADHAAR},
        )
        urls = [
            receiver.serve_file("e", b"") + f"&{signed}",
            f"{receiver.url}/gone?{signed}",
            f"http://u:{SECRET}@127.0.0.9:1/",
        ]
        client.multiupload(flow, [(str(n), each) for n, each in enumerate(urls)])
        client.wait(flow)
        client.request(
            "GET", f"/no/{AADHAAR}?token={SECRET}", headers={"Referer": f"/?secret={SECRET}", "Cookie": SECRET}
        )
        receiver.wait_for(1)
        httpx.post(f"{url}/_sim/clock", json={"advance": 0}, timeout=30).raise_for_status()
        httpx.get(f"{url}/_sim/journal").raise_for_status()
        shown = httpx.get(f"{url}/_sim/flows/{flow}").text
        for hidden in (SECRET, AADHAAR):
            assert not [shown[max(0, at - 90) : at + 20] for at in [shown.find(hidden)] if at >= 0]
        return client.token()


def test_nothing_that_is_written_down_holds_a_secret(tmp_path: Path, receiver: Receiver) -> None:
    state = tmp_path / "data" / "state.sqlite3"
    with ServerProcess(tmp_path, "--log-level", "debug", "--callback-attempts", "1", state=state) as server:
        token = run_flow(server.url, receiver)
        server.stop()
        values = {"log": server.output}
    with sqlite3.connect(state) as database:
        for table in TOLD:
            values[table] = "\n".join(repr(tuple(row)) for row in database.execute(f"SELECT * FROM {table}"))
        values["problems"] = repr(database.execute("SELECT problem FROM files").fetchall())
    for place, text in values.items():
        assert len(text) > 60, place
        for hidden in (SECRET, AADHAAR, token, token.rsplit(".", 1)[1]):
            found = text.find(hidden)
            assert found < 0, f"{place}: …{text[max(0, found - 80) : found + 40]}…"


def test_the_state_file_is_its_users_alone(start: Start, tmp_path: Path) -> None:
    start(state=str(tmp_path / "new" / "state.sqlite3"))
    for path in (tmp_path / "new", *(tmp_path / "new").iterdir()):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_each_state_file_signs_with_a_key_of_its_own(start: Start, tmp_path: Path, receiver: Receiver) -> None:
    one, other = start(state=str(tmp_path / "1.sqlite3")), start(state=str(tmp_path / "2.sqlite3"))
    with AtlasClient(one.url) as client:
        token = client.token()
        client.init(auth_url=receiver.auth_url, callback_url=receiver.callback_url)
    refused = httpx.get(f"{other.url}/v3/verification/status?flow_uuid=x", headers={"Token": token})
    assert (refused.status_code, refused.json()["reason"]) == (401, "Signature verification failed")
    one.close()
    again = start(state=str(tmp_path / "1.sqlite3"))
    assert httpx.get(f"{again.url}/v3/verification/status?flow_uuid=x", headers={"Token": token}).status_code == 409


@pytest.mark.parametrize("algorithm", ["none", "HS384"])
def test_a_token_of_another_algorithm_is_refused(server: BackgroundServer, algorithm: str) -> None:
    claims = {"sub": "x", "exp": 9e9, "jti": "1"}
    token = jwt.encode(claims, None if algorithm == "none" else b"k" * 48, algorithm=algorithm)
    answer = httpx.get(f"{server.url}/v3/verification/status?flow_uuid=x", headers={"Token": token})
    assert answer.status_code == 401


def test_a_snapshot_carries_no_signing_keys(start: Start, tmp_path: Path) -> None:
    server = start()
    database = server.core.store.database
    master = bytes.fromhex(Path(f"{server.settings.database}.key").read_text(encoding="ascii"))
    keys = [master, *(database.key(f"{name} key") for name in ("token", "link", "file", "session"))]
    saved = httpx.get(f"{server.url}/_sim/state").content
    assert saved.startswith(b"SQLite format 3")
    assert not [key for key in keys if key in saved]
