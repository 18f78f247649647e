"""Simulated time moved and frozen, and flows let go step by step."""

from __future__ import annotations

from typing import Any

import pytest


def test_what_falls_due_has_happened_when_the_answer_comes_retries_of_retries_included(world: Any) -> None:
    world.fault("callback", "fail", times=5)
    flow = world.run("1")
    world.atlas.wait(flow)
    answer = world.advance("61m")
    assert answer["settled"]
    (delivery,) = world.show(flow)["deliveries"]
    assert delivery["state"] == "DELIVERED"
    assert len(world.receiver.callbacks()) == 1


def test_retries_happen_at_their_own_simulated_moments(start: Any, world_of: Any) -> None:
    world = world_of(start(callback_backoff=60.0))
    world.post("/_sim/clock", {"freeze": True})
    world.fault("callback", "fail", times=2)
    flow = world.run("1")
    world.settle()
    began = world.get("/_sim/clock")["timestamp"]
    world.advance("61m")
    (delivery,) = world.show(flow)["deliveries"]
    moments = [each["at"] for each in delivery["attempts"] if each["step"] == "callback"]
    assert len(moments) == 3
    assert len(set(moments)) == 3
    assert world.get("/_sim/clock")["timestamp"] == pytest.approx(began + 3660)


def test_a_token_expires_by_the_simulated_clock(world: Any) -> None:
    flow = world.init()
    world.advance("59m")
    assert world.atlas.status(flow)["master_status"] == "NOT_STARTED"
    world.advance("61s")
    answer = world.atlas.request("GET", "/v3/verification/status", params={"flow_uuid": flow})
    assert (answer.status_code, answer.json()["reason"]) == (401, "Signature has expired")


def test_a_frozen_clock_stands_and_goes_on_from_there(start: Any, world_of: Any) -> None:
    world = world_of(start())
    world.post("/_sim/clock", {"freeze": True})
    first, second = world.get("/_sim/clock"), world.get("/_sim/clock")
    assert first["frozen"] and first["timestamp"] == second["timestamp"]
    moved = world.post("/_sim/clock", {"advance": "1h30m"})
    assert moved["timestamp"] == pytest.approx(first["timestamp"] + 5400)
    assert not world.post("/_sim/clock", {"freeze": False})["frozen"]


@pytest.mark.parametrize(
    ("body", "key"),
    [({"advance": "soon"}, "advance"), ({"advence": "1m"}, "advence"), ({}, ""), ({"freeze": "yes"}, "freeze")],
)
def test_a_wrong_change_of_the_clock_names_the_key(world: Any, body: Any, key: str) -> None:
    answer = world.control.post("/_sim/clock", json=body)
    assert answer.status_code == 422
    assert answer.json()["key"] == key
    assert answer.json()["allowed"]


STEPS = [
    ("upload", "IN_PROGRESS/NOT_STARTED/NOT_STARTED/IN_PROGRESS"),
    ("queue", "SUCCESS/PENDING/PENDING/IN_PROGRESS"),
    ("processing", "SUCCESS/IN_PROGRESS/PENDING/IN_PROGRESS"),
    ("crosscheck", "SUCCESS/SUCCESS/PENDING/IN_PROGRESS"),
    ("callback", "SUCCESS/SUCCESS/COMPLETED/SUCCESS"),
    ("done", "SUCCESS/SUCCESS/COMPLETED/SUCCESS"),
]


def test_under_manual_pace_every_status_is_seen_one_step_after_the_other(world: Any) -> None:
    flow = world.run("1", "2", flow_params={"sim": {"pace": "manual"}})
    world.settle()
    seen = [(world.show(flow)["waits_in"], "/".join(world.atlas.status(flow).values()))]
    for _ in range(5):
        step = world.post(f"/_sim/flows/{flow}/advance")
        seen.append((step["waits_in"], "/".join(step["status"].values())))
    assert seen == STEPS
    assert len(world.receiver.callbacks()) == 1
    assert world.receiver.callbacks()[0].json()["flow_params"] == {"sim": {"pace": "manual"}}
    assert world.control.post(f"/_sim/flows/{flow}/advance").status_code == 409


