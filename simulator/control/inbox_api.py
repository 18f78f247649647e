"""`/_sim/inbox/{name}`: a receiver for those who have none. It takes callbacks and auth calls, and refuses on request."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from simulator.clock import stamp
from simulator.control.asked import FEW_ITEMS, MOST_ITEMS, answer, body_as, known_query, number, tenant_of
from simulator.control.errors import ControlError
from simulator.flows.inbox import Inbox, Letter, Step

#: Largest body that an inbox takes, in bytes: far above any callback.
LARGEST = 16_000_000


class InboxAnswers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """With which statuses the next callbacks and auth calls are answered, in order; 200 after that."""

    callback: list[int] = []
    auth: list[int] = []


class InboxApi:
    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        path = "/_sim/inbox/{name}"
        self.routes = [
            Route("/_sim/inbox", self.names, methods=["GET"]),
            Route(path, self.show, methods=["GET"]),
            Route(path, self.callback, methods=["POST"]),
            Route(path, self.answers, methods=["PUT"]),
            Route(path, self.clear, methods=["DELETE"]),
            Route(f"{path}/auth", self.auth, methods=["GET", "POST"]),
        ]

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
        # An inbox named like a tenant is that tenant's: it goes with the tenant's reset.
        tenant = tenant_of(request) or name
        return await self._inbox.receive(
            Letter(name, tenant, step, request.method, request.url.query, dict(request.headers), body)
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
