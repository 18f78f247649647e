"""Tables of goods: their heads, wrapped cells, where each word belongs, and where the table ends."""

from __future__ import annotations

import pytest

from simulator.documents.extract.tables import Table, tables
from simulator.documents.schema import Headings
from tests.documents.drawn import marked

COLUMNS = (
    Headings("what", ("description", "particulars", "item description")),
    Headings("hsn", ("hsn", "hsn/sac")),
    Headings("qty", ("qty",)),
    Headings("amount", ("amount",)),
)
HEAD = "Description              HSN      Qty     Amount\n"


def every(text: str, *more: str) -> list[Table]:
    heads = (head for column in COLUMNS for head in column.heads)
    return list(tables(marked(text, *heads, *more), COLUMNS))


def items(text: str, *more: str) -> list[dict[str, str]]:
    """The items of the only table."""
    (table,) = every(text, *more)
    return [{name: span.text for name, span in item.items()} for item in table.items]


def test_each_row_below_the_heads_is_an_item_with_its_cells() -> None:
    text = HEAD + (
        "Refrigerator 253 L       8418     1       24,990.00\n"  #
        "Stabiliser               8504     2        3,980.00\n"
    )
    assert items(text) == [
        {"what": "Refrigerator 253 L", "hsn": "8418", "qty": "1", "amount": "24,990.00"},
        {"what": "Stabiliser", "hsn": "8504", "qty": "2", "amount": "3,980.00"},
    ]


@pytest.mark.parametrize(
    "wrapped",
    [
        "Refrigerator 253 L       8418     1       24,990.00\nDouble Door\nSerial AB12345\n",
        "Refrigerator 253 L\nDouble Door              8418     1       24,990.00\nSerial AB12345\n",
        "Refrigerator 253 L\nDouble Door\nSerial AB12345           8418     1       24,990.00\n",
    ],
)
def test_a_description_of_several_lines_belongs_to_the_item_wherever_its_figures_stand(wrapped: str) -> None:
    (item,) = items(HEAD + wrapped)
    assert item == {
        "what": "Refrigerator 253 L Double Door Serial AB12345",
        "hsn": "8418",
        "qty": "1",
        "amount": "24,990.00",
    }


def test_lines_between_two_items_belong_to_the_upper_one() -> None:
    text = HEAD + (
        "Refrigerator             8418     1       24,990.00\n"
        "IMEI 356938035643809\n"
        "Stabiliser               8504     2        3,980.00\n"
        "of Volt Guard\n"
    )
    assert [item["what"] for item in items(text)] == ["Refrigerator IMEI 356938035643809", "Stabiliser of Volt Guard"]


def test_a_row_with_few_of_the_figures_goes_on_with_the_item_above() -> None:
    text = HEAD + (
        "Refrigerator             8418     1       24,990.00\n"
        "less discount                                500.00\n"
        "Stabiliser               8504             3,980.00\n"
    )
    assert [item["amount"] for item in items(text)] == ["24,990.00 500.00", "3,980.00"]


def test_words_belong_to_the_nearest_head_above_them() -> None:
    text = HEAD + "Stabiliser" + " " * 19 + "8504    2" + " " * 12 + "980.00\n"
    (item,) = items(text)
    assert item == {"what": "Stabiliser", "hsn": "8504", "qty": "2", "amount": "980.00"}


def test_a_column_that_the_type_does_not_know_keeps_its_words_to_itself() -> None:
    text = (
        "Sl   Description          Batch     Qty     Amount\n"  #
        "1    Refrigerator         B7781     1       24,990.00\n"
    )
    (item,) = items(text)
    assert item["what"] == "Refrigerator"
    assert {name: cell for name, cell in item.items() if name.startswith("?")} == {"?0": "1", "?2": "B7781"}


