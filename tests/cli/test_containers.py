"""What docs/containers.md promises, where there is no container engine: network namespaces, a relay for a mapped port.

A container's own loopback, a port that has another number outside, and a developer's machine that is only reached by
`host.docker.internal` are what makes containers different; a namespace has all three. Needs root.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from simulator.client.atlas_client import AtlasClient
from simulator.client.control import Control
from simulator.client.receiver import Receiver
from simulator.extras import IN_IMAGE
from tests.cli.conftest import environment, free_port


class Network:
    """Namespaces on one bridge; this machine is the `host`, and has an address on the bridge, too."""

    def __init__(self) -> None:
        self.id = uuid.uuid4().hex[:6]
        self.bridge = f"ab{self.id}"
        self.subnet = f"10.{int(self.id[:2], 16)}.{int(self.id[2:4], 16)}"
        self.host = f"{self.subnet}.1"
        self.names: list[str] = []

    def open(self) -> None:
        self._ip("link", "add", self.bridge, "type", "bridge")
        self._ip("addr", "add", f"{self.host}/24", "dev", self.bridge)
        self._ip("link", "set", self.bridge, "up")

    def close(self) -> None:
        for name in self.names:
            self._ip("netns", "del", name)
            shutil.rmtree(f"/etc/netns/{name}", ignore_errors=True)
        self._ip("link", "del", self.bridge)

    def add(self, **hosts: str) -> tuple[str, str]:
        """A namespace with names of its own for addresses; its name and address."""
        name, number = f"{self.bridge}n{len(self.names)}", len(self.names) + 2
        self._ip("netns", "add", name)
        self.names.append(name)
        outer, inner = f"v{self.id}{number}", f"w{self.id}{number}"
        self._ip("link", "add", outer, "type", "veth", "peer", "name", inner)
        self._ip("link", "set", outer, "master", self.bridge, "up")
        self._ip("link", "set", inner, "netns", name)
        for each in (
            ("addr", "add", f"{self.subnet}.{number}/24", "dev", inner),
            ("link", "set", inner, "up"),
            ("link", "set", "lo", "up"),
        ):
            self._ip("-n", name, *each)
        folder = Path("/etc/netns") / name
        folder.mkdir(parents=True)
        lines = {"localhost": "127.0.0.1", **hosts}
        (folder / "hosts").write_text("".join(f"{address} {host}\n" for host, address in lines.items()))
        return name, f"{self.subnet}.{number}"

    @staticmethod
    def _ip(*words: str) -> None:
        subprocess.run(["ip", *words], check=True, capture_output=True, text=True)


@pytest.fixture
def network() -> Iterator[Network]:
    if os.geteuid() != 0 or shutil.which("ip") is None:
        pytest.skip("network namespaces need root and iproute2")
    made = Network()
    try:
        made.open()
        made.add()
    except (subprocess.CalledProcessError, OSError) as error:
        with suppress(subprocess.CalledProcessError):
            made.close()
        pytest.skip(f"no network namespaces here: {getattr(error, 'stderr', error)}")
    yield made
    made.close()


@pytest.fixture
def container(network: Network, tmp_path: Path) -> Iterator[Callable[..., str]]:
    """`serve` in a namespace, as in a container of the image; its address on the bridge."""
    running: list[subprocess.Popen[bytes]] = []

    def start(*flags: str, **hosts: str) -> str:
        name, address = network.add(**hosts)
        command = ["ip", "netns", "exec", name, sys.executable, "-m", "simulator", "serve", "--host", "0.0.0.0"]
        log = (tmp_path / f"{name}.log").open("wb")
        running.append(
            subprocess.Popen(
                [*command, "--ephemeral", "--workers", "1", "--callback-attempts", "1", *flags],
                env={**environment(), IN_IMAGE: "yes"},
                stdout=log,
                stderr=log,
            )
        )
        log.close()
        wait = [sys.executable, "-m", "simulator", "ready", "--server", f"http://{address}:8642", "--wait", "60s"]
        subprocess.run(wait, check=True, env=environment(), capture_output=True)
        return address

    yield start
    for each in running:
        each.terminate()
        each.wait(20)


@pytest.fixture
def mapped() -> Iterator[Callable[[str], str]]:
    """A port of this machine that leads to a container's, as `docker run -p` makes it; its base URL."""
    listeners: list[socket.socket] = []

    def pump(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)

    def accept(listener: socket.socket, address: str) -> None:
        with suppress(OSError):
            while True:
                outer, _ = listener.accept()
                inner = socket.create_connection((address, 8642))
                for pair in ((outer, inner), (inner, outer)):
                    threading.Thread(target=pump, args=pair, daemon=True).start()

    def start(address: str) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)
        threading.Thread(target=accept, args=(listener, address), daemon=True).start()
        return f"http://localhost:{listener.getsockname()[1]}"

    yield start
    for each in listeners:
        each.close()


