"""Invented goods and sums that add up, and how money and dates are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bench.layouts.words import digits, language, words
from samples.world import numbers

_FIRST_DAY, _DAYS = date(2016, 1, 1), 3700
#: Rates of tax in per cent.
_RATES = {"IN": (5, 12, 18, 18, 28), "GB": (20, 20, 0), "US": (0, 6, 8, 10)}
_OTHER_RATES = (0, 19, 20, 21, 10)


@dataclass
class Item:
    """A line of goods: amounts as numbers, rates in per cent."""

    name: str
    detail: str
    hsn: str
    quantity: int
    unit: str
    rate: float
    discount: float
    amount: float
    tax_rate: int
    tax: float
    total: float
    code: str
    serial: str


@dataclass
class Sums:
    """What the goods come to: `net` and `tax`, with `shipping` and `round_off`, are the `total`; `due` is left of it."""

    net: float
    tax: float
    half_tax: float
    shipping: float
    discount: float
    round_off: float
    total: float
    paid: float
    due: float
    words: str
    tax_rate: int


def items(chance: Random, country: str, most: int = 7) -> list[Item]:
    names = words()["goods"][language(country)]
    rate = chance.choice(_RATES.get(country, _OTHER_RATES))
    return [_item(chance, name, rate) for name in chance.sample(names, min(len(names), chance.randint(1, most)))]


def _item(chance: Random, name: str, rate: int) -> Item:
    quantity = chance.choice((1, 1, 1, 2, 3, 4, 5, 10, 12, 25))
    price = chance.choice((chance.uniform(2, 90), chance.uniform(50, 900), chance.uniform(400, 12000)))
    price = round(price, chance.choice((0, 2, 2)))
    cut = round(price * quantity * chance.choice((0, 0, 0, 0.05, 0.1)), 2)
    amount = round(price * quantity - cut, 2)
    tax = round(amount * rate / 100, 2)
    return Item(
        name=name,
        detail=chance.choice(("", "", f"Ref. {digits(chance, '??-####')}", "as agreed")),
        hsn=digits(chance, "%###"),
        quantity=quantity,
        unit=chance.choice(("Nos", "pcs", "hrs", "kg", "ea", "Stk", "box")),
        rate=price,
        discount=cut,
        amount=amount,
        tax_rate=rate,
        tax=tax,
        total=round(amount + tax, 2),
        code=digits(chance, "??####"),
        serial=digits(chance, "SN%#####??##"),
    )


def sums(chance: Random, goods: Sequence[Item]) -> Sums:
    net = round(sum(each.amount for each in goods), 2)
    half = round(sum(each.tax for each in goods) / 2, 2)
    tax = round(half * 2, 2)
    shipping = chance.choice((0.0, 0.0, 0.0, round(chance.uniform(3, 200), 2)))
    raw = round(net + tax + shipping, 2)
    total = float(round(raw)) if chance.random() < 0.3 else raw
    paid = chance.choice((0.0, 0.0, 0.0, round(total * 0.25, 2), round(total / 2, 2)))
    return Sums(
        net=net,
        tax=tax,
        half_tax=half,
        shipping=shipping,
        discount=round(sum(each.discount for each in goods), 2),
        round_off=round(total - raw, 2),
        total=total,
        paid=paid,
        due=round(total - paid, 2),
        words=numbers.in_words(int(total)),
        tax_rate=goods[0].tax_rate,
    )


def money(number: float, style: str, sign: str, decimals: int = 2) -> str:
    """`style`: `IN` 1,23,456.00; `US` 123,456.00; `DE` 123.456,00; `FR` 123 456,00; `plain` 123456.00; `comma` 123456,00.
    `sign` stands before it, or behind it where it begins with a space."""
    text = f"{abs(number):,.{decimals}f}"
    if style == "IN":
        text = numbers.grouped(round(abs(number), decimals), paise=bool(decimals))
    elif style == "DE":
        text = text.replace(",", "_").replace(".", ",").replace("_", ".")
    elif style == "FR":
        text = text.replace(",", " ").replace(".", ",")
    elif style == "plain":
        text = text.replace(",", "")
    elif style == "comma":
        text = text.replace(",", "").replace(".", ",")
    text = f"-{text}" if number < 0 else text
    return f"{text}{sign}" if sign.startswith(" ") else f"{sign}{text}"


def date_style(chance: Random, country: str) -> str:
    """A form of `strftime` that is usual there."""
    kind = "US" if country in ("US", "CA") else "en" if language(country) == "en" else "other"
    return str(chance.choice(words()["dates"][kind]))


def some_day(chance: Random) -> date:
    return _FIRST_DAY + timedelta(days=chance.randint(0, _DAYS))
