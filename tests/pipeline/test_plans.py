"""What is planned for whom: words in a client's own ids, plans of one flow, readings that are given, and which comes first."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from simulator.clock import Clock
from simulator.definitions import Definitions
from simulator.documents.model import Field
from simulator.errors import InputError
from simulator.flows.fault_rules import FaultRules
from simulator.flows.model import File, Flow, NewFile, NewFlow
from simulator.flows.pace import Pace
from simulator.flows.queues import FETCHES
from simulator.flows.store import Store
from simulator.flows.stored_scenarios import Scenarios
from simulator.pipeline.canned_values import canned_field, value_problem
from simulator.pipeline.faults.active_rules import ActiveRules
from simulator.pipeline.faults.rules import FaultRule, FaultSubject
from simulator.pipeline.plans import Plans
from simulator.pipeline.scenario import CannedReading, Scenario
from simulator.pipeline.unknown_names import UnknownNames


class World:
    """A store with rules and plans over it, as the server puts them together."""

    def __init__(self, path: Path) -> None:
        self.store = Store(str(path), Clock(), Pace("realistic", seed=1))
        self.rules = ActiveRules(FaultRules(self.store.database), 1, self.store.flow_facts)
        definitions = Definitions("")
        scenarios = Scenarios(self.store.database)
        self.plans = Plans(scenarios, self.rules, self.store.pace, definitions, UnknownNames(definitions))
        self.store.flow_hook, self.store.files_hook = self.plans.apply_to_flow, self.plans.apply_to_files

    async def flow(self, application: str = "A", tenant: str = "t", **sim: Any) -> Flow:
        params = msgspec.json.encode({"sim": sim}).decode() if sim else ""
        new = NewFlow(tenant=tenant, family="v3", product_type="P", application_id=application, flow_params=params)
        return await self.store.create_flow(new)

    async def pace(self, flow: Flow) -> str:
        """The pace that the flow has of its own; empty: the server's."""
        row = await self.store.database.one("SELECT pace FROM flows WHERE uuid = ?", flow.uuid)
        assert row is not None
        return str(row["pace"])

    async def file(self, flow: Flow | None = None, document: str = "1", name: str = "a.pdf", tenant: str = "t") -> File:
        await self.store.accept(
            tenant, "v3" if flow else "bulk", [NewFile(f"http://h.test/{name}", document)], flow=flow
        )
        found = await self.store.queues.due(FETCHES, self.store.clock.now() + 1e6, 64)
        return max(found, key=lambda file: file.id)

    async def acting(self, point: str, **about: Any) -> list[str]:
        found = await self.rules.all_matching(point, FaultSubject(tenant=about.pop("tenant", "t"), **about))
        return [active.rule.action for active in found]


Script = Callable[[World], Awaitable[None]]


@pytest.fixture
def in_world(tmp_path: Path) -> Callable[[Script], None]:
    async def run(script: Script) -> None:
        world = World(tmp_path / "state.sqlite3")
        await world.store.open()
        try:
            await script(world)
        finally:
            await world.store.close()

    return lambda script: asyncio.run(run(script))


def test_a_word_in_an_application_id_holds_for_that_flow_alone(in_world: Any) -> None:
    async def script(world: World) -> None:
        flow, other = await world.flow("A1 sim:auth-refusedx1 sim:stuck"), await world.flow("A1")
        assert await world.acting("auth", flow=flow.uuid) == ["refused"]
        assert await world.acting("auth", flow=flow.uuid) == []
        assert await world.acting("processing", flow=flow.uuid, documents=("7",)) == ["stuck"]
        assert await world.acting("processing", flow=other.uuid) == []
        (auth, _) = world.rules.all()
        assert (auth.source, auth.flow_uuid, auth.rule.note) == ("magic", flow.uuid, "sim:auth-refusedx1")

    in_world(script)


def test_a_word_in_a_document_id_or_in_a_file_s_name_holds_for_that_document(in_world: Any) -> None:
    async def script(world: World) -> None:
        flow = await world.flow()
        await world.file(flow, "1_sim:processing-failed")
        await world.file(flow, "2", "sim:unrecognised.pdf")
        assert await world.acting("ocr", flow=flow.uuid, documents=("1_sim:processing-failed",)) == ["fail"]
        assert await world.acting("classify", flow=flow.uuid, documents=("2",)) == ["unrecognised"]
        assert await world.acting("classify", flow=flow.uuid, documents=("3",)) == []
        assert await world.acting("ocr", flow=flow.uuid, documents=("2",)) == []

    in_world(script)


