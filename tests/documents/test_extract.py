"""Where values stand on a page, and what is answered for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from simulator.documents.catalogue import decode_type
from simulator.documents.extract import extract
from simulator.documents.extract.explain import explain_fields
from simulator.documents.model import Field
from simulator.documents.schema import WAYS

Read = Callable[..., dict[str, Field]]


@pytest.fixture
def read(sheet: Callable[..., Any]) -> Read:
    """The fields of a page by the fields (and blocks, columns, stops) of a type file."""

    def fields(text: str, given: str, **sheets: Any) -> dict[str, Field]:
        each = decode_type(Path("own.toml"), f'name = "OWN"\ntitle = "x"\n{given}'.encode())
        return extract(each, [sheet(text, **sheets)])

    return fields


def field(name: str, find: str, rest: str = "") -> str:
    return f'[[fields]]\nname = "{name}"\n{rest}\nfind = [{find}]\n'


@pytest.mark.parametrize(
    "text",
    [
        "Invoice No: SBE/12",
        "Invoice No.: SBE/12 Date: 12/04/2024",
        "INVOICE NO SBE/12",
        "Invoice No          SBE/12",
        "Invoice No    :     SBE/12",
        "Invoice No          Date\nSBE/12              12/04/2024",
        "Invoice No. (original) : SBE/12",
        "InvoiceNo:SBE/12",
    ],
)
def test_a_value_stands_right_of_its_label_or_below_it(read: Read, text: str) -> None:
    found = read(text, field("number", '{ labels = ["invoice no"] }', 'format = "code"'))
    assert found["number"].value == "SBE/12"
    assert "invoice no" in found["number"].rule


def test_a_value_ends_where_the_next_label_begins(read: Read) -> None:
    found = read("Name: Asha Verma Mobile: 9876543210", field("name", '{ labels = ["name"] }'))
    assert found["name"].value == "Asha Verma"


def test_the_longest_label_is_meant(read: Read) -> None:
    result = field("date", '{ labels = ["date"] }', 'format = "date"')
    assert read("Due Date: 12/05/2024\nDate: 12/04/2024", result)["date"].value == "12/04/2024"


def test_a_label_without_a_value_of_the_format_gives_none(read: Read) -> None:
    assert read("Date: tomorrow", field("date", '{ labels = ["date"] }', 'format = "date"')) == {}


def test_a_label_that_is_misread_is_one_where_the_engine_was_unsure(read: Read) -> None:
    result = field("name", '{ labels = ["customer name"] }', 'format = "name"')
    assert read("Custorner Name: Asha Verma", result, unsure={"Custorner": 0.6})["name"].value == "Asha Verma"
    assert read("Custorner Name: Asha Verma", result) == {}


def test_labels_of_two_scripts_are_one_label(read: Read) -> None:
    text = "arr ka aT / Father's Name\nRAMESH VERMA"
    result = field("father", '{ labels = ["father\'s name"], look = ["below"] }', 'format = "name"')
    assert read(text, result, unsure={"arr": 0.3, "ka": 0.3, "aT": 0.3})["father"].value == "RAMESH VERMA"


def test_an_address_goes_on_below_until_its_pin_code_or_a_label(read: Read) -> None:
    text = """
Address : Flat 12, Green Apartments,     State: Maharashtra
          MG Road, Nashik 422002
          and more
