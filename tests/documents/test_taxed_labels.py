"""Labels that say whether tax is in an amount are compared as the labels that they are without it."""

from __future__ import annotations

import pytest

from simulator.documents.extract.ranking.taxed import without_tax


@pytest.mark.parametrize(
    ("label", "meant"),
    [
        ("totaal inclusief btw", "totaal"),
        ("total amount including gst", "total amount"),
        ("gesamtbetrag inkl 19 mwst", "gesamtbetrag"),
        ("kdv dahil toplam", "toplam"),
        ("total iva incluido", "total"),
        ("total excl 20 vat", "total excl vat"),
        ("summe zzgl 19 mwst", "summe excl vat"),
    ],
)
def test_what_a_label_says_of_tax_is_left_out(label: str, meant: str) -> None:
    assert without_tax(label.split()) == meant.split()


@pytest.mark.parametrize("label", ["incl btw", "inkl 19 mwst", "total ttc", "price", "total with discount", "vat"])
def test_a_label_that_says_nothing_else_stays(label: str) -> None:
    assert without_tax(label.split()) == label.split()
