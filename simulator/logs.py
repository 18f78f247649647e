"""Structured logs: one line a request and one a transition, readable on a terminal, JSON when piped.

Tokens, secrets and Aadhaar numbers never get here in full: whoever logs passes values through `masked`.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import time
from collections.abc import Sequence
from typing import Any, TextIO

from simulator.flows.model import Event

log = logging.getLogger("simulator")
requests = logging.getLogger("simulator.request")
transitions = logging.getLogger("simulator.transition")

#: Twelve digits in groups of four, as Aadhaar numbers are written; never part of a longer number.
_AADHAAR = re.compile(r"(?<!\d)\d{4}([ -]?)\d{4}\1(\d{4})(?!\d)")
_SECRET_QUERY = re.compile(r"(?i)((?:signature|token|secret|password|credential|x-amz-[a-z-]+)=)[^&\s\"'<>]+")
#: Attributes that every log record has; what else is there was passed as `extra`.
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def masked(text: str) -> str:
    """The text with Aadhaar numbers and the secrets of query strings struck out."""
    return _SECRET_QUERY.sub(r"\1***", _AADHAAR.sub(r"****\1****\1\2", text))


def configure(form: str, level: str, stream: TextIO | None = None) -> None:
    """Send everything of the simulator, and errors of the libraries under it, to `stream` (standard error)."""
    stream = stream or sys.stderr
    plain = form == "text" or (form == "auto" and stream.isatty())
    handler = logging.StreamHandler(stream)
    handler.setFormatter(TextFormatter() if plain else JsonFormatter())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    log.setLevel(level.upper())


class JsonFormatter(logging.Formatter):
    """One JSON object a line: `at`, `level`, `event`, then what belongs to it."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": masked(record.getMessage()),
        }
        line.update(_extras(record))
        if record.exc_info:
            line["traceback"] = masked(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)


class TextFormatter(logging.Formatter):
    """A line for a person: time, what happened, then key=value."""

    def format(self, record: logging.LogRecord) -> str:
        clock = time.strftime("%H:%M:%S", time.localtime(record.created))
        extras = " ".join(f"{key}={value}" for key, value in _extras(record).items() if value not in ("", None))
        mark = "" if record.levelno < logging.WARNING else f"{record.levelname.lower()}: "
        text = f"{clock} {mark}{masked(record.getMessage())}" + (f"  {extras}" if extras else "")
        return text + ("\n" + masked(self.formatException(record.exc_info)) if record.exc_info else "")


def tell(events: Sequence[Event]) -> None:
    """Log each transition; a listener of the database."""
    if not transitions.isEnabledFor(logging.INFO):
        return
    for event in events:
        about = {"flow": event.flow_uuid, "batch": event.batch_id, "file": event.file_uuid, **event.detail}
        transitions.info("%s %s", event.kind, event.state, extra={"about": about, "tenant": event.tenant})


def _extras(record: logging.LogRecord) -> dict[str, Any]:
    extras = {key: value for key, value in vars(record).items() if key not in _STANDARD}
    extras.update(extras.pop("about", {}))
    return {key: masked(value) if isinstance(value, str) else value for key, value in extras.items() if value != ""}
