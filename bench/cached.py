"""How much less a file costs that was read before: finding its reading in the state file, over reading its bytes.

    python bench/cached.py [FOLDER] [--files N]

Reading is one process with its engine loaded. The kept readings lie in a state file on disk, as the server's do; each is
looked for by the hash of the bytes, hashing included.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from simulator.clock import Clock
from simulator.documents.model import Reading
from simulator.flows.pace import Pace
from simulator.flows.rows import pack_reading
from simulator.flows.store import Store
from simulator.pipeline.reading_tasks import ReadingOptions, engine_identity, read, warm_up

OPTIONS = ReadingOptions()
TIMES = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=Path(__file__).parent.parent / "sample_docs")
    parser.add_argument("--files", type=int, default=16)
    chosen = parser.parse_args()
    paths = [path for path in sorted(chosen.folder.rglob("*")) if path.suffix in (".png", ".jpg")]
    contents = [path.read_bytes() for path in paths[:: max(1, len(paths) // chosen.files)][: chosen.files]]
    warm_up(OPTIONS)
    started = time.perf_counter()
    readings = [read(content, OPTIONS) for content in contents]
    reading = (time.perf_counter() - started) / len(contents)
    with tempfile.TemporaryDirectory() as folder:
        finding = asyncio.run(found_again(f"{folder}/state.sqlite3", contents, readings))
    print(f"{len(contents)} files: read in {reading * 1000:.0f} ms each, found again in {finding * 1000:.2f} ms each")
    print(f"{reading / finding:.0f} times faster")


async def found_again(path: str, contents: Sequence[bytes], readings: Sequence[Reading]) -> float:
    """Seconds to find the reading of one file, of so many in a state file."""
    store = Store(path, Clock(), Pace("instant", seed=1))
    await store.open()
    try:
        async with store.database.transaction() as tx:
            for content, reading in zip(contents, readings, strict=True):
                await tx.run("INSERT INTO readings VALUES (?, ?, ?)", key(content), *pack_reading(reading))
        started = time.perf_counter()
        for _ in range(TIMES):
            for content, reading in zip(contents, readings, strict=True):
                known = await store.work.known_reading(key(content))
                assert known is not None
                assert known.document_type == reading.document_type
        return (time.perf_counter() - started) / TIMES / len(contents)
    finally:
        await store.close()


def key(content: bytes) -> str:
    return f"{hashlib.sha256(content).hexdigest()}:{engine_identity(OPTIONS)}"


if __name__ == "__main__":
    main()
