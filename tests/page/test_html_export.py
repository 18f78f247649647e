"""A flow that was saved as one file opens offline in a real browser, and shows no private number."""

from __future__ import annotations

import json
import re

import pytest


def test_a_saved_flow_opens_offline_and_shows_no_aadhaar_number(browser, world, sample_docs, tmp_path) -> None:
    world.control.scenario({"canned": []})
    path = next((sample_docs / "AADHAAR").glob("both-sides-1-clean.*[gp]"))
    number = json.loads(path.with_suffix(".json").read_text())["fields"]["aadhaar_number"]
    flow = world.run(("aadhaar", path.read_bytes()), application_id="SAVED <1>")
    browser.open(f"/_sim/ui/flows/{flow}")
    link = browser.find("a[href$='saved.html']").get_attribute("href")
    answer = world.http.get(link).raise_for_status()
    assert answer.headers["content-disposition"] == 'attachment; filename="SAVED-1.html"'
    assert number not in answer.text and number.replace(" ", "") not in answer.text
    assert not re.search(r"""(src|href)=["']?(http|/)""", answer.text)
    file = tmp_path / "saved.html"
    file.write_bytes(answer.content)
    browser.driver.execute_cdp_cmd("Network.enable", {})
    browser.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["http://*", "https://*"]})
    try:
        browser.driver.get(file.as_uri())
        assert browser.run("return document.querySelector('h1').textContent") == "SAVED <1>"
        width = browser.run("const i = document.querySelector('.saved-picture'); return i.complete && i.naturalWidth")
        assert width and width > 300
        browser.see("aadhaar_number")
        browser.see("AADHAAR")
        sizes = browser.run("return performance.getEntriesByType('resource').map((each) => each.name)")
        assert [each for each in sizes if not each.startswith("data:")] == []
        assert browser.complaints() == []
        browser.size(390, dark=True)
        assert browser.run("return document.documentElement.scrollWidth - innerWidth") <= 0
    finally:
        browser.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})


@pytest.mark.parametrize("documents", [("inv", "do", "odd"), ()])
def test_any_flow_can_be_saved(world, documents) -> None:
    flow = world.run(*documents) if documents else world.atlas.init(auth_url=world.url, callback_url=world.url)
    text = world.page(f"/_sim/ui/flows/{flow}/saved.html")
    assert flow in text and "<script" not in text and 'src="/' not in text and 'href="/' not in text
    assert world.http.get("/_sim/ui/flows/nothing/saved.html").status_code == 404
