"""How a request may be written and what it is told: encodings, repeated parameters, messages, paths that are elsewhere, CORS."""

from __future__ import annotations

import contextlib
import http.client
import json
from typing import Any

import httpx
import pytest

from simulator.documents.catalogue import Catalogue
from simulator.server import BackgroundServer
from simulator.settings import Settings

V3 = "/v3/verification"
INIT = {
    "product_type": "PROD_CDL",
    "application_id": "A-1",
    "auth_url": "https://lender.example/auth",
    "callback_url": "https://lender.example/callback",
}


def post(account: Any, path: str, content: bytes, **headers: str) -> httpx.Response:
    given = {"Token": account.token, "Content-Type": "application/json", **headers}
    return account.http.post(path, content=content, headers=given)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_body_is_read_in_every_encoding_that_json_loads_reads(account: Any, encoding: str) -> None:
    body = {**INIT, "flow_params": {"city": "Bengalūru"}}
    flow = post(account, f"{V3}/flow/init", json.dumps(body, ensure_ascii=False).encode(encoding)).json()["flow_uuid"]
    assert account.ok("GET", f"{V3}/extracts", flow_uuid=flow)["flow_params"] == {"city": "Bengalūru"}


def test_a_body_that_is_no_text_in_its_encoding_is_malformed(account: Any) -> None:
    answer = post(account, f"{V3}/flow/init", b"\xff\xfe{\x00\x00\xd8")
    assert answer.status_code == 400
    assert "Malformed JSON" in answer.json()["error"]


def test_blanks_and_tabs_around_a_token_are_no_part_of_it(account: Any) -> None:
    # Not by httpx, which refuses to send what others do.
    wire = http.client.HTTPConnection(account.http.base_url.host, account.http.base_url.port, timeout=30)
    headers = {"Token": f" \t{account.token}\t ", "Content-Type": "application/json"}
    with contextlib.closing(wire):
        wire.request("POST", f"{V3}/flow/init", json.dumps(INIT), headers)
        assert wire.getresponse().status == 201


def test_the_first_of_a_repeated_parameter_holds(account: Any) -> None:
    flow = account.ok("POST", f"{V3}/flow/init", INIT)["flow_uuid"]
    account.ok("GET", f"{V3}/status?flow_uuid={flow}&flow_uuid=other")
    assert account.call("GET", f"{V3}/status?flow_uuid=other&flow_uuid={flow}").status_code == 409


@pytest.mark.parametrize("page", ["1_0", "١", "1.0", "0x1", "one", "+", "9" * 40])
def test_a_page_that_is_no_integer_is_said_to_be_none(account: Any, page: str) -> None:
    batch = account.ok(
        "POST",
        "/v1/bulk/multiupload",
        {"product_type": "P", "file_urls": [{"file_url": "http://h.example/1", "document_id": "1"}]},
    )[0]["batch_id"]
    answer = account.call("GET", "/v1/bulk/extracts", batch_id=batch, page=page)
    assert (answer.status_code, answer.json()["error"]) == (400, "page must be integer")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"application_id": ""}, "Missing or empty required parameters: ['application_id']"),
        (
            {"application_id": None, "auth_url": " "},
            "Missing or empty required parameters: ['application_id', 'auth_url']",
        ),
        (
            {"application_id": 7},
            "Malformed parameters: ['application_id'] (application_id must be a string)",
        ),
        (
            {"auth_url": "lender.example/auth", "product_type": ""},
            "Malformed parameters: ['auth_url'] (auth_url must be an absolute http or https URL);"
            " missing or empty: ['product_type']",
        ),
        ({"flow_params": [1]}, "Malformed parameters: ['flow_params'] (flow_params must be an object)"),
    ],
)
def test_what_is_of_another_kind_is_not_called_missing(account: Any, changed: dict[str, Any], message: str) -> None:
    answer = account.call("POST", f"{V3}/flow/init", {**INIT, **changed})
    assert (answer.status_code, answer.json()) == (400, {"error": message})


def test_a_file_of_another_kind_is_named_by_its_place(account: Any) -> None:
    files = [
        {"file_url": "http://h.example/1", "document_id": 1},
        "http://h.example/2",
        {"file_url": "http://h.example/3"},
    ]
    error = account.call("POST", f"{V3}/multiupload", {"flow_uuid": "x", "file_urls": files}).json()["error"]
    assert error == (
        "Malformed parameters: ['file_urls[0].document_id', 'file_urls[1]'] (file_urls[0].document_id must be a string;"
        " file_urls[1] must be an object); missing or empty: ['file_urls[2].document_id']"
    )


def test_of_very_many_wrong_files_the_first_are_named(account: Any) -> None:
    error = account.call("POST", f"{V3}/multiupload", {"flow_uuid": "x", "file_urls": [{}] * 5000}).json()["error"]
    assert error.endswith("'file_urls[9].document_id'] and 9,980 more")


