"""Rules about hosts: what they mean, and that no spelling of an address gets around them."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from simulator.errors import SettingError
from simulator.hosts import METADATA, parse_rules
from simulator.settings import load


@pytest.mark.parametrize(
    "address",
    [
        "169.254.169.254",
        "::ffff:169.254.169.254",
        "::ffff:a9fe:a9fe",
        "64:ff9b::169.254.169.254",
        "2002:a9fe:a9fe::1",
        "::169.254.169.254",
        "fe80::1",
        "fe80::1%eth0",
        "fd00:ec2::254",
        "100.100.100.200",
        "168.63.129.16",
    ],
)
def test_metadata_and_link_local_addresses_are_denied_however_they_are_written(address: str) -> None:
    assert "denied by --deny-host" in parse_rules((), METADATA).refusal("innocent.example", ip_address(address))


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "10.1.2.3", "192.168.0.9", "fd12::1", "203.0.113.7"])
def test_loopback_private_and_public_addresses_are_allowed_by_default(address: str) -> None:
    assert parse_rules((), METADATA).refusal("files.example", ip_address(address)) == ""


@pytest.mark.parametrize(
    ("host", "address", "allowed"),
    [
        ("files.example.org", "203.0.113.7", True),
        ("FILES.EXAMPLE.ORG.", "203.0.113.7", True),
        ("a.cdn.example", "203.0.113.7", True),
        ("cdn.example", "203.0.113.7", False),
        ("evilcdn.example", "203.0.113.7", False),
        ("anything", "10.0.3.4", True),
        ("anything", "::ffff:10.0.3.4", True),
        ("anything", "10.0.4.4", False),
        ("files.example.org", "10.0.3.66", False),
        ("bad.example.org", "10.0.3.4", False),
    ],
)
def test_only_what_is_allowed_and_not_denied_goes(host: str, address: str, allowed: bool) -> None:
    some = parse_rules(("files.example.org", "*.cdn.example", "10.0.3.0/24"), ("10.0.3.64/28", "bad.example.org"))
    assert (some.refusal(host, ip_address(address)) == "") is allowed


@pytest.mark.parametrize("wrong", ["10.0.0.0/33", "300.1.1.1", "10.0.0", "http://files.example", "a b", "", "*", "::g"])
def test_a_rule_that_is_neither_name_nor_network_is_refused_at_start(wrong: str) -> None:
    with pytest.raises(SettingError, match="--deny-host: must be a host name"):
        load({"deny_host": [wrong]}, {})


@pytest.mark.parametrize(
    ("texts", "refused"), [(["10.0.0.0/8"], True), ([], True), (["none"], False), (["none", "10.0.0.0/8"], False)]
)
def test_hosts_that_are_denied_add_to_those_that_always_are(texts: list[str], refused: bool) -> None:
    metadata = ip_address("169.254.169.254")
    assert bool(parse_rules((), load({"deny_host": texts}, {}).denied).refusal("innocent.example", metadata)) is refused
