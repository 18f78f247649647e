"""What it costs that documents are read in processes of their own: pages a second, against threads of the server itself.

A crash or a hang of a native library ends a process; in a thread it would end the server. Both read the same documents
in turns, with as many readers; the ratio of each pair is taken, so that what else the machine does matters little.
Run by hand: `python bench/isolation.py`.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

os.environ.setdefault("OMP_THREAD_LIMIT", "1")

from simulator.documents.reader import Reader, open_reader
from simulator.pipeline.reading_processes import LocalReaders
from simulator.pipeline.reading_tasks import ReadingOptions

ROOT = Path(__file__).resolve().parent.parent
GOAL = 0.9


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readers", type=int, default=os.cpu_count() or 1, help="readers at once [one a processor]")
    parser.add_argument("--documents", type=int, default=24, help="documents in a turn [24]")
    parser.add_argument("--turns", type=int, default=5, help="turns of each [5]")
    parser.add_argument("--quick", action="store_true", help="8 documents, 3 turns")
    chosen = parser.parse_args()
    documents, turns = (8, 3) if chosen.quick else (chosen.documents, chosen.turns)
    contents = [path.read_bytes() for path in sample_images()[:documents]]
    if not contents:
        print("no sample documents: `atlas-simulator samples` draws them")
        return 2
    return asyncio.run(run(contents, turns, chosen.readers))


async def run(contents: Sequence[bytes], turns: int, count: int) -> int:
    readers = LocalReaders(count, ReadingOptions(), 120)
    threads = ThreadPoolExecutor(count)
    await in_processes(readers, contents[:count])
    await in_threads(threads, contents[:count])
    pairs = []
    for _ in range(turns):
        pairs.append((await in_processes(readers, contents), await in_threads(threads, contents)))
    await readers.close()
    text = ", ".join(f"{a:.2f}/{b:.2f}" for a, b in pairs)
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"documents/s with {count} readers, {len(contents)} documents, processes/threads: {text}")
    print(
        f"  processes keep {ratio:.0%} of what threads do (goal {GOAL:.0%}: {'reached' if ratio >= GOAL else 'MISSED'})"
    )
    return 0 if ratio >= GOAL else 1


async def in_processes(readers: LocalReaders, contents: Sequence[bytes]) -> float:
    started = time.perf_counter()
    await asyncio.gather(*(readers.read(content) for content in contents))
    return len(contents) / (time.perf_counter() - started)


_own = threading.local()


def _read(content: bytes) -> None:
    reader: Reader | None = getattr(_own, "reader", None)
    if reader is None:
        reader = _own.reader = open_reader()
    reader.read(content)


async def in_threads(threads: ThreadPoolExecutor, contents: Sequence[bytes]) -> float:
    loop, started = asyncio.get_running_loop(), time.perf_counter()
    await asyncio.gather(*(loop.run_in_executor(threads, _read, content) for content in contents))
    return len(contents) / (time.perf_counter() - started)


def sample_images() -> list[Path]:
    return sorted(
        path for path in (ROOT / "sample_docs").rglob("*") if path.suffix in (".jpg", ".jpeg", ".png", ".tif")
    )


if __name__ == "__main__":
    sys.exit(main())
