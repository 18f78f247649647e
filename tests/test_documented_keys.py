"""Every key that a TOML file of one's own may have is told of in the documentation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import inspect

from simulator.atlas.deviations import Deviation
from simulator.documents.schema import DocumentType
from simulator.fidelity.conform.statements import Step
from simulator.matching import product_checks
from simulator.pipeline.scenario import FlowPlan, Scenario

DOCS = Path(__file__).resolve().parent.parent / "docs"
#: Set by the catalogue, never by a file.
FILLED_IN = {"origin", "built_in"}


def keys(of: Any) -> Iterator[str]:
    """The keys of a structure and of all that stand in it."""
    if isinstance(of, inspect.StructType):
        for field in of.fields:
            yield field.encode_name
            yield from keys(field.type)
    for inner in ("item_type", "value_type"):
        if hasattr(of, inner):
            yield from keys(getattr(of, inner))
    for inner in ("types", "item_types"):
        for each in getattr(of, inner, None) or ():
            yield from keys(each)


@pytest.mark.parametrize(
    ("kind", "pages"),
    [
        (DocumentType, ("types.md",)),
        (product_checks._CheckFile, ("own-documents.md",)),
        (product_checks._ProductFile, ("own-documents.md",)),
        (Scenario, ("control.md",)),
        (FlowPlan, ("control.md",)),
        (Deviation, ("fidelity.md",)),
        (Step, ("fidelity.md",)),
    ],
)
def test_every_key_of_a_file_of_ones_own_is_told_of(kind: type, pages: tuple[str, ...]) -> None:
    text = "".join((DOCS / page).read_text(encoding="utf-8") for page in pages)
    untold = {key for key in keys(inspect.type_info(kind)) if not re.search(rf"[`.[]{key}[`\]]|\b{key} =", text)}
    assert untold - FILLED_IN == set()
