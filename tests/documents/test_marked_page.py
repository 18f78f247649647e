"""Labels marked on a page: which of several, led by what, with which colon; and pieces of text and where they stand."""

from __future__ import annotations

import pytest

from simulator.documents.extract.page import Mark, MarkedPage, Span, complete, overlaps
from simulator.documents.formats import get_format
from simulator.documents.layout import Layout, Segment
from simulator.documents.model import Page, Word
from simulator.documents.phrases import Vocabulary, key
from tests.documents.drawn import LINE, marked


def mark(page: MarkedPage, phrase: str) -> Mark:
    (found,) = page.by_phrase[phrase]
    return found


def phrases(text: str, *known: str) -> list[str]:
    return [each.phrase for each in marked(text, *known).marks]


def rest(text: str, phrase: str, *known: str) -> str:
    page = marked(text, *known)
    return page.rest(mark(page, phrase)).text


# Which label


def test_of_labels_that_overlap_the_longest_is_meant() -> None:
    assert phrases("Invoice Date: 12/04/2024", "invoice", "invoice date", "date") == ["invoicedate"]
    assert phrases("Invoice and Date", "invoice", "invoice date", "date") == ["invoice", "date"]


def test_a_label_is_found_without_case_space_and_punctuation() -> None:
    for text in ("Invoice No. 12", "INVOICE-NO 12", "InvoiceNo 12", "invoice n o 12"):
        assert phrases(text, "invoice no") == ["invoiceno"], text
    assert phrases("Invoices No", "invoices of no") == ["no"]


def test_a_label_does_not_run_over_the_gap_between_two_columns() -> None:
    assert phrases("Invoice     No", "invoice no") == ["no"]


def test_a_misread_label_is_one_but_not_an_exact_one() -> None:
    page = marked("lnvoice Number: 12", "invoice number", confidence=0.6)
    assert not mark(page, "invoicenumber").exact
    assert mark(marked("Invoice Number: 12", "invoice number", confidence=0.6), "invoicenumber").exact
    assert "invoicenumber" not in marked("lnvoise Number: 12", "invoice number", confidence=0.99).by_phrase


# What leads and what follows


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("Customer Name Asha", True),
        ("1. Customer Name Asha", True),
        ("(a) Customer Name Asha", True),
        ("12 Customer Name Asha", True),
        ("1.2.3 Customer Name Asha", True),
        ("12/04/2024 Customer Name Asha", False),
        ("1,200.00 Customer Name Asha", False),
        ("नाम Customer Name Asha", True),
        ("नाम/ Customer Name Asha", True),
        ("what it says/ Customer Name Asha", True),
        ("/ Customer Name Asha", True),
        ("the Customer Name Asha", False),
        ("Same Customer Name Asha", False),
        # The middle of a sentence that began in the line above.
        ("customer name Asha", False),
        ("Pune   Customer Name Asha", True),
    ],
)
def test_a_label_leads_where_at_most_a_number_or_another_script_stands_before_it(text: str, leads: bool) -> None:
    assert mark(marked(text, "customer name"), "customername").leads is leads


def test_what_the_engine_hardly_read_is_another_script() -> None:
    for confidence, leads in ((0.59, True), (0.6, False)):
        page = marked("arg Customer Name", "customer name", unsure={"arg": confidence})
        assert mark(page, "customername").leads is leads


@pytest.mark.parametrize(
    ("text", "colon", "value"),
    [
        ("Customer Name: Asha", True, "Asha"),
        ("Customer Name : Asha", True, "Asha"),
        ("Customer Name # Asha", True, "Asha"),
        ("Customer Name :- Asha", True, "Asha"),
        ("Customer Name - Asha", True, "Asha"),
        ("Customer Name :Asha", True, ":Asha"),
        ("Customer Name (as in PAN) : Asha", True, "Asha"),
        ("Customer Name (PAN): Asha", True, "Asha"),
        ("Customer Name as it is: Asha", True, "Asha"),
        ("Customer Name Asha", False, "Asha"),
        # A dash further on parts two things, and what is further off than four words is no colon of this label.
        ("Customer Name Asha - Verma", False, "Asha - Verma"),
        ("Customer Name a b c d : Asha", False, "a b c d : Asha"),
        ("Customer Name a b c : Asha", True, "Asha"),
        # A number is a value, and what follows it a time or the like.
        ("Customer Name 12 : Asha", False, "12 : Asha"),
    ],
)
def test_a_colon_or_the_like_makes_a_label_and_its_value_begins_behind(text: str, colon: bool, value: str) -> None:
    page = marked(text, "customer name")
    found = mark(page, "customername")
    assert found.colon is colon
    assert page.rest(found).text == value


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Customer Name (as in PAN) : Asha", ["customername"]),
        ("Customer Name (PAN): Asha", ["customername"]),
        ("Customer Name (PAN : ABCPV1234K)", ["customername", "pan"]),
        ("Customer Name (Address) Asha", ["customername", "address"]),
        ("Customer Name (Pune) Address : Asha", ["customername", "address"]),
        ("Asha (as in PAN) : Verma", ["pan"]),
        ("(PAN) : Verma", ["pan"]),
    ],
)
def test_what_stands_in_brackets_before_a_label_s_colon_is_no_label(text: str, known: list[str]) -> None:
    assert phrases(text, "customer name") == known


