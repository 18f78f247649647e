"""What the words of a line say about whether it is part of an address, of any country."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

_WORD = re.compile(r"[^\W\d_]{2,}\.?|\d+")
#: What a telephone number is told by.
_PHONES = (
    r"tel|telefon|fon|phone|ph|mob|mobile|fax|tél|téléphone|telef|teléfono|telefono|telefone|telefoon|tlf|tfno|gsm|handy|mobil|mobiel"
    r"|móvil|movil|celular|telemóvel|cellulare|kom|puh"
)
#: An Indian one, told by less: of Missouri, too, `MO` stands before a number.
_MOBILE = r"mo\b[.:]{0,2}\s?[6-9]\d{4}\s?\d{5}\b"
#: What a telephone number, an e-mail address, a web address or a tax number is told by, wherever in a line it stands.
_LABELS = rf"{_PHONES}|cell|e-?mail|web|contact|gstin|gst|pan|vat|cin|tin|abn|ein|nif|cif|nip|rfc|siret|uid|p\.?\s?iva"
#: Those of tax numbers that need no sign behind them.
_BARE = r"vat|tva|btw|kvk|cnpj|ust-?id"
_CONTACT = re.compile(
    rf"(?i)@|\bwww\.|https?:|\b(?:{_PHONES})\b[.:]?\s?[+(]?\d|\b(?:hrb|fn)\s?\d{{3}}|\batu\s?\d"
    rf"|\b(?:{_LABELS}|website|iban|bic|swift|ust-?idnr?|siren|tax id|cst|steuernummer|steuer-?nr|tva|kdv|vkn|mersis|cnpj"
    r"|cpf|cuit|cvr|npwp|btw|kvk|mva|cui|partita iva|cod\.? fisc|codice fiscale|org\.?\s?nr|reg\.? no|vat reg"
    r"|licen[cs]e|customer|client|kunde|whatsapp|hp/wa|toll free)\b"
    r"\s*(?:no|number|id|nr)?\s*[.:#-]|\+\d[\d ().-]{7,18}\d"
    rf"|\b(?:{_BARE}|rfc)\s[A-Z]{{0,3}}\s?\d|\b(?:hst|qst|pst)\b(?: no| number)?\W{{0,3}}\d{{4}}|\b{_MOBILE}"
    r"|(?<!\w)(?:\(\d{3}\)\s?\d{3}-\d{4}|\d{3}([.-])\d{3}\1\d{4})\b|\btax (?:no|id|number)\b"
    r"|\b(?:rcs|siren|siret)\s(?:[^\W\d]{2,20}[ -]){0,4}\d{3}\s?\d{3}"
    r"|\b(?:alt|alternate|regn|registration)\.? (?:no|mobile|contact|number)\b[.:]{0,2}\s?[A-Z]{0,3}[/-]?\w{0,6}\d{3}"
    r"|\bcapital(?: social(?: de)?\s?:?| de|\s?:)\s?\d"
    r"|\bgstin\s\d\d[A-Z]|\bcountry of origin\b"
    # A line of a register: eight digits and more, as no postal code has, or parts of a number.
    r"|^\W{0,3}(?:abn|acn|trn|uen|brn|ntn|strn|ruc|pin)\b(?:\s?no\b)?\W{0,3}(?=(?:\D{0,2}\d){8})"
    r"|^\W{0,3}(?:regn?\.?|l\.?p\.?o\.?) no\b\W{0,5}(?:\w{1,6}/){0,4}\w{0,6}\d|^\W{0,3}dx \d{3,6}\b"
    r"|\b(?:seit|since|est|estd|established|founded|depuis|desde|fondata|sinds)\b\.?\s(?:18|19|20)\d\d\b"
)
#: How a telephone number, an e-mail address, a tax number or the like begins that stands behind an address in its line; `t` and
#: `reg` tell one there, and not in the midst of words.
BEGINS_CONTACT = re.compile(
    rf"(?i)\W{{0,3}}(?:(?:{_LABELS}|telephone|trn|ust|tax|steuernr|reg|regd|company no|[tme])"
    r"(?:\s?(?:no|number|id|nr))?\b\s?[.:#/)+]"
    rf"|(?:{_BARE}|gstin|abn|trn|nif|siret)\b|\S{{1,64}}@\S|www\.|https?:"
    r"|\+?\(?\d{1,5}\)?(?:[\s.-]\(?\d{2,5}\)?){2,5}\b(?!\s[^\W\d_]{3})|\+?\d{9,13}\b"
    r"|(?=[A-Z\d]{0,14}\d)(?=[A-Z\d]{0,14}[A-Z])[A-Z\d]{10,18}\b)"
)
#: How a telephone number begins behind an address in its line, whatever stands between.
BEGINS_TELEPHONE = re.compile(rf"(?i)(?:{_PHONES})\b[.:]{{0,2}}\s?[+(]?\d{{2}}|{_MOBILE}")
#: A tax number without a label, and a telephone number that is masked.
CONTACT_ALONE = re.compile(
    r"\b(?=[A-Z\d]{0,14}\d{2})(?=[A-Z\d]{0,14}[A-Z]{2})[A-Z\d]{14,16}\b|\+?\d{2,6}[xX*]{5,}|\b[A-ZÑ&]{3,4}\d{6}[A-Z\d]{3}\b"
)
_DIGIT = re.compile(r"\d")
_FOREIGN_CODE = re.compile(
    r"\b(?:\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|[A-Z]\d[A-Z]\s?\d[A-Z]\d|[A-Z]{2}\s\d{4,5}|\d{4}\s?[A-Z]{2}|[A-Z]{1,2}-?\d{4,5}|\d{2}-\d{3}|\d{4}-\d{3})\b"
    # In Sweden, Czechia, Slovakia and Greece three digits stand apart from two, in France two from three, before the town.
    r"|(?<!\d )\b(?:\d{3}\s\d{2}|\d{2}\s\d{3})\s(?=[A-ZÀ-ÞŠŽČŘĎŤŇĽĹŔ][^\W\d_]{3})"
)
#: A code of four digits stands before a town or behind a state: `1030 Wien`, `QLD 4000`; `seit 2015` has none.
_SHORT_CODE = re.compile(
    r"(?:^|,\s?)\W{0,3}(?!(?:19|20)\d\d\b)\d{4}\s(?=[^\W\d_])|\b[A-Z]{2,3},?\s\d{4}\W{0,3}(?:$|,)|^\W{0,3}\d{4}\W{0,3}$"
    r"|(?:^|,\s?)\d{4}\s[^\W\d_]{4,}\W{0,3}$"
)
#: What stands before a person's name and is no part of an address, though `Dr` is a drive, too.
_TITLE = re.compile(r"(?i)^\W{0,3}(?:dr|mr|mrs|ms|prof|herr|frau|m/s)\b\.?")
#: For whom a letter is meant, which is no part of an address: `z. Hd. Herrn Weber` (as the engine reads it, too).
_ATTENTION = re.compile(
    r"(?i)^\W{0,3}(?:kind )?(?:[z2]\.?\s?hd\b|z[uv] h[aä]nden|att(?:n|ention)?\b\.?\s?[:.]|t\.\s?a\.\s?v\.)"
)
#: The country alone in a line, by two letters that are no label and no firm's form.
_COUNTRY_CODE = re.compile(
    r"[,(]?\s?(?:A[ETU]|B[DER]|C[AH]|DE|ES|FR|GB|I[ENT]|KE|LK|M[XY]|N[GLPZ]|P[HKL]|SG|TR|U[KS]|ZA)\s?[,)]?"
)
#: Letters with stops between: `U.S.A`, `P.O.`
_DOTTED = re.compile(r"\b(?:[A-Z]\.){1,4}(?:[A-Z]\b)?")
_INDIAN_CODE = re.compile(r"(?<!\d)[1-8]\d{2}\s?\d{3}(?!\d)")
_DOOR = re.compile(
    r"(?i)^\W{0,20}(?:no|plot|flat|shop|h\.?\s?no|door|d\.?\s?no|office|unit|suite|apt|room|house|building|block|floor|s\.?\s?no|survey|sr\.?\s?no|p\.?\s?o\.?\s?box)?\W{0,20}"
    r"(?:[a-z]{1,2}-)?\d{1,5}[a-z]?(?:[-/&]\w{1,5}){0,9}(?:st|nd|rd|th)?\s{0,9}[,. ]\s{0,9}[a-z]"
)

#: A house that is called after what it was.
NAMED_HOUSE = re.compile(
    r"(?i)\W{0,3}(?:the )?old (?:mill|dairy|forge|barn|rectory|vicarage|chapel|school(?:house)?|bakery|brewery|bank|post office"
    r"|stables?|station|granary|bakehouse|malthouse|parsonage|manse|toll house|oast(?: house)?|farm(?:house)?|coach house|smithy"
    r"|maltings?|fire station|library|tannery|foundry)\W{0,3}"
)
_PARTS = ("building", "street", "locality", "landmark", "admin", "unit")


_STREET, _PLACE, _COUNTRY, _OTHER = range(4)


class Look(NamedTuple):
    """What a line has of an address: `street` and `place` words, a `code`, a `door` number, `country`; `other` words."""

    street: int
    place: int
    country: int
    code: int
    indian: int
    door: int
    words: int
    contact: int


@cache
def _said() -> dict[str, frozenset[str]]:
    table = tomllib.loads(Path(__file__).with_name("addresses.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in table.items()}


@lru_cache(maxsize=8192)
def look(text: str) -> Look:
    if _ATTENTION.match(text) and not (_FOREIGN_CODE.search(text) or _INDIAN_CODE.search(text)):
        return Look(0, 0, 0, 0, 0, 0, len(_WORD.findall(text)), int(bool(_CONTACT.search(text))))
    bare = _DOTTED.sub(lambda letters: letters[0].replace(".", ""), _TITLE.sub("", text))
    found = [word.casefold().strip(".") for word in _WORD.findall(bare)]
    kinds = [_kind(word, behind) for word, behind in zip(found, (*found[1:], ""), strict=False)]
    figures = _DIGIT.search(text)  # without any there is no code and no door number
    return Look(
        kinds.count(_STREET) or int(bool(NAMED_HOUSE.fullmatch(text))),
        kinds.count(_PLACE),
        kinds.count(_COUNTRY) or int(bool(_COUNTRY_CODE.fullmatch(text))),
        len(_FOREIGN_CODE.findall(text)) + len(_SHORT_CODE.findall(text)) if figures else 0,
        len(_INDIAN_CODE.findall(text)) if figures else 0,
        int(bool(figures and _DOOR.match(text))),
        len(found),
        int(bool(_CONTACT.search(text))),
    )


@lru_cache(maxsize=16384)
def _kind(word: str, behind: str) -> int:
    """What a word of an address is, or the beginning of with the one behind it."""
    from simulator.matching.addresses.vocabulary import address_places

    value, known = _said(), address_places()
    two = f"{word} {behind}" if behind else ""
    if word in value["countries"] or two in value["countries"]:
        return _COUNTRY
    if word in known.cities or two in known.cities:
        return _PLACE
    if len(word) > 3 and (word in known.states or two in known.states):
        return _PLACE
    if word in value["streets"] or _ends_like_a_street(word) or _is_a_kind(word):
        return _STREET
    return _PLACE if word in value["places"] or two in value["places"] else _OTHER


@cache
def _endings() -> tuple[str, ...]:
    return tuple(_said()["endings"])


def _ends_like_a_street(word: str) -> bool:
    return len(word) > 6 and word.endswith(_endings())


def _is_a_kind(word: str) -> bool:
    """Whether a word says what a part of an Indian address is."""
    from simulator.matching.addresses.vocabulary import address_words

    return len(word) > 2 and (address_words().kinds.get(word) in _PARTS or word in address_words().expand)


@lru_cache(maxsize=8192)
def address_line(text: str) -> float:
    """How much a line looks like part of an address: 0 for nothing of it."""
    seen = look(text)
    return (
        min(seen.street, 3)
        + min(seen.place, 2)
        + seen.country
        + 1.5 * min(seen.indian, 1)
        + min(seen.code, 1)
        + 0.7 * seen.door
    )


def code_alone(text: str) -> bool:
    """Whether a text is a postal code and nothing else: `L8W 1E7`, `560 001`."""
    bare = text.strip(" .,-")
    return len(bare) >= 5 and bool(_FOREIGN_CODE.fullmatch(bare) or _INDIAN_CODE.fullmatch(bare))


def contact_line(text: str) -> bool:
    """Whether a line gives a telephone number, an e-mail address, a tax number or the like."""
    return bool(look(text).contact)
