"""The probe against planted receivers: one for each mistake, told apart, and a right one that passes everything."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from xml.etree import ElementTree

import httpx
import pytest

from simulator.cli import main
from simulator.client.process import free_port
from simulator.client.receiver import Answer, Received, Receiver
from simulator.probe.cases import CASES

ALL = {case.name for case in CASES}


class Lender:
    """A right receiver of callbacks; each `mistake` changes one thing."""

    def __init__(self, receiver: Receiver, simulator: str, mistake: str = "") -> None:
        self.receiver, self.simulator, self.mistake = receiver, simulator, mistake
        self.tokens: set[str] = set()
        self.records: dict[str, dict[str, Any]] = {}
        self.order: list[str] = []
        self._lock = threading.Lock()
        for path, answer in (("/auth", self.auth), ("/callback", self.callback), ("/record", self.record)):
            receiver.rule(path, answer)

    def auth(self, received: Received) -> Answer:
        token = f"issued-{len(self.tokens)}"
        self.tokens.add(token)
        return Answer(200, json.dumps({"access_token": token}).encode(), {"Content-Type": "application/json"})

    def record(self, received: Received) -> Answer:
        found = self.records.get(parse_qs(received.query)["id"][0])
        return Answer(404) if found is None else Answer(200, json.dumps(found).encode())

    def callback(self, received: Received) -> Answer:
        with self._lock:
            status = self._taken(received)
        return Answer(status)

    def _taken(self, received: Received) -> int:
        mistake = self.mistake
        if mistake != "takes any token" and received.headers.get("token") not in self.tokens:
            return 401
        if mistake == "limits bodies to 1 MB" and len(received.body) > 1_000_000:
            return 413
        body = received.json()
        unknown = set(body) - {"flow_uuid", "application_id", "flow_params", "ocr_data", "cross_checks"}
        if mistake == "refuses unknown keys" and unknown:
            return 422
        if mistake == "needs a document" and not body["ocr_data"]:
            return 500
        application, flow = body["application_id"], body["flow_uuid"]
        sequence = int(received.headers["x-atlas-sim-delivery"])
        last = self.records.get(application)
        if mistake == "refuses a repeat" and last and last["flow"] == flow and last["sequence"] == sequence:
            return 409
        if mistake == "refuses what is older than the last of all" and self.order and sequence < int(self.order[-1]):
            return 409
        self.order.append(str(sequence))
        return self._kept(body, application, flow, sequence, last)

    def _kept(self, body: Any, application: str, flow: str, sequence: int, last: Any) -> int:
        items = body["ocr_data"]
        if self.mistake != "believes the callback":
            items = self._fetched(flow)
        count = (last["count"] if last else 0) + 1
        newer = last is None or sequence >= last["sequence"]
        if self.mistake == "takes the last that came":
            items, newer = body["ocr_data"], True
        elif self.mistake == "compares within one flow only" and last and last["flow"] != flow:
            newer = True
        if newer:
            names = [item["data"].get("name_as_per_pan", {}).get("value", "")[:30] for item in items]
            self.records[application] = {"flow": flow, "sequence": sequence, "names": names, "count": 1}
        if self.mistake == "counts every callback":
            self.records[application]["count"] = count
        return 200

    def _fetched(self, flow: str) -> Any:
        answer = httpx.post(
            f"{self.simulator}/v3/verification/authtoken",
            headers={"Client-Id": self.client_of(flow), "Client-Secret": "any"},
            trust_env=False,
        )
        path = f"{self.simulator}/v3/verification/extracts"
        headers = {"Token": answer.json()["access_token"]}
        return httpx.get(path, params={"flow_uuid": flow}, headers=headers, trust_env=False).json()["ocr_data"]

    def client_of(self, flow: str) -> str:
        return str(httpx.get(f"{self.simulator}/_sim/flows/{flow}", trust_env=False).json()["tenant"])


#: Each mistake, and the cases by which it shows.
MISTAKES = {
    "": set(),
    "takes any token": {"wrong-token"},
    "limits bodies to 1 MB": {"huge"},
    "refuses unknown keys": {"extra-keys"},
    "needs a document": {"tiny"},
    "refuses a repeat": {"retry"},
    "counts every callback": {"duplicate", "late"},
    "compares within one flow only": {"late"},
    "refuses what is older than the last of all": {"out-of-order"},
    "believes the callback": {"disagrees"},
    "takes the last that came": {"stale", "late", "disagrees"},
}


@pytest.fixture
def probe(receiver: Receiver, capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., tuple[int, str, Lender]]]:
    def run(mistake: str, *arguments: str, look: bool = True) -> tuple[int, str, Lender]:
        port = free_port()
        lender = Lender(receiver, f"http://127.0.0.1:{port}", mistake)
        words = ["probe", "--to", receiver.callback_url, "--auth-url", receiver.auth_url, "--port", str(port)]
        if look:
            words += ["--look", f"{receiver.url}/record?id={{application_id}}"]
        status = main([*words, *arguments])
        output = capsys.readouterr()
        return status, output.out + output.err, lender

    yield run


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_mistake_shows_by_its_own_cases_and_a_right_receiver_passes(
    probe: Any, mistake: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # These receivers have done their work when they answer; the right one is looked at as long as anybody's.
    monkeypatch.setattr("simulator.probe.look.SETTLED", 0.02 if mistake else 0.25)
    # The slow callback takes real seconds: once is enough.
    names = sorted(ALL - ({"slow"} if mistake else set()))
    status, output, _ = probe(mistake, "--json", *(word for name in names for word in ("--case", name)))
    report = json.loads(output)
    verdicts = {each["case"]: each["verdict"] for each in report["cases"]}
    assert set(verdicts) == set(names)
    assert {name for name, verdict in verdicts.items() if verdict == "wrong"} == MISTAKES[mistake], report
    assert status == (1 if MISTAKES[mistake] else 0)
    if not mistake:
        assert set(verdicts.values()) == {"right"}


def test_the_mistakes_are_told_apart() -> None:
    shown = [frozenset(cases) for cases in MISTAKES.values()]
    assert len(set(shown)) == len(shown)


def test_a_receiver_that_is_too_slow_to_read_is_found(probe: Any, receiver: Receiver) -> None:
    status, output, _ = probe("", "--case", "slow", "--callback-timeout", "1")
    assert status == 1 and "answered nothing" in output


def test_what_nothing_named_can_show_is_unknown_and_asked_on_request(
    probe: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = ("--case", "plain", "--case", "duplicate", "--case", "stale")
    status, output, _ = probe("", *cases, look=False)
    assert status == 0 and "1 right, 0 wrong, 2 unknown" in output
    answers = iter(["n\n", "\n"])
    monkeypatch.setattr("sys.stdin.readline", lambda: next(answers), raising=False)
    status, output, _ = probe("", *cases, "--ask", look=False)
    assert status == 1 and "1 right, 1 wrong, 1 unknown" in output
    assert "by your own word" in output


def test_the_reports_say_the_same_as_page_and_as_junit(probe: Any, tmp_path: Path) -> None:
    page, junit = tmp_path / "probe.html", tmp_path / "probe.xml"
    _, output, lender = probe(
        "needs a document", "--case", "tiny", "--case", "plain", "--html", str(page), "--junit", str(junit)
    )
    assert "1 right, 1 wrong, 0 unknown" in output
    suite = ElementTree.fromstring(junit.read_bytes())
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("2", "1", "0")
    (failed,) = [case for case in suite if case.find("failure") is not None]
    assert failed.get("name") == "tiny" and "answered 500" in str(failed.find("failure").get("message"))  # type: ignore[union-attr]
    text = page.read_text()
    assert "1 right, 1 wrong" in text and "answered 500" in text and "<script" not in text
    for token in lender.tokens:
        assert token not in text + output + junit.read_text()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--case", "plian"], "is not one of plain, duplicate"),
        (["--look-key", "status"], "give that, too"),
        (["--look", "http://127.0.0.1:9/{flow_uuid}"], "cannot be asked"),
        (["--look", "http://127.0.0.1:9/", "--look-header", "Authorization=NOT_SET_ANYWHERE"], "set that environment"),
    ],
)
def test_what_is_asked_wrongly_is_said(receiver: Receiver, capsys: Any, arguments: list[str], says: str) -> None:
    assert main(["probe", "--to", receiver.callback_url, *arguments]) == 2
    assert says in capsys.readouterr().err
    assert not receiver.callbacks()
