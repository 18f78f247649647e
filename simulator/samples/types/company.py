"""Memorandum and Articles of Association, Certificate of Incorporation, BOARD_RESOLUTION and GOLD_PLEDGE_CARDS."""

from __future__ import annotations

from datetime import date
from random import Random

from simulator.samples.drawn import Drawn, Layout
from simulator.samples.kit import marks
from simulator.samples.kit.sheet import A4, A5, Sheet
from simulator.samples.kit.table import Column, Style, table
from simulator.samples.world import firms, numbers, people, places
from simulator.samples.world.firms import Firm
from simulator.samples.world.numbers import grouped

COMPANIES = (
    "Ashvattha Foods Private Limited",
    "Nimbus Agrotech Private Limited",
    "Varada Logistics Private Limited",
    "Kadamba Textiles Private Limited",
    "Tungabhadra Engineering Private Limited",
)
ORNAMENTS = ("Chain", "Bangle", "Ring", "Necklace", "Ear studs", "Bracelet", "Mangalsutra", "Pendant")


def memorandum(rng: Random) -> Drawn:
    """The memorandum's first page: name, office, objects, liability, capital."""
    firm = _company(rng)
    sheet = Sheet(A4)
    sheet.text(105, 14, "THE COMPANIES ACT, 2013", 12, "serif-bold", align="centre")
    sheet.text(105, 21, "(COMPANY LIMITED BY SHARES)", 10.5, "serif", align="centre")
    sheet.text(105, 29, "MEMORANDUM OF ASSOCIATION", 16, "serif-bold", align="centre")
    sheet.text(105, 38, "OF", 11, "serif", align="centre")
    y = sheet.text(105, 44, firm.name.upper(), 14, "serif-bold", align="centre") + 4
    return _clauses(sheet, y, "Memorandum of Association", (
        f"1st. The name of the Company is {firm.name}.", f"2nd. The registered office of the Company will be situated in the State of {firm.address.state}.",
        "3rd. (a) The objects to be pursued by the Company on its incorporation are to make, buy, sell and deal in goods of every description, and to carry on every trade connected with them.",
        "3rd. (b) Matters necessary for furtherance of these objects: to acquire premises and machinery, to borrow, to open bank accounts and to enter into contracts.",
        "4th. The liability of the members is limited.", f"5th. The share capital of the Company is Rs. {grouped(rng.randint(1, 20) * 500000)} divided into equity shares of Rs. 10 each.",
        "6th. We, the several persons whose names and addresses are subscribed, wish to be formed into a company in pursuance of this memorandum of association."))  # fmt: skip


def memorandum_form(rng: Random) -> Drawn:
    """The electronic form of the memorandum, Table A, as a grid with subscribers."""
    firm = _company(rng)
    sheet = Sheet(A4)
    sheet.text(105, 12, "Form No. INC-33", 11, "sans-bold", align="centre")
    sheet.text(105, 19, "e-MOA (e-Memorandum of Association)", 13, "sans-bold", align="centre")
    sheet.text(
        105,
        26,
        "[Pursuant to Schedule I (see Sections 4 and 5) to the Companies Act, 2013] - Table A",
        9,
        align="centre",
    )
    rows = [("1", "The name of the company is", firm.name.upper()), ("2", "The registered office of the company will be situated in the State of", firm.address.state), ("3", "The objects to be pursued by the company on its incorporation are", "Trading, processing and services of every kind in its line"),
            ("4", "The liability of the member(s) is", "Limited"), ("5", "The share capital of the company is (rupees)", grouped(rng.randint(1, 20) * 100000))]  # fmt: skip
    y = table(
        sheet,
        14,
        36,
        [Column("", 12, "centre"), Column("", 82), Column("", 88)],
        rows,
        Style(9.5, padding=2),
        head=False,
    )
    members = [
        (str(place), people.person(rng).name, numbers.some_digits(rng, 8), str(rng.randint(1, 9) * 1000))
        for place in range(1, 4)
    ]
    y = table(
        sheet,
        14,
        y + 6,
        [
            Column("S. No.", 18, "centre"),
            Column("Subscriber details", 84),
            Column("DIN", 40),
            Column("Shares taken", 40, "right"),
        ],
        members,
        Style(9.5, padding=1.8, head_fill=(226, 234, 244)),
    )
    sheet.text(14, y + 5, "Signed before me", 9.5)
    sheet.paste(marks.signature(people.person(rng).name, rng), 14, y + 10, 38)
    return Drawn("Memorandum of Association", sheet, {})


