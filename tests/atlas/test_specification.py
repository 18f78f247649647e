"""The specification and its page: whole, valid, of this server, and telling right from wrong."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator, ValidationError


@pytest.fixture(scope="module")
def document(server: Any) -> Any:
    return httpx.get(f"{server.url}/_sim/openapi.json?part=all", trust_env=False).json()


def operations(document: Any) -> list[tuple[str, str, Any]]:
    return [(path, method, value) for path, methods in document["paths"].items() for method, value in methods.items()]


def test_every_route_of_atlas_is_told_and_every_told_one_is_there(server: Any, document: Any) -> None:
    text = {(method.upper(), path) for path, method, _ in operations(document)}
    served = {
        (method, re.sub(r"{(\w+):\w+}", r"{\1}", route.path))
        for route in server._server.config.app.router.routes
        for method in (route.methods or set()) - {"HEAD"}
        if route.path.startswith(("/v", "/_sim"))
    }
    assert {each for each in served if each[1].startswith("/v")} == {each for each in text if each[1].startswith("/v")}
    assert text <= served


def test_operations_have_ids_summaries_and_examples_that_fit_their_schemas(document: Any) -> None:
    ids = [item["operationId"] for _, _, item in operations(document)]
    assert len(set(ids)) == len(ids)
    checked = 0
    for path, method, item in operations(document):
        assert item["summary"], (path, method)
        bodies = [item["requestBody"]] if "requestBody" in item else []
        for held in [*bodies, *item["responses"].values()]:
            for content in held.get("content", {}).values():
                validator = Draft202012Validator({**content["schema"], "components": document["components"]})
                texts = [content["example"]] if "example" in content else []
                for example in [*texts, *(each["value"] for each in content.get("examples", {}).values())]:
                    validator.validate(example)
                    checked += 1
    assert checked > 100


def test_every_call_of_atlas_with_a_token_tells_its_400_and_401(document: Any) -> None:
    for path, _, item in operations(document):
        if {"Token": []} in item["security"] and path.startswith("/v"):
            assert {"400", "401"} <= item["responses"].keys(), path


def test_an_inbox_says_that_it_answers_with_whatever_status_it_was_asked_for(account: Any, document: Any) -> None:
    for path, methods in (("/_sim/inbox/{name}", ["post"]), ("/_sim/inbox/{name}/auth", ["get", "post"])):
        for method in methods:
            item = document["paths"][path][method]
            assert "default" in item["responses"] and "statuses" in item["description"]
    account.http.put("/_sim/inbox/refusing", json={"callback": [503], "auth": [418]})
    assert account.http.post("/_sim/inbox/refusing", json={"ocr_data": []}).status_code == 503
    assert account.http.post("/_sim/inbox/refusing/auth").status_code == 418
    assert account.http.post("/_sim/inbox/refusing", json={"ocr_data": []}).status_code == 200


def test_callbacks_are_told_where_they_are_asked_for(document: Any) -> None:
    init = document["paths"]["/v3/verification/flow/init"]["post"]["callbacks"]
    (posted,) = init["result"].values()
    schema = posted["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert schema == {"$ref": "#/components/schemas/CallbackData"}
    assert "{$request.body#/auth_url}" in init["auth"]
    assert "docstreamResult" in document["webhooks"]


def test_an_answer_that_differs_from_the_document_is_noticed(account: Any, specifications: Any) -> None:
    flow = account.flow("1")
    good = account.call("GET", "/v3/verification/extracts", flow_uuid=flow)
    specification = specifications[str(account.http.base_url).rstrip("/")]
    specification.check(good)
    for wrong in (
        {**good.json(), "master_status": "SUCCESS"},
        {key: value for key, value in good.json().items() if key != "ocr_data"},
        {**good.json(), "ocr_data": [{**good.json()["ocr_data"][0], "data": {"document_type": "PAN", "dob": "1"}}]},
    ):
        with pytest.raises(ValidationError):
            specification.check(httpx.Response(200, json=wrong, request=good.request))
    with pytest.raises(AssertionError, match="418 is not documented"):
        specification.check(httpx.Response(418, json={}, request=good.request))


def test_the_document_follows_the_settings(start: Any) -> None:
    server = start(error_envelope="both", docstream_upload="array", strict=True)
    document = httpx.get(f"{server.url}/_sim/openapi.json", trust_env=False).json()
    upload = document["paths"]["/v1/docstream/multiupload"]["post"]
    assert upload["responses"]["201"]["content"]["application/json"]["schema"]["anyOf"][0]["type"] == "array"
    assert (
        upload["requestBody"]["content"]["application/json"]["schema"]["$ref"]
        == "#/components/schemas/UploadBatchRequest"
    )
    assert document["components"]["schemas"]["UploadBatchRequest"]["additionalProperties"] is False
    failure = upload["responses"]["400"]["content"]["application/json"]["examples"]["example1"]["value"]
    assert list(failure) == ["error", "error_code", "error_message"]


class Links(HTMLParser):
    """What a page loads or links to, and the ids in it."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if name in ("href", "src") and value:
                self.links.append(value)
            if name == "id" and value:
                self.ids.append(value)


def test_the_page_shows_every_operation_and_needs_nothing_from_elsewhere(server: Any, document: Any) -> None:
    answer = httpx.get(f"{server.url}/_sim/docs", trust_env=False)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    page = Links()
    page.feed(answer.text)
    assert {item["operationId"] for _, _, item in operations(document)} <= set(page.ids)
    assert len(set(page.ids)) == len(page.ids)
    assert all(link.startswith(("#", "/_sim/", "openapi.json")) for link in page.links)
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)


def test_every_endpoint_is_declared_once(server: Any) -> None:
    served = [
        (method, route.path)
        for route in server._server.config.app.router.routes
        for method in (route.methods or set()) - {"HEAD"}
    ]
    assert len(served) == len(set(served))
