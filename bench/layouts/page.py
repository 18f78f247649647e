"""A layout: its page filled in, and what its marks say is true of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from bench.layouts.facts import facts
from simulator.documents.catalogue import Catalogue

if TYPE_CHECKING:
    from jinja2 import Environment

#: Layouts that the score learns from, and those that are kept back from it, to judge by.
PAGES, KEPT_BACK = (Path(__file__).with_name(name) for name in ("pages", "kept_back"))
#: What many layouts have in common: macros, values and rows that they import, and styles that they include.
SHARED = Path(__file__).with_name("shared")
_HEAD = re.compile(r"<!--\s*([A-Z_, ]+?)\s*\|\s*([A-Z, ]+?)\s*-->")
_WIDTH = re.compile(r"data-width=\"(\d+)\"")
#: Fields told from the picture or made of other fields rather than read.
NOT_READ = frozenset(
    (
        "dealer_sign",
        "dealer_stamp",
        "dealer_gst_handwritten",
        "hypothecation",
        "document_quality_flag",
        "formatted_address",
    )
)
#: What is said of goods, which only a layout that names them knows.
OF_GOODS = frozenset(
    ("product_type", "model_name", "manufacturer_name", "product_hsn_code", "serial_number", "imei_number")
)


@dataclass
class Filled:
    """A page of HTML with all values in it; `width` in CSS pixels, 96 an inch; `chance` is where the filling left it."""

    types: tuple[str, ...]
    country: str
    html: str
    width: int | None
    chance: Random


def head(path: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The types and the countries of a layout, by its first line."""
    found = _HEAD.match(path.read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(f"{path}: the first line is not `<!-- TYPE, TYPE | COUNTRY, COUNTRY -->`")
    types, countries = (tuple(name.strip() for name in part.split(",")) for part in found.groups())
    return types, countries


def fill(path: Path, seed: str) -> Filled:
    types, countries = head(path)
    chance = Random(seed)
    country = chance.choice(countries)
    html = _jinja().from_string(path.read_text(encoding="utf-8")).render(**facts(chance, country))
    width = _WIDTH.search(html)
    return Filled(types, country, html, int(width[1]) if width else None, chance)


@cache
def _jinja() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, loader=FileSystemLoader(SHARED))


def truth(types: Sequence[str], marked: Sequence[Sequence[str]], catalogue: Catalogue) -> dict[str, Any]:
    """The fields of the first type: as marked, "" where nothing is. ValueError where a mark names no field of it."""
    kind = catalogue.get(types[0])
    if kind is None:
        return {}
    specs = {each.name: each for each in kind.fields if each.name not in NOT_READ}
    said: dict[str, Any] = {}
    for name, text in marked:
        if name not in specs:
            raise ValueError(f"{types[0]} has no field {name!r}; it has {', '.join(specs)}")
        parts = [" ".join(line.split()) for line in text.split("\n") if line.strip()]
        address = specs[name].format == "address"
        value = ", ".join(part.rstrip(", ") for part in parts) if address else " ".join(parts)
        if specs[name].kind == "list":
            said.setdefault(name, []).append(value)
        else:
            said.setdefault(name, value)
    return {name: said.get(name, "") for name in specs if name in said or name not in OF_GOODS}
