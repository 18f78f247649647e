"""The one clock. Everything that Atlas would do by time (token life, retries, pace, timestamps) asks here.

Simulated time is real time plus an offset; it can be moved forward and frozen, for everyone or for one tenant alone: a
tenant's time is everyone's plus what is its own. Network and engine time limits stay on real time, because sockets and
Tesseract know no other.
"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime

#: Waits are cut into pieces no longer than this many real seconds, which bounds what a suspended laptop loses.
LONGEST_SLEEP = 3600.0


class Clock:
    """Simulated seconds since the epoch, UTC: everyone's, or, where a `tenant` is named, that tenant's."""

    def __init__(self) -> None:
        self._offset = 0.0
        self._frozen_at: float | None = None
        #: By tenant: seconds that its time is ahead of everyone's (behind, where it was frozen), and where it stands still.
        self._ahead: dict[str, float] = {}
        self._stopped: dict[str, float] = {}
        self._moved = asyncio.Event()

    def now(self, tenant: str = "") -> float:
        if tenant and (own := self.own_now(tenant)) is not None:
            return own
        if self._frozen_at is not None:
            return self._frozen_at
        return time.time() + self._offset

    def own_now(self, tenant: str) -> float | None:
        """A tenant's time, where it has one of its own."""
        if tenant in self._stopped:
            return self._stopped[tenant]
        ahead = self._ahead.get(tenant)
        return None if ahead is None else self.now() + ahead

    @property
    def frozen(self) -> bool:
        return self._frozen_at is not None

    def frozen_for(self, tenant: str) -> bool:
        """Whether a tenant's time stands still, by itself or with everyone's."""
        return self.frozen or tenant in self._stopped

    @property
    def offset(self) -> float:
        """Seconds that everyone's simulated time is ahead of real time."""
        return self.now() - time.time()

    @property
    def is_one(self) -> bool:
        """Whether no tenant has a time of its own."""
        return not (self._ahead or self._stopped)

    def own_tenants(self, *, running: bool = False) -> dict[str, float]:
        """The tenants with a time of their own, and how far each is ahead of everyone's; `running`: not the frozen ones."""
        moving = {tenant: ahead for tenant, ahead in self._ahead.items() if tenant not in self._stopped}
        return moving if running else moving | {tenant: at - self.now() for tenant, at in self._stopped.items()}

    def advance(self, seconds: float, tenant: str = "") -> None:
        """Move forward by `seconds` (>= 0); whoever sleeps is woken to look again. Raises ValueError below 0."""
        if seconds < 0:
            raise ValueError("the clock only moves forward")
        if tenant in self._stopped:
            self._stopped[tenant] += seconds
        elif tenant:
            self.set_ahead(tenant, self._ahead.get(tenant, 0.0) + seconds)
        else:
            if self._frozen_at is not None:
                self._frozen_at += seconds
            else:
                self._offset += seconds
            self._stopped = {each: at + seconds for each, at in self._stopped.items()}
        self._wake()

    def freeze(self, tenant: str = "") -> None:
        if tenant:
            self._stopped[tenant] = self.now(tenant)
        else:
            self._frozen_at = self.now()
        self._wake()

    def resume(self, tenant: str = "") -> None:
        """Go on from the frozen instant; real seconds spent frozen do not pass."""
        if tenant in self._stopped:
            self.set_ahead(tenant, self._stopped.pop(tenant) - self.now())
        elif not tenant and self._frozen_at is not None:
            self._offset = self._frozen_at - time.time()
            self._frozen_at = None
        self._wake()

    def set_ahead(self, tenant: str, seconds: float) -> None:
        """Give a tenant a time of its own, so far ahead of everyone's."""
        self._ahead[tenant] = seconds
        self._wake()

    def forget(self, tenant: str = "") -> None:
        """Let a tenant (or, with none, every one) have everyone's time again."""
        for own in (self._ahead, self._stopped):
            if tenant:
                own.pop(tenant, None)
            else:
                own.clear()
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
