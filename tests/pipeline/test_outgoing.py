"""Requests that the simulator makes itself: where they may go, and how much they may bring back."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import httpcore
import httpx
import pytest

from simulator.client.atlas_client import AtlasClient
from simulator.client.receiver import Answer, Receiver
from simulator.flows.model import Delivery
from simulator.flows.states import DeliveryState
from simulator.hosts import HostRules, parse_rules
from simulator.pipeline.deliver import CallbackAuth, Deliverer
from simulator.pipeline.download import Downloader
from simulator.pipeline.network import CHUNK_BYTES, DIRECT, _HostCheckingBackend, read_body
from simulator.pipeline.step_results import DownloadError
from simulator.server import BackgroundServer

Start = Callable[..., BackgroundServer]
FILE = bytes(range(256)) * 40


@pytest.fixture
def elsewhere() -> Iterator[Receiver]:
    """A second host: another loopback address."""
    with Receiver("127.0.0.2") as running:
        yield running


def fetch(url: str, *, deny: tuple[str, ...] = (), max_bytes: int = 1_000_000, **more: Any) -> bytes:
    async def run() -> bytes:
        downloader = Downloader(
            seconds=5, redirects=3, max_bytes=max_bytes, rules=parse_rules(more.get("allow", ()), deny)
        )
        try:
            return (await downloader.fetch(url)).body
        finally:
            await downloader.close()

    return asyncio.run(run())


def refusal(url: str, **more: Any) -> str:
    with pytest.raises(DownloadError) as caught:
        fetch(url, **more)
    return str(caught.value)


def packed(receiver: Receiver, content: bytes, encoding: str = "gzip") -> str:
    receiver.rule("/packed", lambda _: Answer(200, content, {"Content-Encoding": encoding}))
    return f"{receiver.url}/packed"


@pytest.mark.parametrize("spelling", ["127.0.0.2", "2130706434", "017700000002", "0x7f.0.0.2", "0x7f000002", "127.2"])
def test_no_spelling_of_a_denied_address_is_contacted(spelling: str, elsewhere: Receiver) -> None:
    port = elsewhere.url.rpartition(":")[2]
    value = refusal(f"http://{spelling}:{port}/file", deny=("127.0.0.2",))
    assert value.startswith("not contacted: ") and value.endswith("is denied by --deny-host 127.0.0.2")
    assert elsewhere.requests() == []


def test_an_address_with_a_leading_zero_is_no_url(receiver: Receiver) -> None:
    assert refusal(receiver.url.replace("127", "0177")).startswith("not a valid URL: Invalid IPv4 address")


def test_an_ipv6_address_that_holds_a_denied_one_is_not_contacted(elsewhere: Receiver) -> None:
    port = elsewhere.url.rpartition(":")[2]
    assert "is denied by" in refusal(f"http://[::ffff:127.0.0.2]:{port}/file", deny=("127.0.0.2",))


def test_a_redirect_to_a_denied_host_is_not_followed(receiver: Receiver, elsewhere: Receiver) -> None:
    target = elsewhere.serve_file("secret", b"credentials")
    receiver.rule("/hop", lambda _: Answer(302, b"", {"Location": target}))
    assert fetch(f"{receiver.url}/hop") == b"credentials"
    seen = len(elsewhere.requests())
    assert "127.0.0.2 is denied" in refusal(f"{receiver.url}/hop", deny=("127.0.0.2/32",))
    assert len(elsewhere.requests()) == seen


def test_the_connection_goes_to_the_address_that_was_checked(
    receiver: Receiver, elsewhere: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that means another address at the second look (DNS rebinding) is looked up once only."""
    looks: list[str] = []

    async def resolve(loop: Any, host: str, port: int, **_: Any) -> list[Any]:
        looks.append(host)
        return [(2, 1, 6, "", ("127.0.0.1" if len(looks) == 1 else "127.0.0.2", port))]

    monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", resolve)
    url = receiver.serve_file("f", FILE).replace("127.0.0.1", "rebinding.example")
    assert fetch(url, deny=("127.0.0.2",)) == FILE
    assert looks == ["rebinding.example"]
    assert receiver.requests()[0].headers["host"].startswith("rebinding.example:")


