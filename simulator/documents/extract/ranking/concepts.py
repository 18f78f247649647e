"""What fields mean beyond what their type file says: synonyms and labels of other languages, from `concepts.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from simulator.documents.phrases import key
from simulator.documents.schema import DocumentType, FieldSpec

_WORD = re.compile(r"[^\W\d_]{2,}")
#: Concepts that only a date, and that only an amount can mean.
_DATES = frozenset(
    {"invoice_date", "due_date", "other_date", "period_from", "period_to", "birth", "issue", "expiry", "joining"}
)
_AMOUNTS = frozenset(
    [
        *("total", "down_payment", "subtotal", "tax", "premium", "rent"),
        *(
            "net_pay",
            "gross_pay",
            "deductions",
            "basic_pay",
            "income_tax",
            "provident_fund",
            "professional_tax",
            "house_rent",
        ),
    ]
)
#: Whose a name, an address or a number may be.
_PARTIES = frozenset({"buyer", "seller", "delivery"})


class Meaning(NamedTuple):
    """What labels a field: `own` by its type file (the first ways' before the later ones'), `also` by its concepts;
    `heads` of the blocks that it stands in, `against`: labels of other things; `concepts` by their numbers."""

    own: tuple[str, ...]
    also: tuple[str, ...]
    heads: tuple[str, ...]
    against: tuple[str, ...]
    other_heads: tuple[str, ...]
    concepts: frozenset[str]


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("concepts.toml").read_text(encoding="utf-8"))


@cache
def concepts() -> dict[str, tuple[frozenset[str], tuple[str, ...]]]:
    """Each concept with the keys of its core labels, and of all of them."""
    return {
        name: (
            frozenset(map(key, each["core"])),
            tuple(dict.fromkeys(filter(None, map(key, [*each["core"], *each["also"]])))),
        )
        for name, each in _table().items()
    }


@cache
def label_words() -> frozenset[str]:
    """The words that labels are made of, folded to lower case."""
    return frozenset(
        word for each in _table().values() for phrase in (*each["core"], *each["also"]) for word in words(phrase)
    )


def words(text: str) -> list[str]:
    """The words of two letters or more, folded to lower case."""
    return _WORD.findall(text.casefold())


def _labels(spec: FieldSpec) -> tuple[str, ...]:
    value = (label for find in spec.find for label in (*find.labels, *find.says))
    named = (spec.name.replace("_", " "),)
    return tuple(dict.fromkeys(filter(None, map(key, (*value, *named)))))


def _blocks(spec: FieldSpec) -> frozenset[str]:
    return frozenset(name for find in spec.find for name in (find.block, find.within) if name)


@lru_cache(maxsize=128)
def meanings(document_type: DocumentType) -> dict[str, Meaning]:
    """The meaning of each field of a type, by its name."""
    labels = {spec.name: _labels(spec) for spec in document_type.fields}
    heads = {block.name: tuple(map(key, block.heads)) for block in document_type.blocks}
    made = {}
    for spec in document_type.fields:
        own = labels[spec.name]
        blocks = _blocks(spec)
        mine = tuple(head for name in blocks for head in heads.get(name, ()))
        meant = _concepts(spec, own, mine)
        also = tuple(phrase for name in sorted(meant) for phrase in concepts()[name][1] if phrase not in own)
        known = {*own, *also}
        against = {label for name, each in labels.items() if name != spec.name for label in each}
        against |= {phrase for name, (_, every) in concepts().items() if name not in meant for phrase in every}
        against |= set(map(key, document_type.stops))
        others = {head for name, each in heads.items() if name not in blocks for head in each}
        party = meant & _PARTIES
        heading = {*mine, *(phrase for name in party for phrase in concepts()[name][1])}
        if blocks or party:
            others |= {p for name in _PARTIES - party for p in concepts()[name][1]}
        made[spec.name] = Meaning(
            own,
            also,
            tuple(sorted(heading)),
            tuple(sorted(against - known)),
            tuple(sorted(others - heading)),
            frozenset(meant),
        )
    return made


def _concepts(spec: FieldSpec, own: tuple[str, ...], heads: tuple[str, ...]) -> set[str]:
    """The concepts that a field means: by its labels, those of its blocks, and where it is sought."""
    specific = own[:-1][:12]
    meant = {name for name, (core, _) in concepts().items() if any(label in core for label in specific)}
    if spec.format != "date":
        meant -= _DATES
    if spec.format != "amount":
        meant -= _AMOUNTS
    if "seller" not in meant and any(head in concepts()["buyer"][0] for head in heads):
        meant.add("buyer")
    in_letterhead = any(find.letterhead for find in spec.find)
    if not meant & _PARTIES and (in_letterhead or any(head in concepts()["seller"][0] for head in heads)):
        meant.add("seller")
    if spec.format == "address":
        meant.add("address")
    if spec.format in ("telephone", "phone"):
        meant.add("phone")
    return meant
