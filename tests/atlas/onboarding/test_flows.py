"""Flows, uploads, statuses and submission, as the documentation says them."""

from __future__ import annotations

import re
from typing import Any

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def test_init_answers_with_what_it_was_told(onboard: Any) -> None:
    answer = onboard.init(user_docs=["PAN"], flow_params={"branch": "Mumbai"})
    assert answer.status_code == 201
    assert list(answer.json()) == ["flow_id", "application_id", "external_reference_id", "username"]
    assert UUID.fullmatch(answer.json()["flow_id"])
    assert list(answer.json().values())[1:] == ["APP-10001", "CUST-9283", "Rahul Sharma"]


def test_application_and_reference_together_name_one_flow(onboard: Any, client_of: Any, server: Any) -> None:
    onboard.flow()
    again = onboard.init()
    assert (again.status_code, list(again.json())) == (409, ["error"])
    assert onboard.init(external_reference_id="CUST-1").status_code == 201
    assert onboard.init(application_id="APP-2").status_code == 201
    assert client_of(server).init().status_code == 201


def test_the_old_init_answers_with_flow_id_alone_and_shares_the_pairs(onboard: Any) -> None:
    body = {
        "application_id": "APP-10001",
        "product_type": "MSME_OD",
        "username": "Rahul Sharma",
        "external_reference_id": "CUST-9283",
    }
    answer = onboard.atlas.request("POST", "/v1/flow/init", json=body)
    assert (answer.status_code, list(answer.json())) == (201, ["flow_id"])
    assert onboard.init().status_code == 409
    assert onboard.docs(answer.json()["flow_id"])["PAN"] is False


def test_an_upload_is_answered_file_by_file_with_its_url(onboard: Any) -> None:
    flow = onboard.flow()
    files = [
        {"file_url": onboard.url("pan"), "document_id": "pan", "submission_mode": "whatsapp"},
        {"file_url": onboard.url("ebill"), "document_id": "ebill"},
    ]
    answer = onboard.call("POST", "multiupload", json={"flow_id": flow, "file_urls": files})
    assert answer.status_code == 201
    assert [list(each) for each in answer.json()] == [["file_url", "file_uuid", "batch_id", "document_id"]] * 2
    assert [(each["file_url"], each["document_id"]) for each in answer.json()] == [
        (each["file_url"], each["document_id"]) for each in files
    ]
    assert len({each["batch_id"] for each in answer.json()}) == 1
    assert re.fullmatch(r"BATCH-\d{5}-[A-Z]{5}-\d{14}", answer.json()[0]["batch_id"])


def test_the_old_upload_names_its_flow_otherwise(onboard: Any) -> None:
    flow = onboard.flow()
    body = {"flow_uuid": flow, "file_urls": [{"file_url": onboard.url("pan"), "document_id": "pan"}]}
    answer = onboard.atlas.request("POST", "/v1/verification/multiupload", json=body)
    assert (answer.status_code, list(answer.json()[0])) == (201, ["file_uuid", "batch_id", "document_id"])
    onboard.settle()
    assert onboard.status(flow) == ({"pan": "PROCESSING_SUCCESS"}, "SUCCESS")


def test_statuses_follow_a_file_in_four_words(onboard: Any) -> None:
    flow = onboard.flow(flow_params={"sim": {"pace": "manual"}})
    assert onboard.status(flow) == ({}, "IN_PROGRESS")
    seen = []
    onboard.upload(flow, "pan")
    for _ in range(4):
        seen.append(onboard.status(flow))
        onboard.control.post(f"/_sim/flows/{flow}/advance", json={})
        onboard.settle()
    assert seen == [
        ({"pan": "UPLOAD_SUCCESS"}, "IN_PROGRESS"),
        ({"pan": "UPLOAD_SUCCESS"}, "IN_PROGRESS"),
        ({"pan": "PROCESSING"}, "IN_PROGRESS"),
        ({"pan": "PROCESSING_SUCCESS"}, "SUCCESS"),
    ]


def test_a_file_that_cannot_be_fetched_fails_alone_and_with_it_the_whole(onboard: Any) -> None:
    flow = onboard.flow()
    files = [
        {"file_url": f"{onboard.receiver.url}/expired", "document_id": "gone"},
        {"file_url": onboard.url("pan"), "document_id": "pan"},
    ]
    assert onboard.call("POST", "multiupload", json={"flow_id": flow, "file_urls": files}).status_code == 201
    onboard.settle()
    assert onboard.status(flow) == ({"gone": "FAILED", "pan": "PROCESSING_SUCCESS"}, "FAILED")
    gone = onboard.items(flow)["gone"]
    assert (gone["data"], gone["external_reference_id"]) == ({"processing_error": "PROCESSING_FAILED"}, "")


