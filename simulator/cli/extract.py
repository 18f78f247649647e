"""`extract`: read files from the command line, as the server would; tables, JSON, or pages with everything drawn in."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.cli.options import add_settings, chosen_settings
from simulator.cli.record import check_workers, content_of, documents_in
from simulator.cli.remote import show_json
from simulator.errors import DocumentError, SettingError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.documents.model import Field, Reading
    from simulator.settings import Settings

SETTINGS = ("ocr_engine", "ocr_model", "workers", "read_timeout", "heic", "max_pages", "catalogue", "aadhaar")


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "extract",
        help="read files and show what is on them",
        usage="atlas-simulator extract FILE|FOLDER... [--json] [--show DIR] [SETTING ...]",
        description="Read documents with the engine that the server reads with. Exit status 1 when a file could not be"
        " read; an unrecognised document is not an error.",
    )
    parser.add_argument("paths", metavar="FILE|FOLDER", type=Path, nargs="+", help="documents, or folders of them")
    parser.add_argument("--json", action="store_true", help="one line of JSON for each file, in the order given")
    parser.add_argument(
        "--show",
        metavar="DIR",
        type=Path,
        help="write each page there with its words, fields and confidences drawn in, Aadhaar numbers blacked out",
    )
    add_settings(parser, only=SETTINGS)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    settings = chosen_settings(args)
    paths = [path for given in args.paths for path in _documents(given)]
    if args.show is not None:
        _make(args.show)
    with _progress(len(paths)) as step:
        readings = asyncio.run(_read(paths, settings, args.show, step))
    if args.json:
        for path, reading in zip(paths, readings, strict=True):
            show_json(_plain(path, reading, settings))
    else:
        _show(paths, readings, settings)
    return 1 if any(_unreadable(reading) for reading in readings) else 0


def _documents(given: Path) -> list[Path]:
    """A file itself, or the documents below a folder. Raises SettingError."""
    if given.is_dir():
        return documents_in(given)
    if not given.is_file():
        raise SettingError(f"{given}: no such file or folder")
    return [given]


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingError(f"--show {folder}: cannot be made ({error.strerror})") from None


async def _read(
    paths: Sequence[Path], settings: Settings, show: Path | None, step: Callable[[], None]
) -> list[Reading]:
    """What each file says, in order; as many at once as there are reading processes."""
    from simulator.documents.catalogue import Catalogue
    from simulator.documents.private import private_of
    from simulator.pipeline.reading_processes import LocalReaders
    from simulator.pipeline.reading_tasks import ReadingOptions, annotated_pages

    check_workers("extract", settings)
    options = ReadingOptions.of(settings)
    catalogue = Catalogue.of(options.catalogue)
    readers = LocalReaders(min(int(settings.workers) or _processors(), len(paths)), options, settings.read_timeout)
    free = asyncio.Semaphore(readers.slots)

    async def one(path: Path) -> Reading:
        async with free:
            content = await asyncio.to_thread(content_of, path)
            reading = await readers.read(content)
            if show is not None and reading.pages:
                _write(
                    show, path, await readers.call(annotated_pages, content, reading, private_of(reading, catalogue))
                )
            step()
            return reading

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(path)) for path in paths]
    except* (SettingError, DocumentError) as errors:
        raise errors.exceptions[0] from None
    finally:
        await readers.close()
    return [task.result() for task in tasks]


def _processors() -> int:
    import os

    return os.cpu_count() or 1


def _write(folder: Path, path: Path, pages: Sequence[bytes]) -> None:
    """One picture a page, named by the file, its folder and its page."""
    for number, picture in enumerate(pages, 1):
        name = "-".join(part for part in (path.parent.name, path.name.replace(".", "-"), str(number)) if part)
        try:
            (folder / f"{name}.jpg").write_bytes(picture)
        except OSError as error:
            raise SettingError(f"--show {folder}: cannot be written ({error.strerror})") from None


@contextmanager
def _progress(count: int) -> Iterator[Callable[[], None]]:
    """A bar on standard error while several files are read, where that is a terminal."""
    from rich.console import Console

    console = Console(stderr=True)
    if count < 2 or not console.is_terminal:
        yield lambda: None
        return
    from rich.progress import Progress

    with Progress(console=console, transient=True) as bar:
        task = bar.add_task(f"reading {count} files", total=count)
        yield lambda: bar.advance(task)


def _unreadable(reading: Reading) -> bool:
    return reading.error_code == "INVALID_DOC" and not reading.document_type


def _plain(path: Path, reading: Reading, settings: Settings) -> dict[str, Any]:
    """A Reading for JSON, without the words of its pages."""
    import msgspec

    from simulator.documents.catalogue import Catalogue
    from simulator.documents.private import masked_reading
    from simulator.masking import masked_within

    masked = settings.aadhaar == "masked"
    if masked:
        reading = masked_reading(reading, Catalogue.load(settings.catalogue))
    values: dict[str, Any] = msgspec.to_builtins(reading)
    for page in values["pages"]:
        del page["words"]
    if masked:
        # Clues quote what they were found in.
        values = masked_within(values)
    return {"file": str(path), **values}


def _show(paths: Sequence[Path], readings: Sequence[Reading], settings: Settings) -> None:
    """Each document as a table, then all of them in one."""
    from rich.console import Console

    from simulator.cli import report
    from simulator.documents.catalogue import Catalogue

    console = Console()
    catalogue = Catalogue.load(settings.catalogue)
    items: list[dict[str, Any]] = []
    names: dict[str, str] = {}
    for path, reading in zip(paths, readings, strict=True):
        known = catalogue.get(reading.document_type)
        data: dict[str, Any] = {}
        if known is not None:
            data = {spec.name: _wrapped(reading.fields.get(spec.name)) for spec in known.fields}
            report.show_fields(console, _title(path, reading), data)
            data = {"document_type": reading.document_type, **data}
        number = str(len(items) + 1)
        names[number] = path.name
        items.append(
            {
                "document_id": number,
                "data": data,
                "error_code": reading.error_code,
                "error_reason": reading.error_reason,
            }
        )
    report.show_documents(console, items, names)


def _title(path: Path, reading: Reading) -> str:
    pages = f"{reading.page_count} page{'s' if reading.page_count != 1 else ''}"
    return f"{path}: {reading.document_type}, score {reading.score:.2f}, {reading.margin:.2f} ahead, {pages}"


def _wrapped(field: Field | None) -> dict[str, Any]:
    """A field as answers have it, parts of an address by themselves."""
    if field is None:
        return {"value": "", "confidence_score": 0.0}
    return field.wrapped(lambda leaf: {"value": leaf.value, "confidence_score": leaf.confidence})
