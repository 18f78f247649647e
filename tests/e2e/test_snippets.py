"""Every snippet of README and docs, pasted into one shell for each page, at a checkout with a server running, ends in something.

A snippet in which something has to be filled in says so in a comment before it (`<!-- not pasted by tests: why -->`). Examples
of pytest, unittest and other languages are run by `tests/testing`.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.client.process import ServerProcess

ROOT = Path(__file__).resolve().parent.parent.parent
#: Pages with commands that a reader may paste; the list of commands only quotes their help.
PAGES = [ROOT / "README.md", *sorted(each for each in (ROOT / "docs").glob("*.md") if each.name != "commands.md")]
#: A fenced block, its language, and the comment before it that says why it is not pasted.
BLOCK = re.compile(
    r"(?:<!-- (?P<why>not pasted by tests: .+?|run by .+?) -->\n)?^```(?P<language>\w*)\n(?P<text>.*?)^```$",
    re.M | re.S,
)
#: What readers are told to have, and a bare system has not.
NEEDED = ("curl", "jq")
BETWEEN = "=== the next snippet ==="
#: Real seconds for all snippets of one page.
PATIENCE = 150


def snippets(page: Path) -> Iterator[re.Match[str]]:
    """The blocks that somebody would paste."""
    for found in BLOCK.finditer(page.read_text(encoding="utf-8")):
        if found["language"] in ("sh", "console", "python"):
            yield found


def shell(found: re.Match[str]) -> str:
    """What is typed for a snippet."""
    if found["language"] == "python":
        return f"{sys.executable} - <<'PASTED'\n{found['text']}PASTED\n"
    if found["language"] == "console":
        return "\n".join(re.findall(r"^\$ (.*)$", found["text"], re.M)) + "\n"
    return found["text"]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A folder that has all of the checkout, and takes what snippets write; and the URL of a server."""
    folder = tmp_path_factory.mktemp("checkout")
    for each in ROOT.iterdir():
        if each.name not in (".venv", ".git"):
            (folder / each.name).symlink_to(each)
    with ServerProcess(tmp_path_factory.mktemp("server"), "--workers", "1") as server:
        yield folder, server.url


def paste(text: str, folder: Path, environment: dict[str, str]) -> tuple[int, str]:
    """Paste into a shell; its status, and all that was printed. What has not ended by then is ended, with all that it started."""
    with subprocess.Popen(
        ["bash", "-eo", "pipefail"],
        cwd=folder,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as shell:
        try:
            printed, _ = shell.communicate(text, timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(shell.pid, signal.SIGKILL)
            printed, _ = shell.communicate()
            return 124, f"{printed}\nnot done after {PATIENCE} s"
    return shell.returncode, printed


PASTED = [page for page in PAGES if any(not found["why"] for found in snippets(page))]


@pytest.mark.parametrize("page", PASTED, ids=lambda page: page.stem)
def test_every_snippet_of_a_page_ends_in_something_filled(page: Path, checkout: tuple[Path, str]) -> None:
    folder, url = checkout
    pasted = [found for found in snippets(page) if not found["why"]]
    text = f"\necho '{BETWEEN}'\n".join(shell(found) for found in pasted)
    missing = [name for name in NEEDED if re.search(rf"\b{name}\b", text) and shutil.which(name) is None]
    if missing:
        pytest.skip(f"snippets of {page.name} need {' and '.join(missing)}")
    text = text.replace("http://127.0.0.1:8642", url).replace("localhost:8642", url.removeprefix("http://"))
    commands = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": commands, "ATLAS_SIMULATOR_URL": url, "PYTHONPATH": str(ROOT)}
    status, printed = paste(text, folder, environment)
    assert status == 0, printed
    for found, output in zip(pasted, printed.split(BETWEEN), strict=True):
        last = output.strip().rpartition("\n")[2]
        assert last not in ("", "null", "[]", "{}"), f"nothing came of\n{found['text']}\n{printed}"
        assert '"error"' not in output or "flow/init" not in found["text"], output


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_is_to_be_typed_is_marked_as_such(page: Path) -> None:
    """A block of commands without a language would be pasted by a reader, but not by the test."""
    for found in BLOCK.finditer(page.read_text(encoding="utf-8")):
        typed = re.search(r"^(\$ |curl |atlas-simulator |pip |python )", found["text"], re.M)
        assert found["language"] or not typed, found["text"]


def test_the_commands_in_tables_exist() -> None:
    from simulator.cli import parser

    (commands,) = parser()._subparsers._group_actions  # type: ignore[union-attr]
    known = set(commands.choices or ())
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `atlas-simulator ")]
        named = {name for cell in cells for name in re.findall(r"`(?:atlas-simulator )?([a-z]+)(?: [^`]*)?`", cell)}
        assert named <= known, f"{page.name}: {sorted(named - known)}"
        assert set(re.findall(r"`atlas-simulator ([a-z]+)", text)) <= known, page.name
