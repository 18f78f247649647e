"""What the titles that types name say: for their own type in its clues, and against every other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import msgspec

from simulator.documents import lexicon
from simulator.documents.schema import Clue, DocumentType

#: In a clue, every title of the type itself.
OWN_TITLES = "@titles"
#: The keys of a clue that hold phrases.
PHRASES = ("any", "all", "none", "over", "untitled")
#: How much another paper's name over it takes from a type, and how that is told.
_OTHERWISE, _OTHERWISE_TEXT = -0.7, "another paper's name as the title"
#: Names of papers of no type, and what stands large on papers of several.
_OTHER, _NAMED = "@papers.other", "@papers.named"


class _Phrases(tuple[str, ...]):
    """Many phrases, which are looked up for every document: their hash is worked out once."""

    @cached_property
    def _hash(self) -> int:
        return super().__hash__()

    def __hash__(self) -> int:
        return self._hash


def alike(one: DocumentType, other: DocumentType) -> bool:
    """Whether one of two types says that it is like the other, or a kind of it."""
    return other.name in (*one.like, *one.kind_of) or one.name in (*other.like, *other.kind_of)


def with_titles(clue: Clue, titles: Sequence[str]) -> Clue:
    """The clue with the type's own titles where it speaks of them."""
    said = {
        key: tuple(title for phrase in phrases for title in (titles if phrase == OWN_TITLES else (phrase,)))
        for key in PHRASES
        if OWN_TITLES in (phrases := getattr(clue, key))
    }
    return msgspec.structs.replace(clue, **said) if said else clue


def named_otherwise(each: DocumentType, types: Iterable[DocumentType]) -> Iterator[Clue]:
    """For a type that names its titles: that the name of a paper of another type, or of none, stands over one."""
    if not each.titles:
        return
    own = lexicon.expanded(each.titles)
    unlike = (other.titles for other in types if other.name != each.name and not alike(each, other))
    others = lexicon.expanded((_OTHER, *(title for titles in unlike for title in titles)))
    left = {*own, *lexicon.expanded((_NAMED,))}
    named = _Phrases(title for title in others if title not in left)
    yield Clue(any=named, over=_Phrases(own), where="title", weight=_OTHERWISE, text=_OTHERWISE_TEXT)