def test_without_a_flow_a_word_is_put_in_force_once_however_often_it_comes(in_world: Any) -> None:
    async def script(world: World) -> None:
        for _ in range(3):
            await world.file(None, "1_sim:upload-failed")
        (active,) = world.rules.all()
        assert (active.tenant, active.flow_uuid, active.rule.document) == ("t", "", "1_sim:upload-failed")
        assert await world.acting("download", documents=("1_sim:upload-failed",)) == ["expired"]
        assert await world.acting("download", tenant="other", documents=("1_sim:upload-failed",)) == []

    in_world(script)


def test_an_application_asks_of_its_own_init_and_of_address_match_before_there_is_a_flow(in_world: Any) -> None:
    async def script(world: World) -> None:
        for _ in range(2):
            await world.plans.on_application("t", "A sim:init-503x1 sim:address-422 sim:stuck")
        assert [(active.rule.point, active.rule.application) for active in world.rules.all()] == [
            ("request", "A sim:init-503x1 sim:address-422 sim:stuck"),
            ("address", "A sim:init-503x1 sim:address-422 sim:stuck"),
        ]

    in_world(script)


def test_a_word_that_means_nothing_is_told_of_with_the_nearest(in_world: Any) -> None:
    async def script(world: World) -> None:
        flow = await world.flow("A sim:stuk sim:auth-timeout")
        await world.file(flow, "1_sim:missing=pan-numbr")
        told = [event for event in await world.store.events(flow_uuid=flow.uuid) if event.kind == "magic"]
        assert [
            (event.state, event.detail["word"], event.detail["where"], event.detail["nearest"]) for event in told
        ] == [
            ("UNKNOWN", "sim:stuk", "application_id", "sim:stuck"),
            ("UNKNOWN", "sim:missing=pan-numbr", "document_id", "sim:missing=pan-number"),
        ]

    in_world(script)


def test_a_flow_s_own_plan_gives_its_rules_its_pace_and_its_scenario(in_world: Any) -> None:
    async def script(world: World) -> None:
        canned = {"document_id": "1", "document_type": "PAN", "fields": {"father_name": "RAM"}}
        flow = await world.flow(
            pace="instant", faults=[{"point": "callback", "action": "never"}], scenario={"canned": [canned]}
        )
        assert (await world.pace(flow), await world.pace(await world.flow())) == ("instant", "")
        assert await world.acting("callback", flow=flow.uuid) == ["never"]
        given = world.plans.given(await world.file(flow))
        assert given is not None
        assert (given[1].document_type, given[1].fields) == ("PAN", {"father_name": Field("RAM", 0.99, rule="given")})
        assert world.plans.given(await world.file(flow, "2")) is None
        assert world.plans.given(await world.file(await world.flow())) is None

    in_world(script)


@pytest.mark.parametrize(
    ("sim", "key"),
    [
        ({"pace": "slow"}, "flow_params.sim.pace"),
        (
            {"faults": [{"point": "callback", "action": "never"}, {"point": "x", "action": "never"}]},
            "flow_params.sim.faults[1].point",
        ),
        ({"scenario": "no-such"}, "flow_params.sim.scenario"),
        (
            {"scenario": {"canned": [{"document_id": "1", "document_type": "NONE"}]}},
            "flow_params.sim.scenario.canned[0].document_type",
        ),
        (
            {"faults": [{"point": "request", "action": "answer", "headers": {"Location": "x"}}]},
            "flow_params.sim.faults[0].headers.Location",
        ),
    ],
)
def test_a_plan_that_cannot_be_followed_makes_no_flow_and_names_the_place(in_world: Any, sim: Any, key: str) -> None:
    async def script(world: World) -> None:
        with pytest.raises(InputError) as caught:
            await world.flow("A", **sim)
        assert caught.value.key == key
        assert world.rules.all() == [] and await world.store.events() == []

    in_world(script)


