"""What is written where (words.toml), and numbers after a pattern."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import Any


@cache
def words() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def of_country(country: str) -> dict[str, Any]:
    """`locale` (Faker's), `names`, `sign` of its money; of some also `commas`, `language`, `firms`, `phones`, `banks` and
    `tax_number`."""
    found: dict[str, Any] = words()["countries"][country]
    return found


def language(country: str) -> str:
    return str(of_country(country).get("language", "en"))


def digits(chance: Random, pattern: str) -> str:
    """`#` is any digit, `%` one from 1, `?` a capital letter; the rest stands as it is."""
    kinds: dict[str, Callable[[], str]] = {
        "#": lambda: chance.choice("0123456789"),
        "%": lambda: chance.choice("123456789"),
        "?": lambda: chance.choice("ABCDEFGHJKLMNPRSTUVWXYZ"),
    }
    return "".join(kinds[letter]() if letter in kinds else letter for letter in pattern)
