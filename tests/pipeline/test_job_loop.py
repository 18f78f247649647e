"""A job loop misses nothing that falls due, whenever it does, and gives up what fails again and again; nobody waits for it."""

from __future__ import annotations

import asyncio
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import httpx
import pytest

from simulator.atlas.onboarding.flows_api import OnboardingApi
from simulator.client.atlas_client import AtlasClient
from simulator.client.receiver import Receiver
from simulator.clock import Clock
from simulator.documents.model import Reading
from simulator.errors import StoreUnavailable
from simulator.flows.database import Transaction
from simulator.flows.model import HELD, File
from simulator.flows.outbox import NewDelivery
from simulator.pipeline import job_loop
from simulator.pipeline.job_loop import MAX_TRIES, JobLoop
from simulator.server import BackgroundServer
from simulator.settings import load


class Job(NamedTuple):
    id: str
    tenant: str = ""


class Bench:
    """Jobs that are due at once, and a job loop for them whose steps can be made to fail."""

    def __init__(self, *names: str) -> None:
        self.clock = Clock()
        self.waiting = {name: 0.0 for name in names}
        self.tried: Counter[str] = Counter()
        self.failures: Counter[str] = Counter()
        self.given_up: list[str] = []
        self.looks = 0
        #: What a step raises for a job, once for each of the list.
        self.raises: dict[tuple[str, str], list[BaseException]] = {}

    def fail(self, step: str, name: str) -> None:
        planned = self.raises.get((step, name))
        if planned:
            raise planned.pop(0)

    async def find(self, limit: int, running: Sequence[Job]) -> Sequence[Job]:
        self.looks += 1
        self.fail("find", "")
        due = [name for name, at in self.waiting.items() if at <= self.clock.now() and Job(name) not in running]
        return [Job(name) for name in due[:limit]]

    async def work(self, job: Job) -> None:
        self.tried[job.id] += 1
        self.fail("work", job.id)
        del self.waiting[job.id]

    async def next_due(self, moment: float) -> float | None:
        self.fail("next_due", "")
        return min((at for at in self.waiting.values() if moment < at < HELD), default=None)

    async def failed(self, job: Job, problem: str, due: Callable[[int], float]) -> int:
        self.fail("failed", job.id)
        self.failures[job.id] += 1
        self.waiting[job.id] = due(self.failures[job.id])
        return self.failures[job.id]

    async def give_up(self, job: Job, problem: str) -> None:
        self.fail("give_up", job.id)
        self.given_up.append(job.id)
        del self.waiting[job.id]

    async def run(self, limit: int = 1) -> None:
        """Pump until nothing waits but what is held."""
        pumping = JobLoop(
            "test",
            self.clock,
            limit,
            find=self.find,
            work=self.work,
            next_due=self.next_due,
            failed=self.failed,
            give_up=self.give_up,
        )
        running = asyncio.create_task(pumping.run())
        async with asyncio.timeout(10):
            while any(at < HELD for at in self.waiting.values()) or not pumping.idle:
                await asyncio.sleep(0.001)
                if pumping.idle and (due := await self.next_due(self.clock.now())) is not None:
                    self.clock.advance(max(0.0, due - self.clock.now()))
        await pumping.stop(1)
        await running


def test_what_falls_due_while_a_pump_looks_is_done_all_the_same() -> None:
    bench = Bench("job")
    bench.clock.freeze()
    bench.waiting["job"] = bench.clock.now() + 1

    find = bench.find

    async def slow(limit: int, running: Sequence[Job]) -> Sequence[Job]:
        found = await find(limit, running)
        if bench.looks == 1:
            # Slow enough for time to pass between this look and the question what comes next.
            bench.clock.advance(2)
        return found

    bench.find = slow  # type: ignore[method-assign]
    asyncio.run(bench.run())
    assert bench.tried == {"job": 1}


ERRORS: list[Callable[[], BaseException]] = [
    lambda: ValueError("no"),
    lambda: StoreUnavailable("no"),
    lambda: asyncio.CancelledError(),
    lambda: MemoryError(),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda made: type(made()).__name__)
