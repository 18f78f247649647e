"""Pages as a browser without scripts gets them: each opens, its filters and forms work by plain links and posts."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.inprocess import INBOX, PAN, InProcess

PAGES = ("", "batches", "try", "inbox", "journal", "faults", "clock", "storage")
PASSWORD = "correct horse"


def shown(sim: InProcess, path: str, status: int = 200) -> str:
    """The text of a page, its tags taken away."""
    answer = sim.call("GET", f"/_sim/{path}", headers={"Accept": "text/html"})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("text/html")
    return html.unescape(re.sub(r"<[^>]+>", " ", answer.text))


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_before_anything_has_happened(sim: InProcess, name: str) -> None:
    assert "Atlas simulator" in shown(sim, f"ui/{name}" if name else "")


def test_the_journal_is_narrowed_by_its_form(sim: InProcess) -> None:
    sim.given()
    flow = sim.flow("1", application_id="APP-plain")
    mine = f"ui/journal?tenant={sim.tenant}"
    assert "/multiupload" in shown(sim, f"{mine}&endpoint=multiupload")
    assert "/flow/init" not in shown(sim, f"{mine}&endpoint=multiupload")
    assert "/multiupload" in shown(sim, f"{mine}&flow={flow}")
    assert "/flow/init" not in shown(sim, f"{mine}&kind=callback")
    # What a person types has blanks around it.
    assert "/multiupload" in shown(sim, f"{mine}&endpoint=%20multiupload%20")
    assert "/multiupload" not in shown(sim, f"{mine}&status=404")


@pytest.mark.parametrize("status", ["abc", "²", "²00", "9" * 5000, "-1", "99999999999999999999"])
def test_what_is_no_status_is_told_on_the_page(sim: InProcess, status: str) -> None:
    assert "is no status" in shown(sim, f"ui/journal?status={status}")


@pytest.mark.parametrize("limit", ["", "0", "many", "²", "9" * 5000, "501"])
def test_any_number_of_rows_that_is_asked_for_opens(sim: InProcess, limit: str) -> None:
    assert "Journal" in shown(sim, f"ui/journal?limit={limit}")


def test_more_rows_are_offered_until_all_are_shown(sim: InProcess) -> None:
    for _ in range(4):
        sim.token()
    mine = f"ui/journal?tenant={sim.tenant}&endpoint=authtoken"
    assert "limit=102" in sim.call("GET", f"/_sim/{mine}&limit=2").text
    assert "limit=" not in sim.call("GET", f"/_sim/{mine}&limit=5").text


def test_one_entry_is_shown_whole_and_others_are_told_to_be_gone(sim: InProcess) -> None:
    sim.init(application_id="APP-entry")
    (entry,) = sim.get("/_sim/journal?endpoint=flow/init")["entries"]
    text = shown(sim, f"ui/journal/{entry['id']}")
    # A body is laid out for people, one key a line.
    assert re.search(r'\n\s+"application_id": "APP-entry",\n', text)
    assert "The journal has no entry" in shown(sim, f"ui/journal/{entry['id'] + 10_000}", 404)
    assert "The journal has no entry" in shown(sim, "ui/journal/99999999999999999999", 404)


def test_an_inbox_shows_the_newest_first_and_each_body_by_itself(sim: InProcess) -> None:
    sim.post("/_sim/inbox/plain", {"aadhaar_number": "2345 6789 0124", "n": 1})
    sim.call("POST", "/_sim/inbox/plain", content=b"no json \xff")
    first, second = sim.get("/_sim/inbox/plain")["received"]
    text = shown(sim, "ui/inbox/plain")
    page = sim.call("GET", "/_sim/ui/inbox/plain").text
    assert page.index(f"received-{second['id']}") < page.index(f"received-{first['id']}")
    assert "callback" in text and "answered 200" in text
    assert "plain" in shown(sim, "ui/inbox")
    masked = sim.get(f"/_sim/ui/inbox/plain/{first['id']}.json")
    assert masked["n"] == 1 and "2345" not in json.dumps(masked)
    assert sim.get(f"/_sim/ui/inbox/plain/{second['id']}.json") == "no json \ufffd"
    for number in (second["id"] + 1, 99999999999999999999):
        refusal = sim.refused("GET", f"/_sim/ui/inbox/plain/{number}.json", 404)
        assert refusal["error"] == f"the inbox plain has received nothing with the number {number}"
    assert sim.refused("GET", f"/_sim/ui/inbox/other/{first['id']}.json", 404)["key"] == "id"


def test_a_rule_in_force_shows_what_it_does_for_whom_and_what_it_did(sim: InProcess) -> None:
    rule = {"point": "callback", "action": "patch", "body": {"x": ["é"]}, "application": "APP-*", "times": 2}
    sim.post("/_sim/faults", rule)
    text = " ".join(shown(sim, "ui/faults").split())
    assert 'body {"x": ["é"]}' in text and "times 2" in text
    assert f"tenant {sim.tenant}, application APP-*" in text
    assert "nothing came by the point 'callback'" in text


def test_every_preset_and_hint_of_the_form_is_a_rule_that_is_taken(sim: InProcess) -> None:
    page = sim.call("GET", "/_sim/ui/faults").text
    presets = [json.loads(html.unescape(each)) for each in re.findall(r'data-preset="([^"]*)"', page)]
    presets += [json.loads(each) for each in re.findall(r"data-preset='([^']*)'", page)]
    assert len(presets) >= 6
    for rule in presets:
        assert sim.post("/_sim/faults", {**rule, "tenant": sim.tenant})["faults"][0]["rule"].items() >= rule.items()
    sim.delete("/_sim/faults")


def test_the_clock_page_says_what_falls_due_and_when(sim: InProcess) -> None:
    sim.given()
    sim.put("/_sim/inbox/mine", {"callback": [500]})
    sim.flow("1", application_id="APP-due")
    sim.post("/_sim/faults", {"point": "download", "action": "delay", "delay": "2h"})
    later = sim.init(application_id="APP-later")
    sim.upload(later, "doc-later")
    sim.settle()
    text = " ".join(shown(sim, "ui/clock").split())
    assert "flow delivery, attempt 2" in text
    assert "fetch doc-later" in text
    sim.delete("/_sim/state")


def test_a_flow_page_opens_for_each_state_and_says_what_is_not_there(sim: InProcess) -> None:
    sim.given(PAN)
    flow = sim.flow("1", application_id="APP-page")
    text = shown(sim, f"ui/flows/{flow}")
    assert "APP-page" in text and "PAN" in text
    assert "ASHA VERMA" in sim.call("GET", f"/_sim/ui/flows/{flow}/callback.json").text
    assert sim.refused("GET", "/_sim/ui/flows/none/callback.json", 404)["key"] == "flow_uuid"
    waiting = sim.init(flow_params={"sim": {"pace": "manual"}})
    sim.upload(waiting, "7")
    assert "upload" in shown(sim, f"ui/flows/{waiting}")
    assert "none" in shown(sim, "ui/flows/none", 404)
    assert "none" in shown(sim, "ui/documents/none", 404)
    sim.delete("/_sim/state")


# Logging in


@pytest.fixture(scope="module")
def guarded() -> Iterator[InProcess]:
    with InProcess(ui_password=PASSWORD) as running:
        yield running


def entered(sim: InProcess, **form: str) -> Any:
    return sim.call("POST", "/_sim/ui/login", data=form)


def test_the_form_lets_in_who_says_the_password_and_leads_where_they_wanted(guarded: InProcess) -> None:
    asked = guarded.call("GET", "/_sim/ui/journal?kind=auth", headers={"Accept": "text/html"})
    assert asked.status_code == 303
    assert asked.headers["location"] == "/_sim/ui/login?next=/_sim/ui/journal%3Fkind%3Dauth"
    form = guarded.call("GET", asked.headers["location"]).text
    assert 'value="/_sim/ui/journal?kind=auth"' in html.unescape(form)
    answer = entered(guarded, password=PASSWORD, next="/_sim/ui/journal?kind=auth")
    assert (answer.status_code, answer.headers["location"]) == (303, "/_sim/ui/journal?kind=auth")
    cookie = answer.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Path=/_sim"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    said = {"Cookie": cookie.partition(";")[0]}
    assert guarded.call("GET", "/_sim/ui/journal", headers=said).status_code == 200
    left = guarded.call("POST", "/_sim/ui/logout", headers=said)
    assert "Max-Age=0" in left.headers["set-cookie"]
    assert guarded.call("GET", "/_sim/ui/journal", headers=said).status_code == 401


@pytest.mark.parametrize(
    "next_page", ["https://evil.example/", "//evil.example", "/_sim\\evil", "/other", "/_sim/\nx", ""]
)
def test_a_login_leads_to_the_simulators_own_pages_only(guarded: InProcess, next_page: str) -> None:
    answer = entered(guarded, password=PASSWORD, next=next_page)
    assert answer.headers["location"] == "/_sim/"


def test_a_login_form_that_is_huge_is_refused(guarded: InProcess) -> None:
    answer = entered(guarded, password="x" * 20_000)
    assert answer.status_code == 413
    assert answer.json()["error"] == "the login form is larger than 10000 bytes"


def test_where_no_password_is_set_the_form_leads_on(sim: InProcess) -> None:
    answer = entered(sim, password="", next="/_sim/ui/faults")
    assert (answer.status_code, answer.headers["location"]) == (303, "/_sim/ui/faults")
    assert "set-cookie" not in answer.headers


# Files of the pages


def test_a_file_of_the_pages_is_sent_once_and_then_known_by_its_tag(sim: InProcess) -> None:
    first = sim.call("GET", "/_sim/ui/static/docs.js")
    again = sim.call("GET", "/_sim/ui/static/docs.js", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = sim.call("GET", "/_sim/ui/static/docs.js", headers={"If-None-Match": '"other"'})
    assert other.content == first.content
    refusal = sim.refused("GET", "/_sim/ui/static/none.js", 404)
    assert refusal["error"] == "no file none.js" and "docs.js" in refusal["allowed"]


def test_the_prefix_alone_leads_to_the_page(sim: InProcess) -> None:
    answer = sim.call("GET", "/_sim")
    assert (answer.status_code, answer.headers["location"]) == (308, "/_sim/")


def test_curl_commands_of_a_flow_use_the_inbox_that_it_used(sim: InProcess) -> None:
    sim.given()
    flow = sim.flow("1")
    text = html.unescape(sim.call("GET", f"/_sim/ui/flows/{flow}").text)
    assert INBOX in text and "multiupload" in text
