"""Papers laid out by chance, as words with their places and without a picture: training for `bench.train`, none of it printed.

Blocks are put side by side or one below the other in any order; labels stand left of their values, above them or nowhere, in
any of the wordings of `concepts.toml`; addresses are of several countries; sellers' particulars stand in a head, a block or
a foot; tables, totals, bank details and small print come as they come; letters are misread as an engine misreads them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from bench.papers import Paper, Sheet
from simulator.documents.extract.ranking import concepts
from simulator.documents.model import Page, Word

_LABELS = tomllib.loads(Path(concepts.__file__).with_name("concepts.toml").read_text(encoding="utf-8"))
_WIDTH, _HEIGHT = 1650, 2300
_ONSETS = "b br ch cl d dr f g gr h j k kh l m n p pr r s sh st t th tr v w y".split()
_VOWELS = "a e i o u ai ee oo".split()
_ENDS = " n r l m s t nd rk ll sh".split(" ")
_FIRM = ["Ltd", "Pvt Ltd", "Pvt. Ltd.", "Inc.", "LLC", "GmbH", "AG", "SARL", "S.A.", "B.V.", "Traders", "Enterprises", "& Sons"]
_FIRM += ["Industries", "Electronics", "Services", "Solutions", "Stores", "Studio", "Group", "Works", "Motors", "", ""]
_GOODS = ["Service fee", "Consulting", "Torque wrench", "Oak shelf", "Website design", "Paper A4 80 g", "Rice 25 kg", "LED panel"]
_GOODS += ["Brake pads front", "Hosting 12 months", "Labour", "Copper wire 2.5 mm", "Office chair", "Mobile phone", "Refrigerator 253 L"]
_NOTES = ["Thank you for your business!", "Payment is due within 30 days.", "Goods once sold will not be taken back.", "E. & O.E."]
_NOTES += ["Make all checks payable to", "This is a computer generated document.", "Late payments are charged 1.5% a month."]
_ALIKE = {"0": "O", "O": "0", "1": "l", "l": "1", "S": "5", "5": "S", "B": "8", "rn": "m", "e": "c", "i": "l"}
_MONTHS = "January February March April May June July August September October November December".split()


def _word(chance: Random, long: bool = False) -> str:
    parts = range(chance.choice((2, 2, 3) if long else (1, 2, 2)))
    return "".join(chance.choice(_ONSETS) + chance.choice(_VOWELS) + chance.choice(_ENDS) for _ in parts).capitalize()


def _person(chance: Random) -> str:
    title = chance.choice(["", "", "", "", "Mr. ", "Ms. ", "Dr. ", "Mrs "])
    middle = f"{chance.choice('ABDKMRS')}. " if chance.random() < 0.15 else ""
    return f"{title}{_word(chance)} {middle}{_word(chance, True)}"


def _firm(chance: Random) -> str:
    name = " ".join(_word(chance, True) for _ in range(chance.choice((1, 1, 2))))
    return f"{name} {chance.choice(_FIRM)}".strip()


def _address(chance: Random, country: str) -> list[str]:
    """The lines of an address as its country writes them, with or without the country."""
    number, street, town = chance.randint(1, 999), _word(chance, True), _word(chance, True)
    code = f"{chance.randint(10000, 99999)}"
    if country == "IN":
        state = chance.choice(["Karnataka", "Maharashtra", "Tamil Nadu", "Gujarat", "Delhi", "Kerala", "West Bengal", "Rajasthan"])
        pin = f"{chance.randint(110, 799)}{chance.choice(['', ' '])}{chance.randint(1, 99):03d}"
        door = chance.choice([f"No. {number}", f"{number}/{chance.randint(1, 40)}", f"Shop No. {number}", f"Flat {number}", f"#{number}"])
        lines = [f"{door}, {street} {chance.choice(['Road', 'Street', 'Marg', 'Nagar'])}", f"{_word(chance)} {chance.choice(['Nagar', 'Colony', 'Layout', 'Extension'])}"]
        lines.append(chance.choice([f"{town} - {pin}", f"{town} {pin}", f"{town}, {state} {pin}", f"{town}, {state} - {pin}"]))
        tail = chance.choice([[], [], ["India"], [f"{state}, India"]])
    elif country in ("US", "CA"):
        lines = [f"{number} {street} {chance.choice(['St', 'Street', 'Ave', 'Drive', 'Blvd.', 'Lane', 'Rd.'])}"]
        lines += [chance.choice([f"Suite {number}", f"Apt. {chance.randint(1, 99)}"])] if chance.random() < 0.25 else []
        lines.append(f"{town}, {chance.choice(['CA', 'NY', 'TX', 'WA', 'PA', 'Texas', 'Ohio', 'FL', 'GA'])}{chance.choice(['', ','])} {code}")
        tail = chance.choice([[], [], ["United States"], ["USA"]])
    elif country == "GB":
        letters = chance.choice(["SW", "LS", "M", "B", "EC", "BS", "S"])
        lines = [f"{number} {street} {chance.choice(['Street', 'Lane', 'Road', 'Way'])}", town]
        lines.append(f"{letters}{chance.randint(1, 20)} {chance.randint(1, 9)}{chance.choice(['AB', 'RT', 'PD', 'XQ'])}")
        tail = chance.choice([[], [], ["United Kingdom"], ["UK"]])
    elif country in ("DE", "AT", "NL"):
        lines = [f"{street}{chance.choice(['straße', 'weg', 'strasse', 'str.', ' Allee', 'gasse'])} {number % 200}", f"{chance.choice(['', '', 'D-'])}{code} {town}"]
        tail = chance.choice([[], [], ["Deutschland"], ["Österreich"], ["Germany"]])
    else:
        lines = [f"{number % 150} {chance.choice(['rue de', 'avenue', 'Calle', 'chemin du'])} {street}", f"{code} {town}"]
        tail = chance.choice([[], [], ["France"], ["España"], ["Spain"]])
    lines = [*lines, *tail]
    if len(lines) > 2 and chance.random() < 0.2:
        lines = [", ".join(lines[:2]), *lines[2:]]
    return [", ".join(lines)] if chance.random() < 0.1 else lines


def _phone(chance: Random) -> str:
    digits = "".join(chance.choice("0123456789") for _ in range(10))
    forms = (f"({digits[:3]}) {digits[3:6]}-{digits[6:]}", f"{digits[:3]}-{digits[3:6]}-{digits[6:]}", f"+91 9{digits[1:]}", f"9{digits[1:]}", f"+44 {digits[:3]} {digits[3:6]} {digits[6:]}", f"0{digits[:2]} {digits[2:]}")
    return chance.choice(forms)


def _date(chance: Random, style: int) -> str:
    day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(2014, 2026)
    name = _MONTHS[month - 1]
    return (f"{day:02d}/{month:02d}/{year}", f"{day:02d}-{month:02d}-{year}", f"{day:02d}.{month:02d}.{year}", f"{name} {day}, {year}", f"{day} {name} {year}", f"{day:02d}-{name[:3]}-{year}", f"{year}-{month:02d}-{day:02d}", f"{name[:3]} {day}, {year}")[style % 8]  # fmt: skip


def _amount(number: float, style: int, sign: str = "") -> str:
    text = f"{number:,.2f}"
    if style == 1:
        text = text.replace(",", " ").replace(".", ",").replace(" ", ".")
    elif style == 2:
        text = f"{number:.2f}"
    return f"{sign}{text}"


@dataclass
class Block:
    """Lines of text to be put somewhere: each a list of cells with their distance from the left edge and their size."""

    lines: list[list[tuple[float, str]]]
    width: float
    size: list[float] = field(default_factory=list)


class Sheets:
    """A page that is being written on."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self.words: list[Word] = []
        self._letter = chance.uniform(18, 30)
        self._pitch = chance.uniform(1.25, 1.9)
        self._slips = chance.choice((0.0, 0.0, 0.003, 0.01))
        self._line = 0

    def put(self, block: Block, left: float, top: float, right: bool = False) -> float:
        """Write a block; the height below it."""
        for number, line in enumerate(block.lines):
            size = self._letter * (block.size[number] if number < len(block.size) else 1.0)
            for x, text in line:
                start = left + x
                if right:
                    start = left + block.width - self._long(text, size)
                self._write(text, start, top, size)
            self._line += 1
            top += size * self._pitch
        return top

    def _long(self, text: str, size: float) -> float:
        return len(text) * size * 0.52

    def _write(self, text: str, x: float, y: float, size: float) -> None:
        for word in text.split():
            wide = max(6, len(word) * size * 0.52)
            slipped = self._misread(word)
            sure = self._chance.uniform(0.6, 0.9) if slipped != word else self._chance.uniform(0.86, 0.97)
            box = (round(x), round(y), round(x + wide), round(y + size * 0.95))
            self.words.append(Word(slipped, box, round(sure, 3), self._line, 0))
            x += wide + size * 0.3

    def _misread(self, word: str) -> str:
        if self._chance.random() >= self._slips * len(word):
            return word
        known = [letter for letter in _ALIKE if letter in word]
        return word.replace(letter := self._chance.choice(known), _ALIKE[letter], 1) if known else word


