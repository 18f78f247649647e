"""Drafts from pages whose words are given: what becomes a clue, what a field and of which format, and what neither."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from simulator.documents.catalogue import Catalogue, decode_type
from simulator.documents.classify import classify
from simulator.documents.draft.draft import Draft, draft_toml, draft_type
from simulator.documents.draft.shared import Sample
from simulator.documents.extract import extract
from simulator.errors import SettingError
from tests.documents.drawn import DrawnSheet, drawn_sheet

FORM = """
                         TOOL LIBRARY LOAN CARD

Keeper : {keeper}                      Loan date : {date}
Token no : {token}                     Lent on trust to : {place}

Deposit held : Rs. {amount}
"""
LENT: list[dict[str, Any]] = [
    {"keeper": "Asha Verma", "date": "03-04-2025", "token": "TL/0042", "place": "Nashik", "amount": "1,250.00"},
    {"keeper": "Imran Khan", "date": "17-11-2024", "token": "TL/0107", "place": "Pune", "amount": "900.00"},
    {"keeper": "Mary Joseph", "date": "29-08-2025", "token": "TL/3310", "place": "Kochi", "amount": "2,400.00"},
]
OTHER = {"keeper": "Ravi Nair", "date": "11-01-2025", "token": "TL/0777", "place": "Surat", "amount": "650.00"}


def page(**text: str) -> DrawnSheet:
    return drawn_sheet(FORM.format(**text))


def drafted(*, wanted: bool) -> Draft:
    samples = [Sample(item["token"], (page(**item),), item if wanted else {}) for item in LENT]
    return draft_type("TOOL_CARD", "Tool card", samples, Catalogue.load())


@pytest.mark.parametrize("wanted", [True, False])
def test_a_draft_reads_what_it_has_not_seen(wanted: bool) -> None:
    made = drafted(wanted=wanted).type
    unseen = (page(**OTHER),)
    catalogue = Catalogue({**{each.name: each for each in Catalogue.load()}, made.name: made}, "")
    assert classify(unseen, catalogue).document_type == "TOOL_CARD"
    values = {field.value for field in extract(made, unseen).values()}
    assert values >= set(OTHER.values())


def test_formats_are_guessed_from_what_stands_beside_the_labels() -> None:
    formats = {spec.name: spec.format for spec in drafted(wanted=False).type.fields}
    assert formats["loan_date"] == "date"
    assert formats["token_no"] == "code"
    assert formats["deposit_held"] == "amount"


def test_the_draft_as_written_is_a_type_that_says_the_same() -> None:
    made = drafted(wanted=True)
    read = decode_type(Path("tool_card.toml"), draft_toml(made).encode())
    assert read == made.type


def test_what_is_wanted_and_beside_no_label_is_said() -> None:
    samples = [Sample(item["token"], (page(**item),), {**item, "colour": "teal"}) for item in LENT]
    made = draft_type("TOOL_CARD", "Tool card", samples, Catalogue.load())
    assert made.missed == ("colour",)
    assert "beside no label: colour." in draft_toml(made)


def test_samples_that_share_nothing_are_refused() -> None:
    samples = [Sample(text, (drawn_sheet(text),)) for text in ("Quite another paper", "Something else", "No relation")]
    with pytest.raises(SettingError, match="share no words"):
        draft_type("NOTHING", "Nothing", samples, Catalogue.load())


def test_digits_behind_a_letter_are_a_code_and_no_number() -> None:
    items = [{**item, "token": token} for item, token in zip(LENT, ("A-101", "A-214", "B-377"), strict=True)]
    samples = [Sample(item["token"], (page(**item),), {}) for item in items]
    made = draft_type("TOOL_CARD", "Tool card", samples, Catalogue.load()).type
    assert {spec.name: spec.format for spec in made.fields}["token_no"] == "code"
    assert extract(made, (page(**{**OTHER, "token": "C-909"}),))["token_no"].value == "C-909"
