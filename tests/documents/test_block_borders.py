"""Where blocks and letterheads end: regions in which labels of a block count, columns without headings, lines of the head."""

from __future__ import annotations

import pytest

from simulator.documents.extract import letterhead
from simulator.documents.extract.addressee import addressees
from simulator.documents.extract.places import Region, blocks
from simulator.documents.formats import get_format
from simulator.documents.model import Box
from simulator.documents.schema import DocumentType, Headings
from tests.documents.drawn import LETTER, LINE, WIDE, marked

BUYER = Headings("buyer", ("bill to",))
COLUMNS = (Headings("what", ("description",)), Headings("amount", ("amount",)))
TYPE = DocumentType("OWN", "x", blocks=(BUYER, Headings("consignee", ("ship to",))), columns=COLUMNS)


def at(column: int, row: int, wide: int = 1) -> Box:
    """The box of what is drawn at a column and a row."""
    return column * WIDE, row * LINE, (column + wide) * WIDE - 2, row * LINE + LETTER


def region(text: str) -> Region:
    (found,) = blocks(marked(text, "bill to", "ship to", "description"), BUYER, TYPE)
    return found.region


def lines(text: str) -> list[str]:
    (found,) = blocks(marked(text, "bill to", "ship to", "description"), BUYER, TYPE)
    return [span.text for span in found.plain]


# Regions


def test_a_region_holds_labels_that_belong_to_the_block() -> None:
    found = region("Bill To\nAsha Verma\nMobile: 98765\nGSTIN: 27AAPFU0939F1ZV\nmore of her")
    assert all(found.holds(at(0, row)) for row in range(5))
    assert not found.holds(at(0, 5))


@pytest.mark.parametrize(
    "end",
    [
        "Ship To\nRohan Rao\nMobile: 98765",
        "Description       Amount\nRefrigerator      24,990.00\nMobile: 98765",
        "\n\nMobile: 98765\nof another",
    ],
    ids=["another heading", "a table", "a gap"],
)
def test_a_region_ends_where_the_block_does(end: str) -> None:
    found = region(f"Bill To\nAsha Verma\n{end}")
    assert found.holds(at(0, 1))
    assert not any(found.holds(at(0, row)) for row in range(2, 6))


def test_one_head_of_a_column_alone_is_no_table() -> None:
    assert region("Bill To\nAsha Verma\nDescription: dealer\n12, MG Road").holds(at(0, 3))


def test_a_region_begins_three_letters_left_of_its_heading() -> None:
    found = region("          Bill To\n        Asha Verma\n          12, MG Road")
    assert found.holds((10 * WIDE - 72, 0, 10 * WIDE - 70, 20))
    assert not found.holds((10 * WIDE - 76, 0, 10 * WIDE - 74, 20))
    wide = region("          Bill To\n     Asha Verma\n12, MG Road")
    assert wide.holds(at(5, 1)), "and where a line begins further left"


def test_a_region_ends_where_the_next_column_begins() -> None:
    beside = region("Bill To               Invoice No: 12\nAsha Verma            Date: 12/04/2024")
    assert beside.holds(at(20, 1)) and not beside.holds(at(22, 1))
    alone = region("Bill To\nAsha Verma")
    assert alone.holds(at(12, 1))


def test_a_column_without_a_heading_is_told_by_two_rows_of_the_next_five() -> None:
    def ends(*rows: str) -> bool:
        """Whether the region ends before column 40."""
        page = "\n".join(["Bill To", *(f"{'Asha Verma':<40}{row}".rstrip() for row in rows)])
        return not region(page).holds(at(42, 1))

    assert ends("12345", "67890")
    assert not ends("12345", ""), "one alone may be a part of a long line"
    assert not ends("12345", "", "", "", "", "67890"), "too far below"
    assert ends("12345", "", "", "", "67890")


def test_a_row_of_another_column_alone_ends_nothing() -> None:
    page = marked("Bill To             Invoice No: 12\nAsha Verma\n                    Date: 12/04/2024", "bill to")
    (found,) = blocks(page, BUYER, TYPE)
    assert [span.text for span in found.plain] == ["Asha Verma"]


def test_a_block_follows_an_indent_of_its_lines() -> None:
    assert lines("Bill To\n      Asha Verma\n            12, MG Road") == ["Asha Verma", "12, MG Road"]
    assert lines("Bill To\n       Asha Verma") == [], "more than three letters are another column"


