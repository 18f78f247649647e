"""INVOICE: what Indian shops print on a page or half a page; and what all invoices share."""

from __future__ import annotations

from random import Random
from typing import Any

from samples.drawn import DrawnDocument, Layout
from samples.kit import marks
from samples.kit.sheet import A4, A5, Paper
from samples.kit.table import Column, Style, table
from samples.world import people, sales
from samples.world.numbers import grouped, in_words
from samples.world.sales import Sale

GREY = (236, 238, 241)


def boxed(rng: Random, sale: Sale | None = None) -> DrawnDocument:
    """The usual computer-printed tax invoice: one big box, seller and buyer at the left, numbers at the right."""
    sale = sale or sales.some(rng, ("phone", "television", "refrigerator", "washing machine"))
    sheet, dealer, goods = Paper(A4), sale.dealer, sale.first
    sheet.text(105, 12, "TAX INVOICE", 12, "sans-bold", align="centre")
    sheet.text(199, 13, "(ORIGINAL FOR RECIPIENT)", 7, "sans-italic", align="right")
    left, top, wide, half = 11.0, 19.0, 188.0, 98.0
    y = sheet.text(left + 2, top + 1.5, dealer.name, 11, "sans-bold")
    y = sheet.text(left + 2, y, dealer.address.one_line, 8.5, width=half - 6)
    y = sheet.text(left + 2, y, f"GSTIN/UIN: {dealer.gstin}", 8.5)
    y = sheet.text(left + 2, y, f"State Name : {dealer.address.state}, Code : {dealer.address.state_code}", 8.5)
    y = sheet.text(left + 2, y, f"Contact : {dealer.phone}", 8.5)
    y = sheet.text(left + 2, y, f"E-Mail : {dealer.email}", 8.5) + 1.5
    sheet.line(left, y, left + half, y)
    y = sheet.text(left + 2, y + 1, "Buyer (Bill to)", 7.5)
    y = sheet.text(left + 2, y, sale.customer.name, 9.5, "sans-bold")
    y = sheet.text(left + 2, y, sale.customer.home.one_line, 8.5, width=half - 6)
    y = sheet.text(left + 2, y, f"Mobile : {sale.customer.mobile}", 8.5)
    y = sheet.text(left + 2, y, f"State Name : {sale.customer.home.state}, Code : {sale.customer.home.state_code}", 8.5)
    bottom = max(y + 2, 84.0)
    day = f"{sale.day:%d-%b-%y}"
    cells = [
        ("Invoice No.", sale.number, "Dated", day),
        ("Delivery Note", "", "Mode/Terms of Payment", "EMI Finance"),
        ("Reference No. & Date", sale.loan_number, "Other References", ""),
        ("Dispatched through", "Self", "Destination", sale.customer.home.city),
    ]
    row = (bottom - top) / 5
    for number, (label, item, label2, said2) in enumerate(cells):
        at = top + row * number
        for x, name, value in ((left + half, label, item), (left + half + 46, label2, said2)):
            sheet.text(x + 1.5, at + 1, name, 7.5)
            sheet.text(x + 1.5, at + 4.8, value, 9, "sans-bold")
        sheet.line(left + half, at + row, left + wide, at + row)
    sheet.line(left + half + 46, top, left + half + 46, top + 4 * row)
    sheet.text(left + half + 1.5, top + 4 * row + 1, "Terms of Delivery", 7.5)
    hypothecated = rng.random() < 0.6 or sale.proper
    if hypothecated:
        sheet.text(left + half + 1.5, top + 4 * row + 5, f"Hypothecated to {sale.lender}", 8.5, "sans-bold")
    sheet.box(left, top, wide, bottom - top)
    sheet.line(left + half, top, left + half, bottom)
    base = goods.price / (1 + goods.tax / 100)
    tax = goods.price - base
    lines = [
        goods.description,
        *(
            [f"IMEI 1 : {goods.imeis[0]}", f"IMEI 2 : {goods.imeis[1]}"]
            if goods.imeis
            else [f"Serial No. : {goods.serial}"]
        ),
    ]
    parts = (
        [(f"OUTPUT CGST {goods.tax / 2:g}%", tax / 2), (f"OUTPUT SGST {goods.tax / 2:g}%", tax / 2)]
        if sale.local
        else [(f"OUTPUT IGST {goods.tax}%", tax)]
    )
    columns = [
        Column("Sl No.", 10, "centre"),
        Column("Description of Goods", 78),
        Column("HSN/SAC", 20, "centre"),
        Column("Quantity", 18, "right"),
        Column("Rate", 24, "right"),
        Column("per", 10, "centre"),
        Column("Amount", 28, "right"),
    ]
    rows = [["1", "\n".join(lines), goods.hsn, "1 Nos", grouped(base), "Nos", grouped(base)]]
    rows += [
        ["", name, "", "", f"{goods.tax / (2 if sale.local else 1):g}", "%", grouped(part)] for name, part in parts
    ]
    style = Style(8.5, grid="columns", head_align="centre")
    end = table(sheet, left, bottom, columns, rows, style, least=88)
    totals = [["", "Total", "", "1 Nos", "", "", f"₹ {grouped(sale.total)}"]]
    end = table(sheet, left, end, columns, totals, Style(9, font="sans-bold"), head=False)
    sheet.text(left + 1.5, end + 1, "Amount Chargeable (in words)", 7.5)
    sheet.text(left + wide - 1.5, end + 1, "E. & O.E", 7.5, "sans-italic", align="right")
    sheet.text(left + 1.5, end + 4.8, f"INR {in_words(sale.total)} Only", 9, "sans-bold")
    sheet.box(left, end, wide, 11)
    end = _tax_summary(sheet, left, end + 11, sale)
    foot = end + 34
    sheet.text(left + 1.5, end + 2, "Declaration", 7.5)
    sheet.text(
        left + 1.5,
        end + 6,
        "We declare that this invoice shows the actual price of the goods described and that all particulars are true and correct.",
        7.5,
        width=88,
    )
    sheet.text(left + half + 2, end + 1.5, f"Bank : {dealer.bank}", 7.5)
    sheet.text(left + half + 2, end + 5.2, f"A/c No. : {dealer.account}   IFS Code : {dealer.ifsc}", 7.5)
    sheet.line(left + half, end + 10, left + wide, end + 10)
    sheet.text(left + wide - 2, end + 11, f"for {dealer.name}", 8.5, "sans-bold", align="right")
    sheet.text(left + wide - 2, foot - 5, "Authorised Signatory", 8, align="right")
    sheet.box(left, end, wide, foot - end)
    sheet.line(left + half, end, left + half, foot)
    signed, stamped = signed_by_dealer(sheet, rng, sale, left + 150, end + 14, left + 110, end + 4)
    sheet.text(105, foot + 3, f"SUBJECT TO {dealer.address.city.upper()} JURISDICTION", 7.5, align="centre")
    sheet.text(105, foot + 7, "This is a Computer Generated Invoice", 7.5, align="centre")
    return DrawnDocument(
        "INVOICE",
        sheet,
        {
            "customer_name": sale.customer.name,
            "customer_address": sale.customer.home.one_line,
            "customer_phone_number": sale.customer.mobile,
            **dealer_fields(sale),
            **kind_fields(sale),
            "model_name": [goods.model],
            "manufacturer_name": [goods.maker],
            "product_hsn_code": [goods.hsn],
            **number_fields(sale),
            "total_invoice_amount": grouped(sale.total),
            "invoice_date": day,
            "invoice_number": sale.number,
            **seen_fields(hypothecated, signed, stamped),
        },
    )


