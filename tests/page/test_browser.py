"""The page in a real Chromium: live, by drag and drop, by keyboard, with boxes where they belong, and nothing hostile."""

from __future__ import annotations

import base64
import io
import json
from typing import Any

import pytest

from simulator.control import storage_api
from simulator.flows.storage_limits import StorageLimit
from tests.page.drawn import SIZE, WORDS, pdf, sheet

#: Dispatches a drop of files, given as [name, base64], as the browser would.
DROP = """
const data = new DataTransfer();
for (const [name, body] of arguments[1]) {
  data.items.add(new File([Uint8Array.from(atob(body), (each) => each.charCodeAt(0))], name));
}
const target = document.querySelector(arguments[0]);
for (const type of ["dragenter", "dragover", "drop"]) {
  target.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }));
}
"""


#: Whether the page that is open, where the menu has it, is to be seen in the menu.
SEEN_IN_MENU = """
const here = document.querySelector(".top nav [aria-current]")?.getBoundingClientRect();
const menu = document.querySelector(".top nav").getBoundingClientRect();
return !here || (here.left >= menu.left - 1 && here.right <= menu.right + 1);
"""


def test_files_that_are_dropped_run_as_a_flow_before_ones_eyes(browser, world_of, server) -> None:
    world = world_of(server, "try-it")
    browser.open("/_sim/ui/try")
    assert not browser.find("[data-run]").is_enabled()
    files = [[name, base64.b64encode(name.encode()).decode()] for name in ("invoice.png", "do.pdf")]
    browser.run(DROP, "[data-drop]", files)
    browser.see("invoice.png · 1 kB", "[data-chosen]")
    browser.click("[data-run]")
    browser.until("return location.pathname.includes('/ui/flows/') && document.documentElement.dataset.ready === 'yes'")
    browser.until(
        "return [...document.querySelectorAll('.steps:not(.facts-beside) b')].map((each) => each.textContent).join() ==="
        " 'success,success,completed,success'"
    )
    browser.see("DELIVERED", "[data-live=timeline]")
    browser.see("CUSTOMER_NAME", "[data-live=checks]")
    assert [each.text for each in browser.driver.find_elements("css selector", ".card .cover b")] == [
        "INVOICE",
        "DELIVERY_ORDER",
    ]
    flow = browser.driver.current_url.rpartition("/")[2]
    assert world.control.inbox.wait_for(1)[0]["flow_uuid"] == flow
    browser.until("return document.querySelector('.json')?.text?.includes('Asha R Verma')")
    assert json.loads(browser.run("return document.querySelector('.json').text"))["flow_uuid"] == flow
    assert browser.complaints() == []


def test_a_scenario_is_run_from_the_page(browser) -> None:
    browser.open("/_sim/ui/try")
    browser.run(
        "const s = document.querySelector('[name=scenario]'); s.value = 'step-by-step';"
        "s.dispatchEvent(new Event('change', { bubbles: true }))"
    )
    browser.click("[data-run]")
    browser.until("return location.pathname.includes('/ui/flows/') && document.documentElement.dataset.ready === 'yes'")
    browser.see("held in upload")
    browser.click("[data-call$='/advance']")
    browser.see("held in queue")
    browser.click("[data-body*=done]")
    browser.see("DELIVERED")
    assert "Advance" not in browser.find("[data-live=actions]").text


def test_a_new_flow_appears_and_changes_without_a_reload(browser, world) -> None:
    browser.open(f"/_sim/?tenant={world.tenant}")
    browser.until("return document.documentElement.dataset.listening")
    browser.run("window.stayed = true")
    world.control.scenario({"canned": [{"document_id": "*", "document_type": "PAN"}], "pace": "manual"})
    flow = world.upload("pan", application_id="LIVE-1")
    browser.see("LIVE-1", "[data-live=flows]")
    browser.see("in progress", "[data-live=flows]")
    world.control.advance(flow, to="done")
    browser.until("return document.querySelector('.flows td .pill').textContent === 'success'")
    assert browser.run("return window.stayed")


def test_what_one_opened_and_where_the_keyboard_stands_survive_news(browser, world) -> None:
    world.run("one")
    browser.open(f"/_sim/ui/inbox/{world.tenant}")
    browser.until("return document.documentElement.dataset.listening")
    browser.run(
        "const d = document.querySelector('.received details'); d.open = true; d.querySelector('summary').focus()"
    )
    opened = browser.run("return document.querySelector('.received details[open]').id")
    world.run("two")
    browser.until("return document.querySelectorAll('.received > li > details').length === 4")
    assert browser.run(
        "return [...document.querySelectorAll('.received > li > details[open]')].map((each) => each.id)"
    ) == [opened]


