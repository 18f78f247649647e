"""Structured logs: one line a request and one a transition, readable on a terminal, JSON when piped.

Tokens, secrets and Aadhaar numbers never get here in full: whoever logs passes values through `masked`. Lines are
gathered for an instant and written together, because a write for each would cost as much as a status poll.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import threading
import time
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, TextIO

from simulator.flows.model import Event
from simulator.limits import WRITTEN_DOWN
from simulator.masking import masked_cut
from simulator.printable import printable, printable_lines

#: A request as it is told: real time, method, URL, status, seconds, level.
RequestRecord = tuple[float, str, str, int, float, int]

log = logging.getLogger("simulator")
requests = logging.getLogger("simulator.request")
transitions = logging.getLogger("simulator.transition")

#: Real seconds that lines are gathered before they are written.
BUFFER_SECONDS = 0.05
#: URLs whose written form is remembered, and the longest of them in characters: pollers ask for the same ones again.
URLS_CACHED, LONGEST_CACHED = 4096, 300
#: Characters of what happened, and of a traceback, that are written.
LONGEST_EVENT, LONGEST_TRACEBACK = 4_000, 20_000
#: Attributes that every log record has; what else is there was passed as `extra`.
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}

#: Where lines go, once `configure` has said so.
_sink: BufferingHandler | None = None


def configure(form: str, level: str, stream: TextIO | None = None) -> None:
    """Send everything of the simulator, and errors of the libraries under it, to `stream` (standard error)."""
    global _sink
    stream = stream or sys.stderr
    plain = form == "text" or (form == "auto" and stream.isatty())
    _sink = handler = BufferingHandler(stream, _text_request if plain else _json_request)
    handler.setFormatter(TextFormatter() if plain else JsonFormatter())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    log.setLevel(level.upper())


def log_request(method: str, url: str, status: int, seconds: float, level: int = logging.INFO) -> None:
    """Log one request with the real seconds that it took. Costs a fraction of an ordinary log record."""
    if not requests.isEnabledFor(level):
        return
    if _sink is None:
        extra = {"ms": round(seconds * 1000, 1)}
        requests.log(level, "%s %s %s", method, _readable(url), status, extra=extra)
    else:
        _sink.add((time.time(), method, url, status, seconds, level))


class BufferingHandler(logging.Handler):
    """Writes lines to a stream a moment later, together with those that came meanwhile; at once outside of a loop.

    Requests wait as they were told: `line` makes many lines at once faster than one at a time between two answers.
    """

    def __init__(self, stream: TextIO, line: Callable[[RequestRecord], str]) -> None:
        super().__init__()
        self._stream = stream
        self._line = line
        self._waiting: list[str | RequestRecord] = []
        self._turn = threading.Lock()

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self.add(self.format(record) + "\n")
            if record.levelno >= logging.ERROR:
                self.flush()
        except Exception:
            self.handleError(record)

    def add(self, text: str | RequestRecord) -> None:
        """Take a line, or a request whose line is still to be made."""
        with self._turn:
            self._waiting.append(text)
            if len(self._waiting) > 1:
                return
        try:
            asyncio.get_running_loop().call_later(BUFFER_SECONDS, self.flush)
        except RuntimeError:
            self.flush()

    def flush(self) -> None:
        with self._turn:
            waiting, self._waiting = self._waiting, []
            # Whoever closed the stream wants to read no more.
            if waiting and not self._stream.closed:
                self._stream.write("".join([item if isinstance(item, str) else self._line(item) for item in waiting]))
                self._stream.flush()


class JsonFormatter(logging.Formatter):
    """One JSON object a line: `at`, `level`, `event`, then what belongs to it."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": _utc(record.created),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": masked_cut(record.getMessage(), LONGEST_EVENT),
        }
        line.update(_extras(record))
        if record.exc_info:
            line["traceback"] = masked_cut(self.formatException(record.exc_info), LONGEST_TRACEBACK)
        return printable(json.dumps(line, ensure_ascii=False, default=str))


class TextFormatter(logging.Formatter):
    """A line for a person: time, what happened, then key=value."""

    def format(self, record: logging.LogRecord) -> str:
        clock = _local_second(int(record.created))
        extras = " ".join(f"{key}={value}" for key, value in _extras(record).items() if value not in ("", None))
        mark = "" if record.levelno < logging.WARNING else f"{record.levelname.lower()}: "
        event = masked_cut(record.getMessage(), LONGEST_EVENT)
        text = printable(f"{clock} {mark}{event}" + (f"  {extras}" if extras else ""))
        if not record.exc_info:
            return text
        traceback = masked_cut(self.formatException(record.exc_info), LONGEST_TRACEBACK)
        return f"{text}\n    {printable_lines(traceback)}"


def log_events(events: Sequence[Event]) -> None:
    """Log each transition; a listener of the database."""
    if not transitions.isEnabledFor(logging.INFO):
        return
    for event in events:
        about = {"flow": event.flow_uuid, "batch": event.batch_id, "file": event.file_uuid, **event.detail}
        transitions.info("%s %s", event.kind, event.state, extra={"about": about, "tenant": event.tenant})


def _json_request(value: RequestRecord) -> str:
    at, method, url, status, seconds, level = value
    return (
        f'{{"at": "{_utc(at)}", "level": "{logging.getLevelName(level).lower()}", "logger": "simulator.request", '
        f'"event": "{method} {_masked_url(url, _quoted)} {status}", "ms": {seconds * 1000:.1f}}}\n'
    )


def _text_request(value: RequestRecord) -> str:
    at, method, url, status, seconds, _ = value
    return f"{_local_second(int(at))} {method} {_masked_url(url, _readable)} {status}  ms={seconds * 1000:.1f}\n"


def _masked_url(url: str, form: Callable[[str], str]) -> str:
    return _cached_masked_url(url, form) if len(url) <= LONGEST_CACHED else form(url)


@lru_cache(URLS_CACHED)
def _cached_masked_url(url: str, form: Callable[[str], str]) -> str:
    return form(url)


def _readable(url: str) -> str:
    """A URL as it stands in a line of text."""
    return printable(masked_cut(url, WRITTEN_DOWN))


def _quoted(url: str) -> str:
    """A URL as it stands inside of a JSON string."""
    return printable(json.dumps(masked_cut(url, WRITTEN_DOWN), ensure_ascii=False)[1:-1])


def _utc(moment: float) -> str:
    return f"{_utc_second(int(moment))}.{int(moment * 1000) % 1000:03d}Z"


@lru_cache(8)
def _utc_second(moment: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(moment))


@lru_cache(8)
def _local_second(moment: int) -> str:
    return time.strftime("%H:%M:%S", time.localtime(moment))


def _extras(record: logging.LogRecord) -> dict[str, Any]:
    extras = {key: value for key, value in vars(record).items() if key not in _STANDARD}
    extras.update(extras.pop("about", {}))
    return {
        key: masked_cut(value, WRITTEN_DOWN) if isinstance(value, str) else value
        for key, value in extras.items()
        if value != ""
    }
