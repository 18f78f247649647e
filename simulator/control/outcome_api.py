"""`/_sim/flows/{flow_uuid}/outcome`: how a document of a flow, or its cross-checks, is to end, said by its outcome.

Each outcome becomes fault rules of the flow, as a scenario's would; the last one said of a document holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from simulator.control.errors import ControlError
from simulator.control.faults_api import FaultState, rule_state
from simulator.control.openapi_helpers import CONFLICT, INVALID_INPUT, UNKNOWN, endpoint
from simulator.control.request_helpers import json_response, tenant_of
from simulator.core import Core
from simulator.documents.catalogue import Catalogue
from simulator.flows.model import Flow, ReadFile
from simulator.flows.states import FINAL
from simulator.forms import decode
from simulator.nearest import suggestion
from simulator.pipeline.faults.active_rules import ActiveRule
from simulator.pipeline.faults.rules import FaultRule, pattern_matches, validated_rule

#: What a rule that came of an outcome names as its source.
SOURCE = "outcome"
#: Most outcomes of one call, and rules that they may have made for one flow.
MOST_OUTCOMES = 1_000
#: Points at which rules say how a document ends.
_OF_DOCUMENT = ("download", "classify", "ocr")

End = Literal["SUCCESS", "UNRECOGNISED", "INVALID_DOC", "UPLOAD_FAILED", "PROCESSING_FAILED"]


class Outcome(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How the document with the id `document` ends (`*` and `?` stand for any characters), or which `score` the cross-checks
    have, or the one named `check`.

    A `document_type` without `fields` keeps what is read; with `fields` these are all that is read. `fields` without a
    type replace single ones. `reason` is the error_reason of INVALID_DOC.
    """

    document: str = ""
    outcome: End | None = None
    document_type: str | None = None
    fields: dict[str, Any] | None = None
    reason: str | None = None
    score: Annotated[int, msgspec.Meta(ge=0, le=100)] | None = None
    check: str | None = None


class OutcomeSet(msgspec.Struct, frozen=True):
    """The rules that bring the outcomes about, and the documents of the flow that they will act on, so far."""

    flow_uuid: str
    rules: list[FaultState]
    documents: list[str]


class OutcomeApi:
    def __init__(self, core: Core) -> None:
        self._store = core.store
        self._faults = core.faults
        self._definitions = core.definitions
        self.endpoints = [
            endpoint(
                "PUT",
                "flows/{flow_uuid}/outcome",
                self.put,
                "How a document of a flow, or its cross-checks, is to end",
                OutcomeSet,
                body=Outcome,
                body_example={"document": "2", "outcome": "UNRECOGNISED"},
                failures=[UNKNOWN, CONFLICT, INVALID_INPUT],
            )
        ]

    async def put(self, request: Request) -> Response:
        """One outcome, or a list of them: all are taken, or none. Documents may be named before they are uploaded."""
        flow_uuid = request.path_params["flow_uuid"]
        flow = await self._store.flow(flow_uuid, tenant_of(request) or None)
        if flow is None:
            raise ControlError(404, f"no flow {flow_uuid}", "flow_uuid")
        raw = await request.body()
        many = raw.lstrip()[:1] == b"["
        outcomes: list[Outcome] = decode(raw, list[Outcome]) if many else [decode(raw, Outcome)]
        if len(outcomes) > MOST_OUTCOMES:
            raise ControlError(422, f"too many outcomes: at most {MOST_OUTCOMES:,} in one call")
        files = await self._store.files_of_flow(flow.uuid)
        rules = [
            rule for position, each in enumerate(outcomes) for rule in self._rules(each, f"[{position}]." * many, flow)
        ]
        self._check_still_open(flow, files, outcomes)
        added = await self._replace(flow, outcomes, rules)
        waiting = [
            each.file.document_id
            for each in files
            if each.file.state not in FINAL and any(_names(outcome, each) for outcome in outcomes)
        ]
        return json_response(OutcomeSet(flow.uuid, list(map(rule_state, added)), waiting))

    def _rules(self, outcome: Outcome, where: str, flow: Flow) -> Iterable[FaultRule]:
        """Raises ControlError or InputError with the key that is wrong."""
        _check_shape(outcome, where)
        if outcome.score is not None:
            names = [check.name for check in self._definitions.checks.for_product(flow.product_type, own=True)]
            if outcome.check is not None and outcome.check not in names:
                raise _unknown("check", outcome.check, names, f"a check of {flow.product_type}", where)
            return [validated_rule(FaultRule("crosscheck", "score", score=outcome.score, check=outcome.check))]
        if outcome.document_type is not None:
            _check_type(outcome, where, self._definitions.catalogue)
        return [
            validated_rule(msgspec.structs.replace(rule, document=outcome.document)) for rule in _of_document(outcome)
        ]

    def _check_still_open(self, flow: Flow, files: Sequence[ReadFile], outcomes: Sequence[Outcome]) -> None:
        """Raises ControlError for a document that has its end already, and for a score that is there already."""
        for outcome in outcomes:
            mine = [each for each in files if _names(outcome, each)]
            if mine and all(each.file.state in FINAL for each in mine):
                raise ControlError(
                    409,
                    f"document {outcome.document!r} is done ({mine[-1].file.state}): say its outcome before the upload,"
                    " or give the flow the pace manual",
                )
            if outcome.score is not None and flow.checked:
                raise ControlError(
                    409,
                    "the cross-checks are done: say the score before the upload, or give the flow the pace manual",
                )

    async def _replace(
        self, flow: Flow, outcomes: Sequence[Outcome], rules: Sequence[FaultRule]
    ) -> Sequence[ActiveRule]:
        """The new rules in force, in place of all that said otherwise of the same documents and checks in this flow."""
        documents = {each.document for each in outcomes if each.document}
        checks = {each.check for each in outcomes if each.score is not None}

        def is_replaced(active: ActiveRule) -> bool:
            rule = active.rule
            if active.flow_uuid != flow.uuid:
                return False
            if rule.point == "crosscheck":
                return rule.check in checks or None in checks
            return rule.point in _OF_DOCUMENT and rule.document in documents

        left = sum(active.flow_uuid == flow.uuid and not is_replaced(active) for active in self._faults.all())
        if left + len(rules) > MOST_OUTCOMES:
            message = (
                f"too many rules: a flow has at most {MOST_OUTCOMES:,} besides; DELETE /_sim/faults/{{id}} removes one"
            )
            raise ControlError(422, message, "", [f"at most {MOST_OUTCOMES:,} rules"])
        await self._faults.remove(is_replaced)
        return await self._faults.add(rules, tenant=flow.tenant, source=SOURCE, flow_uuid=flow.uuid)


