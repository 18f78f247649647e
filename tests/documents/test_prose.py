"""What running text says: the parties of a deed in all the ways of naming them, values over line ends, things denied."""

from __future__ import annotations

import re

import pytest

from simulator.documents.extract import prose
from simulator.documents.extract.parties import named
from simulator.documents.extract.statements import stated
from simulator.documents.formats import get_format
from simulator.documents.phrases import Vocabulary
from simulator.documents.schema import FieldSpec, Find
from tests.documents.drawn import marked


def parties(text: str, *roles: str) -> list[list[str]]:
    return [[text[start:end] for start, end in names] for names in named(text, roles)]


def who(text: str, *roles: str) -> str | None:
    found = parties(text, *roles)
    return ", ".join(found[0]) if found else None


DEED = (
    "This deed is made at Pune between Shri Asha Ram Verma, aged 41 years, residing at 12 MG Road, Pune, "
    'hereinafter called "THE VENDOR" of the One Part, and Mr. Rohan Rao, Adult, Occ: Service, residing at Nashik, '
    "hereinafter referred to as the PURCHASER of the Other Part."
)


def test_each_party_of_a_deed_is_known_by_what_it_is_called() -> None:
    assert who(DEED, "vendor") == "Shri Asha Ram Verma"
    assert who(DEED, "purchaser") == "Mr. Rohan Rao"
    assert who(DEED, "donor") is None
    assert parties(DEED, "vendor", "purchaser") == [["Shri Asha Ram Verma"], ["Mr. Rohan Rao"]]


@pytest.mark.parametrize(
    "introduced",
    [
        "hereinafter called the LICENSEE",
        'hereinafter referred to as "the Licensee"',
        "hereinafter for the sake of brevity called the LICENSEE",
        "hereunder known as LICENSEE",
        "here in after called the licensee",
        "hereafter called the LICENSEE",
        "hereinafter jointly called the LICENSEE",
        "hereinafter collectively referred to as the Licensees",
        "hereinbelow described as Licensee",
        "(hereinafter designated as the 'LICENSEE')",
        "hereinafter called the Tenant/Licensee",
    ],
)
def test_a_role_is_introduced_in_many_words(introduced: str) -> None:
    text = f"BETWEEN Asha Verma, Age 41, residing at Pune, {introduced}, of the first part."
    assert who(text, "licensee") == "Asha Verma"


@pytest.mark.parametrize(
    "bracketed", ["(THE LESSOR)", '("Lessor")', "( the Lessor )", "(“Lessor”)", "(Lessor & Owner)"]
)
def test_a_known_role_in_brackets_introduces_too(bracketed: str) -> None:
    assert who(f"by and between Asha Verma, of 12 MG Road Pune {bracketed} and another", "lessor") == "Asha Verma"


@pytest.mark.parametrize("bracketed", ["(Maharashtra)", "(regd)", "(Lessor", "(5)"])
def test_other_brackets_introduce_nobody(bracketed: str) -> None:
    assert parties(f"between Asha Verma, of Pune {bracketed} and another", "lessor", "maharashtra") == []


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("1) Asha Verma, aged 41, 2) Rohan Rao, aged 43,", ["Asha Verma", "Rohan Rao"]),
        ("1. Mrs. Asha Verma, aged 41, 2. Mr. Rohan Rao, aged 43,", ["Mrs. Asha Verma", "Mr. Rohan Rao"]),
        ("(a) Asha Verma, aged 41 years (b) Rohan Rao, aged 43,", ["Asha Verma", "Rohan Rao"]),
        ("Mr. Asha Verma and Mrs. Rohini Rao, both adults,", ["Mr. Asha Verma", "Mrs. Rohini Rao"]),
        ("Name : Asha Verma, Age : 41,", ["Asha Verma"]),
        ("M/s Sunrise Traders & Sons, a firm,", ["M/s Sunrise Traders & Sons"]),
        ("Bank of Baroda, a body corporate,", ["Bank of Baroda"]),
        ("Asha Verma S/o Mohan Verma,", ["Asha Verma"]),
        ("ASHA VERMA AGED 41,", ["ASHA VERMA"]),
        ("Sunrise Traders Pvt. Ltd. A company,", ["Sunrise Traders Pvt. Ltd."]),
        ("Asha Verma. Residing at Pune,", ["Asha Verma"]),
        ("Asha O'Brien-Smith, aged 41,", ["Asha O'Brien-Smith"]),
    ],
)
def test_a_party_may_be_several_and_ends_with_its_particulars(names: str, expected: list[str]) -> None:
    text = f"executed at Pune between {names} residing at 12 MG Road, hereinafter called the OWNER."
    assert parties(text, "owner") == [expected]


