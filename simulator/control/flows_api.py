"""`/_sim/flows`: what there is, everything about one flow in order, letting it go on, its pace; and deliveries sent again."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from simulator.clock import iso_time
from simulator.control.clock_api import DEFAULT_PATIENCE
from simulator.control.errors import ControlError
from simulator.control.flow_json import applicant_json, delivery_json, event_json, file_json, message_json
from simulator.control.openapi_helpers import CONFLICT, INVALID_INPUT, NUMBER, TENANT, UNKNOWN, endpoint, object_with
from simulator.control.openapi_helpers import number as number_input
from simulator.control.request_helpers import (
    DEFAULT_ITEMS,
    LARGEST_NUMBER,
    MAX_ITEMS,
    decode_body,
    json_response,
    parse_length,
    parse_number,
    parse_query,
    tenant_of,
)
from simulator.core import Core
from simulator.endpoints import TEXT, Endpoint, Input
from simulator.flows.held_stages import HeldStages
from simulator.flows.model import Flow
from simulator.flows.pace import Stage
from simulator.flows.states import FlowStatus
from simulator.masking import masked
from simulator.nearest import suggestion
from simulator.pipeline.clock_moves import wait_until_idle
from simulator.pipeline.scenario import PaceKind
from simulator.turns import map_in_turns

#: Where `advance` can stop: the stages at which a flow waits, in order, and the end.
STAGES_TO_STOP_AT = (*(stage.value for stage in Stage), "done")


class Advance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One step, or `to` a stage: the flow then waits in it. `patience`: real time to wait for the work on the way."""

    to: str | None = None
    patience: str | float = DEFAULT_PATIENCE


class Advanced(msgspec.Struct, frozen=True, omit_defaults=True):
    """`waits_in` is the stage that holds it now, `done` where nothing does; `released` the stages that were let go."""

    waits_in: str
    released: list[str]
    settled: bool
    flow_uuid: str = ""
    status: FlowStatus | None = None
    batch_id: str = ""


class FlowChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pace: PaceKind


class FlowLine(msgspec.Struct, frozen=True):
    """A flow in a list."""

    flow_uuid: str
    tenant: str
    family: str
    application_id: str
    product_type: str
    created_at: str
    status: FlowStatus | None
    waits_in: str = ""


