"""`/_sim/inbox/{name}`: a receiver for those who have none. It takes callbacks and auth calls, and refuses on request."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from simulator.clock import stamp
from simulator.control.asked import FEW_ITEMS, MOST_ITEMS, answer, body_as, known_query, number, tenant_of
from simulator.control.describe import NUMBER, OBJECT, TENANT, WRONG, endpoint, having, wrong
from simulator.control.describe import number as number_input
from simulator.control.errors import ControlError
from simulator.core import Core
from simulator.endpoints import TEXT, Endpoint, Input, Schema
from simulator.flows.inbox import Inbox, Letter, Step

#: Largest body that an inbox takes, in bytes: far above any callback.
LARGEST = 16_000_000


class InboxAnswers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """With which statuses the next callbacks and auth calls are answered, in order; 200 after that."""

    callback: list[int] = []
    auth: list[int] = []


_STATUSES: Schema = {"type": "array", "items": {"type": "integer", "minimum": 200, "maximum": 599}}
#: The body of `answers`, whose numbers InboxAnswers alone does not bound.
STATUSES: Schema = {
    "type": "object",
    "properties": {"callback": _STATUSES, "auth": _STATUSES},
    "additionalProperties": False,
}


class InboxApi:
    def __init__(self, core: Core) -> None:
        self._inbox = Inbox(core.store.database)
        self.endpoints = self._endpoints()

    def _endpoints(self) -> list[Endpoint]:
        path, token = "inbox/{name}", having(access_token=TEXT, expires_in=NUMBER)
        steps = Input("step", {"enum": ["callback", "auth"]}, required=False)
        return [
            endpoint("GET", "inbox", self.names, "The inboxes that something came to", having("inboxes"), query=()),
            endpoint("GET", path, self.show, "What came to an inbox", having("letters", name=TEXT),
                     query=(TENANT, number_input("after"), number_input("limit", most=1000), steps), failures=[WRONG]),
            endpoint("POST", path, self.callback, "Take a callback in, as a client would", OBJECT, body={}, body_required=False,
                     failures=[wrong(413, "the body is too large")]),
            endpoint("PUT", path, self.answers, "With which statuses the next letters are answered", InboxAnswers,
                     body=STATUSES, body_required=False, body_example={"callback": [503, 200]}, failures=[WRONG]),
            endpoint("DELETE", path, self.clear, "Empty an inbox", having(removed=NUMBER)),
            *(endpoint(method, f"{path}/auth", self.auth, "Give a token, as a client's auth_url would", token)
              for method in ("GET", "POST")),
        ]  # fmt: skip

    async def names(self, request: Request) -> Response:
        return answer({"inboxes": [{"name": name, "letters": letters} for name, letters in await self._inbox.names()]})

    async def callback(self, request: Request) -> Response:
        """Take a callback in."""
        letter = await self._take(request, "callback")
        return answer({} if letter.status < 300 else _refusal(letter), letter.status)

    async def auth(self, request: Request) -> Response:
        """Give a token, as a client's auth_url would."""
        letter = await self._take(request, "auth")
        if letter.status >= 300:
            return answer(_refusal(letter), letter.status)
        return answer({"access_token": f"inbox-{letter.name}", "expires_in": 3600}, letter.status)

    async def show(self, request: Request) -> Response:
        """What came, in order; `after` continues after a letter, `step` is `callback` or `auth`."""
        said = known_query(request, ["after", "step", "limit"])
        if said.get("step", "") not in ("", "callback", "auth"):
            raise ControlError(422, f"step: {said['step']!r} is none", "step", ["callback", "auth"])
        letters = await self._inbox.letters(
            request.path_params["name"],
            after=number(said, "after", 0),
            step=said.get("step", ""),
            limit=number(said, "limit", FEW_ITEMS, MOST_ITEMS),
        )
        return answer({"name": request.path_params["name"], "letters": [shown(letter) for letter in letters]})

    async def answers(self, request: Request) -> Response:
        asked = await body_as(request, InboxAnswers)
        name, tenant = request.path_params["name"], tenant_of(request)
        for step, statuses in (("callback", asked.callback), ("auth", asked.auth)):
            wrong = [status for status in statuses if not 200 <= status <= 599]
            if wrong:
                raise ControlError(422, f"{step}: {wrong[0]} is no status of a final answer", step, ["200 to 599"])
        await self._inbox.answer_with(name, tenant or name, "callback", asked.callback)
        await self._inbox.answer_with(name, tenant or name, "auth", asked.auth)
        return answer(asked)

    async def clear(self, request: Request) -> Response:
        return answer({"removed": await self._inbox.clear(request.path_params["name"])})

    async def _take(self, request: Request, step: Step) -> Letter:
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > LARGEST:
                raise ControlError(413, f"an inbox takes at most {LARGEST} bytes")
        name = request.path_params["name"]
        # An inbox named like a tenant is that tenant's: it goes with the tenant's reset. Who writes to one proves nothing.
        return await self._inbox.receive(
            Letter(name, name, step, request.method, request.url.query, dict(request.headers), body)
        )


def shown(letter: Letter) -> dict[str, Any]:
    """A letter as it is answered; `body` as JSON where it is JSON, else as text."""
    try:
        body: Any = msgspec.json.decode(letter.body) if letter.body else None
    except (msgspec.MsgspecError, UnicodeDecodeError):
        body = letter.body.decode("utf-8", "replace")
    return {
        "id": letter.id,
        "at": stamp(letter.at),
        "step": letter.step,
        "method": letter.method,
        "query": letter.query,
        "headers": letter.headers,
        "body": body,
        "answered": letter.status,
    }


def _refusal(letter: Letter) -> dict[str, str]:
    return {"error": f"the inbox {letter.name} was asked to answer {letter.status}"}
