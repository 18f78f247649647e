"""How fast the API answers, against the least that the same server can do. Run by hand: `python bench/api.py`.

1. Status polls a second, token checked and status from the real store, over those of a one-line Starlette app that
   answers the same bytes under the same uvicorn, loop and parser, by the same load generator, in turns.
2. The 99th percentile of a poll's time while documents are being read on every processor.
3. Time from the start of the process to the first 200 of `/readyz`, and resident memory then.
4. Time to accept 10,000 documents in one batch; then, once they are done, time and memory of reading all pages, over
   those of the first page.
5. Time of one address match with 1,000 targets never seen before, and of the longest status poll meanwhile.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import httpx
from address_pairs import Maker
from polling import generator, poll, throughput

from simulator.client.atlas_client import AtlasClient
from simulator.client.control import Control
from simulator.client.receiver import Receiver

ROOT = Path(__file__).resolve().parent.parent
ONE_LINE_APP = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route
body = dict.fromkeys(("upload_status", "processing_status", "crossheck_status", "master_status"), "SUCCESS")
async def status(request): return JSONResponse(body)
app = Starlette(routes=[Route("/v3/verification/status", status)])
uvicorn.run(app, port=int(sys.argv[1]), log_config=None, access_log=False, server_header=False, timeout_keep_alive=15)
"""
CONNECTIONS = 16
#: Clients that poll while documents are read, each ten times a second: 200 polls a second.
POLLERS, BEAT = 20, 0.1
GOALS = {"ratio": 0.6, "p99": 0.050, "start": 0.5, "memory": 70.0, "accept": 5.0, "growth": 5.0, "match": 0.2}
DOCUMENTS, TARGETS = 10_000, 1000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="turns that each server gets [5]")
    parser.add_argument("--seconds", type=float, default=3.0, help="length of a turn [3]")
    parser.add_argument("--only", choices=tuple(MEASUREMENTS), help="one of the measurements")
    chosen = parser.parse_args()
    for name, measure in MEASUREMENTS.items():
        if chosen.only in (None, name):
            measure(chosen)
    return 0


def measure_polls(chosen: argparse.Namespace) -> None:
    rounds, seconds = chosen.rounds, chosen.seconds
    with served() as url, one_line_app() as plain, Receiver() as receiver, AtlasClient(url) as client:
        flow = finished_flow(client, receiver)
        ours, theirs = (
            f"{url}/v3/verification/status?flow_uuid={flow}",
            f"{plain}/v3/verification/status?flow_uuid={flow}",
        )
        token = client.token()
        for each in (ours, theirs):
            throughput(each, token, CONNECTIONS, 1.0)
        pairs = [
            (throughput(ours, token, CONNECTIONS, seconds), throughput(theirs, token, CONNECTIONS, seconds))
            for _ in range(rounds)
        ]
    ratio = statistics.median(a / b for a, b in pairs)
    text = ", ".join(f"{a:,.0f}/{b:,.0f}" for a, b in pairs)
    print(f"status polls/s, ours over a one-line Starlette app ({generator()}, {CONNECTIONS} connections): {text}")
    verdict("median ratio", f"{ratio:.2f}", ratio >= GOALS["ratio"], f">= {GOALS['ratio']}")


def measure_busy(_: argparse.Namespace) -> None:
    """Poll a finished flow while another one's documents keep the reading processes at work."""
    documents = sorted(path for path in (ROOT / "sample_docs").rglob("*") if path.suffix in (".jpg", ".png"))
    with served() as url, Receiver() as receiver, AtlasClient(url) as client:
        polled = finished_flow(client, receiver)
        flow = client.init(auth_url=receiver.auth_url, callback_url=receiver.callback_url)
        served_at = [
            (f"d{n}", receiver.serve_file(f"{n}/{path.name}", path.read_bytes(), "image/jpeg"))
            for n, path in enumerate(documents)
        ]
        client.multiupload(flow, served_at)
        wait_until_reading(client, flow)
        before = processor_time()
        target = f"{url}/v3/verification/status?flow_uuid={polled}"
        result = asyncio.run(poll(target, client.token(), POLLERS, 10.0, every=BEAT))
        busy = busy_share(before, processor_time())
        still = client.status(flow)["processing_status"]
    print(
        f"a poll while {len(documents)} documents are read ({still} to the end, processors {busy:.0%} busy,"
        f" {result.rate:.0f} polls/s): median {result.percentile(0.5) * 1000:.1f} ms, most {result.latencies[-1] * 1000:.0f} ms"
    )
    p99 = result.percentile(0.99)
    verdict(
        "p99", f"{p99 * 1000:.1f} ms", p99 < GOALS["p99"] and still == "IN_PROGRESS", f"< {GOALS['p99'] * 1000:g} ms"
    )


