"""Clues for a drafted type: what its samples share and no other type speaks of, weighed until they are told apart."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.documents.catalogue import Catalogue
from simulator.documents.classify import classify
from simulator.documents.draft.shared import Phrase, Sample, enough
from simulator.documents.evidence import Evidence
from simulator.documents.extract.words import STOP_PHRASES
from simulator.documents.model import TypeCandidate
from simulator.documents.phrases import Vocabulary, key
from simulator.documents.schema import Clue, DocumentType

#: Weights of title, own phrases and labels: the modest ones first, firmer ones where another type comes near.
WEIGHTS = ((0.5, 0.45, 0.3), (0.6, 0.6, 0.45), (0.75, 0.75, 0.6))
#: What a draft should reach on each of its samples.
SCORE, LEAD = 0.75, 0.2
_MOST_TITLES, _MOST_OWN, _MOST_LABELS = 4, 16, 24
#: A word of so many letters that no other type knows may stand for a type by itself.
_LONG_WORD = 7


def clues(
    samples: Sequence[Sample], phrases: Sequence[Phrase], labels: Sequence[str], name: str, catalogue: Catalogue
) -> tuple[Clue, ...]:
    """The clues by which the samples are told apart from all other types. Empty where they share nothing of their own."""
    known = _spoken(catalogue, name)
    own = [phrase for phrase in phrases if _is_own(phrase, known)]
    own.sort(key=lambda phrase: (-phrase.samples, -phrase.words))
    titles = _titles(samples, [phrase for phrase in own if phrase.text not in labels])
    others = [phrase.text for phrase in own if phrase.text not in titles][:_MOST_OWN]
    value = list(dict.fromkeys(labels))[:_MOST_LABELS]
    best: tuple[Clue, ...] = ()
    for title, distinct, usual in WEIGHTS:
        best = tuple(
            clue
            for clue in (
                Clue(any=tuple(titles), where="title", weight=title) if titles else None,
                Clue(any=tuple(others), at_least=max(1, (len(others) + 1) // 3), weight=distinct) if others else None,
                Clue(any=tuple(value), at_least=max(2, len(value) * 3 // 5), weight=usual) if len(value) > 2 else None,
            )
            if clue
        )
        if all(score >= SCORE and lead >= LEAD for score, lead, _ in weighed(samples, best, name, catalogue)):
            break
    return best


def weighed(
    samples: Sequence[Sample], clues: tuple[Clue, ...], name: str, catalogue: Catalogue
) -> list[tuple[float, float, str]]:
    """For each sample the drafted type's score, its lead over the next type, and which that is."""
    draft = DocumentType(name, name, clues=clues)
    others = {each.name: each for each in catalogue if each.name != name}
    with_draft = Catalogue({**others, name: draft}, "")
    found = []
    for sample in samples:
        candidates = {each.document_type: each for each in classify(sample.sheets, with_draft).candidates}
        mine = candidates.pop(name, TypeCandidate(name, 0.0)).score
        next_one = max(candidates.values(), key=lambda each: each.score, default=TypeCandidate("", 0.0))
        found.append((mine, mine - next_one.score, next_one.document_type))
    return found


def _titles(samples: Sequence[Sample], own: Sequence[Phrase]) -> list[str]:
    vocabulary = Vocabulary(phrase.text for phrase in own)
    evidences = [Evidence(sample.sheets, vocabulary) for sample in samples]
    least = enough(len(samples))
    standing = [
        phrase.text
        for phrase in own
        if not phrase.colon and sum(evidence.has(phrase.text, "title") for evidence in evidences) >= least
    ]
    return standing[:_MOST_TITLES]


def _is_own(phrase: Phrase, known: frozenset[str]) -> bool:
    given = key(phrase.text)
    return given not in known and (phrase.words > 1 or len(given) >= _LONG_WORD) and not given.isdigit()


def _spoken(catalogue: Catalogue, name: str) -> frozenset[str]:
    """Everything that other types speak of: clues, labels, heads and stops."""
    texts: set[str] = set(STOP_PHRASES)
    for each in catalogue:
        if each.name == name:
            continue
        texts.update(each.stops)
        for clue in each.clues:
            texts.update((*clue.any, *clue.all, *clue.none))
        for head in (*each.blocks, *each.columns):
            texts.update(head.heads)
        for spec in each.fields:
            for find in spec.find:
                texts.update(find.labels)
    return frozenset(map(key, texts))
