"""Which document types there are, and what is known of each: read from `types/*.toml`, the built-in ones first.

A folder given later adds to what is there, or overrides a type by name where its file says `overrides = true`. A wrong
file is a SettingError that names file, key and reason. Fields, their order and their kinds are the API's own (contract,
sections 11 and 12); `schema` says what a file may hold.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from simulator import toml_files
from simulator.documents import formats, lexicon
from simulator.documents.schema import WAYS, Clue, DocumentType, FieldSpec, Find, Invalid
from simulator.errors import SettingError

__all__ = ["BUILT_IN", "Catalogue", "DocumentType", "FieldSpec", "TypeFile"]

BUILT_IN = Path(__file__).parent / "types"

#: In a clue, every title of the type itself.
OWN_TITLES = "@titles"
#: How much another paper's name over it takes from a type, and how that is told.
_OTHERWISE, _OTHERWISE_TEXT = -0.7, "another paper's name as the title"

_NAME = re.compile(r"\w+")
_SOURCE = re.compile(r"[a-z]+:[a-z0-9_]+")


class TypeFile(NamedTuple):
    path: str
    raw: bytes


class Catalogue:
    """The types of one or several folders. Immutable: load another one for changed files."""

    def __init__(self, types: dict[str, DocumentType], digest: str, own: tuple[TypeFile, ...] = ()) -> None:
        self._types = types
        #: Changes with anything that the files say.
        self.digest = digest
        #: The files that are not built in: with them `of` makes the same catalogue, also where there are no such folders.
        self.own = own
        self.names = frozenset(types)
        #: The names of all fields of all types.
        self.field_names = frozenset(spec.name for each in types.values() for spec in each.fields)
        self._clues: dict[str, tuple[Clue, ...]] = {}
        #: Every name that a type gives a private field, with its format.
        self.private_fields = {name: format for each in types.values() for name, format in each.private_fields.items()}

    @classmethod
    def load(cls, directories: Iterable[str | Path] = ()) -> Catalogue:
        """The built-in types, then those in `types/` of each directory, in order. Raises SettingError."""
        own: list[TypeFile] = []
        for directory in map(Path, directories):
            if not directory.is_dir():
                raise SettingError(f"--catalogue {directory}: no such folder")
            own += _files(directory / "types")
        return cls.of(tuple(own))

    @classmethod
    def of(cls, own: tuple[TypeFile, ...] = ()) -> Catalogue:
        """The built-in types, then those of some files. Raises SettingError."""
        types: dict[str, DocumentType] = {}
        digest = hashlib.sha256()
        for file in (*_files(BUILT_IN), *own):
            digest.update(file.raw)
            each, path = decode_type(Path(file.path), file.raw), Path(file.path)
            known = types.get(each.name)
            if known and Path(known.origin).parent == path.parent:
                raise SettingError(f"{path}: name: {each.name} is described already, in {Path(known.origin).name}")
            _suggestion(path, each, known)
            overrides = known is not None and (known.overrides or known.built_in)
            types[each.name] = msgspec.structs.replace(
                each, origin=file.path, overrides=overrides, built_in=path.parent == BUILT_IN
            )
        for each in types.values():
            _known_types("like", each.like, each, types)
            _known_types("kind_of", each.kind_of, each, types)
        return cls(types, digest.hexdigest(), own)

    def get(self, name: str) -> DocumentType | None:
        return self._types.get(name)

    def clues(self, name: str) -> tuple[Clue, ...]:
        """The clues of a type: its own, and, where it names its titles, that another paper's name stands over it."""
        if name not in self._clues:
            each = self._types[name]
            self._clues[name] = (*each.clues, *self._named_otherwise(each))
        return self._clues[name]

    def _named_otherwise(self, each: DocumentType) -> Iterator[Clue]:
        own, said = lexicon.expanded(each.titles), lexicon.expanded(("@papers.named",))
        unlike = (other.titles for other in self if other is not each and not alike(each, other))
        others = lexicon.expanded(("@papers.other", *(title for titles in unlike for title in titles)))
        named = tuple(title for title in others if title not in (*own, *said))
        if own:
            yield Clue(any=named, over=own, where="title", weight=_OTHERWISE, text=_OTHERWISE_TEXT)

    def __iter__(self) -> Iterator[DocumentType]:
        return iter(self._types.values())

    def __len__(self) -> int:
        return len(self._types)


def alike(one: DocumentType, other: DocumentType) -> bool:
    """Whether one of two types says that it is like the other, or a kind of it."""
    return other.name in (*one.like, *one.kind_of) or one.name in (*other.like, *other.kind_of)


def _files(folder: Path) -> Iterator[TypeFile]:
    for path in sorted(folder.glob("*.toml")):
        yield TypeFile(str(path), toml_files.read(path))


