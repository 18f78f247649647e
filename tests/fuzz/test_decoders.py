"""Broken and hostile files, a short run of `bench/fuzz_decoders.py`; and what becomes of readers that are lost."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from simulator.errors import DocumentError
from simulator.pipeline.reading_processes import MAX_MEMORY, LocalReaders
from simulator.pipeline.reading_tasks import ReadingOptions

ROOT = Path(__file__).resolve().parents[2]


def test_every_file_ends_in_a_reading_in_time_and_within_memory(tmp_path: Path) -> None:
    command = [sys.executable, "bench/fuzz_decoders.py", "--cases", "10", "--limit", "1", "--keep", str(tmp_path)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=200, check=False)
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-3000:]
    assert "promises broken: 0" in run.stdout


def test_a_reader_that_crashes_or_hangs_is_replaced() -> None:
    async def lose() -> None:
        readers = LocalReaders(1, ReadingOptions(), 1.0)
        try:
            first = await readers.call(os.getpid)
            with pytest.raises(DocumentError, match="did not survive"):
                await readers.call(os.abort)
            with pytest.raises(DocumentError, match="time limit exceeded"):
                await readers.call(time.sleep, 60)
            assert await readers.call(os.getpid) != first
        finally:
            await readers.close()

    asyncio.run(lose())


def test_what_is_read_while_the_readers_are_closed_is_cancelled_and_no_failure() -> None:
    async def close() -> None:
        readers = LocalReaders(1, ReadingOptions(), 60.0)
        await readers.call(os.getpid)
        reading = asyncio.create_task(readers.call(time.sleep, 60))
        deadline = time.monotonic() + 10
        while not _is_busy(readers) and time.monotonic() < deadline:
            await asyncio.sleep(0)
        await readers.close()
        with pytest.raises(asyncio.CancelledError):
            await reading

    asyncio.run(close())


def _is_busy(readers: LocalReaders) -> bool:
    return readers._free.empty()


def test_a_document_that_asks_for_too_much_memory_does_not_get_it() -> None:
    async def ask() -> None:
        readers = LocalReaders(1, ReadingOptions(), 10.0)
        try:
            pid = await readers.call(os.getpid)
            with pytest.raises(MemoryError):
                await readers.call(bytes, MAX_MEMORY)
            assert await readers.call(os.getpid) == pid
        finally:
            await readers.close()

    asyncio.run(ask())
