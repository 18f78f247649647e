"""Invented shops, dealers and lenders, with their tax numbers and bank accounts."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from samples.world import numbers, places
from samples.world.places import Address

_NAMES = {
    "phones": (
        "Mobile Point",
        "Sangeet Mobiles",
        "Shree Balaji Telecom",
        "Smart Zone",
        "Galaxy Cell World",
        "Om Sai Mobiles",
        "Digital Duniya",
        "Connect Mobile Gallery",
        "Raj Communication",
        "The Phone Yard",
    ),
    "electronics": (
        "Vijay Home Appliances",
        "Sudarshan Electronics",
        "New Bharat Electricals",
        "Laxmi Radio House",
        "Anand Electronics",
        "Metro Refrigeration",
        "Kaveri Digital World",
        "Bombay Television Centre",
        "Pai Brothers Electronics",
        "Navkar Sales Corporation",
    ),
    "computers": ("Techno Systems", "Infocare Computers", "Byte Bazaar", "Prime Infotech", "Laptop Junction"),
    "two-wheelers": (
        "Shivam Motors",
        "Ganesh Auto Agency",
        "Highway Automobiles",
        "Sahyadri Wheels",
        "Star City Motors",
        "Kohinoor Two Wheelers",
        "Balaji Auto Sales",
    ),
    "furniture": ("Woodcraft Furniture Mall", "Royal Furnishings", "Home Style Interiors", "Nilkamal Wood House"),
}
_TAILS = ("", "", "", "Pvt. Ltd.", "LLP", "& Sons", "Enterprises")
BANKS = (
    ("Sahyadri Co-operative Bank Ltd", "SHYB"),
    ("Deccan National Bank", "DCNB"),
    ("Bharat Vikas Bank", "BVBK"),
    ("Coromandel Bank Limited", "CRMB"),
    ("Malwa Gramin Bank", "MLWG"),
    ("Indus Valley Bank Ltd", "IVBL"),
)
LENDERS = (
    ("Aravalli Finance Limited", "AFL"),
    ("Kaveri Capital Services", "KCS"),
    ("Suvidha Consumer Credit Ltd", "SCC"),
    ("Nilgiri Finserv Limited", "NFL"),
    ("Sagar Housing & Consumer Finance", "SHCF"),
    ("Pragati Fincorp Ltd", "PFL"),
)


@dataclass(frozen=True)
class Firm:
    name: str
    address: Address
    pan: str
    gstin: str
    phone: str
    email: str
    bank: str
    account: str
    ifsc: str


def dealer(rng: Random, trade: str = "phones", state: str = "", city: str = "") -> Firm:
    """A shop in a trade: phones, electronics, computers, two-wheelers, furniture."""
    base = rng.choice(_NAMES[trade])
    tail = rng.choice(_TAILS)
    return firm(rng, f"{base} {tail}".strip(), state, city)


def firm(rng: Random, name: str, state: str = "", city: str = "") -> Firm:
    """A firm of a given name."""
    where = places.shop(rng, state, city)
    holder = "C" if "Ltd" in name or "Limited" in name else "F"
    its_pan = numbers.pan(rng, name, holder)
    bank, code = rng.choice(BANKS)
    domain = "".join(letter for letter in name.split()[0].lower() if letter.isalnum())
    return Firm(
        name,
        where,
        its_pan,
        numbers.gstin(where.state_code, its_pan),
        rng.choice((numbers.mobile(rng), f"0{rng.randint(20, 89)}{rng.choice('2456')}-{numbers.some_digits(rng, 7)}")),
        f"{rng.choice(('sales', 'info', 'accounts'))}@{domain}.example",
        bank,
        numbers.some_digits(rng, rng.choice((11, 12, 14)), rng.choice(("50", "91", "30", "60"))),
        numbers.ifsc(rng, code),
    )
