"""Guessing the password costs the guesser, and nobody else; sessions end where they are ended; secrets stay out of `ps`."""

from __future__ import annotations

import asyncio
import base64
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from simulator.control import login_throttle
from simulator.control.login_throttle import LoginThrottle, TooManyAttempts
from simulator.errors import SettingError
from simulator.server import BackgroundServer
from simulator.settings import load

PASSWORD = "open, sesame"
Start = Callable[..., BackgroundServer]


def basic(password: str) -> bytes:
    return base64.b64encode(f":{password}".encode())


def test_hanging_up_early_gains_nothing_and_locks_nobody_else_out(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forty guesses whose answers nobody waits for, then the right one from the same address and from another."""
    monkeypatch.setattr(login_throttle, "WRONG_SECONDS", 0.05)
    server = start(ui_password=PASSWORD, host="0.0.0.0")
    port = server.settings.port
    logged_in = httpx.post(f"{server.url}/_sim/ui/login", data={"password": PASSWORD}, trust_env=False)
    started = time.monotonic()
    for number in range(40):
        with socket.create_connection(("127.0.0.1", port)) as guesser:
            head = b"GET /_sim/flows HTTP/1.1\r\nHost: x\r\nAuthorization: Basic " + basic(f"guess {number}")
            guesser.sendall(head + b"\r\n\r\n")
    other = httpx.get(f"http://127.0.0.2:{port}/_sim/flows", auth=("", PASSWORD), trust_env=False)
    browser = httpx.get(f"{server.url}/_sim/flows", cookies=logged_in.cookies, trust_env=False)
    assert other.status_code == browser.status_code == 200
    guesser_again = httpx.get(f"{server.url}/_sim/flows", auth=("", PASSWORD), trust_env=False, timeout=30)
    assert guesser_again.status_code == 200
    assert time.monotonic() - started > 40 * 0.05 * 0.9, "the guesses were free"


def test_each_wrong_guess_takes_its_turn_and_too_many_are_refused_unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(login_throttle, "WRONG_SECONDS", 0.02)
    monkeypatch.setattr(login_throttle, "LONGEST_QUEUE", 0.2)

    async def run() -> None:
        book = LoginThrottle()
        pending = [asyncio.create_task(book.answer(False, "192.0.2.1")) for _ in range(10)]
        await asyncio.sleep(0)
        for each in pending[:5]:
            each.cancel()
        started = time.monotonic()
        assert await book.answer(True, "192.0.2.2"), "another address does not wait"
        assert time.monotonic() - started < 0.02
        assert await book.answer(True, "192.0.2.1")
        assert time.monotonic() - started > 0.15, "cancelled guesses still count"
        many = [asyncio.create_task(book.answer(False, "192.0.2.1")) for _ in range(12)]
        await asyncio.sleep(0)
        with pytest.raises(TooManyAttempts):
            await book.answer(True, "192.0.2.1")
        await asyncio.gather(*many, *pending, return_exceptions=True)

    asyncio.run(run())


def test_a_whole_ipv6_customer_is_one_guesser(monkeypatch: pytest.MonkeyPatch) -> None:
    assert login_throttle._guesser("2001:db8:1:2::7") == login_throttle._guesser("2001:db8:1:2:ffff::1")
    assert login_throttle._guesser("2001:db8:1:2::7") != login_throttle._guesser("2001:db8:1:3::7")


def test_logging_out_ends_the_session_on_the_server_and_only_that_one(start: Start) -> None:
    server = start(ui_password=PASSWORD)
    one, other = (
        httpx.post(f"{server.url}/_sim/ui/login", data={"password": PASSWORD}, trust_env=False).headers["set-cookie"]
        for _ in range(2)
    )
    one, other = one.partition(";")[0], other.partition(";")[0]
    assert one != other
    left = httpx.post(f"{server.url}/_sim/ui/logout", headers={"Cookie": one}, trust_env=False)
    assert left.status_code == 303
    held = {
        cookie: httpx.get(f"{server.url}/_sim/flows", headers={"Cookie": cookie}, trust_env=False).status_code
        for cookie in (one, other)
    }
    assert list(held.values()) == [401, 200]
    state = server.settings.state
    server.close()
    again = start(ui_password=PASSWORD, state=state, port=server.settings.port)
    for cookie, status in ((one, 401), (other, 200)):
        answer = httpx.get(f"{again.url}/_sim/flows", headers={"Cookie": cookie}, trust_env=False)
        assert answer.status_code == status, "also after a restart"


def test_secrets_may_stand_in_files(tmp_path: Path) -> None:
    accounts, password = tmp_path / "accounts", tmp_path / "password"
    accounts.write_text("# the team\na:one\n\n b:two:three \n", encoding="utf-8")
    password.write_text("open, sésame\nnot this\n", encoding="utf-8")
    settings = load({"credentials_file": str(accounts), "ui_password_file": str(password), "credentials": ["c:d"]}, {})
    assert settings.accounts == {"c": "d", "a": "one", "b": "two:three"}
    assert settings.ui_password == "open, sésame"


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("credentials_file", "a:b\nHUSH\n", "line 2 must be CLIENT_ID:CLIENT_SECRET"),
        ("credentials_file", "# nobody\n", "no account"),
        ("ui_password_file", "\nHUSH", "first line is empty"),
        ("credentials_file", None, "cannot be read"),
        ("ui_password_file", b"\xff\xfe", "not UTF-8"),
    ],
)
def test_what_is_wrong_in_a_file_of_secrets_is_told_without_them(
    tmp_path: Path, name: str, content: str | bytes | None, text: str
) -> None:
    file = tmp_path / "secrets"
    if content is not None:
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(SettingError, match=re.escape(text)) as refused:
        load({name: str(file)}, {})
    assert "HUSH" not in str(refused.value)
    if name == "ui_password_file" and content == "\nHUSH":
        file.write_text("x")
        with pytest.raises(SettingError, match="set one of them"):
            load({name: str(file), "ui_password": "y"}, {})


def test_serve_warns_of_a_secret_that_ps_shows(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "simulator", "serve", "--ephemeral", "--port", "0", "--workers", "1"]
    with subprocess.Popen([*command, "--credentials", "a:HUSH"], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        given = ""
        for line in process.stderr:
            given += line
            if "Atlas simulator on" in line:
                break
        process.terminate()
        process.wait(20)
    assert "--credentials-file" in given and "HUSH" not in given
