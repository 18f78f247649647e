"""The report in the terminal: every value with its confidence, what was not found, colours by tier, no Aadhaar number."""

from __future__ import annotations

import io
from typing import Any

import pytest
from rich.console import Console

from simulator.cli import report


def field(value: Any, confidence: float = 0.95) -> dict[str, Any]:
    return {"value": value, "confidence_score": confidence}


DATA = {
    "document_type": "AADHAAR",
    "name": field("Asha Verma", 0.5),
    "formatted_address": {"state": field("", 0.0), "city": field("mumbai")},
    "aadhaar_number": field("2341 5678 9012"),
    "date_of_birth": field("", 0.0),
    "others": field([], 0.0),
}


def printed(width: int = 100, **options: Any) -> tuple[Console, io.StringIO]:
    written = io.StringIO()
    return Console(file=written, width=width, **options), written


def test_fields_are_those_that_were_found_and_parts_have_names_of_their_own() -> None:
    found, missing = report.split(DATA)
    assert [(name, value) for name, value, _ in found] == [
        ("name", "Asha Verma"),
        ("formatted_address.city", "mumbai"),
        ("aadhaar_number", "**** **** 9012"),
    ]
    assert missing == ["date_of_birth", "others"]


def test_an_aadhaar_number_is_masked_wherever_it_stands() -> None:
    console, written = printed()
    report.show_fields(console, "AADHAAR", DATA)
    check = {
        "name": "OWN",
        "source_doc": "AADHAAR",
        "source_field_name": "aadhaar_number",
        "source_value": "2341 5678 9012",
        "target_doc": "PAN",
        "target_field_name": "note",
        "target_value": "see 234156789012",
        "similarity_score": 12,
    }
    report.show_checks(console, [check])
    assert "9012" in written.getvalue()
    assert "5678" not in written.getvalue()


@pytest.mark.parametrize(
    ("confidence", "colour"),
    [(0.99, "green"), (0.91, "green"), (0.90, "yellow"), (0.70, "yellow"), (0.69, "red"), (0.0, "red")],
)
def test_confidence_has_the_colour_of_its_tier(confidence: float, colour: str) -> None:
    assert {span.style for span in report.confidence_bar(Console(), confidence).spans} == {colour, f"bold {colour}"}


@pytest.mark.parametrize(
    ("score", "colour"), [(100, "green"), (80, "green"), (79, "yellow"), (60, "yellow"), (59, "red")]
)
def test_a_score_has_the_colour_of_its_tier(score: int, colour: str) -> None:
    assert {span.style for span in report.score_bar(Console(), score).spans} == {colour, f"bold {colour}"}


@pytest.mark.parametrize(("part", "drawn"), [(0.0, ""), (0.05, "▌"), (0.5, "█████"), (1.0, "██████████")])
def test_a_bar_is_as_long_as_its_value(part: float, drawn: str) -> None:
    console = Console(file=io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
    assert report.confidence_bar(console, part).plain == f"{part:.2f} {drawn:<10}"


def test_a_failed_document_shows_its_code_and_reason() -> None:
    console, written = printed()
    items = [{"document_id": "1", "data": {}, "error_code": "UNRECOGNISED", "error_reason": "document not in list"}]
    report.show_documents(console, items, {"1": "poem.jpg"})
    assert "UNRECOGNISED (document not in list)" in written.getvalue()
    assert "poem.jpg" in written.getvalue()


def test_brackets_in_what_was_read_are_text_and_no_markup() -> None:
    console, written = printed()
    report.show_fields(console, "INVOICE", {"document_type": "INVOICE", "customer_name": field("[red]A[/red] & Sons")})
    assert "[red]A[/red] & Sons" in written.getvalue()


def test_names_stay_whole_on_a_terminal_of_eighty_columns() -> None:
    console, written = printed(width=80)
    data = {"document_type": "IMEI_CLOSEUP_IMAGE", "model": field("V2302")}
    item = {"document_id": "1", "data": data, "error_code": "", "error_reason": ""}
    report.show_documents(console, [item], {"1": "delivery-order.png"})
    address = "61/A, Skyline Mall, Shivaji Path, Coimbatore"
    check = {
        "name": "CUSTOMER_DELIVERY_ADDRESS",
        "similarity_score": 100,
        "source_doc": "DELIVERY_ORDER",
        "source_field_name": "customer_delivery_address",
        "source_value": address,
        "target_doc": "INVOICE",
        "target_field_name": "customer_address",
        "target_value": address,
    }
    report.show_checks(console, [check])
    for name in ("IMEI_CLOSEUP_IMAGE", "delivery-order.png", "DELIVERY_ORDER", "customer_delivery_address"):
        assert name in written.getvalue()
