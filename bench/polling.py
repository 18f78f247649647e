"""A load generator for one URL: so many connections, each asking again at once or at a fixed beat. Needs only asyncio.

Used where latencies are wanted, and for throughput where `wrk` is not installed. It takes part of a core itself.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

_CLOSES = re.compile(rb"\r\nconnection: *close\r\n|^HTTP/1\.0", re.IGNORECASE)
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)


@dataclass(frozen=True)
class Polled:
    """Answers a second, and the seconds that each answer took, sorted."""

    rate: float
    latencies: list[float]

    def percentile(self, part: float) -> float:
        return self.latencies[min(int(len(self.latencies) * part), len(self.latencies) - 1)]


def throughput(url: str, token: str, connections: int, seconds: float) -> float:
    """Answers a second under as much load as the connections can give, by `wrk` where it is there."""
    if not shutil.which("wrk"):
        return asyncio.run(poll(url, token, connections, seconds)).rate
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "-H", f"Token: {token}", url]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in output or "Socket errors" in output:
        raise RuntimeError(f"not every answer was good:\n{output}")
    rate = re.search(r"Requests/sec:\s*([\d.]+)", output)
    assert rate is not None
    return float(rate[1])


def generator() -> str:
    return "wrk" if shutil.which("wrk") else "bench/polling.py (wrk is not installed)"


async def poll(
    url: str, token: str | Mapping[str, str], connections: int, seconds: float, every: float = 0.0
) -> Polled:
    """Poll for `seconds`, with a token or other headers.

    With `every`, each connection asks at that beat, and waiting behind a late answer counts.
    """
    deadline = time.perf_counter() + seconds
    headers = {"Token": token} if isinstance(token, str) else token
    tasks = [_connection(url, headers, deadline, every, number * every / connections) for number in range(connections)]
    started = time.perf_counter()
    latencies = sorted(latency for each in await asyncio.gather(*tasks) for latency in each)
    return Polled(len(latencies) / (time.perf_counter() - started), latencies)


async def _connection(url: str, headers: Mapping[str, str], deadline: float, every: float, first: float) -> list[float]:
    parts = urlsplit(url)
    text = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    request = f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\n{text}Accept: */*\r\n\r\n".encode()
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    latencies = []
    due = time.perf_counter() + first
    try:
        while (now := time.perf_counter()) < deadline:
            if every:
                await asyncio.sleep(due - now)
            asked = due if every else now
            if writer is None:
                # A server that closes after each answer pays for the next connection.
                reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
            writer.write(request)
            if not await _answer(reader):
                writer.close()
                writer = None
            latencies.append(time.perf_counter() - asked)
            due += every
    finally:
        if writer is not None:
            writer.close()
    return latencies


async def _answer(reader: asyncio.StreamReader) -> bool:
    """Read one whole answer; whether the connection stays open. Raises RuntimeError for one that is not good."""
    head = await reader.readuntil(b"\r\n\r\n")
    if not re.match(rb"HTTP/1\.[01] 200", head):
        raise RuntimeError(f"not a good answer: {head[:200]!r}")
    if length := _LENGTH.search(head):
        await reader.readexactly(int(length[1]))
    elif b"chunked" in head:
        while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
            await reader.readexactly(size + 2)
        await reader.readuntil(b"\r\n")
    else:
        await reader.read()
        return False
    return not _CLOSES.search(head)
