"""What commands do for another server: files where it can fetch them, URLs that it can reach, rows that it is asked for."""

from __future__ import annotations

import argparse
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from simulator.cli import compare, conform, main, parser, probe, replay, trigger
from simulator.cli.other_server import on_this_machine
from simulator.client.control import Control
from simulator.client.receiver import Answer, Received, Receiver
from simulator.client.trigger import Triggered
from simulator.errors import SettingError
from simulator.fidelity.conform.statements import conversations
from simulator.server import BackgroundServer


def parsed(*words: str) -> argparse.Namespace:
    args: argparse.Namespace = parser().parse_args(words)
    return args


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://127.0.0.1:8642", True),
        ("http://127.7.7.7", True),
        ("https://[::1]:1", True),
        ("http://localhost", True),
        ("http://LOCALHOST:80", True),
        ("http://192.168.0.1", False),
        ("https://api.example", False),
        ("http://localhost.example", False),
        ("http://127.0.0.1.example", False),
    ],
)
def test_a_server_on_this_machine_reaches_what_listens_here(url: str, here: bool) -> None:
    assert on_this_machine(url) is here


# Compare


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("SECRET", "any")
    for name in ("a b.png", "c.pdf"):
        (tmp_path / name).write_bytes(name.encode())
    return [str(tmp_path / "a b.png"), str(tmp_path / "c.pdf")]


def compared(documents: list[str], *more: str, against: str = "https://api.example") -> argparse.Namespace:
    return parsed(
        "compare", *documents, "--against", against, "--client-id", "a", "--client-secret-env", "SECRET", *more
    )


CONTENTS = {"a b.png": b"a b.png", "c.pdf": b"c.pdf"}
LOCAL = {"a b.png": "http://127.0.0.1:1/a", "c.pdf": "http://127.0.0.1:1/c"}


def test_files_are_where_the_other_server_finds_them(documents: list[str]) -> None:
    args = compared(documents, "--file-base-url", "https://files.example/x/")
    assert compare._remote_urls(args, CONTENTS, LOCAL) == {
        "a b.png": "https://files.example/x/a%20b.png",
        "c.pdf": "https://files.example/x/c.pdf",
    }
    here = compared(documents, against="http://127.0.0.1:9")
    assert compare._remote_urls(here, CONTENTS, LOCAL) == LOCAL
    with pytest.raises(SettingError, match="must be able to fetch the files; put them where it can"):
        compare._remote_urls(compared(documents), CONTENTS, LOCAL)


def test_files_are_put_where_a_pre_signed_url_leads(documents: list[str], tmp_path: Path, receiver: Receiver) -> None:
    receiver.rule("/put/a", lambda received: Answer(200))
    receiver.rule("/put/c", lambda received: Answer(403))
    urls = {name: {"put": f"{receiver.url}/put/{name[0]}", "get": f"https://s3/{name[0]}"} for name in CONTENTS}
    file = tmp_path / "urls.json"
    file.write_text(json.dumps(urls))
    first = {"a b.png": CONTENTS["a b.png"]}
    args = compared(documents, "--presigned", str(file))
    assert compare._remote_urls(args, first, LOCAL) == {"a b.png": "https://s3/a"}
    (put,) = receiver.requests("/put/a")
    assert (put.method, put.body) == ("PUT", b"a b.png")
    with pytest.raises(SettingError, match=r"c\.pdf could not be put there: .*403"):
        compare._remote_urls(args, CONTENTS, LOCAL)
    file.write_text(json.dumps({"a b.png": urls["a b.png"]}))
    with pytest.raises(SettingError, match=r"nothing under 'c\.pdf'; each file needs put and get"):
        compare._remote_urls(args, CONTENTS, LOCAL)
    file.write_text(json.dumps({name: {"put": "http://x"} for name in CONTENTS}))
    with pytest.raises(SettingError, match="nothing under 'get'"):
        compare._remote_urls(args, CONTENTS, LOCAL)


