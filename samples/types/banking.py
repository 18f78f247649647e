"""BANK_STATEMENT and ACH_FORM: three banks' statements, two mandates to debit an account."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from samples.drawn import DrawnDocument, Layout
from samples.kit import marks
from samples.kit.sheet import A4, Paper
from samples.kit.table import Column, Style, table
from samples.world import firms, numbers, people, places
from samples.world.numbers import grouped, in_words

FEEDS = (
    "UPI/{n}/GROCERY/PAYMENT",
    "NEFT CR-{n}-SALARY",
    "ATM WDL-CASH {n}",
    "IMPS/P2A/{n}/RENT",
    "ACH D- {n} EMI",
    "POS {n} FUEL",
    "BIL/ELECTRICITY/{n}",
    "UPI/{n}/MOBILE RECHARGE",
    "CHQ DEP {n}",
    "INT. PD.",
    "UPI/{n}/MEDICAL",
)


def columns(rng: Random) -> DrawnDocument:
    """The usual account statement: holder at the left, account at the right, a ruled table of entries."""
    who, account = people.person(rng), _account(rng)
    first, last = _period(rng)
    sheet, ink = Paper(A4), (20, 70, 130)
    sheet.text(12, 9, account["bank_name"].upper(), 16, "sans-bold", ink)
    sheet.line(12, 18, 198, 18, 0.6, ink)
    y = sheet.text(12, 22, who.name.upper(), 9.5, "sans-bold")
    for line in who.home.lines:
        y = sheet.text(12, y, line.upper(), 8.5)
    right = 22.0
    for label, item in (
        ("Account Number", account["account_number"]),
        ("Account Type", "Savings Account"),
        ("Branch", places.shop(rng, who.home.state).locality.upper()),
        ("IFSC Code", account["ifsc_code"]),
        ("MICR Code", numbers.some_digits(rng, 9)),
        ("Customer ID", numbers.some_digits(rng, 9)),
        ("Nominee Registered", "Yes"),
    ):
        right = sheet.pair(118, right, label, item, 8.5, at=34)
    y = max(y, right) + 3
    start, end = f"{first:%d/%m/%Y}", f"{last:%d/%m/%Y}"
    sheet.box(12, y, 186, 7, outline=None, fill=(226, 234, 244))
    sheet.text(
        105, y + 1.4, f"Statement of Account for the period From : {start} To : {end}", 9.5, "sans-bold", align="centre"
    )
    y = _entries(
        sheet,
        rng,
        y + 9,
        first,
        last,
        Style(7.5, head_fill=ink, head_ink="white", rule=(170, 180, 196), padding=1),
        "%d/%m/%y",
    )
    sheet.text(
        12,
        y + 3,
        "Unless the holder tells the bank of any discrepancy within 15 days, the statement will be taken as correct.",
        7.5,
    )
    sheet.text(198, 285, "Page 1 of 1", 7.5, align="right")
    return _statement(sheet, who.name.upper(), {**account, "bank_name": account["bank_name"].upper()}, start, end)


def modern(rng: Random) -> DrawnDocument:
    """A private bank's e-statement: a card of facts at the top, rows in stripes."""
    who, account = people.person(rng), _account(rng)
    first, last = _period(rng)
    sheet, ink = Paper(A4), (120, 20, 70)
    sheet.box(0, 0, 210, 30, outline=None, fill=ink)
    sheet.text(14, 8, account["bank_name"], 19, "round-bold", "white")
    sheet.text(196, 7, "Account Statement", 12, "round-medium", "white", align="right")
    start, end = f"{first:%d %b %Y}", f"{last:%d %b %Y}"
    sheet.text(196, 15, f"{start} to {end}", 10, "round", "white", align="right")
    y = sheet.text(14, 37, who.name, 13, "round-medium")
    sheet.text(14, y, who.home.one_line, 8.5, "round", (90, 90, 96), width=92)
    sheet.box(116, 36, 82, 34, outline=(220, 210, 216), fill=(250, 246, 248), radius=2)
    right = 39.0
    for label, item in (
        ("Account No", account["account_number"]),
        ("IFSC", account["ifsc_code"]),
        ("Account status", "Active"),
        ("Currency", "INR"),
        ("Email", who.email),
    ):
        right = sheet.pair(120, right, label, item, 8.5, "round", "round-medium", 28, colon="")
    style = Style(
        8, "round", "round-medium", grid="none", stripe=(248, 242, 245), head_fill=(236, 222, 230), padding=1.4
    )
    y = _entries(sheet, rng, 78, first, last, style, "%d %b %Y")
    sheet.text(
        14, y + 4, "This is a system generated statement and does not need a signature.", 8, "round", (110, 110, 116)
    )
    return _statement(sheet, who.name, account, start, end, colour=True)


