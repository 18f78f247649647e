"""`/_sim/flows/{flow_uuid}/scenario`: a flow as it went, as a scenario that brings it about again without reading anything."""

from __future__ import annotations

import asyncio
import re

from starlette.requests import Request
from starlette.responses import Response

from simulator.control.errors import ControlError
from simulator.control.openapi_helpers import UNKNOWN, endpoint
from simulator.control.request_helpers import tenant_of
from simulator.core import Core
from simulator.endpoints import TEXT
from simulator.flows.model import Flow
from simulator.pipeline.scenario_export import flow_scenario, scenario_toml


class FlowScenarioApi:
    def __init__(self, core: Core) -> None:
        self._store = core.store
        self._faults = core.faults
        self.endpoints = [
            endpoint(
                "GET",
                "flows/{flow_uuid}/scenario",
                self.save,
                "A flow as it went, as a scenario in TOML",
                TEXT,
                media="application/toml",
                failures=[UNKNOWN],
            ),
        ]

    async def save(self, request: Request) -> Response:
        """The scenario as TOML: readings as they were, faults that acted, and the end as the expected one."""
        flow_uuid = request.path_params["flow_uuid"]
        flow = await self._store.flow(flow_uuid, tenant_of(request) or None)
        if flow is None:
            raise ControlError(404, f"no flow {flow_uuid}", "flow_uuid")
        acted = [
            active.rule
            for active in self._faults.all()
            if active.hits
            and (active.flow_uuid == flow.uuid or (not active.flow_uuid and active.tenant in ("", flow.tenant)))
        ]
        # In a thread: there may be thousands of files.
        scenario = await asyncio.to_thread(
            flow_scenario,
            flow,
            await self._store.files_of_flow(flow.uuid),
            await self._store.statuses.of(flow.uuid, flow.tenant),
            await self._store.cross_checks(flow.uuid) if flow.checked else [],
            await self._store.outbox.deliveries(flow.uuid),
            acted,
        )
        return Response(
            await asyncio.to_thread(scenario_toml, scenario),
            media_type="application/toml",
            headers={
                "Content-Disposition": f'attachment; filename="{file_name(flow)}.toml"',
                "Cache-Control": "no-store",
            },
        )


def file_name(flow: Flow) -> str:
    """What a file about a flow is called, without its extension: the application_id in letters that any system takes."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", flow.application_id).strip("-.")[:60] or "flow"
