"""Reading on a Dask cluster: a scheduler and several worker processes on this machine, and each of them lost."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image, ImageDraw, ImageFont

from simulator.client.atlas_client import AtlasClient
from simulator.client.process import free_port
from simulator.client.receiver import Receiver
from simulator.errors import DocumentError
from simulator.pipeline.cluster_readers import ClusterReaders
from simulator.pipeline.reading_tasks import ReadingOptions
from simulator.server import BackgroundServer

pytest.importorskip("distributed")
ROOT = Path(__file__).resolve().parents[2]
Start = Callable[..., BackgroundServer]


class Cluster:
    """A scheduler and its workers, each a process (a worker has a nanny that starts it again)."""

    def __init__(self) -> None:
        self.port = free_port()
        self.address = f"dask://127.0.0.1:{self.port}"
        self._processes: list[subprocess.Popen[bytes]] = []

    def start(self, workers: int) -> None:
        self.run("scheduler", "--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard")
        self.run(
            "worker",
            f"tcp://127.0.0.1:{self.port}",
            "--nworkers",
            str(workers),
            "--nthreads",
            "1",
            "--no-dashboard",
            "--host",
            "127.0.0.1",
            "--death-timeout",
            "20",
        )

    def run(self, *command: str) -> None:
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "OMP_THREAD_LIMIT": "1",
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *command],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._processes.append(process)

    def stop(self) -> None:
        for process in self._processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self._processes.clear()


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    running = Cluster()
    running.start(workers=2)
    yield running
    running.stop()


def on(cluster: Cluster, work: Callable[[ClusterReaders], Awaitable[Any]], *, seconds: float = 60.0) -> Any:
    async def run() -> Any:
        readers = ClusterReaders(cluster.address, ReadingOptions(), seconds, None, way=0.5)
        await readers.open()
        try:
            async with asyncio.timeout(60):
                return await work(readers)
        finally:
            await readers.close()

    return asyncio.run(run())


def page() -> bytes:
    image = Image.new("L", (900, 300), 255)
    ImageDraw.Draw(image).text((40, 40), "TAX INVOICE\nInvoice No. 4332", fill=0, font=ImageFont.load_default(size=40))
    path = Path(f"/tmp/page-{os.getpid()}.png")
    image.save(path)
    try:
        return path.read_bytes()
    finally:
        path.unlink()


def test_a_flow_is_read_by_the_cluster_as_it_is_here(
    cluster: Cluster, start: Start, receiver: Receiver, tmp_path: Path
) -> None:
    url = receiver.serve_file("page.png", page())
    extracts = []
    for number, workers in enumerate((cluster.address, "1")):
        server = start(workers=workers, state=str(tmp_path / f"{number}.sqlite3"))
        with AtlasClient(server.url) as client:
            flow = client.init(auth_url=receiver.auth_url, callback_url=receiver.callback_url)
            client.multiupload(flow, [("1", url)])
            client.wait(flow)
            (item,) = client.extracts(flow)["ocr_data"]
            extracts.append((item["data"], item["error_code"]))
        assert "atlas_sim_pages_read_total 1.0" in httpx.get(f"{server.url}/_sim/metrics").text
        server.close()
    assert extracts[0] == extracts[1]


def test_a_document_whose_worker_is_lost_in_the_middle_is_read_elsewhere(cluster: Cluster, tmp_path: Path) -> None:
    marks = tmp_path / "workers"
    marks.mkdir()

    def slow(folder: str) -> int:
        (Path(folder) / str(os.getpid())).touch()
        while len(list(Path(folder).iterdir())) < 2:
            time.sleep(0.01)
        return os.getpid()

    async def lose_one(readers: ClusterReaders) -> int:
        # A lost worker counts as a failure of its task, so this one task may fail once.
        reading = asyncio.create_task(readers.call(slow, str(marks)))
        while not (begun := list(marks.iterdir())):
            await asyncio.sleep(0.01)
        os.kill(int(begun[0].name), signal.SIGKILL)
        survivor = await reading
        assert str(survivor) != begun[0].name
        return survivor

    assert on(cluster, lose_one) in {int(each.name) for each in marks.iterdir()}


def test_a_document_that_overruns_its_time_is_given_up_and_its_worker_works_again(cluster: Cluster) -> None:
    async def overrun(readers: ClusterReaders) -> None:
        with pytest.raises(DocumentError, match=r"time limit exceeded: more than 0\.5 s"):
            await readers.call(time.sleep, 600)

    async def work(readers: ClusterReaders) -> list[int]:
        return await asyncio.gather(*(readers.call(os.getpid) for _ in range(4)))

    on(cluster, overrun, seconds=0.5)
    assert len(on(cluster, work)) == 4


def test_a_document_that_no_worker_survives_is_told_so(cluster: Cluster) -> None:
    async def crash(readers: ClusterReaders) -> None:
        with pytest.raises(DocumentError, match="unreadable file: no worker survived it"):
            await readers.call(os._exit, 1)
        assert await readers.call(os.getpid)

    on(cluster, crash)


def test_without_a_scheduler_work_waits_and_readyz_says_why(start: Start, receiver: Receiver) -> None:
    cluster = Cluster()
    server = start(workers=cluster.address)
    with AtlasClient(server.url) as client:
        flow = client.init(auth_url=receiver.auth_url, callback_url=receiver.callback_url)
        client.multiupload(flow, [("1", receiver.serve_file("page.png", page()))])
        ready = httpx.get(f"{server.url}/readyz")
        assert ready.status_code == 503
        assert cluster.address in ready.text
        assert client.status(flow)["master_status"] == "IN_PROGRESS"
        try:
            cluster.start(workers=1)
            assert client.wait(flow)["master_status"] == "SUCCESS"
            assert httpx.get(f"{server.url}/readyz").status_code == 200
        finally:
            cluster.stop()


def test_without_a_scheduler_this_machine_reads_if_so_set(start: Start, receiver: Receiver) -> None:
    server = start(workers=f"dask://127.0.0.1:{free_port()}", workers_fallback=True)
    with AtlasClient(server.url) as client:
        flow = client.init(auth_url=receiver.auth_url, callback_url=receiver.callback_url)
        client.multiupload(flow, [("1", receiver.serve_file("page.png", page()))])
        assert client.wait(flow)["master_status"] == "SUCCESS"
        assert "atlas_sim_pages_read_total 1.0" in httpx.get(f"{server.url}/_sim/metrics").text


def test_a_scheduler_that_goes_away_is_told_of_in_words_alone(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "simulator.pipeline")
    own = Cluster()
    own.run("scheduler", "--host", "127.0.0.1", "--port", str(own.port), "--no-dashboard")

    async def lose(readers: ClusterReaders) -> None:
        while "no worker has joined" not in readers.trouble:
            await asyncio.sleep(0.05)
        own.stop()
        while "cannot be reached" not in readers.trouble:
            await asyncio.sleep(0.05)
        # Dask's own line comes while the client is closed, which ends before the next try does.
        while "Timed out" not in readers.trouble and "refused" not in readers.trouble:
            await asyncio.sleep(0.05)

    try:
        on(own, lose)
    finally:
        own.stop()
    assert any("cannot be reached" in record.getMessage() for record in caplog.records)
    assert [record.name for record in caplog.records if not record.getMessage()] == []
