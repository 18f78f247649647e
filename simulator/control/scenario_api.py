"""`/_sim/scenario` and `/_sim/scenarios`: which scenario is in force for whom, and which there are."""

from __future__ import annotations

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from simulator.control.asked import answer, body_as, known_query, tenant_of
from simulator.control.describe import UNKNOWN, WRONG, endpoint, having
from simulator.control.errors import ControlError
from simulator.core import Core
from simulator.pipeline.scenario import Scenario, verified
from simulator.pipeline.scenarios import built_in, named


class ScenarioChoice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A built-in one by `name`, or a whole `scenario`, with a name of one's own where that helps."""

    name: str = ""
    scenario: Scenario | None = None


class InForce(msgspec.Struct, frozen=True):
    tenant: str
    name: str
    scenario: Scenario | None


class ScenarioApi:
    def __init__(self, core: Core) -> None:
        self._plans = core.plans
        self.endpoints = [
            endpoint("GET", "scenarios", self.all, "The built-in scenarios", having("scenarios"), query=()),
            endpoint("GET", "scenarios/{name}", self.one, "One built-in scenario", Scenario, query=(), failures=[UNKNOWN]),
            endpoint("GET", "scenario", self.show, "The scenario in force", InForce, failures=[WRONG]),
            endpoint("PUT", "scenario", self.choose, "Put a scenario in force, by name or whole", InForce, body=ScenarioChoice,
                     body_example={"scenario": {"canned": [{"document_id": "*", "document_type": "PAN"}]}}, failures=[WRONG]),
            endpoint("DELETE", "scenario", self.end, "End the scenario in force", InForce),
        ]  # fmt: skip

    async def all(self, request: Request) -> Response:
        """The built-in scenarios."""
        return answer(
            {"scenarios": [{"name": name, "description": each.description} for name, each in built_in().items()]}
        )

    async def one(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in built_in():
            raise ControlError(404, f"no scenario is called {name!r}", "name", list(built_in()))
        return answer(named(name))

    async def show(self, request: Request) -> Response:
        known_query(request, [])
        tenant = tenant_of(request)
        name, scenario = self._plans.of(tenant) or ("", None)
        return answer(InForce(tenant, name, scenario))

    async def choose(self, request: Request) -> Response:
        """Put a scenario in force for the tenant's flows from now on; without a tenant, for everyone's."""
        asked = await body_as(request, ScenarioChoice)
        if asked.scenario is None and not asked.name:
            raise ControlError(422, "no scenario is named or given", "name", list(built_in()))
        if asked.scenario is None and asked.name not in built_in():
            raise ControlError(422, f"no scenario is called {asked.name!r}", "name", list(built_in()))
        scenario = verified(asked.scenario) if asked.scenario else named(asked.name)
        await self._plans.put(tenant_of(request), asked.name, scenario)
        return answer(InForce(tenant_of(request), asked.name, scenario))

    async def end(self, request: Request) -> Response:
        await self._plans.remove(tenant_of(request))
        return answer(InForce(tenant_of(request), "", None))
