"""The barcodes of a phone's box or label: IMEI numbers, the serial number, the article number (EAN)."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from simulator.documents.model import Box, Word
from simulator.documents.vision.codes import FoundCode

_IMEI = re.compile(r"(?:IMEI\s?\d?\s?:?\s?)?(\d{15})(?:\D.*)?", re.IGNORECASE)
_SERIAL = re.compile(r"(?:\(?S(?:/?N)?\)?\s?:?\s?)?(?=[A-Z0-9]*\d)([A-Z0-9]{8,20})", re.IGNORECASE)
_SERIAL_LABEL = re.compile(r"\W*(s/?n|serial|\(s\))\W*.*", re.IGNORECASE)
#: How far a label may stand from its barcode, in heights of the barcode.
_NEAR = 1.0


class BarcodeValues(msgspec.Struct, frozen=True):
    """What the barcodes say, each value with its place."""

    imei: tuple[tuple[str, Box], ...] = ()
    serial: tuple[str, Box] | None = None
    ean: tuple[str, Box] | None = None


def parse_labels(codes: Iterable[FoundCode], words: Iterable[Word]) -> BarcodeValues:
    """Fifteen digits count as IMEI only with their check digit right; a serial number only beside its label."""
    from stdnum import ean, luhn

    words = tuple(words)
    imei: dict[str, Box] = {}
    serial: tuple[str, Box] | None = None
    article: tuple[str, Box] | None = None
    for code in codes:
        text = code.text.strip()
        if (found := _IMEI.fullmatch(text)) and luhn.is_valid(found[1]):
            imei.setdefault(found[1], code.box)
        elif code.format in ("EAN13", "UPCA") and ean.is_valid(text):
            article = article or (text, code.box)
        elif not serial and (found := _SERIAL.fullmatch(text)) and (found[1] != text or _labelled(code.box, words)):
            serial = (found[1], code.box)
    return BarcodeValues(tuple(imei.items()), serial, article)


def _labelled(box: Box, words: tuple[Word, ...]) -> bool:
    reach = _NEAR * (box[3] - box[1])
    return any(
        _SERIAL_LABEL.fullmatch(word.text)
        and word.box[2] > box[0] - 3 * reach
        and word.box[0] < box[2]
        and word.box[3] > box[1] - reach
        and word.box[1] < box[3] + reach
        for word in words
    )
