"""The scenario in the documentation is one that the simulator takes."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import msgspec

from simulator.forms import convert
from simulator.pipeline.scenario import Scenario, verified

CONTROL = Path(__file__).resolve().parent.parent.parent / "docs" / "control.md"


def test_the_scenario_in_the_documentation_is_one() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", CONTROL.read_text(encoding="utf-8"), re.DOTALL)
    scenario = verified(convert(tomllib.loads(example), Scenario))
    assert msgspec.to_builtins(scenario.documents[0])["reading"]["document_type"] == "PAN"
