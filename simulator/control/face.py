"""The simulator's own face, put together: every family of endpoints under `/_sim`."""

from __future__ import annotations

from pathlib import Path

from starlette.routing import BaseRoute

from simulator.clock import Clock
from simulator.control.clock_api import ClockApi
from simulator.control.events_api import EventsApi
from simulator.control.faults_api import FaultsApi
from simulator.control.files_api import FilesApi
from simulator.control.flows_api import FlowsApi
from simulator.control.inbox_api import InboxApi
from simulator.control.journal_api import JournalApi
from simulator.control.recorder import Recorder
from simulator.control.saved_api import SavedApi
from simulator.control.scenario_api import ScenarioApi
from simulator.control.state_api import StateApi
from simulator.flows.inbox import Inbox
from simulator.flows.state import State
from simulator.flows.store import Store
from simulator.flows.uploads import Uploads
from simulator.pipeline.faults.book import Faults
from simulator.pipeline.plans import Plans
from simulator.pipeline.runner import Runner


class Face:
    """`file_key` signs the URLs of files that are kept here; `samples` is a folder of documents, where there is one."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        runner: Runner,
        faults: Faults,
        plans: Plans,
        recorder: Recorder,
        *,
        file_key: bytes,
        base_url: str,
        samples: Path | None,
    ) -> None:
        self._store = store
        self._runner = runner
        self._faults = faults
        self._plans = plans
        self.events = EventsApi(store)
        self.files = FilesApi(Uploads(store.database), clock, file_key, base_url, samples)
        self.routes: list[BaseRoute] = [
            *FaultsApi(faults).routes,
            *ClockApi(clock, runner, store).routes,
            *FlowsApi(store, clock, runner).routes,
            *JournalApi(recorder, store).routes,
            *InboxApi(Inbox(store.database)).routes,
            *self.files.routes,
            *StateApi(State(store.database), recorder, self._reload).routes,
            *ScenarioApi(plans).routes,
            *SavedApi(store, faults).routes,
            *self.events.routes,
        ]

    async def _reload(self) -> None:
        """Follow a state that was emptied or replaced as a whole."""
        self._store.statuses.forget()
        await self._faults.load()
        await self._plans.load()
        self._runner.wake()