def test_heads_may_stand_in_two_lines() -> None:
    text = (
        "Item                     HSN\n"
        "Description                       Qty     Amount\n"
        "Refrigerator             8418     1       24,990.00\n"
    )
    columns = (*COLUMNS[1:], Headings("what", ("item",)))
    page = marked(text, "item", "hsn", "qty", "amount", "description")
    (table,) = tables(page, columns)
    assert {name: span.text for name, span in table.items[0].items()} == {
        "what": "Refrigerator",
        "hsn": "8418",
        "qty": "1",
        "amount": "24,990.00",
    }


def test_a_row_of_heads_with_a_digit_in_it_is_an_item() -> None:
    text = HEAD + "Amount Qty for 2 HSN      8418     1       24,990.00\n"
    assert [item["hsn"] for item in items(text)] == ["8418"]


@pytest.mark.parametrize(
    "row",
    [
        "Description of goods as agreed in our letter on the quantity and the amount of them",
        "The amount below is for the qty that was agreed on the tenth of the month before",
        "Description                        of the goods",
        "Qty                     Qty",
    ],
)
def test_a_sentence_or_one_column_alone_is_no_head(row: str) -> None:
    assert every(f"{row}\nRefrigerator             8418     1       24,990.00") == []


@pytest.mark.parametrize(
    "end",
    [
        "Total                             3       28,970.00",
        "Grand Total : 28,970.00",
        "CGST                                       2,607.30",
        "Amount in words",
        "                                  Total   28,970.00",
        "         Rounded off                           0.30",
    ],
)
def test_a_table_ends_at_its_sums(end: str) -> None:
    text = f"{HEAD}Refrigerator             8418     1       24,990.00\n{end}\nMore                     1111     9       1.00\n"
    assert [item["what"] for item in items(text)] == ["Refrigerator"]


@pytest.mark.parametrize(
    "row", ["Total Solution 2000         8418     1       24,990.00", "Add on pack    8418     1    5.00"]
)
def test_a_product_whose_name_begins_like_a_sum_ends_it_too(row: str) -> None:
    (table,) = every(f"{HEAD}{row}\n")
    assert table.items == ()


def test_a_word_of_an_end_within_a_description_does_not_end_it() -> None:
    text = (
        HEAD
        + "Guard with discount      8418     1       24,990.00\nStabiliser               8504     2        3,980.00\n"
    )
    assert [item["what"] for item in items(text)] == ["Guard with discount", "Stabiliser"]


@pytest.mark.parametrize(("empty", "goes_on"), [(5, True), (6, False)])
def test_a_wide_gap_below_ends_a_table(empty: int, goes_on: bool) -> None:
    rows = (
        "Refrigerator             8418     1       24,990.00\n",
        "Stabiliser               8504     2        3,980.00\n",
    )
    found = items(HEAD + rows[0] + "\n" * empty + rows[1])
    assert [item["what"] for item in found] == (["Refrigerator", "Stabiliser"] if goes_on else ["Refrigerator"])


def test_a_second_row_of_heads_begins_another_table() -> None:
    first = "Refrigerator             8418     1       24,990.00\n"
    second = "Particulars              HSN      Amount\nDelivery                 9965        500.00\n"
    found = every(HEAD + first + second)
    assert [[item["what"].text for item in table.items] for table in found] == [["Refrigerator"], ["Delivery"]]
    assert found[0].last_row == 1
    assert found[1].last_row == 3


def test_a_label_in_the_place_of_a_column_of_numbers_ends_the_table() -> None:
    text = (
        "HSN      Description              Qty     Amount\n"
        "8418     Refrigerator             1       24,990.00\n"
        "Branch   Pune Camp\n"
        "8504     Stabiliser               2        3,980.00\n"
    )
    assert [item["what"] for item in items(text)] == ["Refrigerator"]
    words = text.replace("8418  ", "841 L ")
    assert len(items(words)) == 2, "labels end no column of words"


def test_a_label_further_right_goes_on_with_the_item() -> None:
    text = (
        "HSN      Description              Qty     Amount\n"
        "8418     Refrigerator             1       24,990.00\n"
        "         Branch stock\n"
        "8504     Stabiliser               2        3,980.00\n"
    )
    assert [item["what"] for item in items(text)] == ["Refrigerator Branch stock", "Stabiliser"]


