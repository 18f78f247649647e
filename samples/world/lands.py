"""Plots of land in Maharashtra: talukas and districts as they are, with invented villages, owners and encumbrances."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from samples.world import firms, numbers, people
from samples.world.people import Person

_TALUKAS = (
    ("Haveli", "Pune"),
    ("Khed", "Pune"),
    ("Baramati", "Pune"),
    ("Karveer", "Kolhapur"),
    ("Niphad", "Nashik"),
    ("Dindori", "Nashik"),
    ("Miraj", "Sangli"),
    ("Karad", "Satara"),
    ("Saoner", "Nagpur"),
)
_VILLAGES = (
    "Vadgaon Pir",
    "Shirasgaon",
    "Borvihir",
    "Nandgaon Khurd",
    "Pimplewadi",
    "Malegaon Budruk",
    "Devlane",
    "Kusumbe",
    "Ambegaon Tarfe",
    "Jambhulwadi",
)


@dataclass(frozen=True)
class Land:
    """`cost` in rupees; `loan` of a bank, entered on `charged`."""

    owner: Person
    other: Person
    village: str
    taluka: str
    district: str
    gat: str
    khata: str
    area: str
    cost: int
    day: date
    bank: str
    loan: int
    charged: date


def some(rng: Random) -> Land:
    taluka, district = rng.choice(_TALUKAS)
    day = numbers.some_date(rng, date(2015, 1, 1), date(2025, 6, 30))
    return Land(
        people.person(rng, "Maharashtra"),
        people.person(rng, "Maharashtra"),
        rng.choice(_VILLAGES),
        taluka,
        district,
        rng.choice((str(rng.randint(12, 980)), f"{rng.randint(12, 480)}/{rng.randint(1, 9)}")),
        str(rng.randint(101, 2980)),
        f"{rng.randint(0, 3)} H {rng.randint(10, 98)} R",
        rng.randint(4, 90) * 50000,
        day,
        rng.choice(firms.BANKS)[0],
        rng.randint(2, 30) * 50000,
        numbers.some_date(rng, day, date(2025, 9, 30)),
    )
