"""Everything that happened to a flow, in order: transitions, requests, downloads, auth and callback attempts, as lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from simulator.control.page.rendering import TONES
from simulator.flows.journal import Entry, EntryFilter
from simulator.flows.model import Attempt, Delivery, Event
from simulator.pipeline.journal_recorder import Recorder

#: Events that the attempts and the journal tell better.
_SHOWN_ELSEWHERE = frozenset({"auth", "callback", "inbox"})


class TimelineEntry(msgspec.Struct, frozen=True):
    """One line. `tone` is its colour, `kind` what it is about, `file` the document's uuid where it is about one."""

    at: float
    kind: str
    title: str
    tone: str
    detail: str = ""
    document: str = ""
    file: str = ""
    took: float | None = None


async def exchanges(recorder: Recorder, entry_filter: EntryFilter, limit: int) -> list[Entry]:
    """Downloads, and requests that ask for something new; polls would hide everything else."""
    downloads = msgspec.structs.replace(entry_filter, kind="download")
    changes = msgspec.structs.replace(entry_filter, kind="request", method="POST")
    return [
        *await recorder.entries(changes, limit=limit),
        *await recorder.entries(downloads, limit=limit),
    ]


def timeline(
    events: Iterable[Event], attempts: Iterable[tuple[Delivery, Attempt]], entries: Iterable[Entry]
) -> Sequence[TimelineEntry]:
    """In the order of simulated time; at the same instant what was asked stands before what came of it."""
    moments = [
        *(_exchange(entry) for entry in entries),
        *(_attempt(delivery, attempt) for delivery, attempt in attempts),
        *(_transition(event) for event in events if event.kind not in _SHOWN_ELSEWHERE),
    ]
    return sorted(moments, key=lambda moment: moment.at)


def _transition(event: Event) -> TimelineEntry:
    detail: Mapping[str, Any] = event.detail
    values = {
        key: value
        for key, value in detail.items()
        if key not in ("document_id", "sha256", "size", "message_id", "application_id", "delivery", "of")
        and value not in ("", None)
    }
    about = f"{detail['of']} " if event.kind == "delivery" and detail.get("of") not in (None, "flow") else ""
    return TimelineEntry(
        event.at,
        event.kind,
        f"{about}{event.state}",
        TONES.get(str(values.get("error_code") or event.state), "quiet"),
        ", ".join(_detail(key, value) for key, value in values.items()),
        str(detail.get("document_id", "")),
        event.file_uuid,
    )


def _detail(key: str, value: Any) -> str:
    if key in ("problem", "document_type", "error_code", "error_reason", "word"):
        return str(value)
    if key in ("pages", "checks"):
        return f"{value} {key if value != 1 else key[:-1]}"
    return f"{key} {value}"


def _attempt(delivery: Delivery, attempt: Attempt) -> TimelineEntry:
    url = delivery.auth_url if attempt.step == "auth" else delivery.url
    return TimelineEntry(
        attempt.at,
        attempt.step,
        f"{attempt.status or 'no answer'}",
        "good" if 200 <= attempt.status < 300 else "bad",
        " — ".join(filter(None, (url, attempt.problem))),
        took=attempt.seconds,
    )


def _exchange(entry: Entry) -> TimelineEntry:
    """A download, or a request of the client."""
    title = f"{entry.method} {entry.url.partition('?')[0]}" if entry.kind == "request" else _outcome(entry)
    texts = [entry.answer if entry.kind == "download" else f"answered {entry.status}", entry.problem]
    if entry.kind == "download":
        texts.append(entry.url)
    if entry.fault and entry.fault not in entry.problem:
        texts.append(f"fault {entry.fault}")
    return TimelineEntry(
        entry.at,
        entry.kind,
        title,
        "good" if 200 <= entry.status < 300 else "bad",
        " — ".join(filter(None, texts)),
        entry.documents[0] if entry.kind == "download" and entry.documents else "",
        took=entry.ms / 1000,
    )


def _outcome(entry: Entry) -> str:
    return "fetched" if entry.status == 200 else "not fetched"
