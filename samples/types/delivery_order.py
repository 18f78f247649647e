"""DELIVERY_ORDER: what several lenders send a dealer, so that he hands the goods over on their promise to pay."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

from samples.drawn import DrawnDocument, Layout
from samples.kit import marks
from samples.kit.sheet import A4, Paper
from samples.kit.table import Column, Style, table
from samples.world import sales
from samples.world.numbers import grouped, in_words
from samples.world.sales import Sale

KINDS = ("phone", "television", "refrigerator", "laptop", "washing machine", "air conditioner")


def form(rng: Random, sale: Sale | None = None) -> DrawnDocument:
    """One long table of labels and values under the lender's letterhead."""
    sale = sale or sales.some(rng, KINDS)
    sheet, goods, ink = Paper(A4), sale.first, (0, 76, 120)
    sheet.box(14, 12, 13, 13, outline=None, fill=ink, radius=3)
    sheet.text(20.5, 13.5, sale.lender[0], 22, "round-bold", "white", align="centre")
    sheet.text(31, 13, sale.lender, 16, "round-medium", ink)
    sheet.text(31, 20, "Consumer Durable Loans", 9, "sans", (90, 90, 96))
    sheet.text(105, 31, "DELIVERY ORDER", 14, "sans-bold", align="centre")
    sheet.text(14, 40, f"DO Number : DO{sale.loan_number}", 9.5)
    sheet.text(196, 40, f"DO Date : {sale.day:%d/%m/%Y}", 9.5, align="right")
    serials = "\n".join(goods.imeis or (goods.serial,))
    rows = [
        ("Dealer Name", sale.dealer.name),
        ("Dealer Address", sale.dealer.address.one_line),
        ("Customer Name", sale.customer.name),
        ("Customer Delivery Address", sale.customer.home.one_line),
        ("Customer Mobile Number", sale.customer.mobile),
        ("Product Category", goods.kind),
        ("Brand / Manufacturer", goods.maker),
        ("Model", goods.model),
        ("Serial / IMEI Number", serials),
        ("OEM Validation Date", f"{sale.day:%d/%m/%Y}"),
        ("Scheme Description", _scheme(sale)),
        ("Product Total Cost", grouped(sale.total)),
        ("Down Payment", grouped(sale.down)),
        ("Loan Amount", grouped(sale.financed)),
        ("EMI Amount", grouped(sale.emi)),
    ]
    columns = [Column("Particulars", 62), Column("Details", 120)]
    y = table(sheet, 14, 47, columns, rows, Style(9.5, head_fill=(214, 228, 238), padding=1.7))
    y = sheet.text(
        14,
        y + 4,
        f"Kindly deliver the product named above to the customer after collecting the down payment. {sale.lender} will pay the dealer the"
        " loan amount less charges on receipt of the invoice and the delivery acknowledgement.",
        9,
        width=182,
    )
    sheet.text(14, y + 5, f"For {sale.lender}", 9.5, "sans-bold")
    sheet.paste(marks.signature("Arvind Nadkarni", rng), 14, y + 11, 36)
    sheet.text(14, y + 28, "Authorised Signatory", 9)
    sheet.text(196, y + 28, "Customer Signature", 9, align="right")
    sheet.text(
        105,
        284,
        "This order is valid for 3 days from the date of issue.",
        8,
        "sans-italic",
        (90, 90, 96),
        align="centre",
    )
    return DrawnDocument("DELIVERY_ORDER", sheet, _said(sale, f"{sale.day:%d/%m/%Y}", _scheme(sale), goods.kind))


