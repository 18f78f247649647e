"""Firms that a paper names twice, short and in full."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from simulator.documents.catalogue import Catalogue
from simulator.documents.evidence import layout_of
from simulator.documents.extract.known_phrases import known_phrases
from simulator.documents.extract.page import MarkedPage
from simulator.documents.extract.ranking import pool
from simulator.documents.extract.ranking.full_names import full_names, has_form
from simulator.documents.extract.ranking.outline import Outline
from simulator.documents.phrases import key

Named = Callable[[str], Mapping[str, list[float]]]


@pytest.fixture
def named(sheet: Callable[..., Any]) -> Named:
    document_type = Catalogue.load().get("INVOICE")
    assert document_type is not None
    phrases, vocabulary, _ = known_phrases(document_type)

    def found(text: str) -> Mapping[str, list[float]]:
        outline = Outline(MarkedPage(layout_of(sheet(text)), phrases, vocabulary))
        return full_names(list(pool.options([outline], "company")))

    return found


def test_a_brand_is_said_in_full_where_the_firm_stands_with_its_form(named: Named) -> None:
    said = named("MZANSI TOOLS\nINVOICE\nInvoice No 12\n\nPay to:\nMzansi Tools (Pty) Ltd\nFirst Bank\n")
    assert said[key("Mzansi Tools")] == [1.0, 0.0]
    assert said[key("Mzansi Tools (Pty) Ltd")] == [0.0, 1.0]


def test_a_part_of_one_and_the_same_line_is_not_said_elsewhere(named: Named) -> None:
    said = named("Mzansi Tools (Pty) Ltd\nINVOICE\nInvoice No 12\n")
    assert not any(sum(each) for each in said.values())


@pytest.mark.parametrize(
    "name",
    [
        "Eclipse Travel Pty Ltd.",
        "AngolaTravel Lda",
        "SARL Presseouest",
        "Wells Fargo Bank, N.A.",
        "Binary Pvt Ltd (Lucknow)",
        "Svíčky s.r.o.",
    ],
)
def test_the_form_of_a_firm_ends_or_begins_its_name(name: str) -> None:
    assert has_form(name)


@pytest.mark.parametrize("name", ["HDFC BANK", "Asha Verma", "Pvt. Ltd.", "Company"])
def test_not_every_name_is_a_firm_in_full(name: str) -> None:
    assert not has_form(name)