def test_of_two_runs_in_a_row_the_nearer_to_the_edge_is_the_line() -> None:
    assert lines("     Bill To\nHNo   Asha Verma\nx     12, MG Road")[0] == "Asha Verma"


# The addressee's lines


def names(text: str) -> list[str]:
    return [name.text for name, _ in addressees(marked(text), None)]


def test_two_addressees_of_a_page_are_both_found() -> None:
    text = "12 of it\nNashik 422002\n\n\n\nAsha Verma\n12, MG Road\nNashik 422002\n\n\n\nRohan Rao\nPune 411001"
    assert names(text) == ["Asha Verma", "Rohan Rao"]


def test_lines_end_at_a_label_and_at_an_uneven_step() -> None:
    assert names("Customer copy\nMobile: 98765\nAsha Verma\nNashik 422002") == ["Asha Verma"]
    assert names("Customer copy\nDate\nAsha Verma\nNashik 422002") == ["Asha Verma"]
    assert names("Customer copy\nDate of it\nAsha Verma\nNashik 422002") == ["Customer copy"]


def test_what_stands_behind_a_pin_code_makes_it_no_last_line() -> None:
    assert names("Asha Verma\nNashik 422002 Phone: 98765") == []
    assert names("Asha Verma\nNashik 422002   Phone: 98765") == ["Asha Verma"]


# The sender's line


def sender(text: str, **how: float) -> tuple[str, float] | None:
    found = list(letterhead.names(marked(text, **how), get_format("company"), frozenset()))
    return (found[0].found.value, found[0].sure) if found else None


def test_how_surely_a_line_is_the_sender_s() -> None:
    signed = sender("Sunrise Traders" + "\n" * 30 + "For Sunrise Traders")
    first = sender("Sunrise Traders\nof Pune")
    assert signed is not None and first is not None
    assert signed[1] > first[1]


@pytest.mark.parametrize(("row", "signed"), [(21, False), (23, True)])
def test_a_signature_is_in_the_lower_half(row: int, signed: bool) -> None:
    found = sender("Asha Electronics House\nSunrise Traders" + "\n" * (row - 1) + "For Sunrise Traders")
    assert found is not None
    assert found[0] == ("Sunrise Traders" if signed else "Asha Electronics House")


def test_a_short_name_is_too_easily_found_elsewhere() -> None:
    for name, signed in (("Sunrise", False), ("Sunrises", True)):
        found = sender(f"Dealers in goods\n{name}" + "\n" * 30 + f"For {name}")
        assert found is not None and (found[0] == name) is signed


@pytest.mark.parametrize(
    ("line", "named"),
    [("abcd", True), ("abc", False), ("abc 12", False), ("abcd12", True), ("abcd123", False), ("A & B Co", True)],
)
def test_a_name_is_mostly_letters(line: str, named: bool) -> None:
    assert (sender(line) is not None) is named


def test_values_of_labels_at_the_head_are_passed_over_and_not_the_rest_of_their_row() -> None:
    assert sender("Branch:     Pune Camp\nSunrise Traders") == ("Sunrise Traders", 0.88)
    assert sender("Date     Sunrise Traders\nof Pune and all") == ("of Pune and all", 0.88)
    assert sender("Tax of 2024     Sunrise Traders\nof Pune and all") == ("Sunrise Traders", 0.88)


def head_address(text: str) -> str | None:
    page = marked(text)
    name = next(letterhead.names(page, get_format("company"), frozenset()))
    found = list(letterhead.addresses(page, get_format("address"), name.span))
    return found[0].found.value if found else None


def test_an_address_at_the_head_is_within_five_rows_and_four_lines() -> None:
    address = "Shop No 5, Gandhi Road, Nashik - 422001"
    fill = "Dealers in all brands\n"
    assert head_address(f"Sunrise Traders\n{fill * 2}{address}") == address
    assert head_address(f"Sunrise Traders\n{fill * 4}{address}") is None
    long = (
        "Shop No 5, Gandhi Road,\n"
        + "\n".join(f"Lane {at} of the Market Road," for at in range(5))
        + "\nNashik - 422001"
    )
    assert (head_address(f"Sunrise Traders\n{long}") or "").count("Lane") == 3


def test_only_what_stands_under_the_name_is_its_address() -> None:
    text = "Sunrise Traders\n                     Shop No 5, Gandhi Road, Nashik - 422001"
    assert head_address(text) is None
    centred = "     Sunrise Traders\nShop No 5, Gandhi Road, Nashik - 422001"
    assert head_address(centred) == "Shop No 5, Gandhi Road, Nashik - 422001"
