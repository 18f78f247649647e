"""Who is on a paper laid out by chance: firms and persons with addresses of many countries, and the blocks that they stand in."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from bench.grammar_addresses import INDIAN, draw_address
from bench.grammar_kit import Block, draw_word

_FIRM = ["Ltd", "Pvt Ltd", "Pvt. Ltd.", "Private Limited", "Inc.", "LLC", "GmbH", "AG", "SARL", "S.A.", "B.V.", "S.L."]
_FIRM += ["GmbH & Co. KG", "S.r.l.", "A.Ş.", "LLP", "Corp.", "Pty Ltd", "Traders", "Enterprises", "& Sons", "& Co."]
_FIRM += [
    "Industries",
    "Electronics",
    "Services",
    "Solutions",
    "Stores",
    "Studio",
    "Group",
    "Works",
    "Motors",
    "",
    "",
    "",
]
_TRADES = [
    "Consulting",
    "Web Design",
    "Medical Supply",
    "Builders",
    "Logistik",
    "Photography",
    "Cars",
    "Foods",
    "Agency",
]
_TAGLINES = ["Quality since 1985", "Professional solutions since 2015", "Your partner for print", "An ISO 9001 company"]
_TAGLINES += ["Passenger Car Dealer", "Meisterbetrieb seit 1992", "Steuerberatung & Beratung", "Wholesale & Retail"]
_TAGLINES += [
    "Manufacturers & Exporters",
    "Authorised dealer",
    "IT-Services & Infrastructure",
    "Votre artisan depuis 1998",
]
_OFFICES = ["Accounts Payable", "Purchasing Department", "Finance Department", "Buchhaltung", "Head Office", "Einkauf"]
_JOINS = [" • ", " - ", " | ", ", ", " · ", " ● "]


@dataclass
class Party:
    name: str
    address: list[str]
    country: str
    firm: bool
    phone: str
    mail: str
    gst: str


def draw_person(chance: Random) -> str:
    title = chance.choice(["", "", "", "", "Mr. ", "Ms. ", "Dr. ", "Mrs "])
    middle = f"{chance.choice('ABDKMRS')}. " if chance.random() < 0.15 else ""
    return f"{title}{draw_word(chance)} {middle}{draw_word(chance, True)}"


def draw_firm(chance: Random) -> str:
    words = [draw_word(chance, True) for _ in range(chance.choice((1, 1, 2)))]
    words += [chance.choice(_TRADES)] if chance.random() < 0.25 else []
    name = f"{' '.join(words)} {chance.choice(_FIRM)}".strip()
    return name.upper() if chance.random() < 0.15 else name


def draw_phone(chance: Random) -> str:
    digits = "".join(chance.choice("0123456789") for _ in range(10))
    forms = (
        f"({digits[:3]}) {digits[3:6]}-{digits[6:]}",
        f"{digits[:3]}-{digits[3:6]}-{digits[6:]}",
        f"+91 9{digits[1:]}",
        f"9{digits[1:]}",
        f"+44 {digits[:3]} {digits[3:6]} {digits[6:]}",
        f"0{digits[:2]} {digits[2:]}",
        f"1-800-555-{digits[:4]}",
        f"+49 ({digits[:2]}) {digits[2:5]} {digits[5:7]} {digits[7:9]}",
    )
    return chance.choice(forms)


def draw_party(chance: Random, country: str, firm: bool) -> Party:
    name = draw_firm(chance) if firm else draw_person(chance)
    if chance.random() < 0.02:
        name = chance.choice(["Your Company Name", "Company Name", "Client Name", "Customer Name", "Your Company Inc."])
    box = chance.choice(["info", "sales", "contact", "hello", "accounts", draw_word(chance).casefold()])
    end = chance.choice([".com", ".in", ".de", ".co.uk", ".example"])
    own = "gmail" if not firm and chance.random() < 0.5 else name.split()[0].casefold().strip(".")
    gst = f"{chance.randint(1, 37):02d}{''.join(chance.choice('ABCDEFGHKLMP') for _ in range(5))}"
    gst += f"{chance.randint(1000, 9999)}{chance.choice('ABCDEF')}1Z{chance.randint(0, 9)}"
    return Party(name, draw_address(chance, country), country, firm, draw_phone(chance), f"{box}@{own}{end}", gst)


def _contacts(chance: Random, party: Party, kinds: Sequence[str]) -> list[str]:
    """Telephone, e-mail, tax number and the like, each in a line of its own, or some of them in one."""
    taxes = [f"VAT No: {party.country}{chance.randint(10**8, 10**9)}", f"UID: ATU{chance.randint(10**7, 10**8)}"]
    taxes += [
        f"USt-IdNr.: DE{chance.randint(10**8, 10**9)}",
        f"FN {chance.randint(10**5, 10**6)}{chance.choice('abw')}",
    ]
    taxes += [f"ABN {chance.randint(10, 99)} {chance.randint(100, 999)} 456 789", f"HRB {chance.randint(1000, 99999)}"]
    taxes += [f"Tax ID: {chance.randint(10, 99)}-{chance.randint(10**6, 10**7)}"]
    taxes += [f"Vergi No: {chance.randint(10**9, 10**10)}"]
    said = {
        "phone": [
            party.phone,
            f"Phone: {party.phone}",
            f"Tel. {party.phone}",
            f"Mobile No: {party.phone}",
            f"fon {party.phone}",
        ],
        "mail": [party.mail, party.mail, f"Email: {party.mail}", f"E-Mail {party.mail}"],
        "gst": [f"GSTIN: {party.gst}", f"GST No. {party.gst}", f"GSTIN/UIN : {party.gst}", f"GSTIN {party.gst}"],
        "web": [
            f"www.{party.mail.split('@')[1]}",
            f"Web: {party.mail.split('@')[1]}",
            f"https://{party.mail.split('@')[1]}",
        ],
        "fax": [f"Fax: {draw_phone(chance)}", f"Fax {draw_phone(chance)}"],
        "vat": taxes,
        "state": [
            f"State Name : {chance.choice(INDIAN)}, Code : {chance.randint(1, 37):02d}",
            f"State: {chance.choice(INDIAN)}",
        ],
        "pan": [f"PAN: {party.gst[2:12]}", f"Party TIN : {chance.randint(10**10, 10**11)}"],
    }
    lines = [chance.choice(said[kind]) for kind in kinds]
    return ["  ".join(lines[:2]), *lines[2:]] if len(lines) > 1 and chance.random() < 0.15 else lines


def draw_contacts(chance: Random, party: Party, wanted: dict[str, float]) -> list[str]:
    """Which of the contacts are printed, in any order."""
    kinds = [kind for kind, share in wanted.items() if chance.random() < share]
    indian = {"gst", "state", "pan"}
    kinds = [kind for kind in kinds if (party.country == "IN") == (kind in indian) or kind not in {*indian, "vat"}]
    chance.shuffle(kinds)
    return kinds


def draw_block(chance: Random, party: Party, head: str, kinds: Sequence[str], seller: bool) -> Block:
    """A party's particulars, laid out in one of many ways."""
    contacts, lines = _contacts(chance, party, kinds), [head] if head else []
    extra = _between(chance, party, seller)
    way = chance.random()
    if way < 0.08 and not extra:
        named = chance.choice(["Name", "Party Name", "M/s", "Company"])
        lines += [f"{named}: {party.name}", f"{chance.choice(['Address', 'Addr.'])}: {party.address[0]}"]
        return _block([*lines, *party.address[1:], *contacts])
    if seller and way < 0.16:
        return _block([*lines, chance.choice(_JOINS).join([party.name, *party.address]), *contacts])
    if way < 0.2:
        return _block([*lines, f"{party.name}, {party.address[0]}", *party.address[1:], *contacts])
    if seller and way < 0.28:
        return _beside([*lines, party.name, *extra, *contacts], party.address)
    if way < 0.36:
        return _block([*lines, party.name, *extra, *contacts, *party.address])
    lines += [party.name, *extra, *party.address, *contacts]
    return _block(_wrapped(lines, chance.randint(17, 30)) if chance.random() < 0.15 else lines)


