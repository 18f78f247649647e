"""What the runner does, as spans: download and read of a document, compare of a flow, each try to deliver."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from simulator.flows.model import Delivery, File, Flow
from simulator.pipeline.deliver import DeliveryOutcome
from simulator.pipeline.step_results import DownloadError, ReadingFailed, RetryLater
from simulator.tracing import Attributes, TraceSpan, Tracing


class StepTracing:
    def __init__(self, tracing: Tracing) -> None:
        self._tracing = tracing

    @contextmanager
    def file(self, name: str, file: File) -> Iterator[TraceSpan]:
        about = {"atlas.flow_uuid": file.flow_uuid, "atlas.batch_id": file.batch_id, "atlas.file_uuid": file.uuid}
        with self._tracing.work((file.batch_id,), name, about, quiet=(RetryLater,)) as span:
            try:
                yield span
            except (DownloadError, ReadingFailed) as error:
                span.fail(str(error))
                raise

    @contextmanager
    def flow(self, name: str, flow: Flow) -> Iterator[TraceSpan]:
        with self._tracing.work((flow.uuid,), name, {"atlas.flow_uuid": flow.uuid}) as span:
            yield span

    @contextmanager
    def delivery(self, name: str, delivery: Delivery) -> Iterator[TraceSpan]:
        about: Attributes = {
            "atlas.flow_uuid": delivery.flow_uuid,
            "atlas.delivery": delivery.id,
            "atlas.attempt": delivery.attempts + 1,
        }
        with self._tracing.work((delivery.flow_uuid, delivery.batch_id), name, about, quiet=(RetryLater,)) as span:
            yield span


def note_outcome(span: TraceSpan, outcome: DeliveryOutcome) -> None:
    """How a try to deliver ended."""
    span.note({"atlas.delivery_state": outcome.state})
    if outcome.problem:
        span.fail(outcome.problem)
