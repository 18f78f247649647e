"""Fields for a drafted type: which label leads to which value, tried with the very rules that will read it later."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import msgspec

from simulator.documents import formats
from simulator.documents.draft.agreement import covers, is_money, same_value, shown
from simulator.documents.draft.shared import Phrase, Sample, enough
from simulator.documents.extract.document import FieldExtraction
from simulator.documents.phrases import key
from simulator.documents.schema import DocumentType, FieldSpec, Find, Headings
from simulator.value_kinds import Kind

#: Formats by how much they say, the most first: the first that fits what was seen is taken.
STRICT_FIRST = (
    "gstin",
    "pan",
    "cin",
    "ifsc",
    "udyam",
    "fssai",
    "uan",
    "voter_id",
    "passport_number",
    "driving_license",
    "vehicle_number",
    "email",
    "imei",
    "aadhaar",
    "date",
    "month",
    "years",
    "phone",
    "telephone",
    "pin_code",
    "gender",
    "amount_in_words",
    "percent",
    "amount",
    "weight",
    "number",
    "chassis_number",
    "code",
)
#: What labels say of the values beside them.
_NAMED = re.compile(
    r"\b(name|student|patient|owner|holder|member|father|mother|spouse|husband|farmer|insured|customer|borrower|guardian"
    r"|doctor|consultant|consignor|consignee|sender|receiver|nominee|received from|resident|proposer)\b"
)
_ADDRESSED = re.compile(r"\b(address|residence|premises)\b")
_WEIGHED = re.compile(r"\b(weight|wt)\b")
_COUNTED = re.compile(
    r"\b(amount|total|fees?|charges?|paid|premium|balance|rs|rupees|price|cost|payable|deposit|due|sum insured|arrears|tax"
    r"|value)\b"
)
_FURTHER_WAYS = 2
_NAME = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class DraftedField:
    """A field as drafted: how many samples it read (rightly, where it was said what they hold), and some of what it read."""

    spec: FieldSpec
    right: int
    of: int
    stated: tuple[str, ...] = ()


def probe(phrases: Sequence[Phrase]) -> DocumentType:
    """A type that knows every shared phrase as a label, and rows of heads as columns."""
    heads = tuple(dict.fromkeys(head for phrase in phrases for head in phrase.row))
    return DocumentType(
        "DRAFT",
        "Draft",
        stops=tuple(phrase.text for phrase in phrases),
        columns=tuple(Headings(slug(head), (head,)) for head in heads if slug(head)),
    )


def slug(text: str) -> str:
    return _NAME.sub("_", text.lower()).strip("_")


class FieldDrafter:
    def __init__(self, samples: Sequence[Sample], phrases: Sequence[Phrase]) -> None:
        self._samples = samples
        self._phrases = phrases
        self._known = frozenset(key(phrase.text) for phrase in phrases)
        self._type = probe(phrases)
        self._documents = [FieldExtraction(self._type, sample.sheets) for sample in samples]

    @property
    def columns(self) -> tuple[Headings, ...]:
        return self._type.columns

    # Where it was said what the samples hold

    def wanted(self) -> Iterator[DraftedField]:
        """A field for each that is wanted of any sample, in their order."""
        for name in dict.fromkeys(name for sample in self._samples for name in sample.wanted):
            yield self._wanted(name)

    def _wanted(self, name: str) -> DraftedField:
        truths = [sample.wanted.get(name) for sample in self._samples]
        there = [truth for truth in truths if truth not in (None, "", [])]
        kind: Kind = "list" if any(isinstance(truth, list) for truth in there) else "text"
        tried: list[tuple[tuple[int, int], FieldSpec, Find, list[bool]]] = []
        for format, find in product(_forms(name, there), self._ways(kind)):
            spec = FieldSpec(name, kind, format)
            if find.anywhere and not formats.get_format(format).strict:
                continue
            close = [self._agrees(at, spec, find, truth) for at, truth in enumerate(truths)]
            hits = [each > 0 for each in close]
            if any(hits):
                tried.append(((sum(hits), sum(close)), spec, find, hits))
        if not tried:
            return DraftedField(FieldSpec(name, kind), 0, len(there))
        best = max(tried, key=lambda each: (*each[0], *_likely(name, each[2])))
        finds, hits = [best[2]], best[3]
        for _ in range(_FURTHER_WAYS):
            more = max(tried, key=lambda each: sum(a and not b for a, b in zip(each[3], hits, strict=True)))
            if more[1].format != best[1].format or not any(a and not b for a, b in zip(more[3], hits, strict=True)):
                break
            finds.append(more[2])
            hits = [a or b for a, b in zip(hits, more[3], strict=True)]
        spec = msgspec.structs.replace(best[1], find=tuple(finds))
        return DraftedField(spec, sum(hits), len(there), tuple(shown(truth) for truth in there[:3]))

    def _ways(self, kind: Kind) -> Iterator[Find]:
        if kind == "list":
            yield from (Find(column=column.name) for column in self._type.columns)
        for phrase in self._phrases:
            yield Find(labels=(phrase.text,))
            if kind != "list":
                yield Find(labels=(phrase.text,), look=("below", "right"))
        if kind != "list":
            yield from (Find(letterhead="name"), Find(letterhead="address"), Find(addressee="name"))
            yield from (Find(addressee="address"), Find(anywhere=True))

    def _agrees(self, at: int, spec: FieldSpec, find: Find, truth: Any) -> int:
        """2 where a way leads to the very value, 1 where to one that is much alike, 0 where elsewhere."""
        if truth in (None, "", []):
            return 0
        field = self._documents[at].follow(spec, find)
        if field is None or not same_value(field.value, truth):
            return 0
        return 2 if key(str(field.value)) == key(str(truth)) else 1

    # Where nobody said so

    def guessed(self) -> Iterator[DraftedField]:
        """A field for each label beside which values stand that differ from sample to sample."""
        names: set[str] = set()
        for head in (head.name for head in self._type.columns):
            fit = self._column(head)
            if fit is not None and head not in names:
                names.add(head)
                yield fit
        tables = frozenset(names)
        for phrase in self._phrases:
            name = slug(phrase.text)
            if not name or name[0].isdigit() or name in names:
                continue
            fit = self._guessed(name, phrase, tables)
            if fit is not None:
                names.add(name)
                yield fit

    def _column(self, name: str) -> DraftedField | None:
        values = self._values(FieldSpec(name, "list"), Find(column=name))
        found = [value for value in values if isinstance(value, list) and self._is_column(value)]
        if len(found) * 2 < len(self._samples) or len({str(value) for value in found}) < 2:
            return None  # or it is a label above its value
        spec = FieldSpec(name, "list", "text", (Find(column=name),))
        return DraftedField(spec, len(found), len(self._samples), tuple(shown(value) for value in found[:3]))

    def _is_column(self, values: Sequence[Any]) -> bool:
        return len(values) > 1 and not any(
            item in self._known for value in values for item in map(key, str(value).split())
        )

    def _guessed(self, name: str, phrase: Phrase, tables: frozenset[str]) -> DraftedField | None:
        if any(slug(head) in tables for head in phrase.row):
            return None  # the head of a column
        find = Find(labels=(phrase.text,))
        plain = self._values(FieldSpec(name), find)
        found = [str(value) for value in plain if value is not None and key(str(value)) not in self._known]
        if len(found) < max(2, enough(len(self._samples)) - 1) or len(set(found)) < 2:
            return None
        format = self._format(name, phrase, find, plain)
        if format == "text" and not phrase.colon and self._in_prose(phrase):
            return None
        values = [value for value in self._values(FieldSpec(name, format=format), find) if value is not None]
        return DraftedField(
            FieldSpec(name, "text", format, (find,)), len(values), len(self._samples), tuple(map(str, values[:3]))
        )

    def _format(self, name: str, phrase: Phrase, find: Find, plain: Sequence[Any]) -> str:
        given = phrase.text.lower()
        if _ADDRESSED.search(given):
            return "address"
        there = [value for value in plain if value is not None]
        for format in STRICT_FIRST:
            if format in ("number", "code") and _COUNTED.search(given):
                continue
            if format == "amount" and not (_COUNTED.search(given) or all(is_money(str(value)) for value in there)):
                continue
            if format == "weight" and not _WEIGHED.search(given):
                continue
            values = self._values(FieldSpec(name, format=format), find)
            if sum(covers(value, text) for value, text in zip(values, plain, strict=True)) >= 0.8 * len(there):
                return format
        if _NAMED.search(given):
            values = self._values(FieldSpec(name, format="name"), find)
            if sum(covers(value, text) for value, text in zip(values, plain, strict=True)) >= 0.8 * len(there):
                return "name"
        return "text"

    def _values(self, spec: FieldSpec, find: Find) -> list[Any]:
        fields = [document.follow(spec, find) for document in self._documents]
        return [field.value if field else None for field in fields]

    def _in_prose(self, phrase: Phrase) -> bool:
        """Whether the words go on behind the phrase in most samples."""
        going_on = 0
        for sample in self._samples:
            for layout in sample.layouts:
                keys = [key(token.text) for token in layout.tokens]
                given = key(phrase.text)
                for at in range(len(keys)):
                    end = at + phrase.words
                    if "".join(keys[at:end]) == given and end - 1 < layout.of_token(at).last:
                        going_on += 1
                        break
        return going_on * 2 > len(self._samples)


def _likely(name: str, find: Find) -> tuple[bool, bool, float]:
    """Of ways that are as good as each other on the samples: a label, the value right of it, in words like the field's name."""
    from rapidfuzz.fuzz import token_set_ratio

    alike = max((token_set_ratio(name.replace("_", " "), label) for label in find.labels), default=0.0)
    return bool(find.labels), find.look[0] == "right", float(alike)


def _forms(name: str, truths: Sequence[Any]) -> list[str]:
    """The formats that all values have, the one that says most first; texts behind."""
    texts = [str(each) for truth in truths for each in (truth if isinstance(truth, list) else [truth])]
    fit = [form for form in STRICT_FIRST if texts and all(_is(form, text) for text in texts)]
    weighs = bool(_WEIGHED.search(name.replace("_", " ")))
    fit = [form for form in fit if form != "weight" or weighs]
    fit.sort(key=lambda form: (form != "weight", not formats.get_format(form).strict))
    if any(isinstance(truth, list) for truth in truths):
        return [*fit[:3], "text"]
    if any("," in text and len(text) > 30 for text in texts):
        return [*fit[:3], "address", "text"]
    named = bool(_NAMED.search(name.replace("_", " ")))
    return [*fit[:3], *(("name", "company", "text") if named else ("text", "name", "company"))]


def _is(format: str, text: str) -> bool:
    return any(same_value(found.value, text) for found in formats.get_format(format).find(text))