@pytest.mark.parametrize("to", ["queue", "processing", "crosscheck", "callback", "done"])
def test_a_flow_goes_on_to_a_named_stage(world: Any, to: str) -> None:
    flow = world.run("1", flow_params={"sim": {"pace": "manual"}})
    step = world.post(f"/_sim/flows/{flow}/advance", {"to": to})
    assert step["waits_in"] == to
    assert "/".join(step["status"].values()) == dict(STEPS)[to]


def test_a_stage_that_is_not_there_is_refused_with_those_that_are(world: Any) -> None:
    flow = world.run("1", flow_params={"sim": {"pace": "manual"}})
    answer = world.control.post(f"/_sim/flows/{flow}/advance", json={"to": "finished"})
    assert answer.status_code == 422
    assert answer.json()["allowed"] == ["upload", "queue", "processing", "crosscheck", "callback", "done"]
    assert world.control.post("/_sim/flows/none/advance").status_code == 404


def test_the_pace_of_a_flow_changes_on_the_way(world: Any) -> None:
    flow = world.run("1", flow_params={"sim": {"pace": "manual"}})
    world.put(f"/_sim/flows/{flow}", {"pace": "instant"})
    world.post(f"/_sim/flows/{flow}/advance")
    assert world.items(flow)["1"]["error_code"] == ""


def test_realistic_pace_takes_seconds_of_simulated_time_stage_by_stage(world: Any) -> None:
    flow = world.run("1", flow_params={"sim": {"pace": "realistic"}})
    assert world.atlas.status(flow)["master_status"] == "IN_PROGRESS"
    world.advance("60s")
    assert world.atlas.status(flow)["master_status"] == "SUCCESS"
    assert len(world.receiver.callbacks()) == 1


@pytest.mark.parametrize(
    ("value", "key", "allowed"),
    [
        ({"pace": "fast"}, "flow_params.sim.pace", ["instant", "realistic", "manual"]),
        ({"speed": 1}, "flow_params.sim.speed", ["pace", "scenario", "faults"]),
        (
            {"faults": [{"point": "auth", "action": "no"}]},
            "flow_params.sim.faults[0].action",
            ["refused", "timeout", "malformed"],
        ),
    ],
)
def test_a_flow_that_asks_for_what_there_is_not_is_refused(
    world: Any, value: Any, key: str, allowed: list[str]
) -> None:
    body = {
        "product_type": "P",
        "application_id": "A",
        "auth_url": "http://x.test/",
        "callback_url": "http://x.test/",
        "flow_params": {"sim": value},
    }
    answer = world.atlas.request("POST", "/v3/verification/flow/init", json=body)
    assert answer.status_code == 422
    assert (answer.json()["key"], answer.json()["allowed"]) == (key, allowed)


def test_a_flow_brings_its_own_faults(world: Any) -> None:
    faults = [{"point": "classify", "action": "unrecognised", "document": "1"}]
    mine = world.run("1", "2", flow_params={"sim": {"faults": faults}})
    other = world.run("1")
    assert {key: item["error_code"] for key, item in world.items(mine).items()} == {"1": "UNRECOGNISED", "2": ""}
    assert world.items(other)["1"]["error_code"] == ""


def test_simulated_time_goes_on_where_it_was_when_the_server_stopped(start: Any, world_of: Any) -> None:
    first = start()
    world = world_of(first)
    world.fault("callback", "delay", delay="90m")
    world.run("1")
    everyone = {"Client-Id": ""}
    moved = world.control.post("/_sim/clock", json={"advance": "60m"}, headers=everyone).raise_for_status()
    first.close()
    again = world_of(start())
    assert again.get("/_sim/clock")["timestamp"] >= moved.json()["timestamp"]
    again.control.post("/_sim/clock", json={"advance": "31m"}, headers=everyone).raise_for_status()
    assert len(world.receiver.callbacks()) == 1
