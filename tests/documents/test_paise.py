"""Amounts in two columns, rupees and paise, are one amount each; other numbers beside each other stay two."""

from __future__ import annotations

import pytest

from simulator.documents.layout import Layout
from simulator.documents.paise import joined
from tests.documents.drawn import drawn_sheet

BILL = """
No  Bill Details            {heads}
1   Fixed charges           6112    50
2   Energy charges         11348    20
3   Meter rent                 0     0
4   Prov Bill                  7     0CR
18  Net bill amount        25,940   42
"""
HEADS = "Rupee   Paise", "  Rs.   Ps.", "  Rs.   P.", "    ₹   P"


def texts(page: str) -> list[str]:
    return [word.text for word in joined(drawn_sheet(page).page.words)]


@pytest.mark.parametrize("heads", HEADS)
def test_rupees_and_paise_are_one_amount(heads: str) -> None:
    found = texts(BILL.format(heads=heads))
    assert [each for each in found if "." in each and each[0].isdigit()] == [
        "6112.50",
        "11348.20",
        "0.00",
        "7.00CR",
        "25,940.42",
    ]
    assert [each for each in found if each.isdigit()] == ["1", "2", "3", "4", "18"]


def test_the_box_is_that_of_both_and_the_layout_has_it_as_one_word() -> None:
    words = joined(drawn_sheet(BILL.format(heads=HEADS[0])).page.words)
    (amount,) = (word for word in words if word.text == "25,940.42")
    single = {word.text: word.box for word in drawn_sheet(BILL.format(heads=HEADS[0])).page.words}
    assert amount.box == (*single["25,940"][:2], *single["42"][2:])
    layout = Layout.of(drawn_sheet(BILL.format(heads=HEADS[0])).page)
    assert "25,940.42" in [token.text for token in layout.tokens]


@pytest.mark.parametrize(
    "page",
    [
        BILL.format(heads="Amount  Units"),  # no rupees, no paise
        BILL.format(heads="Rupee        "),
        "Rs.   P.\n      42\n5940  420\n",  # nothing beside it; no paise
        "Qty   Rs.   P.\n12  42\n",  # not in these columns
        "5940  42\nRs.   P.\n",  # above the heads
    ],
)
def test_what_is_no_amount_in_two_columns_stays(page: str) -> None:
    assert texts(page) == [word.text for word in drawn_sheet(page).page.words]
