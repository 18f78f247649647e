"""`/_sim/metrics`: what Prometheus scrapes. Queues are asked of the store then; the rest was counted on the way.

Times of stages are simulated seconds, all others real ones. prometheus-client is loaded by the first scrape.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from simulator.control.metric_counters import MetricCounters
from simulator.control.openapi_helpers import PREFIX as PATH
from simulator.control.openapi_helpers import page
from simulator.core import Core
from simulator.flows.storage_limits import BOUNDS, Usage, state_bytes, usage

PREFIX = "atlas_sim"


class Metric(NamedTuple):
    """One metric: its name behind the prefix, what it counts or measures, and its labels."""

    name: str
    kind: Literal["gauge", "counter", "histogram"]
    description: str
    labels: tuple[str, ...] = ()


METRICS = (
    Metric("queue", "gauge", "Jobs that wait: `due` now, due `later`, or `held` by pace or fault.", ("queue", "when")),
    Metric("running", "gauge", "Jobs that are running.", ("queue",)),
    Metric("requests", "counter", "Requests of Atlas's API; unknown paths are `other`.", ("method", "path", "status")),
    Metric("request_seconds", "histogram", "Time to answer a request.", ("path",)),
    Metric("calls", "counter", "Downloads, auth_url calls and callbacks; `none`: no answer.", ("kind", "status")),
    Metric("call_seconds", "histogram", "Time that a call took.", ("kind",)),
    Metric("files", "counter", "Transitions of files, by the state they came to.", ("state",)),
    Metric("documents", "counter", "Documents that are finished, by type.", ("type",)),
    Metric("flows", "counter", "Transitions of flows: begun, and complete by master status.", ("state",)),
    Metric("deliveries", "counter", "Callbacks that are finished, by outcome.", ("outcome",)),
    Metric("stage_seconds", "histogram", "Simulated time that a file spent in a state.", ("state",)),
    Metric("documents_read", "counter", "Documents that an engine read."),
    Metric("pages_read", "counter", "Pages that an engine read."),
    Metric("reading_seconds", "counter", "Real time that reading took, of all processes together."),
    Metric("readers_lost", "counter", "Reading processes that crashed or exceeded their time."),
    Metric("clock_offset_seconds", "gauge", "How far simulated time is ahead of real time."),
    Metric("state_bytes", "gauge", "Size of the state file with its write-ahead log."),
    Metric("kept_entries", "gauge", "Entries of the journal, the inboxes and the files that were put in.", ("what",)),
    Metric("kept_bytes", "gauge", "Bytes that these take.", ("what",)),
    Metric("kept_bytes_limit", "gauge", "Bytes that these may take at most.", ("what",)),
)


class MetricsApi:
    def __init__(self, core: Core) -> None:
        self._database = core.store.database
        self._queues = core.store.queues
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
        queues = await self._queues.counts(self._clock.now())
        stored = [await usage(self._database, bound) for bound in BOUNDS]
        registry.register(_ReadyMetrics(self._families(queues, stored)))
        ProcessCollector(registry=registry)
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    def _families(self, queues: Mapping[tuple[str, str], float], stored: Sequence[Usage]) -> list[Any]:
        seen, reading = self._counters, self._reading
        values: dict[str, Any] = {
            "queue": queues,
            "running": {(job_loop.name,): job_loop.running for job_loop in self._runner.job_loops},
            "requests": seen.requests,
            "request_seconds": seen.request_seconds,
            "calls": seen.calls,
            "call_seconds": seen.call_seconds,
            "files": _single(seen.files),
            "documents": _single(seen.types),
            "flows": _single(seen.flows),
            "deliveries": _single(seen.deliveries),
            "stage_seconds": seen.stage_seconds,
            "documents_read": {(): reading.documents},
            "pages_read": {(): reading.pages},
            "reading_seconds": {(): reading.seconds},
            "readers_lost": {(): reading.lost},
            "clock_offset_seconds": {(): self._clock.offset},
            "state_bytes": {(): state_bytes(self._database)},
            "kept_entries": {(each.bound.table,): each.rows for each in stored},
            "kept_bytes": {(each.bound.table,): each.bytes for each in stored},
            "kept_bytes_limit": {(each.bound.table,): each.bound.bytes for each in stored},
        }
        return [_family(metric, values[metric.name]) for metric in METRICS]


class _ReadyMetrics:
    """A collector whose families are made already."""

    def __init__(self, families: list[Any]) -> None:
        self._families = families

    def collect(self) -> Iterable[Any]:
        return self._families


def _single(counts: Mapping[str, float]) -> dict[tuple[str, ...], float]:
    return {(name,): count for name, count in counts.items()}


def _family(metric: Metric, values: Mapping[Any, Any]) -> Any:
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily

    name = f"{PREFIX}_{metric.name}"
    if metric.kind == "histogram":
        histograms = HistogramMetricFamily(name, metric.description, labels=metric.labels)
        for key, histogram in values.items():
            histograms.add_metric((key,), histogram.buckets(), histogram.total)
        return histograms
    make = GaugeMetricFamily if metric.kind == "gauge" else CounterMetricFamily
    family = make(name, metric.description, labels=metric.labels)
    for key, value in values.items():
        family.add_metric(key, value)
    return family


def metrics_table() -> str:
    """Every metric with its labels, as the documentation has it."""
    rows = (
        f"| `{PREFIX}_{metric.name}{'_total' if metric.kind == 'counter' else ''}` | {metric.kind} |"
        f" {', '.join(f'`{label}`' for label in metric.labels)} | {metric.description} |"
        for metric in METRICS
    )
    return "\n".join(["| name | kind | labels | meaning |", "|---|---|---|---|", *rows])
