"""The head of a flow says at a glance what a lender would stop at, and each card and rule says all there is, once."""

from __future__ import annotations

import json

import pytest

LOW = {
    "canned": [
        {"document_id": "inv", "document_type": "INVOICE", "fields": {"customer_name": "Asha Verma"}},
        {"document_id": "do", "document_type": "DELIVERY_ORDER", "fields": {"customer_name": "Zubin Qureshi"}},
        {"document_id": "odd", "error_code": "UNRECOGNISED"},
        {"document_id": "bad", "error_code": "INVALID_DOC", "error_reason": "unreadable file"},
    ]
}


def tiles(browser) -> dict[str, tuple[str, str]]:
    """Tiles of the head beside the statuses: name to tone and text."""
    found = browser.run(
        "return [...document.querySelectorAll('.facts-beside li')].map((each) =>"
        " [each.querySelector('.step').textContent, each.className, each.querySelector('b').textContent])"
    )
    return {name: (tone, text) for name, tone, text in found}


def test_the_head_is_red_where_a_lender_would_stop(browser, start, world_of) -> None:
    # Tried again after so long that the pages are seen before, however slow the machine.
    server = start(callback_backoff=30)
    browser.url = server.url
    world = world_of(server)
    world.control.scenario(LOW)
    world.control.faults(point="callback", action="fail", tenant=world.tenant)
    flow = world.run("inv", "do", "odd", "bad")
    browser.open(f"/_sim/ui/flows/{flow}")
    found = tiles(browser)
    assert found["documents"] == ("bad", "1 not recognised, 1 invalid, of 4")
    assert found["scores"][0] == "bad" and found["scores"][1].startswith("1 of 1 below 60, lowest ")
    tone, text = found["callback"]
    assert (tone, text) == ("bad", "not delivered: 1 attempt failed, trying again")
    browser.open(f"/_sim/?tenant={world.tenant}")
    browser.see("retrying", "[data-live=flows]")
    world.control.clock.advance("10m")
    browser.open(f"/_sim/ui/flows/{flow}")
    assert tiles(browser)["callback"] == ("bad", "given up: callback_url failed, 6 attempts")
    assert browser.complaints() == []


def test_the_head_is_green_where_nothing_is_wrong(browser, world) -> None:
    flow = world.run("inv", "do")
    browser.open(f"/_sim/ui/flows/{flow}")
    assert tiles(browser) == {
        "documents": ("good", "all 2 read"),
        "scores": ("good", "all 1 at 80 or more"),
        "callback": ("good", "delivered"),
    }


@pytest.mark.parametrize(
    ("documents", "why"),
    [
        (("pan",), "PROD_CDL compares DELIVERY_ORDER with INVOICE"),
        (("pan",), "this flow has only PAN"),
        (("odd",), "no document of this flow was recognised and valid"),
        (("inv", "empty"), "lacks DELIVERY_ORDER.customer_name"),
    ],
)
def test_nothing_could_be_compared_says_why(world, documents, why) -> None:
    if "empty" in documents:
        invoice = {"document_type": "INVOICE", "fields": {"customer_name": "Asha"}}
        world.control.scenario(
            {
                "canned": [
                    {"document_id": "inv", **invoice},
                    {"document_id": "empty", "document_type": "DELIVERY_ORDER"},
                ]
            }
        )
    text = world.page(f"/_sim/ui/flows/{world.run(*documents)}")
    assert why in " ".join(text.split()), text


def test_a_card_says_one_thing_while_its_document_is_under_way(browser, world) -> None:
    world.control.scenario({"canned": [], "pace": "manual"})
    flow = world.upload("waiting-one")
    browser.open(f"/_sim/ui/flows/{flow}")
    assert browser.find(".card").text.split("\n") == ["waiting-one", "upload inprogress"]


def test_a_preset_fills_the_form_and_nothing_acts_before_it_is_put_in_force(browser, world, server) -> None:
    before = world.control.faults_in_force()
    browser.open("/_sim/ui/faults")
    presets = browser.driver.find_elements("css selector", "[data-preset]")
    preset = json.loads(presets[-1].get_attribute("data-preset"))
    presets[-1].click()
    filled = browser.run(
        "return Object.fromEntries([...document.querySelector('[data-rule]').elements]"
        ".filter((each) => each.name && !each.disabled && each.value).map((each) => [each.name, each.value]))"
    )
    assert filled == {key: str(value) for key, value in preset.items()}
    assert world.control.faults_in_force() == before
    browser.find("[name=tenant]").send_keys(world.tenant)
    browser.click("[data-rule] button.strong")
    browser.see(f"tenant {world.tenant}", "[data-live=faults]")
    (rule,) = world.control.faults_in_force()
    assert rule["rule"] == {**preset, "tenant": world.tenant}


def test_a_rule_row_shows_all_that_the_rule_has(browser, world) -> None:
    rule = {
        "point": "request",
        "action": "answer",
        "status": 418,
        "body": {"a": [1, None]},
        "headers": {"X-Tea": "pot"},
        "endpoint": "POST */multiupload",
        "application": "TEA-*",
        "document": "cup",
        "times": 3,
        "after": 2,
        "every": 4,
        "probability": 0.5,
        "seed": 9,
    }
    world.control.faults(**rule)
    page = world.page("/_sim/ui/faults")
    row = next(each for each in page.split("<tr>") if f"tenant {world.tenant}" in each)
    for key, value in rule.items():
        text = value if isinstance(value, str) else json.dumps(value)
        assert text.replace('"', "&#34;") in row, (key, row)
    world.control.faults(point="auth", action="refused")
    assert world.page("/_sim/ui/faults").count("without end") >= 1


def test_a_toast_names_the_fault_behind_an_error(browser, start) -> None:
    server = start()
    browser.url = server.url
    from simulator.client.control import Control

    with Control(server.url) as control:
        (rule,) = control.faults(point="request", action="answer", status=503, endpoint="flow/init")
    browser.open("/_sim/ui/try")
    browser.run(
        "const s = document.querySelector('[name=scenario]'); s.value = 'happy-path';"
        "s.dispatchEvent(new Event('change', { bubbles: true }))"
    )
    browser.click("[data-run]")
    browser.see(f"The fault {rule['id']} request answer did that", "#said")


def test_the_clock_says_what_falls_due(browser, world) -> None:
    world.control.faults(point="callback", action="delay", delay="300d")
    flow = world.run("pan")
    browser.open("/_sim/ui/clock")
    browser.see(f"flow {flow[:8]}", "[data-live=due]")
    browser.see("flow delivery, attempt 1", "[data-live=due]")