def _label(chance: Random, concept: str, heading: bool = False) -> str:
    said = _LABELS[concept]
    text = chance.choice(said["core"] if chance.random() < 0.6 else said["also"])
    text = chance.choice((str.title, str.title, str.upper, str.capitalize))(text)
    return text + chance.choice(("", "", ":", ":") if heading else ("", ":", ":", " :"))


def _pairs(chance: Random, pairs: Sequence[tuple[str, str]], how: int) -> Block:
    """Labels with their values: in two columns, on one line, or one under the other."""
    if how == 0:
        wide = 60 + max(len(label) for label, _ in pairs) * 13
        return Block([[(0, label), (wide, value)] for label, value in pairs], wide + 260)
    if how == 1:
        return Block([[(0, f"{label}{'' if label.endswith(':') else ':'} {value}")] for label, value in pairs], 520)
    if how == 2:
        return Block([line for label, value in pairs for line in ([(0.0, label)], [(0.0, value)])], 360)
    step = 330.0
    return Block([[(at * step, label) for at, (label, _) in enumerate(pairs)], [(at * step, value) for at, (_, value) in enumerate(pairs)]], step * len(pairs))


def bills(seed: int, count: int) -> Iterator[Paper]:
    for number in range(count):
        chance = Random(f"{seed}/bill/{number}")
        yield _bill(chance, chance.choice(("INVOICE",) * 6 + ("PURCHASE_ORDER", "EBILL", "PHONE_BILL")), number)


