"""The probe's hands: opens flows on its own simulator, has their callbacks delivered, and sees what the receiver did."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from simulator.client.atlas_client import AtlasClient
from simulator.client.control import Control
from simulator.probe.look import ReceiverView, difference

#: More than all retries take, in simulated time.
ALL_RETRIES = "3h"
#: Real seconds that one step may take: a receiver may time out at every attempt.
STEP_SECONDS = 55.0
NAME = "name_as_per_pan"

Verdict = Literal["right", "wrong", "unknown"]


@dataclass(frozen=True)
class ProbeFinding:
    """What the receiver did, and whether a right one does that; `unknown`: nothing that was named could show it."""

    verdict: Verdict
    saw: str


@dataclass
class ProbedApplication:
    """One application at the receiver, with a flow of it, and the state that a GET showed first."""

    id: str
    flow: str
    before: Any = None
    seen: int = field(default=0, repr=False)


class Prober:
    """`to` and `auth_url` are the receiver's; `look` and `ask` what tells more of it than its status codes."""

    def __init__(
        self, url: str, *, to: str, auth_url: str = "", look: ReceiverView | None = None, fetches: bool = False
    ) -> None:
        self.tenant = f"probe-{uuid.uuid4().hex[:8]}"
        self.control = Control(url, self.tenant)
        self.look = look
        self.fetches = fetches
        self.has_auth = bool(auth_url)
        self._client = AtlasClient(url, client_id=self.tenant)
        self._urls = {"auth_url": auth_url or self.control.inbox.auth_url, "callback_url": to}
        given = {
            "document_id": "*",
            "document_type": "PAN",
            "fields": {NAME: "PROBE PERSON", "pan_number": "ABCPV1234K"},
        }
        self.control.scenario({"canned": [given]})

    def close(self) -> None:
        self._client.close()
        self.control.close()

    def application(self, case: str, same_as: str = "") -> ProbedApplication:
        """A new application (or a further flow of one), with what a GET says before anything was sent."""
        name = same_as or f"PROBE-{case}-{uuid.uuid4().hex[:6]}"
        # Simulated time moves on by hours.
        self._client.forget_token()
        flow = self._client.init(application_id=name, **self._urls)
        return ProbedApplication(name, flow, self.state(name, flow))

    def fault(self, about: ProbedApplication, point: str, action: str, **keys: Any) -> None:
        self.control.faults(point=point, action=action, flow=about.flow, **keys)

    def upload(self, about: ProbedApplication, *documents: str) -> list[int]:
        """Upload documents and let follow what is due now; the statuses of the callbacks that were posted."""
        files = [
            (each, self.control.put_file(f"{about.flow}/{each}.png", each.encode())) for each in documents or ("1",)
        ]
        self._client.multiupload(about.flow, files)
        return self.advance(about, 0)

    def redeliver(self, about: ProbedApplication) -> list[int]:
        """Send the flow's newest callback once more."""
        self.control.redeliver(self.control.flow(about.flow)["deliveries"][-1]["id"])
        return self.advance(about, 0)

    def advance(self, about: ProbedApplication, forward: float | str) -> list[int]:
        """Move on; the statuses of the flow's callbacks since the last look. A status is 0 where no answer came."""
        settled = self.control.call("POST", "clock", {"advance": forward, "patience": STEP_SECONDS})["settled"]
        while not settled:
            settled = self.control.call("POST", "clock", {"advance": 0, "patience": STEP_SECONDS})["settled"]
        posted = self.control.journal(flow=about.flow, kind="callback", limit=1000)
        new = posted[about.seen :]
        about.seen = len(posted)
        return [int(each["status"]) for each in new]

    # What there is to see

    def state(self, application_id: str, flow_uuid: str) -> Any:
        return self.look.state(application_id, flow_uuid) if self.look else None

    def taken(self, about: ProbedApplication, statuses: list[int]) -> ProbeFinding:
        """Right where every callback was answered with 2xx and, where there is a GET, shows."""
        if bad := [each for each in statuses if not 200 <= each < 300]:
            return ProbeFinding("wrong", f"answered {_status(bad[0])}")
        if not statuses:
            return ProbeFinding("unknown", "no callback was posted")
        if self.look is None:
            return ProbeFinding("right", f"answered {statuses[-1]}")
        after = self.look.changed(about.id, about.flow, about.before)
        if after == about.before:
            return ProbeFinding("wrong", f"answered {statuses[-1]}, but the GET shows nothing of it")
        return ProbeFinding("right", f"answered {statuses[-1]}; {difference(about.before, after)}")

    def unmoved(self, about: ProbedApplication, before: Any, statuses: list[int]) -> ProbeFinding:
        """Right where the GET says the same as before; unknown without one."""
        if self.look is None:
            return ProbeFinding("unknown", f"answered {', '.join(map(_status, statuses))}")
        after = self.look.settled(about.id, about.flow)
        if after == before:
            return ProbeFinding("right", "the GET says the same as before")
        return ProbeFinding("wrong", f"the GET says something else: {difference(before, after)}")

    def after_first(self, about: ProbedApplication, statuses: list[int]) -> tuple[Any, ProbeFinding | None]:
        """The state once a first, plain callback was taken; and a finding where nothing more can be learnt."""
        first = self.taken(about, statuses)
        if first.verdict != "right":
            return None, ProbeFinding("unknown", f"the first callback was not taken: {first.saw}")
        return (self.look.settled(about.id, about.flow) if self.look else None), None


@dataclass(frozen=True)
class ProbeCase:
    """One thing that is sent: `sent` says what, `right` what a right receiver does with it."""

    name: str
    sent: str
    right: str
    run: Callable[[Prober], ProbeFinding]


@dataclass(frozen=True)
class ProbeResult:
    case: ProbeCase
    finding: ProbeFinding
    seconds: float


#: Asked of a person: what was sent and what a right receiver does. True: it did; None: not known.
Ask = Callable[[ProbeCase], bool | None]


def _status(status: int) -> str:
    return str(status) if status else "nothing"
