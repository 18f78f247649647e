"""Takes the screenshots of docs/screenshots: a server with real flows, its pages in headless Chromium.

    python bench/screenshots.py [FOLDER]

Needs chromium and chromedriver (Debian's packages), selenium and Pillow. What is on the pages is really read, so they
differ a little from run to run in times and identifiers.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

from simulator.client.atlas_client import AtlasClient
from simulator.client.control import Control
from simulator.pipeline.builtin_scenarios import folder
from simulator.server import BackgroundServer
from simulator.settings import load

ROOT = Path(__file__).resolve().parent.parent
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--hide-scrollbars",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
WIDE, NARROW = (1280, 860), (390, 844)
#: Colours of a screenshot, chosen so that rare ones stay: a third of the size, and a red bar stays red.
COLOURS = 256
CLIENT = "kisan-finance"


class Camera:
    """Chromium, and where its pictures go."""

    def __init__(self, url: str, out: Path) -> None:
        self._url = url
        self._out = out
        options = webdriver.ChromeOptions()
        for flag in (*FLAGS, f"--user-data-dir={tempfile.mkdtemp()}"):
            options.add_argument(flag)
        self.driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))

    def take(self, name: str, path: str, *, dark: bool = False, size: tuple[int, int] = WIDE, before: str = "") -> None:
        """The screen of a page, once its scripts are up and `before` (a script that gives true at last) holds."""
        run = self.driver.execute_cdp_cmd
        metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size == NARROW}
        run("Emulation.setDeviceMetricsOverride", metrics)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        run("Emulation.setEmulatedMedia", {"features": [scheme]})
        self.driver.get(self._url + path)
        self._until("return document.documentElement.dataset.ready === 'yes'")
        self._until(
            "return [...document.images].every((each) => each.complete || each.loading === 'lazy' && each.y > innerHeight)"
        )
        if before:
            self._until(before)
        image = Image.open(io.BytesIO(self.driver.get_screenshot_as_png())).convert("RGB")
        image.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, kmeans=2).save(
            self._out / f"{name}.png", optimize=True
        )

    def _until(self, script: str) -> None:
        WebDriverWait(self.driver, 20, poll_frequency=0.05).until(lambda driver: driver.execute_script(script))


def run_application(url: str, name: str) -> str:
    """One of the sample applications, from upload to callback; its flow_uuid."""
    place = folder("sample_docs") / "applications" / name
    manifest = json.loads((place / "application.json").read_text(encoding="utf-8"))
    files = [(each["document_id"], f"applications/{name}/{each['file']}") for each in manifest["documents"]]
    return run_flow(url, manifest["application_id"], files, product_type=manifest["product_type"])


def run_flow(url: str, application_id: str, samples: list[tuple[str, str]], **more: Any) -> str:
    """A flow of samples, given as (document_id, path); its flow_uuid."""
    with AtlasClient(url, client_id=CLIENT) as client, Control(url, CLIENT) as control:
        inbox = control.inbox
        urls = {"auth_url": inbox.auth_url, "callback_url": inbox.callback_url}
        flow = client.init(application_id=application_id, **urls, **more)
        client.multiupload(flow, [(document_id, f"{url}/_sim/samples/{path}") for document_id, path in samples])
        if more.get("flow_params") is None:
            client.wait(flow)
            control.clock.advance(0)
    return flow


def main() -> None:
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots"
    out.mkdir(parents=True, exist_ok=True)
    settings = load({"port": 0, "ephemeral": True, "workers": 2}, environment={})
    with BackgroundServer(settings) as server, Control(server.url, CLIENT) as control:
        url = server.url
        foreign = sorted(
            path.name for path in (folder("sample_docs") / "FOREIGN").glob("*-clean.*") if path.suffix != ".json"
        )
        control.faults(point="download", action="expired", application="CDL-EXPIRED", times=1)
        control.faults(point="callback", action="fail", status=503, application="CDL-CALLBACK", times=2)
        run_application(url, "agreeing-2-television")
        run_flow(url, "CDL-EXPIRED", [("invoice", "INVOICE/boxed-1-scan.jpg"), ("pan", "PAN/new-1-clean.jpg")])
        run_flow(url, "CDL-CALLBACK", [("invoice", "INVOICE/dealership-1-clean.png")])
        control.clock.advance("3m")
        strange = run_flow(url, "CDL-BROCHURE", [("brochure", f"FOREIGN/{foreign[0]}")])
        run_application(url, "differing-dealer-address")
        differing = run_application(url, "differing-customer")
        agreeing = run_application(url, "agreeing-1-phone")
        manual = {"sim": {"pace": "manual"}}
        run_flow(url, "CDL-WAITING", [("invoice", "INVOICE/boxed-1-clean.png")], flow_params=manual)
        files = {each["document_type"]: each["file_uuid"] for each in control.flow(agreeing)["files"]}
        brochure = control.flow(strange)["files"][0]["file_uuid"]
        camera = Camera(url, out)
        drawn = "return document.querySelector('.stage svg')?.dataset.drawn === '1'"
        camera.take("flows", "/_sim/?first=problems")
        camera.take("flow", f"/_sim/ui/flows/{differing}", size=(1280, 1100))
        camera.take("flow-dark", f"/_sim/ui/flows/{differing}", dark=True, size=(1280, 1100))
        camera.take("document", f"/_sim/ui/documents/{files['INVOICE']}", before=drawn)
        camera.take("aadhaar-dark", f"/_sim/ui/documents/{files['AADHAAR']}", dark=True, before=drawn)
        camera.take("unrecognised", f"/_sim/ui/documents/{brochure}", before=drawn)
        camera.take("try", "/_sim/ui/try", size=(1280, 720))
        camera.take("faults", "/_sim/ui/faults")
        camera.take("flows-narrow", "/_sim/", size=NARROW)
        camera.driver.quit()


if __name__ == "__main__":
    main()