def _suggestion(path: Path, each: DocumentType, known: DocumentType | None) -> None:
    """That a type stands in for another only where its file says so. Raises SettingError."""
    if known and not each.overrides:
        where = "the simulator describes it" if known.built_in else f"{known.origin} describes it"
        raise SettingError(
            f"{path}: name: there is a type {each.name} already ({where});"
            " choose another name, or say `overrides = true` to put this one in its place"
        )
    if each.overrides and not known:
        raise SettingError(f"{path}: overrides: there is no type {each.name} to override; leave the key out")


def _known_types(key: str, names: Sequence[str], each: DocumentType, types: Mapping[str, DocumentType]) -> None:
    """That the types that one names are there. Raises SettingError."""
    for name in names:
        if name not in types:
            near = difflib.get_close_matches(name, types, 1)
            raise SettingError(
                f"{each.origin}: {key}: there is no type {name}" + (f"; did you mean {near[0]}?" if near else "")
            )


def decode_type(path: Path, raw: bytes) -> DocumentType:
    """The type that a file describes, checked. Raises SettingError with file, key and reason."""
    each = toml_files.record(raw, DocumentType, path)
    for key in ("origin", "built_in"):
        if getattr(each, key):
            raise SettingError(f"{path}: {key}: is set by the simulator; leave it out")
    if path.parent != BUILT_IN:  # those are checked by the tests: start-up need not compile every pattern
        check_type(path, each)
    return msgspec.structs.replace(each, clues=tuple(_with_titles(clue, each.titles) for clue in each.clues))


def _with_titles(clue: Clue, titles: Sequence[str]) -> Clue:
    """The clue with the type's own titles where it speaks of them."""
    said = {
        key: tuple(title for phrase in phrases for title in (titles if phrase == OWN_TITLES else (phrase,)))
        for key in _PHRASES
        if OWN_TITLES in (phrases := getattr(clue, key))
    }
    return msgspec.structs.replace(clue, **said) if said else clue


def check_type(path: Path, each: DocumentType) -> None:
    """Raises SettingError for the first thing in a type that does not fit together."""
    for key, reason in _type_problems(each):
        raise SettingError(f"{path}: {key}: {reason}")


def _type_problems(each: DocumentType) -> Iterator[tuple[str, str]]:
    """What does not fit together in a type: key and reason."""
    if not each.name.strip():
        yield "name", "is empty"
    for key in ("threshold", "margin"):
        if not 0 <= getattr(each, key) <= 1:
            yield key, f"{getattr(each, key)} is not between 0 and 1"
    for kind, named in (("blocks", each.blocks), ("columns", each.columns), ("fields", each.fields)):
        for name, times in Counter(one.name for one in named).items():
            at = [one.name for one in named].index(name)
            if times > 1:
                yield f"{kind}[{at}].name", f"{name} is there {times} times"
            if not _NAME.fullmatch(name):
                yield f"{kind}[{at}].name", f"{name!r} is not a valid name; use letters, digits and _"
    for kind, headed in (("blocks", each.blocks), ("columns", each.columns)):
        for at, head in enumerate(headed):
            if not head.heads:
                yield f"{kind}[{at}].heads", "is empty; say what stands over it"
            if _holds_empty(head.heads):
                yield f"{kind}[{at}].heads", "holds an empty phrase"
    for key in ("stops", "titles"):
        if _holds_empty(getattr(each, key)):
            yield key, "holds an empty phrase"
    yield from (("titles", reason) for reason in _wrong_lists(each.titles))
    for at, clue in enumerate(each.clues):
        if not each.titles and (key := next((key for key in _PHRASES if OWN_TITLES in getattr(clue, key)), "")):
            yield f"clues[{at}].{key}", f"speaks of {OWN_TITLES}, and the type names none; give it titles = [...]"
        clue = _with_titles(clue, each.titles)
        yield from ((f"clues[{at}].{key}".rstrip("."), reason) for key, reason in _clue_problems(clue))
    known = {
        "block": {block.name for block in each.blocks},
        "column": {column.name for column in each.columns},
        "of": {spec.name for spec in each.fields},
    }
    for at, spec in enumerate(each.fields):
        yield from ((f"fields[{at}].{key}", reason) for key, reason in _field_problems(spec, known))
    for at, rule in enumerate(each.invalid):
        yield from (
            (f"invalid[{at}].{key}".rstrip("."), reason) for key, reason in _invalid_problems(rule, known["of"])
        )


#: The keys of a clue that hold phrases.
_PHRASES = ("any", "all", "none", "over", "untitled")
#: The keys of a clue of which it has one at least.
_SAYS = ("any", "all", "none", "pattern", "unmatched", "format", "source", "words")


