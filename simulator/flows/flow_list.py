"""Flows in a list for people: a page of them, searched, those with problems first when asked, each with what one glance needs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

import msgspec

from simulator.flows import rows
from simulator.flows.database import Database
from simulator.flows.model import Flow
from simulator.flows.states import FileState, FlowStatus, roll_up

#: Scores of cross-checks below this count as a problem (contract, section 8: below 60 is a low match).
LOW_SCORE = 60

#: The flows of which `flow_problems` has something to say; 1 or 0.
_PROBLEMS = f"""(
    EXISTS (SELECT 1 FROM files LEFT JOIN readings ON readings.key = files.reading_key
        WHERE files.flow_uuid = flows.uuid AND files.flow_uuid <> '' AND (
            files.state IN ('UPLOAD_FAILED', 'PROCESSING_FAILED', 'UNRECOGNISED')
            OR json_extract(CAST(readings.summary AS TEXT), '$.error_code') <> ''))
    OR coalesce((SELECT state IN ('AUTH_FAILED', 'CALLBACK_FAILED') OR (state = 'IN_PROGRESS' AND attempts > 0)
        FROM deliveries WHERE deliveries.flow_uuid = flows.uuid AND deliveries.flow_uuid <> '' ORDER BY id DESC LIMIT 1), 0)
    OR EXISTS (SELECT 1 FROM cross_checks, json_each(CAST(cross_checks.checks AS TEXT)) AS made
        WHERE cross_checks.flow_uuid = flows.uuid AND flows.checked = 1
        AND json_extract(made.value, '$.similarity_score') < {LOW_SCORE})
)"""
_SEARCH = r"""(
    flows.application_id LIKE :like ESCAPE '\' OR flows.uuid LIKE :like ESCAPE '\' OR flows.tenant LIKE :like ESCAPE '\'
    OR EXISTS (SELECT 1 FROM files LEFT JOIN readings ON readings.key = files.reading_key
        WHERE files.flow_uuid = flows.uuid AND files.flow_uuid <> '' AND (
            files.document_id LIKE :like ESCAPE '\' OR files.uuid LIKE :like ESCAPE '\' OR files.batch_id LIKE :like ESCAPE '\'
            OR json_extract(CAST(readings.summary AS TEXT), '$.document_type') LIKE :like ESCAPE '\'
            OR json_extract(CAST(readings.summary AS TEXT), '$.error_code') LIKE :like ESCAPE '\'))
)"""


#: What a delivery is called in lists while it is tried again; its state is IN_PROGRESS from the first try on.
RETRYING = "RETRYING"
#: Flows that are counted for a list; of more it is only said that they are more.
MAX_COUNTED = 10_000


class ListedFlow(msgspec.Struct, frozen=True):
    """One flow in the list. `types` are those of its documents in order, each once; `problems` are in words.

    `took` is simulated seconds from its first upload until its master status was final; None while it is not.
    """

    flow: Flow
    status: FlowStatus
    documents: int
    types: tuple[str, ...]
    problems: tuple[str, ...]
    delivery: str
    took: float | None


class FlowList:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def count(self, *, tenant: str = "", search: str = "") -> int:
        """How many flows fit; `MAX_COUNTED` + 1 where there are more than that, since counting takes its time."""
        where, values = _conditions(tenant, search)
        row = await self._database.one(
            f"SELECT count(*) FROM (SELECT 1 FROM flows WHERE {where} LIMIT {MAX_COUNTED + 1})", *values
        )
        return int(row[0]) if row else 0

    async def page(
        self, *, tenant: str = "", search: str = "", problems_first: bool = False, skip: int = 0, limit: int = 50
    ) -> list[ListedFlow]:
        """The newest flows first; or those with problems, and then the others."""
        where, values = _conditions(tenant, search)
        order = f"{_PROBLEMS} DESC, id DESC" if problems_first else "id DESC"
        found = await self._database.all(
            f"SELECT {rows.FLOW} FROM flows WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?", *values, limit, skip
        )
        return await self._seen([rows.flow(row) for row in found])

    async def tenants(self, limit: int = 200) -> list[str]:
        """The Client-Ids that have flows."""
        # Jumps from one to the next along the index instead of looking at every flow.
        found = await self._database.all(
            "WITH RECURSIVE known(tenant) AS (SELECT min(tenant) FROM flows UNION ALL"
            " SELECT (SELECT min(tenant) FROM flows WHERE tenant > known.tenant) FROM known WHERE known.tenant IS NOT NULL)"
            " SELECT tenant FROM known WHERE tenant IS NOT NULL LIMIT ?",
            limit,
        )
        return [row["tenant"] for row in found]

    async def _seen(self, flows: Sequence[Flow]) -> list[ListedFlow]:
        uuids = [flow.uuid for flow in flows]
        files: dict[str, list[Any]] = defaultdict(list)
        for row in await self._of(
            "SELECT files.flow_uuid, files.state, files.created_at,"
            " json_extract(CAST(readings.summary AS TEXT), '$.document_type') AS type,"
            " json_extract(CAST(readings.summary AS TEXT), '$.error_code') AS error"
            " FROM files LEFT JOIN readings ON readings.key = files.reading_key"
            " WHERE files.flow_uuid IN ({}) AND files.flow_uuid <> '' ORDER BY files.id",
            uuids,
        ):
            files[row["flow_uuid"]].append(row)
        ended = {
            row["flow_uuid"]: row["at"]
            for row in await self._of(
                "SELECT flow_uuid, max(at) AS at FROM events WHERE flow_uuid IN ({}) AND flow_uuid <> ''"
                " AND kind = 'flow' AND state IN ('SUCCESS', 'FAILED') GROUP BY flow_uuid",
                uuids,
            )
        }
        delivered = {
            row["flow_uuid"]: RETRYING if row["state"] == "IN_PROGRESS" and row["attempts"] else row["state"]
            for row in await self._of(
                "SELECT flow_uuid, state, attempts FROM deliveries WHERE flow_uuid IN ({}) AND flow_uuid <> '' ORDER BY id",
                uuids,
            )
        }
        low = {
            row["flow_uuid"]: row["low"]
            for row in await self._of(
                "SELECT flow_uuid, count(*) AS low FROM cross_checks, json_each(CAST(checks AS TEXT)) AS made"
                " WHERE flow_uuid IN ({})"
                f" AND json_extract(made.value, '$.similarity_score') < {LOW_SCORE} GROUP BY flow_uuid",
                uuids,
            )
        }
        return [
            _line(flow, files[flow.uuid], ended.get(flow.uuid), delivered.get(flow.uuid, ""), low.get(flow.uuid, 0))
            for flow in flows
        ]

    async def _of(self, sql: str, uuids: Sequence[str]) -> list[Any]:
        """Rows of these flows; `{}` in the statement stands for their uuids."""
        return await self._database.all(sql.format(", ".join("?" * len(uuids))), *uuids) if uuids else []


def _conditions(tenant: str, search: str) -> tuple[str, list[str]]:
    """The WHERE clause and its values."""
    where, values = ["1"], []
    if tenant:
        where.append("flows.tenant = ?")
        values.append(tenant)
    if search:
        where.append(_SEARCH.replace(":like", "?"))
        values += [f"%{rows.like(search)}%"] * _SEARCH.count(":like")
    return " AND ".join(where), values


def _line(flow: Flow, files: Sequence[Any], ended: float | None, delivery: str, low: int) -> ListedFlow:
    status = roll_up(Counter(FileState(row["state"]) for row in files), flow.checked)
    started = files[0]["created_at"] if files else flow.created_at
    return ListedFlow(
        flow,
        status,
        len(files),
        tuple(dict.fromkeys(row["type"] for row in files if row["type"])),
        tuple(flow_problems(files, delivery, low if flow.checked else 0)),
        delivery,
        ended - started if status.complete and ended is not None else None,
    )


def flow_problems(files: Sequence[Any], delivery: str = "", low: int = 0) -> list[str]:
    """What went wrong, in words. `files` are rows with `state` and `error`; `low` counts low cross-checks."""
    states = Counter(row["state"] for row in files)
    errors = Counter(row["error"] for row in files if row["error"])
    counted = [
        (states["UPLOAD_FAILED"], "not fetched"),
        (states["PROCESSING_FAILED"], "failed to process"),
        (errors["UNRECOGNISED"], "unrecognised"),
        (errors["INVALID_DOC"], "invalid"),
        (low, "low match" if low == 1 else "low matches"),
    ]
    texts = [f"{count} {words}" for count, words in counted if count]
    if delivery in ("AUTH_FAILED", "CALLBACK_FAILED"):
        texts.append("auth failed" if delivery == "AUTH_FAILED" else "callback failed")
    if delivery == RETRYING:
        texts.append("callback refused so far")
    return texts
