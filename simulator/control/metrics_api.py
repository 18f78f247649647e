"""`/_sim/metrics`: what Prometheus scrapes. Queues are asked of the store then; the rest was counted on the way.

Times of stages are simulated seconds, all others real ones. prometheus-client is loaded by the first scrape.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from simulator.control.describe import PREFIX as PATH
from simulator.control.describe import page
from simulator.control.metric_counters import Histogram, MetricCounters
from simulator.core import Core
from simulator.flows.model import HELD

PREFIX = "atlas_sim"
#: What waits for each pump: its table and which of its rows.
_QUEUES = {
    "download": ("files", "state = 'UPLOAD_INPROGRESS'"),
    "read": ("files", "state IN ('UPLOAD_SUCCESS', 'PROCESSING_INPROGRESS')"),
    "finish": ("flows", "finish_due = 1"),
    "deliver": ("deliveries", "state IN ('INITIATED', 'IN_PROGRESS')"),
}


class MetricsApi:
    def __init__(self, core: Core) -> None:
        self._database = core.store.database
        self._clock = core.clock
        self._runner = core.runner
        self._recorder = core.recorder
        self._reading = core.readers.tally
        self._counters = MetricCounters()
        self._database.listeners.append(self._counters.on_events)
        self._recorder.listeners.append(self._counters.on_exchange)
        self.endpoints = [page(f"{PATH}/metrics", self.metrics, "Everything, in Prometheus's text format.")]

    async def metrics(self, request: Request) -> Response:
        """Everything, in Prometheus's text format."""
        from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, ProcessCollector, generate_latest

        await self._recorder.flush()
        registry = CollectorRegistry()
        registry.register(_ReadyMetrics(self._families(await self._queues())))
        ProcessCollector(registry=registry)
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    async def _queues(self) -> dict[tuple[str, str], float]:
        now = self._clock.now()
        found: dict[tuple[str, str], float] = {}
        for name, (table, which) in _QUEUES.items():
            row = await self._database.one(
                f"SELECT count(*), coalesce(sum(due_at <= ?), 0), coalesce(sum(due_at >= ?), 0) FROM {table} WHERE {which}",
                now,
                HELD,
            )
            total, due, held = row if row else (0, 0, 0)
            found |= {(name, "due"): due, (name, "later"): total - due - held, (name, "held"): held}
        return found

    def _families(self, queues: Mapping[tuple[str, str], float]) -> list[Any]:
        seen, reading = self._counters, self._reading
        running = {(pump.name,): pump.running for pump in self._runner.pumps}
        return [
            _gauge("queue", "Jobs that wait: due now, due later, or held by pace or fault.", ("queue", "when"), queues),
            _gauge("running", "Jobs under way.", ("queue",), running),
            _counter("requests", "Requests of Atlas's API.", ("method", "path", "status"), seen.requests),
            _histogram("request_seconds", "Time to answer a request.", "path", seen.request_seconds),
            _counter("calls", "Downloads, auth_url calls and callbacks, by answer.", ("kind", "status"), seen.calls),
            _histogram("call_seconds", "Time that a call took.", "kind", seen.call_seconds),
            _counter("files", "Transitions of files, by the state they came to.", ("state",), _single(seen.files)),
            _counter("documents", "Documents that are done, by type.", ("type",), _single(seen.types)),
            _counter(
                "flows", "Transitions of flows: begun, and complete by master status.", ("state",), _single(seen.flows)
            ),
            _counter("deliveries", "Callbacks that are done, by outcome.", ("outcome",), _single(seen.deliveries)),
            _histogram("stage_seconds", "Simulated time that a file spent in a state.", "state", seen.stage_seconds),
            _counter("documents_read", "Documents that an engine read.", (), {(): reading.documents}),
            _counter("pages_read", "Pages that an engine read.", (), {(): reading.pages}),
            _counter("reading_seconds", "Real time that reading took.", (), {(): reading.seconds}),
            _counter("readers_lost", "Reading processes that crashed or overran their time.", (), {(): reading.lost}),
            _gauge("clock_offset_seconds", "Simulated time ahead of real time.", (), {(): self._clock.offset}),
            _gauge("state_bytes", "Size of the state file with its log.", (), {(): self._size()}),
        ]

    def _size(self) -> int:
        paths = (Path(self._database.path + end) for end in ("", "-wal"))
        return sum(path.stat().st_size for path in paths if path.is_file())


class _ReadyMetrics:
    """A collector whose families are made already."""

    def __init__(self, families: list[Any]) -> None:
        self._families = families

    def collect(self) -> Iterable[Any]:
        return self._families


def _single(counts: Mapping[str, float]) -> dict[tuple[str, ...], float]:
    return {(name,): count for name, count in counts.items()}


def _gauge(name: str, says: str, labels: tuple[str, ...], values: Mapping[Any, float]) -> Any:
    from prometheus_client.core import GaugeMetricFamily

    family = GaugeMetricFamily(f"{PREFIX}_{name}", says, labels=labels)
    for key, value in values.items():
        family.add_metric(key, value)
    return family


def _counter(name: str, says: str, labels: tuple[str, ...], values: Mapping[Any, float]) -> Any:
    from prometheus_client.core import CounterMetricFamily

    family = CounterMetricFamily(f"{PREFIX}_{name}", says, labels=labels)
    for key, value in values.items():
        family.add_metric(key, value)
    return family


def _histogram(name: str, says: str, label: str, values: Mapping[str, Histogram]) -> Any:
    from prometheus_client.core import HistogramMetricFamily

    family = HistogramMetricFamily(f"{PREFIX}_{name}", says, labels=(label,))
    for key, histogram in values.items():
        family.add_metric((key,), histogram.buckets(), histogram.total)
    return family
