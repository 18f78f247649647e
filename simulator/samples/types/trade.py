"""PURCHASE_ORDER, DEBIT_NOTE, MARGIN_MONEY_RECEIPT and TAX_INVOICE: papers between dealers, and a dealer's other papers."""

from __future__ import annotations

from random import Random

from simulator.samples.drawn import Drawn, Layout
from simulator.samples.kit import marks
from simulator.samples.kit.sheet import A4, A5, Sheet
from simulator.samples.kit.table import Column, Style, table
from simulator.samples.world import firms, goods, numbers, people, sales
from simulator.samples.world.numbers import grouped, in_words
from simulator.samples.world.sales import Sale

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


def purchase_order(rng: Random) -> Drawn:
    """A company's order to a supplier: vendor and ship-to boxes, item table, terms."""
    buyer, seller = firms.firm(rng, rng.choice(BUYERS)), firms.firm(rng, rng.choice(SELLERS))
    rows, total = _lines(rng)
    sheet, ink = Sheet(A4), (40, 90, 60)
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
    for label, said, bold in (
        ("Sub Total", grouped(total), "condensed"),
        ("GST 18%", grouped(grand - total), "condensed"),
        ("Grand Total", grouped(grand), "condensed-bold"),
    ):
        sheet.text(162, y + 2, label, 10.5, bold, align="right")
        sheet.text(194, y + 2, said, 10.5, bold, align="right")
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
    return Drawn(
        "PURCHASE_ORDER",
        sheet,
        {
            "seller_name": seller.name,
            "seller_gstin": seller.gstin,
            "buyer_name": buyer.name,
            "buyer_gstin": buyer.gstin,
            "total_invoice_amount": grouped(grand),
        },
        colour=True,
    )


def order_boxed(rng: Random) -> Drawn:
    """An accounting program's order: the invoice's box with the other words."""
    buyer, seller = firms.firm(rng, rng.choice(BUYERS)), firms.firm(rng, rng.choice(SELLERS))
    rows, total = _lines(rng)
    sheet = Sheet(A4)
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
    for place, (label, said) in enumerate(
        (
            ("Order No.", f"{rng.randint(12, 980)}/{day.year % 100}"),
            ("Dated", f"{day:%d-%b-%y}"),
            ("Mode/Terms of Payment", "30 Days"),
            ("Dispatched through", "Road"),
        )
    ):
        sheet.text(107, 20.5 + place * 12, label, 7.5)
        sheet.text(107, 24.5 + place * 12, said, 9, "sans-bold")
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
    return Drawn(
        "PURCHASE_ORDER",
        sheet,
        {
            "seller_name": seller.name,
            "seller_gstin": seller.gstin,
            "buyer_name": buyer.name,
            "buyer_gstin": buyer.gstin,
            "total_invoice_amount": grouped(grand),
        },
    )


def debit_note(rng: Random) -> Drawn:
    """A dealer's note for what comes on top of the price: insurance, registration, accessories."""
    sale, charges = sales.some(rng, ("two-wheeler",)), _charges(rng)
    sheet, ink = Sheet(A5), (30, 60, 130)
    sheet.text(74, 8, sale.dealer.name, 15, "roboto-bold", ink, align="centre")
    sheet.text(74, 15, sale.dealer.address.one_line, 8, "roboto", align="centre", width=130)
    sheet.box(52, 24, 44, 7, outline=ink, radius=2)
    sheet.text(74, 25.2, "DEBIT NOTE", 10.5, "roboto-bold", ink, align="centre")
    sheet.text(10, 35, f"No. DN/{rng.randint(101, 989)}", 9.5, "roboto")
    sheet.text(138, 35, f"Date : {sale.day:%d/%m/%Y}", 9.5, "roboto", align="right")
    sheet.pair(10, 42, "Customer Name", sale.customer.name, 9.5, "roboto", "roboto-bold", 34)
    sheet.pair(10, 48, "Vehicle", f"{sale.first.maker} {sale.first.model}", 9.5, "roboto", "roboto-medium", 34)
    rows = [
        (str(place), label, grouped(part))
        for place, (label, part) in enumerate(
            (
                ("Insurance Charges", charges[0]),
                ("RTO Charges", charges[1]),
                ("Accessories Charges", charges[2]),
                ("Hypothecation Charges", charges[3]),
            ),
            1,
        )
    ]
    rows.append(("", "Total", grouped(sum(charges))))
    y = table(
        sheet,
        10,
        57,
        [Column("Sr", 12, "centre"), Column("Particulars", 76), Column("Amount (Rs.)", 40, "right")],
        rows,
        Style(10, "roboto", "roboto-bold", head_fill=(224, 232, 246), padding=2),
        bold=(4,),
    )
    sheet.text(10, y + 4, f"Rupees {in_words(sum(charges))} Only", 9, "roboto", width=128)
    sheet.text(138, y + 14, f"For {sale.dealer.name}", 9.5, "roboto-bold", align="right")
    sheet.paste(marks.signature(people.person(rng).name, rng), 100, y + 20, 32)
    sheet.text(138, y + 36, "Authorised Signatory", 8.5, "roboto", align="right")
    return _debited(sheet, sale, charges)


