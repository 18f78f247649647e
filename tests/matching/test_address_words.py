"""The words of an address one by one: where one ends, what it stands for, what it does, and which phrase it is in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.matching.addresses.tokenizer import fold_case, number_to_digits, tokenize
from simulator.matching.addresses.vocabulary import address_words
from simulator.matching.addresses.word_roles import word_roles


def words(text: str) -> str:
    """`text/kind` of each word, phrases apart by `|`."""
    phrases: dict[int, list[str]] = {}
    for word in tokenize(fold_case(text)):
        phrases.setdefault(word.phrase, []).append(f"{word.text}/{word.kind}")
    assert list(phrases) == sorted(phrases)
    return " | ".join(" ".join(each) for each in phrases.values())


def printed(text: str) -> list[str]:
    return [word.printed for word in tokenize(fold_case(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # What a number is: one form for each way of writing it.
        ("E - 376", "e376/number"),
        ("E/376", "e376/number"),
        ("B-7", "b7/number"),
        ("12-A", "12a/number"),
        ("12A", "12a/number"),
        ("14/4/16", "14-4-16/number"),
        ("12\\3", "12-3/number"),
        ("4-CH-64", "4-ch-64/number"),
        ("12/A/3-b", "12-a-3-b/number"),
        ("007", "7/number"),
        ("0", "0/number"),
        ("4-00-7", "4-0-7/number"),
        # Where a number and a word run into each other.
        ("74Tulsi", "74/number tulsi/name"),
        ("Tulsi74", "tulsi/name 74/number"),
        ("12abc", "12/number abc/name"),
        ("Sector18", "sector/locality 18/number"),
        ("sec18", "sector/locality 18/number"),
        ("sec5", "sector/locality 5/number"),
        ("Rose, sec5 Hill, Lake", "rose/name | sector/locality 5/number hill/name | lake/name"),
        # A look-alike character in a word, and letters in a number.
        ("Pate1", "patel/name"),
        ("8engal", "bengal/name"),
        ("r0ad", "road/street"),
        ("n0 7", "number/unit 7/number"),
        ("56OO1", "56001/number"),
        # Ordinals, with a blank or not.
        ("5th Cross", "5/ordinal cross/street"),
        ("5 th Cross", "5/ordinal cross/street"),
        ("21st", "21/ordinal"),
        ("2nd", "2/ordinal"),
        # Relations, whatever they are written with.
        ("S/O Ram", "/relation ram/name"),
        ("c / o Ram", "/relation ram/name"),
        ("d/o. Ram", "/relation ram/name"),
        ("wife of Ram", "/relation ram/name"),
        # Signs that stand for words.
        ("#12", "number/unit 12/number"),
        ("A & B", "a/name and/filler b/name"),
        ("A–12", "a12/number"),
        ("Kanda’s", "kandas/name"),
        ('"Rose" Villa', "rose/name villa/building"),
        ("ＦＬＡＴ １２", "flat/unit 12/number"),
        ("नगर रोड", "नगर/name रोड/name"),
        ("१२ रोड", "12/number रोड/name"),
        ("१२-३", "12-3/number"),
        ("12½ Lane", "12/number 1-2/number lane/street"),
        ("12 1/2 Lane", "12/number 1-2/number lane/street"),
        ("½ Lane", "1-2/number lane/street"),
        # Initials, with dots, with blanks, and for a name that everybody knows.
        ("a.b.c", "abc/name"),
        ("M.G. Road", "mahatma/name gandhi/name road/street"),
        ("M G Road", "mahatma/name gandhi/name road/street"),
        ("N S C Bose", "nsc/name bose/name"),
        ("J M. K Road", "j/name mk/name road/street"),
        ("P Q", "p/name q/name"),
        ("P Q, Road", "p/name q/name | road/street"),
        # A letter of the compass stands for itself unless it is alone behind a bracket or a comma.
        ("Andheri (W)", "andheri/name | west/direction"),
        ("Andheri, E", "andheri/name | east/direction"),
        ("W Road", "w/name road/street"),
        ("W", "w/name"),
        ("Rose, N 4", "rose/name | n/name 4/number"),
    ],
)
def test_words_are_told_apart_and_written_out(text: str, expected: str) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Rose, Hill", 2),
        ("Rose\nHill;Park|Lake", 4),
        ("Rose (Hill) [Park]", 3),
        ("Rose, , ,Hill", 2),
        # A full stop ends a phrase behind a word that is no abbreviation, and that is long enough to be none.
        ("Colony. Baner", 2),
        ("Shanti. Baner", 2),
        ("Road. Baner", 1),
        ("Rose. Baner", 1),
        ("Distt. Baner", 1),
        ("Opp. Park. Near Hill", 1),
    ],
)
def test_a_phrase_ends_at_a_sign_or_behind_a_whole_word(text: str, phrases: int) -> None:
    assert len(words(text).split(" | ")) == phrases


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("E - 376", ["e 376"]),
        ("M.G. Road", ["m.g.", "", "road"]),
        ("M G Road", ["m g", "", "road"]),
        ("J M Nagar", ["j m", "", "nagar"]),
        ("R T Marg", ["r t", "marg"]),
        ("C / O Hari", ["c/o", "hari"]),
        ("Wife of Hari", ["wife of", "hari"]),
        ("Opp. Park", ["opp.", "park"]),
        ("sec18", ["sec", "18"]),
    ],
)
def test_each_printed_word_is_printed_once(text: str, expected: list[str]) -> None:
    assert printed(text) == expected


@pytest.mark.parametrize(
    ("text", "digits"), [("56OO1", "56001"), ("Il", "11"), ("sOlb9", "50189"), ("411004", "411004")]
)
def test_letters_that_look_like_digits_are_turned_back(text: str, digits: str) -> None:
    assert number_to_digits(text.lower()) == digits


@pytest.mark.parametrize(
    ("text", "used", "expected"),
    [
        ("Flat 4, Rose", (), ["unit", "number", "name"]),
        # What a landmark or an office says holds for the rest of its phrase, and no further.
        ("Near Rose Park, Hill", (), ["landmark", "landmark", "landmark", "name"]),
        ("Rose near Hill 4", (), ["name", "landmark", "landmark", "landmark"]),
        ("PO Rampur Road, 4", (), ["admin", "admin", "admin", "number"]),
        # A relation ends where the house begins.
        ("S/O Ram Lal 12 Hill Road", (), ["relation", "relation", "relation", "number", "name", "street"]),
        ("S/O Ram Lal Flat 12", (), ["relation", "relation", "relation", "unit", "number"]),
        ("S/O Ram Lal, Hill", (), ["relation", "relation", "relation", "name"]),
        ("S/O Ram near Park", (), ["relation", "relation", "landmark", "landmark"]),
        # What is city or state has no role, and takes none away.
        ("Near Rose, Pune", (2,), ["landmark", "landmark", ""]),
        ("Near Pune Park", (1,), ["landmark", "", "landmark"]),
    ],
)
def test_what_a_word_does_can_follow_from_one_before_it(text: str, used: tuple[int, ...], expected: list[str]) -> None:
    assert word_roles(tokenize(fold_case(text)), frozenset(used)) == expected


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(sorted(address_words().expand) + sorted(address_words().kinds)),
            st.from_regex(r"[A-Za-z]{1,9}|[0-9]{1,5}[a-z]?|[a-z]-[0-9]{1,3}|[0-9]{1,2}/[0-9]{1,2}", fullmatch=True),
        ),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from([" ", ", ", "  ", "\n", " - "]),
)
def test_nothing_printed_is_lost_and_phrases_only_go_forward(chosen: list[str], between: str) -> None:
    found = tokenize(fold_case(between.join(chosen)))
    letters = [each for each in "".join(chosen).lower() if each.isalnum()]
    assert [each for each in "".join(word.printed for word in found) if each.isalnum()] == letters
    assert [word.phrase for word in found] == sorted(word.phrase for word in found)
    assert all(word.text for word in found)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=60))
def test_any_text_folds_to_the_same_as_its_folding(text: str) -> None:
    folded = fold_case(text)
    assert tokenize(fold_case(folded)) == tokenize(folded)
