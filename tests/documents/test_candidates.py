"""Which values of a paper are weighed at all: addresses and names with their edges, whatever stands around them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from simulator.documents.catalogue import Catalogue
from simulator.documents.evidence import layout_of
from simulator.documents.extract.known_phrases import known_phrases
from simulator.documents.extract.page import MarkedPage
from simulator.documents.extract.ranking import pool
from simulator.documents.extract.ranking.addresslike import address_line, contact_line, look
from simulator.documents.extract.ranking.forest import Forest
from simulator.documents.extract.ranking.outline import Outline
from simulator.documents.phrases import key

Addresses = Callable[[str], set[str]]
Values = Callable[[str, str], set[str]]


@pytest.fixture
def values(sheet: Callable[..., Any]) -> Values:
    """The candidates of a format on a page with a text."""
    document_type = Catalogue.load().get("INVOICE")
    assert document_type is not None
    phrases, vocabulary, _ = known_phrases(document_type)

    def found(text: str, format: str) -> set[str]:
        outline = Outline(MarkedPage(layout_of(sheet(text)), phrases, vocabulary))
        return {option.value for option in pool.options([outline], format)}

    return found


@pytest.fixture
def addresses(values: Values) -> Addresses:
    return lambda text: {key(value) for value in values(text, "address")}


def test_a_house_number_of_several_parts_is_no_date(addresses: Addresses) -> None:
    found = addresses("Erika Berg\nLindenstrasse 15/3/12\n6020 Innsbruck\n")
    assert key("Lindenstrasse 15/3/12, 6020 Innsbruck") in found


def test_a_postal_code_off_by_a_wide_space_belongs_to_its_town(addresses: Addresses) -> None:
    found = addresses("14 Mill Road\nHamilton, ON      L8W 1E7\n")
    assert key("14 Mill Road, Hamilton, ON L8W 1E7") in found
    assert key("14 Mill Road, Hamilton, ON") not in found


@pytest.mark.parametrize(
    "line",
    [
        "24ADASFD3343DS2, Gujarat",
        "O6AADCH8710J1ZK",
        "+9197xxxxxxxx",
        "+91 98******10 Pune",
        "PIN 733974775",
        "ABN 47 618 203 994",
        "Regn. No. BOM/HSG/1319/1946",
        "L.P.O. No. 5267",
        "DX 10031 Nottingham 1",
    ],
)
def test_an_address_takes_along_no_tax_number_and_no_masked_telephone(addresses: Addresses, line: str) -> None:
    found = addresses(f"{line}\nPlot 12, Mill Road\nAndheri East, Mumbai - 400059\n{line}\n")
    assert key("Plot 12, Mill Road, Andheri East, Mumbai - 400059") in found
    assert not [each for each in found if key(line)[:8] in each and "millroad" in each]


def test_the_block_before_a_door_number_is_no_speck(addresses: Addresses) -> None:
    found = addresses("E 104, Dharti Towers\nTalaja Road, Bhavnagar - 364002\n")
    assert key("E 104, Dharti Towers, Talaja Road, Bhavnagar - 364002") in found
    assert key("104, Dharti Towers, Talaja Road, Bhavnagar - 364002") not in found


def test_a_country_with_stops_ends_an_address(addresses: Addresses) -> None:
    assert look("U.S.A").country == look("U.K.").country == look("USA").country == 1
    assert look("P.O. Box 12") == look("PO Box 12")
    assert key("14B, Northern Street, New York 10001, U.S.A") in addresses(
        "14B, Northern Street\nNew York 10001\nU.S.A\n"
    )


def test_an_address_may_begin_behind_the_name_of_a_firm_in_its_line(addresses: Addresses) -> None:
    found = addresses("Northwind Tools Ltd. 8 Quay Street\nBristol BS1 4DB\n")
    assert key("8 Quay Street, Bristol BS1 4DB") in found


@pytest.mark.parametrize(
    "line",
    [
        "Smith Graphics, 368 Maria Street, Davidburgh, WY 28600, 1-872-264-5028, info@smithgraphics.example",
        "368 Maria Street, Davidburgh, WY 28600, GSTIN 27AAPFU0939F1ZV",
        "368 Maria Street, Davidburgh, WY 28600 | accounts@smithgraphics.example",
        "368 Maria Street, Davidburgh, WY 28600. 18 753 732 059.",
        "Smith Graphics, 368 Maria Street, Davidburgh, WY 28600, Tax no. DE786974815",
    ],
)
def test_an_address_in_one_line_ends_before_a_telephone_number_or_the_like(addresses: Addresses, line: str) -> None:
    assert key("368 Maria Street, Davidburgh, WY 28600") in addresses(f"{line}\n")


def test_its_last_line_may_go_on_with_one(addresses: Addresses) -> None:
    found = addresses("412 Brown Street\nNew Pam CT 73199, +1 935 629 9884\n")
    assert key("412 Brown Street, New Pam CT 73199") in found


def test_a_line_full_of_telephone_numbers_takes_no_time(addresses: Addresses) -> None:
    began = time.process_time()
    assert addresses("14 Mill Street, " + "Hill Road, +91 98450 12345, " * 800 + "\n")
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Sehr geehrte Familie Jonas & Ida Moser,", "Familie Jonas & Ida Moser"),
        ("Chère Madame Lenoir,", "Madame Lenoir"),
        ("Estimado Señor Ruiz:", "Señor Ruiz"),
    ],
)
def test_a_name_begins_behind_the_greeting_of_a_letter(values: Values, line: str, name: str) -> None:
    assert key(name) in {key(value) for value in values(f"{line}\nthank you for your order.\n", "name")}


def test_a_name_ends_before_an_address_on_the_net_and_with_its_sentence(values: Values) -> None:
    text = "Warestad Construction hello@warestad.example\nLarry Landscaping. Registered in Australia\n"
    found = values(text, "company")
    assert {"Warestad Construction", "Larry Landscaping"} <= {value.rstrip(".") for value in found}


def test_a_flat_as_singapore_writes_it_is_no_number_of_anything_else(addresses: Addresses) -> None:
    found = addresses("Chua Wei Xuan\nBlk 412 Ang Mo Kio Avenue 10\n#09-1103\nSingapore 560412\n")
    assert key("Blk 412 Ang Mo Kio Avenue 10, #09-1103, Singapore 560412") in found


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("MR. DEVINDER THAKUR S/O SH. KESHAV RAM", "MR. DEVINDER THAKUR"),
        ("Sunita Rawat C/O M S Rawat", "Sunita Rawat"),
        ("ZUMA EXPRESS COURIER LIMITED RC 184201", "ZUMA EXPRESS COURIER LIMITED"),
    ],
)
def test_a_name_ends_before_whose_child_somebody_is_and_where_a_firm_is_registered(
    values: Values, line: str, name: str
) -> None:
    found = values(f"{line}\n12 Mill Road\n", "company")
    assert name in found
    assert not any("/O" in value or value.endswith(" RC") for value in found)


@pytest.mark.parametrize(
    "line",
    [
        "Office 305.555.0126 Lic. 1528840",
        "RCS Lyon 482 113 908",
        "Tax no. 6320591360",
        "Alt no. 8141488274",
        "Capital : 18000 €",
        "HST No. 81277 4410 RT0001",
        "Mo. 98240 55173",
    ],
)
def test_what_stands_behind_an_address_ends_it(addresses: Addresses, line: str) -> None:
    found = addresses(f"26 Mill Road\nDavidburgh, WY 28600\n{line}\n")
    assert key("26 Mill Road, Davidburgh, WY 28600") in found
    assert not any(key(line) in value for value in found)


@pytest.mark.parametrize(
    "line",
    [
        "Springfield, MO 65804-5517",
        "The Capital 3rd Floor",
        "Edificio Capital 12",
        "Sky Bldg 101 150-0002 Tokyo",
        "Plot 5, Alt. No 3 Road",
    ],
)
def test_what_only_looks_like_a_number_of_something_else_does_not(line: str) -> None:
    assert not contact_line(line)


def test_a_line_of_an_address_goes_on_behind_its_comma_and_a_space(addresses: Addresses) -> None:
    found = addresses("Lot 9 Blk 4, Santa Rosa Village, Banilad,      Mandaue City 6014\n")
    assert key("Lot 9 Blk 4, Santa Rosa Village, Banilad, Mandaue City 6014") in found


def test_a_house_called_after_what_it_was_is_part_of_an_address() -> None:
    assert all(address_line(line) > 0 for line in ("The Old Mill", "Old Coach House,", "The Old Dairy"))
    assert address_line("Northwind Mill") == 0 == address_line("Old Mill Foods")


@pytest.mark.parametrize("line", ["1030 Wien", "8001 Zürich, Schweiz", "Balmoral, QLD 4171", "B-2000 Antwerpen"])
def test_a_code_of_four_digits_stands_beside_a_town(line: str) -> None:
    assert look(line).code


@pytest.mark.parametrize("line", ["IN", ", GB", "(KE)"])
def test_a_country_may_stand_as_two_letters_alone(line: str) -> None:
    assert look(line).country
    assert not look(f"{line} stock").country


@pytest.mark.parametrize("line", ["z. Hd. Herrn Overkamp", "2. Hd. Herrn Overkamp", "Kind Attn: Door 4, Mill Road"])
def test_whom_a_letter_is_meant_for_is_no_part_of_an_address(line: str) -> None:
    assert not address_line(line)


@pytest.mark.parametrize("line", ["Handwerk seit 1985", "An award of 2015", "Dr. Maria Berg"])
def test_a_year_or_a_title_makes_no_address(line: str) -> None:
    seen = look(line)
    assert not (seen.code or seen.street)


@pytest.mark.parametrize("line", ["fon (555) 23 78", "UID: ATU12345678", "Party TIN : 08123456789", "FN 512843 w"])
def test_telephone_and_register_numbers_of_any_country_end_an_address(line: str) -> None:
    assert contact_line(line)


def test_a_name_and_an_address_stand_on_one_line(values: Values) -> None:
    line = "Hemant Kulkarni Flat no. 302, Sai Residency, Paud Road\nKothrud, Pune - 411038\n"
    assert "Hemant Kulkarni" in values(line, "name")
    assert any(value.startswith("Flat no. 302") and value.endswith("411038") for value in values(line, "address"))


def test_the_form_of_a_firm_alone_is_no_name(values: Values) -> None:
    found = values("Pixelbarn Games\nPte. Ltd.\n", "name")
    assert "Pixelbarn Games Pte. Ltd." in found
    assert "Pte. Ltd." not in found


def test_a_contact_person_under_a_firm_is_not_its_name(values: Values) -> None:
    found = values("Meridian Textiles Sdn Bhd\nAttention: Lim Shu Fen\n12 Mill Road\n", "name")
    assert "Meridian Textiles Sdn Bhd" in found
    assert "Lim Shu Fen" not in found
    assert "Lim Shu Fen" in values("Bill To\nAttention: Lim Shu Fen\n12 Mill Road\n", "name")


@pytest.mark.parametrize("greeting", ["Sehr geehrte Familie Berg", "Dear Asha Berg"])
def test_a_greeting_is_no_part_of_a_name(values: Values, greeting: str) -> None:
    found = values(f"{greeting},\n", "name")
    assert any(value.endswith("Berg") for value in found)
    assert not any(value.startswith(("Sehr", "Dear")) for value in found)


def test_an_amount_in_words_is_over_with_its_currency_and_only(values: Values) -> None:
    found = values("Net pay in words     Thirty one thousand two hundred rupees only\n", "amount_in_words")
    assert "Thirty one thousand two hundred rupees only" in found
    assert not any(value.endswith(("hundred", "rupees")) for value in found)


def test_a_forest_adds_up_the_leaves_to_which_a_row_goes() -> None:
    forest = Forest(
        roots=np.array([0, -4]),
        feature=np.array([1, 0]),
        threshold=np.array([0.5, 2.0], np.float32),
        left=np.array([-1, -2]),
        right=np.array([1, -3]),
        leaf=np.array([1.0, 2.0, 4.0, 0.25], np.float32),
    )
    rows = np.array([[9.0, 0.5], [2.0, 0.6], [2.1, 0.6]], np.float32)
    sums = np.log(forest.score(rows) / (1 - forest.score(rows)))
    assert sums == pytest.approx([1.25, 2.25, 4.25])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mr. Tarun Baghel, resident of Indore", "Mr. Tarun Baghel"),
        ("Rupesh Lakhani, S/o Mohan Lakhani", "Rupesh Lakhani"),
        ("Hitesh Vaghani, GD-0147", "Hitesh Vaghani"),
    ],
)
def test_a_name_takes_along_no_number_and_nothing_of_where_somebody_lives(values: Values, text: str, name: str) -> None:
    found = values(f"Name: {text}\n", "name")
    assert name in found
    assert all(name == value or not value.startswith(name) for value in found)
    assert "Forgeworks, Inc." in values("Forgeworks, Inc.\n", "name")


def test_a_number_of_sixteen_digits_is_no_gstin(values: Values) -> None:
    assert values("Mersis No: 0312094877100015\n", "gstin") == set()
    assert values("GSTIN: 123456789321456\n", "gstin") == {"123456789321456"}


def test_a_code_that_its_line_breaks_off_is_none_by_itself(values: Values) -> None:
    found = values("Invoice Number:      INV-20251019-\n                     0031\n", "code")
    assert "INV-20251019-0031" in found
    assert "INV-20251019" not in found


def test_a_bank_s_code_of_another_country_is_no_ifsc(values: Values) -> None:
    assert values("BIC: BYLADEM1001\n", "ifsc") == set()


def test_a_number_in_groups_of_four_digits_is_one_code(values: Values) -> None:
    assert "2302 9999 8888 0600 000" in values("Policy No 2302 9999 8888 0600 000\n", "code")


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        ("Dated :- 2024-03-\n21\n", "2024-03-21"),
        ("DATE: Sept. 12,\n2022\n", "Sept. 12, 2022"),
        ("Creation Date: Mar\n08,2023\n", "Mar 08,2023"),
    ],
)
def test_a_date_goes_on_in_the_next_line_of_its_cell(values: Values, lines: str, value: str) -> None:
    assert value in values(lines, "date")


@pytest.mark.parametrize("lines", ["01 Apr\n02 Apr\n", "March\n12 items\n", "2024-03\n21\n"])
def test_what_stands_over_a_number_is_no_date_with_it(values: Values, lines: str) -> None:
    assert values(lines, "date") == set()


def test_the_town_stands_behind_a_bullet_or_a_dash_in_the_line_of_its_street(addresses: Addresses) -> None:
    assert key("Dorfstraße 17, 31303 Burgdorf") in addresses("Kaffeemanufaktur GmbH — Dorfstraße 17 — 31303 Burgdorf\n")
    assert key("418 avenue Laurier E, Montréal QC H2J 1E6") in addresses("418 avenue Laurier E • Montréal QC H2J 1E6\n")


@pytest.mark.parametrize(
    "line", ["Haringkade 210", "Breda", "Björkstigen 3", "530 02 Pardubice", "1200-123 Lisboa", "ul. Kwiatowa 19"]
)
def test_streets_towns_and_postal_codes_of_many_countries_are_told(line: str) -> None:
    assert address_line(line) > 0


@pytest.mark.parametrize("line", ["Total 134 30 Pcs", "Rajesh Kumar", "Maria Silva", "Jan Kowalski"])
def test_names_and_quantities_are_no_places(line: str) -> None:
    assert address_line(line) == 0


def test_a_digit_alone_is_no_money(values: Values) -> None:
    assert values("1  Consideration 2 5.00\nRs 7\n", "amount") == {"5.00", "7"}


def test_an_address_takes_along_no_number_plate(addresses: Addresses) -> None:
    found = addresses("14 Mill Road\nMH 12 QF 8468 SWIFT\nPune 411001\n")
    assert not any("mh12qf8468" in value for value in found)


def test_a_name_does_not_end_with_a_word_that_it_goes_on_behind(values: Values) -> None:
    found = values("Meher Tailors & Uniform House\n", "company")
    assert "Meher Tailors & Uniform House" in found
    assert "Meher Tailors &" not in found


def test_the_line_under_a_word_that_a_name_goes_on_behind_is_no_name(values: Values) -> None:
    found = values("Venkateshwara Educational and\nCharitable Trust\n", "name")
    assert "Venkateshwara Educational and Charitable Trust" in found
    assert "Charitable Trust" not in found
    assert "Asha Verma" in values("Deliver to and\nAsha Verma\n12 and\n", "name")


@pytest.mark.parametrize(
    "text", ["ICICI Bank Detailed Statement", "ICICI Bank Statement of Account", "ICICI Bank E-Statement"]
)
def test_a_name_ends_before_the_title_of_its_paper(values: Values, text: str) -> None:
    assert "ICICI Bank" in values(f"{text}\n", "company")


def test_an_iban_in_groups_is_one_account_number(values: Values) -> None:
    assert "DE41546912000118273405" in values("IBAN: DE41 5469 1200 0118 2734 05\n", "account_number")


def test_a_french_postal_code_with_a_space_and_a_polish_mobile_number(addresses: Addresses) -> None:
    assert key("7, rue des Archives, 53 000 Laval") in addresses("7, rue des Archives\n53 000 Laval\n")
    assert key("ul. Tarnogórska 127, 44-100 Gliwice") in addresses(
        "ul. Tarnogórska 127, 44-100 Gliwice kom. 601 238 447\n"
    )


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Net Salary: Ksh 45,995 (Forty Five Thousand Nine Hundred only)", "Forty Five Thousand Nine Hundred only"),
        ("Net Pay 15476.00 (Fifteen Thousand Four Hundred Only)", "Fifteen Thousand Four Hundred Only"),
        ("Net Salary : Rs. 52622/- (Rupees Fifty Two Thousand Only)", "Rupees Fifty Two Thousand Only"),
        ("Net amount 18.21 Eighteen and 21/100 dollars", "Eighteen and 21/100 dollars"),
    ],
)
def test_an_amount_in_words_may_begin_behind_its_figures(values: Values, line: str, words: str) -> None:
    assert words in values(f"{line}\n", "amount_in_words")