def letter(rng: Random, sale: Sale | None = None) -> DrawnDocument:
    """A letter to the dealer with the loan's figures in a table at its end."""
    sale = sale or sales.some(rng, KINDS)
    sheet, goods, ink = Paper(A4), sale.first, (140, 40, 30)
    sheet.text(20, 14, sale.lender.upper(), 17, "serif-bold", ink)
    sheet.line(20, 23, 190, 23, 0.8, ink)
    day = f"{sale.day:%d-%b-%Y}"
    sheet.text(20, 28, f"Ref: {sale.loan_number}/DO", 10, "serif")
    sheet.text(190, 28, f"Date: {day}", 10, "serif", align="right")
    y = sheet.text(20, 38, "To,", 10.5, "serif")
    y = sheet.text(20, y, f"M/s. {sale.dealer.name}", 10.5, "serif-bold")
    for line in sale.dealer.address.lines:
        y = sheet.text(20, y, line, 10.5, "serif")
    y = sheet.text(
        20,
        y + 4,
        f"Sub: Delivery Order for {goods.kind} financed for our customer {sale.customer.name}",
        10.5,
        "serif-bold",
        width=170,
    )
    y = sheet.text(20, y + 4, "Dear Sir / Madam,", 10.5, "serif")
    y = sheet.text(
        20,
        y + 2,
        "We have sanctioned a loan to the customer named below for the purchase of the following product from your store. Please deliver the product at"
        " the address given and send us the original tax invoice with hypothecation in our favour.",
        10.5,
        "serif",
        width=170,
    )
    style = Style(10, "serif", "serif-bold", head_fill=(240, 230, 226), padding=1.8)
    y = table(
        sheet,
        20,
        y + 4,
        [Column("Customer Details", 55), Column("", 115)],
        [
            ("Name of Customer", sale.customer.name),
            ("Delivery Address", sale.customer.home.one_line),
            ("Mobile No.", sale.customer.mobile),
        ],
        style,
    )
    y = table(
        sheet,
        20,
        y + 4,
        [
            Column("Brand", 28),
            Column("Model", 34),
            Column("Category", 36),
            Column("IMEI / Serial No.", 40),
            Column("Cost (Rs.)", 32, "right"),
        ],
        [
            (goods.maker, goods.model, goods.kind, (goods.imeis or (goods.serial,))[0], grouped(sale.total)),
        ],
        style,
    )
    y = table(
        sheet,
        20,
        y + 4,
        [
            Column("Scheme", 55),
            Column("Tenure", 30, "centre"),
            Column("EMI (Rs.)", 42, "right"),
            Column("OEM Validated On", 43, "centre"),
        ],
        [
            (_scheme(sale), f"{sale.months} months", grouped(sale.emi), day),
        ],
        style,
    )
    y = sheet.text(
        20,
        y + 4,
        f"Amount payable to you: Rs. {grouped(sale.financed)} (Rupees {in_words(sale.financed)} Only)",
        10.5,
        "serif",
        width=170,
    )
    y = sheet.text(20, y + 5, f"Yours faithfully,\nFor {sale.lender}", 10.5, "serif")
    sheet.paste(marks.signature("Meghna Rao", rng), 20, y, 38)
    if rng.random() < 0.6:
        sheet.paste(marks.round_stamp(sale.lender, "HEAD\nOFFICE", rng, ink=marks.BLUE), 74, y - 6, 28)
    sheet.text(20, y + 17, "Authorised Signatory", 10.5, "serif")
    return DrawnDocument("DELIVERY_ORDER", sheet, _said(sale, day, _scheme(sale), goods.kind, serials=1), colour=True)


def grid(rng: Random, sale: Sale | None = None) -> DrawnDocument:
    """Two pairs of label and value in a row, in bands with coloured titles."""
    sale = sale or sales.some(rng, KINDS)
    sheet, goods, ink = Paper(A4), sale.first, (230, 96, 16)
    sheet.box(0, 0, 210, 20, outline=None, fill=(252, 244, 236))
    sheet.text(12, 5.5, sale.lender, 16, "roboto-bold", ink)
    sheet.text(198, 4.5, "Delivery Order", 15, "roboto-medium", align="right")
    sheet.text(198, 12, f"Deal ID: {sale.loan_number}", 9, "roboto", align="right")
    day = f"{sale.day:%d.%m.%Y}"
    y = 26.0
    bands: list[tuple[str, list[tuple[str, str]]]] = [
        (
            "Dealer Details",
            [
                ("Dealer Name", sale.dealer.name),
                ("Dealer Code", f"{rng.randint(20134, 98211)}"),
                ("Dealer Address", sale.dealer.address.one_line),
            ],
        ),
        (
            "Customer Details",
            [
                ("Customer Name", sale.customer.name),
                ("Mobile Number", sale.customer.mobile),
                ("Delivery Address", sale.customer.home.one_line),
            ],
        ),
        (
            "Product Details",
            [
                ("Manufacturer", goods.maker),
                ("Product Category", goods.kind),
                ("Model", goods.model),
                ("Serial/IMEI No.", (goods.imeis or (goods.serial,))[0]),
                ("OEM Validation Date", day),
                ("Validation Status", "SUCCESS"),
            ],
        ),
        (
            "Loan Details",
            [
                ("Scheme Description", _scheme(sale)),
                ("Tenure (Months)", str(sale.months)),
                ("Product Total Cost", f"₹ {grouped(sale.total)}"),
                ("Down Payment", f"₹ {grouped(sale.down)}"),
                ("EMI Amount", f"₹ {grouped(sale.emi)}"),
                ("Net Disbursement", f"₹ {grouped(sale.financed)}"),
            ],
        ),
    ]
    for title, pairs in bands:
        sheet.box(12, y, 186, 7, outline=None, fill=ink)
        sheet.text(15, y + 1.3, title, 10, "roboto-bold", "white")
        y += 9
        for first in range(0, len(pairs), 2):
            below = y
            couple = pairs[first : first + 2]
            for x, (label, item) in zip((15.0, 108.0), couple, strict=False):
                sheet.text(x, y, label, 9, "roboto", (110, 110, 116))
                wide = 142.0 if len(couple) == 1 else 55.0
                below = max(below, sheet.text(x + 35, y, item, 9.5, "roboto-medium", width=wide))
            y = below + 2
        y += 2
    sheet.box(12, y, 186, 26, outline=(200, 200, 204))
    sheet.text(15, y + 2, "Instructions to dealer", 9, "roboto-bold")
    sheet.text(
        15,
        y + 6.5,
        "Collect the down payment before delivery. Upload the invoice, a photograph of the opened box and of the serial number within 24 hours.\n"
        "Cost, model and serial number on the invoice must agree with this order, or payment will be held back.",
        8.5,
        "roboto",
        width=178,
    )
    sheet.text(
        105,
        y + 31,
        "This is a system generated document and does not need a signature.",
        8.5,
        "roboto",
        (110, 110, 116),
        align="centre",
    )
    return DrawnDocument("DELIVERY_ORDER", sheet, _said(sale, day, _scheme(sale), goods.kind, serials=1), colour=True)


