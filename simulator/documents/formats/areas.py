"""Areas of land and houses, as deeds and records of all states write them: `0 H 40 R`, `1,200 sq. ft.`, `2 Acres 10 Guntas`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from simulator.documents.formats.model import LOOSE, Found

_UNITS = (
    r"sq(?:uare)?\.?\s*-?(?:ft|feet|foot|mtrs?|mts?|meters?|metres?|m|yards?|yds?)|sft|sqft|sqmt|sqm"
    r"|hectares?|hec|hect|ha|hr|h|acres?|ac|ares?|aar|r|gunth?as?|gts?|cents?|bighas?|kathas?|kanals?|marlas?|grounds?"
    r"|हे\.?\s?आर|हेक्टर|हे|आर|चौ\.?\s?मी(?:टर)?|चौ\.?\s?फूट|चौरस मीटर|चौरस फूट"
)
_D = r"[0-9OoIl]"  # what OCR makes of digits
#: Abbreviations keep their full stop; behind other units it ends a sentence.
_AREA = re.compile(
    rf"(?<![\w.,/])(?:\d[\d,]*(?:\.\d+)?\s*[-.]?\s*(?:{_UNITS})(?:(?:(?<=[tsdm])|(?<=mtr))\.|\.(?=\s*\d))?(?:\s*(?:and|,|-)?\s*(?=\d))?){{1,3}}(?!\w)"
    rf"|(?<![\w.,/])(?P<glued>{_D}{{1,3}}\s?H\.?\s?{_D}{{1,3}}\s?R)(?!\w)",
    re.IGNORECASE,
)
_TO_DIGIT = str.maketrans("OoIl", "0011")


@dataclass(frozen=True)
class _Area:
    name: str = "area"
    strict: bool = True
    multiline: bool = False

    def find(self, text: str) -> Iterator[Found]:
        for match in _AREA.finditer(text):
            value = match.group().strip()
            shown = value.translate(_TO_DIGIT) if match["glued"] else value
            yield Found(shown, match.start(), match.start() + len(value), LOOSE, shown != value)


AREA = _Area()
