"""The simulator's own page, put together: every page under `/_sim/` and `/_sim/ui`."""

from __future__ import annotations

from starlette.routing import BaseRoute

from simulator.clock import Clock
from simulator.control.face import Face
from simulator.control.page.batch_pages import BatchPages
from simulator.control.page.cards import Cards
from simulator.control.page.control_pages import ControlPages
from simulator.control.page.document_pages import DocumentPages
from simulator.control.page.entrance import Entrance
from simulator.control.page.flow_pages import CallbackData, FlowPages
from simulator.control.page.pictures import Pictures
from simulator.control.page.site import Site
from simulator.control.recorder import Recorder
from simulator.control.sessions import Sessions
from simulator.flows.inbox import Inbox
from simulator.flows.store import Store
from simulator.pipeline.faults.book import Faults
from simulator.pipeline.readers import Readers
from simulator.pipeline.reading import ReadingOptions
from simulator.pipeline.runner import Runner
from simulator.pipeline.shelf import Shelf


class Pages:
    """`callback_data` gives a flow's result as it would be sent."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        runner: Runner,
        faults: Faults,
        recorder: Recorder,
        readers: Readers,
        face: Face,
        sessions: Sessions,
        *,
        options: ReadingOptions,
        shelf: Shelf,
        callback_data: CallbackData,
        public_url: str,
    ) -> None:
        site = Site(store, clock, public_url, guarded=sessions.on)
        pictures = Pictures(store, readers, options)
        cards = Cards(shelf, pictures)
        inbox = Inbox(store.database)
        self.routes: list[BaseRoute] = [
            *Entrance(sessions).routes,
            *FlowPages(site, store, recorder, cards, callback_data).routes,
            *BatchPages(site, store, recorder, cards).routes,
            *DocumentPages(site, store, shelf, pictures).routes,
            *ControlPages(site, clock, runner, faults, recorder, inbox, face.files.names, shelf).routes,
        ]