Phone   : 9876543210
"""
    found = read(text, field("address", '{ labels = ["address"] }', 'format = "address"'))
    assert found["address"].value == "Flat 12, Green Apartments, MG Road, Nashik 422002"
    assert len(found["address"].places) == 8


def test_lines_that_end_without_a_comma_are_joined_by_one_and_wrapped_ones_are_not(read: Read) -> None:
    result = field("address", '{ labels = ["address"] }', 'format = "address"')
    wrapped = "Address: 12, Temple Road, Near Bus\n         Stand, Nashik"
    assert read("Address: 12\n         MG Road North Extension, Nashik", result)["address"].value == (
        "12, MG Road North Extension, Nashik"
    )
    assert read(wrapped, result)["address"].value == "12, Temple Road, Near Bus Stand, Nashik"


BLOCKS = """
[[blocks]]
name = "buyer"
heads = ["bill to", "buyer"]
[[blocks]]
name = "delivery"
heads = ["ship to"]
"""
SIDE_BY_SIDE = """
Bill To                        Ship To
Asha Verma                     Ravi Kumar
12, MG Road                    Plot 7, Ring Road
Nashik 422002                  Pune 411001
Mobile: 9876543210             Mobile: 8765432109
"""


def test_blocks_side_by_side_are_kept_apart(read: Read) -> None:
    text = BLOCKS + "".join(
        field(f"{block}_{part}", f'{{ block = "{block}", part = "{part}" }}')
        for block in ("buyer", "delivery")
        for part in ("first", "rest")
    )
    text += field("phone", '{ labels = ["mobile"], within = "delivery" }', 'format = "phone"')
    found = {name: each.value for name, each in read(SIDE_BY_SIDE, text).items()}
    assert found == {
        "buyer_first": "Asha Verma",
        "buyer_rest": "12, MG Road, Nashik 422002",
        "delivery_first": "Ravi Kumar",
        "delivery_rest": "Plot 7, Ring Road, Pune 411001",
        "phone": "8765432109",
    }


def test_a_heading_that_names_two_blocks_is_no_value(read: Read) -> None:
    text = "Buyer / Bill To\nAsha Verma\n12, MG Road"
    assert read(text, BLOCKS + field("name", '{ block = "buyer", part = "first" }'))["name"].value == "Asha Verma"


TABLE = """
[[columns]]
name = "what"
heads = ["description", "item"]
[[columns]]
name = "hsn"
heads = ["hsn"]
[[columns]]
name = "amount"
heads = ["amount"]
"""
GOODS = """
Sl   Description                   HSN        Qty     Amount
1    Samsung Galaxy M34 5G         85171300   1       15,253.39
     IMEI: 356938035643809
2    Charger                       85044030   1       500.00
     Total                                            15,753.39
