"""A simulator for a test: its URL, credentials that are the test's alone, and everything a test may want of it.

`running()` starts one in this process; the pytest plugin's fixture `atlas` gives one to each test.
"""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from simulator.client.atlas_client import AtlasClient
from simulator.client.control import Control, timeline
from simulator.printable import printable
from simulator.variables import URL_VARIABLE

#: Most flows that a failing test shows.
SHOWN = 5
#: Master statuses, and states of a delivery, that do not change by themselves.
_FINAL, _GIVEN_UP = ("SUCCESS", "FAILED"), ("AUTH_FAILED", "CALLBACK_FAILED")


class Atlas(Control):
    """One tenant of a simulator. `client_id` and `client_secret` are what the code under test needs besides `url`."""

    def __init__(self, url: str, client_id: str = "") -> None:
        self.client_id = client_id or f"test-{uuid.uuid4().hex[:12]}"
        self.client_secret = "any-secret"
        super().__init__(url, self.client_id)
        self._client: AtlasClient | None = None

    @property
    def client(self) -> AtlasClient:
        """A client of the Flow API, for tests that have none of their own."""
        if self._client is None:
            self._client = AtlasClient(self.url, self.client_id, self.client_secret)
        return self._client

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
        super().close()

    def canned(self, *readings: Mapping[str, Any], **reading: Any) -> None:
        """Give readings instead of having documents read: `canned(document_id="*", document_type="PAN", fields={...})`.

        They are added: where two fit a document, the one that was given last holds. Raises ControlFailed for a type or a
        field that there is not, unless it says `strict=False`.
        """
        self.call("POST", "scenario/canned", {"canned": [*readings, *([reading] if reading else [])]})

    def flow_of(
        self, documents: Mapping[str, bytes] | Sequence[str] = ("1",), application_id: str = "APP-1", **more: Any
    ) -> str:
        """A flow with documents, uploaded by the test's own client to the inbox; its `flow_uuid`."""
        contents = documents if isinstance(documents, Mapping) else {each: each.encode() for each in documents}
        urls = {"auth_url": self.inbox.auth_url, "callback_url": self.inbox.callback_url}
        flow = self.client.init(application_id=application_id, **{**urls, **more})
        files = [
            (document_id, self.put_file(f"{self.client_id}/{number}", content))
            for number, (document_id, content) in enumerate(contents.items())
        ]
        self.client.multiupload(flow, files)
        return flow

    def wait_for(
        self, flow_uuid: str, master_status: str = "SUCCESS", seconds: float = 30.0, *, delivered: bool = False
    ) -> dict[str, Any]:
        """The flow once it has this master status; with `delivered`, once its callback has been taken as well.

        A flow has its status before its callback is sent, so that the inbox may still be empty then. Raises AssertionError
        with the flow's timeline where the status is another, the callback was given up, or `seconds` are over.
        """
        deadline = time.monotonic() + seconds
        while True:
            flow = self.flow(flow_uuid)
            was = flow["status"]["master_status"]
            sent = flow["deliveries"][-1]["state"] if flow["deliveries"] else "NOT_STARTED"
            late = time.monotonic() > deadline
            if was != master_status:
                if was in _FINAL or late:
                    raise AssertionError(f"master_status is {was}, not {master_status}\n{timeline(flow)}")
            elif not delivered or sent == "DELIVERED":
                return flow
            elif sent in _GIVEN_UP or late:
                raise AssertionError(f"the callback is {sent}, not DELIVERED\n{timeline(flow)}")
            time.sleep(0.003)

    def report(self) -> str:
        """What happened to the newest flows, which requests were refused and why, and which faults have not acted."""
        parts = [timeline(self.flow(each["flow_uuid"])) for each in self.flows(limit=SHOWN)]
        refused = [each for each in self.journal(kind="request", limit=SHOWN * 20) if each["status"] >= 400]
        parts += [
            printable(f"{each['method']} {each['url']} answered {each['status']}: {each['answer']}") for each in refused
        ]
        idle = [f"fault {each['id']}: {each['says']}" for each in self.faults_in_force() if not each["hits"]]
        return "\n".join([*parts, *idle])


@contextmanager
def running(**settings: Any) -> Iterator[Atlas]:
    """A simulator for as long as the `with` lasts: the one that ATLAS_SIMULATOR_URL names, or one of its own."""
    with serving(**settings) as url, Atlas(url) as atlas:
        yield atlas


@contextmanager
def serving(**settings: Any) -> Iterator[str]:
    """The URL of a simulator that keeps nothing. `settings` are those of `atlas-simulator serve`."""
    if url := os.environ.get(URL_VARIABLE):
        yield url
        return
    from simulator.server import BackgroundServer
    from simulator.settings import load

    own = {"port": 0, "ephemeral": True, "callback_backoff": 0.05, "ui_password": "", **settings}
    with BackgroundServer(load(own)) as server:
        yield server.url
