"""The inbox for those without a receiver, and files for those without object storage."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest


def through_inbox(world: Any, *document_ids: str) -> str:
    inbox = f"{world.control.base_url}/_sim/inbox/{world.tenant}".replace("//_sim", "/_sim")
    flow = world.init(auth_url=f"{inbox}/auth", callback_url=inbox)
    world.upload(flow, *(document_ids or ("1",)))
    world.settle()
    return str(flow)


def received(world: Any, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = world.get(f"/_sim/inbox/{world.tenant}", **query)["received"]
    return found


def test_the_inbox_gives_tokens_and_takes_callbacks_and_shows_what_came_in_order(world: Any) -> None:
    flow = through_inbox(world)
    auth, callback = received(world)
    assert (auth["step"], callback["step"]) == ("auth", "callback")
    assert callback["body"]["flow_uuid"] == flow
    assert callback["headers"]["token"] == f"inbox-{world.tenant}"
    assert [each["step"] for each in received(world, step="callback")] == ["callback"]
    assert received(world, after=callback["id"]) == []


def test_the_inbox_refuses_on_request_and_takes_the_retry(world: Any) -> None:
    world.put(f"/_sim/inbox/{world.tenant}", {"callback": [500], "auth": [503]})
    flow = through_inbox(world)
    world.advance("2m")
    texts = [(each["step"], each["answered"]) for each in received(world)]
    assert texts == [("auth", 503), ("auth", 200), ("callback", 500), ("auth", 200), ("callback", 200)]
    assert world.show(flow)["deliveries"][0]["state"] == "DELIVERED"


def test_the_inbox_acknowledges_without_a_body_where_the_status_has_none(
    world: Any, caplog: pytest.LogCaptureFixture
) -> None:
    world.put(f"/_sim/inbox/{world.tenant}", {"callback": [304, 204]})
    flow = through_inbox(world)
    world.advance("2m")
    assert [each["answered"] for each in received(world, step="callback")] == [304, 204]
    (delivery,) = world.show(flow)["deliveries"]
    assert [each["problem"] for each in delivery["attempts"] if each["step"] == "callback"][-1] == ""
    assert [each.message for each in caplog.records if each.levelname == "ERROR"] == []


def test_one_address_may_be_auth_url_and_callback_url(world: Any) -> None:
    inbox = f"{world.control.base_url}/_sim/inbox/{world.tenant}".replace("//_sim", "/_sim")
    flow = world.init(auth_url=inbox, callback_url=inbox)
    world.upload(flow, "1")
    world.settle()
    auth, callback = received(world)
    assert (auth["step"], callback["step"]) == ("auth", "callback")
    assert callback["headers"]["token"] == f"inbox-{world.tenant}"
    assert world.show(flow)["deliveries"][0]["state"] == "DELIVERED"


def test_the_inbox_gives_its_token_under_the_key_that_the_settings_name(start: Any, world_of: Any) -> None:
    world = world_of(start(auth_token_field="jwt", workers="1"))
    flow = through_inbox(world)
    assert world.show(flow)["deliveries"][0]["state"] == "DELIVERED"


def test_a_list_is_given_with_and_without_a_slash_at_its_end(world: Any) -> None:
    assert world.get("/_sim/samples/") == world.get("/_sim/samples")


def test_a_browser_at_the_root_goes_to_the_page_and_a_client_is_told_that_nothing_is_there(world: Any) -> None:
    answer = world.control.get("/", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (answer.status_code, answer.headers["location"]) == (307, f"{world.control.base_url.raw_path.decode()}_sim/")
    assert world.control.get("/").status_code == 404


def test_a_wrong_answer_is_refused(world: Any) -> None:
    answer = world.control.put(f"/_sim/inbox/{world.tenant}", json={"callback": [99]})
    assert (answer.status_code, answer.json()["key"]) == (422, "callback")


def test_an_inbox_is_emptied(world: Any) -> None:
    through_inbox(world)
    assert world.control.delete(f"/_sim/inbox/{world.tenant}").json() == {"removed": 2}
    assert received(world) == []


def test_a_callback_is_sent_again(world: Any) -> None:
    flow = through_inbox(world)
    (delivery,) = world.show(flow)["deliveries"]
    assert world.control.post(f"/_sim/callbacks/{delivery['id']}/redeliver").status_code == 202
    world.settle()
    first, second = received(world, step="callback")
    assert first["body"] == second["body"]
    assert world.control.post("/_sim/callbacks/999999/redeliver").status_code == 404


def test_a_file_that_was_put_is_fetched_like_any_other_until_its_link_expires(world: Any) -> None:
    stored = world.control.put("/_sim/files/scans/pan 1.png", params={"expires_in": "10m"}, content=b"png").json()
    assert stored["size"] == 3
    flow = world.init()
    world.atlas.multiupload(flow, [("1", stored["file_url"])])
    assert world.items(flow)["1"]["data"]["pan_number"]["value"] == "ABCPV1234K"
    world.advance("11m")
    late = world.init()
    world.atlas.multiupload(late, [("1", stored["file_url"])])
    assert world.atlas.wait(late)["upload_status"] == "FAILED"
    assert "Request has expired" in world.show(late)["files"][0]["problem"]


def test_a_link_that_was_tampered_with_is_refused_as_object_storage_does(world: Any) -> None:
    url = world.control.put("/_sim/files/a.pdf", content=b"pdf").json()["file_url"]
    assert httpx.get(url, trust_env=False).headers["content-type"] == "application/pdf"
    for wrong in (url[:-1], url.replace("a.pdf", "b.pdf"), url.partition("?")[0]):
        answer = httpx.get(wrong, trust_env=False)
        assert answer.status_code == 403
        assert b"<Error><Code>" in answer.content


def test_samples_are_served_where_there_are_any(world: Any) -> None:
    samples = world.get("/_sim/samples")["samples"]
    for each in samples[:1]:
        assert httpx.get(each["file_url"], trust_env=False).status_code == 200
    answer = world.control.get("/_sim/samples/none.png")
    assert (answer.status_code, answer.json()["key"]) == (404, "name")
    assert urlsplit(str(world.control.get("/_sim/samples/..%2FREADME.md").url)).path


def test_two_tenants_keep_files_of_one_name_apart(world: Any, world_of: Any, server: Any) -> None:
    other = world_of(server)
    urls = [
        each.control.put("/_sim/files/invoice.jpg", content=content).json()["file_url"]
        for each, content in ((world, b"mine"), (other, b"theirs"))
    ]
    assert [httpx.get(url).content for url in urls] == [b"mine", b"theirs"]
    stolen = urls[1].replace(other.tenant, world.tenant)
    assert httpx.get(stolen).status_code == 403
    other.control.delete("/_sim/state").raise_for_status()
    assert [httpx.get(url).status_code for url in urls] == [200, 404]


def test_the_old_keys_of_the_inbox_keep_working_for_a_version(world: Any) -> None:
    through_inbox(world)
    listed = next(each for each in world.get("/_sim/inbox")["inboxes"] if each["name"] == world.tenant)
    assert listed["letters"] == listed["received"] == 2
    shown = world.get(f"/_sim/inbox/{world.tenant}")
    assert shown["letters"] == shown["received"] == received(world)
