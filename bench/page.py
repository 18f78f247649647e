"""What the page costs: the list with 1,000 flows until it is painted, the weight of every page, what the server gains by it.

    python bench/page.py [--flows 1000]

Needs chromium and chromedriver (Debian's packages) and selenium. Times are those of the machine at that moment; each
is the median of several, after one that is not counted.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx

from simulator.client.atlas_client import AtlasClient
from simulator.client.control import Control
from simulator.server import BackgroundServer
from simulator.settings import load

sys.path.insert(0, str(Path(__file__).resolve().parent))
from screenshots import Camera

TIMES = 9
GIVEN = [
    {"document_id": "inv", "document_type": "INVOICE", "fields": {"customer_name": "Asha Verma"}},
    {"document_id": "do", "document_type": "DELIVERY_ORDER", "fields": {"customer_name": "Asha R Verma"}},
    {"document_id": "odd", "error_code": "UNRECOGNISED"},
]
#: Each page with the least that is on it; `{flow}` and `{file}` stand for one.
PAGES = (
    "/",
    "/?first=problems",
    "/?q=DELIVERY_ORDER",
    "/ui/flows/{flow}",
    "/ui/documents/{file}",
    "/ui/try",
    "/ui/inbox",
    "/ui/inbox/bench",
    "/ui/journal",
    "/ui/faults",
    "/ui/clock",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flows", type=int, default=1000)
    flows = parser.parse_args().flows
    with tempfile.TemporaryDirectory() as folder:
        settings = load({"port": 0, "state": str(Path(folder) / "state.sqlite3"), "workers": 1}, environment={})
        with BackgroundServer(settings) as server:
            flow, file = fill(server.url, flows)
            weights(server.url, flow, file)
            paints(server.url, flow, folder)
    gained()


def fill(url: str, flows: int) -> tuple[str, str]:
    """So many finished flows of three documents; one of them, and a document of it."""
    with Control(url, "bench") as control, AtlasClient(url, client_id="bench") as client:
        control.scenario({"canned": GIVEN})
        stand_in = control.put_file("stand-in", b"stand-in", "30d")
        urls = {"auth_url": control.inbox.auth_url, "callback_url": control.inbox.callback_url}
        for number in range(flows):
            flow = client.init(application_id=f"APP-{number}", **urls)
            documents = ("inv", "do", "odd") if number % 10 == 0 else ("inv", "do")
            client.multiupload(flow, [(each, stand_in) for each in documents])
        control.call("POST", "clock", {"advance": "1s", "patience": 60})
        return flow, control.flow(flow)["files"][0]["file_uuid"]


def weights(url: str, flow: str, file: str) -> None:
    """Bytes of each page, and what its scripts and styles weigh together; milliseconds until the server has answered."""
    with httpx.Client(base_url=url, trust_env=False, timeout=30) as http:
        assets = [path.name for path in (Path(__file__).parent.parent / "simulator/control/page/static").iterdir()]
        together = sum(len(http.get(f"/_sim/ui/static/{name}").content) for name in assets)
        print(f"scripts, styles and icon together: {together / 1000:.1f} kB")
        for page in PAGES:
            path = "/_sim" + page.format(flow=flow, file=file)
            body = http.get(path).raise_for_status().content
            took = [timed(lambda path=path: http.get(path)) for _ in range(TIMES)]
            print(
                f"{page:24} {len(body) / 1000:6.1f} kB ({len(gzip.compress(body)) / 1000:.1f} gzipped)"
                f"  {statistics.median(took):5.1f} ms"
            )


def paints(url: str, flow: str, folder: str) -> None:
    """Milliseconds from asking to the first contentful paint, in Chromium."""
    camera = Camera(url, Path(folder))
    for path in ("/_sim/", "/_sim/?first=problems", f"/_sim/ui/flows/{flow}"):
        took = []
        for _ in range(TIMES + 1):
            camera.driver.get(url + path)
            camera._until("return performance.getEntriesByName('first-contentful-paint').length")
            painted = "performance.getEntriesByName('first-contentful-paint')[0]"
            took.append(camera.driver.execute_script(f"return {painted}.startTime"))
        print(f"first paint of {path[:26]:26} {statistics.median(took[1:]):5.0f} ms (first {took[0]:.0f})")
    camera.driver.quit()


def gained() -> None:
    """Seconds until a server is ready, and its memory before and after the first page, in MB."""
    command = [sys.executable, "-m", "simulator", "serve", "--ephemeral", "--port", "8799", "--log-level", "error"]
    started = time.perf_counter()
    process = subprocess.Popen(command)
    try:
        url = "http://127.0.0.1:8799"
        while True:
            try:
                httpx.get(f"{url}/readyz", trust_env=False).raise_for_status()
                break
            except httpx.HTTPError:
                continue
        ready = time.perf_counter() - started
        before = resident(process.pid)
        first = timed(lambda: httpx.get(f"{url}/_sim/", trust_env=False))
        print(
            json.dumps(
                {
                    "ready_s": round(ready, 2),
                    "MB": before,
                    "MB_after_first_page": resident(process.pid),
                    "first_page_ms": round(first),
                }
            )
        )
    finally:
        process.terminate()
        process.wait(10)


def resident(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return round(pages * 4096 / 1e6, 1)


def timed(what: Any) -> float:
    started = time.perf_counter()
    what()
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main()
