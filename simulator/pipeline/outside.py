"""The runner's way to the outer world: downloads, readings, comparisons and deliveries, each asked for faults first.

Whoever asks here gets what the world gave or what a rule says instead, and every exchange is noted for the journal.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import msgspec

from simulator.clock import Clock
from simulator.documents.model import Field, Reading
from simulator.flows.journal import Entry
from simulator.flows.model import CHAT, HELD, Attempt, Delivery, File, Flow
from simulator.flows.states import DeliveryState
from simulator.matching.model import CrossCheck
from simulator.pipeline.deliver import Deliverer, Outcome, Pretended
from simulator.pipeline.download import Downloader, DownloadError, Fetched
from simulator.pipeline.faults.book import Faults, Kept
from simulator.pipeline.faults.points import action_names
from simulator.pipeline.faults.rules import About
from simulator.pipeline.plans import Plans
from simulator.pipeline.readers import ReadingFailed

#: What comes where a link leads to a login page instead of the file.
LOGIN_PAGE = b"<!doctype html><title>Sign in</title><form method=post><input name=user><input name=password></form>"
#: Actions that make something wait; it waits once.
_WAITS = frozenset({"delay", "out_of_order"})
#: Of a callback: what is decided before a try, and what during one.
_BEFORE = _WAITS | {"never"}
_OTHERS = frozenset(action_names("callback")) - _BEFORE
#: Kinds of deliveries that have a point of their own; all others are callbacks.
_POINTS = {CHAT: "notification"}


class Later(Exception):
    """Not now: at `due_at`, or, with `behind`, once the tenant's next delivery was made, if that is sooner."""

    def __init__(self, due_at: float, *, behind: bool = False) -> None:
        super().__init__(due_at)
        self.due_at = due_at
        self.behind = behind


