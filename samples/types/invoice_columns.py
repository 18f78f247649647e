"""INVOICE: web shops, vehicle dealers and exporters, whose parties stand in columns."""

from __future__ import annotations

from random import Random

from samples.drawn import DrawnDocument, Layout
from samples.kit import marks
from samples.kit.sheet import A4, Paper
from samples.kit.table import Column, Style, table
from samples.types.invoice import GREY, dealer_fields, kind_fields, number_fields, seen_fields, signed_by_dealer
from samples.world import numbers, people, places, sales
from samples.world.numbers import grouped, in_words
from samples.world.sales import Sale


def web_shop(rng: Random, sale: Sale | None = None) -> DrawnDocument:
    """A web shop's invoice: sold by, billing and shipping address in columns, IGST in the table."""
    sale = sale or sales.some(rng, ("phone", "laptop", "television"), away=True)
    sheet, dealer, goods, buyer = Paper(A4), sale.dealer, sale.first, sale.customer
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
    columns = [
        Column("Sl.\nNo", 9, "centre"),
        Column("Description", 70),
        Column("Unit\nPrice", 22, "right"),
        Column("Qty", 9, "centre"),
        Column("Net\nAmount", 22, "right"),
        Column("Tax\nRate", 12, "centre"),
        Column("Tax\nType", 13, "centre"),
        Column("Tax\nAmount", 21, "right"),
        Column("Total\nAmount", 22, "right"),
    ]
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
    signed, stamped = signed_by_dealer(sheet, rng, sale, 162, y + 6, 120, y + 3, stamp=0)
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
    return DrawnDocument(
        "INVOICE",
        sheet,
        {
            "customer_name": buyer.name,
            "customer_address": buyer.home.one_line,
            "customer_phone_number": buyer.mobile,
            **dealer_fields(sale),
            **kind_fields(sale),
            "model_name": [goods.model],
            "manufacturer_name": [goods.maker],
            "product_hsn_code": [goods.hsn],
            **number_fields(sale, one=True),
            "total_invoice_amount": grouped(sale.total),
            "invoice_date": day,
            "invoice_number": sale.number,
            **seen_fields(False, signed, stamped),
        },
    )


def dealership(rng: Random, sale: Sale | None = None) -> DrawnDocument:
    """A vehicle dealer's letterhead: Bill To and Ship To in columns, chassis and engine, hypothecation to a lender."""
    sale = sale or sales.some(rng, ("two-wheeler",))
    sheet, dealer, goods, buyer = Paper(A4), sale.dealer, sale.first, sale.customer
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
    for number, (label, item) in enumerate(
        (
            ("Invoice No", sale.number),
            ("Invoice Date", day),
            ("Sales Executive", people.person(rng).given),
            ("Payment Mode", "Finance"),
        )
    ):
        sheet.text(12 + 47 * number, y, label, 8, "condensed", (110, 110, 114))
        sheet.text(12 + 47 * number, y + 4, item, 10.5, "condensed-bold")
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
    chassis = f"ME4{numbers.code_letters(rng, 3)}{numbers.some_digits(rng, 3)}{numbers.code_letters(rng, 2)}{numbers.some_digits(rng, 6)}"
    extra = [
        f"Model : {goods.model}",
        f"Colour : {goods.colour}",
        f"Chassis No : {chassis}",
        f"Engine No : {numbers.code_letters(rng, 4)}{numbers.some_digits(rng, 8)}",
    ]
    half = (goods.price - base) / 2
    columns = [
        Column("#", 8, "centre"),
        Column("Vehicle Description", 62),
        Column("HSN", 20, "centre"),
        Column("Qty", 10, "centre"),
        Column("Taxable", 24, "right"),
        Column(f"CGST {goods.tax / 2:g}%", 20, "right"),
        Column(f"SGST {goods.tax / 2:g}%", 20, "right"),
        Column("Amount", 22, "right"),
    ]
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
    for label, item, bold in (
        ("Ex-Showroom Total", grouped(goods.price), False),
        ("Less: Discount", "0.00", False),
        ("Invoice Total", f"Rs. {grouped(sale.total)}", True),
        ("Margin Money / Down Payment", grouped(sale.down), False),
        ("Hypothecation Amount", grouped(sale.financed), False),
    ):
        sheet.text(160, y + 1.5, label, 10.5 if bold else 9.5, "condensed-bold" if bold else "condensed", align="right")
        sheet.text(197, y + 1.5, item, 10.5 if bold else 9.5, "condensed-bold" if bold else "condensed", align="right")
        y += 5.8
    sheet.box(12, y + 2, 186, 9, outline=None, fill=GREY)
    sheet.text(14, y + 4, f"HYPOTHECATION : HYPOTHECATED TO {sale.lender.upper()}", 10, "condensed-bold")
    y = sheet.text(12, y + 14, f"Rupees {in_words(sale.total)} Only", 10, "condensed")
    sheet.text(12, y + 3, "Terms & Conditions", 9, "condensed-bold")
    sheet.text(
        12,
        y + 7.5,
        "1. Price prevailing at the time of delivery is applicable.\n2. Registration and insurance are charged extra.\n"
        "3. Warranty as per the manufacturer's policy booklet.\n4. Interest at 24% p.a. on overdue payments.",
        8.5,
        "condensed",
    )
    sheet.text(198, y + 4, f"For {dealer.name}", 10, "condensed-bold", align="right")
    sheet.text(198, y + 32, "Authorised Signatory", 9, "condensed", align="right")
    sheet.text(12, y + 32, "Customer Signature", 9, "condensed")
    signed, stamped = signed_by_dealer(sheet, rng, sale, 156, y + 13, 122, y + 5)
    return DrawnDocument(
        "INVOICE",
        sheet,
        {
            "customer_name": buyer.name,
            "customer_address": buyer.home.one_line,
            "customer_email": buyer.email,
            "customer_phone_number": buyer.mobile,
            **dealer_fields(sale),
            "dealership_name": dealer.name.upper(),
            "product_type": [goods.kind],
            "model_name": [goods.model],
            "manufacturer_name": [goods.maker],
            "product_hsn_code": [goods.hsn],
            "total_invoice_amount": grouped(sale.total),
            "invoice_date": day,
            "invoice_number": sale.number,
            "downpayment_amount": grouped(sale.down),
            "hypothecation_amount": grouped(sale.financed),
            **seen_fields(True, signed, stamped),
        },
        colour=True,
    )


