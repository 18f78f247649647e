"""What an address is once it has been taken apart, and the error for a text that is none."""

from __future__ import annotations

import msgspec

from simulator.errors import SimulatorError


class AddressError(SimulatorError):
    """A text that cannot be normalised as an address; `reason` says why, in words for the caller."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"not an address: {reason}")
        self.reason = reason

    def __reduce__(self) -> tuple[type[AddressError], tuple[str]]:
        return (type(self), (self.reason,))


class Address(msgspec.Struct, frozen=True):
    """An address in parts, lower-cased, and in weighed tokens for comparing.

    `city` and `state` are the one name that stands for all spellings (`bengaluru`, `odisha`); `printed_city` is the
    city as it was written. `state` and `district` come from the PIN where the text does not name them, but a city
    that is a state itself (Delhi, Chandigarh, Puducherry) is not named a second time as its state. `known_city` says
    that the city is in our list, so that another one is a contradiction. `relation` is the person after S/O, D/O, W/O
    or C/O: no part of the place, so not among the tokens.

    `tokens` are the words of the place, written out, in order; `weights` says how much each tells; `numbers` are those
    that tell houses apart. `whole` is the tokens as one line, `ordered` the same in alphabetical order.
    """

    text: str
    address_line_1: str
    address_line_2: str
    city: str
    printed_city: str
    known_city: bool
    state: str
    district: str
    postcode: str
    relation: str
    tokens: tuple[str, ...]
    weights: dict[str, float]
    numbers: tuple[str, ...]
    whole: str
    ordered: str