def debit_letter(rng: Random) -> Drawn:
    """The same charges as a letter from the dealer's accounts department."""
    sale, charges = sales.some(rng, ("two-wheeler",)), _charges(rng)
    sheet = Sheet(A4)
    sheet.text(20, 16, sale.dealer.name.upper(), 16, "serif-bold")
    sheet.text(20, 24, sale.dealer.address.one_line, 9.5, "serif")
    sheet.line(20, 31, 190, 31, 0.5)
    sheet.text(105, 38, "DEBIT NOTE", 14, "serif-bold", align="centre")
    sheet.text(20, 50, f"Ref. : DN-{rng.randint(1001, 9899)}\nDate : {sale.day:%d %B %Y}", 11, "serif")
    y = sheet.text(20, 66, f"Customer Name : {sale.customer.name}", 11, "serif-bold")
    y = sheet.text(
        20,
        y + 3,
        f"We have debited your account with the following charges for the vehicle {sale.first.maker} {sale.first.model} delivered against invoice {sale.number}:",
        11,
        "serif",
        width=170,
    )
    y += 4
    for label, part in (
        ("Insurance charges", charges[0]),
        ("RTO registration charges", charges[1]),
        ("Accessory charges", charges[2]),
        ("Hypothecation charges", charges[3]),
        ("Total", sum(charges)),
    ):
        font = "serif-bold" if label == "Total" else "serif"
        sheet.text(30, y, label, 11, font)
        y = sheet.text(150, y, f"Rs. {grouped(part)}", 11, font, align="right") + 2.5
    sheet.text(
        20,
        y + 5,
        "The amount is payable before registration. Receipts will be handed over with the registration book.",
        11,
        "serif",
        width=170,
    )
    sheet.paste(marks.round_stamp(sale.dealer.name, sale.dealer.address.city, rng), 30, y + 18, 30)
    sheet.paste(marks.signature(people.person(rng).name, rng), 140, y + 22, 40)
    sheet.text(190, y + 40, "Accounts Department", 10.5, "serif", align="right")
    return _debited(sheet, sale, charges)


def margin_receipt(rng: Random) -> Drawn:
    """A dealer's receipt book page, filled in by hand."""
    sale = sales.some(rng, ("two-wheeler", "television", "laptop"))
    sheet, hand, ink = Sheet((190.0, 105.0), 200), (28, 48, 140), (150, 30, 40)
    sheet.box(4, 4, 182, 97, outline=ink, weight=0.6)
    sheet.text(95, 7, sale.dealer.name, 17, "serif-bold", ink, align="centre")
    sheet.text(95, 15.5, sale.dealer.address.one_line, 8.5, "serif", align="centre")
    sheet.text(95, 22, "MARGIN MONEY RECEIPT", 12, "serif-bold", align="centre")
    sheet.text(10, 30, f"Receipt No. {rng.randint(101, 2980)}", 10, "serif")
    sheet.text(180, 30, f"Date {sale.day:%d/%m/%Y}", 10, "serif", align="right")
    y = 39.0
    product = f"{sale.first.maker} {sale.first.model}"
    for label, said in (
        ("Received with thanks from", sale.customer.name),
        ("the sum of Rupees", f"{in_words(sale.down)} only"),
        ("towards margin money for", product),
        ("Hypothecation", f"Hypothecated to {sale.lender}"),
    ):
        sheet.text(10, y + 1.5, label, 10, "serif")
        sheet.text(60, y, said, 13, "hand", hand)
        sheet.line(58, y + 7.5, 180, y + 7.5, 0.1)
        y += 10.5
    sheet.box(10, 84, 48, 10, outline=ink)
    sheet.text(13, 85, f"Rs. {grouped(sale.down)}", 14, "hand", hand)
    sheet.text(180, 93, "Receiver's signature", 8.5, "serif", align="right")
    sheet.paste(marks.signature(people.person(rng).name, rng), 140, 80, 36)
    return _margin(sheet, sale, sale.dealer.name, product, f"Hypothecated to {sale.lender}")


