"""`scenarios`: list those that come with the simulator, check files of one's own, play them to their expected end."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.cli.remote import add_remote, say, show_json, show_rows, warn
from simulator.errors import InputError, SettingError

if TYPE_CHECKING:
    from simulator.pipeline.scenario import Scenario
    from simulator.pipeline.unknown_names import UnknownNames


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "scenarios",
        help="list, check and play scenarios",
        description="Scenarios: documents, faults, pace and the expected end, one TOML file each.",
    )
    actions = parser.add_subparsers(dest="scenarios", metavar="ACTION", title="actions", required=True)
    listing = actions.add_parser("list", help="those that come with the simulator")
    listing.add_argument("--json", action="store_true", help="print JSON instead of text")
    listing.set_defaults(run=run_list)
    checking = actions.add_parser("validate", help="check files: exit 2 names the first wrong key of each")
    checking.add_argument("files", nargs="+", metavar="FILE", type=Path, help="scenario files (TOML)")
    checking.add_argument(
        "--catalogue",
        action="append",
        default=[],
        metavar="DIR",
        help="folder with types and checks of one's own (repeatable)",
    )
    checking.add_argument("--json", action="store_true", help="print JSON instead of text")
    checking.set_defaults(run=run_validate)
    playing = actions.add_parser("run", help="play scenarios; exit 1 where one does not end as expected")
    add_remote(playing, tenant=False)
    playing.add_argument("names", nargs="*", metavar="NAME|FILE", help="built-in ones by name, or files [all built-in]")
    playing.set_defaults(run=run_play)


def run_list(args: argparse.Namespace) -> int:
    from simulator.pipeline.builtin_scenarios import built_in

    found = [(name, scenario.description) for name, scenario in built_in().items()]
    if args.json:
        show_json([{"name": name, "description": description} for name, description in found])
    else:
        show_rows(("scenario", ""), found)
    return 0


def run_validate(args: argparse.Namespace) -> int:
    from simulator.pipeline.scenario import load

    names = asyncio.run(_unknown_names(args.catalogue))
    wrong = 0
    for path in args.files:
        problem = ""
        try:
            names.check_scenario(load(path))
        except InputError as error:
            problem, wrong = f"scenario {path}: {error}", 2
        except SettingError as error:
            problem, wrong = str(error), 2
        if args.json:
            show_json({"file": str(path), "ok": not problem, "error": problem})
        elif problem:
            warn(f"atlas-simulator: {problem}")
        else:
            say(f"{path}: fine")
    return wrong


async def _unknown_names(catalogue: list[str]) -> UnknownNames:
    """What scenarios may name: what a server of these folders has."""
    from simulator.atlas.endpoints import endpoints
    from simulator.core import build
    from simulator.settings import load

    settings = load({"ephemeral": True, "catalogue": catalogue, "public_url": "http://127.0.0.1"}, environment={})
    async with AsyncExitStack() as closing:
        core = await build(settings, closing)
        core.names.endpoints = [f"{each.operation.method} {each.operation.path}" for each in endpoints(core)]
    return core.names


def run_play(args: argparse.Namespace) -> int:
    from simulator.client.play import play
    from simulator.pipeline.builtin_scenarios import built_in

    wanted = [_found(item) for item in args.names] or [(name, each, Path()) for name, each in built_in().items()]
    failed = 0
    with _server(args) as url:
        for name, scenario, folder in wanted:
            played = play(url, name, scenario, folder)
            failed += not played.ok
            if args.json:
                show_json(
                    {
                        "scenario": name,
                        "ok": played.ok,
                        "seconds": round(played.seconds, 3),
                        "differences": played.differences,
                    }
                )
                continue
            say(f"{'ok' if played.ok else 'NO'}  {name}  {played.seconds:.2f} s")
            for difference in played.differences:
                say(f"    {difference}")
    return 1 if failed else 0


def _found(text: str) -> tuple[str, Scenario, Path]:
    from simulator.pipeline.builtin_scenarios import scenario_or_file

    scenario, name = scenario_or_file(text)
    assert scenario is not None
    return name, scenario, Path(text).parent


@contextmanager
def _server(args: argparse.Namespace) -> Iterator[str]:
    """The chosen server, or one for as long as the scenarios are played."""
    if args.server:
        yield str(args.server)
        return
    from simulator.testing.atlas import serving

    with serving() as url:
        yield url
