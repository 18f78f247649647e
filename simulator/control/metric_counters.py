"""What is counted for the metrics while the server runs: requests, outgoing calls, transitions and how long stages took.

Counting costs additions only, off the path of a request; how it is told to Prometheus is `metrics_api`'s matter.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence

from simulator.flows.journal import Entry
from simulator.flows.model import Event
from simulator.flows.states import DELIVERY_FINAL, FINAL, FileState
from simulator.pipeline.journal_recorder import Exchange

#: Upper ends in seconds of the buckets: of a request's time, and of a stage's or an outgoing call's.
REQUEST_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
STAGE_BUCKETS = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 3600.0)
#: Paths that are told apart; what else clients ask for is `other`, or anybody could fill the memory.
MAX_PATHS = 100
OTHER = "other"
#: Files under way whose last transition is remembered; of more than that some stages are not measured.
MAX_FILES = 100_000


class Histogram:
    """Observations in buckets, as Prometheus wants them."""

    def __init__(self, ends: Sequence[float]) -> None:
        self.ends = ends
        self.counts = [0] * (len(ends) + 1)
        self.total = 0.0

    def observe(self, value: float) -> None:
        self.counts[bisect_left(self.ends, value)] += 1
        self.total += value

    def buckets(self) -> list[tuple[str, float]]:
        """Each bucket's end and how many observations were not beyond it."""
        ends, sum_so_far, found = [f"{end:g}" for end in self.ends] + ["+Inf"], 0, []
        for end, count in zip(ends, self.counts, strict=True):
            sum_so_far += count
            found.append((end, float(sum_so_far)))
        return found


class MetricCounters:
    """`heard` is a listener of the database, `noted` one of the recorder."""

    def __init__(self) -> None:
        self.requests: Counter[tuple[str, str, str]] = Counter()
        self.request_seconds: defaultdict[str, Histogram] = defaultdict(lambda: Histogram(REQUEST_BUCKETS))
        self.calls: Counter[tuple[str, str]] = Counter()
        self.call_seconds: defaultdict[str, Histogram] = defaultdict(lambda: Histogram(STAGE_BUCKETS))
        self.files: Counter[str] = Counter()
        self.types: Counter[str] = Counter()
        self.flows: Counter[str] = Counter()
        self.deliveries: Counter[str] = Counter()
        self.stage_seconds: defaultdict[str, Histogram] = defaultdict(lambda: Histogram(STAGE_BUCKETS))
        self._since: dict[str, tuple[str, float]] = {}
        self._paths: set[str] = set()

    def on_exchange(self, exchange: Exchange | Entry) -> None:
        """One request and its answer, or one call of the simulator's own."""
        if isinstance(exchange, Entry):
            self.calls[exchange.kind, str(exchange.status or "none")] += 1
            self.call_seconds[exchange.kind].observe(exchange.ms / 1000)
            return
        path = self._path(exchange.url.partition("?")[0], exchange.status)
        self.requests[exchange.method, path, str(exchange.status or "none")] += 1
        self.request_seconds[path].observe(exchange.seconds)

    def on_events(self, events: Sequence[Event]) -> None:
        for event in events:
            if event.kind == "file":
                self._file(event)
            elif event.kind == "flow":
                self.flows[event.state] += 1
            elif event.kind == "delivery" and event.state in DELIVERY_FINAL:
                self.deliveries[event.state] += 1

    def _file(self, event: Event) -> None:
        self.files[event.state] += 1
        if before := self._since.pop(event.file_uuid, None):
            stage, at = before
            self.stage_seconds[stage].observe(max(0.0, event.at - at))
        if FileState(event.state) in FINAL:
            self.types[str(event.detail.get("document_type") or "none")] += 1
        elif len(self._since) < MAX_FILES:
            self._since[event.file_uuid] = (event.state, event.at)

    def _path(self, path: str, status: int) -> str:
        if path in self._paths:
            return path
        if status in (404, 405) or len(self._paths) >= MAX_PATHS:
            return OTHER
        self._paths.add(path)
        return path
