"""The specification against what the documentation prints, and against what the server takes and sends."""

from __future__ import annotations

import re
import unicodedata
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from simulator.atlas import urls

OPERATIONS = {"get", "post", "put", "delete"}


def answers_of(document: Any) -> dict[str, Any]:
    """The answers of every operation by its id."""
    return {
        item["operationId"]: item["responses"]
        for methods in document["paths"].values()
        for method, item in methods.items()
        if method in OPERATIONS
    }


def test_the_document_is_valid(document: Any) -> None:
    OpenAPIV31SpecValidator(document).validate()


def test_every_documented_answer_fits(document: Any, documented_answers: Any) -> None:
    known = answers_of(document)
    for each in documented_answers:
        schema = known[each["operation"]][str(each["status"])]["content"]["application/json"]["schema"]
        Draft202012Validator({**schema, "components": document["components"]}).validate(each["body"])


def test_every_call_that_is_documented_has_an_answer_among_them(document: Any, documented_answers: Any) -> None:
    without = answers_of(document).keys() - {each["operation"] for each in documented_answers}
    # The alias of another token call, and the delete, which answers with nothing.
    assert without == {"createOnboardingV2Token", "deleteCoApplicant"}


def test_no_answer_is_closed(document: Any) -> None:
    closed = [
        name for name, each in document["components"]["schemas"].items() if each.get("additionalProperties") is False
    ]
    assert closed == []


def test_names_are_those_that_people_would_choose(document: Any) -> None:
    names = document["components"]["schemas"].keys()
    chosen = {"Error", "InvalidToken", "InitFlowRequest", "Field", "FormattedAddress", "OcrItem", "PageOfBatchItems"}
    assert chosen <= names
    assert all(re.fullmatch(r"[A-Z][A-Za-z0-9]*", name) for name in names)
    assert {"initFlow", "getExtracts", "getStatus", "matchAddresses"} <= answers_of(document).keys()
    assert all(re.fullmatch(r"[a-z][A-Za-z0-9]*", name) for name in answers_of(document))


def test_every_document_type_has_a_schema_that_its_word_chooses(server: Any, document: Any) -> None:
    schemas = document["components"]["schemas"]
    mapping = schemas["KnownDocument"]["discriminator"]["mapping"]
    catalogue = server.core.definitions.catalogue
    for each in catalogue:
        schema = schemas[mapping[each.name].rpartition("/")[2]]
        assert schema["properties"]["document_type"] == {"type": "string", "const": each.name}
        assert {field.name for field in each.fields} <= schema["properties"].keys()
    # One more than the catalogue: onboarding's word for FSSAI.
    assert mapping.keys() == {*catalogue.names, "FSSAI_CERTIFICATE"}


def test_paging_says_its_defaults_and_credentials_are_schemes(document: Any) -> None:
    extracts = document["paths"]["/v1/docstream/extracts"]["get"]
    defaults = {each["name"]: each["schema"].get("default") for each in extracts["parameters"]}
    assert (defaults["page"], defaults["per_page"]) == (1, 50)
    schemes = document["components"]["securitySchemes"]
    assert schemes.keys() == {"Token", "Client-Id", "Client-Secret", "client_id", "client_secret"}
    token = document["paths"]["/v3/verification/authtoken"]["post"]
    assert token["security"] == [{"Client-Id": [], "Client-Secret": []}]


NAMES = some.sampled_from(
    ["localhost", "a.example", "my_service", "प्रयोग.भारत", "bücher.example", "127.0.0.1", "x-1.y_2"]
)
IPV6 = some.ip_addresses(v=6).map(lambda each: f"[{each}]") | some.sampled_from(
    ["[::]", "[::1]", "[::ffff:1.2.3.4]", "[fe80::1%25eth0]"]
)
ACCEPTED = some.builds(
    "".join,
    some.tuples(
        some.sampled_from(["http://", "https://", "HTTP://", "Https://"]),
        some.sampled_from(["", "user@", "user:pass@", "user:@"]),
        NAMES | IPV6,
        some.just("") | some.integers(0, 65535).map(lambda port: f":{port}"),
        some.sampled_from(["", "/", "/a/b", "?x=1", "/a?x=1&y=é", "#end", "/with blank", "/%20"]),
    ),
)


@given(ACCEPTED)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_urls_of_every_kind_are_allowed(url: str) -> None:
    assert urls.is_url(url)
    assert re.search(urls.PATTERN, url)


@given(some.from_regex(urls.PATTERN.removesuffix("$"), fullmatch=True))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_what_the_document_allows_python_can_take_apart(url: str) -> None:
    parts = urlsplit(url)
    assert parts.hostname and (parts.port is None or 0 <= parts.port <= 65535)


@pytest.mark.parametrize(
    "url",
    [
        *("", "ftp://a.example", "a.example/path", "http://", "http://:80", "http://a:70000"),
        *("http://[::1", "http://a b/", "http://[1:2]/", "http://[::1::]/"),
    ],
)
def test_what_is_no_url_is_neither_taken_nor_allowed(url: str) -> None:
    assert not urls.is_url(url)


def test_letters_that_only_look_harmless_are_in_no_host() -> None:
    disguised = {
        chr(code)
        for code in range(0x80, 0x110000)
        if not 0xD800 <= code < 0xE000 and set(unicodedata.normalize("NFKC", chr(code))) & set("/?#@:")
    }
    assert disguised <= set(urls.DISGUISED)


@pytest.mark.parametrize(
    "url",
    [
        "http://lender:65535",
        "https://u:p@a.example?x=1",
        "http://[::1]:8080/cb",
        "HTTP://my_service/cb",
        "http://प्रयोग.भारत/",
    ],
)
def test_the_server_takes_the_urls_that_the_document_allows(server: Any, url: str) -> None:
    credentials = {"Client-Id": "urls", "Client-Secret": "any"}
    with httpx.Client(base_url=server.url, trust_env=False) as client:
        token = client.post("/v3/verification/authtoken", headers=credentials).json()["access_token"]
        body = {"product_type": "PROD_CDL", "application_id": "1", "auth_url": url, "callback_url": url}
        assert client.post("/v3/verification/flow/init", headers={"Token": token}, json=body).status_code == 201
