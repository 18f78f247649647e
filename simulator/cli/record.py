"""`record`: read a folder of documents once and write what was read, so that tests need not read them again."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.cli.options import add_settings, chosen_settings
from simulator.cli.remote import show_json, warn
from simulator.errors import SettingError

if TYPE_CHECKING:
    from simulator.pipeline.scenario import CannedReading
    from simulator.settings import Settings

#: Suffixes of files that are documents (contract, section 13).
DOCUMENTS = frozenset({".jpg", ".jpeg", ".png", ".webp", ".pdf", ".tif", ".tiff", ".bmp"})
SETTINGS = ("ocr_engine", "ocr_model", "workers", "read_timeout", "heic", "max_pages", "catalogue")


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "record",
        help="read a folder once; tests then need no OCR",
        usage="atlas-simulator record FOLDER [--out FILE] [--json] [SETTING ...]",
        description="Read every document of a folder with the real engine, and write the readings as a file that a"
        ' scenario takes in: readings = ["FILE"]. A document is known again by its content.',
    )
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="folder of documents")
    parser.add_argument("--out", metavar="FILE", type=Path, help="file to write [standard output]")
    parser.add_argument("--json", action="store_true", help="JSON instead of TOML")
    add_settings(parser, only=SETTINGS)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    settings = chosen_settings(args)
    if not args.folder.is_dir():
        raise SettingError(f"{args.folder}: no such folder")
    check_workers("record", settings)
    readings = asyncio.run(_read(documents_in(args.folder), settings))
    if args.json:
        import msgspec

        show_json({"canned": msgspec.to_builtins(readings)})
        return 0
    from simulator.pipeline.scenario_export import to_toml

    text = to_toml(readings)
    if args.out is None:
        sys.stdout.write(text)
        return 0
    try:
        args.out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise SettingError(f"{args.out}: cannot be written ({error.strerror})") from None
    warn(f"{len(readings)} readings in {args.out}")
    return 0


def documents_in(folder: Path) -> list[Path]:
    """The documents below a folder, by name. Raises SettingError where there is none."""
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in DOCUMENTS and path.is_file())
    if not found:
        raise SettingError(f"{folder}: no documents in it ({', '.join(sorted(DOCUMENTS))})")
    return found


def check_workers(command: str, settings: Settings) -> None:
    """Raises SettingError where documents are to be read elsewhere."""
    if not settings.workers.isdigit():
        raise SettingError(f"--workers: {command} reads on this machine; give a number of processes")


def content_of(path: Path) -> bytes:
    """The bytes of a file that was named. Raises SettingError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise SettingError(f"{path}: cannot be read ({error.strerror})") from None


async def _read(paths: list[Path], settings: Settings) -> list[CannedReading]:
    from simulator.pipeline.reading_processes import LocalReaders
    from simulator.pipeline.reading_tasks import ReadingOptions
    from simulator.pipeline.scenario_export import recorded_reading

    options = ReadingOptions.of(settings)
    readers = LocalReaders(int(settings.workers), options, settings.read_timeout)

    async def one(path: Path) -> CannedReading:
        content = await asyncio.to_thread(content_of, path)
        return recorded_reading(path.name, content, await readers.read(content))

    try:
        return await asyncio.gather(*(one(path) for path in paths))
    finally:
        await readers.close()
