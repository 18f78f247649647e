"""Invented people of many regions, with their fathers, birthdays, numbers and homes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from samples.world import numbers, places
from samples.world.places import Address

_MEN = (
    "Aarav Rohan Suresh Mahesh Prakash Vikram Arjun Sanjay Deepak Ramesh Karthik Srinivas Venkatesh Manoj Rajesh "
    "Imran Farhan Joseph Thomas Gurpreet Harjit Amit Sandeep Nilesh Pravin Ganesh Dinesh Kiran Anand Bharat "
    "Sourav Debashish Biswajit Ashok Naveen Murali Siddharth Tejas Omkar Yusuf Salim Jatin Lokesh Hemant"
).split()
_WOMEN = (
    "Asha Priya Sunita Kavita Lakshmi Meena Anjali Pooja Rekha Shobha Divya Sneha Fatima Ayesha Mary Gurleen "
    "Simran Neha Swati Vaishali Manisha Rupali Geeta Usha Radha Sushmita Ananya Moumita Bhavna Hetal Jyoti "
    "Nandini Padma Revathi Saraswati Tara Vidya Zoya Shabnam Kamala"
).split()
#: Surname and, where usage calls for it, the state it is at home in.
_SURNAMES = (
    "Patil:Maharashtra Kulkarni:Maharashtra Deshmukh:Maharashtra Jadhav:Maharashtra Sawant:Maharashtra "
    "Gaikwad:Maharashtra Pawar:Maharashtra Shinde:Maharashtra Sharma: Verma: Gupta: Singh: Yadav: Mishra: Tiwari: "
    "Chauhan: Agarwal: Khan: Ansari: Sheikh: Qureshi: Reddy:Telangana Rao:Telangana Naidu:Andhra+Pradesh "
    "Chowdary:Andhra+Pradesh Iyer:Tamil+Nadu Subramanian:Tamil+Nadu Murugan:Tamil+Nadu Pillai:Kerala Nair:Kerala "
    "Menon:Kerala Varghese:Kerala Gowda:Karnataka Hegde:Karnataka Shetty:Karnataka Bhat:Karnataka Patel:Gujarat "
    "Shah:Gujarat Mehta:Gujarat Desai:Gujarat Banerjee:West+Bengal Chatterjee:West+Bengal Ghosh:West+Bengal "
    "Das:West+Bengal Mukherjee:West+Bengal Mohanty:Odisha Sahoo:Odisha Borah:Assam Kalita:Assam Kaur:Punjab "
    "Gill:Punjab Sandhu:Punjab Rathore:Rajasthan Joshi:Rajasthan Fernandes:Goa D'Souza:Goa Rawat:Uttarakhand "
    "Negi:Uttarakhand Prasad:Bihar Jha:Bihar Oraon:Jharkhand Sahu:Chhattisgarh"
).split()
_MAILS = ("mailbox.example", "post.example", "inbox.example")


@dataclass(frozen=True)
class Person:
    given: str
    middle: str
    surname: str
    father: str
    woman: bool
    born: date
    mobile: str
    email: str
    pan: str
    aadhaar: str
    home: Address

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.given, self.middle, self.surname) if part)

    @property
    def short_name(self) -> str:
        return f"{self.given} {self.surname}"


def person(rng: Random, state: str = "", city: str = "", woman: bool | None = None) -> Person:
    """Somebody, of a state or city where one is given."""
    fit = [
        each for each in _SURNAMES if not state or each.endswith(":") or each.split(":")[1].replace("+", " ") == state
    ]
    surname, _, usual = rng.choice(fit).partition(":")
    where = places.home(rng, state or (usual.replace("+", " ") if not city else ""), city)
    is_woman = rng.random() < 0.42 if woman is None else woman
    if surname == "Kaur":
        is_woman = True
    given = rng.choice(_WOMEN if is_woman else _MEN)
    father = rng.choice(_MEN)
    middle = father if rng.random() < 0.45 and where.state in ("Maharashtra", "Gujarat", "Karnataka") else ""
    paternal = f"{father} {'Singh' if surname == 'Kaur' else surname}"
    return Person(
        given,
        middle,
        surname,
        paternal,
        is_woman,
        numbers.some_date(rng, date(1958, 1, 1), date(2003, 12, 28)),
        numbers.mobile(rng),
        f"{given.lower()}.{surname.lower().replace(chr(39), '')}{rng.randint(2, 99)}@{rng.choice(_MAILS)}",
        numbers.pan(rng, surname),
        numbers.aadhaar(rng),
        where,
    )
