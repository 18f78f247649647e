"""INVOICE: what Indian shops, dealers and web shops hand out with goods, and an exporter's commercial invoice."""

from __future__ import annotations

from random import Random
from typing import Any

from simulator.samples.drawn import Drawn, Layout
from simulator.samples.kit import marks
from simulator.samples.kit.sheet import A4, A5, Sheet
from simulator.samples.kit.table import Column, Style, table
from simulator.samples.world import numbers, people, places, sales
from simulator.samples.world.numbers import grouped, in_words
from simulator.samples.world.sales import Sale

GREY = (236, 238, 241)


def boxed(rng: Random, sale: Sale | None = None) -> Drawn:
    """The usual computer-printed tax invoice: one big box, seller and buyer at the left, numbers at the right."""
    sale = sale or sales.some(rng, ("phone", "television", "refrigerator", "washing machine"))
    sheet, dealer, goods = Sheet(A4), sale.dealer, sale.first
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
    cells = [("Invoice No.", sale.number, "Dated", day), ("Delivery Note", "", "Mode/Terms of Payment", "EMI Finance"),
             ("Reference No. & Date", sale.loan_number, "Other References", ""), ("Dispatched through", "Self", "Destination", sale.customer.home.city)]  # fmt: skip
    row = (bottom - top) / 5
    for number, (label, said, label2, said2) in enumerate(cells):
        at = top + row * number
        for x, name, value in ((left + half, label, said), (left + half + 46, label2, said2)):
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
    columns = [Column("Sl No.", 10, "centre"), Column("Description of Goods", 78), Column("HSN/SAC", 20, "centre"), Column("Quantity", 18, "right"),
               Column("Rate", 24, "right"), Column("per", 10, "centre"), Column("Amount", 28, "right")]  # fmt: skip
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
    signed, stamped = _sign(sheet, rng, sale, left + 150, end + 14, left + 110, end + 4)
    sheet.text(105, foot + 3, f"SUBJECT TO {dealer.address.city.upper()} JURISDICTION", 7.5, align="centre")
    sheet.text(105, foot + 7, "This is a Computer Generated Invoice", 7.5, align="centre")
    return Drawn("INVOICE", sheet, {
        "customer_name": sale.customer.name, "customer_address": sale.customer.home.one_line, "customer_phone_number": sale.customer.mobile,
        **_dealer(sale), "model_name": [goods.model], "manufacturer_name": [goods.maker], "product_hsn_code": [goods.hsn], **_numbers(sale),
        "total_invoice_amount": grouped(sale.total), "invoice_date": day, "invoice_number": sale.number, **_seen(hypothecated, signed, stamped),
    })  # fmt: skip


def half_sheet(rng: Random, sale: Sale | None = None) -> Drawn:
    """A small shop's A5 bill with a coloured letterhead and dotted lines filled in by a printer."""
    sale = sale or sales.some(rng, ("phone", "phone", "television", "furniture"))
    ink = rng.choice(((150, 24, 30), (18, 60, 120), (20, 96, 60)))
    sheet, dealer, goods = Sheet(A5), sale.dealer, sale.first
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
    words = ["\n".join(["Product : " + goods.kind, "Brand : " + goods.maker, "Model : " + goods.model,
             *([f"IMEI : {goods.imeis[0]}"] if goods.imeis else [f"S/N : {goods.serial}"])])]  # fmt: skip
    columns = [Column("S.No", 10, "centre"), Column("Particulars", 62), Column("HSN", 18, "centre"), Column("Qty", 10, "centre"),
               Column("Amount (Rs.)", 32, "right")]  # fmt: skip
    rows = [["1", words[0], goods.hsn, "1", grouped(base)]]
    style = Style(
        9, "roboto", "roboto-bold", head_fill=ink, head_ink="white", grid="columns", rule=ink, head_align="centre"
    )
    y = table(sheet, 8, y + 2, columns, rows, style, least=62)
    share = (goods.price - base) / 2
    for label, said in (
        ("Taxable Value", base),
        (f"CGST @ {goods.tax / 2:g}%", share),
        (f"SGST @ {goods.tax / 2:g}%", share),
    ):
        sheet.text(106, y + 1, label, 8.5, "roboto", align="right")
        sheet.text(138.5, y + 1, grouped(said), 8.5, "roboto", align="right")
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
    signed, stamped = _sign(sheet, rng, sale, 102, y + 6, 78, y + 1, 34, 22)
    return Drawn("INVOICE", sheet, {
        "customer_name": sale.customer.short_name, "customer_address": sale.customer.home.one_line, "customer_phone_number": sale.customer.mobile,
        **_dealer(sale), "dealership_name": dealer.name.upper(), "product_type": [goods.kind], "model_name": [goods.model],
        "manufacturer_name": [goods.maker], "product_hsn_code": [goods.hsn], **_numbers(sale, one=True), "total_invoice_amount": grouped(sale.total),
        "invoice_date": day, "invoice_number": sale.number,
        **({"downpayment_amount": grouped(sale.down), "hypothecation_amount": grouped(sale.financed)} if paid else {}), **_seen(paid, signed, stamped),
    }, colour=True)  # fmt: skip


