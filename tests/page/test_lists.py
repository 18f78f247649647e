"""The pages as they come from the server: what they say, how they are found and sorted, how large they are, what they hide."""

from __future__ import annotations

import re
import sqlite3
import tomllib
from html import unescape

import httpx
import msgspec
import pytest

from simulator.client.play import play
from simulator.control.page.rendering import LONGEST_CLUE
from simulator.documents.model import Reading, TypeCandidate
from simulator.flows.rows import pack_reading
from simulator.pipeline.scenario import Scenario


def rows(page: str) -> list[str]:
    """The applications in the list, in order."""
    return [unescape(each) for each in re.findall(r'class="cover" href="[^"]*/ui/flows/[^"]*">([^<]*)<', page)]


def test_flows_are_found_by_application_flow_document_and_type(world) -> None:
    one = world.run("inv-7788", application_id="LOAN-ONE")
    world.run("passport-scan", application_id="LOAN-TWO")
    for search in ("loan-one", one, "inv-7788", "INVOICE"):
        assert rows(world.page("/_sim/", q=search, tenant=world.tenant)) == ["LOAN-ONE"], search
    assert rows(world.page("/_sim/", tenant=world.tenant)) == ["LOAN-TWO", "LOAN-ONE"]
    assert "Nothing fits" in world.page("/_sim/", q="LOAN%", tenant=world.tenant), "% is a sign like any other"


def test_problems_come_first_when_asked_and_say_what_they_are(world) -> None:
    world.run("odd-1", application_id="WITH-PROBLEM")
    world.run("pan", application_id="FINE")
    assert rows(world.page("/_sim/", tenant=world.tenant)) == ["FINE", "WITH-PROBLEM"]
    sorted_page = world.page("/_sim/", tenant=world.tenant, first="problems")
    assert rows(sorted_page) == ["WITH-PROBLEM", "FINE"]
    assert "1 unrecognised" in sorted_page


@pytest.mark.parametrize("trouble", ["download", "callback", "crosscheck"])
def test_what_went_wrong_elsewhere_is_a_problem_too(world, trouble) -> None:
    rule = {"download": ("expired", {}), "callback": ("fail", {}), "crosscheck": ("score", {"score": 12})}[trouble]
    world.control.faults(point=trouble, action=rule[0], application="BAD", **rule[1])
    world.run("inv", "do", application_id="BAD")
    world.control.clock.advance("10m")
    world.run("inv", "do", application_id="GOOD")
    value = {"download": "2 not fetched", "callback": "callback failed", "crosscheck": "1 low match"}[trouble]
    page = world.page("/_sim/", tenant=world.tenant, first="problems")
    assert rows(page) == ["BAD", "GOOD"]
    assert value in page


def test_a_thousand_flows_come_in_pages_that_stay_small(start, world_of) -> None:
    world = world_of(start())
    for number in range(1000):
        world.atlas.init(auth_url=world.url, callback_url=world.url, application_id=f"APP-{number}")
    first = world.page("/_sim/")
    assert rows(first) == [f"APP-{number}" for number in range(999, 949, -1)]
    assert "1–50 of 1,000" in first
    assert rows(world.page("/_sim/", page=20)) == [f"APP-{number}" for number in range(49, -1, -1)]
    assert len(first.encode()) < 300_000


def test_the_flow_page_tells_everything_that_happened(world) -> None:
    world.control.faults(point="callback", action="fail", status=502, times=1)
    flow = world.run("inv", "do", "odd", application_id="WHOLE")
    world.control.clock.advance("1m")
    text = unescape(re.sub(r"<[^>]+>", " ", world.page(f"/_sim/ui/flows/{flow}")))
    for item in (
        "/v3/verification/flow/init",
        "/v3/verification/multiupload",
        "fetched",
        "PROCESSING SUCCESS",
        "UNRECOGNISED",
    ):
        assert item in text
    assert "502" in text and "DELIVERED" in text and "CUSTOMER_NAME" in text
    assert "<mark>R" in world.page(f"/_sim/ui/flows/{flow}"), "the part that differs is marked"


def test_a_flow_saved_as_a_scenario_goes_the_same_way_again(world, server) -> None:
    world.control.faults(point="download", action="expired", document="late", times=1)
    world.control.faults(point="callback", action="fail", times=2)
    flow = world.run("inv", "do", "odd", "late", application_id="AGAIN-1")
    world.control.clock.advance("10m")
    answer = world.http.get(f"/_sim/flows/{flow}/scenario").raise_for_status()
    assert 'filename="AGAIN-1.toml"' in answer.headers["content-disposition"]
    scenario = msgspec.convert(tomllib.loads(answer.text), Scenario)
    assert [each.point for each in scenario.faults] == ["download", "callback"]
    assert scenario.expect.delivery == "DELIVERED"
    assert scenario.expect.status["master_status"] == "FAILED"
    assert play(server.url, "again", scenario).differences == []


def test_curl_commands_bring_the_flow_about_again(world) -> None:
    flow = world.run("it's", application_id="$(touch owned) 'x'")
    page = world.page(f"/_sim/ui/flows/{flow}")
    commands = unescape(re.search(r'<template id="curl">(.*?)</template>', page, re.DOTALL)[1])
    import shlex

    words = shlex.split(commands.replace("\\\n", " "), posix=True)
    bodies = [each for each in words if each.startswith("{")]
    body = msgspec.json.decode(bodies[0])
    assert body["application_id"] == "$(touch owned) 'x'"
    assert msgspec.json.decode(bodies[1])["file_urls"][0]["document_id"] == "it's"


