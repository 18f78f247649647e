"""A client that is polite to a server that is not ours: a budget of requests, waits where it is busy, honours Retry-After."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

import httpx

from simulator.client.atlas_client import certificates

#: Statuses that ask a client to come again later; how often it does, and the most seconds that it waits each time.
BUSY_STATUSES = frozenset({429, 503})
TRIES, LONGEST_WAIT = 3, 60.0
#: Requests without any answer, one after the other, after which a server counts as unreachable.
MOST_SILENCES = 3
#: Characters of an answer that is no JSON that are kept.
TEXT_KEPT = 500


class ObservationEnded(Exception):
    """No more can be asked of this side; the text says why."""


class BudgetUsed(ObservationEnded):
    """The most requests have been sent."""

    def __init__(self) -> None:
        super().__init__("the budget of requests is used up; raise it with --budget")


@dataclass(frozen=True)
class Reply:
    """An answer. `status` is 0 where none came; `body` is the JSON, or the text's beginning where it was none."""

    status: int
    ms: float
    body: Any = None
    problem: str = ""
    headers: dict[str, str] = field(default_factory=dict)


class PoliteClient:
    """Requests to the server at `url`: at most `budget`, with `pause` real seconds before each but the first."""

    def __init__(self, url: str, *, budget: int, pause: float = 0.0, timeout: float = 30.0) -> None:
        self.url = url.rstrip("/")
        self.sent = 0
        self._silences = 0
        self.budget = budget
        self._pause = pause
        self._http = httpx.Client(base_url=self.url, timeout=timeout, verify=certificates())

    def close(self) -> None:
        self._http.close()

    def ask(self, method: str, path: str, *, patient: bool = True, **options: Any) -> Reply:
        """One call; up to three where the server is busy and the caller `patient`.

        Raises ObservationEnded where the budget is used up, or the server has not answered several times.
        """
        if self._silences >= MOST_SILENCES:
            raise ObservationEnded(f"no answer from {self.url} to {MOST_SILENCES} requests in a row")
        for attempt in range(1, TRIES + 1):
            if self.sent >= self.budget:
                raise BudgetUsed
            if self.sent and self._pause:
                time.sleep(self._pause)
            self.sent += 1
            reply = self._once(method, path, options)
            self._silences = 0 if reply.status else self._silences + 1
            if not patient or reply.status not in BUSY_STATUSES or attempt == TRIES:
                break
            wait = _retry_after(reply)
            time.sleep(min(2.0**attempt if wait is None else wait, LONGEST_WAIT))
        return reply

    def _once(self, method: str, path: str, options: dict[str, Any]) -> Reply:
        started = time.perf_counter()
        try:
            answer = self._http.request(method, path, **options)
        except httpx.HTTPError as error:
            return Reply(0, _since(started), problem=f"no answer from {self.url}: {error or type(error).__name__}")
        body: Any
        problem = ""
        try:
            body = answer.json() if answer.content else None
        except (ValueError, RecursionError):
            body, problem = answer.text[:TEXT_KEPT], "the answer is no JSON"
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Reply(answer.status_code, _since(started), body, problem, headers)


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)


def _retry_after(reply: Reply) -> float | None:
    """Seconds, where the server says how many."""
    try:
        return max(0.0, float(reply.headers.get("retry-after", "")))
    except ValueError:
        return None
