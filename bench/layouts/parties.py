"""Invented firms and people of many countries, with their addresses.

Names and streets come from Faker's word lists, those of India from `samples.world`, with tax numbers whose check digit is true.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from random import Random
from typing import Any

from bench.layouts.words import digits, of_country, words
from samples.world import firms, numbers, people, places

#: Countries whose addresses name a state or province, and what Faker calls it.
_STATED = ("US", "CA", "AU", "MX", "BR", "IT", "ES")
_STATES = ("state_abbr", "province_abbr", "administrative_unit", "state", "region")
#: Where Faker's list of firms has real ones.
_REAL_FIRMS = ("NL", "TR")


@dataclass
class Party:
    """A firm or a person: `address` in lines as printed, without the name."""

    name: str
    address: list[str]
    street: str
    city: str
    state: str
    postcode: str
    country: str
    code: str
    phone: str
    mobile: str
    email: str
    website: str
    tax_number: str
    pan: str
    contact: str
    person: bool
    slogan: str = ""

    @property
    def in_one_line(self) -> str:
        return ", ".join(line.rstrip(", ") for line in self.address)


def party(chance: Random, country: str, person: bool | None = None) -> Party:
    """A firm, or a person; one or the other by chance where it is not said."""
    if person is None:
        person = chance.random() < 0.4
    return _indian(chance, person) if country == "IN" else _foreign(chance, country, person)


def delivered_to(chance: Random, buyer: Party, country: str) -> Party:
    """Where goods go: mostly to the buyer, at times elsewhere."""
    if chance.random() < 0.55:
        return replace(buyer)
    return party(chance, country)


@cache
def _faker(country: str) -> Any:
    from faker import Faker

    return Faker(of_country(country)["locale"])


def _fake(chance: Random, country: str) -> Any:
    made = _faker(country)
    made.seed_instance(chance.random())
    return made


def _indian(chance: Random, person: bool) -> Party:
    who = people.person(chance)
    place = places.home(chance) if person else places.shop(chance)
    name = _indian_name(chance, who, person)
    parts = [*place.parts, place.locality]
    pin = place.pin if chance.random() < 0.75 else f"{place.pin[:3]} {place.pin[3:]}"
    tail = chance.choice(
        (
            f"{place.city} - {pin}",
            f"{place.city}-{pin}",
            f"{place.city} {pin}",
            f"{place.city}, {place.state} - {pin}",
            f"{place.city}, {place.state}, {pin}",
            f"{place.city}, {place.state}",
            place.city,
            f"{place.city}, Pin: {pin}",
            f"{place.state}, {pin}",
        )
    )
    lines = [*_wrapped(chance, parts), tail]
    lines += chance.choice(([], [], [], [place.state], ["India"], [f"{place.state}, India"]))
    lines = _joined(chance, lines)
    pan = numbers.pan(chance, who.surname, "P" if person else "C")
    box, host = chance.choice(("info", "sales", "accounts", who.given.lower(), "contact")), _host(name)
    return Party(
        name=name,
        address=lines,
        street=parts[0],
        city=place.city,
        state=place.state,
        postcode=pin,
        country="India",
        code="IN",
        phone=_indian_phone(chance),
        mobile=numbers.mobile(chance),
        email=f"{box}@{host}{chance.choice(('.in', '.com', '.co.in'))}",
        website=f"www.{host}.in",
        tax_number=numbers.gstin(places.STATES[place.state], pan),
        pan=pan,
        contact=who.name,
        person=person,
    )


def _indian_name(chance: Random, who: people.Person, person: bool) -> str:
    if person:
        name = chance.choice(("", "", "", "Mr. ", "Mrs. ", "Shri ", "Smt. ")) + who.name
        return name.upper() if chance.random() < 0.1 else name
    if chance.random() < 0.35:
        trade = chance.choice(("phones", "electronics", "computers", "two-wheelers", "furniture"))
        return firms.dealer(chance, trade).name
    stems = (
        who.surname,
        who.given,
        f"{who.given} {who.surname}",
        _fake(chance, "US").last_name(),
        places.home(chance).city,
    )
    stem = chance.choice(stems)
    return str(chance.choice(words()["india"]["firms"]).format(a=stem))


def _indian_phone(chance: Random) -> str:
    mobile = numbers.mobile(chance)
    forms = (
        mobile,
        f"+91 {mobile}",
        f"+91-{mobile}",
        f"{mobile[:5]} {mobile[5:]}",
        digits(chance, "0%#-%#######"),
        digits(chance, "080 4%## ####"),
    )
    return chance.choice(forms)


def _host(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isascii() and letter.isalnum())[:14] or "firm"


def _wrapped(chance: Random, parts: Sequence[str]) -> list[str]:
    """Parts of an address in lines of one to three."""
    lines, rest = [], list(parts)
    while rest:
        count = chance.choice((1, 1, 2, 2, 3))
        lines.append(", ".join(rest[:count]) + chance.choice(("", ",") if rest[count:] else ("",)))
        rest = rest[count:]
    return lines


def _joined(chance: Random, lines: list[str]) -> list[str]:
    return [", ".join(line.strip(", ") for line in lines)] if chance.random() < 0.15 else lines


def _foreign(chance: Random, country: str, person: bool) -> Party:
    made, known = _fake(chance, country), of_country(country)
    who = made.name()
    name = who if person else _firm(chance, country, made)
    city, street = _clean(made.city()), _clean(made.street_address())
    postcode = _clean(made.postcode()) if hasattr(made, "postcode") else digits(chance, "%####")
    kind = next((kind for kind in _STATES if country in _STATED and hasattr(made, kind)), "")
    state = getattr(made, kind)() if kind else ""
    town, second = _town(chance, country, city, state, postcode), _second(chance, country, made)
    lines = [street, *([chance.choice(second)] if second and chance.random() < 0.25 else []), *town.split("|")]
    lines += [chance.choice(known["names"])] if chance.random() < 0.45 else []
    if len(lines) > 2 and chance.random() < 0.12:
        lines = [f"{lines[0]}, {lines[1]}", *lines[2:]]
    box = chance.choice(("info", "billing", "hello", "office", "contact", made.last_name().split()[0].casefold()))
    box = "".join(letter for letter in box if letter.isascii() and letter.isalnum()) or "info"
    host = _host(name)
    end = chance.choice((".com", ".net", f".{country.casefold()}", ".example"))
    return Party(
        name=name,
        address=_joined(chance, lines),
        street=street,
        city=city,
        state=state,
        postcode=postcode,
        country=chance.choice(known["names"]),
        code=country,
        phone=_phone(chance, country),
        mobile=_phone(chance, country),
        email=f"{box}@{host}{end}",
        website=f"{chance.choice(('www.', 'www.', 'https://', ''))}{host}{end}",
        tax_number=digits(chance, known.get("tax_number", "%########")),
        pan="",
        contact=who,
        person=person,
        slogan=made.catch_phrase() if hasattr(made, "catch_phrase") else "",
    )


def _town(chance: Random, country: str, city: str, state: str, postcode: str) -> str:
    """The line of the town; `|` parts it into two."""
    forms = {
        "US": (f"{city}, {state} {postcode}", f"{city}, {state}, {postcode}", f"{city} {state} {postcode}"),
        "CA": (f"{city}, {state} {postcode}", f"{city} {state} {postcode}"),
        "AU": (f"{city} {state} {postcode}", f"{city}, {state} {postcode}"),
        "GB": (f"{city} {postcode}", f"{city}, {postcode}", f"{city}|{postcode}"),
        "IE": (f"{city}|{postcode}",),
        "ZA": (f"{city}|{postcode}",),
        "SG": (f"Singapore {digits(chance, '######')}",),
        "AE": ("Dubai", "Abu Dhabi"),
        "BR": (f"{city} - {state}|CEP {postcode}",),
        "MX": (f"C.P. {postcode} {city}, {state}",),
    }
    return chance.choice(forms.get(country, (f"{postcode} {city}",)))


def _second(chance: Random, country: str, made: Any) -> tuple[str, ...]:
    """What may stand below the street."""
    forms: dict[str, tuple[str, ...]] = {
        "US": (
            f"Suite {chance.randint(1, 900)}",
            f"Apt. {chance.randint(1, 99)}",
            f"Floor {chance.randint(2, 30)}",
        ),
        "GB": (f"Unit {chance.randint(1, 40)}", f"Flat {chance.randint(1, 40)}", f"{made.last_name()} House"),
        "AE": (f"P.O. Box {chance.randint(100, 99999)}",),
        "DE": ("Hinterhaus", "2. OG", "Gebäude B"),
        "FR": (f"Bâtiment {chance.choice('ABCD')}", "ZA des Prés"),
    }
    return forms.get(country, ())


def _clean(text: str) -> str:
    return " ".join(text.replace("\n", ", ").split())


def _firm(chance: Random, country: str, made: Any) -> str:
    if chance.random() < 0.5 and country not in _REAL_FIRMS:
        return str(made.company())
    word = chance.choice((made.last_name(), made.last_name(), made.city().split()[0], made.first_name()))
    tail = chance.choice(of_country(country).get("firms", ("Ltd", "Trading", "Group", "Services")))
    if country == "ID":
        return f"{tail} {word} {chance.choice(('Jaya', 'Makmur', 'Abadi'))}"
    return f"{word} {tail}"


def _phone(chance: Random, country: str) -> str:
    return digits(chance, chance.choice(of_country(country).get("phones", ("+%# %## ### ####", "0%# ### ####"))))
