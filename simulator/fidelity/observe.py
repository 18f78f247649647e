"""One server, asked the documented calls of the Flow API by a client of its own, politely: one flow, slow polls, a budget.

Nothing here judges: what came back is observed, whatever it is. A side that answers nonsense, drops the connection or is
overloaded ends the observation with a reason, and what was seen so far stays.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.fidelity.model import CallRecord, Observation, StatusAt
from simulator.fidelity.polite import ObservationEnded, PoliteClient

PREFIX = "/v3/verification"
FINAL = frozenset({"SUCCESS", "FAILED"})
STATUS_FIELDS = ("upload_status", "processing_status", "crossheck_status", "master_status")
#: A flow that no server has.
UNKNOWN_FLOW = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True)
class ObservationPlan:
    """What both sides are asked. `poll` and `patience` are real seconds, `budget` the most requests, errors included."""

    product_type: str
    application_id: str
    auth_url: str
    callback_url: str
    files: Sequence[tuple[str, str]]
    poll: float = 5.0
    patience: float = 600.0
    budget: int = 200


class ObservedServer:
    """A server at `url`, as a client with these credentials sees it."""

    def __init__(self, url: str, client_id: str, client_secret: str, *, timeout: float = 30.0) -> None:
        self.url = url.rstrip("/")
        self._credentials = {"Client-Id": client_id, "Client-Secret": client_secret}
        self._http = PoliteClient(url, budget=0, timeout=timeout)
        self._exchanges: list[CallRecord] = []
        self._seen: list[StatusAt] = []
        self._extracts: dict[str, Any] = {}
        self._token = ""

    def close(self) -> None:
        self._http.close()

    def run(self, plan: ObservationPlan, tell: Callable[[str], None] = lambda value: None) -> Observation:
        """Ask everything; what was observed, complete or not."""
        self._http.budget = self._http.sent + plan.budget
        ended = ""
        try:
            self._authenticate()
            self._send_invalid_requests()
            self._flow(plan, tell)
        except ObservationEnded as end:
            ended = str(end)
        return Observation(
            url=self.url,
            exchanges=tuple(self._exchanges),
            statuses=tuple(self._seen),
            extracts=self._extracts,
            ended=ended,
        )

    # The calls

    def _authenticate(self) -> None:
        self._call("authtoken without credentials", "POST", "authtoken", token=False)
        value = self._call("authtoken", "POST", "authtoken", token=False, headers=self._credentials)
        token = value.answer.get("access_token") if isinstance(value.answer, dict) else None
        if not (isinstance(token, str) and token):
            raise ObservationEnded(
                f"no token: {self.url} answered {value.status} to authtoken; check URL and credentials"
            )
        self._token = token

    def _send_invalid_requests(self) -> None:
        """The documented errors that cost a server nothing."""
        self._call("init without parameters", "POST", "flow/init", json={})
        self._call("multiupload without parameters", "POST", "multiupload", json={})
        self._call("status without flow_uuid", "GET", "status")
        self._call("status of an unknown flow", "GET", "status", params={"flow_uuid": UNKNOWN_FLOW})
        self._call("extracts of an unknown flow", "GET", "extracts", params={"flow_uuid": UNKNOWN_FLOW})
        wrong = {"Token": "not-a-token"}
        self._call("status with a wrong token", "GET", "status", token=False, headers=wrong)

    def _flow(self, plan: ObservationPlan, tell: Callable[[str], None]) -> None:
        body = {
            "product_type": plan.product_type,
            "application_id": plan.application_id,
            "auth_url": plan.auth_url,
            "callback_url": plan.callback_url,
            "flow_params": {},
        }
        flow = _text(self._needed("init", "POST", "flow/init", json=body).answer, "flow_uuid")
        if not flow:
            raise ObservationEnded("init gave no flow_uuid")
        query = {"flow_uuid": flow}
        self._call("status before the upload", "GET", "status", params=query)
        items = [{"file_url": url, "document_id": document_id} for document_id, url in plan.files]
        self._needed("multiupload", "POST", "multiupload", json={**query, "file_urls": items})
        self._poll(plan, query, tell)
        extracts = self._needed("extracts", "GET", "extracts", params=query).answer
        if not isinstance(extracts, dict):
            raise ObservationEnded("extracts is not a JSON object")
        self._extracts = extracts

    def _poll(self, plan: ObservationPlan, query: dict[str, str], tell: Callable[[str], None]) -> None:
        started = time.monotonic()
        while True:
            value = self._needed("status", "GET", "status", params=query, again=True)
            words = [_text(value.answer, field) for field in STATUS_FIELDS]
            seconds, statuses = time.monotonic() - started, "/".join(words)
            if not self._seen or self._seen[-1].statuses != statuses:
                self._seen.append(StatusAt(round(seconds, 2), statuses))
            tell(statuses)
            if words[-1] in FINAL:
                return
            if seconds > plan.patience:
                raise ObservationEnded(f"the flow was not complete after {plan.patience:g} s: {statuses}")
            time.sleep(plan.poll)

    # One call

    def _needed(self, name: str, method: str, path: str, *, again: bool = False, **options: Any) -> CallRecord:
        """A call without whose success nothing further can be asked."""
        value = self._call(name, method, path, again=again, **options)
        if not 200 <= value.status < 300:
            raise ObservationEnded(f"{name}: {value.problem or f'answered {value.status}'}")
        return value

    def _call(
        self, name: str, method: str, path: str, *, token: bool = True, again: bool = False, **options: Any
    ) -> CallRecord:
        """One call; where the server is busy, up to three. Of a call made `again` and again only the last is kept."""
        headers = dict(options.pop("headers", {}))
        if token:
            headers["Token"] = self._token
        target = f"{PREFIX}/{path}"
        reply = self._http.ask(method, target, headers=headers, **options)
        text = CallRecord(name, method, target, reply.status, reply.ms, reply.body, reply.problem)
        if again and self._exchanges and self._exchanges[-1].name == name:
            self._exchanges.pop()
        self._exchanges.append(text)
        if not text.status:
            raise ObservationEnded(f"{name}: {text.problem}")
        return text


def _text(answer: Any, key: str) -> str:
    value = answer.get(key) if isinstance(answer, dict) else None
    return value if isinstance(value, str) else ""
