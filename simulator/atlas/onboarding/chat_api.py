"""Speaking with the assistant, and what was said so far."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from simulator.atlas import paging
from simulator.atlas import requests as ask
from simulator.atlas.answers import answer
from simulator.atlas.describe import FILE, FLOW, NO_TOKEN, TEXT_WITH_SOMETHING, Describer
from simulator.atlas.errors import ApiError, flow_not_found, missing
from simulator.atlas.onboarding.describe import PREFIX_V2, TAG
from simulator.atlas.onboarding.desk import Desk, day
from simulator.atlas.onboarding.payloads import ChatReply, HistoryItem
from simulator.atlas.paging import Page
from simulator.atlas.requests import Parameter
from simulator.clock import stamp
from simulator.endpoints import WHOLE, Endpoint, Input, Operation

#: `per_page` of the history where none is asked for (contract, section 7.8).
HISTORY_PER_PAGE = 10

SAID = (Parameter("message"), Parameter("flow_id"))
REPLY_EXAMPLE = {"message": "Please send your PAN.", "message_id": FILE, "created_at": "2025-10-11T06:01:03"}
HISTORY_EXAMPLE = {
    "data": [{"message": "how are you?", "sender": "user", "external_document_id": FILE, "created_at": "2025-10-11T06:01:03"}],
    "page": 1, "per_page": 10, "total_pages": 1, "total_items": 1, "has_next": False, "has_prev": False,
}  # fmt: skip


class ChatApi:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._store = desk.store
        self.endpoints = self._endpoints(desk.describe)

    def _endpoints(self, describe: Describer) -> list[Endpoint]:
        unknown = (flow_not_found(), "no onboarding flow of this account")
        return [
            Endpoint(
                Operation(
                    "POST", f"{PREFIX_V2}/chat", TAG, "Say something to the assistant", {200: ChatReply}, token=True,
                    body=describe.body(*SAID), body_example={"flow_id": FLOW, "message": "What is missing?"},
                    examples={200: REPLY_EXAMPLE},
                    failures=describe.failures(
                        (missing(["message"]), "parameters are absent or empty"), NO_TOKEN, unknown,
                        (ApiError(422, "The language model service returned an error"), "only as a fault: none is needed here"),
                    ),
                ),
                self.chat,
            ),
            Endpoint(
                Operation(
                    "GET", f"{PREFIX_V2}/chat-history", TAG, "What was said, newest first", {200: Page[HistoryItem]},
                    token=True,
                    query=(
                        Input("flow_id", TEXT_WITH_SOMETHING, example=FLOW), Input("page", WHOLE, required=False),
                        Input("per_page", WHOLE, required=False, says="10 unless asked; at most 50"),
                    ),
                    examples={200: HISTORY_EXAMPLE},
                    failures=describe.failures(
                        (ApiError(400, "page must be integer"), "or flow_id is absent"), NO_TOKEN, unknown,
                    ),
                ),
                self.history,
            ),
        ]  # fmt: skip

    async def chat(self, request: Request) -> Response:
        tenant = self._desk.tenant(request)
        values = ask.take(await ask.read_json(request), *SAID)
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
