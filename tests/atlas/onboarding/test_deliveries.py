"""Callbacks for each file and chat events: what is sent, how often, and that nothing is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from simulator.client.receiver import TOKEN, Answer

CHAT = "/callback/chat"
EVENT = ["uuid", "created_at", "intent", "message_content", "message_sender", "message_receiver", "message_type"]


def test_each_file_brings_one_auth_call_one_callback_and_one_event(onboard: Any) -> None:
    flow = onboard.listening(flow_params={"branch": "Mumbai"})
    taken = onboard.upload(flow, "pan", "ebill", "scribble")
    receiver = onboard.receiver
    assert [len(receiver.requests(path)) for path in ("/auth", "/callback", CHAT)] == [3, 3, 3]
    bodies = {each.json()["data"][0]["document_id"]: each for each in receiver.callbacks()}
    assert set(bodies) == {"pan", "ebill", "scribble"}
    pan = bodies["pan"].json()
    assert list(pan) == ["flow_id", "application_id", "flow_params", "data"]
    assert (pan["flow_id"], pan["application_id"], pan["flow_params"]) == (flow, "APP-10001", {"branch": "Mumbai"})
    assert pan["data"] == [onboard.items(flow)["pan"]]
    assert pan["data"][0]["file_uuid"] == taken[0]["file_uuid"]
    assert bodies["scribble"].json()["data"][0]["data"] == {"processing_error": "UNRECOGNISED"}
    assert {each.headers["token"] for each in receiver.callbacks()} == {TOKEN}
    assert {each.headers["x-atlas-sim-flow"] for each in receiver.requests(CHAT)} == {flow}


def test_chat_events_have_the_documented_shape_and_are_the_history(onboard: Any) -> None:
    flow = onboard.listening()
    onboard.upload(flow, "pan")
    onboard.upload(flow, "scribble")
    onboard.chat(flow, "hello")
    onboard.submit(flow, close_flow="yes")
    onboard.settle()
    events = onboard.events()
    assert [list(each) for each in events] == [EVENT] * 4
    assert [each["intent"] for each in events] == ["parse image request", "warning", "user_query", "flow_closed"]
    assert {(each["message_sender"], each["message_receiver"], each["message_type"]) for each in events} == {
        ("system", "user", "text")
    }
    kept = [each for each in reversed(onboard.history(flow)["data"]) if each["sender"] == "system"]
    assert [(each["uuid"], each["created_at"], each["message_content"]) for each in events] == [
        (each["external_document_id"], each["created_at"], each["message"]) for each in kept
    ]


def test_a_pdf_is_spoken_of_as_one(onboard: Any) -> None:
    flow = onboard.listening()
    url = onboard.receiver.serve_file("pan.pdf", b"%PDF-1.7 given, not read")
    files = [{"file_url": url, "document_id": "pan"}]
    onboard.json("POST", "multiupload", json={"flow_id": flow, "file_urls": files})
    onboard.settle()
    assert [each["intent"] for each in onboard.events()] == ["parse pdf request"]


def test_without_urls_nothing_is_sent_but_everything_is_kept(onboard: Any) -> None:
    flow = onboard.flow(callback_url="", chat_notification_url="")
    onboard.upload(flow, "pan")
    assert onboard.control.get(f"/_sim/flows/{flow}").json()["deliveries"] == []
    assert onboard.history(flow)["total_items"] == 1


def test_without_auth_token_url_the_callback_comes_without_a_token(onboard: Any) -> None:
    onboard.upload(onboard.flow(callback_url=onboard.receiver.callback_url), "pan")
    (callback,) = onboard.receiver.callbacks()
    assert "token" not in callback.headers
    assert onboard.receiver.requests("/auth") == []


def test_what_is_refused_is_sent_again_and_comes_once(onboard: Any) -> None:
    flow = onboard.listening()
    onboard.receiver.script("/callback", Answer(500), Answer(503))
    onboard.receiver.script(CHAT, Answer(500))
    onboard.upload(flow, "pan")
    onboard.receiver.wait_for(3)
    onboard.receiver.wait_for(2, CHAT)
    onboard.settle()
    deliveries = onboard.control.get(f"/_sim/flows/{flow}").json()["deliveries"]
    assert [(each["kind"], each["state"]) for each in deliveries] == [("file", "DELIVERED"), ("chat", "DELIVERED")]
    assert len({each.body for each in onboard.receiver.callbacks()}) == 1


def test_a_refused_token_keeps_the_callback_back_but_not_the_event(onboard: Any) -> None:
    onboard.receiver.rule("/auth", lambda received: Answer(401))
    flow = onboard.listening()
    onboard.upload(flow, "pan")
    assert onboard.receiver.callbacks() == []
    assert len(onboard.events()) == 1
    states = {each["kind"]: each["state"] for each in onboard.control.get(f"/_sim/flows/{flow}").json()["deliveries"]}
    assert states == {"file": "AUTH_FAILED", "chat": "DELIVERED"}


def test_events_carry_a_token_where_the_settings_want_it(start: Any, client_of: Any) -> None:
    client = client_of(start(notification_auth=True))
    client.upload(client.listening(), "pan")
    (event,) = client.receiver.requests(CHAT)
    assert event.headers["token"] == TOKEN
    assert len(client.receiver.requests("/auth")) == 2


def test_what_waits_at_a_stop_is_delivered_after_the_next_start(start: Any, client_of: Any) -> None:
    first = start(callback_backoff=60)
    client = client_of(first)
    client.receiver.script("/auth", Answer(503), Answer(503))
    client.receiver.script(CHAT, Answer(503), Answer(503))
    flow = client.listening()
    meera = client.meera(flow)
    client.upload(flow, "pan", "pan-meera")
    before = (client.items(flow), client.docs(flow, "CUST-2"), client.history(flow))
    assert client.receiver.callbacks() == []
    assert len(client.events()) == 2
    first.close()
    second = client_of(start(callback_backoff=60), tenant=client.tenant)
    second.control.post("/_sim/clock", json={"advance": "5m"}).raise_for_status()
    assert (second.items(flow), second.docs(flow, "CUST-2"), second.history(flow)) == before
    assert {each.json()["data"][0]["document_id"] for each in second.receiver.callbacks()} == {"pan", "pan-meera"}
    value = {each["external_document_id"] for each in second.history(flow)["data"]}
    assert {each["uuid"] for each in second.events()[2:]} == value
    gone = second.call("DELETE", "flow/coapplicant", json={"flow_id": flow, "co_applicant_id": meera})
    assert gone.status_code == 204


def test_files_under_way_at_a_stop_are_finished_after_the_next_start(start: Any, client_of: Any) -> None:
    first = start()
    client = client_of(first)
    flow = client.listening()
    client.upload(flow, "sim:slow=10s")
    assert client.status(flow)[0] == {"sim:slow=10s": "PROCESSING"}
    first.close()
    second = client_of(start(), tenant=client.tenant)
    second.control.post("/_sim/clock", json={"advance": "1m"}).raise_for_status()
    assert second.status(flow) == ({"sim:slow=10s": "PROCESSING_SUCCESS"}, "SUCCESS")
    assert len(second.events()) == len(second.receiver.callbacks()) == second.history(flow)["total_items"] == 1


def test_reset_and_snapshot_take_in_people_and_words(start: Any, client_of: Any) -> None:
    server = start()
    client, other = client_of(server), client_of(server)
    flow, kept = client.flow(), other.flow()
    for each, its in ((client, flow), (other, kept)):
        each.meera(its)
        each.upload(its, "pan-meera")
    before = (client.docs(flow, "CUST-2"), client.history(flow))
    saved = client.control.get("/_sim/state").content
    client.control.delete("/_sim/state").raise_for_status()
    query = {"flow_id": flow, "external_reference_id": "CUST-2"}
    assert client.call("GET", "status", params=query).status_code == 409
    assert (other.docs(kept, "CUST-2"), other.history(kept)["total_items"]) == (before[0], 1)
    assert client.history(client.flow())["total_items"] == 0
    client.control.put("/_sim/state", content=saved).raise_for_status()
    assert (client.docs(flow, "CUST-2"), client.history(flow)) == before


def test_a_fault_hits_callbacks_or_events_not_both(onboard: Any) -> None:
    for point, came in (("callback", (1, 2)), ("notification", (2, 1))):
        onboard.control.post("/_sim/faults", json={"point": point, "action": "never", "times": 1}).raise_for_status()
        flow = onboard.listening(application_id=f"APP {point}")
        before = [len(onboard.receiver.requests(path)) for path in ("/callback", CHAT)]
        onboard.upload(flow, "pan", "ebill")
        after = [len(onboard.receiver.requests(path)) for path in ("/callback", CHAT)]
        assert (after[0] - before[0], after[1] - before[1]) == came, point


def test_an_event_can_come_twice_and_broken(onboard: Any) -> None:
    for action in ("duplicate", "malformed"):
        rule = {"point": "notification", "action": action, "times": 1}
        onboard.control.post("/_sim/faults", json=rule).raise_for_status()
        onboard.upload(onboard.listening(application_id=action), "pan")
    first, second, broken = (each.body for each in onboard.receiver.requests(CHAT))
    assert first == second
    assert not broken.endswith(b"}")
    assert len(onboard.receiver.callbacks()) == 2


def test_one_of_many_that_ask_at_once_gets_the_flow(onboard: Any) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: onboard.init(), range(8)))
    assert sorted(each.status_code for each in answers) == [201, *[409] * 7]


def test_one_of_many_that_add_the_same_co_applicant_does(onboard: Any) -> None:
    flow = onboard.flow()
    person = {"external_reference_id": "CUST-2", "username": "Meera Iyer"}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: onboard.add(flow, person), range(8)))
    assert sorted(len(each["created"]) for each in answers) == [*[0] * 7, 1]
    gone = {"flow_id": flow, "external_reference_id": "CUST-2"}
    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda _: onboard.call("DELETE", "flow/coapplicant", json=gone).status_code, range(8)))
    assert sorted(codes) == [204, *[410] * 7]