def half_sheet(rng: Random, sale: Sale | None = None) -> DrawnDocument:
    """A small shop's A5 bill with a coloured letterhead and dotted lines filled in by a printer."""
    sale = sale or sales.some(rng, ("phone", "phone", "television", "furniture"))
    ink = rng.choice(((150, 24, 30), (18, 60, 120), (20, 96, 60)))
    sheet, dealer, goods = Paper(A5), sale.dealer, sale.first
    sheet.text(8, 6, f"GSTIN : {dealer.gstin}", 8, "roboto-medium")
    sheet.text(140, 6, f"Mob : {dealer.phone}", 8, "roboto-medium", align="right")
    sheet.text(74, 9.5, "BILL OF SALE / GST INVOICE", 7.5, "roboto-bold", ink, align="centre")
    y = sheet.text(74, 14, dealer.name.upper(), 17, "condensed-bold", ink, align="centre")
    y = sheet.text(
        74, y, f"Authorised dealer for {goods.maker} and all leading brands", 7.5, "serif-italic", align="centre"
    )
    y = sheet.text(74, y, dealer.address.one_line, 8, "roboto", align="centre", width=126) + 1
    sheet.line(6, y, 142, y, 0.6, ink)
    day = f"{sale.day:%d/%m/%Y}"
    sheet.runs(8, y + 2, [("No. ", "roboto"), (sale.number, "roboto-bold")], 9.5)
    sheet.text(140, y + 2, f"Date : {day}", 9.5, "roboto", align="right")
    y += 8.5
    y = sheet.pair(8, y, "Name", sale.customer.short_name, 9.5, "roboto", "roboto-medium", 24)
    sheet.dashes(32, y, 140)
    y = sheet.pair(8, y + 1, "Address", sale.customer.home.one_line, 9, "roboto", "roboto-medium", 24, width=106)
    sheet.dashes(32, y, 140)
    y = sheet.pair(8, y + 1, "Phone", sale.customer.mobile, 9.5, "roboto", "roboto-medium", 24)
    sheet.dashes(32, y, 140)
    base, words = goods.price / (1 + goods.tax / 100), []
    words = [
        "\n".join(
            [
                "Product : " + goods.kind,
                "Brand : " + goods.maker,
                "Model : " + goods.model,
                *([f"IMEI : {goods.imeis[0]}"] if goods.imeis else [f"S/N : {goods.serial}"]),
            ]
        )
    ]
    columns = [
        Column("S.No", 10, "centre"),
        Column("Particulars", 62),
        Column("HSN", 18, "centre"),
        Column("Qty", 10, "centre"),
        Column("Amount (Rs.)", 32, "right"),
    ]
    rows = [["1", words[0], goods.hsn, "1", grouped(base)]]
    style = Style(
        9, "roboto", "roboto-bold", head_fill=ink, head_ink="white", grid="columns", rule=ink, head_align="centre"
    )
    y = table(sheet, 8, y + 2, columns, rows, style, least=62)
    share = (goods.price - base) / 2
    for label, item in (
        ("Taxable Value", base),
        (f"CGST @ {goods.tax / 2:g}%", share),
        (f"SGST @ {goods.tax / 2:g}%", share),
    ):
        sheet.text(106, y + 1, label, 8.5, "roboto", align="right")
        sheet.text(138.5, y + 1, grouped(item), 8.5, "roboto", align="right")
        y += 4.6
    sheet.box(76, y + 0.5, 64, 7, fill=(248, 246, 238), outline=ink)
    sheet.text(106, y + 1.6, "GRAND TOTAL", 10, "roboto-bold", align="right")
    sheet.text(138.5, y + 1.6, grouped(sale.total), 10, "roboto-bold", align="right")
    paid = rng.random() < 0.5 or sale.proper
    if paid:
        sheet.text(8, y - 8, f"Down Payment : {grouped(sale.down)}", 9, "roboto")
        sheet.text(8, y - 3, f"Finance Amount : {grouped(sale.financed)}", 9, "roboto")
        sheet.text(8, y + 2, f"Finance by : {sale.lender}", 9, "roboto")
    y = sheet.text(8, y + 9, f"Rupees {in_words(sale.total)} Only", 8.5, "serif-italic", width=130)
    sheet.line(6, y + 1, 142, y + 1, 0.3, ink)
    sheet.text(
        8,
        y + 2.5,
        "Goods once sold will not be taken back.\nWarranty by the manufacturer's service centre only.\nSubject to local jurisdiction.",
        7,
        "roboto",
    )
    sheet.text(140, y + 2.5, f"For {dealer.name}", 9, "roboto-bold", ink, align="right")
    sheet.text(140, y + 21, "Proprietor / Auth. Sign.", 7.5, "roboto", align="right")
    signed, stamped = signed_by_dealer(sheet, rng, sale, 102, y + 6, 78, y + 1, 34, 22)
    return DrawnDocument(
        "INVOICE",
        sheet,
        {
            "customer_name": sale.customer.short_name,
            "customer_address": sale.customer.home.one_line,
            "customer_phone_number": sale.customer.mobile,
            **dealer_fields(sale),
            "dealership_name": dealer.name.upper(),
            "product_type": [goods.kind],
            "model_name": [goods.model],
            "manufacturer_name": [goods.maker],
            "product_hsn_code": [goods.hsn],
            **number_fields(sale, one=True),
            "total_invoice_amount": grouped(sale.total),
            "invoice_date": day,
            "invoice_number": sale.number,
            **(
                {"downpayment_amount": grouped(sale.down), "hypothecation_amount": grouped(sale.financed)}
                if paid
                else {}
            ),
            **seen_fields(paid, signed, stamped),
        },
        colour=True,
    )


