"""What speaks for a type: where a phrase stands, which of two outranks the other, and each condition of a clue at its border."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from simulator.documents.classify import clue_text, matched_clues, score_type
from simulator.documents.evidence import Evidence
from simulator.documents.phrases import Vocabulary
from simulator.documents.schema import Clue, Where
from tests.documents.drawn import DrawnSheet, drawn_sheet

PHRASES = ("tax invoice", "invoice", "delivery note", "library card", "7/12", "no", "total")


def evidence(*pages: str | DrawnSheet, phrases: tuple[str, ...] = PHRASES, **how: Any) -> Evidence:
    sheets = [page if isinstance(page, DrawnSheet) else drawn_sheet(page, **how) for page in pages]
    return Evidence(sheets, Vocabulary(phrases))


def taller(text: str, line: int, factor: float) -> DrawnSheet:
    """A page with the print of one line so much higher."""
    sheet = drawn_sheet(text)
    words = [
        msgspec.structs.replace(word, box=(*word.box[:3], word.box[1] + round(24 * factor)))
        if word.line == line
        else word
        for word in sheet.page.words
    ]
    return DrawnSheet(msgspec.structs.replace(sheet.page, words=tuple(words)))


BODY = "\n".join(f"words of a paper that go on and on {at}" for at in range(20))


# Where


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Tax Invoice\n" + BODY, {"anywhere", "top", "line", "title"}),
        (BODY + "\nTax Invoice", {"anywhere", "line"}),
        ("this is no tax invoice at all of ours\n" + BODY, {"anywhere", "top"}),
        (BODY + "\nthis is no tax invoice at all of ours", {"anywhere"}),
        ("Tax Invoice 2024-017\n" + BODY, {"anywhere", "top", "line", "title"}),
        # A label among others, and one with its colon.
        ("Tax Invoice     Delivery Note     Other Ref\n" + BODY, {"anywhere", "top", "line"}),
        ("Tax Invoice     Delivery Note\n" + BODY, {"anywhere", "top", "line", "title"}),
        ("Tax Invoice: of whatever it may be about\n" + BODY, {"anywhere", "top"}),
    ],
)
def test_a_phrase_stands_somewhere_at_the_top_in_its_own_line_or_as_the_title(text: str, places: set[str]) -> None:
    every: tuple[Where, ...] = ("anywhere", "top", "line", "title")
    found = evidence(text)
    assert {where for where in every if found.has("tax invoice", where)} == places


def test_large_print_is_a_title_wherever_it_stands() -> None:
    text = BODY + "\nTax Invoice"
    for factor, title in ((1.25, False), (1.5, True)):
        assert evidence(taller(text, 20, factor)).has("tax invoice", "title") is title


def test_a_title_and_the_top_are_on_the_first_page_and_anything_on_the_first_three() -> None:
    pages = [BODY, BODY, "Tax Invoice\n" + BODY]
    assert evidence(*pages).has("tax invoice")
    assert evidence(*pages).has("tax invoice", "line")
    assert not evidence(*pages).has("tax invoice", "top")
    assert not evidence(*pages).has("tax invoice", "title")
    assert not evidence(BODY, *pages).has("tax invoice"), "the fourth page may be an enclosed paper"


def test_the_top_is_a_third_of_where_words_stand() -> None:
    lines = [f"line {at}" for at in range(20)]
    for at, top in ((0, True), (7, True), (8, False)):
        text = "\n".join([*lines[:at], "of the tax invoice for you and yours", *lines[at:]])
        assert evidence(text).has("tax invoice", "top") is top, at


def test_the_top_of_a_page_with_few_lines_is_a_part_of_the_page() -> None:
    lines = [f"line {at}" for at in range(8)]
    text = "\n".join([*lines[:5], "of the tax invoice for you and yours", *lines[5:]])
    assert evidence(text).has("tax invoice", "top")


@pytest.mark.parametrize(
    ("text", "own"),
    [
        # Ten letters of 22 are enough of a line, of 23 they are not.
        ("Tax Invoice abcdef ghijkl", True),
        ("Tax Invoice abcdef ghijklm", False),
        ("abcdef ghijkl Tax Invoice", True),
        ("abcdef ghijklm Tax Invoice", False),
        # A number may be as long as it likes behind it, but not before it.
        ("Tax Invoice 20240417-000000000000017", True),
        ("20240417-000000000000017 Tax Invoice", False),
        ("Tax Invoice: 20240417-00000000000017", False),
        ("Tax Invoice     abcdef ghijklm", True),
        # What stands in brackets behind it belongs to it.
        ("Tax Invoice (abcdef ghijklm nopqr)", True),
        ("Tax Invoice (abcdef ghijklm nopqr", False),
        ("abcdef ghijklm (Tax Invoice)", False),
    ],
)
def test_a_phrase_is_a_line_of_its_own_by_its_part_of_the_letters(text: str, own: bool) -> None:
    assert evidence(text).has("tax invoice", "line") is own


def test_the_top_is_measured_from_the_first_word_and_not_from_the_edge() -> None:
    lines = ["\n" * 20, *(f"line {at}" for at in range(12))]
    text = "\n".join([*lines[:8], "of the tax invoice for you and yours", *lines[8:]])
    assert not evidence(text).has("tax invoice", "top")
    text = "\n".join([*lines[:2], "of the tax invoice for you and yours", *lines[2:]])
    assert evidence(text).has("tax invoice", "top")


@pytest.mark.parametrize(
    ("row", "title"),
    [
        ("Tax Invoice     abc     def", False),
        ("Tax Invoice     ab     de", True),
        ("Tax Invoice     abc", True),
        ("Tax Invoice     12     34     56", True),
        # Labels with their values are no heads of columns.
        ("GSTIN : 08AB12     Tax Invoice     State : Assam", True),
        ("GSTIN No. : 08AB12     Tax Invoice     Phone (Off): 123", True),
        ("Tax Invoice     Tax Invoice     Tax Invoice", False),
        ("GSTIN :     Tax Invoice     State :", False),
    ],
)
def test_one_of_three_labels_in_a_row_is_no_title(row: str, title: bool) -> None:
    assert evidence(f"{row}\n{BODY}").has("tax invoice", "title") is title


def test_a_number_with_a_stroke_is_not_the_number_without() -> None:
    assert evidence("Form 7/12 of Pune").has("7/12")
    assert not evidence("Form 712 of Pune").has("7/12")
    assert evidence("Form 7/12").hits("7/12") == evidence("Form 7/12").hits("7/12")


def test_misread_words_count_where_the_engine_was_not_sure() -> None:
    assert evidence("Lihrary Card", confidence=0.7).has("library card")
    assert not evidence("Lihrary Card", confidence=0.97).has("library card")


# Which outranks which


@pytest.mark.parametrize(
    ("text", "outranks"),
    [
        # By itself in its line.
        ("Tax Invoice\nagainst your delivery note of May", True),
        ("against our tax invoice of May\nDelivery Note", False),
        # Both by themselves: the upper one.
        ("Tax Invoice\nDelivery Note", True),
        ("Delivery Note\nTax Invoice", False),
        # A number may stand beside it, a colon makes a label of it.
        ("Tax Invoice: of ours\nDelivery Note 17", False),
        ("Tax Invoice 17\nDelivery Note: of ours", True),
        ("against our Tax Invoice of May\nDelivery Note     : 8011", True),
        ("Tax Invoice", True),
        ("nothing", False),
    ],
)
def test_the_title_outranks_what_is_named_under_it(text: str, outranks: bool) -> None:
    assert evidence(text).outranks(["tax invoice"], ["delivery note"], "anywhere") is outranks


def test_much_larger_print_outranks_what_stands_above_it() -> None:
    text = "Delivery Note\nTax Invoice"
    for factor, outranks in ((1.2, False), (1.35, True)):
        assert evidence(taller(text, 1, factor)).outranks(["tax invoice"], ["delivery note"], "anywhere") is outranks
    assert not evidence(taller("Tax Invoice\nDelivery Note", 1, 1.35)).outranks(
        ["tax invoice"], ["delivery note"], "anywhere"
    )


def test_letters_below_the_line_make_no_print_larger() -> None:
    """A box around `Delivery` is a quarter higher than one around `TAX` in the same print."""
    sheet = drawn_sheet("TAX INVOICE\nDelivery Note")
    words = [
        msgspec.structs.replace(word, box=(*word.box[:3], word.box[3] + 8)) if word.text == "Delivery" else word
        for word in sheet.page.words
    ]
    tailed = DrawnSheet(msgspec.structs.replace(sheet.page, words=tuple(words), source="ocr"))
    assert not evidence(tailed).outranks(["delivery note"], ["tax invoice"], "anywhere")
    larger = taller("TAX INVOICE\nDelivery Note", 1, 1.7)
    assert evidence(larger).outranks(["delivery note"], ["tax invoice"], "anywhere")


def test_a_phrase_within_a_longer_one_loses_and_a_longer_one_wins() -> None:
    found = evidence("Tax Invoice")
    assert not found.outranks(["invoice"], ["tax invoice"], "anywhere")
    assert found.outranks(["tax invoice"], ["invoice"], "anywhere")
    assert found.outranks(["tax invoice"], ["tax invoice"], "anywhere"), "a phrase does not beat itself"
    begun = evidence("Tax Invoice", phrases=("tax", "tax invoice"))
    assert not begun.outranks(["tax"], ["tax invoice"], "anywhere")
    assert begun.outranks(["tax invoice"], ["tax"], "anywhere")


def test_a_colon_behind_makes_a_label_that_a_plain_line_outranks() -> None:
    assert not evidence("Tax Invoice: 17\nDelivery Note 18").outranks(["tax invoice"], ["delivery note"], "anywhere")
    assert evidence("Tax Invoice 17\nDelivery Note: 18").outranks(["tax invoice"], ["delivery note"], "anywhere")
    beside = evidence("Delivery Note 18 of\nTax Invoice 17")
    assert beside.outranks(["tax invoice"], ["delivery note"], "anywhere"), "a word stands with the upper one"


# Clues


def held(clue: Clue, *pages: str) -> str | None:
    return matched_clues(clue, evidence(*pages))


def test_so_many_of_some_phrases_have_to_be_there() -> None:
    clue = Clue(any=("tax invoice", "delivery note", "library card"), at_least=2)
    assert held(clue, "Tax Invoice") is None
    assert held(clue, "Tax Invoice\nDelivery Note") == '"tax invoice", "delivery note"'
    assert held(Clue(any=("tax invoice", "delivery note")), "Delivery Note") == '"delivery note"'


def test_what_no_row_may_match() -> None:
    clue = Clue(any=("invoice",), unmatched=r"(?i)invoice \d{4}")
    assert held(clue, "Invoice of March") == '"invoice" and no row matches (?i)invoice \\d{4}'
    assert held(clue, "Invoice of March\nour invoice 2024 says so") is None
    assert clue_text(clue) == '"invoice"; no row matches (?i)invoice \\d{4}'


def test_a_clue_that_holds_by_what_no_row_matches_alone_has_words() -> None:
    assert held(Clue(unmatched="[0-9]"), "Invoice") == "no row matches [0-9]"
    nothing_else = Clue(unmatched="[0-9]", weight=0.5)
    assert score_type("LETTER", [nothing_else], evidence("Invoice")).matched == ("no row matches [0-9] +0.50",)


@pytest.mark.parametrize(
    ("text", "there"),
    [("as per company policy", False), ("Policy # 4411", True), ("Policy #4411", True), ("Policy# 4411", True)],
)
def test_a_phrase_that_ends_with_a_sign_is_meant_with_it(text: str, there: bool) -> None:
    assert evidence(text, phrases=("policy #",)).has("policy #") is there


def test_all_of_some_and_none_of_others() -> None:
    clue = Clue(all=("tax invoice", "total"), none=("delivery note",))
    assert held(clue, "Tax Invoice\nTotal") == '"tax invoice", "total" and no "delivery note"'
    assert held(clue, "Tax Invoice") is None
    assert held(clue, "Tax Invoice\nTotal\nDelivery Note") is None


def test_where_the_phrase_stands_is_said() -> None:
    assert held(Clue(any=("tax invoice",), where="title"), "Tax Invoice") == '"tax invoice" as the title'
    assert held(Clue(any=("tax invoice",), where="top"), "Tax Invoice") == '"tax invoice" at the top'
    assert held(Clue(any=("tax invoice",), where="line"), "Tax Invoice") == '"tax invoice" as a line'


def test_one_phrase_in_two_spellings_counts_once() -> None:
    clue = Clue(any=("tax invoice", "tax-invoice", "delivery note"), at_least=2)
    assert held(clue, "Tax Invoice of May") is None
    assert held(clue, "Tax Invoice\nDelivery Note") is not None


def test_a_clue_may_say_over_what_and_under_which_title_it_does_not_hold() -> None:
    over = Clue(any=("tax invoice",), over=("delivery note",))
    assert held(over, "Tax Invoice\nagainst your delivery note") is not None
    assert held(over, "Delivery Note\nagainst our tax invoice") is None
    untitled = Clue(any=("tax invoice",), untitled=("delivery note",))
    assert held(untitled, "Delivery Note\nagainst our tax invoice") is None
    assert held(untitled, "against our tax invoice and delivery note") is not None


@pytest.mark.parametrize(("words", "holds"), [(2, False), (3, True), (5, True), (6, False)])
def test_how_many_words_a_document_has(words: int, holds: bool) -> None:
    text = " ".join(["word"] * words) + " a - 1"
    assert (held(Clue(words=(3, 5)), text) is not None) is holds
    if holds:
        assert held(Clue(words=(3, 5)), text) == f"{words} words"


def test_patterns_are_held_against_rows() -> None:
    clue = Clue(pattern=r"No\. \d{3}")
    assert held(clue, "Card No. 123") == "'No. 123'"
    assert held(clue, "Card No.\n123") is None
    assert held(clue, "Card No.      123") == "'No. 123'", "columns of a row are one text"


def test_values_of_a_format_count_if_they_are_strict_and_different() -> None:
    pan = Clue(format="pan")
    assert held(pan, "of ABCPV1234K") == "a valid pan"
    assert held(pan, "of ABCQV1234K") is None, "there is no such kind of holder"
    two = Clue(format="pan", at_least=2)
    assert held(two, "ABCPV1234K and ABCPV1234K") is None
    assert held(two, "ABCPV1234K and ABCPV1235K") == "2 valid pan"
    with_any = Clue(any=("tax invoice", "total"), format="pan", at_least=2)
    assert held(with_any, "Tax Invoice\nTotal\nABCPV1234K") is not None, "there, `at_least` is of the phrases"


def test_a_source_that_says_no_does_not_hold() -> None:
    assert held(Clue(source="mrz:indian"), "Tax Invoice") is None
    assert held(Clue(source="nothing:there"), "Tax Invoice") is None


def test_all_parts_of_a_clue_must_hold_together() -> None:
    clue = Clue(any=("tax invoice",), pattern="Pune", words=(1, 9))
    assert held(clue, "Tax Invoice\nPune") == "3 words and \"tax invoice\" and 'Pune'"
    assert held(clue, "Tax Invoice\nNashik") is None
    assert held(clue, "Total\nPune") is None


def test_a_clue_is_put_into_words() -> None:
    clue = Clue(
        any=("a", "b"), at_least=2, over=("c",), all=("d",), none=("e",), untitled=("f", "g"), pattern="h", words=(1, 2)
    )
    assert (
        clue_text(clue)
        == '2 of "a", "b" over "c"; all of "d"; none of "e"; not titled "f", "g"; pattern h; 1 to 2 words'
    )
    assert clue_text(Clue(format="pan", source="seen:stamp")) == "format pan; source seen:stamp"


@pytest.mark.parametrize(
    ("line", "title"), [("Annual Fee Receipt / Tax Invoice", True), ("Annual Fee Receipt of Tax Invoice", False)]
)
def test_what_a_large_line_names_the_paper_by_besides_is_a_title(line: str, title: bool) -> None:
    sheet = drawn_sheet(f"{line}\n{BODY}")
    high = {"Annual": 24, "Fee": 24, "Receipt": 36, "/": 36, "of": 24, "Tax": 24, "Invoice": 24}
    words = tuple(
        msgspec.structs.replace(word, box=(*word.box[:3], word.box[1] + high[word.text])) if word.line == 0 else word
        for word in sheet.page.words
    )
    read = evidence(DrawnSheet(msgspec.structs.replace(sheet.page, words=words)))
    assert read.has("tax invoice", "title") is title


@pytest.mark.parametrize(
    ("line", "own"),
    [
        ("TAX INVOICE - RETAIL (ORIGINAL FOR THE RECIPIENT)", True),
        ("TAX INVOICE - (1) THREE COPIES AND A CHALLAN", False),
    ],
)
def test_what_a_line_ends_with_in_brackets_takes_no_part_of_it(line: str, own: bool) -> None:
    assert evidence(f"words before\n{line}\n{BODY}").has("tax invoice", "line") is own
