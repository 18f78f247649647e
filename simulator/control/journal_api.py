"""`/_sim/journal` shows what passed; `/_sim/verify` holds it against what should have, and tells what came nearest."""

from __future__ import annotations

from collections import deque
from typing import Annotated, Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from simulator.control.errors import ControlError
from simulator.control.journal_query import QUERY, entry_json, parse_entry_filter
from simulator.control.openapi_helpers import INVALID_INPUT, endpoint, object_with
from simulator.control.request_helpers import decode_body, json_response, parse_query, tenant_of
from simulator.core import Core
from simulator.flows.journal import Entry, EntryFilter, Kind
from simulator.json_bodies import decode_object
from simulator.masking import masked_id
from simulator.pipeline.journal_recorder import MAX_BODY_BYTES

#: Entries that are looked at in one go; a failed check looks among so many for what came nearest.
ENTRIES_PER_BATCH = 1000
#: Fitting entries that an answer shows, the newest; all are counted.
MATCHES_SHOWN = 100
#: How many near ones it shows.
NEAR_MISSES_SHOWN = 3


class Expectation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What should have passed, and how often: `times` exactly, or `at_least` and `at_most`; with none, at least once.

    `endpoint`, `application`, `document`, `flow`, `batch`, `status`, `fault` as in the journal; `files` is how many
    documents a request names; `body` are keys that its JSON body holds, with these values.
    """

    kind: Kind = "request"
    endpoint: str = ""
    status: Annotated[int, msgspec.Meta(ge=0, le=999)] | None = None
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


class NearMiss(msgspec.Struct, frozen=True):
    """An entry that does not fit, and in what: key to what was wanted and what was there."""

    entry: dict[str, Any]
    differs: dict[str, dict[str, Any]]


class Verification(msgspec.Struct, frozen=True):
    """Whether the expectation holds. `says` is one sentence for a test's failure message."""

    ok: bool
    says: str
    found: int
    entries: list[dict[str, Any]]
    nearest: list[NearMiss]


class JournalApi:
    def __init__(self, core: Core) -> None:
        self._recorder = core.recorder
        self._store = core.store
        self.endpoints = [
            endpoint(
                "GET",
                "journal",
                self.show,
                "What passed: requests, downloads, auth calls, callbacks",
                object_with("entries"),
                query=QUERY,
                failures=[INVALID_INPUT],
            ),
            endpoint(
                "POST",
                "verify",
                self.verify,
                "Whether what should have passed did, and what came nearest",
                Verification,
                body=Expectation,
                body_required=False,
                body_example={"endpoint": "multiupload", "times": 1},
                failures=[INVALID_INPUT],
            ),
        ]

    async def show(self, request: Request) -> Response:
        """Entries in order: from the one after `after`, or the newest where nothing is said."""
        entry_filter, limit, newest = parse_entry_filter(request)
        entries = await self._recorder.entries(entry_filter, limit=limit, newest=newest)
        return json_response({"entries": [entry_json(entry) for entry in entries]})

    async def verify(self, request: Request) -> Response:
        expectation = await decode_body(request, Expectation)
        _check_expectation(expectation)
        parse_query(request, [])
        return json_response(await self.check(tenant_of(request), expectation))

    async def check(self, tenant: str, expectation: Expectation) -> Verification:
        found, fitting = await self._fitting(tenant, expectation)
        ok = _count_matches(found, expectation)
        near = [] if ok else await self._near(tenant, expectation)
        nearest = sorted(near, key=_distance)[:NEAR_MISSES_SHOWN]
        return Verification(ok, _sentence(ok, expectation, found, nearest, found + len(near)), found, fitting, nearest)

    async def _fitting(self, tenant: str, expectation: Expectation) -> tuple[int, list[dict[str, Any]]]:
        """How many entries of the whole journal fit, and the newest of them."""
        entry_filter = EntryFilter(
            tenant=tenant,
            kind=expectation.kind,
            endpoint=expectation.endpoint,
            status=expectation.status,
            flow=expectation.flow,
            batch=expectation.batch,
            application=expectation.application,
            document=expectation.document,
        )
        found = 0
        newest = deque[dict[str, Any]](maxlen=MATCHES_SHOWN)
        while True:
            entries = await self._recorder.entries(entry_filter, limit=ENTRIES_PER_BATCH)
            for entry in entries:
                if not await self._differs(entry, expectation):
                    found += 1
                    newest.append(entry_json(entry))
            if len(entries) < ENTRIES_PER_BATCH:
                return found, list(newest)
            entry_filter = msgspec.structs.replace(entry_filter, after=entries[-1].id)

    async def _near(self, tenant: str, expectation: Expectation) -> list[NearMiss]:
        entries = await self._recorder.entries(
            EntryFilter(tenant=tenant, kind=expectation.kind), limit=ENTRIES_PER_BATCH, newest=True
        )
        return [
            NearMiss(entry_json(entry), differs)
            for entry in entries
            if (differs := await self._differs(entry, expectation))
        ]

    async def _differs(self, entry: Entry, expectation: Expectation) -> dict[str, dict[str, Any]]:
        """The keys in which an entry is not as asked: what was wanted, and what was there."""
        differs: dict[str, dict[str, Any]] = {}

        def compare(key: str, expected: Any, was: Any, holds: bool) -> None:
            if expected not in (None, "", {}) and not holds:
                differs[key] = {"wanted": expected, "was": was}

        path = entry.url.partition("?")[0]
        endpoint = path if entry.kind != "request" else f"{entry.method} {path}"
        compare("endpoint", expectation.endpoint, endpoint, _ends_with(endpoint, expectation.endpoint))
        compare("status", expectation.status, entry.status, entry.status == expectation.status)
        compare("flow", expectation.flow, entry.flow_uuid, entry.flow_uuid == expectation.flow)
        compare("batch", expectation.batch, entry.batch_id, entry.batch_id == expectation.batch)
        compare("fault", expectation.fault, entry.fault, expectation.fault in entry.fault)
        compare(
            "document", expectation.document, list(entry.documents), masked_id(expectation.document) in entry.documents
        )
        compare("files", expectation.files, len(entry.documents), len(entry.documents) == expectation.files)
        if expectation.application:
            was = entry.application_id or (await self._store.application_of(entry.flow_uuid) if entry.flow_uuid else "")
            compare("application", expectation.application, was, masked_id(was) == masked_id(expectation.application))
        body = decode_object(entry.request.encode()) if expectation.body else {}
        for key, expected in expectation.body.items():
            # Each counts, null and what is empty too; null is also what a key has that is not there.
            if body.get(key) != expected:
                cut = len(entry.request) >= MAX_BODY_BYTES
                there: Any = f"cut off: {MAX_BODY_BYTES:,} characters are kept" if cut else body.get(key)
                differs[f"body.{key}"] = {"wanted": expected, "was": there}
        return differs