def commercial(rng: Random, sale: Sale | None = None) -> DrawnDocument:
    """A foreign exporter's commercial invoice in dollars or euros, without Indian taxes."""
    sheet = Paper(A4)
    name, street, town = rng.choice(
        (
            ("Norrland Audio AB", "Hamngatan 14", "903 27 Umea, Sweden"),
            ("Castell Lighting S.L.", "Carrer de Mallorca 210", "08036 Barcelona, Spain"),
            ("Brightwater Tools Inc.", "480 Harbor Avenue", "Portland, OR 97209, USA"),
            ("Hansa Optik GmbH", "Speicherstrasse 9", "20457 Hamburg, Germany"),
        )
    )
    buyer, money = people.person(rng), rng.choice(("USD", "EUR"))
    home = places.shop(rng)
    sheet.text(15, 15, name, 18, "book-bold", (30, 50, 70))
    sheet.text(15, 24, f"{street}\n{town}", 10, "book")
    sheet.text(195, 15, "COMMERCIAL INVOICE", 16, "book-bold", (30, 50, 70), align="right")
    number, day = (
        f"{numbers.letters(rng, 2)}-{numbers.some_digits(rng, 6)}",
        numbers.some_date(rng, sales.FIRST, sales.LAST),
    )
    given = f"{day:%B} {day.day}, {day.year}"
    y = 25.0
    for label, value in (
        ("Invoice No.", number),
        ("Invoice Date", given),
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
    things = rng.sample(
        (
            ("Acoustic sensor module", "8518.10"),
            ("LED driver, 40 W", "8504.40"),
            ("Precision torque wrench", "8204.11"),
            ("Spectrometer lens kit", "9002.19"),
            ("Cable assembly, 3 m", "8544.42"),
        ),
        3,
    )
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
    sheet.text(
        15,
        y + 12,
        f"Gross weight {rng.randint(12, 240)} kg, {rng.randint(1, 6)} cartons. Shipped by air freight to Nhava Sheva.\n"
        "We certify that this invoice is true and correct and that the goods are of the origin stated.",
        9.5,
        "book",
    )
    sheet.line(140, y + 48, 195, y + 48)
    sheet.text(195, y + 49, "Authorized signature", 9, "book", align="right")
    sheet.paste(marks.signature("Elin Berg", rng), 148, y + 30, 40)
    return DrawnDocument(
        "INVOICE",
        sheet,
        {
            "customer_name": buyer.name,
            "customer_address": home.one_line + ", India",
            "customer_email": buyer.email,
            "customer_phone_number": f"+91 {buyer.mobile}",
            "dealership_name": name,
            "dealer_address": f"{street}, {town}",
            "product_hsn_code": [tariff for _, tariff in things],
            "total_invoice_amount": f"{total + freight:,.2f}",
            "invoice_date": given,
            "invoice_number": number,
            **seen_fields(False, True, False),
        },
    )


LAYOUTS: dict[str, dict[str, Layout]] = {
    "INVOICE": {"web-shop": web_shop, "dealership": dealership, "commercial": commercial}
}