def passbook(rng: Random) -> DrawnDocument:
    """A co-operative bank's passbook pages: particulars by dot matrix above, entries below."""
    who, account = people.person(rng, "Maharashtra"), _account(rng)
    first, last = _period(rng)
    sheet = Paper((180.0, 240.0), paper=(250, 250, 240))
    sheet.text(90, 7, account["bank_name"], 14, "serif-bold", (120, 30, 30), align="centre")
    sheet.text(90, 15, "SAVINGS BANK PASS BOOK", 10, "serif-bold", align="centre")
    start, end = f"{first:%d-%m-%Y}", f"{last:%d-%m-%Y}"
    y = 25.0
    for label, item in (
        ("Name", who.name.upper()),
        ("Account No.", account["account_number"]),
        ("IFSC", account["ifsc_code"]),
        ("Branch", who.home.city.upper()),
        ("Statement From", start),
        ("Statement To", end),
    ):
        y = sheet.pair(12, y, label, item, 10, "till", "till-bold", 40)
    _entries(
        sheet, rng, y + 4, first, last, Style(8.5, "till", "till-bold", grid="columns", padding=1), "%d-%m-%y", wide=158
    )
    return _statement(sheet, who.name.upper(), account, start, end)


def mandate(rng: Random) -> DrawnDocument:
    """The clearing house's one-third page mandate, boxes ticked and filled in by hand."""
    who, account, lender = people.person(rng), _account(rng), rng.choice(firms.LENDERS)[0]
    emi, first = (
        rng.randint(12, 95) * 100 + 50,
        numbers.some_date(rng, date(2024, 5, 1), date(2025, 12, 5)).replace(day=5),
    )
    sheet, hand = Paper((210.0, 105.0), 220), (28, 48, 140)
    sheet.box(5, 5, 200, 95, weight=0.4)
    sheet.text(9, 7, "NACH / ACH DEBIT MANDATE FORM", 11, "sans-bold")
    sheet.text(120, 7.5, f"UMRN : {numbers.letters(rng, 4)}{numbers.some_digits(rng, 14)}", 8.5)
    sheet.text(182, 7.5, f"Date {first - timedelta(days=30):%d/%m/%Y}", 7.5)
    sheet.text(9, 15, "[X] CREATE   [  ] MODIFY   [  ] CANCEL", 8)
    sheet.text(84, 15, f"I/We hereby authorize  {lender}  to debit (tick)  [X] SB  [  ] CA  [  ] CC", 8)
    rows = (
        (24, (("Bank a/c number", account["account_number"]),)),
        (35, (("with Bank", account["bank_name"]), ("IFSC", account["ifsc_code"]))),
        (46, (("an amount of Rupees", f"{in_words(emi)} only"), ("Rs.", grouped(emi)))),
        (
            57,
            (
                ("FREQUENCY  [X] Mthly  [  ] Qtly   DEBIT TYPE  [X] Fixed Amount", ""),
                ("Reference 1 (Loan No.)", f"AP{numbers.some_digits(rng, 9)}"),
            ),
        ),
    )
    for y, pairs in rows:
        for x, (label, item) in zip((9, 140), pairs, strict=False):
            sheet.text(x, y + 2, label, 8.5)
            if item:
                at = x + sheet.measure(label, 8.5) + 4
                sheet.text(at, y, item, 12, "hand", hand)
                sheet.line(at - 1, y + 7, 198 if x > 100 or len(pairs) == 1 else 136, y + 7, 0.1)
    sheet.text(9, 68, "PERIOD   From", 8.5)
    sheet.text(34, 66, f"{first:%d/%m/%Y}", 12, "hand", hand)
    sheet.text(64, 68, "To", 8.5)
    sheet.text(72, 66, f"{numbers.years_later(first, 1):%d/%m/%Y}", 12, "hand", hand)
    sheet.text(9, 77, "Phone No.", 8.5)
    sheet.text(30, 75, who.mobile, 12, "hand", hand)
    sheet.text(110, 88, "Signature of primary account holder", 7.5)
    sheet.paste(marks.signature(who.name, rng), 114, 72, 40)
    sheet.text(9, 88, "Name as in bank records", 7.5)
    sheet.text(46, 85.5, who.name, 12, "hand", hand)
    return DrawnDocument(
        "ACH_FORM",
        sheet,
        {
            **{name: account[name] for name in ("bank_name", "account_number", "ifsc_code")},
            "account_holder_name": who.name,
            "emi_amount": grouped(emi),
            "first_emi_date": f"{first:%d/%m/%Y}",
            "signatures_found": 1,
            "mobile_number": who.mobile,
        },
        colour=True,
    )


