"""Which jobs may begin: so many calls at once to each host, so that one slow host cannot hold up the others; first tries
before repeated ones, so that a crowd of deliveries that fail cannot either."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from simulator.flows.model import Delivery

#: Deliveries of one tenant that are tried again at once while first tries are made.
REPEATED_BESIDE_FIRST = 2


class HostConcurrency:
    """Who may be contacted once more, with so many under way to each host already."""

    def __init__(self, hosts: Iterable[str], most: int) -> None:
        self._count = Counter(hosts)
        self._most = most
        self.hosts_at_limit = [host for host, count in self._count.items() if count >= most]

    def try_take(self, host: str) -> bool:
        self._count[host] += 1
        return self._count[host] <= self._most


def first_tries_first(found: Sequence[Delivery], running: Sequence[Delivery]) -> list[Delivery]:
    """What may begin now: beside first tries, only a few repeated ones of each tenant; alone, all of them.

    Repeated ones that are left out are found again as soon as a first try ends.
    """
    if not any(each.attempts == 0 for each in (*running, *found)):
        return list(found)
    repeated = Counter(each.tenant for each in running if each.attempts)
    chosen = []
    for each in found:
        if each.attempts:
            if repeated[each.tenant] >= REPEATED_BESIDE_FIRST:
                continue
            repeated[each.tenant] += 1
        chosen.append(each)
    return chosen
