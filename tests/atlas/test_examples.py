"""The examples of the specification are answers that this server really sends."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx
import jwt
import pytest

from simulator.atlas.examples import _READ

#: What differs from answer to answer; all else of an example is compared.
VARIES = (
    (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "<uuid>"),
    (re.compile(r"BATCH-\d{5}-[A-Z]{5}-\d{14}"), "<batch>"),
    (re.compile(r"eyJ\S+"), "<token>"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"), "<time>"),
    (re.compile(r"https?://\S+"), "<url>"),
)


def still(value: Any) -> Any:
    """A value without what differs from answer to answer. Confidence is not compared: given values are all sure."""
    if isinstance(value, dict):
        return {name: 0 if name == "confidence_score" else still(each) for name, each in value.items()}
    if isinstance(value, list):
        return [still(each) for each in value]
    if isinstance(value, str):
        for pattern, word in VARIES:
            value = pattern.sub(word, value)
    return value


@pytest.fixture(scope="module")
def operations(server: Any) -> Any:
    """Each operation by its id, with its path and method."""
    document = httpx.get(f"{server.url}/_sim/openapi.json", trust_env=False).json()
    return {
        item["operationId"]: {**item, "path": path, "method": method.upper()}
        for path, methods in document["paths"].items()
        for method, item in methods.items()
    }


def example(operation: Any, status: int) -> Any:
    return operation["responses"][str(status)]["content"]["application/json"]["example"]


def body_of(operation: Any) -> Any:
    return operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("example")


@pytest.fixture
def reading(account: Any) -> Any:
    """An account whose documents are read as those of the examples."""
    account.sim.scenario(
        {
            "canned": [
                {
                    "document_id": ids,
                    "document_type": name,
                    "fields": {field: each[0] for field, each in _READ[name].items()},
                }
                for ids, name in (("1", "DELIVERY_ORDER"), ("2", "INVOICE"), ("*", "PAN"))
            ]
        }
    )
    return account


def test_a_flow_answers_as_its_examples_say(reading: Any, operations: Any) -> None:
    flow = reading.flow("1", "2", application_id="12321321", flow_params={"branch": "7"})
    answer = reading.ok("GET", "/v3/verification/extracts", flow_uuid=flow)
    assert still(answer) == still(example(operations["getExtracts"], 200))
    assert len(answer["cross_checks"]) >= 3
    init = reading.ok("POST", "/v3/verification/flow/init", body_of(operations["initFlow"]))
    assert still(init) == still(example(operations["initFlow"], 201))
    upload = {"flow_uuid": init["flow_uuid"], "file_urls": reading.files("1")}
    answer = reading.ok("POST", "/v3/verification/multiupload", upload)
    assert still(answer) == still(example(operations["uploadDocuments"], 201))


@pytest.mark.parametrize("family", ["docstream", "bulk"])
def test_a_batch_answers_as_its_example_says(reading: Any, operations: Any, family: str) -> None:
    reading.sim.scenario(
        {
            "canned": [
                {
                    "document_id": "*",
                    "document_type": "PAN",
                    "fields": {field: each[0] for field, each in _READ["PAN"].items()},
                }
            ]
        }
    )
    batch = reading.batch(family, "1")
    answer = reading.ok("GET", f"/v1/{family}/extracts", batch_id=batch)
    assert still(answer) == still(example(operations[f"get{family.capitalize()}Extracts"], 200))


def test_the_address_example_is_what_is_computed(account: Any, operations: Any) -> None:
    match = operations["matchAddresses"]
    headers = {"client_id": "lender", "client_secret": "any"}
    answer = account.http.post(match["path"], headers=headers, json=body_of(match))
    assert answer.json() == example(match, 200)


def test_submit_answers_with_documents_in_the_form_of_its_example(account: Any, operations: Any) -> None:
    submit = operations["submitFlow"]
    begun = body_of(operations["initOnboardingFlow"]) | {"callback_url": account.receiver.callback_url}
    account.sim.scenario(
        {
            "canned": [
                {
                    "document_id": "*",
                    "document_type": "PAN",
                    "fields": {field: each[0] for field, each in _READ["PAN"].items()},
                }
            ]
        }
    )
    opened = account.ok("POST", "/v2/verification/flow/init", begun)
    assert still(opened) == still(example(operations["initOnboardingFlow"], 201))
    files = account.files("123")
    account.ok("POST", "/v2/verification/multiupload", {"flow_id": opened["flow_id"], "file_urls": files})
    account.settle()
    answer = account.ok("POST", submit["path"], {"flow_id": opened["flow_id"]})
    assert still(answer["data"]) == still(example(submit, 200)["data"][:1])


def test_a_token_of_another_secret_is_refused_as_every_example_says(account: Any, operations: Any) -> None:
    forged = jwt.encode({"sub": "x"}, "another secret that is long enough for it", algorithm="HS256")
    refused = 0
    for operation in operations.values():
        if operation["security"] != [{"Token": []}]:
            continue
        bodies = operation["responses"]["401"]["content"]["application/json"]["examples"].values()
        answer = account.call(operation["method"], operation["path"], body_of(operation), token=forged)
        assert (answer.status_code, answer.json()) == (401, next(iter(bodies))["value"]), operation["path"]
        refused += 1
    assert refused > 15


def test_what_is_missing_is_named_as_the_examples_say(account: Any, operations: Any) -> None:
    """The parameter that an example names is left out of the example request, and nothing else."""
    checked = 0
    for operation in operations.values():
        for each in (
            operation["responses"].get("400", {}).get("content", {}).get("application/json", {})["examples"].values()
        ):
            named = re.search(r"\['(\w+)'\]", each["value"].get("error", ""))
            if not named:
                continue
            body = body_of(operation)
            sent = {key: value for key, value in body.items() if key != named[1]} if body else None
            query = {
                parameter["name"]: parameter["example"]
                for parameter in operation.get("parameters", [])
                if parameter["in"] == "query" and parameter["name"] != named[1] and "example" in parameter
            }
            answer = account.call(operation["method"], operation["path"], sent, **({} if body else query))
            assert (answer.status_code, answer.json()) == (400, each["value"]), json.dumps(each)
            checked += 1
    assert checked >= 9
