"""What `serve` listens on: both families of `localhost`, TLS of its own, whatever variables Kubernetes puts there."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme

from simulator.client.atlas_client import AtlasClient
from simulator.errors import SettingError
from simulator.settings import load
from tests.cli.conftest import Run

Start = Callable[..., Any]
HAS_IPV6 = socket.has_ipv6 and Path("/proc/net/if_inet6").exists() and bool(Path("/proc/net/if_inet6").read_text())


@pytest.mark.skipif(not HAS_IPV6, reason="this machine has no IPv6")
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_localhost_is_reached_in_both_families(start: Start, host: str) -> None:
    port = start().settings.port
    assert httpx.get(f"http://{host}:{port}/readyz", trust_env=False).text == "ok"


@pytest.mark.skipif(not HAS_IPV6, reason="this machine has no IPv6")
def test_a_port_that_is_taken_in_one_family_is_taken(shell: Run) -> None:
    with socket.socket(socket.AF_INET6) as other:
        other.bind(("::1", 0))
        other.listen()
        port = other.getsockname()[1]
        ended = shell("serve", "--ephemeral", "--port", str(port))
    assert ended.returncode == 2
    assert f"cannot listen on localhost:{port}" in ended.stderr


def trusting(file: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(file))


def test_a_throw_away_certificate_is_trusted_by_the_authority_that_is_written(
    start: Start, tmp_path: Path, receiver: Any
) -> None:
    server = start(tls=True, server_name=["atlas.team.example"])
    port, authority = server.settings.port, tmp_path / f"tls-ca-{server.settings.port}.pem"
    assert server.url == f"https://127.0.0.1:{port}"
    for host in ("localhost", "127.0.0.1"):
        answer = httpx.get(f"https://{host}:{port}/_sim/samples", verify=trusting(authority), trust_env=False)
        assert answer.json()["samples"][0]["file_url"].startswith(f"https://{host}:{port}/_sim/samples/")
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        httpx.get(f"https://localhost:{port}/readyz", trust_env=False)
    assert "PRIVATE" not in authority.read_text()
    # The server trusts nobody more, and still reaches its own addresses.
    with AtlasClient(server.url) as atlas:
        atlas._http = httpx.Client(base_url=server.url, verify=trusting(authority), trust_env=False)
        flow = atlas.init(auth_url=receiver.auth_url, callback_url=receiver.callback_url)
        stored = atlas._http.put("/_sim/files/a.bin", content=b"a").json()["file_url"]
        atlas.multiupload(flow, [("1", stored)])
        assert atlas.wait(flow)["upload_status"] == "SUCCESS"


def test_a_certificate_of_ones_own_is_served(start: Start, tmp_path: Path) -> None:
    authority = trustme.CA()
    leaf = authority.issue_cert("localhost")
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    leaf.private_key_pem.write_to_path(str(tmp_path / "key.pem"))
    leaf.cert_chain_pems[0].write_to_path(str(tmp_path / "cert.pem"))
    server = start(tls_cert=str(tmp_path / "cert.pem"), tls_key=str(tmp_path / "key.pem"))
    url = f"https://localhost:{server.settings.port}/readyz"
    assert httpx.get(url, verify=trusting(tmp_path / "ca.pem"), trust_env=False).text == "ok"


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"tls_key": "key.pem"}, "--tls-key: there is no certificate"),
        ({"tls_cert": "/nowhere/cert.pem"}, "--tls-cert /nowhere/cert.pem: cannot be read"),
        ({"tls_cert": __file__}, "no certificate with its key in PEM"),
    ],
)
def test_a_certificate_that_cannot_be_used_is_said_at_the_start(
    start: Start, settings: dict[str, str], text: str
) -> None:
    with pytest.raises(SettingError, match=text):
        start(**settings)


def test_ready_asks_a_server_that_speaks_tls(start: Start, shell: Run) -> None:
    server = start(tls=True)
    ended = shell("ready", ATLAS_SIM_PORT=str(server.settings.port), ATLAS_SIM_TLS="yes")
    assert ended.returncode == 0, ended.stderr


KUBERNETES = {
    "ATLAS_SIM_PORT": "tcp://10.43.7.9:8642",
    "ATLAS_SIM_SERVICE_HOST": "10.43.7.9",
    "ATLAS_SIM_SERVICE_PORT": "8642",
    "ATLAS_SIM_SERVICE_PORT_HTTP": "8642",
    "ATLAS_SIM_PORT_8642_TCP": "tcp://10.43.7.9:8642",
    "ATLAS_SIM_PORT_8642_TCP_PROTO": "tcp",
    "ATLAS_SIM_PORT_8642_TCP_PORT": "8642",
    "ATLAS_SIM_PORT_8642_TCP_ADDR": "10.43.7.9",
    "ATLAS_SIM_CALLBACKS_SERVICE_HOST": "10.43.7.10",
    "ATLAS_SIM_CALLBACKS_PORT": "udp://10.43.7.10:80",
}


def test_variables_that_kubernetes_injects_for_a_service_are_left_alone() -> None:
    assert load({}, environment=KUBERNETES) == load({}, environment={})
    assert load({}, environment={**KUBERNETES, "ATLAS_SIM_PORT": "9000"}).port == 9000


def test_a_variable_that_is_nearly_one_is_told_which() -> None:
    with pytest.raises(SettingError, match=r"ATLAS_SIM_PROT: no such setting; did you mean ATLAS_SIM_PORT\?"):
        load({}, environment={"ATLAS_SIM_PROT": "9000"})
