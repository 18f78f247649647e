"""Throws generated requests, right and wrong ones, at the whole API: `python bench/fuzz_api.py [--examples 200]`.

schemathesis makes them from the server's own OpenAPI document, and holds each answer against it: no 5xx, only documented
statuses, media types, headers and bodies, wrong requests refused, other methods answered with 405; and measures how long
one turn of the server's event loop takes at most. Exit status 1 where
anything does not hold. Needs the `test` extra.
"""

from __future__ import annotations

import argparse
import gc
import subprocess
import sys
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from simulator.server import BackgroundServer
from simulator.settings import load
from simulator.testing.watchdog import Watchdog

#: Processor seconds that one turn of the event loop may take while all this goes on.
LONGEST_STALL = 0.05
CONFIG = Path(__file__).with_name("schemathesis.toml")
#: Paths of each face. Of the simulator's own, those that would change what others answer are left out: the clock (tokens
#: expire), the whole state; and the event stream, which has no end.
FACES = {
    "atlas": ["--include-path-regex", "^/v"],
    "control": ["--include-path-regex", "^/_sim/", "--exclude-path-regex", "/_sim/(events|state|clock)"],
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=200, help="most requests for each operation and phase [200]")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=list(FACES), help="one of the two faces")
    parser.add_argument("--phases", default="examples,coverage,fuzzing,stateful")
    chosen = parser.parse_args()
    with BackgroundServer(
        load({"port": 0, "ephemeral": True, "workers": 1, "log_level": "error"}, environment={})
    ) as server:
        faces = [chosen.only] if chosen.only else list(FACES)
        task = server.core.recorder._task
        assert task is not None
        gc.collect()
        gc.freeze()  # as `serve` does
        with Watchdog(task.get_loop()) as watchdog:
            failed = max([fuzz(server.url, face, chosen.examples, chosen.seed, chosen.phases) for face in faces])
        print(f"longest turn of the event loop: {watchdog.longest * 1000:.1f} ms of processor time (goal: < 50 ms)")
        return failed or int(watchdog.longest > LONGEST_STALL)


def fuzz(url: str, face: str, examples: int, seed: int, phases: str) -> int:
    """Run schemathesis over one face; its exit status."""
    account = {"Client-Id": f"fuzz-{face}", "Client-Secret": "any"}
    token = httpx.post(f"{url}/v3/verification/authtoken", headers=account, trust_env=False).json()["access_token"]
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        "--config-file",
        str(CONFIG),
        "run",
        f"{url}/_sim/openapi.json?part=all&answers=exact",
        "--header",
        f"Token: {token}",
        "--phases",
        phases,
        "--max-examples",
        str(examples),
        "--seed",
        str(seed),
        "--continue-on-failure",
        "--no-color",
        *FACES[face],
    ]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
