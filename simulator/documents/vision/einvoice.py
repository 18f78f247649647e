"""The signed QR code of an Indian e-invoice: what it says, and whether it holds together.

Format: a JSON Web Token whose payload's `data` is itself JSON text with ten keys (GST e-invoice system, signed QR
code). The signature is the invoice portal's: without its public key it can't be checked here, so an untouched
structure and fields that fit one another are all that `parse` vouches for.
"""

from __future__ import annotations

import base64
import binascii
import re

import msgspec

#: A QR code holds at most 4,296 characters; anything longer came another way.
_LONGEST = 4_296
#: Bytes; the portal's has 256. Shorter ones sign nothing.
_LEAST_SIGNATURE = 64
_IRN = re.compile(r"[0-9a-f]{64}")
_DATE = re.compile(r"(\d{2})/(\d{2})/(\d{4})")


class Header(msgspec.Struct, frozen=True):
    alg: str = ""


class Payload(msgspec.Struct, frozen=True):
    data: str
    iss: str = ""


class EInvoice(msgspec.Struct, frozen=True):
    """The code's own names. `TotInvVal` is rupees."""

    SellerGstin: str
    DocNo: str
    DocDt: str
    Irn: str
    BuyerGstin: str = ""
    DocTyp: str = ""
    TotInvVal: float | str = ""
    ItemCnt: int | str = ""
    MainHsnCode: str | int = ""
    IrnDt: str = ""


def parse_einvoice(text: str) -> EInvoice | None:
    """The invoice in a code's text; None if it is no signed e-invoice or its parts do not fit together."""
    parts = text.strip().split(".")
    if len(text) > _LONGEST or len(parts) != 3 or not text.isascii():
        return None
    try:
        header = msgspec.json.decode(_decoded(parts[0]), type=Header)
        payload = msgspec.json.decode(_decoded(parts[1]), type=Payload)
        body = msgspec.json.decode(payload.data, type=EInvoice)
        signature = _decoded(parts[2])
    except (msgspec.DecodeError, UnicodeDecodeError, binascii.Error, RecursionError):
        return None
    return body if header.alg == "RS256" and len(signature) >= _LEAST_SIGNATURE and _holds_together(body) else None


def _holds_together(invoice: EInvoice) -> bool:
    from stdnum.in_ import gstin

    return bool(
        gstin.is_valid(invoice.SellerGstin)
        and (invoice.BuyerGstin in ("", "URP") or gstin.is_valid(invoice.BuyerGstin))
        and _IRN.fullmatch(invoice.Irn.lower())
        and _DATE.fullmatch(invoice.DocDt)
        and invoice.DocNo
    )


def _decoded(part: str) -> bytes:
    return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
