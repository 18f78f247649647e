"""Samples to a drafted type, and the draft as a file that a person can read and edit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from simulator import toml_files
from simulator.documents.catalogue import Catalogue
from simulator.documents.draft.clues import clues, weighed
from simulator.documents.draft.fields import DraftedField, FieldDrafter
from simulator.documents.draft.shared import Phrase, Sample, shared
from simulator.documents.schema import Clue, DocumentType, Find, Headings
from simulator.documents.titles import OWN_TITLES
from simulator.errors import SettingError
from simulator.masking import masked

_MOST_SEEN = 60


@dataclass(frozen=True)
class Draft:
    """`type` is the drafted type; `fits` say how each field did on the samples; `scores` are each sample's score, lead, next."""

    type: DocumentType
    fits: tuple[DraftedField, ...]
    scores: tuple[tuple[str, float, float, str], ...]
    missed: tuple[str, ...] = ()


def draft_type(name: str, title: str, samples: Sequence[Sample], catalogue: Catalogue) -> Draft:
    """A type for documents such as the samples. Raises SettingError where they have nothing in common."""
    phrases = shared(samples)
    if not phrases:
        raise SettingError(f"types new {name}: the samples share no words; are they all of one kind, and readable?")
    fitting = FieldDrafter(samples, phrases)
    found = list(fitting.wanted() if any(sample.wanted for sample in samples) else fitting.guessed())
    fits = tuple(fit for fit in found if fit.right)
    labels = [label for fit in fits for find in fit.spec.find for label in find.labels]
    chosen = clues(samples, phrases, labels, name, catalogue)
    if not chosen:
        raise SettingError(f"types new {name}: the samples share no phrase of their own; give it samples with a title")
    used = {find.column for fit in fits for find in fit.spec.find}
    drafted = DocumentType(
        name,
        title,
        titles=next((clue.any for clue in chosen if clue.where == "title"), ()),
        clues=chosen,
        stops=_stops(phrases, labels),
        fields=tuple(fit.spec for fit in fits),
        columns=fitting.columns if used - {""} else (),
    )
    scores = weighed(samples, chosen, name, catalogue)
    value = tuple((sample.name, *score) for sample, score in zip(samples, scores, strict=True))
    return Draft(drafted, fits, value, tuple(fit.spec.name for fit in found if not fit.right))


def _stops(phrases: Sequence[Phrase], labels: Sequence[str]) -> tuple[str, ...]:
    """Other print of the form, so that it is taken for no value."""
    return tuple(phrase.text for phrase in phrases if phrase.text not in labels)[:200]


def draft_toml(drafted: Draft) -> str:
    """The type as TOML, with comments that say what each part did on the samples."""
    return "\n".join(_lines(drafted)) + "\n"


def _lines(drafted: Draft) -> Iterator[str]:
    each = drafted.type
    yield f"# Drafted from {len(drafted.scores)} samples: read it through, name things as you like, and try it:"
    yield f"#   atlas-simulator types try FILE... --catalogue DIR --type {each.name}"
    yield "# What each key means is told in docs/types.md."
    yield ""
    yield toml_files.line("name", each.name)
    yield toml_files.line("title", each.title)
    if each.titles:
        yield "# What stands as a title on the samples, and that no other type speaks of."
        yield toml_files.line("titles", each.titles)
    yield "# Further print on the form that is no field: it ends a value that stands before it."
    yield toml_files.line("stops", each.stops)
    yield ""
    yield "# How the type is told from others. Its score on each sample, and how far it led the next type:"
    for name, score, lead, other in drafted.scores:
        yield f"#   {name}: {score:.2f}, {lead:+.2f}{f' before {other}' if other else ''}"
    for clue in each.clues:
        yield from ("", *_clue(clue))
    for column in each.columns:
        yield from ("", *_head("columns", column))
    for fit in drafted.fits:
        yield from ("", *_field(fit))
    if drafted.missed:
        yield ""
        yield f"# Wanted, but found beside no label: {', '.join(drafted.missed)}."


def _clue(clue: Clue) -> Iterator[str]:
    titled = clue.where == "title"
    if not titled and (clue.weight == 0 or clue.at_least == 1):
        yield "# What all samples have, and no other type speaks of."
    yield "[[clues]]"
    yield toml_files.line("any", (OWN_TITLES,) if titled else clue.any)
    if clue.at_least > 1:
        yield f"at_least = {clue.at_least}"
    if clue.where != "anywhere":
        yield toml_files.line("where", clue.where)
    yield f"weight = {clue.weight:g}"


def _head(kind: str, head: Headings) -> Iterator[str]:
    yield f"[[{kind}]]"
    yield toml_files.line("name", head.name)
    yield toml_files.line("heads", head.heads)


def _field(fit: DraftedField) -> Iterator[str]:
    spec = fit.spec
    seen = masked("; ".join(fit.stated))
    if len(seen) > _MOST_SEEN:
        seen = seen[:_MOST_SEEN].rstrip() + "..."
    yield f"# {fit.right} of {fit.of} samples: {' '.join(seen.split())}"
    yield "[[fields]]"
    yield toml_files.line("name", spec.name)
    if spec.kind != "text":
        yield toml_files.line("kind", spec.kind)
    if spec.format != "text":
        yield toml_files.line("format", spec.format)
    yield f"find = [{', '.join(map(_find, spec.find))}]"


def _find(find: Find) -> str:
    parts = []
    if find.labels:
        parts.append(toml_files.line("labels", find.labels))
        if find.look != ("right", "below"):
            parts.append(toml_files.line("look", find.look))
    for key in ("column", "letterhead", "addressee"):
        if getattr(find, key):
            parts.append(toml_files.line(key, getattr(find, key)))
    if find.anywhere:
        parts.append("anywhere = true")
    return f"{{ {', '.join(parts)} }}"