def test_whatever_a_job_raises_it_is_put_back_with_growing_pauses_and_given_up_in_the_end(
    error: Callable[[], BaseException],
) -> None:
    bench = Bench("bad", "good")
    bench.raises["work", "bad"] = [error() for _ in range(99)]
    asyncio.run(bench.run())
    assert bench.tried == {"bad": MAX_TRIES, "good": 1}
    assert bench.given_up == ["bad"]
    assert [job_loop.retry_delay(times) for times in (1, 2, 3, 4, 20)] == [0.5, 1, 2, 4, 60]


@pytest.mark.parametrize("error", ERRORS, ids=lambda made: type(made()).__name__)
@pytest.mark.parametrize(("step", "name"), [("find", ""), ("next_due", ""), ("failed", "bad"), ("give_up", "bad")])
def test_a_step_of_the_pump_itself_may_fail_without_stopping_it(
    step: str, name: str, error: Callable[[], BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_loop, "PAUSE_WITHOUT_STORE", 0.001)
    bench = Bench("bad", "good")
    bench.raises["work", "bad"] = [error() for _ in range(99)]
    bench.raises[step, name] = [error() for _ in range(3)]
    asyncio.run(bench.run())
    assert bench.tried["good"] == 1
    assert bench.given_up == ["bad"]


def test_what_can_neither_be_done_nor_given_up_is_held_for_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job_loop, "PAUSE_WITHOUT_STORE", 0.001)
    bench = Bench("bad", "good")
    for step in ("work", "give_up"):
        bench.raises[step, "bad"] = [ValueError("no") for _ in range(99)]
    asyncio.run(bench.run())
    assert bench.tried == {"bad": 2 * MAX_TRIES, "good": 1}
    assert bench.waiting == {"bad": HELD}


def test_a_file_whose_follow_up_always_fails_ends_as_failed_and_holds_up_nobody(
    start: Callable[..., BackgroundServer],
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    tried: Counter[str] = Counter()
    follow = OnboardingApi.file_done

    async def fail(self: OnboardingApi, tx: Transaction, file: File, reading: Reading | None) -> Sequence[NewDelivery]:
        tried[file.document_id] += 1
        if file.document_id == "good":
            return await follow(self, tx, file, reading)
        raise ValueError("no word for 2345 6789 0123")

    monkeypatch.setattr(OnboardingApi, "file_done", fail)
    monkeypatch.setattr(job_loop, "PAUSE_AFTER_FAILURE", 0)
    with AtlasClient(start().url) as client:
        values = {"product_type": "P", "application_id": "A", "external_reference_id": "R", "username": "U"}
        flow = client.request("POST", "/v2/verification/flow/init", json=values).json()["flow_id"]
        urls = {
            "bad": receiver.serve_file("a", b"a"),
            "good": receiver.serve_file("b", b"b"),
            "gone": f"{receiver.url}/x",
        }
        files = [{"document_id": name, "file_url": url} for name, url in urls.items()]
        upload = {"flow_id": flow, "file_urls": files}
        client.request("POST", "/v2/verification/multiupload", json=upload).raise_for_status()
        assert client.request("POST", "/_sim/clock", json={"advance": 0}).json()["settled"]
        shown = client.request("GET", f"/_sim/flows/{flow}").json()["files"]
    states = {each["document_id"]: (each["state"], each["problem"]) for each in shown}
    assert states["bad"] == ("PROCESSING_FAILED", "processing failed: ValueError: no word for **** **** 0123")
    assert states["gone"] == ("UPLOAD_FAILED", "fetching failed: ValueError: no word for **** **** 0123")
    assert states["good"] == ("PROCESSING_SUCCESS", "")
    assert tried == {"bad": MAX_TRIES, "gone": MAX_TRIES, "good": 1}
    assert sum("given up" in record.message for record in caplog.records) == 2


# Every step of every job loop, in the real server

POISONED, CROWD = "poisoned", 18
#: Where an exception is planted for one tenant: by the path from the server's parts.
STEPS = [
    "fault_injector.fetch",
    "store.work.fetched",
    "store.work.begin",
    "fault_injector.wait_before_reading",
    "fault_injector.given_reading",
    "store.work.read",
    "store.work.finish_flow",
    "store.work.finish_batch",
    "store.outbox.start",
    "fault_injector.deliver",
    "store.outbox.attempted",
    "store.queues.failed",
    "family.cross_checks",
    "family.flow_done",
    "family.batch_done",
    "family.file_done",
    "family.compose",
]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BackgroundServer]:
    state = tmp_path_factory.mktemp("pumps") / "state.sqlite3"
    with BackgroundServer(load({"port": 0, "workers": 1, "state": str(state)}, environment={})) as running:
        canned = [
            {"document_id": "1", "document_type": "INVOICE", "fields": {"customer_name": "Asha Verma"}},
            {"document_id": "2", "document_type": "DELIVERY_ORDER", "fields": {"customer_name": "Asha"}},
        ]
        httpx.put(f"{running.url}/_sim/scenario", json={"scenario": {"canned": canned}}).raise_for_status()
        yield running


