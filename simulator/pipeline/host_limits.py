"""Whose turn it is: so many calls at once to each host, so that one slow host cannot hold up the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable


class HostLimits:
    """Who may be contacted once more, with so many under way to each host already."""

    def __init__(self, hosts: Iterable[str], most: int) -> None:
        self._count = Counter(hosts)
        self._most = most
        self.full = [host for host, count in self._count.items() if count >= most]

    def take(self, host: str) -> bool:
        self._count[host] += 1
        return self._count[host] <= self._most
