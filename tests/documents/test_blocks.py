"""Blocks of lines under a heading, whom a paper is sent to, and who sent it: parties of a page told apart by their places."""

from __future__ import annotations

import pytest

from simulator.documents.extract import letterhead
from simulator.documents.extract.addressee import addressees
from simulator.documents.extract.places import Lines, Region, blocks
from simulator.documents.formats import get_format
from simulator.documents.phrases import key
from simulator.documents.schema import DocumentType, Headings
from tests.documents.drawn import DrawnSheet, drawn_sheet, marked

BUYER = Headings("buyer", ("bill to", "buyer"))
TYPE = DocumentType(
    "OWN",
    "x",
    blocks=(BUYER, Headings("consignee", ("ship to",))),
    columns=(Headings("what", ("description",)), Headings("amount", ("amount",))),
)
HEADS = ("bill to", "buyer", "ship to", "description")


def every(text: str, block: Headings = BUYER) -> list[Lines]:
    return list(blocks(marked(text, *HEADS), block, TYPE))


def lines(text: str, block: Headings = BUYER) -> list[str]:
    """The plain lines of the only block of that name."""
    (found,) = every(text, block)
    return [span.text for span in found.plain]


# Blocks


@pytest.mark.parametrize("head", ["Bill To", "Bill To:", "BILL TO :", "Buyer", "1. Bill To"])
def test_the_lines_under_a_heading_are_its_block(head: str) -> None:
    assert lines(f"{head}\nAsha Verma\n12, MG Road\nNashik") == ["Asha Verma", "12, MG Road", "Nashik"]


def test_the_first_line_may_stand_beside_the_heading() -> None:
    assert lines("Bill To: Asha Verma\n12, MG Road") == ["Asha Verma", "12, MG Road"]
    assert lines("Bill To / Ship To\nAsha Verma") == ["Asha Verma"], "a second heading is no name"


SIDE_BY_SIDE = """
Bill To                      Ship To
Asha Verma                   Rohan Rao
12, MG Road                  7, Lake View
Nashik 422002                Pune 411001
"""


def test_blocks_side_by_side_are_told_apart() -> None:
    assert lines(SIDE_BY_SIDE) == ["Asha Verma", "12, MG Road", "Nashik 422002"]
    assert lines(SIDE_BY_SIDE, TYPE.blocks[1]) == ["Rohan Rao", "7, Lake View", "Pune 411001"]
    left, right = every(SIDE_BY_SIDE)[0].region, every(SIDE_BY_SIDE, TYPE.blocks[1])[0].region
    box = (29 * 12, 72, 400, 96)
    assert (left.holds(box), right.holds(box)) == (False, True)


def test_a_column_without_a_heading_beside_the_block_is_not_its_own() -> None:
    text = (
        "Bill To\n"
        "Asha Verma                                        12345\n"
        "12, MG Road                                       12/04/2024\n"
    )
    assert lines(text) == ["Asha Verma", "12, MG Road"]
    assert not every(text)[0].region.holds((50 * 12, 36, 51 * 12, 60))


@pytest.mark.parametrize(
    "end",
    [
        "Ship To\nRohan Rao",
        "\n\nRohan Rao",
        "Description       Amount\nRefrigerator      24,990.00",
        "                Rohan Rao",
    ],
)
def test_a_block_ends_at_another_heading_a_gap_and_a_table(end: str) -> None:
    assert lines(f"Bill To\nAsha Verma\n12, MG Road\n{end}") == ["Asha Verma", "12, MG Road"]


def test_behind_a_labelled_line_and_a_pin_code_no_line_is_plain() -> None:
    assert lines("Bill To\nAsha Verma\nMobile: 98765\nmore of her") == ["Asha Verma"]
    assert lines("Bill To\nMobile: 98765\nAsha Verma") == ["Asha Verma"], "a label before the first line ends nothing"
    assert lines("Bill To\nAsha Verma\nNashik 422002\nmore of her") == ["Asha Verma", "Nashik 422002"]
    assert lines("Bill To\nPlot 5 Nashik 422002\nAsha Verma") == ["Plot 5 Nashik 422002", "Asha Verma"]


@pytest.mark.parametrize("role", ["The Manager,", "The Branch Manager", "Proprietor", "SALES MANAGER,"])
def test_a_role_at_the_firm_is_no_line(role: str) -> None:
    assert lines(f"Bill To\n{role}\nAsha Stores") == ["Asha Stores"]
    assert lines("Bill To\nManager Stores") == ["Manager Stores"]


