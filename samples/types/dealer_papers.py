"""DEBIT_NOTE and MARGIN_MONEY_RECEIPT: what a vehicle dealer asks and takes besides the price."""

from __future__ import annotations

from random import Random

from samples.drawn import DrawnDocument, Layout
from samples.kit import marks
from samples.kit.sheet import A4, A5, Paper
from samples.kit.table import Column, Style, table
from samples.world import people, sales
from samples.world.numbers import grouped, in_words
from samples.world.sales import Sale


def debit_note(rng: Random) -> DrawnDocument:
    """A dealer's note for what comes on top of the price: insurance, registration, accessories."""
    sale, charges = sales.some(rng, ("two-wheeler",)), _charges(rng)
    sheet, ink = Paper(A5), (30, 60, 130)
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


def debit_letter(rng: Random) -> DrawnDocument:
    """The same charges as a letter from the dealer's accounts department."""
    sale, charges = sales.some(rng, ("two-wheeler",)), _charges(rng)
    sheet = Paper(A4)
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


def margin_receipt(rng: Random) -> DrawnDocument:
    """A dealer's receipt book page, filled in by hand."""
    sale = sales.some(rng, ("two-wheeler", "television", "laptop"))
    sheet, hand, ink = Paper((190.0, 105.0), 200), (28, 48, 140), (150, 30, 40)
    sheet.box(4, 4, 182, 97, outline=ink, weight=0.6)
    sheet.text(95, 7, sale.dealer.name, 17, "serif-bold", ink, align="centre")
    sheet.text(95, 15.5, sale.dealer.address.one_line, 8.5, "serif", align="centre")
    sheet.text(95, 22, "MARGIN MONEY RECEIPT", 12, "serif-bold", align="centre")
    sheet.text(10, 30, f"Receipt No. {rng.randint(101, 2980)}", 10, "serif")
    sheet.text(180, 30, f"Date {sale.day:%d/%m/%Y}", 10, "serif", align="right")
    y = 39.0
    product = f"{sale.first.maker} {sale.first.model}"
    for label, item in (
        ("Received with thanks from", sale.customer.name),
        ("the sum of Rupees", f"{in_words(sale.down)} only"),
        ("towards margin money for", product),
        ("Hypothecation", f"Hypothecated to {sale.lender}"),
    ):
        sheet.text(10, y + 1.5, label, 10, "serif")
        sheet.text(60, y, item, 13, "hand", hand)
        sheet.line(58, y + 7.5, 180, y + 7.5, 0.1)
        y += 10.5
    sheet.box(10, 84, 48, 10, outline=ink)
    sheet.text(13, 85, f"Rs. {grouped(sale.down)}", 14, "hand", hand)
    sheet.text(180, 93, "Receiver's signature", 8.5, "serif", align="right")
    sheet.paste(marks.signature(people.person(rng).name, rng), 140, 80, 36)
    return _margin(sheet, sale, sale.dealer.name, product, f"Hypothecated to {sale.lender}")


def margin_form(rng: Random) -> DrawnDocument:
    """A lender's form of receipt: a grid with declarations."""
    sale = sales.some(rng, ("two-wheeler", "refrigerator", "phone"))
    sheet, ink = Paper(A4), (0, 90, 120)
    sheet.text(14, 12, sale.lender, 15, "round-bold", ink)
    sheet.text(105, 24, "Margin Money Receipt (MMR)", 14, "round-medium", align="centre")
    rows = [
        ("Application No.", sale.loan_number),
        ("Customer Name", sale.customer.name.upper()),
        ("Dealer Name", sale.dealer.name.upper()),
        ("Product Name", sale.first.description),
        ("Invoice Value", grouped(sale.total)),
        ("MMR Amount", grouped(sale.down)),
        ("Mode of Payment", rng.choice(("Cash", "UPI", "Card"))),
        ("Hypothecation Status", "Hypothecated"),
        ("Date", f"{sale.day:%d-%m-%Y}"),
    ]
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


def _charges(rng: Random) -> tuple[int, int, int, int]:
    return rng.randint(52, 98) * 100, rng.randint(71, 140) * 100, rng.randint(9, 60) * 50, rng.choice((500, 750, 1500))


def _debited(sheet: Paper, sale: Sale, charges: tuple[int, int, int, int]) -> DrawnDocument:
    return DrawnDocument(
        "DEBIT_NOTE",
        sheet,
        {
            "customer_name": sale.customer.name,
            "insurance_charges": grouped(charges[0]),
            "rto_charges": grouped(charges[1]),
            "accessory_charges": grouped(charges[2]),
            "hypothecation_charges": grouped(charges[3]),
        },
        colour=True,
    )


def _margin(
    sheet: Paper, sale: Sale, dealer: str, product: str, hypothecation: str, customer: str = ""
) -> DrawnDocument:
    return DrawnDocument(
        "MARGIN_MONEY_RECEIPT",
        sheet,
        {
            "customer_name": customer or sale.customer.name,
            "mmr_amount": grouped(sale.down),
            "dealer_name": dealer,
            "product_name": product,
            "hypothecation_status": hypothecation,
        },
        colour=True,
    )


LAYOUTS: dict[str, dict[str, Layout]] = {
    "DEBIT_NOTE": {"half-sheet": debit_note, "letter": debit_letter},
    "MARGIN_MONEY_RECEIPT": {"book": margin_receipt, "form": margin_form},
}
