"""The runner's steps with the rules that act on them: in which order, how often, what really happens, and what is noted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from simulator.client.receiver import Answer, Receiver
from simulator.clock import Clock
from simulator.definitions import Definitions
from simulator.documents.model import Field, Reading
from simulator.flows.fault_rules import FaultRules
from simulator.flows.journal import Entry
from simulator.flows.model import CHAT, HELD, Delivery, File
from simulator.flows.pace import Pace
from simulator.flows.states import DeliveryState, FileState
from simulator.flows.store import Store
from simulator.flows.stored_scenarios import Scenarios
from simulator.hosts import parse_rules
from simulator.matching.model import CrossCheck
from simulator.pipeline.deliver import CallbackAuth, Deliverer
from simulator.pipeline.download import Downloader
from simulator.pipeline.fault_injection import FaultInjector
from simulator.pipeline.faults.active_rules import ActiveRules
from simulator.pipeline.faults.rules import FaultRule
from simulator.pipeline.plans import Plans
from simulator.pipeline.step_results import DownloadError, ReadingFailed, RetryLater
from simulator.pipeline.unknown_names import UnknownNames

FILE = File(1, "u", "t", "b", "", "1", "", "SINGLE", FileState.UPLOAD_INPROGRESS, 0.0, "", "", "", 0.0, 0.0)
READING = Reading("PAN", {"dob": Field("17/10/1991", 0.98)})


class World:
    """Everything between the runner and the outer world, over a state file; `noted` is what the journal would get."""

    def __init__(self, path: Path, receiver: Receiver) -> None:
        self.receiver = receiver
        self.clock = Clock()
        self.store = Store(str(path), self.clock, Pace("instant", 1))
        self.rules = ActiveRules(FaultRules(self.store.database), 1, self.store.flow_facts)
        definitions, hosts = Definitions(""), parse_rules((), ())
        plans = Plans(
            Scenarios(self.store.database), self.rules, self.store.pace, definitions, UnknownNames(definitions)
        )
        self.downloader = Downloader(seconds=5, redirects=2, max_bytes=1_000, rules=hosts)
        self.deliverer = Deliverer(seconds=5, handshake=CallbackAuth("GET"), now=self.clock.now, rules=hosts)
        self.noted: list[Entry] = []
        self.older: Delivery | None = None
        self.steps = FaultInjector(
            self.clock, self.downloader, self.deliverer, self.rules, plans, self.noted.append, self._before
        )

    async def _before(self, delivery: Delivery) -> Delivery | None:
        return self.older

    async def put(self, point: str, action: str, **keys: Any) -> None:
        await self.rules.add([FaultRule(point, action, **keys)], tenant="", source="api")

    def file(self, **changed: Any) -> File:
        url = self.receiver.serve_file("a.pdf", b"a file")
        return msgspec.structs.replace(FILE, file_url=url, **changed)

    def delivery(self, kind: str = "flow", **changed: Any) -> Delivery:
        urls = ("", self.receiver.callback_url, self.receiver.auth_url)
        made = Delivery(1, kind, "t", "", "", *urls, DeliveryState.INITIATED, b"", 0, 0.0, 0.0)
        return msgspec.structs.replace(made, **changed)


Script = Callable[[World], Awaitable[None]]


@pytest.fixture
def in_world(tmp_path: Path, receiver: Receiver) -> Callable[[Script], None]:
    async def run(script: Script) -> None:
        world = World(tmp_path / "state.sqlite3", receiver)
        await world.store.open()
        try:
            await script(world)
        finally:
            await world.deliverer.close()
            await world.downloader.close()
            await world.store.close()

    return lambda script: asyncio.run(run(script))


def test_a_file_is_fetched_once_and_noted_and_with_a_fault_not_at_all(in_world: Any) -> None:
    async def script(world: World) -> None:
        assert (await world.steps.fetch(world.file())).body == b"a file"
        await world.put("download", "status", status=410, times=1)
        with pytest.raises(DownloadError, match="answered 410"):
            await world.steps.fetch(world.file())
        assert len(world.receiver.requests()) == 1
        fetched, failed = world.noted
        assert (fetched.kind, fetched.status, fetched.answer, fetched.fault) == ("download", 200, "6 bytes", "")
        assert (failed.status, failed.answer, failed.fault) == (0, "", "1 download status")
        assert "answered 410" in failed.problem and failed.documents == ("1",)

    in_world(script)


def test_a_download_that_was_postponed_is_not_postponed_again_but_may_meet_another_fault(in_world: Any) -> None:
    async def script(world: World) -> None:
        await world.put("download", "delay", delay="10s")
        before = world.clock.now()
        with pytest.raises(RetryLater) as caught:
            await world.steps.fetch(world.file())
        assert 10 <= caught.value.due_at - before < 12
        assert world.noted == []
        assert (await world.steps.fetch(world.file(postponed=1))).body == b"a file"
        await world.put("download", "expired")
        with pytest.raises(DownloadError, match="403"):
            await world.steps.fetch(world.file(postponed=1))

    in_world(script)


def test_processing_waits_as_long_as_a_rule_says(in_world: Any) -> None:
    async def script(world: World) -> None:
        assert await world.steps.wait_before_reading(world.file()) == 0.0
        await world.put("processing", "slow", delay="7s", times=1)
        await world.put("processing", "stuck")
        assert [await world.steps.wait_before_reading(world.file()) for _ in range(2)] == [7.0, HELD]

    in_world(script)


def test_a_document_is_recognised_first_and_misread_as_what_it_was_taken_for(in_world: Any) -> None:
    async def script(world: World) -> None:
        assert await world.steps.apply_reading_faults(world.file(), READING) is READING
        await world.put("ocr", "missing", field="dob", type="VOTER_ID")
        assert await world.steps.apply_reading_faults(world.file(), READING) is READING
        await world.put("classify", "become", document_type="VOTER_ID", type="PAN")
        taken = await world.steps.apply_reading_faults(world.file(), READING)
        assert (taken.document_type, taken.fields) == ("VOTER_ID", {})
        assert taken.notes == ("classified by fault 2 classify become", "misread by fault 1 ocr missing")

    in_world(script)


def test_every_rule_that_matches_a_document_acts_in_the_order_in_which_they_were_made(in_world: Any) -> None:
    async def script(world: World) -> None:
        await world.put("ocr", "replace", field="dob", value="1")
        await world.put("ocr", "low_confidence", confidence=0.2)
        await world.put("ocr", "replace", field="dob", value="2")
        dob = (await world.steps.apply_reading_faults(world.file(), READING)).fields["dob"]
        assert (dob.value, dob.confidence) == ("2", 0.2)

    in_world(script)


def test_a_document_is_left_unread_only_where_its_outcome_is_sure(in_world: Any) -> None:
    async def script(world: World) -> None:
        assert await world.steps.forced_reading(world.file()) is None
        await world.put("ocr", "fail", document="2")
        assert await world.steps.forced_reading(world.file()) is None
        with pytest.raises(ReadingFailed):
            await world.steps.forced_reading(world.file(document_id="2"))
        # A rule that may change what it is comes first.
        await world.put("classify", "invalid", document="2", type="PAN")
        assert await world.steps.forced_reading(world.file(document_id="2")) is None
        await world.put("classify", "unrecognised", document="3")
        outcome = await world.steps.forced_reading(world.file(document_id="3"))
        assert outcome is None, "as long as any rule asks for the type"
        await world.rules.remove(lambda active: bool(active.rule.type))
        outcome = await world.steps.forced_reading(world.file(document_id="3"))
        assert outcome is not None and (outcome.error_code, outcome.page_count) == ("UNRECOGNISED", 1)

    in_world(script)


def test_scores_are_given_only_to_checks_that_there_are(in_world: Any) -> None:
    async def script(world: World) -> None:
        flow: Any = type("Flow", (), {"tenant": "t", "application_id": "A", "uuid": "f"})()
        checks = [CrossCheck("INVOICE", "name", "A", "PAN", "name", "B", 90, "NAME")]
        assert await world.steps.apply_check_faults(flow, checks) is checks
        await world.put("crosscheck", "score", score=10)
        await world.put("crosscheck", "score", score=20, check="NAME")
        assert await world.steps.apply_check_faults(flow, []) == []
        assert [each.similarity_score for each in await world.steps.apply_check_faults(flow, checks)] == [20]
        assert [active.hits for active in world.rules.all()] == [1, 1]

    in_world(script)


def test_a_duplicated_post_comes_that_often_and_a_failed_one_not_at_all(in_world: Any) -> None:
    async def script(world: World) -> None:
        await world.put("callback", "fail", times=1)
        await world.put("callback", "duplicate", copies=3, times=1)
        bodies = []
        for _ in range(3):
            outcome = await world.steps.deliver(world.delivery(), b"{}")
            bodies.append((outcome.state, len(world.receiver.callbacks())))
        delivered = DeliveryState.DELIVERED
        assert bodies == [(DeliveryState.CALLBACK_FAILED, 0), (delivered, 3), (delivered, 4)]
        assert [entry.kind for entry in world.noted] == ["auth", "callback"] + ["auth", "callback"] * 3 + [
            "auth",
            "callback",
        ]
        assert {entry.method for entry in world.noted if entry.kind == "auth"} == {"GET"}
        assert next(entry.fault for entry in world.noted if entry.kind == "callback") == "1 callback fail"

    in_world(script)


def test_a_duplicate_is_of_what_was_acknowledged_alone(in_world: Any) -> None:
    async def script(world: World) -> None:
        await world.put("callback", "duplicate", copies=2)
        world.receiver.script("/callback", Answer(500))
        assert (await world.steps.deliver(world.delivery(), b"{}")).again
        assert len(world.receiver.callbacks()) == 1

    in_world(script)


def test_a_stale_post_comes_after_the_newer_one_with_its_own_body(in_world: Any) -> None:
    async def script(world: World) -> None:
        await world.put("callback", "stale")
        await world.steps.deliver(world.delivery(), b"new")
        world.older = world.delivery(body=b"old")
        await world.steps.deliver(world.delivery(), b"newer")
        assert [each.body for each in world.receiver.callbacks()] == [b"new", b"newer", b"old"]

    in_world(script)


def test_what_is_decided_before_a_try_makes_none_and_waits_once(in_world: Any) -> None:
    async def script(world: World) -> None:
        await world.put("callback", "delay", delay="10s", times=2)
        await world.put("callback", "never")
        with pytest.raises(RetryLater):
            await world.steps.deliver(world.delivery(), b"{}")
        outcome = await world.steps.deliver(world.delivery(postponed=1), b"{}")
        assert (outcome.state, outcome.again, outcome.attempts) == (DeliveryState.CALLBACK_FAILED, False, [])
        assert outcome.problem == "never sent (fault 2 callback never)"
        assert world.receiver.requests() == []
        (noted,) = world.noted
        assert (noted.kind, noted.status, noted.fault, noted.problem) == (
            "callback",
            0,
            "2 callback never",
            outcome.problem,
        )

    in_world(script)


def test_a_chat_event_meets_the_rules_of_notifications_alone(in_world: Any) -> None:
    async def script(world: World) -> None:
        await world.put("callback", "fail")
        assert (await world.steps.deliver(world.delivery(CHAT), b"{}")).state == DeliveryState.DELIVERED
        await world.put("notification", "fail", status=502)
        outcome = await world.steps.deliver(world.delivery(CHAT), b"{}")
        assert (outcome.state, outcome.attempts[-1].status) == (DeliveryState.CALLBACK_FAILED, 502)

    in_world(script)


def test_a_refusing_auth_url_is_pretended_and_nobody_is_called(in_world: Any) -> None:
    async def script(world: World) -> None:
        await world.put("auth", "refused")
        outcome = await world.steps.deliver(world.delivery(), b"{}")
        assert (outcome.state, outcome.again) == (DeliveryState.AUTH_FAILED, False)
        assert world.receiver.requests() == []
        (noted,) = world.noted
        assert (noted.kind, noted.status, noted.fault) == ("auth", 401, "1 auth refused")

    in_world(script)
