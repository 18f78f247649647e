"""The page of built-in types says what their files say."""

from __future__ import annotations

from pathlib import Path

from simulator.documents.catalogue import Catalogue
from simulator.documents.type_list import type_list_page

PAGE = Path(__file__).resolve().parents[2] / "docs" / "type-list.md"


def test_the_page_of_built_in_types_is_what_their_files_say() -> None:
    made = type_list_page(Catalogue.load())
    assert PAGE.read_text(encoding="utf-8") == made, f"run `python -m simulator.documents.type_list > {PAGE}`"