def test_a_block_has_twelve_rows_at_most() -> None:
    assert len(lines("Bill To\n" + "\n".join(f"line {at}" for at in range(20)))) == 12


def test_a_heading_that_another_label_goes_on_is_none() -> None:
    assert every("Bill To Mobile\nAsha Verma") == []
    assert every("to be sent to the buyer\nAsha Verma") == []
    assert len(every("Bill To Ship To\nAsha Verma")) == 1


def test_lines_that_are_set_flush_right_are_of_the_block() -> None:
    text = "                    Bill To\n                 Asha Verma\n     12, Mahatma Gandhi Road"
    assert lines(text) == ["Asha Verma", "12, Mahatma Gandhi Road"]


def test_a_region_holds_what_has_its_middle_in_it() -> None:
    region = Region((10, 10, 30, 30))
    assert region.holds((0, 0, 20, 20))
    assert not region.holds((0, 0, 19, 19))
    assert not region.holds((20, 20, 40, 40))
    assert region.holds((20, 20, 39, 39))


# The addressee


def addressed(text: str, sender: str = "") -> list[tuple[str, str]]:
    page = marked(text)
    span = next((page.span(each) for each in page.layout.segments if page.span(each).text == sender), None)
    return [(name.text, address.text) for name, address in addressees(page, span)]


def test_lines_that_end_with_a_pin_code_are_an_addressee() -> None:
    assert addressed("To\n\nAsha Verma\n12, MG Road\nNashik 422002\n\nDear Sir") == [
        ("Asha Verma", "12, MG Road, Nashik 422002")
    ]
    assert addressed("Asha Verma\n12, MG Road\nNashik") == []
    assert addressed("Nashik 422002") == [], "a line alone is nobody"
    assert addressed("12 Asha Verma\nNashik 422002") == [], "a name has no digits"


def test_the_sender_s_own_lines_are_left_out() -> None:
    text = "Northgrid Power\n12, Power House Road\nPune 411001"
    assert addressed(text, "Northgrid Power") == []
    assert addressed(text) == [("Northgrid Power", "12, Power House Road, Pune 411001")]
    under = "Northgrid Power\nMs. Asha Verma\n12, MG Road\nNashik 422002"
    assert addressed(under, "Northgrid Power") == [("Ms. Asha Verma", "12, MG Road, Nashik 422002")]


@pytest.mark.parametrize("title", ["Mr", "Mrs.", "Smt", "Shri", "Dr.", "M/s", "KUM."])
def test_a_title_says_where_the_name_is(title: str) -> None:
    text = f"Your bill of May\n{title} Asha Verma\n12, MG Road\nNashik 422002"
    assert addressed(text) == [(f"{title} Asha Verma", "12, MG Road, Nashik 422002")]


def test_what_stands_further_off_than_the_lines_from_each_other_is_not_theirs() -> None:
    assert addressed("Letterhead\n\nAsha Verma\n12, MG Road\nNashik 422002")[0][0] == "Asha Verma"
    text = "Name: of it\nAsha Verma\n12, MG Road\nNashik 422002"
    assert addressed(text)[0][0] == "Asha Verma", "a labelled line is no name"
    text = "Joint holder :\nAsha Verma\n12, MG Road\nNashik 422002"
    assert addressed(text)[0][0] == "Asha Verma"


def test_a_label_with_nothing_behind_it_between_the_lines_is_passed_over() -> None:
    text = "Asha Verma\nMobile :\n12, MG Road\nNashik 422002"
    assert addressed(text) == [("Asha Verma", "12, MG Road, Nashik 422002")]


def test_lines_in_another_column_do_not_belong_to_it() -> None:
    text = (
        "Bill No            88\n"
        "                             Asha Verma\n"
        "Unit                         12, MG Road\n"
        "Rate                         Nashik 422002\n"
    )
    assert addressed(text)[0] == ("Asha Verma", "12, MG Road, Nashik 422002")


def test_an_addressee_has_seven_lines_at_most() -> None:
    text = "\n".join([f"line {'abcdefghij'[at]}" for at in range(10)]) + "\nNashik 422002"
    (found,) = addressed(text)
    assert found[0] == "line e"


# The letterhead


