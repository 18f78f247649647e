"""What the words of a candidate say by themselves: its length and letters, and whether it looks like a name or an address."""

from __future__ import annotations

import re
from functools import lru_cache

from simulator.documents.extract.ranking.addresslike import look
from simulator.documents.extract.ranking.concepts import label_words, words
from simulator.documents.extract.ranking.firm_forms import ANYWHERE
from simulator.documents.extract.ranking.lines import share
from simulator.documents.extract.ranking.option import Option

#: What firms, shops, schools and the like call themselves by.
_TRADES = """
    enterprises? traders? industries electronics mobiles? stores? agency agencies services solutions technologies systems
    associates bros brothers sons motors bank hotel restaurant hospital school group international holdings logistics consulting
    studio labs? partners tradi?ng exports? imports? board society distribution telecom power energy insurance union clinic
    pharmacy medicals? textiles? garments? fabrics? fashions? jewellers? jewelers? foods? bakery bakers café cafe interiors?
    builders? constructions? engineering engineers? works mart supermarket college university institute academy foundation trust
    church association club garage dental polymers? chemicals? steels? cement ceramics? opticals? optics media press publications?
    productions? photography events? caterers? catering travels? tours? transports? roadways carriers? cargo couriers? movers
    packers resorts? homestays? residency developers? properties realty farms? nursery dairy sweets provisions? hardware
    paints? furniture tools supplies supermarkt bäckerei gasthof praxis kanzlei verein gymnasium kooperatifi boutique
    ferretería farmacia librería panadería taquería autoescuela
"""
COMPANY = re.compile(rf"(?i)(?:{ANYWHERE}|(?<!\w)(?:{'|'.join(_TRADES.split())}))\b\.?")
TITLED = re.compile(r"(?i)^(?:mr|mrs|ms|miss|shri|sri|smt|kum|dr|m/s|herr|frau|familie|monsieur|madame|mme|sr|sra)\b")
_NOT_NAME = re.compile(
    r"(?i)invoice|rechnung|facture|factura|fatura|receipt|statement|bill\b|page\b|date|total|amount|original|copy|gstin|phone|www|@|thank|terms|payment|number|\bno\b|account|description|quantity|address|tax\b"
    r"|\b(?:memo|template|voucher|challan|quotation|slip|certificate|agreement|schedule|jurisdiction)\b"
    # Heads of parts of a paper.
    r"|\b(?:informations?|details|summary|usage|overview|contacto|coordonn[ée]es|gegevens|reservering|bilgileri)\W*$"
)

#: What sentences are made of, as no name and no address has it.
_SENTENCE_WORDS = """
    a an the that this these those is are was were be been being has have had having will would shall should may might can
    could must do does did done not nor any all each every such other same which who whom whose what when where while if unless
    until because therefore hereby herein hereinafter hereto thereof therein aforesaid said under upon within without between
    after during from into onto about for with as it its he his she her they their them we our you your or received paid entire
    holds holding made given provided agreed agrees pay paying only subject against please see referred called including
    excluding
"""
_WORD = re.compile(r"\w+")
_SENTENCE = frozenset(_SENTENCE_WORDS.split())

SHAPE = [
    "tokens",
    "letters",
    "lines",
    "digits",
    "alphas",
    "upper",
    "title",
    "proof",
    "mended",
    "least",
    "mean_sure",
]
NAMED = ["company", "titled", "not_name", "label_words", "label_line", "prose"]
LOOKS = [
    "look_street",
    "look_place",
    "look_country",
    "look_code",
    "look_indian",
    "look_door",
    "look_contact",
]
#: Longer ones are counted as so long.
_LONGEST = 120


def shape(option: Option) -> list[float]:
    """How long it is, of which letters, and how surely it was read, in the order of SHAPE."""
    sures = [token.confidence for token in option.tokens]
    return [
        len(option.tokens),
        min(len(option.value) or 1, _LONGEST),
        option.lines,
        *_letters(option.value),
        option.found.proof,
        option.found.mended,
        min(sures),
        sum(sures) / len(sures),
    ]


@lru_cache(maxsize=4096)
def _letters(value: str) -> tuple[float, ...]:
    """How much of it is digits, letters and capitals, and whether it is written as a title is."""
    return (*(share(value, test) for test in (str.isdigit, str.isalpha, str.isupper)), float(value.istitle()))


@lru_cache(maxsize=4096)
def named_like(value: str, first_line: str) -> list[float]:
    """Whether it has a firm's word, a person's title, a word of no name, how much of it, and of its first line, is words that
    labels are made of, and how much of it is words of sentences, in the order of NAMED."""
    named = [names_company(value), titled(value), bool(_NOT_NAME.search(value))]
    return [*named, _label_share(value), _label_share(first_line), _prose(value)]


def _prose(value: str) -> float:
    found = _WORD.findall(value)
    return sum(word in _SENTENCE for word in found) / len(found) if found else 0.0


@lru_cache(maxsize=4096)
def _label_share(text: str) -> float:
    found = words(text)
    return sum(word in label_words() for word in found) / len(found) if found else 0.0


@lru_cache(maxsize=4096)
def names_company(text: str) -> bool:
    """Whether it has a word that names of firms have."""
    return bool(COMPANY.search(text))


@lru_cache(maxsize=4096)
def titled(text: str) -> bool:
    """Whether it begins with a person's title."""
    return bool(TITLED.match(text))


def looks(value: str) -> list[float]:
    """What of an address is in it, in the order of LOOKS."""
    seen = look(value)
    return [seen.street, seen.place, seen.country, seen.code, seen.indian, seen.door, seen.contact]
