"""The states of files, cross-checks and deliveries, what may follow what, and the one roll-up to Atlas's four statuses.

A file has one state and a flow knows whether its cross-checks are done; everything that a client sees as status
is a pure function of these. The words are the API's own (contract, section 2.3).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

import msgspec


class FileState(StrEnum):
    UPLOAD_INPROGRESS = "UPLOAD_INPROGRESS"
    UPLOAD_SUCCESS = "UPLOAD_SUCCESS"
    UPLOAD_FAILED = "UPLOAD_FAILED"
    PROCESSING_INPROGRESS = "PROCESSING_INPROGRESS"
    PROCESSING_SUCCESS = "PROCESSING_SUCCESS"
    PROCESSING_FAILED = "PROCESSING_FAILED"
    UNRECOGNISED = "UNRECOGNISED"


class DeliveryState(StrEnum):
    INITIATED = "INITIATED"
    IN_PROGRESS = "IN_PROGRESS"
    DELIVERED = "DELIVERED"
    AUTH_FAILED = "AUTH_FAILED"
    CALLBACK_FAILED = "CALLBACK_FAILED"


#: The one table of a file's transitions. A state without followers is final.
TRANSITIONS: dict[FileState, frozenset[FileState]] = {
    FileState.UPLOAD_INPROGRESS: frozenset({FileState.UPLOAD_SUCCESS, FileState.UPLOAD_FAILED}),
    FileState.UPLOAD_SUCCESS: frozenset({FileState.PROCESSING_INPROGRESS}),
    FileState.PROCESSING_INPROGRESS: frozenset(
        {FileState.PROCESSING_SUCCESS, FileState.PROCESSING_FAILED, FileState.UNRECOGNISED}
    ),
    FileState.UPLOAD_FAILED: frozenset(),
    FileState.PROCESSING_SUCCESS: frozenset(),
    FileState.PROCESSING_FAILED: frozenset(),
    FileState.UNRECOGNISED: frozenset(),
}
FINAL = frozenset(state for state, followers in TRANSITIONS.items() if not followers)

DELIVERY_FINAL = frozenset({DeliveryState.DELIVERED, DeliveryState.AUTH_FAILED, DeliveryState.CALLBACK_FAILED})


def _one_of(*words: str) -> msgspec.Meta:
    return msgspec.Meta(extra_json_schema={"enum": list(words)})


class FlowStatus(msgspec.Struct, frozen=True):
    """The four status fields, spelt and ordered as the API does."""

    upload_status: Annotated[str, _one_of("NOT_STARTED", "IN_PROGRESS", "SUCCESS", "FAILED")]
    processing_status: Annotated[str, _one_of("NOT_STARTED", "IN_PROGRESS", "SUCCESS", "FAILED", "PENDING")]
    crossheck_status: Annotated[str, _one_of("NOT_STARTED", "PENDING", "COMPLETED")]
    master_status: Annotated[str, _one_of("NOT_STARTED", "IN_PROGRESS", "SUCCESS", "FAILED")]

    @property
    def complete(self) -> bool:
        return self.master_status in ("SUCCESS", "FAILED")


def roll_up(files: Mapping[FileState, int], checked: bool) -> FlowStatus:
    """The four statuses of a flow whose files are in these states (state to count).

    A failed upload fails the flow but not the rest of it: the master status becomes `FAILED` once nothing is left
    to do. Unrecognised and invalid documents fail nothing. A stage that had nothing to do stays `NOT_STARTED`.
    """
    total = sum(files.values())
    if not total:
        return FlowStatus("NOT_STARTED", "NOT_STARTED", "NOT_STARTED", "NOT_STARTED")
    upload = _upload(files)
    processing = _processing(files)
    if checked:
        crosscheck = "COMPLETED"
    else:
        crosscheck = "NOT_STARTED" if processing == "NOT_STARTED" else "PENDING"
    nothing_fetched = files.get(FileState.UPLOAD_FAILED, 0) == total
    if nothing_fetched or (checked and "FAILED" in (upload, processing)):
        master = "FAILED"
    else:
        master = "SUCCESS" if checked else "IN_PROGRESS"
    return FlowStatus(upload, processing, crosscheck, master)


def _upload(files: Mapping[FileState, int]) -> str:
    if files.get(FileState.UPLOAD_INPROGRESS):
        return "IN_PROGRESS"
    return "FAILED" if files.get(FileState.UPLOAD_FAILED) else "SUCCESS"


def _processing(files: Mapping[FileState, int]) -> str:
    waiting = files.get(FileState.UPLOAD_SUCCESS, 0)
    running = files.get(FileState.PROCESSING_INPROGRESS, 0)
    done = files.get(FileState.PROCESSING_SUCCESS, 0) + files.get(FileState.UNRECOGNISED, 0)
    failed = files.get(FileState.PROCESSING_FAILED, 0)
    if running or ((done or failed) and (waiting or files.get(FileState.UPLOAD_INPROGRESS))):
        return "IN_PROGRESS"
    if waiting:
        return "PENDING"
    if failed:
        return "FAILED"
    return "SUCCESS" if done else "NOT_STARTED"
