"""From candidates to numbers that a learned score can weigh: one row for each candidate of each field."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from simulator.documents.extract.ranking.concepts import concepts, meanings
from simulator.documents.extract.ranking.edges import EDGES, Edges
from simulator.documents.extract.ranking.fields import FORMATS, WAYS, Leads, of_field, ways
from simulator.documents.extract.ranking.groups import GROUPS, Groups
from simulator.documents.extract.ranking.heads import Heads, padded, side_by_side
from simulator.documents.extract.ranking.neighbours import SLOTS, Neighbour, Phrases, around
from simulator.documents.extract.ranking.option import Option
from simulator.documents.extract.ranking.outline import Outline
from simulator.documents.extract.ranking.similarity import Likeness, Similarity
from simulator.documents.extract.ranking.traits import TRAITS, Traits
from simulator.documents.schema import DocumentType, FieldSpec

#: A candidate of more words is no label itself.
_LONGEST = 6
_KINDS = ("own", "also", "against", "heads", "other_heads")
NAMES: tuple[str, ...] = (
    *TRAITS,
    *EDGES,
    *GROUPS,
    *(f"{slot}_{kind}" for slot in SLOTS for kind in (*_KINDS, "place", "length", "cover")),
    *(f"{slot}_{what}" for slot in SLOTS for what in ("gap", "colon", "words")),
    "best",
    "best_also",
    "best_against",
    "lead",
    "near_best",
    "near_against",
    "itself_own",
    "itself_against",
    "head_own",
    "head_other",
    "head_gap",
    "other_gap",
    "head_page",
    *(f"format_{name}" for name in FORMATS),
    "strict_format",
    *(f"concept_{name}" for name in concepts()),
    *(f"has_{way}" for way in WAYS),
    "largest_wanted",
    "last_wanted",
    "labels_known",
    "ways",
    "way_first",
    "way_sure",
    "way_number",
    "way_rank",
    "ways_disagree",
    "no_way",
    *(f"way_{way}" for way in WAYS),
)


_AT = {name: at for at, name in enumerate(NAMES)}
#: The places where a label stands, in words.
_SAID = {
    "before": "before it",
    "beside": "left of it",
    "above": "above it",
    "column": "at the head of its column",
    "row": "at the head of its row",
    "behind": "right of it",
    "below": "below it",
}


class Field(NamedTuple):
    """A field with its candidates, their features (candidates x NAMES), and the leads to them."""

    spec: FieldSpec
    options: list[Option]
    rows: np.ndarray
    leads: Leads

    def trait(self, at: int, name: str) -> float:
        """One feature of a candidate."""
        return float(self.rows[at, _AT[name]])

    def labelled(self, at: int, least: float) -> str:
        """Where a label stands that is at least so like one of the field's, in words, or ``."""
        likes = [(max(self.trait(at, f"{slot}_own"), self.trait(at, f"{slot}_also")), slot) for slot in _SAID]
        like, slot = max(likes, key=lambda pair: pair[0])
        return f"a label of its kind {_SAID[slot]}" if like >= least else ""


