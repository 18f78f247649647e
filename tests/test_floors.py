"""The house keeps its floors: a file imports only from floors below its own, or from its own room without going round."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "simulator"

#: Modules of the ground: they may be imported by everybody, and import only each other.
GROUND = frozenset(
    {
        "__init__",
        "__main__",
        "browsers",
        "clock",
        "durations",
        "endpoints",
        "errors",
        "extras",
        "forms",
        "har",
        "hosts",
        "httpx_import",
        "json_bodies",
        "limits",
        "otel",
        "masking",
        "nearest",
        "printable",
        "variables",
        "protocol",
        "secret_files",
        "settings",
        "tls",
        "tokens",
        "toml_files",
        "tracing",
        "turns",
        "value_kinds",
    }
)
#: Each other room's floor.
FLOORS = {
    "documents": 1,
    "matching": 1,
    "definitions": 2,
    "flows": 2,
    "pipeline": 3,
    # One line a request, and one a transition.
    "logs": 3,
    "core": 4,
    # Speaks to a running server, its own or another, by HTTP alone.
    "mcp_server": 4,
    "atlas": 5,
    "control": 5,
    "middleware": 5,
    "app": 6,
    # Above the application that it runs.
    "server": 7,
    # Speaks to a running server, and starts one as a process of its own.
    "client": 7,
    "fidelity": 8,
    "probe": 8,
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
    # A demo starts with flows that a client brings about.
    ("server", "client"),
    # What the tests' helpers can do, the command line can.
    ("cli", "testing"),
    ("cli", "fidelity"),
    ("cli", "probe"),
    # Reports look alike.
    ("probe", "fidelity"),
}
#: What a server loads only once it is needed: each costs tens of milliseconds or megabytes.
HEAVY = (
    "numpy",
    "cv2",
    "PIL",
    "tesserocr",
    "pypdfium2",
    "rapidfuzz",
    "zxingcpp",
    "jinja2",
    "distributed",
    "mcp",
    "opentelemetry",
)


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


def floor(module: str) -> int:
    """0 for the ground and for the package itself. Raises KeyError for a module that has no floor."""
    here = room(module)
    return 0 if here in GROUND or not here else FLOORS[here]


def test_every_module_has_a_floor_and_every_floor_its_modules() -> None:
    rooms = {room(module) or "__init__" for module in modules()}
    assert rooms == GROUND | FLOORS.keys(), "give a new module its floor here and in the README's map"


@pytest.mark.parametrize("module", list(modules()))
def test_a_file_imports_only_from_below(module: str) -> None:
    if room(module) == "__main__":
        return  # starts the command line
    known = {room(each) for each in modules()}
    for imported in imports(modules()[module], lazy=True):
        here, there = room(module), room(imported)
        # `from simulator import x` names the package, and x, which may be a value of it.
        if there == here or there not in known or (here, there) in NEIGHBOURS or not floor(imported):
            continue
        assert floor(imported) < floor(module), f"{module} imports {imported}, which is not below it"


def test_sql_stands_in_flows_alone() -> None:
    sql = re.compile(r"\b(SELECT .+ FROM|INSERT INTO|INSERT OR|UPDATE \w+ SET|DELETE FROM|PRAGMA)\b", re.DOTALL)
    for name, path in modules().items():
        if room(name) == "flows":
            continue
        texts = [node.value for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Constant)]
        assert not [text for text in texts if isinstance(text, str) and sql.search(text)], name


def test_what_waits_is_spelled_once() -> None:
    from simulator.flows.queues import QUEUES

    for name, path in modules().items():
        if name != "simulator.flows.queues":
            text = path.read_text("utf-8")
            assert not [queue.name for queue in QUEUES if queue.waiting in text], name


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
