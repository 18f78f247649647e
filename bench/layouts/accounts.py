"""Invented accounts, payslips and bills of use, for the papers of `bench.layouts`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bench.layouts.parties import Party
from bench.layouts.words import digits, of_country, words
from samples.world import numbers

#: What is paid beside the basic pay and the rent allowance, and what is taken off beside the provident fund.
_EARNINGS = ("conveyance", "special", "medical", "bonus", "lta", "da", "overtime", "other")
_LESS = ("tds", "esi", "loan", "lwf", "advance", "insurance")
#: The provident fund takes this share of the basic pay, up to so many rupees.
_PF, _PF_CEILING = 0.12, 15000
_CHARGES = ("rent", "fuel", "subsidy", "wheeling", "interest")
_TARIFFS = ("LT-1 Domestic", "DS-II", "LMV-1", "Residential", "90/LT I Res 1-Phase", "Commercial")


@dataclass
class Bank:
    name: str
    branch: str
    account: str
    ifsc: str
    micr: str
    iban: str
    bic: str
    customer_number: str


@dataclass
class Transaction:
    date: date
    value_date: date
    text: str
    reference: str
    debit: float
    credit: float
    balance: float


@dataclass
class Statement:
    """An account over some weeks: the balance after each transaction follows from the one before."""

    opened: date
    start: date
    end: date
    opening: float
    closing: float
    debits: float
    credits: float
    transactions: list[Transaction]


@dataclass
class Pay:
    """A month's pay: earnings less deductions are the net."""

    month: date
    joined: date
    born: date
    number: str
    designation: str
    department: str
    location: str
    uan: str
    pf: str
    esi: str
    days: int
    worked: int
    lost: int
    earnings: list[tuple[str, float]]
    deductions: list[tuple[str, float]]
    gross: float
    deducted: float
    net: float
    words: str


@dataclass
class Usage:
    """What a month of electricity, gas, water, telephone or data costs."""

    account: str
    meter: str
    before: int
    after: int
    units: int
    unit: str
    tariff: str
    load: str
    start: date
    end: date
    issued: date
    due: date
    charges: list[tuple[str, float]]
    arrears: float
    current: float
    total: float
    late_fee: float
    late_total: float
    words: str
    plan: str


def bank(chance: Random, country: str, holder: Party) -> Bank:
    name = chance.choice(of_country(country if "banks" in of_country(country) else "GB")["banks"])
    short = "".join(letter for letter in name.upper() if letter.isalpha())[:4]
    return Bank(
        name=name,
        branch=holder.city,
        account=digits(chance, chance.choice(("%##########", "%#############", "%########", "%###############"))),
        ifsc=numbers.ifsc(chance, short),
        micr=digits(chance, "#########"),
        iban=digits(chance, f"{country}## #### #### #### #### ##"),
        bic=f"{short}{country}{digits(chance, '??')}",
        customer_number=digits(chance, "%########"),
    )


def statement(chance: Random, country: str) -> Statement:
    start = date(chance.randint(2017, 2025), chance.randint(1, 12), 1)
    end = start + timedelta(days=chance.choice((27, 30, 60, 89, 180)))
    balance = opening = round(chance.uniform(500, 90000), 2)
    texts = words()["india" if country == "IN" else "abroad"]["transactions"]
    made, debits, credited = [], 0.0, 0.0
    for day in sorted(chance.randint(0, (end - start).days) for _ in range(chance.randint(4, 18))):
        amount = chance.choice((chance.uniform(10, 900), chance.uniform(500, 20000)))
        amount = round(amount, chance.choice((0, 2, 2)))
        out = amount if chance.random() < 0.6 and balance > amount else 0.0
        balance = round(balance - out if out else balance + amount, 2)
        debits, credited = round(debits + out, 2), round(credited + (0.0 if out else amount), 2)
        number = digits(chance, "%########")
        when = start + timedelta(days=day)
        text = chance.choice(texts).format(n=number)
        made.append(Transaction(when, when, text, number, out, 0.0 if out else amount, balance))
    opened = start - timedelta(days=chance.randint(400, 4000))
    return Statement(opened, start, end, opening, balance, debits, credited, made)


