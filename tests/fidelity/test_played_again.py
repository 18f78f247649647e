"""What a replay sends in place of what was recorded: new tokens and ids, the simulator's own inbox, files by their new URLs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from simulator.client.receiver import Answer, Received, Receiver
from simulator.fidelity import replay as replay_module
from simulator.fidelity.recording import RecordedCall
from simulator.fidelity.replay import Replay, Replayed

V3 = "/v3/verification"


def answer(value: Any, status: int = 200) -> Answer:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return Answer(status, body, {"Content-Type": "application/json"})


@pytest.fixture
def server(receiver: Receiver) -> Receiver:
    """A server that gives a token; what else it answers, each test says."""
    receiver.rule(f"{V3}/authtoken", lambda received: answer({"access_token": "new-token"}, 201))
    return receiver


@pytest.fixture
def played(server: Receiver) -> Iterator[Callable[..., Replayed]]:
    made = Replay(server.url, "me")
    yield lambda *calls, files=lambda url: url: made.run(calls, files)
    made.close()


def call(
    path: str,
    body: Any = None,
    was: Any = None,
    *,
    number: int = 1,
    method: str = "POST",
    status: int = 200,
    authenticated: bool = True,
    query: tuple[tuple[str, str], ...] = (),
    **more: Any,
) -> RecordedCall:
    headers = more.pop("headers", {})
    return RecordedCall(number, method, path, query, headers, body, status, was, authenticated, **more)


def last(server: Receiver, path: str) -> Received:
    return server.requests(path)[-1]


def sent(server: Receiver, path: str) -> Any:
    return json.loads(last(server, path).body)


def test_a_token_is_fetched_anew_and_used_where_one_was(server: Receiver, played: Any) -> None:
    for path in ("/v3/verification/a", "/v3/verification/b"):
        server.rule(path, lambda received: answer({}))
    done = played(
        call(f"{V3}/authtoken", was={"access_token": "old"}, status=201, authenticated=False),
        call(f"{V3}/a", was={}),
        call(f"{V3}/b", was={}, authenticated=False),
    )
    assert (done.calls, done.skipped, done.changes) == (3, 0, ())
    account = last(server, f"{V3}/authtoken").headers
    assert (account["client-id"], account["client-secret"]) == ("me", "replay")
    assert last(server, f"{V3}/a").headers["token"] == "new-token"
    assert "token" not in last(server, f"{V3}/b").headers
    assert len(server.requests(f"{V3}/authtoken")) == 1


def test_a_recording_without_its_login_logs_in_by_itself_once(server: Receiver, played: Any) -> None:
    server.rule(f"{V3}/a", lambda received: answer({}))
    played(call(f"{V3}/a", was={}), call(f"{V3}/a", was={}))
    assert len(server.requests(f"{V3}/authtoken")) == 1
    assert last(server, f"{V3}/a").headers["token"] == "new-token"


def test_what_was_refused_for_its_token_comes_with_none_that_is_good(server: Receiver, played: Any) -> None:
    server.rule(
        f"{V3}/a", lambda received: answer({"error": "no"}, 401 if received.headers["token"] == "not-a-token" else 200)
    )
    assert played(call(f"{V3}/a", was={"error": "no"}, status=401)).changes == ()


def test_a_login_that_was_refused_is_played_as_it_was(server: Receiver, played: Any) -> None:
    server.rule(f"{V3}/authtoken", lambda received: answer({"error": "no"}, 401))
    done = played(
        call(f"{V3}/authtoken", was={"error": "no"}, status=401, authenticated=False, headers={"client-id": "x"})
    )
    assert done.changes == () and last(server, f"{V3}/authtoken").headers["client-id"] == "x"


@pytest.mark.parametrize("token", [b"no json", b"[]", b'{"access": 1}'])
def test_a_login_that_gives_no_token_ends_nothing(server: Receiver, played: Any, token: bytes) -> None:
    server.rule(f"{V3}/authtoken", lambda received: answer(token, 201))
    server.rule(f"{V3}/a", lambda received: answer({}))
    login = call(f"{V3}/authtoken", was={"access_token": "old"}, status=201, authenticated=False)
    done = played(login, call(f"{V3}/a", was={}, number=2))
    assert done.calls == 2 and all(change.call == 1 for change in done.changes)


def test_what_each_server_makes_anew_is_put_in_everywhere(server: Receiver, played: Any) -> None:
    server.rule(f"{V3}/flow/init", lambda received: answer({"flow_uuid": "new-flow"}))
    server.rule(f"{V3}/multiupload", lambda received: answer([{"batch_id": "new-batch", "file_uuid": "f2"}]))
    server.rule(f"{V3}/status", lambda received: answer({"flow_uuid": "new-flow", "n": 1}))
    done = played(
        call(f"{V3}/flow/init", {"application_id": "A"}, {"flow_uuid": "old-flow"}),
        call(
            f"{V3}/multiupload",
            {"flow_uuid": "old-flow", "deep": [{"x": "old-flow"}]},
            [{"batch_id": "old-batch", "file_uuid": "f1"}],
        ),
        call(
            f"{V3}/status",
            method="GET",
            query=(("flow_uuid", "old-flow"), ("b", "old-batch")),
            was={"flow_uuid": "old-flow", "n": 1},
        ),
    )
    assert done.changes == ()
    assert sent(server, f"{V3}/multiupload") == {"flow_uuid": "new-flow", "deep": [{"x": "new-flow"}]}
    assert last(server, f"{V3}/status").query == "flow_uuid=new-flow&b=new-batch"


def test_nobody_is_called_who_was_called_then(server: Receiver, played: Any) -> None:
    server.rule("/v2/verification/flow/init", lambda received: answer({}))
    body = {
        "callback_url": "https://lender.example/cb",
        "auth_url": "http://lender.example/auth",
        "auth_token_url": "https://lender.example/t",
        "chat_notification_url": "",
        "other_url": "https://lender.example/x",
    }
    played(call("/v2/verification/flow/init", body, {}))
    inbox = f"{server.url}/_sim/inbox/me"
    assert sent(server, "/v2/verification/flow/init") == {
        "callback_url": inbox,
        "auth_url": f"{inbox}/auth",
        "auth_token_url": f"{inbox}/auth",
        "chat_notification_url": "",
        "other_url": "https://lender.example/x",
    }


def test_files_are_uploaded_by_their_new_urls(server: Receiver, played: Any) -> None:
    server.rule(f"{V3}/multiupload", lambda received: answer({}))
    files = [{"file_url": "https://s3/a.png", "document_id": "1"}, {"document_id": "2"}, "odd"]
    played(call(f"{V3}/multiupload", {"file_urls": files}, {}), files=lambda url: f"new:{url}")
    assert sent(server, f"{V3}/multiupload")["file_urls"] == [
        {"file_url": "new:https://s3/a.png", "document_id": "1"},
        {"document_id": "2"},
        "odd",
    ]


def test_a_body_that_is_no_json_is_sent_as_it_was(server: Receiver, played: Any) -> None:
    server.rule(f"{V3}/flow/init", lambda received: answer({"error": "x"}, 400))
    played(call(f"{V3}/flow/init", "{broken", {"error": "x"}, status=400))
    assert last(server, f"{V3}/flow/init").body == b"{broken"
    assert last(server, f"{V3}/flow/init").headers["content-type"] == "application/json"


@pytest.mark.parametrize(("status", "account"), [(200, "me"), (401, "wrong")])
def test_the_account_of_an_address_match_is_the_replays_own(
    server: Receiver, played: Any, status: int, account: str
) -> None:
    server.rule("/v1/address/match", lambda received: answer({}, status))
    played(call("/v1/address/match", {"a": 1}, {}, status=status, authenticated=False, headers={"client_id": "wrong"}))
    assert last(server, "/v1/address/match").headers["client_id"] == account


def test_a_flow_is_polled_to_the_end_that_was_recorded(
    server: Receiver, played: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replay_module, "POLL_SECONDS", 0.0)
    done = {"master_status": "SUCCESS", "n": 2}
    server.script(
        f"{V3}/status", answer({"master_status": "IN_PROGRESS"}), answer({"master_status": "IN_PROGRESS"}), answer(done)
    )
    assert played(call(f"{V3}/status", method="GET", was=done)).changes == ()
    assert len(server.requests(f"{V3}/status")) == 3
    monkeypatch.setattr(replay_module, "POLL_TIMEOUT", 0.0)
    server.rule(f"{V3}/status", lambda received: answer({"master_status": "IN_PROGRESS"}))
    (first, *_) = played(call(f"{V3}/status", method="GET", was=done)).changes
    assert (first.where, first.recorded, first.now) == ("master_status", "SUCCESS", "IN_PROGRESS")


def test_what_follows_a_call_that_was_cut_off_is_left_out(server: Receiver, played: Any) -> None:
    server.rule(f"{V3}/a", lambda received: answer({}))
    done = played(
        call(f"{V3}/upload", "{cut", {}, cut=True, flow="F"),
        call(f"{V3}/a", was={}, flow="F"),
        call(f"{V3}/a", was={}, flow="G"),
        call(f"{V3}/a", was={}, status=0, flow="G"),
        call(f"{V3}/a", "{cut", {}, cut=True),
        call(f"{V3}/a", was={}),
    )
    assert (done.calls, done.skipped) == (2, 4)
    assert not server.requests(f"{V3}/upload") and len(server.requests(f"{V3}/a")) == 2


def test_the_middle_of_a_flow_is_no_change_but_its_end_is(server: Receiver, played: Any) -> None:
    server.rule(f"{V3}/status", lambda received: answer({"master_status": "SUCCESS", "upload_status": "FAILED"}))
    done = played(
        call(f"{V3}/status", method="GET", was={"master_status": "IN_PROGRESS", "upload_status": "SUCCESS"}, number=1),
        call(f"{V3}/status", method="GET", was={"master_status": "SUCCESS", "upload_status": "SUCCESS"}, number=2),
    )
    assert [(each.call, each.request, each.where) for each in done.changes] == [
        (2, f"GET {V3}/status", "upload_status")
    ]
