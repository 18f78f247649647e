"""The scenarios that come with the simulator, by name: the files of `fixtures/`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from simulator.errors import SettingError
from simulator.nearest import suggestion
from simulator.pipeline.scenario import Scenario, load

_PACKAGE = Path(__file__).resolve().parent.parent


def folder(name: str) -> Path:
    """A folder that lies in the installed package, or, in a checkout, beside it."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


@lru_cache(maxsize=1)
def built_in() -> dict[str, Scenario]:
    """All of them, in the order of their names."""
    return {path.stem: load(path) for path in sorted(folder("fixtures").glob("*.toml"))}


def scenario_named(name: str) -> Scenario:
    """One by name. Raises SettingError that names them all."""
    found = built_in().get(name)
    if found is None:
        raise SettingError(
            f"unknown scenario {name!r}{suggestion(name, built_in())}; there are: {', '.join(built_in())}"
        )
    return found


def scenario_or_file(text: str) -> tuple[Scenario | None, str]:
    """What the setting `scenario` names: a file, or a built-in one; and what to call it. Raises SettingError."""
    if not text:
        return None, ""
    path = Path(text)
    if path.suffix == ".toml" or path.is_file():
        return load(path), path.stem
    return scenario_named(text), text
