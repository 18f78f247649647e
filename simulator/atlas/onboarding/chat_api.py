"""Speaking with the assistant, and what was said so far."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from simulator.atlas import paging
from simulator.atlas import requests as ask
from simulator.atlas.answers import answer
from simulator.atlas.onboarding.desk import Desk, day
from simulator.atlas.onboarding.payloads import ChatReply, HistoryItem
from simulator.atlas.requests import Parameter
from simulator.clock import stamp

#: `per_page` of the history where none is asked for (contract, section 7.8).
HISTORY_PER_PAGE = 10


class ChatApi:
    def __init__(self, desk: Desk, prefix: str) -> None:
        self._desk = desk
        self._store = desk.store
        self.routes = [
            Route(f"{prefix}/chat", self.chat, methods=["POST"]),
            Route(f"{prefix}/chat-history", self.history, methods=["GET"]),
        ]

    async def chat(self, request: Request) -> Response:
        tenant = self._desk.tenant(request)
        values = ask.take(await ask.read_json(request), Parameter("message"), Parameter("flow_id"))
        flow = await self._desk.flow(values["flow_id"], tenant)
        case, today = await self._desk.case(flow), day(self._store.clock.now())
        said = self._desk.assistant.reply(values["message"], case, today)
        async with self._store.database.transaction() as tx:
            await self._store.messages.add(tx, tenant, flow.uuid, "user", said.intent, values["message"])
            reply = await self._desk.say_now(tx, flow, said)
        return answer(ChatReply(reply.text, reply.uuid, stamp(reply.created_at)))

    async def history(self, request: Request) -> Response:
        tenant = self._desk.tenant(request)
        (flow_id,) = ask.query(request, "flow_id")
        asked = paging.asked(request, HISTORY_PER_PAGE)
        flow = await self._desk.flow(flow_id, tenant)
        messages = await self._store.messages.newest(flow.uuid, offset=asked.offset, limit=asked.per_page)
        items = [HistoryItem(each.text, each.sender, each.uuid, stamp(each.created_at)) for each in messages]
        return answer(asked.answer(items, await self._store.messages.count(flow.uuid)))
