"""The one clock. Everything that Atlas would do by time (token life, retries, pace, timestamps) asks here.

Simulated time is real time plus an offset; it can be moved forward and frozen. Network and engine time limits
stay on real time, because sockets and Tesseract know no other.
"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime

#: Waits are cut into pieces no longer than this many real seconds, which bounds what a suspended laptop loses.
LONGEST_SLEEP = 3600.0


class Clock:
    """Simulated seconds since the epoch, UTC."""

    def __init__(self) -> None:
        self._offset = 0.0
        self._frozen_at: float | None = None
        self._moved = asyncio.Event()

    def now(self) -> float:
        if self._frozen_at is not None:
            return self._frozen_at
        return time.time() + self._offset

    @property
    def frozen(self) -> bool:
        return self._frozen_at is not None

    @property
    def offset(self) -> float:
        """Seconds that simulated time is ahead of real time."""
        return self.now() - time.time()

    def advance(self, seconds: float) -> None:
        """Move forward by `seconds` (>= 0); whoever sleeps is woken to look again. Raises ValueError below 0."""
        if seconds < 0:
            raise ValueError("the clock only moves forward")
        if self._frozen_at is not None:
            self._frozen_at += seconds
        else:
            self._offset += seconds
        self._wake()

    def freeze(self) -> None:
        self._frozen_at = self.now()
        self._wake()

    def resume(self) -> None:
        """Go on from the frozen instant; real seconds spent frozen do not pass."""
        if self._frozen_at is not None:
            self._offset = self._frozen_at - time.time()
            self._frozen_at = None
            self._wake()

    async def sleep_until(self, moment: float) -> None:
        """Return once simulated time has reached `moment`."""
        while (left := moment - self.now()) > 0:
            moved = self._moved
            nap = LONGEST_SLEEP if self.frozen else min(left, LONGEST_SLEEP)
            try:
                await asyncio.wait_for(moved.wait(), timeout=nap)
            except TimeoutError:
                continue

    async def sleep(self, seconds: float) -> None:
        await self.sleep_until(self.now() + seconds)

    def _wake(self) -> None:
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()


def iso_time(moment: float) -> str:
    """A moment as Atlas writes it: `2025-10-11T06:01:03`, UTC, no zone, no fraction."""
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%S")
