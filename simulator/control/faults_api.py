"""`/_sim/faults`: the rules in force, with how often each acted and, where one never did, what came nearest."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from simulator.control.errors import ControlError
from simulator.control.openapi_helpers import INVALID_INPUT, OBJECT, UNKNOWN, endpoint, object_with
from simulator.control.request_helpers import json_response, parse_query, tenant_of
from simulator.core import Core
from simulator.forms import decode
from simulator.limits import MOST_RULES
from simulator.pipeline.faults.active_rules import ActiveRule
from simulator.pipeline.faults.magic_words import WORDS
from simulator.pipeline.faults.points import COUNT, MATCH, POINTS
from simulator.pipeline.faults.rules import FaultRule, validated_rule


class FaultState(msgspec.Struct, frozen=True):
    """A rule in force. `asked` counts what came by its point since the start, `matched` what it fitted, `hits` what it did.

    `says` tells in words why it has not acted.
    """

    id: int
    rule: FaultRule
    source: str
    tenant: str
    flow_uuid: str
    asked: int
    matched: int
    hits: int
    says: str


class FaultList(msgspec.Struct, frozen=True):
    faults: list[FaultState]


class RemovedCount(msgspec.Struct, frozen=True):
    removed: int


class FaultsApi:
    def __init__(self, core: Core) -> None:
        self._faults = core.faults
        self._names = core.names
        self.endpoints = [
            endpoint(
                "GET",
                "faults",
                self.show,
                "The fault rules in force, and what each has done",
                FaultList,
                failures=[INVALID_INPUT],
            ),
            endpoint(
                "POST",
                "faults",
                self.add,
                "Put a rule, or a list of rules, in force",
                FaultList,
                201,
                body=FaultRule,
                body_example={"point": "auth", "action": "refused", "times": 2},
                failures=[INVALID_INPUT],
            ),
            endpoint(
                "DELETE", "faults", self.clear, "Take all rules out of force", RemovedCount, failures=[INVALID_INPUT]
            ),
            endpoint(
                "DELETE", "faults/{id:int}", self.remove, "Take one rule out of force", RemovedCount, failures=[UNKNOWN]
            ),
            endpoint(
                "GET",
                "faults/points",
                self.points,
                "Where what can go wrong, and the magic words",
                object_with("points", "magic", match=OBJECT, count=OBJECT),
            ),
        ]

    async def show(self, request: Request) -> Response:
        """The rules of a tenant and those of everyone; without a tenant, all."""
        parse_query(request, [])
        tenant = tenant_of(request)
        return json_response(
            FaultList(
                [
                    rule_state(active)
                    for active in self._faults.all()
                    if tenant in ("", active.tenant) or not active.tenant
                ]
            )
        )

    async def add(self, request: Request) -> Response:
        """One rule, or a list of them: all are taken, or none."""
        parse_query(request, [])
        raw = await request.body()
        value: Any = decode(raw, list[FaultRule]) if raw.lstrip()[:1] == b"[" else [decode(raw, FaultRule)]
        rules = [validated_rule(rule) for rule in value]
        for rule in rules:
            self._names.check_rule(rule)
        tenant = tenant_of(request)
        owners = [tenant or (rule.tenant if not set(rule.tenant) & set("*?") else "") for rule in rules]
        in_force = Counter(active.tenant for active in self._faults.all() if not active.flow_uuid)
        for owner, count in Counter(owners).items():
            if in_force[owner] + count > MOST_RULES:
                whose = f"tenant {owner!r}" if owner else "everyone"
                message = (
                    f"too many rules: at most {MOST_RULES:,} are in force for {whose}; DELETE /_sim/faults removes them"
                )
                raise ControlError(422, message, "", [f"at most {MOST_RULES:,} rules"])
        added = []
        for owner, group in groupby(zip(owners, rules, strict=True), key=itemgetter(0)):
            added += await self._faults.add([rule for _, rule in group], tenant=owner, source="api")
        return json_response(FaultList([rule_state(active) for active in added]), 201)

    async def clear(self, request: Request) -> Response:
        """Take all rules of a tenant out of force; without a tenant, all rules."""
        parse_query(request, [])
        tenant = tenant_of(request)
        return json_response(RemovedCount(await self._faults.remove(lambda active: tenant in ("", active.tenant))))

    async def remove(self, request: Request) -> Response:
        rule_id = request.path_params["id"]
        if not await self._faults.remove(lambda active: active.id == rule_id):
            raise ControlError(404, f"unknown fault rule {rule_id}", "id")
        return json_response(RemovedCount(1))

    async def points(self, request: Request) -> Response:
        """The table: every point with its actions and their keys, what rules can be narrowed by, and the magic words."""
        return json_response(points_json())


def rule_state(active: ActiveRule) -> FaultState:
    return FaultState(
        active.id,
        active.rule,
        active.source,
        active.tenant,
        active.flow_uuid,
        active.asked,
        active.matched,
        active.hits,
        _explanation(active),
    )


def points_json() -> dict[str, Any]:
    return {
        "points": [
            {
                "point": point.name,
                "says": point.description,
                "match": list(point.match),
                "actions": [
                    {
                        "action": action.name,
                        "says": action.description,
                        "keys": [
                            {"key": key.name, "says": key.description, "default": key.default, "required": key.required}
                            for key in action.keys
                        ],
                    }
                    for action in point.actions
                ],
            }
            for point in POINTS.values()
        ],
        "match": MATCH,
        "count": COUNT,
        "magic": [{"word": word.written, "says": word.description, "in_document_id": word.document} for word in WORDS],
    }


def _explanation(active: ActiveRule) -> str:
    rule = active.rule
    if active.hits:
        left = f", {rule.times - active.hits} more to come" if rule.times else ""
        return f"acted {'once' if active.hits == 1 else f'{active.hits} times'}{left}"
    if active.matched:
        return f"matched {active.matched} times but has not acted: see times, after, every, probability"
    if not active.asked:
        return f"never matched: nothing came by the point {rule.point!r} since the start"
    text = f"never matched: {active.asked} came by the point {rule.point!r}"
    if active.near:
        wrong, about = active.near
        differences = [
            f"{key} was {' '.join(about.of(key)) or 'nothing'!r}, not {getattr(rule, key)!r}" for key in wrong
        ]
        text += f"; the nearest differed: {'; '.join(differences)}"
    return text
