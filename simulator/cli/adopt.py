"""`adopt`: make the simulator answer as the other side of a comparison did."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from simulator.cli.remote import say
from simulator.errors import SettingError

#: Files that are not always written, and why one is not.
_LEFT_OUT = {
    "scenario.toml": "the other side read no document",
    "deviations.toml": "no error answer differs beyond what the settings say",
}


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "adopt",
        help="settings and canned results out of a comparison",
        description="Turn the report of `atlas-simulator compare` into files that make the simulator answer as that"
        " account's server does: settings.toml to start it with; where there were any, scenario.toml with what was read of"
        " each file (known again by its content) and deviations.toml with the error answers that differ. Keep them under"
        " version control.",
    )
    parser.add_argument("report", metavar="REPORT.json", type=Path, help="the report that `compare` wrote")
    parser.add_argument(
        "--out", type=Path, default=Path("adopted"), metavar="FOLDER", help="folder to write the files to [adopted]"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from simulator.fidelity import adopt
    from simulator.fidelity.report import load

    report = load(args.report)
    folder = args.out
    readings, errors = adopt.canned(report), adopt.errors(report)
    files = {"settings.toml": ""}
    if readings:
        files["scenario.toml"] = adopt.scenario_toml(report)
    if errors:
        files["deviations.toml"] = adopt.deviations_toml(report)
    files["settings.toml"] = adopt.settings_toml(
        report,
        scenario="scenario.toml" if readings else "",
        deviations="deviations.toml" if errors else "",
    )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise SettingError(f"--out {args.out}: cannot be written ({error.strerror})") from None
    chosen_settings = adopt.settings(report)
    say(f"{len(readings)} readings, {len(errors)} error answers, {len(chosen_settings)} settings in {args.out}")
    for key, value in chosen_settings.items():
        say(f"  {key} = {value}")
    say(f"written: {', '.join(files)}")
    for name, why in _LEFT_OUT.items():
        if name not in files:
            say(f"not written: {name}, since {why}")
    say(f"atlas-simulator serve --config {args.out / 'settings.toml'}")
    return 0
