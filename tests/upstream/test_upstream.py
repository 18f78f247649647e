"""A second simulator of other settings as the upstream: answers untouched, kept, compared, and given again offline."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from simulator.cli import main
from simulator.client.receiver import Answer, Receiver
from simulator.errors import SimulatorError
from simulator.masking import masked as struck_out
from simulator.server import BackgroundServer
from simulator.settings import load
from simulator.testing.atlas import Atlas

SECRET = "the-real-secret-of-the-account"
AADHAAR = "4996 3341 5672"
SCENARIO = f"""
[[canned]]
document_id = "aadhaar"
document_type = "AADHAAR"
fields = {{ aadhaar_number = "{AADHAAR}", name = "ASHA VERMA" }}
[[canned]]
document_id = "*"
document_type = "PAN"
fields = {{ name_as_per_pan = "ASHA VERMA" }}
"""
DEVIATIONS = """
[[error]]
method = "GET"
path = "/v3/verification/status"
status = 409
answer_status = 418
answer = { error = "I am a teapot" }
"""


@pytest.fixture
def server_of(tmp_path: Path) -> Iterator[Callable[..., BackgroundServer]]:
    running: list[BackgroundServer] = []

    def start(**settings: Any) -> BackgroundServer:
        chosen = {"port": 0, "workers": 1, "ephemeral": True, "callback_backoff": 0.01, **settings}
        server = BackgroundServer(load(chosen, environment={}))
        running.append(server.__enter__())
        return server

    yield start
    for server in running:
        server.close()


@pytest.fixture
def real(server_of: Any, tmp_path: Path) -> BackgroundServer:
    """What stands for the real server: other envelopes, other statuses, one account."""
    (tmp_path / "scenario.toml").write_text(SCENARIO)
    (tmp_path / "deviations.toml").write_text(DEVIATIONS)
    settings = {"error_envelope": "both", "flow_upload": "object", "missing_fields": "null"}
    started: BackgroundServer = server_of(
        credentials=[f"lender:{SECRET}"],
        scenario=str(tmp_path / "scenario.toml"),
        deviations=str(tmp_path / "deviations.toml"),
        **settings,
    )
    return started


@pytest.fixture
def proxy(
    server_of: Any, real: BackgroundServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Any]:
    monkeypatch.setenv("REAL_SECRET", SECRET)

    def start(mode: str = "record", **settings: Any) -> BackgroundServer:
        chosen = {"upstream": real.url, "client_id": "lender", "client_secret_env": "REAL_SECRET", **settings}
        path = str(tmp_path / "recording.har")
        server: BackgroundServer = server_of(upstream_mode=mode, upstream_recording=path, **chosen)
        return server

    return start


def run_client(url: str, receiver: Receiver, name: str = "APP-1") -> list[tuple[int, Any]]:
    """A client's whole conversation, mistakes among it; status and JSON of each answer, of polls the last."""
    answers: list[tuple[int, Any]] = []
    with httpx.Client(base_url=url, trust_env=False, timeout=30) as http:
        token = http.post("/v3/verification/authtoken", headers={"Client-Id": "mine", "Client-Secret": "any"}).json()
        http.headers["Token"] = token["access_token"]

        def call(method: str, path: str, **options: Any) -> Any:
            answer = http.request(method, f"/v3/verification/{path}", **options)
            answers.append((answer.status_code, answer.json()))
            return answer.json()

        body = {"product_type": "PROD_CDL", "application_id": name}
        urls = {"auth_url": receiver.auth_url, "callback_url": receiver.callback_url}
        flow = call("POST", "flow/init", json={**body, **urls})["flow_uuid"]
        files = [
            {"file_url": receiver.serve_file(f"{each}.bin", each.encode()), "document_id": each}
            for each in ("pan", "aadhaar")
        ]
        call("POST", "multiupload", json={"flow_uuid": flow, "file_urls": files})
        while call("GET", "status", params={"flow_uuid": flow})["master_status"] not in ("SUCCESS", "FAILED"):
            answers.pop()
        call("GET", "extracts", params={"flow_uuid": flow})
        call("GET", "status", params={"flow_uuid": "none"})
        call("GET", "extracts", params={"flow_uuid": "none"})
        call("POST", "flow/init", json={})
        call("GET", "no-such-path")
    return answers


def state(server: BackgroundServer) -> Any:
    return httpx.get(f"{server.url}/_sim/upstream", trust_env=False).json()


def masked(answers: list[tuple[int, Any]]) -> list[tuple[int, Any]]:
    """Answers as a recording gives them."""
    return [(status, json.loads(struck_out(json.dumps(value)))) for status, value in answers]


