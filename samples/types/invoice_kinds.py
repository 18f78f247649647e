"""INVOICE again: the e-invoice of several items with its signed QR code, the till roll, the bill book filled in by hand."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import replace
from random import Random

from samples.drawn import DrawnDocument, Layout
from samples.kit import marks
from samples.kit.sheet import A4, Paper
from samples.kit.table import Column, Style, table
from samples.types.invoice import kind_fields, seen_fields
from samples.world import firms, goods, numbers, people, sales
from samples.world.firms import Firm
from samples.world.numbers import grouped, in_words
from samples.world.sales import Sale

BUYERS = (
    "Sunrise Infra Projects Pvt Ltd",
    "Orchid Clinics Pvt Ltd",
    "Metro Facility Services LLP",
    "Greenfield Academy",
)


def e_invoice(rng: Random) -> DrawnDocument:
    """Goods of three makers for a firm: IRN, acknowledgement, QR code, IGST or CGST and SGST by item."""
    sale = sales.some(rng, ("television", "refrigerator", "air conditioner"))
    extra = tuple(
        goods.some(rng, kind) for kind in rng.sample(("laptop", "washing machine", "television", "air conditioner"), 2)
    )
    sale = replace(sale, goods=(*sale.goods, *extra))
    buyer = firms.firm(rng, rng.choice(BUYERS), sale.dealer.address.state)
    sheet, ink, dealer = Paper(A4), (24, 70, 110), sale.dealer
    day, irn = f"{sale.day:%d/%m/%Y}", hashlib.sha256(f"{dealer.gstin}{sale.number}".encode()).hexdigest()
    sheet.text(12, 10, dealer.name, 17, "roboto-bold", ink)
    y = sheet.text(12, 18.5, dealer.address.one_line, 9, "roboto", width=118)
    y = sheet.text(12, y, f"GSTIN : {dealer.gstin}     PAN : {dealer.pan}", 9, "roboto-medium")
    sheet.text(12, y, f"Phone : {dealer.phone}     Email : {dealer.email}", 9, "roboto")
    sheet.paste(marks.code(_signed(sale, buyer, irn, rng), "QRCode", 3), 156, 8, 42, 42)
    sheet.box(12, 40, 138, 7.5, outline=None, fill=ink)
    sheet.text(81, 41.4, "TAX INVOICE (e-Invoice)", 10.5, "roboto-bold", "white", align="centre")
    sheet.text(12, 50, f"IRN : {irn}", 7.5, "roboto")
    sheet.text(
        12,
        54,
        f"Ack No. : {numbers.some_digits(rng, 15)}     Ack Date : {sale.day:%Y-%m-%d} 14:{rng.randint(10, 59)}:00",
        8,
        "roboto",
    )
    y = 60.0
    sheet.box(12, y, 94, 34, outline=ink)
    sheet.box(106, y, 92, 34, outline=ink)
    at = sheet.text(14, y + 1.5, "Bill To", 8, "roboto-bold", ink)
    at = sheet.text(14, at, buyer.name, 10, "roboto-bold")
    at = sheet.text(14, at, buyer.address.one_line, 8.8, "roboto", width=90)
    at = sheet.text(14, at, f"GSTIN : {buyer.gstin}", 8.8, "roboto")
    sheet.text(14, at, f"Phone : {sale.customer.mobile}", 8.8, "roboto")
    at = y + 2
    for label, item in (
        ("Invoice No", sale.number),
        ("Invoice Date", day),
        ("Place of Supply", buyer.address.state),
        ("Due Date", day),
        ("Vehicle No", "By hand"),
    ):
        at = sheet.pair(109, at, label, item, 9, "roboto", "roboto-medium", 34) + 1.2
    rows, whole = [], 0.0
    for place, thing in enumerate(sale.goods, 1):
        base = thing.price / (1 + thing.tax / 100)
        whole += base
        rows.append(
            [
                str(place),
                f"{thing.description}\nS/N: {thing.serial}",
                thing.hsn,
                "1",
                grouped(base),
                f"{thing.tax}%",
                grouped(thing.price - base),
                grouped(thing.price),
            ]
        )
    heads = [
        Column("#", 8, "centre"),
        Column("Item", 66),
        Column("HSN/SAC", 20),
        Column("Qty", 10, "centre"),
        Column("Taxable", 24, "right"),
        Column("GST", 11, "centre"),
        Column("Tax", 22, "right"),
        Column("Amount", 25, "right"),
    ]
    y = table(
        sheet,
        12,
        y + 38,
        heads,
        rows,
        Style(8.5, "roboto", "roboto-bold", head_fill=(222, 232, 242), rule=(130, 150, 170), padding=1.4),
    )
    tax = sale.total - whole
    parts = [("CGST", tax / 2), ("SGST", tax / 2)] if buyer.address.state == dealer.address.state else [("IGST", tax)]
    for label, part in (("Taxable Amount", whole), *parts):
        sheet.text(168, y + 2, label, 9, "roboto", align="right")
        sheet.text(197, y + 2, grouped(part), 9, "roboto", align="right")
        y += 5
    sheet.box(118, y + 1.5, 80, 8, outline=None, fill=ink)
    sheet.text(168, y + 3, "Invoice Total", 10.5, "roboto-bold", "white", align="right")
    sheet.text(197, y + 3, grouped(sale.total), 10.5, "roboto-bold", "white", align="right")
    y = sheet.text(12, y + 13, f"Rupees {in_words(sale.total)} Only", 9, "roboto-medium")
    sheet.text(12, y + 4, f"Bank : {dealer.bank}   A/c : {dealer.account}   IFSC : {dealer.ifsc}", 9, "roboto")
    sheet.text(198, y + 10, f"For {dealer.name}", 9.5, "roboto-medium", align="right")
    sheet.paste(marks.signature(people.person(rng).name, rng), 158, y + 15, 36)
    sheet.text(198, y + 31, "Authorised Signatory", 8.5, "roboto", align="right")
    return DrawnDocument(
        "INVOICE",
        sheet,
        {
            "customer_name": buyer.name,
            "customer_address": buyer.address.one_line,
            "customer_phone_number": sale.customer.mobile,
            "dealership_name": dealer.name,
            "dealer_address": dealer.address.one_line,
            "dealer_gst": dealer.gstin,
            **kind_fields(sale),
            "model_name": [thing.model for thing in sale.goods],
            "manufacturer_name": list(dict.fromkeys(thing.maker for thing in sale.goods)),
            "product_hsn_code": [thing.hsn for thing in sale.goods],
            "serial_number": [thing.serial for thing in sale.goods],
            "total_invoice_amount": grouped(sale.total),
            "invoice_date": day,
            "invoice_number": sale.number,
            **seen_fields(False, True, False, by_hand=False),
        },
        colour=True,
    )


def till_roll(rng: Random) -> DrawnDocument:
    """A phone shop's tax invoice on a thermal roll."""
    sale = sales.some(rng, ("phone",))
    sheet, dealer, thing = Paper((80.0, 178.0), paper=(252, 252, 250)), sale.dealer, sale.first
    y = sheet.text(40, 4, dealer.name.upper(), 12, "till-bold", align="centre", width=72)
    for line in sheet.wrap(dealer.address.one_line, 70, 8.5, "till"):
        y = sheet.text(40, y, line, 8.5, "till", align="centre")
    y = sheet.text(40, y, f"GSTIN:{dealer.gstin}", 9, "till-bold", align="centre")
    sheet.dashes(3, y + 1, 77)
    y = sheet.text(40, y + 2, "TAX INVOICE", 11, "till-bold", align="centre")
    sheet.dashes(3, y + 1, 77)
    y, day = y + 2.5, f"{sale.day:%d-%m-%Y}"
    for label, item in (
        ("Bill No", sale.number),
        ("Date", day),
        ("Customer", sale.customer.short_name),
        ("Mobile", sale.customer.mobile),
        ("Address", sale.customer.home.one_line),
    ):
        y = sheet.pair(4, y, label, item, 9, "till", "till", 22, width=52)
    sheet.dashes(3, y + 1, 77)
    base = thing.price / (1 + thing.tax / 100)
    y = sheet.text(4, y + 2.5, thing.description.upper(), 9, "till-bold", width=72)
    y = sheet.text(4, y, f"HSN {thing.hsn}", 9, "till")
    y = sheet.text(4, y, f"IMEI {thing.imeis[0]}", 9, "till")
    for label, part in (
        ("1 x Taxable", base),
        (f"CGST {thing.tax / 2:g}%", (thing.price - base) / 2),
        (f"SGST {thing.tax / 2:g}%", (thing.price - base) / 2),
    ):
        sheet.text(4, y, label, 9, "till")
        y = sheet.text(76, y, grouped(part), 9, "till", align="right")
    sheet.dashes(3, y + 1, 77)
    sheet.text(4, y + 2.5, "TOTAL", 13, "till-bold")
    y = sheet.text(76, y + 2.5, grouped(sale.total), 13, "till-bold", align="right")
    sheet.dashes(3, y + 0.5, 77)
    y = sheet.text(40, y + 3, "Thank you. No return without this bill.", 8.5, "till", align="centre")
    sheet.paste(marks.code(sale.number, "Code128", 2), 16, y + 2, 48, 9)
    return DrawnDocument(
        "INVOICE",
        sheet,
        {
            "customer_name": sale.customer.short_name,
            "customer_address": sale.customer.home.one_line,
            "customer_phone_number": sale.customer.mobile,
            "dealership_name": dealer.name.upper(),
            "dealer_address": dealer.address.one_line,
            "dealer_gst": dealer.gstin,
            "model_name": [thing.model.upper()],
            "manufacturer_name": [thing.maker.upper()],
            "product_hsn_code": [thing.hsn],
            "imei_number": [thing.imeis[0]],
            "total_invoice_amount": grouped(sale.total),
            "invoice_date": day,
            "invoice_number": sale.number,
            **seen_fields(False, False, False, by_hand=False),
        },
    )