"""


def test_cells_of_a_table_are_wrapped_and_listed(read: Read) -> None:
    result = TABLE
    for name, format in (("what", "text"), ("hsn", "hsn"), ("amount", "amount")):
        result += field(name, f'{{ column = "{name}" }}', f'kind = "list"\nformat = "{format}"')
    result += field("imei", '{ column = "what" }', 'kind = "list"\nformat = "imei"')
    found = {name: each.value for name, each in read(GOODS, result).items()}
    assert found == {
        "what": ["Samsung Galaxy M34 5G IMEI: 356938035643809", "Charger"],
        "hsn": ["85171300", "85044030"],
        "amount": ["15,253.39", "500.00"],
        "imei": ["356938035643809"],
    }


def test_the_amount_of_a_row_is_its_last(read: Read) -> None:
    result = field("total", '{ labels = ["total"] }', 'format = "amount"')
    assert read("Total     1 Nos      18 %      56,999.00", result)["total"].value == "56,999.00"
    assert read("Total: 500.00    Tax: 90.00", result)["total"].value == "500.00"


def test_a_two_for_a_rupee_sign_is_told_by_the_grouping(read: Read) -> None:
    result = field("total", '{ labels = ["total"] }', 'format = "amount"')
    assert read("Amounts in INR\nTotal: 246,499.00", result)["total"].value == "46,499.00"
    assert read("Amounts in USD\nTotal: 246,499.00", result)["total"].value == "246,499.00"
    assert read("Amounts in INR\nTotal: 2,46,499.00", result)["total"].value == "2,46,499.00"


def test_a_digit_for_a_rupee_sign_is_told_by_the_grouping_or_the_sums(read: Read) -> None:
    result = field("total", '{ labels = ["total"] }', 'format = "amount"')
    assert read("Amounts in INR\nTotal: 127,000.00", result)["total"].value == "27,000.00"
    sums = "Amounts in INR\nTaxable   {}22,881.36\nCGST   {}2,059.32\nSGST   {}2,059.32\nTotal: 127,000.00"
    assert read(sums.format("", "", ""), result)["total"].value == "27,000.00"
    assert read(sums.format("7", "7", "7"), result)["total"].value == "27,000.00", "a sign before each of them"
    own = "Amounts in INR\nTaxable   107,627.12\nCGST   9,686.44\nSGST   9,686.44\nTotal: 127,000.00"
    assert read(own, result)["total"].value == "127,000.00", "grouped in threes, and it adds up"
    small = "Amounts in INR\nTaxable   500.00\nCGST   45.00\nSGST   45.00\nTotal: 7590.00"
    assert read(small, result)["total"].value == "590.00"


def test_the_amount_in_words_proves_a_negative_one_too(read: Read) -> None:
    result = field("total", '{ labels = ["total"] }', 'format = "amount"')
    total = read("Total    (27,000.00)\nAmount in words: Rupees Twenty Seven Thousand Only", result)["total"]
    assert total.value == "-27,000.00"
    assert total.confidence >= 0.95


def test_a_label_says_that_a_misread_code_stands_there(read: Read) -> None:
    either = field("code", '{ labels = ["ifsc code"] }, { anywhere = true }', 'format = "ifsc"')
    assert read("IFSC Code: CRMBQQ00825", either)["code"].value == "CRMB0000825"
    assert "code" not in read("Statement from 01 MAY 2026 TO 31 MAY 2026", either)


LETTERHEAD = """
                    TAX INVOICE
Shree Balaji Electronics            No: 12
Dealers in all leading brands
Shop No 5, Gandhi Road,
Nashik - 422001
GSTIN: 27AAPFU0939F1ZV
{rest}
                    For Shree Balaji Electronics
"""


def test_the_sender_is_named_at_the_head_and_in_the_signature(read: Read) -> None:
    text = '[[clues]]\nany = ["tax invoice"]\nwhere = "title"\n'
    text += field("name", '{ letterhead = "name" }', 'format = "company"')
    text += field("address", '{ letterhead = "address" }', 'format = "address"')
    found = read(LETTERHEAD.format(rest="\n" * 30), text)
    assert found["name"].value == "Shree Balaji Electronics"
    assert found["address"].value == "Shop No 5, Gandhi Road, Nashik - 422001"


def test_kinds_give_their_form(read: Read) -> None:
    result = (
        field("price", '{ labels = ["mrp"] }', 'kind = "number"\nformat = "amount"')
        + field("hire", '{ says = ["hypothecated to"] }', 'kind = "yes_no"\notherwise = "no"')
        + field("numbers", "{ anywhere = true }", 'kind = "count"\nformat = "imei"')
        + field("brand", '{ of = "thing" }', 'format = "brand"')
    )
    result = field("thing", '{ labels = ["product"] }') + result
    text = "MRP: Rs. 30,000.00\nHypothecated to ABC Finance\nProduct: LG Refrigerator\n356938035643809 490154203237518"
    found = {name: each.value for name, each in read(text, result).items()}
    assert found == {"thing": "LG Refrigerator", "price": 30000, "hire": "yes", "numbers": 2, "brand": "LG"}
    assert read("MRP: 1", result)["hire"].value == "no"


def test_ways_are_followed_in_order_and_cut_by_their_pattern(read: Read) -> None:
    find = """{ labels = ["ref"], pattern = '^X-(\\d+)$' }, { pattern = 'loan (\\d+)' }, { labels = ["ref"] }"""
    result = field("number", find)
    assert read("Ref: X-12\nloan 77", result)["number"].value == "12"
    assert read("Ref: Y-12\nloan 77", result)["number"].value == "77"
    assert read("Ref: Y-12", result)["number"].value == "Y-12"


def test_an_address_is_given_in_parts(read: Read) -> None:
    result = field("address", '{ labels = ["address"] }', 'format = "address"')
    result += '[[fields]]\nname = "formatted_address"\nkind = "formatted_address"\n'
    parts = read("Address: Flat 12, MG Road, Nashik 422002", result)["formatted_address"].value
    assert isinstance(parts, dict)
    assert {name: each.value for name, each in parts.items()} == {
        "state": "maharashtra",
        "postcode": "422002",
        "address_line_1": "flat 12 mg road",
        "address_line_2": "",
        "city": "nashik",
    }


def test_confidence_falls_with_the_engines_and_a_check_digit_holds_it(read: Read) -> None:
    name = field("name", '{ labels = ["name"] }', 'format = "name"')
    imei = field("imei", '{ labels = ["imei"] }', 'format = "imei"')
    sure, unsure = (read("Name: Asha", name, confidence=given)["name"].confidence for given in (0.97, 0.75))
    assert sure > 0.9 > 0.75 > unsure
    assert read("IMEI: 356938035643809", imei, confidence=0.6)["imei"].confidence >= 0.95
    assert read("IMEI: 356938035643808", imei, confidence=0.6)["imei"].confidence < 0.7


def test_the_same_page_gives_the_same_fields(read: Read) -> None:
    value = BLOCKS + field("name", '{ block = "buyer", part = "first" }')
    assert read(SIDE_BY_SIDE, value) == read(SIDE_BY_SIDE, value)


def test_an_addressee_without_a_label_is_known_by_the_pin_code_under_the_name(read: Read) -> None:
    text = """
