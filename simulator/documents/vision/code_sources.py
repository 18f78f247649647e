"""The sources `code:…`: what a document's codes say, as fields, where it fits what is printed beside them.

A value that is also printed is answered as printed, so that "12-Mar-2026" stays what it is; a code of somebody else on
the page is not taken. Signatures are not checked: the issuers' keys are not here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from simulator.documents.extract.sources import Context, SheetView, Source
from simulator.documents.formats.amounts import figure
from simulator.documents.formats.dates import day
from simulator.documents.model import Box, Field, Page, Place
from simulator.documents.vision import aadhaar_code, barcode_labels, codes, einvoice
from simulator.documents.vision.aadhaar_code import Holder
from simulator.documents.vision.codes import FoundCode
from simulator.documents.vision.einvoice import EInvoice
from simulator.documents.vision.sheet_cache import cached_on

#: What a code says that fits its document, and the same where the value is printed too.
_SURE, _PRINTED = 0.97, 0.99
#: Codes are looked for on so many pages from the first on.
_MOST_PAGES = 3
#: A printed value goes over so many words at most.
_LONGEST = 8
_TWELVE = re.compile(r"(?<!\d)(?:\d{4}|[Xx*]{4}) ?(?:\d{4}|[Xx*]{4}) ?(\d{4})(?! ?\d)")

Same = Callable[[str], bool]


def _codes(sheet: SheetView) -> tuple[FoundCode, ...]:
    return cached_on(sheet, "codes", lambda sheet: codes.read_codes(sheet.grey))


def _matrix_codes(sheet: SheetView) -> tuple[FoundCode, ...]:
    return cached_on(sheet, "matrix codes", lambda sheet: codes.read_matrix_codes(sheet.grey))


def _every(sheets: Sequence[SheetView]) -> list[tuple[SheetView, FoundCode]]:
    """The codes that may be an e-invoice's or a card's."""
    return [(sheet, code) for sheet in sheets[:_MOST_PAGES] for code in _matrix_codes(sheet)]


def _field(value: str, sheets: Sequence[SheetView], at: Place, same: Same, rule: str) -> Field:
    """The value as printed, in its place: in the code's own form, or else the first one. Where none is, as the code says."""
    printed: Field | None = None
    for sheet in sheets[:_MOST_PAGES]:
        for item, boxes in _runs(sheet.page):
            if same(item) and (printed is None or item == value):
                places = tuple(Place(sheet.page.number, box) for box in boxes)
                printed = Field(item, _PRINTED, places, f"{rule}, as printed")
                if item == value:
                    return printed
    return printed or Field(value, _SURE, (at,), rule)


def _runs(page: Page) -> Iterable[tuple[str, list[Box]]]:
    """Every run of words on a line, short ones first."""
    words = page.words
    for length in range(1, _LONGEST + 1):
        for start in range(len(words) - length + 1):
            run = words[start : start + length]
            if (run[0].block, run[0].line) == (run[-1].block, run[-1].line):
                yield " ".join(word.text for word in run).strip(" :,;"), [word.box for word in run]


