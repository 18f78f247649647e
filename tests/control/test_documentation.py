"""What the documentation says of faults and magic words is what the code has."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import msgspec
import pytest

from simulator.pipeline.faults.tables import keys_table, magic_table, points_table
from simulator.pipeline.forms import convert
from simulator.pipeline.scenario import Scenario, verified

CONTROL = Path(__file__).resolve().parent.parent.parent / "docs" / "control.md"


@pytest.mark.parametrize("table", [points_table, keys_table, magic_table], ids=lambda table: table.__name__)
def test_the_tables_in_the_documentation_are_those_of_the_code(table: object) -> None:
    rendered = table()  # type: ignore[operator]
    assert rendered in CONTROL.read_text(encoding="utf-8"), f"docs/control.md needs this table:\n\n{rendered}\n"


def test_the_scenario_in_the_documentation_is_one() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", CONTROL.read_text(encoding="utf-8"), re.DOTALL)
    scenario = verified(convert(tomllib.loads(example), Scenario))
    assert msgspec.to_builtins(scenario.documents[0])["reading"]["document_type"] == "PAN"