def bill_book(rng: Random) -> DrawnDocument:
    """A page of a bill book: printed head and rules, everything else written by hand, the GSTIN too."""
    sale = sales.some(rng, ("furniture", "television", "washing machine"))
    sheet, dealer, thing = Paper((165.0, 215.0), 180, (250, 246, 232)), sale.dealer, sale.first
    ink, hand, pen = rng.choice(((170, 30, 50), (30, 60, 140))), (34, 44, 110), "hand"
    sheet.box(5, 5, 155, 205, outline=ink, weight=0.6)
    sheet.text(82, 8, "TAX INVOICE", 9, "serif-bold", ink, align="centre")
    y = sheet.text(82, 13, dealer.name, 19, "serif-bold", ink, align="centre")
    y = sheet.text(82, y, dealer.address.one_line, 8, "serif", align="centre", width=140)
    y = sheet.text(82, y, f"Phone : {dealer.phone}", 8, "serif", align="centre") + 2
    number, day = str(rng.randint(101, 4980)), f"{sale.day.day}/{sale.day.month}/{sale.day.year}"
    for x, label, item, to in ((10.0, "Invoice No.", number, 60.0), (104.0, "Date", day, 156.0)):
        _blank(sheet, x, y, label, item, to, pen, hand)
    _blank(sheet, 10, y + 9, "GSTIN", dealer.gstin, 90, pen, hand)
    _blank(sheet, 10, y + 18, "M/s.", sale.customer.short_name, 156, pen, hand)
    address = sheet.wrap(sale.customer.home.one_line, 124, 11.5, pen)
    for place, line in enumerate(address):
        _blank(sheet, 10, y + 27 + 9 * place, "Address" if place == 0 else "", line, 156, pen, hand)
    y += 27 + 9 * len(address)
    _blank(sheet, 10, y, "Mobile", sale.customer.mobile, 80, pen, hand)
    y += 11
    heads = [
        Column("Qty.", 18, "centre"),
        Column("Particulars", 84),
        Column("Rate", 22, "right"),
        Column("Amount", 26, "right"),
    ]
    low = table(
        sheet, 7.5, y, heads, [], Style(9.5, "serif", "serif-bold", grid="columns", rule=ink, head_ink=ink), least=70
    )
    sheet.text(13, y + 9, "1", 12, pen, hand)
    sheet.text(27, y + 9, f"{thing.maker} {thing.kind}", 12, pen, hand)
    sheet.text(27, y + 16, f"Model {thing.model}", 12, pen, hand)
    sheet.text(27, y + 23, f"Sr. No. {thing.serial}", 12, pen, hand)
    sheet.text(27, y + 30, f"HSN {thing.hsn}", 12, pen, hand)
    amount = grouped(sale.total, paise=False)
    sheet.text(155, y + 9, amount, 12, pen, hand, align="right")
    sheet.box(109.5, low, 48, 9, outline=ink)
    sheet.text(112, low + 1.8, "TOTAL", 10, "serif-bold", ink)
    sheet.text(155, low + 1, amount, 13, pen, hand, align="right")
    _blank(sheet, 10, low + 12, "Rupees", f"{in_words(sale.total)} only", 156, pen, hand)
    sheet.text(156, low + 24, f"For {dealer.name}", 9, "serif-bold", ink, align="right")
    sheet.paste(marks.signature(people.person(rng).name, rng), 116, low + 28, 34)
    stamped = rng.random() < 0.6
    if stamped:
        sheet.paste(marks.round_stamp(dealer.name, dealer.address.city, rng), 84, low + 21, 24)
    return DrawnDocument(
        "INVOICE",
        sheet,
        {
            "customer_name": sale.customer.short_name,
            "customer_address": sale.customer.home.one_line,
            "customer_phone_number": sale.customer.mobile,
            "dealership_name": dealer.name,
            "dealer_address": dealer.address.one_line,
            "dealer_gst": dealer.gstin,
            "product_type": [thing.kind],
            "model_name": [thing.model],
            "manufacturer_name": [thing.maker],
            "product_hsn_code": [thing.hsn],
            "serial_number": [thing.serial],
            "total_invoice_amount": amount,
            "invoice_date": day,
            "invoice_number": number,
            **seen_fields(False, True, stamped, by_hand=True),
        },
        colour=True,
    )


