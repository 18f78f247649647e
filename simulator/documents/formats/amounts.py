"""Amounts of money: `₹ 1,23,456.00`, `Rs. 45,000/-`, `1.234,56 €`, `(500.00)`, `2.5 lakh`, and amounts in words.

An amount is answered as printed, without its currency. A negative one has a minus before it, whether a minus before or
behind it or brackets were printed; `CR` and `DR`, and `lakh` and `crore`, stay behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from simulator import toml_files
from simulator.documents.formats.model import LOOSE, STRICT, Found

_FIGURES = (
    r"\d{1,3}(?:,\d\d)*,(?:\d\s\d\d|\d\d\s\d)(?:\.\d\d)?(?!\d)"  # a group that a stray space parts
    r"|\d{1,3}(?:[\u2009\u202f\u00a0'’]\d{2,3}){0,6}[\u2009\u202f\u00a0'’]\d{3}(?:[.,]\d{1,2}(?!\d))?"
    r"|\d{1,3}(?:[,.]\s?\d{2,3}){0,6}[,.]\d{3}(?:[.,]\s?\d{2}(?!\d)|[.,]\d)?"
    r"|\d+,\d\d(?![\d,])"
    r"|\d+\.\d{4,16}(?!\d)|\d{4,}\.\d{3}(?!\d)"  # as programs print what they have worked out
    r"|\d+(?:\.\d{1,2})?"
)
#: Groups parted by a plain space, where a currency or nothing else beside them says that they are one amount:
#: `2 500.00` may as well be a quantity and a price.
_SPACED = r"\d{1,3}(?: \d{2,3}){0,6} \d{3}(?:[.,]\d{1,2})?(?!\d| \d)"
#: What a wide space behind a comma parts: `108, 000.00`.
_TORN = r"\d{1,3}(?:,\d{2,3})*, \d{3}(?:,\d{3})*\.\d\d(?!\d)"
_DECIMALS = re.compile(r"(?:[.,](?=\d{1,2}$)|\.(?=\d{4,16}$)|(?<=\d{4})\.(?=\d{3}$))(\d+)$")
#: What is counted or measured and is no money: `127.33 h`, `30 days`, `118 kWh`. Letters that currencies have are not among them.
_MEASURED = (
    r"\s(?:h|hrs?|hours?|std\.?|stunden|heures?|horas|ore|days?|tage|jours|d[ií]as|giorni|weeks?|months?|years?|yrs?|kwh|kvah?|kw"
    r"|kgs?|gms?|grams?|mtrs?|metres?|meters?|sq\.? ?(?:ft|m)|m[23²³]|kms?|ltrs?|litres?|liters?|pcs|pieces|nos|pairs?"
    r"|boxes|bags|units|doz|dozen|sets?)\b"
)
#: Full or empty groups: what stray spaces leave.
_STRAY = re.compile(r"(?<=[.,])\s|(?<=,\d)\s(?=\d\d)|(?<=,\d\d)\s(?=\d)")

_SCALES = {"hundred": 100, "thousand": 1000, "lakh": 100_000, "lac": 100_000, "million": 1_000_000, "crore": 10_000_000}
_UNITS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
#: What an amount in words goes on with behind its numbers, as keys.
GOES_ON = frozenset(("only", "rupees", "rupee", "paise", "dollars", "euros", "pounds", "shillings", "dirhams", "pesos"))
SPELLED = {word: number for number, word in enumerate(_UNITS.split())}
SPELLED |= {word: 10 * number for number, word in enumerate(_TENS.split(), 2)}
_WORD = re.compile(r"[a-z]+")
_UNIT = re.compile(r"(?i) (lakhs?|lacs?|crores?|cr|dr)$")


@cache
def _amount() -> re.Pattern[str]:
    """An amount, with what stands around it as named groups."""
    listed = toml_files.packaged(__file__, "currencies.toml")
    signs = "|".join(map(re.escape, sorted((*listed["signs"], *listed["broken"]), key=len, reverse=True)))
    codes, words = "|".join(listed["codes"]), "|".join(map(re.escape, listed["words"]))
    # One letter stands before codes, too: it is a rand, naira, kwacha, dalasi, peso, lempira or quetzal before hundredths.
    letter = r"(?:R|[NKDPLQ](?=\d))(?=\s?\d[\d ,]{0,12}[.,]\d\d(?!\d))"
    before = rf"(?P<currency>(?:{signs}|(?i:{codes})(?![A-Za-z])|(?:{words})(?![A-Za-z])|{letter})\.?\s*:?\s*)"
    behind = rf"\s?(?:{signs}|(?i:{codes})|{words})(?!\w)"
    crore = r"(?(currency)(?<![.,]\d\d)\s?(?P<crore>[Cc]rs?)(?!\w)|(?!))"
    unit = rf"(?:\s?(?P<scale>(?i:lakhs?|lacs?|crores?)(?!\w))|{crore}|\s?(?P<side>[CD][Rr])(?!\w))"
    return re.compile(
        rf"(?:(?<![\w.,/-])|(?<=[:=]-))(?P<minus>(?<![:=])[-−](?=\S))?{before}?"
        rf"[^\w\s.,:=(/−-]?(?P<inner>(?<![:=])[-−](?=\d))?"
        rf"(?P<figures>(?(currency){_SPACED}|(?!))|{_TORN}|{_SPACED}(?={behind})|{_FIGURES})"
        rf"(?P<last>-(?=[\s)|]|$))?(?P<behind>{behind})?{unit}?(?![\w]|[.,/-]\d)(?(currency)|(?!(?i:{_MEASURED})))(?P<dash>\s?/[-=])?"
    )


_ALONE = re.compile(rf"\W{{0,2}}({_SPACED})\W{{0,2}}")


def figure(text: str) -> float | None:
    """What an amount is as a number: `1,23,456.00` is 123456.0, `(1.5 lakh)` -150000.0. None for a text that is none."""
    found = next(AMOUNT.find(text), None)
    return None if found is None else worth(found.value)


def worth(value: str) -> float | None:
    """The number that an amount is, in the form in which `AMOUNT` finds it. None without a digit."""
    unit = _UNIT.search(value)
    number = value[: unit.start()] if unit else value
    decimals = _DECIMALS.search(number)
    whole = re.sub(r"[^\d-]", "", number[: decimals.start()] if decimals else number)
    if whole in ("", "-"):
        return None
    figures = float(f"{whole}.{decimals[1]}") if decimals else float(whole)
    return round(figures * (_SCALES.get(unit[1].casefold().removesuffix("s"), 1) if unit else 1), 2)


#: What says in words how much tax there is, beside the words for the whole amount: `Tax Amount (in words): INR Two Ten Only`.
_OF_TAX = re.compile(r"(?i)\b(?:tax|gst|vat)(?: amount| amt| value)?\W{0,3}\(?in words\b")


def of_tax(text: str) -> bool:
    """Whether a row says in words how much the tax is."""
    return bool(_OF_TAX.search(text))


def spelled(text: str) -> float | None:
    """What an amount in words is: `Rupees One Lakh Two Thousand and Fifty Paise Only` is 102000.5. None if it is none."""
    total, group, paise, seen = 0.0, 0, None, False
    for word in _WORD.findall(text.casefold()):
        word = word.removesuffix("s") if word.removesuffix("s") in _SCALES else word
        if word in SPELLED:
            group, seen = group + SPELLED[word], True
        elif word == "hundred":
            group, seen = (group or 1) * 100, True
        elif word in _SCALES:
            total, group, seen = total + (group or 1) * _SCALES[word], 0, True
        elif word == "and" and paise is None and "paise" in text.casefold():
            paise, total, group = total + group, 0.0, 0
        elif word == "paise":
            break
    if paise is not None:
        return paise + (total + group) / 100
    return total + group if seen else None


@dataclass(frozen=True)
class _Amount:
    name: str = "amount"
    strict: bool = True
    multiline: bool = False

    def find(self, text: str) -> Iterator[Found]:
        """As printed, without the currency: `1,23,456.00`."""
        alone = _ALONE.fullmatch(text)
        if alone and _parted(alone[1]):
            yield Found(alone[1], alone.start(1), alone.end(1), STRICT if _DECIMALS.search(alone[1]) else LOOSE)
            return
        for match in _amount().finditer(text):
            value = _shown(match)
            known = any(match[group] for group in ("currency", "behind", "dash", "scale", "side"))
            formed = known or any(sign in match["figures"] for sign in ",.'’ \u2009\u202f\u00a0")
            yield Found(value, match.start(), match.end(), STRICT if formed else LOOSE)


def _parted(figures: str) -> bool:
    """Whether spaces part groups as they do in an amount: all of three digits, or the Indian way."""
    groups = _DECIMALS.sub("", figures).split(" ")[1:-1]
    return all(len(group) == 3 for group in groups) or all(len(group) == 2 for group in groups)


def _shown(match: re.Match[str]) -> str:
    """The amount without its currency; what says that it is negative as a minus before it."""
    figures = _STRAY.sub("", match["figures"])
    figures = re.sub(r"\s", " ", figures)
    formed = any(sign in figures for sign in ",.' ")
    negative = match["minus"] or match["inner"] or (match["last"] and formed) or (formed and _bracketed(match))
    unit = match["scale"] or (match["crore"] and "crore") or (match["side"] or "").upper()
    return f"{'-' if negative else ''}{figures}{' ' if unit else ''}{unit}"


def _bracketed(match: re.Match[str]) -> bool:
    """Whether it stands alone in brackets, and not as figures behind the words for them: `One hundred (100.00)`."""
    before, behind = match.string[: match.start()].rstrip(), match.string[match.end() :].lstrip()
    return before.endswith("(") and behind.startswith(")") and spelled(before) is None


@dataclass(frozen=True)
class _InWords:
    name: str = "amount_in_words"
    strict: bool = True
    multiline: bool = True

    def find(self, text: str) -> Iterator[Found]:
        value = text.strip(" :-.,;()")
        if spelled(value) is not None:
            start = text.index(value)
            yield Found(value, start, start + len(value), STRICT)


AMOUNT = _Amount()
AMOUNT_IN_WORDS = _InWords()
