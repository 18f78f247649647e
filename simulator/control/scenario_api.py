"""`/_sim/scenario` and `/_sim/scenarios`: which scenario is in force for whom, and which there are."""

from __future__ import annotations

import asyncio

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from simulator.control.errors import ControlError
from simulator.control.openapi_helpers import INVALID_INPUT, UNKNOWN, endpoint, object_with
from simulator.control.request_helpers import decode_body, json_response, parse_query, tenant_of
from simulator.core import Core
from simulator.nearest import suggestion
from simulator.pipeline.builtin_scenarios import built_in, scenario_named
from simulator.pipeline.scenario import CannedFile, Scenario, verified


class ScenarioChoice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A built-in one by `name`, or a whole `scenario`, with a name of one's own where that helps."""

    name: str = ""
    scenario: Scenario | None = None


class ActiveScenario(msgspec.Struct, frozen=True):
    tenant: str
    name: str
    scenario: Scenario | None


class ScenarioApi:
    def __init__(self, core: Core) -> None:
        self._plans = core.plans
        self._names = core.names
        self.endpoints = [
            endpoint("GET", "scenarios", self.all, "The built-in scenarios", object_with("scenarios"), query=()),
            endpoint(
                "GET", "scenarios/{name}", self.one, "One built-in scenario", Scenario, query=(), failures=[UNKNOWN]
            ),
            endpoint("GET", "scenario", self.show, "The scenario in force", ActiveScenario, failures=[INVALID_INPUT]),
            endpoint(
                "PUT",
                "scenario",
                self.choose,
                "Put a scenario in force, by name or whole",
                ActiveScenario,
                body=ScenarioChoice,
                body_example={"scenario": {"canned": [{"document_id": "*", "document_type": "PAN"}]}},
                failures=[INVALID_INPUT],
            ),
            endpoint(
                "POST",
                "scenario/canned",
                self.add,
                "Give further readings, before those that are given; all else of the scenario in force stays",
                ActiveScenario,
                201,
                body=CannedFile,
                body_example={"canned": [{"document_id": "*", "document_type": "PAN"}]},
                failures=[INVALID_INPUT],
            ),
            endpoint("DELETE", "scenario", self.end, "End the scenario in force", ActiveScenario),
        ]

    async def all(self, request: Request) -> Response:
        """The built-in scenarios."""
        return json_response(
            {"scenarios": [{"name": name, "description": each.description} for name, each in built_in().items()]}
        )

    async def one(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in built_in():
            raise _unknown_scenario(404, name)
        return json_response(scenario_named(name))

    async def show(self, request: Request) -> Response:
        parse_query(request, [])
        tenant = tenant_of(request)
        name, scenario = self._plans.of(tenant) or ("", None)
        return json_response(ActiveScenario(tenant, name, scenario))

    async def choose(self, request: Request) -> Response:
        """Put a scenario in force for the tenant's flows from now on; without a tenant, for everyone's."""
        choice = await decode_body(request, ScenarioChoice)
        if choice.scenario is None and not choice.name:
            raise ControlError(422, "give the name of a built-in scenario, or a scenario", "name", list(built_in()))
        if choice.scenario is None and choice.name not in built_in():
            raise _unknown_scenario(422, choice.name)
        scenario = await self._checked(choice.scenario) if choice.scenario else scenario_named(choice.name)
        await self._plans.put(tenant_of(request), choice.name, scenario)
        return json_response(ActiveScenario(tenant_of(request), choice.name, scenario))

    async def add(self, request: Request) -> Response:
        """Readings for the tenant's files from now on; without a tenant, for everyone's."""
        added = Scenario(canned=(await decode_body(request, CannedFile)).canned)
        if not added.canned:
            raise ControlError(422, "canned is empty: give at least one reading", "canned")
        await self._checked(added)
        tenant = tenant_of(request)
        await self._plans.add_readings(tenant, added.canned)
        name, scenario = self._plans.of(tenant) or ("", None)
        return json_response(ActiveScenario(tenant, name, scenario), 201)

    async def _checked(self, scenario: Scenario) -> Scenario:
        """The scenario, where it is right and all that it names is there. Raises InputError."""
        # In a thread: there may be thousands of readings, and each value of each is looked at.
        return await asyncio.to_thread(lambda: self._names.check_scenario(verified(scenario)))

    async def end(self, request: Request) -> Response:
        await self._plans.remove(tenant_of(request))
        return json_response(ActiveScenario(tenant_of(request), "", None))


def _unknown_scenario(status: int, name: str) -> ControlError:
    known = list(built_in())
    return ControlError(status, f"unknown scenario {name!r}{suggestion(name, known)}", "name", known)
