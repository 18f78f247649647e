"""Fetching a client's file: the whole of it within the limits, or a reason why not."""

from __future__ import annotations

import asyncio
import hashlib
from contextlib import suppress
from urllib.parse import urlsplit

import httpx

from simulator.hosts import HostRules, trimmed
from simulator.pipeline.loopback_transport import LoopbackTransport
from simulator.pipeline.network import DIRECT, BodyUnreadable, HostRefused, http_client, read_body
from simulator.pipeline.outbound_routes import OutboundRoutes
from simulator.pipeline.step_results import DownloadError, Fetched, FileTooLarge

#: Real seconds to wait for a connection; the whole download has its own, longer limit.
CONNECT_SECONDS = 10.0
#: 203: a proxy changed something on the way, and sends the file all the same.
TAKEN = frozenset({200, 203})
#: Bytes of an error answer that are quoted in the reason.
MAX_QUOTED = 200


class Downloader:
    """GETs files with one shared pool of connections."""

    def __init__(
        self,
        *,
        seconds: float,
        redirects: int,
        max_bytes: int,
        rules: HostRules,
        own: LoopbackTransport | None = None,
        routes: OutboundRoutes = DIRECT,
    ) -> None:
        self.seconds = seconds
        self.redirects = redirects
        self.max_bytes = max_bytes
        self._client = http_client(
            rules, httpx.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds), pool=None), own, routes
        )

    async def close(self) -> None:
        await self._client.aclose()

    async def fetch(self, url: str) -> Fetched:
        """The file behind `url`. Raises DownloadError; never gives part of a file for the whole."""
        try:
            async with asyncio.timeout(self.seconds):
                return await self._follow(trimmed(url))
        except TimeoutError:
            raise DownloadError(f"no complete answer within {self.seconds:g} s") from None
        except (HostRefused, BodyUnreadable) as error:
            raise DownloadError(str(error)) from None
        except httpx.TimeoutException as error:
            raise DownloadError(f"no answer in time ({type(error).__name__})") from None
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError) as error:
            raise DownloadError(f"not a valid URL: {error}") from None
        except httpx.HTTPError as error:
            raise DownloadError(f"connection failed: {error or type(error).__name__}") from None

    async def _follow(self, url: str) -> Fetched:
        # Redirects are followed here, one by one, so that the query string stays as it was.
        for _ in range(self.redirects + 1):
            async with self._client.stream("GET", url) as response:
                if response.has_redirect_location:
                    url = str(response.next_request.url) if response.next_request else ""
                    continue
                if response.status_code not in TAKEN:
                    raise DownloadError(await _refusal(response))
                return await self._whole(response)
        raise DownloadError(f"more than {self.redirects} redirects")

    async def _whole(self, response: httpx.Response) -> Fetched:
        announced = response.headers.get("Content-Length", "")
        if announced.isdecimal() and int(announced) > self.max_bytes:
            raise FileTooLarge(f"file too large: {announced} bytes, at most {self.max_bytes} are taken")
        digest, parts, size = hashlib.sha256(), [], 0
        async for part in read_body(response):
            size += len(part)
            if size > self.max_bytes:
                raise FileTooLarge(f"file too large: more than {self.max_bytes} bytes")
            digest.update(part)
            parts.append(part)
        came = response.num_bytes_downloaded
        if announced.isdecimal() and came != int(announced):
            raise DownloadError(f"cut off: {came} of {announced} bytes came")
        return Fetched(b"".join(parts), digest.hexdigest())


async def _refusal(response: httpx.Response) -> str:
    text = b""
    with suppress(BodyUnreadable):
        async for part in read_body(response):
            text += part
            if len(text) >= MAX_QUOTED:
                break
    given = text[:MAX_QUOTED].decode("utf-8", "replace").strip()
    cause = " (an expired or private link?)" if response.status_code in (401, 403, 404, 410) else ""
    host = urlsplit(str(response.url)).netloc
    return f"{host} answered {response.status_code}{cause}" + (f": {given}" if given else "")
