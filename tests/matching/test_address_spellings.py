"""One address is itself in every spelling that the vocabulary knows: of its words, its state and its city."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.matching import addresses
from simulator.matching.addresses.vocabulary import address_places, address_words

WORDS = address_words()
PLACES = address_places()
#: Words that name what follows: `FLAT 12`; the others follow a name: `Shanti NAGAR`.
BEFORE = WORDS.numbered


def written(word: str) -> str:
    """A phrase of an address around a word, as people write it; a name of several words is a phrase by itself."""
    if len(WORDS.expand.get(word, (word,))) > 1 or " " in word:
        return word
    return f"{word} 12" if WORDS.expand.get(word, (word,))[-1] in BEFORE or word in BEFORE else f"Shanti {word}"


ALIASES = sorted((alias, " ".join(long)) for alias, long in WORDS.expand.items())


@pytest.mark.parametrize("part", range(8))
def test_every_abbreviation_is_the_word_that_it_stands_for(part: int) -> None:
    wrong = {}
    for alias, long in ALIASES[part::8]:
        short, full = (f"14 Lakshmi Kunj, {written(word)}, Andheri East, Mumbai 400069" for word in (alias, long))
        if (found := addresses.similarity(short, full)) < 100:
            wrong[alias, long] = found
    assert not wrong


def test_every_name_of_a_state_and_of_a_city_is_the_one_name() -> None:
    wrong = {}
    for alias, city in PLACES.cities.items():
        state = PLACES.state_of[city]
        pair = [f"Flat 4, Rose Villa, Hill Road, {name}, {state}" for name in (alias, city)]
        if (found := addresses.similarity(*pair)) < 100:
            wrong[alias, city] = found
    for alias, state in PLACES.states.items():
        city = next((name for name, where in PLACES.state_of.items() if where == state), "")
        if city:
            pair = [f"Flat 4, Rose Villa, Hill Road, {city}, {name}" for name in (alias, state)]
            if (found := addresses.similarity(*pair)) < 100:
                wrong[alias, state] = found
    assert not wrong


SEPARATORS = st.sampled_from([", ", ",", " , ", "\n", ",\n", " - "])


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 999),
    st.sampled_from(["Sunrise", "Lakshmi", "Rose", "Orchid"]),
    st.sampled_from(sorted(PLACES.state_of)),
    st.lists(SEPARATORS, min_size=4, max_size=4),
    st.sampled_from([str, str.upper, str.lower, str.title]),
)
def test_case_and_separators_change_nothing(
    number: int, name: str, city: str, between: list[str], case: object
) -> None:
    phrases = [f"Flat {number}", f"{name} Apartments", "Station Road", city, PLACES.state_of[city]]
    plain = ", ".join(phrases)
    other = phrases[0] + "".join(mark + phrase for mark, phrase in zip(between, phrases[1:], strict=True))
    assert addresses.similarity(plain, case(other)) == 100  # type: ignore[operator]
    assert addresses.similarity(other, plain) == addresses.similarity(plain, other)
