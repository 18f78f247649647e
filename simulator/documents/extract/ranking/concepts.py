"""What fields mean beyond what their type file says: synonyms and labels of other languages, from `concepts.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from simulator.documents import lexicon
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
PARTIES = ("seller", "buyer", "delivery")


class Meaning(NamedTuple):
    """What labels a field by its type file: `own` (the first ways' before the later ones'), `heads` of the blocks that it
    stands in, `other_heads` of those that it does not; and the names of the `concepts` that it means. `in_party`: whether it
    is a party's, by its blocks or its concepts. `issuers`: the words, as keys, that names of the papers' senders have, where it
    is the addressee's name."""

    own: tuple[str, ...]
    heads: frozenset[str]
    other_heads: frozenset[str]
    concepts: frozenset[str]
    in_party: bool
    issuers: frozenset[str] = frozenset()


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
    heads = {block.name: frozenset(map(key, block.heads)) for block in document_type.blocks}
    issuers = frozenset(map(key, lexicon.expanded(document_type.issuers)))
    made = {}
    for spec in document_type.fields:
        own, blocks = _labels(spec), _blocks(spec)
        mine = frozenset(head for name in blocks for head in heads.get(name, ()))
        others = frozenset(head for name, each in heads.items() if name not in blocks for head in each)
        meant = frozenset(_concepts(spec, own, mine))
        in_party = bool(blocks or meant.intersection(PARTIES))
        sent_to = any(find.addressee == "name" for find in spec.find)
        made[spec.name] = Meaning(own, mine, others, meant, in_party, issuers if sent_to else frozenset())
    return made


def _concepts(spec: FieldSpec, own: tuple[str, ...], heads: frozenset[str]) -> set[str]:
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
    if meant.isdisjoint(PARTIES) and (in_letterhead or any(head in concepts()["seller"][0] for head in heads)):
        meant.add("seller")
    if spec.format == "address":
        meant.add("address")
    if spec.format in ("telephone", "phone"):
        meant.add("phone")
    return meant
