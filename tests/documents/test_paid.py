"""Three amounts of which one is paid before: the sum, what is paid and what is left."""

from __future__ import annotations

import time

import pytest

from simulator.documents.extract.ranking.paid import Paid
from tests.documents.drawn import marked


def said(told: Paid, number: float, amounts: set[float]) -> list[bool]:
    return [number in part for part in told.parts(amounts)]


@pytest.mark.parametrize(
    ("rows", "whole", "paid", "left"),
    [
        ("Total 1,001.17\nDeposit paid 300.00\nTo pay 701.17", 1001.17, 300.0, 701.17),
        ("Bruttosumme 1021,91\nErhaltene Anzahlungen -500,00\nZahlbetrag 521,91", 1021.91, 500.0, 521.91),
        ("Total TTC 166518,32\nAcompte versé 41629,58\nSolde 124888,74", 166518.32, 41629.58, 124888.74),
        ("Grand total 15,000\nAdvance 5,000\nBalance 10,000", 15000.0, 5000.0, 10000.0),
        ("Total R21,022.92\nPaid R10,000.00\nBalance R11,022.92", 21022.92, 10000.0, 11022.92),
        ("Total Rp3.500.000\nUang muka Rp1.000.000\nSisa Rp2.500.000", 3500000.0, 1000000.0, 2500000.0),
    ],
)
def test_what_is_paid_before_is_told_from_the_sum_and_the_rest(
    rows: str, whole: float, paid: float, left: float
) -> None:
    told = Paid([marked(rows)])
    amounts = {whole, paid, left, 12.5}
    assert [said(told, each, amounts) for each in (whole, left, paid)] == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    assert said(told, 12.5, amounts) == [0, 0, 0]


@pytest.mark.parametrize(
    "rows",
    [
        "Subtotal 1,000.00\nVAT 200.00\nTotal 1,200.00",
        "Total 1,200.00\nPaid 0.00\nDue 1,200.00",
        "Total 500\nPaid 250\nDue 250",
    ],
)
def test_a_tax_and_what_says_nothing_are_not_paid_before(rows: str) -> None:
    told = Paid([marked(rows)])
    amounts = {1000.0, 200.0, 1200.0, 0.0, 500.0, 250.0}
    assert all(said(told, each, amounts) == [0, 0, 0] for each in amounts)


def test_a_long_statement_of_payments_takes_no_time() -> None:
    rows = 2000
    paid = [round(3 + 7.13 * at, 2) for at in range(rows)]
    balances = [round(90000 - 5.37 * at, 2) for at in range(rows)]
    told = Paid([marked("\n".join(f"UPI payment {one:.2f}" for one in paid))])
    began = time.process_time()
    told.parts({*paid, *balances})
    assert time.process_time() - began < 5, "each payment is looked up, not sought in all pairs of amounts"