def measure_start(_: argparse.Namespace, times: int = 7) -> None:
    seconds, memory = [], 0.0
    for _ in range(times):
        started = time.perf_counter()
        with served() as url:
            seconds.append(time.perf_counter() - started)
            memory = max(memory, resident_mb(url))
    start = statistics.median(seconds[1:])
    verdict(
        "start to /readyz", f"{start:.2f} s (median of {times - 1})", start < GOALS["start"], f"< {GOALS['start']} s"
    )
    verdict("resident memory before the first document", f"{memory:.0f} MB", memory < GOALS["memory"], "< 70 MB")


def measure_batch(_: argparse.Namespace) -> None:
    """Documents that are given, not read or fetched: what is measured is what the API and the store do."""
    files = [
        {"file_url": f"https://bucket.example/{n}.jpg?X-Amz-Signature={n:064x}", "document_id": f"document-{n}"}
        for n in range(DOCUMENTS)
    ]
    with served() as url, Control(url, "bench") as control, AtlasClient(url, "bench") as client:
        control.faults(point="download", action="wrong", body="any")
        control.scenario(
            {"canned": [{"document_id": "*", "document_type": "PAN", "fields": {"pan_number": "ABCPV1234K"}}]}
        )
        client.token()
        started = time.perf_counter()
        answer = client.request("POST", "/v1/bulk/multiupload", json={"product_type": "POC_CDL", "file_urls": files})
        accepted = time.perf_counter() - started
        batch = answer.raise_for_status().json()[0]["batch_id"]

        def page(number: int) -> dict[str, Any]:
            query = {"batch_id": batch, "page": number}
            return client.request("GET", "/v1/bulk/extracts", params=query).raise_for_status().json()

        while len(page(DOCUMENTS // 50)["data"]) < 50 or any(
            len(page(n)["data"]) < 50 for n in range(1, DOCUMENTS // 50 + 1)
        ):
            time.sleep(1)
        done = time.perf_counter() - started
        page(1)
        before, seconds = resident_mb(url), []
        for number in range(1, DOCUMENTS // 50 + 1):
            started = time.perf_counter()
            page(number)
            seconds.append(time.perf_counter() - started)
        growth = resident_mb(url) - before
    tenth = len(seconds) // 10
    first, last = statistics.median(seconds[:tenth]), statistics.median(seconds[-tenth:])
    print(f"{DOCUMENTS:,} documents in one batch ({done:.0f} s until all were done, without fetching or reading them)")
    verdict("accepted", f"{accepted:.2f} s", accepted < GOALS["accept"], f"< {GOALS['accept']:g} s")
    print(
        f"  a page: {first * 1000:.1f} ms at the beginning, {last * 1000:.1f} ms at the end (ratio {last / first:.2f})"
    )
    verdict("memory that paging took", f"{growth:.1f} MB", growth < GOALS["growth"], f"< {GOALS['growth']:g} MB")


def measure_match(_: argparse.Namespace) -> None:
    pairs: list[str] = []
    for seed in itertools.count(20_000):
        if len(pairs) >= TARGETS:
            break
        pairs += [pair.b for pair in Maker(seed, 2).pairs()]
    targets = [{"address": address, "index": index} for index, address in enumerate(pairs[:TARGETS])]
    body = {"application_id": "1", "source_address": "Flat 12, Green View Apartments, MG Road, Bangalore"}
    with served() as url, Receiver() as receiver, AtlasClient(url) as client:
        headers = {"client_id": "bench", "client_secret": "any"}
        polled = f"{url}/v3/verification/status?flow_uuid={finished_flow(client, receiver)}"

        def match(some: list[dict[str, Any]]) -> float:
            started = time.perf_counter()
            answer = httpx.post(
                f"{url}/v1/address/match/batch",
                json={**body, "target_addresses": some},
                headers=headers,
                trust_env=False,
                timeout=60,
            )
            assert len(answer.raise_for_status().json()["match_data"]) == len(some)
            return time.perf_counter() - started

        match(targets[:1])
        with ThreadPoolExecutor() as threads:
            polls = threads.submit(lambda: asyncio.run(poll(polled, client.token(), 1, 1.0, every=0.005)))
            took = match(targets)
            longest = polls.result().latencies[-1]
    print(f"one address against {TARGETS:,}: a status poll meanwhile took at most {longest * 1000:.0f} ms")
    verdict("answered", f"{took * 1000:.0f} ms", took < GOALS["match"], f"< {GOALS['match'] * 1000:g} ms")


MEASUREMENTS: dict[str, Callable[[argparse.Namespace], None]] = {
    "start": measure_start,
    "polls": measure_polls,
    "busy": measure_busy,
    "batch": measure_batch,
    "match": measure_match,
}


def verdict(what: str, value: str, reached: bool, goal: str) -> None:
    print(f"  {what}: {value}  (goal {goal}: {'reached' if reached else 'MISSED'})")


# Servers

_processes: dict[str, subprocess.Popen[bytes]] = {}


@contextmanager
def served() -> Iterator[str]:
    """`atlas-simulator serve` as anybody runs it, state in a file, logs to /dev/null; its URL."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        command = [
            sys.executable,
            "-m",
            "simulator",
            "serve",
            "--port",
            str(port),
            "--state",
            f"{folder}/state.sqlite3",
        ]
        with running(command, port, "/readyz") as url:
            yield url


@contextmanager
def one_line_app() -> Iterator[str]:
    port = free_port()
    with running([sys.executable, "-c", ONE_LINE_APP, str(port)], port, "/v3/verification/status") as url:
        yield url


@contextmanager
def running(command: list[str], port: int, ready: str) -> Iterator[str]:
    url = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not answers(port, ready):
            if process.poll() is not None:
                raise RuntimeError(f"{' '.join(command[:5])} … ended with {process.returncode}")
            time.sleep(0.002)
        _processes[url] = process
        yield url
    finally:
        process.terminate()
        process.wait(10)


def answers(port: int, path: str) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    with suppress(OSError):
        connection.request("GET", path)
        return connection.getresponse().status == 200
    return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def resident_mb(url: str) -> float:
    """Resident memory of the server in MB of 1,000,000 bytes (Linux)."""
    pages = int(Path(f"/proc/{_processes[url].pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


# Flows and processors


def finished_flow(client: AtlasClient, receiver: Receiver) -> str:
    """A flow with one document that is no picture: complete without an engine being loaded."""
    flow = client.init(auth_url=receiver.auth_url, callback_url=receiver.callback_url)
    client.multiupload(flow, [("1", receiver.serve_file("empty.jpg", b"", "image/jpeg"))])
    client.wait(flow)
    return flow


def wait_until_reading(client: AtlasClient, flow: str) -> None:
    while not client.extracts(flow)["ocr_data"]:
        time.sleep(0.1)


def processor_time() -> tuple[int, int]:
    """Jiffies that all processors were busy, and all jiffies."""
    numbers = [int(each) for each in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    idle = numbers[3] + numbers[4]
    return sum(numbers) - idle, sum(numbers)


def busy_share(before: tuple[int, int], after: tuple[int, int]) -> float:
    return (after[0] - before[0]) / (after[1] - before[1])


if __name__ == "__main__":
    sys.exit(main())
