"""The parts of a running simulator that both faces build on, opened in order and closed in the opposite one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

from simulator import logs
from simulator.clock import Clock
from simulator.definitions import Definitions
from simulator.documents.ocr.engine import require
from simulator.documents.pages.heic import require_installed
from simulator.flows.database import Transaction
from simulator.flows.fault_rules import FaultRules
from simulator.flows.journal import Journal
from simulator.flows.model import File
from simulator.flows.pace import Pace
from simulator.flows.pruning import Pruner
from simulator.flows.revoked_tokens import RevokedTokens
from simulator.flows.server_base_urls import ServerBaseUrls
from simulator.flows.signed_links import SignedLinks
from simulator.flows.store import FilesHook, Store
from simulator.flows.stored_scenarios import Scenarios
from simulator.hosts import parse_rules
from simulator.pipeline.builtin_scenarios import scenario_or_file
from simulator.pipeline.clock_moves import restore_clock
from simulator.pipeline.cluster_readers import SCHEME, open_readers
from simulator.pipeline.deliver import CallbackAuth, Deliverer, RetrySchedule
from simulator.pipeline.download import Downloader
from simulator.pipeline.family_hooks import FamilyHooksRegistry
from simulator.pipeline.fault_injection import FaultInjector
from simulator.pipeline.faults.active_rules import ActiveRules
from simulator.pipeline.journal_recorder import Recorder
from simulator.pipeline.loopback_transport import LoopbackTransport
from simulator.pipeline.outbound_routes import outbound_routes
from simulator.pipeline.pipeline_runner import PipelineRunner
from simulator.pipeline.plans import Plans
from simulator.pipeline.reading_processes import Readers
from simulator.pipeline.reading_tasks import ReadingOptions
from simulator.pipeline.step_tracing import StepTracing
from simulator.pipeline.unknown_names import UnknownNames
from simulator.settings import Settings
from simulator.tokens import Tokens
from simulator.tracing import Tracing, open_tracing

#: Real seconds that a stopping server gives to downloads and deliveries under way.
STOP_GRACE = 1.0
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Core:
    """What every endpoint may ask for.

    `file_key` signs the URLs of files that are kept here, `session_key` the cookies of browsers that said the password.
    `before_stop` is called when the server is about to stop, to end what would keep it waiting.
    """

    settings: Settings
    clock: Clock
    definitions: Definitions
    store: Store
    readers: Readers
    faults: ActiveRules
    plans: Plans
    names: UnknownNames
    recorder: Recorder
    fault_injector: FaultInjector
    families: FamilyHooksRegistry
    runner: PipelineRunner
    tokens: Tokens
    links: SignedLinks
    base_urls: ServerBaseUrls
    loopback: LoopbackTransport
    file_key: bytes
    session_key: bytes
    tracing: Tracing
    before_stop: list[Callable[[], None]] = field(default_factory=list)

    async def reload(self) -> None:
        """Follow a state that was emptied or replaced as a whole."""
        await self.forget(rules_too=True)
        self.runner.wake()

    async def forget(self, rules_too: bool) -> None:
        """Follow a state in which flows were pruned; `rules_too`: with fault rules or scenarios of their own."""
        self.store.statuses.forget()
        if rules_too:
            await self.faults.load()
            await self.plans.load()

    async def trouble(self) -> str:
        """What keeps work from going on; empty where nothing does."""
        database = self.store.database
        return self.readers.trouble if await database.recovers() else f"state file {database.path}: {database.trouble}"


async def build(settings: Settings, closing: AsyncExitStack) -> Core:
    """Every part, made once and opened; `closing` takes what closes it again. Work begins with `begin`.

    `settings.port` must be known. Raises SimulatorError where a part cannot be opened.
    """
    tracing = open_tracing(settings.otel_endpoint)
    if tracing.on:
        closing.push_async_callback(asyncio.to_thread, tracing.close)
    clock, definitions = Clock(), Definitions(settings.catalogue)
    pace = Pace(settings.pace, settings.seed, settings.pace_factor)
    store = Store(settings.database, clock, pace, sync=settings.sync, server=settings.base_url)
    database = store.database
    database.listeners.append(logs.log_events)
    closing.push_async_callback(store.close)
    await store.open()
    await restore_clock(clock, store)

    key, revoked = database.key, RevokedTokens(database)
    tokens = Tokens(key("token key"), clock, settings.token_life, settings.accounts, await revoked.load(), revoked.add)
    recorder = Recorder(Journal(database), tokens.tenant_of_request)
    closing.push_async_callback(recorder.stop)

    faults = ActiveRules(FaultRules(database), settings.seed, store.flow_facts)
    names = UnknownNames(definitions)
    plans = Plans(Scenarios(database), faults, store.pace, definitions, names)
    store.flow_hook, store.files_hook = plans.apply_to_flow, _traced(plans.apply_to_files, tracing)
    await faults.load()

    base_urls = ServerBaseUrls(settings, store.facts)
    await base_urls.load()
    ways = outbound_routes(settings)
    own = LoopbackTransport(base_urls, settings.root_path)
    hosts = parse_rules(settings.allow_host, settings.denied)
    downloader = Downloader(
        seconds=settings.download_timeout,
        redirects=settings.download_redirects,
        max_bytes=int(settings.max_file_mb * MEGABYTE),
        rules=hosts,
        own=own,
        routes=ways,
    )
    handshake = CallbackAuth(settings.auth_method, settings.auth_token_field, settings.callback_token)
    deliverer = Deliverer(
        seconds=settings.callback_timeout,
        handshake=handshake,
        now=clock.now,
        rules=hosts,
        own=own,
        carry=tracing.headers,
        routes=ways,
    )
    closing.push_async_callback(deliverer.close)
    closing.push_async_callback(downloader.close)
    fault_injector = FaultInjector(clock, downloader, deliverer, faults, plans, recorder.note, store.outbox.before)

    if not settings.workers.startswith(SCHEME) or settings.workers_fallback:
        require(settings.ocr_engine, settings.ocr_model)
        if settings.heic:
            require_installed()
    readers = open_readers(
        settings.workers, _options(settings, definitions), settings.read_timeout, fallback=settings.workers_fallback
    )
    closing.push_async_callback(readers.close)

    def follow_catalogue() -> None:
        readers.options = _options(settings, definitions)

    definitions.changed.append(follow_catalogue)
    families = FamilyHooksRegistry()
    schedule = RetrySchedule(settings.callback_attempts, settings.callback_backoff, settings.seed)
    runner = PipelineRunner(store, clock, fault_injector, readers, schedule, families, StepTracing(tracing))
    closing.push_async_callback(runner.stop, STOP_GRACE)

    links = SignedLinks(base_urls, key("link key"), settings.redact_life, clock)
    return Core(
        settings,
        clock,
        definitions,
        store,
        readers,
        faults,
        plans,
        names,
        recorder,
        fault_injector,
        families,
        runner,
        tokens,
        links,
        base_urls,
        own,
        file_key=key("file key"),
        session_key=key("session key"),
        tracing=tracing,
    )


async def begin(core: Core, closing: AsyncExitStack) -> None:
    """Begin to work, once every family and endpoint is known: with whatever an earlier run left unfinished.

    Raises SimulatorError for a scenario of the settings that cannot be followed.
    """
    settings, definitions = core.settings, core.definitions
    await core.plans.start(*scenario_or_file(settings.scenario))
    core.recorder.start()
    await core.readers.open()
    core.runner.start()
    if settings.keep:
        _in_background(Pruner(core.store.database, core.clock, settings.keep, core.forget).run(), "pruner", closing)
    if settings.watch and settings.catalogue:
        _in_background(definitions.watch(), "catalogue", closing)


def _traced(hook: FilesHook, tracing: Tracing) -> FilesHook:
    """The hook; work on the files then belongs to the trace of the request that brought them."""
    if not tracing.on:
        return hook

    async def traced(tx: Transaction, accepted: Sequence[File]) -> None:
        tracing.remember(key for file in accepted for key in (file.flow_uuid, file.batch_id))
        await hook(tx, accepted)

    return traced


def _in_background(work: Coroutine[Any, Any, None], name: str, closing: AsyncExitStack) -> None:
    task = asyncio.create_task(work, name=name)
    closing.callback(task.cancel)


def _options(settings: Settings, definitions: Definitions) -> ReadingOptions:
    return ReadingOptions(
        settings.ocr_engine, settings.ocr_model, settings.max_pages, definitions.catalogue.own, settings.heic
    )