class Features:
    """The features of all candidates of a document."""

    def __init__(
        self,
        document_type: DocumentType,
        outlines: Sequence[Outline],
        options: Mapping[str, list[Option]],
        leads: Mapping[str, Leads],
    ) -> None:
        self._leads = leads
        self._meanings = meanings(document_type)
        self._options = options
        # Candidates of several formats, and of one, are often the same words: what is around these is looked at once.
        places: dict[tuple[int, ...], Option] = {}
        for option in itertools.chain.from_iterable(options.values()):
            places.setdefault(option.at, option)
        number = {at: count for count, at in enumerate(places)}
        self._at = {name: np.array([number[option.at] for option in each], int) for name, each in options.items()}
        self._places = list(places.values())
        phrases = Phrases()
        every = [around(option, phrases) for option in self._places]
        itself = [_itself(option, phrases) for option in self._places]
        self._heads = Heads(outlines, phrases)
        self._traits = self._trait_arrays(outlines, options)
        self._similarity = Similarity(list(phrases.numbers), document_type)
        self._letters = np.array([*map(len, phrases.numbers), 0], np.float32)
        self._itself = np.array([texts[0] if texts else -1 for texts in itself], int)
        self._numbers, self._rest = _slot_arrays(every)

    def _trait_arrays(self, outlines: Sequence[Outline], options: Mapping[str, list[Option]]) -> dict[str, np.ndarray]:
        """Traits, edges and groups of the candidates of each format."""
        traits, edges = Traits(outlines), Edges()
        groups = np.array(Groups().rows(self._places), np.float32).reshape(-1, len(GROUPS))
        return {
            name: np.concatenate(
                [
                    np.array(traits.rows(each), np.float32).reshape(len(each), len(TRAITS)),
                    np.array(edges.rows(each), np.float32).reshape(len(each), len(EDGES)),
                    groups[self._at[name]],
                ],
                axis=1,
            )
            for name, each in options.items()
        }

    def of(self, spec: FieldSpec) -> Field:
        options = self._options.get(spec.format, [])
        if not options:
            return Field(spec, [], np.zeros((0, len(NAMES)), np.float32), {})
        meaning, at = self._meanings[spec.name], self._at[spec.format]
        like = self._similarity.of(spec.name)
        rest = self._rest[at]
        beside = self._slot_likeness(like, self._numbers[at])
        parts = [
            self._traits[spec.format],
            beside.reshape(len(options), -1),
            rest.reshape(len(options), -1),
            self._summed(beside, rest),
            self._itself_like(self._itself[at], like),
            self._heads.over([option.tokens[0] for option in options], like),
            np.tile(of_field(spec, meaning), (len(options), 1)),
            ways(spec, options, self._leads.get(spec.name, {})),
        ]
        return Field(spec, options, np.concatenate(parts, axis=1).astype(np.float32), self._leads.get(spec.name, {}))

    def _slot_likeness(self, like: Likeness, numbers: np.ndarray) -> np.ndarray:
        """Candidates x slots x (kinds of likeness, place, length, cover): of the best text of each slot. `cover`: how much
        of all that stands there is the label."""
        made = np.empty((*numbers.shape[:2], len(_KINDS) + 3), np.float32)
        likes = padded(np.stack([getattr(like, name) for name in _KINDS]))[:, numbers]
        made[:, :, : len(_KINDS)] = np.moveaxis(likes.max(axis=3), 0, 2)
        at = _of_best(likes[0], numbers)
        found = made[:, :, 0] > 0
        made[:, :, -3] = np.where(found, padded(like.place)[at], 1.0)
        made[:, :, -2] = np.where(found, padded(like.length)[at], 0.0)
        label = np.maximum(likes[0], likes[1])
        whole = self._letters[numbers].max(axis=2)
        near = self._letters[_of_best(label, numbers)]
        made[:, :, -1] = np.where(label.max(axis=2) > 0, near / np.maximum(whole, 1), 0.0)
        return made

    def _summed(self, beside: np.ndarray, rest: np.ndarray) -> np.ndarray:
        own, also, against = beside[:, :, 0], beside[:, :, 1], beside[:, :, 2]
        label = np.maximum(own, 0.97 * also)
        near = label[:, [0, 1, 3, 5]]
        near_against = against[:, [0, 1, 3, 5]]
        lead = near.max(axis=1) - near_against.max(axis=1)
        return np.stack(
            [
                own.max(axis=1),
                also.max(axis=1),
                against.max(axis=1),
                lead,
                (near - 0.02 * np.minimum(rest[:, [0, 1, 3, 5], 0], 20)).max(axis=1),
                (near_against - 0.02 * np.minimum(rest[:, [0, 1, 3, 5], 0], 20)).max(axis=1),
            ],
            axis=1,
        )

    def _itself_like(self, numbers: np.ndarray, like: Likeness) -> np.ndarray:
        """Whether the candidate is a label itself: of this field, of others. `numbers`: of its text, -1 where it is longer."""
        mine = padded(np.maximum(like.own, like.also))
        return np.stack([mine[numbers], padded(like.against)[numbers]], axis=1)


def _itself(option: Option, phrases: Phrases) -> tuple[int, ...]:
    """The candidate's own text among the phrases."""
    if option.lines > 1 or len(option.tokens) > _LONGEST:
        return ()
    return phrases.of(option.outline, option.tokens[0].at, option.tokens[-1].at, False)


def _slot_arrays(every: Sequence[tuple[Neighbour, ...]]) -> tuple[np.ndarray, np.ndarray]:
    """Numbers of phrases (places x slots x width, -1 for none), and gap, colon, words of each slot."""
    numbers = side_by_side([neighbour.phrases for neighbours in every for neighbour in neighbours])
    rest = [(neighbour.gap, neighbour.colon, neighbour.words) for neighbours in every for neighbour in neighbours]
    most = np.array([99.0, 1.0, 20.0], np.float32)
    slots = len(every), len(SLOTS)
    return numbers.reshape(*slots, numbers.shape[1]), np.minimum(np.array(rest, np.float32).reshape(*slots, 3), most)


def _of_best(likes: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """The number of the text of each slot that is likest."""
    best = likes.argmax(axis=2)[..., None]
    at: np.ndarray = np.take_along_axis(numbers, best, axis=2)[..., 0]
    return at
