"""Twelve hours of steady work in simulated time: does memory stay flat, and the state file, when old flows are let go?

A real server with `--keep 1h`; each simulated minute some flows come in, run at Atlas's pace, deliver and are polled; the
clock moves on by a minute. After the first two hours, in which everything fills up to its bound, memory and file are to
stay where they are. Run by hand: `python bench/soak.py` (some minutes).
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

import httpx

from simulator.client.atlas_client import AtlasClient
from simulator.client.process import ServerProcess
from simulator.client.receiver import Receiver

#: Simulated seconds that finished flows are kept, and minutes in which everything fills up.
KEEP, FILLING = 3600, 120
#: How much more memory, and state file, the last hour may take than the first after filling.
MORE = 1.10
CANNED = [{"document_id": "*", "document_type": "PAN", "fields": {"name_as_per_pan": "ASHA VERMA"}}]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hours", type=float, default=12.0, help="simulated hours [12]")
    parser.add_argument("--flows", type=int, default=6, help="new flows in each simulated minute [6]")
    parser.add_argument("--quick", action="store_true", help="four hours, three flows a minute")
    chosen = parser.parse_args()
    hours, flows = (4.0, 3) if chosen.quick else (chosen.hours, chosen.flows)
    if hours * 60 < FILLING + 120:
        parser.error(f"--hours: at least {FILLING / 60 + 2:g}, of which the first {FILLING / 60:g} fill everything up")
    return run(round(hours * 60), flows)


def run(minutes: int, flows: int) -> int:
    memory, file = [], []
    flags = (
        "--workers",
        "1",
        "--keep",
        str(KEEP),
        "--pace",
        "realistic",
        "--token-life",
        "1000000",
        "--log-level",
        "warning",
    )
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, Receiver() as receiver, ServerProcess(Path(folder), *flags) as server:
        with (
            AtlasClient(server.url) as client,
            httpx.Client(base_url=server.url, timeout=120, trust_env=False) as control,
        ):
            control.put("/_sim/scenario", json={"scenario": {"canned": CANNED}}).raise_for_status()
            for minute in range(1, minutes + 1):
                made = [begin(client, receiver, minute, number) for number in range(flows)]
                control.post("/_sim/clock", json={"advance": 60}).raise_for_status()
                unfinished = [flow for flow in made if client.status(flow)["master_status"] != "SUCCESS"]
                assert not unfinished, f"not complete a minute later: {unfinished}"
                memory.append(server.resident() / 1e6)
                file.append(sum(path.stat().st_size for path in Path(folder).glob("state.sqlite3*")) / 1e6)
                if minute % 60 == 0:
                    kept = len(control.get("/_sim/flows?limit=1000").json()["flows"])
                    print(
                        f"  hour {minute // 60}: {memory[-1]:.0f} MB, file {file[-1]:.1f} MB, {kept} flows kept",
                        flush=True,
                    )
                receiver.forget()
        server.stop()
    print(f"{minutes / 60:g} simulated hours, {minutes * flows} flows, in {time.perf_counter() - started:.0f} s")
    return 0 if flat("memory", memory) & flat("state file", file) else 1


def begin(client: AtlasClient, receiver: Receiver, minute: int, number: int) -> str:
    flow = client.init(
        auth_url=receiver.auth_url, callback_url=receiver.callback_url, application_id=f"APP-{minute}-{number}"
    )
    content = f"{minute} {number}".encode() * 500
    client.multiupload(
        flow, [(str(each), receiver.serve_file(f"{number}-{each}", content + bytes([each]))) for each in range(2)]
    )
    return flow


def flat(what: str, values: list[float]) -> bool:
    before, after = statistics.median(values[FILLING : FILLING + 60]), statistics.median(values[-60:])
    reached = after <= before * MORE
    print(
        f"  {what}: {before:.1f} MB in hour {FILLING // 60 + 1}, {after:.1f} MB in the last (goal at most {MORE:g} times: "
        f"{'reached' if reached else 'MISSED'})"
    )
    return reached


if __name__ == "__main__":
    sys.exit(main())
