"""What a page says of its own amounts: words that prove figures, sums that tell a rupee sign from a digit, groupings."""

from __future__ import annotations

import pytest

from simulator.documents.extract.money import Money
from simulator.documents.formats.model import CHECKED, LOOSE, Found

WORDS = "Rupees Twenty Seven Thousand Only"


def settled(value: str, *rows: str, confidence: float = 0.7) -> Found:
    return Money(rows).settled(Found(value, 0, len(value), LOOSE), confidence)


def value(read: str, *rows: str, confidence: float = 0.7) -> str:
    return settled(read, *rows, confidence=confidence).value


# Words


@pytest.mark.parametrize(
    "row",
    [
        WORDS,
        "Amount in words: Twenty Seven Thousand",
        "INR Twenty Seven Thousand ONLY",
        "RUPEES TWENTY SEVEN THOUSAND",
    ],
)
def test_an_amount_in_words_proves_the_same_in_figures(row: str) -> None:
    money = Money(["Total 27,000.00", row])
    assert money.spelled_out("27,000.00")
    assert money.spelled_out("-27,000.00"), "of a credit note the words have no minus"
    assert not money.spelled_out("27,001.00")
    assert not money.spelled_out("no amount")
    assert money.settled(Found("27,000.00", 0, 9, LOOSE), 0.1).proof == CHECKED


def test_words_may_run_on_into_the_next_row() -> None:
    rows = ("Rupees Twenty One Thousand Four Hundred", "Ninety Nine Only")
    assert Money(rows).spelled_out("21,499.00")
    assert Money(rows).spelled_out("21,400.00"), "the row by itself is an amount, too"
    assert not Money((rows[0], "", rows[1])).spelled_out("21,499.00"), "but not further than into the next"


@pytest.mark.parametrize(
    "row",
    [
        # Nothing says that it is an amount of money, or it has no hundred, thousand or the like.
        "A thousand thanks to you",
        "Rupees Seven Only",
        "Twenty Seven Thousand",
        "Delivery only within hundred km",
    ],
)
def test_other_words_are_no_amount(row: str) -> None:
    assert not any(Money([row]).spelled_out(each) for each in ("1,000.00", "7.00", "27,000.00"))


def test_a_page_without_words_proves_nothing() -> None:
    assert settled("0", "Total 0") == Found("0", 0, 1, LOOSE)
    assert not Money([]).spelled_out("0.00")


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("24,000.00", "27,000.00"),
        ("27,900.00", "27,000.00"),
        ("97,000.00", "27,000.00"),
        ("27000", "27000"),
        ("24000", "27000"),
        ("24,000", "27,000"),
        ("27.080,00", "27.000,00"),
        # Two digits off, or another number of digits: another amount.
        ("24,900.00", "24,900.00"),
        ("2,700.00", "2,700.00"),
        ("227,100.00", "227,100.00"),
        # Only the paise differ.
        ("27,000.50", "27,000.50"),
    ],
)
def test_one_digit_that_keeps_an_amount_from_its_words_was_misread(read: str, meant: str) -> None:
    found = settled(read, WORDS)
    assert found.value == meant
    assert found.mended == (read != meant)


def test_of_few_digits_one_is_no_misreading() -> None:
    assert value("9,700.00", "Rupees Two Thousand Seven Hundred Only") == "9,700.00"
    assert value("9700", "Rupees Two Thousand Seven Hundred Only") == "9700"
    assert value("12,350.00", "Rupees Twelve Thousand Three Hundred Forty Only") == "12,340.00"


def test_a_digit_before_the_amount_that_is_spelled_out_was_its_sign() -> None:
    for read, meant in (("227,000.00", "27,000.00"), ("7,27,000.00", "27,000.00"), ("227000", "27000")):
        found = settled(read, WORDS)
        assert (found.value, found.proof, found.mended) == (meant, CHECKED, True)
    assert value("-27,000.00", WORDS) == "-27,000.00"


def test_an_amount_that_was_surely_read_stays_where_figures_say_the_words_too() -> None:
    page = ("Basic 29,000.00", "Net pay 27,000.00", WORDS)
    assert value("29,000.00", *page, confidence=0.99) == "29,000.00"
    assert value("29,000.00", *page, confidence=0.93) == "27,000.00"
    assert value("29,000.00", "Net pay 28,500.00", WORDS, confidence=0.99) == "27,000.00"


# The rupee sign


def test_grouped_in_threes_where_india_counts_in_twos_the_first_digit_is_a_sign() -> None:
    assert value("246,499.00", "Amounts in INR") == "46,499.00"
    assert value("246,499", "GSTIN 27AAPFU0939F1ZV") == "46,499"
    for mark in ("₹", "Rs", "M.R.P", "MRP", "India", "5 lakh", "2 crores", "PIN 422002"):
        assert value("246,499.00", mark) == "46,499.00", mark


