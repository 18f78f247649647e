"""What comes with the simulator: every package pinned, every licence permissive or named here with the reason it may stay."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
#: Words of licences that ask for no more than to be named. OFL: typefaces, which may be drawn with freely.
PERMISSIVE = re.compile(
    r"\b(MIT|MIT-0|MIT-CMU|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation|Zlib|CC0|Unlicense|OFL|HPND)\b",
    re.IGNORECASE,
)
COPYLEFT = re.compile(r"\b(A?GPL|LGPL|MPL|EPL|CDDL|EUPL|GNU|Mozilla)", re.IGNORECASE)
#: Used as they are, as libraries of their own: none of these licences reaches beyond the package itself.
LISTED = {
    "python-stdnum": "LGPL-2.1-or-later: imported, never changed nor copied",
    "certifi": "MPL-2.0: a list of certificates, never changed",
    "docutils": "public domain and BSD, its GPL file is a mode of an editor: comes with twine, used by contributors only",
    "hypothesis": "MPL-2.0: used by tests only",
    "pathspec": "MPL-2.0: comes with mypy, used by contributors only",
    "tqdm": "MPL-2.0 and MIT: comes with RapidOCR, never changed",
}


def project() -> dict[str, object]:
    values: dict[str, object] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return values


def asked_for() -> list[Requirement]:
    """What pyproject.toml asks for, extras of all kinds included, on this machine."""
    value = project()
    extras: dict[str, list[str]] = value["optional-dependencies"]  # type: ignore[assignment]
    lines: list[str] = [*value["dependencies"], *(line for extra in extras.values() for line in extra)]  # type: ignore[misc]
    found = [Requirement(line) for line in lines]
    return [
        each for each in found if each.name != "atlas-simulator" and (each.marker is None or each.marker.evaluate())
    ]


def closure() -> Iterator[metadata.Distribution]:
    """All that comes with it, as far as it is installed here."""
    seen: set[tuple[str, str]] = set()
    waiting = [(each.name, extra) for each in asked_for() for extra in ("", *each.extras)]
    while waiting:
        name, extra = waiting.pop()
        if (canonicalize_name(name), extra) in seen:
            continue
        seen.add((canonicalize_name(name), extra))
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        yield found
        for line in found.requires or ():
            needed = Requirement(line)
            if needed.marker is None or needed.marker.evaluate({"extra": extra}):
                waiting += [(needed.name, more) for more in ("", *needed.extras)]


def licence(found: metadata.Distribution) -> str:
    value = found.metadata
    classifiers = [each for each in value.get_all("Classifier") or () if each.startswith("License ::")]
    written = (value.get("License") or "").strip().partition("\n")[0]
    return value.get("License-Expression") or " ".join(classifiers) or written


def pinned() -> dict[str, Version]:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(name): Version(version) for name, version in pairs}


def test_every_licence_is_permissive_or_listed() -> None:
    wrong = {}
    for found in closure():
        name, value = canonicalize_name(found.metadata["Name"]), licence(found)
        if name not in LISTED and (not PERMISSIVE.search(value) or COPYLEFT.search(value)):
            wrong[name] = value
    assert not wrong, f"not permissive, and not in LISTED: {wrong}"


def test_the_check_of_licences_sees_what_comes_with_what() -> None:
    names = {canonicalize_name(found.metadata["Name"]) for found in closure()}
    assert {"starlette", "anyio", "httpcore", "certifi", "python-stdnum"} <= names


@pytest.mark.parametrize(
    "text", ["GNU Affero General Public License", "AGPL-3.0-only", "LGPL-2.1", "MPL-2.0", "Proprietary", ""]
)
def test_a_licence_that_is_not_permissive_would_be_seen(text: str) -> None:
    assert not PERMISSIVE.search(text) or COPYLEFT.search(text)


def test_what_is_asked_for_is_pinned_at_a_version_that_will_do() -> None:
    extras: dict[str, list[str]] = project()["optional-dependencies"]  # type: ignore[assignment]
    apart = {
        Requirement(line).name for name, extra in extras.items() if name not in with_test(extras) for line in extra
    }
    locked = pinned()
    for each in asked_for():
        if each.name in apart:
            continue
        version = locked.get(canonicalize_name(each.name))
        assert version is not None, f"{each.name} is not in requirements.lock; run .ci/lock"
        assert each.specifier.contains(version), f"{each.name} {version} is locked, {each} is asked for; run .ci/lock"


def with_test(extras: dict[str, list[str]]) -> set[str]:
    """The extras that come with `test`."""
    return {"test", *(more for line in extras["test"] for more in Requirement(line).extras)}


def test_only_versions_are_pinned() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"#.*|[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line)] == []