@pytest.mark.parametrize(
    "begins",
    [
        "in favour of",
        "in favor of",
        "made on the 5th of May by",
        "this deed of gift executed at Pune by",
        "BY AND BETWEEN",
        "of the ONE PART and",
        "of the first party in favour of",
    ],
)
def test_a_party_begins_behind_words_of_deeds(begins: str) -> None:
    assert who(f"Deed {begins} Asha Verma, aged 41, hereinafter called the DONEE", "donee") == "Asha Verma"


def test_a_party_does_not_begin_before_the_one_before_ended() -> None:
    text = "between Asha Verma, hereinafter called VENDOR and Rohan Rao, aged 5, hereinafter called PURCHASER"
    assert parties(text, "purchaser") == [["Rohan Rao"]]
    # Nothing begins the second one: nobody is made up.
    text = "between Asha Verma, hereinafter called VENDOR. The goods, hereinafter called PURCHASER"
    assert parties(text, "purchaser") == []


def test_in_capitals_and_parts_bracketed_parties_and_begins_none_before_the_first() -> None:
    text = "between ASHA VERMA, of Pune (LESSOR) AND ROHAN RAO, of Nashik (LESSEE)"
    assert parties(text, "lessor", "lessee") == [["ASHA VERMA"], ["ROHAN RAO"]]
    # Nobody stands before it: `AND` in a sentence of its own begins no party.
    assert parties("TERMS AND Conditions of it (LESSEE)", "lessee") == []
    assert parties("TERMS AND Conditions of it, hereinafter called the LESSEE", "lessee") == [["Conditions"]]


def test_brackets_without_a_name_before_them_introduce_nobody() -> None:
    text = "the (tenant) stays; between Asha Verma, of Pune, hereinafter called the LESSOR"
    assert parties(text, "lessor", "tenant") == [["Asha Verma"]]


@pytest.mark.parametrize(
    ("role", "plays"),
    [
        ("The Vendors", True),
        ("Vendor or Seller", True),
        ("Seller / Vendor", True),
        ("Seller and the Vendor", True),
        ("One Two Vendor", True),
        ("One Two Three Vendor", False),
        ("Vending Party", False),
    ],
)
def test_one_of_the_first_three_words_of_a_role_is_enough(role: str, plays: bool) -> None:
    text = f"between Asha Verma, aged 41, hereinafter called {role}"
    assert parties(text, "vendor") == ([["Asha Verma"]] if plays else [])


def test_particulars_are_not_endless() -> None:
    for length, found in ((1400, True), (1600, False)):
        text = f"between Asha Verma, {'x' * length}, hereinafter called the OWNER"
        assert bool(parties(text, "owner")) is found
    for length, found in ((200, True), (400, False)):
        assert bool(parties(f"between Asha Verma, {'x' * length} (OWNER)", "owner")) is found


# On pages


def flow(text: str) -> prose.Span:
    return prose.flow([marked(text)])


def test_running_text_is_read_over_the_ends_of_lines_and_pages() -> None:
    pages = [marked("executed between Asha"), marked("Verma, aged 41, hereinafter\ncalled the OWNER", number=2)]
    text = prose.flow(pages)
    (found,) = prose.played(text, FieldSpec("owner"), Find(party=("owner",)))
    assert found.found.value == "Asha Verma"
    assert [token.page for token in found.tokens] == [1, 2]
    assert found.rule == "party called owner on page 1"


def test_several_names_are_one_text_or_a_list() -> None:
    text = flow("between 1) Asha Verma, aged 41, 2) Rohan Rao, hereinafter\ncalled the OWNERS")
    find = Find(party=("owner", "landlord", "lessor"))
    (one,) = prose.played(text, FieldSpec("owner"), find)
    assert one.found.value == "Asha Verma, Rohan Rao"
    assert [token.text for token in one.tokens] == ["Asha", "Verma,", "Rohan", "Rao,"]
    each = list(prose.played(text, FieldSpec("owner", kind="list"), find))
    assert [found.found.value for found in each] == ["Asha Verma", "Rohan Rao"]
    assert one.rule == "party called owner or landlord on page 1"


