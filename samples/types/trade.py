"""PURCHASE_ORDER and TAX_INVOICE: papers between firms."""

from __future__ import annotations

from random import Random

from samples.drawn import DrawnDocument, Layout
from samples.kit import marks
from samples.kit.sheet import A4, Paper
from samples.kit.table import Column, Style, table
from samples.world import firms, goods, numbers, people, sales
from samples.world.numbers import grouped, in_words

BUYERS = (
    "Sunrise Infra Projects Pvt Ltd",
    "Vasant Hospitality LLP",
    "Greenfield Academy Trust",
    "Metro Facility Services",
    "Orchid Clinics Pvt Ltd",
)
SELLERS = (
    "Rathi Steel Furniture",
    "Omega Office Systems",
    "Kiran Electricals Pvt Ltd",
    "Bluepeak Computers LLP",
    "Harsha Industrial Supplies",
)


def purchase_order(rng: Random) -> DrawnDocument:
    """A company's order to a supplier: vendor and ship-to boxes, item table, terms."""
    buyer, seller = firms.firm(rng, rng.choice(BUYERS)), firms.firm(rng, rng.choice(SELLERS))
    rows, total = _lines(rng)
    sheet, ink = Paper(A4), (40, 90, 60)
    sheet.text(14, 12, buyer.name, 15, "condensed-bold", ink)
    sheet.text(14, 19, buyer.address.one_line, 9, "condensed", width=110)
    sheet.text(14, 28, f"GSTIN: {buyer.gstin}", 10, "condensed-bold")
    sheet.text(196, 12, "PURCHASE ORDER", 19, "condensed-bold", ink, align="right")
    day = numbers.some_date(rng, sales.FIRST, sales.LAST)
    sheet.text(
        196, 22, f"PO No: PO-{day.year}-{rng.randint(101, 998)}    Date: {day:%d/%m/%Y}", 10, "condensed", align="right"
    )
    sheet.box(14, 36, 88, 34, outline=ink)
    sheet.box(108, 36, 88, 34, outline=ink)
    y = sheet.text(17, 38, "VENDOR / SELLER", 9, "condensed-bold", ink)
    y = sheet.text(17, y, seller.name, 11, "condensed-bold")
    y = sheet.text(17, y, seller.address.one_line, 9.5, "condensed", width=82)
    sheet.text(17, y, f"GSTIN: {seller.gstin}", 9.5, "condensed")
    y = sheet.text(111, 38, "SHIP TO", 9, "condensed-bold", ink)
    y = sheet.text(111, y, buyer.name, 11, "condensed-bold")
    sheet.text(111, y, buyer.address.one_line, 9.5, "condensed", width=82)
    heads = [
        Column("#", 10, "centre"),
        Column("Item", 76),
        Column("HSN", 24),
        Column("Qty", 18, "right"),
        Column("Rate", 26, "right"),
        Column("Amount", 28, "right"),
    ]
    y = table(
        sheet,
        14,
        76,
        heads,
        rows,
        Style(9.5, "condensed", "condensed-bold", head_fill=ink, head_ink="white", padding=1.6),
    )
    grand = total * 1.18
    for label, item, bold in (
        ("Sub Total", grouped(total), "condensed"),
        ("GST 18%", grouped(grand - total), "condensed"),
        ("Grand Total", grouped(grand), "condensed-bold"),
    ):
        sheet.text(162, y + 2, label, 10.5, bold, align="right")
        sheet.text(194, y + 2, item, 10.5, bold, align="right")
        y += 5.6
    y = sheet.text(
        14,
        y + 6,
        "Terms: delivery within 10 days; payment 30 days after receipt of goods and invoice; freight included.\nPlease quote the order number on all papers.",
        9.5,
        "condensed",
    )
    sheet.text(196, y + 8, f"For {buyer.name}", 10, "condensed-bold", align="right")
    sheet.paste(marks.signature(people.person(rng).name, rng), 154, y + 14, 38)
    sheet.text(196, y + 31, "Purchase Manager", 9.5, "condensed", align="right")
    return DrawnDocument("PURCHASE_ORDER", sheet, _ordered(seller, buyer, grand), colour=True)


