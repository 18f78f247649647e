"""Names that go on in a second line, as on cards without labels; and dates that only their order tells."""

from __future__ import annotations

import pytest

from simulator.documents.extract.candidate import Candidate
from simulator.documents.extract.labels import beside
from simulator.documents.extract.marks import Span
from simulator.documents.extract.page import MarkedPage
from simulator.documents.extract.values import field_of
from simulator.documents.formats import get_format
from simulator.documents.layout import Layout, Token
from simulator.documents.phrases import Vocabulary, key
from simulator.documents.schema import FieldSpec, Find
from tests.documents.drawn import marked, page_of

Box = tuple[int, int, int, int]


def names(*lines: tuple[str, int], skip: int = 0) -> list[str]:
    """What stands below `Department` as names, of lines of 20 pixels height at these tops."""
    page = page_of(
        ("Department", (50, 100, 200, 120)), *((text, (50, top, 50 + 11 * len(text), top + 20)) for text, top in lines)
    )
    phrases = ("department", "father")
    held = MarkedPage(Layout.of(page), tuple(map(key, phrases)), Vocabulary(phrases))
    find = Find(labels=("department",), look=("below",), lines=2, skip=skip)
    return [each.found.value for each in beside(held, find, get_format("name"), None)]


def test_what_stands_closer_than_the_next_line_is_the_rest_of_the_name() -> None:
    card = ("YOBEQ LEPEX CAWODAX", 140), ("ZADEMIN", 170), ("XIFOT QEJEGI", 210)
    assert names(*card)[0] == "YOBEQ LEPEX CAWODAX ZADEMIN"
    assert names(*card, skip=1)[0] == "XIFOT QEJEGI"


@pytest.mark.parametrize(
    "lines",
    [
        (("ASHA RAO", 140), ("RAMESH RAO", 170), ("12/04/1990", 200)),  # as far from each other
        (("ASHA RAO", 140), ("Father", 170), ("RAMESH RAO", 210)),  # a label
        (("ASHA RAO", 140), ("Ramesh", 170), ("XIFOT QEJEGI", 210)),  # in other letters
        (("ASHA RAO", 140), ("4 RAO", 170), ("XIFOT QEJEGI", 210)),  # no name
    ],
)
def test_another_line_is_not(lines: tuple[tuple[str, int], ...]) -> None:
    assert names(*lines)[0] == "ASHA RAO"


def test_a_name_that_nothing_follows_is_whole() -> None:
    assert names(("ASHA RAO", 140)) == ["ASHA RAO"]
    assert names(("ASHA LEPEX", 140), ("RAO", 165))[0] == "ASHA LEPEX RAO"


def dates(pick: str, *texts: str) -> str | None:
    find = Find(anywhere=True, pick=pick)  # type: ignore[arg-type]
    candidates = []
    for number, text in enumerate(texts):
        (found,) = get_format("date").find(text)
        span = Span((Token(number, text, (0, 40 * number, 90, 40 * number + 20), 0.9, 1),))
        candidates.append(Candidate(found, span, 0.9, "date on page 1"))
    field = field_of(FieldSpec("date_of_birth", format="date"), find, candidates)
    return str(field.value) if field else None


def test_of_three_dates_the_earliest_and_the_latest_are_told() -> None:
    card = "10/04/2034", "30/09/1964", "30/01/2019", "30/01/2019"
    assert dates("earliest", *card) == "30/09/1964"
    assert dates("latest", *card) == "10/04/2034"


def test_of_two_dates_none_is() -> None:
    assert dates("earliest", "10/04/2034", "30/01/2019", "30/01/2019") is None
    assert dates("latest", "10/04/2034") is None


def test_a_date_under_its_label_comes_before_one_half_a_row_off() -> None:
    page = page_of(
        ("Issued", (50, 100, 130, 120)), ("10/04/2034", (300, 116, 410, 136)), ("30/01/2019", (50, 142, 160, 162))
    )
    held = MarkedPage(Layout.of(page), (key("issued"),), Vocabulary(("issued",)))
    found = list(beside(held, Find(labels=("issued",)), get_format("date"), None))
    assert max(found, key=lambda each: each.sure).found.value == "30/01/2019"


def test_words_that_a_bracket_parts_are_two() -> None:
    texts = [token.text for token in marked("Kar(House Tax) Name(s) d(ii)").layout.tokens]
    assert texts == ["Kar", "(House", "Tax)", "Name(s)", "d(ii)"]
