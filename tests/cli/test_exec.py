"""`exec` and `ready`: a server for one command, and whether a server serves, as processes of their own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.cli.conftest import Run, environment, free_port

#: What a client would do with the variables: get a token for its account, and list its flows.
CLIENT = """
import json, os, sys, urllib.request
url = os.environ["ATLAS_SIMULATOR_URL"]
account = {"Client-Id": os.environ["ATLAS_SIMULATOR_CLIENT_ID"], "Client-Secret": os.environ["ATLAS_SIMULATOR_CLIENT_SECRET"]}
asking = urllib.request.Request(url + "/v3/verification/authtoken", method="POST", headers=account)
json.load(urllib.request.urlopen(asking))["access_token"]
print(url, account["Client-Id"])
sys.exit(int(sys.argv[1]))
"""


def started(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "simulator", "exec", "--workers", "1", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment())


def listens(url: str) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", httpx.URL(url).port or 0)) == 0


def test_a_command_gets_a_server_and_an_account_and_its_status_is_given_back() -> None:
    several = [started("--", sys.executable, "-c", CLIENT, str(status)) for status in (0, 3)]
    outputs = [each.communicate(timeout=60) for each in several]
    assert [each.returncode for each in several] == [0, 3], outputs
    (url, client_id), (other_url, other_id) = (out.split() for out, _ in outputs)
    assert url != other_url
    assert client_id != other_id
    assert not listens(url)
    assert not listens(other_url)


def test_nothing_is_kept_where_no_state_file_is_named(shell: Run, tmp_path: Any) -> None:
    ended = shell("exec", "--", sys.executable, "-c", CLIENT, "0", XDG_DATA_HOME=str(tmp_path / "data"), seconds=60)
    assert ended.returncode == 0, ended.stderr
    assert not (tmp_path / "data").exists()
    kept = shell("exec", "--state", "kept.sqlite3", "--", sys.executable, "-c", CLIENT, "0", seconds=60)
    assert kept.returncode == 0, kept.stderr
    assert (tmp_path / "kept.sqlite3").exists()


def test_an_account_of_the_settings_is_the_one_that_is_given(shell: Run) -> None:
    ended = shell("exec", "--credentials", "me:secret", "--", sys.executable, "-c", CLIENT, "0", seconds=60)
    assert ended.stdout.split()[1:] == ["me"], ended.stderr


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_command_and_then_the_server(sent: signal.Signals) -> None:
    program = "import os, time; print(os.environ['ATLAS_SIMULATOR_URL'], os.getpid(), flush=True); time.sleep(600)"
    process = started("--", sys.executable, "-c", program)
    assert process.stdout is not None
    url, pid = process.stdout.readline().split()
    assert listens(url)
    process.send_signal(sent)
    process.communicate(timeout=30)
    assert process.returncode == 128 + sent
    assert not listens(url)
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid), 0)


def test_a_command_that_is_not_there_is_one_line_and_the_status_that_shells_give(shell: Run) -> None:
    ended = shell("exec", "--", "no-such-command-here", seconds=60)
    assert (ended.returncode, ended.stderr.count("\n")) == (127, 1)
    assert "no-such-command-here: no such command" in ended.stderr


def test_arguments_of_the_command_stay_the_commands(shell: Run) -> None:
    ended = shell(
        "exec", "--", sys.executable, "-c", "import sys; print(sys.argv[1:])", "--port", "--", "x", seconds=60
    )
    assert ended.stdout.strip() == "['--port', '--', 'x']", ended.stderr


def test_ready_says_whether_a_server_serves(shell: Run, serving: Callable[..., Any]) -> None:
    served = serving("--ephemeral")
    assert shell("ready", "--server", served.url).returncode == 0
    assert shell("ready", ATLAS_SIMULATOR_URL=served.url).returncode == 0
    # As the image's health check: by the settings of the environment alone.
    assert shell("ready", ATLAS_SIM_PORT=str(served.port), ATLAS_SIM_HOST="0.0.0.0").returncode == 0
    served.end()
    ended = shell("ready", "--server", served.url, "--wait", "100ms")
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert f"{served.url} is not ready: " in ended.stderr


def test_ready_waits_for_a_server_that_is_about_to_start(serving: Callable[..., Any]) -> None:
    port = free_port()
    command = [sys.executable, "-m", "simulator", "ready", "--server", f"http://127.0.0.1:{port}", "--wait", "60s"]
    waiting = subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL)
    serving("--ephemeral", port=port)
    assert waiting.wait(60) == 0
