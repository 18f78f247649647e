"""How long each stage of a flow takes beyond the work itself: not at all, like Atlas, or until somebody says go on."""

from __future__ import annotations

import hashlib
import math
from enum import StrEnum
from statistics import NormalDist

from simulator.flows.model import HELD


class Stage(StrEnum):
    """The points at which a flow can be made to wait, in order."""

    UPLOAD = "upload"
    QUEUE = "queue"
    PROCESSING = "processing"
    CROSSCHECK = "crosscheck"
    CALLBACK = "callback"


#: Median seconds of each stage, so that most flows take the documented 30 to 60 seconds (contract, section 2.3).
REALISTIC_MEDIANS = {
    Stage.UPLOAD: 4.0,
    Stage.QUEUE: 3.0,
    Stage.PROCESSING: 26.0,
    Stage.CROSSCHECK: 6.0,
    Stage.CALLBACK: 1.0,
}
#: Spread of the log-normal distribution: nine in ten stages take between 0.7 and 1.4 times the median.
REALISTIC_SIGMA = 0.2

_normal = NormalDist()


class Pace:
    """`instant`, `realistic` or `manual`; a flow may name its own.

    Realistic delays follow from `seed` and the file alone, and are multiplied by `factor`.
    """

    def __init__(self, kind: str, seed: int, factor: float = 1.0) -> None:
        self.kind = kind
        self.seed = seed
        self.factor = factor
        #: The pace of tenants that have their own; the empty name stands for everyone.
        self.by_tenant: dict[str, str] = {}

    def own(self, tenant: str) -> str:
        """The pace of a tenant, empty where it has none of its own."""
        return self.by_tenant.get(tenant) or self.by_tenant.get("", "")

    def delay(self, stage: Stage, key: str, own: str = "") -> float:
        """Simulated seconds to wait in `stage`; `HELD` where somebody must let it go on. `key` names what waits."""
        kind = own or self.kind
        if kind == "instant":
            return 0.0
        if kind == "manual":
            return HELD
        digest = hashlib.sha256(f"{self.seed}:{stage}:{key}".encode()).digest()
        uniform = (int.from_bytes(digest[:8]) + 0.5) / 2**64
        return self.factor * REALISTIC_MEDIANS[stage] * math.exp(REALISTIC_SIGMA * _normal.inv_cdf(uniform))
