"""`create_app(settings)`: the one place that wires everything together."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from functools import cached_property
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from simulator import logs
from simulator.atlas.address_api import AddressApi
from simulator.atlas.analytics.api import AnalyticsApi
from simulator.atlas.answers import answer, encode
from simulator.atlas.batch_api import BatchApi, bulk, docstream
from simulator.atlas.deviations import Deviations
from simulator.atlas.errors import ApiError, in_general
from simulator.atlas.family import Families
from simulator.atlas.flow_api import FlowApi
from simulator.atlas.onboarding.desk import Desk
from simulator.atlas.onboarding.flows_api import OnboardingApi
from simulator.atlas.paths import Paths
from simulator.atlas.redacted import Redacted
from simulator.atlas.results import Form, Results
from simulator.atlas.strict import guarded
from simulator.atlas.token_api import TokenApi
from simulator.atlas.tokens import Tokens
from simulator.clock import Clock
from simulator.control.catalogue_api import CatalogueApi
from simulator.control.clock_api import take_up
from simulator.control.errors import REFUSED
from simulator.control.errors import refuse as refuse_control
from simulator.control.face import Face
from simulator.control.guard import PREFIX, Guard
from simulator.control.metrics_api import MetricsApi
from simulator.control.origins import Origins
from simulator.control.page.pages import Pages
from simulator.control.recorder import Recorder
from simulator.control.sessions import Sessions
from simulator.control.spec_api import SpecApi
from simulator.control.tallies import Tallies
from simulator.control.tokens_api import TokensApi
from simulator.control.wire import Wire
from simulator.errors import SimulatorError, StoreUnavailable
from simulator.flows.fault_rules import FaultRules
from simulator.flows.journal import Journal
from simulator.flows.links import Links
from simulator.flows.model import Flow
from simulator.flows.pace import Pace
from simulator.flows.pruning import Pruner
from simulator.flows.revoked import Revoked
from simulator.flows.scenarios import Scenarios
from simulator.flows.store import Store
from simulator.hosts import rules
from simulator.middleware import BodyLimit, KeptPrefix, path_of
from simulator.operations import Operation, Posted, failure_body
from simulator.pipeline.cluster import open_readers
from simulator.pipeline.deliver import Deliverer, Handshake, Schedule
from simulator.pipeline.download import Downloader
from simulator.pipeline.faults.book import Faults
from simulator.pipeline.outside import Outside
from simulator.pipeline.plans import Plans
from simulator.pipeline.reading import ReadingOptions, identity
from simulator.pipeline.runner import Runner
from simulator.pipeline.scenarios import chosen, folder, named
from simulator.pipeline.shelf import Shelf
from simulator.settings import Settings

log = logging.getLogger("simulator")

#: Real seconds that a stopping server gives to downloads and deliveries under way.
STOP_GRACE = 1.0
MEGABYTE = 1_000_000


class Simulator:
    """A running simulator: its parts, opened and closed together. `settings.public_url` must be known."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.clock = clock or Clock()
        self.shelf = Shelf(settings.catalogue)
        self.shelf.changed.append(self._follow)
        self.store = Store(settings.database, self.clock, Pace(settings.pace, settings.seed))
        self.store.database.listeners.append(logs.tell)
        self.readers = open_readers(
            settings.workers, self._options(), settings.read_timeout, fallback=settings.workers_fallback
        )
        hosts = rules(settings.allow_host, settings.denied)
        self.downloader = Downloader(
            seconds=settings.download_timeout,
            redirects=settings.download_redirects,
            max_bytes=int(settings.max_file_mb * MEGABYTE),
            rules=hosts,
        )
        self.deliverer = Deliverer(
            seconds=settings.callback_timeout,
            handshake=Handshake(settings.auth_method, settings.auth_token_field, settings.callback_token),
            now=self.clock.now,
            rules=hosts,
        )
        database = self.store.database
        self.faults = Faults(FaultRules(database), settings.seed, self.store.application_of)
        self.plans = Plans(Scenarios(database), self.faults, self.store.pace, named, lambda: self.shelf.catalogue.names)
        self.store.flow_hook, self.store.files_hook = self.plans.take_flow, self.plans.take_files
        self.recorder = Recorder(Journal(database), self.tenant_of)
        self.outside = Outside(self.clock, self.downloader, self.deliverer, self.faults, self.plans, self.recorder.note)
        self.families = Families()
        self.runner = Runner(
            self.store,
            self.clock,
            self.outside,
            self.readers,
            Schedule(settings.callback_attempts, settings.callback_backoff, settings.seed),
            lambda: identity(self.readers.options),
            self.families.hooks,
        )
        self.sessions = Sessions(
            settings.ui_password,
            f"{settings.root_path}{PREFIX}",
            port=settings.port,
            secure=settings.public_url.startswith("https:"),
        )
        self.tokens: Tokens
        self.results: Results
        self.face: Face
        self.ready = False
        self._pruning: asyncio.Task[None] | None = None
        self._watching: asyncio.Task[None] | None = None

    async def open(self) -> list[BaseRoute]:
        """Open the store, begin work, and give the routes that serve it."""
        settings = self.settings
        await self.store.open()
        revoked = Revoked(self.store.database)
        self.tokens = Tokens(
            await self.store.facts.secret("token key"), self.clock, settings.token_life, settings.accounts,
            await revoked.load(), revoked.add,
        )  # fmt: skip
        links = Links(settings.public_url, await self.store.facts.secret("link key"), settings.redact_life, self.clock)
        form = Form(settings.missing_fields, settings.aadhaar, settings.unfetched_items)
        self.results = Results(self.store, self.shelf, links, form)
        await take_up(self.clock, self.store)
        await self.faults.load()
        await self.plans.start(*chosen(settings.scenario))
        self.face = Face(
            self.store, self.clock, self.runner, self.faults, self.plans, self.recorder,
            file_key=await self.store.facts.secret("file key"), base_url=settings.public_url, samples=folder("sample_docs"),
        )  # fmt: skip
        self.sessions.key = await self.store.facts.secret("session key")
        pages = Pages(
            self.store, self.clock, self.runner, self.faults, self.recorder, self.readers, self.face, self.sessions,
            options=self.readers.options, shelf=self.shelf, callback_data=self._callback_data,
            public_url=settings.public_url,
        )  # fmt: skip
        tallies = Tallies()
        self.store.database.listeners.append(tallies.heard)
        self.recorder.noted.append(tallies.noted)
        metrics = MetricsApi(self.store.database, self.clock, self.runner, self.recorder, tallies, self.readers.tally)
        self.recorder.start()
        self.families.add(
            FlowApi(
                self.store, self.tokens, self.results, self.outside, self.shelf,
                own_checks=settings.own_checks, auth_at_upload=settings.auth_at_upload,
            ),
            OnboardingApi(
                Desk(self.store, self.tokens, self.shelf, notification_auth=settings.notification_auth),
                self.results, self.outside, auth_at_upload=settings.auth_at_upload,
            ),
            BatchApi(docstream(settings), self.store, self.tokens, self.results),
            BatchApi(bulk(settings), self.store, self.tokens, self.results),
            AddressApi(self.tokens),
        )  # fmt: skip
        await self.readers.open()
        self.runner.start()
        if settings.keep:
            pruner = Pruner(self.store.database, self.clock, settings.keep, self._forgotten)
            self._pruning = asyncio.create_task(pruner.run(), name="pruner")
        if settings.watch and settings.catalogue:
            self._watching = asyncio.create_task(self.shelf.watch(), name="catalogue")
        self.ready = True
        analytics = AnalyticsApi(self.store, self.clock, self.shelf)
        atlas = [*self.families.routes, *TokenApi(self.tokens).routes, *analytics.routes]
        own = [
            *Redacted(self.store, links, self.readers).routes,
            *TokensApi(self.tokens.revoke, self.tokens.issue, list(settings.accounts)).routes,
            *self.face.routes,
            *metrics.routes,
            *CatalogueApi(self.shelf, watched=settings.watch).routes,
        ]
        specification = SpecApi(self._specified, own, settings.public_url)
        return [
            *(guarded(atlas, self.described) if settings.strict else atlas),
            *own,
            *specification.routes,
            *pages.routes,
        ]

    def _options(self) -> ReadingOptions:
        settings = self.settings
        return ReadingOptions(settings.ocr_engine, settings.ocr_model, settings.max_pages, self.shelf.catalogue.own)

    def _follow(self) -> None:
        """Another catalogue has come into force: read by it."""
        self.readers.options = self._options()

    @cached_property
    def described(self) -> list[Operation]:
        """What Atlas's calls take and answer. Put together once it is asked for, so that a start need not wait for it."""
        from simulator.atlas.analytics.operations import operations as of_analytics
        from simulator.atlas.onboarding.operations import operations as of_onboarding
        from simulator.atlas.operations import operations

        return [*operations(self.settings), *of_onboarding(self.settings), *of_analytics(self.settings)]

    def _specified(self) -> tuple[list[Operation], list[Posted]]:
        from simulator.atlas.operations import webhooks

        return self.described, webhooks(self.settings)

    def documented(self, status: int, method: str, path: str) -> Mapping[str, Any]:
        """The body that Atlas documents for a status of a call; what a fault answers unless it says otherwise."""
        said = failure_body(self.described, method, path, status)
        return said or in_general(status, path).body(self.settings.error_envelope)

    def stopping(self) -> None:
        """The server is about to stop: end what would keep it waiting."""
        if self.ready:
            self.face.events.stop()

    async def close(self) -> None:
        self.ready = False
        for task in (self._pruning, self._watching):
            if task:
                task.cancel()
        await self.runner.stop(STOP_GRACE)
        await self.readers.close()
        await self.downloader.close()
        await self.deliverer.close()
        await self.recorder.stop()
        await self.store.close()

    async def _forgotten(self, rules_too: bool) -> None:
        """Old flows were pruned: what is remembered of them goes too."""
        self.store.statuses.forget()
        if rules_too:
            await self.faults.load()
            await self.plans.load()

    async def trouble(self) -> str:
        """What keeps work from going on, where something does."""
        database = self.store.database
        return self.readers.trouble if await database.recovers() else f"state file {database.path}: {database.trouble}"

    async def _callback_data(self, flow: Flow) -> bytes:
        return encode(await self.results.callback_data(flow))

    def tenant_of(self, headers: Iterable[tuple[bytes, bytes]]) -> str:
        """Whose request it is, by its token or its Client-Id; empty where neither says so."""
        for name, value in headers:
            if name == b"token":
                return self.tokens.tenant_of(str(value, "latin-1"))
            if name in (b"client-id", b"client_id"):
                return value.decode("latin-1")
        return ""


