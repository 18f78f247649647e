"""INSURANCE: the policy of a vehicle, as a certificate, a schedule and a letter."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from samples.drawn import DrawnDocument, Layout
from samples.kit import marks
from samples.kit.sheet import A4, Paper
from samples.kit.table import Column, Style, table
from samples.types.identity import STATE_LETTERS
from samples.world import firms, goods, numbers, people
from samples.world.goods import Goods
from samples.world.numbers import grouped
from samples.world.people import Person

INSURERS = (
    "Suraksha General Insurance Co. Ltd",
    "Himgiri General Insurance Limited",
    "Navjeevan Assurance Company Ltd",
    "Trident Motor Insurance Ltd",
)


def schedule(rng: Random) -> DrawnDocument:
    """A certificate cum schedule: facts in a four-column grid, premium in a table."""
    who, bike, given, lender = _policy(rng)
    sheet, ink = Paper(A4), (0, 70, 140)
    sheet.text(14, 9, given["insurance_company"], 15, "sans-bold", ink)
    sheet.text(14, 17, "Certificate of Insurance cum Policy Schedule", 10.5, "sans-bold")
    sheet.text(14, 22, "Two Wheeler Package Policy", 9.5)
    style = Style(8.5, head_fill=(222, 232, 244), padding=1.4, rule=(130, 150, 180))
    four = [Column("", 40), Column("", 52), Column("", 38), Column("", 52)]
    y = table(
        sheet,
        14,
        30,
        four,
        [
            ("Policy Number", given["policy_number"], "Policy Term", given["tenure"]),
            ("Insured Name", given["insured_name"], "Mobile", who.mobile),
            ("Period of Insurance From", given["start_date"], "To", given["end_date"]),
            ("Financier", lender, "Status", given["hypothecation_status"]),
        ],
        style,
        head=False,
    )
    y = table(sheet, 14, y, [Column("", 40), Column("", 142)], [("Address", who.home.one_line)], style, head=False)
    y = table(
        sheet,
        14,
        y + 4,
        [
            Column("Registration No.", 34),
            Column("Make / Model", 50),
            Column("Engine No.", 36),
            Column("Chassis No.", 40),
            Column("CC", 22, "centre"),
        ],
        [(_plate(rng, who), f"{bike.maker} {bike.model}", given["engine_number"], given["chassis_number"], "124")],
        style,
    )
    y = table(
        sheet,
        14,
        y + 4,
        [Column("Insured Declared Value (IDV)", 91, "right"), Column("Total IDV (Rs.)", 91, "right")],
        [(given["IDV"], given["IDV"])],
        style,
    )
    gross = float(given["gross_premium"].replace(",", ""))
    net = gross / 1.18
    rows = [
        ("Basic own damage", grouped(net * 0.34), "Basic third party", grouped(net * 0.5)),
        ("Zero depreciation", grouped(net * 0.1), "PA cover for owner driver", grouped(net * 0.06)),
        ("Net Premium", grouped(net), "GST @ 18%", grouped(gross - net)),
        ("", "", "Gross Premium", given["gross_premium"]),
    ]
    y = table(
        sheet,
        14,
        y + 4,
        [Column("Own damage", 58), Column("Rs.", 33, "right"), Column("Liability", 58), Column("Rs.", 33, "right")],
        rows,
        style,
        bold=(3,),
    )
    sheet.text(
        14,
        y + 5,
        "We certify that the policy to which this certificate relates as well as this certificate are issued under the Motor Vehicles Act, 1988.",
        8.5,
        width=182,
    )
    sheet.paste(marks.code(given["policy_number"], "QRCode", 4), 14, y + 14, 26, 26)
    sheet.text(196, y + 16, f"For {given['insurance_company']}", 9, "sans-bold", align="right")
    sheet.paste(marks.signature("V. Krishnan", rng), 156, y + 21, 36)
    sheet.text(196, y + 36, "Authorised Signatory", 8.5, align="right")
    return DrawnDocument("INSURANCE", sheet, given, colour=True)


def cover_note(rng: Random) -> DrawnDocument:
    """A policy in one column with large type, and the hypothecation in a line of its own."""
    who, bike, given, lender = _policy(rng)
    sheet, ink = Paper(A4), (210, 60, 30)
    sheet.box(0, 0, 8, 297, outline=None, fill=ink)
    sheet.text(18, 12, given["insurance_company"], 17, "round-bold", ink)
    sheet.text(18, 21, "Motor Insurance Policy", 12, "round-medium")
    y = 34.0
    groups = (
        (
            "Policy",
            (
                ("Policy No", "policy_number"),
                ("Start Date", "start_date"),
                ("End Date", "end_date"),
                ("Tenure", "tenure"),
            ),
        ),
        ("Insured", (("Insured Name", "insured_name"),)),
        (
            "Vehicle",
            (
                ("Engine Number", "engine_number"),
                ("Chassis Number", "chassis_number"),
                ("IDV", "IDV"),
                ("Hypothecation Status", "hypothecation_status"),
            ),
        ),
        ("Premium", (("Gross Premium", "gross_premium"),)),
    )
    for title, pairs in groups:
        y = sheet.text(18, y, title, 12, "round-medium", ink) + 1
        for label, field in pairs:
            sheet.text(18, y, label, 10.5, "round", (100, 100, 106))
            value = f"₹ {given[field]}" if field in ("IDV", "gross_premium") else given[field]
            y = sheet.text(78, y, value, 10.5, "round-medium") + 1.4
        if title == "Insured":
            sheet.text(18, y, "Address", 10.5, "round", (100, 100, 106))
            y = sheet.text(78, y, who.home.one_line, 10.5, "round-medium", width=118) + 1.4
        if title == "Vehicle":
            sheet.text(18, y, "Vehicle", 10.5, "round", (100, 100, 106))
            y = (
                sheet.text(
                    78,
                    y,
                    f"{bike.maker} {bike.model}, {_plate(rng, who)}, financed by {lender}",
                    10.5,
                    "round-medium",
                    width=118,
                )
                + 1.4
            )
        sheet.line(18, y + 1, 196, y + 1, 0.15, (206, 206, 210))
        y += 5
    sheet.text(
        18,
        y + 4,
        "Claims are settled under the terms of the policy wording, which is sent by e-mail.",
        9,
        "round",
        (110, 110, 116),
    )
    return DrawnDocument("INSURANCE", sheet, given, colour=True)


def _policy(rng: Random) -> tuple[Person, Goods, dict[str, str], str]:
    who, bike = people.person(rng), goods.some(rng, "two-wheeler")
    start, years = numbers.some_date(rng, date(2024, 1, 1), date(2025, 10, 1)), rng.choice((1, 1, 2, 5))
    lender = rng.choice(firms.LENDERS)[0]
    form = rng.choice(("%d/%m/%Y", "%d-%b-%Y", "%d %b %Y"))
    return (
        who,
        bike,
        {
            "insured_name": who.name,
            "insurance_company": rng.choice(INSURERS),
            "policy_number": rng.choice(
                (f"{numbers.some_digits(rng, 4)}/{numbers.some_digits(rng, 8)}/00/000", numbers.some_digits(rng, 18))
            ),
            "engine_number": f"{numbers.code_letters(rng, 2)}{numbers.some_digits(rng, 2)}{numbers.code_letters(rng, 1)}{numbers.some_digits(rng, 6)}",
            "chassis_number": f"ME{numbers.some_digits(rng, 1)}{numbers.code_letters(rng, 4)}{numbers.some_digits(rng, 2)}{numbers.code_letters(rng, 2)}{numbers.some_digits(rng, 6)}",
            "hypothecation_status": "Hypothecated",
            "tenure": f"{years} Year{'s' if years > 1 else ''}",
            "IDV": grouped(bike.price * 95 // 100, paise=False),
            "gross_premium": grouped(rng.randint(1100, 7900) + 0.0),
            "start_date": f"{start:{form}}",
            "end_date": f"{numbers.years_later(start, years) - timedelta(days=1):{form}}",
        },
        lender,
    )


def _plate(rng: Random, who: Person) -> str:
    return f"{STATE_LETTERS[who.home.state]}-{rng.randint(1, 49):02d}-{numbers.letters(rng, 2)}-{numbers.some_digits(rng, 4)}"


LAYOUTS: dict[str, dict[str, Layout]] = {"INSURANCE": {"schedule": schedule, "cover-note": cover_note}}
