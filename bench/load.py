"""Start-up, memory, requests a second and the 99th percentile of a status-like GET: ours and our peers', in one run.

Every server is asked by the same load generator on the same machine, in turns, on loopback only; what counts are the
ratios of one run. Afterwards, ours alone: 2,000 flows whose callbacks go to a slow receiver, a dead one and a good one,
and how much later the good one's arrive than without the others. Run by hand: `python bench/load.py`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

import httpx
from peers import OPENAPI, Peer, all_peers, environment, installed
from polling import Polled, poll

from simulator.client.atlas_client import AtlasClient
from simulator.client.process import ServerProcess, free_port
from simulator.client.receiver import Answer, Receiver

ROOT = Path(__file__).resolve().parent.parent
#: Connections that ask as fast as they can, and those that ask at a beat (seconds), for latencies.
BUSY, MANY, BEAT = 16, 200, 0.5
GOAL_P99 = 0.010
READY_SECONDS = 60.0


@dataclass
class Measured:
    peer: Peer
    starts: list[float] = field(default_factory=list)
    memory: float = 0.0
    rates: list[float] = field(default_factory=list)
    p99s: list[float] = field(default_factory=list)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=3, help="turns that each server gets [3]")
    parser.add_argument("--seconds", type=float, default=5.0, help="seconds of load in each turn, twice [5]")
    parser.add_argument("--flows", type=int, default=2000, help="flows in flight in the second part [2000]")
    parser.add_argument("--python", type=Path, default=Path(sys.executable).parent, help="where pip put its programs")
    parser.add_argument("--node", type=Path, default=Path(), help="folder with node_modules [here]")
    parser.add_argument("--only", choices=("peers", "flows"))
    parser.add_argument("--quick", action="store_true", help="one turn of two seconds, 200 flows")
    chosen = parser.parse_args()
    if chosen.quick:
        chosen.turns, chosen.seconds, chosen.flows = 1, 2.0, 200
    good = True
    if chosen.only != "flows":
        good = compare(chosen.turns, chosen.seconds, all_peers(chosen.python, chosen.node))
    if chosen.only != "peers":
        good = crowd(chosen.flows) and good
    return 0 if good else 1


# Peers


def compare(turns: int, seconds: float, peers: list[Peer]) -> bool:
    for peer in peers:
        if not installed(peer):
            print(f"left out: {peer.name} is not installed ({peer.install})")
    measured = [Measured(peer) for peer in peers if installed(peer)]
    for turn in range(turns):
        for each in measured:
            print(f"  turn {turn + 1}: {each.peer.name}", end="\r", flush=True)
            try:
                measure(each, seconds)
            except Exception as error:
                print(f"left out: {each.peer.name}: {error}")
                each.rates.clear()
        measured = [each for each in measured if each.rates]
    return table(measured)


def measure(each: Measured, seconds: float) -> None:
    with running(each.peer) as (url, pid, started):
        target, headers = each.peer.prepare(url)
        each.starts.append(started)
        each.memory = max(each.memory, tree_mb(pid))
        rate(target, headers, BUSY, min(1.0, seconds))
        each.rates.append(rate(target, headers, BUSY, seconds))
        each.p99s.append(asyncio.run(poll(target, headers, MANY, seconds, every=BEAT)).percentile(0.99))


def rate(url: str, headers: dict[str, str], connections: int, seconds: float) -> float:
    """Answers a second under as much load as the connections can give."""
    if not shutil.which("wrk"):
        polled: Polled = asyncio.run(poll(url, headers, connections, seconds))
        return polled.rate
    texts = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", *texts, url]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in out or "Socket errors" in out:
        raise RuntimeError(f"not every answer was good: {out.splitlines()[-4:]}")
    found = re.search(r"Requests/sec:\s*([\d.]+)", out)
    assert found is not None
    return float(found[1])


def table(measured: list[Measured]) -> bool:
    generator = "wrk" if shutil.which("wrk") else "bench/polling.py"
    us = measured[0]
    print(
        f"{os.cpu_count()} processors; {generator}, {BUSY} connections; p99: {MANY} connections, each every {BEAT:g} s"
    )
    print(
        f"{'':<16} {'runs on':<17} {'start':>8} {'memory':>9} {'requests/s':>11} {'p99':>9} {'ours/its requests/s':>20}"
    )
    for each in measured:
        ratio = statistics.median(a / b for a, b in zip(us.rates, each.rates, strict=True))
        print(
            f"{each.peer.name:<16} {each.peer.kind:<17} {statistics.median(each.starts):>6.2f} s {each.memory:>6.0f} MB"
            f" {statistics.median(each.rates):>11,.0f} {statistics.median(each.p99s) * 1000:>6.1f} ms {ratio:>20.2f}"
        )
    others = measured[1:]
    p99 = statistics.median(us.p99s)
    start = statistics.median(us.starts)
    stateful = [statistics.median(each.starts) for each in others if "stateful" in each.peer.kind]
    heavy = [each.memory for each in others if "stateful" not in each.peer.kind]
    rates = [statistics.median(each.rates) for each in others]
    goals = {
        "start at most that of the fastest stateful peer": not stateful or start <= min(stateful),
        "memory under all Node and JVM peers": not heavy or us.memory < min(heavy),
        "requests/s above all peers": not rates or statistics.median(us.rates) > max(rates),
        f"p99 under {GOAL_P99 * 1000:g} ms": p99 < GOAL_P99,
    }
    for goal, reached in goals.items():
        print(f"  {goal}: {'reached' if reached else 'MISSED'}")
    return all(goals.values())


@contextmanager
def running(peer: Peer) -> Iterator[tuple[str, int, float]]:
    """The peer's URL, its process, and the seconds from its start to its first answer."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "openapi.json").write_text(json.dumps(OPENAPI))
        port = free_port()
        command = [part.replace("{port}", str(port)).replace("{folder}", folder) for part in peer.command]
        started = time.perf_counter()
        with (Path(folder) / "log").open("wb") as out:
            process = subprocess.Popen(
                command, cwd=ROOT, env=environment(peer, port), stdout=out, stderr=out, start_new_session=True
            )
        try:
            while not answers(port, peer.ready):
                if process.poll() is not None or time.perf_counter() - started > READY_SECONDS:
                    raise RuntimeError(
                        (Path(folder) / "log").read_text(errors="replace")[-300:] or "it does not answer"
                    )
                time.sleep(0.005)
            yield f"http://127.0.0.1:{port}", process.pid, time.perf_counter() - started
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def answers(port: int, path: str) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    with suppress(OSError):
        connection.request("GET", path)
        return connection.getresponse().status < 500
    return False


