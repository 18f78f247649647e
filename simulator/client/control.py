"""A client of everything under `/_sim`, for one tenant or all: what tests, scenarios and the command line speak through."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self
from urllib.parse import quote

import httpx

from simulator.client.atlas_client import certificates
from simulator.errors import SimulatorError
from simulator.printable import printable
from simulator.variables import PASSWORD_VARIABLE


class ControlFailed(SimulatorError):
    """The simulator refused, or was not there. The text says what, where, and what is allowed."""


class VerificationFailed(AssertionError):
    """What was expected did not pass; the text says what came nearest."""


class ClockControl:
    """Simulated time: the tenant's own, where the control names one; everyone's otherwise."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def advance(self, length: str | float, *, flow: str = "") -> dict[str, Any]:
        """Move forward ("61m"); what falls due has happened on return.

        With `flow` no clock moves: only what that flow waits for happens as much sooner.
        """
        return self._change({"advance": length, **({"flow": flow} if flow else {})})

    def freeze(self) -> dict[str, Any]:
        return self._change({"freeze": True})

    def resume(self) -> dict[str, Any]:
        return self._change({"freeze": False})

    def now(self) -> dict[str, Any]:
        state: dict[str, Any] = self._control.call("GET", "clock")
        return state

    def _change(self, change: Mapping[str, Any]) -> dict[str, Any]:
        state: dict[str, Any] = self._control.call("POST", "clock", change)
        return state


class InboxControl:
    """A receiver inside the simulator: `callback_url` and `auth_url` for flows, and what came there."""

    def __init__(self, control: Control, name: str) -> None:
        self._control = control
        self._path = f"inbox/{_part(name)}"
        self.callback_url = f"{control.url}/_sim/{self._path}"
        self.auth_url = f"{self.callback_url}/auth"

    def received(self, step: str = "") -> list[dict[str, Any]]:
        """What came, in order; `step` is `callback`, `auth`, or empty for both."""
        return self._control.listed("received", "GET", self._path, limit=1000, **({"step": step} if step else {}))

    #: The old name of `received`.
    letters = received

    def callbacks(self) -> list[Any]:
        """The bodies of the callbacks that were taken."""
        return [each["body"] for each in self.received("callback") if each["answered"] < 300]

    def wait_for(self, count: int = 1, seconds: float = 10.0) -> list[Any]:
        """The callbacks' bodies once there are `count`. Raises TimeoutError."""
        deadline = time.monotonic() + seconds
        while len(found := self.callbacks()) < count:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{len(found)} of {count} callbacks came within {seconds:g} s")
            time.sleep(0.005)
        return found

    def refuse(self, *, callback: Sequence[int] = (), auth: Sequence[int] = ()) -> None:
        """Answer the next callbacks and auth calls with these statuses."""
        self._control.call("PUT", self._path, {"callback": list(callback), "auth": list(auth)})

    def clear(self) -> None:
        self._control.call("DELETE", self._path)


