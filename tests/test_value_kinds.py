"""Kinds of values: one table says how each is described, sent and compared, and nothing takes an unknown kind silently."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest

from simulator import value_kinds
from simulator.documents.catalogue import Catalogue
from simulator.errors import SettingError
from simulator.value_kinds import VALUE_KINDS, Kind, check_schemas, comparable_text, value_kind

TYPE = """
name = "LIBRARY_CARD"
[[clues]]
any = ["library card"]
[[fields]]
name = "fee"
kind = "KIND"
find = [{ labels = ["fee"] }]
"""


def test_every_kind_that_a_type_may_name_has_a_row() -> None:
    assert set(get_args(Kind)) == set(VALUE_KINDS)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Asha", "Asha"),
        ("  ", ""),
        (7, "7"),
        (0.1 + 0.2, "0.3"),
        (["a", "", "b"], "a, b"),
        ([1, 2.5], "1, 2.5"),
        ({"city": "Pune"}, ""),
        (None, ""),
    ],
)
def test_a_value_is_reported_by_its_kind(value: Any, text: str) -> None:
    assert comparable_text(value) == text


@pytest.mark.parametrize("value", [True, object(), b"bytes"])
def test_a_value_of_no_kind_is_refused_with_the_kinds_that_there_are(value: Any) -> None:
    with pytest.raises(TypeError, match=r"is of no kind; the kinds are text \(str\), list"):
        comparable_text(value)


def test_an_unknown_kind_is_refused_with_the_kinds_that_there_are() -> None:
    with pytest.raises(SettingError, match="unknown kind of value 'money'; the kinds are text, list, number"):
        value_kind("money")
    with pytest.raises(SettingError, match=r"kind of value 'list': no schema 'ListField'; there are Field"):
        check_schemas(["Field"])


def test_a_type_of_ones_own_with_an_unknown_kind_is_refused_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "types").mkdir()
    (tmp_path / "types" / "card.toml").write_text(TYPE.replace("KIND", "numbr"))
    with pytest.raises(
        SettingError, match=r"fields\[0\]\.kind: .*'numbr'; it is one of text, .*; did you mean number\?"
    ):
        Catalogue.load([str(tmp_path)])


def test_nothing_starts_with_a_kind_that_has_no_row() -> None:
    code = Path(value_kinds.__file__).read_text(encoding="utf-8")
    more = code.replace('    "formatted_address",\n]', '    "formatted_address",\n    "money",\n]')
    assert more != code
    with pytest.raises(SettingError, match="unknown kind of value 'money'; the kinds are text, list, number"):
        exec(compile(more, "value_kinds.py", "exec"), {"__name__": "value_kinds"})
