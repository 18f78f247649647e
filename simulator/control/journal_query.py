"""Which entries of the journal a query asks for, and how an entry is answered."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.requests import Request

from simulator.clock import iso_time
from simulator.control.openapi_helpers import TENANT
from simulator.control.openapi_helpers import number as number_input
from simulator.control.request_helpers import DEFAULT_ITEMS, MAX_ITEMS, not_one_of, parse_number, parse_query, tenant_of
from simulator.endpoints import Input
from simulator.flows.journal import Entry, EntryFilter

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
#: The same for the specification.
QUERY = (
    TENANT,
    Input("kind", {"enum": list(KINDS)}, required=False),
    *(
        Input(name, required=False)
        for name in ("endpoint", "flow", "batch", "application", "document", "fault", "newest")
    ),
    number_input("status", most=999),
    number_input("after"),
    number_input("limit", most=1000),
)


def parse_entry_filter(request: Request) -> tuple[EntryFilter, int, bool]:
    """Which entries a query asks for, how many at most, and whether the newest of them. Raises ControlError."""
    query = parse_query(request, FILTERS)
    if query.get("kind", "request") not in KINDS:
        raise not_one_of("kind", query["kind"], KINDS)
    entry_filter = EntryFilter(
        tenant=tenant_of(request),
        status=parse_number(query, "status", 0, 999) if "status" in query else None,
        after=parse_number(query, "after", 0),
        **{
            key: query.get(key, "") for key in ("kind", "endpoint", "flow", "batch", "application", "document", "fault")
        },
    )
    return entry_filter, parse_number(query, "limit", DEFAULT_ITEMS, MAX_ITEMS), "after" not in query


def entry_json(entry: Entry) -> dict[str, Any]:
    """An entry as it is answered: the moment in words, and only what there is to say."""
    result = msgspec.to_builtins(entry)
    result["at"] = iso_time(entry.at)
    return {key: value for key, value in result.items() if value not in ("", {}, [], ())}
