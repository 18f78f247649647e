"""What has to be installed for something that does not come along, as the command that works from where this was installed."""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, distribution
from urllib.parse import unquote, urlsplit

NAME = "atlas-simulator"


def installing(extra: str) -> str:
    """The command that installs an extra: into a checkout by its folder, else the packages themselves."""
    with suppress(PackageNotFoundError, ValueError):
        found = distribution(NAME)
        origin = json.loads(found.read_text("direct_url.json") or "{}")
        if origin.get("dir_info", {}).get("editable"):
            folder = unquote(urlsplit(origin["url"]).path)
            return f"pip install -e '{folder}[{extra}]'"
        wanted = f'extra == "{extra}"'
        needs = [each.partition(";") for each in found.requires or ()]
        packages = [name.strip() for name, _, marker in needs if marker.strip().replace("'", '"') == wanted]
        if packages:
            return "pip install " + " ".join(f"'{package}'" for package in packages)
    return f"pip install -e '.[{extra}]'"


def missing(modules: Sequence[str], commands: Sequence[str] = ()) -> list[str]:
    """Those modules, and commands, that are not installed. Nothing is loaded."""
    return [
        *(module for module in modules if importlib.util.find_spec(module) is None),
        *(command for command in commands if shutil.which(command) is None),
    ]
