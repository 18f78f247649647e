"""What papers laid out by chance are made of: words, dates, labels in any wording, blocks, and a page for them."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from bench.papers import Paper, Sheet
from simulator.documents.extract.ranking import concepts
from simulator.documents.model import Page, Word

LABELS = tomllib.loads(Path(concepts.__file__).with_name("concepts.toml").read_text(encoding="utf-8"))
WIDTH, HEIGHT = 1650, 2300
_ONSETS = [
    "b",
    "br",
    "ch",
    "cl",
    "d",
    "dr",
    "f",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "kh",
    "l",
    "m",
    "n",
    "p",
    "pr",
    "r",
    "s",
    "sh",
    "st",
    "t",
    "th",
    "tr",
    "v",
    "w",
    "y",
]
_VOWELS = ["a", "e", "i", "o", "u", "ai", "ee", "oo"]
_ENDS = ["", "n", "r", "l", "m", "s", "t", "nd", "rk", "ll", "sh"]
_ALIKE = {"0": "O", "O": "0", "1": "l", "l": "1", "S": "5", "5": "S", "B": "8", "rn": "m", "e": "c", "i": "l"}
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def draw_word(chance: Random, long: bool = False) -> str:
    parts = range(chance.choice((2, 2, 3) if long else (1, 2, 2)))
    return "".join(chance.choice(_ONSETS) + chance.choice(_VOWELS) + chance.choice(_ENDS) for _ in parts).capitalize()


def draw_date(chance: Random, style: int) -> str:
    day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(2014, 2026)
    name = MONTHS[month - 1]
    forms = (
        f"{day:02d}/{month:02d}/{year}",
        f"{day:02d}-{month:02d}-{year}",
        f"{day:02d}.{month:02d}.{year}",
        f"{name} {day}, {year}",
        f"{day} {name} {year}",
        f"{day:02d}-{name[:3]}-{year}",
        f"{year}-{month:02d}-{day:02d}",
        f"{name[:3]} {day}, {year}",
    )
    return forms[style % len(forms)]


def draw_amount(number: float, style: int, sign: str = "") -> str:
    text = f"{number:,.2f}"
    if style == 1:
        text = text.replace(",", " ").replace(".", ",").replace(" ", ".")
    elif style == 2:
        text = f"{number:.2f}"
    elif style == 3:
        text = text.replace(",", " ").replace(".", ",")
    return f"{sign}{text}"


@dataclass
class Block:
    """Lines of text to be put somewhere: each a list of cells with their distance from the left edge and their size."""

    lines: list[list[tuple[float, str]]]
    width: float
    size: list[float] = field(default_factory=list)


class Sheets:
    """A page that is being written on."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self.words: list[Word] = []
        self._letter = chance.uniform(18, 30)
        self._pitch = chance.uniform(1.25, 1.9)
        self._slips = chance.choice((0.0, 0.0, 0.003, 0.01))
        self._line = 0

    def put(self, block: Block, left: float, top: float, right: bool = False) -> float:
        """Write a block; the height below it."""
        for number, line in enumerate(block.lines):
            size = self._letter * (block.size[number] if number < len(block.size) else 1.0)
            for x, text in line:
                start = left + x
                if right:
                    start = left + block.width - self._long(text, size)
                self._write(text, start, top, size)
            self._line += 1
            top += size * self._pitch
        return top

    def _long(self, text: str, size: float) -> float:
        return len(text) * size * 0.52

    def _write(self, text: str, x: float, y: float, size: float) -> None:
        for word in text.split():
            wide = max(6, len(word) * size * 0.52)
            slipped = self._misread(word)
            sure = self._chance.uniform(0.6, 0.9) if slipped != word else self._chance.uniform(0.86, 0.97)
            box = (round(x), round(y), round(x + wide), round(y + size * 0.95))
            self.words.append(Word(slipped, box, round(sure, 3), self._line, 0))
            x += wide + size * 0.3

    def _misread(self, word: str) -> str:
        if self._chance.random() >= self._slips * len(word):
            return word
        known = [letter for letter in _ALIKE if letter in word]
        return word.replace(letter := self._chance.choice(known), _ALIKE[letter], 1) if known else word


def draw_label(chance: Random, concept: str, heading: bool = False) -> str:
    said = LABELS[concept]
    text = chance.choice(said["core"] if chance.random() < 0.6 else said["also"])
    text = chance.choice((str.title, str.title, str.upper, str.capitalize))(text)
    return text + chance.choice(("", "", ":", ":") if heading else ("", ":", ":", " :"))


def draw_pairs(chance: Random, pairs: Sequence[tuple[str, str]], how: int) -> Block:
    """Labels with their values: in two columns, on one line, or one under the other."""
    if how == 0:
        wide = 60 + max(len(label) for label, _ in pairs) * 13
        return Block([[(0, label), (wide, value)] for label, value in pairs], wide + 260)
    if how == 1:
        return Block([[(0, f"{label}{'' if label.endswith(':') else ':'} {value}")] for label, value in pairs], 520)
    if how == 2:
        return Block([line for label, value in pairs for line in ([(0.0, label)], [(0.0, value)])], 360)
    step = 330.0
    return Block(
        [
            [(at * step, label) for at, (label, _) in enumerate(pairs)],
            [(at * step, value) for at, (_, value) in enumerate(pairs)],
        ],
        step * len(pairs),
    )


def put_facts(chance: Random, sheet: Sheets, pairs: list[tuple[str, str]], top: float) -> float:
    """Pairs of labels and values, in one or two columns."""
    chance.shuffle(pairs)
    how = chance.choice((0, 0, 1, 1, 2))
    if chance.random() < 0.5:
        return sheet.put(draw_pairs(chance, pairs, how), 90, top) + 40
    half = (len(pairs) + 1) // 2
    left, right = draw_pairs(chance, pairs[:half], how), draw_pairs(chance, pairs[half:] or pairs[:1], how)
    return max(sheet.put(left, 90, top), sheet.put(right, max(880.0, 150 + left.width), top)) + 40


def draw_paper(sheet: Sheets, kind: str, fields: dict[str, Any], name: str) -> Paper:
    page = Page(1, WIDTH, HEIGHT, tuple(sheet.words))
    return Paper(
        Path(name), f"grammar {name}", (kind,), fields, by_chance=True, words_alone=True, sheets=(Sheet(page),)
    )
