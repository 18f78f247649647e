"""How many small mistakes in the rooms where the thinking is are noticed by those rooms' own tests.

    python bench/mutants.py [TARGET …] [--share 0.2] [--seed 1]

Each mutant is one change in one place of a module: a comparison, a constant, a removed statement. It runs against the tests
of its target in a process of its own and is killed if a test fails or takes too long. Without a target all run; `--share`
takes that part of them, drawn from the seed. Every survivor is printed with its place: it is a test that is missing, a line
that is not needed, or a change that changes nothing.

A change inside a function is made in the running process, by exchanging the function's code, and only the tests that call
the function run. Anything else (tables, constants, what runs at import) is imported anew. No regular expression is mutated
from within: a string is changed as a whole.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import signal
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import _lru_cache_wrapper, partial
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest

from bench.mutations import Mutant, mutants_of, unchanged

ROOT = Path(__file__).resolve().parent.parent
#: Real seconds that the tests of one mutant may take.
TIMEOUT = 60
SURVIVED, KILLED, IMPORT_ANEW = 0, 1, 3
#: The tests of flows that need no server.
_OF_FLOWS = [
    f"tests/flows/test_{name}.py"
    for name in (
        "*steps",
        "outbox",
        "waiting*",
        "state_*",
        "states*",
        "journal*",
        "flow_list",
        "server_base*",
        "pruning_*",
        "store",
        "database",
        "queue*",
    )
]


def _documents(folder: str, *names: str) -> list[str]:
    """Modules of the room that reads documents."""
    return [str(Path("simulator/documents", folder, f"{name}.py")) for name in names]


#: Target to its modules and to the tests that should notice.
TARGETS: dict[str, tuple[list[str], list[str]]] = {
    "states": (["simulator/flows/states.py"], ["tests/flows/test_states.py", "tests/flows/test_states_properties.py"]),
    "queues": (["simulator/flows/queues.py"], ["tests/flows/test_queue*.py"]),
    "scorers": (["simulator/matching/scorers/*.py"], ["tests/matching/test_scorer*.py"]),
    "addresses": (["simulator/matching/addresses/*.py"], ["tests/matching/test_address*.py"]),
    "checks": (["simulator/matching/*checks.py"], ["tests/matching/test_*checks.py"]),
    "flows": (["simulator/flows/*.py"], _OF_FLOWS),
    "settings": (["simulator/settings/*.py"], ["tests/settings/test_*.py", "tests/test_settings.py"]),
    "client": (
        ["simulator/client/atlas_client.py", "simulator/client/control.py", "simulator/client/receiver.py"],
        ["tests/client/test_control_calls.py", "tests/client/test_receiver.py"],
    ),
    "probe": (["simulator/probe/look.py", "simulator/probe/report.py"], ["tests/probe/test_probe_*.py"]),
    "mcp_server": (["simulator/mcp_server/[ct]*.py"], ["tests/mcp_server/test_tool_calls.py"]),
    "faults": (["simulator/pipeline/faults/*.py"], ["tests/pipeline/test_fault*.py"]),
    "formats": (["simulator/documents/formats/*.py"], ["tests/documents/test_format*.py"]),
    "scenarios": (["simulator/pipeline/scenario*.py"], ["tests/pipeline/test_scenario_files.py"]),
    "fidelity": (
        [
            f"simulator/fidelity/{name}.py"
            for name in ("adopt", "compare", "recording", "conform/checks", "conform/places", "conform/judge")
        ],
        [f"tests/fidelity/test_{name}.py" for name in ("adopt", "differences", "recordings", "conform_checks")],
    ),
    "page": (
        [f"simulator/control/page/{name}.py" for name in ("flow_summary", "timeline", "value_diff")],
        ["tests/page/test_page_parts.py"],
    ),
    "mrz": (["simulator/documents/extract/mrz.py"], ["tests/documents/test_mrz.py"]),
    "money": (["simulator/documents/extract/money.py"], ["tests/documents/test_money.py"]),
    "tables": (["simulator/documents/extract/tables.py"], ["tests/documents/test_tables.py"]),
    "marked_page": (
        ["simulator/documents/extract/page.py", "simulator/documents/extract/wrapped.py"],
        ["tests/documents/test_marked_page.py", "tests/documents/test_wrapped_labels.py"],
    ),
    "labels": (["simulator/documents/extract/labels.py"], ["tests/documents/test_labels.py"]),
    "blocks": (
        _documents("extract", "places", "addressee", "letterhead"),
        ["tests/documents/test_blocks.py", "tests/documents/test_block_borders.py"],
    ),
    "prose": (
        _documents("extract", "parties", "prose", "statements"),
        ["tests/documents/test_prose.py"],
    ),
    "evidence": (
        ["simulator/documents/evidence.py", "simulator/documents/classify.py"],
        ["tests/documents/test_evidence.py", "tests/documents/test_type_choice.py"],
    ),
    "values": (
        _documents("extract", "values", "candidate"),
        ["tests/documents/test_values.py"],
    ),
    "phrases": (["simulator/documents/phrases.py"], ["tests/documents/test_phrases.py"]),
    "kinds": (
        _documents("pages", "kinds", "envelope", "png", "jpeg"),
        ["tests/documents/test_file_kinds.py"],
    ),
    "geometry": (
        _documents("pages", "prepare", "unmended", "lines", "orientation", "layer"),
        [
            "tests/documents/test_geometry.py",
            "tests/documents/test_reading_order.py",
            "tests/documents/test_corners.py",
        ],
    ),
    "light_and_ink": (
        _documents("pages", "light", "dots", "faint", "overprint", "shape"),
        ["tests/documents/test_light_and_ink.py"],
    ),
    "pdf_scale": (["simulator/documents/pages/pdf_scale.py"], ["tests/documents/test_pdf_scale.py"]),
    "two_engines": (
        _documents("ocr", "second_engine", "split_numbers", "tsv"),
        ["tests/documents/test_two_engines.py"],
    ),
    "draft_phrases": (
        _documents("draft", "shared", "agreement"),
        ["tests/documents/test_draft_phrases.py"],
    ),
    "redaction": (
        _documents("", "redact", "private"),
        ["tests/documents/test_redaction_boxes.py", "tests/documents/test_hidden_codes.py"],
    ),
    "ink": (
        _documents("vision", "ink", "frames", "stamps", "text_rows"),
        ["tests/documents/test_ink.py"],
    ),
    "signature_labels": (
        _documents("vision", "signers", "barcode_labels"),
        ["tests/documents/test_signature_labels.py"],
    ),
    "colour": (["simulator/documents/pages/colour.py"], ["tests/documents/test_colour.py"]),
    "page_pictures": (
        _documents("", "annotate", "render_page"),
        ["tests/documents/test_page_pictures.py"],
    ),
    "reread": (["simulator/documents/reread.py"], ["tests/documents/test_reread.py"]),
    "image_files": (["simulator/documents/pages/image.py"], ["tests/documents/test_image_files.py"]),
    "type_problems": (["simulator/documents/catalogue.py"], ["tests/documents/test_type_problems.py"]),
    "slashes": (["simulator/documents/ocr/slashes.py"], ["tests/documents/test_slash_shapes.py"]),
    "corners": (["simulator/documents/pages/corners.py"], ["tests/documents/test_corners.py"]),
    "layer_check": (["simulator/documents/pages/layer_check.py"], ["tests/documents/test_layer_check.py"]),
    "layout": (["simulator/documents/layout.py", "simulator/documents/boxes.py"], ["tests/documents/test_layout.py"]),
}
_OPTIONS = [
    "-q",
    "-x",
    "--assert=plain",
    "--noconftest",
    "--import-mode=importlib",
    "-o",
    "addopts=",
    "-o",
    "tmp_path_retention_policy=none",
]
_OPTIONS += ["-p", "no:cacheprovider", "-p", "no:xdist", f"--rootdir={ROOT}"]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)}; default: all")
    parser.add_argument("--share", type=float, default=1.0, help="of the mutants, 0 to 1; default: 1, all")
    parser.add_argument("--seed", type=int, default=1, help="from which they are drawn; default: 1")
    parser.add_argument("--module", metavar="NAME", help="only those of this module, as `pruning`")
    parser.add_argument("--line", type=int, help="only those of this line")
    chosen = parser.parse_args(arguments)
    if unknown := set(chosen.targets) - TARGETS.keys():
        parser.error(f"unknown target {unknown.pop()!r}; known: {', '.join(TARGETS)}")
    os.chdir(ROOT)
    for target in chosen.targets or TARGETS:
        _report(target, chosen)
    return 0


def _report(target: str, chosen: argparse.Namespace) -> None:
    modules, tests = (sorted(path for each in globs for path in ROOT.glob(each)) for globs in TARGETS[target])
    modules = [path for path in modules if chosen.module in (None, path.stem)]
    every = [mutant for path in modules for mutant in mutants_of(path) if chosen.line in (None, mutant.line)]
    drawn = random.Random(chosen.seed).sample(every, round(chosen.share * len(every)))
    drawn.sort(key=lambda mutant: (mutant.path, mutant.line))
    started = time.monotonic()
    outcomes = _results(drawn, [str(path.relative_to(ROOT)) for path in tests])
    totals: dict[Path, list[int]] = defaultdict(lambda: [0, 0])
    for mutant, killed in zip(drawn, outcomes, strict=True):
        totals[mutant.path][0] += killed
        totals[mutant.path][1] += 1
        if not killed:
            print(f"survived  {mutant.path.relative_to(ROOT)}:{mutant.line}  {mutant.change}")
    for path, (dead, count) in totals.items():
        print(_line(dead, count, str(path.relative_to(ROOT))))
    print(_line(sum(outcomes), len(drawn), f"{target} ({time.monotonic() - started:.0f} s)\n"), flush=True)


def _line(killed: int, count: int, name: str) -> str:
    return f"{killed:5} of {count:5}  {100 * killed / max(1, count):5.1f} %  {name}"


def _results(drawn: Sequence[Mutant], tests: list[str]) -> list[bool]:
    """Whether each was killed. Raises SystemExit where the tests fail on the code as it is."""
    receiving, sending = os.pipe()
    if not (child := os.fork()):
        os.close(receiving)
        with os.fdopen(sending, "w") as answers:
            _silent()
            run = _InPlace(drawn)
            failed = pytest.main([*_OPTIONS, *tests], plugins=[run])
            json.dump({"failed": int(failed), "outcomes": run.outcomes}, answers)
        os._exit(0)
    os.close(sending)
    with os.fdopen(receiving) as answers:
        said = json.loads(answers.read() or '{"failed": 1}')
    os.waitpid(child, 0)
    if said["failed"] or (drawn and _forked(partial(_anew, unchanged(drawn[0].path), tests)) != SURVIVED):
        raise SystemExit(f"the tests fail without any mutant: {' '.join(tests)}")
    return [
        bool(outcome if outcome != IMPORT_ANEW else _forked(partial(_anew, mutant, tests)))
        for mutant, outcome in zip(drawn, said["outcomes"], strict=True)
    ]


def _forked(run: Callable[[], int]) -> int:
    """What a function gives in a process of its own; KILLED where it takes too long or ends otherwise."""
    child = os.fork()
    if not child:
        _silent()
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(TIMEOUT)
        try:
            os._exit(run())
        finally:
            os._exit(KILLED)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return status if status in (SURVIVED, IMPORT_ANEW) else KILLED


def _silent() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _anew(mutant: Mutant, tests: list[str]) -> int:
    """Run the tests with the mutant in place of its module."""
    source = SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, name: str) -> CodeType | None:
        return mutant.compiled() if Path(self.path) == mutant.path else source(self, name)

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign, assignment]
    _quick_hypothesis()
    return KILLED if pytest.main([*_OPTIONS, *tests]) else SURVIVED


def _quick_hypothesis() -> None:
    """The same examples each time, and none made smaller: only whether there is one matters."""
    from hypothesis import HealthCheck, Phase, settings

    settings.register_profile(
        "mutants",
        phases=[Phase.explicit, Phase.generate],
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    settings.load_profile("mutants")


class _InPlace:
    """In pytest's place: runs the tests once, seeing who calls which function, then those of each mutant's function."""

    def __init__(self, drawn: Sequence[Mutant]) -> None:
        self._drawn = drawn
        self._files = frozenset(str(mutant.path) for mutant in drawn)
        self._item: pytest.Item | None = None
        #: File and function to the tests that call it; None for one that is called by no test, but at import.
        self._callers: dict[tuple[str, str], set[pytest.Item | None]] = defaultdict(set)
        self.outcomes: list[int] = []
        self._functions: list[FunctionType] = []
        self._caches: list[_lru_cache_wrapper[Any]] = []
        self._failed = False
        _quick_hypothesis()
        threading.settrace(self._trace)
        sys.settrace(self._trace)

    def _trace(self, frame: FrameType, event: str, value: object) -> None:
        code = frame.f_code
        if code.co_filename in self._files:
            self._callers[code.co_filename, code.co_qualname.partition(".<locals>")[0]].add(self._item)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._failed |= report.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            raise session.Interrupted("collecting failed")
        took: dict[pytest.Item, float] = {}
        modules = 0
        for at, self._item in enumerate(session.items):
            if len(sys.modules) != modules:
                modules = len(sys.modules)
                self._functions, self._caches = _live(self._files)
            # Else only the first test would be seen to call a function whose result is kept.
            self._forget()
            started = time.monotonic()
            following = session.items[at + 1] if at + 1 < len(session.items) else None
            _run(self._item, following)
            took[self._item] = time.monotonic() - started
        sys.settrace(None)
        threading.settrace(None)
        if self._failed:
            raise session.Failed("the tests fail without any mutant")
        gc.collect()
        self._functions, self._caches = _live(self._files)
        gc.freeze()
        for mutant in self._drawn:
            callers = self._callers[str(mutant.path), mutant.function]
            items = sorted((item for item in callers if item), key=took.__getitem__)
            if not mutant.function or None in callers:
                self.outcomes.append(IMPORT_ANEW)
            else:
                self.outcomes.append(_forked(partial(self._try, mutant, items)))
        return True

    def _forget(self) -> None:
        for cache in self._caches:
            cache.cache_clear()

    def _try(self, mutant: Mutant, items: Iterable[pytest.Item]) -> int:
        self._forget()
        if not _exchanged(mutant, self._functions):
            return IMPORT_ANEW
        for item in items:
            _run(item, None)
            if self._failed:
                return KILLED
        return SURVIVED


def _run(item: pytest.Item, following: pytest.Item | None) -> None:
    item.ihook.pytest_runtest_protocol(item=item, nextitem=following)


def _live(files: Collection[str]) -> tuple[list[FunctionType], list[_lru_cache_wrapper[Any]]]:
    """Every function of these files that there is, and every cache: nothing may be remembered of before the change."""
    every = gc.get_objects()
    functions = [each for each in every if isinstance(each, FunctionType) and each.__code__.co_filename in files]
    return functions, [each for each in every if isinstance(each, _lru_cache_wrapper)]


def _exchanged(mutant: Mutant, functions: Iterable[FunctionType]) -> bool:
    """Give every function of the module the mutant's code; False where that is not possible."""
    fresh = {(code.co_qualname, code.co_firstlineno): code for code in _codes(mutant.compiled())}
    for each in functions:
        if each.__code__.co_filename == str(mutant.path):
            code = fresh.get((each.__code__.co_qualname, each.__code__.co_firstlineno))
            if code is None or code.co_freevars != each.__code__.co_freevars:
                return False
            each.__code__ = code
    return True


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


if __name__ == "__main__":
    sys.exit(main())