def test_a_colon_behind_the_next_label_is_that_label_s() -> None:
    page = marked("Customer Name Mobile : 98765", "customer name")
    assert not mark(page, "customername").colon
    assert mark(page, "mobile").colon


@pytest.mark.parametrize(
    ("text", "colon"),
    [
        ("Mobile 98765", True),
        ("Mobile +91 98765", True),
        ("Tel (020) 2553", True),
        ("Email asha@mail.example", True),
        ("Mobile phones", False),
        ("Amount 98765", False),
        ("our Mobile 98765", False),
    ],
)
def test_figures_behind_a_label_of_contacts_are_as_good_as_a_colon(text: str, colon: bool) -> None:
    assert marked(text).marks[0].colon is colon


def test_only_what_leads_or_has_a_colon_is_surely_a_label() -> None:
    for text, strong in (("Name Asha", True), ("his Name: Asha", True), ("in the Name Asha", False)):
        assert mark(marked(text), "name").strong is strong


# Pieces


def test_a_value_ends_where_the_next_label_begins() -> None:
    assert rest("Name: Asha Verma Mobile: 98765", "name") == "Asha Verma"
    assert rest("Name: Asha Mobile Verma", "name") == "Asha Mobile Verma"
    assert rest("Name:", "name") == ""


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Name:", True),
        ("Name: Asha", True),
        ("Name", True),
        ("* Name", True),
        ("नाम Name", True),
        ("Name Asha", False),
        ("12 Name", False),
        ("Asha", False),
    ],
)
def test_a_run_of_words_is_a_label_with_its_colon_or_alone(text: str, label: bool) -> None:
    page = marked(text)
    assert page.is_label(page.layout.segments[0]) is label


def test_the_first_label_of_a_run_may_have_two_words_before_it() -> None:
    for before, found in (("", True), ("1 ", True), ("1 2 ", True), ("1 2 3 ", False)):
        page = marked(f"{before}Name: Asha")
        assert (page.first_mark(page.layout.segments[0]) is not None) is found, before
    page = marked("क ख ग Name: Asha")
    assert page.first_mark(page.layout.segments[0]) is not None, "words in another script do not count"


def test_lines_one_under_the_other_have_a_comma_where_one_ended_for_good() -> None:
    def joined(text: str) -> str:
        page = marked(text)
        return page.lines([page.span(segment) for segment in page.layout.segments]).text

    # The next word would have found room in the line above: the line ended for good.
    assert joined("Flat 12\nGreen Apartments near the lake") == "Flat 12, Green Apartments near the lake"
    assert joined("Flat 12 Green Apartments near\nthe lake") == "Flat 12 Green Apartments near the lake"
    assert joined("Flat 12,\nGreen Apartments near the lake") == "Flat 12, Green Apartments near the lake"
    assert joined("Flat 12 -\nGreen Apartments near the lake") == "Flat 12 - Green Apartments near the lake"
    # A road ends a part of an address, a city begins one.
    assert joined("Camp Town\nHall of Pune and all that") == "Camp Town, Hall of Pune and all that"
    assert joined("opposite to Mahatma Gandhi Road\nTown Hall of Pune") == (
        "opposite to Mahatma Gandhi Road Town Hall of Pune"
    ), "a word that says what something is goes on with the one before"
    assert joined("12 Mahatma Gandhi Road\nShivajinagar Camp") == "12 Mahatma Gandhi Road, Shivajinagar Camp"
    assert joined("opposite the Sunrise Towers\nNashik 422002 Maharashtra") == (
        "opposite the Sunrise Towers, Nashik 422002 Maharashtra"
    )


def test_a_part_of_a_text_says_which_words_it_touches() -> None:
    page = marked("Flat 12\nGreen Apartments near the lake")
    span = page.lines([page.span(segment) for segment in page.layout.segments])
    text = span.text
    assert [token.text for token in span.within(0, 4)] == ["Flat"]
    assert [token.text for token in span.within(3, 6)] == ["Flat", "12"]
    at = text.index("Green")
    assert [token.text for token in span.within(at, at + 1)] == ["Green"]
    assert [token.text for token in span.within(at - 2, at)] == [], "the comma that was put between"
    assert [token.text for token in span.within(0, len(text))] == ["Flat", "12", *text.split()[2:]]
    assert Span(()).text == ""
    assert Span(()).within(0, 5) == ()


