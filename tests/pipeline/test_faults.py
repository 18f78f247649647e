"""The fault rules: what is allowed, what matches, how often a rule acts, and what magic words mean."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from simulator.clock import Clock
from simulator.documents.model import Field, Reading
from simulator.errors import InputError
from simulator.flows.database import Database
from simulator.flows.fault_rules import FaultRules
from simulator.matching.model import CrossCheck
from simulator.pipeline.asgi_exchange import AsgiExchange
from simulator.pipeline.faults.active_rules import ActiveRule as ActiveFault
from simulator.pipeline.faults.active_rules import ActiveRules
from simulator.pipeline.faults.download_faults import DownloadStep
from simulator.pipeline.faults.magic_words import WORDS, magic_words_in
from simulator.pipeline.faults.model import Action
from simulator.pipeline.faults.points import MATCH, POINTS, allowed_keys
from simulator.pipeline.faults.rules import FaultRule, FaultSubject, pattern_matches, rule_acts, validated_rule
from simulator.pipeline.step_results import DeliverySuppressed, DownloadError, ReadingFailed, RetryLater


@asynccontextmanager
async def opened(path: Path) -> AsyncIterator[ActiveRules]:
    database = Database(str(path / "state.sqlite3"), Clock())
    await database.open()

    async def flow_facts(flow_uuid: str) -> tuple[str, str]:
        return "t", f"APP-of-{flow_uuid}"

    faults = ActiveRules(FaultRules(database), 1, flow_facts)
    await faults.load()
    yield faults
    await database.close()


def in_book(path: Path, script: Callable[[ActiveRules], Coroutine[Any, Any, None]]) -> None:
    async def run() -> None:
        async with opened(path) as faults:
            await script(faults)

    asyncio.run(run())


def test_every_row_of_the_table_makes_a_rule_that_is_accepted() -> None:
    examples: dict[str, Any] = {
        "document_type": "PAN",
        "field": "dob",
        "value": "1",
        "score": 40,
        "delay": "5s",
        "status": 500,
        "copies": 3,
        "confidence": 0.2,
        "reason": "multiple faces",
        "check": "CUSTOMER_NAME",
        "body": {"error": "no"},
        "headers": {"Retry-After": "1"},
        "handled": True,
        "fields": {"dob": "14/11/1998"},
        "index": 1,
        "target": "*Lake View*",
    }
    for point in POINTS.values():
        for action in point.actions:
            taken = {key.name: examples[key.name] for key in action.keys}
            assert validated_rule(FaultRule(point.name, action.name, **taken))
            assert set(taken) <= set(allowed_keys(point.name, action.name))
            assert set(point.match) <= set(MATCH)


READING = Reading("PAN", {"dob": Field("17/10/1991", 0.98), "name": Field("ASHA", 0.97)})
CHECK = CrossCheck("INVOICE", "name", "A", "PAN", "name", "B", 90, "NAME")
#: What each point gives the functions of its actions; `callback` and `notification` by whether it is before a try.
GIVEN: dict[str, tuple[Any, ...]] = {
    "download": (DownloadStep("bucket.example", 100.0, 30.0, 1000),),
    "classify": (READING,),
    "ocr": (READING,),
    "crosscheck": ([CHECK],),
    "processing": (),
    "auth": (),
    "address": (0, "45 Lake View, Whitefield, Bangalore"),
}


async def _outcome(point: str, action: Action) -> str:
    """What the function of a row makes of what its point gives it, in words."""
    examples: dict[str, Any] = {"document_type": "VOTER_ID", "field": "dob", "value": "1", "score": 40, "delay": 0.01}
    examples["body"] = {"b": 2}
    rule = FaultRule(point, action.name, **{key.name: examples[key.name] for key in action.keys if key.required})
    fault = ActiveFault(1, "", "", "test", rule)
    if point == "request":
        return await _passed(fault)
    given = GIVEN.get(point) or ((100.0,) if action.before else (b'{"a": 1}',) if point in POSTED else ())
    try:
        return repr(fault.apply(*given)).replace(fault.label, "")
    except (DownloadError, ReadingFailed, DeliverySuppressed) as error:
        return str(error).replace(fault.label, "")
    except RetryLater as later:
        return f"later {later.due_at} {later.behind}"


async def _passed(fault: ActiveFault) -> str:
    """What reaches a client whose request meets a fault."""
    sent: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b'{"a": 1}'})

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    try:
        await fault.apply(AsgiExchange(app, {}, receive, send), lambda status: {"error": str(status)})
    except ConnectionResetError as error:
        sent.append(str(error))
    return repr(sent)


POSTED = ("callback", "notification")


@pytest.mark.parametrize("point", list(POINTS))
def test_every_row_of_the_table_has_its_own_function_and_no_two_do_the_same(point: str) -> None:
    async def run() -> list[str]:
        return [await _outcome(point, action) for action in POINTS[point].actions]

    outcomes = asyncio.run(run())
    assert len(set(outcomes)) == len(outcomes), outcomes


@pytest.mark.parametrize(
    ("rule", "key", "allowed"),
    [
        (FaultRule("upload", "expired"), "point", "download"),
        (FaultRule("download", "explode"), "action", "expired"),
        (FaultRule("download", "expired", score=3), "score", "document"),
        (FaultRule("download", "expired", type="PAN"), "type", "document"),
        (FaultRule("download", "delay"), "delay", "how long"),
        (FaultRule("download", "delay", delay="soon"), "delay", "61m"),
        (FaultRule("callback", "fail", status=42), "status", "100 to 599"),
        (FaultRule("callback", "fail", times=0), "times", "1 to 1e+06"),
    ],
)
def test_a_wrong_rule_names_the_key_and_what_is_allowed(rule: FaultRule, key: str, allowed: str) -> None:
    with pytest.raises(InputError) as caught:
        validated_rule(rule)
    assert caught.value.key == key
    assert any(allowed in each for each in caught.value.allowed)


@pytest.mark.parametrize(
    ("key", "pattern", "value", "matches"),
    [
        ("application", "APP-*", "APP-17", True),
        ("application", "APP-?", "APP-17", False),
        ("document", "a[1]*", "a[1]b", True),
        ("endpoint", "multiupload", "POST /v3/verification/multiupload", True),
        ("endpoint", "upload", "POST /v3/verification/multiupload", False),
        ("endpoint", "/v3/verification/status", "GET /v3/verification/status", True),
        ("endpoint", "POST status", "GET /v3/verification/status", False),
        ("endpoint", "GET status", "GET /v3/verification/status", True),
        ("endpoint", "/v3/*", "GET /v3/verification/status", True),
        ("endpoint", "flow/init", "POST /v2/verification/flow/init", True),
    ],
)
def test_patterns_match_as_the_documentation_says(key: str, pattern: str, value: str, matches: bool) -> None:
    assert pattern_matches(key, pattern, value) is matches


def test_chance_is_the_same_for_the_same_seed_and_about_as_likely_as_asked() -> None:
    rule = FaultRule("auth", "refused", probability=0.3)
    first = [rule_acts(rule, match, 0, seed=7) for match in range(1, 1001)]
    assert first == [rule_acts(rule, match, 0, seed=7) for match in range(1, 1001)]
    assert first != [rule_acts(rule, match, 0, seed=8) for match in range(1, 1001)]
    assert 250 < sum(first) < 350


def test_the_first_rule_with_turns_left_acts_and_a_flow_s_own_come_before_the_tenant_s(tmp_path: Path) -> None:
    async def script(faults: ActiveRules) -> None:
        await faults.add(
            [FaultRule("callback", "fail", status=500, times=1), FaultRule("callback", "never")],
            tenant="t",
            source="api",
        )
        await faults.add(
            [FaultRule("callback", "fail", status=502, times=1)], tenant="t", source="magic", flow_uuid="f"
        )
        about = FaultSubject(tenant="t", flow="f")
        acted = [await faults.first_matching("callback", about) for _ in range(4)]
        assert [(kept.rule.action, kept.rule.status) for kept in acted if kept] == [
            ("fail", 502),
            ("fail", 500),
            ("never", None),
            ("never", None),
        ]
        assert await faults.first_matching("callback", FaultSubject(tenant="other", flow="g")) is None

    in_book(tmp_path, script)


def test_rules_and_their_counts_outlive_a_restart(tmp_path: Path) -> None:
    async def before(faults: ActiveRules) -> None:
        await faults.add([FaultRule("auth", "refused", times=2)], tenant="", source="api")
        assert await faults.first_matching("auth", FaultSubject(tenant="t"))

    async def after(faults: ActiveRules) -> None:
        (kept,) = faults.all()
        assert (kept.matched, kept.hits) == (1, 1)
        assert await faults.first_matching("auth", FaultSubject(tenant="t"))
        assert await faults.first_matching("auth", FaultSubject(tenant="t")) is None

    in_book(tmp_path, before)
    in_book(tmp_path, after)


def test_an_application_is_looked_up_only_where_a_rule_asks_for_it(tmp_path: Path) -> None:
    async def script(faults: ActiveRules) -> None:
        await faults.add([FaultRule("auth", "refused", application="APP-of-f")], tenant="", source="api")
        assert await faults.first_matching("auth", FaultSubject(tenant="t", flow="f"))
        assert await faults.first_matching("auth", FaultSubject(tenant="t", flow="g")) is None

    in_book(tmp_path, script)


def test_a_rule_that_never_matched_knows_what_came_nearest(tmp_path: Path) -> None:
    async def script(faults: ActiveRules) -> None:
        (kept,) = await faults.add(
            [FaultRule("download", "expired", document="2", application="A")], tenant="", source="api"
        )
        await faults.first_matching("download", FaultSubject(tenant="t", documents=("1",), application="B"))
        await faults.first_matching("download", FaultSubject(tenant="t", documents=("3",), application="A"))
        assert (kept.asked, kept.matched) == (2, 0)
        assert kept.near is not None
        assert kept.near[0] == ["document"]
        assert kept.near[1].documents == ("3",)

    in_book(tmp_path, script)


def test_a_removed_rule_no_longer_acts_and_the_point_is_no_longer_watched(tmp_path: Path) -> None:
    async def script(faults: ActiveRules) -> None:
        await faults.add([FaultRule("auth", "refused")], tenant="t", source="api")
        assert faults.has_rules_at("auth")
        assert await faults.remove(lambda kept: kept.tenant == "t") == 1
        assert not faults.has_rules_at("auth")
        assert await faults.first_matching("auth", FaultSubject(tenant="t")) is None

    in_book(tmp_path, script)


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.written)
def test_every_documented_magic_word_is_understood_where_it_may_stand(word: Any) -> None:
    found = magic_words_in(f"APP-1 {word.written}", document=word.document)
    assert found.rules and not found.unknown
    if not word.document:
        assert magic_words_in(word.written, document=True).unknown


def test_several_words_stand_in_one_id_and_those_that_mean_nothing_are_named() -> None:
    found = magic_words_in("A1 sim:unrecognized, sim:auth-refused sim:slow=soon", document=False)
    assert [rule.action for rule in found.rules] == ["refused"]
    assert found.unknown == ("sim:unrecognized", "sim:slow=soon")


def test_an_id_without_a_word_asks_for_nothing() -> None:
    assert magic_words_in("simple:4711", document=True) == magic_words_in("", document=False)
