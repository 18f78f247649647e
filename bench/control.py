"""What control costs: from init to callback received with given readings, and journal and faults on a status poll.

    python bench/control.py [--flows 200] [--polls 4000]

Each overhead is measured off and on in turns within one run, so that a busy machine weighs on both alike.
"""

from __future__ import annotations

import argparse
import http.client
import multiprocessing
import statistics
import tempfile
import time
import uuid
from multiprocessing.connection import Connection
from pathlib import Path

from simulator.client.atlas_client import AtlasClient
from simulator.client.control import Control
from simulator.client.receiver import Receiver
from simulator.server import BackgroundServer
from simulator.settings import load

#: Turns of off and on.
ROUNDS = 40
INVOICE = Path(__file__).parent.parent / "sample_docs" / "INVOICE" / "bill-book-1-clean.png"
#: Outcomes that need no reading, and those that alter one.
MAGIC = {"unread": ["unrecognised", "processing-failed"], "altered": ["invalid", "type=PAN", "low-confidence"]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flows", type=int, default=200)
    parser.add_argument("--polls", type=int, default=10_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Receiver() as receiver:
        settings = load({"port": 0, "state": str(Path(folder) / "state.sqlite3"), "workers": 1}, environment={})
        with BackgroundServer(settings) as server:
            flows(server, receiver, chosen.flows)
            magic_flows(server, receiver, chosen.flows)
            clocks(server, receiver)
            polls(server, receiver, chosen.polls)
            reset(server, receiver)


def flows(server: BackgroundServer, receiver: Receiver, count: int) -> None:
    """Init, upload, callback received: one flow after the other."""
    client, control = tenant(server)
    spent = spend(client, control, receiver, receiver.serve_file("document.bin", b"given"), ["1"] * count)
    tell("init to callback received", spent, "goal: median < 10 ms on an idle machine")
    control.close()


def magic_flows(server: BackgroundServer, receiver: Receiver, count: int) -> None:
    """The same with a real invoice whose outcome magic words ask for: the first one is read, later ones are not."""
    control = Control(server.url, f"bench-{uuid.uuid4().hex[:6]}")
    client = AtlasClient(server.url, client_id=control.tenant)
    url = receiver.serve_file("invoice.png", INVOICE.read_bytes())
    for name, words in MAGIC.items():
        first = spend(client, control, receiver, url, [f"sim:{words[0]}"])
        spent = spend(client, control, receiver, url, [f"sim:{words[at % len(words)]}" for at in range(count)])
        tell(f"real invoice, {name}: the first {first[0]:.0f} ms, then", spent, "goal: as with given readings")
    control.close()


def clocks(server: BackgroundServer, receiver: Receiver) -> None:
    """An hour for one tenant with a retry in it, and a flow of another, as more and more tenants have a time of their own."""
    _, control = tenant(server)
    url = receiver.serve_file("document.bin", b"given")
    ahead = 0
    for many in (0, 10, 1000):
        while ahead < many:
            control.call("POST", "clock", {"advance": 60}, tenant=f"ahead-{ahead}")
            ahead += 1
        spent = []
        for _ in range(40):
            # A new one each time, since its token expires within the hour.
            client = AtlasClient(server.url, client_id=control.tenant)
            control.faults(point="callback", action="fail", times=1)
            before = len(receiver.callbacks())
            flow = client.init(auth_url=receiver.auth_url, callback_url=receiver.callback_url)
            client.multiupload(flow, [("1", url)])
            client.wait(flow, every=0.002)
            started = time.perf_counter()
            control.clock.advance("1h")
            spent.append((time.perf_counter() - started) * 1000)
            assert len(receiver.callbacks()) == before + 1
            client.close()
        tell(f"an hour with a retry, {many} other clocks", spent, "goal: the same")
        client = AtlasClient(server.url, client_id=control.tenant)
        spent = spend(client, control, receiver, url, ["1"] * 60)
        tell(f"init to callback received, {many} other clocks", spent, "goal: the same")
    for number in range(ahead):
        control.call("DELETE", "state", tenant=f"ahead-{number}")
    control.close()


def spend(client: AtlasClient, control: Control, receiver: Receiver, url: str, document_ids: list[str]) -> list[float]:
    """Milliseconds of each of these flows, one after the other, without the first tenth."""
    spent = []
    for document_id in document_ids:
        before = len(receiver.callbacks())
        started = time.perf_counter()
        flow = client.init(auth_url=receiver.auth_url, callback_url=receiver.callback_url)
        client.multiupload(flow, [(document_id, url)])
        receiver.wait_for(before + 1)
        spent.append((time.perf_counter() - started) * 1000)
        # The next one starts when nothing of this one is left to do.
        control.clock.advance(0)
    return spent[len(spent) // 10 :]


def polls(server: BackgroundServer, receiver: Receiver, count: int) -> None:
    """Status polls with neither journal nor faults, with the journal, and with a fault rule that does not match as well."""
    client, control = tenant(server)
    flow = client.init(auth_url=receiver.auth_url, callback_url=receiver.callback_url)
    recorder = server.core.recorder
    # The poller is a process of its own, as a client is: it must not share the server's interpreter.
    ours, theirs = multiprocessing.Pipe()
    path = f"/v3/verification/status?flow_uuid={flow}"
    poller = multiprocessing.get_context("spawn").Process(target=poll, args=(theirs, server.url, path, client.token()))
    poller.start()
    spent: dict[str, list[float]] = {"neither": [], "journal": [], "journal and a rule": []}
    for turn in range(ROUNDS + 1):
        for name in spent:
            recorder.on = name != "neither"
            control.clear_faults()
            if name == "journal and a rule":
                control.faults(point="request", action="answer", endpoint="extracts", status=503)
            ours.send(count // ROUNDS)
            each = ours.recv()
            if turn:
                spent[name].append(each)
    ours.send(0)
    poller.join()
    recorder.on = True
    for name, values in spent.items():
        # Turns that follow each other are compared, since the machine's pace changes over a run.
        ratio = statistics.median(value / base for value, base in zip(values, spent["neither"], strict=True))
        print(f"status poll, {name:<20} {statistics.median(values):7.0f} us  {100 * (ratio - 1):+5.1f} %")
    print("  goal: journal and faults add 15 % at most")
    control.close()


def poll(orders: Connection, url: str, path: str, token: str) -> None:
    """Poll as often as ordered, and tell the microseconds of each; no more once 0 are ordered."""
    connection = http.client.HTTPConnection(url.removeprefix("http://"))
    while count := orders.recv():
        started = time.perf_counter()
        for _ in range(count):
            connection.request("GET", path, headers={"Token": token})
            connection.getresponse().read()
        # Asking for the journal makes it write what waits, so that its cost counts where it belongs.
        connection.request("GET", "/_sim/journal?limit=1")
        connection.getresponse().read()
        orders.send((time.perf_counter() - started) / count * 1e6)


def reset(server: BackgroundServer, receiver: Receiver) -> None:
    """Forgetting a tenant with a thousand finished flows."""
    client, control = tenant(server)
    url = receiver.serve_file("document.bin", b"given")
    before = len(receiver.callbacks())
    for _ in range(1000):
        client.multiupload(client.init(auth_url=receiver.auth_url, callback_url=receiver.callback_url), [("1", url)])
    receiver.wait_for(before + 1000, seconds=120)
    control.clock.advance(0)
    started = time.perf_counter()
    control.reset()
    print(f"reset of a tenant with 1,000 flows: {(time.perf_counter() - started) * 1000:.0f} ms (goal: < 50 ms)")
    control.close()


def tenant(server: BackgroundServer) -> tuple[AtlasClient, Control]:
    name = f"bench-{uuid.uuid4().hex[:6]}"
    control = Control(server.url, name)
    control.scenario({"canned": [{"document_id": "*", "document_type": "PAN", "fields": {"pan_number": "ABCPV1234K"}}]})
    return AtlasClient(server.url, client_id=name), control


def tell(what: str, spent: list[float], goal: str) -> None:
    spent = sorted(spent)
    median, late = statistics.median(spent), spent[int(len(spent) * 0.95)]
    print(f"{what}: median {median:.1f} ms, 95 % under {late:.1f} ms over {len(spent)} ({goal})")


if __name__ == "__main__":
    main()
