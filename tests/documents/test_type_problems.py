"""What in a type file does not fit together: every limit from both sides, every name that is not there, with its reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from simulator.documents.schema import Clue, Condition, DocumentType, FieldSpec, Find, Headings, Invalid
from simulator.documents.type_problems import check_type
from simulator.errors import SettingError

PATH = Path("types/own.toml")
PLAIN: dict[str, Any] = {"name": "OWN", "title": "Own"}


def problem(**how: Any) -> str:
    """The first complaint about a type, without its file; `` where it fits together."""
    try:
        check_type(PATH, DocumentType(**{**PLAIN, **how}))
    except SettingError as error:
        return str(error).removeprefix(f"{PATH}: ")
    return ""


def of_clue(**how: Any) -> str:
    return problem(clues=(Clue(any=("x",)), Clue(**how)))


def of_find(**how: Any) -> str:
    spec = FieldSpec("f", find=(Find(labels=("x",)), Find(**how)))
    return problem(fields=(FieldSpec("other"), spec), blocks=(Headings("b", ("h",)),), columns=(Headings("c", ("h",)),))


def of_rule(*conditions: Condition, reason: str = "because") -> str:
    return problem(fields=(FieldSpec("f"),), invalid=(Invalid(reason, conditions),))


# The type


@pytest.mark.parametrize("key", ["threshold", "margin"])
@pytest.mark.parametrize(("value", "fits"), [(0.0, True), (1.0, True), (-0.01, False), (1.01, False)])
def test_shares_are_between_nothing_and_all(key: str, value: float, fits: bool) -> None:
    assert problem(**{key: value}) == ("" if fits else f"{key}: {value} is not between 0 and 1")


def test_a_type_has_a_name_and_says_nothing_empty() -> None:
    assert problem() == ""
    assert problem(name=" ") == "name: is empty"
    assert problem(stops=("page", " ")) == "stops: holds an empty phrase"
    assert problem(stops=("page",)) == ""


@pytest.mark.parametrize("kind", ["blocks", "columns"])
def test_blocks_and_columns_have_names_of_their_own_and_heads(kind: str) -> None:
    good = Headings("buyer", ("bill to",))
    assert problem(**{kind: (good, Headings("seller", ("from",)))}) == ""
    assert problem(**{kind: (Headings("a", ("x",)), good, good)}) == f"{kind}[1].name: buyer is there 2 times"
    assert problem(**{kind: (good, Headings("no name", ("x",)))}) == (
        f"{kind}[1].name: 'no name' is not a valid name; use letters, digits and _"
    )
    assert problem(**{kind: (good, Headings("b", ()))}) == f"{kind}[1].heads: is empty; say what stands over it"
    assert problem(**{kind: (good, Headings("b", ("x", "")))}) == f"{kind}[1].heads: holds an empty phrase"
    assert problem(blocks=(good,), columns=(Headings("b", ()),)).startswith("columns[0].heads: is empty")


# Clues


@pytest.mark.parametrize(
    "what", [{"any": ("x",)}, {"all": ("x",)}, {"none": ("x",)}, {"pattern": "x"}, {"format": "pan"}, {"words": (1, 2)}]
)
def test_a_clue_names_something(what: dict[str, Any]) -> None:
    assert of_clue(**what) == ""
    assert of_clue(source="seen:stamp") == ""
    assert of_clue() == ("clues[1]: names nothing; give it any, all, none, pattern, unmatched, format, source or words")


@pytest.mark.parametrize(
    ("weight", "fits"), [(1, True), (-1, True), (0.01, True), (0, False), (1.01, False), (-1.01, False)]
)
def test_a_weight_speaks_for_or_against(weight: float, fits: bool) -> None:
    assert of_clue(any=("x",), weight=weight) == (
        "" if fits else f"clues[1].weight: {weight} is not between -1 and 1, or is 0"
    )


def test_what_speaks_against_a_type_cannot_be_required() -> None:
    assert of_clue(any=("x",), weight=0.5, required=True) == ""
    assert of_clue(any=("x",), weight=-0.5) == ""
    assert of_clue(any=("x",), weight=-0.5, required=True).startswith("clues[1].required: a clue that speaks against")


@pytest.mark.parametrize(
    ("clue", "fits"),
    [
        ({"any": ("a", "b"), "at_least": 2}, True),
        ({"any": ("a", "b"), "at_least": 3}, False),
        ({"any": ("a", "b"), "at_least": 0}, False),
        ({"format": "pan", "at_least": 3}, True),
        ({"all": ("a", "b"), "at_least": 2}, False),
        ({"any": ("@invoice.title",), "at_least": 5}, True),
        ({"any": ("@invoice.title.de",), "at_least": 500}, False),
    ],
)
def test_no_more_phrases_are_wanted_than_there_are(clue: dict[str, Any], fits: bool) -> None:
    assert of_clue(**clue).startswith("" if fits else f"clues[1].at_least: {clue['at_least']} is more than the ")
    assert (of_clue(**clue) == "") is fits


@pytest.mark.parametrize("key", ["any", "all", "none", "over", "untitled"])
def test_phrases_and_lists_of_a_clue_are_there(key: str) -> None:
    clue = {"any": ("x",), key: ("x", " ")}
    assert of_clue(**clue) == f"clues[1].{key}: holds an empty phrase"
    wrong = of_clue(**{"any": ("x",), key: ("@invoice.titel",)})
    assert wrong == f"clues[1].{key}: there is no word list @invoice.titel; did you mean @invoice.title?"
    far = of_clue(**{"any": ("x",), key: ("@zzzz",)})
    assert far.startswith(f"clues[1].{key}: there is no word list @zzzz; there are @") and "@invoice.title" in far


def test_what_outranks_others_is_named() -> None:
    assert of_clue(any=("x",), over=("y",)) == ""
    assert of_clue(all=("x",), over=("y",)).startswith("clues[1].over: needs any")


@pytest.mark.parametrize(
    ("clue", "complaint"),
    [
        ({"pattern": "(a"}, "clues[1].pattern: '(a' is not a regular expression: "),
        ({"unmatched": "(a"}, "clues[1].unmatched: '(a' is not a regular expression: "),
        ({"format": "iban"}, "clues[1].format: there is no format 'iban'; there are aadhaar, "),
        ({"source": "stamp"}, "clues[1].source: 'stamp' is not FAMILY:NAME, as in seen:stamp"),
        ({"source": "Seen:stamp"}, "clues[1].source: 'Seen:stamp' is not FAMILY:NAME"),
    ],
)
def test_patterns_formats_and_sources_are_such(clue: dict[str, Any], complaint: str) -> None:
    assert of_clue(**clue).startswith(complaint)


# Ways to fields


def test_a_way_is_one_and_a_pattern_may_cut_it() -> None:
    assert of_find(labels=("x",), pattern="y") == ""
    assert of_find(pattern="y") == of_find(anywhere=True) == ""
    assert of_find().startswith("fields[1].find[1]: says none of labels, block, column, ")
    assert of_find(labels=("x",), anywhere=True, pattern="y").startswith(
        "fields[1].find[1]: says labels and anywhere of "
    )


@pytest.mark.parametrize(
    ("find", "complaint"),
    [
        ({"block": "b"}, ""),
        ({"block": "c"}, "block: there is no block named 'c' in this file"),
        ({"column": "c"}, ""),
        ({"column": "b"}, "column: there is no column named 'b' in this file"),
        ({"of": "other"}, ""),
        ({"of": "b"}, "of: there is no field named 'b' in this file"),
        ({"labels": ("x",), "within": "b"}, ""),
        ({"labels": ("x",), "within": "c"}, "within: there is no block named 'c' in this file"),
        ({"labels": ("x",), "sure": 1.0}, ""),
        ({"labels": ("x",), "sure": 0.0}, "sure: must be above 0 and at most 1, not 0.0"),
        ({"labels": ("x",), "sure": 1.1}, "sure: must be above 0 and at most 1, not 1.1"),
        ({"labels": ("x", "")}, "labels: holds an empty phrase"),
        ({"says": (" ",)}, "says: holds an empty phrase"),
        ({"anywhere": True, "unless": ("",)}, "unless: holds an empty phrase"),
        ({"labels": ("x",), "after": ("", "y")}, "after: holds an empty phrase"),
        ({"party": ("",)}, "party: holds an empty phrase"),
        ({"labels": ("x",), "split": "[,"}, "split: '[,' is not a regular expression"),
        ({"pattern": "(a"}, "pattern: '(a' is not a regular expression"),
        ({"labels": ("x",), "format": "iban"}, "format: there is no format 'iban'"),
        ({"source": "qr"}, "source: 'qr' is not FAMILY:NAME"),
    ],
)
def test_a_way_names_what_is_in_the_file(find: dict[str, Any], complaint: str) -> None:
    found = of_find(**find)
    assert found.startswith(f"fields[1].find[1].{complaint}" if complaint else "")
    assert bool(found) is bool(complaint)


def test_a_field_has_a_format_that_is_there() -> None:
    assert problem(fields=(FieldSpec("a"), FieldSpec("f", format="iban"))).startswith(
        "fields[1].format: there is no format 'iban'; there are "
    )


# Refusals


def test_a_rule_has_a_reason_and_conditions_on_its_own_fields() -> None:
    good = Condition("f", equals="no")
    assert of_rule(good) == of_rule(good, Condition("f", above=0.0)) == ""
    assert of_rule(good, reason=" ") == "invalid[0].reason: is empty"
    assert of_rule() == "invalid[0].all: is empty and would refuse every document"
    assert (
        of_rule(good, Condition("g", equals="no"))
        == "invalid[0].all[1].field: there is no field named 'g' in this file"
    )
    for wrong in (Condition("f"), Condition("f", equals="no", above=1.0)):
        assert of_rule(wrong) == "invalid[0].all[0]: says equals and above or neither; say one"
