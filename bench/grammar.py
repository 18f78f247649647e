"""Papers laid out by chance, as words with their places and without a picture: training for `bench.train`, none of it printed.

Blocks are put side by side or one below the other in any order; labels stand left of their values, above them or nowhere, in
any of the wordings of `concepts.toml`; addresses are of several countries; sellers' particulars stand in a head, a block or
a foot; tables, totals, bank details and small print come as they come; letters are misread as an engine misreads them.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from bench.grammar_addresses import COUNTRIES, draw_address
from bench.grammar_kit import (
    WIDTH,
    Block,
    Sheets,
    draw_amount,
    draw_date,
    draw_label,
    draw_pairs,
    draw_paper,
    draw_word,
)
from bench.grammar_parties import (
    Party,
    draw_block,
    draw_contacts,
    draw_foot,
    draw_party,
    draw_person,
)
from bench.papers import Paper

_GOODS = [
    "Service fee",
    "Consulting",
    "Torque wrench",
    "Oak shelf",
    "Website design",
    "Paper A4 80 g",
    "Rice 25 kg",
    "LED panel",
]
_GOODS += [
    "Brake pads front",
    "Hosting 12 months",
    "Labour",
    "Copper wire 2.5 mm",
    "Office chair",
    "Mobile phone",
    "Refrigerator 253 L",
]
#: Sums of which something is paid before, what is paid, and what is left to pay.
_WHOLE = [
    "Total",
    "Grand total",
    "Invoice total",
    "Gesamtbetrag",
    "Bruttobetrag",
    "Total TTC",
    "Totaal",
    "Totale",
    "Genel toplam",
]
_PAID = [
    "Paid",
    "Amount paid",
    "Deposit",
    "Deposit paid",
    "Less advance",
    "Anzahlung",
    "Acompte versé",
    "Aanbetaling",
    "Acconto",
]
_LEFT = [
    "Balance due",
    "Amount due",
    "To pay",
    "Balance",
    "Zahlbetrag",
    "Reste à payer",
    "Te betalen",
    "Saldo",
    "Ödenecek tutar",
]
_NOTES = [
    "Thank you for your business!",
    "Payment is due within 30 days.",
    "Goods once sold will not be taken back.",
    "E. & O.E.",
]
_NOTES += [
    "Make all checks payable to",
    "This is a computer generated document.",
    "Late payments are charged 1.5% a month.",
]


#: How often each contact of seller and buyer is printed.
_SOLD = {"phone": 0.5, "mail": 0.5, "gst": 0.7, "web": 0.4, "fax": 0.15, "vat": 0.4, "state": 0.3, "pan": 0.2}
_BOUGHT = {"phone": 0.25, "mail": 0.35, "gst": 0.45, "vat": 0.2, "state": 0.3, "pan": 0.15}


def bills(seed: int, count: int) -> Iterator[Paper]:
    for number in range(count):
        chance = Random(f"{seed}/bill/{number}")
        yield _bill(chance, chance.choice(("INVOICE",) * 6 + ("PURCHASE_ORDER",)), number)


def _bill(chance: Random, kind: str, number: int) -> Paper:
    country = chance.choice(COUNTRIES)
    seller = draw_party(chance, country, chance.random() < 0.92)
    home = country if chance.random() < 0.85 else chance.choice(COUNTRIES)
    buyer = draw_party(chance, home, chance.random() < 0.6)
    sold = draw_contacts(chance, seller, _SOLD)
    bought = draw_contacts(chance, buyer, _BOUGHT)
    sheet = Sheets(chance)
    style, money = (
        chance.randint(0, 7),
        (1 if country in ("DE", "FR", "AT", "ES", "NL", "IT", "TR", "CH") else chance.choice((0, 0, 2))),
    )
    sign = chance.choice(["", "", "$", "Rs. ", "€ "] if country != "IN" else ["", "", "Rs. ", "₹ "])
    code = chance.choice(
        [
            f"INV-{chance.randint(100, 99999)}",
            f"{chance.randint(1, 99999)}",
            f"{draw_word(chance)[:3].upper()}/{chance.randint(1, 999)}/24-25",
            f"{chance.choice('ABR')}{chance.randint(1000, 9999999)}",
            f"2025-{chance.randint(1, 999):03d}",
        ]
    )
    date = draw_date(chance, style)
    meta = [(draw_label(chance, "invoice_number"), code), (draw_label(chance, "invoice_date"), date)]
    meta += [(draw_label(chance, "due_date"), draw_date(chance, style))] if chance.random() < 0.5 else []
    meta += [(draw_label(chance, "order_number"), f"PO-{chance.randint(10, 99999)}")] if chance.random() < 0.4 else []
    meta += [(draw_label(chance, "customer_number"), f"C{chance.randint(100, 99999)}")] if chance.random() < 0.3 else []
    meta += [(draw_label(chance, "other_date"), draw_date(chance, style))] if chance.random() < 0.25 else []
    chance.shuffle(meta)
    title = {
        "INVOICE": ["INVOICE", "TAX INVOICE", "Invoice", "RECHNUNG", "FACTURE", "FACTURA", "Sales Invoice"],
        "PURCHASE_ORDER": ["PURCHASE ORDER", "Purchase Order", "PO"],
    }[kind]
    heading = Block([[(0.0, chance.choice(title))]], 400, [chance.uniform(1.0, 2.4)])
    heads = ("buyer", "seller") if kind == "PURCHASE_ORDER" else ("seller", "buyer")
    over, to = (
        draw_label(chance, concept, True) if chance.random() < share else ""
        for concept, share in zip(heads, (0.25, 0.8), strict=True)
    )
    sender = draw_block(chance, seller, over, sold, seller=True)
    if not sender.lines[0][0][1].endswith(":"):
        sender.size = [chance.choice((1.0, 1.0, 1.3, 1.8))]
    receiver = draw_block(chance, buyer, to, bought, seller=False)
    facts = draw_pairs(chance, meta, chance.choice((0, 0, 1, 1, 2, 3 if len(meta) < 5 else 0)))
    top = _place(chance, sheet, heading, sender, receiver, facts, buyer)
    total = _table(chance, sheet, top + 40, money, sign, seller)
    fields: dict[str, Any]
    if kind == "PURCHASE_ORDER":  # whose head it bears buys
        fields = {
            "buyer_name": seller.name,
            "seller_name": buyer.name,
            "buyer_gstin": seller.gst if "gst" in sold else "",
            "seller_gstin": buyer.gst if "gst" in bought else "",
            "total_invoice_amount": total,
        }
    else:
        fields = {
            "customer_name": buyer.name,
            "customer_address": ", ".join(buyer.address),
            "dealership_name": seller.name,
            "dealer_address": ", ".join(seller.address),
            "invoice_number": code,
            "invoice_date": date,
            "total_invoice_amount": total,
            "customer_email": buyer.mail if "mail" in bought else "",
            "customer_phone_number": buyer.phone if "phone" in bought else "",
            "dealer_gst": seller.gst if "gst" in sold else "",
            "downpayment_amount": "",
            "hypothecation_amount": "",
        }
    return draw_paper(sheet, kind, fields, f"bill {number}")


def _place(
    chance: Random, sheet: Sheets, heading: Block, sender: Block, receiver: Block, facts: Block, buyer: Party
) -> float:
    """The blocks above the table, in one of many orders; where they end."""
    left, middle = chance.uniform(60, 130), chance.uniform(820, 1000)
    top = chance.uniform(50, 120)
    if chance.random() < 0.6:
        top = sheet.put(heading, chance.choice((left, 640.0, middle)), top) + 20
        below = None
    else:
        below = heading
    others = [receiver, facts]
    if chance.random() < 0.3:  # where it is delivered to: the same, or somewhere else
        name, lines = (
            (buyer.name, buyer.address) if chance.random() < 0.5 else (draw_person(chance), draw_address(chance, "US"))
        )
        said = [draw_label(chance, "delivery", True), name, *lines]
        others.append(Block([[(0.0, line)] for line in said], 400))
    chance.shuffle(others)
    if chance.random() < 0.5:  # the sender over all, the others side by side below
        x = chance.choice((left, middle, 560.0))
        top = sheet.put(sender, x, top, right=x == middle and chance.random() < 0.4) + 40
        if below:
            top = sheet.put(below, left, top) + 20
    else:
        others.insert(chance.randint(0, 1), sender)
        if below:
            top = sheet.put(below, chance.choice((left, middle)), top) + 20
    while others:
        row = [others.pop(0)] + ([others.pop(0)] if others and chance.random() < 0.8 else [])
        ends = [sheet.put(row[0], left, top)]
        if len(row) > 1:
            if row[1].width > WIDTH - middle:
                ends.append(sheet.put(row[1], left, ends[0] + 30))
            else:
                ends.append(
                    sheet.put(
                        row[1],
                        max(middle, left + row[0].width + 60)
                        if left + row[0].width + 60 + row[1].width < WIDTH
                        else middle,
                        top,
                    )
                )
        top = max(ends) + (chance.uniform(0, 8) if chance.random() < 0.2 else chance.uniform(20, 70))
    return top


def _table(chance: Random, sheet: Sheets, top: float, money: int, sign: str, seller: Party) -> str:
    """Goods, sums, and what comes below; the total as printed."""
    columns = [90.0, 820.0, 1050.0, 1300.0]
    heads = chance.choice(
        (
            ["Description", "Qty", "Rate", "Amount"],
            ["Item", "Quantity", "Price", "Total"],
            ["Artikel", "Menge", "Preis", "Summe"],
            ["Particulars", "Qty", "Unit price", "Amount (Rs)"],
        )
    )
    lines, net = [list(zip(columns, heads, strict=True))], 0.0
    for _ in range(chance.randint(1, 7)):
        count, price = chance.randint(1, 12), round(chance.uniform(5, 9000), 2)
        net += round(count * price, 2)
        lines.append(
            list(
                zip(
                    columns,
                    [chance.choice(_GOODS), f"{count}", draw_amount(price, money), draw_amount(count * price, money)],
                    strict=True,
                )
            )
        )
    top = sheet.put(Block(lines, 1400), 0, top) + chance.uniform(10, 60)
    rate = chance.choice((0.0, 0.05, 0.18, 0.19, 0.2, 0.21))
    tax = round(net * rate, 2)
    total = draw_amount(net + tax, money, sign)
    sums = []
    if tax and chance.random() < 0.9:
        sums += [
            (draw_label(chance, "subtotal"), draw_amount(net, money, sign)),
            (f"{draw_label(chance, 'tax')} {round(rate * 100)}%", draw_amount(tax, money, sign)),
        ]
    if chance.random() < 0.15:
        part = chance.choice((0.0, round((net + tax) * chance.uniform(0.05, 0.7), 2)))
        sums += [
            (chance.choice(_WHOLE), total),
            (chance.choice(_PAID), chance.choice(("", "", "-")) + draw_amount(part, money, sign)),
            (chance.choice(_LEFT), draw_amount(net + tax - part, money, sign)),
        ][: chance.choice((2, 3, 3))]
    else:
        sums.append((draw_label(chance, "total"), total))
    x = chance.choice((90.0, 820.0, 900.0))
    top = sheet.put(Block([[(0.0, label), (1300.0 - x, value)] for label, value in sums], 600), x, top) + 50
    foot = [chance.choice(_NOTES), *draw_foot(chance, seller)]
    if chance.random() < 0.5:
        foot += [
            draw_label(chance, "bank"),
            f"{draw_word(chance)} Bank",
            f"A/c No: {chance.randint(10**9, 10**12)}",
            f"{chance.choice(['IFSC', 'BIC', 'SWIFT'])}: {draw_word(chance)[:4].upper()}0{chance.randint(100000, 999999)}",
        ]
    sheet.put(Block([[(0.0, line)] for line in foot], 700), 90, max(top, chance.uniform(1400, 2000)))
    return total
