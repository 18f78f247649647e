"""The state file as a file: who may read it, which one server uses it, its keys, and whether it is still in its place.

Beside `state.sqlite3` lie `state.sqlite3.lock`, held by the server that uses it, and `state.sqlite3.key`, from which the
keys that sign tokens and links are made. Keys never stand in the state file, so no file that somebody hands over brings any.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import os
import secrets
import stat
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

from simulator.errors import SettingError, StoreUnavailable

try:
    import fcntl
except ImportError:  # Windows: SQLite itself keeps writers apart there, two servers it does not
    fcntl = None  # type: ignore[assignment]

log = logging.getLogger("simulator.flows")

#: Real seconds to wait for a server that is about to end, and between two looks.
LOCK_SECONDS, LOOK_SECONDS = 1.5, 0.05
#: Bytes of the key from which all others are made.
KEY_BYTES = 32


class StateFile:
    """`claim` before use, `release` after. `server` is the URL of the server that uses it, for whoever finds it locked."""

    def __init__(self, path: Path, server: str = "") -> None:
        # Two names for one file are one file.
        self.path = path.resolve()
        self._server = server
        self._lock: IO[str] | None = None
        self._master = b""
        self._identity: tuple[int, int] | None = None

    def claim(self) -> None:
        """Make the file its user's alone, lock it, and know its keys. Raises SettingError, or OSError."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = _locked(self.path, self._server)
        self.path.touch(mode=0o600)
        _make_private(self.path)
        self._master = _key_of(self.path)
        found = self.path.stat()
        self._identity = (found.st_dev, found.st_ino)

    def release(self) -> None:
        if self._lock:
            with suppress(OSError):
                self._lock.truncate(0)
            self._lock.close()
            self._lock = None

    def key(self, name: str) -> bytes:
        """A key of 32 bytes for one purpose."""
        return derive_key(self._master, name)

    def check(self) -> None:
        """Raises StoreUnavailable where the file is no longer in its place: what is written now would be lost."""
        try:
            found = self.path.stat()
            if self._identity in (None, (found.st_dev, found.st_ino)):
                return
            what = "another file has taken its place"
        except OSError as error:
            what = f"it is no longer there ({error.strerror})"
        raise StoreUnavailable(f"state file {self.path}: {what}; put it back, or start the server again")


def derive_key(master: bytes, name: str) -> bytes:
    """A key for one purpose, made from the one that is kept."""
    return hmac.digest(master, name.encode(), hashlib.sha256)


def lock_holder(path: Path) -> str:
    """Who uses a state file, in words; empty where nobody does."""
    lock = _beside(path.resolve(), "lock")
    if fcntl is None or not lock.exists():
        return ""
    with lock.open("r+", encoding="utf-8") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return _holder(stream)
        except OSError:
            return ""
    return ""


def _locked(path: Path, server: str) -> IO[str] | None:
    lock = _beside(path, "lock")
    stream = os.fdopen(os.open(lock, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="utf-8")
    try:
        _wait_for(stream, path)
        stream.truncate(0)
        json.dump({"pid": os.getpid(), "server": server}, stream)
        stream.flush()
    except BaseException:
        stream.close()
        raise
    return stream


def _wait_for(stream: IO[str], path: Path) -> None:
    """Take the lock. The kernel lets go of it when its process ends, however it ends."""
    deadline = time.monotonic() + LOCK_SECONDS
    while fcntl is not None:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise SettingError(
                    f"state file {path}: in use by {_holder(stream)}; stop that one, or give this one another file with"
                    " --state, or --ephemeral"
                ) from None
            time.sleep(LOOK_SECONDS)
        except OSError as error:
            log.warning("state file %s: cannot be locked here (%s); let no second server use it", path, error.strerror)
            return


def _holder(stream: IO[str]) -> str:
    stream.seek(0)
    with suppress(ValueError, KeyError, TypeError):
        body = json.loads(stream.read(1000))
        where = f" on {body['server']}" if body["server"] else ""
        return f"the simulator{where} (process {int(body['pid'])})"
    return "another simulator"


def _make_private(path: Path) -> None:
    """The file holds people's documents: an older one that others may read is closed to them."""
    with suppress(OSError):  # another user's file, or a disk without permissions
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            path.chmod(mode & ~0o077)


def _key_of(path: Path) -> bytes:
    """The key that is kept beside a state file, made where there is none. Raises SettingError."""
    key_file = _beside(path, "key")
    try:
        text = key_file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return _new_key(key_file)
    except ValueError:
        text = ""
    try:
        _make_private(key_file)
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise SettingError(
            f"key file {key_file}: not {2 * KEY_BYTES} hexadecimal digits; delete it, and a new one is made"
        )
    return key


def _new_key(key_file: Path) -> bytes:
    """Written whole or not at all."""
    key = secrets.token_bytes(KEY_BYTES)
    draft = key_file.with_name(f"{key_file.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as stream:
        stream.write(key.hex() + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(key_file)
    return key


def _beside(path: Path, what: str) -> Path:
    return path.with_name(f"{path.name}.{what}")
