"""The tables of faults and magic words: every row of the code is in the documentation, with its keys and defaults."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.pipeline.faults.documentation_tables import keys_table, magic_table, points_table
from simulator.pipeline.faults.points import POINTS

CONTROL = Path(__file__).resolve().parent.parent.parent / "docs" / "control.md"


@pytest.mark.parametrize("table", [points_table, keys_table, magic_table])
def test_the_documentation_has_the_table(table: Callable[[], str]) -> None:
    assert f"\n{table()}\n" in CONTROL.read_text(encoding="utf-8")


def test_a_point_is_named_in_its_first_row_and_a_key_with_what_it_is_where_it_is_left_out() -> None:
    rows = points_table().splitlines()[2:]
    assert len(rows) == sum(len(point.actions) for point in POINTS.values())
    assert sum(row.startswith("| **`") for row in rows) == len(POINTS)
    assert rows[0].startswith("| **`request`** a request of a client to Atlas | `answer` | another answer | ")
    assert "`status`: HTTP status [503]; `body`: JSON, or text;" in rows[0]
    assert rows[1].startswith("|  | `delay` | ") and rows[1].endswith("| `delay`: how long (needed) |")


def test_a_key_says_at_which_points_it_narrows_a_rule() -> None:
    rows = {row.split("`")[1]: row for row in keys_table().splitlines()[2:]}
    assert rows["tenant"].endswith("| every point |") and rows["times"].endswith("| every point |")
    assert rows["endpoint"].endswith("| request |")
    assert rows["type"].endswith("| classify, ocr |")


def test_a_word_says_where_it_may_stand() -> None:
    rows = magic_table().splitlines()
    assert "| `sim:stuck` | document_id, file name, application_id | " in "\n".join(rows)
    assert "| `sim:auth-refused` | application_id | " in "\n".join(rows)
