"""Numbers with valid check digits, amounts in Indian grouping and words, dates in the usual forms."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from string import ascii_uppercase, digits

from stdnum import luhn, verhoeff

_ALPHANUMERIC = digits + ascii_uppercase
_UNITS = (
    "Zero One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen Fourteen Fifteen Sixteen "
    "Seventeen Eighteen Nineteen"
).split()
_TENS = ("Twenty Thirty Forty Fifty Sixty Seventy Eighty Ninety").split()


def some_digits(rng: Random, count: int, first: str = "") -> str:
    """Digits, of which the first is not zero unless given."""
    start = first or rng.choice(digits[1:])
    return start + "".join(rng.choice(digits) for _ in range(count - len(start)))


def letters(rng: Random, count: int) -> str:
    return "".join(rng.choice(ascii_uppercase) for _ in range(count))


def code_letters(rng: Random, count: int) -> str:
    """Letters of a chassis, engine, model or serial number: without I, O and Q, which ISO 3779 leaves out beside 1 and 0."""
    return letters(rng, count).translate(str.maketrans("IOQ", "JPR"))


def pan(rng: Random, surname: str, holder: str = "P") -> str:
    """A PAN: three letters, the kind of holder, the surname's first letter, four digits, a letter."""
    return f"{letters(rng, 3)}{holder}{surname[0].upper()}{some_digits(rng, 4)}{letters(rng, 1)}"


def gstin(state_code: str, holder_pan: str) -> str:
    """A GSTIN: state code, PAN, entity 1, Z, and the check character (Luhn modulo 36)."""
    body = f"{state_code}{holder_pan}1Z"
    return body + str(luhn.calc_check_digit(body, _ALPHANUMERIC))


def aadhaar(rng: Random) -> str:
    """Twelve digits in groups of four, the last by Verhoeff."""
    body = some_digits(rng, 11, rng.choice("23456789"))
    whole = body + str(verhoeff.calc_check_digit(body))
    return f"{whole[:4]} {whole[4:8]} {whole[8:]}"


def imei(rng: Random) -> str:
    """Fifteen digits, the last by Luhn; the first two are a reporting body's."""
    body = some_digits(rng, 14, rng.choice(("35", "86", "86", "35")))
    return body + str(luhn.calc_check_digit(body))


def ifsc(rng: Random, bank: str) -> str:
    return f"{bank}0{some_digits(rng, 6, '00')}"


def mobile(rng: Random) -> str:
    return some_digits(rng, 10, rng.choice("6789"))


def grouped(amount: int | float, paise: bool = True) -> str:
    """1,23,456.00"""
    whole, rest = divmod(round(amount * 100), 100)
    text = str(whole)
    head, tail = text[:-3], text[-3:]
    while head:
        tail = f"{head[-2:]},{tail}"
        head = head[:-2]
    return f"{tail}.{rest:02d}" if paise else tail


def in_words(amount: int) -> str:
    """One Lakh Twenty Three Thousand …"""
    if amount < 20:
        return _UNITS[amount]
    if amount < 100:
        tens, rest = divmod(amount, 10)
        return _TENS[tens - 2] + (f" {_UNITS[rest]}" if rest else "")
    for size, name in ((10_000_000, "Crore"), (100_000, "Lakh"), (1000, "Thousand"), (100, "Hundred")):
        if amount >= size:
            many, rest = divmod(amount, size)
            return f"{in_words(many)} {name}" + (f" {in_words(rest)}" if rest else "")
    raise AssertionError(amount)


def some_date(rng: Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randrange((last - first).days + 1))


def machine_readable(
    country: str, surname: str, given: str, number: str, born: date, sex: str, ends: date
) -> tuple[str, str]:
    """The two lines of a passport (ICAO 9303, part 4: check digits by weights 7, 3, 1)."""
    first = f"P<{country}{surname.replace(' ', '<')}<<{given.replace(' ', '<')}".ljust(44, "<")[:44]
    number = number.ljust(9, "<")
    parts = [
        number + _weighed(number),
        f"{born:%y%m%d}" + _weighed(f"{born:%y%m%d}"),
        f"{ends:%y%m%d}" + _weighed(f"{ends:%y%m%d}"),
    ]
    personal = "<" * 14 + "0"
    return first, f"{parts[0]}{country}{parts[1]}{sex}{parts[2]}{personal}{_weighed(''.join(parts) + personal)}"


def _weighed(text: str) -> str:
    worth = {letter: place for place, letter in enumerate(_ALPHANUMERIC)} | {"<": 0}
    return str(sum(worth[letter] * (7, 3, 1)[place % 3] for place, letter in enumerate(text)) % 10)


def years_later(day: date, years: int) -> date:
    """The same day, or the last of February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
