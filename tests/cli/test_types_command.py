"""`types` lists, shows and checks what there is, and explains why a paper was not taken for the nearest type."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from simulator.cli import main
from simulator.cli.types import WIDEST, _explain, _short_list, _shortened, _why_not
from simulator.documents.catalogue import Catalogue
from simulator.documents.explain import ClueResult, Explanation, TypeResult
from simulator.documents.extract.explain import TriedWay
from simulator.documents.model import Field, Place
from simulator.matching.product_checks import ProductChecks

CARD = """
name = "TOOL_CARD"
title = "Tool card"
[[clues]]
any = ["tool card"]
weight = 0.9
[[fields]]
name = "member_name"
format = "name"
find = [{ labels = ["member"] }]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "types").mkdir()
    (tmp_path / "types" / "tool_card.toml").write_text(CARD)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> tuple[str, str]:
    assert main(["types", *words]) == status
    captured = capsys.readouterr()
    return captured.out, captured.err


def test_every_type_and_product_is_listed_with_where_it_is_from(capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = run(capsys, "list")
    types_part, products_part = out.split("\n\n")
    assert len(types_part.splitlines()) == len(list(Catalogue.load())) + 1
    assert len(products_part.splitlines()) == len(ProductChecks.load().products) + 1
    (pan,) = [line for line in types_part.splitlines() if line.startswith("PAN ")]
    assert pan.endswith("built-in")
    (product,) = [line for line in products_part.splitlines() if line.startswith("PROD_CDL ")]
    assert " DELIVERY_ORDER" in product or " ..." in product


def test_the_same_comes_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    listed = json.loads(run(capsys, "list", "--json")[0])
    assert {"PAN", "INVOICE"} <= {each["name"] for each in listed["types"]}
    cdl = next(each for each in listed["products"] if each["name"] == "PROD_CDL")
    assert all({"source", "target", "scorer"} <= set(check) for check in cdl["checks"])


def test_a_type_is_shown_whatever_the_case_of_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    shown = run(capsys, "show", "pan")[0]
    assert shown == run(capsys, "show", "PAN")[0] and "pan_number" in shown
    assert json.loads(run(capsys, "show", "PAN", "--json")[0])["name"] == "PAN"


def test_a_folder_of_ones_own_is_checked_and_its_types_are_listed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    checked, problem = run(capsys, "check", str(folder), status=0)
    assert (checked, problem) == (f"{folder}: all right\n", "")
    assert "TOOL_CARD" in run(capsys, "list", "--catalogue", str(folder))[0]
    assert "TOOL_CARD" not in run(capsys, "list")[0]


def test_each_folder_is_told_by_itself_and_one_that_is_wrong_ends_with_two(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong"
    (wrong / "types").mkdir(parents=True)
    (wrong / "types" / "x.toml").write_text("titel = 1\n")
    out, err = run(capsys, "check", str(wrong), str(folder), status=2)
    assert out == f"{folder}: all right\n"
    assert "x.toml" in err and "titel" in err
    told = [
        json.loads(line) for line in run(capsys, "check", "--json", str(wrong), str(folder), status=2)[0].splitlines()
    ]
    assert [(each["folder"], each["ok"], bool(each["error"])) for each in told] == [
        (str(wrong), False, True),
        (str(folder), True, False),
    ]


# Words for people


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ([], "-"),
        (["A", "B"], "A, B"),
        (["A" * 20, "B" * 20, "C" * 20], f"3: {'A' * 20}, {'B' * 20} ..."),
    ],
)
def test_a_long_list_is_told_by_its_beginning_and_its_number(names: list[str], shown: str) -> None:
    assert _short_list(names) == shown


@pytest.mark.parametrize("text", ["short", "x" * WIDEST, "word " * 60])
def test_a_long_clue_is_cut_between_words(text: str) -> None:
    shown = _shortened(text)
    assert shown == text if len(text) <= WIDEST else shown.endswith("word ...") and len(shown) <= WIDEST + 4


def weighed(name: str, score: float, threshold: float = 0.5, margin: float = 0.1) -> TypeResult:
    values: dict[str, Any] = dict.fromkeys(TypeResult.__struct_fields__, ())
    values |= {"document_type": name, "score": score, "threshold": threshold, "margin": margin}
    return TypeResult(**values)


def explained(*types: TypeResult, **more: Any) -> Explanation:
    values: dict[str, Any] = dict.fromkeys(Explanation.__struct_fields__, ())
    return Explanation(
        **{**values, "document_type": "", "taken": "", "score": 0.0, "margin": 0.0, "types": types, **more}
    )


def test_a_type_that_was_not_taken_says_by_which_key_it_would_be() -> None:
    low = explained(weighed("A", 0.3), weighed("B", 0.1))
    assert _why_not(low) == "A has 0.30 and needs 0.5 (its threshold): give it more clues"
    near = explained(weighed("A", 0.8), weighed("B", 0.75), margin=0.05)
    assert _why_not(near) == (
        'A leads by only 0.0500 and must by 0.1 (its margin), or name what it need not lead: like = ["B"]'
    )


def test_a_reading_is_explained_clue_by_clue_and_way_by_way(capsys: pytest.CaptureFixture[str]) -> None:
    place = Place(1, (1, 2, 3, 4))
    clues = tuple(
        ClueResult(
            **{
                **dict.fromkeys(ClueResult.__struct_fields__, ()),
                "clue": clue,
                "weight": weight,
                "held": held,
                "places": at,
            }
        )
        for clue, weight, held, at in (("card 2345 6789 0124", 1.5, True, (place,)), ("other", -0.5, False, ()))
    )
    values: dict[str, Any] = dict.fromkeys(TriedWay.__struct_fields__, ())
    ways = (
        TriedWay(**{**values, "field": "number", "way": "label", "why": "no such label", "taken": False}),
        TriedWay(
            **{
                **values, "field": "number", "way": "row", "why": "", "taken": True,
                "found": (Field("2345 6789 0124", 0.9, (place,), "beside No"), Field("7", 0.1)),
            }
        ),
    )  # fmt: skip
    kind = weighed("CARD", 0.9)
    tried = explained(_with(kind, clues), taken="CARD", document_type="CARD", score=0.9, margin=0.4, fields=ways)
    _explain(Path("a.png"), tried)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "a.png: CARD, score 0.90, 0.40 ahead of the next"
    assert "  CARD  0.90 (from 0.5)" in lines
    (held,) = [line for line in lines if line.startswith("    + ")]
    assert held.startswith("    + +1.50 card ") and held.endswith("0124  at page 1 [1, 2, 3, 4]") and "2345" not in held
    assert "    - -0.50 other" in lines
    assert "  CARD.number" in lines and "    -  label: no such label" in lines
    (taken,) = [line for line in lines if line.startswith("    =")]
    assert "0.90  beside No  page 1 [1, 2, 3, 4]" in taken and "2345" not in taken
    (second,) = [line for line in lines if line.startswith("    ~")]
    assert second.startswith("    ~  '7' 0.10  row")


def _with(kind: TypeResult, clues: tuple[ClueResult, ...]) -> TypeResult:
    import msgspec

    return msgspec.structs.replace(kind, clues=clues)
