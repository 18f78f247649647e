"""Where an address begins and ends: below the name of whose it is, with the house between the two, before a line with a label."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain

import numpy as np

from simulator.documents.extract.ranking.addresslike import NAMED_HOUSE, look
from simulator.documents.extract.ranking.claim import Claim, exchanged
from simulator.documents.extract.ranking.context import Context
from simulator.documents.extract.ranking.firm_forms import ENDED
from simulator.documents.extract.ranking.option import Option
from simulator.documents.phrases import key

#: A name of this score is one, whatever the address says.
_NAMED = 0.3
#: A name stands so far above an address at most, with a contact person or a department between, and so flush (letter heights).
_ABOVE, _FLUSH = 7.0, 3.0
#: It stands so many lines of one block above it at most.
_BETWEEN = 3
#: A label before an address, and what labels a part of one: `Road/Street: Mill Road`.
_LABEL = re.compile(r"\W{0,3}(?:[^\s:]{1,24}\s){0,5}[^\s:]{0,24}:\s?-?")
_PART = re.compile(
    r"(?i)\b(?:no|number|nr|flat|floor|door|building|block|road|street|village|city|town|district|state|pin|code)\b"
)
#: Who takes in what is sent to a house.
_CARE_OF = re.compile(r"(?i)\W{0,3}c/o\s")
#: A label of words alone, with which another address begins.
_LABELLED = re.compile(r"\W{0,3}(?:[^\W\d][^\W\d.]{2,24}\s?){1,3}:\s")
#: The line in which India's invoices say which state's tax is due (rule 46 of its GST rules).
_STATE = re.compile(
    r"(?i)\W{0,3}state(?: name)?\s?:\s?[^\W\d][^:\d]{2,28}[\s,(](?<!pin )(?<!pin-)code\s?[:.-]?\s?\d{1,2}\W{0,3}"
)
#: What the names of houses end with.
_KINDS = """
    house haus lodge cottage manor villas? mansions? heights residency apartments? building bldg towers complex arcade
"""
#: What stands before the letter or number of a part of a house, before its name, and before a number for letters.
_PARTS = "block haus geb[äa]ude unit suite studio flat wing tower b[âa]t(?:iment)?"
_NAMED_BY = r"r[ée]sidence edificio edif[íi]cio lieu-dit pol\.\sind\. z\.?a\.? z\.?i\.?"
_BOX = r"p\.?\s?o\.?\s?box b\.?p\.? apdo\.? postfach apartado bo[iî]te\spostale"
#: A house by its name, or a part of one, or what is no street, by its letter or number.
_HOUSE = re.compile(
    rf"(?i)\W{{0,3}}(?:(?:[\w'’.&-]{{1,24}}\s){{1,4}}(?:{'|'.join(_KINDS.split())})"
    rf"|(?:{'|'.join(_PARTS.split())})\.?\s(?:no\.?\s)?(?:[a-z]|[a-z]{{0,2}}-?\d{{1,4}}[a-z]?)"
    rf"|(?:{'|'.join(_NAMED_BY.split())})\s[\w\s.'’-]{{1,40}}|(?:{'|'.join(_BOX.split())})\s\d{{1,6}})\W{{0,3}}"
)
#: Whose a name is, and the name.
_Named = tuple[str | None, Claim]


def bounded(context: Context, scores: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The scores of claims, in their order: of addresses that differ in their first or last line, the right one first."""
    made = dict(scores)
    names = list(_names(context, scores))
    for name, mine in scores.items():
        claims = context.claims[name]
        if not len(mine) or claims[0].field.spec.format != "address":
            continue
        own = [claim for party, claim in names if party == context.parties.get(name)]
        order = [claims[at] for at in np.argsort(-mine, kind="stable").tolist()]
        other = next(chain(_without_name(order, names), _with_house(order, names, own), _without_label(order)), None)
        if other is not None:
            made[name] = exchanged(mine, int(mine.argmax()), claims.index(other))
    return made


def _names(context: Context, scores: Mapping[str, np.ndarray]) -> Iterator[_Named]:
    """What are likely names, and whose, those of each field from the likeliest on."""
    for name, mine in scores.items():
        claims = context.claims[name]
        if len(mine) and claims[0].field.spec.format in ("name", "company"):
            for at in np.argsort(-mine, kind="stable").tolist():
                if mine[at] >= _NAMED:
                    yield context.parties.get(name), claims[at]


