"""Which of several types is taken: by score, threshold and lead; among types that are alike; and what is said of the others."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from simulator.documents.catalogue import Catalogue
from simulator.documents.classify import CANDIDATES, Classification, classify, score_type
from simulator.documents.evidence import Evidence
from simulator.documents.model import Page
from simulator.documents.phrases import Vocabulary
from simulator.documents.schema import Clue, DocumentType
from tests.documents.drawn import DrawnSheet, drawn_sheet

PAPER = "alpha words\nbeta words\ngamma words\ndelta words\n"


def one(name: str, weight: float, phrase: str = "alpha words", **how: Any) -> DocumentType:
    return DocumentType(name, name, clues=(Clue(any=(phrase,), weight=weight),), **how)


def chosen(*types: DocumentType, text: str = PAPER) -> Classification:
    return classify([drawn_sheet(text)], Catalogue({each.name: each for each in types}, ""))


def test_the_type_with_the_highest_score_is_taken() -> None:
    found = chosen(one("A", 0.6), one("B", 0.8), one("C", 0.3))
    assert (found.document_type, found.score, found.margin) == ("B", 0.8, 0.2)
    assert [(each.document_type, each.score) for each in found.candidates] == [("B", 0.8), ("A", 0.6), ("C", 0.3)]


def test_equal_scores_are_ordered_by_name_and_none_leads() -> None:
    found = chosen(one("B", 0.8), one("A", 0.8))
    assert (found.document_type, found.margin) == ("", 0.0)
    assert [each.document_type for each in found.candidates] == ["A", "B"]


@pytest.mark.parametrize(("threshold", "taken"), [(0.79, True), (0.8, True), (0.81, False)])
def test_a_score_below_the_threshold_is_not_taken(threshold: float, taken: bool) -> None:
    found = chosen(one("A", 0.8, threshold=threshold))
    assert (found.document_type, found.score, found.margin) == ("A" if taken else "", 0.8, 0.8)


@pytest.mark.parametrize(("margin", "taken"), [(0.2, True), (0.25, True), (0.26, False)])
def test_too_small_a_lead_is_none(margin: float, taken: bool) -> None:
    found = chosen(one("A", 0.75, margin=margin), one("B", 0.5))
    assert (found.document_type, found.margin) == ("A" if taken else "", 0.25)


def test_the_lead_and_the_threshold_must_both_be_there() -> None:
    assert chosen(one("A", 0.4, threshold=0.5, margin=0.1)).document_type == ""
    assert chosen(one("A", 0.9, margin=0.2), one("B", 0.8)).document_type == ""


@pytest.mark.parametrize(("threshold", "margin"), [(0.55, 0.1), (0.56, 0.5)])
def test_what_is_far_below_its_own_threshold_need_not_be_led(threshold: float, margin: float) -> None:
    assert chosen(one("A", 0.5, margin=0.2), one("B", 0.4, threshold=threshold)).margin == margin


@pytest.mark.parametrize("who", ["winner", "rival"])
def test_a_type_that_is_like_it_need_not_be_led(who: str) -> None:
    a = one("A", 0.9, margin=0.3, like=("B",) if who == "winner" else ())
    b = one("B", 0.8, like=("A",) if who == "rival" else ())
    found = chosen(a, b, one("C", 0.5))
    assert (found.document_type, found.margin) == ("A", 0.4), "led is the next that is not like it"


def test_where_the_best_misses_its_threshold_one_like_it_is_taken() -> None:
    best = one("A", 0.7, threshold=0.75, like=("B", "C"))
    found = chosen(best, one("B", 0.6, threshold=0.65), one("C", 0.55, threshold=0.55, like=("B",)))
    assert (found.document_type, found.score) == ("C", 0.55)
    assert chosen(best, one("B", 0.6, threshold=0.65)).document_type == ""
    assert chosen(best, one("D", 0.6, threshold=0.5)).document_type == "", "one that is not like it stays behind it"
    reached = one("A", 0.75, threshold=0.75, like=("B",))
    assert chosen(reached, one("B", 0.6, threshold=0.5)).document_type == "A"


@pytest.mark.parametrize(("score", "taken"), [(0.59, "A"), (0.6, "B"), (0.95, "B")])
def test_a_kind_of_the_best_is_taken_before_it_from_its_own_threshold_on(score: float, taken: str) -> None:
    bill = one("B", score, threshold=0.6, kind_of=("A",))
    found = chosen(one("A", 0.9), bill, one("C", 0.4))
    assert found.document_type == taken
    assert found.margin == pytest.approx(found.score - 0.4), "a kind and what it is one of need not lead each other"
    assert chosen(one("A", 0.4), one("B", 0.6, kind_of=("A",))).document_type == "B"


def test_types_without_a_clue_that_holds_are_no_candidates() -> None:
    assert chosen() == chosen(one("A", 0.8, "omega")) == Classification()
    assert chosen(DocumentType("A", "A")) == Classification()
    found = chosen(one("A", 0.8), one("B", 0.8, "omega"))
    assert (found.document_type, [each.document_type for each in found.candidates]) == ("A", ["A"])


def test_five_candidates_are_named_at_most() -> None:
    found = chosen(*(one(f"T{at}", 0.9 - at / 10) for at in range(7)))
    assert CANDIDATES == 5
    assert [each.document_type for each in found.candidates] == ["T0", "T1", "T2", "T3", "T4"]


def test_misread_words_are_set_right_to_those_of_any_clue() -> None:
    types = [
        one("A", 0.8, "membership"),
        DocumentType("B", "B", clues=(Clue(all=("registration",), weight=0.7),)),
        DocumentType("C", "C", clues=(Clue(any=("alpha",), none=("cancelled",), weight=0.6),)),
    ]
    catalogue = Catalogue({each.name: each for each in types}, "")
    sheet = drawn_sheet("alpha\nmembershlp\nregistratlon\ncanceiled", confidence=0.7)
    assert [each.document_type for each in classify([sheet], catalogue).candidates] == ["A", "B"]


# Evidence across pages


PHRASES = ("tax invoice", "delivery note", "invoice", "total", "library card")


def evidence(*pages: str) -> Evidence:
    return Evidence([drawn_sheet(page) for page in pages], Vocabulary(PHRASES))


def test_of_titles_on_two_pages_the_first_page_s_outranks() -> None:
    found = evidence("Tax Invoice", "Delivery Note")
    assert found.outranks(["tax invoice"], ["delivery note"], "anywhere")
    assert not found.outranks(["delivery note"], ["tax invoice"], "anywhere")
    # The same words at the same places of another page are no longer phrase that holds it.
    apart = evidence("Invoice of it", "Tax Invoice")
    assert apart.outranks(["tax invoice"], ["invoice"], "anywhere")


def test_hits_are_in_reading_order_with_their_pages() -> None:
    found = evidence("Tax Invoice\nand an invoice", "Invoice")
    assert [(hit.page, hit.first, hit.last) for hit in found.hits("invoice")] == [(0, 1, 1), (0, 4, 4), (1, 0, 0)]
    assert found.hits("delivery note") == []


def test_words_and_rows_are_those_of_the_first_three_pages() -> None:
    found = evidence("one two", "a 1 three", "four   five", "six")
    assert found.rows == ["one two", "a 1 three", "four five"]
    assert found.words == 5, "of two letters or digits at least"
    assert found.matches(r"\d t\w+") == "1 three"


def test_what_is_seen_is_what_a_source_gives_and_does_not_deny() -> None:
    line = "Z1234567<1IND8504124F3101012<<<<<<<<<<<<<<02"
    passport = evidence(f"P<INDVERMA<<ASHA<RANI<<<<<<<<<<<<<<<<<<<<<<<\n{line}")
    assert passport.seen("mrz:number")
    assert passport.seen("mrz:indian")
    assert not passport.seen("mrz:foreign")
    assert not evidence("nothing").seen("mrz:number")


# Scores


def score(*clues: Clue, text: str = "Tax Invoice\nTotal") -> float:
    return score_type("OWN", clues, evidence(text)).score


INVOICE, TOTAL, CARD = (Clue(any=(phrase,), weight=0.5) for phrase in ("tax invoice", "total", "library card"))


def test_clues_add_up_as_independent_evidence() -> None:
    assert score(INVOICE) == 0.5
    assert score(INVOICE, TOTAL) == 0.75
    assert score(INVOICE, CARD) == 0.5
    assert score() == 0.0


def test_a_negative_clue_takes_its_share_away() -> None:
    against = msgspec.structs.replace(TOTAL, weight=-0.4)
    assert score(INVOICE, against) == 0.3
    assert score(INVOICE, msgspec.structs.replace(CARD, weight=-0.4)) == 0.5


def test_a_type_that_lacks_a_required_clue_scores_nothing_and_says_so() -> None:
    required = msgspec.structs.replace(CARD, required=True)
    candidate = score_type("OWN", (INVOICE, required, TOTAL), evidence("Tax Invoice"))
    assert candidate.score == 0.0
    assert candidate.matched == ('"tax invoice" +0.50',)
    assert candidate.missing == ('"library card" (required)', '"total"')


def test_a_document_without_words_has_no_evidence() -> None:
    empty = Evidence([DrawnSheet(Page(1, 100, 100))], Vocabulary(PHRASES))
    assert (empty.words, empty.rows, empty.has("total")) == (0, [], False)
    assert Evidence([], Vocabulary(PHRASES)).matches(".") == ""
