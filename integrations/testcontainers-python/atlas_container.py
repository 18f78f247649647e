"""The simulator in a container, for tests: `with AtlasContainer() as atlas: atlas.url`. Needs the package `testcontainers`.

Where the variable ATLAS_SIMULATOR_URL names a simulator that runs already, that one is used and no container is started.
"""

from __future__ import annotations

import os
import time
import urllib.error
import urllib.request
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from testcontainers.core.container import DockerContainer

PORT = 8642


class AtlasContainer:
    """`settings` are the simulator's, as in its settings file: `AtlasContainer(pace="realistic", strict=True)`.

    `start` raises TimeoutError where the simulator is not ready after `seconds`.
    """

    def __init__(self, image: str = "atlas-simulator", *, seconds: float = 60.0, **settings: object) -> None:
        self.image, self.seconds = image, seconds
        self.environment = {f"ATLAS_SIM_{name.upper()}": _text(value) for name, value in settings.items()}
        self.url = ""
        self._container: DockerContainer | None = None

    def container(self) -> DockerContainer:
        """The container as it will be started."""
        from testcontainers.core.container import DockerContainer

        made = DockerContainer(self.image).with_command("serve --ephemeral").with_exposed_ports(PORT)
        # Names that a receiver on this machine is reached by from inside; Docker Desktop knows it by itself.
        made = made.with_kwargs(extra_hosts={"host.docker.internal": "host-gateway"})
        for name, value in self.environment.items():
            made = made.with_env(name, value)
        return made

    def start(self) -> AtlasContainer:
        self.url = os.environ.get("ATLAS_SIMULATOR_URL", "").rstrip("/")
        if not self.url:
            self._container = self.container().start()
            host, port = self._container.get_container_host_ip(), self._container.get_exposed_port(PORT)
            self.url = f"http://{host}:{port}"
        try:
            self._wait()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        if self._container is not None:
            self._container.stop()
            self._container = None

    def __enter__(self) -> AtlasContainer:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def _wait(self) -> None:
        deadline = time.monotonic() + self.seconds
        while True:
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=5):
                    return
            except (urllib.error.URLError, OSError) as error:
                if time.monotonic() > deadline:
                    raise TimeoutError(f"{self.url} is not ready after {self.seconds:g} s: {error}") from error
            time.sleep(0.05)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
