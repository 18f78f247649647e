"""The machine-readable zone of a passport: its check digits, and what is put right by them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from simulator.documents.extract.mrz import SOURCES, digit, parse, zone
from simulator.documents.extract.sources import Context

FIRST = "P<INDVERMA<<ASHA<RANI<<<<<<<<<<<<<<<<<<<<<<<"


def second(number: str = "Z1234567<", country: str = "IND", born: str = "850412", expires: str = "310101") -> str:
    body = f"{number}{digit(number)}{country}{born}{digit(born)}F{expires}{digit(expires)}{'<' * 14}0"
    return body + str(digit(body[:10] + body[13:20] + body[21:43]))


def test_the_documented_example_has_its_digits() -> None:
    assert digit("520727") == 3  # ICAO Doc 9303, part 3, appendix A
    assert digit("AB2134<<<") == 5


def test_a_zone_says_number_name_and_dates() -> None:
    found = parse(FIRST, second())
    assert found is not None
    assert (found.number, found.given, found.surname) == ("Z1234567", "ASHA RANI", "VERMA")
    assert (found.born, found.sex, found.expires) == ("12/04/1985", "F", "01/01/2031")
    assert found.proven


def test_letters_in_the_places_of_digits_are_put_right() -> None:
    found = parse(FIRST, second().replace("850412", "85O4I2"))
    assert found is not None
    assert (found.born, found.proven) == ("12/04/1985", True)


def test_a_wrong_check_digit_proves_nothing() -> None:
    found = parse(FIRST, second().replace("850412", "850413"))
    assert found is not None
    assert not found.proven


@pytest.mark.parametrize("text", ["", "INVOICE<<12", "A" * 44, FIRST])
def test_what_is_no_zone_is_none(text: str) -> None:
    assert parse("", text) is None


def test_sources_give_the_parts_and_tell_india_from_elsewhere(sheet: Callable[..., Any]) -> None:
    context = Context("PASSPORT")
    indian = [sheet(f"REPUBLIC OF INDIA\n{FIRST}\n{second()}")]
    foreign = [sheet(f"{FIRST.replace('IND', 'UTO')}\n{second(country='UTO')}")]
    name = SOURCES["mrz:name"](indian, context)
    assert name is not None
    assert name.value == "ASHA RANI VERMA"
    assert len(name.places) == 2
    assert SOURCES["mrz:indian"](indian, context) is not None
    assert SOURCES["mrz:foreign"](indian, context) is None
    assert SOURCES["mrz:foreign"](foreign, context) is not None
    assert zone([sheet("no zone here")]) is None
