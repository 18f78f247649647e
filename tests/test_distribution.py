"""What a stranger gets: wheel and sdist as an index takes them, and the wheel alone in an empty environment."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
#: Real seconds that one command may take on a busy machine.
SECONDS = 90

CONSUMER = """
from simulator.client.atlas_client import AtlasClient
from simulator.testing.atlas import Atlas


def test_of_a_user(atlas: Atlas) -> None:
    with AtlasClient(atlas.url) as client:
        status: dict[str, str] = client.wait("flow", seconds=1.0)
    reveal_type(status)
    client.init(auth_url="https://example.org/auth", callback_url=7)
"""


def run(*command: str | Path, cwd: Path, code: int = 0, **variables: str) -> str:
    """The output of a command, both streams; it must end with `code`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ATLAS_SIM", "PYTHON"))}
    ended = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**kept, "COLUMNS": "200", "OMP_THREAD_LIMIT": "1", **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SECONDS,
    )
    assert ended.returncode == code, ended.stdout
    return ended.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the sdist and the wheel that was built from it."""
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT, cwd=out)
    return out


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (found,) = built.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the commands of an environment that has the wheel and what it asks for, and nothing else.

    What it asks for is linked from the environment of the tests: what would be fetched is the same.
    """
    root = tmp_path_factory.mktemp("empty")
    venv.create(root, with_pip=False, symlinks=os.name != "nt")
    commands = root / ("Scripts" if os.name == "nt" else "bin")
    pip = (sys.executable, "-m", "pip", "--python", commands / "python")
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", "--no-compile", wheel, cwd=root)
    (site,) = root.glob("Lib/site-packages" if os.name == "nt" else "lib/python*/site-packages")
    for found in closure(requirements(wheel)):
        link_files(found, site)
    return commands


def requirements(wheel: Path) -> list[Requirement]:
    return [Requirement(line) for line in headers(wheel).get_all("Requires-Dist") or ()]


def headers(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as opened:
        (name,) = [name for name in opened.namelist() if name.endswith(".dist-info/METADATA")]
        return message_from_bytes(opened.read(name))


def closure(asked: list[Requirement]) -> Iterator[metadata.Distribution]:
    """Every distribution that comes with what is asked for without extras."""
    waiting, seen = [(each, "") for each in asked], set()
    while waiting:
        requirement, extra = waiting.pop()
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": extra}):
            continue
        for wanted in ("", *requirement.extras):
            key = (canonicalize_name(requirement.name), wanted)
            if key not in seen:
                seen.add(key)
                found = metadata.distribution(requirement.name)
                waiting += [(Requirement(line), wanted) for line in found.requires or ()]
                yield found


def link_files(found: metadata.Distribution, site: Path) -> None:
    for file in found.files or ():
        target = Path(os.path.normpath(site / file))
        if file.suffix == ".pyc" or target.exists() or not file.locate().is_file():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            target.symlink_to(Path(file.locate()).resolve())
        except OSError:
            shutil.copyfile(file.locate(), target)


def test_an_index_takes_what_is_built(built: Path, wheel: Path) -> None:
    run(sys.executable, "-m", "check_wheel_contents", wheel, cwd=built)
    said = run(sys.executable, "-m", "twine", "--no-color", "check", "--strict", *built.iterdir(), cwd=built)
    assert said.count("PASSED") == 2


def test_its_metadata_say_for_whom_it_is_and_leave_the_addresses_to_the_publisher(wheel: Path) -> None:
    found = headers(wheel)
    assert found["Author"] == "the contributors"
    assert (found["License-Expression"], found["License-File"]) == ("MIT", "LICENSE")
    assert found["Requires-Python"] == ">=3.11"
    assert {"Typing :: Typed", "Framework :: Pytest"} <= set(found.get_all("Classifier"))
    assert found["Keywords"]
    assert not found.get_all("Project-URL")
    assert not [line for line in found.get_all("Requires-Dist") if "://" in line]


def test_the_wheel_holds_every_file_of_the_package_and_nothing_of_the_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        names = {name for name in opened.namelist() if ".dist-info/" not in name}
    there = {
        str(Path(to, path.relative_to(ROOT / place)).as_posix())
        for place, to in (
            ("simulator", "simulator"),
            ("fixtures", "simulator/fixtures"),
            ("sample_docs/applications", "simulator/sample_docs/applications"),
        )
        for path in (ROOT / place).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert names == there
    assert "simulator/py.typed" in names


def test_the_sdist_has_what_the_wheel_is_made_from_and_the_pages_that_say_how(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as opened:
        names = {name.partition("/")[2] for name in opened.getnames()}
    assert {"pyproject.toml", "README.md", "LICENSE", "docs/control.md", "samples/write.py", "PKG-INFO"} <= names
    assert not [name for name in names if name.startswith(("tests/", "bench/", ".ci/", ".venv"))]


def test_the_demo_ends_well_where_only_the_wheel_is_installed(installed: Path, tmp_path: Path) -> None:
    where = run(installed / "python", "-c", "import simulator; print(simulator.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(installed.parent)
    said = run(installed / "atlas-simulator", "demo", cwd=tmp_path)
    assert "DEALER_ADDRESS" in said


def test_what_does_not_come_along_is_named_with_a_command_for_this_environment(installed: Path, tmp_path: Path) -> None:
    serve = (installed / "atlas-simulator", "serve", "--port", "0", "--ephemeral")
    for flags, package in (
        (("--ocr-engine", "pytesseract"), "pytesseract"),
        (("--ocr-model", "best"), "rapidocr"),
        (("--workers", "dask://127.0.0.1:1"), "distributed"),
        (("--heic",), "pillow-heif"),
    ):
        said = run(*serve, *flags, cwd=tmp_path, code=2)
        assert f"{installed / 'python'} install" in said or f"--python {installed / 'python'} " in said, said
        assert package in said.partition("install")[2]
        assert "atlas-simulator[" not in said
    said = run(*serve, "--ocr-model", "best", cwd=tmp_path, code=2, ATLAS_SIMULATOR_IMAGE="yes")
    assert "`docker build --build-arg EXTRAS=rapidocr -t atlas-simulator .`" in said
    assert "from a checkout" in run(installed / "atlas-simulator", "samples", cwd=tmp_path, code=2)


def test_a_type_checker_sees_the_types_of_the_installed_package(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "test_consumer.py").write_text(CONSUMER, encoding="utf-8")
    mypy = (sys.executable, "-m", "mypy", "--strict", "--python-executable", installed / "python")
    said = run(*mypy, "--cache-dir", tmp_path / "cache", "test_consumer.py", cwd=tmp_path, code=1)
    revealed, refused, *_ = said.replace("builtins.", "").splitlines()
    assert revealed.endswith('Revealed type is "dict[str, str]"'), said
    assert 'Argument "callback_url" to "init" of "AtlasClient" has incompatible type "int"' in refused, said
    assert "Found 1 error in 1 file" in said