@pytest.mark.parametrize(
    ("format", "text", "read", "certain"),
    [
        # Its check digit is wrong as printed, and would be right with an O.
        ("gstin", "24CDLPP9034M1ZB", ["24COLPP9034M1ZB"], ["24CDLPP9034M1ZB"]),
        ("gstin", "27AAPFU0939F1ZV", ["27AAPFU0939F1ZV"], ["27AAPFU0939F1ZV"]),
        # A letter where only a digit can stand, a digit where only a letter can: the check digit says which was meant.
        ("gstin", "27AAPFUO939F1ZV", ["27AAPFU0939F1ZV"], ["27AAPFU0939F1ZV"]),
        ("gstin", "27AAPFU0939FIZV", ["27AAPFU0939F1ZV"], ["27AAPFU0939F1ZV"]),
        ("gstin", "27AAPFUO939F1ZW", ["27AAPFU0939F1ZW"], []),
        ("gstin", "27 AAPFU 0939 F1ZV", ["27AAPFU0939F1ZV"], ["27AAPFU0939F1ZV"]),
        ("pan", "QT-2025-0118", ["QTZOZ5011B"], []),
    ],
)
def test_in_words_that_are_certain_no_sign_is_changed_that_fits_its_place(
    format: str, text: str, read: list[str], certain: list[str]
) -> None:
    for confidence, values in ((0.97, read), (1.0, certain)):
        page = marked(text, confidence=confidence)
        span = page.span(page.layout.segments[0])
        assert [found.value for found in span.values(get_format(format))] == values


def row(line: int, *words: tuple[str, int, int]) -> list[Word]:
    return [Word(text, (left, line * LINE, right, line * LINE + 24), 0.97, line) for text, left, right in words]


def test_of_narrow_cells_in_one_run_the_one_under_the_label_is_meant() -> None:
    known = ("engine no", "chassis no", "colour")
    heads = row(0, ("Engine", 0, 70), ("No", 84, 108), ("Chassis", 140, 224), ("No", 238, 262), ("Colour", 294, 360))
    cells = row(1, ("HA11", 0, 60), ("EY", 74, 108), ("MBL", 140, 190), ("HAW", 204, 260), ("Red", 292, 340))
    prose = row(
        4, *((word, at * 50, at * 50 + 36) for at, word in enumerate(["so", "that", "most", "spaces", "are", "narrow"]))
    )
    layout = Layout.of(Page(1, 600, 800, (*heads, *cells, *prose)))
    assert len(layout.segments) == 3
    page = MarkedPage(layout, tuple(map(key, known)), Vocabulary(known))
    below = layout.segments[1]
    under = {phrase: page.under(mark(page, phrase), below).text for phrase in map(key, known)}
    assert under == {"engineno": "HA11 EY MBL HAW Red", "chassisno": "MBL HAW", "colour": "Red"}, (
        "under the first label the whole run is looked at"
    )


def test_what_stands_below_is_within_reach_and_under_the_same_place() -> None:
    page = marked("Name        Date\nAsha        12/04\n\nVerma\n\n\n\nfar")
    name = page.layout.of_token(mark(page, "name").first)
    text = [page.span(each).text for each in page.below(name, 5, 2.0)]
    assert text == ["Asha", "Verma"]
    assert [page.span(each).text for each in page.below(name, 5, 6.0)] == ["Asha", "Verma", "far"]
    assert [page.span(each).text for each in page.below(name, 1, 6.0)] == ["Asha"]


def box(left: int, right: int, row: int = 0) -> Segment:
    return Segment(0, 0, 0, (left, row * LINE, right, row * LINE + 24))


@pytest.mark.parametrize(
    ("left", "right", "under"),
    [
        (100, 200, True),
        (148, 400, True),
        (52, 60, True),
        (149, 400, True),
        (151, 400, False),
        (40, 149, False),
        (40, 151, True),
        (0, 1000, True),
        (300, 400, False),
    ],
)
def test_runs_overlap_that_begin_at_one_place_or_share_half_of_the_narrower(left: int, right: int, under: bool) -> None:
    assert overlaps(box(100, 200), box(left, right, 1), 24) is under


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Nashik 422002", True),
        ("Nashik - 422 002.", True),
        ("Nashik 422002 Maharashtra", False),
        ("Nashik 922002", False),
        ("No. 1422002", False),
        ("Nashik", False),
    ],
)
def test_an_address_is_whole_with_its_pin_code(text: str, whole: bool) -> None:
    assert complete(marked(text).layout.tokens) is whole
