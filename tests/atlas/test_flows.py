"""The Flow API: each documented body matched key for key and type for type, and every documented error."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

import pytest

V3 = "/v3/verification"
INIT = {
    "product_type": "PROD_CDL",
    "application_id": "12321321",
    "auth_url": "https://lender.example/auth",
    "callback_url": "https://lender.example/callback",
}
UPLOAD = {"flow_uuid": "x", "file_urls": [{"file_url": "https://bucket.example/1.jpg", "document_id": "1"}]}
CHECK = [
    "source_doc",
    "source_field_name",
    "source_value",
    "target_doc",
    "target_field_name",
    "target_value",
    "similarity_score",
    "name",
]


def wrapped(value: Any) -> dict[str, Any]:
    return {"value": value, "confidence_score": 0.99}


def absent(value: Any = "") -> dict[str, Any]:
    return {"value": value, "confidence_score": 0.0}


# The documented bodies


def test_init_answers_with_the_flow_and_nothing_else(account: Any) -> None:
    answer = account.call("POST", f"{V3}/flow/init", INIT)
    assert (answer.status_code, list(answer.json())) == (201, ["flow_uuid"])
    assert str(uuid.UUID(answer.json()["flow_uuid"])) == answer.json()["flow_uuid"]


def test_the_same_application_may_begin_again(account: Any) -> None:
    assert account.ok("POST", f"{V3}/flow/init", INIT) != account.ok("POST", f"{V3}/flow/init", INIT)


def test_multiupload_answers_one_entry_a_file_in_order_with_one_batch(account: Any) -> None:
    files = account.files("2", "1", "2")
    answer = account.call("POST", f"{V3}/multiupload", {"flow_uuid": account.flow(), "file_urls": files})
    assert answer.status_code == 201
    assert [list(each) for each in answer.json()] == [["batch_id", "document_id", "file_uuid"]] * 3
    assert [each["document_id"] for each in answer.json()] == ["2", "1", "2"]
    assert len({each["batch_id"] for each in answer.json()}) == 1
    assert len({each["file_uuid"] for each in answer.json()}) == 3
    assert re.fullmatch(r"BATCH-\d{5}-[A-Z]{5}-\d{14}", answer.json()[0]["batch_id"])


def test_status_has_the_four_documented_fields(account: Any) -> None:
    keys = ["upload_status", "processing_status", "crossheck_status", "master_status"]
    begun = account.ok("GET", f"{V3}/status", flow_uuid=account.flow())
    assert begun == dict.fromkeys(keys, "NOT_STARTED")
    assert list(begun) == keys
    done = account.ok("GET", f"{V3}/status", flow_uuid=account.flow("1"))
    assert list(done.values()) == ["SUCCESS", "SUCCESS", "COMPLETED", "SUCCESS"]


def test_extracts_answer_the_documented_callback_data(account: Any) -> None:
    flow = account.flow("inv", "imei", "what", "people", "do", flow_params={"branch": "7"}, application_id="12321321")
    data = account.ok("GET", f"{V3}/extracts", flow_uuid=flow)
    assert list(data) == ["flow_uuid", "application_id", "flow_params", "ocr_data", "cross_checks"]
    assert (data["flow_uuid"], data["application_id"], data["flow_params"]) == (flow, "12321321", {"branch": "7"})
    keys = ["data", "document_id", "error_code", "error_reason", "batch_id", "file_uuid"]
    assert [list(item) for item in data["ocr_data"]] == [keys] * 5
    assert [item["document_id"] for item in data["ocr_data"]] == ["inv", "imei", "what", "people", "do"]
    invoice, imei, unknown, invalid, _ = data["ocr_data"]
    assert (invoice["error_code"], invoice["error_reason"]) == ("", "")
    assert imei["data"] == {
        "document_type": "IMEI_CLOSEUP_IMAGE",
        "model": wrapped("V2123"),
        "ram": absent(),
        "rom": absent(),
        "imei_number": wrapped(["490154203237518"]),
        "product_sku": absent([]),
        "price": wrapped(30000),
        "serial_number": absent(),
    }
    assert (unknown["data"], unknown["error_code"], unknown["error_reason"]) == (
        {},
        "UNRECOGNISED",
        "document not in list",
    )
    assert (invalid["error_code"], invalid["error_reason"]) == ("INVALID_DOC", "multiple people")
    assert invalid["data"] == {
        "document_type": "ASSET_OPEN_BOX_IMAGE",
        "customer_present": wrapped("yes"),
        "number_of_faces_visible": wrapped(3),
    }


def test_an_invoice_has_its_22_documented_fields_in_order(account: Any) -> None:
    (item,) = account.ok("GET", f"{V3}/extracts", flow_uuid=account.flow("inv"))["ocr_data"]
    assert list(item["data"]) == [
        "document_type",
        "customer_name",
        "customer_address",
        "customer_email",
        "customer_phone_number",
        "dealership_name",
        "dealer_address",
        "dealer_gst",
        "dealer_gst_handwritten",
        "product_type",
        "model_name",
        "manufacturer_name",
        "product_hsn_code",
        "serial_number",
        "imei_number",
        "total_invoice_amount",
        "invoice_date",
        "invoice_number",
        "downpayment_amount",
        "hypothecation_amount",
        "hypothecation",
        "dealer_sign",
        "dealer_stamp",
    ]
    assert item["data"]["product_type"] == absent([])
    assert item["data"]["customer_name"] == wrapped("Asha Verma")


def test_an_aadhaar_has_its_redact_url_and_an_address_in_parts(account: Any) -> None:
    (item,) = account.ok("GET", f"{V3}/extracts", flow_uuid=account.flow("aadhaar"))["ocr_data"]
    number, address = item["data"]["aadhaar_number"], item["data"]["formatted_address"]
    assert list(number) == ["value", "confidence_score", "redact_url"]
    assert number["value"] == "2345 6789 0124"
    assert number["redact_url"].startswith(str(account.http.base_url))
    assert list(address) == ["state", "postcode", "address_line_1", "address_line_2", "city"]
    assert address["postcode"] == wrapped("110093")


def test_cross_checks_have_the_documented_keys_and_whole_scores(account: Any) -> None:
    checks = account.ok("GET", f"{V3}/extracts", flow_uuid=account.flow("inv", "do"))["cross_checks"]
    assert [list(check) for check in checks] == [CHECK] * len(checks)
    scores = {check["name"]: check["similarity_score"] for check in checks}
    assert scores == {
        "DEALER_ADDRESS": 100,
        "CUSTOMER_NAME": 90,
        "CUSTOMER_DELIVERY_ADDRESS": 100,
        "CUSTOMER_MOBILE_NUMBER": 100,
    }
    mobile = next(check for check in checks if check["name"] == "CUSTOMER_MOBILE_NUMBER")
    assert (mobile["source_field_name"], mobile["target_field_name"]) == ("customer_mobile_number", "mobile_number")


def test_the_callback_says_what_extracts_say_after_a_call_of_auth_url(account: Any, receiver: Any) -> None:
    flow = account.flow("inv", "do", flow_params={"branch": "7"})
    (callback,) = receiver.wait_for(1)
    assert callback.json() == account.ok("GET", f"{V3}/extracts", flow_uuid=flow)
    assert callback.headers["token"] == "receiver-token"
    assert [each.method for each in receiver.requests("/auth")] == ["POST"]


def test_flow_params_come_back_byte_for_byte(account: Any) -> None:
    odd = b'{ "b":1.0,"a":1e2,"text":"\\u0041","nested":{"z":[1 ,2],"a":null} }'
    body = json.dumps(INIT).encode()[:-1] + b', "flow_params": ' + odd + b"}"
    flow = account.ok("POST", f"{V3}/flow/init", body)["flow_uuid"]
    assert odd in account.call("GET", f"{V3}/extracts", flow_uuid=flow).content


@pytest.mark.parametrize(("setting", "father"), [("empty", absent()), ("null", absent(None)), ("omit", None)])
def test_a_field_that_was_not_found_follows_the_setting(start: Any, account_on: Any, setting: str, father: Any) -> None:
    account = account_on(start(missing_fields=setting))
    account.sim.scenario({"canned": [{"document_id": "*", "document_type": "PAN", "fields": {"dob": "14/11/1998"}}]})
    (item,) = account.ok("GET", f"{V3}/extracts", flow_uuid=account.flow("1"))["ocr_data"]
    assert item["data"]["dob"] == wrapped("14/11/1998")
    assert item["data"].get("father_name") == father


# The documented errors


@pytest.mark.parametrize("name", list(INIT))
@pytest.mark.parametrize("value", [..., "", "  ", None, [], {}])
def test_init_names_a_parameter_that_is_missing(account: Any, name: str, value: Any) -> None:
    body = {key: result for key, result in {**INIT, name: value}.items() if result is not ...}
    answer = account.call("POST", f"{V3}/flow/init", body)
    assert (answer.status_code, answer.json()) == (400, {"error": f"Missing or empty required parameters: ['{name}']"})


def test_all_offenders_are_named_in_the_documented_order(account: Any) -> None:
    values = {"error": f"Missing or empty required parameters: {list(INIT)}"}
    for body in ({}, None):
        assert account.call("POST", f"{V3}/flow/init", body).json() == values


@pytest.mark.parametrize(
    "value", ["ftp://a.example/x", "lender.example/callback", "http://", "https:///x", "http://a:b/"]
)
def test_a_url_must_be_one(account: Any, value: str) -> None:
    answer = account.call("POST", f"{V3}/flow/init", INIT | {"callback_url": value, "flow_params": "x"})
    assert answer.json()["error"].startswith("Malformed parameters: ['callback_url', 'flow_params'] (")


@pytest.mark.parametrize(
    ("changes", "what", "offenders"),
    [
        ({"flow_uuid": ...}, "Missing", ["flow_uuid"]),
        ({"flow_uuid": 5}, "Malformed", ["flow_uuid"]),
        ({"file_urls": ...}, "Missing", ["file_urls"]),
        ({"file_urls": []}, "Missing", ["file_urls"]),
        ({"file_urls": "x"}, "Malformed", ["file_urls"]),
        ({"file_urls": {}}, "Missing", ["file_urls"]),
        ({"file_urls": ["x"]}, "Malformed", ["file_urls[0]"]),
        ({"file_urls": [{}]}, "Missing", ["file_urls[0].file_url", "file_urls[0].document_id"]),
        (
            {"file_urls": [{"file_url": "https://a.example", "document_id": 1}]},
            "Malformed",
            ["file_urls[0].document_id"],
        ),
        ({"file_urls": [UPLOAD["file_urls"][0], {"document_id": "2"}]}, "Missing", ["file_urls[1].file_url"]),
    ],
)
def test_multiupload_names_what_is_missing_or_wrong(
    account: Any, changes: dict[str, Any], what: str, offenders: list[str]
) -> None:
    body = {key: value for key, value in {**UPLOAD, **changes}.items() if value is not ...}
    answer = account.call("POST", f"{V3}/multiupload", body)
    words = {"Missing": "Missing or empty required parameters", "Malformed": "Malformed parameters"}
    assert answer.status_code == 400
    assert answer.json()["error"].startswith(f"{words[what]}: {offenders}")


@pytest.mark.parametrize("query", [{}, {"flow_uuid": ""}, {"flow_uuid": "  "}, {"flow_id": "x"}])
@pytest.mark.parametrize("path", ["status", "extracts"])
def test_a_query_without_its_flow_is_a_400(account: Any, path: str, query: dict[str, str]) -> None:
    answer = account.call("GET", f"{V3}/{path}", **query)
    assert (answer.status_code, answer.json()) == (400, {"error": "Missing required ['flow_uuid'] parameters"})


@pytest.mark.parametrize("flow", ["LOS-17cab13b-f437-49bc-9c08-55319b88b0eb", "none", "\U0001f600" * 900])
def test_an_unknown_flow_is_a_409(account: Any, flow: str) -> None:
    for answer in (
        account.call("GET", f"{V3}/status", flow_uuid=flow),
        account.call("GET", f"{V3}/extracts", flow_uuid=flow),
        account.call("POST", f"{V3}/multiupload", UPLOAD | {"flow_uuid": flow}),
    ):
        assert (answer.status_code, answer.json()) == (409, {"error": "Flow not found"})


def test_a_flow_of_another_account_is_not_found(account: Any, account_on: Any, server: Any) -> None:
    flow, other = account.flow("1"), account_on(server)
    for answer in (
        other.call("GET", f"{V3}/status", flow_uuid=flow),
        other.call("GET", f"{V3}/extracts", flow_uuid=flow),
        other.call("POST", f"{V3}/multiupload", UPLOAD | {"flow_uuid": flow}),
    ):
        assert (answer.status_code, answer.json()) == (409, {"error": "Flow not found"})


def test_an_auth_url_that_gives_no_token_is_a_422_where_the_settings_want_it_called(
    start: Any, account_on: Any
) -> None:
    account = account_on(start(auth_at_upload=True))
    flow = account.flow(auth_url=f"{account.receiver.url}/nothing")
    answer = account.call("POST", f"{V3}/multiupload", {"flow_uuid": flow, "file_urls": account.files("1")})
    assert answer.status_code == 422
    assert answer.json()["error"].startswith("Could not reach the authentication URL you configured")
    assert account.ok("GET", f"{V3}/status", flow_uuid=flow)["upload_status"] == "NOT_STARTED"


POSTS = [
    f"{V3}/flow/init",
    f"{V3}/multiupload",
    "/v1/docstream/multiupload",
    "/v1/bulk/multiupload",
    "/v2/verification/flow/init",
    "/v2/verification/multiupload",
    "/v2/verification/chat",
    "/v2/verification/flow/submit",
    "/v2/verification/flow/coapplicant",
]
BROKEN = [
    b"{",
    b"[]",
    b"null",
    b'"text"',
    b"7",
    b"\xff\xfe\x00",
    b'{"a": 1e400}',
    b'{"a": "\\ud800"}',
    b"[" * 50_000,
    b'{"a":' * 50_000,
    b"product_type=PROD_CDL",
    b"<xml/>",
]


@pytest.mark.parametrize("path", POSTS)
def test_a_body_that_is_no_json_object_is_a_400(account: Any, path: str) -> None:
    for body in BROKEN:
        answer = account.call("POST", path, body)
        assert answer.status_code == 400, body[:20]
        assert answer.json()["error"].startswith("Malformed "), body[:20]


LARGE = b'{"product_type": "' + b"x" * 30_000_000 + b'"}'


@pytest.mark.parametrize("path", [*POSTS, "/v1/address/match/batch"])
def test_a_body_of_30_mb_is_a_413_whether_announced_or_not(account: Any, path: str) -> None:
    headers = {"Token": account.token, "client_id": "a", "client_secret": "b"}
    pieces = (LARGE[at : at + 1_000_000] for at in range(0, len(LARGE), 1_000_000))
    for content in (LARGE, pieces):
        answer = account.http.post(path, content=content, headers=headers)
        assert answer.status_code == 413
        body = answer.json()
        assert "Request body too large: at most 16000000 bytes are taken" in (
            body.get("error") or body["error_message"]
        )
    assert account.call("GET", f"{V3}/status", flow_uuid="none").status_code == 409, "the connection goes on"


ENVELOPES = [
    ("documented", {"error": "Flow not found"}),
    ("error", {"error": "Flow not found"}),
    ("error_code", {"error_code": "409", "error_message": "Resource Conflict: Flow not found"}),
    ("both", {"error": "Flow not found", "error_code": "409", "error_message": "Resource Conflict: Flow not found"}),
]


@pytest.mark.parametrize(("envelope", "body"), ENVELOPES)
def test_the_envelope_follows_the_setting(start: Any, account_on: Any, envelope: str, body: dict[str, str]) -> None:
    account = account_on(start(error_envelope=envelope))
    assert account.call("GET", f"{V3}/status", flow_uuid="none").json() == body
    code = account.call("POST", "/v1/address/match/batch", {}, token="").json()
    assert ("error_code" in code, "error" in code) == (envelope != "error", envelope in ("error", "both"))
