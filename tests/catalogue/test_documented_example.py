"""The receipt that docs/types.md prints is recognised and read by the type that it prints."""

from __future__ import annotations

import re
from pathlib import Path

from simulator.documents.catalogue import Catalogue, decode_type
from simulator.documents.classify import classify
from simulator.documents.extract import extract
from tests.documents.drawn import drawn_sheet

PAGE = (Path(__file__).resolve().parent.parent.parent / "docs" / "types.md").read_text(encoding="utf-8")


def test_the_receipt_is_read_by_its_own_example() -> None:
    (receipt,) = re.findall(r"^A receipt like this one:\n\n```\n(.*?)```", PAGE, re.S | re.M)
    (example,) = re.findall(r"^is described by:\n\n```toml\n(.*?)```", PAGE, re.S | re.M)
    described = decode_type(Path("pledge_card.toml"), example.encode())
    catalogue = Catalogue({**{each.name: each for each in Catalogue.load()}, described.name: described}, "")
    sheets = (drawn_sheet(receipt),)
    assert classify(sheets, catalogue).document_type == "PLEDGE_CARD"
    read = {name: field.value for name, field in extract(described, sheets).items()}
    assert read == {
        "customer_name": "Asha Verma",
        "address": "12, Temple Road, Nashik 422001",
        "loan_number": "GP/2025/0042",
        "loan_date": "03/04/2025",
        "loan_amount": "1,20,000.00",
        "articles": ["Bangles", "Chain"],
    }