def articles(rng: Random) -> Drawn:
    """The articles' first page: interpretation, shares, calls, meetings."""
    firm = _company(rng)
    sheet = Sheet(A4)
    sheet.text(105, 14, "THE COMPANIES ACT, 2013", 12, "serif-bold", align="centre")
    sheet.text(105, 22, "ARTICLES OF ASSOCIATION", 16, "serif-bold", align="centre")
    y = sheet.text(105, 31, f"OF {firm.name.upper()}", 13, "serif-bold", align="centre") + 4
    return _clauses(sheet, y, "Articles of Association", (
        "INTERPRETATION", "1. In these regulations, 'the Act' means the Companies Act, 2013, and 'the Seal' means the common seal of the Company.", "2. The Company is a private company: it restricts the right to transfer its shares and limits its members to two hundred.",
        "SHARE CAPITAL AND VARIATION OF RIGHTS", "3. Subject to the Act, the shares are under the control of the directors, who may allot them to whom they think fit.", "CALLS ON SHARES",
        "4. The Board may make calls upon the members for moneys unpaid on their shares, with fourteen days' notice.", "GENERAL MEETINGS", "5. All general meetings other than the annual general meeting shall be called extraordinary general meetings.",
        "BOARD OF DIRECTORS", f"6. The first directors are {people.person(rng).name} and {people.person(rng).name}."))  # fmt: skip


def articles_form(rng: Random) -> Drawn:
    """The electronic form of the articles, Table F, as a grid."""
    firm = _company(rng)
    sheet = Sheet(A4)
    sheet.text(105, 12, "Form No. INC-34", 11, "sans-bold", align="centre")
    sheet.text(105, 19, "e-AOA (e-Articles of Association)", 13, "sans-bold", align="centre")
    sheet.text(
        105,
        26,
        f"Table F as notified under Schedule I of the Companies Act, 2013 is applicable to {firm.name.upper()}",
        9,
        align="centre",
        width=180,
    )
    rows = [("I", "Interpretation", "Words have the meanings given in the Act."), ("II", "Share capital and variation of rights", "Shares are under the control of the directors."), ("III", "Lien", "The company has a first lien on shares not fully paid."), ("IV", "Transfer of shares", "The Board may decline to register a transfer of partly paid shares."),
            ("V", "General meetings", "The Board may call an extraordinary general meeting."), ("VI", "Voting rights", "On a show of hands every member present has one vote."), ("VII", "Board of Directors", f"First directors: {people.person(rng).name}, {people.person(rng).name}"), ("VIII", "The Seal", "The Board provides for the safe custody of the seal.")]  # fmt: skip
    table(
        sheet,
        14,
        40,
        [Column("Article", 18, "centre"), Column("Heading", 62), Column("Description", 102)],
        rows,
        Style(9.5, padding=2, head_fill=(226, 234, 244)),
    )
    return Drawn("Articles of Association", sheet, {})


def incorporation(rng: Random) -> Drawn:
    """The registrar's certificate, centred, with the ministry's head."""
    firm, cin, day = _company(rng), "", numbers.some_date(rng, date(2010, 1, 1), date(2025, 1, 1))
    cin = _cin(rng, firm, day)
    sheet = Sheet(A4)
    sheet.box(8, 8, 194, 281, outline=(150, 120, 50), weight=1)
    sheet.paste(marks.emblem(160), 96, 16, 18)
    y = sheet.text(105, 36, "GOVERNMENT OF INDIA", 12, "serif-bold", align="centre")
    y = sheet.text(105, y, "MINISTRY OF CORPORATE AFFAIRS", 12, "serif-bold", align="centre")
    y = sheet.text(105, y + 2, "Central Registration Centre", 11, "serif", align="centre")
    y = sheet.text(105, y + 8, "Certificate of Incorporation", 19, "serif-bold", align="centre")
    y = (
        sheet.text(
            105,
            y,
            "[Pursuant to sub-section (2) of section 7 and sub-section (1) of section 8 of the Companies Act, 2013]",
            9,
            "serif",
            align="centre",
            width=150,
        )
        + 8
    )
    for part in (f"I hereby certify that {firm.name.upper()} is incorporated on this {day.day} day of {day:%B} {day.year} under the Companies Act, 2013 and that the company is limited by shares.",
                 f"The Corporate Identity Number of the company is {cin}.", f"The Permanent Account Number (PAN) of the company is {firm.pan}.", f"Given under my hand at Manesar this {day.day} day of {day:%B} {day.year}."):  # fmt: skip
        y = sheet.text(24, y, part, 12, "serif", width=162, leading=1.5) + 5
    sheet.paste(marks.signature("P. Thangavel", rng), 138, y + 8, 40)
    sheet.text(186, y + 26, "Registrar of Companies", 11, "serif", align="right")
    sheet.text(
        24,
        y + 44,
        f"Mailing address as per record available in the Registrar's office:\n{firm.name}\n{firm.address.one_line}",
        10,
        "serif",
        width=162,
    )
    return Drawn("Certificate of Incorporation", sheet, {}, colour=True)