def web_shop(rng: Random, sale: Sale | None = None) -> Drawn:
    """A web shop's invoice: sold by, billing and shipping address in columns, IGST in the table."""
    sale = sale or sales.some(rng, ("phone", "laptop", "television"), away=True)
    sheet, dealer, goods, buyer = Sheet(A4), sale.dealer, sale.first, sale.customer
    brand = rng.choice(("khareedo", "bazaarly", "dukaan24"))
    sheet.text(12, 11, brand, 24, "round-bold", (230, 110, 20))
    sheet.text(198, 11, "Tax Invoice/Bill of Supply/Cash Memo", 12, "roboto-bold", align="right")
    sheet.text(198, 17, "(Original for Recipient)", 9, "roboto", align="right")
    y = sheet.text(12, 30, "Sold By :", 9.5, "roboto-bold")
    y = sheet.text(12, y, dealer.name, 9.5, "roboto")
    y = sheet.text(12, y, dealer.address.one_line, 9, "roboto", width=84)
    y = sheet.text(12, y + 3, f"PAN No: {dealer.pan}", 9, "roboto")
    y = sheet.text(12, y, f"GST Registration No: {dealer.gstin}", 9, "roboto")
    right = sheet.text(198, 30, "Billing Address :", 9.5, "roboto-bold", align="right")
    right = sheet.text(198, right, buyer.name, 9.5, "roboto", align="right")
    right = sheet.text(198, right, buyer.home.one_line, 9, "roboto", align="right", width=80)
    right = sheet.text(198, right, f"State/UT Code: {buyer.home.state_code}", 9, "roboto", align="right") + 3
    right = sheet.text(198, right, "Shipping Address :", 9.5, "roboto-bold", align="right")
    right = sheet.text(198, right, buyer.name, 9.5, "roboto", align="right")
    right = sheet.text(198, right, buyer.home.one_line, 9, "roboto", align="right", width=80)
    right = sheet.text(198, right, f"Phone: {buyer.mobile}", 9, "roboto", align="right")
    right = sheet.text(198, right, f"Place of supply: {buyer.home.state.upper()}", 9, "roboto", align="right")
    order, day = (
        f"{numbers.some_digits(rng, 3)}-{numbers.some_digits(rng, 7)}-{numbers.some_digits(rng, 7)}",
        f"{sale.day:%d.%m.%Y}",
    )
    y = max(y + 8, right) + 4
    sheet.runs(12, y, [("Order Number: ", "roboto-bold"), (order, "roboto")], 9)
    sheet.text(198, y, f"Invoice Number : {sale.number}", 9, "roboto", align="right")
    y += 5
    sheet.runs(12, y, [("Order Date: ", "roboto-bold"), (day, "roboto")], 9)
    sheet.text(198, y, f"Invoice Date : {day}", 9, "roboto", align="right")
    y += 9
    base = goods.price / (1 + goods.tax / 100)
    tax = goods.price - base
    text = f"{goods.description} | {goods.sku}\nHSN:{goods.hsn}" + (
        f"\nIMEI/Serial No: {goods.imeis[0]}" if goods.imeis else f"\nIMEI/Serial No: {goods.serial}"
    )
    name, rate, part = (
        ("IGST", f"{goods.tax}%", grouped(tax))
        if not sale.local
        else ("CGST\nSGST", f"{goods.tax / 2:g}%\n{goods.tax / 2:g}%", f"{grouped(tax / 2)}\n{grouped(tax / 2)}")
    )
    columns = [Column("Sl.\nNo", 9, "centre"), Column("Description", 70), Column("Unit\nPrice", 22, "right"), Column("Qty", 9, "centre"), Column("Net\nAmount", 22, "right"),
               Column("Tax\nRate", 12, "centre"), Column("Tax\nType", 13, "centre"), Column("Tax\nAmount", 21, "right"), Column("Total\nAmount", 22, "right")]  # fmt: skip
    rows = [["1", text, grouped(base), "1", grouped(base), rate, name, part, grouped(goods.price)]]
    style = Style(8, "roboto", "roboto-bold", head_fill=(218, 218, 218))
    y = table(sheet, 5, y, columns, rows, style)
    last = [Column("", 145), Column("", 33, "right"), Column("", 22, "right")]
    y = table(
        sheet,
        5,
        y,
        last,
        [["TOTAL:", grouped(tax), f"₹{grouped(goods.price)}"]],
        Style(8.5, "roboto-bold", head_fill=GREY),
        head=False,
    )
    words = f"Amount in Words:\n{in_words(goods.price)} only"
    y = table(sheet, 5, y, [Column("", 200)], [[words]], Style(9, "roboto-bold"), head=False)
    sheet.box(5, y, 200, 30)
    sheet.text(203, y + 1.5, f"For {dealer.name}:", 9, "roboto-bold", align="right")
    sheet.text(203, y + 24, "Authorized Signatory", 9, "roboto-bold", align="right")
    signed, stamped = _sign(sheet, rng, sale, 162, y + 6, 120, y + 3, stamp=0)
    y = sheet.text(5, y + 32, "Whether tax is payable under reverse charge - No", 8.5, "roboto")
    columns = [
        Column("Payment Transaction ID:", 62),
        Column("Date & Time:", 46),
        Column("Invoice Value:", 40),
        Column("Mode of Payment:", 52),
    ]
    pay = [
        [
            numbers.letters(rng, 4) + numbers.some_digits(rng, 16),
            f"{sale.day:%d/%m/%Y}, 11:{rng.randint(10, 59)}:07 hrs",
            grouped(goods.price),
            "EMI",
        ]
    ]
    table(sheet, 5, y + 4, columns, pay, Style(8, "roboto", "roboto-bold"))
    sheet.text(
        105,
        287,
        f"Please note that this invoice is not a demand for payment. {brand} customer care: help@{brand}.example",
        7,
        "roboto",
        align="centre",
    )
    return Drawn("INVOICE", sheet, {
        "customer_name": buyer.name, "customer_address": buyer.home.one_line, "customer_phone_number": buyer.mobile, **_dealer(sale), "model_name": [goods.model],
        "manufacturer_name": [goods.maker], "product_hsn_code": [goods.hsn], **_numbers(sale, one=True), "total_invoice_amount": grouped(sale.total),
        "invoice_date": day, "invoice_number": sale.number, **_seen(False, signed, stamped),
    })  # fmt: skip


