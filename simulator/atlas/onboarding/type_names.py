"""Documents in the words of people: what a type is called, what it is, and which type a message speaks of."""

from __future__ import annotations

import re
from functools import lru_cache

from simulator.atlas.onboarding.sentences import join_words, mentions, sentences
from simulator.atlas.onboarding.type_details import type_details
from simulator.definitions import Definitions
from simulator.documents.catalogue import Catalogue, DocumentType

_ASIDE = re.compile(r" \([^()]*\)")


class TypeNames:
    """Follows the catalogue in force."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions

    @property
    def _types(self) -> dict[str, DocumentType]:
        return _names_by_type(self._definitions.catalogue)[0]

    @property
    def _called(self) -> list[tuple[str, str]]:
        return _names_by_type(self._definitions.catalogue)[1]

    def title(self, document_type: str) -> str:
        """`Electricity bill (EBILL)`; the type's own word where nothing more is known of it."""
        known = self._types.get(type_details().spelling(document_type))
        return f"{_ASIDE.sub('', known.title)} ({document_type})" if known else document_type

    def named_in(self, message: str) -> str:
        """The type that a message speaks of, by its longest name in it; empty where there is none."""
        return next((name for phrase, name in self._called if mentions(message, [phrase])), "")

    def about(self, document_type: str) -> str:
        """What is read from documents of a type, as a sentence."""
        known = self._types.get(document_type)
        if known is None or not known.fields:
            return sentences().answers["only_recognised"]
        fields = join_words(field.name.replace("_", " ") for field in known.fields)
        return sentences().answers["read_from_it"].format(fields=fields)


@lru_cache(maxsize=1)
def _names_by_type(catalogue: Catalogue) -> tuple[dict[str, DocumentType], list[tuple[str, str]]]:
    """The types by their names here, and what each is called; the longest first, so that a purchase order is no order."""
    types: dict[str, DocumentType] = {}
    called: list[tuple[str, str]] = []
    for each in catalogue:
        name = type_details().spelling(each.name)
        types[name] = each
        words = {name.lower(), name.lower().replace("_", " "), each.name.lower(), each.title.lower()}
        called += [(phrase, name) for phrase in words | set(type_details().called.get(name, ()))]
    called.sort(key=lambda pair: (-len(pair[0]), pair[0]))
    return types, called