def test_a_reading_comes_from_the_flow_s_scenario_then_the_tenant_s_then_everyone_s(in_world: Any) -> None:
    async def script(world: World) -> None:
        def says(name: str) -> Scenario:
            return Scenario(canned=(CannedReading(document_id="*", document_type="PAN", fields={"father_name": name}),))

        flow = await world.flow(scenario=msgspec.to_builtins(says("flow")))
        file, other = await world.file(flow), await world.file(await world.flow())
        strange = await world.file(await world.flow(tenant="x"), tenant="x")

        def read() -> list[Any]:
            found = [world.plans.given(each) for each in (file, other, strange)]
            return [given and given[1].fields["father_name"].value for given in found]

        assert read() == ["flow", None, None]
        await world.plans.put("", "all", says("all"))
        await world.plans.put("t", "own", says("tenant"))
        assert read() == ["flow", "tenant", "all"]
        await world.plans.add_readings(
            "t", [CannedReading(name="*.pdf", document_type="PAN", fields={"father_name": "new"})]
        )
        assert read() == ["flow", "new", "all"]
        # All of it is kept.
        await world.rules.load()
        await world.plans.load()
        assert read() == ["flow", "new", "all"]
        await world.plans.remove("t")
        assert read() == ["flow", "all", "all"]

    in_world(script)


def test_a_scenario_takes_the_place_of_the_one_before_with_its_rules_and_leaves_others_alone(in_world: Any) -> None:
    async def script(world: World) -> None:
        await world.rules.add([FaultRule("auth", "timeout")], tenant="t", source="api")
        await world.plans.put("t", "one", Scenario(faults=(FaultRule("auth", "refused"),), pace="manual"))
        assert await world.acting("auth") == ["timeout", "refused"]
        assert await world.pace(await world.flow()) == "manual"
        await world.plans.put("t", "two", Scenario(faults=(FaultRule("callback", "never"),)))
        assert (await world.acting("auth"), await world.acting("callback")) == (["timeout"], ["never"])
        assert await world.pace(await world.flow()) == ""
        found = world.plans.of("t")
        assert found is not None and found[0] == "two" and world.plans.of("") is None
        await world.plans.remove("t")
        assert (await world.acting("auth"), await world.acting("callback")) == (["timeout"], [])

    in_world(script)


@pytest.mark.parametrize(
    ("value", "where", "problem"),
    [
        ("text", None, ""),
        (7, None, ""),
        (1.5, None, ""),
        (["a", "b"], None, ""),
        ({"city": "Pune", "zip": {"value": "411001", "confidence": 0.4}}, None, ""),
        ({"value": "x", "confidence": 1}, None, ""),
        (None, "", "None is no value of a field"),
        (True, "", "True is no value of a field"),
        ([1], "", "[1] is no value of a field"),
        ({"value": "x", "confidence": 1.1}, ".confidence", "1.1 is no confidence from 0 to 1"),
        ({"value": "x", "confidence": True}, ".confidence", "True is no confidence from 0 to 1"),
        ({"value": "x", "sure": 1}, ".sure", "unknown key 'sure'"),
        ({"value": [None]}, ".value", "[None] is no value of a field"),
        ({"a": {"b": {"c": 1}}}, ".a", "a part has no parts of its own"),
        ({"a": {"value": {"b": 1}}}, ".a.value", "a part has no parts of its own"),
        ([["x" * 99]], "", f"[['{'x' * 54}… is no value of a field"),
    ],
)
def test_what_a_given_value_may_be(value: Any, where: str | None, problem: str) -> None:
    assert value_problem(value) == (None if where is None else (where, problem))


def test_a_given_value_is_as_sure_as_it_says_and_its_parts_as_they_say() -> None:
    field = canned_field({"city": "Pune", "zip": {"value": "411001", "confidence": 0.4}}, 0.9, "why")
    assert field == Field(
        {"city": Field("Pune", 0.9, rule="why"), "zip": Field("411001", 0.4, rule="why")}, 0.9, rule="why"
    )
    assert canned_field({"value": {"city": "Pune"}, "confidence": 0.2}, 0.9, "why").parts()["city"].confidence == 0.2