def dealership(rng: Random, sale: Sale | None = None) -> Drawn:
    """A vehicle dealer's letterhead: Bill To and Ship To in columns, chassis and engine, hypothecation to a lender."""
    sale = sale or sales.some(rng, ("two-wheeler",))
    sheet, dealer, goods, buyer = Sheet(A4), sale.dealer, sale.first, sale.customer
    ink = rng.choice(((190, 30, 36), (16, 70, 140), (30, 30, 34)))
    sheet.box(0, 0, 210, 27, outline=None, fill=ink)
    sheet.text(12, 5, dealer.name.upper(), 20, "condensed-bold", "white")
    sheet.text(12, 14.5, f"Authorised Dealer : {goods.maker}", 10, "condensed", "white")
    sheet.text(198, 5, f"Phone: {dealer.phone}", 9, "condensed", "white", align="right")
    sheet.text(198, 9.5, dealer.email, 9, "condensed", "white", align="right")
    sheet.text(198, 14, f"GSTIN: {dealer.gstin}", 9.5, "condensed-bold", "white", align="right")
    sheet.text(12, 20.5, dealer.address.one_line, 9, "condensed", "white")
    sheet.text(105, 31, "TAX INVOICE", 15, "condensed-bold", ink, align="centre")
    day = f"{sale.day:%d %b %Y}"
    y = 42.0
    for number, (label, said) in enumerate(
        (
            ("Invoice No", sale.number),
            ("Invoice Date", day),
            ("Sales Executive", people.person(rng).given),
            ("Payment Mode", "Finance"),
        )
    ):
        sheet.text(12 + 47 * number, y, label, 8, "condensed", (110, 110, 114))
        sheet.text(12 + 47 * number, y + 4, said, 10.5, "condensed-bold")
    sheet.line(12, y + 11, 198, y + 11, 0.4, ink)
    ends = []
    for x, title in ((12.0, "BILL TO"), (108.0, "SHIP TO")):
        at = sheet.text(x, y + 13, title, 9, "condensed-bold", ink)
        at = sheet.text(x, at, buyer.name, 11, "condensed-bold")
        at = sheet.text(x, at, buyer.home.one_line, 9.5, "condensed", width=86)
        at = sheet.text(x, at, f"Mobile: {buyer.mobile}", 9.5, "condensed")
        if x < 100:
            at = sheet.text(x, at, f"Email: {buyer.email}", 9.5, "condensed")
        ends.append(at)
    y = max(ends) + 3
    base, extra = goods.price / (1 + goods.tax / 100), []
    chassis = f"ME4{numbers.letters(rng, 3)}{numbers.some_digits(rng, 3)}{numbers.letters(rng, 2)}{numbers.some_digits(rng, 6)}"
    extra = [
        f"Model : {goods.model}",
        f"Colour : {goods.colour}",
        f"Chassis No : {chassis}",
        f"Engine No : {numbers.letters(rng, 4)}{numbers.some_digits(rng, 8)}",
    ]
    half = (goods.price - base) / 2
    columns = [Column("#", 8, "centre"), Column("Vehicle Description", 62), Column("HSN", 20, "centre"), Column("Qty", 10, "centre"), Column("Taxable", 24, "right"),
               Column(f"CGST {goods.tax / 2:g}%", 20, "right"), Column(f"SGST {goods.tax / 2:g}%", 20, "right"), Column("Amount", 22, "right")]  # fmt: skip
    rows = [
        [
            "1",
            "\n".join([f"{goods.kind} - {goods.maker}", *extra]),
            goods.hsn,
            "1",
            grouped(base),
            grouped(half),
            grouped(half),
            grouped(goods.price),
        ]
    ]
    style = Style(
        9, "condensed", "condensed-bold", head_fill=ink, head_ink="white", rule=(150, 150, 154), head_align="centre"
    )
    y = table(sheet, 12, y, columns, rows, style, least=52)
    for label, said, bold in (("Ex-Showroom Total", grouped(goods.price), False), ("Less: Discount", "0.00", False), ("Invoice Total", f"Rs. {grouped(sale.total)}", True),
                              ("Margin Money / Down Payment", grouped(sale.down), False), ("Hypothecation Amount", grouped(sale.financed), False)):  # fmt: skip
        sheet.text(160, y + 1.5, label, 10.5 if bold else 9.5, "condensed-bold" if bold else "condensed", align="right")
        sheet.text(197, y + 1.5, said, 10.5 if bold else 9.5, "condensed-bold" if bold else "condensed", align="right")
        y += 5.8
    sheet.box(12, y + 2, 186, 9, outline=None, fill=GREY)
    sheet.text(14, y + 4, f"HYPOTHECATION : HYPOTHECATED TO {sale.lender.upper()}", 10, "condensed-bold")
    y = sheet.text(12, y + 14, f"Rupees {in_words(sale.total)} Only", 10, "condensed")
    sheet.text(12, y + 3, "Terms & Conditions", 9, "condensed-bold")
    sheet.text(12, y + 7.5, "1. Price prevailing at the time of delivery is applicable.\n2. Registration and insurance are charged extra.\n"
               "3. Warranty as per the manufacturer's policy booklet.\n4. Interest at 24% p.a. on overdue payments.", 8.5, "condensed")  # fmt: skip
    sheet.text(198, y + 4, f"For {dealer.name}", 10, "condensed-bold", align="right")
    sheet.text(198, y + 32, "Authorised Signatory", 9, "condensed", align="right")
    sheet.text(12, y + 32, "Customer Signature", 9, "condensed")
    signed, stamped = _sign(sheet, rng, sale, 156, y + 13, 122, y + 5)
    return Drawn("INVOICE", sheet, {
        "customer_name": buyer.name, "customer_address": buyer.home.one_line, "customer_email": buyer.email, "customer_phone_number": buyer.mobile, **_dealer(sale),
        "dealership_name": dealer.name.upper(), "product_type": [goods.kind], "model_name": [goods.model], "manufacturer_name": [goods.maker],
        "product_hsn_code": [goods.hsn], "total_invoice_amount": grouped(sale.total), "invoice_date": day, "invoice_number": sale.number,
        "downpayment_amount": grouped(sale.down), "hypothecation_amount": grouped(sale.financed), **_seen(True, signed, stamped),
    }, colour=True)  # fmt: skip