def _clue_problems(clue: Clue) -> Iterator[tuple[str, str]]:
    if not any(getattr(clue, key) for key in _SAYS):
        yield "", f"names nothing; give it {', '.join(_SAYS[:-1])} or {_SAYS[-1]}"
    for key in _PHRASES:
        yield from ((key, reason) for reason in _wrong_lists(getattr(clue, key)))
    if not -1 <= clue.weight <= 1 or clue.weight == 0:
        yield "weight", f"{clue.weight} is not between -1 and 1, or is 0"
    if clue.required and clue.weight < 0:
        yield "required", "a clue that speaks against a type cannot be required"
    if (
        clue.at_least < 1
        or (clue.any and clue.at_least > len(_listed(clue.any)))
        or (clue.at_least > 1 and not _countable(clue))
    ):
        yield "at_least", f"{clue.at_least} is more than the {len(_listed(clue.any))} phrases that there are"
    for key in _PHRASES:
        if _holds_empty(getattr(clue, key)):
            yield key, "holds an empty phrase"
    if clue.over and not clue.any:
        yield "over", "needs any: the phrases that outrank these"
    yield from _pattern_problems(clue.unmatched, "", "", "unmatched")
    yield from _pattern_problems(clue.pattern, clue.format, clue.source)


def _holds_empty(phrases: Sequence[str]) -> bool:
    return any(not phrase.strip() for phrase in phrases)


def _wrong_lists(phrases: Sequence[str]) -> Iterator[str]:
    """What is wrong with the names of word lists among phrases."""
    known = lexicon.lists()
    for phrase in phrases:
        if phrase.startswith(lexicon.MARK) and phrase[1:] not in known:
            near = difflib.get_close_matches(phrase[1:], known, 1)
            named = (
                f"; did you mean @{near[0]}?" if near else f"; there are {', '.join(map('@{}'.format, sorted(known)))}"
            )
            yield f"there is no word list {phrase}{named}"


def _listed(phrases: Sequence[str]) -> tuple[str, ...]:
    """The phrases with those of the lists that are there."""
    return lexicon.expanded(tuple(each for each in phrases if not each.startswith("@") or each[1:] in lexicon.lists()))


def _countable(clue: Clue) -> bool:
    return bool(clue.any or clue.format)


def _field_problems(spec: FieldSpec, known: dict[str, set[str]]) -> Iterator[tuple[str, str]]:
    yield from _pattern_problems("", spec.format, "")
    for at, find in enumerate(spec.find):
        yield from ((f"find[{at}].{key}".rstrip("."), reason) for key, reason in _find_problems(find, known))


def _find_problems(find: Find, known: dict[str, set[str]]) -> Iterator[tuple[str, str]]:
    ways = [way for way in WAYS if getattr(find, way)]
    if "pattern" in ways and len(ways) > 1:
        ways.remove("pattern")  # then it says which part of what is found there
    if len(ways) != 1:
        text = " and ".join(ways) or "none"
        yield "", f"says {text} of {', '.join(WAYS)}; say exactly one"
    for key in ("block", "column", "of"):
        name = getattr(find, key)
        if name and name not in known[key]:
            yield key, f"there is no {'field' if key == 'of' else key} named {name!r} in this file"
    if find.within and find.within not in known["block"]:
        yield "within", f"there is no block named {find.within!r} in this file"
    if not 0 < find.sure <= 1:
        yield "sure", f"must be above 0 and at most 1, not {find.sure}"
    for key in ("labels", "says", "unless", "after", "party"):
        if _holds_empty(getattr(find, key)):
            yield key, "holds an empty phrase"
    yield from _pattern_problems(find.split, "", "", "split")
    yield from _pattern_problems(find.pattern, find.format, find.source)


def _invalid_problems(rule: Invalid, fields: set[str]) -> Iterator[tuple[str, str]]:
    if not rule.reason.strip():
        yield "reason", "is empty"
    if not rule.all:
        yield "all", "is empty and would refuse every document"
    for at, condition in enumerate(rule.all):
        if condition.field not in fields:
            yield f"all[{at}].field", f"there is no field named {condition.field!r} in this file"
        if (condition.equals == "") == (condition.above is None):
            yield f"all[{at}]", "says equals and above or neither; say one"


def _pattern_problems(pattern: str, format: str, source: str, key: str = "pattern") -> Iterator[tuple[str, str]]:
    if lexicon.names_list(pattern):
        yield from ((key, problem) for problem in _wrong_lists((pattern,)))
    elif pattern:
        try:
            re.compile(pattern)
        except re.error as wrong:
            yield key, f"{pattern!r} is not a regular expression: {wrong}"
    if format and format not in formats.format_names():
        yield "format", f"there is no format {format!r}; there are {', '.join(sorted(formats.format_names()))}"
    if source and not _SOURCE.fullmatch(source):
        yield "source", f"{source!r} is not FAMILY:NAME, as in seen:stamp"
