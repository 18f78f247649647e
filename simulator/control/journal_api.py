"""`/_sim/journal` shows what passed; `/_sim/verify` holds it against what should have, and tells what came nearest."""

from __future__ import annotations

from collections import deque
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from simulator.clock import stamp
from simulator.control.asked import FEW_ITEMS, MOST_ITEMS, answer, body_as, known_query, number, tenant_of
from simulator.control.describe import TENANT, WRONG, endpoint, having
from simulator.control.describe import number as number_input
from simulator.control.errors import ControlError
from simulator.core import Core
from simulator.endpoints import Input
from simulator.flows.journal import Entry, Kind, Wanted
from simulator.pipeline.recorder import BODY_KEPT

#: Keys by which the journal can be narrowed.
FILTERS = (
    "kind",
    "endpoint",
    "status",
    "flow",
    "batch",
    "application",
    "document",
    "fault",
    "after",
    "limit",
    "newest",
)
KINDS = ("request", "download", "auth", "callback")
#: Entries that are looked at in one go; a failed check looks among so many for what came nearest.
AT_ONCE = 1000
#: Fitting entries that an answer shows, the newest; all are counted.
FITTING_SHOWN = 100
#: How many near ones it shows.
NEAR_SHOWN = 3


class Expectation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What should have passed, and how often: `times` exactly, or `at_least` and `at_most`; with none, at least once.

    `endpoint`, `application`, `document`, `flow`, `batch`, `status`, `fault` as in the journal; `files` is how many
    documents a request names; `body` are keys that its JSON body holds, with these values.
    """

    kind: Kind = "request"
    endpoint: str = ""
    status: int | None = None
    application: str = ""
    document: str = ""
    flow: str = ""
    batch: str = ""
    fault: str = ""
    files: int | None = None
    body: dict[str, Any] = {}
    times: int | None = None
    at_least: int | None = None
    at_most: int | None = None


class Near(msgspec.Struct, frozen=True):
    """An entry that does not fit, and in what: key to what was wanted and what was there."""

    entry: dict[str, Any]
    differs: dict[str, dict[str, Any]]


class Verified(msgspec.Struct, frozen=True):
    """Whether the expectation holds. `says` is one sentence for a test's failure message."""

    ok: bool
    says: str
    found: int
    entries: list[dict[str, Any]]
    nearest: list[Near]


class JournalApi:
    def __init__(self, core: Core) -> None:
        self._recorder = core.recorder
        self._store = core.store
        texts = ("endpoint", "flow", "batch", "application", "document", "fault", "newest")
        self.endpoints = [
            endpoint("GET", "journal", self.show, "What passed: requests, downloads, auth calls, callbacks", having("entries"),
                     query=(TENANT, Input("kind", {"enum": list(KINDS)}, required=False),
                            *(Input(name, required=False) for name in texts), number_input("status", most=999),
                            number_input("after"), number_input("limit", most=1000)), failures=[WRONG]),
            endpoint("POST", "verify", self.verify, "Whether what should have passed did, and what came nearest", Verified,
                     body=Expectation, body_required=False, body_example={"endpoint": "multiupload", "times": 1},
                     failures=[WRONG]),
        ]  # fmt: skip

    async def show(self, request: Request) -> Response:
        """Entries in order: from the one after `after`, or the newest where nothing is said."""
        said = known_query(request, FILTERS)
        if said.get("kind", "request") not in KINDS:
            raise ControlError(422, f"kind: {said['kind']!r} is none", "kind", KINDS)
        wanted = Wanted(
            tenant=tenant_of(request),
            status=number(said, "status", 0, 999) if "status" in said else None,
            after=number(said, "after", 0),
            **{
                key: said.get(key, "")
                for key in ("kind", "endpoint", "flow", "batch", "application", "document", "fault")
            },
        )
        limit = number(said, "limit", FEW_ITEMS, MOST_ITEMS)
        entries = await self._recorder.entries(wanted, limit=limit, newest="after" not in said)
        return answer({"entries": [shown(entry) for entry in entries]})

    async def verify(self, request: Request) -> Response:
        asked = await body_as(request, Expectation)
        _must_be_possible(asked)
        known_query(request, [])
        return answer(await self.check(tenant_of(request), asked))

    async def check(self, tenant: str, asked: Expectation) -> Verified:
        found, fitting = await self._fitting(tenant, asked)
        ok = _count_holds(found, asked)
        near = [] if ok else await self._near(tenant, asked)
        nearest = sorted(near, key=_distance)[:NEAR_SHOWN]
        return Verified(ok, _sentence(ok, asked, found, nearest, found + len(near)), found, fitting, nearest)

    async def _fitting(self, tenant: str, asked: Expectation) -> tuple[int, list[dict[str, Any]]]:
        """How many entries of the whole journal fit, and the newest of them."""
        wanted = Wanted(
            tenant=tenant, kind=asked.kind, endpoint=asked.endpoint, status=asked.status, flow=asked.flow,
            batch=asked.batch, application=asked.application, document=asked.document,
        )  # fmt: skip
        found = 0
        newest = deque[dict[str, Any]](maxlen=FITTING_SHOWN)
        while True:
            entries = await self._recorder.entries(wanted, limit=AT_ONCE)
            for entry in entries:
                if not await self._differs(entry, asked):
                    found += 1
                    newest.append(shown(entry))
            if len(entries) < AT_ONCE:
                return found, list(newest)
            wanted = msgspec.structs.replace(wanted, after=entries[-1].id)

    async def _near(self, tenant: str, asked: Expectation) -> list[Near]:
        entries = await self._recorder.entries(Wanted(tenant=tenant, kind=asked.kind), limit=AT_ONCE, newest=True)
        return [Near(shown(entry), differs) for entry in entries if (differs := await self._differs(entry, asked))]

    async def _differs(self, entry: Entry, asked: Expectation) -> dict[str, dict[str, Any]]:
        """The keys in which an entry is not as asked: what was wanted, and what was there."""
        differs: dict[str, dict[str, Any]] = {}

        def compare(key: str, wanted: Any, was: Any, holds: bool) -> None:
            if wanted not in (None, "", {}) and not holds:
                differs[key] = {"wanted": wanted, "was": was}

        path = entry.url.partition("?")[0]
        endpoint = path if entry.kind != "request" else f"{entry.method} {path}"
        compare("endpoint", asked.endpoint, endpoint, _ends_with(endpoint, asked.endpoint))
        compare("status", asked.status, entry.status, entry.status == asked.status)
        compare("flow", asked.flow, entry.flow_uuid, entry.flow_uuid == asked.flow)
        compare("batch", asked.batch, entry.batch_id, entry.batch_id == asked.batch)
        compare("fault", asked.fault, entry.fault, asked.fault in entry.fault)
        compare("document", asked.document, list(entry.documents), asked.document in entry.documents)
        compare("files", asked.files, len(entry.documents), len(entry.documents) == asked.files)
        if asked.application:
            was = entry.application_id or (await self._store.application_of(entry.flow_uuid) if entry.flow_uuid else "")
            compare("application", asked.application, was, was == asked.application)
        body = _decoded(entry.request) if asked.body else {}
        for key, wanted in asked.body.items():
            cut = len(entry.request) >= BODY_KEPT
            there: Any = f"cut off: {BODY_KEPT:,} characters are kept" if cut else body.get(key)
            compare(f"body.{key}", wanted, there, body.get(key) == wanted)
        return differs


