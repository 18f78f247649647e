"""The one family of errors that a user of the simulator is meant to read.

Each message says what was wrong, where, and what to do. How an error looks on the wire is decided by the
face that answers (`atlas.errors` for Atlas's own envelopes); how it looks in a shell, by `cli`.
"""

from collections.abc import Iterable


class SimulatorError(Exception):
    """Anything the user can put right. `exit_code` is what the command line ends with."""

    exit_code = 2


class SettingError(SimulatorError):
    """A flag, variable, settings file, catalogue or scenario says something that cannot be followed."""


class InputError(SettingError):
    """A value that cannot be followed: `key` says where it stands, `allowed` what could stand there."""

    def __init__(self, message: str, key: str = "", allowed: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.key = key
        self.allowed = list(allowed)


class Unavailable(SimulatorError):
    """Something that the simulator needs cannot be used just now; what was asked may be asked again later."""


class ReadersUnavailable(Unavailable):
    """No reading process can be started: the engine does not load, or the machine lacks what a process needs."""


class ReaderKilled(Unavailable):
    """A reading process was killed from outside while it read, most likely for want of memory."""


class StoreUnavailable(Unavailable):
    """The state file cannot be written or read just now: the disk is full, or another process holds it.

    Nothing that was answered is lost; what failed is tried again, and works once the cause is gone.
    """


class DocumentError(SimulatorError):
    """A file that cannot be read as a document; `reason` is the `error_reason` that Atlas clients get.

    The reasons are the simulator's own words (the contract names none): `empty file`, `unreadable file`,
    `encrypted pdf`, `file too large`, `too many pages`, `image too large`, `time limit exceeded`, or what the file is and what
    to send instead (`documents/pages/kinds.py`, `pdf_file.py`, `blank.py`).
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail

    def __reduce__(self) -> tuple[type["DocumentError"], tuple[str, str]]:
        return (type(self), (self.reason, self.detail))