def test_aadhaar_numbers_are_masked_in_what_a_clue_quotes_and_a_problem_says(world, server) -> None:
    number = "2345 6789 0124"
    given = {"document_id": "*", "error_code": "INVALID_DOC", "error_reason": f"unreadable {number}"}
    world.control.scenario({"canned": [given]})
    flow = world.run("card")
    clue = TypeCandidate("AADHAAR", 0.9, (f'"{number}" like a number +0.90', "x" * (LONGEST_CLUE - 12) + number))
    reading = Reading(error_code="UNRECOGNISED", candidates=(clue,), notes=(f"saw {number}",))
    with sqlite3.connect(server.settings.database) as database:
        where = f"CAST(summary AS TEXT) LIKE '%{number}%'"
        assert database.execute(f"UPDATE readings SET summary = ? WHERE {where}", pack_reading(reading)[:1]).rowcount
        database.commit()
    for path in (f"/_sim/flows/{flow}", f"/_sim/ui/flows/{flow}", f"/_sim/ui/documents/{world.file(flow)}"):
        assert "2345 6789" not in world.page(path), path
    assert "**** **** 0124" in world.page(f"/_sim/flows/{flow}")


def test_aadhaar_numbers_are_masked_in_text_json_and_letters(world) -> None:
    world.control.scenario(
        {"canned": [{"document_id": "*", "document_type": "AADHAAR", "fields": {"aadhaar_number": "2345 6789 0124"}}]}
    )
    flow = world.run("card")
    file = world.file(flow)
    page = world.http.get(f"/_sim/ui/inbox/{world.tenant}").text
    number = max(map(int, re.findall(r"received-(\d+)", page)))
    for path in (
        f"/_sim/ui/flows/{flow}",
        f"/_sim/ui/flows/{flow}/callback.json",
        f"/_sim/ui/documents/{file}",
        f"/_sim/ui/inbox/{world.tenant}",
        f"/_sim/ui/inbox/{world.tenant}/{number}.json",
    ):
        assert "2345 6789" not in world.page(path), path
    assert "**** **** 0124" in world.page(f"/_sim/ui/documents/{file}")
    assert "2345 6789" not in world.http.get(f"/_sim/flows/{flow}").text
    refused = world.http.get(f"/_sim/ui/documents/{file}/pages/1.jpg")
    assert refused.status_code == 404
    assert "could not be blacked out" in refused.json()["error"]


def test_pages_of_what_is_not_there_say_so(world) -> None:
    for path in ("/_sim/ui/flows/none", "/_sim/ui/documents/none", "/_sim/ui/journal/999999999"):
        answer = world.http.get(path)
        assert answer.status_code == 404
        assert "Not here" in answer.text


def test_under_a_prefix_every_link_stays_under_it(start) -> None:
    server = start(root_path="/atlas")
    url = server.url.removesuffix("/atlas")
    with httpx.Client(base_url=url, trust_env=False) as http:
        assert http.get("/_sim").headers["location"] == "/atlas/_sim/"
        for path in (
            "/_sim/",
            "/_sim/ui/try",
            "/_sim/ui/inbox",
            "/_sim/ui/journal",
            "/_sim/ui/faults",
            "/_sim/ui/clock",
            "/_sim/ui/storage",
        ):
            page = http.get(path).raise_for_status().text
            links = [each for each in re.findall(r'(?:href|src|action)="([^"]+)"', page) if each != "#main"]
            assert links and all(each.startswith("/atlas/_sim/") for each in links), (path, links)
        assert 'data-base="/atlas/_sim"' in page


def test_batches_without_a_flow_have_their_list_and_page(world) -> None:
    url = world.control.put_file("page.bin", b"page")
    body = {
        "product_type": "PROD_CDL",
        "file_urls": [{"file_url": url, "document_id": each} for each in ("pan", "odd")],
    }
    answer = world.atlas.request("POST", "/v1/docstream/multiupload", json=body).raise_for_status().json()
    world.control.clock.advance(0)
    batch = answer["batch_id"]
    listed = world.page("/_sim/ui/batches")
    assert batch in listed and "2 of 2" in listed and "1 unrecognised" in listed
    page = world.page(f"/_sim/ui/batches/{batch}")
    assert page.count('class="card ') == 2 and "PROCESSING SUCCESS" in page and "/v1/docstream/multiupload" in page
    assert "Batches without a flow" in world.page("/_sim/")
    assert "docstream" in world.page("/_sim/ui/journal", batch=batch)


def test_a_conversation_is_shown_with_its_flow(world) -> None:
    inbox = world.control.inbox
    body = {
        "external_reference_id": "REF-1",
        "username": "Asha Verma",
        "product_type": "MSME_OVERDRAFT",
        "application_id": "CHAT-1",
        "auth_url": inbox.auth_url,
        "callback_url": inbox.callback_url,
        "notification_url": inbox.callback_url,
        "flow_params": {},
    }
    flow = world.atlas.request("POST", "/v2/verification/flow/init", json=body).raise_for_status().json()["flow_id"]
    files = [{"file_url": world.control.put_file("chat.bin", b"chat"), "document_id": "odd"}]
    world.atlas.request(
        "POST", "/v2/verification/multiupload", json={"flow_id": flow, "file_urls": files}
    ).raise_for_status()
    world.control.clock.advance(0)
    page = world.page(f"/_sim/ui/flows/{flow}")
    value = world.control.flow(flow)["messages"]
    assert value and all(each["text"] in unescape(page) for each in value)
    assert "Conversation" in page and "Copy as curl" not in page and "REF-1" in page
