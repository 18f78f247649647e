"""Links that the simulator signs and that expire by the simulated clock, as a storage service's pre-signed URLs do."""

from __future__ import annotations

import hashlib
import hmac
import math

from simulator.clock import Clock
from simulator.flows.model import File
from simulator.flows.server_base_urls import ServerBaseUrls


class SignedLinks:
    """Signed links to redacted images, valid for a limited simulated time, as a pre-signed URL is.

    The expiry moves in whole lives from the moment the file was read, so that the callback and the extracts of one
    flow carry the same link, and extracts that are fetched much later a fresh one. A link begins with the base that the file's
    tenant used last.
    """

    def __init__(self, base_urls: ServerBaseUrls, key: bytes, life: float, clock: Clock) -> None:
        self._base_urls = base_urls
        self._key = key
        self._life = life
        self._clock = clock

    def redacted(self, file: File) -> str:
        lives = max(1, math.floor((self._clock.now(file.tenant) - file.changed_at) / self._life) + 1)
        expires = math.ceil(file.changed_at + lives * self._life)
        base = self._base_urls.for_tenant(file.tenant)
        return f"{base}/_sim/redacted/{file.uuid}?expires={expires}&signature={self._sign(file.uuid, expires)}"

    def holds(self, file_uuid: str, expires: str, signature: str, tenant: str) -> bool:
        """Whether the link was made here and has not expired by the time of the tenant whose file it is."""
        if not (expires.isascii() and expires.isdigit() and len(expires) < 20):
            return False
        made_here = hmac.compare_digest(self._sign(file_uuid, int(expires)).encode(), signature.encode())
        return made_here and self._clock.now(tenant) < int(expires)

    def _sign(self, file_uuid: str, expires: int) -> str:
        return hmac.new(self._key, f"{file_uuid}:{expires}".encode(), hashlib.sha256).hexdigest()
