"""Rows in which one number is made of two others."""

from __future__ import annotations

import pytest

from simulator.documents.extract.page import MarkedPage
from simulator.documents.extract.ranking.products import Products
from tests.documents.drawn import marked


def said(page: MarkedPage, number: float) -> tuple[bool, bool]:
    product, factor = Products().of(page, 0, number)
    return product > 0, factor > 0


@pytest.mark.parametrize(
    ("row", "product", "factors"),
    [
        ("Salaire de base     151,67    14,505    2 200,00", 2200.0, (151.67, 14.505)),
        ("Prelevement a la source     1 425,71     2,10 %     29,94", 29.94, (1425.71, 2.1)),
        ("IRPF     12,40     1.999,55     -     247,94", 247.94, (12.4, 1999.55)),
        ("Regular     21.50     88.00     1,892.00     34,056.00", 1892.0, (21.5, 88.0)),
    ],
)
def test_hours_times_rate_and_a_share_of_a_base(row: str, product: float, factors: tuple[float, ...]) -> None:
    page = marked(row)
    assert said(page, product) == (True, False)
    assert all(said(page, factor) == (False, True) for factor in factors)


@pytest.mark.parametrize(
    "row",
    [
        "Total     1.00     780.00     780.00",
        "Basic     500.00     6,000.00",
        "18     0.00     0.00     0.00",
        " ".join(map(str, range(2, 40))),
    ],
)
def test_what_is_one_time_itself_nothing_or_a_whole_list_is_no_product(row: str) -> None:
    page = marked(row)
    assert said(page, 780.0) == said(page, 6000.0) == said(page, 0.0) == said(page, 6.0) == (False, False)