Northgrid City Power Ltd               Electricity Bill
12, Power House Road, Pune 411001

Asha Verma                             Due date: 12/05/2024
Flat 12, Green Apartments,             Bill No: 88
MG Road, Nashik 422002
"""
    result = field("name", '{ addressee = "name" }', 'format = "name"') + field("address", '{ addressee = "address" }')
    found = read(text, result)
    assert found["name"].value == "Asha Verma"
    assert found["address"].value == "Flat 12, Green Apartments, MG Road, Nashik 422002"


def test_a_label_of_two_lines_does_not_run_into_the_address_beside_it(read: Read) -> None:
    text = """
Address of Principal Place of    12, MG Road, Gandhi Chowk,
Business                         Nashik - 422002
"""
    result = field("address", '{ labels = ["address of principal place of"] }', 'format = "address"')
    assert read(text, result)["address"].value == "12, MG Road, Gandhi Chowk, Nashik - 422002"


def test_an_amount_in_words_proves_the_figures(read: Read) -> None:
    result = field("total", '{ labels = ["total"], pick = "largest" }', 'format = "amount"')
    words = "Rupees Twenty One Thousand Four Hundred\nNinety Nine Only"
    found = read(f"Total: 21,499.00\n{words}", result, confidence=0.6)["total"]
    assert (found.value, found.confidence >= 0.95) == ("21,499.00", True)
    assert read(f"Total: 221,499.00\n{words}", result)["total"].value == "21,499.00"
    assert read(f"Total: 24,499.00\n{words}", result)["total"].value == "21,499.00"  # a digit misread
    assert read(f"Total: 24,899.00\n{words}", result)["total"].value == "24,899.00"


def test_every_way_says_what_it_found_or_why_nothing(sheet: Callable[..., Any]) -> None:
    result = (
        field(
            "date",
            '{ labels = ["due date"] }, { labels = ["bill date"] }, { labels = ["date"] }, { anywhere = true }',
            'format = "date"',
        )
        + field("stamp", '{ column = "goods" }, { says = ["paid"] }')
        + '[[columns]]\nname = "goods"\nheads = ["goods"]\n'
    )
    each = decode_type(Path("own.toml"), f'name = "OWN"\ntitle = "x"\n{result}'.encode())
    tried = explain_fields(each, [sheet("Due date: tomorrow\nDate: 12/04/2024")])
    assert [(one.field, one.way, [found.value for found in one.found], one.why, one.taken) for one in tried] == [
        ("date", 'labels "due date"', [], '"due date" is there, but nothing of the form date beside it', False),
        ("date", 'labels "bill date"', [], "none of the labels is on the pages", False),
        ("date", 'labels "date"', ["12/04/2024"], "", True),
        ("date", "anywhere", ["12/04/2024"], "", False),
        ("stamp", 'column "goods"', [], 'no table with a column "goods" that holds something of the form text', False),
        ("stamp", 'says "paid"', [], "none of the phrases is on the pages", False),
    ]


def test_every_way_has_its_reason(sheet: Callable[..., Any]) -> None:
    ways = {
        "block": '"b"',
        "column": '"c"',
        "letterhead": '"name"',
        "addressee": '"name"',
        "party": '["tenant"]',
        "pattern": '"x{9}"',
        "anywhere": "true",
        "says": '["yes"]',
        "of": '"f"',
        "source": '"seen:nothing"',
        "labels": '["a"]',
    }
    assert set(ways) == set(WAYS)
    text = 'blocks = [{ name = "b", heads = ["b b"] }]\ncolumns = [{ name = "c", heads = ["c c"] }]\n'
    text += field("f", ", ".join(f"{{ {way} = {value} }}" for way, value in ways.items()), 'format = "imei"')
    each = decode_type(Path("own.toml"), f'name = "OWN"\ntitle = "x"\n{text}'.encode())
    assert all(one.why and not one.found for one in explain_fields(each, [sheet("nothing of the kind")]))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Hypothecated to: ABC Finance", "yes"),
        ("HYPOTHECATION : HYPOTHECATED TO ABC FINANCE", "yes"),
        ("Hypothecation        ABC Finance Ltd", "yes"),
        ("Hypothecation: No", "no"),
        ("Hypothecation : N.A.", "no"),
        ("Hypothecation:", "no"),
        ("The goods are not hypothecated to anybody", "no"),
        ("Goods once sold", "no"),
    ],
)
def test_what_is_denied_or_left_empty_is_not_said(read: Read, text: str, answer: str) -> None:
    result = field("hire", '{ says = ["hypothecated to", "hypothecation"] }', 'kind = "yes_no"\notherwise = "no"')
    assert read(text, result)["hire"].value == answer


def test_a_table_ends_where_labels_or_another_table_begin(read: Read) -> None:
    text = """