@pytest.mark.parametrize(
    ("read", "rows"),
    [
        ("246,499.00", ()),
        ("246,499.00", ("Amounts in USD",)),
        ("246,499.00", ("Rsvp", "PINE street", "Indiana")),
        ("2,46,499.00", ("Amounts in INR",)),
        ("46,499.00", ("Amounts in INR",)),
        # No digit that the sign is read as, or nothing that is left of it.
        ("446,499.00", ("Amounts in INR",)),
        ("2046,499.00", ("Amounts in INR",)),
        # Another amount of the page shows that figures are grouped in threes.
        ("246,499.00", ("Amounts in INR", "Turnover 1,246,499")),
        ("246,499.00", ("Amounts in INR", "Stock 451,200")),
    ],
)
def test_without_india_on_the_page_or_with_groups_of_three_it_is_a_digit(read: str, rows: tuple[str, ...]) -> None:
    assert value(read, *rows) == read


@pytest.mark.parametrize("rows", [("Stock 251,200",), ("Stock 51,200",), ("Code 451,2009",)])
def test_figures_that_fit_both_groupings_say_nothing_of_them(rows: tuple[str, ...]) -> None:
    assert value("246,499.00", "Amounts in INR", *rows) == "46,499.00"


SUMS = ("Amounts in INR", "Taxable 500.00", "CGST 45.00", "SGST 45.00")


def test_sums_say_whether_the_first_digit_is_a_sign() -> None:
    assert value("7590.00", *SUMS) == "590.00"
    assert value("2590.00", *SUMS, "Cess 2,000.00") == "2590.00", "it adds up as it is"
    assert value("7590.00", *SUMS[:2], "CGST 46.00") == "7590.00"
    assert value("7590.00", *SUMS[1:]) == "7590.00", "nothing says that it is India's"


def test_a_sum_may_have_the_sign_before_every_amount() -> None:
    assert value("7590.00", "Amounts in INR", "Taxable 7500.00", "CGST 745.00", "SGST 745.00") == "590.00"


def test_the_last_amounts_of_rows_one_after_the_other_may_be_many() -> None:
    rows = [f"Item {number} 2 {10 * number}.00 {100 + number}.00" for number in range(1, 8)]
    total = sum(100 + number for number in range(1, 8))
    assert value(f"2{total}.00", "Rs", *rows) == f"{total}.00"
    assert value(f"2{total + 1}.00", "Rs", *rows) == f"2{total + 1}.00"
    spoiled = [*rows[:3], "Freight 5,000.00", *rows[3:]]
    assert value(f"2{total}.00", "Rs", *spoiled) == f"2{total}.00", "not one after the other"


def test_paise_of_rounding_do_not_spoil_a_sum() -> None:
    assert value("7590.01", "Rs", "Taxable 500.00", "CGST 45.00", "SGST 45.00") == "590.01"
    assert value("7590.02", "Rs", "Taxable 500.00", "CGST 45.00", "SGST 45.00") == "7590.02"


def test_percentages_and_plain_numbers_are_no_addends() -> None:
    rows = ("Rs", "Taxable 500.00", "Tax 90.00%", "Serial 90")
    assert value("7590.00", *rows) == "7590.00"
    assert value("7590.00", *rows, "Tax 90.00") == "590.00"


@pytest.mark.parametrize(("others", "meant"), [(38, "590.00"), (39, "7590.00")])
def test_only_up_to_forty_amounts_are_tried_in_every_combination(others: int, meant: str) -> None:
    # The first and the last are 590 together; no others are, nor rows that follow each other.
    rows = ["Rs", "95.00", *(f"{number}.37" for number in range(400, 400 + others)), "495.00"]
    assert value("7590.00", *rows) == meant


@pytest.mark.parametrize(
    ("rows", "adds_up"),
    [
        (("100.00", "490.00"), True),
        (("x 100.00", "y", "z 490.00"), True),
        (("295.00",), True),
        (("100.00", "190.00", "300.00"), True),
        (("5.00", "85.00", "200.00", "300.00"), True),
        (("85.00", "5.00", "total", "300.00", "200.00"), True),
        # The amount itself, once more, is no sum of others.
        (("590.00",), False),
        (("590.00", "0.00"), False),
        (("600.00", "10.00"), False),
        (("589.00",), False),
        (("1,000.00", "4.00"), False),
    ],
)
def test_two_or_three_amounts_or_those_of_rows_below_each_other_make_a_sum(
    rows: tuple[str, ...], adds_up: bool
) -> None:
    found = settled("7590.00", "Rs", *rows)
    assert (found.value, found.mended) == (("590.00", True) if adds_up else ("7590.00", False))


@pytest.mark.parametrize(("read", "meant"), [("1500", "1500"), ("1500.0", "500.0"), ("7500.00", "500.00")])
def test_of_short_amounts_only_the_digit_before_what_is_spelled_out_goes(read: str, meant: str) -> None:
    assert value(read, "Rupees Five Hundred Only") == meant


def test_words_for_the_tax_are_not_those_for_the_whole_amount() -> None:
    money = Money(
        [
            "Total 52,510.00",
            "INR Fifty Two Thousand Five Hundred Ten Only",
            "Tax Amount (in words) : INR Eight Thousand Ten Only",
        ]
    )
    assert money.spelled_out("52,510.00")
    assert not money.spelled_out("8,010.00")


def test_words_that_were_read_in_part_change_no_amount_that_others_add_up_to() -> None:
    words = "Amount in words: Four hundred and fifty seven thousand"
    assert value("457,500.00", "457,500.00", words) == "457,000.00"
    assert value("457,500.00", "285,000.00", "48,500.00", "124,000.00", "457,500.00", words) == "457,500.00"