def margin_form(rng: Random) -> Drawn:
    """A lender's form of receipt: a grid with declarations."""
    sale = sales.some(rng, ("two-wheeler", "refrigerator", "phone"))
    sheet, ink = Sheet(A4), (0, 90, 120)
    sheet.text(14, 12, sale.lender, 15, "round-bold", ink)
    sheet.text(105, 24, "Margin Money Receipt (MMR)", 14, "round-medium", align="centre")
    rows = [("Application No.", sale.loan_number), ("Customer Name", sale.customer.name.upper()), ("Dealer Name", sale.dealer.name.upper()), ("Product Name", sale.first.description), ("Invoice Value", grouped(sale.total)),
            ("MMR Amount", grouped(sale.down)), ("Mode of Payment", rng.choice(("Cash", "UPI", "Card"))), ("Hypothecation Status", "Hypothecated"), ("Date", f"{sale.day:%d-%m-%Y}")]  # fmt: skip
    y = table(
        sheet,
        14,
        36,
        [Column("Particulars", 62), Column("Details", 120)],
        rows,
        Style(10.5, "round", "round-medium", head_fill=(222, 238, 244), padding=2),
    )
    y = sheet.text(
        14,
        y + 6,
        "The dealer confirms having received the margin money named above from the customer, and that no other amount was taken for the product.",
        10,
        "round",
        width=182,
    )
    for x, label in ((14.0, "Dealer's seal and signature"), (112.0, "Customer's signature")):
        sheet.box(x, y + 8, 84, 32)
        sheet.text(x + 2, y + 34, label, 8.5, "round")
    sheet.paste(marks.box_stamp(f"{sale.dealer.name}\n{sale.dealer.address.city}", rng), 24, y + 11, 46)
    sheet.paste(marks.signature(sale.customer.name, rng), 130, y + 13, 42)
    return _margin(
        sheet, sale, sale.dealer.name.upper(), sale.first.description, "Hypothecated", sale.customer.name.upper()
    )


def rent_invoice(rng: Random) -> Drawn:
    """A tax invoice for services: SAC codes, no goods."""
    return _services(rng, "round", (90, 50, 140), boxed=False)


def service_invoice(rng: Random) -> Drawn:
    """A contractor's tax invoice for services, in a box."""
    return _services(rng, "mono", (24, 24, 28), boxed=True)


def _services(rng: Random, font: str, ink: tuple[int, int, int], boxed: bool) -> Drawn:
    seller, buyer = firms.firm(rng, rng.choice(SELLERS)), firms.firm(rng, rng.choice(BUYERS))
    bold = f"{font}-bold"
    sheet, day = Sheet(A4), numbers.some_date(rng, sales.FIRST, sales.LAST)
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
    return Drawn("TAX_INVOICE", sheet, {}, colour=not boxed)


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


def _charges(rng: Random) -> tuple[int, int, int, int]:
    return rng.randint(52, 98) * 100, rng.randint(71, 140) * 100, rng.randint(9, 60) * 50, rng.choice((500, 750, 1500))


def _debited(sheet: Sheet, sale: Sale, charges: tuple[int, int, int, int]) -> Drawn:
    return Drawn("DEBIT_NOTE", sheet, {
        "customer_name": sale.customer.name, "insurance_charges": grouped(charges[0]), "rto_charges": grouped(charges[1]), "accessory_charges": grouped(charges[2]), "hypothecation_charges": grouped(charges[3]),
    }, colour=True)  # fmt: skip


def _margin(sheet: Sheet, sale: Sale, dealer: str, product: str, hypothecation: str, customer: str = "") -> Drawn:
    return Drawn("MARGIN_MONEY_RECEIPT", sheet, {
        "customer_name": customer or sale.customer.name, "mmr_amount": grouped(sale.down), "dealer_name": dealer, "product_name": product, "hypothecation_status": hypothecation,
    }, colour=True)  # fmt: skip


LAYOUTS: dict[str, dict[str, Layout]] = {
    "PURCHASE_ORDER": {"company": purchase_order, "boxed": order_boxed},
    "DEBIT_NOTE": {"half-sheet": debit_note, "letter": debit_letter},
    "MARGIN_MONEY_RECEIPT": {"book": margin_receipt, "form": margin_form},
    "TAX_INVOICE": {"modern": rent_invoice, "typed": service_invoice},
}