def test_boxes_lie_on_the_words_they_stand_for_at_every_zoom(browser, world, server) -> None:
    world.control.scenario({"canned": []})
    flow = world.run(("sheet.png", sheet()))
    browser.open(f"/_sim/ui/documents/{world.file(flow)}")
    browser.until("return document.querySelector('.stage svg')?.dataset.drawn === '1'")
    browser.run("document.querySelector('[data-show=words]').click()")
    for change in ("none", "zoomed", "moved"):
        if change == "zoomed":
            browser.click("[data-do=larger]")
        elif change == "moved":
            drag(browser, browser.find(".stage"), 60, 45)
        boxes = browser.run(
            "return [...document.querySelectorAll('.words rect')].map((each) => { const b = each.getBoundingClientRect();"
            " return [b.left, b.top, b.right, b.bottom] })"
        )
        place = browser.run(
            "const b = document.querySelector('.stage svg').getBoundingClientRect();"
            "return [b.left, b.top, b.right, b.bottom]"
        )
        # With the boxes out of the way, the ink on the screen is what they must lie on.
        browser.run("document.querySelector('.words').classList.add('off')")
        shot = screenshot(browser)
        browser.run("document.querySelector('.words').classList.remove('off')")
        seen = [
            box
            for box in boxes
            if box[0] >= place[0] and box[1] >= place[1] and box[2] <= place[2] and box[3] <= place[3]
        ]
        assert len(boxes) == len(WORDS) and seen
        for box in seen:
            ink = dark(shot, box)
            assert max(abs(one - other) for one, other in zip(ink, box, strict=True)) <= 4, (change, ink, box)


def test_a_document_that_is_opened_before_it_was_read_shows_itself_once_it_is(browser, world) -> None:
    world.control.scenario({"canned": [], "pace": "manual"})
    flow = world.upload(("sheet.png", sheet()))
    browser.open(f"/_sim/ui/documents/{world.file(flow)}")
    browser.see("not fetched yet", ".viewer")
    browser.until("return document.documentElement.dataset.listening")
    world.control.advance(flow, to="done")
    browser.until("return document.querySelector('.stage svg')?.dataset.drawn === '1'")
    browser.see("UNRECOGNISED", ".told")


def test_pages_of_a_document_are_turned_by_keyboard(browser, world) -> None:
    world.control.scenario({"canned": []})
    flow = world.run(("two.pdf", pdf()))
    browser.open(f"/_sim/ui/documents/{world.file(flow)}")
    browser.until("return document.querySelector('.stage svg')?.dataset.drawn === '1'")
    browser.run("document.querySelector('.stage').focus()")
    press(browser, "page_down")
    browser.until("return document.querySelector('.stage svg').dataset.drawn === '2'")
    assert browser.find("[data-page]").text == "2 / 2"
    assert not browser.find("[data-do=on]").is_enabled()
    assert browser.run("return document.querySelector('[data-steps=\\'1\\']').hidden")


def test_words_are_told_where_they_truly_are(world) -> None:
    world.control.scenario({"canned": []})
    flow = world.run(("sheet.png", sheet()))
    page = world.http.get(f"/_sim/ui/documents/{world.file(flow)}/pages/1.json").json()
    scale = page["width"] / SIZE[0]
    values = {text: box for text, *box, _ in page["words"]}
    for word, box in WORDS.items():
        assert max(abs(one / scale - other) for one, other in zip(values[word], box, strict=True)) <= 8, (word, values)


def test_a_field_and_its_box_light_each_other_up(browser, world, server, sample_docs) -> None:
    world.control.scenario({"canned": []})
    path = next((sample_docs / "AADHAAR").glob("both-sides-1-clean.*[gp]"))
    flow = world.run(("aadhaar", path.read_bytes()))
    browser.open(f"/_sim/ui/documents/{world.file(flow)}")
    browser.until("return document.querySelector('.stage svg')?.dataset.drawn === '1'")
    number = browser.run(
        "return [...document.querySelectorAll('[data-field]')].find((each) =>"
        " each.textContent.includes('aadhaar_number')).dataset.field"
    )
    browser.run("document.querySelector(`[data-field='${arguments[0]}']`).focus()", number)
    assert browser.run("return document.querySelectorAll(`rect.lit[data-box='${arguments[0]}']`).length", number) >= 1
    browser.run(
        "document.querySelector(`rect[data-box='${arguments[0]}']`).dispatchEvent(new MouseEvent('mouseenter'))", "0"
    )
    assert browser.run("return document.querySelector('li.lit').dataset.field") == "0"
    browser.run("document.activeElement.blur()")
    box = browser.run(
        "const r = document.querySelector(`rect[data-box='${arguments[0]}']`).getBoundingClientRect();"
        "document.querySelector('.stage .fields').classList.add('off'); return [r.left, r.top, r.right, r.bottom]",
        number,
    )
    # The frame leaves some air around what it frames.
    air = (box[3] - box[1]) / 5
    inner = (box[0] + air, box[1] + air, box[2] - air, box[3] - air)
    shot = screenshot(browser).convert("L").crop(tuple(map(round, inner)))
    assert shot.getextrema()[1] < 60, "the number is blacked out in the picture"
    page = world.http.get(f"/_sim/ui/documents/{world.file(flow)}/pages/1.json").text
    number = json.loads(path.with_suffix(".json").read_text())["fields"]["aadhaar_number"]
    assert not any(f'"{group}"' in page for group in number.split()[:2]) and number not in page


