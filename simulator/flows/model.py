"""What the store keeps, as typed records: flows, batches, files, deliveries, events. Moments are simulated seconds."""

from __future__ import annotations

from typing import Any

import msgspec

from simulator.documents.model import Reading
from simulator.flows.states import DeliveryState, FileState

#: `due_at` of something that waits for a person or a test to let it go on.
HELD = 9e15
#: The `kind` of a delivery that is a chat event, not a callback.
CHAT = "chat"


class NewFlow(msgspec.Struct, frozen=True):
    """What a client said when it initialised a flow. `family` is the face it came by: `v3`, `v2` or `v1`.

    `flow_params` is the JSON text exactly as it came, since it goes back byte for byte.
    """

    tenant: str
    family: str
    product_type: str
    application_id: str
    auth_url: str = ""
    callback_url: str = ""
    flow_params: str = "{}"
    external_reference_id: str = ""
    username: str = ""
    user_docs: list[str] | None = None
    notification_url: str = ""


class Flow(NewFlow, frozen=True):
    id: int = 0
    uuid: str = ""
    created_at: float = 0.0
    checked: bool = False
    closed: bool = False
    problem: str = ""


class NewFile(msgspec.Struct, frozen=True):
    file_url: str
    document_id: str
    submission_mode: str = ""


class File(msgspec.Struct, frozen=True):
    """One uploaded document. `sha256` is set once it was fetched, `reading_key` once it was read.

    `problem` says why the upload or the processing failed, in words for a person. `postponed` is set once it was made
    to wait on purpose, so that it is not made to wait again. `family` is the face it came by; `document_type` and
    `page_count` are those of its reading; `fetched_at` and `begun_at` are when it was here, and when a worker took it.
    """

    id: int
    uuid: str
    tenant: str
    batch_id: str
    flow_uuid: str
    document_id: str
    file_url: str
    submission_mode: str
    state: FileState
    due_at: float
    sha256: str
    reading_key: str
    problem: str
    created_at: float
    changed_at: float
    postponed: int = 0
    family: str = ""
    document_type: str = ""
    page_count: int = 0
    fetched_at: float = 0.0
    begun_at: float = 0.0


class Batch(msgspec.Struct, frozen=True):
    """Files that came in one upload. `flow_uuid` is empty for docstream and bulk, which have no flows."""

    id: str
    tenant: str
    family: str
    flow_uuid: str
    product_type: str
    created_at: float


class ReadFile(msgspec.Struct, frozen=True):
    """A file with its reading, where it has one (without the pages' words, which only the page and `redact` need)."""

    file: File
    reading: Reading | None


class Delivery(msgspec.Struct, frozen=True):
    """Something to be posted to a client: a flow's callback, a batch's, a file's, or a chat notification (`kind`).

    `body` is empty until the first attempt, and then stays what it was. `postponed` is 1 once it was made to wait on
    purpose, 2 while it waits for the tenant's next delivery.
    """

    id: int
    kind: str
    tenant: str
    flow_uuid: str
    batch_id: str
    subject: str
    url: str
    auth_url: str
    state: DeliveryState
    body: bytes
    attempts: int
    due_at: float
    created_at: float
    postponed: int = 0
    problem: str = ""


class Attempt(msgspec.Struct, frozen=True):
    """One call to `auth_url` (`auth`) or `callback_url` (`callback`): when, how it ended, and what came back.

    `status` is 0 where no answer came; `problem` then says why. `answer` is a bounded copy of the body.
    """

    delivery_id: int
    step: str
    at: float
    seconds: float
    status: int
    problem: str
    answer: str


class Event(msgspec.Struct, frozen=True):
    """One transition. `kind` names what moved (`flow`, `file`, `crosscheck`, `delivery`, …), `state` whereto."""

    id: int
    at: float
    tenant: str
    kind: str
    state: str
    flow_uuid: str = ""
    batch_id: str = ""
    file_uuid: str = ""
    detail: dict[str, Any] = {}
