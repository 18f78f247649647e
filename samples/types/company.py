"""Memorandum and Articles of Association and Certificate of Incorporation."""

from __future__ import annotations

from datetime import date
from random import Random

from samples.drawn import DrawnDocument, Layout
from samples.kit import marks
from samples.kit.sheet import A4, Paper
from samples.kit.table import Column, Style, table
from samples.world import firms, numbers, people
from samples.world.firms import Firm
from samples.world.numbers import grouped

COMPANIES = (
    "Ashvattha Foods Private Limited",
    "Nimbus Agrotech Private Limited",
    "Varada Logistics Private Limited",
    "Kadamba Textiles Private Limited",
    "Tungabhadra Engineering Private Limited",
)


def memorandum(rng: Random) -> DrawnDocument:
    """The memorandum's first page: name, office, objects, liability, capital."""
    firm = company(rng)
    sheet = Paper(A4)
    sheet.text(105, 14, "THE COMPANIES ACT, 2013", 12, "serif-bold", align="centre")
    sheet.text(105, 21, "(COMPANY LIMITED BY SHARES)", 10.5, "serif", align="centre")
    sheet.text(105, 29, "MEMORANDUM OF ASSOCIATION", 16, "serif-bold", align="centre")
    sheet.text(105, 38, "OF", 11, "serif", align="centre")
    y = sheet.text(105, 44, firm.name.upper(), 14, "serif-bold", align="centre") + 4
    return _clauses(
        sheet,
        y,
        "Memorandum of Association",
        (
            f"1st. The name of the Company is {firm.name}.",
            f"2nd. The registered office of the Company will be situated in the State of {firm.address.state}.",
            "3rd. (a) The objects to be pursued by the Company on its incorporation are to make, buy, sell and deal in goods of every description, and to carry on every trade connected with them.",
            "3rd. (b) Matters necessary for furtherance of these objects: to acquire premises and machinery, to borrow, to open bank accounts and to enter into contracts.",
            "4th. The liability of the members is limited.",
            f"5th. The share capital of the Company is Rs. {grouped(rng.randint(1, 20) * 500000)} divided into equity shares of Rs. 10 each.",
            "6th. We, the several persons whose names and addresses are subscribed, wish to be formed into a company in pursuance of this memorandum of association.",
        ),
    )


def memorandum_form(rng: Random) -> DrawnDocument:
    """The electronic form of the memorandum, Table A, as a grid with subscribers."""
    firm = company(rng)
    sheet = Paper(A4)
    sheet.text(105, 12, "Form No. INC-33", 11, "sans-bold", align="centre")
    sheet.text(105, 19, "e-MOA (e-Memorandum of Association)", 13, "sans-bold", align="centre")
    sheet.text(
        105,
        26,
        "[Pursuant to Schedule I (see Sections 4 and 5) to the Companies Act, 2013] - Table A",
        9,
        align="centre",
    )
    rows = [
        ("1", "The name of the company is", firm.name.upper()),
        ("2", "The registered office of the company will be situated in the State of", firm.address.state),
        (
            "3",
            "The objects to be pursued by the company on its incorporation are",
            "Trading, processing and services of every kind in its line",
        ),
        ("4", "The liability of the member(s) is", "Limited"),
        ("5", "The share capital of the company is (rupees)", grouped(rng.randint(1, 20) * 100000)),
    ]
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
    return DrawnDocument("Memorandum of Association", sheet, {})


def articles(rng: Random) -> DrawnDocument:
    """The articles' first page: interpretation, shares, calls, meetings."""
    firm = company(rng)
    sheet = Paper(A4)
    sheet.text(105, 14, "THE COMPANIES ACT, 2013", 12, "serif-bold", align="centre")
    sheet.text(105, 22, "ARTICLES OF ASSOCIATION", 16, "serif-bold", align="centre")
    y = sheet.text(105, 31, f"OF {firm.name.upper()}", 13, "serif-bold", align="centre") + 4
    return _clauses(
        sheet,
        y,
        "Articles of Association",
        (
            "INTERPRETATION",
            "1. In these regulations, 'the Act' means the Companies Act, 2013, and 'the Seal' means the common seal of the Company.",
            "2. The Company is a private company: it restricts the right to transfer its shares and limits its members to two hundred.",
            "SHARE CAPITAL AND VARIATION OF RIGHTS",
            "3. Subject to the Act, the shares are under the control of the directors, who may allot them to whom they think fit.",
            "CALLS ON SHARES",
            "4. The Board may make calls upon the members for moneys unpaid on their shares, with fourteen days' notice.",
            "GENERAL MEETINGS",
            "5. All general meetings other than the annual general meeting shall be called extraordinary general meetings.",
            "BOARD OF DIRECTORS",
            f"6. The first directors are {people.person(rng).name} and {people.person(rng).name}.",
        ),
    )


