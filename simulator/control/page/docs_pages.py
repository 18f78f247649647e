"""`/_sim/docs`: the specification as a page of the simulator's own, where every call can be tried and copied."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from simulator.control.client_base_url import base_url_of
from simulator.control.files_api import FilesApi
from simulator.control.openapi_helpers import PREFIX, page
from simulator.control.page.page_context import PageContext

Json = Mapping[str, Any]
#: Given a base URL, the whole document of what is served there, of Atlas and of the simulator.
Specification = Callable[[str], Json]
#: The samples that stand for a document of a client's own, the first that is there.
SAMPLES = ("INVOICE/", "PAN/", "")
#: What the page has no examples for, since nobody but the page itself calls it.
_JSON = "application/json"


class Example(msgspec.Struct, frozen=True):
    description: str
    text: str


class Body(msgspec.Struct, frozen=True):
    """What is sent or answered: `status` of an answer, its schema, and bodies of that kind."""

    description: str
    media: str
    schema: Any
    examples: Sequence[Example] = ()
    status: str = ""


class SampleCall(msgspec.Struct, frozen=True):
    """What the page's script needs to send a call: `headers` are those that let a client in."""

    method: str
    path: str
    headers: Sequence[str]
    media: str = ""


class OperationView(msgspec.Struct, frozen=True):
    """An operation as the page shows it; `fields` are parameters of path, query and header that are typed in."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    fields: Sequence[Any]
    body: Body | None
    body_text: str
    answers: Sequence[Body]
    posts: Sequence[tuple[str, str, Body | None]]
    call: SampleCall

    @property
    def call_json(self) -> str:
        return msgspec.json.encode(self.call).decode()


class Group(msgspec.Struct, frozen=True):
    name: str
    slug: str
    description: str
    operations: Sequence[OperationView]


class DocsPages:
    def __init__(self, site: PageContext, specification: Specification) -> None:
        self._site = site
        self._specification = specification
        self._samples = FilesApi(site.core).names
        self.endpoints = [page(f"{PREFIX}/docs", self.docs, "The specification as a page.")]

    async def docs(self, request: Request) -> Response:
        """Every call, with a form that sends it."""
        document = await asyncio.to_thread(self._specification, base_url_of(request))
        return await self._site.page(
            request,
            "docs",
            "API",
            groups=list(groups(document)),
            webhooks=[_post(name, each["post"]) for name, each in document["webhooks"].items()],
            schemas=document["components"]["schemas"],
            version=document["info"]["version"],
            sample=self._sample(request),
        )

    def _sample(self, request: Request) -> str:
        """The link of a sample document; empty where this installation has none."""
        names = self._samples()
        chosen = next((name for start in SAMPLES for name in names if start in name), "")
        return f"{base_url_of(request)}{PREFIX}/samples/{quote(chosen)}" if chosen else ""


def groups(document: Json) -> Iterator[Group]:
    """The operations of a document by their tags, in its order."""
    shown = [
        (operation["tags"][0], _shown(path, method, operation))
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    for tag in document["tags"]:
        slug = "".join(letter if letter.isalnum() else "-" for letter in tag["name"].lower()).strip("-")
        yield Group(
            tag["name"], f"group-{slug}", tag["description"], [each for name, each in shown if name == tag["name"]]
        )


def _shown(path: str, method: str, operation: Json) -> OperationView:
    headers = [name for needed in operation["security"] for name in needed]
    parameters = operation.get("parameters", [])
    content = operation.get("requestBody", {}).get("content", {})
    media = next(iter(content), "")
    return OperationView(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        description=operation.get("description", ""),
        fields=[each for each in parameters if each["name"] not in headers],
        body=_bodies("", content)[0] if content else None,
        body_text=_pretty(content[media].get("example", {})) if media == _JSON else "",
        answers=[body for status, each in operation["responses"].items() for body in _answer(status, each)],
        posts=[
            _post(f"{name}: {to}", methods["post"])
            for name, callback in operation.get("callbacks", {}).items()
            for to, methods in callback.items()
        ],
        call=SampleCall(method.upper(), path, headers, media),
    )


def _answer(status: str, response: Json) -> list[Body]:
    content = response.get("content", {})
    found = _bodies(response["description"], content, status)
    return found or [Body(response["description"], "", {}, (), status)]


def _bodies(description: str, content: Json, status: str = "") -> list[Body]:
    return [
        Body(description, media, each.get("schema", {}), _examples(each), status) for media, each in content.items()
    ]


def _examples(content: Json) -> list[Example]:
    alone = [Example("", _pretty(content["example"]))] if "example" in content else []
    return alone + [Example(each["summary"], _pretty(each["value"])) for each in content.get("examples", {}).values()]


def _post(name: str, operation: Json) -> tuple[str, str, Body | None]:
    bodies = _bodies("", operation.get("requestBody", {}).get("content", {}))
    return name, f"{operation['summary']}. {operation['description']}", bodies[0] if bodies else None


def _pretty(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
