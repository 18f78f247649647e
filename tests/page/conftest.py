"""What the tests of the page share: a real Chromium, and a tenant whose documents are given, not read."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from simulator.client.atlas_client import AtlasClient
from simulator.client.control import Control
from simulator.server import BackgroundServer

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
DRIVER = shutil.which("chromedriver") or ""
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
#: Real seconds that anything on the page may take to appear.
PATIENCE = 20
GIVEN = [
    {
        "document_id": "inv*",
        "document_type": "INVOICE",
        "fields": {"customer_name": "Asha Verma", "invoice_number": "7"},
    },
    {"document_id": "do*", "document_type": "DELIVERY_ORDER", "fields": {"customer_name": "Asha R Verma"}},
    {"document_id": "odd*", "error_code": "UNRECOGNISED"},
    {"document_id": "*", "document_type": "PAN", "fields": {"pan_number": "ABCPV1234K"}},
]


class Browser:
    """A page in Chromium, spoken to in the few ways that these tests need."""

    def __init__(self, driver: Any, url: str = "") -> None:
        self.driver = driver
        self.url = url

    def open(self, path: str) -> None:
        """Open a page of the server and wait until its scripts are up."""
        self.driver.get(self.url + path)
        self.until("return document.documentElement.dataset.ready === 'yes'")

    def until(self, script: str, *arguments: Any) -> Any:
        """What a script gives once it is true."""
        from selenium.webdriver.support.ui import WebDriverWait

        wait = WebDriverWait(self.driver, PATIENCE, poll_frequency=0.03)
        return wait.until(lambda driver: driver.execute_script(script, *arguments), f"never true: {script}")

    def see(self, text: str, within: str = "main") -> None:
        """Wait until a text is to be read."""
        self.until("return document.querySelector(arguments[0])?.innerText.includes(arguments[1])", within, text)

    def find(self, selector: str) -> Any:
        return self.driver.find_element("css selector", selector)

    def click(self, selector: str) -> None:
        self.find(selector).click()

    def run(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def size(self, width: int, height: int = 800, *, dark: bool = False) -> None:
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500},
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})

    def complaints(self) -> list[str]:
        """What the browser complained of since the last time: errors of scripts, refusals by the policy, failed loads."""
        return [each["message"] for each in self.driver.get_log("browser")]


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    if not (CHROMIUM and DRIVER):
        pytest.skip("no chromium with chromedriver here; on Debian: apt-get install chromium chromium-driver")
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    # A window that was never clicked into tells nobody of focus.
    driver.execute_cdp_cmd("Emulation.setFocusEmulationEnabled", {"enabled": True})
    yield driver
    driver.quit()


@pytest.fixture
def browser(chromium: Any, server: BackgroundServer) -> Browser:
    """A browser on the shared server, as wide as a desk's."""
    made = Browser(chromium, server.url)
    chromium.delete_all_cookies()
    chromium.get("about:blank")
    made.size(1280)
    made.complaints()
    return made


class World:
    """One tenant of a server whose documents are given."""

    def __init__(self, url: str, tenant: str = "") -> None:
        self.url = url
        self.tenant = tenant or f"tenant-{uuid.uuid4().hex[:8]}"
        self.atlas = AtlasClient(url, client_id=self.tenant)
        self.control = Control(url, self.tenant)
        self.http = httpx.Client(base_url=url, timeout=30, trust_env=False)
        self.control.scenario({"canned": GIVEN})

    def close(self) -> None:
        for each in (self.atlas, self.control, self.http):
            each.close()

    def upload(self, *documents: str | tuple[str, bytes], **more: Any) -> str:
        """A flow with these documents, not waited for; with bytes, that content."""
        inbox = self.control.inbox
        flow = self.atlas.init(auth_url=inbox.auth_url, callback_url=inbox.callback_url, **more)
        files = []
        for each in documents:
            document_id, content = each if isinstance(each, tuple) else (each, each.encode())
            files.append((document_id, self.control.put_file(f"{uuid.uuid4().hex}.bin", content)))
        self.atlas.multiupload(flow, files)
        return flow

    def run(self, *documents: str | tuple[str, bytes], **more: Any) -> str:
        """A flow with these documents, finished."""
        flow = self.upload(*documents, **more)
        self.atlas.wait(flow)
        self.control.clock.advance(0)
        return flow

    def file(self, flow: str, at: int = 0) -> str:
        """The file_uuid of a document of a flow."""
        return str(self.control.flow(flow)["files"][at]["file_uuid"])

    def page(self, path: str, **query: Any) -> str:
        """The HTML of a page."""
        return self.http.get(path, params=query).raise_for_status().text


@pytest.fixture
def world(server: BackgroundServer) -> Iterator[World]:
    made = World(server.url)
    yield made
    made.close()


@pytest.fixture
def world_of() -> Iterator[Callable[..., World]]:
    """A tenant on a server of the test's own."""
    made: list[World] = []

    def make(server: BackgroundServer, tenant: str = "") -> World:
        made.append(World(server.url, tenant))
        return made[-1]

    yield make
    for each in made:
        each.close()
