"""Indian addresses: taken apart into normal parts, and compared.

The words and places are data in `data/*.toml`; which of two fields are compared is decided by `matching.crosschecks`.
"""

from __future__ import annotations

from functools import lru_cache

from simulator.matching.addresses import parser, score
from simulator.matching.addresses.model import Address, AddressError

__all__ = [
    "Address",
    "AddressError",
    "compared",
    "formatted",
    "normalisable",
    "parse",
    "same_person_score",
    "similarity",
]

#: Addresses that are kept taken apart: some calls' worth of targets.
KEPT = 4096

parse = lru_cache(maxsize=KEPT)(parser.parse)


def normalisable(text: str) -> bool:
    """Whether `parse` takes the text apart; it raises AddressError with the reason otherwise."""
    try:
        parse(text)
    except AddressError:
        return False
    return True


def similarity(a: str, b: str) -> float:
    """How alike two addresses are, 0-100 with two decimals, symmetric. Raises AddressError if one is none."""
    return score.similarity(parse(a), parse(b))


def same_person_score(a: str, b: str) -> int:
    """How far two addresses speak of one person's home, 0-10: see `score.same_person_score`. Raises AddressError."""
    return score.same_person_score(parse(a), parse(b))


def compared(a: str, b: str) -> tuple[float, int]:
    """`similarity` and `same_person_score` at once. Raises AddressError if one is no address."""
    return score.compared(parse(a), parse(b))


def formatted(text: str) -> dict[str, str]:
    """The five parts of Atlas's `formatted_address`, lower-cased, in its order. Raises AddressError.

    The state has its present name, in full; the other parts are as printed. A part that is not there is `""`.
    """
    address = parse(text)
    return {
        "state": address.state,
        "postcode": address.postcode,
        "address_line_1": address.address_line_1,
        "address_line_2": address.address_line_2,
        "city": address.printed_city,
    }