def create_app(settings: Settings) -> Starlette:
    """The ASGI application. Its `state.simulator` is the running simulator."""
    simulator = Simulator(settings)
    deviations = Deviations.load(settings.deviations)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        try:
            app.router.routes[:0] = await simulator.open()
        except SimulatorError as refusal:
            app.state.refusal = refusal
            await simulator.store.close()
            raise
        yield
        await simulator.close()

    async def livez(request: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(request: Request) -> Response:
        if not simulator.ready:
            return PlainTextResponse("starting", 503)
        trouble = await simulator.trouble()
        return PlainTextResponse(trouble, 503) if trouble else PlainTextResponse("ok")

    async def refuse(request: Request, error: Exception) -> Response:
        said = _as_api_error(request, error)
        status, body = deviations.answer(request.method, path_of(request.scope), said, settings.error_envelope)
        return answer(body, status, said.headers)

    app = Starlette(
        routes=[Route("/livez", livez), Route("/readyz", readyz)],
        lifespan=lifespan,
        exception_handlers={
            ApiError: refuse,
            HTTPException: refuse,
            StoreUnavailable: refuse,
            **dict.fromkeys(REFUSED, refuse_control),
            Exception: refuse,
        },
        middleware=[
            Middleware(BodyLimit, most=int(settings.max_body_mb * MEGABYTE), envelope=settings.error_envelope),
        ],
    )
    app.router.redirect_slashes = False
    app.state.simulator = simulator
    # Outside of everything else, because a dropped connection needs the server's own `send`.
    app.middleware_stack = Wire(
        app.build_middleware_stack(), simulator.clock, simulator.faults, simulator.recorder, simulator.tenant_of,
        simulator.plans.meet_application, simulator.documented,
        lambda inner: Guard(inner, simulator.sessions, Origins(settings.public_url, settings.host)),
    )  # fmt: skip
    if settings.root_path:
        app.middleware_stack = KeptPrefix(app.middleware_stack, settings.root_path)
    return app


def _as_api_error(request: Request, error: Exception) -> ApiError:
    if isinstance(error, ApiError):
        return error
    if isinstance(error, HTTPException):
        path = path_of(request.scope)
        if error.status_code == 404:
            return Paths(request.app.routes).unknown(path)
        if error.status_code == 405:
            return Paths(request.app.routes).not_allowed(request, path)
        return ApiError(error.status_code, str(error.detail))
    if isinstance(error, StoreUnavailable):
        log.warning("a request was refused: %s", error)
        return ApiError(503, "Service temporarily unavailable", str(error), headers={"Retry-After": "1"})
    log.error("a request failed", exc_info=error)
    return ApiError(500, "Internal error of the simulator; its log says more")
