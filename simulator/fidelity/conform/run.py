"""Runs the conversations against one server and holds its answers against the rows.

A row that cannot be asked of this server (a document that was not named, a step that only a simulator has, a request
beyond the budget) is not checkable, with the reason; it neither passes nor fails.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from simulator.client.receiver import Answer as ReceiverAnswer
from simulator.client.receiver import Received, Receiver
from simulator.errors import SimulatorError
from simulator.fidelity.conform.checks import NOT_ANSWERED, CallResult, ResultCheck
from simulator.fidelity.conform.judge import Asked
from simulator.fidelity.conform.places import ABSENT, values
from simulator.fidelity.conform.statements import (
    Conversation,
    Step,
    conversations,
    document_names,
    readings,
)
from simulator.fidelity.conform.templates import fill, open_names
from simulator.fidelity.polite import BUSY_STATUSES, ObservationEnded, PoliteClient

#: What is under it only a simulator has, and under this what moves the time of all who use it.
CONTROL, CLOCK = "/_sim/", "/_sim/clock"
RECEIVE = "RECEIVE"
#: Real seconds that a callback may come after what it is about is done.
CALLBACK_SECONDS = 20.0


@dataclass(frozen=True)
class Target:
    """A server, and what this client may do there. `simulator`: it has `/_sim`; `own`: it was started for
    this run, with the accounts of the conversations.

    `files` are the URLs of documents by name; `poll` and `patience` are real seconds. With a `receiver` the server can
    reach this client, and its callbacks are looked at.
    """

    url: str
    client_id: str
    client_secret: str
    receiver: Receiver | None
    files: Mapping[str, str]
    product_type: str = "PROD_CDL"
    callback_url: str = ""
    auth_url: str = ""
    simulator: bool = False
    own: bool = False
    poll: float = 0.01
    pause: float = 0.0
    patience: float = 60.0
    budget: int = 100_000


def own_settings(client_id: str, secret: str, receiver: Receiver) -> dict[str, Any]:
    """The settings of a simulator that is started for a run: its accounts, and docstream's callback."""
    return {
        "port": 0,
        "ephemeral": True,
        "credentials": [f"{client_id_of(client_id, each.name)}:{secret}" for each in conversations()],
        "docstream_callback_url": f"{receiver.callback_url}/docstream",
        "docstream_auth_url": receiver.auth_url,
    }


class ReadingsRefused(SimulatorError):
    """A simulator that does not know a documented type or field, or asks for a password. The text says which."""


class NotAskable(Exception):
    """A step that this server cannot be asked; the text says why."""


def run(target: Target, chosen: Iterable[Conversation], tell: Callable[[str], None] = lambda text: None) -> list[Asked]:
    """Every step of the conversations, asked or not, in order."""
    client = PoliteClient(target.url, budget=target.budget, pause=target.pause)
    run_id = f"{time.time_ns() // 1_000_000:x}"
    try:
        asked: list[Asked] = []
        for each in chosen:
            tell(each.name)
            asked += _Speaker(target, client, each.name, run_id).hold(each)
        return asked
    finally:
        client.close()


def client_id_of(client_id: str, conversation: str) -> str:
    """The account of a conversation with a simulator, where each has its own."""
    return f"{client_id}-{conversation}"


