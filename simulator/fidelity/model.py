"""What is observed of a server, and what differs between two: the records of a report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

#: What a difference is about. The first four are the shape of answers, the rest what they say.
Kind = Literal[
    "http_status",
    "envelope",
    "keys",
    "statuses",
    "document_type",
    "document_error",
    "value",
    "confidence",
    "cross_check",
    "score",
    "wording",
    "token_life",
]
SHAPES: frozenset[str] = frozenset({"http_status", "envelope", "keys", "statuses"})
VALUES: frozenset[str] = frozenset({"document_type", "document_error", "value", "cross_check", "score", "wording"})


class CallRecord(msgspec.Struct, frozen=True):
    """One call and its answer. `name` says what was asked, the same on both sides. `status` is 0 where none came.

    `answer` is the JSON that came, or the beginning of the text where it was none; `ms` is real time.
    """

    name: str
    method: str
    path: str
    status: int
    ms: float
    answer: Any = None
    problem: str = ""


class StatusAt(msgspec.Struct, frozen=True):
    """The four statuses at a moment: `seconds` after the upload was accepted, `upload/processing/crosscheck/master`."""

    seconds: float
    statuses: str


class Observation(msgspec.Struct, frozen=True):
    """Everything one server was seen to do. `ended` is empty, or says why not all could be asked."""

    url: str
    exchanges: tuple[CallRecord, ...] = ()
    statuses: tuple[StatusAt, ...] = ()
    extracts: dict[str, Any] = {}
    handshake: dict[str, str] = {}
    callback_equals_extracts: bool | None = None
    ended: str = ""

    def exchange(self, name: str) -> CallRecord | None:
        return next((each for each in self.exchanges if each.name == name), None)

    def documents(self) -> dict[str, Mapping[str, Any]]:
        """The items of `ocr_data` by document_id; what is no such item is left out, since any server may answer anything."""
        items = self.extracts.get("ocr_data")
        found = items if isinstance(items, list) else []
        return {str(item.get("document_id")): item for item in found if isinstance(item, Mapping)}


class Difference(msgspec.Struct, frozen=True):
    """`theirs` is what the other side has, `ours` the simulator. `similarity` is 0-100 where two values were compared."""

    kind: Kind
    where: str
    theirs: Any = None
    ours: Any = None
    note: str = ""
    similarity: int | None = None


class SentFile(msgspec.Struct, frozen=True):
    """A file that went to both sides."""

    document_id: str
    name: str
    sha256: str


class Report(msgspec.Struct, frozen=True):
    """The whole comparison. `other` is the server it was made against; nothing in it is a secret."""

    made_at: str
    simulator: str
    product_type: str
    files: tuple[SentFile, ...]
    theirs: Observation
    ours: Observation
    differences: tuple[Difference, ...]
    version: int = 1

    def count(self, kinds: frozenset[str]) -> int:
        return sum(each.kind in kinds for each in self.differences)
