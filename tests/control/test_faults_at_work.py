"""Every fault point, through the real server, with a real receiver."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest

from simulator.client.atlas_client import AtlasClient
from simulator.client.control import Control
from simulator.pipeline.faults.points import POINTS


def post_init(world: Any, **more: Any) -> httpx.Response:
    body = {
        "product_type": "PROD_CDL",
        "application_id": "A",
        "auth_url": "http://x.test/a",
        "callback_url": "http://x.test/c",
    }
    return world.atlas.request("POST", "/v3/verification/flow/init", json={**body, **more})


def status_of(world: Any, flow: str) -> httpx.Response:
    return world.atlas.request("GET", "/v3/verification/status", params={"flow_uuid": flow})


# request


def test_a_request_is_answered_otherwise_for_so_many_times(world: Any) -> None:
    flow = world.init()
    world.fault("request", "answer", endpoint="status", status=503, times=2, headers={"Retry-After": "7"})
    answers = [status_of(world, flow) for _ in range(3)]
    assert [each.status_code for each in answers] == [503, 503, 200]
    assert answers[0].headers["retry-after"] == "7"
    assert answers[0].json() == {"error": "Service temporarily unavailable"}


def test_an_answer_may_have_any_body_and_the_documented_one_otherwise(world: Any) -> None:
    flow = world.init()
    world.fault("request", "answer", endpoint="status", status=401, times=1)
    world.fault("request", "answer", endpoint="status", status=500, body="<h1>oops</h1>", times=1)
    world.fault("request", "answer", endpoint="status", status=200, body={"master_status": "SUCCESS"}, times=1)
    first, second, third = (status_of(world, flow) for _ in range(3))
    assert first.json() == {"error": "Invalid token", "reason": "Signature verification failed"}
    assert (second.status_code, second.text) == (500, "<h1>oops</h1>")
    assert third.json() == {"master_status": "SUCCESS"}


def test_an_answered_request_takes_effect_only_where_the_rule_says_so(world: Any) -> None:
    flow = world.init()
    world.fault("request", "answer", endpoint="multiupload", status=503, times=1)
    world.fault("request", "answer", endpoint="multiupload", status=503, times=1, handled=True)
    for handled in (False, True):
        with pytest.raises(httpx.HTTPStatusError):
            world.upload(flow, "1")
        assert bool(world.show(flow)["files"]) is handled


def test_a_request_is_matched_by_application_document_and_flow(world: Any) -> None:
    world.fault("request", "answer", endpoint="flow/init", application="B*", status=503)
    assert post_init(world, application_id="A1").status_code == 201
    assert post_init(world, application_id="B1").status_code == 503
    mine, other = world.init(application_id="C1"), world.init(application_id="C2")
    world.fault("request", "answer", endpoint="status", application="C1", status=500)
    world.fault("request", "answer", endpoint="extracts", flow=other, status=500)
    assert (status_of(world, mine).status_code, status_of(world, other).status_code) == (500, 200)
    world.fault("request", "answer", endpoint="multiupload", document="bad", status=422)
    world.upload(mine, "good")
    with pytest.raises(httpx.HTTPStatusError, match="422"):
        world.upload(mine, "good", "bad")


def test_the_right_answer_comes_later(world: Any) -> None:
    flow = world.init()
    world.fault("request", "delay", endpoint="status", delay="150ms", times=1)
    started = time.monotonic()
    assert status_of(world, flow).status_code == 200
    assert time.monotonic() - started >= 0.15


@pytest.mark.parametrize("handled", [False, True])
def test_a_connection_is_dropped_before_or_after_the_request_took_effect(world: Any, handled: bool) -> None:
    flow = world.init()
    world.fault("request", "drop", endpoint="multiupload", times=1, handled=handled)
    with pytest.raises(httpx.RemoteProtocolError):
        world.upload(flow, "1")
    assert bool(world.show(flow)["files"]) is handled
    world.upload(flow, "1")


def test_an_answer_can_be_no_json(world: Any) -> None:
    flow = world.init()
    world.fault("request", "malformed", endpoint="status", times=1)
    answer = status_of(world, flow)
    assert answer.status_code == 200
    with pytest.raises(ValueError, match="Expecting"):
        answer.json()


def test_an_answer_can_be_cut_off(world: Any) -> None:
    flow = world.init()
    world.fault("request", "truncate", endpoint="status", times=1)
    with pytest.raises(httpx.RemoteProtocolError, match="body"):
        status_of(world, flow)


def test_an_answer_can_drip(world: Any) -> None:
    flow = world.init()
    world.fault("request", "drip", endpoint="status", delay="200ms", times=1)
    token = world.atlas.token()
    pieces, started = 0, time.monotonic()
    with world.control.stream("GET", f"/v3/verification/status?flow_uuid={flow}", headers={"Token": token}) as answer:
        for piece in answer.iter_raw():
            pieces += bool(piece)
    assert pieces > 10
    assert time.monotonic() - started >= 0.15


# download


@pytest.mark.parametrize(
    ("action", "keys", "says"),
    [
        ("expired", {}, "answered 403"),
        ("status", {"status": 404}, "answered 404"),
        ("timeout", {}, "no complete answer"),
    ],
)
def test_a_file_that_cannot_be_fetched_fails_the_upload_but_not_the_others(
    world: Any, action: str, keys: dict[str, Any], says: str
) -> None:
    world.fault("download", action, document="2", **keys)
    flow = world.run("1", "2")
    assert list(world.items(flow)) == ["1"]
    status = world.atlas.status(flow)
    assert (status["upload_status"], status["master_status"]) == ("FAILED", "FAILED")
    assert says in world.show(flow)["files"][1]["problem"]
    assert not [each for each in world.receiver.requests() if each.body == b"2"]


@pytest.mark.parametrize("given", [True, False], ids=["given", "read"])
def test_a_file_that_is_too_large_is_an_invalid_document(start: Any, given: bool, receiver: Any) -> None:
    server = start(max_file_mb=0.001)
    with AtlasClient(server.url, client_id="large") as client, Control(server.url, "large") as control:
        if given:
            control.scenario({"canned": [{"document_id": "*", "document_type": "PAN"}], "pace": "manual"})
        else:
            control.scenario({"pace": "manual"})
        flow = client.init(auth_url=control.inbox.auth_url, callback_url=control.inbox.callback_url)
        client.multiupload(
            flow, [("1", receiver.serve_file("1.png", b"x" * 1_001)), ("2", receiver.serve_file("2.png", b"x" * 1_000))]
        )
        control.advance(flow, to="processing")
        assert client.extracts(flow)["ocr_data"] == [], "nothing is said of it before it is processed"
        control.advance(flow, to="done")
        client.wait(flow)
        assert client.status(flow)["upload_status"] == client.status(flow)["master_status"] == "SUCCESS"
        one, two = client.extracts(flow)["ocr_data"]
        assert (one["data"], one["error_code"], one["error_reason"]) == ({}, "INVALID_DOC", "file too large")
        assert (two["error_reason"] == "") is given and "too large" not in two["error_reason"]
        assert control.flow(flow)["files"][0]["notes"] == ["file too large: 1001 bytes, at most 1000 are taken"]


@pytest.mark.parametrize("word", ["fault", "magic word"])
def test_a_file_may_be_too_large_by_a_fault(world: Any, word: str) -> None:
    document = "2" if word == "fault" else "2 sim:upload-too-large"
    if word == "fault":
        world.fault("download", "too_large", document="2")
    flow = world.run("1", document)
    items = world.items(flow)
    assert (items[document]["error_code"], items[document]["error_reason"]) == ("INVALID_DOC", "file too large")
    assert world.atlas.status(flow)["master_status"] == "SUCCESS"


def test_something_else_than_the_file_may_come(world: Any) -> None:
    world.put(
        "/_sim/scenario", {"scenario": {"faults": [{"point": "download", "action": "wrong", "body": "<html>log in"}]}}
    )
    flow = world.run("1")
    item = world.items(flow)["1"]
    assert (item["error_code"], item["data"]) == ("INVALID_DOC", {})


# classify and ocr


def test_a_document_is_taken_for_another_type_for_none_or_for_an_invalid_one(world: Any) -> None:
    world.fault("classify", "become", document="1", document_type="AADHAAR")
    world.fault("classify", "unrecognised", document="2")
    world.fault("classify", "invalid", document="3", reason="multiple faces")
    items = world.items(world.run("1", "2", "3", "4"))
    assert items["1"]["data"]["document_type"] == "AADHAAR"
    assert (items["2"]["data"], items["2"]["error_code"], items["2"]["error_reason"]) == (
        {},
        "UNRECOGNISED",
        "document not in list",
    )
    assert (items["3"]["error_code"], items["3"]["error_reason"]) == ("INVALID_DOC", "multiple faces")
    assert items["3"]["data"]["pan_number"]["value"] == "ABCPV1234K"
    assert items["4"]["error_code"] == ""


def test_reading_fails_misreads_misses_or_is_unsure_by_type(world: Any) -> None:
    world.fault("ocr", "fail", document="1")
    world.fault("ocr", "missing", document="2", field="dob")
    world.fault("ocr", "replace", document="2", field="pan_number", value="XXXXX0000X")
    world.fault("ocr", "low_confidence", type="INVOICE", confidence=0.2)
    flow = world.run("1", "2", "3", "inv")
    items = world.items(flow)
    assert world.atlas.status(flow)["processing_status"] == "FAILED"
    assert items["1"]["error_code"] == "INVALID_DOC"
    assert items["2"]["data"]["dob"] == {"value": "", "confidence_score": 0.0}
    assert items["2"]["data"]["pan_number"]["value"] == "XXXXX0000X"
    assert items["3"]["data"]["pan_number"] == {"value": "ABCPV1234K", "confidence_score": 0.99}
    assert items["inv"]["data"]["customer_name"] == {"value": "Asha Verma", "confidence_score": 0.2}


def test_a_fault_in_one_document_does_not_stick_to_the_next_of_the_same_bytes(world: Any) -> None:
    world.fault("ocr", "missing", field="dob", times=1)
    assert world.items(world.run("1"))["1"]["data"]["dob"]["value"] == ""
    assert world.items(world.run("1"))["1"]["data"]["dob"]["value"] == "14/11/1998"


# cross-checks


def test_cross_checks_have_the_score_that_is_asked_for(world: Any) -> None:
    world.fault("crosscheck", "score", score=12)
    world.fault("crosscheck", "score", score=34, check="CUSTOMER_NAME")
    flow = world.run("inv", "do")
    world.atlas.wait(flow)
    scores = {each["name"]: each["similarity_score"] for each in world.atlas.extracts(flow)["cross_checks"]}
    assert scores.pop("CUSTOMER_NAME") == 34
    assert set(scores.values()) <= {12}


# processing


def test_a_stuck_document_stays_in_progress_until_it_is_let_go(world: Any) -> None:
    world.fault("processing", "stuck", document="1")
    flow = world.run("1", "2")
    world.settle()
    status = world.atlas.status(flow)
    assert (status["processing_status"], status["master_status"]) == ("IN_PROGRESS", "IN_PROGRESS")
    assert world.show(flow)["waits_in"] == "processing"
    assert world.post(f"/_sim/flows/{flow}/advance")["status"]["master_status"] == "SUCCESS"


def test_slow_processing_takes_simulated_time(world: Any) -> None:
    world.fault("processing", "slow", delay="10m")
    world.fault("download", "delay", delay="5m")
    flow = world.run("1")
    world.settle()
    assert world.atlas.status(flow)["upload_status"] == "IN_PROGRESS"
    world.advance("6m")
    assert world.atlas.status(flow)["processing_status"] == "IN_PROGRESS"
    world.advance("10m")
    assert world.atlas.status(flow)["master_status"] == "SUCCESS"


# auth


def test_an_auth_url_that_refuses_ends_in_auth_failed_without_a_callback(world: Any) -> None:
    world.fault("auth", "refused")
    flow = world.run("1")
    world.settle()
    (delivery,) = world.show(flow)["deliveries"]
    assert delivery["state"] == "AUTH_FAILED"
    assert [(each["step"], each["status"]) for each in delivery["attempts"]] == [("auth", 401)]
    assert not world.receiver.requests("/auth") and not world.receiver.callbacks()


@pytest.mark.parametrize("action", ["timeout", "malformed"])
def test_an_auth_url_that_recovers_lets_the_callback_through(world: Any, action: str) -> None:
    world.fault("auth", action, times=2)
    flow = world.run("1")
    world.settle()
    world.advance("2m")
    (delivery,) = world.show(flow)["deliveries"]
    if action == "timeout":
        assert delivery["state"] == "DELIVERED"
        assert len(delivery["attempts"]) == 4
        assert len(world.receiver.callbacks()) == 1
    else:
        assert delivery["state"] == "AUTH_FAILED"


# callback


def test_a_callback_fails_so_many_times_and_is_then_delivered(world: Any) -> None:
    world.fault("callback", "fail", status=502, times=2)
    world.fault("callback", "timeout", times=1)
    flow = world.run("1")
    world.settle()
    world.advance("2m")
    (delivery,) = world.show(flow)["deliveries"]
    posts = [each["status"] for each in delivery["attempts"] if each["step"] == "callback"]
    assert posts == [502, 502, 0, 200]
    assert len(world.receiver.callbacks()) == 1


def test_a_callback_comes_more_than_once_with_the_same_body(world: Any) -> None:
    world.fault("callback", "duplicate", copies=3)
    world.run("1")
    first, second, third = world.receiver.wait_for(3)
    assert first.body == second.body == third.body
    assert len({each.headers["x-atlas-sim-delivery"] for each in (first, second, third)}) == 1


def test_a_callback_never_comes(world: Any) -> None:
    world.fault("callback", "never")
    flow = world.run("1")
    world.settle()
    (delivery,) = world.show(flow)["deliveries"]
    assert delivery["state"] == "CALLBACK_FAILED"
    assert not world.receiver.callbacks()
    assert world.atlas.status(flow)["master_status"] == "SUCCESS"


def test_a_callback_comes_with_broken_json(world: Any) -> None:
    world.fault("callback", "malformed")
    world.run("1")
    (callback,) = world.receiver.wait_for(1)
    with pytest.raises(ValueError, match=r"Unterminated|Expecting|delimiter"):
        callback.json()


def test_a_callback_is_delayed_by_simulated_time(world: Any) -> None:
    world.fault("callback", "delay", delay="90m")
    flow = world.run("1")
    world.settle()
    world.advance("80m")
    assert not world.receiver.callbacks()
    world.advance("11m")
    assert world.receiver.wait_for(1)[0].json()["flow_uuid"] == flow


def test_callbacks_come_in_the_other_order(world: Any) -> None:
    world.fault("callback", "out_of_order", application="first")
    first = world.run("1", application_id="first")
    world.atlas.wait(first)
    world.settle()
    assert not world.receiver.callbacks()
    second = world.run("1", application_id="second")
    assert [each.json()["flow_uuid"] for each in world.receiver.wait_for(2)] == [second, first]


# magic words


def test_magic_words_in_the_client_s_own_ids_do_the_same_and_come_back_as_they_were(world: Any) -> None:
    ids = ("a sim:unrecognised", "b sim:upload-failed", "c sim:missing=dob", "d")
    flow = world.run(*ids, application_id="APP sim:callback-500x2")
    items = world.items(flow)
    assert set(items) == {ids[0], ids[2], ids[3]}
    assert items[ids[0]]["error_code"] == "UNRECOGNISED"
    assert items[ids[2]]["data"]["dob"]["value"] == ""
    assert items["d"]["data"]["dob"]["value"] == "14/11/1998"
    world.settle()
    world.advance("2m")
    assert world.receiver.wait_for(1)[0].json()["application_id"] == "APP sim:callback-500x2"
    (delivery,) = world.show(flow)["deliveries"]
    assert [each["status"] for each in delivery["attempts"] if each["step"] == "callback"] == [500, 500, 200]


def test_magic_words_work_for_requests_before_and_after_the_flow_exists(world: Any) -> None:
    assert [post_init(world, application_id="sim:init-503x2").status_code for _ in range(3)] == [503, 503, 201]
    flow = world.init(application_id="sim:status-429x1")
    assert [status_of(world, flow).status_code for _ in range(2)] == [429, 200]


@pytest.mark.parametrize(
    ("document", "application", "word", "where", "nearest"),
    [
        ("1 sim:unrecognized", "A", "sim:unrecognized", "document_id", "sim:unrecognised"),
        ("1 sim:missing=pan-nubmer", "A", "sim:missing=pan-nubmer", "document_id", "sim:missing=pan-number"),
        ("1 sim:type=INVOCE", "A", "sim:type=INVOCE", "document_id", "sim:type=INVOICE"),
        ("1 sim:callback-never", "A", "sim:callback-never", "document_id", "sim:callback-never in the application_id"),
        ("1", "A sim:calback-500x3", "sim:calback-500x3", "application_id", "sim:callback-500x3"),
        (
            "1",
            "A sim:missing=invoise-number",
            "sim:missing=invoise-number",
            "application_id",
            "sim:missing=invoice-number",
        ),
        ("1", "A sim:qqqq", "sim:qqqq", "application_id", ""),
    ],
)
def test_a_misspelt_magic_word_is_told_in_the_flow_s_timeline_with_the_nearest(
    world: Any, document: str, application: str, word: str, where: str, nearest: str
) -> None:
    flow = world.run(document, application_id=application)
    texts = [each for each in world.show(flow)["timeline"] if each["kind"] == "magic"]
    assert [(each["word"], each["where"], each["nearest"]) for each in texts] == [(word, where, nearest)]


@pytest.mark.parametrize(
    ("plan", "key", "hint"),
    [
        ({"paec": "manual"}, "paec", "did you mean pace?"),
        ({"pace": "manul"}, "pace", "did you mean manual?"),
        ({"faults": [{"point": "orc", "action": "missing"}]}, "faults[0].point", "did you mean ocr?"),
        ({"faults": [{"point": "ocr", "action": "mising"}]}, "faults[0].action", "did you mean missing?"),
        ({"faults": [{"point": "ocr", "action": "missing", "feild": "a"}]}, "faults[0].feild", "did you mean field?"),
        (
            {
                "faults": [
                    {"point": "auth", "action": "refused"},
                    {"point": "ocr", "action": "missing", "field": "pan_nubmer"},
                ]
            },
            "faults[1].field",
            "did you mean pan_number?",
        ),
        ({"scenario": "hapy-path"}, "scenario", "did you mean happy-path?"),
        ({"scenario": {"cannd": []}}, "scenario.cannd", "did you mean canned?"),
        (
            {"scenario": {"expect": {"status": {"master_staus": "SUCCESS"}}}},
            "scenario.expect.status",
            "did you mean master_status?",
        ),
    ],
)
def test_what_is_misspelt_in_flow_params_is_refused_with_the_nearest(
    world: Any, plan: Any, key: str, hint: str
) -> None:
    answer = post_init(world, flow_params={"sim": plan})
    assert answer.status_code == 422
    assert answer.json()["key"] == f"flow_params.sim.{key}"
    assert hint in answer.json()["error"]


# rules, as they are asked about


def test_a_rule_that_matches_nothing_says_so_and_what_came_nearest(world: Any) -> None:
    world.fault("download", "expired", document="17")
    world.fault("download", "expired", document="nothing-asked", times=1)
    world.fault("auth", "refused", application="none")
    before = world.get("/_sim/faults")["faults"]
    assert all("nothing came by" in each["says"] for each in before)
    flow = world.run("1")
    world.atlas.wait(flow)
    world.settle()
    rules = world.get("/_sim/faults")["faults"]
    assert [each["hits"] for each in rules] == [0, 0, 0]
    assert "document was '1', not '17'" in rules[0]["says"]
    assert "application was 'APP-1', not 'none'" in rules[2]["says"]


def test_rules_are_removed_one_by_one_or_all_of_a_tenant_s(world: Any) -> None:
    first = world.fault("auth", "refused")
    world.fault("auth", "timeout")
    assert world.control.delete(f"/_sim/faults/{first}").json() == {"removed": 1}
    assert world.control.delete(f"/_sim/faults/{first}").status_code == 404
    assert world.control.delete("/_sim/faults").json() == {"removed": 1}
    assert world.get("/_sim/faults")["faults"] == []


def test_a_list_of_rules_is_taken_whole_or_not_at_all(world: Any) -> None:
    wrong = [{"point": "auth", "action": "refused"}, {"point": "auth", "action": "refuse"}]
    answer = world.control.post("/_sim/faults", json=wrong)
    assert answer.status_code == 422
    assert world.get("/_sim/faults")["faults"] == []


@pytest.mark.parametrize(
    ("rule", "key", "allowed"),
    [
        ({"point": "nowhere", "action": "fail"}, "point", list(POINTS)),
        ({"point": "auth", "action": "explode"}, "action", ["refused", "timeout", "malformed"]),
        ({"point": "auth", "action": "refused", "tims": 3}, "tims", None),
        ({"point": "auth", "action": "refused", "times": "three"}, "times", ["a whole number"]),
        ({"point": "auth", "action": "refused", "score": 3}, "score", None),
        ({"point": "processing", "action": "slow", "delay": "a while"}, "delay", None),
        ({"point": "auth"}, "action", None),
        ([], "", None),
    ],
)
def test_a_wrong_rule_is_a_422_that_names_key_and_allowed_values(world: Any, rule: Any, key: str, allowed: Any) -> None:
    answer = world.control.post("/_sim/faults", json=rule)
    if rule == []:
        assert answer.json() == {"faults": []}
        return
    assert answer.status_code == 422
    problem = answer.json()
    assert problem["key"] == key
    assert problem["allowed"] == allowed if allowed else problem["allowed"]


def test_two_hundred_tenants_do_not_see_each_other_s_faults(server: Any) -> None:
    with httpx.Client(base_url=server.url, trust_env=False) as control:
        tenants = [f"many-{number}" for number in range(200)]
        for number, tenant in enumerate(tenants):
            rule = {"point": "request", "action": "answer", "endpoint": "authtoken", "status": 400 + number % 100}
            control.post("/_sim/faults", params={"tenant": tenant}, json=rule).raise_for_status()
        for number, tenant in enumerate(tenants):
            headers = {"Client-Id": tenant, "Client-Secret": "s"}
            answer = control.post("/v3/verification/authtoken", headers=headers)
            assert answer.status_code == 400 + number % 100
            control.delete("/_sim/faults", params={"tenant": tenant})


def test_two_hundred_tenants_at_once_get_what_each_asked_for(server: Any, receiver: Any) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from simulator.testing.atlas import Atlas

    kinds = ("PAN", "INVOICE", "AADHAAR", "DELIVERY_ORDER")
    url = receiver.serve_file("shared.bin", b"the same for all")

    def begin(number: int) -> tuple[Atlas, str]:
        atlas = Atlas(server.url)
        atlas.canned(document_id="*", document_type=kinds[number % 4])
        if number % 5 == 0:
            atlas.faults(point="classify", action="unrecognised")
        flow = atlas.client.init(auth_url=atlas.inbox.auth_url, callback_url=atlas.inbox.callback_url)
        atlas.client.multiupload(flow, [("same-id", url)])
        return atlas, flow

    with ThreadPoolExecutor(8) as pool:
        begun = list(pool.map(begin, range(200)))
    begun[0][0].clock.advance(0)
    for number, (atlas, flow) in enumerate(begun):
        with atlas:
            (callback,) = atlas.inbox.callbacks()
            (item,) = callback["ocr_data"]
            seen = item["data"].get("document_type") or item["error_code"]
            assert seen == ("UNRECOGNISED" if number % 5 == 0 else kinds[number % 4])
            assert [each["flow_uuid"] for each in atlas.flows()] == [flow]
            assert [each["flow_uuid"] for each in atlas.journal(kind="callback")] == [flow]


def test_an_auth_url_that_fails_while_an_upload_is_accepted_is_a_422(start: Any, world_of: Any) -> None:
    world = world_of(start(auth_at_upload=True))
    world.fault("auth", "timeout", times=1)
    flow = world.init()
    with pytest.raises(httpx.HTTPStatusError, match="422"):
        world.upload(flow, "1")
    assert [entry["problem"] for entry in world.get("/_sim/journal", kind="auth")["entries"]] == [
        "no answer in time (fault 1 auth timeout)"
    ]
    world.upload(flow, "1")
    assert world.items(flow)
