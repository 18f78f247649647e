"""The documentation page in a real browser: calls sent from it, what is sought, and links that open what they name."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

SEND = """
const form = document.querySelector(`#${arguments[0]} form`);
for (const [name, value] of Object.entries(arguments[1])) form.elements[name].value = value;
form.requestSubmit();
"""
SHOWN = "#{} form [data-{}]"


def answer_of(browser: Any, operation: str, **fields: str) -> str:
    """Send a call from the page; the status that it shows."""
    browser.run(SEND, operation, fields)
    shown = SHOWN.format(operation, "status")
    browser.until("return /^[1-5]/.test(document.querySelector(arguments[0]).textContent)", shown)
    return str(browser.run("return document.querySelector(arguments[0]).textContent", shown))[:3]


def shown(browser: Any, operation: str, part: str) -> str:
    """`body`, `headers` or `time` of the answer that is shown."""
    return str(browser.run("return document.querySelector(arguments[0]).textContent", SHOWN.format(operation, part)))


def authorise(browser: Any, client: str) -> None:
    browser.run("document.querySelector('[data-authorise]').elements.client.value = arguments[0]", client)
    browser.click("[data-authorise] button")
    browser.see(f"authorised as {client}", "[data-state]")


def test_a_flow_is_run_from_the_page_with_what_it_fills_in(browser: Any, world: Any) -> None:
    browser.open("/_sim/docs")
    browser.run("sessionStorage.clear()")
    browser.open("/_sim/docs")
    assert answer_of(browser, "getStatus", flow_uuid="none") == "401"
    authorise(browser, world.tenant)
    assert answer_of(browser, "getStatus", flow_uuid="none") == "409"
    assert answer_of(browser, "initFlow") == "201"
    flow = json.loads(shown(browser, "initFlow", "body"))["flow_uuid"]
    assert re.fullmatch(r"\d+ ms", shown(browser, "initFlow", "time"))
    assert "content-type: application/json" in shown(browser, "initFlow", "headers")
    # Neither the flow nor a document is typed in.
    assert answer_of(browser, "uploadDocuments") == "201"
    assert answer_of(browser, "getStatus") == "200"
    assert answer_of(browser, "getExtracts") == "200"
    assert flow in shown(browser, "getExtracts", "body")
    browser.open("/_sim/docs")
    assert browser.run("return document.querySelector('#getStatus [name=flow_uuid]').value") == flow
    browser.see(f"authorised as {world.tenant}", "[data-state]")
    assert answer_of(browser, "matchAddresses") == "200"
    assert answer_of(browser, "getScenariosByName", name="nothing") == "404"
    assert [each for each in browser.complaints() if "Security" in each or "Uncaught" in each] == []


def test_a_call_is_copied_as_code_that_makes_it(browser: Any, world: Any, tmp_path: Path) -> None:
    browser.open("/_sim/docs")
    authorise(browser, world.tenant)
    body = json.dumps({"product_type": 'it\'s \\ "x" é', **dict.fromkeys(("application_id",), "1")})
    for language, command in (("curl", "sh"), ("python", sys.executable), ("node", shutil.which("node"))):
        browser.run("document.querySelector('#initFlow form').elements.body.value = arguments[0]", body)
        browser.run("document.querySelector(arguments[0]).click()", f"#initFlow [data-snippet={language}]")
        browser.until("return !document.querySelector('#initFlow [data-code]').hidden")
        code = browser.run("return document.querySelector('#initFlow [data-code]').textContent")
        if not command:
            continue  # this machine has no Node; the others are run all the same
        script = tmp_path / ("call.mjs" if language == "node" else "call")
        script.write_text(code, encoding="utf-8")
        done = subprocess.run([command, script], capture_output=True, text=True, timeout=60, check=False)
        assert "Missing or empty required parameters: ['auth_url', 'callback_url']" in done.stdout, (language, done)


def test_nothing_is_left_over_of_what_is_not_sought_and_a_link_opens_what_it_names(browser: Any) -> None:
    browser.open("/_sim/docs#schema-CallbackData")
    assert browser.run("return document.getElementById('schema-CallbackData').open")
    assert browser.run("return document.getElementById('group-schemas').open")
    browser.run("document.documentElement.scrollTop = 0")
    browser.find("#find").send_keys("address/match")
    seen = "return [...document.querySelectorAll(arguments[0])].filter((each) => each.checkVisibility()).map((each) => each.id)"
    browser.until("return document.querySelectorAll('.operation:not([hidden])').length === 1")
    assert browser.run(seen, ".operation") == ["matchAddresses"]
    assert browser.run(seen, "details.group") == ["group-address-match"]
    assert len(browser.run(seen, "aside li")) == len(browser.run(seen, "aside details")) == 1
    assert browser.run(seen, "[data-authorise]") == []
    browser.find("#find").send_keys(" nothing-like-it")
    browser.see("Nothing here has these words.")
    assert browser.run(seen, ".operation, details.group, aside li, aside details") == []


def test_groups_fold(browser: Any) -> None:
    browser.open("/_sim/docs")
    visible = "return document.getElementById('createToken').checkVisibility()"
    assert browser.run(visible)
    browser.click("#group-tokens > summary")
    assert not browser.run(visible)
