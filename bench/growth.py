"""What a state file with many flows costs: a status poll, a page of flows, a whole flow, and the start of the server.

Finished flows with their files, batches, deliveries, attempts and events are put into the file directly, 100, 10,000 and
1,000,000 of them; readings and bytes are shared by all. The same server process then answers for each size, so what
counts are the ratios to the smallest. Run by hand: `python bench/growth.py` (a million flows take some minutes and 3 GB).
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx

from simulator.client.atlas_client import AtlasClient
from simulator.client.process import ServerProcess
from simulator.client.receiver import Receiver
from simulator.clock import Clock
from simulator.documents.model import Field, Reading
from simulator.flows import rows
from simulator.flows.database import Database

TENANT, FILES = "growth", 3
#: Flows that are made in one transaction.
AT_ONCE = 5_000
#: How much more things may cost than with the fewest flows, and the most seconds that a start may take.
GOALS = {"first poll": 1.5, "poll": 1.5, "flow": 1.5, "page": 2.0, "page of the browser": 2.0}
GOAL_START = 1.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[100, 10_000, 1_000_000], help="flows [100 10000 1000000]"
    )
    parser.add_argument("--polls", type=int, default=2000, help="polls of different flows at each size [2000]")
    parser.add_argument("--quick", action="store_true", help="100 and 20,000 flows, 500 polls")
    chosen = parser.parse_args()
    sizes, polls = ([100, 20_000], 500) if chosen.quick else (sorted(chosen.sizes), chosen.polls)
    costs: dict[int, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder, Receiver() as receiver:
        state = Path(folder) / "state.sqlite3"
        asyncio.run(create(state))
        made = 0
        for size in sizes:
            started = time.perf_counter()
            fill(state, made, size)
            made = size
            print(
                f"{size:,} flows: filled in {time.perf_counter() - started:.0f} s, {state.stat().st_size / 1e6:,.0f} MB",
                flush=True,
            )
            costs[size] = measure(Path(folder), state, size, polls, receiver)
            text = ", ".join(f"{name} {cost * 1000:.2f} ms" for name, cost in costs[size].items())
            print(f"  {text}", flush=True)
    return judge(costs)


def judge(costs: dict[int, dict[str, float]]) -> int:
    least, most = min(costs), max(costs)
    good = True
    for name, goal in GOALS.items():
        ratio = costs[most][name] / costs[least][name]
        good &= ratio <= goal
        print(f"{name}: {ratio:.2f} times that of {least:,} flows at {most:,} (goal {goal:g}: {_said(ratio <= goal)})")
    start = costs[most]["start"]
    print(f"start: {start:.2f} s at {most:,} flows (goal {GOAL_START:g} s: {_said(start < GOAL_START)})")
    return 0 if good and start < GOAL_START else 1


def _said(reached: bool) -> str:
    return "reached" if reached else "MISSED"


# Filling


async def create(state: Path) -> None:
    """An empty state file with the real schema."""
    database = Database(str(state), Clock())
    await database.open()
    await database.close()


def fill(state: Path, made: int, size: int) -> None:
    with sqlite3.connect(state) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        reading = Reading(
            document_type="PAN", fields={"pan_number": Field("ABCPV1234K", 0.99)}, page_count=1, engine="bench"
        )
        connection.execute("INSERT OR IGNORE INTO contents VALUES ('sha', x'00')")
        connection.execute("INSERT OR IGNORE INTO readings VALUES ('key', ?, ?)", rows.pack_reading(reading))
        # Measuring makes flows too; the next ones come after those.
        taken = "SELECT max(coalesce((SELECT max(id) FROM flows), 0), coalesce((SELECT max(id) FROM deliveries), 0),"
        (taken_ids,) = connection.execute(f"{taken} coalesce((SELECT max(id) / {FILES} + 1 FROM files), 0))").fetchone()
        for start in range(made, size, AT_ONCE):
            numbers = range(start, min(size, start + AT_ONCE))
            for table, values in tables(numbers, taken_ids + 1 - made):
                insert(connection, table, values)
            connection.commit()


def uuid_of(number: int) -> str:
    mixed = random.Random(number).getrandbits(128)
    text = f"{mixed:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def tables(numbers: Sequence[int], first: int) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """The rows of finished flows, by table; columns that are left out have the table's default, or an empty text."""
    at = 1_767_225_600.0
    yield (
        "flows",
        [
            {
                "id": n + first,
                "uuid": uuid_of(n),
                "tenant": TENANT,
                "family": "v3",
                "product_type": "PROD_CDL",
                "application_id": f"APP-{n}",
                "flow_params": "{}",
                "created_at": at + n,
                "checked": 1,
            }
            for n in numbers
        ],
    )
    yield (
        "batches",
        [
            {"id": f"BATCH-{n}", "tenant": TENANT, "family": "v3", "flow_uuid": uuid_of(n), "created_at": at + n}
            for n in numbers
        ],
    )
    yield (
        "files",
        [
            {
                "id": (n + first) * FILES + f,
                "uuid": f"file-{n}-{f}",
                "tenant": TENANT,
                "batch_id": f"BATCH-{n}",
                "flow_uuid": uuid_of(n),
                "document_id": str(f),
                "file_url": "http://127.0.0.1/x",
                "host": "127.0.0.1",
                "state": "PROCESSING_SUCCESS",
                "sha256": "sha",
                "reading_key": "key",
                "created_at": at + n,
                "changed_at": at + n,
            }
            for n in numbers
            for f in range(FILES)
        ],
    )
    yield "cross_checks", [{"flow_uuid": uuid_of(n), "checks": b"[]"} for n in numbers]
    yield (
        "deliveries",
        [
            {
                "id": n + first,
                "kind": "flow",
                "tenant": TENANT,
                "flow_uuid": uuid_of(n),
                "url": "http://127.0.0.1/c",
                "host": "127.0.0.1",
                "state": "DELIVERED",
                "body": b"{}",
                "attempts": 1,
                "due_at": at + n,
                "created_at": at + n,
            }
            for n in numbers
        ],
    )
    yield (
        "attempts",
        [
            {"delivery_id": n + first, "step": "callback", "at": at + n, "seconds": 0.01, "status": 200, "answer": "{}"}
            for n in numbers
        ],
    )
    yield (
        "events",
        [
            {
                "at": at + n,
                "tenant": TENANT,
                "kind": "file",
                "state": state,
                "flow_uuid": uuid_of(n),
                "batch_id": f"BATCH-{n}",
                "file_uuid": f"file-{n}-0",
                "detail": "{}",
            }
            for n in numbers
            for state in ("UPLOAD_INPROGRESS", "UPLOAD_SUCCESS", "PROCESSING_SUCCESS")
        ],
    )


