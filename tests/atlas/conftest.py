"""What the tests of Atlas's endpoints share: one account that speaks plain HTTP, and whose documents are given, not read."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator

from simulator.client.control import Control
from simulator.client.receiver import Receiver
from simulator.server import BackgroundServer

PAN = {"name_as_per_pan": "ASHA VERMA", "father_name": "RAM VERMA", "dob": "14/11/1998", "pan_number": "ABCPV1234K"}
GIVEN = [
    {
        "document_id": "inv*",
        "document_type": "INVOICE",
        "fields": {
            "customer_name": "Asha Verma",
            "customer_address": "C1002 Falcon Tower Mumbai",
            "customer_phone_number": "9812345678",
            "dealer_address": "14 Kapu Street, Nellore 524001",
            "imei_number": ["490154203237518"],
            "hypothecation": "yes",
        },
    },
    {
        "document_id": "do*",
        "document_type": "DELIVERY_ORDER",
        "fields": {
            "customer_name": "Asha",
            "customer_delivery_address": "C1002 Falcon Tower Mumbai",
            "customer_mobile_number": "9812345678",
            "dealer_address": "14 Kapu Street, Nellore 524001",
        },
    },
    {
        "document_id": "imei*",
        "document_type": "IMEI_CLOSEUP_IMAGE",
        "fields": {"model": "V2123", "imei_number": ["490154203237518"], "price": 30000},
    },
    {
        "document_id": "aadhaar*",
        "document_type": "AADHAAR",
        "fields": {
            "name": "Asha Verma",
            "aadhaar_number": "2345 6789 0124",
            "formatted_address": {
                "state": "",
                "postcode": "110093",
                "address_line_1": "no. 15",
                "address_line_2": "",
                "city": "delhi",
            },
        },
    },
    {"document_id": "what*", "error_code": "UNRECOGNISED"},
    {
        "document_id": "people*",
        "document_type": "ASSET_OPEN_BOX_IMAGE",
        "fields": {"customer_present": "yes", "number_of_faces_visible": 3},
        "error_code": "INVALID_DOC",
        "error_reason": "multiple people",
    },
    {"document_id": "*", "document_type": "PAN", "fields": PAN},
]


class Account:
    """A Client-Id that no other test has: `call` gives whatever the answer is, `ok` its JSON where it is a good one."""

    def __init__(self, server: BackgroundServer, receiver: Receiver) -> None:
        self.settings = server.settings
        self.client_id = f"tenant-{uuid.uuid4().hex[:8]}"
        self.credentials = {"Client-Id": self.client_id, "Client-Secret": "any"}
        self.receiver = receiver
        self.http = httpx.Client(base_url=server.url, timeout=30, trust_env=False)
        self.sim = Control(server.url, self.client_id)
        self.sim.scenario({"canned": GIVEN})
        self._token = ""

    def close(self) -> None:
        self.http.close()
        self.sim.close()

    @property
    def token(self) -> str:
        if not self._token:
            self._token = self.http.post("/v3/verification/authtoken", headers=self.credentials).json()["access_token"]
        return self._token

    def call(self, method: str, path: str, body: Any = None, token: str | None = None, **query: Any) -> httpx.Response:
        """One call with the token, or with another."""
        headers = {"Token": self.token if token is None else token, "Content-Type": "application/json"}
        content = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        return self.http.request(method, path, headers=headers, content=content, params=query or None)

    def ok(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        answer = self.call(method, path, body, **query)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    def files(self, *document_ids: str) -> list[dict[str, str]]:
        """`file_urls` of documents that the receiver serves; what is in them does not matter, their readings are given."""
        return [
            {"file_url": self.receiver.serve_file(f"{uuid.uuid4().hex}.bin", each.encode()), "document_id": each}
            for each in document_ids
        ]

    def flow(self, *document_ids: str, **more: Any) -> str:
        """A flow, with these documents done where there are any."""
        values = {
            "product_type": "PROD_CDL",
            "application_id": "APP-1",
            "auth_url": self.receiver.auth_url,
            "callback_url": self.receiver.callback_url,
            **more,
        }
        flow = str(self.ok("POST", "/v3/verification/flow/init", values)["flow_uuid"])
        if document_ids:
            self.ok("POST", "/v3/verification/multiupload", {"flow_uuid": flow, "file_urls": self.files(*document_ids)})
            self.settle()
        return flow

    def batch(self, family: str, *document_ids: str) -> str:
        """A batch whose documents are done; its id."""
        answer = self.ok(
            "POST",
            f"/v1/{family}/multiupload",
            {"product_type": "LOAN_APP", "file_urls": self.files(*document_ids)},
        )
        self.settle()
        return str(answer["batch_id"] if isinstance(answer, dict) else answer[0]["batch_id"])

    def settle(self) -> None:
        """Until everything that is due has happened."""
        assert self.sim.clock.advance(0)["settled"]


class Specification:
    """The OpenAPI document of one server, against which real answers are held."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        self._validators: dict[int, Draft202012Validator] = {}
        self._paths = [
            (re.compile(re.sub(r"{\w+}", "[^/]+", path)), methods) for path, methods in document["paths"].items()
        ]

    def check(self, answer: httpx.Response) -> None:
        """Raises AssertionError where an answer is not as the document says."""
        request = answer.request
        found = [methods for path, methods in self._paths if path.fullmatch(request.url.path)]
        if not found or request.method.lower() not in found[0]:
            assert answer.status_code in (404, 405, 410), answer
            return
        responses = found[0][request.method.lower()]["responses"]
        given = responses.get(str(answer.status_code), responses.get("default"))
        assert given, f"{request.method} {request.url.path}: {answer.status_code} is not documented: {answer.text}"
        content = given.get("content", {})
        assert content or not answer.content or "default" in responses
        if "application/json" not in content:
            return
        assert answer.headers["content-type"] == "application/json"
        self._validator(content["application/json"]["schema"]).validate(json.loads(answer.content))

    def _validator(self, schema: dict[str, Any]) -> Draft202012Validator:
        if id(schema) not in self._validators:
            whole = {**schema, "components": self._document["components"]}
            self._validators[id(schema)] = Draft202012Validator(whole)
        return self._validators[id(schema)]