def test_hostile_names_are_only_text(browser, world) -> None:
    hostile = "<img src=x onerror=\"document.title='owned'\">'\"><script>document.title='owned'</script>"
    world.control.scenario(
        {
            "canned": [
                {
                    "document_id": "*",
                    "document_type": "PAN",
                    "fields": {"name_as_per_pan": hostile, "pan_number": "{{7*7}}"},
                }
            ]
        }
    )
    flow = world.run(hostile, application_id=hostile, product_type=hostile)
    world.control.faults(point="callback", action="fail", application=hostile)
    for path in (
        f"/_sim/?tenant={world.tenant}",
        f"/_sim/ui/flows/{flow}",
        f"/_sim/ui/documents/{world.file(flow)}",
        f"/_sim/ui/journal?tenant={world.tenant}",
        f"/_sim/ui/inbox/{world.tenant}",
        "/_sim/ui/faults",
        "/_sim/?q=%3Cscript%3Edocument.title%3D'owned'%3C/script%3E",
    ):
        browser.open(path)
        assert "owned" not in browser.driver.title.replace(hostile, "")
        assert browser.run("return document.querySelectorAll('img[src=x], main script').length") == 0, path
    browser.open(f"/_sim/ui/flows/{flow}")
    browser.see(hostile, "h1")
    browser.until("return document.querySelector('.json')?.text?.includes('onerror')")
    browser.run(
        "[...document.querySelectorAll('.json-tools button')].find((each) => each.textContent === 'Unfold all').click()"
    )
    browser.see(json.dumps(hostile, ensure_ascii=False), ".json")
    assert "{{7*7}}" in browser.find(".json").text
    assert browser.complaints() == []


@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_breaks_its_policy_or_is_wider_than_the_screen(browser, world, width) -> None:
    flow = world.run(
        "inv-with-a-rather-long-document-identifier-that-has-no-place-to-break", "do", "odd", application_id="A" * 90
    )
    browser.size(width, dark=width == 360)
    for path in (
        "/_sim/",
        "/_sim/ui/try",
        "/_sim/ui/inbox",
        f"/_sim/ui/inbox/{world.tenant}",
        "/_sim/ui/journal",
        "/_sim/ui/faults",
        "/_sim/ui/clock",
        "/_sim/ui/storage",
        f"/_sim/ui/flows/{flow}",
        f"/_sim/ui/documents/{world.file(flow)}",
        "/_sim/docs",
    ):
        browser.open(path)
        if path == "/_sim/docs":
            browser.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        assert browser.run("return document.documentElement.scrollWidth - innerWidth") <= 0, path
        assert browser.run(SEEN_IN_MENU), path
        assert browser.complaints() == [], path


def test_everything_is_reached_by_keyboard(browser, world) -> None:
    flow = world.run("pan", application_id="KEYS")
    browser.open(f"/_sim/?tenant={world.tenant}")
    press(browser, "Tab")
    assert browser.run("return document.activeElement.className") == "skip"
    press(browser, "/")
    assert browser.run("return document.activeElement.name") == "q"
    press(browser, *"KEYS", "Enter")
    browser.until("return location.search.includes('q=KEYS') && document.documentElement.dataset.ready === 'yes'")
    for _ in range(30):
        if browser.run("return document.activeElement.classList.contains('cover')"):
            break
        press(browser, "Tab")
    press(browser, "Enter")
    browser.until("return location.pathname.endsWith(arguments[0])", flow)


def test_a_rule_is_put_in_force_and_taken_out_again(browser, world) -> None:
    browser.open("/_sim/ui/faults")
    browser.run(
        "const p = document.querySelector('[data-point]'); p.value = 'callback';"
        "p.dispatchEvent(new Event('change', { bubbles: true }))"
    )
    assert [
        each.get_attribute("name") for each in browser.driver.find_elements("css selector", ".keys input:enabled")
    ] == ["status", "tenant", "application", "flow", "times", "after", "every", "probability", "seed"]
    browser.find("[name=tenant]").send_keys(world.tenant)
    browser.find("[name=status]").send_keys("502")
    browser.click("[data-rule] button")
    browser.see(f"tenant {world.tenant}", "[data-live=faults]")
    (rule,) = world.control.faults_in_force()
    assert (rule["rule"]["action"], rule["rule"]["status"]) == ("fail", 502)
    browser.click(f"[data-call='DELETE /faults/{rule['id']}']")
    browser.until("return !document.querySelector(arguments[0])", f"[data-call='DELETE /faults/{rule['id']}']")
    assert world.control.faults_in_force() == []
    browser.find("[name=probability]").send_keys("7")
    browser.click("[data-rule] button")
    browser.see("0 to 1", "#said")