def test_what_is_not_recognised_was_processed_but_says_what_is_wrong(onboard: Any) -> None:
    flow = onboard.flow()
    onboard.upload(flow, "scribble", "blurred")
    assert onboard.status(flow) == (dict.fromkeys(["scribble", "blurred"], "PROCESSING_SUCCESS"), "SUCCESS")
    items = onboard.items(flow)
    assert items["scribble"]["data"] == {"processing_error": "UNRECOGNISED"}
    assert items["scribble"]["external_reference_id"] == ""
    assert items["blurred"]["data"] == {
        "document_type": "EBILL",
        "name": {"value": "Rahul", "confidence_score": 0.99},
        "processing_error": "INVALID_DOC",
    }


def test_a_reading_that_fails_is_a_processing_error(onboard: Any) -> None:
    flow = onboard.flow()
    onboard.upload(flow, "sim:processing-failed")
    assert onboard.status(flow)[1] == "FAILED"
    (item,) = onboard.items(flow).values()
    assert item["data"] == {"processing_error": "PROCESSING_FAILED"}


def test_submit_gives_documents_in_the_words_of_this_family(onboard: Any) -> None:
    flow = onboard.flow(flow_params={"branch": "Mumbai", "n": 1.0})
    taken = onboard.upload(flow, "pan", "pan-copy", "food")
    answer = onboard.call("POST", "flow/submit", params={"flow_id": flow, "close_flow": "no"})
    body = answer.json()
    assert (answer.status_code, list(body)) == (200, ["flow_id", "flow_params", "data"])
    assert '"flow_params":{"branch":"Mumbai","n":1.0}' in answer.text
    pan, copy, food = body["data"]
    assert list(pan) == ["document_id", "external_reference_id", "file_uuid", "data"]
    assert (pan["file_uuid"], pan["external_reference_id"]) == (taken[0]["file_uuid"], "CUST-9283")
    assert list(pan["data"]) == ["document_type", "name_as_per_pan", "father_name", "dob", "pan_number", "is_original"]
    assert pan["data"]["is_original"] == {"value": "yes", "confidence_score": 0.99}
    assert copy["data"]["is_original"]["value"] == "no"
    assert food["data"]["document_type"] == "FSSAI_CERTIFICATE"
    assert "cross_checks" not in body


def test_submit_of_a_running_flow_gives_what_is_done(onboard: Any) -> None:
    flow = onboard.flow()
    onboard.upload(flow, "pan", "sim:stuck")
    assert list(onboard.items(flow)) == ["pan"]
    assert onboard.status(flow)[1] == "IN_PROGRESS"


def test_a_closed_flow_takes_no_files_but_still_answers(onboard: Any) -> None:
    flow = onboard.flow()
    onboard.upload(flow, "pan")
    open_still = onboard.submit(flow, close_flow="no")
    closed = onboard.call(
        "POST", "flow/submit", params={"flow_id": flow, "close_flow": "no"}, json={"flow_id": flow, "close_flow": "yes"}
    )
    assert closed.json() == open_still
    files = [{"file_url": onboard.url("ebill"), "document_id": "ebill"}]
    for path, body in (
        ("/v2/verification/multiupload", {"flow_id": flow, "file_urls": files}),
        ("/v1/verification/multiupload", {"flow_uuid": flow, "file_urls": files}),
        (
            "/v2/verification/flow/coapplicant",
            {"flow_id": flow, "co_applicants": [{"external_reference_id": "C", "username": "D"}]},
        ),
    ):
        refused = onboard.atlas.request("POST", path, json=body)
        assert (refused.status_code, refused.json()) == (409, {"error": "Flow is closed"}), path
    assert onboard.submit(flow, close_flow="yes") == open_still
    assert onboard.status(flow) == ({"pan": "PROCESSING_SUCCESS"}, "SUCCESS")
    assert "submitted" in onboard.chat(flow, "what is missing?")


def test_other_clients_do_not_see_a_flow(onboard: Any, client_of: Any, server: Any) -> None:
    flow, other = onboard.flow(), client_of(server)
    query = {"flow_id": flow, "external_reference_id": "CUST-9283"}
    assert other.call("GET", "status", params=query).json() == {"error": "Applicant not found"}
    assert other.call("GET", "chat-history", params={"flow_id": flow}).json() == {"error": "Flow not found"}
    assert other.call("POST", "flow/submit", params={"flow_id": flow}).status_code == 400
    own = onboard.call("GET", "status", params=query)
    assert own.status_code == 200


def test_families_do_not_answer_for_each_other_s_flows(onboard: Any) -> None:
    flow = onboard.flow()
    for path in ("status", "extracts"):
        answer = onboard.atlas.request("GET", f"/v3/verification/{path}", params={"flow_uuid": flow})
        assert (answer.status_code, answer.json()) == (409, {"error": "Flow not found"}), path
    other = onboard.atlas.init(auth_url=onboard.receiver.auth_url, callback_url=onboard.receiver.callback_url)
    assert onboard.call("POST", "chat", json={"flow_id": other, "message": "hi"}).status_code == 409
    assert onboard.call("POST", "flow/submit", json={"flow_id": other}).status_code == 400