@pytest.fixture(scope="session")
def specifications() -> dict[str, Specification]:
    """The documents of all servers so far, by URL."""
    return {}


@pytest.fixture(autouse=True)
def every_answer_is_documented(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, specifications: dict[str, Specification]
) -> None:
    """Hold every answer of a simulator against its own specification; not where a test has something else answered."""
    if request.node.get_closest_marker("answers_otherwise"):
        return
    send = httpx.Client.send

    def checked(client: httpx.Client, asked: httpx.Request, **options: Any) -> httpx.Response:
        answer = send(client, asked, **options)
        base = f"{asked.url.scheme}://{asked.url.netloc.decode()}"
        if asked.url.path in ("/livez", "/readyz"):
            specifications.pop(base, None)  # another server may have come to the same port
        elif asked.url.path.startswith(("/v", "/_sim")) and not options.get("stream"):
            if base not in specifications:
                with httpx.Client(trust_env=False) as plain:
                    document = send(
                        plain, plain.build_request("GET", f"{base}/_sim/openapi.json?part=all&answers=exact")
                    ).json()
                specifications[base] = Specification(document)
            specifications[base].check(answer)
        return answer

    monkeypatch.setattr(httpx.Client, "send", checked)


@pytest.fixture
def account(server: BackgroundServer, receiver: Receiver) -> Iterator[Account]:
    """An account on the shared server."""
    speaking = Account(server, receiver)
    yield speaking
    speaking.close()


@pytest.fixture
def account_on(receiver: Receiver) -> Iterator[Callable[[BackgroundServer], Account]]:
    """An account on a server of the test's own."""
    made: list[Account] = []

    def make(server: BackgroundServer) -> Account:
        made.append(Account(server, receiver))
        return made[-1]

    yield make
    for each in made:
        each.close()