def plant(core: Any, path: str, raised: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    *way, name = path.split(".")
    holder = core.families._by_name["v3"] if way == ["family"] else core
    for step in way if way != ["family"] else ():
        holder = getattr(holder, step)
    meant = getattr(holder, name)

    def poisoned(*given: Any) -> bool:
        return any(str(each).startswith(POISONED) or getattr(each, "tenant", "").startswith(POISONED) for each in given)

    if asyncio.iscoroutinefunction(meant):

        async def planted(*given: Any, **more: Any) -> Any:
            if poisoned(*given):
                raise type(raised)(*raised.args)  # a new one: each raising makes the traceback of one longer
            return await meant(*given, **more)
    else:

        def planted(*given: Any, **more: Any) -> Any:
            if poisoned(*given):
                raise type(raised)(*raised.args)
            return meant(*given, **more)

    monkeypatch.setattr(holder, name, planted)


def given_flows(server: BackgroundServer, receiver: Receiver, tenant: str, count: int, *document_ids: str) -> list[str]:
    url = receiver.serve_file("paper", b"paper")
    with AtlasClient(server.url, client_id=tenant) as client:
        flows = [client.init(auth_url=receiver.auth_url, callback_url=receiver.callback_url) for _ in range(count)]
        for flow in flows:
            client.multiupload(flow, [(each, url) for each in document_ids])
    return flows


@pytest.mark.parametrize("step", STEPS)
def test_an_exception_at_any_step_of_one_tenant_s_work_stops_nobody_else_s(
    shared: BackgroundServer, receiver: Receiver, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if step == "store.queues.failed":
        plant(shared.core, "fault_injector.fetch", RuntimeError("planted"), monkeypatch)
        monkeypatch.setattr(job_loop, "PAUSE_WITHOUT_STORE", 60.0)
        monkeypatch.setattr(job_loop, "LONGEST_WITHOUT_STORE", 60.0)
    raised = asyncio.CancelledError() if STEPS.index(step) % 2 else RuntimeError("planted")
    plant(shared.core, step, raised, monkeypatch)
    name = uuid.uuid4().hex[:8]
    poisoned = given_flows(shared, receiver, f"{POISONED}-{name}", CROWD, "1")
    with Receiver() as own:
        (good,) = given_flows(shared, own, f"other-{name}", 1, "1", "2")
        assert own.wait_for(1, seconds=20)[0].json()["cross_checks"]
    with AtlasClient(shared.url, client_id=f"other-{name}") as client:
        assert client.status(good)["master_status"] == "SUCCESS"
    if step == "store.queues.failed":
        return
    with httpx.Client(base_url=shared.url, headers={"Client-Id": f"{POISONED}-{name}"}, timeout=60) as control:
        assert control.post("/_sim/clock", json={"advance": "10m"}).json()["settled"]
        shown = control.get(f"/_sim/flows/{poisoned[0]}").json()
    failures = [event for event in shown["timeline"] if event["kind"] == "failure"]
    assert failures, "nothing was planted"
    assert all(event["times"] <= 2 * MAX_TRIES for event in failures)