class Outside:
    def __init__(
        self,
        clock: Clock,
        downloader: Downloader,
        deliverer: Deliverer,
        faults: Faults,
        plans: Plans,
        note: Callable[[Entry], None],
    ) -> None:
        self._clock = clock
        self._downloader = downloader
        self._deliverer = deliverer
        self._faults = faults
        self._plans = plans
        self._note = note

    # Downloads

    async def fetch(self, file: File) -> Fetched:
        """The file's bytes. Raises DownloadError, or Later."""
        at, started = self._clock.now(), time.perf_counter()
        fault = await self._faults.first("download", _about_file(file), _WAITS if file.postponed else ())
        if fault and fault.rule.action == "delay":
            raise Later(at + fault.rule.wait)
        problem, size, status = "", 0, 0
        try:
            fetched = self._instead(file, fault) if fault else await self._downloader.fetch(file.file_url)
            size, status = len(fetched.body), 200
            return fetched
        except DownloadError as error:
            problem = str(error)
            raise
        finally:
            self._note(
                Entry(
                    at=at, tenant=file.tenant, kind="download", method="GET", url=file.file_url, status=status,
                    ms=_milliseconds(started), flow_uuid=file.flow_uuid, batch_id=file.batch_id,
                    documents=(file.document_id,), fault=fault.label if fault else "", problem=problem,
                    answer=f"{size} bytes" if status else "",
                )
            )  # fmt: skip

    def _instead(self, file: File, fault: Kept) -> Fetched:
        rule, host = fault.rule, urlsplit(file.file_url).netloc
        by = f" (fault {fault.label})"
        match rule.action:
            case "expired":
                raise DownloadError(f"{host} answered 403 (an expired or private link?): Request has expired{by}")
            case "status":
                raise DownloadError(f"{host} answered {rule.says('status')}{by}")
            case "timeout":
                raise DownloadError(f"no complete answer within {self._downloader.seconds:g} s{by}")
            case "too_large":
                raise DownloadError(f"file too large: more than {self._downloader.max_bytes} bytes{by}")
            case _:
                body = _bytes(rule.body) if rule.body is not None else LOGIN_PAGE
                return Fetched(body, hashlib.sha256(body).hexdigest())

    # Readings

    async def wait_before_reading(self, file: File) -> float:
        """Simulated seconds that processing takes beyond its pace; HELD where it is stuck."""
        fault = await self._faults.first("processing", _about_file(file))
        if fault is None:
            return 0.0
        return HELD if fault.rule.action == "stuck" else fault.rule.wait

    def given(self, file: File) -> tuple[str, Reading] | None:
        """A reading that is planned for the file, and what it is kept by."""
        planned = self._plans.given(file)
        return (planned.key, planned.reading()) if planned else None

    async def bend(self, file: File, reading: Reading) -> Reading:
        """The reading as the rules want it; the very same one where none acts. Raises ReadingFailed."""
        if not (self._faults.watches("classify") or self._faults.watches("ocr")):
            return reading
        about = msgspec.structs.replace(_about_file(file), type=reading.document_type)
        for fault in await self._faults.every("classify", about):
            reading = _classified(reading, fault)
        about = msgspec.structs.replace(about, type=reading.document_type)
        for fault in await self._faults.every("ocr", about):
            if fault.rule.action == "fail":
                raise ReadingFailed(f"reading failed (fault {fault.label})")
            reading = _misread(reading, fault)
        return reading

    async def bend_checks(self, flow: Flow, checks: list[CrossCheck]) -> list[CrossCheck]:
        """The cross-checks with the scores that the rules want."""
        if not checks or not self._faults.watches("crosscheck"):
            return checks
        about = About(tenant=flow.tenant, application=flow.application_id, flow=flow.uuid)
        for fault in await self._faults.every("crosscheck", about):
            wanted, score = fault.rule.check, int(fault.rule.says("score"))
            checks = [
                msgspec.structs.replace(check, similarity_score=score) if wanted in (None, check.name) else check
                for check in checks
            ]
        return checks

    # Deliveries

    async def deliver(self, delivery: Delivery, body: bytes) -> Outcome:
        """One try. Raises Later."""
        about = About(tenant=delivery.tenant, flow=delivery.flow_uuid)
        if held_back := await self._held_back(delivery, about):
            return held_back
        acted: dict[str, Kept] = {}
        sent: list[bytes] = []

        async def interfere(step: str, said: bytes) -> tuple[Pretended | None, bytes]:
            point = _POINTS.get(delivery.kind, step) if step == "callback" else step
            fault = await self._faults.first(point, about, _BEFORE)
            if fault is not None:
                acted[step] = fault
                said = said[: len(said) // 2] if step == "callback" and fault.rule.action == "malformed" else said
            if step == "callback":
                sent.append(said)
            return (_pretended(fault) if fault and _is_answer(fault) else None), said

        outcome = await self._deliverer.deliver(delivery, body, interfere)
        again = acted.get("callback")
        if again and again.rule.action == "duplicate" and outcome.state == DeliveryState.DELIVERED:
            for _ in range(int(again.rule.says("copies")) - 1):
                outcome.attempts.extend((await self._deliverer.deliver(delivery, body)).attempts)
        for attempt in outcome.attempts:
            self._note_attempt(delivery, attempt, acted.get(attempt.step), sent[0] if sent else b"")
        return outcome

    async def authenticate(self, flow: Flow) -> tuple[Attempt, str]:
        """Call the auth_url of a flow outside of a delivery; the token is empty where it gave none."""
        about = About(tenant=flow.tenant, application=flow.application_id, flow=flow.uuid)
        fault = await self._faults.first("auth", about)
        attempt, token = await self._deliverer.authenticate(flow.auth_url, 0, _pretended(fault) if fault else None)
        named = Delivery(
            0, "", flow.tenant, flow.uuid, "", "", "", flow.auth_url, DeliveryState.INITIATED, b"", 0, 0.0, 0.0
        )
        self._note_attempt(named, attempt, fault, b"")
        return attempt, token

    async def _held_back(self, delivery: Delivery, about: About) -> Outcome | None:
        """How the try ends where it is not made at all. Raises Later where it is made at another time."""
        others = _OTHERS | (_WAITS if delivery.postponed else frozenset())
        fault = await self._faults.first(_POINTS.get(delivery.kind, "callback"), about, others)
        if fault is None:
            return None
        if fault.rule.action in _WAITS:
            raise Later(self._clock.now() + fault.rule.wait, behind=fault.rule.action == "out_of_order")
        problem = f"never sent (fault {fault.label})"
        attempt = Attempt(delivery.id, "callback", self._clock.now(), 0.0, 0, problem, "")
        self._note_attempt(delivery, attempt, fault, b"")
        return Outcome([], DeliveryState.CALLBACK_FAILED, again=False, problem=problem)

    def _note_attempt(self, delivery: Delivery, attempt: Attempt, fault: Kept | None, body: bytes) -> None:
        auth = attempt.step == "auth"
        self._note(
            Entry(
                at=attempt.at, tenant=delivery.tenant, kind="auth" if auth else "callback", method="POST",
                url=delivery.auth_url if auth else delivery.url, status=attempt.status, ms=round(attempt.seconds * 1000, 2),
                flow_uuid=delivery.flow_uuid, batch_id=delivery.batch_id, fault=fault.label if fault else "",
                problem=attempt.problem, request="" if auth else body.decode("utf-8", "replace"), answer=attempt.answer,
            )
        )  # fmt: skip


def _about_file(file: File) -> About:
    return About(tenant=file.tenant, documents=(file.document_id,), flow=file.flow_uuid)


def _classified(reading: Reading, fault: Kept) -> Reading:
    rule = fault.rule
    notes = (*reading.notes, f"classified by fault {fault.label}")
    if rule.action == "become":
        return msgspec.structs.replace(
            reading, document_type=rule.document_type, error_code="", error_reason="", notes=notes
        )
    if rule.action == "invalid":
        return msgspec.structs.replace(reading, error_code="INVALID_DOC", error_reason=rule.says("reason"), notes=notes)
    return msgspec.structs.replace(
        reading,
        document_type="",
        fields={},
        error_code="UNRECOGNISED",
        error_reason="document not in list",
        notes=notes,
    )


def _misread(reading: Reading, fault: Kept) -> Reading:
    rule, fields = fault.rule, dict(reading.fields)
    if rule.action == "missing":
        fields.pop(rule.field or "", None)
    elif rule.action == "replace":
        old = fields.get(rule.field or "", Field("", 0.99))
        fields[rule.field or ""] = Field(rule.value, old.confidence, old.places, f"fault {fault.label}")
    else:
        confidence = float(rule.says("confidence"))
        for name, field in fields.items():
            if rule.field in (None, name):
                fields[name] = _unsure(field, confidence)
    return msgspec.structs.replace(reading, fields=fields, notes=(*reading.notes, f"misread by fault {fault.label}"))


def _unsure(field: Field, confidence: float) -> Field:
    value: Any = field.value
    if isinstance(value, dict):
        value = {part: _unsure(inner, confidence) for part, inner in value.items()}
    return msgspec.structs.replace(field, value=value, confidence=confidence)


def _is_answer(fault: Kept) -> bool:
    return fault.rule.point == "auth" or fault.rule.action in ("fail", "timeout")


def _pretended(fault: Kept) -> Pretended:
    by = f"fault {fault.label}"
    if fault.rule.action == "timeout":
        return Pretended(problem=f"no answer in time ({by})")
    if fault.rule.action == "malformed":
        return Pretended(200, b"<html>not a token</html>", by)
    status = int(fault.rule.says("status"))
    return Pretended(status, by.encode(), f"answered {status} ({by})")


def _bytes(body: Any) -> bytes:
    return body.encode() if isinstance(body, str) else msgspec.json.encode(body)


def _milliseconds(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 2)