def order_boxed(rng: Random) -> DrawnDocument:
    """An accounting program's order: the invoice's box with the other words."""
    buyer, seller = firms.firm(rng, rng.choice(BUYERS)), firms.firm(rng, rng.choice(SELLERS))
    rows, total = _lines(rng)
    sheet = Paper(A4)
    sheet.text(105, 12, "PURCHASE ORDER", 12, "sans-bold", align="centre")
    sheet.box(12, 19, 186, 66)
    sheet.line(105, 19, 105, 85)
    y = 20.0
    for title, firm in (("Invoice To (Buyer)", buyer), ("Supplier (Seller)", seller)):
        y = sheet.text(14, y, title, 7.5)
        y = sheet.text(14, y, firm.name, 10, "sans-bold")
        y = sheet.text(14, y, firm.address.one_line, 8.5, width=88)
        y = sheet.text(14, y, f"GSTIN/UIN : {firm.gstin}", 8.5) + 3
        if firm is buyer:
            sheet.line(12, y - 1.5, 105, y - 1.5)
    day = numbers.some_date(rng, sales.FIRST, sales.LAST)
    for place, (label, item) in enumerate(
        (
            ("Order No.", f"{rng.randint(12, 980)}/{day.year % 100}"),
            ("Dated", f"{day:%d-%b-%y}"),
            ("Mode/Terms of Payment", "30 Days"),
            ("Dispatched through", "Road"),
        )
    ):
        sheet.text(107, 20.5 + place * 12, label, 7.5)
        sheet.text(107, 24.5 + place * 12, item, 9, "sans-bold")
    heads = [
        Column("Sl", 10, "centre"),
        Column("Description of Goods", 80),
        Column("HSN", 22),
        Column("Quantity", 20, "right"),
        Column("Rate", 26, "right"),
        Column("Amount", 28, "right"),
    ]
    y = table(sheet, 12, 85, heads, rows, Style(8.5, grid="columns", head_align="centre"), least=90)
    grand = total * 1.18
    y = table(
        sheet,
        12,
        y,
        [Column("", 158, "right"), Column("", 28, "right")],
        [("Taxable", grouped(total)), ("IGST 18%", grouped(grand - total)), ("Total", grouped(grand))],
        Style(9),
        head=False,
        bold=(2,),
    )
    sheet.text(14, y + 2, f"Amount Chargeable (in words): INR {in_words(int(grand))} Only", 8.5)
    sheet.text(196, y + 9, f"for {buyer.name}", 9, "sans-bold", align="right")
    sheet.text(196, y + 26, "Authorised Signatory", 8.5, align="right")
    return DrawnDocument("PURCHASE_ORDER", sheet, _ordered(seller, buyer, grand))


def rent_invoice(rng: Random) -> DrawnDocument:
    """A tax invoice for services: SAC codes, no goods."""
    return _services(rng, "round", (90, 50, 140), boxed=False)


def service_invoice(rng: Random) -> DrawnDocument:
    """A contractor's tax invoice for services, in a box."""
    return _services(rng, "mono", (24, 24, 28), boxed=True)


def _services(rng: Random, font: str, ink: tuple[int, int, int], boxed: bool) -> DrawnDocument:
    seller, buyer = firms.firm(rng, rng.choice(SELLERS)), firms.firm(rng, rng.choice(BUYERS))
    bold = f"{font}-bold"
    sheet, day = Paper(A4), numbers.some_date(rng, sales.FIRST, sales.LAST)
    if boxed:
        sheet.box(9, 9, 192, 200)
    sheet.text(14, 13, seller.name, 14, bold, ink)
    sheet.text(14, 21, seller.address.one_line, 8.5, font, width=110)
    sheet.text(14, 31, f"GSTIN {seller.gstin}", 9, font)
    sheet.text(196, 13, "TAX INVOICE", 15, bold, ink, align="right")
    sheet.text(196, 21, f"(Services)   No. {rng.randint(11, 990)}   {day:%d.%m.%Y}", 9, font, align="right")
    y = sheet.text(14, 42, "Recipient of service", 9, bold)
    y = sheet.text(14, y, buyer.name, 10, bold)
    y = sheet.text(14, y, buyer.address.one_line, 8.5, font, width=120)
    y = sheet.text(14, y, f"GSTIN {buyer.gstin}", 9, font)
    rows, total = [], 0
    for text, code in rng.sample(
        (
            ("Office rent for the month", "997212"),
            ("Housekeeping services", "998533"),
            ("Security services", "998525"),
            ("Annual maintenance contract", "998713"),
            ("Consulting fees", "998311"),
        ),
        3,
    ):
        price = rng.randint(40, 600) * 100
        total += price
        rows.append((text, code, grouped(price), "18%", grouped(price * 1.18)))
    heads = [
        Column("Description of service", 76),
        Column("SAC", 24),
        Column("Taxable value", 30, "right"),
        Column("GST", 18, "centre"),
        Column("Total", 34, "right"),
    ]
    y = table(sheet, 14, y + 6, heads, rows, Style(9, font, bold, head_fill=(236, 232, 242), padding=1.8))
    sheet.text(194, y + 4, f"Invoice total  Rs. {grouped(total * 1.18)}", 11, bold, ink, align="right")
    sheet.text(14, y + 14, f"Pay to {seller.bank}, a/c {seller.account}, {seller.ifsc}", 9, font)
    sheet.paste(marks.signature(people.person(rng).name, rng), 150, y + 18, 40)
    sheet.text(194, y + 35, "Authorised signatory", 8.5, font, align="right")
    return DrawnDocument("TAX_INVOICE", sheet, {}, colour=not boxed)


def _lines(rng: Random) -> tuple[list[tuple[str, ...]], int]:
    rows: list[tuple[str, ...]] = []
    total = 0
    for place in range(1, rng.randint(3, 5) + 1):
        thing = goods.some(rng, rng.choice(("laptop", "furniture", "air conditioner", "refrigerator")))
        count = rng.randint(1, 12)
        total += count * thing.price
        rows.append(
            (str(place), thing.description, thing.hsn, str(count), grouped(thing.price), grouped(count * thing.price))
        )
    return rows, total


def _ordered(seller: firms.Firm, buyer: firms.Firm, grand: float) -> dict[str, str]:
    """What an order truly says."""
    return {
        "seller_name": seller.name,
        "seller_gstin": seller.gstin,
        "buyer_name": buyer.name,
        "buyer_gstin": buyer.gstin,
        "total_invoice_amount": grouped(grand),
    }


LAYOUTS: dict[str, dict[str, Layout]] = {
    "PURCHASE_ORDER": {"company": purchase_order, "boxed": order_boxed},
    "TAX_INVOICE": {"modern": rent_invoice, "typed": service_invoice},
}
