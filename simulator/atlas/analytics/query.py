"""What an analytics call asks for: a span of days, a view with a status, a page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from simulator.atlas.errors import ApiError, missing_query
from simulator.flows.states import DeliveryState, FileState

DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
#: Rows of a page of details.
PAGE = 100

_FETCHED = (
    FileState.UPLOAD_SUCCESS,
    FileState.PROCESSING_INPROGRESS,
    FileState.PROCESSING_SUCCESS,
    FileState.PROCESSING_FAILED,
    FileState.UNRECOGNISED,
)
#: For each view its words, as the summary calls them, and the states that each takes in.
UPLOAD: dict[str, Sequence[str]] = {
    "success": _FETCHED,
    "failed": (FileState.UPLOAD_FAILED,),
    "inprogress": (FileState.UPLOAD_INPROGRESS,),
}
PROCESSING: dict[str, Sequence[str]] = {
    "success": (FileState.PROCESSING_SUCCESS,),
    "inprogress": (FileState.PROCESSING_INPROGRESS,),
    "failed": (FileState.PROCESSING_FAILED,),
    "unrecognised": (FileState.UNRECOGNISED,),
}
CALLBACKS: dict[str, Sequence[str]] = {
    "initiated": (DeliveryState.INITIATED,),
    "delivered": (DeliveryState.DELIVERED,),
    "inprogress": (DeliveryState.IN_PROGRESS,),
    "auth_failed": (DeliveryState.AUTH_FAILED,),
    "callback_failed": (DeliveryState.CALLBACK_FAILED,),
}
#: For each view what each exact backend word takes in.
VIEWS: dict[str, dict[str, Sequence[str]]] = {
    "upload": {
        "UPLOAD_SUCCESS": _FETCHED,
        "UPLOAD_FAILED": UPLOAD["failed"],
        "UPLOAD_INPROGRESS": UPLOAD["inprogress"],
    },
    "sage-processing": {states[0]: states for states in PROCESSING.values()},
    "callbacks": {states[0]: states for states in CALLBACKS.values()},
}


def view(query: Mapping[str, str]) -> tuple[str, str, Sequence[str]]:
    """The view, the status word, and the states it takes in; all of the view's where none is named. Raises 400."""
    name, status = query.get("view", ""), query.get("status", "")
    if not name:
        raise missing_query(["view"])
    words = VIEWS.get(name)
    if words is None:
        raise ApiError(400, f"view must be one of {', '.join(VIEWS)}")
    if not status:
        return name, "", [state for states in words.values() for state in states]
    if status not in words:
        raise ApiError(400, f"status must be one of {', '.join(words)}")
    return name, status, words[status]


def days(
    query: Mapping[str, str], now: float, first: str = "start_date", last: str = "end_date"
) -> tuple[float, float]:
    """The moments between which something was made, the second excluded. Raises 400.

    Days are UTC, the last is included; one that is left out does not bound.
    """
    since = _day(query, first) if first in query else 0.0
    until = _day(query, last) + timedelta(days=1).total_seconds() if last in query else 9e15
    match query.get("date_filter_type", "date_range"):
        case "date_range":
            return since, until
        case "today":
            return _start_of_day(now), 9e15
        case "lifetime":
            return 0.0, 9e15
    raise ApiError(400, "date_filter_type must be one of lifetime, today, date_range")


def page_number(query: Mapping[str, str]) -> int:
    """From 1. Raises 400."""
    value = query.get("page_number", "1")
    if not re.fullmatch(r"\d{1,9}", value, re.ASCII) or int(value) < 1:
        raise ApiError(400, "page_number must be integer")
    return int(value)


def _day(query: Mapping[str, str], name: str) -> float:
    try:
        if DAY.fullmatch(query[name]):
            return datetime.strptime(query[name], "%Y-%m-%d").replace(tzinfo=UTC).timestamp()
    except ValueError:
        pass
    raise ApiError(400, f"{name} must be YYYY-MM-DD")


def _start_of_day(moment: float) -> float:
    return datetime.fromtimestamp(moment, UTC).replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
