"""Cross-checks on the documents of a flow: which pairs are compared, in which order, and what is reported of them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.matching.crosschecks import run_checks
from simulator.matching.model import FLOW, Check, CrossCheck, Scorer, Side

Document = tuple[str, dict[str, Any]]


def check(source: str, target: str, scorer: Scorer = "exact", name: str = "Check") -> Check:
    """`TYPE.field`, reported as `field_reported`."""
    sides = [Side(*each.split("."), f"{each.split('.')[1]}_reported") for each in (source, target)]
    return Check(name, sides[0], sides[1], scorer)


def pairs(found: list[CrossCheck]) -> list[tuple[str, str]]:
    return [(each.source_value, each.target_value) for each in found]


def test_what_is_reported_are_types_names_and_values_as_they_are() -> None:
    documents: list[Document] = [("PAN", {"name": "ASHA VERMA"}), ("BILL", {"buyer": "Asha  Verma"})]
    assert run_checks([check("PAN.name", "BILL.buyer", "name", "Names")], documents) == [
        CrossCheck("PAN", "name_reported", "ASHA VERMA", "BILL", "buyer_reported", "Asha  Verma", 100, "Names")
    ]


def test_every_source_is_compared_with_every_target_in_the_order_of_upload() -> None:
    documents: list[Document] = [("B", {"f": "1"}), ("A", {"f": "2"}), ("B", {"f": "3"}), ("A", {"f": "4"})]
    assert pairs(run_checks([check("A.f", "B.f")], documents)) == [("2", "1"), ("2", "3"), ("4", "1"), ("4", "3")]


def test_a_check_of_a_type_against_itself_takes_each_pair_once_and_none_with_itself() -> None:
    documents: list[Document] = [("A", {"f": "1", "g": "x"}), ("A", {"f": "2", "g": "y"}), ("A", {"f": "3", "g": "z"})]
    assert pairs(run_checks([check("A.f", "A.f")], documents)) == [("1", "2"), ("1", "3"), ("2", "3")]
    assert pairs(run_checks([check("A.f", "A.g")], documents)) == [("1", "y"), ("1", "z"), ("2", "z")]
    assert run_checks([check("A.f", "A.f")], documents[:1]) == []


def test_checks_come_in_their_order_whatever_the_order_of_documents() -> None:
    documents: list[Document] = [("B", {"f": "1"}), ("A", {"f": "1"})]
    checks = [check("A.f", "B.f", name="second"), check("B.f", "A.f", name="first")]
    assert [each.name for each in run_checks(checks, documents)] == ["second", "first"]


@pytest.mark.parametrize("value", ["", "   ", None, [], ["", " "], {"city": "Pune"}, (), [None]])
def test_a_side_that_says_nothing_is_not_compared(value: Any) -> None:
    for documents in ([("A", {"f": value}), ("B", {"f": "1"})], [("A", {"f": "1"}), ("B", {"f": value})]):
        assert run_checks([check("A.f", "B.f")], documents) == []
    assert run_checks([check("A.f", "B.f")], [("A", {}), ("B", {"f": "1"})]) == []


@pytest.mark.parametrize(
    ("value", "text", "score"),
    [(0, "0", 0), (7.0, "7", 100), (["7", 5], "7, 5", 100), (0.1 + 0.2, "0.3", 0), (("7",), "7", 100)],
)
def test_numbers_and_lists_are_reported_as_text_and_compared_one_by_one(value: Any, text: str, score: int) -> None:
    (made,) = run_checks([check("A.f", "B.f")], [("A", {"f": value}), ("B", {"f": "7"})])
    assert (made.source_value, made.similarity_score) == (text, score)


def test_values_of_the_flow_itself_are_a_side_like_any_other() -> None:
    checks = [check(f"{FLOW}.username", "PAN.name", "name"), check("PAN.name", f"{FLOW}.username", "name")]
    documents: list[Document] = [("PAN", {"name": "Asha"}), ("PAN", {"name": "Ravi"})]
    found = run_checks(checks, documents, {"username": "Asha"})
    assert pairs(found) == [("Asha", "Asha"), ("Asha", "Ravi"), ("Asha", "Asha"), ("Ravi", "Asha")]
    assert {each.source_doc for each in found[:2]} == {FLOW}
    assert run_checks(checks, documents) == run_checks(checks, documents, {"username": ""}) == []


VALUES = st.sampled_from(["Asha", "asha", "Asha Verma", "12 MG Road, Pune", "", "9876543210", "16/07/1986", "1,200"])
DOCUMENTS = st.lists(st.tuples(st.sampled_from("ABC"), st.fixed_dictionaries({"f": VALUES})), max_size=5)
SCORERS: list[Scorer] = ["name", "address", "phone", "identifier", "amount", "text", "date", "exact"]


@settings(max_examples=80, deadline=None)
@given(DOCUMENTS, st.sampled_from(SCORERS))
def test_source_and_target_exchanged_score_the_same_pair_for_pair(documents: list[Document], scorer: Scorer) -> None:
    forward = run_checks([check("A.f", "B.f", scorer)], documents)
    backward = run_checks([check("B.f", "A.f", scorer)], documents)
    assert sorted((each.source_value, each.target_value, each.similarity_score) for each in forward) == sorted(
        (each.target_value, each.source_value, each.similarity_score) for each in backward
    )


@settings(max_examples=80, deadline=None)
@given(DOCUMENTS, st.data())
def test_a_document_that_no_check_names_changes_nothing(documents: list[Document], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(documents)))
    more = [*documents[:at], ("OTHER", {"f": "Asha"}), *documents[at:]]
    checks = [check("A.f", "B.f", "name"), check("A.f", "A.f", "name"), check("C.f", f"{FLOW}.f", "text")]
    assert run_checks(checks, more, {"f": "x"}) == run_checks(checks, documents, {"f": "x"})