def test_heads_without_items_are_a_table_of_none() -> None:
    (table,) = every(HEAD)
    assert (table.items, table.last_row) == ((), 0)
    (table,) = every(f"{HEAD}No goods were sold\n")
    assert table.items == ()


def test_the_last_row_of_a_table_is_that_of_its_last_cell() -> None:
    text = HEAD + "Refrigerator             8418     1       24,990.00\nDouble Door\nTotal   5.00\n"
    (table,) = every(text)
    assert table.last_row == 2


def test_a_table_of_two_columns_has_items_by_their_only_figures() -> None:
    text = "Description              Amount\nRefrigerator             24,990.00\nDouble Door\nStabiliser 5             3,980.00\n"
    assert items(text) == [
        {"what": "Refrigerator Double Door", "amount": "24,990.00"},
        {"what": "Stabiliser 5", "amount": "3,980.00"},
    ]


def test_figures_in_the_wordiest_cell_do_not_make_an_item() -> None:
    text = HEAD + (
        "Refrigerator             8418     1       24,990.00\n"  #
        "Model RT28 of 2024       Grey     Red     Blue\n"
        "Stabiliser               8504     2        3,980.00\n"
    )
    assert [item["hsn"] for item in items(text)] == ["8418 Grey", "8504"]


def test_only_two_lines_below_the_heads_may_go_on_with_them() -> None:
    lines = ["of goods", "as sold", "Double Door"]
    figures = "Refrigerator             8418     1       24,990.00\n"
    assert items(f"{HEAD}{lines[0]}\n{figures}") == items(f"{HEAD}{lines[0]}\n{lines[1]}\n{figures}")
    (item,) = items(f"{HEAD}{lines[0]}\n{lines[1]}\n{lines[2]}\n{figures}")
    assert item["what"] == "Double Door Refrigerator"


def test_a_line_closer_to_the_item_below_than_to_the_heads_is_the_item_s() -> None:
    figures = "Double Door              8418     1       24,990.00\n"
    (item,) = items(f"{HEAD}\nRefrigerator\n{figures}")
    assert item["what"] == "Refrigerator Double Door"
    (item,) = items(f"{HEAD}of goods\n\n{figures}")
    assert item["what"] == "Double Door"
    (item,) = items(f"{HEAD}\nof goods\n\n{figures}")
    assert item["what"] == "Double Door", "as far from one as from the other it goes on with the heads"


def test_a_head_over_a_column_that_has_one_is_its_second_line() -> None:
    text = (
        "Description              HSN      Qty     Amount\n"
        "Particulars              HSN/SAC          Amount\n"
        "Refrigerator             8418     1       24,990.00\n"
    )
    (table,) = every(text)
    assert {name: span.text for name, span in table.items[0].items()} == {
        "what": "Refrigerator",
        "hsn": "8418",
        "qty": "1",
        "amount": "24,990.00",
    }


@pytest.mark.parametrize(
    ("row", "ends"),
    [
        ("2   -   Total   3   28,970.00", True),
        ("2   -   -   Total   28,970.00", False),
        ("2   Lamp   Total   3   28,970.00", False),
        ("2   Total cost of it   3   28,970.00", False),
        ("2   Total: 28,970.00", True),
    ],
)
def test_a_sum_behind_figures_ends_a_table_where_it_stands_alone_or_has_a_colon(row: str, ends: bool) -> None:
    text = f"{HEAD}Refrigerator             8418     1       24,990.00\n{row}\n"
    (table,) = every(text)
    assert table.last_row == (1 if ends else 2)


def test_some_heads_side_by_side_in_one_run_of_words_are_told_apart() -> None:
    text = "Description     HSN Qty Amount\nRefrigerator    8418 1   24,990.00\n"
    (item,) = items(text)
    assert item == {"what": "Refrigerator", "hsn": "8418", "qty": "1", "amount": "24,990.00"}