def sender(text: str, *titles: str) -> tuple[str, str] | None:
    """The name and the rule by which it was found."""
    found = list(letterhead.names(marked(text), get_format("company"), frozenset(map(key, titles))))
    return (found[0].found.value, found[0].rule) if found else None


def large(text: str, line: int, factor: float = 1.5) -> DrawnSheet:
    """A page with one line in larger print."""
    import msgspec

    sheet = drawn_sheet(text)
    words = []
    for word in sheet.page.words:
        left, top, right, bottom = word.box
        grown = (left, top, right, top + int((bottom - top) * factor))
        words.append(msgspec.structs.replace(word, box=grown) if word.line == line else word)
    return DrawnSheet(msgspec.structs.replace(sheet.page, words=tuple(words)))


FOOT = "\n" * 25 + "For Asha Electronics\n\nProprietor"


def test_the_name_at_the_head_that_signs_at_the_foot_is_the_sender() -> None:
    assert sender(f"Tax Invoice\nSunrise Traders\nAsha Electronics{FOOT}", "tax invoice") == (
        "Asha Electronics",
        "named at the head and in the signature",
    )


@pytest.mark.parametrize(("line", "rule"), [(1, "largest line at the head"), (0, "first line at the head")])
def test_else_it_is_the_line_in_large_print_or_the_first(line: int, rule: str) -> None:
    from simulator.documents.extract.page import MarkedPage
    from simulator.documents.layout import Layout
    from simulator.documents.phrases import Vocabulary

    text = "Dealers in goods\nSunrise Traders\nmore of it and on\nand on and on\nand the rest of it"
    page = MarkedPage(Layout.of(large(text, line, 1.5 if line else 1.2).page), (), Vocabulary(()))
    (found,) = letterhead.names(page, get_format("company"), frozenset())
    assert (found.found.value, found.rule) == (text.splitlines()[line], rule)


@pytest.mark.parametrize(
    "line",
    [
        "Tax Invoice",
        "Original for recipient",
        "GSTIN: 27AAPFU0939F1ZV",
        "www.sunrise.example",
        "Page 1 of 2",
        "Date",
        "Name: Rohan Rao",
        "020 25534011 Pune 98",
        "abc",
        "Mobile          98765 of it",
    ],
)
def test_titles_labels_numbers_and_notes_are_no_sender(line: str) -> None:
    assert sender(f"{line}\nSunrise Traders", "tax invoice") == ("Sunrise Traders", "first line at the head")


def test_below_the_head_and_under_a_table_s_head_nobody_is_named() -> None:
    assert sender("\n" * 12 + "Sunrise Traders") == ("Sunrise Traders", "first line at the head")
    assert sender("\n" * 15 + "Sunrise Traders") is None
    assert sender("Qty     Rate     Amount\nSunrise Traders") is None
    assert sender("Qty     Rate     pieces\nSunrise Traders") is not None


def test_what_was_hardly_read_is_a_picture() -> None:
    def named(confidence: float) -> bool:
        page = marked("Sunrise Traders", confidence=confidence)
        return any(True for _ in letterhead.names(page, get_format("company"), frozenset()))

    assert (named(0.6), named(0.59)) == (True, False)


def head_address(text: str) -> str | None:
    page = marked(text)
    name = next(letterhead.names(page, get_format("company"), frozenset()), None)
    found = list(letterhead.addresses(page, get_format("address"), name.span if name else None))
    return found[0].found.value if found else None


def test_the_sender_s_address_stands_under_the_name() -> None:
    head = "Sunrise Traders\nShop No 5, Gandhi Road,\nNashik - 422001\nGSTIN: 27AAPFU0939F1ZV"
    assert head_address(head) == "Shop No 5, Gandhi Road, Nashik - 422001"
    dealers = head.replace("Shop", "Dealers in all leading brands\nShop", 1)
    assert head_address(dealers) == "Shop No 5, Gandhi Road, Nashik - 422001"
    assert head_address("Sunrise Traders\n\n\n\n\n\nShop No 5, Gandhi Road, Nashik - 422001") is None
    assert head_address("Sunrise Traders\nMobile: 98765\nShop No 5, Gandhi Road, Nashik - 422001") is None
    labelled = "Sunrise Traders\nAddress: Shop No 5, Gandhi Road, Nashik - 422001"
    assert "Gandhi Road" in (head_address(labelled) or "")