def test_a_name_is_judged_by_every_address_and_goes_to_one_that_is_allowed(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def resolve(loop: Any, host: str, port: int, **_: Any) -> list[Any]:
        return [(2, 1, 6, "", (address, port)) for address in ("169.254.169.254", "127.0.0.1")]

    monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", resolve)
    url = receiver.serve_file("f", FILE).replace("127.0.0.1", "two.example")
    assert fetch(url, deny=("169.254.0.0/16",)) == FILE
    assert "two.example (169.254.169.254)" in refusal(url, deny=("169.254.0.0/16", "127.0.0.0/8"))


def test_a_file_that_was_packed_for_the_way_arrives_as_it_was(receiver: Receiver) -> None:
    assert fetch(packed(receiver, gzip.compress(FILE, mtime=0))) == FILE
    assert fetch(packed(receiver, zlib.compress(FILE), "deflate")) == FILE
    assert receiver.requests("/packed")[0].headers["accept-encoding"] == "identity"


def test_a_small_answer_that_unpacks_to_a_huge_one_is_cut_short(receiver: Receiver) -> None:
    bomb = gzip.compress(bytes(40_000_000), mtime=0)
    assert len(bomb) < 50_000
    assert refusal(packed(receiver, bomb)) == "file too large: more than 1000000 bytes"

    async def parts() -> list[int]:
        async with (
            httpx.AsyncClient(trust_env=False) as asking,
            asking.stream("GET", f"{receiver.url}/packed") as answer,
        ):
            return [len(part) async for part in read_body(answer)]

    sizes = asyncio.run(parts())
    assert sum(sizes) == 40_000_000
    assert max(sizes) <= CHUNK_BYTES


@pytest.mark.parametrize(
    ("content", "encoding", "text"),
    [
        (gzip.compress(os.urandom(2000))[:-900], "gzip", "Content-Encoding gzip: cut off"),
        (
            gzip.compress(b"x", mtime=0) + gzip.compress(b"y" * 99, mtime=0)[:-9],
            "gzip",
            "Content-Encoding gzip: cut off",
        ),
        (b"\x1f\x8bno gzip", "gzip", "Content-Encoding gzip: "),
        (b"x", "br", "Content-Encoding 'br' is not taken"),
        (b"x", "gzip, gzip, gzip, gzip", "Content-Encoding: compressed 4 times"),
        (gzip.compress(b"", mtime=0) * 10_001, "gzip", "Content-Encoding gzip: more than 10000 members"),
    ],
)
def test_an_answer_that_cannot_be_unpacked_says_so(
    receiver: Receiver, content: bytes, encoding: str, text: str
) -> None:
    assert refusal(packed(receiver, content, encoding)).startswith(text)


def raw_deflate(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


PNG = b"\x89PNG\r\n\x1a\n" + FILE
#: What is sent, under which Content-Encoding, and what it stands for.
SENT = [
    *((FILE, encoding, FILE) for encoding in ("aws-chunked", "UTF-8", "binary", "none", "base64", "identity", "", "x")),
    (gzip.compress(FILE, mtime=0), "aws-chunked,gzip", FILE),
    (gzip.compress(FILE, mtime=0), "GZIP, UTF-8", FILE),
    (gzip.compress(gzip.compress(FILE, mtime=0)), "gzip, gzip", FILE),
    (zlib.compress(gzip.compress(FILE, mtime=0)), "gzip, deflate", FILE),
    (gzip.compress(FILE[:99], mtime=0) + gzip.compress(FILE[99:], mtime=0), "gzip", FILE),
    (gzip.compress(b"", mtime=0) * 500 + gzip.compress(FILE, mtime=0), "x-gzip", FILE),
    (gzip.compress(FILE, mtime=0) + bytes(512), "gzip", FILE),
    (gzip.compress(FILE, mtime=0), "deflate", FILE),
    (raw_deflate(FILE), "deflate", FILE),
    (PNG, "deflate", PNG),
    (b"%PDF-1.4" + FILE, "deflate", b"%PDF-1.4" + FILE),
    (PNG, "gzip", PNG),
    (b"x", "gzip", b"x"),
    (b"", "gzip", b""),
]


@pytest.mark.parametrize(("sent", "encoding", "meant"), SENT)
def test_a_file_is_taken_whole_whatever_a_store_says_of_its_encoding(
    receiver: Receiver, sent: bytes, encoding: str, meant: bytes
) -> None:
    assert fetch(packed(receiver, sent, encoding)) == meant


def test_a_file_of_many_members_is_cut_short_at_the_same_size(receiver: Receiver) -> None:
    bomb = gzip.compress(bytes(600_000), mtime=0) * 4
    assert refusal(packed(receiver, bomb)) == "file too large: more than 1000000 bytes"
    assert "more than" in refusal(
        packed(receiver, gzip.compress(gzip.compress(bytes(9_000_000), mtime=0)), "gzip, gzip")
    )


def test_what_a_proxy_passed_on_is_taken_and_a_url_trimmed_as_browsers_do(receiver: Receiver) -> None:
    receiver.rule("/file", lambda got: Answer(203, got.query.encode()))
    assert fetch(f" \t\r\n\x00{receiver.url}/fi\nle?a%20b\r\n ") == b"a%20b"


def test_a_circle_of_redirects_ends(receiver: Receiver) -> None:
    receiver.rule("/round", lambda _: Answer(302, b"", {"Location": f"{receiver.url}/round"}))
    assert refusal(f"{receiver.url}/round") == "more than 3 redirects"
    assert len(receiver.requests("/round")) == 4


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/x"])
def test_a_redirect_out_of_http_is_not_followed(receiver: Receiver, location: str) -> None:
    receiver.rule("/out", lambda _: Answer(302, b"", {"Location": location}))
    assert refusal(f"{receiver.url}/out").startswith("not a valid URL")


def test_a_client_is_told_which_rule_kept_its_file_and_its_callback(
    start: Start, receiver: Receiver, elsewhere: Receiver
) -> None:
    server = start(deny_host=["127.0.0.2"], callback_attempts=1)
    with AtlasClient(server.url) as client:
        flow = client.init(auth_url=receiver.auth_url, callback_url=elsewhere.callback_url)
        client.multiupload(flow, [("1", elsewhere.serve_file("a", FILE))])
        assert client.wait(flow)["upload_status"] == "FAILED"
        httpx.post(f"{server.url}/_sim/clock", json={"advance": 0}, timeout=30).raise_for_status()
        shown = httpx.get(f"{server.url}/_sim/flows/{flow}").json()
    text = "not contacted: 127.0.0.2 is denied by --deny-host 127.0.0.2"
    assert shown["files"][0]["problem"] == text
    assert shown["deliveries"][0]["state"] == "CALLBACK_FAILED"
    assert [each["problem"] for each in shown["deliveries"][0]["attempts"]] == ["", text]
    assert elsewhere.requests() == []


def test_an_auth_url_outside_of_the_allowed_hosts_fails_the_upload_that_asks_for_it(
    start: Start, receiver: Receiver, elsewhere: Receiver
) -> None:
    server = start(allow_host=["127.0.0.1/32"], auth_at_upload=True)
    with AtlasClient(server.url) as client:
        flow = client.init(auth_url=elsewhere.auth_url, callback_url=receiver.callback_url)
        items = [{"file_url": receiver.serve_file("a", FILE), "document_id": "1"}]
        body = {"flow_uuid": flow, "file_urls": items}
        answer = client.request("POST", "/v3/verification/multiupload", json=body)
    assert answer.status_code == 422
    assert "127.0.0.2 is not among the hosts of --allow-host" in json.dumps(answer.json())
    assert elsewhere.requests() == []


class _ClosedAtOnce(httpcore.AsyncNetworkStream):
    """A connection that the other side closed before anybody could ask about it, as anyio shows it."""

    def get_extra_info(self, info: str) -> Any:
        raise AttributeError("'NoneType' object has no attribute 'getpeername'")


class _Network(httpcore.AsyncNetworkBackend):
    async def connect_tcp(self, *arguments: Any, **options: Any) -> httpcore.AsyncNetworkStream:
        return _ClosedAtOnce()


def test_a_connection_that_is_closed_at_once_is_a_failed_attempt_like_any_other() -> None:
    checked = _HostCheckingBackend(HostRules((), ()), _Network(), DIRECT)
    with pytest.raises(httpcore.ConnectError, match="closed the connection at once"):
        asyncio.run(checked.connect_tcp("127.0.0.1", 9))


@pytest.mark.parametrize(
    "url",
    [
        "http://ex\udcffample/",
        "http://\u2488.com/",
        "http://127.0.0.1:1/\udcff",
        "http://[::1",
        "http://x:99999999/",
        "http://a\x00/",
    ],
)
def test_an_address_that_cannot_be_called_is_an_attempt_that_failed(url: str) -> None:
    async def run() -> None:
        deliverer = Deliverer(seconds=5, handshake=CallbackAuth(), now=lambda tenant: 0.0, rules=parse_rules((), ()))
        attempt, token = await deliverer.fetch_token(url)
        assert (attempt.status, token) == (0, "") and attempt.problem
        await deliverer.close()

    asyncio.run(run())
    assert refusal(url)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("7", 7.0),
        ("99999999999", 3600.0),
        ("Thu, 01 Jan 1970 00:01:00 GMT", 60.0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
        ("²", None),
        ("-1", None),
        ("nan", None),
        ("soon", None),
        ("9" * 5000, 3600.0),
        ("Fri, 31 Dec 99999 23:59:59 GMT", None),
        ("Thu, 01 Jan 2000 00:00:00 +9999999", None),
    ],
)
def test_what_a_receiver_says_of_when_to_try_again_is_heeded_where_it_says_something(
    receiver: Receiver, text: str, seconds: float | None
) -> None:
    async def run() -> None:
        deliverer = Deliverer(
            seconds=5,
            handshake=CallbackAuth(),
            now=lambda tenant: 10.0 if "GMT" not in text else 0.0,
            rules=parse_rules((), ()),
        )
        receiver.rule("/callback", lambda _: Answer(503, b"", {"Retry-After": text.encode().decode("latin-1")}))
        outcome = await deliverer.deliver(delivery_to(receiver.callback_url), b"{}")
        assert (outcome.again, outcome.retry_after) == (True, seconds)
        await deliverer.close()

    asyncio.run(run())


def delivery_to(url: str) -> Delivery:
    return Delivery(1, "flow", "t", "", "", "", url, "", DeliveryState.INITIATED, b"", 0, 0.0, 0.0)
