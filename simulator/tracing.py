"""Spans of what happens to flows: none unless a collector is named. OpenTelemetry (extra `[otel]`) is loaded only then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol

from simulator.errors import SettingError
from simulator.extras import installing, missing

#: What is said of a span besides its name.
Attributes = Mapping[str, str | int | float | bool]


class TraceSpan(Protocol):
    """What is under way. Ends by itself."""

    def note(self, attributes: Attributes) -> None:
        """Say more of it. Texts are masked already."""

    def fail(self, problem: str) -> None:
        """It came to nothing, for this reason."""


class Tracing:
    """Traces nothing, at no cost."""

    on = False

    @contextmanager
    def request(self, headers: Iterable[tuple[bytes, bytes]], name: str, attributes: Attributes) -> Iterator[TraceSpan]:
        """A request of a client, which may bring the trace that it belongs to (`traceparent`)."""
        yield _NOTHING

    @contextmanager
    def work(
        self, keys: Iterable[str], name: str, attributes: Attributes, quiet: tuple[type[Exception], ...] = ()
    ) -> Iterator[TraceSpan]:
        """Work on what was remembered by one of these keys: part of the trace of the request that brought it.

        The exceptions in `quiet` are no failures.
        """
        yield _NOTHING

    def remember(self, keys: Iterable[str]) -> None:
        """What is done under these keys from now on belongs to the request that is being answered."""

    def headers(self) -> dict[str, str]:
        """Headers that carry the trace of what is under way to whoever is called (`traceparent`)."""
        return {}

    def close(self) -> None:
        """Send what has not been sent; waits for at most about a second."""


class _Nothing:
    def note(self, attributes: Attributes) -> None:
        pass

    def fail(self, problem: str) -> None:
        pass


_NOTHING = _Nothing()


def open_tracing(endpoint: str) -> Tracing:
    """Spans to the OTLP/HTTP collector at this base URL; none without one. Raises SettingError where the extra is missing."""
    if not endpoint:
        return Tracing()
    if missing(["opentelemetry"]) or missing(["opentelemetry.sdk", "opentelemetry.exporter.otlp.proto.http"]):
        raise SettingError(f"--otel-endpoint needs packages that are not installed; run: {installing('otel')}")
    from simulator.otel import OtelTracing

    return OtelTracing(endpoint)
