"""Values beside their labels: right, below, left and above; which of several, and where a value of several lines ends."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.documents.extract.candidate import Candidate
from simulator.documents.extract.labels import beside, best, going_on
from simulator.documents.extract.places import Region
from simulator.documents.formats import get_format
from simulator.documents.schema import Find
from tests.documents.drawn import LINE, marked


def found(
    text: str, *labels: str, format: str = "text", also: tuple[str, ...] = (), region: Region | None = None, **how: Any
) -> list[Candidate]:
    """Every candidate beside one of the labels."""
    page = marked(text, *labels, *also)
    return list(beside(page, Find(labels=labels, **how), get_format(format), region))


def values(text: str, *labels: str, **how: Any) -> list[str]:
    return [each.found.value for each in found(text, *labels, **how)]


# Right


@pytest.mark.parametrize(
    "text",
    [
        "Holder: Asha Verma",
        "Holder Asha Verma",
        "Holder       Asha Verma",
        "Holder :      Asha Verma",
        "Holder:\nAsha Verma",
    ],
)
def test_a_value_stands_right_of_its_label_in_its_run_or_the_next_or_below(text: str) -> None:
    assert values(text, "holder", format="name")[0] == "Asha Verma"


def test_the_next_cell_is_no_value_where_it_is_a_label_or_too_far() -> None:
    assert values("Holder      Branch: Pune", "holder", format="name", look=("right",)) == []
    assert values("Holder      Mobile\nAsha        98765", "holder", format="name", look=("right",)) == []
    near, far = "Holder" + " " * 30 + "Asha", "Holder" + " " * 90 + "Asha"
    assert values(near, "holder", format="name") == ["Asha"]
    assert values(far, "holder", format="name", look=("right",)) == []


@pytest.mark.parametrize("head", ["Holder Details", "Holder and Owner Details", "Holder Information"])
def test_a_heading_of_a_block_has_no_value_beside_it(head: str) -> None:
    assert values(f"{head}\nHolder       Asha Verma", "holder", format="name", look=("right",)) == ["Asha Verma"]


def test_an_amount_in_words_ends_with_its_currency() -> None:
    text = "In words      Thirty one thousand two hundred rupees only"
    assert values(text, "in words", format="amount_in_words", also=("rupees",)) == [
        "Thirty one thousand two hundred rupees only"
    ]


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("I agree to pay the monthly rent for UNIT 207 as said", []),
        ("I agree to pay the monthly rent of Rs. 14,000 as said", ["14,000"]),
        ("Monthly rent 14000", ["14000"]),
    ],
)
def test_within_a_sentence_an_amount_has_the_form_of_one(text: str, amounts: list[str]) -> None:
    assert values(text, "monthly rent", format="amount", look=("right",)) == amounts


def test_signs_alone_are_no_value() -> None:
    assert values("Holder : --     Asha Verma", "holder", format="name") == ["Asha Verma"]
    assert values("Holder -- :     ..     Asha Verma", "holder", format="name") == ["Asha Verma"]


def test_a_strict_format_looks_further_along_the_row() -> None:
    text = "Valid until :   see below   12/04/2027"
    assert values(text, "valid until", format="date") == ["12/04/2027"]
    assert values(text, "valid until") == ["see below"]
    assert values("Valid until : or 12/04/2027", "valid until", format="date") == ["12/04/2027"]


def test_a_value_before_the_next_column_s_label_is_the_last_that_is_looked_at() -> None:
    text = "Issued    12/04/2024 Expires: 12/04/2034"
    assert values(text, "issued", format="date", also=("expires",)) == ["12/04/2024"]
    text = "Issued    never Expires: 12/04/2034"
    assert values(text, "issued", format="date", also=("expires",), look=("right",)) == []


def test_behind_a_value_with_the_next_label_nothing_is_looked_at() -> None:
    text = "Issued    12/04/2024 Expires: 12/04/2034   01/01/2030"
    how = {"format": "date", "also": ("expires",), "look": ("right",)}
    assert values(text, "issued", **how) == ["12/04/2024"]
    assert values(text, "issued", skip=1, **how) == []
    spaced = "Issued    12/04/2024 of it Expires: 12/04/2034"
    assert values(spaced, "issued", **how) == ["12/04/2024"]
    assert values("Issued    12/04/2024 Pune 13/04/2024", "issued", skip=1, **how) == []


@pytest.mark.parametrize(("confidence", "every"), [(0.6, ["arg", "Asha"]), (0.61, ["arg"])])
def test_what_could_hardly_be_read_may_be_another_script_and_the_value_stands_elsewhere(
    confidence: float, every: list[str]
) -> None:
    page = marked("Holder:   arg\nAsha", "holder", unsure={"arg": confidence})
    found = beside(page, Find(labels=("holder",)), get_format("text"), None)
    assert [each.found.value for each in found] == every


def test_a_word_in_a_sentence_is_no_label_unless_the_format_is_strict_or_the_label_long() -> None:
    assert values("paid to the holder Asha Verma today", "holder", format="name") == []
    assert values("valid for the holder until 12/04/2027", "holder", format="date") == ["12/04/2027"]
    assert values("known to the account holder Asha Verma", "account holder") == ["Asha Verma"]


def test_another_label_is_no_value() -> None:
    assert values("Holder: Mobile", "holder") == []
    assert values("Holder\nBranch: Pune\nAsha", "holder", format="name") == []
    assert values("Holder: Asha Account Number", "holder", format="name") == []
    assert values("Holder: Asha Account Number", "holder") == ["Asha Account Number"]


def test_only_labels_in_the_region_count() -> None:
    text = "Holder: Asha\nHolder: Rohan"
    assert values(text, "holder", region=Region((0, LINE, 500, 2 * LINE))) == ["Rohan"]
    assert values(text, "holder", region=Region((0, 9 * LINE, 500, 12 * LINE))) == []


def test_some_of_several_values_are_skipped() -> None:
    text = "Holder: 12/04/2024   13/05/2024   14/06/2024"
    assert values(text, "holder", format="date") == ["12/04/2024"]
    assert values(text, "holder", format="date", skip=1) == ["13/05/2024"]
    assert values(text, "holder", format="date", skip=3, look=("right",)) == []


# Sureness


def test_a_colon_says_most_and_each_later_label_a_little_less() -> None:
    (colon,) = found("Holder: Asha", "holder")
    (plain,) = found("Holder Asha", "holder")
    (inside,) = found("of the account holder Asha", "account holder")
    (below, *_) = found("Holder\nAsha", "holder")
    assert colon.sure == 1.0 > plain.sure > inside.sure
    assert plain.sure > below.sure > inside.sure
    text = "Holder: Asha\nOwner: Rohan"
    first, second = found(text, "owner", "holder")
    assert (first.found.value, second.found.value) == ("Rohan", "Asha"), "in the order of the labels"
    assert second.sure == pytest.approx(first.sure - 0.003)


def test_a_misread_label_is_less_sure() -> None:
    page = marked("lnvoice Number: AB12", "invoice number", confidence=0.6)
    (misread,) = beside(page, Find(labels=("invoice number",)), get_format("code"), None)
    assert misread.sure == pytest.approx(0.97)


def test_the_rule_says_direction_label_and_page() -> None:
    assert found("Holder: Asha", "holder")[0].rule == 'right "holder" on page 1'
    assert found("Holder\nAsha", "holder")[0].rule == 'below "holder" on page 1'


# Amounts


def test_of_the_amounts_in_a_row_the_last_of_the_best_formed_is_meant() -> None:
    assert values("Total   2   1,200.00   9 %   24,990.00   1", "total", format="amount", look=("right",)) == [
        "24,990.00"
    ]
    assert values("Total   2   3", "total", format="amount", look=("right",)) == ["3"]
    assert values("Total : 24,990.00   Tax   90.00", "total", format="amount", look=("right",)) == ["24,990.00"]
    assert values("Total   24,990.00   of which   90.00", "total", format="amount", look=("right",)) == ["24,990.00"]
    assert values("Total   none", "total", format="amount") == []
    assert values("Total : 24,990.00   90.00", "total", format="amount", look=("right",)) == ["24,990.00"], (
        "in one run with its label it is the label's"
    )


def test_behind_a_quantity_nos_is_no_label() -> None:
    text = "Total   1 Nos   24,990.00"
    assert values(text, "total", format="amount", also=("nos",), look=("right",)) == ["24,990.00"]


# Below, left, above


def test_below_a_label_only_three_rows_and_not_behind_another_label_are_looked_at() -> None:
    assert values("Holder\n1\n2\nAsha Verma", "holder", format="name") == ["Asha Verma"]
    assert values("Holder\n1\n2\n3\nAsha Verma", "holder", format="name") == []
    assert values("Holder\nPhone: 98765\nAsha Verma", "holder", format="name") == []
    assert values("Holder\n\n\n\n\n\nAsha Verma", "holder", format="name") == []


def test_below_a_label_with_its_value_beside_it_nothing_is_meant() -> None:
    text = "Holder: --\nAsha Verma"
    assert values(text, "holder", format="name") == []
    assert values("Holder:\nAsha Verma", "holder", format="name") == ["Asha Verma"]


def test_values_may_stand_left_of_a_label_or_above_it() -> None:
    assert values("Asha Verma (Account Holder)", "account holder", look=("left",)) == ["Asha Verma"]
    assert values("Asha Verma      Holder", "holder", look=("left",)) == ["Asha Verma"]
    assert values("far   Asha Verma      Holder", "holder", look=("left",)) == ["Asha Verma"]
    assert values("Asha Verma\nHolder", "holder", look=("above",)) == ["Asha Verma"]
    assert values("Asha Verma\n              of\nHolder", "holder", look=("above",)) == ["Asha Verma"]
    assert values("Asha Verma\n              of\n              x\nHolder", "holder", look=("above",)) == []
    assert values("          Asha Verma\nHolder", "holder", look=("above",)) == []
    (left,) = found("Asha Verma (Account Holder)", "account holder", look=("left",))
    assert left.sure < 0.9


# Values of several lines


def address(text: str, *labels: str, **how: Any) -> str:
    return (values(text, *(labels or ("address",)), format="address", **how) or [""])[0]


def test_an_address_goes_on_below_up_to_its_pin_code() -> None:
    text = "Address: Flat 12, Green Apartments,\n         MG Road, Camp\n         Nashik 422002\n         Maharashtra"
    assert address(text) == "Flat 12, Green Apartments, MG Road, Camp, Nashik 422002"


def test_it_may_go_on_under_its_label() -> None:
    assert address("Address: Flat 12, Green Apartments,\nMG Road, Nashik 422002") == (
        "Flat 12, Green Apartments, MG Road, Nashik 422002"
    )
    assert address(
        "Home address of her    Flat 12, Green Apartments,\nMG Road, Nashik 422002", "home address of her"
    ) == ("Flat 12, Green Apartments")


@pytest.mark.parametrize(
    "below",
    [
        "         Mobile: 98765 43210",
        "         Account Number",
        "\n\n         MG Road, Nashik 422002",
        "                               MG Road, Nashik",
    ],
)
def test_it_ends_before_a_label_a_gap_and_another_column(below: str) -> None:
    assert address(f"Address: Flat 12, Green Apartments,\n{below}") == "Flat 12, Green Apartments"


def test_lines_of_another_column_beside_it_are_not_its_own() -> None:
    text = (
        "Address: Flat 12, Green Apartments,       Bill No: 88\n         MG Road, Nashik 422002           Page 1 of 2"
    )
    assert address(text) == "Flat 12, Green Apartments, MG Road, Nashik 422002"


def test_a_line_that_ends_with_a_label_is_the_last() -> None:
    text = "Address: Flat 12, Green Apartments,\n         MG Road, Camp Mobile: 98765\n         Nashik 422002"
    assert address(text) == "Flat 12, Green Apartments, MG Road, Camp"


def test_a_long_known_phrase_at_a_line_s_start_ends_an_address_and_a_short_one_does_not() -> None:
    text = "Address: Flat 12, Green Apartments,\n         {} Society, MG Road\n         Nashik 422002"
    assert address(text.format("State")) == "Flat 12, Green Apartments, State Society, MG Road, Nashik 422002"
    assert address(text.format("Signature")) == "Flat 12, Green Apartments"


def test_lines_are_limited() -> None:
    lines = ["Address: Flat 12, Green", *(f"         Road number {at}" for at in range(9))]
    assert address("\n".join(lines)).endswith("Road number 5")
    assert address("\n".join(lines), lines=2).endswith("Road number 0")
    assert values("Works:   one\n         two\n         three", "works", lines=2) == ["one two"]


def test_centred_lines_go_on() -> None:
    text = "       Flat 12, Green Apartments\n              MG Road\n           Nashik 422002"
    page = marked(text)
    span = going_on(page, page.span(page.layout.segments[0]), None, 7)
    assert span.text == "Flat 12, Green Apartments, MG Road, Nashik 422002"


# The best of a text


def test_of_values_in_a_text_the_better_proven_and_then_the_first_is_taken() -> None:
    date = get_format("date")
    assert best(date, "of 12/04/2024 and 13/04/2024").value == "12/04/2024"  # type: ignore[union-attr]
    gstin = get_format("gstin")
    wrong, right = "27AAPFU0939F1ZX", "27AAPFU0939F1ZV"
    assert best(gstin, f"{wrong} {right}").value == right  # type: ignore[union-attr]
    assert best(date, "never") is None
