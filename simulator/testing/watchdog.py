"""How long a server's event loop is kept from answering others: the longest piece of work in one turn of it."""

from __future__ import annotations

import asyncio
import threading
import time

#: Real seconds between two ticks.
TICK_SECONDS = 0.0005


class Watchdog:
    """Ticks on an event loop and measures the processor seconds between two ticks: a busy machine stalls nobody here.

    `longest` is the longest of them, once the `with` has ended.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._last = 0.0
        self._on = True
        self.longest = 0.0

    def __enter__(self) -> Watchdog:
        self._loop.call_soon_threadsafe(self._begin)
        return self

    def __exit__(self, *_: object) -> None:
        ended = threading.Event()

        def end() -> None:
            self._on = False
            self._tick()
            ended.set()

        self._loop.call_soon_threadsafe(end)
        assert ended.wait(30)

    def _begin(self) -> None:
        self._last = time.thread_time()
        self._tick()

    def _tick(self) -> None:
        now = time.thread_time()
        self.longest, self._last = max(self.longest, now - self._last), now
        if self._on:
            self._loop.call_later(TICK_SECONDS, self._tick)
