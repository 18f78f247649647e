"""`replay`: play a recorded client against a simulator, and tell which answers changed."""

from __future__ import annotations

import argparse
import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from simulator.cli.remote import add_remote, control_of, say, show_json, warn
from simulator.errors import SettingError

if TYPE_CHECKING:
    from simulator.client.control import Control


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "replay",
        help="play a recorded client against a simulator; exit 1 where an answer changed",
        description="Play a recording (a HAR file, or `atlas-simulator journal --json`) against a running simulator and"
        " tell which answers changed. Tokens and ids are put in anew; a flow that was polled to its end is again.",
    )
    parser.add_argument("recording", metavar="RECORDING", type=Path, help="HAR file, or a journal as JSON")
    add_remote(parser)
    parser.add_argument(
        "--files",
        type=Path,
        metavar="DIR",
        help="upload the files of this folder, by the file name in the recorded URL",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    import httpx

    from simulator.fidelity.recording import load
    from simulator.fidelity.replay import Replay

    calls = load(args.recording)
    with control_of(args) as control:
        replay = Replay(control.url, args.tenant or f"replay-{uuid.uuid4().hex[:8]}")
        try:
            played = replay.run(calls, _file_urls(args.files, control))
        except httpx.HTTPError as error:
            raise SettingError(f"{control.url}: the simulator did not answer: {error}") from None
        finally:
            replay.close()
    for change in played.changes:
        if args.json:
            show_json(
                {
                    "call": change.call,
                    "request": change.request,
                    "where": change.where,
                    "recorded": change.recorded,
                    "now": change.now,
                }
            )
        else:
            text = f"{json.dumps(change.recorded, ensure_ascii=False)} -> {json.dumps(change.now, ensure_ascii=False)}"
            say(f"#{change.call} {change.request}: {change.where}: {text}")
    left = f", {played.skipped} left out (incomplete in the recording)" if played.skipped else ""
    if not args.json:
        say(f"{played.calls} calls played, {len(played.changes)} changes{left}")
    return 1 if played.changes else 0


def _file_urls(folder: Path | None, control: Control) -> Callable[[str], str]:
    """What to upload by in place of a recorded URL: the file of its name, if there is one.

    The journal strikes the signature out of a URL, so nobody can fetch it again; a stand-in of that name serves
    simulators whose readings are given.
    """
    if folder is not None and not folder.is_dir():
        raise SettingError(f"--files {folder}: no such folder")

    def served(recorded: str) -> str:
        name = Path(unquote(urlsplit(recorded).path)).name
        path = folder / name if folder else None
        if path is not None and path.is_file():
            return control.put_file(name, path.read_bytes())
        if "***" in recorded and name:
            warn(
                f"{name}: its recorded URL has no signature any more; a stand-in is uploaded (--files DIR has the file?)"
            )
            return control.put_file(name, name.encode())
        return recorded

    return served
