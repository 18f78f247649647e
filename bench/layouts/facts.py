"""All that a layout may print, under the names that it uses."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from bench.layouts import accounts, parties, sales
from bench.layouts.words import digits, of_country

FONTS = (
    "Arial",
    "Carlito",
    "Caladea",
    "Liberation Sans",
    "Liberation Serif",
    "Liberation Mono",
    "Roboto",
    "Lato",
    "Open Sans",
    "Inter",
    "DejaVu Sans",
    "DejaVu Serif",
    "EB Garamond",
    "Cantarell",
    "Nimbus Sans",
    "Nimbus Roman",
    "Linux Libertine O",
    "Noto Sans",
    "Noto Serif",
    "Tinos",
    "Arimo",
)
COLOURS = ("#1a4b8c", "#222", "#8c1a2b", "#0a7a55", "#555", "#e07b00", "#4b2a8c", "#000", "#117788")
_NUMBERS = ("INV-#####", "%####", "??/###/%#-%#", "20%#-###", "?%#####")
_RUPEES = ("", "", "Rs. ", "₹", "₹ ", "Rs ", "INR ")


@dataclass(frozen=True)
class Print:
    """How one paper writes money, dates and numbers, and what it leaves to chance."""

    chance: Random
    grouping: str
    sign: str
    dates: str

    @classmethod
    def some(cls, chance: Random, country: str) -> Print:
        known = of_country(country)
        grouping = chance.choice(("US", "US", "US", "plain"))
        if known.get("commas"):
            grouping = chance.choice(("DE", "DE", "FR", "comma"))
        elif country == "IN":
            grouping = "IN"
        sign = known["sign"]
        signs = ("", sign, f"{sign} ", f" {sign}") if known.get("commas") else ("", sign, sign, f"{sign} ")
        with_sign = chance.choice(_RUPEES if country == "IN" else signs)
        return cls(chance, grouping, with_sign, sales.date_style(chance, country))

    def pick(self, *options: Any) -> Any:
        return self.chance.choice(options)

    def maybe(self, share: float = 0.5) -> bool:
        return self.chance.random() < share

    def money(self, number: float, decimals: int = 2) -> str:
        return sales.money(number, self.grouping, self.sign, decimals)

    def plain(self, number: float, decimals: int = 2) -> str:
        return sales.money(number, self.grouping, "", decimals)

    def show(self, when: date, form: str = "") -> str:
        return when.strftime(form or self.dates)

    def number(self, *patterns: str) -> str:
        return digits(self.chance, self.chance.choice(patterns or _NUMBERS))

    def shuffled(self, every: Iterable[Any]) -> list[Any]:
        listed = list(every)
        return self.chance.sample(listed, len(listed))

    def names(self) -> dict[str, Callable[..., Any]]:
        """The functions that a layout calls; `between(1, 6)` is a whole number, `lines([…])` the lines one below the other."""
        own = (self.pick, self.maybe, self.money, self.plain, self.show, self.number, self.shuffled)
        return {each.__name__: each for each in own} | {"between": self.chance.randint, "lines": "<br>".join}


def facts(chance: Random, country: str) -> dict[str, Any]:
    """Parties, goods, an account, a month's pay and a bill of use, none of which has to be printed."""
    seller, buyer = parties.party(chance, country, chance.random() < 0.05), parties.party(chance, country)
    goods = sales.items(chance, country)
    day = sales.some_day(chance)
    return {
        **Print.some(chance, country).names(),
        "country": country,
        "seller": seller,
        "buyer": buyer,
        "receiver": parties.delivered_to(chance, buyer, country),
        "holder": parties.party(chance, country, True),
        "employee": parties.party(chance, country, True),
        "other": parties.party(chance, country),
        "goods": goods,
        "sums": sales.sums(chance, goods),
        "bank": accounts.bank(chance, country, seller),
        "statement": accounts.statement(chance, country),
        "pay": accounts.pay(chance),
        "usage": accounts.usage(chance, country),
        "day": day,
        "due": day + timedelta(days=chance.choice((0, 7, 14, 30, 45))),
        "ordered": day - timedelta(days=chance.randint(1, 40)),
        "delivered": day + timedelta(days=chance.randint(0, 9)),
        "sign": of_country(country)["sign"],
        "font": chance.choice(FONTS),
        "second_font": chance.choice(FONTS),
        "colour": chance.choice(COLOURS),
    }
