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
        help="let a running server forget everything of a tenant, or of all",
        description="Forget the flows, faults, journal and inbox of the tenant that --tenant names, or with --all those of"
        " every tenant.",
    )
    add_remote(resetting)
    resetting.add_argument("--all", action="store_true", help="everything of every tenant")
    resetting.set_defaults(run=run_reset)
    for name, run, says in (
        ("snapshot", run_snapshot, "save the state of a running server as a file"),
        ("restore", run_restore, "take the state of a running server from a file"),
    ):
        parser = commands.add_parser(name, help=says, description=f"{says[0].upper()}{says[1:]}.")
        add_remote(parser, tenant=False)
        parser.add_argument("file", metavar="FILE", type=Path, help="file of the snapshot")
        parser.set_defaults(run=run)


def run_reset(args: argparse.Namespace) -> int:
    if bool(args.tenant) == args.all:
        raise SettingError("reset: say either --tenant ID, or --all to forget everything of every tenant")
    with control_of(args) as control:
        control.reset()
    _done(args, {"reset": args.tenant or "all"}, f"forgot everything of {args.tenant or 'all tenants'}")
    return 0


def run_snapshot(args: argparse.Namespace) -> int:
    with control_of(args) as control:
        content = control.snapshot()
    try:
        _write_private(args.file, content)
    except OSError as error:
        raise SettingError(f"{args.file}: cannot be written ({error.strerror})") from None
    _done(args, {"file": str(args.file), "size": len(content)}, f"saved {len(content)} bytes as {args.file}")
    return 0


def run_restore(args: argparse.Namespace) -> int:
    try:
        content = args.file.read_bytes()
    except OSError as error:
        raise SettingError(f"{args.file}: cannot be read ({error.strerror})") from None
    with control_of(args) as control:
        control.restore(content)
    _done(args, {"restored": str(args.file)}, f"took everything from {args.file}")
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


def _done(args: argparse.Namespace, value: dict[str, Any], words: str) -> None:
    if args.json:
        show_json(value)
    else:
        say(words)
