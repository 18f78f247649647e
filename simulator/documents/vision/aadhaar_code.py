"""The QR code of an Aadhaar card: who it names. Both forms: the older XML, and the secure one as a big number.

Format (UIDAI, "Secure QR code"): a decimal number whose bytes are compressed text, fields ended by byte 255, in
ISO-8859-1: [version,] flags, reference id (the number's last four digits, then the time of issue), name, date of birth,
gender, care of, district, landmark, house, location, PIN code, post office, state, street, sub-district, town; then
the portrait and the signature. The signature is UIDAI's; without its certificate it can't be checked here.
"""

from __future__ import annotations

import re
import zlib
from xml.etree import ElementTree

import msgspec

#: Digits in the largest QR code.
_MOST_DIGITS = 7_089
#: The text fields take under 1 kB and the portrait under 4 kB; what unpacks to more is a trap.
_MOST_BYTES = 64_000
_SEPARATOR = b"\xff"
_FIELDS = (
    "reference",
    "name",
    "dob",
    "gender",
    "care_of",
    "district",
    "landmark",
    "house",
    "location",
    "pin_code",
    "post_office",
    "state",
    "street",
    "sub_district",
    "town",
)
_XML_NAMES = {
    "uid": "number",
    "name": "name",
    "dob": "dob",
    "gender": "gender",
    "co": "care_of",
    "dist": "district",
    "lm": "landmark",
    "house": "house",
    "loc": "location",
    "pc": "pin_code",
    "po": "post_office",
    "state": "state",
    "street": "street",
    "subdist": "sub_district",
    "vtc": "town",
}
_ADDRESS = (
    "care_of",
    "house",
    "street",
    "landmark",
    "location",
    "town",
    "post_office",
    "sub_district",
    "district",
    "state",
)


class Holder(msgspec.Struct, frozen=True):
    """What the code says of the card's holder. `number` is whole in the XML form only; `last_four` always there."""

    name: str
    last_four: str
    number: str = ""
    dob: str = ""
    gender: str = ""
    care_of: str = ""
    house: str = ""
    street: str = ""
    landmark: str = ""
    location: str = ""
    town: str = ""
    post_office: str = ""
    sub_district: str = ""
    district: str = ""
    state: str = ""
    pin_code: str = ""

    @property
    def date_of_birth(self) -> str:
        """`DD/MM/YYYY` as printed on the card, whatever order and signs the code has."""
        by_year = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", self.dob)
        return "/".join(reversed(by_year.groups())) if by_year else self.dob.replace("-", "/")

    @property
    def address(self) -> str:
        """In the order of the printed card, with the PIN code last."""
        parts: list[str] = []
        for part in (getattr(self, each).strip(" ,") for each in _ADDRESS):
            if part and part.casefold() not in (item.casefold() for item in parts):
                parts.append(part)
        return ", ".join(parts) + (f" - {self.pin_code}" if self.pin_code and parts else "")


def parse_aadhaar_code(text: str) -> Holder | None:
    """The holder in a code's text; None for anything that is no Aadhaar code, broken or hostile ones included."""
    text = text.strip()
    if text.isascii() and text.isdigit() and 200 < len(text) <= _MOST_DIGITS:
        return _from_number(text)
    if "<PrintLetterBarcodeData" in text:
        return _from_xml(text)
    return None


def _from_number(digits: str) -> Holder | None:
    data = _unpacked(_bytes(digits))
    fields = [each.decode("iso-8859-1").strip() for each in data.split(_SEPARATOR, 18)]
    if fields and re.fullmatch(r"V\d", fields[0]):
        fields = fields[1:]
    value = dict(zip(_FIELDS, fields[1:], strict=False))
    reference = value.pop("reference", "")
    if len(value) < len(_FIELDS) - 1 or not re.fullmatch(r"\d{4}(\d{14,17})?", reference) or not value["name"]:
        return None
    return Holder(last_four=reference[:4], **value)


def _from_xml(text: str) -> Holder | None:
    if "<!" in text:  # No entity or document type declaration has a place in it.
        return None
    try:
        root = ElementTree.fromstring(text[text.index("<PrintLetterBarcodeData") :].strip())
    except ElementTree.ParseError:
        return None
    values = {name: root.get(key, "").strip() for key, name in _XML_NAMES.items()}
    if not re.fullmatch(r"\d{12}", values["number"]) or not values["name"]:
        return None
    return Holder(last_four=values["number"][-4:], **values)


def _bytes(digits: str) -> bytes:
    """The number's bytes, high first. In pieces: Python refuses to convert more than 4,300 digits at once."""
    number = 0
    for start in range(0, len(digits), 4_000):
        piece = digits[start : start + 4_000]
        number = number * 10 ** len(piece) + int(piece)
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def _unpacked(data: bytes) -> bytes:
    """Gzip or zlib undone, up to a bound. Empty if it is neither."""
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(data, _MOST_BYTES)
    except zlib.error:
        return b""
