"""Whether the parts of a type file fit together: what is wrong, by key, with a reason and the nearest valid name."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from simulator.documents import formats, lexicon
from simulator.documents.schema import WAYS, Clue, DocumentType, FieldSpec, Find, Invalid
from simulator.documents.titles import OWN_TITLES, PHRASES, with_titles
from simulator.errors import SettingError

_NAME = re.compile(r"\w+")
_SOURCE = re.compile(r"[a-z]+:[a-z0-9_]+")


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
    for key in ("stops", "titles", "issuers"):
        if _holds_empty(getattr(each, key)):
            yield key, "holds an empty phrase"
    for key in ("titles", "issuers"):
        yield from ((key, reason) for reason in _wrong_lists(getattr(each, key)))
    for at, clue in enumerate(each.clues):
        if not each.titles and (key := next((key for key in PHRASES if OWN_TITLES in getattr(clue, key)), "")):
            yield f"clues[{at}].{key}", f"speaks of {OWN_TITLES}, and the type names none; give it titles = [...]"
        clue = with_titles(clue, each.titles)
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


#: The keys of a clue of which it has one at least.
_SAYS = ("any", "all", "none", "pattern", "unmatched", "format", "source", "words")


def _clue_problems(clue: Clue) -> Iterator[tuple[str, str]]:
    if not any(getattr(clue, key) for key in _SAYS):
        yield "", f"names nothing; give it {', '.join(_SAYS[:-1])} or {_SAYS[-1]}"
    for key in PHRASES:
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
    for key in PHRASES:
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
