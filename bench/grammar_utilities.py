"""Bills of power, gas and telephone laid out by chance: facts in pairs, a consumer, sums before and after the due date."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from bench.grammar_addresses import draw_address
from bench.grammar_kit import Block, Sheets, draw_amount, draw_date, draw_label, draw_pairs, draw_paper, draw_word
from bench.grammar_parties import draw_block, draw_contacts, draw_firm, draw_party, draw_person
from bench.papers import Paper

_KINDS = {
    "EBILL": (["Electricity Bill", "ENERGY BILL", "Power Distribution"], "Power Distribution Co."),
    "PHONE_BILL": (["Telephone Bill", "Monthly Statement", "Mobile Bill"], "Telecom"),
    "GAS_BILL": (["Gas Bill", "PNG BILL", "Natural gas bill"], "Gas Ltd"),
}
_NAMES = ["Name", "Consumer Name", "Customer Name", "Name of Consumer", "Account holder", "Name & Address"]
_PLACES = ["Address", "Billing Address", "Service Address", "Supply address", "Addr", "Connection Address"]
_NUMBERS = ["Consumer No", "CA Number", "Account No", "Meter No", "Service No", "Relationship number", "BP No"]
_SUMS = ["Energy charges", "Fixed charges", "Electricity duty", "Arrears", "Previous balance", "Adjustments", "Taxes"]
_TOTALS = [
    "Bill Amount",
    "Amount Payable",
    "Net Amount Payable",
    "Total Due",
    "Amount due",
    "Current Bill",
    "Total Amount",
]
_LATER = ["Amount after due date", "Payable after due date", "Amount with late fee"]
_CONTACTS = {"phone": 0.5, "mail": 0.3, "web": 0.6, "gst": 0.5}


def utilities(seed: int, count: int) -> Iterator[Paper]:
    for number in range(count):
        yield _utility(Random(f"{seed}/utility/{number}"), number)


def _utility(chance: Random, number: int) -> Paper:
    kind = chance.choice(("EBILL", "EBILL", "PHONE_BILL", "GAS_BILL"))
    titles, trade = _KINDS[kind]
    country = chance.choice(["IN", "IN", "IN", "US", "GB", "CA"])
    sheet, style, money = Sheets(chance), chance.randint(0, 7), chance.choice((0, 0, 2))
    supplier = draw_party(chance, country, True)
    supplier.name = f"{draw_word(chance, True)} {trade}"
    name, address = chance.choice((draw_person, draw_person, draw_firm))(chance), draw_address(chance, country)
    date, due = draw_date(chance, style), draw_date(chance, style)
    head = draw_block(chance, supplier, "", draw_contacts(chance, supplier, _CONTACTS), seller=True)
    top = sheet.put(head, chance.choice((90.0, 560.0)), 60) + 20
    top = sheet.put(Block([[(0.0, chance.choice(titles))]], 500, [chance.uniform(1.0, 1.8)]), 640, top) + 20
    facts = [(chance.choice(_NUMBERS), f"{chance.randint(10**5, 10**11)}")]
    facts += [(chance.choice(["Bill date", draw_label(chance, "invoice_date")]), date)]
    facts += [(chance.choice(["Due date", draw_label(chance, "due_date")]), due)]
    facts += (
        [("Bill Period", f"{draw_date(chance, style)} to {draw_date(chance, style)}")] if chance.random() < 0.5 else []
    )
    chance.shuffle(facts)
    who = _consumer(chance, name, address)
    beside = draw_pairs(chance, facts, chance.choice((0, 1, 1, 2)))
    if who.width < 760 and chance.random() < 0.7:
        top = max(sheet.put(who, 90, top), sheet.put(beside, 900, top)) + 40
    else:
        top = sheet.put(beside, 90, sheet.put(who, 90, top) + chance.choice((0.0, 30.0))) + 40
    total = _sums(chance, sheet, top, money)
    fields = {"name": name, "address": ", ".join(address), "bill_amount": total, "bill_date": date}
    return draw_paper(sheet, kind, fields, f"utility {number}")


def _consumer(chance: Random, name: str, address: list[str]) -> Block:
    """Whom the bill is for: in lines, or with a label before each."""
    if chance.random() < 0.45:
        lines = [name, *address]
        lines = [chance.choice(["Bill to", "To", "Consumer details"]), *lines] if chance.random() < 0.3 else lines
        return Block([[(0.0, line)] for line in lines], 12 + max(map(len, lines)) * 13.0)
    end, wide = chance.choice(("", ":", " :")), chance.uniform(240, 330)
    pairs = [(f"{chance.choice(_NAMES)}{end}", name), (f"{chance.choice(_PLACES)}{end}", address[0])]
    cells = [[(0.0, label), (wide, value)] for label, value in pairs]
    cells += [[(wide, line)] for line in address[1:]]
    return Block(cells, wide + 12 + max(map(len, [name, *address])) * 13.0)


def _sums(chance: Random, sheet: Sheets, top: float, money: int) -> str:
    """Charges, the total, and what is due later; the total as printed."""
    charges = [chance.uniform(10, 3000) for _ in range(chance.randint(1, 4))]
    sign = chance.choice(("", "", "Rs. ", "₹ ", "$"))
    total = draw_amount(sum(charges), money, sign)
    pairs = [(label, draw_amount(each, money)) for label, each in zip(chance.sample(_SUMS, 4), charges, strict=False)]
    pairs.append((chance.choice([*_TOTALS, draw_label(chance, "total")]), total))
    if chance.random() < 0.5:
        pairs.append((chance.choice(_LATER), draw_amount(sum(charges) * 1.02, money, sign)))
    sheet.put(draw_pairs(chance, pairs, chance.choice((0, 0, 1))), chance.choice((90.0, 700.0)), top)
    return total