def _blank(
    sheet: Paper, x: float, y: float, label: str, given: str, to: float, font: str, ink: tuple[int, int, int]
) -> None:
    """A printed label, and what is written on the line after it."""
    sheet.text(x, y + 1.5, label, 9.5, "serif")
    start = x + max(sheet.measure(label, 9.5, "serif") + 3, 18)
    sheet.text(start + 1, y, given, 11.5, font, ink)
    sheet.line(start, y + 6.6, to, y + 6.6, 0.1, (120, 120, 124))


def _signed(sale: Sale, buyer: Firm, irn: str, rng: Random) -> str:
    """The QR code's text as the invoice portal issues it: a JSON web token, here with an invented signature."""
    facts = {
        "SellerGstin": sale.dealer.gstin,
        "BuyerGstin": buyer.gstin,
        "DocNo": sale.number,
        "DocTyp": "INV",
        "DocDt": f"{sale.day:%d/%m/%Y}",
        "TotInvVal": sale.total,
        "ItemCnt": len(sale.goods),
        "MainHsnCode": sale.first.hsn,
        "Irn": irn,
        "IrnDt": f"{sale.day:%Y-%m-%d} 14:20:00",
    }
    parts = ({"alg": "RS256", "typ": "JWT"}, {"data": json.dumps(facts, separators=(",", ":")), "iss": "NIC Sandbox"})
    encoded = [
        base64.urlsafe_b64encode(json.dumps(part, separators=(",", ":")).encode()).rstrip(b"=").decode()
        for part in parts
    ]
    signature = base64.urlsafe_b64encode(rng.randbytes(64)).rstrip(b"=").decode()
    return ".".join((*encoded, signature))


LAYOUTS: dict[str, dict[str, Layout]] = {
    "INVOICE": {"e-invoice": e_invoice, "till-roll": till_roll, "bill-book": bill_book}
}
