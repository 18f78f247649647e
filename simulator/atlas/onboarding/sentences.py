"""The assistant's sentences and the phrases it understands, from `sentences.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import msgspec

from simulator import toml_files


class Intent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    phrases: tuple[str, ...]


class _Questions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    phrases: tuple[str, ...]


class Sentences(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is said of a document that arrived, of the state of things, in answers; and which words mean what."""

    arrived: dict[str, str]
    state: dict[str, str]
    answers: dict[str, str]
    intents: tuple[Intent, ...]
    asking: _Questions


@cache
def sentences() -> Sentences:
    return toml_files.packaged_record(__file__, "sentences.toml", Sentences)


def intent_of(message: str) -> str:
    """What a message is about; empty where no phrase of any intent stands in it."""
    return next((intent.name for intent in sentences().intents if mentions(message, intent.phrases)), "")


def is_question(message: str) -> bool:
    """Whether a message asks what something is, rather than whether it is here."""
    return mentions(message, sentences().asking.phrases)


def mentions(message: str, phrases: Iterable[str]) -> bool:
    """Whether one of the phrases stands in a message as whole words."""
    return any(_pattern(phrase).search(message) for phrase in phrases)


def join_words(words: Iterable[str]) -> str:
    """`a, b and c`."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)", re.IGNORECASE)