@dataclass
class _Speaker:
    """One conversation being held: what is known so far is in `names`."""

    target: Target
    client: PoliteClient
    name: str
    run_id: str
    names: dict[str, Any] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    #: Why a variable is not known.
    reasons: dict[str, str] = field(default_factory=dict)

    def hold(self, conversation: Conversation) -> Iterator[Asked]:
        target, receiver = self.target, self.target.receiver
        own_id = client_id_of(target.client_id, self.name) if target.simulator else target.client_id
        self.reasons |= {
            "simulator": "only a simulator can be brought to it",
            "own": "only a simulator that is started for it can be brought to it",
            **{f"file:{name}": f"no document {name} was named (--document {name}=URL)" for name in document_names()},
        }
        self.names |= {
            "client_id": own_id,
            "client_secret": target.client_secret,
            "product_type": target.product_type,
            "run": f"{self.name}-{self.run_id}",
            "here": self.name,
            **({"simulator": True} if target.simulator else {}),
            **({"own": True} if target.own else {}),
            "url": target.url,
            "auth_url": target.auth_url,
            "callback_url": target.callback_url,
            **{f"file:{name}": url for name, url in target.files.items()},
        }
        if receiver is not None:
            path = f"/auth/{self.name}"
            receiver.rule(path, _token)
            self.names |= {
                "auth_url": receiver.url + path,
                "callback_url": f"{receiver.callback_url}/{self.name}",
                "receiver": receiver.url,
            }
        if target.simulator:
            scenario = {"scenario": {"canned": readings()}}
            reply = self.client.ask("PUT", "/_sim/scenario", headers={"Client-Id": own_id}, json=scenario)
            if reply.status != 200:
                why = reply.problem or str(reply.body)[:300]
                raise ReadingsRefused(
                    f"{target.url} does not take the readings that rows are about: {reply.status} {why}"
                )
        for step in conversation.steps:
            yield self._asked(step)

    def _asked(self, step: Step) -> Asked:
        self.missing += [name for name in step.documents if name not in self.target.files]
        try:
            self._require(step.needs)
            answer = self._received(step) if step.method == RECEIVE else self._called(step)
        except (NotAskable, ObservationEnded) as why:
            self.reasons |= dict.fromkeys(step.take, str(why))
            return Asked(step, None, dict(self.names), str(why))
        for name, place in step.take.items():
            found = values(answer.body, place)
            if found and found[0] is not ABSENT:
                self.names[name] = found[0]
        if not answer.status:
            answer = _no_answer(answer.problem)
        return Asked(step, answer, dict(self.names), missing=tuple(self.missing), told=self.target.simulator)

    # A call

    def _called(self, step: Step) -> CallResult:
        path = step.target
        if path.startswith(CONTROL) and not self.target.simulator:
            raise NotAskable("only a simulator can be brought to it")
        if path.startswith(CLOCK) and not self.target.own:
            raise NotAskable("it moves the time of a server that others may use")
        if step.accounts and self.target.simulator and not self.target.own:
            raise NotAskable("a simulator without --credentials takes any account")
        options = self._options(step)
        deadline = time.monotonic() + self.target.patience
        wanted = msgspec.convert(fill(step.until, self.names), ResultCheck) if step.until else None
        while True:
            answer = self._once(step, path, options)
            if wanted is None or not wanted.problem(answer) or not answer.status:
                return answer
            if time.monotonic() > deadline:
                raise NotAskable(f"{wanted.problem(answer)} after {self.target.patience:g} s")
            time.sleep(self.target.poll)

    def _once(self, step: Step, path: str, options: dict[str, Any]) -> CallResult:
        expected = {row.status for row in step.rows}
        target = str(fill(path, {name: value for name, value in self.names.items() if isinstance(value, str)}))
        reply = self.client.ask(step.method, target, patient=not expected & BUSY_STATUSES, **options)
        return CallResult(reply.status, reply.headers, reply.body, problem=reply.problem)

    def _options(self, step: Step) -> dict[str, Any]:
        """Headers and body. Raises NotAskable where a name in them is not known."""
        headers = dict(step.headers)
        if step.target.startswith(CONTROL):
            headers.setdefault("Client-Id", "{client_id}")
        elif step.token:
            headers["Token"] = f"{{{step.token}}}"
        options: dict[str, Any] = {"headers": headers}
        if step.raw is not None:
            options["content"] = step.raw.encode()
            headers.setdefault("Content-Type", "application/json")
        elif step.body is not None or step.documents:
            urls = {"file_urls": self._file_urls(step)} if step.documents else {}
            whole = {**step.body, **urls} if isinstance(step.body, dict) else step.body
            options["json"] = _without(whole, step.without) if step.without else whole
        if "token" in open_names(options) and "token" not in self.names:
            self._log_in()
        filled: dict[str, Any] = fill(options, self.names)
        self._require(open_names([filled, step.target]))
        return filled

    def _require(self, names: Iterable[str]) -> None:
        """Raises NotAskable with the reason why one of the names is not known."""
        for name in names:
            if name not in self.names:
                raise NotAskable(self.reasons.get(name, f"{name} is not known: an earlier call did not give it"))

    def _file_urls(self, step: Step) -> list[dict[str, str]]:
        there = [name for name in step.documents if name in self.target.files]
        if not there:
            raise NotAskable(f"none of its documents was named (--document {step.documents[0]}=URL)")
        self.names["sent"] = len(there)
        return [{"file_url": self.target.files[name], "document_id": name} for name in there]

    def _log_in(self) -> None:
        account = {"Client-Id": self.names["client_id"], "Client-Secret": self.names["client_secret"]}
        reply = self.client.ask("POST", "/v3/verification/authtoken", headers=account)
        found = values(reply.body, "access_token")
        if found[0] is ABSENT:
            raise NotAskable(f"no token: authtoken answered {reply.status} {reply.problem}".strip())
        self.names["token"] = found[0]

    # What comes to this client

    def _received(self, step: Step) -> CallResult:
        receiver = self.target.receiver
        if receiver is None:
            raise NotAskable("that server cannot reach this client")
        path = str(fill(step.target, self.names))
        try:
            found = receiver.wait_for(step.count, path, CALLBACK_SECONDS)
        except TimeoutError as late:
            return _no_answer(str(late))
        last = found[step.count - 1]
        try:
            body = last.json() if last.body else None
        except ValueError:
            return CallResult(200, dict(last.headers), problem="what came is no JSON")
        return CallResult(200, dict(last.headers), {"method": last.method, "body": body, "count": len(found)})


def _without(body: Any, key: str) -> Any:
    return {name: value for name, value in body.items() if name != key}


def _no_answer(reason: str) -> CallResult:
    return CallResult(NOT_ANSWERED, problem=reason or "no answer")


def _token(received: Received) -> ReceiverAnswer:
    return ReceiverAnswer(200, b'{"access_token": "receiver-token"}', {"Content-Type": "application/json"})