S.No    Name of Unit(s)              Type
1       Asha Traders 2               Main 1
OFFICE  12, MG Road, Nashik          422002
"""
    given = TABLE.replace('["description", "item"]', '["name of unit(s)"]').replace('["hsn"]', '["type"]')
    given = 'stops = ["office"]\n' + given + field("unit", '{ column = "what" }', 'kind = "list"')
    assert read(text, given)["unit"].value == ["Asha Traders 2"]


def test_the_amount_in_words_does_not_choose_another_label(read: Read) -> None:
    text = "Total Deductions: 3,440.00\nNet Pay (Total Deductions): 44,360.00\n"
    text += "Rupees Forty Four Thousand Three Hundred Sixty Only"
    result = field("total", '{ labels = ["total deductions"] }', 'format = "amount"')
    assert read(text, result)["total"].value == "3,440.00"


@pytest.mark.parametrize("value", [0, 1, 2])
def test_a_label_may_fill_several_lines_of_its_cell(read: Read, value: int) -> None:
    lines = ["Date of Udyam", "Registration", "of Enterprise"]
    lines[value] = f"{lines[value]:<30}18/02/2021"
    result = field("date", '{ labels = ["date of udyam registration of enterprise"] }', 'format = "date"')
    assert read("\n".join(lines), result)["date"].value == "18/02/2021"


def test_lines_that_are_labels_of_their_own_are_not_joined(read: Read) -> None:
    result = field("total", '{ labels = ["total amount"] }', 'format = "amount"')
    result += field("amount", '{ labels = ["amount"] }', 'format = "amount"')
    found = read("Total               3\nAmount             250.00", result)
    assert "total" not in found or found["total"].value == "3"
    assert found["amount"].value == "250.00"


def test_a_label_in_two_scripts_is_one_with_a_stroke_between_or_without_space(read: Read) -> None:
    result = field("born", '{ labels = ["dob"] }', 'format = "date"') + field("name", '{ labels = ["name"] }')
    found = read("नाम / Name          Asha Verma\nजन्म तिथि/DOB: 23/03/1991", result, confidence=1.0)
    assert (found["name"].value, found["born"].value) == ("Asha Verma", "23/03/1991")


def test_an_amount_that_is_another_is_not_set_right_to_the_one_in_words(read: Read) -> None:
    result = field("basic", '{ labels = ["basic"] }', 'format = "amount"')
    page = "Basic: 18,000.00\nNet pay: 28,000.00\nRupees Twenty Eight Thousand Only"
    assert read(page, result)["basic"].value == "18,000.00"


def test_a_total_stands_behind_how_many_pieces_there_are(read: Read) -> None:
    result = 'stops = ["nos"]\n' + field("total", '{ labels = ["total"] }', 'format = "amount"')
    assert read("Total          1 Nos          55,999.00", result)["total"].value == "55,999.00"


def test_a_word_that_begins_a_longer_label_heads_no_block(read: Read) -> None:
    value = BLOCKS + field("name", '{ block = "buyer", part = "first" }') + field("gst", '{ labels = ["gstin"] }')
    assert "name" not in read("Bill To GSTIN 27AAKFS4512M1ZU\nRefrigerator 253 L", value)


def test_of_narrow_cells_in_one_run_of_words_the_one_under_the_label_is_meant(read: Read) -> None:
    result = field("chassis", '{ labels = ["chassis no"] }', 'format = "code"')
    result += field("engine", '{ labels = ["engine no"] }', 'format = "code"')
    found = read("Engine No           Chassis No\nHA11EYR5F00398   MBLHAW12XR5F00412 of it", result)
    assert found["chassis"].value == "MBLHAW12XR5F00412"


def test_a_misread_script_and_its_stroke_may_be_glued_to_a_label(read: Read) -> None:
    result = field("born", '{ labels = ["dob"] }', 'format = "date"')
    assert read("WA fafa/DOB: 23/03/1991", result)["born"].value == "23/03/1991"


def test_a_letter_goes_to_the_firm_and_not_to_its_manager(read: Read) -> None:
    text = "Bill To\nThe Manager,\nAsha Stores\n12, MG Road, Nashik 422002"
    assert read(text, BLOCKS + field("name", '{ block = "buyer", part = "first" }'))["name"].value == "Asha Stores"


def test_what_stands_in_a_table_is_no_letterhead(read: Read) -> None:
    result = 'stops = ["department", "qty", "mrp", "disc"]\n' + field(
        "firm", '{ letterhead = "name" }', 'format = "company"'
    )
    page = "Asha Stores\nDepartment:          Engineering\nQty     MRP     Disc\nRefrigerator Double Door"
    assert read(page, result)["firm"].value == "Asha Stores"


def test_a_paper_is_addressed_to_who_is_named_with_a_title_or_stands_off_the_head(read: Read) -> None:
    result = field("name", '{ addressee = "name" }', 'format = "company"')
    lines = "12, MG Road\nNear Lake\nNashik 422002"
    assert read(f"Your fiber bill\nMs. Asha Verma\n{lines}", result)["name"].value == "Ms. Asha Verma"
    assert read(f"Your fiber bill\n\n\n\nAsha Verma\n{lines}", result)["name"].value == "Asha Verma"
