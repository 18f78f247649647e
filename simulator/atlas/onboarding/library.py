"""Documents in the words of people: what a type is called, what it is, and which type a message speaks of."""

from __future__ import annotations

import re

from simulator.atlas.onboarding.papers import papers
from simulator.atlas.onboarding.sentences import listed, says, sentences
from simulator.documents.catalogue import Catalogue, DocumentType

_ASIDE = re.compile(r" \([^)]*\)")


class Library:
    def __init__(self, catalogue: Catalogue) -> None:
        self._types: dict[str, DocumentType] = {}
        self._called: list[tuple[str, str]] = []
        for each in catalogue:
            name = papers().spelling(each.name)
            self._types[name] = each
            words = {name.lower(), name.lower().replace("_", " "), each.name.lower(), each.title.lower()}
            self._called += [(phrase, name) for phrase in words | set(papers().called.get(name, ()))]
        # The longest first, so that a purchase order is not taken for an order.
        self._called.sort(key=lambda pair: (-len(pair[0]), pair[0]))

    def title(self, document_type: str) -> str:
        """`Electricity bill (EBILL)`; the type's own word where nothing more is known of it."""
        known = self._types.get(papers().spelling(document_type))
        return f"{_ASIDE.sub('', known.title)} ({document_type})" if known else document_type

    def named_in(self, message: str) -> str:
        """The type that a message speaks of, by its longest name in it; empty where there is none."""
        return next((name for phrase, name in self._called if says(message, [phrase])), "")

    def about(self, document_type: str) -> str:
        """What is read from documents of a type, as a sentence."""
        known = self._types.get(document_type)
        if known is None or not known.fields:
            return sentences().answers["only_recognised"]
        fields = listed(field.name.replace("_", " ") for field in known.fields)
        return sentences().answers["read_from_it"].format(fields=fields)
