"""Speaking with the assistant, and what was said so far."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from simulator.atlas import paging
from simulator.atlas import request_parsing as parsing
from simulator.atlas.describe import FILE, FLOW, NO_TOKEN, NONEMPTY_TEXT, Describer
from simulator.atlas.errors import ApiError, flow_not_found, missing
from simulator.atlas.onboarding.context import OnboardingContext, utc_date
from simulator.atlas.onboarding.describe import PREFIX_V2, TAG
from simulator.atlas.onboarding.payloads import ChatReply, HistoryItem
from simulator.atlas.paging import ResultPage
from simulator.atlas.request_parsing import Parameter
from simulator.atlas.responses import json_response
from simulator.clock import iso_time
from simulator.endpoints import INTEGER, Endpoint, Input, Operation
from simulator.limits import LONGEST_TEXT

#: `per_page` of the history where none is asked for (contract, section 7.8).
HISTORY_PER_PAGE = 10

SAID = (Parameter("message", longest=LONGEST_TEXT), Parameter("flow_id"))
REPLY_EXAMPLE = {"message": "Please send your PAN.", "message_id": FILE, "created_at": "2025-10-11T06:01:03"}
HISTORY_EXAMPLE = {
    "data": [
        {"message": "how are you?", "sender": "user", "external_document_id": FILE, "created_at": "2025-10-11T06:01:03"}
    ],
    "page": 1,
    "per_page": 10,
    "total_pages": 1,
    "total_items": 1,
    "has_next": False,
    "has_prev": False,
}


class ChatApi:
    def __init__(self, context: OnboardingContext) -> None:
        self._context = context
        self._store = context.store
        self.endpoints = self._endpoints(context.describe)

    def _endpoints(self, describe: Describer) -> list[Endpoint]:
        unknown = (flow_not_found(), "no onboarding flow of this account")
        return [
            Endpoint(
                Operation(
                    "POST",
                    f"{PREFIX_V2}/chat",
                    TAG,
                    "Say something to the assistant",
                    {200: ChatReply},
                    id="sendChatMessage",
                    token=True,
                    body=describe.body("ChatRequest", *SAID),
                    body_example={"flow_id": FLOW, "message": "What is missing?"},
                    examples={200: REPLY_EXAMPLE},
                    failures=describe.failures(
                        (missing(["message"]), "parameters are absent or empty"),
                        NO_TOKEN,
                        unknown,
                        (
                            ApiError(422, "The language model service returned an error"),
                            "only as a fault: none is needed here",
                        ),
                    ),
                ),
                self.chat,
            ),
            Endpoint(
                Operation(
                    "GET",
                    f"{PREFIX_V2}/chat-history",
                    TAG,
                    "What was said, newest first",
                    {200: ResultPage[HistoryItem]},
                    id="getChatHistory",
                    token=True,
                    query=(
                        Input("flow_id", NONEMPTY_TEXT, example=FLOW),
                        Input("page", {**INTEGER, "default": 1}, required=False),
                        Input(
                            "per_page",
                            {**INTEGER, "default": HISTORY_PER_PAGE},
                            required=False,
                            description="at most 50; more is taken for 50",
                        ),
                    ),
                    examples={200: HISTORY_EXAMPLE},
                    failures=describe.failures(
                        (ApiError(400, "page must be integer"), "or flow_id is absent"),
                        NO_TOKEN,
                        unknown,
                    ),
                ),
                self.history,
            ),
        ]

    async def chat(self, request: Request) -> Response:
        tenant = self._context.tenant(request)
        values = parsing.take_parameters(await parsing.read_json(request), *SAID)
        flow = await self._context.flow(values["flow_id"], tenant)
        case, today = await self._context.case(flow), utc_date(self._store.clock.now(flow.tenant))
        value = self._context.assistant.reply(values["message"], case, today)
        async with self._store.database.transaction(flow.tenant) as tx:
            await self._store.messages.add(tx, tenant, flow.uuid, "user", value.intent, values["message"])
            reply = await self._context.post_message_now(tx, flow, value)
        return json_response(ChatReply(reply.text, reply.uuid, iso_time(reply.created_at)))

    async def history(self, request: Request) -> Response:
        tenant = self._context.tenant(request)
        (flow_id,) = parsing.parse_query(request, "flow_id")
        page = paging.requested_page(request, HISTORY_PER_PAGE)
        flow = await self._context.flow(flow_id, tenant)
        messages = await self._store.messages.newest(flow.uuid, offset=page.offset, limit=page.per_page)
        items = [HistoryItem(each.text, each.sender, each.uuid, iso_time(each.created_at)) for each in messages]
        return json_response(page.answer(items, await self._store.messages.count(flow.uuid)))
