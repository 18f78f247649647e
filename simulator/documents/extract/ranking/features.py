"""From candidates to numbers that a learned score can weigh: one row for each candidate of each field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from simulator.documents.extract.ranking.concepts import concepts, meanings
from simulator.documents.extract.ranking.edges import EDGES, Edges
from simulator.documents.extract.ranking.fields import FORMATS, WAYS, Leads, of_field, ways
from simulator.documents.extract.ranking.groups import GROUPS, Groups
from simulator.documents.extract.ranking.neighbours import SLOTS, Neighbour, Phrases, around, head_phrases
from simulator.documents.extract.ranking.outline import Outline
from simulator.documents.extract.ranking.pool import Option
from simulator.documents.extract.ranking.similarity import Likeness, Similarity
from simulator.documents.extract.ranking.traits import TRAITS, Traits
from simulator.documents.schema import DocumentType, FieldSpec

#: A heading stands so many letter heights over what it heads at most, and so much like its labels.
_REACH, _HEADING = 14.0, 0.86
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
        phrases = Phrases()
        self._around = {name: [around(option, phrases) for option in each] for name, each in options.items()}
        self._itself = {
            name: [
                phrases.of(o.outline, o.tokens[0].at, o.tokens[-1].at, False)
                if o.lines == 1 and len(o.tokens) < 7
                else ()
                for o in each
            ]
            for name, each in options.items()
        }
        self._heads = [(outline, head_phrases(outline, phrases)) for outline in outlines]
        traits, edges, groups = Traits(outlines), Edges(), Groups()
        self._traits = {
            name: np.concatenate(
                [
                    np.array(traits.rows(each), np.float32).reshape(len(each), len(TRAITS)),
                    np.array(edges.rows(each), np.float32).reshape(len(each), len(EDGES)),
                    np.array(groups.rows(each), np.float32).reshape(len(each), len(GROUPS)),
                ],
                axis=1,
            )
            for name, each in options.items()
        }
        self._similarity = Similarity(list(phrases.numbers), list(self._meanings.values()))
        self._letters = np.array([*map(len, phrases.numbers), 0], np.float32)
        self._width = max([1, *(len(n.phrases) for each in self._around.values() for a in each for n in a)])
        self._slots = {name: self._slot_arrays(each) for name, each in self._around.items()}

    def _slot_arrays(self, every: Sequence[tuple[Neighbour, ...]]) -> tuple[np.ndarray, np.ndarray]:
        """Numbers of phrases (candidates x slots x width, -1 for none), and gap, colon, words of each slot."""
        numbers = np.full((len(every), len(SLOTS), self._width), -1, np.int32)
        rest = np.zeros((len(every), len(SLOTS), 3), np.float32)
        for at, neighbours in enumerate(every):
            for slot, neighbour in enumerate(neighbours):
                numbers[at, slot, : len(neighbour.phrases)] = neighbour.phrases
                rest[at, slot] = min(neighbour.gap, 99.0), neighbour.colon, min(neighbour.words, 20)
        return numbers, rest

    def of(self, spec: FieldSpec) -> Field:
        options = self._options.get(spec.format, [])
        if not options:
            return Field(spec, [], np.zeros((0, len(NAMES)), np.float32), {})
        meaning = self._meanings[spec.name]
        like = self._similarity.of(meaning)
        numbers, rest = self._slots[spec.format]
        beside = self._slot_likeness(like, numbers)
        parts = [
            self._traits[spec.format],
            beside.reshape(len(options), -1),
            rest.reshape(len(options), -1),
            self._summed(beside, rest),
            self._itself_like(spec.format, like),
            self._headed(options, like),
            np.tile(of_field(spec, meaning), (len(options), 1)),
            ways(spec, options, self._leads.get(spec.name, {})),
        ]
        return Field(spec, options, np.concatenate(parts, axis=1).astype(np.float32), self._leads.get(spec.name, {}))

    def _slot_likeness(self, like: Likeness, numbers: np.ndarray) -> np.ndarray:
        """Candidates x slots x (kinds of likeness, place, length, cover): of the best text of each slot. `cover`: how much
        of all that stands there is the label."""
        there = numbers >= 0
        made = []
        for name in _KINDS:
            made.append(np.where(there, _padded(getattr(like, name))[numbers], 0).max(axis=2))
        own = np.where(there, _padded(like.own)[numbers], 0)
        best = own.argmax(axis=2)[..., None]
        at = np.take_along_axis(numbers, best, axis=2)[..., 0]
        found = own.max(axis=2) > 0
        made.append(np.where(found, _padded(like.place)[at], 1.0))
        made.append(np.where(found, _padded(like.length)[at], 0.0))
        label = np.where(there, np.maximum(_padded(like.own)[numbers], _padded(like.also)[numbers]), 0)
        near = np.take_along_axis(numbers, label.argmax(axis=2)[..., None], axis=2)[..., 0]
        whole = np.where(there, self._letters[numbers], 0).max(axis=2)
        made.append(np.where(label.max(axis=2) > 0, self._letters[near] / np.maximum(whole, 1), 0.0))
        return np.stack(made, axis=2)

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

    def _itself_like(self, format: str, like: Likeness) -> np.ndarray:
        """Whether the candidate is a label itself: of this field, of others."""
        found = np.zeros((len(self._itself[format]), 2), np.float32)
        for at, texts in enumerate(self._itself[format]):
            if texts:
                whole = texts[0]
                found[at] = max(like.own[whole], like.also[whole]), like.against[whole]
        return found

    def _headed(self, options: Sequence[Option], like: Likeness) -> np.ndarray:
        """The nearest heading of a block over each candidate: its own party's, another's, and how far off."""
        mine: list[tuple[Outline, int, int, int, float]] = []
        others: list[tuple[Outline, int, int, int, float]] = []
        for outline, heads in self._heads:
            for segment, texts in heads:
                own = max((float(like.heads[text]) for text in texts), default=0.0)
                other = max((float(like.other_heads[text]) for text in texts), default=0.0)
                if max(own, other) >= _HEADING:
                    head = (outline, segment.left, segment.right, segment.box[1], max(own, other))
                    (mine if own >= other else others).append(head)
        found = np.zeros((len(options), 5), np.float32)
        for number, option in enumerate(options):
            one, gap = _nearest(option, mine)
            another, other_gap = _nearest(option, others)
            found[number] = one, another, gap, other_gap, bool(mine)
        return found


def _nearest(option: Option, heads: Sequence[tuple[Outline, int, int, int, float]]) -> tuple[float, float]:
    """How like it is, and how many letter heights above the candidate the nearest heading in its column stands."""
    first = option.tokens[0]
    best, least = 0.0, 99.0
    for outline, left, right, top, like in heads:
        if outline is not option.outline:
            continue
        letter = outline.letter
        gap = (first.box[1] - top) / letter
        if not -0.6 <= gap <= _REACH:
            continue
        if (
            abs(left - first.box[0]) > 3 * letter
            and not (left - letter <= first.box[0] <= right + 2 * letter)
            and not (gap < 0.6 and left < first.box[0])
        ):
            continue
        if gap < least:
            best, least = like, gap
    return best, least


def _padded(values: np.ndarray) -> np.ndarray:
    """With a place at the end for -1."""
    return np.append(values, np.float32(0))