def incorporation_old(rng: Random) -> Drawn:
    """The older certificate, in Form 1, typed on a pattern."""
    firm, day = _company(rng), numbers.some_date(rng, date(1996, 1, 1), date(2012, 1, 1))
    sheet = Sheet(A4)
    waves = marks.guilloche(sheet.image.size, rng, (200, 180, 130), 40, 0.25)
    sheet.image.paste(waves, (0, 0), waves)
    y = 24.0
    for said, size, font in (
        ("FORM 1", 12, "mono-bold"),
        ("CERTIFICATE OF INCORPORATION", 17, "mono-bold"),
        (f"Corporate Identity Number : {_cin(rng, firm, day)}", 10.5, "mono"),
    ):
        y = sheet.text(105, y, said, size, font, align="centre") + 4
    for part in (f"I hereby certify that {firm.name.upper()} is this day incorporated under the Companies Act, 1956 (No. 1 of 1956) and that the company is limited.",
                 f"Given at {firm.address.city} this {day:%d} day of {day:%B} {day.year}."):  # fmt: skip
        y = sheet.text(24, y + 8, part, 11.5, "mono", width=162, leading=1.6)
    sheet.paste(marks.round_stamp("Registrar of Companies", firm.address.state, rng), 50, y + 18, 36)
    sheet.paste(marks.signature("H. C. Borthakur", rng), 130, y + 22, 42)
    sheet.text(150, y + 42, "Registrar of Companies", 11, "mono", align="centre")
    return Drawn("Certificate of Incorporation", sheet, {}, colour=True)


def resolution(rng: Random) -> Drawn:
    """A certified true copy about operating an account, on the company's letterhead."""
    firm, day = _company(rng), numbers.some_date(rng, date(2022, 1, 1), date(2025, 9, 1))
    signers = [people.person(rng) for _ in range(2)]
    sheet = Sheet(A4)
    sheet.text(105, 12, firm.name.upper(), 16, "book-bold", (30, 60, 90), align="centre")
    sheet.text(105, 20, f"CIN: {_cin(rng, firm, date(2012, 5, 9))}", 9.5, "book", align="centre")
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
    for part in (f"RESOLVED THAT the current account bearing account number {firm.account} with {firm.bank} be operated by the persons named below.",
                 "RESOLVED FURTHER THAT they are authorised to sign cheques, loan papers and other documents as set out in the table."):  # fmt: skip
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
    return Drawn(
        "BOARD_RESOLUTION",
        sheet,
        {
            "company_name": firm.name.upper(),
            "account_number": [firm.account],
            "personnel_directory": [who.name for who in signers],
        },
        colour=True,
    )


def resolution_loan(rng: Random) -> Drawn:
    """A resolution to borrow, numbered, with two accounts."""
    firm, day, who = _company(rng), numbers.some_date(rng, date(2022, 1, 1), date(2025, 9, 1)), people.person(rng)
    second = numbers.some_digits(rng, 12)
    sheet = Sheet(A4)
    sheet.text(20, 14, firm.name, 15, "round-bold", (120, 40, 90))
    sheet.text(20, 22, firm.address.one_line, 8.5, "round", width=170)
    sheet.text(105, 34, "BOARD RESOLUTION", 14, "round-bold", align="centre")
    y = 46.0
    for part in (f"Extract of the minutes of the meeting of the Board of Directors held on {day:%d/%m/%Y} at 11.00 a.m.", f"1. It was resolved that the Company may borrow from {rng.choice(firms.LENDERS)[0]} up to Rs. {grouped(rng.randint(5, 50) * 100000)} on hypothecation of its assets.",
                 f"2. The instalments shall be paid from account number {firm.account} and account number {second} with {firm.bank}.", f"3. {who.name} is authorised to sign the agreements on behalf of the Company.",
                 "4. The lender may rely on this resolution until it is told otherwise in writing."):  # fmt: skip
        y = sheet.text(20, y + 2, part, 10.5, "round", width=170, leading=1.5)
    sheet.paste(marks.signature(people.person(rng).name, rng), 20, y + 14, 40)
    sheet.text(20, y + 32, "Chairman of the meeting", 10, "round")
    sheet.text(120, y + 22, f"Specimen signature of {who.short_name}", 9, "round")
    sheet.paste(marks.signature(who.name, rng), 124, y + 27, 36)
    return Drawn(
        "BOARD_RESOLUTION",
        sheet,
        {"company_name": firm.name, "account_number": [firm.account, second], "personnel_directory": [who.name]},
        colour=True,
    )


