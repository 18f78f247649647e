"""The points at which something can go wrong, all of them: one table, each row with the function that does it.

The messages about wrong rules, the documentation, the page and the command line's help all come from it.
"""

from __future__ import annotations

from simulator.pipeline.faults.address_match_faults import ADDRESS
from simulator.pipeline.faults.delivery_faults import AUTH, CALLBACK, NOTIFICATION
from simulator.pipeline.faults.download_faults import DOWNLOAD
from simulator.pipeline.faults.model import Action, Point
from simulator.pipeline.faults.reading_faults import CLASSIFY, CROSSCHECK, OCR, PROCESSING
from simulator.pipeline.faults.request_faults import REQUEST

#: Keys that narrow a rule; texts, `*` and `?` stand for any characters.
MATCH = {
    "tenant": "the Client-Id",
    "endpoint": "path or its end (`multiupload`, `/v3/verification/status`), with or without the method",
    "application": "the application_id",
    "document": "the document_id",
    "type": "the document type that was recognised",
    "flow": "the flow_uuid",
}
#: Keys that say how often a rule acts, in words for the documentation.
COUNT = {
    "times": "the most times that the rule acts",
    "after": "how many matches pass before the rule acts",
    "every": "act on every n-th match after that",
    "probability": "act by chance, 0 to 1, drawn from the seed",
    "seed": "a seed of its own for that chance",
}

_TABLE = (REQUEST, DOWNLOAD, CLASSIFY, OCR, CROSSCHECK, PROCESSING, AUTH, CALLBACK, NOTIFICATION, ADDRESS)
POINTS: dict[str, Point] = {point.name: point for point in _TABLE}


def action_of(point: str, action: str) -> Action | None:
    """The row of an action, where there is one."""
    found = POINTS.get(point)
    return next((each for each in found.actions if each.name == action), None) if found else None


def action_names(point: str) -> list[str]:
    return [action.name for action in POINTS[point].actions]


def allowed_keys(point: str, action: str) -> list[str]:
    """Every key that a rule of this action may have."""
    found = action_of(point, action)
    assert found is not None
    return ["point", "action", *POINTS[point].match, *COUNT, *(key.name for key in found.keys), "note", "strict"]