def test_answers_come_back_untouched_and_all_deviations_are_told(
    proxy: Any, real: BackgroundServer, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    between = proxy()
    answers = run_client(between.url, receiver)
    flow = answers[0][1]["flow_uuid"]
    with Atlas(real.url, "lender") as there:
        there.client_secret = SECRET
        assert there.client.extracts(flow) == answers[3][1]
    assert [status for status, _ in answers] == [201, 201, 200, 200, 418, 409, 400, 404]
    assert AADHAAR in json.dumps(answers[3])
    shown = state(between)
    assert (shown["mode"], shown["recorded"], shown["passed"] >= 8) == ("record", shown["passed"], True)
    drift = {(each["call"].removeprefix("GET /v3/verification/"), each["differs"]) for each in shown["drift"]}
    told = {what for _, what in drift}
    assert ("status", "status 418 is not documented; there are 200, 400, 401, 409") in {
        (call, what.replace(", 503", "")) for call, what in drift
    }, drift
    for new in ("error_code", "error_message"):
        assert any(call == "extracts" and f"status 409: {new} is a new key" in what for call, what in drift), drift
        assert any("flow/init" in call and f"status 400: {new} is a new key" in what for call, what in drift), drift
    assert all(f"drift: {each['call']}: {each['differs']}" in caplog.text for each in shown["drift"])
    assert not [what for what in told if what.startswith("status 200: master_status")]


def test_a_server_that_answers_as_documented_drifts_in_nothing(
    server_of: Any, receiver: Receiver, tmp_path: Path
) -> None:
    (tmp_path / "scenario.toml").write_text(SCENARIO)
    plain = server_of(scenario=str(tmp_path / "scenario.toml"))
    between = server_of(upstream=plain.url, upstream_mode="record")
    run_client(between.url, receiver)
    assert state(between)["drift"] == []


def test_the_recording_is_a_har_file_without_secrets_whose_replay_finds_no_difference(
    proxy: Any,
    real: BackgroundServer,
    receiver: Receiver,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    server_of: Any,
) -> None:
    between = proxy()
    run_client(between.url, receiver)
    path = tmp_path / "recording.har"
    text = path.read_text()
    assert len(json.loads(text)["log"]["entries"]) == state(between)["recorded"]
    assert httpx.get(f"{between.url}/_sim/upstream/har", trust_env=False).json() == json.loads(text)
    assert "aadhaar_number" in text
    for secret in (SECRET, AADHAAR, "eyJhbG", "X-Amz-Signature=ab"):
        assert secret not in text
    assert path.stat().st_mode & 0o077 == 0
    same = server_of(
        error_envelope="both",
        flow_upload="object",
        missing_fields="null",
        scenario=str(tmp_path / "scenario.toml"),
        deviations=str(tmp_path / "deviations.toml"),
    )
    assert main(["replay", str(path), "--server", same.url]) == 0, capsys.readouterr().out
    other = server_of(scenario=str(tmp_path / "scenario.toml"))
    assert main(["replay", str(path), "--server", other.url]) == 1


def test_offline_the_recording_answers_the_same_and_nobody_is_called(
    proxy: Any, real: BackgroundServer, receiver: Receiver
) -> None:
    first = run_client(proxy().url, receiver)
    real.close()
    offline = proxy("off", upstream="", client_id="", client_secret_env="")
    assert run_client(offline.url, receiver) == masked(first)
    shown = state(offline)
    assert (shown["passed"], shown["replayed"] >= 8) == (0, True)
    # What was never recorded the simulator answers itself.
    body = {"product_type": "PROD_CDL", "application_id": "APP-2"}
    with Atlas(offline.url, f"t-{uuid.uuid4().hex[:6]}") as atlas:
        answer = atlas.client.request("POST", "/v3/verification/flow/init", json={**body, "auth_url": "http://x.test",
                                                                                  "callback_url": "http://x.test"})  # fmt: skip
        assert answer.status_code == 201
        assert atlas.flow(answer.json()["flow_uuid"])["application_id"] == "APP-2"


def test_fallback_calls_the_upstream_for_what_is_not_recorded_only(
    proxy: Any, real: BackgroundServer, receiver: Receiver
) -> None:
    first = run_client(proxy("fallback").url, receiver)
    between = proxy("fallback")
    assert run_client(between.url, receiver) == masked(first)
    assert state(between)["passed"] == 0
    run_client(between.url, receiver, "APP-2")
    assert state(between)["passed"] > 0
    real.close()
    answer = httpx.get(f"{between.url}/v3/verification/status?flow_uuid=new", headers={"Token": "x"}, trust_env=False)
    assert answer.status_code == 502
    assert answer.json()["error"].startswith(f"upstream {real.url}: ")


def test_without_an_account_the_clients_own_credentials_are_passed_on(proxy: Any, receiver: Receiver) -> None:
    between = proxy(client_id="", client_secret_env="")
    refused = httpx.post(f"{between.url}/v3/verification/authtoken",
                         headers={"Client-Id": "mine", "Client-Secret": "any"}, trust_env=False)  # fmt: skip
    assert refused.status_code == 401
    with Atlas(between.url, "lender") as atlas:
        atlas.client_secret = SECRET
        assert atlas.client.request("GET", "/v3/verification/status", params={"flow_uuid": "n"}).status_code == 418
    text = httpx.get(f"{between.url}/_sim/upstream/har", trust_env=False).text
    assert SECRET not in text and "eyJhbG" not in text


def test_a_picture_and_a_huge_answer(
    server_of: Any, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    picture = b"\x89PNG\r\n\x1a\n\xff\x00" * 50
    receiver.rule(
        "/v3/verification/picture", lambda _: Answer(203, picture, {"Content-Type": "image/png", "X-Own": "1"})
    )
    receiver.rule("/v3/verification/huge", lambda _: Answer(200, b"x" * 2000))
    monkeypatch.setattr("simulator.control.upstream.client.LARGEST_ANSWER", 1000)
    path = str(tmp_path / "own.har")
    for _ in range(2):
        between = server_of(upstream=receiver.url, upstream_mode="fallback", upstream_recording=path)
        answer = httpx.get(f"{between.url}/v3/verification/picture", trust_env=False)
        assert (answer.status_code, answer.content, answer.headers["x-own"]) == (203, picture, "1")
    assert len(receiver.requests("/v3/verification/picture")) == 1
    answer = httpx.get(f"{between.url}/v3/verification/huge", trust_env=False)
    assert (answer.status_code, "more than 1,000 bytes" in answer.json()["error"]) == (502, True)


def test_a_host_that_is_denied_is_no_upstream_either(server_of: Any) -> None:
    between = server_of(upstream="http://169.254.169.254", upstream_mode="record")
    answer = httpx.get(f"{between.url}/v3/verification/status", trust_env=False)
    assert answer.status_code == 502 and "not contacted" in answer.json()["error"]


def test_many_at_once_are_all_kept(proxy: Any, tmp_path: Path) -> None:
    between = proxy()

    def ask(number: int) -> None:
        url = f"{between.url}/v3/verification/status?flow_uuid=f{number}"
        httpx.get(url, headers={"Token": "x"}, trust_env=False)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(json.loads((tmp_path / "recording.har").read_text())["log"]["entries"]) == 20


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"upstream_mode": "record", "upstream_recording": "{tmp}/new.har"}, "needs --upstream URL"),
        ({"upstream": "http://x.test", "client_id": "a"}, "go together"),
        (
            {"upstream": "http://x.test", "client_id": "a", "client_secret_env": "NOT_SET_ANYWHERE"},
            "no such environment",
        ),
        ({"upstream": "http://x.test", "upstream_recording": "{tmp}/broken.har"}, "is not a whole HAR file"),
    ],
)
def test_settings_that_do_not_fit_together_are_refused(tmp_path: Path, settings: Any, says: str) -> None:
    (tmp_path / "broken.har").write_text('{"log": 1}')
    chosen = {key: value.replace("{tmp}", str(tmp_path)) for key, value in settings.items()}
    with (
        pytest.raises(SimulatorError, match=says),
        BackgroundServer(load({"port": 0, "ephemeral": True, **chosen}, environment={})),
    ):
        pass