def tree_mb(pid: int) -> float:
    """Resident memory of a process and all below it, in MB of 1,000,000 bytes (Linux)."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    children = [
        int(child) for each in Path(f"/proc/{pid}/task").glob("*/children") for child in each.read_text().split()
    ]
    return pages + sum(tree_mb(child) for child in children)


# A crowd of flows


def crowd(flows: int) -> bool:
    """A quarter of the flows have a good receiver; half a slow one, a quarter one that takes connections and never answers."""
    good = flows // 4
    alone = deliver(good, slow=0, dead=0)
    among = deliver(good, slow=flows // 2, dead=flows - good - flows // 2)
    text = f"{alone:.1f} s after all were let go alone, {among:.1f} s among {flows} flows"
    print(f"callbacks of {good} flows: the last arrives {text}")
    # The others have work of their own to be done before they wait, so what is allowed grows with the crowd.
    allowed = alone * flows / good * 1.5 + 1.0
    held_up = among > allowed
    print(
        f"  not held up by a slow and a dead receiver (at most {allowed:.1f} s): {'MISSED' if held_up else 'reached'}"
    )
    return not held_up


def deliver(good: int, *, slow: int, dead: int) -> float:
    """Seconds from the last upload to the last callback of the good receiver."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Receiver() as fine,
        Receiver("127.0.0.2") as lazy,
        silent() as mute,
        ServerProcess(Path(folder), "--workers", "1", "--callback-timeout", "20", "--log-level", "warning") as server,
        AtlasClient(server.url) as client,
    ):
        lazy.rule("/callback", lambda _: Answer(200, wait=15.0))
        canned = {"canned": [{"document_id": "*", "document_type": "PAN"}], "pace": "manual"}
        httpx.put(f"{server.url}/_sim/scenario", json={"scenario": canned}).raise_for_status()
        kinds = [fine] * good + [lazy] * slow + [None] * dead
        # The good ones come last, so that they stand behind the others in every queue.
        kinds.reverse()
        made = []
        for number, kind in enumerate(kinds):
            target = f"{mute}/callback" if kind is None else kind.callback_url
            flow = client.init(auth_url=fine.auth_url, callback_url=target)
            client.multiupload(flow, [("1", fine.serve_file(f"{number}", str(number).encode()))])
            made.append(flow)
        started = time.perf_counter()
        let_go(server, made)
        fine.wait_for(good, seconds=600)
        return time.perf_counter() - started


def let_go(server: ServerProcess, flows: list[str]) -> None:
    """All at once: they were held at their first stage."""

    async def release() -> None:
        async with httpx.AsyncClient(base_url=server.url, timeout=600, trust_env=False) as http:
            bodies = [http.put(f"/_sim/flows/{flow}", json={"pace": "instant"}) for flow in flows]
            for start in range(0, len(bodies), 50):
                await asyncio.gather(*bodies[start : start + 50])
            for start in range(0, len(flows), 50):
                part = flows[start : start + 50]
                await asyncio.gather(
                    *(http.post(f"/_sim/flows/{flow}/advance", json={"to": "queue", "patience": 0}) for flow in part)
                )

    asyncio.run(release())


@contextmanager
def silent() -> Iterator[str]:
    """A receiver that takes connections and says nothing."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.3", 0))
        listener.listen(4096)
        yield f"http://127.0.0.3:{listener.getsockname()[1]}"


if __name__ == "__main__":
    sys.exit(main())
