"""The documentation page in a real browser: calls sent from it, what is sought, and links that open what they name."""

from __future__ import annotations

from typing import Any

SEND = """
const form = document.querySelector(`#${arguments[0]} form`);
for (const [name, value] of Object.entries(arguments[1])) form.querySelector(`[name="${name}"]`).value = value;
form.closest("details").open = true;
form.querySelector("button").click();
"""


def answer_of(browser: Any, operation: str, **fields: str) -> str:
    """Send a call from the page; what it shows."""
    browser.run(SEND, operation, fields)
    shown = f"#{operation} form pre"
    browser.until("return /^[1-5]/.test(document.querySelector(arguments[0]).textContent)", shown)
    return str(browser.run("return document.querySelector(arguments[0]).textContent", shown))


def test_calls_can_be_sent_from_the_page_and_a_token_fills_the_others(browser: Any) -> None:
    browser.open("/_sim/docs")
    assert answer_of(browser, "getStatus", flow_uuid="none").startswith("401\n")
    assert answer_of(browser, "createToken").startswith("201\n")
    assert answer_of(browser, "getStatus", flow_uuid="none").startswith("409\n")
    assert answer_of(browser, "initFlow").startswith("201\n")
    assert answer_of(browser, "matchAddresses").startswith("200\n")
    assert answer_of(browser, "getScenariosByName", name="nothing").startswith("404\n")
    refused = [each for each in browser.complaints() if "Security" in each]
    assert refused == []


def test_what_is_sought_is_left_and_a_link_opens_what_it_names(browser: Any) -> None:
    browser.open("/_sim/docs#schema-CallbackData")
    assert browser.run("return document.getElementById('schema-CallbackData').open")
    browser.find("#find").send_keys("address/match")
    browser.until(
        "return [...document.querySelectorAll('details.operation')].filter((each) => !each.hidden).length === 1"
    )
