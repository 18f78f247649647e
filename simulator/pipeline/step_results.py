"""What can come of the runner's dealings with the outer world, and what a fault says instead: plain records and errors."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.limits import WRITTEN_DOWN
from simulator.masking import masked_cut


@dataclass(frozen=True)
class Fetched:
    """A whole file."""

    body: bytes
    sha256: str


@dataclass(frozen=True)
class SimulatedAnswer:
    """What to take for the answer to a call that is not made; status 0: none came, and `problem` says why."""

    status: int = 0
    body: bytes = b""
    problem: str = ""


class DownloadError(Exception):
    """The file could not be fetched; the text says why, for a person."""

    def __init__(self, why: str) -> None:
        # It may quote the URL and what the other side said.
        super().__init__(masked_cut(why, WRITTEN_DOWN))


class FileTooLarge(DownloadError):
    """The file is there and larger than what is taken: it is fetched no further, and no valid document."""


class ReadingFailed(Exception):
    """Reading a document failed, though nothing may be wrong with it; the text says why, with nothing private in it."""

    def __init__(self, why: str) -> None:
        super().__init__(masked_cut(why, WRITTEN_DOWN))


class RetryLater(Exception):
    """Not now: at `due_at`, or, with `behind`, once the tenant's next delivery was made, if that is sooner."""

    def __init__(self, due_at: float, *, behind: bool = False) -> None:
        super().__init__(due_at)
        self.due_at = due_at
        self.behind = behind


class DeliverySuppressed(Exception):
    """A delivery is not made at all; the text says why."""