def _party(chance: Random, country: str, firm: bool) -> dict[str, Any]:
    name = _firm(chance) if firm else _person(chance)
    mail = f"{chance.choice(['info', 'sales', 'contact', 'hello'])}@{name.split()[0].casefold().strip('.')}{chance.choice(['.com', '.in', '.de', '.co.uk', '.example'])}"
    gst = f"{chance.randint(1, 37):02d}" + "".join(chance.choice("ABCDEFGHKLMP") for _ in range(5)) + f"{chance.randint(1000, 9999)}{chance.choice('ABCDEF')}1Z{chance.randint(0, 9)}"
    return {"name": name, "address": _address(chance, country), "phone": _phone(chance), "mail": mail, "gst": gst}


def _lines(chance: Random, party: dict[str, Any], head: str, contacts: Sequence[str]) -> Block:
    lines = [head] if head else []
    lines.append(party["name"])
    lines += party["address"]
    said = {
        "phone": chance.choice([party["phone"], f"Phone: {party['phone']}", f"Tel. {party['phone']}", f"Mobile No: {party['phone']}"]),
        "mail": chance.choice([party["mail"], f"Email: {party['mail']}"]),
        "gst": chance.choice([f"GSTIN: {party['gst']}", f"GST No. {party['gst']}", f"GSTIN/UIN : {party['gst']}"]),
        "web": f"www.{party['mail'].split('@')[1]}",
    }
    lines += [said[contact] for contact in contacts]
    return Block([[(0.0, line)] for line in lines], 12 + max(map(len, lines)) * 13.0)