def _tax_summary(sheet: Paper, x: float, y: float, sale: Sale) -> float:
    """The table of taxes by HSN code under a printed invoice."""
    goods = sale.first
    base = goods.price / (1 + goods.tax / 100)
    tax = goods.price - base
    if sale.local:
        columns = [
            Column("HSN/SAC", 52),
            Column("Taxable Value", 34, "right"),
            Column("CGST Rate", 20, "centre"),
            Column("Amount", 24, "right"),
            Column("SGST Rate", 20, "centre"),
            Column("Amount", 24, "right"),
            Column("Total", 14, "right"),
        ]
        columns[-1] = Column("Tax", 14, "right")
        rate = f"{goods.tax / 2:g}%"
        rows = [[goods.hsn, grouped(base), rate, grouped(tax / 2), rate, grouped(tax / 2), grouped(tax, paise=False)]]
    else:
        columns = [
            Column("HSN/SAC", 72),
            Column("Taxable Value", 42, "right"),
            Column("IGST Rate", 30, "centre"),
            Column("Amount", 44, "right"),
        ]
        rows = [[goods.hsn, grouped(base), f"{goods.tax}%", grouped(tax)]]
    return table(sheet, x, y, columns, rows, Style(7.5, head_align="centre"))


def signed_by_dealer(
    sheet: Paper,
    rng: Random,
    sale: Sale,
    x: float,
    y: float,
    stamp_x: float,
    stamp_y: float,
    wide: float = 36,
    stamp: float = 27,
) -> tuple[bool, bool]:
    """Perhaps a signature, perhaps a stamp; which there are."""
    signed, stamped = rng.random() < 0.75 or sale.proper, rng.random() < 0.6 or sale.proper
    if stamp and stamped:
        city = sale.dealer.address.city
        made = (
            marks.round_stamp(sale.dealer.name, city, rng)
            if rng.random() < 0.6
            else marks.box_stamp(f"{sale.dealer.name}\n{city}", rng)
        )
        sheet.paste(made, stamp_x, stamp_y, stamp if made.width == made.height else stamp * 1.6)
    if signed:
        sheet.paste(marks.signature(people.person(rng).name, rng), x, y, wide)
    return signed, bool(stamp and stamped)