def test_a_pattern_runs_over_line_ends_and_says_which_words_it_took() -> None:
    text = flow("the rent of Rs.\n12,500/- a month for 11 months from the\n5th May 2024 on")
    find = Find(pattern=r"months from the (.{4,20}?) on", flowing=True)
    (found,) = prose.flowing(text, find, get_format("date"))
    assert found.found.value == "5th May 2024"
    assert [token.text for token in found.tokens] == ["5th", "May", "2024"]
    (whole,) = prose.flowing(text, Find(pattern=r"Rs\. \S+", flowing=True), get_format("amount"))
    assert whole.found.value == "12,500"
    assert [token.text for token in whole.tokens] == ["Rs.", "12,500/-"]
    every = flow("from now on, from\n1 May 2024 on, from 2 June 2024 on")
    both = list(prose.flowing(every, Find(pattern="from (.{3,12}?) on", flowing=True), get_format("date")))
    assert [each.found.value for each in both] == ["1 May 2024", "2 June 2024"], "the first match is no date"
    assert [token.text for token in both[1].tokens] == ["2", "June", "2024"]
    assert both[0].rule == "pattern from (.{3,12}?) on on page 1"
    assert list(prose.flowing(text, Find(pattern="of (Rs)", flowing=True), get_format("date"))) == []
    assert list(prose.flowing(text, Find(pattern="(x)?of", flowing=True), get_format("text"))) == []


# Said and denied


def says(text: str, *phrases: str) -> list[str]:
    vocabulary = Vocabulary(phrases)
    return [each.rule for each in stated(marked(text, *phrases), Find(says=phrases), vocabulary)]


def test_what_is_said_is_said_once_for_each_place() -> None:
    assert (
        says("The car is hypothecated to ABC\nand hypothecated to DEF", "hypothecated to")
        == ['says "hypothecated to" on page 1'] * 2
    )
    assert says("The car is sold", "hypothecated to") == []
    assert len(says("not hypothecated to ABC\nthen hypothecated to DEF", "hypothecated to")) == 1


@pytest.mark.parametrize("word", ["no", "not", "without", "Nil", "non", "free"])
def test_a_word_before_denies_it(word: str) -> None:
    assert says(f"this is {word} hypothecation of it", "hypothecation") == []
    assert says(f"this is {word}   hypothecation of it", "hypothecation"), "in another column it denies nothing"
    assert says(f"{word} car hypothecation of it", "hypothecation"), "nor further off"


@pytest.mark.parametrize("word", ["No", "N.A.", "NIL", "none", "Not Applicable", "not", "Nill"])
def test_a_word_behind_denies_it(word: str) -> None:
    for text in (
        f"Hypothecation: {word}",
        f"Hypothecation : {word}",
        f"Hypothecation {word}",
        f"Hypothecation   {word}",
    ):
        assert says(text, "hypothecation") == [], text
    assert says(f"Hypothecation Bank {word}", "hypothecation")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hypothecation:", False),
        ("Hypothecation :", False),
        ("Hypothecation: --", False),
        ("Hypothecation: ABC", True),
        ("Hypothecation:     ABC", True),
        ("Hypothecation", True),
        ("Hypothecation     ABC", True),
        # What stands beside it is the next label, and so nothing.
        ("Hypothecation:     Mobile: 98765", False),
        ("Hypothecation     No: 98765", True),
    ],
)
def test_a_label_with_nothing_behind_it_says_nothing(text: str, said: bool) -> None:
    assert bool(says(text, "hypothecation")) is said


def test_a_misread_phrase_is_said_too() -> None:
    page = marked("the car is hypothocated to ABC", "hypothecated to", confidence=0.7)
    (found,) = stated(page, Find(says=("hypothecated to",), value="yes"), Vocabulary(["hypothecated to"]))
    assert found.found.value == "yes"
    assert re.sub(r"\s", "", found.span.text) == "hypothocatedto"