def _names(outcome: Outcome, read: ReadFile) -> bool:
    return bool(outcome.document) and pattern_matches("document", outcome.document, read.file.document_id)


def _of_document(outcome: Outcome) -> Iterable[FaultRule]:
    """The rules, but for their document."""
    match outcome.outcome:
        case "UNRECOGNISED":
            yield FaultRule("classify", "unrecognised")
        case "INVALID_DOC":
            yield FaultRule("classify", "invalid", reason=outcome.reason)
        case "UPLOAD_FAILED":
            yield FaultRule("download", "expired")
        case "PROCESSING_FAILED":
            yield FaultRule("ocr", "fail")
        case _ if outcome.document_type is not None:
            yield FaultRule("classify", "become", document_type=outcome.document_type, fields=outcome.fields)
        case _:
            for name, value in (outcome.fields or {}).items():
                yield FaultRule("ocr", "replace", field=name, value=value)


def _check_shape(outcome: Outcome, where: str) -> None:
    """What belongs together. Raises ControlError."""
    given = {key for key in outcome.__struct_fields__ if getattr(outcome, key) not in (None, "")}
    about_checks = given & {"score", "check"}
    if about_checks and given - about_checks:
        other = sorted(given - about_checks)[0]
        raise ControlError(
            422, f"{where}{other}: a score is the flow's, not a document's; say each by itself", f"{where}{other}"
        )
    if about_checks:
        if outcome.score is None:
            raise ControlError(422, f"{where}score is missing: 0 to 100", f"{where}score", ["0 to 100"])
        return
    if "document" not in given:
        raise ControlError(
            422, f"{where}document is missing: the document_id, or score for cross-checks", f"{where}document"
        )
    given_keys = given & {"outcome", "document_type", "fields"}
    if not given_keys:
        allowed = ["outcome", "document_type", "fields"]
        raise ControlError(422, f"{where}outcome is missing: how the document is to end", f"{where}outcome", allowed)
    if outcome.outcome not in (None, "SUCCESS") and (extra := sorted(given_keys - {"outcome"})):
        raise ControlError(
            422, f"{where}{extra[0]}: a document that ends {outcome.outcome} has none", f"{where}{extra[0]}"
        )
    if outcome.outcome == "SUCCESS" and given_keys == {"outcome"}:
        allowed = ["document_type", "fields"]
        raise ControlError(
            422, f"{where}document_type is missing: what was recognised", f"{where}document_type", allowed
        )
    if "reason" in given and outcome.outcome != "INVALID_DOC":
        raise ControlError(422, f"{where}reason: only INVALID_DOC has one", f"{where}reason")


def _check_type(outcome: Outcome, where: str, catalogue: Catalogue) -> None:
    name = outcome.document_type or ""
    known = catalogue.get(name)
    if known is None:
        raise _unknown("document_type", name, sorted(catalogue.names), "a document type", where)
    names = [field.name for field in known.fields]
    for field in outcome.fields or {}:
        if names and field not in names:
            raise _unknown(f"fields.{field}", field, names, f"a field of {name}", where)


def _unknown(key: str, value: str, allowed: list[str], what: str, where: str) -> ControlError:
    message = f"{where}{key}: {value!r} is not {what}{suggestion(value, allowed)}"
    return ControlError(422, message, f"{where}{key}", allowed)
