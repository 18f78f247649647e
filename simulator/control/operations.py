"""What the simulator's own endpoints, under `/_sim`, take and answer: one row each.

Where an answer is put together by hand, its keys stand here; a route without a row is told by its own words alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from starlette.routing import BaseRoute, Route

from simulator.control.catalogue_api import CatalogueState
from simulator.control.clock_api import ClockChange, ClockState
from simulator.control.faults_api import FaultList, Removed
from simulator.control.files_api import Stored
from simulator.control.flows_api import Advance, Advanced, FlowChange, FlowLine
from simulator.control.inbox_api import InboxAnswers
from simulator.control.journal_api import KINDS, Expectation, Verified
from simulator.control.scenario_api import InForce, ScenarioChoice
from simulator.control.tokens_api import IssuedToken, Revocation, RevokedToken, TokenWish
from simulator.operations import TEXT, Failure, Input, Operation, Schema
from simulator.pipeline.faults.rules import Rule
from simulator.pipeline.scenario import Scenario

TAG = "Simulator"
OBJECT: Schema = {"type": "object"}
#: Statuses that a route may answer with of which no row tells.
UNTOLD = (200, 303, 400, 403, 404, 409, 422)
NUMBER: Schema = {"type": "integer", "minimum": 0, "maximum": 2**53}
TENANT = Input("tenant", required=False, says="a Client-Id; none: all. The header Client-Id says the same")


def having(*lists: str, **kinds: Schema) -> Schema:
    """An object with these lists of objects, and keys of other kinds."""
    properties = {**{name: {"type": "array", "items": OBJECT} for name in lists}, **kinds}
    return {"type": "object", "properties": properties, "required": list(properties)}


def _wrong(status: int, error: str, key: str = "", allowed: Sequence[str] = ()) -> Failure:
    return Failure(status, {"error": error, "key": key, "allowed": list(allowed)}, error, ("key", "allowed"))


WRONG = _wrong(422, "something is said wrongly; `key` says where, `allowed` what could stand there")
UNKNOWN = _wrong(404, "there is none of that name")
NOT_NOW = _wrong(409, "that cannot be done now")
_STATUSES: Schema = {"type": "array", "items": {"type": "integer", "minimum": 200, "maximum": 599}}
STATUSES: Schema = {
    "type": "object",
    "properties": {"callback": _STATUSES, "auth": _STATUSES},
    "additionalProperties": False,
}


def _row(
    method: str, path: str, summary: str, answer: Any, status: int = 200, also: Sequence[int] = (), **more: Any
) -> Operation:
    """One operation; `also` are further statuses whose bodies are of the same kind."""
    more.setdefault("query", (TENANT,))
    return Operation(method, f"/_sim/{path}", TAG, summary, dict.fromkeys((status, *also), answer), **more)


def _number(name: str, says: str = "", most: int = 2**53) -> Input:
    return Input(name, {**NUMBER, "maximum": most}, required=False, says=says)


def _rows() -> list[Operation]:
    life = Input("expires_in", required=False, says="how long its URL is good, such as 15m")
    file: dict[str, Any] = {"body": {"type": "string", "format": "binary"}, "body_media": "application/octet-stream"}
    inbox = "inbox/{name}"
    narrowed = [
        Input(name, required=False)
        for name in ("endpoint", "flow", "batch", "application", "document", "fault", "newest")
    ]
    return [
        _row("GET", "faults", "The fault rules in force, and what each has done", FaultList, failures=[WRONG]),
        _row("POST", "faults", "Put a rule, or a list of rules, in force", FaultList, 201, body=Rule, failures=[WRONG],
             body_example={"point": "auth", "action": "refused", "times": 2}),
        _row("DELETE", "faults", "Take all rules out of force", Removed, failures=[WRONG]),
        _row("DELETE", "faults/{id:int}", "Take one rule out of force", Removed, failures=[UNKNOWN]),
        _row("GET", "faults/points", "Where what can go wrong, and the magic words",
             having("points", "magic", match=OBJECT, count=OBJECT)),
        _row("GET", "clock", "Simulated time", ClockState),
        _row("POST", "clock", "Move, freeze or let go on simulated time; what falls due has happened on return", ClockState,
             body=ClockChange, body_example={"advance": "61m"}, failures=[WRONG]),
        _row("GET", "flows", "The newest flows", {**having("flows"), "properties": {
            "flows": {"type": "array", "items": _FLOW_LINE}, "before": {"type": ["integer", "null"]}}},
             query=(TENANT, Input("application", required=False), _number("limit", most=1000), _number("before")),
             failures=[WRONG]),
        _row("GET", "flows/{flow_uuid}", "Everything about one flow, in order",
             having("files", "cross_checks", "deliveries", "timeline", flow_uuid=TEXT, waits_in=TEXT), failures=[UNKNOWN]),
        _row("PUT", "flows/{flow_uuid}", "The pace of one flow", FlowLine, body=FlowChange, body_example={"pace": "manual"},
             failures=[UNKNOWN, WRONG]),
        _row("POST", "flows/{flow_uuid}/advance", "Let a flow that is held go on", Advanced, body=Advance, body_example={},
             body_required=False, failures=[UNKNOWN, NOT_NOW, WRONG]),
        _row("POST", "batches/{batch_id}/advance", "Let a batch that is held go on", Advanced, body=Advance, body_example={},
             body_required=False, failures=[UNKNOWN, NOT_NOW, WRONG]),
        _row("POST", "callbacks/{id:int}/redeliver", "Send a callback again", having("attempts", id=NUMBER, state=TEXT), 202,
             failures=[UNKNOWN]),
        _row("GET", "journal", "What passed: requests, downloads, auth calls, callbacks", having("entries"),
             query=(TENANT, Input("kind", {"enum": list(KINDS)}, required=False), *narrowed, _number("status", most=999),
                    _number("after"), _number("limit", most=1000)), failures=[WRONG]),
        _row("POST", "verify", "Whether what should have passed did, and what came nearest", Verified, body=Expectation,
             body_required=False, body_example={"endpoint": "multiupload", "times": 1}, failures=[WRONG]),
        _row("GET", "inbox", "The inboxes that something came to", having("inboxes"), query=()),
        _row("GET", inbox, "What came to an inbox", having("letters", name=TEXT), failures=[WRONG],
             query=(TENANT, _number("after"), _number("limit", most=1000),
                    Input("step", {"enum": ["callback", "auth"]}, required=False))),
        _row("POST", inbox, "Take a callback in, as a client would", OBJECT, body={},
             body_required=False, failures=[_wrong(413, "the body is too large")]),
        _row("PUT", inbox, "With which statuses the next letters are answered", InboxAnswers, body=STATUSES,
             body_required=False, body_example={"callback": [503, 200]}, failures=[WRONG]),
        _row("DELETE", inbox, "Empty an inbox", having(removed=NUMBER)),
        _row("GET", f"{inbox}/auth", "Give a token, as a client's auth_url would", having(access_token=TEXT, expires_in=NUMBER)),
        _row("POST", f"{inbox}/auth", "Give a token, as a client's auth_url would", having(access_token=TEXT, expires_in=NUMBER)),
        _row("PUT", "files/{name:path}", "Keep a file, for a pre-signed URL", Stored, 201, query=(TENANT, life),
             failures=[WRONG, _wrong(404, "the name holds a line break"), _wrong(413, "the file is too large")], **file),
        _row("GET", "files/{name:path}", "A kept file, by its pre-signed URL; refused as object storage refuses", {}, media="*/*",
             query=(Input("Expires", required=False), Input("Signature", required=False)), also=(403, 404)),
        _row("GET", "samples/{name:path}", "A document", {}, media="*/*", query=(), also=(404,)),
        _row("GET", "redacted/{file_uuid}", "What a redact_url shows: the document with its Aadhaar number blacked out", {},
             media="*/*", query=(Input("expires", required=False), Input("signature", required=False)), also=(403, 404, 410)),
        _row("GET", "samples", "Documents that can be fetched from here", having("samples")),
        _row("GET", "state", "The whole state as a file", {"type": "string", "format": "binary"},
             media="application/vnd.sqlite3", query=()),
        _row("PUT", "state", "Take the whole state from such a file", having(restored={"type": "boolean"}), query=(),
             failures=[WRONG], **file),
        _row("DELETE", "state", "Forget everything of a tenant, or of all", having(reset=TEXT)),
        _row("GET", "catalogue", "The document types and products in force, and where each comes from", CatalogueState, query=()),
        _row("GET", "scenarios", "The built-in scenarios", having("scenarios"), query=()),
        _row("GET", "scenarios/{name}", "One built-in scenario", Scenario, query=(), failures=[UNKNOWN]),
        _row("GET", "scenario", "The scenario in force", InForce, failures=[WRONG]),
        _row("PUT", "scenario", "Put a scenario in force, by name or whole", InForce, body=ScenarioChoice, failures=[WRONG],
             body_example={"scenario": {"canned": [{"document_id": "*", "document_type": "PAN"}]}}),
        _row("DELETE", "scenario", "End the scenario in force", InForce),
        _row("GET", "events", "Transitions as they happen, without end", TEXT, media="text/event-stream", failures=[WRONG],
             query=(TENANT, _number("after"), Input("flow", required=False))),
        _row("GET", "flows/{flow_uuid}/scenario", "A flow as it went, as a scenario in TOML", TEXT, media="application/toml",
             failures=[UNKNOWN]),
        _row("POST", "tokens", "A token for a client_id, without its secret", IssuedToken, 201, body=TokenWish,
             body_required=False, body_example={"client_id": "try-it"}, failures=[WRONG], query=()),
        _row("POST", "tokens/revoke", "Let a token, or its session, hold no longer", RevokedToken, body=Revocation,
             body_example={"token": "eyJ...", "session": False}, failures=[WRONG], query=()),
    ]  # fmt: skip


_FLOW_LINE = {"type": "object", "required": list(FlowLine.__struct_fields__)}


def operations(routes: Iterable[BaseRoute]) -> list[Operation]:
    """The rows, and what else is served under `/_sim`, told by its docstring."""
    rows = _rows()
    told = {(each.method, each.path) for each in rows}
    for route in routes:
        if not isinstance(route, Route) or not route.path.startswith("/_sim/"):
            continue
        for method in sorted((route.methods or set()) - {"HEAD"}):
            if (method, route.path) not in told:
                says = (route.endpoint.__doc__ or route.path).strip().partition("\n")[0]
                rows.append(Operation(method, route.path, TAG, says, {status: {} for status in UNTOLD}, media="*/*"))
    return rows
