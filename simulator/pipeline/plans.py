"""What is planned for whom: the scenario of everyone, of a tenant, of one flow, and what a client asked for in its own ids.

A plan is taken up when a flow or a file is kept, in the same transaction: its faults become rules, its pace the flow's.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

import msgspec

from simulator.definitions import Definitions
from simulator.documents.model import Reading
from simulator.documents.refusal import refusal
from simulator.errors import InputError, SettingError
from simulator.flows.database import Transaction
from simulator.flows.model import File, Flow
from simulator.flows.pace import Pace
from simulator.flows.stored_scenarios import Scenarios, StoredScenario
from simulator.forms import decode
from simulator.limits import MOST_READINGS, MOST_RULES
from simulator.pipeline.builtin_scenarios import scenario_named
from simulator.pipeline.faults.active_rules import ActiveRules
from simulator.pipeline.faults.magic_words import MAGIC_PREFIX, MagicRules, magic_words_in, name_of_file, nearest_word
from simulator.pipeline.faults.rules import FaultRule, validated_rule
from simulator.pipeline.scenario import CannedReading, FlowPlan, Scenario, reading_key, verified
from simulator.pipeline.unknown_names import UnknownNames

log = logging.getLogger("simulator.plans")

#: Key of `flow_params` under which a client says how its flow is to go.
PLAN_KEY = "sim"

#: What the name of a scenario begins with that the server was started with.
AT_START = "at start: "

_members = msgspec.json.Decoder(dict[str, msgspec.Raw])
_scenario = msgspec.json.Decoder(Scenario)


class Plans:
    def __init__(
        self,
        stored_scenarios: Scenarios,
        faults: ActiveRules,
        pace: Pace,
        definitions: Definitions,
        names: UnknownNames,
    ) -> None:
        self._stored_scenarios = stored_scenarios
        self._faults = faults
        self._pace = pace
        self._definitions = definitions
        self._names = names
        #: By tenant (empty: everyone) and flow (empty: all of the tenant).
        self._scenarios: dict[tuple[str, str], StoredScenario] = {}
        self._given: dict[tuple[str, str], Sequence[CannedReading]] = {}
        self._start: tuple[str, Scenario] | None = None

    async def start(self, scenario: Scenario | None, name: str) -> None:
        """Take up what the state file holds, and the scenario that the server is started with, in place of an earlier start's.

        Raises SettingError for a scenario that names what there is not.
        """
        if scenario is not None:
            try:
                self._names.check_scenario(scenario)
            except InputError as error:
                raise SettingError(f"scenario {name}: {error}") from None
        self._start = (name, scenario) if scenario else None
        await self.load()
        was = self._scenarios.get(("", ""))
        if scenario is not None:
            await self.put("", AT_START + name, scenario)
        elif was is not None and was.name.startswith(AT_START):
            await self.remove("")

    async def load(self) -> None:
        """Take up what the state file holds; the scenario of the start is in force unless another took its place."""
        found = await self._stored_scenarios.all()
        self._scenarios.clear()
        self._given.clear()
        self._pace.by_tenant.clear()
        for stored in found:
            self._know(stored, _scenario.decode(stored.scenario))
        if self._start and ("", "") not in self._scenarios:
            await self.put("", AT_START + self._start[0], self._start[1])

    # Scenarios of tenants

    async def put(self, tenant: str, name: str, scenario: Scenario) -> None:
        """Put a scenario in force for a tenant's flows from now on (or, with no tenant, for everyone's), in place of another."""
        await self.remove(tenant)
        stored = StoredScenario(tenant, "", name, msgspec.json.encode(scenario))
        await self._stored_scenarios.put(stored)
        self._know(stored, scenario)
        await self._faults.add(scenario.faults, tenant=tenant, source=f"scenario {name}".strip())

    async def add_readings(self, tenant: str, readings: Sequence[CannedReading]) -> StoredScenario:
        """Give further readings to a tenant (or, with none, to everyone), before those that it has; all else stays."""
        stored = self._scenarios.get((tenant, ""), StoredScenario(tenant, "", "", b"{}"))
        scenario = _scenario.decode(stored.scenario).with_readings(readings)
        if len(scenario.canned) > MOST_READINGS:
            raise InputError(
                f"too many readings: at most {MOST_READINGS:,} are given to one tenant; DELETE /_sim/scenario ends them",
                "canned",
            )
        stored = msgspec.structs.replace(stored, scenario=msgspec.json.encode(scenario))
        await self._stored_scenarios.put(stored)
        self._know(stored, scenario)
        return stored

    async def remove(self, tenant: str) -> None:
        await self._stored_scenarios.remove(tenant)
        self._scenarios.pop((tenant, ""), None)
        self._given.pop((tenant, ""), None)
        self._pace.by_tenant.pop(tenant, None)
        await self._faults.remove(
            lambda active: active.tenant == tenant and not active.flow_uuid and active.source.startswith("scenario")
        )

    def of(self, tenant: str) -> tuple[str, Scenario] | None:
        """Name and scenario in force for a tenant itself."""
        stored = self._scenarios.get((tenant, ""))
        return (stored.name, _scenario.decode(stored.scenario)) if stored else None

    def _know(self, stored: StoredScenario, scenario: Scenario) -> None:
        self._scenarios[stored.tenant, stored.flow_uuid] = stored
        if given := scenario.given():
            self._given[stored.tenant, stored.flow_uuid] = given
        if scenario.pace and not stored.flow_uuid:
            self._pace.by_tenant[stored.tenant] = scenario.pace

    # What is given instead of read

    def given(self, file: File) -> tuple[str, Reading] | None:
        """The reading that is planned for a file, and what it is kept by: by its flow's scenario, its tenant's, or everyone's."""
        if not self._given:
            return None
        for owner in ((file.tenant, file.flow_uuid), (file.tenant, ""), ("", "")):
            for each in self._given.get(owner, ()):
                if each.fits(file):
                    reading = self._judged(each.reading())
                    return reading_key(reading), reading
        return None

    def _judged(self, reading: Reading) -> Reading:
        """A given reading, refused where the rules of its type refuse such a document."""
        known = self._definitions.catalogue.get(reading.document_type)
        if known is None or reading.error_code or not (reason := refusal(known, reading.fields)):
            return reading
        return msgspec.structs.replace(reading, error_code="INVALID_DOC", error_reason=reason)

    # New flows and files

    async def apply_to_flow(self, tx: Transaction, flow: Flow) -> str:
        """Keep what is planned for a new flow; its pace. Raises InputError for a plan that cannot be followed."""
        plan, found = (
            self._requested_plan(flow),
            magic_words_in(flow.application_id, False, self._definitions.catalogue.names),
        )
        scenario = self._scenario_of(plan)
        rules = [*plan.faults, *(scenario.faults if scenario else ()), *_of_flow(found)]
        if rules:
            await self._faults.add(rules, tenant=flow.tenant, source=_source(found, plan), flow_uuid=flow.uuid, tx=tx)
        if scenario is not None:
            name = plan.scenario if isinstance(plan.scenario, str) else ""
            stored = StoredScenario(flow.tenant, flow.uuid, name, msgspec.json.encode(scenario))
            await self._stored_scenarios.put(stored, tx)
            self._know(stored, scenario)
        self._warn_unknown(tx, flow.tenant, flow.uuid, "application_id", found)
        return plan.pace or (scenario.pace if scenario else None) or self._pace.own(flow.tenant)

    async def apply_to_files(self, tx: Transaction, files: Sequence[File]) -> None:
        """Keep the faults that document_ids, and the names of files, ask for."""
        without_flow: dict[str, list[FaultRule]] = {}
        for file in files:
            rules: list[FaultRule] = []
            for where, text in (("document_id", file.document_id), ("file name", name_of_file(file.file_url))):
                if MAGIC_PREFIX in text:
                    found = magic_words_in(text, True, self._definitions.catalogue.names)
                    rules += [msgspec.structs.replace(rule, document=file.document_id) for rule in found.rules]
                    self._warn_unknown(tx, file.tenant, file.flow_uuid, where, found)
            if rules and file.flow_uuid:
                await self._faults.add(rules, tenant=file.tenant, source="magic", flow_uuid=file.flow_uuid, tx=tx)
            elif rules:
                without_flow.setdefault(file.tenant, []).extend(rules)
        for tenant, rules in without_flow.items():
            await self._add_once(tenant, rules, tx)

    async def on_application(self, tenant: str, application_id: str) -> None:
        """Where there is no flow: put in force what an application_id asks of `flow/init` itself, and of address match."""
        rules = [
            msgspec.structs.replace(rule, application=application_id)
            for rule in magic_words_in(application_id, document=False).rules
            if rule.endpoint == "flow/init" or rule.point == "address"
        ]
        await self._add_once(tenant, rules)

    async def on_address_match(self, tenant: str, application_id: str) -> None:
        """The same for address match. No flow follows in whose timeline a misspelt word could be told, so the log says it."""
        await self.on_application(tenant, application_id)
        found = magic_words_in(application_id, False, self._definitions.catalogue.names)
        self._warn_unknown(None, tenant, "", "application_id", found)

    async def _add_once(self, tenant: str, rules: Sequence[FaultRule], tx: Transaction | None = None) -> None:
        """Put in force what is not yet; no more than a tenant may have, since what no flow ends stays for ever."""
        own = [active for active in self._faults.all() if active.tenant == tenant and active.source == "magic"]
        known = {msgspec.json.encode(active.rule) for active in own}
        new = {encoded: rule for rule in rules if (encoded := msgspec.json.encode(rule)) not in known}
        room = MOST_RULES - len(own)
        if len(new) > room:
            log.warning("%d magic words do nothing: tenant has %d rules already", len(new) - room, len(own))
        if taken := list(new.values())[: max(0, room)]:
            await self._faults.add(taken, tenant=tenant, source="magic", tx=tx)

    def _requested_plan(self, flow: Flow) -> FlowPlan:
        """What `flow_params` says under `sim`."""
        if f'"{PLAN_KEY}"' not in flow.flow_params:
            return FlowPlan()
        text = _members.decode(flow.flow_params).get(PLAN_KEY)
        if text is None:
            return FlowPlan()
        try:
            plan = decode(bytes(text), FlowPlan)
            for at, rule in enumerate(plan.faults):
                _check_fault(self._names, rule, f"faults[{at}].")
        except InputError as error:
            where = f"flow_params.{PLAN_KEY}"
            raise InputError(f"{where}: {error}", f"{where}.{error.key}".rstrip("."), error.allowed) from None
        return plan

    def _scenario_of(self, plan: FlowPlan) -> Scenario | None:
        if isinstance(plan.scenario, str):
            try:
                return scenario_named(plan.scenario)
            except SettingError as error:
                raise InputError(
                    f"flow_params.{PLAN_KEY}.scenario: {error}", f"flow_params.{PLAN_KEY}.scenario"
                ) from None
        if plan.scenario is None:
            return None
        try:
            return self._names.check_scenario(verified(plan.scenario, own=True))
        except InputError as error:
            where = f"flow_params.{PLAN_KEY}.scenario"
            raise InputError(f"{where}.{error}", f"{where}.{error.key}", error.allowed) from None

    def _warn_unknown(self, tx: Transaction | None, tenant: str, flow_uuid: str, where: str, found: MagicRules) -> None:
        """A word that means nothing, or names a field that there is not, is most likely misspelt: say so where it is seen."""
        types, fields = self._definitions.catalogue.names, self._definitions.catalogue.field_names
        misnamed = [rule.note for rule in found.rules if rule.field and rule.field not in fields]
        for word in (*found.unknown, *misnamed):
            near = nearest_word(word, where != "application_id", types, fields)
            if tx is not None:
                tx.event(tenant, "magic", "UNKNOWN", flow_uuid, word=word, where=where, nearest=near)
            hint = f"; did you mean {near}?" if near else ""
            log.warning("unknown magic word %s in %s%s", word, where, hint, extra={"tenant": tenant, "flow": flow_uuid})


def _check_fault(names: UnknownNames, rule: FaultRule, where: str) -> None:
    """Raises InputError that says at which place of the plan the rule is wrong."""
    try:
        validated_rule(rule, own=True)
    except InputError as error:
        raise InputError(f"{where.removesuffix('.')}: {error}", f"{where}{error.key}", error.allowed) from None
    names.check_rule(rule, where)


def _of_flow(found: MagicRules) -> Sequence[FaultRule]:
    return [rule for rule in found.rules if rule.endpoint != "flow/init"]


def _source(found: MagicRules, plan: FlowPlan) -> str:
    return "flow_params" if plan.faults or plan.scenario else "magic"
