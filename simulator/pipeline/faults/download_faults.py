"""The point `download`: what can happen to fetching a client's file.

Each function is given the fault and the download, and gives the file that comes, or raises DownloadError or Later.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import msgspec

from simulator.pipeline.faults.model import DELAY, OF_FILE, Action, Fault, Key, Point
from simulator.pipeline.step_results import DownloadError, Fetched, FileTooLarge, RetryLater

#: What comes where a link leads to a login page instead of the file.
LOGIN_PAGE = b"<!doctype html><title>Sign in</title><form method=post><input name=user><input name=password></form>"


@dataclass(frozen=True)
class DownloadStep:
    """One fetch: from which host, at which simulated moment, and the limits of time (real seconds) and size (bytes)."""

    host: str
    now: float
    seconds: float
    max_bytes: int


def _expired(fault: Fault, download: DownloadStep) -> Fetched:
    why = "answered 403 (an expired or private link?): Request has expired"
    raise DownloadError(f"{download.host} {why} (fault {fault.label})")


def _status(fault: Fault, download: DownloadStep) -> Fetched:
    raise DownloadError(f"{download.host} answered {fault.value_of('status')} (fault {fault.label})")


def _timeout(fault: Fault, download: DownloadStep) -> Fetched:
    raise DownloadError(f"no complete answer within {download.seconds:g} s (fault {fault.label})")


def _wrong(fault: Fault, download: DownloadStep) -> Fetched:
    value = fault.value_of("body")
    body = LOGIN_PAGE if value is None else value.encode() if isinstance(value, str) else msgspec.json.encode(value)
    return Fetched(body, hashlib.sha256(body).hexdigest())


def _too_large(fault: Fault, download: DownloadStep) -> Fetched:
    raise FileTooLarge(f"file too large: more than {download.max_bytes} bytes (fault {fault.label})")


def _delay(fault: Fault, download: DownloadStep) -> Fetched:
    raise RetryLater(download.now + fault.wait)


DOWNLOAD = Point(
    "download",
    "fetching a client's file",
    OF_FILE,
    (
        Action("expired", "the link has expired: 403, as object storage says it", _expired),
        Action("status", "the file's host answers so", _status, (Key("status", "HTTP status", default=404),)),
        Action("timeout", "no complete answer in time", _timeout),
        Action("wrong", "something else comes", _wrong, (Key("body", "what comes; otherwise a login page"),)),
        Action("too_large", "the file is larger than what is taken: INVALID_DOC, `file too large`", _too_large),
        Action("delay", "the file comes later, in simulated time", _delay, (DELAY,), once=True),
    ),
)