def commercial(rng: Random, sale: Sale | None = None) -> Drawn:
    """A foreign exporter's commercial invoice in dollars or euros, without Indian taxes."""
    sheet = Sheet(A4)
    name, street, town = rng.choice((
        ("Norrland Audio AB", "Hamngatan 14", "903 27 Umea, Sweden"), ("Castell Lighting S.L.", "Carrer de Mallorca 210", "08036 Barcelona, Spain"),
        ("Brightwater Tools Inc.", "480 Harbor Avenue", "Portland, OR 97209, USA"), ("Hansa Optik GmbH", "Speicherstrasse 9", "20457 Hamburg, Germany"),
    ))  # fmt: skip
    buyer, money = people.person(rng), rng.choice(("USD", "EUR"))
    home = places.shop(rng)
    sheet.text(15, 15, name, 18, "book-bold", (30, 50, 70))
    sheet.text(15, 24, f"{street}\n{town}", 10, "book")
    sheet.text(195, 15, "COMMERCIAL INVOICE", 16, "book-bold", (30, 50, 70), align="right")
    number, day = (
        f"{numbers.letters(rng, 2)}-{numbers.some_digits(rng, 6)}",
        numbers.some_date(rng, sales.FIRST, sales.LAST),
    )
    said = f"{day:%B} {day.day}, {day.year}"
    y = 25.0
    for label, value in (
        ("Invoice No.", number),
        ("Invoice Date", said),
        ("Terms", "CIF, 30 days net"),
        ("Country of Origin", town.split(", ")[-1]),
    ):
        sheet.text(160, y, label, 10, "book", (90, 90, 96), align="right")
        sheet.text(195, y, value, 10, "book-bold", align="right")
        y += 5
    sheet.line(15, 50, 195, 50, 0.5, (30, 50, 70))
    sheet.text(15, 53, "Consignee / Bill To", 9, "book", (90, 90, 96))
    at = sheet.text(15, 57.5, buyer.name, 11, "book-bold")
    at = sheet.text(15, at, home.one_line + ", India", 10, "book", width=82)
    at = sheet.text(15, at, f"Tel. +91 {buyer.mobile}", 10, "book")
    at = sheet.text(15, at, buyer.email, 10, "book")
    things = rng.sample((("Acoustic sensor module", "8518.10"), ("LED driver, 40 W", "8504.40"), ("Precision torque wrench", "8204.11"), ("Spectrometer lens kit", "9002.19"),
                         ("Cable assembly, 3 m", "8544.42")), 3)  # fmt: skip
    rows, total = [], 0.0
    for item, tariff in things:
        count, price = rng.randint(1, 40), rng.randint(1200, 38000) / 100
        total += count * price
        rows.append([item, tariff, str(count), f"{price:,.2f}", f"{count * price:,.2f}"])
    columns = [
        Column("Description of Goods", 80),
        Column("HS Code", 28),
        Column("Qty", 18, "right"),
        Column("Unit Price", 26, "right"),
        Column("Amount", 28, "right"),
    ]
    y = table(
        sheet, 15, 88, columns, rows, Style(10, "book", "book-bold", grid="rows", rule=(140, 150, 160), padding=1.8)
    )
    freight = rng.randint(80, 400)
    for label, value, bold in (
        ("Subtotal", f"{total:,.2f}", "book"),
        ("Freight & Insurance", f"{freight:,.2f}", "book"),
        (f"TOTAL {money}", f"{total + freight:,.2f}", "book-bold"),
    ):
        sheet.text(160, y + 2, label, 10.5, bold, align="right")
        sheet.text(193.5, y + 2, value, 10.5, bold, align="right")
        y += 6
    sheet.text(15, y + 12, f"Gross weight {rng.randint(12, 240)} kg, {rng.randint(1, 6)} cartons. Shipped by air freight to Nhava Sheva.\n"
               "We certify that this invoice is true and correct and that the goods are of the origin stated.", 9.5, "book")  # fmt: skip
    sheet.line(140, y + 48, 195, y + 48)
    sheet.text(195, y + 49, "Authorized signature", 9, "book", align="right")
    sheet.paste(marks.signature("Elin Berg", rng), 148, y + 30, 40)
    return Drawn("INVOICE", sheet, {
        "customer_name": buyer.name, "customer_address": home.one_line + ", India", "customer_email": buyer.email, "customer_phone_number": f"+91 {buyer.mobile}",
        "dealership_name": name, "dealer_address": f"{street}, {town}", "product_hsn_code": [tariff for _, tariff in things], "total_invoice_amount": f"{total + freight:,.2f}",
        "invoice_date": said, "invoice_number": number, **_seen(False, True, False),
    })  # fmt: skip


