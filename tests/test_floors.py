"""The house keeps its floors: a file imports only from floors below its own, or from its own room without going round."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "simulator"

#: Each room's floor. What is not named here is a module of the ground: it may be imported by everybody.
FLOORS = {
    "documents": 1,
    "matching": 1,
    "flows": 2,
    "pipeline": 3,
    "core": 4,
    "atlas": 5,
    "control": 5,
    "middleware": 5,
    "app": 6,
    # Above the application that it runs.
    "server": 7,
    "client": 7,
    "fidelity": 8,
    "cli": 8,
    "testing": 8,
}
#: Rooms beside each other on one floor of which one may look into the other.
NEIGHBOURS = {
    # An address is taken apart by the one normaliser there is.
    ("documents", "matching"),
    # The control face answers and is described as Atlas's face is.
    ("control", "atlas"),
    # Errors met in the middle of a request are said in Atlas's own envelopes.
    ("middleware", "atlas"),
    ("control", "middleware"),
    # What the tests' helpers can do, the command line can.
    ("cli", "testing"),
    ("cli", "fidelity"),
}
#: What a server loads only once it is needed: each costs tens of milliseconds or megabytes.
HEAVY = ("numpy", "cv2", "PIL", "tesserocr", "pypdfium2", "rapidfuzz", "zxingcpp", "jinja2", "distributed")


def modules() -> dict[str, Path]:
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def imports(path: Path, *, lazy: bool) -> Iterator[str]:
    """The package's modules that a file imports; `lazy` counts imports inside functions too."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree) if lazy else _at_import(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("simulator"))
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("simulator"):
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _at_import(tree: ast.AST) -> Iterator[ast.AST]:
    """Statements that run when a module is imported."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            continue
        yield node
        yield from _at_import(node)


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


@pytest.mark.parametrize("module", list(modules()))
def test_a_file_imports_only_from_below(module: str) -> None:
    here = room(module)
    if here not in FLOORS:
        return
    for imported in imports(modules()[module], lazy=True):
        there = room(imported)
        if there == here or there not in FLOORS or (here, there) in NEIGHBOURS:
            continue
        assert FLOORS[there] < FLOORS[here], f"{module} imports {imported}, which is not below it"


def test_no_import_goes_round() -> None:
    known = modules()
    graph = {name: {each for each in imports(path, lazy=False) if each in known} for name, path in known.items()}
    done: set[str] = set()

    def walk(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, "imports go round: " + " -> ".join((*trail[trail.index(name) :], name))
        if name in done:
            return
        for each in sorted(graph[name]):
            # A package that is imported with one of its modules runs before it, and may import it.
            if not name.startswith(f"{each}.") and each != name:
                walk(each, (*trail, name))
        done.add(name)

    for name in graph:
        walk(name, ())


def test_the_server_starts_without_what_only_reading_needs() -> None:
    output = subprocess.run(
        [sys.executable, "-c", "import sys, simulator.app, simulator.server; print(*sorted(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    ).stdout.split()
    assert not set(HEAVY) & set(output)