def _bill(chance: Random, kind: str, number: int) -> Paper:
    country = chance.choice(["IN", "IN", "IN", "US", "US", "GB", "DE", "FR", "CA", "AT", "ES"])
    seller, buyer = _party(chance, country, True), _party(chance, country, chance.random() < 0.5)
    sold = [contact for contact in ("phone", "mail", "gst", "web") if chance.random() < 0.5 and (contact != "gst" or country == "IN")]
    bought = [contact for contact in ("phone", "mail", "gst") if chance.random() < 0.25 and (contact != "gst" or country == "IN")]
    chance.shuffle(sold)
    chance.shuffle(bought)
    sheet = Sheets(chance)
    style, money = chance.randint(0, 7), (1 if country in ("DE", "FR", "AT", "ES") else chance.choice((0, 0, 2)))
    sign = chance.choice(["", "", "$", "Rs. ", "€ "] if country != "IN" else ["", "", "Rs. ", "₹ "])
    code = chance.choice([f"INV-{chance.randint(100, 99999)}", f"{chance.randint(1, 99999)}", f"{_word(chance)[:3].upper()}/{chance.randint(1, 999)}/24-25", f"{chance.choice('ABR')}{chance.randint(1000, 9999999)}", f"2025-{chance.randint(1, 999):03d}"])
    date = _date(chance, style)
    meta = [(_label(chance, "invoice_number"), code), (_label(chance, "invoice_date"), date)]
    meta += [(_label(chance, "due_date"), _date(chance, style))] if chance.random() < 0.5 else []
    meta += [(_label(chance, "order_number"), f"PO-{chance.randint(10, 99999)}")] if chance.random() < 0.4 else []
    meta += [(_label(chance, "customer_number"), f"C{chance.randint(100, 99999)}")] if chance.random() < 0.3 else []
    meta += [(_label(chance, "other_date"), _date(chance, style))] if chance.random() < 0.25 else []
    chance.shuffle(meta)
    title = {"INVOICE": ["INVOICE", "TAX INVOICE", "Invoice", "RECHNUNG", "FACTURE", "FACTURA", "Sales Invoice"], "PURCHASE_ORDER": ["PURCHASE ORDER"], "EBILL": ["ELECTRICITY BILL"], "PHONE_BILL": ["TELEPHONE BILL"]}[kind]
    heading = Block([[(0.0, chance.choice(title))]], 400, [chance.uniform(1.0, 2.4)])
    sender = _lines(chance, seller, _label(chance, "seller", True) if chance.random() < 0.25 else "", sold)
    if not sender.lines[0][0][1].endswith(":"):
        sender.size = [chance.choice((1.0, 1.0, 1.3, 1.8))]
    receiver = _lines(chance, buyer, _label(chance, "buyer", True) if chance.random() < 0.85 else "", bought)
    facts = _pairs(chance, meta, chance.choice((0, 0, 1, 1, 2, 3 if len(meta) < 5 else 0)))
    top = _place(chance, sheet, heading, sender, receiver, facts, buyer)
    total = _table(chance, sheet, top + 40, money, sign)
    fields: dict[str, Any]
    if kind in ("EBILL", "PHONE_BILL"):
        fields = {"name": buyer["name"], "address": ", ".join(buyer["address"]), "bill_amount": total, "bill_date": date}
    elif kind == "PURCHASE_ORDER":
        fields = {"total_invoice_amount": total}
    else:
        fields = {
            "customer_name": buyer["name"], "customer_address": ", ".join(buyer["address"]), "dealership_name": seller["name"],
            "dealer_address": ", ".join(seller["address"]), "invoice_number": code, "invoice_date": date, "total_invoice_amount": total,
            "customer_email": buyer["mail"] if "mail" in bought else "", "customer_phone_number": buyer["phone"] if "phone" in bought else "",
            "dealer_gst": seller["gst"] if "gst" in sold else "", "downpayment_amount": "", "hypothecation_amount": "",
        }  # fmt: skip
    page = Page(1, _WIDTH, _HEIGHT, tuple(sheet.words))
    return Paper(Path(f"grammar-{number}"), f"grammar {number}", (kind,), fields, drawn=True, sheets=(Sheet(page),))