def pledge_card(rng: Random) -> Drawn:
    """A jeweller-lender's pledge card: loan and ornaments on half a sheet."""
    who, lender, said, rows = _pledge(rng)
    sheet, ink = Sheet(A5, paper=(255, 250, 232)), (150, 100, 10)
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
        y = sheet.pair(9, y, label, str(said[field]), 10, "serif", "serif-bold", 38) + 1.4
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
        ("No. of Articles", str(said["articles_count"])),
        ("Gross Weight", str(said["gross_weight"])),
        ("Net Weight", str(said["net_weight"])),
        ("Loan Amount", f"Rs. {said['loan_amount']}"),
    ):
        y = sheet.pair(9, y, label, value, 10, "serif", "serif-bold", 38) + 1.4
    sheet.paste(marks.signature(who.name, rng), 12, y + 6, 34)
    sheet.text(12, y + 21, "Borrower's signature", 8, "serif")
    sheet.paste(marks.signature("B. M. Zaveri", rng), 94, y + 6, 36)
    sheet.text(94, y + 21, "Appraiser", 8, "serif")
    return Drawn("GOLD_PLEDGE_CARDS", sheet, said, colour=True)


def pledge_slip(rng: Random) -> Drawn:
    """A finance company's pawn ticket, across, with labels above values."""
    who, lender, said, rows = _pledge(rng)
    sheet, ink = Sheet((210.0, 100.0), 190), (190, 20, 40)
    sheet.box(0, 0, 210, 14, outline=None, fill=ink)
    sheet.text(8, 3.5, lender, 13, "condensed-bold", "white")
    sheet.text(202, 4, "GOLD PLEDGE TICKET", 12, "condensed-bold", "white", align="right")
    cells = (("LENDER NAME", lender), ("CUSTOMER NAME", said["customer_name"]), ("LOAN NUMBER", said["loan_number"]), ("LOAN DATE", said["loan_date"]), ("DUE DATE", said["due_date"]), ("LOAN AMOUNT (Rs.)", said["loan_amount"]),
             ("GROSS WEIGHT", said["gross_weight"]), ("NET WEIGHT", said["net_weight"]), ("ARTICLES COUNT", str(said["articles_count"])))  # fmt: skip
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
    return Drawn("GOLD_PLEDGE_CARDS", sheet, said, colour=True)


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
    said: dict[str, str | int] = {
        "lender_name": lender, "customer_name": who.name, "loan_number": f"GL{numbers.some_digits(rng, 8)}", "loan_date": f"{day:%d/%m/%Y}", "due_date": f"{numbers.years_later(day, 1):%d/%m/%Y}", "loan_amount": grouped(int(net * 5200) // 100 * 100),
        "gross_weight": f"{gross:.2f} g", "net_weight": f"{net:.2f} g", "articles_count": count,
    }  # fmt: skip
    return who, lender, said, rows


def _clauses(sheet: Sheet, y: float, kind: str, parts: tuple[str, ...]) -> Drawn:
    for part in parts:
        heading = part.isupper()
        y = sheet.text(
            105 if heading else 22,
            y + 3,
            part,
            11,
            "serif-bold" if heading else "serif",
            align="centre" if heading else "left",
            width=166,
            leading=1.4,
        )
    return Drawn(kind, sheet, {})


def _company(rng: Random) -> Firm:
    return firms.firm(rng, rng.choice(COMPANIES))


def _cin(rng: Random, firm: Firm, day: date) -> str:
    """A corporate identity number: listing, industry, state, year, kind, registration."""
    letters = "".join(word[0] for word in firm.address.state.split())[:2].upper().ljust(2, "H")
    return f"U{numbers.some_digits(rng, 5)}{letters}{day.year}PTC{numbers.some_digits(rng, 6)}"


LAYOUTS: dict[str, dict[str, Layout]] = {
    "Memorandum of Association": {"prose": memorandum, "form": memorandum_form},
    "Articles of Association": {"prose": articles, "form": articles_form},
    "Certificate of Incorporation": {"ministry": incorporation, "old": incorporation_old},
    "BOARD_RESOLUTION": {"account": resolution, "loan": resolution_loan},
    "GOLD_PLEDGE_CARDS": {"card": pledge_card, "ticket": pledge_slip},
}