@pytest.mark.parametrize(
    ("more", "own", "expected"),
    [
        (["--callback-url", "https://me/cb", "--auth-url", "https://me/a"], False, ("https://me/cb", "https://me/a")),
        (
            ["--callback-url", "https://me/cb", "--auth-url", "https://me/a"],
            True,
            ("{url}/callback/ours", "{url}/auth"),
        ),
        ([], True, ("{url}/callback/ours", "{url}/auth")),
        ([], False, None),
        (["--callback-url", "https://me/cb"], False, None),
    ],
)
def test_each_side_calls_back_where_it_can(
    documents: list[str], receiver: Receiver, more: list[str], own: bool, expected: tuple[str, str] | None
) -> None:
    args = compared(documents, *more)
    names = {"doc-1": "a b.png", "doc-2": "c.pdf"}
    if expected is None:
        with pytest.raises(SettingError, match="cannot reach this machine; say --callback-url and --auth-url"):
            compare._plan(args, receiver, names, LOCAL, 1.0, own=own)
        return
    plan = compare._plan(args, receiver, names, LOCAL, 1.0, own=own)
    assert (plan.callback_url, plan.auth_url) == tuple(each.format(url=receiver.url) for each in expected)
    assert plan.files == [("doc-1", LOCAL["a b.png"]), ("doc-2", LOCAL["c.pdf"])]
    assert plan.budget == (100_000 if own else args.budget)


def test_two_files_of_one_name_are_refused(
    documents: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "c.pdf").write_bytes(b"")
    words = ["compare", *documents, str(tmp_path / "more" / "c.pdf"), "--against", "http://127.0.0.1:9"]
    assert main([*words, "--client-id", "a", "--client-secret-env", "SECRET"]) == 2
    assert "two of the files have the same name; rename one" in capsys.readouterr().err


# Conform


@pytest.mark.parametrize(
    ("patterns", "fits"),
    [
        (["tokens.v3.*"], lambda row: row.id.startswith("tokens.v3.")),
        (["nothing", "tokens.*"], lambda row: row.id.startswith("tokens.")),
    ],
)  # fmt: skip
def test_only_the_rows_that_were_named_are_asked_with_the_steps_before_them(patterns: list[str], fits: Any) -> None:
    chosen = conform._chosen(conversations(), patterns)
    rows = [row for each in chosen for row in each.rows]
    assert rows and all(fits(row) for row in rows)
    assert len(rows) == sum(fits(row) for each in conversations() for row in each.rows)
    for each in chosen:
        whole = next(one for one in conversations() if one.name == each.name)
        assert [step.id for step in each.steps] == [step.id for step in whole.steps[: len(each.steps)]]
        assert each.steps[-1].rows


def test_a_page_names_all_of_its_rows() -> None:
    page = next(iter(conversations()[0].rows)).page
    rows = [row for each in conform._chosen(conversations(), [page]) for row in each.rows]
    assert {row.page for row in rows} == {page}
    assert conform._chosen(conversations(), []) == list(conversations())


