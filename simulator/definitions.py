"""The document types, products and checks in force: everybody who needs them asks here, so that a change reaches all at once.

Folders of one's own are read whole or not at all: with an error in one of their files, what was in force stays so.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from simulator.documents.catalogue import Catalogue
from simulator.errors import SettingError
from simulator.matching.product_checks import ProductChecks

log = logging.getLogger("simulator")

#: Real seconds between two looks at the folders.
CHECK_SECONDS = 0.5
#: What a folder may hold.
FOLDER_NAMES = ("types", "checks", "products")

#: Every file of the folders with its time and size: what a change shows by.
_State = tuple[tuple[str, int, int], ...]


class LoadedDefinitions(NamedTuple):
    """What one reading of the folders gave."""

    catalogue: Catalogue
    checks: ProductChecks


class Definitions:
    """`folders` come after the built-in files, in order. Raises SettingError when they cannot be read at the start."""

    def __init__(self, folders: Sequence[str] = ()) -> None:
        self.folders = tuple(folders)
        self._state = self._seen = _state(self.folders)
        self._edition = _read(self.folders)
        #: Why what the folders hold now is not in force; empty where it is.
        self.problem = ""
        #: Called with nothing when another edition has come into force.
        self.changed: list[Callable[[], None]] = []

    @property
    def catalogue(self) -> Catalogue:
        return self._edition.catalogue

    @property
    def checks(self) -> ProductChecks:
        return self._edition.checks

    async def watch(self) -> None:
        """Take up changes as they are made, without end."""
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            state = await asyncio.to_thread(_state, self.folders)
            # Taken up once nothing has moved for a moment: several files may belong together.
            if state == self._state or state != self._seen:
                self._seen = state
                continue
            await self._take_up(state)

    async def _take_up(self, state: _State) -> None:
        try:
            edition = await asyncio.to_thread(_read, self.folders)
            wrong = ""
        except (SettingError, OSError) as error:
            wrong = str(error)
        if await asyncio.to_thread(_state, self.folders) != state:
            return  # changed while it was read: the next look finds it
        self._state, self.problem = state, wrong
        if wrong:
            log.error("the catalogue stays as it was: %s", wrong)
            return
        self._edition = edition
        log.info("took up the changed catalogue: %d types, %d products", len(self.catalogue), len(self.checks.products))
        for tell in self.changed:
            tell()


def _read(folders: Sequence[str]) -> LoadedDefinitions:
    """Raises SettingError with file, key and reason."""
    return LoadedDefinitions(Catalogue.load(folders), ProductChecks.load(folders))


def _state(folders: Sequence[str]) -> _State:
    found = []
    for folder in folders:
        for path in (path for part in FOLDER_NAMES for path in sorted(Path(folder, part).glob("*.toml"))):
            try:
                stat = path.stat()
            except OSError:
                continue  # gone meanwhile
            found.append((str(path), stat.st_mtime_ns, stat.st_size))
    return tuple(found)
