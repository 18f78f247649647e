"""Delivering to a client: the call to its `auth_url`, then the post to its `callback_url`, each outcome told plainly.

One `deliver` is one try; when the next is due follows from `Schedule`. What is sent is made elsewhere.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import httpx
import msgspec

from simulator.flows.model import Attempt, Delivery
from simulator.flows.states import DeliveryState
from simulator.hosts import HostRules, trimmed
from simulator.json_bodies import decode_object
from simulator.masking import masked, masked_cut
from simulator.pipeline.faults.delivery_faults import DeliveryChange
from simulator.pipeline.loopback_transport import LoopbackTransport
from simulator.pipeline.network import DIRECT, BodyUnreadable, HostRefused, http_client
from simulator.pipeline.network import read_body as parts_of
from simulator.pipeline.outbound_routes import OutboundRoutes
from simulator.pipeline.step_results import SimulatedAnswer

#: Bytes of a receiver's answer that are kept with the attempt, and that are read at all for an auth answer.
MAX_ANSWER_KEPT = 2_000
MAX_ANSWER_READ = 100_000
#: Longest simulated seconds between two tries, also when the receiver asks for more by Retry-After.
LONGEST_BACKOFF = 60.0
LONGEST_RETRY_AFTER = 3600.0
#: Answers of an auth_url that mean "not now" rather than "no".
TEMPORARY_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True)
class RetrySchedule:
    """When to try again: `base` seconds after the first try, doubling, up to 60, each with up to 20 % jitter."""

    attempts: int
    base: float
    seed: int

    def delay(self, delivery_id: int, tried: int) -> float:
        """Simulated seconds from try number `tried` (from 1) to the next; the same for the same seed."""
        jitter = random.Random(f"{self.seed}:{delivery_id}:{tried}").uniform(1.0, 1.2)
        return float(min(self.base * 2 ** (tried - 1), LONGEST_BACKOFF) * jitter)


@dataclass(frozen=True)
class DeliveryOutcome:
    """How one try ended. `retry_after` is what the receiver asked for, in seconds; `again` whether to try again."""

    attempts: list[Attempt]
    state: DeliveryState
    again: bool
    problem: str = ""
    retry_after: float | None = None


@dataclass(frozen=True)
class CallbackAuth:
    """How auth_url is called and how its token travels (contract, section 15, row 23)."""

    method: str = "POST"
    token_field: str = "access_token"
    header: str = "Token"


#: Pieces in which a body is sent that is to come slowly.
DRIPS = 20
#: Given a step (`auth`, `callback`) and what would be sent: what to do instead.
Interceptor = Callable[[str, bytes], Awaitable[DeliveryChange]]


async def without_faults(step: str, body: bytes) -> DeliveryChange:
    """Interferes with nothing."""
    return DeliveryChange(body)


class Deliverer:
    def __init__(
        self,
        *,
        seconds: float,
        handshake: CallbackAuth,
        now: Callable[[str], float],
        rules: HostRules,
        own: LoopbackTransport | None = None,
        carry: Callable[[], dict[str, str]] = dict,
        routes: OutboundRoutes = DIRECT,
    ) -> None:
        """`carry` gives further headers for each call, such as the trace that it belongs to."""
        self._handshake = handshake
        self.auth_method = handshake.method
        self._now = now
        self._carry = carry
        self._seconds = seconds
        self._client = http_client(rules, httpx.Timeout(seconds, pool=None), own, routes)

    async def close(self) -> None:
        await self._client.aclose()

    async def deliver(
        self, delivery: Delivery, body: bytes, interfere: Interceptor = without_faults
    ) -> DeliveryOutcome:
        """One try: auth_url where there is one, then the callback. Any 2xx acknowledges.

        `interfere` is asked just before each step; a step for which it pretends an answer contacts nobody.
        """
        made: list[Attempt] = []
        token = ""
        headers = {"Content-Type": "application/json", "X-Atlas-Sim-Delivery": str(delivery.id)}
        if delivery.flow_uuid:
            # A chat event does not say in its body whose it is.
            headers["X-Atlas-Sim-Flow"] = delivery.flow_uuid
        if delivery.auth_url:
            stub = (await interfere("auth", b"")).stub
            auth, token = await self.fetch_token(delivery.auth_url, delivery.id, stub, delivery.tenant)
            made.append(auth)
            if not token:
                again = auth.status == 0 or auth.status in TEMPORARY_STATUSES
                problem = f"auth_url {masked(delivery.auth_url)}: {auth.problem or f'answered {auth.status}'}"
                return DeliveryOutcome(made, DeliveryState.AUTH_FAILED, again, problem)
        change = await interfere("callback", body)
        if shown := change.token or token:
            headers[self._handshake.header] = f"Bearer {shown}" if self._handshake.header == "Authorization" else shown
        at = self._now(delivery.tenant)
        attempt, answer = await self._call(
            at, "callback", "POST", delivery.url, delivery.id, change.body, headers, change
        )
        attempt = msgspec.structs.replace(attempt, answer=_without(attempt.answer, token))
        if change.lost and not attempt.problem:
            attempt, answer = msgspec.structs.replace(attempt, problem=change.lost), None
        made.append(attempt)
        if answer is not None and answer.is_success:
            return DeliveryOutcome(made, DeliveryState.DELIVERED, again=False)
        problem = f"callback_url {masked(delivery.url)}: {attempt.problem or f'answered {attempt.status}'}"
        retry_after = _retry_after(answer, self._now(delivery.tenant))
        return DeliveryOutcome(made, DeliveryState.CALLBACK_FAILED, True, problem, retry_after)

    async def fetch_token(
        self, url: str, delivery_id: int = 0, stub: SimulatedAnswer | None = None, tenant: str = ""
    ) -> tuple[Attempt, str]:
        """Call an auth_url; the token is empty where it gave none."""
        body = b"{}" if self._handshake.method == "POST" else None
        headers = {"Content-Type": "application/json"} if body else {}
        change = DeliveryChange(body or b"", stub=stub)
        at = self._now(tenant)
        attempt, answer = await self._call(at, "auth", self._handshake.method, url, delivery_id, body, headers, change)
        if answer is None or not answer.is_success:
            return attempt, ""
        token = _token(answer.content, self._handshake.token_field)
        if not token:
            problem = f"no usable {self._handshake.token_field!r} in its JSON answer"
            attempt = msgspec.structs.replace(attempt, problem=problem)
        return msgspec.structs.replace(attempt, answer=_without(attempt.answer, token)), token

    async def _call(
        self,
        at: float,
        step: str,
        method: str,
        url: str,
        delivery_id: int,
        body: bytes | None,
        headers: dict[str, str],
        change: DeliveryChange,
    ) -> tuple[Attempt, httpx.Response | None]:
        started = time.perf_counter()
        if stub := change.stub:
            text = stub.body.decode("utf-8", "replace")
            attempt = Attempt(delivery_id, step, at, 0.0, stub.status, stub.problem, text)
            return attempt, httpx.Response(stub.status, content=stub.body) if stub.status else None
        answer, problem, text = None, "", ""
        try:
            async with asyncio.timeout(self._seconds):
                answer = await self._bounded(method, url, body, headers, change.drip)
            text = masked_cut(answer.content.decode("utf-8", "replace"), MAX_ANSWER_KEPT)
        except (HostRefused, BodyUnreadable) as error:
            problem = str(error)
        except (TimeoutError, httpx.TimeoutException):
            problem = f"no answer within {self._seconds:g} s"
        except httpx.HTTPError as error:
            problem = f"connection failed: {error or type(error).__name__}"
        except Exception as error:
            # A URL can be wrong in many ways, and an answer too; each is an attempt that failed.
            problem = f"cannot be called: {type(error).__name__}: {error}"
        seconds = time.perf_counter() - started
        status = answer.status_code if answer else 0
        return Attempt(delivery_id, step, at, seconds, status, masked(problem), text), answer

    async def _bounded(
        self, method: str, url: str, body: bytes | None, headers: dict[str, str], drip: float
    ) -> httpx.Response:
        sent: bytes | AsyncIterator[bytes] | None = body
        if drip and body:
            headers, sent = {**headers, "Content-Length": str(len(body))}, _dripping(body, drip)
        async with self._client.stream(method, trimmed(url), content=sent, headers=headers | self._carry()) as response:
            content = b""
            async for part in parts_of(response):
                content += part
                if len(content) > MAX_ANSWER_READ:
                    break
            return httpx.Response(
                response.status_code,
                headers={k: v for k, v in response.headers.items() if k == "retry-after"},
                content=content,
            )


async def _dripping(body: bytes, seconds: float) -> AsyncIterator[bytes]:
    """The body in pieces, with pauses of so many real seconds in all."""
    size = max(1, -(-len(body) // DRIPS))
    for start in range(0, len(body), size):
        yield body[start : start + size]
        await asyncio.sleep(seconds / DRIPS)


def _token(body: bytes, field: str) -> str:
    token = decode_object(body).get(field)
    return token if isinstance(token, str) and token.isascii() and token.isprintable() else ""


def _without(text: str, token: str) -> str:
    return text.replace(token, "***") if token else text


def _retry_after(answer: httpx.Response | None, now: float) -> float | None:
    text = answer.headers.get("retry-after", "").strip() if answer is not None else ""
    if not text:
        return None
    try:
        seconds = float(text) if text.isdecimal() else parsedate_to_datetime(text).timestamp() - now
    except Exception:
        # Whatever a receiver says that is neither a number nor a date says nothing.
        return None
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER)
