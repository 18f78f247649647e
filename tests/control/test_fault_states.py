"""What the list of fault rules says of each: whose it is, what it did, and in words why it did nothing yet."""

from __future__ import annotations

from typing import Any

import pytest

from tests.inprocess import InProcess

STATUS = {"point": "request", "action": "answer", "status": 503}


def put(sim: InProcess, *, tenant: str | None = None, **keys: Any) -> int:
    return int(sim.post("/_sim/faults", {**STATUS, **keys}, tenant=tenant)["faults"][0]["id"])


def state(sim: InProcess, number: int) -> Any:
    return next(each for each in sim.get("/_sim/faults")["faults"] if each["id"] == number)


def poll(sim: InProcess, times: int = 1, flow: str = "none") -> list[int]:
    return [sim.atlas("GET", f"status?flow_uuid={flow}").status_code for _ in range(times)]


def test_a_rule_says_that_nothing_came_by_its_point(sim: InProcess) -> None:
    number = put(sim, endpoint="GET status")
    assert state(sim, number)["says"] == "never matched: nothing came by the point 'request' since the start"
    assert (state(sim, number)["asked"], state(sim, number)["matched"], state(sim, number)["hits"]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("keys", "times", "says", "answers"),
    [
        ({}, 1, "acted once", [503]),
        ({}, 2, "acted 2 times", [503, 503]),
        ({"times": 3}, 1, "acted once, 2 more to come", [503]),
        ({"times": 1}, 2, "acted once, 0 more to come", [503, 409]),
        ({"after": 2}, 2, "matched 2 times but has not acted: see times, after, every, probability", [409, 409]),
        ({"after": 1, "every": 2}, 5, "acted 2 times", [409, 409, 503, 409, 503]),
    ],
)
def test_a_rule_says_how_often_it_acted_and_will(
    sim: InProcess, keys: dict[str, int], times: int, says: str, answers: list[int]
) -> None:
    number = put(sim, endpoint="status", **keys)
    assert poll(sim, times) == answers
    assert state(sim, number)["says"] == says


def test_a_rule_that_never_matched_says_what_came_nearest_and_in_what_it_differed(sim: InProcess) -> None:
    sim.given()
    number = put(sim, endpoint="multiupload", document="2*", application="APP-9")
    sim.upload(sim.init(application_id="APP-1"), "1")
    found = state(sim, number)
    assert found["matched"] == 0
    assert found["says"] == (
        f"never matched: {found['asked']} came by the point 'request'; the nearest differed:"
        " application was 'APP-1', not 'APP-9'; document was '1', not '2*'"
    )
    # What another endpoint was asked is further away than what differs in two things at this one.
    poll(sim)
    assert "endpoint" not in state(sim, number)["says"]


def test_a_rule_for_another_endpoint_names_what_was_asked_instead(sim: InProcess) -> None:
    number = put(sim, endpoint="nowhere", strict=False)
    poll(sim)
    assert state(sim, number)["says"].endswith(
        "the nearest differed: endpoint was 'POST /v3/verification/authtoken', not 'nowhere'"
    )


def test_a_tenant_sees_its_own_rules_and_everyones(sim: InProcess) -> None:
    mine, foreign = put(sim), put(sim, tenant="someone-else")
    everyones = put(sim, tenant="", endpoint="extracts")
    seen = {each["id"] for each in sim.get("/_sim/faults")["faults"]}
    assert {mine, everyones} <= seen and foreign not in seen
    assert {mine, foreign, everyones} <= {each["id"] for each in sim.get("/_sim/faults", tenant="")["faults"]}
    sim.delete(f"/_sim/faults/{everyones}")
    sim.delete(f"/_sim/faults/{foreign}")
    assert state(sim, mine)["tenant"] == sim.tenant


def test_a_rule_is_of_the_tenant_that_it_names_unless_it_is_a_pattern(sim: InProcess) -> None:
    body = {"point": "auth", "action": "refused"}
    (named,) = sim.post("/_sim/faults", {**body, "tenant": "who"}, tenant="")["faults"]
    (pattern,) = sim.post("/_sim/faults", {**body, "tenant": "who*"}, tenant="")["faults"]
    assert (named["tenant"], pattern["tenant"]) == ("who", "")
    assert sim.delete("/_sim/faults", tenant="who")["removed"] >= 1
    assert sim.delete(f"/_sim/faults/{pattern['id']}")["removed"] == 1


def test_taking_out_a_tenants_rules_leaves_those_of_others(sim: InProcess) -> None:
    put(sim), put(sim)
    foreign = put(sim, tenant="someone-else")
    assert sim.delete("/_sim/faults") == {"removed": 2}
    assert sim.delete("/_sim/faults") == {"removed": 0}
    assert sim.delete(f"/_sim/faults/{foreign}") == {"removed": 1}
    assert sim.refused("DELETE", f"/_sim/faults/{foreign}", 404)["error"] == f"unknown fault rule {foreign}"


def test_a_list_keeps_its_order_whoever_each_rule_is_for(sim: InProcess) -> None:
    names = [sim.tenant, "a", sim.tenant, "a", "b"]
    rules = [{"point": "auth", "action": "refused", "tenant": name, "note": str(at)} for at, name in enumerate(names)]
    added = sim.post("/_sim/faults", rules, tenant="")["faults"]
    assert [(each["tenant"], each["rule"]["note"]) for each in added] == [
        (name, str(at)) for at, name in enumerate(names)
    ]
    for name in ("a", "b"):
        sim.delete("/_sim/faults", tenant=name)


def test_only_so_many_rules_are_in_force_for_one_tenant_and_none_of_a_list_too_long(
    sim: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    from simulator.control import faults_api

    monkeypatch.setattr(faults_api, "MOST_RULES", 3)
    put(sim), put(sim)
    refusal = sim.refused("POST", "/_sim/faults", json=[STATUS, STATUS])
    assert refusal["error"] == (
        f"too many rules: at most 3 are in force for tenant '{sim.tenant}'; DELETE /_sim/faults removes them"
    )
    assert len(sim.get("/_sim/faults")["faults"]) == 2
    put(sim)
    assert "for everyone" in sim.refused("POST", "/_sim/faults", json=[STATUS] * 4, tenant="")["error"]


def test_the_table_of_points_holds_all_that_a_rule_may_say(sim: InProcess) -> None:
    table = sim.get("/_sim/faults/points")
    for point in table["points"]:
        assert point["says"] and set(point["match"]) <= set(table["match"])
        for action in point["actions"]:
            rule = {"point": point["point"], "action": action["action"], "tenant": sim.tenant}
            rule |= {key["key"]: _a_value(key["key"]) for key in action["keys"] if key["required"]}
            (added,) = sim.post("/_sim/faults", rule)["faults"]
            assert all(added["rule"][key] == value for key, value in rule.items())
    assert all(word["word"].startswith("sim:") and word["says"] for word in table["magic"])
    sim.delete("/_sim/faults")


def _a_value(key: str) -> Any:
    values: dict[str, Any] = {
        "delay": "1s",
        "field": "dob",
        "value": "x",
        "body": {},
        "document_type": "PAN",
        "score": 1,
    }
    return values.get(key, 2)