def outcome(url: str, file_url: str, auth_url: str, callback_url: str) -> Any:
    """What became of a flow of one document: all that the simulator knows of it, once its delivery has ended."""
    with AtlasClient(url) as atlas, Control(url) as control:
        flow = atlas.init(auth_url=auth_url, callback_url=callback_url)
        atlas.multiupload(flow, [("1", file_url)])
        atlas.wait(flow)
        control.clock.advance(0)
        return control.flow(flow)


def test_a_mapped_port_works_with_files_and_inboxes_of_the_simulators_own(
    container: Callable[..., str], mapped: Callable[[str], str]
) -> None:
    """testcontainers, `docker run -p 0:8642`."""
    url = mapped(container())
    with Control(url) as control:
        file_url = control.put_file("a.bin", b"a")
        assert file_url.startswith(f"{url}/_sim/files/")
        shown = outcome(url, file_url, control.inbox.auth_url, control.inbox.callback_url)
        assert shown["status"]["upload_status"] == "SUCCESS"
        assert [each["state"] for each in shown["deliveries"]] == ["DELIVERED"]
        assert len(control.inbox.callbacks()) == 1


def test_a_service_is_reached_by_its_name_and_gives_links_with_it(
    network: Network, container: Callable[..., str]
) -> None:
    """Docker Compose: `http://atlas:8642` for every service of the file; `atlas-simulator ready` as the health check."""
    address = container()
    inside = ["ip", "netns", "exec", network.names[-1], sys.executable, "-m", "simulator", "ready"]
    subprocess.run(inside, env=environment(ATLAS_SIM_HOST="0.0.0.0"), capture_output=True, check=True)
    app, _ = network.add(atlas=address)
    ask = "import urllib.request; print(urllib.request.urlopen('http://atlas:8642/_sim/samples').read().decode())"
    command = ["ip", "netns", "exec", app, sys.executable, "-c", ask]
    samples = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["samples"]
    assert samples[0]["file_url"].startswith("http://atlas:8642/_sim/samples/")


def test_a_receiver_and_files_on_the_developers_machine_are_reached_by_connect_to(
    network: Network, container: Callable[..., str], mapped: Callable[[str], str]
) -> None:
    """host.docker.internal: URLs say localhost, as the developer's programs do."""
    with Receiver(network.host) as receiver:
        place = f"localhost:{receiver.url.rpartition(':')[2]}"
        led = f"{place}=host.docker.internal:{place.partition(':')[2]}"
        url = mapped(container("--connect-to", led, **{"host.docker.internal": network.host}))
        own = f"http://{place}"
        file_url = receiver.serve_file("a.bin", b"a").replace(receiver.url, own)
        shown = outcome(url, file_url, f"{own}/auth", f"{own}/callback")
        assert shown["status"]["upload_status"] == "SUCCESS"
        assert [each["state"] for each in shown["deliveries"]] == ["DELIVERED"]
        assert {each.headers["host"] for each in receiver.requests()} == {place}


def test_what_is_refused_on_the_containers_loopback_says_what_to_set(
    container: Callable[..., str], mapped: Callable[[str], str]
) -> None:
    url, port = mapped(container()), free_port()
    own = f"http://localhost:{port}"
    shown = outcome(url, f"{own}/a.bin", f"{own}/auth", f"{own}/callback")
    advice = f"--connect-to localhost:{port}=host.docker.internal:{port}"
    assert advice in shown["files"][0]["problem"]
    assert any(advice in each["problem"] for each in shown["deliveries"])