def shown(entry: Entry) -> dict[str, Any]:
    """An entry as it is answered: the moment in words, and only what there is to say."""
    said = msgspec.to_builtins(entry)
    said["at"] = stamp(entry.at)
    return {key: value for key, value in said.items() if value not in ("", {}, [], ())}


def _distance(near: Near) -> tuple[bool, int]:
    """Another endpoint is further away than anything else."""
    return "endpoint" in near.differs, len(near.differs)


def _ends_with(endpoint: str, wanted: str) -> bool:
    method, space, path = wanted.rpartition(" ")
    if space and not endpoint.startswith(f"{method.upper()} "):
        return False
    full = endpoint.rpartition(" ")[2]
    return full == path or full.endswith(f"/{path.lstrip('/')}")


def _must_be_possible(asked: Expectation) -> None:
    for key in ("times", "at_least", "at_most", "files"):
        if (getattr(asked, key) or 0) < 0:
            raise ControlError(422, f"{key}: {getattr(asked, key)} is less than nothing", key, ["0 or more"])
    for key in ("at_least", "at_most"):
        if asked.times is not None and getattr(asked, key) is not None:
            raise ControlError(422, f"times is exact: {key} has no meaning beside it", key, ["times alone"])
    if asked.at_least is not None and asked.at_most is not None and asked.at_least > asked.at_most:
        message = f"at_least {asked.at_least} is more than at_most {asked.at_most}: no count is both"
        raise ControlError(422, message, "at_least", [f"0 to {asked.at_most}"])


def _count_holds(found: int, asked: Expectation) -> bool:
    if asked.times is not None:
        return found == asked.times
    least = asked.at_least if asked.at_least is not None else (0 if asked.at_most is not None else 1)
    return least <= found and (asked.at_most is None or found <= asked.at_most)


def _sentence(ok: bool, asked: Expectation, found: int, nearest: list[Near], among: int) -> str:
    if asked.times is not None:
        count = f"exactly {asked.times}"
    else:
        count = " and ".join(
            f"{word} {number}"
            for word, number in (("at least", asked.at_least), ("at most", asked.at_most))
            if number is not None
        ) or "at least 1"  # fmt: skip
    what = ", ".join(
        f"{key} {value!r}"
        for key, value in msgspec.to_builtins(asked).items()
        if value not in ("", None, {}) and key not in ("kind", "times", "at_least", "at_most")
    )
    said = f"expected {count} {asked.kind}" + (f" with {what}" if what else "") + f"; found {found}"
    if ok or not nearest:
        return said if ok else f"{said} among {among}"
    differs = "; ".join(f"{key} was {each['was']!r}" for key, each in nearest[0].differs.items())
    return f"{said}; the nearest was entry {nearest[0].entry['id']}: {differs}"


def _decoded(text: str) -> dict[str, Any]:
    try:
        body = msgspec.json.decode(text)
    except msgspec.MsgspecError:
        return {}
    return body if isinstance(body, dict) else {}
