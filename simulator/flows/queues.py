"""What waits to be done, and whose turn it is: every kind of work is a queue in the tables themselves.

Tenants take turns, so that however much one has waiting, another's next job is found at once. A job that failed
unexpectedly is put back with the reason and falls due later; what cannot even be read as a job is set aside.
"""

from __future__ import annotations

import logging
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from simulator.errors import StoreUnavailable
from simulator.flows import rows
from simulator.flows.database import Database
from simulator.flows.model import HELD, Batch, Delivery, File, Flow
from simulator.masking import masked

log = logging.getLogger("simulator.flows")

#: Tenants that are looked at for one look; all of them only where none of these has anything that can be done.
TENANTS_AT_ONCE, ALL_TENANTS = 64, 30_000
#: Jobs that one look takes up.
JOBS_AT_ONCE = 32
#: Tenants beyond the free places that are looked at, since some may have nothing that can be done.
SPARE_TENANTS = 4
#: Comes behind every name of a tenant.
LAST_NAME = "\U0010ffff" * 4
#: Characters of a problem that are kept.
PROBLEM_KEPT = 500


class Job(Protocol):
    @property
    def id(self) -> Any: ...

    @property
    def tenant(self) -> str: ...


AnyJob = TypeVar("AnyJob", bound=Job)


@dataclass(frozen=True)
class Queue(Generic[AnyJob]):
    """One kind of work: the table, which of its rows wait, what a job needs of a row, and how it is made of it.

    `shared` keeps places free for other tenants; `hosted` says that the rows name the host that they contact;
    `flow` is the column that names the flow.
    """

    name: str
    table: str
    waiting: str
    columns: str
    job: Callable[[sqlite3.Row], AnyJob]
    shared: bool = True
    hosted: bool = False
    flow: str = "flow_uuid"


FETCHES: Queue[File] = Queue("download", "files", "state = 'UPLOAD_INPROGRESS'", rows.FILE, rows.file, hosted=True)
READS: Queue[File] = Queue(
    "read", "files", "state IN ('UPLOAD_SUCCESS', 'PROCESSING_INPROGRESS')", rows.FILE, rows.file, shared=False
)
FINISHES: Queue[Flow] = Queue("finish", "flows", "finish_due = 1", rows.FLOW, rows.flow, flow="uuid")
BATCHES: Queue[Batch] = Queue("batch", "batches", "finish_due = 1", rows.BATCH, rows.batch)
DELIVERIES: Queue[Delivery] = Queue(
    "deliver", "deliveries", "state IN ('INITIATED', 'IN_PROGRESS')", rows.DELIVERY, rows.delivery, hosted=True
)
QUEUES: tuple[Queue[Any], ...] = (FETCHES, READS, FINISHES, BATCHES, DELIVERIES)
#: Those that the metrics tell of: a batch is finished at once.
COUNTED: tuple[Queue[Any], ...] = (FETCHES, READS, FINISHES, DELIVERIES)


