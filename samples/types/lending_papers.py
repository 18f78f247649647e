"""BOARD_RESOLUTION and GOLD_PLEDGE_CARDS: who may borrow, and against what."""

from __future__ import annotations

from datetime import date
from random import Random

from samples.drawn import DrawnDocument, Layout
from samples.kit import marks
from samples.kit.sheet import A4, A5, Paper
from samples.kit.table import Column, Style, table
from samples.types.company import company, identity_number
from samples.world import firms, numbers, people, places
from samples.world.numbers import grouped

ORNAMENTS = ("Chain", "Bangle", "Ring", "Necklace", "Ear studs", "Bracelet", "Mangalsutra", "Pendant")


def resolution(rng: Random) -> DrawnDocument:
    """A certified true copy about operating an account, on the company's letterhead."""
    firm, day = company(rng), numbers.some_date(rng, date(2022, 1, 1), date(2025, 9, 1))
    signers = [people.person(rng) for _ in range(2)]
    sheet = Paper(A4)
    sheet.text(105, 12, firm.name.upper(), 16, "book-bold", (30, 60, 90), align="centre")
    sheet.text(105, 20, f"CIN: {identity_number(rng, firm, date(2012, 5, 9))}", 9.5, "book", align="centre")
    sheet.text(105, 25, firm.address.one_line, 9.5, "book", align="centre")
    sheet.line(18, 32, 192, 32, 0.5, (30, 60, 90))
    y = (
        sheet.text(
            20,
            38,
            f"CERTIFIED TRUE COPY OF THE RESOLUTION PASSED AT THE MEETING OF THE BOARD OF DIRECTORS OF {firm.name.upper()} HELD ON {day:%d %B %Y} AT THE REGISTERED OFFICE",
            11,
            "book-bold",
            width=170,
        )
        + 3
    )
    for part in (
        f"RESOLVED THAT the current account bearing account number {firm.account} with {firm.bank} be operated by the persons named below.",
        "RESOLVED FURTHER THAT they are authorised to sign cheques, loan papers and other documents as set out in the table.",
    ):
        y = sheet.text(20, y + 2, part, 11.5, "book", width=170, leading=1.4)
    rows = [
        (str(place), who.name, role, power)
        for place, (who, role, power) in enumerate(
            zip(
                signers,
                ("Director", "Finance Manager"),
                ("Severally, without limit", "Jointly with a director"),
                strict=True,
            ),
            1,
        )
    ]
    y = table(
        sheet,
        20,
        y + 5,
        [Column("Sr.", 14, "centre"), Column("Name", 66), Column("Designation", 42), Column("Authority", 48)],
        rows,
        Style(11, "book", "book-bold", padding=2),
    )
    sheet.text(20, y + 6, f"For {firm.name}", 11.5, "book-bold")
    sheet.paste(marks.signature(people.person(rng).name, rng), 20, y + 13, 40)
    sheet.paste(marks.round_stamp(firm.name, firm.address.city, rng), 80, y + 8, 30)
    sheet.text(20, y + 32, "Director", 11, "book")
    return DrawnDocument(
        "BOARD_RESOLUTION",
        sheet,
        {
            "company_name": firm.name.upper(),
            "account_number": [firm.account],
            "personnel_directory": [who.name for who in signers],
        },
        colour=True,
    )


def resolution_loan(rng: Random) -> DrawnDocument:
    """A resolution to borrow, numbered, with two accounts."""
    firm, day, who = company(rng), numbers.some_date(rng, date(2022, 1, 1), date(2025, 9, 1)), people.person(rng)
    second = numbers.some_digits(rng, 12)
    sheet = Paper(A4)
    sheet.text(20, 14, firm.name, 15, "round-bold", (120, 40, 90))
    sheet.text(20, 22, firm.address.one_line, 8.5, "round", width=170)
    sheet.text(105, 34, "BOARD RESOLUTION", 14, "round-bold", align="centre")
    y = 46.0
    for part in (
        f"Extract of the minutes of the meeting of the Board of Directors held on {day:%d/%m/%Y} at 11.00 a.m.",
        f"1. It was resolved that the Company may borrow from {rng.choice(firms.LENDERS)[0]} up to Rs. {grouped(rng.randint(5, 50) * 100000)} on hypothecation of its assets.",
        f"2. The instalments shall be paid from account number {firm.account} and account number {second} with {firm.bank}.",
        f"3. {who.name} is authorised to sign the agreements on behalf of the Company.",
        "4. The lender may rely on this resolution until it is told otherwise in writing.",
    ):
        y = sheet.text(20, y + 2, part, 10.5, "round", width=170, leading=1.5)
    sheet.paste(marks.signature(people.person(rng).name, rng), 20, y + 14, 40)
    sheet.text(20, y + 32, "Chairman of the meeting", 10, "round")
    sheet.text(120, y + 22, f"Specimen signature of {who.short_name}", 9, "round")
    sheet.paste(marks.signature(who.name, rng), 124, y + 27, 36)
    return DrawnDocument(
        "BOARD_RESOLUTION",
        sheet,
        {"company_name": firm.name, "account_number": [firm.account, second], "personnel_directory": [who.name]},
        colour=True,
    )