def test_rows_are_listed_without_asking_anybody(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["conform", "--list", "--only", "tokens.*", "--against", "http://127.0.0.1:9"]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.split() == ["row", "page", "stated", "decision"]
    assert rows and all(row.startswith("tokens.") for row in rows)


# Replay


def test_a_recorded_url_is_played_with_the_file_of_its_name_or_a_stand_in(
    server: BackgroundServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import httpx

    (tmp_path / "a b.png").write_bytes(b"the real one")
    with Control(server.url, "replay-files") as control:
        served = replay._file_urls(tmp_path, control)
        found = served("https://s3.example/bucket/a%20b.png?X-Amz-Signature=***")
        assert httpx.get(found, trust_env=False).content == b"the real one"
        assert served("https://s3.example/other.png?X=1") == "https://s3.example/other.png?X=1"
        stand_in = served("https://s3.example/other.png?X-Amz-Signature=***")
        assert httpx.get(stand_in, trust_env=False).content == b"other.png"
        assert "other.png: its recorded URL has no signature any more" in capsys.readouterr().err
        assert replay._file_urls(None, control)("https://s3/a b.png") == "https://s3/a b.png"


# Trigger


def attempt(kind: str, at: str, status: int, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "at": at, "status": status, "method": "POST", "url": f"https://me/{kind}", "ms": 1.5, **more}


@pytest.mark.parametrize(
    ("state", "wanted", "last"),
    [
        ("DELIVERED", "DELIVERED", "the delivery ended as the scenario says: DELIVERED"),
        ("", "", "the delivery ended as the scenario says: none was due"),
        ("CALLBACK_FAILED", "DELIVERED", "the delivery ended as CALLBACK_FAILED; the scenario leads to DELIVERED"),
        ("", "DELIVERED", "the delivery ended as none; the scenario leads to DELIVERED"),
        ("DELIVERED", "", "the delivery ended as DELIVERED; the scenario leads to none"),
    ],
)
def test_what_was_triggered_is_told_attempt_by_attempt(
    state: str, wanted: str, last: str, capsys: pytest.CaptureFixture[str]
) -> None:
    attempts = [
        attempt("auth", "2026-01-01T00:00:00", 200),
        attempt(
            "callback", "2026-01-01T00:00:01.500000", 503, fault="7 callback fail", problem="answered 503 (fault 7)"
        ),
        attempt("callback", "2026-01-01T00:01:00Z", 0, problem="timed out"),
        attempt("callback", "2026-01-01T00:02:00", 500, fault="7 callback fail", problem="odd"),
    ]
    trigger._show("late", Triggered("F", {"master_status": "SUCCESS"}, state, wanted, attempts))
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "scenario late, flow F: SUCCESS"
    assert lines[1] == "  +0.0 s    auth     POST https://me/auth 200 1.5 ms"
    assert lines[2] == "  +1.5 s    callback POST https://me/callback 503 1.5 ms by fault 7 callback fail"
    assert lines[3] == "  +60.0 s   callback POST https://me/callback no answer 1.5 ms timed out"
    assert lines[4].endswith("by fault 7 callback fail: odd")
    assert lines[5:] == [last]


# Probe


@pytest.mark.parametrize(
    ("said", "known"),
    [("y\n", True), ("YES\n", True), (" n \n", False), ("no\n", False), ("\n", None), ("maybe\n", None), ("", None)],
)
def test_a_person_says_what_cannot_be_seen(
    said: str, known: bool | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(said))
    (case,) = probe._cases(["duplicate"])
    assert probe._ask(case) is known
    assert capsys.readouterr().err.startswith("duplicate: sent was ")


def test_cases_come_in_their_own_order() -> None:
    every = [case.name for case in probe._cases([])]
    assert [case.name for case in probe._cases([every[3], every[0]])] == [every[0], every[3]]


def test_a_look_carries_headers_out_of_the_environment(monkeypatch: pytest.MonkeyPatch, receiver: Receiver) -> None:
    monkeypatch.setenv("KEY", "s3cret")
    seen: list[Received] = []

    def answer(received: Received) -> Answer:
        seen.append(received)
        return Answer(200, b'{"a": {"b": 1}, "c": 2}', {"Content-Type": "application/json"})

    receiver.rule("/kept/APP", answer)
    words = ["--look", f"{receiver.url}/kept/{{application_id}}", "--look-key", "a.b", "--look-header", "X-Key=KEY"]
    view = probe._look(parsed("probe", "--to", receiver.url, *words))
    assert view is not None
    assert view.by_application and view.state("APP", "F") == {"a.b": 1}
    assert seen[0].headers["x-key"] == "s3cret"
    view.close()
    assert probe._look(parsed("probe", "--to", receiver.url)) is None