def registration(rng: Random) -> DrawnDocument:
    """A lender's own ACH form on a page: printed values in a grid, signed by one or two holders."""
    who, other, account, lender = people.person(rng), people.person(rng), _account(rng), rng.choice(firms.LENDERS)[0]
    emi, first, signers = (
        rng.randint(20, 140) * 100,
        numbers.some_date(rng, date(2024, 5, 1), date(2025, 12, 5)).replace(day=3),
        rng.choice((1, 2)),
    )
    sheet = Paper(A4)
    sheet.text(14, 12, lender, 15, "condensed-bold", (150, 30, 40))
    sheet.text(196, 13, "ACH MANDATE REGISTRATION FORM", 12, "condensed-bold", align="right")
    sheet.line(14, 22, 196, 22, 0.5, (150, 30, 40))
    start = f"{first:%d-%b-%Y}"
    rows = [
        ("Account Holder Name", who.name.upper()),
        ("Bank Name", account["bank_name"]),
        ("Account Number", account["account_number"]),
        ("IFSC Code", account["ifsc_code"]),
        ("Account Type", "Savings"),
        ("EMI Amount (Rs.)", grouped(emi)),
        ("First EMI Date", start),
        ("Frequency", "Monthly"),
        ("Mobile Number", who.mobile),
        ("Utility Code", f"NACH{numbers.some_digits(rng, 14)}"),
    ]
    y = table(
        sheet,
        14,
        28,
        [Column("Particulars", 62), Column("Details", 120)],
        rows,
        Style(11, "condensed", "condensed-bold", head_fill=(244, 230, 230), padding=2),
    )
    y = sheet.text(
        14,
        y + 5,
        f"I/We agree that {lender} may debit the account named above on the dates due, and will keep enough balance in it. I/We know that I/We may cancel this"
        " mandate by writing to the lender and the bank.",
        10,
        "condensed",
        width=182,
    )
    for place in range(2):
        x = 14 + 95 * place
        sheet.box(x, y + 6, 87, 30)
        sheet.text(x + 2, y + 31, ("First holder's signature", "Joint holder's signature")[place], 9, "condensed")
        if place < signers:
            sheet.paste(marks.signature((who, other)[place].name, rng), x + 22, y + 9, 44)
    return DrawnDocument(
        "ACH_FORM",
        sheet,
        {
            **{name: account[name] for name in ("bank_name", "account_number", "ifsc_code")},
            "account_holder_name": who.name.upper(),
            "emi_amount": grouped(emi),
            "first_emi_date": start,
            "signatures_found": signers,
            "mobile_number": who.mobile,
        },
    )


def _account(rng: Random) -> dict[str, str]:
    bank, code = rng.choice(firms.BANKS)
    return {
        "account_number": numbers.some_digits(rng, rng.choice((11, 14, 15))),
        "bank_name": bank,
        "ifsc_code": numbers.ifsc(rng, code),
    }


def _period(rng: Random) -> tuple[date, date]:
    first = date(rng.choice((2024, 2025)), rng.randint(1, 8), 1)
    return first, first.replace(month=first.month + 3) - timedelta(days=1)


def _entries(
    sheet: Paper, rng: Random, y: float, first: date, last: date, style: Style, form: str, wide: float = 186
) -> float:
    balance, rows, day = rng.randint(8000, 90000) * 1.0, [], first
    rows.append([f"{day:{form}}", "OPENING BALANCE", "", "", grouped(balance)])
    for _ in range(18 if wide > 160 else 14):
        day = min(last, day + timedelta(days=rng.randint(1, 6)))
        feed = rng.choice(FEEDS)
        amount = rng.randint(90, 9000) + rng.choice((0.0, 0.5, 0.25))
        credit = "CR" in feed or "DEP" in feed or "INT" in feed
        if not credit and amount > balance:
            continue
        balance += amount if credit else -amount
        rows.append(
            [
                f"{day:{form}}",
                feed.format(n=numbers.some_digits(rng, 9)),
                "" if credit else grouped(amount),
                grouped(amount) if credit else "",
                grouped(balance),
            ]
        )
    share = wide / 186
    heads = [
        Column("Date", 24 * share),
        Column("Narration", 78 * share),
        Column("Withdrawal", 28 * share, "right"),
        Column("Deposit", 28 * share, "right"),
        Column("Balance", 28 * share, "right"),
    ]
    return table(sheet, 12, y, heads, rows, style)


def _statement(
    sheet: Paper, name: str, account: dict[str, Any], start: str, end: str, colour: bool = False
) -> DrawnDocument:
    return DrawnDocument(
        "BANK_STATEMENT",
        sheet,
        {**account, "name": name, "statement_period_from": start, "statement_period_to": end},
        colour,
    )


LAYOUTS: dict[str, dict[str, Layout]] = {
    "BANK_STATEMENT": {"columns": columns, "modern": modern, "passbook": passbook},
    "ACH_FORM": {"mandate": mandate, "registration": registration},
}