def _without_name(claims: Sequence[Claim], names: Collection[_Named]) -> Iterator[Claim]:
    """The claims that are all of the first one but a name or a label before it."""
    whole = claims[0]
    said = {claim.option.key for _, claim in names}
    for claim in claims[1:]:
        if claim.tokens < whole.tokens and _ends_alike(claim, whole):
            before = _rest(whole, claim)
            cared_for = _CARE_OF.match(before) and is_house(_first_part(claim.option))
            if key(before) in said or cared_for or (_LABEL.fullmatch(before) and not _PART.search(before)):
                yield claim


def _without_label(claims: Sequence[Claim]) -> Iterator[Claim]:
    """The claims that are all of the first one but a line with a label at its end: another address, the state with its code."""
    whole = claims[0]
    for claim in claims[1:]:
        if claim.tokens < whole.tokens and claim.option.tokens[0].at == whole.option.tokens[0].at:
            behind = _rest(whole, claim)
            another = _LABELLED.match(behind) and _has_code(behind) and _has_code(claim.option.value)
            if _STATE.fullmatch(behind) or another:
                yield claim


def _has_code(text: str) -> bool:
    seen = look(text)
    return bool(seen.code or seen.indian)


def _with_house(claims: Sequence[Claim], names: Sequence[_Named], own: Sequence[Claim]) -> Iterator[Claim]:
    """The claims that are the first one and the house before it, below a name or behind a label."""
    part = claims[0]
    likeliest = {claim.field.spec.name: claim for _, claim in reversed(names)}
    said = {word for claim in likeliest.values() for word in claim.tokens}
    for claim in claims[1:]:
        if (
            not part.tokens < claim.tokens
            or not _ends_alike(claim, part)
            or not said.isdisjoint(claim.tokens - part.tokens)
        ):
            continue
        first = _first_part(claim.option)
        inside = len(claim.option.tokens) - len(part.option.tokens) <= len(first.split())
        placed = _is_labelled(claim.option) or _is_behind(claim.option, own) or _is_below(claim.option, own)
        if inside and is_house(first) and placed:
            yield claim


def is_house(text: str) -> bool:
    """Whether a text is the name of a house, or a part of one."""
    return bool(NAMED_HOUSE.fullmatch(text) or (_HOUSE.fullmatch(text) and not ENDED.search(text)))


def _ends_alike(claim: Claim, other: Claim) -> bool:
    one, two = claim.option, other.option
    return one.page is two.page and one.tokens[-1].at == two.tokens[-1].at


def _rest(whole: Claim, part: Claim) -> str:
    """What a claim says beyond another, which is a part of it."""
    return " ".join(token.text for token in whole.option.tokens if (token.page, token.at) not in part.tokens)


def _first_part(option: Option) -> str:
    """The first line, up to its first comma."""
    return option.texts[0].split(",", 1)[0]


def _is_labelled(option: Option) -> bool:
    """Whether a label with a colon stands right before it in its line."""
    layout, first = option.page.layout, option.tokens[0]
    before = first.at - 1
    return before >= layout.segments[first.segment].first and layout.tokens[before].text.endswith(":")


def _is_behind(option: Option, names: Sequence[Claim]) -> bool:
    """Whether one of some names stands right before it in its line."""
    first = option.tokens[0]
    return any(
        name.option.page is option.page
        and (last := name.option.tokens[-1]).at == first.at - 1
        and last.segment == first.segment
        for name in names
    )


def _is_below(option: Option, names: Sequence[Claim]) -> bool:
    """Whether one of some names stands above it: flush, or in its block."""
    left, top, letter = option.tokens[0].box[0], option.tokens[0].box[1], option.outline.letter
    lines = list(_lines_over(option))
    for name in (claim.option for claim in names):
        first, last = name.tokens[0], name.tokens[-1]
        flush = 0 <= top - last.box[1] <= _ABOVE * letter and abs(first.box[0] - left) <= _FLUSH * letter
        if name.page is option.page and last.segment != option.tokens[0].segment and (flush or last.segment in lines):
            return True
    return False


def _lines_over(option: Option) -> Iterator[int]:
    """The lines right over it in its block, by their numbers."""
    at = option.tokens[0].segment
    for _ in range(_BETWEEN):
        if at not in option.outline.over:
            return
        at = option.outline.over[at]
        yield at
