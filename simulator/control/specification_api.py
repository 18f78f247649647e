"""`/_sim/openapi.json`: the specification, made from what the endpoints declare.

Asked for nothing else, the document is what a client of Atlas is generated from: the documented calls, their answers open.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from simulator import __version__
from simulator.atlas.analytics.api import TAG as ANALYTICS
from simulator.control.client_base_url import base_url_of
from simulator.control.openapi_helpers import PREFIX, TAG, endpoint, wrong
from simulator.control.request_helpers import not_one_of, parse_query
from simulator.definitions import Definitions
from simulator.endpoints import TEXT, Endpoint, Input, Operation, Webhook

DESCRIPTION = (
    "A local stand-in for the Atlas document-verification API, as this server's settings make it. "
    "Everything under /_sim is the simulator's own; the rest is Atlas's."
)
#: What can be asked of the document, the default first: which calls, and which form of their answers.
CHOICES = {"part": ("atlas", "all"), "answers": ("open", "exact")}
_DESCRIPTIONS = {
    "part": "`atlas`: its documented calls; `all`: those of the vendor's dashboard and the simulator's own as well",
    "answers": "`open`: what a client can count on, as the documentation shows; `exact`: what this server sends, key for key",
}
#: What each group of calls is; Atlas's own in the order of a client's work.
TAGS = {
    "Tokens": "A token for an account, for every family but address match",
    "Document verification": "Flows: documents by URL, read, compared with each other, and delivered",
    "IDP extraction (docstream)": "Batches without flows, for tests without production data",
    "Bulk": "Batches without flows and without callbacks",
    "Address match": "One address against many",
    "Chat onboarding": "Flows of an applicant who is asked for documents in a chat",
    ANALYTICS: "What the vendor's own dashboard calls; not in the documentation",
    TAG: "The simulator's own: faults, clock, journal, inbox, files; Atlas has none of it",
}


#: What shows the document; served among the pages.
PAGE = Operation("GET", f"{PREFIX}/docs", TAG, "The specification as a page", {200: TEXT}, media="text/html")


class SpecApi:
    """Documents are made at the first ask, since few servers are asked. `endpoints` are all others that are served."""

    def __init__(self, endpoints: Iterable[Endpoint], webhooks: Sequence[Webhook], definitions: Definitions) -> None:
        self.endpoints = [
            endpoint(
                "GET",
                "openapi.json",
                self.specification,
                "The specification",
                {"type": "object"},
                query=[
                    Input(
                        name,
                        {"enum": list(words), "default": words[0]},
                        required=False,
                        description=_DESCRIPTIONS[name],
                    )
                    for name, words in CHOICES.items()
                ],
                failures=[wrong(422, "invalid input; `key` names where, `allowed` lists what is valid there")],
            ),
        ]
        self._operations = [*(each.operation for each in (*endpoints, *self.endpoints)), PAGE]
        self._webhooks = webhooks
        self._definitions = definitions
        self._made: dict[tuple[str, ...], bytes] = {}

    async def specification(self, request: Request) -> Response:
        """The document that was asked for."""
        query = parse_query(request, list(CHOICES))
        chosen = {name: query.get(name, words[0]) for name, words in CHOICES.items()}
        for name, words in CHOICES.items():
            if chosen[name] not in words:
                raise not_one_of(name, chosen[name], words)
        base = base_url_of(request)
        made_for = (self._definitions.catalogue.digest, base)
        key = (*made_for, *chosen.values())
        if key not in self._made:
            # Kept for one base, which nearly all clients of a server share.
            self._made = {known: made for known, made in self._made.items() if known[:2] == made_for}
            # In a thread: it takes longer than everybody else's answers may wait.
            self._made[key] = await asyncio.to_thread(lambda: msgspec.json.encode(self._document(base, **chosen)))
        return Response(self._made[key], media_type="application/json")

    def whole(self, base: str) -> dict[str, Any]:
        """Everything that is served, for the page of one who reaches it by this base URL."""
        return self._document(base, "all", "open")

    def _document(self, base: str, part: str, answers: str) -> dict[str, Any]:
        from simulator.atlas.document_schemas import document_schemas, exact_document_schemas
        from simulator.control.openapi import Heading, document

        exact = answers == "exact"
        return document(
            [each for each in self._operations if part == "all" or each.tag not in (TAG, ANALYTICS)],
            self._webhooks,
            Heading("Atlas simulator", __version__, DESCRIPTION, base, TAGS),
            exact_document_schemas() if exact else document_schemas(self._definitions.catalogue),
            exact=exact,
        )
