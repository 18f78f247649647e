"""The texts in the codes of drawn documents, in the forms that the issuers use.

The signatures are noise: nothing here can pass for an issuer's.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping

#: Field order of UIDAI's secure QR code, after the flags and the reference.
AADHAAR_FIELDS = (
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


def aadhaar_secure(values: Mapping[str, str], last_four: str, version: str = "V2", portrait: bytes = b"") -> str:
    """The decimal text of a secure QR code. `said` holds `AADHAAR_FIELDS`, `dob` as DD-MM-YYYY; "" for version 1."""
    head = [version] if version else []
    fields = [*head, "0", f"{last_four}20240115103000123", *(values.get(name, "") for name in AADHAAR_FIELDS)]
    if version:
        fields.append("0000")
    text = b"".join(field.encode("iso-8859-1") + b"\xff" for field in fields)
    packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    return str(int.from_bytes(packer.compress(text + portrait + _noise(text, 256)) + packer.flush(), "big"))


def aadhaar_xml(values: Mapping[str, str], number: str) -> str:
    """The text of the older code, with the whole number."""
    from xml.sax.saxutils import quoteattr

    names = {
        "name": "name",
        "gender": "gender",
        "co": "care_of",
        "house": "house",
        "street": "street",
        "lm": "landmark",
        "loc": "location",
        "vtc": "town",
        "po": "post_office",
        "dist": "district",
        "subdist": "sub_district",
        "state": "state",
        "pc": "pin_code",
        "dob": "dob",
    }
    parts = [f"{key}={quoteattr(values[name])}" for key, name in names.items() if values.get(name)]
    return f'<?xml version="1.0" encoding="UTF-8"?><PrintLetterBarcodeData uid="{number}" {" ".join(parts)}/>'


def einvoice(values: Mapping[str, str | int | float]) -> str:
    """The signed text of an e-invoice's code. `said` holds the ten keys of the format, `Irn` made here if left out."""
    data = {"Irn": hashlib.sha256(repr(sorted(values.items())).encode()).hexdigest(), **values}
    header = {"alg": "RS256", "kid": "EDC57DE1358B300BA9F79340A6696831F3C85047", "typ": "JWT"}
    parts = [_json(header), _json({"data": json.dumps(data, separators=(",", ":")), "iss": "NIC"})]
    return ".".join(_base64(part) for part in (*parts, _noise(parts[1], 256)))


def _noise(seed: bytes, length: int) -> bytes:
    return b"".join(hashlib.sha256(seed + bytes([turn])).digest() for turn in range((length + 31) // 32))[:length]


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _base64(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()
