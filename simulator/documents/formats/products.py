"""What goods are, read from their description: maker, kind and model. The lists of makers and kinds are data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from simulator import toml_files
from simulator.documents.formats.model import LOOSE, STRICT, Found

#: What in a description is no part of the model's name.
_BEHIND = re.compile(
    r"(?i)[\s(,;:/-]{0,9}(?:\b(?:imei|s/?n|sr\.?\s?no|serial|ser\.?\s?no|intel|core|i[3579]|ryzen|ssd|hdd|hsn|sac|batch|colou?r|warranty|mrp|qty|model\s?code|sku|ean|chassis|engine|gst)\b.*|\(.*)$"
)
_LABEL = re.compile(r"(?i)^\W*(?:model\s*(?:no|name|number)?|item|product|description)\s*[.:#-]+\s*")
_NUMBER = re.compile(r"\b[0-9]{8,17}\b.*$")
_MIXED = re.compile(r"(?i)\b(?=\w*[a-z])(?=\w*\d)\w{3,}")
_MEMORY = re.compile(r"(?i)[\s,(/-]{0,9}\b\d{1,4}\s?GB\b.*$")


@lru_cache(maxsize=2)
def _words(kind: str) -> re.Pattern[str]:
    """Any word of a list; of those that begin at one place the longest."""
    table = toml_files.packaged(__file__, "products.toml")[kind]
    longest = "|".join(map(re.escape, sorted(table, key=len, reverse=True)))
    no_label = r"(?!\w|\s*(?:no\b|number|:|\d{5}))"  # as in `Mobile: 98765 43210`
    return re.compile(rf"(?<!\w)(?:{longest})s?{no_label}", re.IGNORECASE)


def _first(kind: str, text: str) -> re.Match[str] | None:
    return _words(kind).search(text)


@dataclass(frozen=True)
class ListedWord:
    """A word of one of the lists, as printed."""

    name: str
    kind: str
    strict: bool = True
    multiline: bool = False

    def find(self, text: str) -> Iterator[Found]:
        match = _first(self.kind, text)
        if match:
            yield Found(match.group(), match.start(), match.end(), STRICT)


@dataclass(frozen=True)
class ModelName:
    """A description without maker, kind, memory and numbers: `Samsung Galaxy M34 5G 8GB/128GB` is `Galaxy M34 5G`."""

    name: str = "product_model"
    strict: bool = False
    multiline: bool = False

    def find(self, text: str) -> Iterator[Found]:
        """Nothing in a text that names neither maker nor kind and has no word of letters and digits together."""
        value = _LABEL.sub("", text)
        for cut in (_BEHIND, _NUMBER, _MEMORY):
            shorter = cut.sub("", value)
            value = shorter if len(shorter.strip()) > 2 else value
        known = bool(_MIXED.search(value))
        for kind in ("brands", "kinds"):
            match = _first(kind, value)
            if match:
                known = True
                value = _other_than(match, value).strip(" -,:;/.")
        start = text.find(value)
        if known and sum(map(str.isalnum, value)) >= 2 and start >= 0:
            made = _first("brands", text)
            yield Found(value, start, start + len(value), STRICT if made and made.start() == 0 else LOOSE)


def _other_than(match: re.Match[str], value: str) -> str:
    """The side of a maker's or a kind's name on which the model's stands: behind it, or where letters and digits mix."""
    before, behind = value[: match.start()], value[match.end() :]
    if sum(map(str.isalnum, behind)) < 2 or (_MIXED.search(before) and not _MIXED.search(behind)):
        return before if sum(map(str.isalnum, before)) >= 2 else value
    return behind


PRODUCTS = (ListedWord("brand", "brands"), ListedWord("product", "kinds"), ModelName())