def _distance(near: NearMiss) -> tuple[bool, int]:
    """Another endpoint is further away than anything else."""
    return "endpoint" in near.differs, len(near.differs)


def _ends_with(endpoint: str, expected: str) -> bool:
    method, space, path = expected.rpartition(" ")
    if space and not endpoint.startswith(f"{method.upper()} "):
        return False
    full = endpoint.rpartition(" ")[2]
    return full == path or full.endswith(f"/{path.lstrip('/')}")


def _check_expectation(expectation: Expectation) -> None:
    for key in ("times", "at_least", "at_most", "files"):
        if (getattr(expectation, key) or 0) < 0:
            raise ControlError(422, f"{key}: must be 0 or more, not {getattr(expectation, key)}", key, ["0 or more"])
    for key in ("at_least", "at_most"):
        if expectation.times is not None and getattr(expectation, key) is not None:
            raise ControlError(422, f"{key}: cannot be combined with times, which is exact", key, ["times alone"])
    if (
        expectation.at_least is not None
        and expectation.at_most is not None
        and expectation.at_least > expectation.at_most
    ):
        message = f"at_least {expectation.at_least} is more than at_most {expectation.at_most}: no count is both"
        raise ControlError(422, message, "at_least", [f"0 to {expectation.at_most}"])


def _count_matches(found: int, expectation: Expectation) -> bool:
    if expectation.times is not None:
        return found == expectation.times
    least = expectation.at_least if expectation.at_least is not None else (0 if expectation.at_most is not None else 1)
    return least <= found and (expectation.at_most is None or found <= expectation.at_most)


def _sentence(ok: bool, expectation: Expectation, found: int, nearest: list[NearMiss], among: int) -> str:
    if expectation.times is not None:
        count = f"exactly {expectation.times}"
    else:
        count = (
            " and ".join(
                f"{word} {number}"
                for word, number in (("at least", expectation.at_least), ("at most", expectation.at_most))
                if number is not None
            )
            or "at least 1"
        )
    what = ", ".join(
        f"{key} {value!r}"
        for key, value in msgspec.to_builtins(expectation).items()
        if value not in ("", None, {}) and key not in ("kind", "times", "at_least", "at_most")
    )
    result = f"expected {count} {expectation.kind}" + (f" with {what}" if what else "") + f"; found {found}"
    if ok or not nearest:
        return result if ok else f"{result} among {among}"
    differs = "; ".join(f"{key} was {each['was']!r}" for key, each in nearest[0].differs.items())
    return f"{result}; the nearest was entry {nearest[0].entry['id']}: {differs}"
