"""The titles that a type names: what they say for it, and against every other type."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from simulator.documents.catalogue import Catalogue
from simulator.documents.classify import classify
from simulator.documents.lexicon import expanded
from simulator.errors import SettingError

LOAN = """
name = "LOAN_CARD"
title = "Loan card"
titles = ["loan card", "borrower's card"]

[[clues]]
any = ["@titles"]
where = "title"
weight = 0.6

[[clues]]
any = ["shelf", "return by"]
weight = 0.3
"""
LEDGER = LOAN.replace("LOAN_CARD", "LEDGER_SLIP").replace('["loan card", "borrower\'s card"]', '["ledger slip"]')


@pytest.fixture
def scores(tmp_path: Path, sheet: Callable[..., Any]) -> Callable[..., dict[str, float]]:
    """The score of each type for a paper, with types of one's own beside the built-in ones."""

    def score(text: str, *own: str) -> dict[str, float]:
        (tmp_path / "types").mkdir(exist_ok=True)
        for at, each in enumerate(own):
            (tmp_path / "types" / f"own{at}.toml").write_text(each, encoding="utf-8")
        found = classify([sheet(text)], Catalogue.load([tmp_path]))
        return {each.document_type: each.score for each in found.candidates}

    return score


def test_a_clue_speaks_of_all_titles_at_once(scores: Callable[..., dict[str, float]]) -> None:
    assert scores("LOAN CARD\nShelf 12", LOAN)["LOAN_CARD"] == pytest.approx(0.72)
    assert scores("BORROWER'S CARD\nShelf 12", LOAN)["LOAN_CARD"] == pytest.approx(0.72)


def test_another_types_title_speaks_against_a_type(scores: Callable[..., dict[str, float]]) -> None:
    found = scores("LEDGER SLIP\nShelf 12, return by Monday", LOAN, LEDGER)
    assert found["LEDGER_SLIP"] == pytest.approx(0.72)
    assert found["LOAN_CARD"] == pytest.approx(0.3 * 0.3)


def test_so_does_the_name_of_a_paper_of_no_type(scores: Callable[..., dict[str, float]]) -> None:
    assert scores("QUOTATION\nShelf 12, return by Monday", LOAN)["LOAN_CARD"] == pytest.approx(0.3 * 0.3)
    assert scores("LOAN CARD\nShelf 12\nQuotation: 17", LOAN)["LOAN_CARD"] == pytest.approx(0.72)


def test_what_stands_on_papers_of_other_types_too_speaks_against_none(
    scores: Callable[..., dict[str, float]],
) -> None:
    assert scores("PURCHASE ORDER\nShelf 12, return by Monday", LOAN)["LOAN_CARD"] == pytest.approx(0.3)


def test_a_title_of_ones_own_leaves_built_in_types_alone(scores: Callable[..., dict[str, float]]) -> None:
    bill = "LOAN CARD\nBill to: A. Rao\nInvoice no 17\nGrand total 1,200.00"
    assert scores(bill)["INVOICE"] * 0.3 == pytest.approx(scores(bill, LOAN)["INVOICE"], abs=0.001)


@pytest.mark.parametrize("key", ["like", "kind_of"])
def test_the_title_of_a_type_that_is_alike_does_not(key: str, scores: Callable[..., dict[str, float]]) -> None:
    alike = LEDGER.replace("titles =", f'{key} = ["LOAN_CARD"]\ntitles =')
    assert scores("LEDGER SLIP\nShelf 12, return by Monday", LOAN, alike)["LOAN_CARD"] == pytest.approx(0.3)


def test_own_titles_are_to_be_named_where_a_clue_speaks_of_them(tmp_path: Path) -> None:
    (tmp_path / "types").mkdir()
    file = tmp_path / "types" / "own.toml"
    file.write_text(LOAN.replace("titles = [", "stops = ["), encoding="utf-8")
    with pytest.raises(
        SettingError, match=r"own\.toml: clues\[0\]\.any: speaks of @titles.*give it titles = \[\.\.\.\]"
    ):
        Catalogue.load([tmp_path])
    file.write_text(LOAN.replace('["loan card"', '["@bank.titel"'), encoding="utf-8")
    with pytest.raises(SettingError, match=r"titles: there is no word list @bank\.titel; did you mean @bank\.title"):
        Catalogue.load([tmp_path])


def test_every_built_in_type_with_a_title_is_left_alone_by_names_of_other_papers() -> None:
    catalogue = Catalogue.load()
    titled = [each for each in catalogue if each.titles]
    assert len(titled) > 40
    for each in titled:
        said = catalogue.clues(each.name)[-1]
        assert said.text == "another paper's name as the title", each.name
        assert not set(said.any) & set(expanded(each.titles)), each.name