def _tax_summary(sheet: Sheet, x: float, y: float, sale: Sale) -> float:
    """The table of taxes by HSN code under a printed invoice."""
    goods = sale.first
    base = goods.price / (1 + goods.tax / 100)
    tax = goods.price - base
    if sale.local:
        columns = [Column("HSN/SAC", 52), Column("Taxable Value", 34, "right"), Column("CGST Rate", 20, "centre"), Column("Amount", 24, "right"), Column("SGST Rate", 20, "centre"),
                   Column("Amount", 24, "right"), Column("Total", 14 , "right")]  # fmt: skip
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


def _sign(
    sheet: Sheet, rng: Random, sale: Sale, x: float, y: float, stamp_x: float, stamp_y: float, wide: float = 36, stamp: float = 27
) -> tuple[bool, bool]:  # fmt: skip
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


def _dealer(sale: Sale) -> dict[str, Any]:
    return {
        "dealership_name": sale.dealer.name,
        "dealer_address": sale.dealer.address.one_line,
        "dealer_gst": sale.dealer.gstin,
    }


def _numbers(sale: Sale, one: bool = False) -> dict[str, Any]:
    goods = sale.first
    if goods.imeis:
        return {"imei_number": list(goods.imeis[:1] if one else goods.imeis)}
    return {"serial_number": [goods.serial]}


def _seen(hypothecation: bool, signed: bool, stamped: bool, by_hand: bool = False) -> dict[str, str]:
    said = {
        "dealer_gst_handwritten": by_hand,
        "hypothecation": hypothecation,
        "dealer_sign": signed,
        "dealer_stamp": stamped,
    }
    return {name: "yes" if value else "no" for name, value in said.items()}


LAYOUTS: dict[str, dict[str, Layout]] = {
    "INVOICE": {
        "boxed": boxed,
        "half-sheet": half_sheet,
        "web-shop": web_shop,
        "dealership": dealership,
        "commercial": commercial,
    }
}
