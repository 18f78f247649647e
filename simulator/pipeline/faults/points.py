"""The points at which something can go wrong, what can happen there, and with which keys: one table.

The messages about wrong rules, the documentation and the command line's help all come from it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Key:
    """A key of an action: what it means and what stands where it is not given."""

    name: str
    says: str
    default: object = None
    required: bool = False


@dataclass(frozen=True)
class Action:
    name: str
    says: str
    keys: tuple[Key, ...] = ()


@dataclass(frozen=True)
class Point:
    """`match` are the keys by which a rule at this point can be narrowed; `all_act` where every rule that matches acts."""

    name: str
    says: str
    match: tuple[str, ...]
    actions: tuple[Action, ...]
    all_act: bool = False


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
    "times": "act at most so many times",
    "after": "let the first so many pass",
    "every": "act on every n-th of the rest",
    "probability": "act by chance, 0 to 1, drawn from the seed",
    "seed": "a seed of its own for that chance",
}

_FILE = ("tenant", "application", "document", "flow")
_READ = (*_FILE, "type")
_FLOW = ("tenant", "application", "flow")

_DELAY = Key("delay", "how long", required=True)
_HANDLED = Key("handled", "whether the request takes effect all the same", default=False)

#: What can happen to whatever is posted to a client.
_POSTED = (
    Action("fail", "the receiver seems to fail; nothing is sent", (Key("status", "HTTP status", default=500),)),
    Action("timeout", "the receiver seems not to answer; nothing is sent"),
    Action("delay", "it comes later, in simulated time", (_DELAY,)),
    Action("duplicate", "it comes more than once", (Key("copies", "how often in all", default=2),)),
    Action(
        "out_of_order",
        "it comes after the tenant's next delivery",
        (Key("delay", "but after this much simulated time at the latest", default="60s"),),
    ),
    Action("never", "it is not sent at all"),
    Action("malformed", "it comes with its JSON cut off"),
)

_TABLE = (
    Point(
        "request",
        "a request of a client to Atlas",
        ("tenant", "endpoint", "application", "document", "flow"),
        (
            Action(
                "answer",
                "another answer",
                (
                    Key("status", "HTTP status", default=503),
                    Key("body", "JSON, or text; otherwise what Atlas documents for the status"),
                    Key("headers", "headers of the answer, for instance Retry-After"),
                    Key("delay", "real time before it"),
                    _HANDLED,
                ),
            ),
            Action("delay", "the right answer, later, in real time", (_DELAY,)),
            Action("drop", "the connection is closed without an answer", (_HANDLED,)),
            Action("malformed", "the right answer with its JSON cut off"),
            Action("truncate", "half the announced body, then the connection is closed"),
            Action("drip", "the right answer, byte by byte, in real time", (_DELAY,)),
        ),
    ),
    Point(
        "download",
        "fetching a client's file",
        _FILE,
        (
            Action("expired", "the link has expired: 403, as object storage says it"),
            Action("status", "the file's host answers so", (Key("status", "HTTP status", default=404),)),
            Action("timeout", "no complete answer in time"),
            Action("wrong", "something else comes", (Key("body", "what comes; otherwise a login page"),)),
            Action("too_large", "the file is larger than what is taken"),
            Action("delay", "the file comes later, in simulated time", (_DELAY,)),
        ),
    ),
    Point(
        "classify",
        "recognising a document",
        _READ,
        (
            Action("become", "the document is taken for this type", (Key("document_type", "the type", required=True),)),
            Action("unrecognised", "the document is UNRECOGNISED"),
            Action(
                "invalid", "the document is INVALID_DOC", (Key("reason", "error_reason", default="multiple people"),)
            ),
        ),
        all_act=True,
    ),
    Point(
        "ocr",
        "reading a document",
        _READ,
        (
            Action("fail", "reading fails: PROCESSING_FAILED"),
            Action(
                "low_confidence",
                "values are unsure",
                (Key("confidence", "0 to 1", default=0.35), Key("field", "only this field; otherwise all")),
            ),
            Action("missing", "a field is not found", (Key("field", "its name", required=True),)),
            Action(
                "replace",
                "a field is misread",
                (Key("field", "its name", required=True), Key("value", "what is read instead", required=True)),
            ),
        ),
        all_act=True,
    ),
    Point(
        "crosscheck",
        "comparing fields of documents",
        _FLOW,
        (
            Action(
                "score",
                "a given similarity",
                (Key("score", "0 to 100", required=True), Key("check", "only the check of this name; otherwise all")),
            ),
        ),
        all_act=True,
    ),
    Point(
        "processing",
        "the time between upload and result",
        _FILE,
        (
            Action("stuck", "the document stays in progress until `advance` lets it go on"),
            Action("slow", "processing takes this much longer, in simulated time", (_DELAY,)),
        ),
    ),
    Point(
        "auth",
        "the call to auth_url before a callback",
        _FLOW,
        (
            Action("refused", "it refuses", (Key("status", "HTTP status", default=401),)),
            Action("timeout", "it does not answer in time"),
            Action("malformed", "it answers 200 without a token"),
        ),
    ),
    Point("callback", "the post to callback_url", _FLOW, _POSTED),
    Point("notification", "the post of a chat event to chat_notification_url", _FLOW, _POSTED),
)
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
    return ["point", "action", *POINTS[point].match, *COUNT, *(key.name for key in found.keys), "note"]