def _wrapped(lines: Sequence[str], width: int) -> list[str]:
    """Lines broken where a narrow cell breaks them, after so many letters at most."""
    return [
        part for line in lines for part in textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
    ]


def _between(chance: Random, party: Party, seller: bool) -> list[str]:
    """What stands between a name and an address and belongs to neither."""
    if seller:
        return [chance.choice(_TAGLINES)] if chance.random() < 0.16 else []
    if not party.firm or chance.random() > 0.3:
        return []
    person = draw_person(chance)
    said = [
        person,
        person,
        f"Attn: {person}",
        f"z.Hd. {person}",
        f"Herr {person}",
        f"c/o {person}",
        f"Kind Attn. {person}",
    ]
    return [chance.choice([*said, *_OFFICES])]


def _block(lines: Sequence[str]) -> Block:
    return Block([[(0.0, line)] for line in lines], 12 + max(map(len, lines)) * 13.0)


def _beside(left: Sequence[str], right: Sequence[str]) -> Block:
    """Two columns of one party."""
    wide = 60 + max(map(len, left)) * 13.0
    count = max(len(left), len(right))
    lines = [[(x, column[at]) for x, column in ((0.0, left), (wide, right)) if at < len(column)] for at in range(count)]
    return Block(lines, wide + max(map(len, right)) * 13.0)


def draw_foot(chance: Random, party: Party) -> list[str]:
    """Where the seller is named again below: who signs, whose account it is, other offices, everything in one line."""
    lines = []
    if chance.random() < 0.3:
        lines += [f"{chance.choice(['For', 'for'])} {party.name}", chance.choice(["Authorised Signatory", "Signature"])]
    if chance.random() < 0.2:
        lines.append(f"{chance.choice(['Account name', 'Beneficiary', 'Kontoinhaber', 'A/c holder'])}: {party.name}")
    if chance.random() < 0.15:
        label = chance.choice(["Regd. Office", "Branch", "Dispatched from", "Warehouse", "Registered office"])
        lines.append(f"{label}: {', '.join(draw_address(chance, party.country))}")
    if chance.random() < 0.15:
        lines.append(chance.choice(_JOINS).join([party.name, *party.address, party.phone, party.mail]))
    return lines