def _place(chance: Random, sheet: Sheets, heading: Block, sender: Block, receiver: Block, facts: Block, buyer: dict[str, Any]) -> float:
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
        name, lines = (buyer["name"], buyer["address"]) if chance.random() < 0.5 else (_person(chance), _address(chance, "US"))
        said = [_label(chance, "delivery", True), name, *lines]
        others.append(Block([[(0.0, line)] for line in said], 400))
    order: list[Callable[[], float]] = []
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
    del order
    while others:
        row = [others.pop(0)] + ([others.pop(0)] if others and chance.random() < 0.8 else [])
        ends = [sheet.put(row[0], left, top)]
        if len(row) > 1:
            if row[1].width > _WIDTH - middle:
                ends.append(sheet.put(row[1], left, ends[0] + 30))
            else:
                ends.append(sheet.put(row[1], max(middle, left + row[0].width + 60) if left + row[0].width + 60 + row[1].width < _WIDTH else middle, top))
        top = max(ends) + chance.uniform(20, 70)
    return top


def _table(chance: Random, sheet: Sheets, top: float, money: int, sign: str) -> str:
    """Goods, sums, and what comes below; the total as printed."""
    columns = [90.0, 820.0, 1050.0, 1300.0]
    heads = chance.choice((["Description", "Qty", "Rate", "Amount"], ["Item", "Quantity", "Price", "Total"], ["Artikel", "Menge", "Preis", "Summe"], ["Particulars", "Qty", "Unit price", "Amount (Rs)"]))
    lines, net = [list(zip(columns, heads, strict=True))], 0.0
    for _ in range(chance.randint(1, 7)):
        count, price = chance.randint(1, 12), round(chance.uniform(5, 9000), 2)
        net += round(count * price, 2)
        lines.append(list(zip(columns, [chance.choice(_GOODS), f"{count}", _amount(price, money), _amount(count * price, money)], strict=True)))
    top = sheet.put(Block(lines, 1400), 0, top) + chance.uniform(10, 60)
    rate = chance.choice((0.0, 0.05, 0.18, 0.19, 0.2, 0.21))
    tax = round(net * rate, 2)
    total = _amount(net + tax, money, sign)
    sums = []
    if tax and chance.random() < 0.9:
        sums += [(_label(chance, "subtotal"), _amount(net, money, sign)), (f"{_label(chance, 'tax')} {round(rate * 100)}%", _amount(tax, money, sign))]
    sums.append((_label(chance, "total"), total))
    if chance.random() < 0.15:
        sums.append((chance.choice(["Paid", "Amount paid", "Deposit"]), _amount(0.0, money, sign)))
    x = chance.choice((90.0, 820.0, 900.0))
    top = sheet.put(Block([[(0.0, label), (1300.0 - x, value)] for label, value in sums], 600), x, top) + 50
    foot = [chance.choice(_NOTES)]
    if chance.random() < 0.5:
        foot += [_label(chance, "bank"), f"{_word(chance)} Bank", f"A/c No: {chance.randint(10**9, 10**12)}", f"{chance.choice(['IFSC', 'BIC', 'SWIFT'])}: {_word(chance)[:4].upper()}0{chance.randint(100000, 999999)}"]
    sheet.put(Block([[(0.0, line)] for line in foot], 700), 90, max(top, chance.uniform(1400, 2000)))
    return total