def insert(connection: sqlite3.Connection, table: str, values: list[dict[str, object]]) -> None:
    columns = {row[1]: row for row in connection.execute(f"PRAGMA table_info({table})")}
    needed = [
        name for name, row in columns.items() if row[3] and row[4] is None and not row[5] and name not in values[0]
    ]
    names = [*values[0], *needed]
    fillers = ["" if columns[name][2] == "TEXT" else 0 for name in needed]
    marks = ", ".join("?" * len(names))
    connection.executemany(
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", ([*row.values(), *fillers] for row in values)
    )


# Measuring


def measure(folder: Path, state: Path, size: int, polls: int, receiver: Receiver) -> dict[str, float]:
    """Median real seconds of each."""
    chance = random.Random(size)
    with ServerProcess(folder, "--workers", "1", "--log-level", "warning", state=state) as server:
        server.stop()
        start = server.start()
        with (
            AtlasClient(server.url, client_id=TENANT) as client,
            httpx.Client(base_url=server.url, trust_env=False) as control,
        ):
            # Nothing is to go on behind what is measured.
            client.request(
                "PUT", "/_sim/scenario", json={"scenario": {"pace": "manual"}}, headers={"Client-Id": TENANT}
            )
            distinct = [uuid_of(number) for number in chance.sample(range(size), min(size, polls))]
            headers = {"Client-Id": TENANT}
            page, flow = f"/_sim/flows?before={max(2, size // 2)}", f"/_sim/flows/{distinct[0]}"
            assert len(control.get("/_sim/flows", headers=headers).raise_for_status().json()["flows"]) > 10
            return {
                "first poll": median(client.status, distinct),
                "poll": median(client.status, distinct[-50:] * (polls // 50)),
                "page": median(lambda _: control.get(page, headers=headers).raise_for_status(), range(50)),
                "page of the browser": median(lambda _: control.get("/_sim/").raise_for_status(), range(30)),
                "flow": median(lambda _: whole(client, receiver), range(min(polls, 200))),
                "one flow shown": median(lambda _: control.get(flow).raise_for_status(), range(50)),
                "start": start,
            }


def whole(client: AtlasClient, receiver: Receiver) -> None:
    """What accepting a flow with three documents costs."""
    flow = client.init(auth_url=receiver.auth_url, callback_url=receiver.callback_url)
    client.multiupload(flow, [(str(number), "http://127.0.0.1:1/none") for number in range(FILES)])


def median(act: Callable[[Any], object], on: Sequence[Any]) -> float:
    times = []
    for each in on:
        started = time.perf_counter()
        act(each)
        times.append(time.perf_counter() - started)
    return statistics.median(times)


if __name__ == "__main__":
    sys.exit(main())
