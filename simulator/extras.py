"""What has to be installed for something that does not come along, as the command that works from where this was installed."""

from __future__ import annotations

import importlib.util
import json
import os
import shlex
import shutil
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import unquote, urlsplit

NAME = "atlas-simulator"
#: Set by the Dockerfile: a container has no pip, and what is installed into it is gone with it.
IN_IMAGE = "ATLAS_SIMULATOR_IMAGE"


def installing(extra: str) -> str:
    """The command that installs an extra: into a checkout by its folder, else the packages themselves.

    In a container it is the one that builds an image with the extra.
    """
    if os.environ.get(IN_IMAGE):
        return f"docker build --build-arg EXTRAS={extra} -t {NAME} ."
    with suppress(PackageNotFoundError, ValueError):
        found = distribution(NAME)
        origin = json.loads(found.read_text("direct_url.json") or "{}")
        if origin.get("dir_info", {}).get("editable"):
            folder = unquote(urlsplit(origin["url"]).path)
            return f"{pip_install()} -e {shlex.quote(f'{folder}[{extra}]')}"
        wanted = f'extra == "{extra}"'
        needs = [each.partition(";") for each in found.requires or ()]
        packages = [name.strip() for name, _, marker in needs if marker.strip().replace("'", '"') == wanted]
        if packages:
            return installing_packages(*packages)
    return f"{pip_install()} -e '.[{extra}]'"


def installing_packages(*packages: str) -> str:
    """The command that installs packages beside the simulator."""
    return " ".join([pip_install(), *(shlex.quote(package) for package in packages)])


def pip_install() -> str:
    """`pip install` for the environment that this runs in, whichever one a shell's `pip` belongs to."""
    python = shlex.quote(sys.executable)
    if importlib.util.find_spec("pip") is not None:
        return f"{python} -m pip install"
    if (Path(sys.prefix) / "pyvenv.cfg").is_file() and shutil.which("uv"):
        return f"uv pip install --python {python}"
    return f"pip --python {python} install"


def missing(modules: Sequence[str], commands: Sequence[str] = ()) -> list[str]:
    """Those modules, and commands, that are not installed. Nothing is loaded."""
    return [
        *(module for module in modules if importlib.util.find_spec(module) is None),
        *(command for command in commands if shutil.which(command) is None),
    ]