def _key(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _same_text(value: str) -> Same:
    wanted = _key(value)
    return lambda result: bool(wanted) and _key(result) == wanted


def _same_day(value: str) -> Same:
    wanted = day(value)
    return lambda result: (
        wanted is not None and len(result) <= 20 and result[:1].isalnum() and _day_only(result) == wanted
    )


def _day_only(text: str) -> tuple[int, int, int] | None:
    """The date that a text is, from its first sign to its last."""
    return day(text) if re.fullmatch(r"\w{1,4}[\w\s./,-]{3,14}\w{2,4}", text) else None


def _same_amount(value: str) -> Same:
    wanted = figure(value)
    return lambda result: (
        wanted is not None and bool(re.fullmatch(r"[\d,]+\.\d\d", result)) and figure(result) == wanted
    )


# --- e-invoice


def _invoice(sheets: Sequence[SheetView]) -> tuple[EInvoice, Place] | None:
    """The first signed invoice whose number, or whose seller, the page prints too; or that nothing printed contradicts."""
    for sheet, code in _every(sheets):
        given = einvoice.parse_einvoice(code.text)
        if given and _belongs(given, sheets):
            return given, Place(sheet.page.number, code.box)
    return None


def _belongs(invoice: EInvoice, sheets: Sequence[SheetView]) -> bool:
    text = "".join(_key(word.text) for sheet in sheets[:_MOST_PAGES] for word in sheet.page.words)
    printed = set(re.findall(r"\d{2}[a-z]{5}\d{4}[a-z][1-9a-z]z[0-9a-z]", text))
    return _key(invoice.DocNo) in text or invoice.SellerGstin.casefold() in printed or not printed


def _of_invoice(key: str, same: Callable[[str], Same], sheets: Sequence[SheetView], context: Context) -> Field | None:
    found = _invoice(sheets)
    value = str(getattr(found[0], key)) if found else ""
    return _field(value, sheets, found[1], same(value), "signed e-invoice code") if found and value else None


# --- Aadhaar


def _holder(sheets: Sequence[SheetView]) -> tuple[Holder, Place] | None:
    """The holder of the first Aadhaar code that is this card's: its last digits, or its name, are printed too."""
    for sheet, code in _every(sheets):
        given = aadhaar_code.parse_aadhaar_code(code.text)
        if given and _same_card(given, sheets):
            return given, Place(sheet.page.number, code.box)
    return None


def _same_card(holder: Holder, sheets: Sequence[SheetView]) -> bool:
    words = [word.text for sheet in sheets[:_MOST_PAGES] for word in sheet.page.words]
    printed = set(_TWELVE.findall(" ".join(words)))
    if printed:
        return holder.last_four in printed
    keys = {_key(word) for word in words}
    return any(_key(part) in keys for part in holder.name.split() if len(part) > 2)


def _of_holder(key: str, same: Callable[[str], Same], sheets: Sequence[SheetView], context: Context) -> Field | None:
    found = _holder(sheets)
    value = str(getattr(found[0], key)) if found else ""
    return _field(value, sheets, found[1], same(value), "Aadhaar code") if found and value else None


def _whole_number(sheets: Sequence[SheetView], context: Context) -> Field | None:
    found = _holder(sheets)
    if not found or not found[0].number:
        return None
    number = found[0].number
    return _field(f"{number[:4]} {number[4:8]} {number[8:]}", sheets, found[1], _same_text(number), "Aadhaar code")


# --- labels


def _labelled(sheet: SheetView) -> barcode_labels.BarcodeValues:
    return cached_on(sheet, "labels", lambda sheet: barcode_labels.parse_labels(_codes(sheet), sheet.page.words))


def _imei(sheets: Sequence[SheetView], context: Context) -> Field | None:
    found = {
        number: Place(sheet.page.number, box) for sheet in sheets[:_MOST_PAGES] for number, box in _labelled(sheet).imei
    }
    return Field(list(found), _PRINTED, tuple(found.values()), "barcodes with a right check digit") if found else None


def _one(name: str, sheets: Sequence[SheetView], context: Context) -> Field | None:
    for sheet in sheets[:_MOST_PAGES]:
        found: tuple[str, Box] | None = getattr(_labelled(sheet), name)
        if found:
            return Field(found[0], _SURE, (Place(sheet.page.number, found[1]),), "barcode")
    return None


def _there(
    find: Callable[[Sequence[SheetView]], tuple[object, Place] | None], sheets: Sequence[SheetView], context: Context
) -> Field | None:
    """A clue."""
    found = find(sheets)
    return Field("yes", _SURE, (found[1],), "a code that fits the page") if found else None


SOURCES: dict[str, Source] = {
    "code:einvoice": partial(_there, _invoice),
    "code:seller_gstin": partial(_of_invoice, "SellerGstin", _same_text),
    "code:buyer_gstin": partial(_of_invoice, "BuyerGstin", _same_text),
    "code:invoice_number": partial(_of_invoice, "DocNo", _same_text),
    "code:invoice_date": partial(_of_invoice, "DocDt", _same_day),
    "code:invoice_amount": partial(_of_invoice, "TotInvVal", _same_amount),
    "code:aadhaar": partial(_there, _holder),
    "code:aadhaar_name": partial(_of_holder, "name", _same_text),
    "code:aadhaar_address": partial(_of_holder, "address", _same_text),
    "code:aadhaar_date_of_birth": partial(_of_holder, "date_of_birth", _same_day),
    "code:aadhaar_gender": partial(_of_holder, "gender", _same_text),
    "code:aadhaar_number": _whole_number,
    "code:imei": _imei,
    "code:serial": partial(_one, "serial"),
    "code:ean": partial(_one, "ean"),
}
