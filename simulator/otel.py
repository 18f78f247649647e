"""Spans by OpenTelemetry, sent to an OTLP/HTTP collector in the background. Times are real time, not the simulated one."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from simulator import __version__
from simulator.errors import SimulatorError
from simulator.masking import masked
from simulator.tracing import Attributes, TraceSpan, Tracing

#: Flows and batches whose trace is remembered; work on older ones begins a trace of its own.
REMEMBERED = 10_000
#: Real seconds that a collector may take, and milliseconds between two sendings.
EXPORT_SECONDS, EXPORT_EVERY_MS = 1.0, 500


class OtelTracing(Tracing):
    on = True

    def __init__(self, endpoint: str) -> None:
        # A collector that is not there must not fill the log.
        logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)
        resource = Resource.create({"service.name": "atlas-simulator", "service.version": __version__})
        exporter = OTLPSpanExporter(endpoint=f"{endpoint}/v1/traces", timeout=EXPORT_SECONDS)
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(exporter, schedule_delay_millis=EXPORT_EVERY_MS))
        self._tracer = self._provider.get_tracer("simulator", __version__)
        self._carrier = TraceContextTextMapPropagator()
        self._parents: OrderedDict[str, Context] = OrderedDict()

    @contextmanager
    def request(self, headers: Iterable[tuple[bytes, bytes]], name: str, attributes: Attributes) -> Iterator[TraceSpan]:
        brought = {
            key.decode("latin-1"): value.decode("latin-1")
            for key, value in headers
            if key in (b"traceparent", b"tracestate")
        }
        with self._span(name, SpanKind.SERVER, self._carrier.extract(brought, Context()), attributes) as span:
            yield span

    @contextmanager
    def work(
        self, keys: Iterable[str], name: str, attributes: Attributes, quiet: tuple[type[Exception], ...] = ()
    ) -> Iterator[TraceSpan]:
        parent = next((self._parents[key] for key in keys if key in self._parents), Context())
        with self._span(name, SpanKind.INTERNAL, parent, attributes, quiet) as span:
            yield span

    def remember(self, keys: Iterable[str]) -> None:
        context = trace.set_span_in_context(trace.get_current_span(), Context())
        for key in filter(None, keys):
            self._parents[key] = context
            self._parents.move_to_end(key)
        while len(self._parents) > REMEMBERED:
            self._parents.popitem(last=False)

    def headers(self) -> dict[str, str]:
        carried: dict[str, str] = {}
        self._carrier.inject(carried)
        return carried

    def close(self) -> None:
        self._provider.shutdown()

    @contextmanager
    def _span(
        self,
        name: str,
        kind: SpanKind,
        parent: Context,
        attributes: Attributes,
        quiet: tuple[type[Exception], ...] = (),
    ) -> Iterator[TraceSpan]:
        begun = self._tracer.start_as_current_span(
            masked(name), parent, kind, _masked(attributes), record_exception=False, set_status_on_exception=False
        )
        with begun as under_way:
            span = _OtelSpan(under_way)
            try:
                yield span
            except quiet:
                raise
            except BaseException as error:
                # What errors of others say may quote what must not leave: they are told by their kind alone.
                span.fail(str(error) if isinstance(error, SimulatorError) else type(error).__name__)
                raise


class _OtelSpan:
    def __init__(self, span: trace.Span) -> None:
        self._span = span
        self._failed = False

    def note(self, attributes: Attributes) -> None:
        self._span.set_attributes(_masked(attributes))

    def fail(self, problem: str) -> None:
        if not self._failed:
            self._failed = True
            self._span.set_status(Status(StatusCode.ERROR, masked(problem)))


def _masked(attributes: Attributes) -> dict[str, str | int | float | bool]:
    return {key: masked(value) if isinstance(value, str) else value for key, value in attributes.items()}
