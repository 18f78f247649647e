"""The generated tables of the documentation are those of the code, and what CI checks a contributor can check too."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def generate(*arguments: str, root: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(root / "docs" / "generate.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_no_generated_table_is_stale() -> None:
    result = generate("--check")
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_stale_table_is_named_and_written_anew(tmp_path: Path) -> None:
    for page in ("README.md", "docs/generate.py", *(f"docs/{each.name}" for each in (ROOT / "docs").glob("*.md"))):
        target = tmp_path / page
        target.parent.mkdir(exist_ok=True)
        target.write_bytes((ROOT / page).read_bytes())
    readme = tmp_path / "README.md"
    right = readme.read_text(encoding="utf-8")
    readme.write_text(right.replace("| `--port` |", "| `--harbour` |"), encoding="utf-8")
    stale = generate("--check", root=tmp_path)
    assert stale.returncode == 1
    assert stale.stdout == "README.md: settings: stale; `make docs` writes it anew\n"
    assert generate(root=tmp_path).returncode == 0
    assert readme.read_text(encoding="utf-8") == right


@pytest.mark.parametrize(
    "check", ["ruff check .", "ruff format --check .", "mypy", "python docs/generate.py --check", "pytest -n auto"]
)
def test_ci_and_make_check_the_same(check: str) -> None:
    assert f"/{check}" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert f"/{check}" in (ROOT / "Makefile").read_text(encoding="utf-8")
