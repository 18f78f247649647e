"""Faults of callbacks that reach the receiver: other words, slow bodies, wrong tokens, lost answers, older results."""

from __future__ import annotations

import time
from typing import Any

import pytest

from simulator.client.receiver import TOKEN


def bodies(world: Any, count: int) -> list[dict[str, Any]]:
    found = [each.json() for each in world.receiver.wait_for(count)]
    assert len(found) == count
    return found


def test_a_callback_says_something_else_than_extracts(world: Any) -> None:
    patch = {"new_key": {"a": 1}, "application_id": "B", "cross_checks": None}
    world.fault("callback", "patch", body=patch)
    flow = world.run("1")
    (body,) = bodies(world, 1)
    extracts = world.atlas.extracts(flow)
    assert (body["new_key"], body["application_id"], body["ocr_data"]) == ({"a": 1}, "B", extracts["ocr_data"])
    assert "cross_checks" not in body and extracts["application_id"] == "APP-1"


@pytest.mark.parametrize("patch", [None, "text", [1]])
def test_a_patch_is_an_object(world: Any, patch: Any) -> None:
    answer = world.control.post("/_sim/faults", json={"point": "callback", "action": "patch", "body": patch})
    assert (answer.status_code, answer.json()["key"]) == (422, "body")


def test_a_callback_drips(world: Any) -> None:
    world.fault("callback", "drip", delay="300ms")
    started = time.monotonic()
    flow = world.run("1")
    assert bodies(world, 1)[0] == world.atlas.extracts(flow)
    assert time.monotonic() - started >= 0.3
    assert int(world.receiver.callbacks()[0].headers["content-length"]) > 100


def test_a_callback_carries_a_token_that_nobody_gave(world: Any) -> None:
    world.fault("callback", "wrong_token", times=1)
    world.run("1")
    assert world.receiver.wait_for(1)[0].headers["token"] not in ("", TOKEN)


def test_a_callback_whose_answer_is_lost_is_tried_again(world: Any) -> None:
    world.fault("callback", "unacknowledged", times=1)
    flow = world.run("1")
    world.settle()
    world.advance("2m")
    first, second = bodies(world, 2)
    assert first == second
    attempts = [each for each in world.show(flow)["deliveries"][0]["attempts"] if each["step"] == "callback"]
    assert [(each["status"], "answer is lost" in each["problem"]) for each in attempts] == [(200, True), (200, False)]


def test_a_stale_callback_comes_after_the_newer_one_where_there_is_one(world: Any) -> None:
    flow = world.init()
    world.fault("callback", "stale")
    world.upload(flow, "1")
    world.atlas.wait(flow)
    (first,) = bodies(world, 1)
    world.settle()
    world.upload(flow, "2")
    _, second, third = bodies(world, 3)
    assert [len(each["ocr_data"]) for each in (first, second, third)] == [1, 2, 1]
    assert third == first and second == world.atlas.extracts(flow)
    numbers = [each.headers["x-atlas-sim-delivery"] for each in world.receiver.callbacks()]
    assert numbers[0] == numbers[2] != numbers[1]