def receipt(rng: Random, sale: Sale | None = None) -> DrawnDocument:
    """Labels above values in three blocks, the customer's acknowledgement below."""
    sale = sale or sales.some(rng, KINDS)
    sheet, goods = Paper(A4), sale.first
    day = f"{sale.day + timedelta(days=1):%d %B %Y}"
    sheet.text(15, 14, sale.lender, 15, "condensed-bold")
    sheet.text(195, 13, "DELIVERY ORDER CUM DISBURSEMENT ADVICE", 11, "condensed-bold", align="right")
    sheet.text(
        195,
        18.5,
        f"Application No. {sale.loan_number}   Issued on {sale.day:%d %B %Y}",
        9.5,
        "condensed",
        align="right",
    )
    sheet.line(15, 26, 195, 26, 0.6)
    y = 30.0
    rows: list[list[tuple[str, str, float]]] = [
        [("DEALER NAME", sale.dealer.name, 60), ("DEALER ADDRESS", sale.dealer.address.one_line, 118)],
        [("CUSTOMER NAME", sale.customer.name, 60), ("CUSTOMER DELIVERY ADDRESS", sale.customer.home.one_line, 118)],
        [("CUSTOMER MOBILE NUMBER", sale.customer.mobile, 60), ("SCHEME DESCRIPTION", _scheme(sale), 118)],
        [("PRODUCT CATEGORY", goods.kind, 60), ("BRAND", goods.maker, 55), ("MODEL", goods.model, 60)],
        [
            ("SERIAL / IMEI NUMBER", "\n".join(goods.imeis or (goods.serial,)), 60),
            ("OEM VALIDATION DATE", day, 55),
            ("TENURE", f"{sale.months} months", 60),
        ],
        [
            ("PRODUCT TOTAL COST", f"Rs. {grouped(sale.total)}", 60),
            ("EMI AMOUNT", f"Rs. {grouped(sale.emi)}", 55),
            ("DOWN PAYMENT", f"Rs. {grouped(sale.down)}", 60),
        ],
    ]
    for row in rows:
        x, below = 15.0, y
        for label, item, wide in row:
            sheet.text(x, y, label, 7.5, "condensed", (100, 100, 106))
            below = max(below, sheet.text(x, y + 4, item, 10.5, "condensed-bold", width=wide - 4))
            x += wide + 2
        y = below + 2.5
        sheet.line(15, y, 195, y, 0.1, (180, 180, 184))
        y += 2.5
    y = sheet.text(15, y + 2, "Dealer's undertaking", 10, "condensed-bold")
    y = sheet.text(
        15,
        y,
        "We confirm delivery of the product to the customer in working condition, with the seal opened in his presence, and that the invoice is hypothecated to the"
        " lender. If the product is returned, the amount received will be refunded within two working days.",
        9.5,
        "condensed",
        width=180,
    )
    sheet.box(15, y + 6, 84, 34)
    sheet.box(111, y + 6, 84, 34)
    sheet.text(17, y + 35, "Dealer's seal and signature", 8.5, "condensed")
    sheet.text(113, y + 35, "Customer's signature", 8.5, "condensed")
    sheet.paste(marks.box_stamp(f"{sale.dealer.name}\n{sale.dealer.address.city}", rng), 24, y + 9, 46)
    sheet.paste(marks.signature(sale.customer.name, rng), 126, y + 12, 44)
    return DrawnDocument("DELIVERY_ORDER", sheet, _said(sale, day, _scheme(sale), goods.kind), colour=True)


def _scheme(sale: Sale) -> str:
    advance = round(sale.months * sale.down / sale.total)
    return f"{sale.months}/{advance} No Cost EMI {sale.first.maker}"


def _said(sale: Sale, validated: str, scheme: str, category: str, serials: int = 2) -> dict[str, Any]:
    goods = sale.first
    return {
        "dealer_name": sale.dealer.name,
        "dealer_address": sale.dealer.address.one_line,
        "customer_name": sale.customer.name,
        "customer_delivery_address": sale.customer.home.one_line,
        "customer_mobile_number": sale.customer.mobile,
        "product_brand_manufacturer": goods.maker,
        "product_model": goods.model,
        "product_category": category,
        "product_serial_imei_number": list(goods.imeis[:serials] or (goods.serial,)),
        "oem_validation_date": validated,
        "scheme_description": scheme,
        "product_total_cost": grouped(sale.total),
        "emi_amount": grouped(sale.emi),
    }


LAYOUTS: dict[str, dict[str, Layout]] = {
    "DELIVERY_ORDER": {"form": form, "letter": letter, "grid": grid, "receipt": receipt}
}
