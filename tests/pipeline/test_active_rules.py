"""The rules in force: whom they concern, which come first, what is counted when, and what survives being loaded anew."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from simulator.clock import Clock
from simulator.flows.database import Database
from simulator.flows.fault_rules import FaultRules
from simulator.pipeline.faults.active_rules import ActiveRules
from simulator.pipeline.faults.rules import FaultRule, FaultSubject

Script = Callable[[ActiveRules], Awaitable[None]]
#: Flow to its tenant and application.
FLOWS = {"f": ("t", "APP-1"), "g": ("other", "APP-2")}


@pytest.fixture
def in_force(tmp_path: Path) -> Callable[[Script], None]:
    async def run(script: Script) -> None:
        database = Database(str(tmp_path / "state.sqlite3"), Clock())
        await database.open()

        async def flow_facts(flow_uuid: str) -> tuple[str, str]:
            return FLOWS.get(flow_uuid, ("", ""))

        try:
            await script(ActiveRules(FaultRules(database), 1, flow_facts))
        finally:
            await database.close()

    return lambda script: asyncio.run(run(script))


async def put(faults: ActiveRules, *rules: FaultRule, tenant: str = "", **keys: Any) -> None:
    await faults.add(rules, tenant=tenant, source="api", **keys)


def noted(*notes: str, point: str = "callback", action: str = "never", **keys: Any) -> list[FaultRule]:
    return [FaultRule(point, action, note=note, **keys) for note in notes]


async def acting(faults: ActiveRules, point: str = "callback", **about: Any) -> list[str]:
    return [kept.rule.note for kept in await faults.all_matching(point, FaultSubject(**about))]


def test_a_flow_s_own_rules_come_first_then_its_tenant_s_then_everyone_s(in_force: Any) -> None:
    async def script(faults: ActiveRules) -> None:
        await put(faults, *noted("everyone 1", "everyone 2"))
        await put(faults, *noted("tenant"), tenant="t")
        await put(faults, *noted("flow"), tenant="t", flow_uuid="f")
        await put(faults, *noted("other flow"), tenant="t", flow_uuid="h")
        await put(faults, *noted("other tenant"), tenant="other")
        assert await acting(faults, tenant="t", flow="f") == ["flow", "tenant", "everyone 1", "everyone 2"]
        assert await acting(faults, tenant="t") == ["tenant", "everyone 1", "everyone 2"]
        assert await acting(faults, tenant="other", flow="g") == ["other tenant", "everyone 1", "everyone 2"]
        assert await acting(faults) == ["everyone 1", "everyone 2"]
        # A flow's name in another tenant's mouth is no flow.
        assert "flow" not in await acting(faults, tenant="other", flow="f")
        assert await acting(faults, "notification", tenant="t", flow="f") == []
        first = await faults.first_matching("callback", FaultSubject(tenant="t", flow="f"))
        assert first is not None and first.rule.note == "flow"

    in_force(script)


def test_a_tenant_s_rules_alone_are_found_without_everyone_s(in_force: Any) -> None:
    async def script(faults: ActiveRules) -> None:
        await put(faults, *noted("tenant"), tenant="t")
        assert await acting(faults, tenant="t", flow="f") == ["tenant"]
        assert await acting(faults, tenant="other") == await acting(faults) == []

    in_force(script)


def test_rules_that_name_something_act_for_no_one_unknown_and_on_no_flow_of_another(in_force: Any) -> None:
    async def script(faults: ActiveRules) -> None:
        await put(faults, *noted("flow", flow="*"), *noted("application", application="*"), *noted("all"))
        assert await acting(faults) == ["all"]
        assert await acting(faults, tenant="t", flow="f") == ["flow", "application", "all"]
        assert await acting(faults, tenant="t", flow="g") == ["all"]
        documents = noted("document", point="download", action="expired", document="*")
        await put(faults, *documents)
        assert await acting(faults, "download", documents=("1",)) == []
        assert await acting(faults, "download", tenant="t", documents=("1",)) == ["document"]

    in_force(script)


def test_an_application_comes_from_the_flow_where_the_request_names_none(in_force: Any) -> None:
    async def script(faults: ActiveRules) -> None:
        await put(faults, *noted("one", application="APP-1"), *noted("given", application="GIVEN"))
        assert await acting(faults, tenant="t", flow="f") == ["one"]
        assert await acting(faults, tenant="t", flow="f", application="GIVEN") == ["given"]
        assert await acting(faults, tenant="t", application="APP-1") == ["one"]

    in_force(script)


def test_only_the_rule_that_acts_is_counted_where_one_can_act_and_every_one_where_all_can(in_force: Any) -> None:
    async def script(faults: ActiveRules) -> None:
        await put(faults, *noted("late", after=1), *noted("first"), *noted("never asked"))
        kept = await faults.first_matching("callback", FaultSubject(tenant="t"))
        assert kept is not None and kept.rule.note == "first"
        # The one before it let a match pass; the one behind it was not asked at all.
        assert [(each.matched, each.hits, each.asked) for each in faults.all()] == [(1, 0, 1), (1, 1, 1), (0, 0, 0)]
        kept = await faults.first_matching("callback", FaultSubject(tenant="t"))
        assert kept is not None and kept.rule.note == "late"
        await acting(faults, tenant="t")
        assert [(each.matched, each.hits) for each in faults.all()] == [(3, 2), (2, 2), (1, 1)]

    in_force(script)


def test_actions_that_are_out_of_the_question_are_left_out_and_not_counted(in_force: Any) -> None:
    async def script(faults: ActiveRules) -> None:
        await put(faults, *noted("never"), FaultRule("callback", "stale"))
        kept = await faults.first_matching("callback", FaultSubject(tenant="t"), without=("never",))
        assert kept is not None and kept.rule.action == "stale"
        assert [each.asked for each in faults.all()] == [0, 1]
        assert await faults.first_matching("callback", FaultSubject(tenant="t"), without=("never", "stale")) is None

    in_force(script)


def test_a_rule_for_other_endpoints_is_asked_in_vain_and_says_so(in_force: Any) -> None:
    async def script(faults: ActiveRules) -> None:
        await put(faults, FaultRule("request", "drop", endpoint="status"))
        (kept,) = faults.all()
        for _ in range(2):
            about = FaultSubject(tenant="t", endpoint="POST /v3/verification/multiupload")
            assert await faults.first_matching("request", about) is None
        assert (kept.asked, kept.matched) == (2, 0)
        assert kept.near == (["endpoint"], about)
        assert (
            await faults.first_matching("request", FaultSubject(tenant="t", endpoint="GET /v3/verification/status"))
            is kept
        )
        assert (kept.asked, kept.matched, kept.hits) == (3, 1, 1)

    in_force(script)


def test_a_rule_that_names_no_endpoint_acts_on_every_request(in_force: Any) -> None:
    async def script(faults: ActiveRules) -> None:
        await put(faults, FaultRule("request", "drop"))
        for endpoint in ("GET /v3/verification/status", "POST /v1/address/match/"):
            assert await faults.first_matching("request", FaultSubject(tenant="t", endpoint=endpoint))

    in_force(script)


def test_what_came_nearest_is_the_latest_of_those_with_the_fewest_differences(in_force: Any) -> None:
    async def script(faults: ActiveRules) -> None:
        await put(faults, FaultRule("download", "expired", document="1", application="A"))
        (kept,) = faults.all()
        nearest = []
        for document, application in (("2", "B"), ("1", "B"), ("2", "A"), ("3", "C")):
            await faults.first_matching(
                "download", FaultSubject(tenant="t", documents=(document,), application=application)
            )
            assert kept.near is not None
            nearest.append((kept.near[0], kept.near[1].documents))
        assert nearest == [
            (["application", "document"], ("2",)),
            (["application"], ("1",)),
            (["document"], ("2",)),
            (["document"], ("2",)),
        ]

    in_force(script)


def test_a_point_is_watched_where_a_rule_can_concern_whoever_asks(in_force: Any) -> None:
    async def script(faults: ActiveRules) -> None:
        assert not faults.has_rules_at("auth") and not faults.has_rules_at("auth", "t")
        await put(faults, FaultRule("auth", "refused"), tenant="t")
        assert faults.has_rules_at("auth") and faults.has_rules_at("auth", "t")
        assert not faults.has_rules_at("auth", "other") and not faults.has_rules_at("callback")
        await put(faults, FaultRule("auth", "refused"))
        assert faults.has_rules_at("auth", "other")
        await put(faults, FaultRule("callback", "never"), tenant="t", flow_uuid="f")
        # Whose flow it is turns out when it is asked.
        assert faults.has_rules_at("callback") and faults.has_rules_at("callback", "other")
        assert await faults.remove(lambda kept: True) == 3
        assert not any(faults.has_rules_at(point) for point in ("auth", "callback"))
        assert faults.all() == []

    in_force(script)


def test_removing_some_leaves_the_others_where_they_were(in_force: Any) -> None:
    async def script(faults: ActiveRules) -> None:
        await put(faults, *noted("1", "2", "3"))
        assert await faults.remove(lambda kept: kept.rule.note == "2") == 1
        assert await acting(faults, tenant="t") == ["1", "3"]
        assert await faults.remove(lambda kept: kept.rule.note == "2") == 0
        assert faults.has_rules_at("callback")

    in_force(script)


def test_a_document_is_decided_unread_only_where_a_rule_acts_that_needs_no_reading(in_force: Any) -> None:
    async def script(faults: ActiveRules) -> None:
        about = FaultSubject(tenant="t", documents=("1",))
        assert await faults.all_matching_unread("ocr", about) is None
        await put(faults, FaultRule("ocr", "low_confidence"))
        assert await faults.all_matching_unread("ocr", about) is None
        await put(faults, FaultRule("ocr", "fail", after=1, times=1))
        # Its turn has not come, so nothing is counted of either.
        assert await faults.all_matching_unread("ocr", about) is None
        assert [(each.matched, each.asked) for each in faults.all()] == [(0, 0), (0, 0)]
        await faults.all_matching("ocr", about)
        found = await faults.all_matching_unread("ocr", about)
        assert found is not None and [kept.rule.action for kept in found] == ["low_confidence", "fail"]
        assert await faults.all_matching_unread("ocr", about) is None
        # A type is known only once the document was read.
        await put(faults, FaultRule("ocr", "fail"), FaultRule("ocr", "low_confidence", type="PAN"))
        assert await faults.all_matching_unread("ocr", about) is None

    in_force(script)


def test_a_rule_can_act_whatever_type_and_application_turn_out_to_be(in_force: Any) -> None:
    async def script(faults: ActiveRules) -> None:
        about = FaultSubject(tenant="t", documents=("1",), flow="f")
        await put(faults, FaultRule("ocr", "fail", document="2", type="PAN"))
        assert not faults.may_match("ocr", about) and not faults.may_match("classify", about)
        await put(faults, FaultRule("ocr", "fail", document="1", type="PAN", application="A"))
        assert faults.may_match("ocr", about)
        assert [each.asked for each in faults.all()] == [0, 0]

    in_force(script)


def test_loading_anew_takes_what_the_file_holds_and_keeps_what_was_seen(in_force: Any) -> None:
    async def script(faults: ActiveRules) -> None:
        await put(faults, *noted("gone"), *noted("kept", application="A"))
        await put(faults, *noted("own"), tenant="t", flow_uuid="f")
        await acting(faults, tenant="t", application="B")
        before = {each.rule.note: (each.asked, each.near, each.matched) for each in faults.all()}
        assert before["kept"][1] is not None
        await faults._store.remove([faults.all()[0].id])
        await faults.load()
        assert {each.rule.note: (each.asked, each.near, each.matched) for each in faults.all()} == {
            note: seen for note, seen in before.items() if note != "gone"
        }
        assert await acting(faults, tenant="t", flow="f", application="A") == ["own", "kept"]
        (own,) = [each for each in faults.all() if each.rule.note == "own"]
        assert (own.tenant, own.flow_uuid, own.source, own.label) == ("t", "f", "api", f"{own.id} callback never")

    in_force(script)
