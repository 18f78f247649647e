"""`/_sim/inbox/{name}`: a receiver for those who have none. It takes callbacks and auth calls, and refuses on request."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from simulator.clock import iso_time
from simulator.control.errors import ControlError
from simulator.control.openapi_helpers import INVALID_INPUT, NUMBER, OBJECT, TENANT, endpoint, object_with, wrong
from simulator.control.openapi_helpers import number as number_input
from simulator.control.request_helpers import (
    DEFAULT_ITEMS,
    MAX_ITEMS,
    decode_body,
    json_response,
    not_one_of,
    parse_number,
    parse_query,
    tenant_of,
)
from simulator.core import Core
from simulator.endpoints import TEXT, Endpoint, Input, Schema
from simulator.flows.inbox import Inbox, ReceivedRequest, Step
from simulator.json_bodies import decode_json
from simulator.pipeline.faults.response_validation import BODILESS
from simulator.turns import map_in_turns

#: Largest body that an inbox takes, in bytes: far above any callback.
MAX_BYTES = 16_000_000


class InboxAnswers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The statuses that the next callbacks and auth calls are answered with, in order; 200 after that."""

    callback: list[int] = []
    auth: list[int] = []


_STATUSES: Schema = {"type": "array", "items": {"type": "integer", "minimum": 200, "maximum": 599}}
#: The body of `answers`, whose numbers InboxAnswers alone does not bound.
STATUSES: Schema = {
    "type": "object",
    "properties": {"callback": _STATUSES, "auth": _STATUSES},
    "additionalProperties": False,
}


#: Of what takes callbacks and auth calls in.
ANY_STATUS = "Answers with the statuses that this inbox was asked for, in order; after those with 200."


class InboxApi:
    def __init__(self, core: Core) -> None:
        self._inbox = Inbox(core.store.database)
        self._token_field = core.settings.auth_token_field
        self.endpoints = self._endpoints()

    def _endpoints(self) -> list[Endpoint]:
        path, token = "inbox/{name}", object_with(access_token=TEXT, expires_in=NUMBER)
        steps = Input("step", {"enum": ["callback", "auth"]}, required=False)
        return [
            endpoint(
                "GET", "inbox", self.names, "The inboxes that something came to", object_with("inboxes"), query=()
            ),
            endpoint(
                "GET",
                path,
                self.show,
                "What came to an inbox",
                object_with("received", "letters", name=TEXT),
                query=(TENANT, number_input("after"), number_input("limit", most=1000), steps),
                failures=[INVALID_INPUT],
            ),
            endpoint(
                "POST",
                path,
                self.callback,
                "Take a callback in, as a client would",
                OBJECT,
                body={},
                body_required=False,
                any_status=True,
                description=ANY_STATUS,
                failures=[wrong(413, "the body is too large")],
            ),
            endpoint(
                "PUT",
                path,
                self.answers,
                "Choose the statuses of the next answers",
                InboxAnswers,
                body=STATUSES,
                body_required=False,
                body_example={"callback": [503, 200]},
                failures=[INVALID_INPUT],
            ),
            endpoint("DELETE", path, self.clear, "Empty an inbox", object_with(removed=NUMBER)),
            *(
                endpoint(
                    method,
                    f"{path}/auth",
                    self.auth,
                    "Give a token, as a client's auth_url would",
                    token,
                    any_status=True,
                    description=ANY_STATUS,
                )
                for method in ("GET", "POST")
            ),
        ]

    async def names(self, request: Request) -> Response:
        return json_response(
            {
                "inboxes": [
                    # `letters` is the old name of `received`.
                    {"name": name, "received": count, "letters": count}
                    for name, count in await self._inbox.names()
                ]
            }
        )

    async def callback(self, request: Request) -> Response:
        """Take a callback in. What asks for a token here, with an empty object and no token, is given one."""
        body = await _whole(request)
        asks = body.strip() in (b"", b"{}") and not ("token" in request.headers or "authorization" in request.headers)
        return await self._answer(request, "auth" if asks else "callback", body)

    async def auth(self, request: Request) -> Response:
        """Give a token, as a client's auth_url would."""
        return await self._answer(request, "auth", await _whole(request))

    async def _answer(self, request: Request, step: Step, body: bytes) -> Response:
        name = request.path_params["name"]
        # An inbox named like a tenant is that tenant's: it goes with the tenant's reset. Who writes to one proves nothing.
        received = await self._inbox.receive(
            ReceivedRequest(name, name, step, request.method, request.url.query, dict(request.headers), body)
        )
        if received.status in BODILESS:
            return Response(status_code=received.status)
        if received.status >= 300:
            return json_response(_refusal(received), received.status)
        token = f"inbox-{received.name}"
        # One address may be both, so the answer to a callback holds a token, too.
        return json_response({"access_token": token, self._token_field: token, "expires_in": 3600}, received.status)

    async def show(self, request: Request) -> Response:
        """What came, in order; `after` continues after the request with that id, `step` is `callback` or `auth`."""
        query = parse_query(request, ["after", "step", "limit"])
        if query.get("step", "") not in ("", "callback", "auth"):
            raise not_one_of("step", query["step"], ["callback", "auth"])
        requests = await self._inbox.received(
            request.path_params["name"],
            after=parse_number(query, "after", 0),
            step=query.get("step", ""),
            limit=parse_number(query, "limit", DEFAULT_ITEMS, MAX_ITEMS),
        )
        # One at a time: a callback may be megabytes long.
        found = await map_in_turns(lambda each: msgspec.Raw(msgspec.json.encode(received_json(each))), requests, 1)
        # `letters` is the old name of `received`.
        return json_response({"name": request.path_params["name"], "received": found, "letters": found})

    async def answers(self, request: Request) -> Response:
        planned_answers = await decode_body(request, InboxAnswers)
        name, tenant = request.path_params["name"], tenant_of(request)
        for step, statuses in (("callback", planned_answers.callback), ("auth", planned_answers.auth)):
            wrong = [status for status in statuses if not 200 <= status <= 599]
            if wrong:
                raise ControlError(422, f"{step}: {wrong[0]} is not a final HTTP status", step, ["200 to 599"])
        await self._inbox.answer_with(name, tenant or name, "callback", planned_answers.callback)
        await self._inbox.answer_with(name, tenant or name, "auth", planned_answers.auth)
        return json_response(planned_answers)

    async def clear(self, request: Request) -> Response:
        return json_response({"removed": await self._inbox.clear(request.path_params["name"])})


async def _whole(request: Request) -> bytes:
    """The body. Raises ControlError where it is too large."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MAX_BYTES:
            raise ControlError(413, f"the body is larger than {MAX_BYTES} bytes")
    return body


def received_json(received: ReceivedRequest) -> dict[str, Any]:
    """A received request as JSON; `body` as JSON where it is JSON of no more than MOST_VALUES values, else as text."""
    try:
        body: Any = decode_json(received.body) if received.body else None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        body = received.body.decode("utf-8", "replace")
    return {
        "id": received.id,
        "at": iso_time(received.at),
        "step": received.step,
        "method": received.method,
        "query": received.query,
        "headers": received.headers,
        "body": body,
        "answered": received.status,
    }


def _refusal(received: ReceivedRequest) -> dict[str, str]:
    return {"error": f"the inbox {received.name} was asked to answer {received.status}"}
