"""What a type file (`types/NAME.toml`) may say: clues by which a type is recognised, and where its fields stand.

The page docs/types.md explains each key with an example. Numbers are shares of 1; phrases are compared without case,
space and punctuation. Whether the words fit together (formats, blocks, columns, patterns) is checked in `type_problems`.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from simulator.documents.formats.masks import PRIVATE
from simulator.value_kinds import Kind

Where = Literal["anywhere", "top", "line", "title"]
Direction = Literal["right", "below", "left", "above"]
Part = Literal["first", "rest", "all"]
Pick = Literal["first", "last", "largest", "earliest", "latest"]

#: The keys of which a way to find a value has exactly one.
WAYS = ("labels", "block", "column", "letterhead", "addressee", "party", "pattern", "anywhere", "says", "of", "source")


class Clue(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Evidence for a type, or, with a negative weight, against it. What it names must all hold together.

    `any`: at least `at_least` of the phrases are there. `all`: every one is. `none`: not one is. `pattern`: a regular
    expression matches a row of words, `unmatched`: it matches none. `format`: a value of that format is there (without
    `any`, so many different ones as `at_least` says). `source`: something seen.
    `words`: the document has so many words, from and to. `over`: where a phrase of these stands as well, one of `any`
    outranks it: by itself in its line, in larger print, or further up. `untitled`: none of these is the title. A phrase
    `@NAME` is every phrase of a word list, `@titles` every title of the type. `text` is how the clue is told.
    """

    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    untitled: tuple[str, ...] = ()
    pattern: str = ""
    unmatched: str = ""
    format: str = ""
    source: str = ""
    words: tuple[int, int] | None = None
    at_least: int = 1
    where: Where = "anywhere"
    weight: float = 0.3
    required: bool = False
    text: str = ""


class Find(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One way to find a field's value: exactly one of WAYS, and how to follow it.

    `labels` (with `look`, `within`): a label, the value beside it. `block` (with `part`): lines of a block that the
    type names. `column`: cells of the type's table. `letterhead`: the sender at the top of the page. `addressee`:
    whom it is sent to, lines that end with a PIN code. `pattern`: a
    regular expression on a row of words, group 1 or the whole. `anywhere`: whatever has the field's format. `says`: the
    text holds one of the phrases, the value is `value`. `of`: a part of another field. `source`: seen, or decoded.
    """

    labels: tuple[str, ...] = ()
    block: str = ""
    column: str = ""
    letterhead: Literal["", "name", "address"] = ""
    addressee: Literal["", "name", "address"] = ""
    party: tuple[str, ...] = ()
    pattern: str = ""
    anywhere: bool = False
    says: tuple[str, ...] = ()
    of: str = ""
    source: str = ""

    look: tuple[Direction, ...] = ("right", "below")
    within: str = ""
    after: tuple[str, ...] = ()
    part: Part = "all"
    value: str = "yes"
    format: str = ""
    pick: Pick = "first"
    skip: int = 0
    lines: int = 0
    flowing: bool = False
    split: str = ""
    unless: tuple[str, ...] = ()
    sure: float = 1.0

    @property
    def way(self) -> str:
        return next((way for way in WAYS if getattr(self, way)), "")


class FieldSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A field as documented. `kind` is the form of its value: a string, strings, a number, "yes"/"no", a count.

    `format` says what the value looks like; `find` are the ways to it, the best first; `otherwise` is the value where
    none of them leads anywhere. `private`: the value identifies a person; some formats imply it.
    """

    name: str
    kind: Kind = "text"
    format: str = "text"
    find: tuple[Find, ...] = ()
    otherwise: str = ""
    private: bool = False

    @property
    def is_private(self) -> bool:
        return self.private or self.format in PRIVATE


class Headings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A block of lines (`Bill To`) or a column of the type's table: `heads` are what may stand over it."""

    name: str
    heads: tuple[str, ...]


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`field` has the value `equals`, or its number is larger than `above`."""

    field: str
    equals: str = ""
    above: float | None = None


class Invalid(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What makes a recognised document an `INVALID_DOC` with this `reason`: conditions that must `all` hold."""

    reason: str
    all: tuple[Condition, ...]


class DocumentType(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One type. `title` is for people; `fields` are in the documented order. `titles` are the names that its papers bear
    themselves; one of them over a paper speaks against every type that is not like this one.

    `threshold` is the score from which it is recognised, `margin` by how much it must lead; `like` are types so near to it
    that it need not lead them, `kind_of` those that its documents are as well: before them it is taken from its own
    threshold on. `stops` are labels that end a value though they are no field's. `issuers` are words in names of those who
    send such papers: who has one is not the addressee. `invalid` says which of its documents are
    refused though recognised.
    `private`: no picture of such a document is shown with its matrix codes, and none at all where it was not read.
    `overrides` says that a type of that name is meant to be replaced; the catalogue keeps it for those that replace a
    built-in one, and fills in `origin` (the file) and `built_in`.
    """

    name: str
    title: str
    threshold: float = 0.5
    margin: float = 0.1
    like: tuple[str, ...] = ()
    kind_of: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    clues: tuple[Clue, ...] = ()
    blocks: tuple[Headings, ...] = ()
    columns: tuple[Headings, ...] = ()
    stops: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    fields: tuple[FieldSpec, ...] = ()
    invalid: tuple[Invalid, ...] = ()
    origin: str = ""
    overrides: bool = False
    built_in: bool = False
    private: bool = False

    @property
    def private_fields(self) -> dict[str, str]:
        """The names of the private fields, each with its format."""
        return {each.name: each.format for each in self.fields if each.is_private}

    @property
    def is_private(self) -> bool:
        """Whether documents of this type identify a person whatever was read of them."""
        return self.private or any(each.is_private for each in self.fields)
