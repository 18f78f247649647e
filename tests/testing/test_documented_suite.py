"""The suite in docs/testing.md passes as it is printed, the page names the whole API, and the examples run."""

from __future__ import annotations

import inspect
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.client.control import ClockControl, InboxControl
from simulator.testing.atlas import Atlas

pytest_plugins = ["pytester"]

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs" / "testing.md").read_text(encoding="utf-8")


def test_the_suite_passes_as_it_is_printed(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    suite, *_ = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
    pytester.makepyfile(test_lender=suite)
    # The plugin comes with the installed package.
    done = pytester.runpytest_subprocess("-q", "-p", "no:cacheprovider")
    done.assert_outcomes(passed=len(re.findall(r"^def test_", suite, re.M)))


@pytest.mark.parametrize(
    ("kind", "prefix"), [(Atlas, ""), (ClockControl, "clock."), (InboxControl, "inbox.")], ids=lambda each: str(each)
)
def test_the_page_names_the_whole_api(kind: type, prefix: str) -> None:
    # `letters` is an old name of `received`.
    public = {name for name, _ in inspect.getmembers(kind) if not name.startswith("_")} - {"letters"}
    untold = {name for name in public if not re.search(rf"`{re.escape(prefix)}{name}\b", PAGE)}
    assert untold == set()


EXAMPLES = {
    "unittest": [sys.executable, "-m", "unittest", "discover", "examples/unittest"],
    "node": ["node", "--test", "examples/node/"],
    "java": ["java", "examples/java/AtlasTest.java"],
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_run(name: str) -> None:
    command = EXAMPLES[name]
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not here")
    done = subprocess.run(
        [sys.executable, "-m", "simulator", "exec", "--", *command],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    assert name == "java" or "3" in done.stdout + done.stderr


def test_the_commands_of_the_examples_are_those_that_are_told() -> None:
    told = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")
    for command in EXAMPLES.values():
        assert (
            " ".join(["atlas-simulator exec --", "python", *command[1:]] if command[0] == sys.executable else command)
            in told
        )