def pay(chance: Random) -> Pay:
    month = date(chance.randint(2016, 2026), chance.randint(1, 12), 1)
    days = ((month.replace(day=28) + timedelta(days=4)).replace(day=1) - month).days
    lost = chance.choice((0, 0, 0, 1, 2, 3))
    basic = float(chance.randint(80, 900) * 100)
    earnings = [("basic", basic), ("hra", round(basic * chance.choice((0.4, 0.5)), 0))]
    earnings += [(name, float(chance.randint(5, 90) * 100)) for name in chance.sample(_EARNINGS, chance.randint(1, 5))]
    deductions = [("pf", round(min(basic, _PF_CEILING) * _PF, 0)), ("professional_tax", 200.0)]
    deductions += [(name, float(chance.randint(1, 60) * 50)) for name in chance.sample(_LESS, chance.randint(0, 3))]
    gross, deducted = sum(amount for _, amount in earnings), sum(amount for _, amount in deductions)
    work = words()["work"]
    return Pay(
        month=month,
        joined=month - timedelta(days=chance.randint(100, 4000)),
        born=month - timedelta(days=chance.randint(8000, 18000)),
        number=digits(chance, chance.choice(("EMP###", "####", "?-####", "%#####"))),
        designation=chance.choice(work["posts"]),
        department=chance.choice(work["rooms"]),
        location=chance.choice(work["places"]),
        uan=digits(chance, "10##########"),
        pf=digits(chance, chance.choice(("??/???/#######/###/#######", "??/#####/####"))),
        esi=digits(chance, "##########"),
        days=days,
        worked=days - lost,
        lost=lost,
        earnings=earnings,
        deductions=deductions,
        gross=gross,
        deducted=deducted,
        net=gross - deducted,
        words=numbers.in_words(int(gross - deducted)),
    )


def usage(chance: Random, country: str) -> Usage:
    end = date(chance.randint(2016, 2026), chance.randint(1, 12), chance.randint(1, 28))
    before, units = chance.randint(200, 90000), chance.randint(20, 900)
    rate = chance.uniform(3, 9) if country == "IN" else chance.uniform(0.1, 0.4)
    charges = [("energy", round(units * rate, 2)), ("fixed", float(chance.randint(10, 200)))]
    charges += [("tax", round(units * rate * 0.08, 2))]
    charges += [(name, round(chance.uniform(2, 120), 2)) for name in _CHARGES if chance.random() < 0.3]
    current = round(sum(amount for _, amount in charges), 2)
    arrears = chance.choice((0.0, 0.0, 0.0, round(chance.uniform(10, 900), 2)))
    total = float(round(current + arrears, chance.choice((0, 2))))
    late = round(total * 0.0125 + 5, 2)
    return Usage(
        account=digits(chance, chance.choice(("%###########", "%########", "??###-####-##", "%## ### ### ###"))),
        meter=digits(chance, chance.choice(("########", "?######", "???#####"))),
        before=before,
        after=before + units,
        units=units,
        unit=chance.choice(("kWh", "Units", "KWH")),
        tariff=chance.choice(_TARIFFS),
        load=chance.choice(("1 KW", "3.00 kW", "2 BHP", "5 KW")),
        start=end - timedelta(days=30),
        end=end,
        issued=end + timedelta(days=chance.randint(1, 7)),
        due=end + timedelta(days=chance.randint(14, 30)),
        charges=charges,
        arrears=arrears,
        current=current,
        total=total,
        late_fee=late,
        late_total=round(total + late, 2),
        words=numbers.in_words(int(total)),
        plan=chance.choice(("Unlimited 499", "Postpaid 399", "Fibre 100 Mbps", "Business Plus", "Family plan")),
    )
