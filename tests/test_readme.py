"""What the README promises to a newcomer is what there is."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from simulator.cli import parser

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_ci_runs_the_second_command_word_for_word() -> None:
    first, second, *_ = [block.strip() for block in blocks("sh")]
    assert first.endswith("&& .venv/bin/atlas-simulator demo")
    assert second.endswith("&& .venv/bin/pytest -n auto")
    assert second in (ROOT / ".ci" / "run").read_text().splitlines()


def test_every_command_that_it_names_exists() -> None:
    (commands,) = parser()._subparsers._group_actions  # type: ignore[union-attr]
    named = re.findall(r"atlas-simulator ([a-z]+)", README)
    assert named
    assert set(named) <= set(commands.choices or ())


def test_its_python_is_python_and_its_links_lead_somewhere() -> None:
    for block in blocks("python"):
        ast.parse(block)
    for link in re.findall(r"\]\((?!http)([^)#]+)", README):
        assert (ROOT / link).exists(), link