def articles_form(rng: Random) -> DrawnDocument:
    """The electronic form of the articles, Table F, as a grid."""
    firm = company(rng)
    sheet = Paper(A4)
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
    rows = [
        ("I", "Interpretation", "Words have the meanings given in the Act."),
        ("II", "Share capital and variation of rights", "Shares are under the control of the directors."),
        ("III", "Lien", "The company has a first lien on shares not fully paid."),
        ("IV", "Transfer of shares", "The Board may decline to register a transfer of partly paid shares."),
        ("V", "General meetings", "The Board may call an extraordinary general meeting."),
        ("VI", "Voting rights", "On a show of hands every member present has one vote."),
        ("VII", "Board of Directors", f"First directors: {people.person(rng).name}, {people.person(rng).name}"),
        ("VIII", "The Seal", "The Board provides for the safe custody of the seal."),
    ]
    table(
        sheet,
        14,
        40,
        [Column("Article", 18, "centre"), Column("Heading", 62), Column("Description", 102)],
        rows,
        Style(9.5, padding=2, head_fill=(226, 234, 244)),
    )
    return DrawnDocument("Articles of Association", sheet, {})


def incorporation(rng: Random) -> DrawnDocument:
    """The registrar's certificate, centred, with the ministry's head."""
    firm, cin, day = company(rng), "", numbers.some_date(rng, date(2010, 1, 1), date(2025, 1, 1))
    cin = identity_number(rng, firm, day)
    sheet = Paper(A4)
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
    for part in (
        f"I hereby certify that {firm.name.upper()} is incorporated on this {day.day} day of {day:%B} {day.year} under the Companies Act, 2013 and that the company is limited by shares.",
        f"The Corporate Identity Number of the company is {cin}.",
        f"The Permanent Account Number (PAN) of the company is {firm.pan}.",
        f"Given under my hand at Manesar this {day.day} day of {day:%B} {day.year}.",
    ):
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
    return DrawnDocument("Certificate of Incorporation", sheet, {}, colour=True)


def incorporation_old(rng: Random) -> DrawnDocument:
    """The older certificate, in Form 1, typed on a pattern."""
    firm, day = company(rng), numbers.some_date(rng, date(1996, 1, 1), date(2012, 1, 1))
    sheet = Paper(A4)
    waves = marks.guilloche(sheet.image.size, rng, (200, 180, 130), 40, 0.25)
    sheet.image.paste(waves, (0, 0), waves)
    y = 24.0
    for item, size, font in (
        ("FORM 1", 12, "mono-bold"),
        ("CERTIFICATE OF INCORPORATION", 17, "mono-bold"),
        (f"Corporate Identity Number : {identity_number(rng, firm, day)}", 10.5, "mono"),
    ):
        y = sheet.text(105, y, item, size, font, align="centre") + 4
    for part in (
        f"I hereby certify that {firm.name.upper()} is this day incorporated under the Companies Act, 1956 (No. 1 of 1956) and that the company is limited.",
        f"Given at {firm.address.city} this {day:%d} day of {day:%B} {day.year}.",
    ):
        y = sheet.text(24, y + 8, part, 11.5, "mono", width=162, leading=1.6)
    sheet.paste(marks.round_stamp("Registrar of Companies", firm.address.state, rng), 50, y + 18, 36)
    sheet.paste(marks.signature("H. C. Borthakur", rng), 130, y + 22, 42)
    sheet.text(150, y + 42, "Registrar of Companies", 11, "mono", align="centre")
    return DrawnDocument("Certificate of Incorporation", sheet, {}, colour=True)


def _clauses(sheet: Paper, y: float, kind: str, parts: tuple[str, ...]) -> DrawnDocument:
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
    return DrawnDocument(kind, sheet, {})


def company(rng: Random) -> Firm:
    return firms.firm(rng, rng.choice(COMPANIES))


def identity_number(rng: Random, firm: Firm, day: date) -> str:
    """A corporate identity number: listing, industry, state, year, kind, registration."""
    letters = "".join(word[0] for word in firm.address.state.split())[:2].upper().ljust(2, "H")
    return f"U{numbers.some_digits(rng, 5)}{letters}{day.year}PTC{numbers.some_digits(rng, 6)}"


LAYOUTS: dict[str, dict[str, Layout]] = {
    "Memorandum of Association": {"prose": memorandum, "form": memorandum_form},
    "Articles of Association": {"prose": articles, "form": articles_form},
    "Certificate of Incorporation": {"ministry": incorporation, "old": incorporation_old},
}