@pytest.mark.parametrize("width, dark", [(1280, False), (360, True)])
def test_what_is_stored_is_shown_beside_its_limit_and_red_when_it_is_nearly_full(
    browser, start, world_of, chromium, monkeypatch, width, dark
) -> None:
    server = start()
    world = world_of(server)
    browser = type(browser)(chromium, server.url)
    browser.size(width, dark=dark)
    for number in range(3):
        world.control.put_file(f"{number}.bin", b"x" * 5_000)
    browser.open("/_sim/ui/storage")
    shown = [each.text.replace("\n", " ") for each in browser.driver.find_elements("css selector", ".storage tbody tr")]
    assert "journal 0 of 100,000" in shown[0] and "of 500 MB" in shown[0]
    assert "files 3 of 10,000" in shown[2] and "15 kB of 2 GB" in shown[2] and "refused with 507" in shown[2]
    assert browser.driver.find_elements("css selector", ".storage .bad") == []
    monkeypatch.setattr(
        storage_api, "BOUNDS", (StorageLimit("uploads", 3, 1_000_000), StorageLimit("inbox", 10, 1_000))
    )
    world.control.put_file("0.bin", b"y")
    browser.run("location.reload()")
    browser.see("100 % full")
    (red,) = browser.driver.find_elements("css selector", ".storage .measure.bad .full")
    assert browser.run("return getComputedStyle(arguments[0]).fill", red) == (
        "rgb(232, 86, 106)" if dark else "rgb(217, 56, 79)"
    )
    assert browser.run("return document.documentElement.scrollWidth - innerWidth") <= 0
    assert browser.complaints() == []


def test_the_clock_is_moved_and_frozen(browser, start, chromium) -> None:
    server = start()
    browser.url = server.url
    browser.open("/_sim/ui/clock")
    browser.click("[data-body*='61m']")
    browser.see("1h1m")
    browser.click("[data-body*='true']")
    browser.see("frozen", "[data-live=clock]")
    browser.click("[data-body*='false']")
    browser.see("running", "[data-live=clock]")


def test_a_callback_is_sent_again(browser, world) -> None:
    flow = world.run("pan")
    browser.open(f"/_sim/ui/flows/{flow}")
    browser.click("[data-call^='POST /callbacks/']")
    world.control.inbox.wait_for(2)
    sent = "[...document.querySelectorAll('.timeline .kind')].filter((each) => each.textContent === 'callback')"
    browser.until(f"return {sent}.length === 2")


def test_the_password_lets_a_browser_in(browser, start) -> None:
    server = start(ui_password="let me in")
    browser.url = server.url
    browser.driver.get(f"{server.url}/_sim/ui/faults")
    for item in ("wrong", "let me in"):
        browser.find("#password").send_keys(item)
        browser.click("form button")
        if item == "wrong":
            browser.until("return document.querySelector('[role=alert]')")
    browser.until("return location.pathname === '/_sim/ui/faults' && document.documentElement.dataset.ready === 'yes'")
    browser.until("return document.documentElement.dataset.listening")
    browser.click(".presets button")
    browser.click("[data-rule] button.strong")
    browser.see("download", "[data-live=faults]")
    browser.click(".leave button")
    browser.until("return location.pathname === '/_sim/ui/login'")


def press(browser: Any, *keys: str) -> None:
    from selenium.webdriver import ActionChains, Keys

    chain = ActionChains(browser.driver)
    for key in keys:
        chain.send_keys(getattr(Keys, key.upper(), key))
    chain.perform()


def drag(browser: Any, element: Any, right: int, down: int) -> None:
    from selenium.webdriver import ActionChains

    ActionChains(browser.driver).click_and_hold(element).move_by_offset(right, down).release().perform()


def screenshot(browser: Any) -> Any:
    from PIL import Image

    return Image.open(io.BytesIO(browser.driver.get_screenshot_as_png())).convert("RGB")


def dark(shot: Any, around: list[float]) -> tuple[int, int, int, int]:
    """Where the ink is, in and a little around a box of the screen."""
    margin = 12
    left, top = round(around[0]) - margin, round(around[1]) - margin
    part = shot.crop((left, top, round(around[2]) + margin, round(around[3]) + margin)).convert("L")
    found = part.point(lambda value: 255 if value < 110 else 0).getbbox()
    assert found is not None
    return found[0] + left, found[1] + top, found[2] + left, found[3] + top