class Queues:
    def __init__(self, database: Database) -> None:
        self._database = database
        #: By queue: the tenant that had the last turn.
        self._last: dict[str, str] = {}

    async def due(
        self,
        queue: Queue[AnyJob],
        now: float,
        limit: int,
        running: Sequence[AnyJob] = (),
        full_hosts: Collection[str] = (),
    ) -> list[AnyJob]:
        """The next jobs, at most `limit`, the free places: each tenant's longest waiting ones, tenant by tenant in turns.

        One look takes up no more than JOBS_AT_ONCE: a backlog must not make every look dear, and whoever has more free
        places looks again at once. Left out are those that run and those whose host is full. Of a shared queue no tenant
        gets the last free places: it may have as many jobs under way as it leaves places free.
        """
        chosen: list[AnyJob] = []
        take = min(limit, JOBS_AT_ONCE)
        for most in (min(TENANTS_AT_ONCE, limit + SPARE_TENANTS), ALL_TENANTS):
            tenants = await self._tenants(queue, now, most)
            found = await self._jobs(queue, now, take, tenants, running, full_hosts) if tenants else []
            in_progress = Counter(job.tenant for job in running) if queue.shared else None
            chosen = _in_turns(tenants, found, take, limit, in_progress)
            if chosen or len(tenants) < most:
                break
        if chosen:
            self._last[queue.name] = chosen[-1].tenant
        return chosen

    async def counts(self, now: float) -> dict[tuple[str, str], int]:
        """How many jobs wait, by queue and by when: `due` now, due `later`, or `held` for a person."""
        found: dict[tuple[str, str], int] = {}
        for queue in COUNTED:
            row = await self._database.one(
                "SELECT count(*), coalesce(sum(due_at <= coalesce(own_now(tenant), ?)), 0), coalesce(sum(due_at >= ?), 0)"
                f" FROM {queue.table}"
                f" WHERE {queue.waiting}",
                now,
                HELD,
            )
            assert row is not None  # it counts
            total, due, held = row
            found |= {(queue.name, "due"): due, (queue.name, "later"): total - due - held, (queue.name, "held"): held}
        return found

    async def failed(self, queue: Queue[AnyJob], job: AnyJob, problem: str, due: Callable[[int], float]) -> int:
        """Put a job back that failed unexpectedly; how often it has by now. `due` says, by that, when it is due again.

        Raises StoreUnavailable where the state file is what failed: the job is not to blame, and nothing is counted.
        """
        if not await self._database.recovers():
            raise StoreUnavailable(f"state file {self._database.path}: {self._database.trouble}")
        return await self._put_back(queue, job.id, masked(problem)[:PROBLEM_KEPT], due)

    async def postpone(self, queue: Queue[AnyJob], job: AnyJob, problem: str, due_at: float) -> None:
        """Let a job wait that could not be done for want of something else; nothing is counted against it."""
        async with self._database.transaction() as tx:
            await tx.run(
                f"UPDATE {queue.table} SET problem = ?, due_at = ? WHERE id = ? AND {queue.waiting}",
                masked(problem)[:PROBLEM_KEPT],
                due_at,
                job.id,
            )

    async def _put_back(self, queue: Queue[Any], job_id: object, problem: str, due: Callable[[int], float]) -> int:
        which = f"FROM {queue.table} WHERE id = ? AND {queue.waiting}"
        async with self._database.transaction() as tx:
            row = await tx.one(f"SELECT tenant, failures, {queue.flow} AS flow {which}", job_id)
            if row is None:
                # The state was reset or restored meanwhile: nothing is left to be tried again.
                return 0
            times = int(row["failures"]) + 1
            await tx.run(
                f"UPDATE {queue.table} SET failures = ?, problem = ?, due_at = ? WHERE id = ?",
                times,
                problem,
                due(times),
                job_id,
            )
            tx.event(row["tenant"], "failure", queue.name, row["flow"], problem=problem, times=times)
            return times

    async def _tenants(self, queue: Queue[Any], now: float, most: int) -> list[str]:
        """Tenants that have something due, beginning behind the one that had the last turn."""
        walk = _TENANTS.format(table=queue.table, waiting=queue.waiting)
        found = await self._database.all(walk, self._last.get(queue.name, ""), LAST_NAME, now, most)
        return [row["tenant"] for row in found]

    async def _jobs(
        self,
        queue: Queue[AnyJob],
        now: float,
        limit: int,
        tenants: Sequence[str],
        running: Sequence[AnyJob],
        full_hosts: Collection[str],
    ) -> list[AnyJob]:
        """The longest waiting jobs of each of these tenants, enough of each to fill `limit` places."""
        here = frozenset(tenants)
        busy = [job.id for job in running if job.tenant in here]
        free = f"AND own.host NOT IN ({_marks(full_hosts)})" if queue.hosted else ""
        sql = _JOBS.format(
            table=queue.table,
            waiting=queue.waiting,
            columns=queue.columns,
            free=free,
            busy=_marks(busy),
            tenants=", ".join(["(?)"] * len(tenants)),
        )
        hosts = full_hosts if queue.hosted else ()
        each = -(-limit // len(tenants))
        found = await self._database.all(sql, *tenants, now, *busy, *hosts, each)
        jobs: list[AnyJob] = []
        for row in found:
            try:
                jobs.append(queue.job(row))
            except Exception as error:
                # Whatever is wrong with one row: the others have nothing to do with it.
                log.error(
                    "a row of %s is no job and is set aside", queue.table, exc_info=error, extra={"job": row["id"]}
                )
                await self._put_back(queue, row["id"], f"not a job: {type(error).__name__}", lambda _: HELD)
        return jobs


def _in_turns(
    tenants: Sequence[str], found: Sequence[AnyJob], take: int, places: int, in_progress: Counter[str] | None
) -> list[AnyJob]:
    """One job of each tenant, then a second of each, and so on, `take` in all.

    `in_progress` counts what each tenant has under way, where that bounds it by the free `places` that it leaves.
    """
    waiting: dict[str, list[AnyJob]] = {tenant: [] for tenant in tenants}
    for job in found:
        waiting[job.tenant].append(job)
    chosen: list[AnyJob] = []
    while waiting and len(chosen) < take:
        for tenant, jobs in list(waiting.items()):
            free = places - len(chosen)
            if not jobs or len(chosen) >= take or (in_progress is not None and in_progress[tenant] >= free):
                del waiting[tenant]
                continue
            chosen.append(jobs.pop(0))
            if in_progress is not None:
                in_progress[tenant] += 1
    return chosen


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))


#: From tenant to tenant, each a look into an index: those behind the last turn, then the others up to it; of those that
#: have something due, the first so many.
_TENANTS = """
WITH RECURSIVE turn (round, tenant, up_to) AS (
    SELECT 1, min(tenant), ?2 FROM {table} WHERE {waiting} AND tenant > ?1 AND tenant <= ?2
    UNION ALL
    SELECT 2, min(tenant), ?1 FROM {table} WHERE {waiting} AND tenant > '' AND tenant <= ?1
    UNION ALL
    SELECT round, (SELECT min(tenant) FROM {table} WHERE {waiting} AND tenant > turn.tenant AND tenant <= turn.up_to), up_to
    FROM turn WHERE turn.tenant IS NOT NULL
    ORDER BY 1, 2
)
SELECT tenant FROM turn WHERE tenant IS NOT NULL
    AND (SELECT min(own.due_at) FROM {table} AS own WHERE {waiting} AND own.tenant = turn.tenant)
        <= coalesce(own_now(turn.tenant), ?3)
LIMIT ?4
"""
_JOBS = """
SELECT {columns} FROM (SELECT column1 AS who FROM (VALUES {tenants})) CROSS JOIN {table}
WHERE {table}.rowid IN (
    SELECT own.rowid FROM {table} AS own
    WHERE {waiting} AND own.tenant = who AND own.due_at <= coalesce(own_now(who), ?) AND own.id NOT IN ({busy}) {free}
    ORDER BY own.due_at, own.id LIMIT ?
)
ORDER BY {table}.due_at, {table}.id
"""
