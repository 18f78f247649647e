"""Whose page asks, under which name, through which proxy: what is believed of a request, and what is not."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.datastructures import Headers

from simulator.control.client_base_url import LONGEST_SAID, Forwarded, forwarded
from simulator.control.origin_check import OriginCheck

OWN = "http://127.0.0.1:8642"


@pytest.mark.parametrize(
    ("headers", "foreign"),
    [
        ({}, False),
        ({"sec-fetch-site": "same-origin"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"sec-fetch-site": "same-site"}, True),
        ({"sec-fetch-site": "cross-site"}, True),
        ({"sec-fetch-site": "same-origin", "origin": "http://evil.example"}, False),
        ({"origin": OWN, "host": "127.0.0.1:8642"}, False),
        ({"origin": "http://127.0.0.1:9999", "host": "127.0.0.1:8642"}, True),
        ({"origin": "http://LOCALHOST:8642", "host": "localhost:8642"}, False),
        ({"origin": "null", "host": "127.0.0.1:8642"}, True),
        ({"referer": f"{OWN}/_sim/", "host": "other:1"}, False),
        ({"referer": "http://evil.example/x", "host": "127.0.0.1:8642"}, True),
        ({"origin": "http://evil.example", "referer": OWN, "host": "127.0.0.1:8642"}, True),
        ({"origin": "http://[", "host": "127.0.0.1:8642"}, True),
        ({"origin": "http://evil.example"}, True),
        ({"origin": "", "referer": ""}, True),
    ],
)
def test_a_page_of_another_site_is_told_by_what_its_browser_says(headers: dict[str, str], foreign: bool) -> None:
    assert OriginCheck(OWN, "127.0.0.1").foreign(Headers(headers)) is foreign


@pytest.mark.parametrize(
    ("host", "rebound"),
    [
        ("127.0.0.1:8642", False),
        ("[::1]:8642", False),
        ("192.168.7.7", False),
        ("atlas:8642", False),
        ("localhost", False),
        ("x.localhost", False),
        ("atlas.test", False),
        ("printer.local", False),
        ("nas.home.arpa", False),
        ("api.internal:80", False),
        ("evil.example", True),
        ("evil.example.", True),
        ("evil.example:8642", True),
        ("notlocalhost.com", True),
        ("127.0.0.1.evil.example", True),
        ("atlas.team.example", False),
        ("ATLAS.TEAM.EXAMPLE:443", False),
        ("x.atlas.team.example", True),
        ("a.wild.example", False),
        ("a.b.wild.example", False),
        ("wild.example", True),
        ("notwild.example", True),
        ("", False),
        ("[bad:8642", False),
        ("[bad.example:8642", True),
    ],
)
def test_a_name_that_anybody_can_register_is_none_of_its_own(host: str, rebound: bool) -> None:
    origins = OriginCheck(OWN, "127.0.0.1", ["Atlas.team.example", "*.wild.example"])
    scope: dict[str, Any] = {"headers": [(b"host", host.encode())]}
    # The verdict is remembered, and the same again.
    assert [origins.rebound(scope) for _ in range(2)] == [rebound, rebound]


def test_any_name_is_its_own_where_that_is_said() -> None:
    assert not OriginCheck(OWN, "127.0.0.1", ["*"]).rebound({"headers": [(b"host", b"evil.example")]})


def test_the_public_url_and_the_host_that_it_listens_on_are_its_own() -> None:
    origins = OriginCheck("https://atlas.example:444", "sim.example")
    for host in (b"atlas.example:444", b"atlas.example", b"sim.example:1"):
        assert not origins.rebound({"headers": [(b"host", host)]})


def test_verdicts_are_remembered_for_so_many_names_only() -> None:
    from simulator.control.origin_check import LONGEST_REMEMBERED, REMEMBERED

    origins = OriginCheck(OWN, "127.0.0.1")
    for number in range(REMEMBERED + 10):
        assert origins.rebound({"headers": [(b"host", b"a%d.example" % number)]})
    assert origins.rebound({"headers": [(b"host", b"a" * LONGEST_REMEMBERED + b".example")]})
    assert len(origins._verdicts) == REMEMBERED


# What proxies say


def told(trusted: set[str] | None = None, **headers: str) -> Forwarded:
    known = {name.replace("_", "-").encode(): value.encode() for name, value in headers.items()}
    return forwarded(known, (trusted or set()).__contains__)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, Forwarded()),
        ({"x_forwarded_host": "atlas.test"}, Forwarded(host="atlas.test")),
        ({"x_forwarded_host": "near.test, far.test"}, Forwarded(host="near.test")),
        ({"x_forwarded_host": "evil/path"}, Forwarded()),
        ({"x_forwarded_host": 'a"b'}, Forwarded()),
        ({"x_forwarded_proto": "HTTPS"}, Forwarded(scheme="https")),
        ({"x_forwarded_proto": "ftp"}, Forwarded()),
        ({"x_forwarded_host": "a.test", "x_forwarded_port": "8443"}, Forwarded(host="a.test:8443")),
        ({"x_forwarded_host": "a.test:1", "x_forwarded_port": "8443"}, Forwarded(host="a.test:1")),
        (
            {"x_forwarded_host": "a.test", "x_forwarded_port": "443", "x_forwarded_proto": "https"},
            Forwarded(host="a.test", scheme="https"),
        ),
        (
            {"x_forwarded_host": "a.test", "x_forwarded_port": "443", "x_forwarded_proto": "http"},
            Forwarded(host="a.test:443", scheme="http"),
        ),
        ({"x_forwarded_port": "8443"}, Forwarded()),
        ({"x_forwarded_host": "a.test", "x_forwarded_port": "x"}, Forwarded(host="a.test")),
        ({"x_forwarded_host": "a.test", "x_forwarded_port": "²"}, Forwarded(host="a.test")),
        ({"x_forwarded_prefix": "/atlas/"}, Forwarded(prefix="/atlas")),
        ({"x_forwarded_prefix": "/a b"}, Forwarded()),
        ({"forwarded": 'host="a.test:8";Proto=https'}, Forwarded(host="a.test:8", scheme="https")),
        ({"forwarded": "host=a.test", "x_forwarded_host": "b.test"}, Forwarded(host="a.test")),
        ({"forwarded": "proto=http", "x_forwarded_host": "b.test"}, Forwarded(host="b.test", scheme="http")),
        ({"forwarded": "for=_hidden"}, Forwarded()),
        ({"x_forwarded_host": "a" * (LONGEST_SAID + 1)}, Forwarded()),
    ],
)
def test_what_a_proxy_says_is_taken_where_it_can_be_true(headers: dict[str, str], expected: Forwarded) -> None:
    assert told(**headers) == expected


@pytest.mark.parametrize(
    ("chain", "client"),
    [
        ("1.2.3.4", "1.2.3.4"),
        ("6.6.6.6, 1.2.3.4", "1.2.3.4"),
        ("1.2.3.4, 10.0.0.1", "1.2.3.4"),
        ("1.2.3.4, 10.0.0.2, 10.0.0.1", "1.2.3.4"),
        ("10.0.0.2, 10.0.0.1", "10.0.0.2"),
        ("1.2.3.4:4711", "1.2.3.4"),
        ("[2001:db8::1]:80", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
        ("6.6.6.6, unknown, 10.0.0.1", "10.0.0.1"),
        ("unknown", ""),
    ],
)
def test_the_client_is_the_nearest_address_that_no_trusted_proxy_has(chain: str, client: str) -> None:
    assert told({"10.0.0.1", "10.0.0.2"}, x_forwarded_for=chain).client == client
