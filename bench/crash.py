"""Kills the server again and again while flows are under way, and shows that it keeps its word. Ends with 1 where it does not.

A real server process, real downloads, auth calls and callbacks, some documents really read; SIGKILL at random instants
(by a seed), restart on the same file. Then, of every flow:

- no upload that was answered with 201 is lost: each of its documents is in the extracts, once;
- no flow is stuck: all are complete, and every delivery is done;
- a status never goes back, except by a new upload;
- a callback with the final content arrived at least once;
- the database passes `PRAGMA integrity_check`, and no reading process outlives its server.

Run by hand: `python bench/crash.py` (200 kills, about five minutes); the tests run `--kills 3`.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from simulator.client.process import ServerProcess
from simulator.client.receiver import TOKEN, Answer, Received, Receiver

#: Real seconds between two polls of a flow, and before a call to a dead server is tried again.
POLL, RETRY = 0.15, 0.05
#: Real seconds that a server lives before it is killed, from and to.
LIVES = (0.05, 1.2)
#: Real seconds that everything may take to come to its end after the last kill.
PATIENCE = 60.0
#: How far a status has come; none of these may become smaller without a new upload.
RANKS = {
    "NOT_STARTED": 0,
    "PENDING": 1,
    "IN_PROGRESS": 2,
    "SUCCESS": 3,
    "FAILED": 3,
    "COMPLETED": 3,
}
#: Readings that are given; what is called `read…` has none and is really read.
CANNED = [
    {"document_id": "pan*", "document_type": "PAN", "fields": {"name_as_per_pan": "ASHA VERMA"}},
    {"document_id": "inv*", "document_type": "INVOICE", "fields": {"customer_name": "Asha Verma"}},
]


@dataclass
class Flow:
    """What is known of a flow from outside: documents whose upload was answered, and those whose answer never came."""

    uuid: str
    kept: set[str] = field(default_factory=set)
    perhaps: set[str] = field(default_factory=set)
    ranks: dict[str, int] = field(default_factory=dict)
    complete: bool = False
    extracts: dict[str, Any] = field(default_factory=dict)


class Trial:
    def __init__(self, server: ServerProcess, receiver: Receiver, seed: int, real: bytes) -> None:
        self.server = server
        self.receiver = receiver
        self.random = random.Random(seed)
        self.real = real
        self.flows: list[Flow] = []
        self.problems: list[str] = []
        self.done = asyncio.Event()
        self.calls: Counter[str] = Counter()
        self._token = ""
        self._serial = 0
        receiver.rule("/document", self._document)
        receiver.rule("/auth", self._auth)
        receiver.rule("/callback", self._callback)

    # The client's own side: slow at times, and failing at times

    def _document(self, got: Received) -> Answer:
        body = self.real if "read" in got.query else got.query.encode()
        return Answer(200, body, {"Content-Type": "application/octet-stream"}, wait=self.random.random() * 0.05)

    def _auth(self, got: Received) -> Answer:
        if self.random.random() < 0.1:
            return Answer(503)
        return Answer(200, b'{"access_token": "%s"}' % TOKEN.encode(), wait=self.random.random() * 0.03)

    def _callback(self, got: Received) -> Answer:
        status = 500 if self.random.random() < 0.15 else 0 if self.random.random() < 0.1 else 200
        return Answer(status, b"{}", wait=self.random.random() * 0.05)

    # Clients

    async def client(self, http: httpx.AsyncClient) -> None:
        """Run one flow after another until the trial ends; each to its very end."""
        while not self.done.is_set():
            flow = await self._begin(http)
            if flow is not None and await self._upload(http, flow):
                if self.random.random() < 0.2:
                    await self._upload(http, flow)
                await self._follow(http, flow)

    async def _begin(self, http: httpx.AsyncClient) -> Flow | None:
        self._serial += 1
        body = {
            "product_type": "PROD_CDL",
            "application_id": f"APP-{self._serial}",
            "auth_url": self.receiver.auth_url,
            "callback_url": self.receiver.callback_url,
        }
        answer = await self._call(http, "POST", "/v3/verification/flow/init", body)
        if answer is None:
            return None
        self.flows.append(Flow(answer["flow_uuid"]))
        return self.flows[-1]

    async def _upload(self, http: httpx.AsyncClient, flow: Flow) -> bool:
        """Upload a few documents, again as new ones where no answer came."""
        while not self.done.is_set() or not flow.kept:
            documents = {self._name() for _ in range(self.random.randint(1, 3))}
            items = [{"file_url": f"{self.receiver.url}/document?{each}", "document_id": each} for each in documents]
            flow.ranks.clear()
            flow.perhaps |= documents
            body = {"flow_uuid": flow.uuid, "file_urls": items}
            if await self._call(http, "POST", "/v3/verification/multiupload", body) is not None:
                flow.kept |= documents
                return True
        return False

    def _name(self) -> str:
        self._serial += 1
        kind = "read" if self.real and self.random.random() < 0.02 else self.random.choice(("pan", "inv"))
        return f"{kind}-{self._serial}"

    async def _follow(self, http: httpx.AsyncClient, flow: Flow) -> None:
        while not flow.complete:
            status = await self._call(http, "GET", f"/v3/verification/status?flow_uuid={flow.uuid}")
            if status is not None:
                self._see(flow, status)
            await asyncio.sleep(POLL)

    def _see(self, flow: Flow, status: dict[str, str]) -> None:
        for name, value in status.items():
            rank = RANKS[value]
            if rank < flow.ranks.get(name, 0):
                self.problems.append(f"flow {flow.uuid}: {name} went back to {value}")
            flow.ranks[name] = rank
        flow.complete = status["master_status"] in ("SUCCESS", "FAILED")

    async def _call(self, http: httpx.AsyncClient, method: str, path: str, body: Any = None) -> Any:
        """The answer; None where the server died over it."""
        try:
            if not self._token:
                await self._log_in(http)
            answer = await http.request(method, path, json=body, headers={"Token": self._token})
        except httpx.TransportError:
            self.calls["cut off"] += 1
            await asyncio.sleep(RETRY)
            return None
        self.calls[str(answer.status_code)] += 1
        if answer.status_code >= 400:
            self.problems.append(f"{method} {path}: {answer.status_code} {answer.text[:200]}")
            return None
        return answer.json()

    async def _log_in(self, http: httpx.AsyncClient) -> None:
        credentials = {"Client-Id": "crash", "Client-Secret": "crash"}
        answer = await http.post("/v3/verification/authtoken", headers=credentials)
        self._token = answer.json()["access_token"]

    # The killer

    async def run(self, kills: int, clients: int) -> None:
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=clients)
        async with httpx.AsyncClient(base_url=self.server.url, timeout=20, trust_env=False, limits=limits) as http:
            running = [asyncio.create_task(self.client(http)) for _ in range(clients)]
            for number in range(kills):
                await asyncio.sleep(self.random.uniform(*LIVES))
                await self._kill()
                if sys.stdout.isatty() and number % 10 == 9:
                    print(f"  {number + 1} kills, {len(self.flows)} flows", flush=True)
            self.done.set()
            try:
                async with asyncio.timeout(PATIENCE):
                    await asyncio.gather(*running)
            except TimeoutError:
                stuck = [flow.uuid for flow in self.flows if flow.kept and not flow.complete]
                self.problems.append(f"{len(stuck)} flows are stuck, as {stuck[:3]}")
            await self._settle(http)
            for flow in self.flows:
                flow.extracts = await self._call(http, "GET", f"/v3/verification/extracts?flow_uuid={flow.uuid}") or {}

    async def _kill(self) -> None:
        children = await asyncio.to_thread(self.server.children)
        await asyncio.to_thread(self.server.kill)
        deadline = time.perf_counter() + 5
        while alive := [child for child in children if _lives(child)]:
            if time.perf_counter() > deadline:
                self.problems.append(f"reading processes {alive} outlived their server")
                break
            await asyncio.sleep(0.01)
        await asyncio.to_thread(self.server.start)

    async def _settle(self, http: httpx.AsyncClient) -> None:
        """Until all that is due has happened, the retries of callbacks as well."""
        for _ in range(20):
            answer = await http.post("/_sim/clock", json={"advance": "10m"}, timeout=PATIENCE)
            if answer.json().get("settled"):
                return
        self.problems.append("callbacks are still due")

    # The verdict

    def judge(self) -> None:
        arrived: dict[str, list[Any]] = {}
        for got in self.receiver.callbacks():
            try:
                body = got.json()
            except ValueError:
                # The kill cut it off on its way; it must have come again, whole.
                self.calls["callback cut off"] += 1
                continue
            arrived.setdefault(body["flow_uuid"], []).append(body)
        for flow in self.flows:
            found = Counter(item["document_id"] for item in flow.extracts.get("ocr_data", ()))
            if lost := flow.kept - set(found):
                self.problems.append(f"flow {flow.uuid}: {lost} were accepted and are lost")
            if strange := [name for name, times in found.items() if times > 1 or name not in flow.perhaps]:
                self.problems.append(f"flow {flow.uuid}: {strange} are there twice, or were never sent")
            if flow.kept and flow.extracts not in arrived.get(flow.uuid, ()):
                number = len(arrived.get(flow.uuid, ()))
                self.problems.append(f"flow {flow.uuid}: none of its {number} callbacks had the final content")
        self._inspect()

    def _inspect(self) -> None:
        with sqlite3.connect(self.server.state) as database:
            (sound,) = database.execute("PRAGMA integrity_check").fetchone()
            if sound != "ok":
                self.problems.append(f"integrity_check: {sound}")
            for what, where in (
                ("files", "state IN ('UPLOAD_INPROGRESS', 'UPLOAD_SUCCESS', 'PROCESSING_INPROGRESS')"),
                ("deliveries", "state IN ('INITIATED', 'IN_PROGRESS')"),
                ("flows", "finish_due = 1 OR pending <> 0"),
            ):
                (count,) = database.execute(f"SELECT count(*) FROM {what} WHERE {where}").fetchone()
                if count:
                    self.problems.append(f"{count} {what} are not done")


def _lives(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    return False


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200, help="how often the server is killed [200]")
    parser.add_argument("--flows", type=int, default=50, help="flows under way at any time [50]")
    parser.add_argument("--seed", type=int, default=1, help="of the instants and of the client's failures [1]")
    parser.add_argument("--real", type=Path, help="a document that is really read, now and then")
    parser.add_argument("--quick", action="store_true", help="5 kills, 20 flows")
    chosen = parser.parse_args()
    kills, flows = (5, 20) if chosen.quick else (chosen.kills, chosen.flows)
    started = time.perf_counter()
    flags = ("--workers", "1", "--callback-backoff", "0.1", "--callback-attempts", "20", "--log-level", "warning")
    with tempfile.TemporaryDirectory() as folder, Receiver() as receiver, ServerProcess(Path(folder), *flags) as server:
        httpx.put(f"{server.url}/_sim/scenario", json={"scenario": {"canned": CANNED}}).raise_for_status()
        trial = Trial(server, receiver, chosen.seed, chosen.real.read_bytes() if chosen.real else b"")
        asyncio.run(trial.run(kills, flows))
        server.stop()
        trial.judge()
        if trial.problems:
            print(server.output[-3000:])
    uploaded = sum(len(flow.kept) for flow in trial.flows)
    calls = ", ".join(f"{name} {count}" for name, count in sorted(trial.calls.items()))
    print(
        f"{kills} kills in {time.perf_counter() - started:.0f} s: {len(trial.flows)} flows, {uploaded} documents accepted,"
        f" {len(receiver.callbacks())} callbacks received; calls: {calls}"
    )
    for problem in trial.problems[:20]:
        print(f"  BROKEN: {problem}")
    print("  every promise was kept" if not trial.problems else f"  {len(trial.problems)} promises were broken")
    return 1 if trial.problems else 0


if __name__ == "__main__":
    sys.exit(main())
