"""Phrases found in spite of misread letters, lost spaces and accents; and the word lists that types share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.documents.lexicon import expanded, lists
from simulator.documents.phrases import SearchText, Vocabulary, key

DOUBTED, SURE = 0.8, 0.94


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("Invoice No.", "invoiceno"),
        ("A/C  No_5", "acno5"),
        ("GÜLTIG bis", "gultigbis"),
        ("Straße", "strasse"),
        ("Łódź Ørsted Æon", "lodzorstedaeon"),
        ("Đakovo œuvre þing ıstanbul ð", "dakovooeuvrethingistanbuld"),
        ("çédille ñ", "cedillen"),
        ("तिथि:", "तिथि"),
        ("जन्म तिथि / DOB", "जन्मतिथिdob"),
        ("₹ 5", "5"),
        ("--", ""),
    ],
)
def test_texts_are_compared_without_case_space_punctuation_and_accents(text: str, compared: str) -> None:
    assert key(text) == compared


@given(st.text(max_size=30))
def test_a_key_is_its_own_key(text: str) -> None:
    assert key(key(text)) == key(text)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        # Up to four letters nothing is set right, from five on one letter, from eight two, from twelve three.
        ("dato", "dato"),
        ("custmer", "customer"),
        ("invoise", "invoice"),
        ("nvoise", "nvoise"),
        ("registratiom", "registration"),
        ("regisiratiom", "registration"),
        ("reqisiratiom", "registration"),
        ("reqjsjratiom", "reqjsjratiom"),
        ("custorner", "customer"),
        ("lnv0lce", "invoice"),
        ("invvoice", "invoice"),
        ("123456789", "123456789"),
        ("1n2o3i4", "1n2o3i4"),
        ("elephant", "elephant"),
        ("totel", "total"),
        ("tota1", "total"),
        ("toxel", "toxel"),
        ("surnrnary", "summary"),
        ("vvarranty", "warranty"),
        ("wazzanty", "warranty"),
        ("wazzzntx", "wazzzntx"),
        ("inv0123", "inv0123"),
        ("invo123", "invo123"),
        ("tot", "tot"),
        ("totalx", "total"),
        ("otal", "otal"),
    ],
)
def test_a_word_that_is_none_of_the_phrases_is_the_nearest_one(read: str, meant: str) -> None:
    vocabulary = Vocabulary(["invoice date", "customer name", "registration", "paid", "total", "summary", "warranty"])
    assert vocabulary.mended(read, DOUBTED) == meant


def test_a_word_that_is_known_or_was_surely_read_stays() -> None:
    vocabulary = Vocabulary(["invoice", "invoices"])
    assert vocabulary.mended("invoices", 0.1) == "invoices"
    assert vocabulary.mended("invoise", SURE) == "invoise"
    assert vocabulary.mended("invoise", SURE - 0.001) == "invoice"
    assert vocabulary.mended("invoise", SURE) == "invoise", "what was found before is not remembered for a sure word"


def test_a_vocabulary_of_nothing_sets_nothing_right() -> None:
    assert Vocabulary([]).mended("invoise", DOUBTED) == "invoise"


# Finding


def find(words: str, phrase: str) -> list[tuple[int, int]]:
    return list(SearchText(words.split(" ")).find(phrase))


def test_phrases_are_found_at_the_edges_of_words_only() -> None:
    assert find("the invoice date of", "invoicedate") == [(1, 2)]
    assert find("the invoicedate of", "invoicedate") == [(1, 1)]
    assert find("the in voi cedate of", "invoicedate") == [(1, 3)]
    assert find("the invoice dates", "invoicedate") == []
    assert find("theinvoice date", "invoicedate") == []
    assert find("date x date", "date") == [(0, 0), (2, 2)]
    assert find("x", "date") == []


def test_a_phrase_that_overlaps_itself_is_found_at_each_place() -> None:
    assert find("a a a", "aa") == [(0, 1), (1, 2)]


def test_words_without_a_key_are_stepped_over_and_not_counted_in() -> None:
    assert list(SearchText(["invoice", "", "date"]).find("invoicedate")) == [(0, 2)]
    assert list(SearchText(["", "date", ""]).find("date")) == [(1, 1)]
    assert list(SearchText([]).find("date")) == []


@given(st.lists(st.text("abc", min_size=1, max_size=3), min_size=1, max_size=12), st.data())
def test_every_run_of_words_is_found_where_it_stands(words: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    assert (first, last) in SearchText(words).find("".join(words[first : last + 1]))


# Word lists


def test_a_list_stands_for_its_phrases_in_every_language_or_in_one() -> None:
    every = lists()
    whole = next(name for name in every if name.count(".") == 1 and f"{name}.de" in every)
    assert set(every[f"{whole}.de"]) < set(every[whole])
    assert expanded((f"@{whole}.de", "own", every[f"{whole}.de"][0])) == (*every[f"{whole}.de"], "own")


def test_phrases_without_a_list_are_themselves_and_a_list_that_is_not_there_is_an_error() -> None:
    assert expanded(("a", "b", "a")) == ("a", "b", "a")
    with pytest.raises(KeyError):
        expanded(("@nothing.title",))


def test_no_list_says_a_phrase_twice() -> None:
    assert {name for name, phrases in lists().items() if len(set(phrases)) != len(phrases)} == set()
