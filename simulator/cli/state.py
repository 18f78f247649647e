"""`reset`, `snapshot` and `restore`: the whole state of a running server."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from simulator.cli.remote import add_remote, control_of, say, show_json
from simulator.errors import SettingError


def add(commands: Any) -> None:
    resetting = commands.add_parser(
        "reset",
        help="let a running server forget everything",
        description="Forget all flows, faults, journal and inbox.",
    )
    add_remote(resetting)
    resetting.set_defaults(run=run_reset)
    for name, run, says in (
        ("snapshot", run_snapshot, "save the state of a running server as a file"),
        ("restore", run_restore, "take the state of a running server from a file"),
    ):
        parser = commands.add_parser(name, help=says)
        add_remote(parser, tenant=False)
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.set_defaults(run=run)


def run_reset(chosen: argparse.Namespace) -> int:
    with control_of(chosen) as control:
        control.reset()
    _done(chosen, {"reset": chosen.tenant or "all"}, f"forgot everything of {chosen.tenant or 'all tenants'}")
    return 0


def run_snapshot(chosen: argparse.Namespace) -> int:
    with control_of(chosen) as control:
        content = control.snapshot()
    try:
        _write_private(chosen.file, content)
    except OSError as error:
        raise SettingError(f"{chosen.file}: cannot be written ({error.strerror})") from None
    _done(chosen, {"file": str(chosen.file), "size": len(content)}, f"saved {len(content)} bytes as {chosen.file}")
    return 0


def run_restore(chosen: argparse.Namespace) -> int:
    try:
        content = chosen.file.read_bytes()
    except OSError as error:
        raise SettingError(f"{chosen.file}: cannot be read ({error.strerror})") from None
    with control_of(chosen) as control:
        control.restore(content)
    _done(chosen, {"restored": str(chosen.file)}, f"took everything from {chosen.file}")
    return 0


def _write_private(path: Path, content: bytes) -> None:
    """A snapshot holds people's documents: only its user may read it, also where it takes the place of a file."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _done(chosen: argparse.Namespace, value: dict[str, Any], words: str) -> None:
    if chosen.json:
        show_json(value)
    else:
        say(words)
