"""Which recognised documents are refused is said by their type: a reason, and what must hold together."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.documents.catalogue import Catalogue
from simulator.documents.model import Field
from simulator.documents.refusal import refusal
from simulator.errors import SettingError

TYPE = """
name = "PASS"
title = "Gate pass"

[[fields]]
name = "guests"
kind = "count"

[[fields]]
name = "signed"
kind = "yes_no"

[[invalid]]
"""


def load(folder: Path, rule: str) -> Catalogue:
    (folder / "types").mkdir()
    (folder / "types" / "pass.toml").write_text(TYPE + rule)
    return Catalogue.load([folder])


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"guests": 3, "signed": "no"}, "too many unsigned guests"),
        ({"guests": 2, "signed": "no"}, ""),
        ({"guests": 3, "signed": "yes"}, ""),
        ({"guests": 3}, ""),
        ({"signed": "no"}, ""),
        ({"guests": "3", "signed": "no"}, ""),
    ],
)
def test_a_document_is_refused_when_all_that_its_rule_names_holds(
    tmp_path: Path, fields: dict[str, str | int], reason: str
) -> None:
    rule = 'reason = "too many unsigned guests"\nall = [{ field = "signed", equals = "no" }, { field = "guests", above = 2 }]'
    kind = load(tmp_path, rule).get("PASS")
    assert kind is not None
    assert refusal(kind, {name: Field(value, 0.9) for name, value in fields.items()}) == reason


@pytest.mark.parametrize(
    ("rule", "complaint"),
    [
        ('reason = "x"\nall = []', r"invalid\[0\]\.all: is empty"),
        ('reason = "x"', r"invalid\[0\].*all"),
        ('reason = ""\nall = [{ field = "guests", above = 1 }]', r"invalid\[0\]\.reason: is empty"),
        (
            'reason = "x"\nall = [{ field = "visitors", above = 1 }]',
            r"invalid\[0\]\.all\[0\]\.field: there is no field",
        ),
        ('reason = "x"\nall = [{ field = "guests" }]', r"invalid\[0\]\.all\[0\]: says equals and above or neither"),
        ('reason = "x"\nall = [{ field = "guests", below = 1 }]', r"below"),
    ],
)
def test_a_rule_that_can_mean_nothing_is_refused_at_start(tmp_path: Path, rule: str, complaint: str) -> None:
    with pytest.raises(SettingError, match=complaint):
        load(tmp_path, rule)
