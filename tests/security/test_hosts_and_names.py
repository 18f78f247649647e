"""Neither a spelling of an address nor a name that points here gets round the rules about hosts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from ipaddress import ip_address

import httpx
import pytest

from simulator.client.atlas_client import AtlasClient
from simulator.client.receiver import Receiver
from simulator.errors import SettingError
from simulator.hosts import parse_rules
from simulator.server import BackgroundServer
from simulator.settings import load

PASSWORD = "open, sesame"
REBOUND = {"Host": "evil.example:8642"}
ANALYTICS = (
    "/v3/verification/clients",
    "/v3/verification/analytics/documents/summary",
    "/v1/bulk/clients",
    "/v2/verification/analytics",
    "/v3/verification/analytics/details?view=upload",
    "/v2/verification/analytics/flow-medians",
)


@pytest.mark.parametrize("address", ["0.0.0.0", "0.1.2.3", "::", "::ffff:0.0.0.0", "64:ff9b::", "2002::1"])
def test_an_unspecified_address_counts_as_loopback(address: str) -> None:
    assert "denied by --deny-host 127.0.0.0/8" in parse_rules((), ("127.0.0.0/8",)).refusal(
        "x.example", ip_address(address)
    )
    assert parse_rules(("127.0.0.1",), ()).refusal("x.example", ip_address(address)) == ""


def test_where_ipv6_loopback_is_denied_its_unspecified_address_is() -> None:
    assert parse_rules((), ("::1",)).refusal("x.example", ip_address("::"))


@pytest.mark.parametrize("host", ["0.0.0.0", "0", "0x0", "[::ffff:0.0.0.0]", "[::]"])
def test_no_spelling_of_the_unspecified_address_reaches_loopback(
    start: Callable[..., BackgroundServer], receiver: Receiver, host: str
) -> None:
    server = start(deny_host=["127.0.0.0/8"])
    port = receiver.url.rpartition(":")[2].strip("/")
    with AtlasClient(server.url) as client:
        flow = client.init(auth_url=receiver.auth_url, callback_url=receiver.callback_url)
        client.multiupload(flow, [("1", f"http://{host}:{port}/files/x")])
        assert client.wait(flow)["upload_status"] == "FAILED"
    entries = httpx.get(f"{server.url}/_sim/journal?kind=download", trust_env=False).json()["entries"]
    assert "denied by --deny-host 127.0.0.0/8" in entries[-1]["problem"]


@pytest.mark.parametrize("listening", ["127.0.0.1", "0.0.0.0"])
def test_a_page_whose_name_points_here_reads_and_changes_nothing_anywhere(
    start: Callable[..., BackgroundServer], listening: str
) -> None:
    server = start(host=listening)
    with httpx.Client(base_url=server.url, headers=REBOUND, trust_env=False) as http:
        for method, path in (
            ("POST", "/v3/verification/authtoken"),
            ("GET", "/v3/verification/extracts?flow_uuid=x"),
            ("GET", "/_sim/"),
            ("POST", "/v1/address/match/batch"),
            ("GET", "/_sim/flows"),
            ("POST", "/_sim/clock"),
            ("GET", "/nowhere"),
            ("GET", "/_sim/files/1"),
            *(("GET", path) for path in ANALYTICS),
        ):
            answer = http.request(method, path)
            assert (answer.status_code, answer.json()["key"]) == (403, "Host"), (method, path)
            assert "--server-name" in answer.json()["error"]
        assert http.get("/livez").status_code == http.get("/readyz").status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "atlas:8642",
        "atlas",
        "localhost:1",
        "127.0.0.1",
        "[::1]:8642",
        "10.0.0.7:8642",
        "203.0.113.7",
        "[2001:db8::7]:80",
        "host.docker.internal:8642",
        "atlas.local",
        "a.localhost",
        "sim.test",
        "a.LOCAL.",
        "my_service-1:8642",
    ],
)
def test_compose_services_containers_and_addresses_are_names_of_its_own(server: BackgroundServer, host: str) -> None:
    account = {"Client-Id": "host-names", "Client-Secret": "any", "Host": host}
    assert httpx.post(f"{server.url}/v3/verification/authtoken", headers=account, trust_env=False).status_code == 201
    assert httpx.get(f"{server.url}/_sim/flows", headers={"Host": host}, trust_env=False).status_code == 200


def test_the_names_of_the_settings_are_its_own(start: Callable[..., BackgroundServer]) -> None:
    server = start(public_url="http://sim.example:80/atlas", server_name=["other.example", "*.team.example"])
    local = f"http://127.0.0.1:{server.settings.port}"
    for host, known in (
        ("SIM.example:8642", True),
        ("other.example", True),
        ("a.team.example:1", True),
        ("a.b.team.example", True),
        ("team.example", False),
        ("evilteam.example", False),
        ("sim.example.evil.example", False),
        ("evil.other.example", False),
    ):
        answer = httpx.get(f"{local}/v3/verification/clients", headers={"Host": host}, trust_env=False)
        assert answer.status_code == (200 if known else 403), host


def test_any_name_will_do_where_the_settings_say_so(start: Callable[..., BackgroundServer]) -> None:
    server = start(server_name=["*"])
    assert httpx.get(f"{server.url}/_sim/flows", headers=REBOUND, trust_env=False).status_code == 200


@pytest.mark.parametrize("wrong", ["10.0.0.0/8", "127.0.0.1", "a b", "", "http://a.example", "*.*"])
def test_what_is_no_name_is_refused_at_start(wrong: str) -> None:
    with pytest.raises(SettingError, match="--server-name: must be a host name"):
        load({"server_name": [wrong]}, {})


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BackgroundServer]:
    """A server as on a shared host: accounts, and a password on the page."""
    state = tmp_path_factory.mktemp("shared") / "state.sqlite3"
    chosen = {"port": 0, "workers": 1, "state": str(state), "ui_password": PASSWORD, "credentials": ["a:secret"]}
    with BackgroundServer(load(chosen, environment={})) as running:
        yield running


@pytest.mark.parametrize("path", ANALYTICS)
def test_on_a_shared_host_the_analytics_ask_for_the_page_s_password(shared: BackgroundServer, path: str) -> None:
    with httpx.Client(base_url=shared.url, trust_env=False) as http:
        refused = http.get(path)
        assert refused.status_code == 401 and "Basic" in refused.headers["www-authenticate"]
        assert "password" in refused.json()["error"]
        with AtlasClient(shared.url, "a", "secret") as client:
            assert client.request("GET", path).status_code == 401, "an account is not enough: it would see all others"
        assert http.get(path, auth=("", PASSWORD)).status_code == 200


def test_the_setting_says_who_may_see_the_analytics(start: Callable[..., BackgroundServer]) -> None:
    server = start(ui_password=PASSWORD, analytics="open")
    assert httpx.get(f"{server.url}{ANALYTICS[0]}", trust_env=False).status_code == 200
    with pytest.raises(SettingError, match="--ui-password-file"):
        load({"analytics": "password"}, {})