class FlowsApi:
    def __init__(self, core: Core) -> None:
        self._store = core.store
        self._runner = core.runner
        self._held = HeldStages(core.store.database)
        self._held_batches = HeldStages(core.store.database, of="batch")
        self.endpoints = self._endpoints()

    def _endpoints(self) -> list[Endpoint]:
        held: dict[str, Any] = {
            "body": Advance,
            "body_example": {},
            "body_required": False,
            "failures": [UNKNOWN, CONFLICT, INVALID_INPUT],
        }
        lines = {"type": "array", "items": {"type": "object", "required": list(FlowLine.__struct_fields__)}}
        return [
            endpoint(
                "GET",
                "flows",
                self.newest,
                "The newest flows",
                {**object_with("flows"), "properties": {"flows": lines, "before": {"type": ["integer", "null"]}}},
                query=(
                    TENANT,
                    Input("application", required=False),
                    number_input("limit", most=1000),
                    number_input("before"),
                ),
                failures=[INVALID_INPUT],
            ),
            endpoint(
                "GET",
                "flows/{flow_uuid}",
                self.show,
                "Everything about one flow, in order",
                object_with("files", "cross_checks", "deliveries", "timeline", flow_uuid=TEXT, waits_in=TEXT),
                failures=[UNKNOWN],
            ),
            endpoint(
                "PUT",
                "flows/{flow_uuid}",
                self.change,
                "The pace of one flow",
                FlowLine,
                body=FlowChange,
                body_example={"pace": "manual"},
                failures=[UNKNOWN, INVALID_INPUT],
            ),
            endpoint("POST", "flows/{flow_uuid}/advance", self.advance, "Let a waiting flow go on", Advanced, **held),
            endpoint(
                "POST",
                "batches/{batch_id}/advance",
                self.advance_batch,
                "Let a waiting batch go on",
                Advanced,
                **held,
            ),
            endpoint(
                "POST",
                "callbacks/{id:int}/redeliver",
                self.redeliver,
                "Send a callback again",
                object_with("attempts", id=NUMBER, state=TEXT),
                202,
                failures=[UNKNOWN],
            ),
        ]

    async def newest(self, request: Request) -> Response:
        """The newest flows first; `before` continues with those older than that flow's number."""
        query = parse_query(request, ["application", "limit", "before"])
        limit = parse_number(query, "limit", DEFAULT_ITEMS, MAX_ITEMS)
        before = parse_number(query, "before", 2**53)
        flows = await self._store.flows(
            tenant=tenant_of(request), application_id=query.get("application", ""), before=before, limit=limit
        )
        lines = [await self._line(flow) for flow in flows]
        return json_response({"flows": lines, "before": flows[-1].id if flows and len(flows) == limit else None})

    async def show(self, request: Request) -> Response:
        return json_response(await self.everything(await self._flow(request)))

    async def everything(self, flow: Flow) -> dict[str, Any]:
        """A flow with its applicants, messages, files, deliveries, attempts, and its events in order."""
        files = await self._store.files_of_flow(flow.uuid)
        deliveries = []
        for delivery in await self._store.outbox.deliveries(flow.uuid):
            deliveries.append(delivery_json(delivery, await self._store.outbox.attempts(delivery.id)))
        events = await self._store.events(flow_uuid=flow.uuid)
        return {
            **msgspec.to_builtins(await self._line(flow)),
            "waits_in": await self._held.stage(flow.uuid) or "",
            "closed": flow.closed,
            "problem": masked(flow.problem),
            "applicants": [applicant_json(each) for each in await self._store.applicants.of_flow(flow)],
            "messages": [message_json(each) for each in reversed(await self._store.messages.newest(flow.uuid))],
            "files": await map_in_turns(file_json, files),
            "cross_checks": await self._store.cross_checks(flow.uuid),
            "deliveries": deliveries,
            "timeline": await map_in_turns(event_json, events),
        }

    async def change(self, request: Request) -> Response:
        flow = await self._flow(request)
        await self._held.set_pace(flow.uuid, (await decode_body(request, FlowChange)).pace)
        return json_response(await self._line(flow))

    async def advance(self, request: Request) -> Response:
        """Let a flow that is held go on."""
        flow = await self._flow(request)
        stage, released, done = await self._let_go(self._held, flow.uuid, await decode_body(request, Advance))
        return json_response(
            Advanced(stage, released, done, flow.uuid, await self._store.statuses.of(flow.uuid, flow.tenant))
        )

    async def advance_batch(self, request: Request) -> Response:
        """Let a batch of docstream or bulk that is held go on."""
        batch_id = request.path_params["batch_id"]
        if not await self._store.batch_exists(batch_id, tenant_of(request)):
            raise ControlError(404, f"no batch {batch_id}", "batch_id")
        stage, released, done = await self._let_go(self._held_batches, batch_id, await decode_body(request, Advance))
        return json_response(Advanced(stage, released, done, batch_id=batch_id))

    async def _let_go(self, held: HeldStages, whole: str, step: Advance) -> tuple[str, list[str], bool]:
        """Where it waits now, the stages that were let go, and whether all that followed has happened."""
        if step.to is not None and step.to not in STAGES_TO_STOP_AT:
            hint = suggestion(step.to, STAGES_TO_STOP_AT)
            raise ControlError(422, f"to: unknown stage {step.to!r}{hint}", "to", STAGES_TO_STOP_AT)
        patience = parse_length(step.patience, "patience")
        done = await wait_until_idle(self._runner, patience)
        stage = await held.stage(whole)
        if stage is None and step.to is None:
            raise ControlError(409, f"{whole} is not waiting: its pace is not manual, or it is done")
        released: list[str] = []
        while stage is not None and (not released if step.to is None else _is_before(stage, step.to)):
            await held.release(whole, stage)
            released.append(stage.value)
            done = await wait_until_idle(self._runner, patience)
            if not done:
                break
            stage = await held.stage(whole)
        return stage.value if stage else "done", released, done

    async def redeliver(self, request: Request) -> Response:
        """Send a callback again: what was sent before, or what failed."""
        delivery_id = request.path_params["id"]
        known = delivery_id < LARGEST_NUMBER
        delivery = await self._store.outbox.redeliver(delivery_id, tenant_of(request) or None) if known else None
        if delivery is None:
            raise ControlError(404, f"unknown delivery {delivery_id}", "id")
        return json_response(delivery_json(delivery, await self._store.outbox.attempts(delivery.id)), 202)

    async def _flow(self, request: Request) -> Flow:
        flow_uuid = request.path_params["flow_uuid"]
        flow = await self._store.flow(flow_uuid, tenant_of(request) or None)
        if flow is None:
            raise ControlError(404, f"no flow {flow_uuid}", "flow_uuid")
        return flow

    async def _line(self, flow: Flow) -> FlowLine:
        status = await self._store.statuses.of(flow.uuid, flow.tenant)
        return FlowLine(
            flow.uuid,
            flow.tenant,
            flow.family,
            flow.application_id,
            flow.product_type,
            iso_time(flow.created_at),
            status,
        )


def _is_before(stage: Stage, to: str) -> bool:
    return STAGES_TO_STOP_AT.index(stage.value) < STAGES_TO_STOP_AT.index(to)
