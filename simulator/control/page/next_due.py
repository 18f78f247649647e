"""What falls due next in simulated time, as lines of the clock's page."""

from __future__ import annotations

from typing import Any

import msgspec

from simulator.flows.due_times import DueTimes
from simulator.flows.model import Batch, Delivery, File, Flow

#: Lines on the clock's page.
SHOWN = 20


class DueLine(msgspec.Struct, frozen=True):
    """Something that waits for its time. `kind` is its queue, `flow` empty where it belongs to none."""

    at: float
    kind: str
    title: str
    flow: str
    detail: str = ""


async def next_due(times: DueTimes, now: float) -> list[DueLine]:
    """The next things that fall due, soonest first; one more than is shown where there are more."""
    return [_line(queue.name, job, at) for queue, job, at in await times.waiting(now, SHOWN + 1)]


def _line(kind: str, job: Any, at: float) -> DueLine:
    match job:
        case File():
            return DueLine(at, kind, f"{'fetch' if kind == 'download' else 'read'} {job.document_id}", job.flow_uuid)
        case Delivery():
            return DueLine(at, kind, f"{job.kind} delivery, attempt {job.attempts + 1}", job.flow_uuid, job.url)
        case Flow():
            return DueLine(at, kind, f"cross-checks of {job.application_id}", job.uuid, job.problem)
        case Batch():
            return DueLine(at, kind, f"batch {job.id}", job.flow_uuid)
    return DueLine(at, kind, kind, "")
