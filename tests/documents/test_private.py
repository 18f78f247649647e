"""Private values: declared by a type or implied by a format, whatever the field is called; hidden, masked, linked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from simulator.documents.catalogue import Catalogue
from simulator.documents.formats.masks import mask
from simulator.documents.model import Field, Page, Place, Reading, Word
from simulator.documents.private import masked_reading, private_fields, private_of
from simulator.documents.redact import hidden_boxes
from simulator.testing.atlas import Atlas

TYPE = """
name = "LIBRARY_CARD"
title = "Library card"
[[clues]]
any = ["library card"]
[[fields]]
name = "holder_id"
format = "aadhaar"
find = [{ labels = ["holder id"] }]
[[fields]]
name = "member_code"
private = true
find = [{ labels = ["member code"] }]
[[fields]]
name = "branch"
find = [{ labels = ["branch"] }]
"""
NUMBER, CODE = "2345 6789 0124", "LIB-99-4711-2210"
FIELDS = {
    "holder_id": Field(NUMBER, 0.9, (Place(1, (10, 10, 90, 20)),)),
    "member_code": Field(CODE, 0.9, (Place(1, (10, 40, 90, 50)),)),
    "branch": Field("Pune", 0.9, (Place(1, (10, 70, 90, 80)),)),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "types").mkdir()
    (tmp_path / "types" / "library.toml").write_text(TYPE, encoding="utf-8")
    return tmp_path


def test_a_field_is_private_by_its_own_word_or_by_its_format(folder: Path) -> None:
    catalogue = Catalogue.load([folder])
    reading = Reading("LIBRARY_CARD", FIELDS)
    assert list(private_fields(reading, catalogue)) == ["holder_id", "member_code"]
    masked = masked_reading(reading, catalogue).fields
    assert (masked["holder_id"].value, masked["member_code"].value) == ("**** **** 0124", "***-**-****-2210")
    assert masked["branch"] == FIELDS["branch"]


def test_private_values_are_black_on_a_page_and_codes_with_them(folder: Path) -> None:
    catalogue = Catalogue.load([folder])
    page = Page(1, 100, 100, (Word("Pune", (10, 70, 90, 80), 0.9),))
    boxes, codes = hidden_boxes(page, private_of(Reading("LIBRARY_CARD", FIELDS), catalogue))
    assert set(boxes) == {(10, 10, 90, 20), (10, 40, 90, 50)}
    assert codes
    assert hidden_boxes(page, private_of(Reading("LIBRARY_CARD"), catalogue)) == ((), True), "nothing was read of it"
    assert hidden_boxes(page, private_of(Reading("AADHAR_EXTRACT_IMAGE"), catalogue)) == ((), True)
    assert hidden_boxes(page, private_of(Reading("PAN", FIELDS), catalogue)) == ((), False), (
        "a PAN declares none of them"
    )


def test_of_a_type_that_is_gone_everything_that_others_declare_private_stays_private(folder: Path) -> None:
    reading = Reading("TYPE_OF_LAST_YEAR", FIELDS)
    assert list(private_fields(reading, Catalogue.load([folder]))) == ["holder_id", "member_code"]


@pytest.mark.parametrize(
    ("format", "value", "shown"),
    [
        ("aadhaar", "234567890124", "**** **** 0124"),
        ("text", "1234567", "*******"),
        ("text", "AB-12 345678", "**-** **5678"),
        ("text", "", ""),
    ],
)
def test_a_mask_leaves_the_last_four_of_what_is_long_enough(format: str, value: str, shown: str) -> None:
    assert mask(format, value) == shown


def test_the_shapes_of_values_are_told_in_one_place() -> None:
    address = Field({"city": Field("Pune", 0.9), "lines": Field(["12 MG Road", "Camp"], 0.8)}, 0.9)
    assert address.texts() == ["Pune", "12 MG Road", "Camp"]
    assert [name for name, _ in address.leaves("address")] == ["address.city", "address.lines"]
    assert address.map(str.upper).texts() == ["PUNE", "12 MG ROAD", "CAMP"]
    assert Field(12, 0.9).texts() == ["12"]
    assert Field(12, 0.9).parts() == {}


def test_a_custom_types_private_field_is_masked_and_linked_in_answers(start: Any, folder: Path) -> None:
    server = start(catalogue=(str(folder),), aadhaar="masked", ephemeral=True)
    given = {name: field.value for name, field in FIELDS.items()}
    with Atlas(server.url) as atlas:
        atlas.canned(document_id="*", document_type="LIBRARY_CARD", fields=given)
        flow = atlas.flow_of()
        atlas.wait_for(flow)
        data = atlas.client.extracts(flow)["ocr_data"][0]["data"]
    assert data["holder_id"]["value"] == "**** **** 0124"
    assert data["member_code"]["value"] == "***-**-****-2210"
    assert "redact_url" not in data["branch"]
    # The reading was given: where its private values stand is not known, so there is no picture of it.
    refused = httpx.get(data["member_code"]["redact_url"], trust_env=False)
    assert refused.status_code == 404
    assert "given" in refused.text
