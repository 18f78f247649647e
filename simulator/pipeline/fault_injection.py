"""The runner's way to the outer world: downloads, readings, comparisons and deliveries, each asked for faults first.

Whoever asks here gets what the world gave or what a rule says instead, and every exchange is noted for the journal.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence

import msgspec

from simulator.clock import Clock
from simulator.documents.model import Reading
from simulator.flows.journal import Entry
from simulator.flows.model import CHAT, Attempt, Delivery, File, Flow
from simulator.flows.states import DeliveryState
from simulator.hosts import parts_of
from simulator.matching.model import CrossCheck
from simulator.pipeline.deliver import Deliverer, DeliveryOutcome
from simulator.pipeline.download import Downloader
from simulator.pipeline.faults.active_rules import ActiveRule, ActiveRules
from simulator.pipeline.faults.delivery_faults import CALLBACK, DeliveryChange
from simulator.pipeline.faults.download_faults import DownloadStep
from simulator.pipeline.faults.points import POINTS
from simulator.pipeline.faults.rules import FaultSubject
from simulator.pipeline.plans import Plans
from simulator.pipeline.step_results import DeliverySuppressed, DownloadError, Fetched, RetryLater

#: Kinds of deliveries that have a point of their own; all others are callbacks.
_POINTS = {CHAT: "notification"}
_ACTIONS = [action for point in POINTS.values() for action in point.actions]
#: Actions that make something wait, which happens once; of a post, those decided before a try and those during one.
_ONCE = frozenset(action.name for action in _ACTIONS if action.once)
_FILE_STATES_BEFORE = frozenset(action.name for action in CALLBACK.actions if action.before)
_DURING = frozenset(action.name for action in CALLBACK.actions if not action.before)
#: What stands for the reading of a document that need not be read; its pages are counted as those of a given reading.
_UNREAD = Reading(page_count=1, notes=("not read: its outcome is given",))


class FaultInjector:
    def __init__(
        self,
        clock: Clock,
        downloader: Downloader,
        deliverer: Deliverer,
        faults: ActiveRules,
        plans: Plans,
        note: Callable[[Entry], None],
        older: Callable[[Delivery], Awaitable[Delivery | None]],
    ) -> None:
        self._clock = clock
        self._downloader = downloader
        self._deliverer = deliverer
        self._faults = faults
        self._plans = plans
        self._note = note
        self._older = older

    # Downloads

    async def fetch(self, file: File) -> Fetched:
        """The file's bytes. Raises DownloadError, or Later."""
        at, started = self._clock.now(file.tenant), time.perf_counter()
        fault = await self._faults.first_matching("download", _about_file(file), _ONCE if file.postponed else ())
        problem, size, status, note = "", 0, 0, True
        try:
            fetched = fault.apply(self._download(file)) if fault else await self._downloader.fetch(file.file_url)
            size, status = len(fetched.body), 200
            return fetched
        except RetryLater:
            note = False
            raise
        except DownloadError as error:
            problem = str(error)
            raise
        finally:
            if note:
                self._note(
                    Entry(
                        at=at,
                        tenant=file.tenant,
                        kind="download",
                        method="GET",
                        url=file.file_url,
                        status=status,
                        ms=_milliseconds(started),
                        flow_uuid=file.flow_uuid,
                        batch_id=file.batch_id,
                        documents=(file.document_id,),
                        fault=fault.label if fault else "",
                        problem=problem,
                        answer=f"{size} bytes" if status else "",
                    )
                )

    def _download(self, file: File) -> DownloadStep:
        downloader = self._downloader
        return DownloadStep(
            parts_of(file.file_url).netloc, self._clock.now(file.tenant), downloader.seconds, downloader.max_bytes
        )

    # Readings

    async def wait_before_reading(self, file: File) -> float:
        """Simulated seconds that processing takes beyond its pace; HELD where it is stuck."""
        fault = await self._faults.first_matching("processing", _about_file(file))
        return float(fault.apply()) if fault else 0.0

    def given_reading(self, file: File) -> tuple[str, Reading] | None:
        """A reading that is planned for the file, and what it is kept by."""
        return self._plans.given(file)

    async def forced_reading(self, file: File) -> Reading | None:
        """What the rules make of a file whatever is in it; None where it has to be read. Raises ReadingFailed."""
        about = _about_file(file)
        acting = await self._faults.all_matching_unread("classify", about)
        if acting is None:
            if self._faults.may_match("classify", about) or not (
                acting := await self._faults.all_matching_unread("ocr", about)
            ):
                return None
            return _applied(acting, _UNREAD)
        reading = _applied(acting, _UNREAD)
        about = msgspec.structs.replace(about, type=reading.document_type)
        return _applied(await self._faults.all_matching("ocr", about), reading)

    async def apply_reading_faults(self, file: File, reading: Reading) -> Reading:
        """The reading as the rules want it; the very same one where none acts. Raises ReadingFailed."""
        if not (self._faults.has_rules_at("classify") or self._faults.has_rules_at("ocr")):
            return reading
        about = msgspec.structs.replace(_about_file(file), type=reading.document_type)
        reading = _applied(await self._faults.all_matching("classify", about), reading)
        about = msgspec.structs.replace(about, type=reading.document_type)
        return _applied(await self._faults.all_matching("ocr", about), reading)

    async def apply_check_faults(self, flow: Flow, checks: list[CrossCheck]) -> list[CrossCheck]:
        """The cross-checks with the scores that the rules want."""
        if not checks or not self._faults.has_rules_at("crosscheck"):
            return checks
        about = FaultSubject(tenant=flow.tenant, application=flow.application_id, flow=flow.uuid)
        for fault in await self._faults.all_matching("crosscheck", about):
            checks = fault.apply(checks)
        return checks

    # Deliveries

    async def deliver(self, delivery: Delivery, body: bytes) -> DeliveryOutcome:
        """One try. Raises Later."""
        about = FaultSubject(tenant=delivery.tenant, flow=delivery.flow_uuid)
        if held_back := await self._is_held_back(delivery, about):
            return held_back
        acted: dict[str, ActiveRule] = {}
        change = DeliveryChange(b"")

        async def interfere(step: str, raw: bytes) -> DeliveryChange:
            nonlocal change
            point = _point_of(delivery) if step == "callback" else step
            fault = await self._faults.first_matching(point, about, _FILE_STATES_BEFORE)
            if fault is not None:
                acted[step] = fault
            if step != "callback":
                return DeliveryChange(raw, stub=fault.apply() if fault else None)
            change = fault.apply(raw) if fault else DeliveryChange(raw)
            return change

        outcome = await self._deliverer.deliver(delivery, body, interfere)
        if outcome.state == DeliveryState.DELIVERED:
            for _ in range(change.copies - 1):
                outcome.attempts.extend((await self._deliverer.deliver(delivery, body)).attempts)
            if change.older and (older := await self._older(delivery)):
                outcome.attempts.extend((await self._deliverer.deliver(older, older.body)).attempts)
        for attempt in outcome.attempts:
            self._note_attempt(delivery, attempt, acted.get(attempt.step), change.body)
        return outcome

    async def fetch_token(self, flow: Flow) -> tuple[Attempt, str]:
        """Call the auth_url of a flow outside of a delivery; the token is empty where it gave none."""
        about = FaultSubject(tenant=flow.tenant, application=flow.application_id, flow=flow.uuid)
        fault = await self._faults.first_matching("auth", about)
        attempt, token = await self._deliverer.fetch_token(
            flow.auth_url, 0, fault.apply() if fault else None, flow.tenant
        )
        named = Delivery(
            0, "", flow.tenant, flow.uuid, "", "", "", flow.auth_url, DeliveryState.INITIATED, b"", 0, 0.0, 0.0
        )
        self._note_attempt(named, attempt, fault, b"")
        return attempt, token

    async def _is_held_back(self, delivery: Delivery, about: FaultSubject) -> DeliveryOutcome | None:
        """How the try ends where it is not made at all. Raises Later where it is made at another time."""
        others = _DURING | (_ONCE if delivery.postponed else frozenset())
        fault = await self._faults.first_matching(_point_of(delivery), about, others)
        if fault is None:
            return None
        try:
            fault.apply(self._clock.now(delivery.tenant))
        except DeliverySuppressed as error:
            problem = str(error)
        else:
            return None
        attempt = Attempt(delivery.id, "callback", self._clock.now(delivery.tenant), 0.0, 0, problem, "")
        self._note_attempt(delivery, attempt, fault, b"")
        return DeliveryOutcome([], DeliveryState.CALLBACK_FAILED, again=False, problem=problem)

    def _note_attempt(self, delivery: Delivery, attempt: Attempt, fault: ActiveRule | None, body: bytes) -> None:
        auth = attempt.step == "auth"
        self._note(
            Entry(
                at=attempt.at,
                tenant=delivery.tenant,
                kind="auth" if auth else "callback",
                method=self._deliverer.auth_method if auth else "POST",
                url=delivery.auth_url if auth else delivery.url,
                status=attempt.status,
                ms=round(attempt.seconds * 1000, 2),
                flow_uuid=delivery.flow_uuid,
                batch_id=delivery.batch_id,
                fault=fault.label if fault else "",
                problem=attempt.problem,
                request="" if auth else body.decode("utf-8", "replace"),
                answer=attempt.answer,
            )
        )


def _applied(acting: Sequence[ActiveRule], reading: Reading) -> Reading:
    for fault in acting:
        reading = fault.apply(reading)
    return reading


def _point_of(delivery: Delivery) -> str:
    return _POINTS.get(delivery.kind, "callback")


def _about_file(file: File) -> FaultSubject:
    return FaultSubject(tenant=file.tenant, documents=(file.document_id,), flow=file.flow_uuid)


def _milliseconds(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 2)
