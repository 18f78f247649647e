"""What a poisoned tenant and a dead receiver cost the others: time from upload to callback, with them and without.

Two servers take the same flows of a good tenant, in turns. Before that, one of them is given flows of a tenant whose
callbacks go to an address that cannot be called, and flows whose receiver takes connections and never answers: all of them
have their callbacks in flight, due, tried and put off again meanwhile. Documents are given, not read. What counts is
the ratio of the 99th percentiles in one run, since all else that the machine does falls on both.
Run by hand: `python bench/poison.py`.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from simulator.client.process import ServerProcess
from simulator.client.receiver import Received, Receiver

GOAL = 1.3
#: Flows that a client has under way at once, of the good tenant and of those that are in the way.
AT_ONCE = 16
#: Cannot be encoded as a host name.
NO_ADDRESS = "http://\u2488.example/callback"


class Side:
    """One server with its receiver; `crowd` are flows of others that are in flight."""

    def __init__(self, server: ServerProcess, receiver: Receiver, url: str) -> None:
        self.server = server
        self.receiver = receiver
        self.file_url = url
        self.uploaded: dict[str, float] = {}

    async def flows(self, count: int, tenant: str, callback_url: str, file_url: str = "") -> None:
        limits = httpx.Limits(max_connections=AT_ONCE)
        async with httpx.AsyncClient(base_url=self.server.url, timeout=60, trust_env=False, limits=limits) as http:
            answer = await http.post("/v3/verification/authtoken", headers={"Client-Id": tenant, "Client-Secret": "x"})
            headers = {"Token": answer.json()["access_token"]}
            turn = asyncio.Semaphore(AT_ONCE)
            await asyncio.gather(
                *(self._flow(http, turn, headers, callback_url, file_url or self.file_url) for _ in range(count))
            )

    async def _flow(
        self,
        http: httpx.AsyncClient,
        turn: asyncio.Semaphore,
        headers: dict[str, str],
        callback_url: str,
        file_url: str,
    ) -> None:
        async with turn:
            body: dict[str, Any] = {"product_type": "PROD_CDL", "application_id": "A", "callback_url": callback_url}
            body["auth_url"] = self.receiver.auth_url
            made = await http.post("/v3/verification/flow/init", json=body, headers=headers)
            flow = made.raise_for_status().json()["flow_uuid"]
            files = [{"file_url": file_url, "document_id": "1"}]
            sent = await http.post(
                "/v3/verification/multiupload", json={"flow_uuid": flow, "file_urls": files}, headers=headers
            )
            sent.raise_for_status()
            self.uploaded[flow] = time.time()

    def seconds(self, count: int) -> list[float]:
        """From upload to callback, of the flows of the last round, in order."""
        got: list[Received] = self.receiver.wait_for(count, seconds=120)
        return sorted(max(0.0, each.at - self.uploaded[each.json()["flow_uuid"]]) for each in got)

    def settle(self) -> None:
        """Until only what cannot be delivered is left in flight: the work that others rightly have is not what is measured."""
        waits = re.compile(r'atlas_sim_queue\{queue="(?:download|read|finish)",when="due"\} ([1-9]\S*)')
        while waits.search(httpx.get(f"{self.server.url}/_sim/metrics", timeout=60).text):
            time.sleep(0.2)

    def forget(self) -> None:
        self.receiver.forget()
        self.uploaded.clear()


def p99(seconds: list[float]) -> float:
    return seconds[min(len(seconds) - 1, round(0.99 * len(seconds)))]


@contextmanager
def silent() -> Iterator[str]:
    """A host that takes connections and says nothing."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.3", 0))
        listener.listen(4096)
        yield f"http://127.0.0.3:{listener.getsockname()[1]}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flows", type=int, default=2000, help="flows in flight that are in the way [2000]")
    parser.add_argument("--good", type=int, default=500, help="flows of the good tenant in each turn [500]")
    parser.add_argument("--turns", type=int, default=3, help="turns of each server [3]")
    parser.add_argument("--quick", action="store_true", help="200 flows in the way, 100 good ones, one turn")
    args = parser.parse_args()
    crowd, good, turns = (200, 100, 1) if args.quick else (args.flows, args.good, args.turns)
    with silent() as dead:
        ratios = measure(crowd, good, turns, dead)
    ratio = sorted(ratios)[len(ratios) // 2]
    print(
        f"p99 with {crowd} flows of a poisoned tenant and a dead receiver / without: {ratio:.2f} (goal: at most {GOAL})"
    )
    return 0 if ratio <= GOAL else 1


def measure(crowd: int, good: int, turns: int, dead: str) -> list[float]:
    flags = ("--workers", "1", "--log-level", "error", "--callback-timeout", "5")
    ratios: list[float] = []
    with (
        tempfile.TemporaryDirectory() as one,
        tempfile.TemporaryDirectory() as other,
        Receiver() as receiver_one,
        Receiver() as receiver_other,
        ServerProcess(Path(one), *flags) as server_one,
        ServerProcess(Path(other), *flags) as server_other,
    ):
        clean = Side(server_one, receiver_one, receiver_one.serve_file("paper", b"paper"))
        busy = Side(server_other, receiver_other, receiver_other.serve_file("paper", b"paper"))
        for side in (clean, busy):
            canned = {"canned": [{"document_id": "*", "document_type": "PAN"}]}
            httpx.put(f"{side.server.url}/_sim/scenario", json={"scenario": canned}).raise_for_status()
            asyncio.run(side.flows(good, "warm", side.receiver.callback_url))
            side.seconds(good)
        for turn in range(turns):
            asyncio.run(busy.flows(crowd // 2, f"poisoned-{turn}", NO_ADDRESS))
            asyncio.run(busy.flows(crowd // 2, f"dead-{turn}", f"{dead}/callback"))
            busy.settle()
            found = []
            for side in (clean, busy):
                side.forget()
                asyncio.run(side.flows(good, "good", side.receiver.callback_url))
                found.append(p99(side.seconds(good)))
            ratios.append(found[1] / found[0])
            print(
                f"  p99 without {found[0] * 1000:.0f} ms, with {found[1] * 1000:.0f} ms: {ratios[-1]:.2f}", flush=True
            )
    return ratios


if __name__ == "__main__":
    sys.exit(main())
