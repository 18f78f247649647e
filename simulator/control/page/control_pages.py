"""Pages for what only a simulator has, in the words of its API: trying it, inbox, journal, faults, clock, storage."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from simulator.control.errors import ControlError
from simulator.control.faults_api import points_json, rule_state
from simulator.control.files_api import FilesApi
from simulator.control.journal_query import KINDS
from simulator.control.openapi_helpers import PAGES, page
from simulator.control.page.flow_pages import masked_json
from simulator.control.page.next_due import SHOWN, next_due
from simulator.control.page.page_context import PageContext
from simulator.control.request_helpers import LARGEST_NUMBER
from simulator.control.storage_api import storage_state
from simulator.flows.inbox import Inbox
from simulator.flows.journal import EntryFilter
from simulator.json_bodies import has_too_many_values
from simulator.limits import MOST_JOURNAL
from simulator.pipeline.builtin_scenarios import built_in, folder
from simulator.pipeline.faults.active_rules import ActiveRule
from simulator.pipeline.faults.model import Action, Point
from simulator.pipeline.faults.points import COUNT, MATCH, POINTS

#: Journal entries and received requests on one page.
DEFAULT_ROWS, MAX_ROWS = 100, 500
#: Bytes that are shown of a received body that is shown as text.
LONGEST_TEXT_SHOWN = 1_000_000
#: Characters that are shown of what stands where a status should.
LONGEST_STATUS_SHOWN = 40
NARROWED_BY = ("kind", "endpoint", "status", "application", "document", "flow", "batch", "fault", "tenant")
#: Rules that most people try first.
PRESETS = (
    ("A link has expired, once", {"point": "download", "action": "expired", "times": 1}),
    ("Nothing is recognised", {"point": "classify", "action": "unrecognised"}),
    ("Values are unsure", {"point": "ocr", "action": "low_confidence"}),
    ("auth_url refuses twice", {"point": "auth", "action": "refused", "times": 2}),
    ("callback_url fails three times", {"point": "callback", "action": "fail", "times": 3}),
    ("Atlas answers 503, once", {"point": "request", "action": "answer", "status": 503, "times": 1}),
)
#: How a form's text becomes the value of a rule's key, where it is not the text itself.
_KINDS = {
    **dict.fromkeys(
        ("times", "after", "every", "seed", "probability", "status", "confidence", "score", "copies"), "number"
    ),
    "handled": "flag",
    "body": "json",
    "headers": "json",
    "value": "json",
    "fields": "json",
}


class RuleRow(msgspec.Struct, frozen=True):
    """A rule in force as its row tells it: `does` are the keys of its action, `whom` what narrows it."""

    id: int
    rule: Any
    does: str
    whom: str
    source: str
    hits: int
    description: str


class ControlPages:
    def __init__(self, site: PageContext) -> None:
        self._site = site
        self._clock = site.core.clock
        self._due_times = site.core.store.due_times
        self._faults = site.core.faults
        self._recorder = site.core.recorder
        self._database = site.core.store.database
        self._inbox = Inbox(self._database)
        self._samples = FilesApi(site.core).names
        self._definitions = site.core.definitions
        self.endpoints = [
            page(f"{PAGES}/try", self.try_it, "Begin a flow with documents of one's own, or with samples."),
            page(f"{PAGES}/inbox", self.inboxes, "The inboxes that something came to."),
            page(f"{PAGES}/inbox/{{name}}", self.received, "What came to one inbox, newest first."),
            page(
                f"{PAGES}/inbox/{{name}}/{{id:int}}.json",
                self.received_body,
                "The body of one received request as JSON, Aadhaar numbers masked.",
            ),
            page(f"{PAGES}/journal", self.journal, "The newest entries first, narrowed as the API narrows them."),
            page(f"{PAGES}/journal/{{id:int}}", self.entry, "One entry of the journal, whole."),
            page(f"{PAGES}/faults", self.faults, "The fault rules in force, and a form for new ones."),
            page(f"{PAGES}/clock", self.clock, "Simulated time, and when the next thing falls due."),
            page(f"{PAGES}/storage", self.storage, "How full journal, inboxes and uploaded files are."),
        ]

    async def try_it(self, request: Request) -> Response:
        return await self._site.page(
            request,
            "try",
            "Try it",
            samples=self._samples(),
            applications=applications(),
            scenarios=[(name, each.description) for name, each in built_in().items()],
            products=[product.name for product in self._definitions.checks.products],
        )

    # Inbox

    async def inboxes(self, request: Request) -> Response:
        return await self._site.page(
            request, "inbox", "Inbox", after=await self._site.after(), names=await self._inbox.names()
        )

    async def received(self, request: Request) -> Response:
        """What came to one inbox, newest first."""
        after = await self._site.after()
        name = request.path_params["name"]
        received = await self._inbox.newest(name, limit=DEFAULT_ROWS)
        return await self._site.page(
            request,
            "received",
            "Inbox",
            after=after,
            name=name,
            received=received,
            more=len(received) == DEFAULT_ROWS,
        )

    async def received_body(self, request: Request) -> Response:
        """The body of one received request as JSON, Aadhaar numbers masked."""
        name, number = request.path_params["name"], request.path_params["id"]
        found = await self._inbox.received(name, after=min(number, LARGEST_NUMBER) - 1, limit=1)
        if not found or found[0].id != number:
            raise ControlError(404, f"the inbox {name} has received nothing with the number {number}", "id")
        body = found[0].body
        if not has_too_many_values(body):
            with suppress(msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                return await asyncio.to_thread(masked_json, body)
        text = body[:LONGEST_TEXT_SHOWN].decode("utf-8", "replace") + ("…" if len(body) > LONGEST_TEXT_SHOWN else "")
        return await asyncio.to_thread(masked_json, msgspec.json.encode(text))

    # Journal

    async def journal(self, request: Request) -> Response:
        """The newest entries first, narrowed as the API narrows them."""
        after = await self._site.after()
        values = {key: request.query_params.get(key, "").strip() for key in NARROWED_BY}
        limit = _limit(request.query_params.get("limit", ""))
        status = _status(values["status"])
        wrong = f"{values['status'][:LONGEST_STATUS_SHOWN]} is no status" if values["status"] and status is None else ""
        entry_filter = EntryFilter(
            status=status,
            kind=values["kind"],
            endpoint=values["endpoint"],
            application=values["application"],
            document=values["document"],
            flow=values["flow"],
            batch=values["batch"],
            fault=values["fault"],
            tenant=values["tenant"],
        )
        entries = await self._recorder.entries(entry_filter, limit=limit, newest=True)
        narrowed = {key: value for key, value in values.items() if value}
        return await self._site.page(
            request,
            "journal",
            "Journal",
            after=after,
            values=values,
            kinds=KINDS,
            entries=entries[::-1],
            wrong=wrong,
            filtered=bool(narrowed),
            query=f"{urlencode(narrowed)}&" if narrowed else "",
            older=min(MAX_ROWS, limit + DEFAULT_ROWS) if len(entries) == limit < MAX_ROWS else 0,
        )

    async def entry(self, request: Request) -> Response:
        number = request.path_params["id"]
        found = await self._recorder.entries(EntryFilter(after=min(number, LARGEST_NUMBER) - 1), limit=1)
        if not found or found[0].id != number:
            return await self._site.missing(
                request, f"The journal has no entry {number}; it keeps the newest {MOST_JOURNAL:,}."
            )
        return await self._site.page(
            request,
            "entry",
            "Journal",
            entry=found[0],
            request_body=_indented(found[0].request),
            answer_body=_indented(found[0].answer),
        )

    # Faults, clock and storage

    async def faults(self, request: Request) -> Response:
        after = await self._site.after()
        keys = dict.fromkeys(key.name for point in POINTS.values() for each in point.actions for key in each.keys)
        return await self._site.page(
            request,
            "faults",
            "Faults",
            after=after,
            faults=[_rule(active) for active in self._faults.all()],
            points=points_json()["points"],
            keys=[(key, _KINDS.get(key, "text")) for key in keys | MATCH | COUNT],
            hints={
                (point.name, each.name): json.dumps(_hints(point, each))
                for point in POINTS.values()
                for each in point.actions
            },
            presets=[(title, json.dumps(rule)) for title, rule in PRESETS],
        )

    async def clock(self, request: Request) -> Response:
        after = await self._site.after()
        due = await next_due(self._due_times, self._clock.now())
        return await self._site.page(request, "clock", "Clock", after=after, due=due[:SHOWN], more=len(due) > SHOWN)

    async def storage(self, request: Request) -> Response:
        after = await self._site.after()
        await self._recorder.flush()
        state = await storage_state(self._database)
        return await self._site.page(request, "storage", "Storage", after=after, state=state)


def applications() -> list[tuple[str, str, int]]:
    """The sample applications: name, what their page needs to upload them (JSON), how many documents."""
    root = folder("sample_docs")
    found = []
    for manifest in sorted(root.glob("applications/*/application.json")):
        body = json.loads(manifest.read_text(encoding="utf-8"))
        under = manifest.parent.relative_to(root).as_posix()
        documents = [(each["document_id"], f"{under}/{each['file']}") for each in body["documents"]]
        plan = {key: body[key] for key in ("application_id", "product_type")} | {"documents": documents}
        found.append((manifest.parent.name, json.dumps(plan), len(documents)))
    return found


def _hints(point: Point, action: Action) -> dict[str, str]:
    """Every key that a rule of this action may have, and what it means there."""
    own = {
        key.name: key.description + (f" [{key.default}]" if key.default else "") + (", needed" if key.required else "")
        for key in action.keys
    }
    return own | {key: MATCH[key] for key in point.match} | COUNT


def _rule(active: ActiveRule) -> RuleRow:
    result = msgspec.to_builtins(active.rule)
    narrowing = {"tenant": active.tenant, "flow": active.flow_uuid} | {
        key: result[key] for key in MATCH if result.get(key)
    }
    does = {key: value for key, value in result.items() if key not in MATCH and key not in ("point", "action")}
    return RuleRow(
        active.id,
        active.rule,
        _keys_text(does),
        _keys_text(narrowing),
        active.source,
        active.hits,
        rule_state(active).says,
    )


def _keys_text(keys: dict[str, Any]) -> str:
    """Keys with their values, as JSON where a value is more than a text."""
    return ", ".join(f"{key} {_value_text(value)}" for key, value in keys.items() if value not in ("", None))


def _value_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _status(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else None


def _limit(text: str) -> int:
    return min(MAX_ROWS, max(1, int(text))) if text.isascii() and text.isdigit() and len(text) < 9 else DEFAULT_ROWS


def _indented(body: str) -> str:
    """JSON laid out for people; anything else, or what was cut off, as it is."""
    try:
        return json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except ValueError:
        return body