def pledge_card(rng: Random) -> DrawnDocument:
    """A jeweller-lender's pledge card: loan and ornaments on half a sheet."""
    who, lender, given, rows = _pledge(rng)
    sheet, ink = Paper(A5, paper=(255, 250, 232)), (150, 100, 10)
    sheet.box(4, 4, 140, 202, outline=ink, weight=0.8)
    sheet.text(74, 8, lender, 15, "serif-bold", ink, align="centre")
    sheet.text(74, 16, places.shop(rng, who.home.state).one_line, 7.5, "serif", align="centre", width=130)
    sheet.text(74, 25, "GOLD LOAN PLEDGE CARD", 12, "serif-bold", align="centre")
    y = 35.0
    for label, field in (
        ("Loan No.", "loan_number"),
        ("Loan Date", "loan_date"),
        ("Due Date", "due_date"),
        ("Customer Name", "customer_name"),
    ):
        y = sheet.pair(9, y, label, str(given[field]), 10, "serif", "serif-bold", 38) + 1.4
    y = (
        table(
            sheet,
            9,
            y + 2,
            [
                Column("Sr.", 12, "centre"),
                Column("Ornament", 50),
                Column("Nos", 16, "centre"),
                Column("Gross (g)", 26, "right"),
                Column("Net (g)", 26, "right"),
            ],
            rows,
            Style(9.5, "serif", "serif-bold", head_fill=(244, 228, 180), padding=1.6),
        )
        + 3
    )
    for label, value in (
        ("No. of Articles", str(given["articles_count"])),
        ("Gross Weight", str(given["gross_weight"])),
        ("Net Weight", str(given["net_weight"])),
        ("Loan Amount", f"Rs. {given['loan_amount']}"),
    ):
        y = sheet.pair(9, y, label, value, 10, "serif", "serif-bold", 38) + 1.4
    sheet.paste(marks.signature(who.name, rng), 12, y + 6, 34)
    sheet.text(12, y + 21, "Borrower's signature", 8, "serif")
    sheet.paste(marks.signature("B. M. Zaveri", rng), 94, y + 6, 36)
    sheet.text(94, y + 21, "Appraiser", 8, "serif")
    return DrawnDocument("GOLD_PLEDGE_CARDS", sheet, given, colour=True)


def pledge_slip(rng: Random) -> DrawnDocument:
    """A finance company's pawn ticket, across, with labels above values."""
    who, lender, given, rows = _pledge(rng)
    sheet, ink = Paper((210.0, 100.0), 190), (190, 20, 40)
    sheet.box(0, 0, 210, 14, outline=None, fill=ink)
    sheet.text(8, 3.5, lender, 13, "condensed-bold", "white")
    sheet.text(202, 4, "GOLD PLEDGE TICKET", 12, "condensed-bold", "white", align="right")
    cells = (
        ("LENDER NAME", lender),
        ("CUSTOMER NAME", given["customer_name"]),
        ("LOAN NUMBER", given["loan_number"]),
        ("LOAN DATE", given["loan_date"]),
        ("DUE DATE", given["due_date"]),
        ("LOAN AMOUNT (Rs.)", given["loan_amount"]),
        ("GROSS WEIGHT", given["gross_weight"]),
        ("NET WEIGHT", given["net_weight"]),
        ("ARTICLES COUNT", str(given["articles_count"])),
    )
    for place, (label, value) in enumerate(cells):
        x, y = 8 + 66 * (place % 3), 18 + 12.5 * (place // 3)
        sheet.text(x, y, label, 7.5, "condensed", (110, 110, 116))
        sheet.text(x, y + 4, str(value), 11, "condensed-bold")
    table(
        sheet,
        8,
        57,
        [
            Column("Ornament", 60),
            Column("Nos", 18, "centre"),
            Column("Gross g", 24, "right"),
            Column("Net g", 24, "right"),
        ],
        [row[1:] for row in rows],
        Style(8.5, "condensed", "condensed-bold", padding=1),
    )
    sheet.paste(marks.signature(who.name, rng), 150, 70, 40)
    sheet.text(170, 88, "Signature of pledger", 8.5, "condensed", align="centre")
    return DrawnDocument("GOLD_PLEDGE_CARDS", sheet, given, colour=True)


def _pledge(rng: Random) -> tuple[people.Person, str, dict[str, str | int], list[tuple[str, ...]]]:
    who, lender = (
        people.person(rng),
        rng.choice(
            (
                "Swarnabandhu Gold Finance",
                "Zaveri Gold Loans Pvt Ltd",
                "Kanakadhara Finance Limited",
                "Annapurna Jewel Loans",
            )
        ),
    )
    rows: list[tuple[str, ...]] = []
    gross = net = 0.0
    count = 0
    for place, ornament in enumerate(rng.sample(ORNAMENTS, rng.randint(2, 4)), 1):
        heavy, many = rng.randint(300, 2900) / 100, rng.randint(1, 4)
        pure = round(heavy * rng.uniform(0.9, 0.98), 2)
        gross, net, count = gross + heavy, net + pure, count + many
        rows.append((str(place), ornament, str(many), f"{heavy:.2f}", f"{pure:.2f}"))
    day = numbers.some_date(rng, date(2024, 1, 1), date(2025, 9, 1))
    values: dict[str, str | int] = {
        "lender_name": lender,
        "customer_name": who.name,
        "loan_number": f"GL{numbers.some_digits(rng, 8)}",
        "loan_date": f"{day:%d/%m/%Y}",
        "due_date": f"{numbers.years_later(day, 1):%d/%m/%Y}",
        "loan_amount": grouped(int(net * 5200) // 100 * 100),
        "gross_weight": f"{gross:.2f} g",
        "net_weight": f"{net:.2f} g",
        "articles_count": count,
    }
    return who, lender, values, rows


LAYOUTS: dict[str, dict[str, Layout]] = {
    "BOARD_RESOLUTION": {"account": resolution, "loan": resolution_loan},
    "GOLD_PLEDGE_CARDS": {"card": pledge_card, "ticket": pledge_slip},
}