def dealer_fields(sale: Sale) -> dict[str, Any]:
    return {
        "dealership_name": sale.dealer.name,
        "dealer_address": sale.dealer.address.one_line,
        "dealer_gst": sale.dealer.gstin,
    }


def kind_fields(sale: Sale) -> dict[str, list[str]]:
    """The kinds of goods, where their descriptions name them: "Haier 43 Inch Smart LED TV" does."""
    kinds = [each.kind for each in sale.goods if each.kind in each.description]
    return {"product_type": kinds} if kinds else {}


def number_fields(sale: Sale, one: bool = False) -> dict[str, Any]:
    goods = sale.first
    if goods.imeis:
        return {"imei_number": list(goods.imeis[:1] if one else goods.imeis)}
    return {"serial_number": [goods.serial]}


def seen_fields(hypothecation: bool, signed: bool, stamped: bool, by_hand: bool = False) -> dict[str, str]:
    values = {
        "dealer_gst_handwritten": by_hand,
        "hypothecation": hypothecation,
        "dealer_sign": signed,
        "dealer_stamp": stamped,
    }
    return {name: "yes" if value else "no" for name, value in values.items()}


LAYOUTS: dict[str, dict[str, Layout]] = {"INVOICE": {"boxed": boxed, "half-sheet": half_sheet}}
