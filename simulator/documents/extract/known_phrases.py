"""The phrases that a type knows: labels, heads and stops, which are marked on its pages, and its titles."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from simulator.documents.extract.words import STOP_PHRASES
from simulator.documents.lexicon import expanded
from simulator.documents.phrases import Vocabulary, key
from simulator.documents.schema import DocumentType


@lru_cache(maxsize=128)
def known_phrases(document_type: DocumentType) -> tuple[tuple[str, ...], Vocabulary, frozenset[str]]:
    """Keys of everything that is marked on the pages of a type, its vocabulary, and its titles."""
    value = list(_said(document_type))
    titles = {
        key(phrase) for clue in document_type.clues if clue.weight > 0 for phrase in expanded((*clue.any, *clue.all))
    }
    spoken = [phrase for spec in document_type.fields for find in spec.find for phrase in find.says]
    return tuple(dict.fromkeys(filter(None, map(key, value)))), Vocabulary([*value, *spoken]), frozenset(titles)


def _said(document_type: DocumentType) -> Iterable[str]:
    for spec in document_type.fields:
        for find in spec.find:
            yield from find.labels
            yield from find.unless
            yield from find.after
    for head in (*document_type.blocks, *document_type.columns):
        yield from head.heads
    yield from document_type.stops
    yield from STOP_PHRASES
