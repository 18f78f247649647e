"""The rules in force: which of them act on what a point is asked about, and how often each has.

Rules are asked in the order in which they were made, those of the flow itself first; where only one can act, the first
that matches and still has turns left does. Counts are durable before the fault shows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from simulator.flows.database import Transaction
from simulator.flows.fault_rules import FaultRules, StoredRule
from simulator.pipeline.faults.points import POINTS, action_of
from simulator.pipeline.faults.rules import FaultRule, FaultSubject, pattern_matches, rule_acts, unmet_criteria

_rule = msgspec.json.Decoder(FaultRule)


@dataclass
class ActiveRule:
    """A rule in force. `asked` counts what came by its point in its tenant; `near` is what came nearest without matching."""

    id: int
    tenant: str
    flow_uuid: str
    source: str
    rule: FaultRule
    matched: int = 0
    hits: int = 0
    asked: int = 0
    near: tuple[list[str], FaultSubject] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self.criteria = self.rule.criteria
        action = action_of(self.rule.point, self.rule.action)
        assert action is not None, self.label
        self.action = action
        #: Whether the rule is about a flow, an application or a document, and so about one tenant's.
        self.names_something = bool(self.rule.flow or self.rule.application or self.rule.document)

    @property
    def label(self) -> str:
        return f"{self.id} {self.rule.point} {self.rule.action}"

    @property
    def wait(self) -> float:
        """The delay in seconds."""
        return self.rule.wait

    def value_of(self, key: str) -> Any:
        """The value of a key of the action, or its default from the table."""
        return self.rule.value_of(key)

    def apply(self, *given: Any) -> Any:
        """What the action makes of what its point gives it."""
        return self.action.function(self, *given)

    def is_for_other_endpoint(self, about: FaultSubject) -> bool:
        """Whether the rule is for other endpoints: found out before anything else, since every poll comes by here."""
        wanted = self.rule.endpoint
        if not wanted or pattern_matches("endpoint", wanted, about.endpoint):
            return False
        self.asked += 1
        if self.near is None:
            self.near = (["endpoint"], about)
        return True

    def matches_or_notes_near_miss(self, about: FaultSubject) -> bool:
        """Whether the rule matches."""
        self.asked += 1
        wrong = unmet_criteria(self.criteria, about)
        if not wrong:
            return True
        # What another endpoint was asked is further away than whatever differs at this one.
        if self.near is None or self.near[0] == ["endpoint"] or len(wrong) <= len(self.near[0]):
            self.near = (wrong, about)
        return False


class ActiveRules:
    """`first` and `every` are asked by whoever stands at a point. `flow_facts` gives a flow's tenant and application_id.

    Whom something concerns is never taken from what a request says of itself: without a tenant (no token that holds)
    only rules act that name no flow, application or document, and a flow of one tenant is never named by another.
    """

    def __init__(self, store: FaultRules, seed: int, flow_facts: Callable[[str], Awaitable[tuple[str, str]]]) -> None:
        self._store = store
        self._seed = seed
        self._flow_facts = flow_facts
        self._rules: dict[int, ActiveRule] = {}
        #: Rules by point, then by whom they can concern: a flow, a tenant, or everyone (empty).
        self._by_flow: dict[str, dict[str, list[ActiveRule]]] = {point: defaultdict(list) for point in POINTS}
        self._by_tenant: dict[str, dict[str, list[ActiveRule]]] = {point: defaultdict(list) for point in POINTS}

    async def load(self) -> None:
        """Take up what the state file holds."""
        stored, known = await self._store.all(), dict(self._rules)
        # Nothing is awaited from here on: whoever asks meanwhile finds either the old rules or the new ones.
        self._rules.clear()
        for index in (*self._by_flow.values(), *self._by_tenant.values()):
            index.clear()
        for active in self.register(stored):
            if old := known.get(active.id):
                active.asked, active.near = old.asked, old.near

    # Making and removing rules

    async def add(
        self,
        rules: Iterable[FaultRule],
        *,
        tenant: str,
        source: str,
        flow_uuid: str = "",
        tx: Transaction | None = None,
    ) -> list[ActiveRule]:
        """Put checked rules in force, at once; kept in the caller's transaction where there is one."""
        encoded = [msgspec.json.encode(rule) for rule in rules]
        stored = await self._store.add(encoded, tenant=tenant, source=source, flow_uuid=flow_uuid, tx=tx)
        return self.register(stored)

    def register(self, stored: Iterable[StoredRule]) -> list[ActiveRule]:
        added = []
        for each in stored:
            rule = _rule.decode(each.rule)
            active = ActiveRule(each.id, each.tenant, each.flow_uuid, each.source, rule, each.matched, each.hits)
            self._rules[active.id] = active
            index, key = self._home(active)
            index[key].append(active)
            added.append(active)
        return added

    async def remove(self, which: Callable[[ActiveRule], bool]) -> int:
        """Take rules out of force; how many."""
        gone = [active for active in self._rules.values() if which(active)]
        await self._store.remove([active.id for active in gone])
        for active in gone:
            self._rules.pop(active.id, None)
        # Each list once, however many of its rules go.
        for index, key in {(id(index), key): (index, key) for index, key in map(self._home, gone)}.values():
            index[key] = [each for each in index[key] if each.id in self._rules]
            if not index[key]:
                del index[key]
        return len(gone)

    def all(self) -> Sequence[ActiveRule]:
        return list(self._rules.values())

    def _home(self, active: ActiveRule) -> tuple[dict[str, list[ActiveRule]], str]:
        """The index a rule stands in, and its key there."""
        if active.flow_uuid:
            return self._by_flow[active.rule.point], active.flow_uuid
        return self._by_tenant[active.rule.point], active.tenant

    # Asking

    def has_rules_at(self, point: str, tenant: str | None = None) -> bool:
        """Whether any rule is at this point, or any that can concern a tenant: cheap, for whoever has work before asking."""
        by_tenant = self._by_tenant[point]
        if self._by_flow[point] or tenant is None:
            return bool(self._by_flow[point] or by_tenant)
        return tenant in by_tenant or "" in by_tenant

    async def first_matching(self, point: str, about: FaultSubject, without: Collection[str] = ()) -> ActiveRule | None:
        """The one rule that acts, where one does; `without` names actions that are out of the question."""
        candidates = self._candidates(point, about, without)
        if not candidates:
            return None
        acting = await self._acting(candidates, about, only_one=True)
        return acting[0] if acting else None

    async def all_matching(self, point: str, about: FaultSubject) -> Sequence[ActiveRule]:
        """All rules that act, in order."""
        candidates = self._candidates(point, about, ())
        return await self._acting(candidates, about, only_one=False) if candidates else ()

    async def all_matching_unread(self, point: str, about: FaultSubject) -> Sequence[ActiveRule] | None:
        """All rules that act, in order, where one of them makes reading the document needless.

        None, with nothing counted, where none does, or where a rule asks for the type, which only a reading tells.
        """
        candidates = self._candidates(point, about, ())
        if any(active.rule.type for active in candidates) or not any(active.action.unread for active in candidates):
            return None
        acting = await self._acting(candidates, about, only_one=False, unread=True)
        return acting or None

    def may_match(self, point: str, about: FaultSubject) -> bool:
        """Whether any rule at the point can concern this, whatever its type and application turn out to be."""
        return any(
            set(unmet_criteria(active.criteria, about)) <= {"type", "application"}
            for active in self._candidates(point, about, ())
        )

    async def _acting(
        self, candidates: Sequence[ActiveRule], about: FaultSubject, *, only_one: bool, unread: bool = False
    ) -> Sequence[ActiveRule]:
        """The rules that act, counted; with `unread`, none and nothing counted unless one of them needs no reading."""
        if about.flow and any(active.names_something for active in candidates):
            owner, application = await self._flow_facts(about.flow)
            if owner != about.tenant:
                candidates = [active for active in candidates if not active.names_something]
            about = msgspec.structs.replace(about, application=about.application or application)
        # From here to the end of the loop nothing is awaited, so that two who ask at once cannot take the same turn.
        if unread and not any(active.action.unread and self._would_act(active, about) for active in candidates):
            return ()
        matching, acting = [], []
        for active in candidates:
            if not active.matches_or_notes_near_miss(about):
                continue
            active.matched += 1
            matching.append(active)
            if rule_acts(active.rule, active.matched, active.hits, self._seed):
                active.hits += 1
                acting.append(active)
                if only_one:
                    break
        for active in matching:
            await self._store.counted(active.id, active.matched, active.hits)
        return acting

    def _would_act(self, active: ActiveRule, about: FaultSubject) -> bool:
        return not unmet_criteria(active.criteria, about) and rule_acts(
            active.rule, active.matched + 1, active.hits, self._seed
        )

    def _candidates(self, point: str, about: FaultSubject, without: Collection[str]) -> Sequence[ActiveRule]:
        """The rules that can concern a flow, a tenant, or everyone, in that order."""
        by_flow, by_tenant = self._by_flow[point], self._by_tenant[point]
        everyone = by_tenant.get("", ())
        if about.tenant and not everyone and about.flow not in by_flow:
            found: Sequence[ActiveRule] = by_tenant.get(about.tenant, ())
        elif not about.tenant:
            found = [active for active in everyone if not active.names_something]
        else:
            own = [active for active in by_flow.get(about.flow, ()) if active.tenant == about.tenant]
            found = [*own, *by_tenant.get(about.tenant, ()), *everyone]
        return [
            active for active in found if active.rule.action not in without and not active.is_for_other_endpoint(about)
        ]