def test_docstream_says_what_is_missing_and_what_is_malformed_apart(account: Any) -> None:
    path, files = "/v1/docstream/multiupload", [{"file_url": "http://h.example/1", "document_id": "1"}]
    absent = account.call("POST", path, {"file_urls": files}).json()
    wrong = account.call("POST", path, {"product_type": 1, "file_urls": files}).json()
    assert absent == {"error": "Missing or empty required parameters"}
    assert wrong["error"].startswith("Malformed parameters: ['product_type']")


@pytest.mark.parametrize(
    ("method", "path", "instead"),
    [
        ("POST", "/v3/verification/refresh-token", "/v1/verification/refresh-token"),
        ("GET", "/v2/verification/extracts", "POST /v2/verification/flow/submit"),
        ("POST", "/v2/bulk/multiupload", ""),
        ("GET", "/v4/verification/status", ""),
    ],
)
def test_a_call_of_another_version_is_named_and_a_version_that_never_was_is_gone(
    account: Any, method: str, path: str, instead: str
) -> None:
    answer = account.call(method, path)
    assert answer.status_code == (404 if instead else 410)
    assert instead in answer.text


def test_v1_multiupload_takes_the_id_that_its_init_answered_with(account: Any) -> None:
    begun = {"application_id": "A", "product_type": "P", "username": "Asha", "external_reference_id": "C-9"}
    flow = account.ok("POST", "/v1/flow/init", begun)["flow_id"]
    files = [{"file_url": "http://127.0.0.1:9/1", "document_id": "1"}]
    for name in ("flow_id", "flow_uuid"):
        taken = account.ok("POST", "/v1/verification/multiupload", {name: flow, "file_urls": files})
        assert taken[0]["document_id"] == "1"
    refused = account.call("POST", "/v1/verification/multiupload", {"file_urls": files})
    assert refused.json() == {"error": "Missing or empty required parameters: ['flow_uuid']"}


def test_a_co_applicant_is_not_deleted_by_an_id_of_another_type(account: Any) -> None:
    begun = {"application_id": "B", "product_type": "P", "username": "Asha", "external_reference_id": "C-1"}
    flow = account.ok("POST", "/v2/verification/flow/init", begun)["flow_id"]
    new = [{"external_reference_id": "C-2", "username": "Ravi"}]
    account.ok("POST", "/v2/verification/flow/coapplicant", {"flow_id": flow, "co_applicants": new})
    path = "/v2/verification/flow/coapplicant"
    wrong = account.call("DELETE", path, {"flow_id": flow, "external_reference_id": "C-2", "co_applicant_id": 5})
    assert (wrong.status_code, wrong.json()["error"]) == (
        400,
        "Malformed parameters: ['co_applicant_id'] (co_applicant_id must be a string)",
    )
    assert account.call("DELETE", path, {"flow_id": flow, "external_reference_id": "C-2"}).status_code == 204


# One object for an upload, as the guide shows it; other origins' pages


@pytest.fixture(scope="module")
def otherwise() -> Any:
    """A server with the settings for what guides and dashboards want otherwise."""
    settings = Settings(port=0, ephemeral=True, flow_upload="object", cors_origin=("https://dashboard.example",))
    with BackgroundServer(settings) as server, httpx.Client(base_url=server.url, trust_env=False) as client:
        token = client.post(f"{V3}/authtoken", headers={"Client-Id": "me", "Client-Secret": "x"}).json()["access_token"]
        client.headers["Token"] = token
        yield client


def test_an_upload_is_answered_with_the_single_object_of_the_guide_where_that_is_set(otherwise: httpx.Client) -> None:
    flow = otherwise.post(f"{V3}/flow/init", json=INIT).json()["flow_uuid"]
    files = [{"file_url": "http://127.0.0.1:9/1", "document_id": "1"}]
    answer = otherwise.post(f"{V3}/multiupload", json={"flow_uuid": flow, "file_urls": files})
    assert (answer.status_code, list(answer.json())) == (201, ["batch_id"])


@pytest.mark.answers_otherwise  # a preflight is answered by no operation
def test_pages_of_a_named_origin_may_call_and_others_may_not(otherwise: httpx.Client) -> None:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "token, content-type"}
    ours, theirs = {"Origin": "https://dashboard.example"}, {"Origin": "https://elsewhere.example"}
    preflight = otherwise.options(f"{V3}/flow/init", headers={**ours, **asked})
    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == ours["Origin"]
    assert {"token", "client-id", "client-secret", "client_id", "client_secret"} <= {
        each.strip().lower() for each in preflight.headers["access-control-allow-headers"].split(",")
    }
    assert otherwise.options(f"{V3}/flow/init", headers={**theirs, **asked}).status_code == 400
    answer = otherwise.get(f"{V3}/status", params={"flow_uuid": "none"}, headers=ours)
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (409, ours["Origin"])
    for path, origin in ((f"{V3}/status", theirs), ("/_sim/flows", ours), ("/_sim/openapi.json", ours)):
        assert "access-control-allow-origin" not in otherwise.get(path, headers=origin).headers