class Control:
    """Speaks to the simulator at `url`. Raises ControlFailed where it refuses or cannot be reached.

    `password` is that of `--ui-password`; unless given, what the variable ATLAS_SIMULATOR_PASSWORD says.
    """

    def __init__(self, url: str, tenant: str = "", password: str = "") -> None:
        if not (tenant.isascii() and (tenant.isprintable() or not tenant)):
            raise ControlFailed(f"tenant {tenant!a}: no HTTP header can carry it; a Client-Id is of printable ASCII")
        self.url = url.rstrip("/")
        self.tenant = tenant
        headers = {"Client-Id": tenant} if tenant else {}
        password = password or os.environ.get(PASSWORD_VARIABLE, "")
        auth = ("atlas-simulator", password) if password else None
        self._http = httpx.Client(
            base_url=self.url, headers=headers, auth=auth, timeout=60.0, trust_env=False, verify=certificates()
        )
        self.clock = ClockControl(self)
        self.inbox = InboxControl(self, tenant or "inbox")

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def call(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        """One call under `/_sim/`; its JSON. Raises ControlFailed, also where another server answers."""
        values = {key: value for key, value in query.items() if value is not None}
        return self._object(self._request(method, path, params=values, **({} if body is None else {"json": body})))

    def listed(self, key: str, method: str, path: str, body: Any = None, **query: Any) -> list[dict[str, Any]]:
        """One call under `/_sim/`; the list that its JSON has by this key. Raises ControlFailed."""
        answer = self.call(method, path, body, **query)
        if key not in answer:
            raise ControlFailed(f"no simulator at {self.url}: another server, or version, answers /_sim/{path}")
        found: list[dict[str, Any]] = answer[key]
        return found

    def faults(self, *rules: Mapping[str, Any], **rule: Any) -> list[dict[str, Any]]:
        """Put rules in force: `faults(point="auth", action="refused", times=2)`, or several as dicts."""
        wanted = [*rules, *([rule] if rule else [])]
        # One alone is sent as such, so that an error names its key without a place in a list.
        value = wanted[0] if len(wanted) == 1 else wanted
        return self.listed("faults", "POST", "faults", value)

    def faults_in_force(self) -> list[dict[str, Any]]:
        return self.listed("faults", "GET", "faults")

    def clear_faults(self) -> None:
        self.call("DELETE", "faults")

    def scenario(self, wanted: str | Mapping[str, Any]) -> None:
        """Put a built-in scenario (by name) or one's own in force for this tenant."""
        self.call("PUT", "scenario", {"name": wanted} if isinstance(wanted, str) else {"scenario": wanted})

    def put_file(self, name: str, content: bytes, expires_in: str = "1h") -> str:
        """Keep a file in the simulator; its pre-signed URL."""
        answer = self._request("PUT", f"files/{quote(name)}", content=content, params={"expires_in": expires_in})
        return str(self._object(answer)["file_url"])

    def verify(self, **expectation: Any) -> dict[str, Any]:
        """Hold the journal against what should be there. Raises VerificationFailed with what came nearest."""
        answer: dict[str, Any] = self.call("POST", "verify", expectation)
        if not answer["ok"]:
            raise VerificationFailed(answer["says"])
        return answer

    def journal(self, **filters: Any) -> list[dict[str, Any]]:
        return self.listed("entries", "GET", "journal", **filters)

    def journal_har(self, **filters: Any) -> list[dict[str, Any]]:
        """The same entries in the form of an HTTP Archive (HAR 1.2)."""
        found: list[dict[str, Any]] = self.call("GET", "journal/har", **filters)["log"]["entries"]
        return found

    def flow(self, flow_uuid: str) -> dict[str, Any]:
        """Everything about one flow."""
        shown: dict[str, Any] = self.call("GET", f"flows/{_part(flow_uuid)}")
        return shown

    def flows(self, **filters: Any) -> list[dict[str, Any]]:
        return self.listed("flows", "GET", "flows", **filters)

    def advance(self, flow_uuid: str, to: str | None = None) -> dict[str, Any]:
        """Let a flow that is held go on: one step, or to a stage."""
        step: dict[str, Any] = self.call("POST", f"flows/{_part(flow_uuid)}/advance", {"to": to} if to else {})
        return step

    def outcome(self, flow_uuid: str, **outcome: Any) -> dict[str, Any]:
        """Say how a document of a flow is to end: `outcome(flow, document="2", outcome="UNRECOGNISED")`; or `score=40`."""
        rules: dict[str, Any] = self.call("PUT", f"flows/{_part(flow_uuid)}/outcome", outcome)
        return rules

    def redeliver(self, delivery_id: int) -> dict[str, Any]:
        sent: dict[str, Any] = self.call("POST", f"callbacks/{delivery_id}/redeliver", {})
        return sent

    def revoke(self, token: str, *, session: bool = False) -> None:
        """Let a token hold no longer; with `session` all that go back to the same call of authtoken."""
        self.call("POST", "tokens/revoke", {"token": token, "session": session})

    def reset(self) -> None:
        """Forget everything of this tenant; without one, everything."""
        self.call("DELETE", "state")

    def snapshot(self) -> bytes:
        return self._request("GET", "state").content

    def restore(self, snapshot: bytes) -> None:
        self._request("PUT", "state", content=snapshot)

    def events(self, after: int | None = None, flow: str = "") -> Iterator[dict[str, Any]]:
        """Transitions as they happen, without end. Raises ControlFailed where the simulator refuses or goes away."""
        values: dict[str, str] = {"flow": flow} if flow else {}
        if after is not None:
            values["after"] = str(after)
        try:
            with self._http.stream(
                "GET", "/_sim/events", params=values, timeout=httpx.Timeout(10, read=None)
            ) as answer:
                if answer.is_error:
                    answer.read()
                    raise ControlFailed(_answer_text(answer))
                for line in answer.iter_lines():
                    if line.startswith("data: "):
                        yield json.loads(line.removeprefix("data: "))
        except httpx.HTTPError as error:
            raise ControlFailed(self._unreachable(error)) from None
        raise ControlFailed(f"the events of {self.url} came to an end; the simulator was stopped, or it is none")

    def _request(self, method: str, path: str, **options: Any) -> httpx.Response:
        try:
            answer = self._http.request(method, f"/_sim/{path}", **options)
        except httpx.HTTPError as error:
            raise ControlFailed(self._unreachable(error)) from None
        if answer.is_error:
            raise ControlFailed(_answer_text(answer))
        return answer

    def _object(self, answer: httpx.Response) -> dict[str, Any]:
        try:
            found = answer.json()
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise ControlFailed(f"no simulator at {self.url}: another server answers {answer.request.url.path}")
        return found

    def _unreachable(self, error: httpx.HTTPError) -> str:
        return f"no simulator at {self.url} ({error or type(error).__name__}); start one with `atlas-simulator serve`"


def _part(name: str) -> str:
    """A name as one part of a path; one that is no part of any is the name of nothing."""
    return quote(name, safe="") if name.strip(".") else "none"


def _answer_text(answer: httpx.Response) -> str:
    try:
        problem = answer.json()
    except ValueError:
        problem = None
    if not isinstance(problem, dict):
        return f"{answer.request.url.path} answered {answer.status_code}: {answer.text[:200]}"
    given = str(problem.get("error", answer.text[:200]))
    allowed = problem.get("allowed")
    return given + (f"; allowed: {', '.join(map(str, allowed))}" if allowed and isinstance(allowed, list) else "")


def timeline(flow: Mapping[str, Any]) -> str:
    """What happened to a flow, as lines for a person."""
    lines = [f"flow {flow['flow_uuid']} of {flow['application_id']}: {' '.join((flow['status'] or {}).values())}"]
    for event in flow["timeline"]:
        about = {
            key: value
            for key, value in event.items()
            if key not in ("at", "kind", "state", "file_uuid", "sha256", "id") and value != ""
        }
        text = " ".join(f"{key}={value}" for key, value in about.items())
        lines.append(f"  {event['at']} {event['kind']} {event['state']} {text}".rstrip())
    for file in flow["files"]:
        if file["problem"]:
            lines.append(f"  {file['document_id']}: {file['problem']}")
    return "\n".join(map(printable, lines))
