"""Which hosts the simulator may contact: rules by name and by network, applied to the addresses that a name stands for.

Files and callbacks are fetched from where the simulator runs, so on a shared machine their URLs are a way in. What is
checked is always the numeric address, so no spelling of it (decimal, octal, IPv4 inside of IPv6) gets around a rule.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

IpAddress = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_NAME = re.compile(r"(\*\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*", re.ASCII)
#: Where the last four bytes are an IPv4 address that a gateway goes on to (RFC 6052, section 2.1).
_NAT64 = IPv6Network("64:ff9b::/96")
#: "This host": the unspecified addresses reach this machine, as loopback does (RFC 1122, section 3.2.1.3; RFC 4291, 2.5.2).
_UNSPECIFIED = IPv4Network("0.0.0.0/8")
_LOOPBACK, _LOOPBACK_6 = IPv4Address("127.0.0.1"), IPv6Address("::1")
#: The older way to write IPv4 as IPv6 (RFC 4291, section 2.5.5.1); `::` and `::1` are not of it.
_COMPATIBLE = IPv6Network("::/96")

#: Link-local addresses and what clouds' machines ask for credentials at: AWS, Azure, Alibaba, Oracle (Google's is link-local).
METADATA = ("169.254.0.0/16", "fe80::/10", "fd00:ec2::254", "168.63.129.16", "100.100.100.200", "192.0.0.192")
#: This machine itself.
LOOPBACK = ("127.0.0.0/8", "::1")


@dataclass(frozen=True)
class HostRule:
    """A network, or a name (`*.example.org`: every name under it)."""

    text: str
    network: Network | None = None

    def names(self, host: str) -> bool:
        """Whether the rule means the host by its name."""
        if self.network is not None:
            return False
        return host.endswith(self.text[1:]) if self.text.startswith("*.") else host == self.text

    def holds(self, address: IpAddress) -> bool:
        return self.network is not None and address.version == self.network.version and address in self.network


@dataclass(frozen=True)
class HostRules:
    """`deny` wins over `allow`; with an empty `allow` everything goes that is not denied."""

    allow: tuple[HostRule, ...] = ()
    deny: tuple[HostRule, ...] = ()

    def refusal(self, host: str, address: IpAddress) -> str:
        """Why `address`, which `host` stands for, may not be contacted; empty where it may."""
        host = host.lower().rstrip(".")
        forms = canonical_address(address)
        for rule in self.deny:
            if rule.names(host) or any(rule.holds(form) for form in forms):
                return f"{_described(host, address)} is denied by --deny-host {rule.text}"
        if not self.allow or any(rule.names(host) or any(map(rule.holds, forms)) for rule in self.allow):
            return ""
        return f"{_described(host, address)} is not among the hosts of --allow-host"

    def refusal_unresolved(self, host: str) -> str:
        """Why a host whose addresses are not known here may not be contacted: by its name, or the address it is written as."""
        if address := ip_literal(host):
            return self.refusal(host, address)
        name = host.lower().rstrip(".")
        if denying := next((rule for rule in self.deny if rule.names(name)), None):
            return f"{host} is denied by --deny-host {denying.text}"
        if not self.allow or any(rule.names(name) for rule in self.allow):
            return ""
        return f"{host} is not among the hosts of --allow-host"


def parse_rules(allow: Sequence[str], deny: Sequence[str]) -> HostRules:
    """The rules as settings say them. Raises ValueError."""
    return HostRules(tuple(map(parse_rule, allow)), tuple(map(parse_rule, deny)))


def parse_rule(text: str) -> HostRule:
    """An address, a network (CIDR) or a name. Raises ValueError."""
    text = text.strip().lower()
    try:
        return HostRule(text, ip_network(text.removeprefix("[").removesuffix("]"), strict=False))
    except ValueError:
        # What looks like an address must be one, or a slip of the pen would allow, or spare, nothing at all.
        if re.search(r"[a-z_]", text) and _NAME.fullmatch(text.rstrip(".")) and ":" not in text:
            return HostRule(text.rstrip("."))
        raise


#: What browsers leave away of a URL: round it, and within.
_ROUND = "".join(map(chr, range(0x21)))
_WITHIN = {ord(each): None for each in "\t\r\n"}


def trimmed(url: str) -> str:
    """A URL without what browsers leave away: blanks and control characters round it, tabs and line ends within."""
    return url.strip(_ROUND).translate(_WITHIN)


def host_of(url: str) -> str:
    """Host and port of a URL, in lower case: what calls at once are counted by."""
    return parts_of(url).netloc.lower()


def parts_of(url: str) -> SplitResult:
    """The parts of a URL that somebody else wrote; all empty where it cannot be taken apart."""
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", "", "", "")


def ip_literal(host: str) -> IpAddress | None:
    """The address that a host is written as in full; None for a name."""
    try:
        return ip_address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        return None


def canonical_address(address: IpAddress) -> list[IpAddress]:
    """The address, the IPv4 addresses that are written within it, and loopback where it is where one of them leads."""
    if isinstance(address, IPv4Address):
        return [address, _LOOPBACK] if address in _UNSPECIFIED else [address]
    plain = IPv6Address(int(address))
    if plain.is_unspecified:
        return [plain, _LOOPBACK_6, _LOOPBACK]
    within = []
    if plain.ipv4_mapped or plain in _NAT64 or (plain in _COMPATIBLE and int(plain) > 1):
        within.append(IPv4Address(int(plain) & 0xFFFFFFFF))
    if plain.sixtofour:
        within.append(plain.sixtofour)
    if plain.teredo:
        within.append(plain.teredo[1])
    return [plain, *(form for each in within for form in canonical_address(each))]


def _described(host: str, address: IpAddress) -> str:
    return host if ip_literal(host) == address else f"{host} ({address})"
