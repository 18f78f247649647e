"""`atlas-simulator samples`: draw the sample documents, each with the truth of what it says."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from simulator.errors import SettingError
from simulator.extras import installing


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "samples",
        help="draw sample documents with their truth",
        usage="atlas-simulator samples [--out DIR] [--seed N] [--types TYPE[,TYPE ...]]",
        description="Draw invented documents of every type, clean, scanned and photographed, each with a JSON of what it"
        " truly says. The same seed gives the same bytes. Needs the extra [samples].",
    )
    parser.add_argument("--out", metavar="DIR", default="sample_docs", help="folder to write to [sample_docs]")
    parser.add_argument(
        "--seed",
        metavar="N",
        type=int,
        default=None,
        help="seed of the invented people and firms; the same seed gives the same files [2025]",
    )
    parser.add_argument(
        "--types",
        metavar="TYPE[,TYPE ...]",
        default="",
        help="only these document types; FOREIGN and applications are valid too [all]",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from rich.console import Console

    try:
        from samples import write
        from samples.kit.fonts import shapes_devanagari
    except ModuleNotFoundError as error:
        if error.name == "samples":
            raise SettingError(
                "samples are drawn from a checkout: the installed package has no folder samples/"
            ) from None
        raise SettingError(
            f"drawing needs packages that are not installed ({error}); `{installing('samples')}`"
        ) from None
    out = Path(args.out)
    types = tuple(name.strip() for name in args.types.split(",") if name.strip())
    seed = write.SEED if args.seed is None else args.seed
    drawn = size = 0
    with Console(stderr=True).status("drawing") as status:
        try:
            for path in write.draw(out, seed, types):
                drawn, size = drawn + 1, size + path.stat().st_size
                status.update(f"{drawn} drawn, {path.relative_to(out)}")
        except OSError as error:
            raise SettingError(f"--out {out}: cannot be written ({error.strerror})") from None
    if not shapes_devanagari():
        print("Devanagari comes out unshaped: Pillow found no FriBiDi (Debian: libfribidi0)", file=sys.stderr)
    print(f"{drawn} pictures, {size / 1e6:.1f} MB, in {out}")
    return 0
