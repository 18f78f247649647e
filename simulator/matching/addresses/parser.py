"""An address taken apart: the one place where city, lines and tokens come together."""

from __future__ import annotations

import re

from simulator.matching.addresses import pin_codes
from simulator.matching.addresses.city_state_pin import CityStatePin, extract_pin
from simulator.matching.addresses.formatted_lines import ANCHORS, formatted_lines
from simulator.matching.addresses.model import Address, AddressError
from simulator.matching.addresses.token_weights import weighted_tokens
from simulator.matching.addresses.tokenizer import NAME, NUMBER, ORDINAL, RELATION, AddressWord, fold_case, tokenize
from simulator.matching.addresses.vocabulary import address_places
from simulator.matching.addresses.word_roles import word_roles

#: Longer texts are no addresses; a bound on the work that one can cause.
LONGEST = 1000

CITY_WEIGHT, PIN_WEIGHT = 1.0, 0.9

_LETTER = re.compile(r"[^\W\d_]")


def parse(text: str) -> Address:
    """Take an address apart.

    Raises AddressError for a text that is empty, has no letters, is longer than 1,000 characters, or in which nothing
    names a house, street, locality, city or PIN (`asdf`, `not available`): there must be a number with a name, a
    word such as `road` or `nagar` with a name, a known city or state, or a PIN with a name.
    """
    given = fold_case(text)
    if not given.strip():
        raise AddressError("it is empty")
    if len(given) > LONGEST:
        raise AddressError(f"it is longer than {LONGEST} characters")
    if not _LETTER.search(given):
        raise AddressError("it has no letters")
    postcode, rest = extract_pin(given)
    found = tokenize(rest)
    ending = CityStatePin(found, postcode)
    _must_name_a_place(found, ending)
    return _address(text, found, ending)


def _address(text: str, found: list[AddressWord], ending: CityStatePin) -> Address:
    role_of = word_roles(found, ending.used)
    line_1, line_2 = formatted_lines(found, role_of, ending.postcode)
    state, district = _state(ending)
    weights, numbers = weighted_tokens(found, role_of)
    if ending.city:
        weights[ending.city] = CITY_WEIGHT
    if ending.postcode:
        weights[ending.postcode] = PIN_WEIGHT
    tokens = tuple(weights)
    return Address(
        text=text,
        address_line_1=line_1,
        address_line_2=line_2,
        city=ending.city,
        printed_city=ending.printed_city,
        known_city=ending.known,
        state=state,
        district=district,
        postcode=ending.postcode,
        relation=" ".join(
            word.text for word, role in zip(found, role_of, strict=True) if role == RELATION and word.text
        ),
        tokens=tokens,
        weights=weights,
        numbers=numbers,
        whole=" ".join(tokens),
        ordered=" ".join(sorted(tokens)),
    )


def _state(ending: CityStatePin) -> tuple[str, str]:
    """State and district, from the PIN where the text does not say; no state for a city that is one."""
    located = pin_codes.locate_pin(ending.postcode) if ending.postcode else pin_codes.Pin()
    district = located.districts[0] if len(located.districts) == 1 else ""
    if ending.state or ending.city in address_places().states:
        return ending.state, district
    return located.state or address_places().state_of.get(ending.city, ""), district


def _must_name_a_place(found: list[AddressWord], ending: CityStatePin) -> None:
    if ending.state or ending.city in address_places().state_of:
        return
    kinds = [word.kind for at, word in enumerate(found) if at not in ending.used]
    anchors = sum(kind in ANCHORS for kind in kinds)
    named = NAME in kinds or bool(ending.city) or anchors > 1  # `Palace Road` is named by such a word itself
    if named and (ending.postcode or anchors or NUMBER in kinds or ORDINAL in kinds):
        return
    raise AddressError("nothing in it names a house, street, locality, city or PIN")