def test_without_an_upstream_there_is_none_to_show(server: BackgroundServer) -> None:
    assert httpx.get(f"{server.url}/_sim/upstream", trust_env=False).status_code == 404


def test_other_kinds_missing_keys_and_what_is_no_json_are_told_once_with_their_count(
    server_of: Any, receiver: Receiver
) -> None:
    statuses = {"upload_status": 1, "processing_status": "SUCCESS", "crossheck_status": "DONE", "master_status": None}
    receiver.rule("/v3/verification/status", lambda _: Answer(200, json.dumps(statuses).encode()))
    receiver.rule("/v3/verification/extracts", lambda _: Answer(200, b'{"ocr_data": {}, "extra": [1]}'))
    receiver.rule("/v3/verification/flow/init", lambda _: Answer(201, b"<html>"))
    between = server_of(upstream=receiver.url, upstream_mode="record")
    for _ in range(2):
        for path in ("status?flow_uuid=1", "extracts?flow_uuid=1"):
            httpx.get(f"{between.url}/v3/verification/{path}", trust_env=False)
        httpx.post(f"{between.url}/v3/verification/flow/init", json={}, trust_env=False)
    told = {(each["call"].rpartition("/")[2], each["differs"]): each["times"] for each in state(between)["drift"]}
    assert set(told.values()) == {2}
    differs = {f"{call}: {what.removeprefix('status 200: ')}" for call, what in told}
    assert {
        "extracts: extra is a new key: array",
        "extracts: ocr_data is object, not array",
        "extracts: cross_checks is missing",
        "init: status 201: the body is not JSON",
    } <= differs, differs
    kinds = [each for each in differs if each.startswith("status: ")]
    assert {each.split()[1] for each in kinds} == {"upload_status", "crossheck_status", "master_status"}, kinds