def test_without_the_setting_no_origin_is_let_in(account: Any) -> None:
    answer = account.http.get(f"{V3}/status", headers={"Origin": "https://dashboard.example"})
    assert "access-control-allow-origin" not in answer.headers


# A target that cannot be normalised, on purpose

TARGETS = [
    {"address": "12 Greenview Apt, Mahatma Gandhi Rd, Bengaluru", "index": 0},
    {"address": "45 Lake View, Whitefield, Bangalore", "index": 1},
]
DOCUMENTED_422 = {
    "source_address": "Flat 12, Green View Apartments, MG Road, Bangalore",
    "target_address": "45 Lake View, Whitefield, Bangalore",
    "similarity_score": None,
    "same_person_score": None,
    "index": 1,
    "error_code": "422",
    "error_message": "Unprocessable Entity: Address normalization failed for this target",
}


def matches(account: Any, application_id: str) -> list[dict[str, Any]]:
    body = {
        "application_id": application_id,
        "source_address": DOCUMENTED_422["source_address"],
        "target_addresses": TARGETS,
    }
    headers = {"client_id": account.client_id, "client_secret": "any"}
    answer = account.http.post("/v1/address/match/batch", json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["match_data"]
    return found


def test_a_magic_word_gives_the_documented_answer_for_a_target_that_cannot_be_normalised(account: Any) -> None:
    first, second = matches(account, "A-1 sim:address-422=1")
    assert (first["error_code"], second) == (None, DOCUMENTED_422)
    assert [each["error_code"] for each in matches(account, "A-2 sim:address-422")] == ["422", "422"]
    assert [each["error_code"] for each in matches(account, "A-3")] == [None, None]


def test_a_misspelt_magic_word_in_an_address_match_is_told_in_the_log_with_the_nearest(
    account: Any, caplog: pytest.LogCaptureFixture
) -> None:
    assert [each["error_code"] for each in matches(account, "A-5 sim:adress-422=1")] == [None, None]
    assert "unknown magic word sim:adress-422=1 in application_id; did you mean sim:address-422=1?" in caplog.text


def test_a_fault_gives_it_by_index_or_by_the_address_and_so_often_as_it_says(account: Any) -> None:
    account.sim.faults(point="address", action="not_normalised", target="*lake view*".title(), times=1)
    assert matches(account, "A-4")[1] == DOCUMENTED_422
    assert [each["error_code"] for each in matches(account, "A-4")] == [None, None]


def test_a_target_without_an_address_has_an_empty_one(account: Any) -> None:
    body = {"application_id": "A", "source_address": "14 Kapu Street, Nellore", "target_addresses": [{"index": 3}, 5]}
    headers = {"client_id": account.client_id, "client_secret": "any"}
    found = account.http.post("/v1/address/match/batch", json=body, headers=headers).json()["match_data"]
    assert [(each["target_address"], each["index"], each["error_code"]) for each in found] == [
        ("", 3, "400"),
        ("", None, "400"),
    ]


# Values keep their kind


def test_a_given_reading_is_refused_by_the_rules_of_its_type(account: Any) -> None:
    fields = {"customer_present": "yes", "number_of_faces_visible": 3}
    account.sim.scenario({"canned": [{"document_id": "*", "document_type": "ASSET_OPEN_BOX_IMAGE", "fields": fields}]})
    item = account.ok("GET", f"{V3}/extracts", flow_uuid=account.flow("box"))["ocr_data"][0]
    assert (item["error_code"], item["error_reason"]) == ("INVALID_DOC", "multiple people")
    assert item["data"]["number_of_faces_visible"]["value"] == 3


@pytest.mark.parametrize("name", sorted(each.name for each in Catalogue.load()))
def test_what_was_not_read_keeps_the_kind_of_the_field(account: Any, name: str) -> None:
    """A text is a string, a list an array, and a number, a count or a yes/no is null and never an empty text."""
    known = Catalogue.load().get(name)
    assert known
    account.sim.scenario({"canned": [{"document_id": "*", "document_type": name}]})
    data = account.ok("GET", f"{V3}/extracts", flow_uuid=account.flow("none"))["ocr_data"][0]["data"]
    for spec in known.fields:
        if spec.kind == "formatted_address":
            assert {
                part: each["value"] for part, each in data[spec.name].items() if part != "redact_url"
            } == dict.fromkeys(("state", "postcode", "address_line_1", "address_line_2", "city"), "")
        else:
            wanted = {"text": "", "list": []}.get(spec.kind)
            assert data[spec.name]["value"] == wanted, spec.name
