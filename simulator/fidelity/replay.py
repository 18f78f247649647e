"""Plays a recorded client against a simulator and tells which answers changed.

What each server makes anew (tokens, flow_uuid, batch_id, file_uuid …) is taken from the new answers and put in place of
the recorded ones in what follows. A status that was polled until the end is polled until the end.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import httpx
import msgspec

from simulator.fidelity.recording import RecordedCall

#: Keys whose values each server makes anew.
GENERATED_KEYS = (
    "flow_uuid",
    "flow_id",
    "batch_id",
    "file_uuid",
    "co_applicant_id",
    "message_id",
    "external_document_id",
    "access_token",
    "refresh_token",
    "redact_url",
    "created_at",
    "expires_in",
)
#: Calls that count and time all that a server holds, other clients' too: of them only the status can be the same.
CHANGING_KEYS = re.compile(r"/analytics(/|$)|/clients$")
#: Where a recorded client wanted to be called; a replay calls nobody but the simulator's own inbox.
CALL_NAMES = {"callback_url": "", "chat_notification_url": "", "auth_url": "/auth", "auth_token_url": "/auth"}
#: Real seconds between two polls, and the most that a flow may take.
POLL_SECONDS, POLL_TIMEOUT = 0.05, 120.0


class Changed(msgspec.Struct, frozen=True):
    """One thing that is answered otherwise than recorded, in a call by its number in the recording."""

    call: int
    request: str
    where: str
    recorded: Any
    now: Any


class Replayed(msgspec.Struct, frozen=True):
    calls: int
    skipped: int
    changes: tuple[Changed, ...]


class Replay:
    def __init__(self, url: str, client_id: str, client_secret: str = "replay") -> None:
        self._http = httpx.Client(base_url=url, timeout=60.0, trust_env=False)
        self._credentials = {"Client-Id": client_id, "Client-Secret": client_secret}
        self._inbox = f"{url.rstrip('/')}/_sim/inbox/{client_id}"
        self._token = ""
        self._renamed: dict[str, str] = {}

    def close(self) -> None:
        self._http.close()

    def run(self, calls: Sequence[RecordedCall], file_url: Callable[[str], str]) -> Replayed:
        """Play them in order. `file_url` gives the URL to upload by in place of a recorded one."""
        changes: list[Changed] = []
        skipped = 0
        # What follows a call that cannot be played has nothing to be about: a flow without its upload never ends.
        lost: set[str] = set()
        last = {_poll(call): call for call in calls}
        for call in calls:
            if call.cut or call.status == 0 or call.flow in lost:
                skipped += 1
                if call.cut and call.flow:
                    lost.add(call.flow)
                continue
            status, answer = self._play(call, file_url)
            changes += _changes(call, status, answer, moment=_is_moment(call, last[_poll(call)]))
        return Replayed(len(calls) - skipped, skipped, tuple(changes))

    def _play(self, call: RecordedCall, file_url: Callable[[str], str]) -> tuple[int, Any]:
        if call.path.endswith("/authtoken") and 200 <= call.status < 300:
            answer = self._http.request(call.method, call.path, headers=self._credentials)
            body = _decoded(answer)
            self._token = str(body.get("access_token", "")) if isinstance(body, Mapping) else ""
            return answer.status_code, body
        deadline = time.monotonic() + POLL_TIMEOUT
        while True:
            answer = self._http.request(call.method, call.path, **self._options(call, file_url))
            body = _decoded(answer)
            if not _still_running(call, body) or time.monotonic() > deadline:
                self._learn(call.answer, body)
                return answer.status_code, body
            time.sleep(POLL_SECONDS)

    def _options(self, call: RecordedCall, file_url: Callable[[str], str]) -> dict[str, Any]:
        headers = dict(call.headers)
        if call.authenticated:
            # A recorded refusal stays one: the token it came with was no good.
            refused = call.status == 401
            headers["Token"] = "not-a-token" if refused else (self._token or self._new_token())
        if call.path.startswith("/v1/address") and call.status != 401:
            headers |= {
                "client_id": self._credentials["Client-Id"],
                "client_secret": self._credentials["Client-Secret"],
            }
        options: dict[str, Any] = {"headers": headers, "params": [(key, self._now(value)) for key, value in call.query]}
        if call.body is not None:
            body = self._replaced(call.body)
            if isinstance(body, Mapping) and isinstance(body.get("file_urls"), list):
                body = {**body, "file_urls": [_served(item, file_url) for item in body["file_urls"]]}
            if isinstance(body, dict):
                body |= {key: self._inbox + end for key, end in CALL_NAMES.items() if _is_url(body.get(key))}
            options["content"] = body if isinstance(body, str) else json.dumps(body)
            headers.setdefault("content-type", "application/json")
        return options

    def _new_token(self) -> str:
        answer = self._http.post("/v3/verification/authtoken", headers=self._credentials)
        body = _decoded(answer.raise_for_status())
        self._token = str(body["access_token"]) if isinstance(body, Mapping) and "access_token" in body else "none"
        return self._token

    # What is made anew

    def _learn(self, recorded: Any, now: Any) -> None:
        """Remember which new value stands for which recorded one."""
        if isinstance(recorded, Mapping) and isinstance(now, Mapping):
            for key, value in recorded.items():
                new = now.get(key)
                if key in GENERATED_KEYS and isinstance(value, str) and isinstance(new, str):
                    self._renamed[value] = new
                else:
                    self._learn(value, new)
        elif isinstance(recorded, list) and isinstance(now, list):
            for value, new in zip(recorded, now, strict=False):
                self._learn(value, new)

    def _now(self, value: str) -> str:
        return self._renamed.get(value, value)

    def _replaced(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._now(value)
        if isinstance(value, Mapping):
            return {key: self._replaced(each) for key, each in value.items()}
        return [self._replaced(each) for each in value] if isinstance(value, list) else value


def _served(item: Any, file_url: Callable[[str], str]) -> Any:
    if isinstance(item, Mapping) and isinstance(item.get("file_url"), str):
        return {**item, "file_url": file_url(item["file_url"])}
    return item


def _is_url(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(("http://", "https://"))


def _still_running(call: RecordedCall, now: Any) -> bool:
    """Whether a recorded answer was the last of its flow or batch, and this one is not yet."""
    was = call.answer
    if not (isinstance(was, Mapping) and isinstance(now, Mapping)):
        return False
    if was.get("master_status") in ("SUCCESS", "FAILED"):
        return now.get("master_status") not in ("SUCCESS", "FAILED")
    # Batches have no status: their extracts are polled.
    if isinstance(was.get("data"), list) and isinstance(now.get("data"), list):
        return len(now["data"]) < len(was["data"])
    return False


def _poll(call: RecordedCall) -> tuple[Any, ...]:
    """What a call has in common with others that ask for the same again."""
    return call.method, call.path, call.query


def _is_moment(call: RecordedCall, last: RecordedCall) -> bool:
    """Whether the recorded answer is one of the middle of a flow or batch: which one a poll hits is chance."""
    was = call.answer
    if not isinstance(was, Mapping):
        return False
    if was.get("master_status") in ("NOT_STARTED", "IN_PROGRESS"):
        return True
    if not call.path.endswith("/extracts"):
        return False
    if isinstance(was.get("data"), list) and isinstance(total := was.get("total_items"), int):
        page, size = was.get("page", 1), was.get("per_page", 50)
        if len(was["data"]) < min(size, total - (page - 1) * size):
            return True
    return bool(was != last.answer)


def _changes(call: RecordedCall, status: int, answer: Any, *, moment: bool) -> Iterator[Changed]:
    request = f"{call.method} {call.path}"
    if status != call.status:
        yield Changed(call.number, request, "HTTP status", call.status, status)
    if moment or call.method == "HEAD" or CHANGING_KEYS.search(call.path):
        return
    if isinstance(call.answer, str) and call.answer[:1] in ("{", "["):
        # The journal kept only the beginning.
        return
    for where, recorded, now in _differing("", call.answer, answer):
        if where == "reason" and status == call.status == 401:
            # It tells what was wrong with a token that no recording holds.
            continue
        yield Changed(call.number, request, where, recorded, now)


def _differing(where: str, recorded: Any, now: Any) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(recorded, Mapping) and isinstance(now, Mapping):
        for key in dict.fromkeys((*recorded, *now)):
            if key not in GENERATED_KEYS:
                at = f"{where}.{key}".lstrip(".")
                yield from _differing(at, recorded.get(key), now.get(key))
    elif isinstance(recorded, list) and isinstance(now, list) and len(recorded) == len(now):
        for position, (was, new) in enumerate(zip(recorded, now, strict=True)):
            yield from _differing(f"{where}[{position}]", was, new)
    elif recorded != now and not _struck(recorded):
        yield where or "the answer", recorded, now


def _struck(recorded: Any) -> bool:
    """Whether a recorded value was masked before it was written down: nobody can tell what it was."""
    return isinstance(recorded, str) and "***" in recorded


def _decoded(answer: httpx.Response) -> Any:
    try:
        return answer.json() if answer.content else None
    except (ValueError, RecursionError):
        return answer.text
