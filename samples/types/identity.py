"""DRIVING_LICENSE, VOTER_ID, PASSPORT and RC_BOOK: the other cards and booklets of the state."""

from __future__ import annotations

from datetime import date
from random import Random

from samples.drawn import DrawnDocument, Layout
from samples.kit import marks
from samples.kit.sheet import A4, CARD, Paper
from samples.kit.table import Column, Style, table
from samples.world import goods, hindi, numbers, people
from samples.world.people import Person

DPI = 300
#: The letters that begin a registration number or a licence.
STATE_LETTERS = {
    "Maharashtra": "MH",
    "Delhi": "DL",
    "Karnataka": "KA",
    "Tamil Nadu": "TN",
    "Telangana": "TS",
    "Andhra Pradesh": "AP",
    "Kerala": "KL",
    "Gujarat": "GJ",
    "Rajasthan": "RJ",
    "Uttar Pradesh": "UP",
    "West Bengal": "WB",
    "Bihar": "BR",
    "Jharkhand": "JH",
    "Odisha": "OD",
    "Assam": "AS",
    "Madhya Pradesh": "MP",
    "Chhattisgarh": "CG",
    "Chandigarh": "CH",
    "Punjab": "PB",
    "Haryana": "HR",
    "Goa": "GA",
    "Uttarakhand": "UK",
}


def smart_licence(rng: Random) -> DrawnDocument:
    """The union's smart card: chip, portrait at the right, numbered labels."""
    who, number, issued, until = _licence(rng)
    sheet = Paper(CARD, DPI)
    sheet.image.paste(marks.gradient(sheet.image.size, (238, 226, 206), (214, 232, 226)))
    _waves(sheet, rng, (180, 150, 110))
    sheet.paste(marks.emblem(110), 3, 1.5, 8)
    sheet.text(44, 1.8, "Indian Union Driving Licence", 8.4, "sans-bold", align="centre")
    sheet.text(44, 6, f"Issued by {who.home.state}", 7, "sans-bold", align="centre")
    sheet.text(74, 2, STATE_LETTERS[who.home.state], 14, "sans-bold", (160, 60, 30))
    sheet.box(4, 16, 11, 9, fill=(214, 180, 90), radius=1.2)
    sheet.text(18, 12, f"DL No. {number}", 8.4, "sans-bold")
    issue, valid, born = f"{issued:%d-%m-%Y}", f"{until:%d-%m-%Y}", f"{who.born:%d-%m-%Y}"
    sheet.text(18, 17, "Issue Date", 5.6)
    sheet.text(18, 19.6, issue, 7.6, "sans-bold")
    sheet.text(40, 17, "Validity (NT)", 5.6)
    sheet.text(40, 19.6, valid, 7.6, "sans-bold")
    y = 26.5
    for label, item in (
        ("Name:", who.name.upper()),
        ("Date of Birth:", born),
        ("Blood Group:", rng.choice(("O+", "A+", "B+", "AB+"))),
        (f"{'Daughter' if who.woman else 'Son'} of:", who.father.upper()),
    ):
        sheet.text(4, y, label, 6.2)
        y = sheet.text(22, y - 0.3, item, 7.2, "sans-bold") + 0.7
    sheet.text(4, y, "Address:", 6.2)
    sheet.text(22, y, who.home.upper, 5.2, width=38)
    sheet.paste(marks.face_of(who.aadhaar, who.woman), 64, 13, 18, 22)
    sheet.paste(marks.signature(who.name, rng, ink=(20, 20, 24)), 63, 37, 20)
    sheet.text(73, 48.6, "Holder's Signature", 5, align="centre")
    return _licensed(sheet, who, number, issue, valid, born, who.home.state)


def state_licence(rng: Random) -> DrawnDocument:
    """A state's older laminated licence: yellow, portrait at the left, class table."""
    who, number, issued, until = _licence(rng)
    sheet = Paper((96.0, 64.0), DPI, (250, 244, 208))
    _waves(sheet, rng, (214, 190, 110))
    state = who.home.state.upper()
    sheet.text(48, 2, f"{state} STATE MOTOR DRIVING LICENCE", 8.6, "sans-bold", (30, 60, 130), align="centre")
    sheet.paste(marks.face_of(who.aadhaar, who.woman), 4, 10, 18, 22)
    issue, valid, born = f"{issued:%d/%m/%Y}", f"{until:%d/%m/%Y}", f"{who.born:%d/%m/%Y}"
    y = 9.5
    for label, item in (
        ("DL No", number),
        ("DOI", issue),
        ("Valid Till", f"{valid} (NT)"),
        ("Name", who.name.upper()),
        ("DOB", born),
        ("S/D/W of", who.father.upper()),
    ):
        y = sheet.pair(25, y, label, item, 7.4, at=20) + 0.7
    sheet.text(25, y, "Add :", 7.4)
    sheet.text(45, y, who.home.upper, 6.4, width=48)
    sheet.text(4, 40, "AUTHORISATION TO DRIVE FOLLOWING CLASS\nOF VEHICLES THROUGHOUT INDIA", 5)
    table(
        sheet, 4, 45, [Column("COV", 18), Column("DOI", 20)], [("MCWG", issue), ("LMV", issue)], Style(5.4, padding=0.7)
    )
    sheet.paste(marks.signature("R. B. Kamble", rng), 66, 50, 24)
    sheet.text(78, 60, "Licensing Authority", 5.6, align="centre")
    return _licensed(sheet, who, number, issue, valid, born, state)


def voter_card(rng: Random) -> DrawnDocument:
    """The coloured elector's card, with names in two scripts."""
    who, number = people.person(rng), f"{numbers.letters(rng, 3)}{numbers.some_digits(rng, 7)}"
    sheet = Paper((54.0, 86.0), DPI)
    _waves(sheet, rng, (240, 190, 140))
    sheet.box(0, 0, 54, 11, outline=None, fill=(246, 232, 216))
    sheet.paste(marks.emblem(100), 2, 1.5, 8)
    sheet.text(31, 1.2, "भारत निर्वाचन आयोग", 6.6, "sans-bold", align="centre")
    sheet.text(31, 5, "ELECTION COMMISSION OF INDIA", 5.4, "sans-bold", align="centre")
    sheet.text(31, 8, "ELECTOR PHOTO IDENTITY CARD", 4.6, align="centre")
    sheet.text(27, 12.5, number, 9.5, "sans-bold", align="centre")
    sheet.paste(marks.face_of(who.aadhaar, who.woman), 17, 18, 20, 25)
    born = f"{who.born:%d/%m/%Y}"
    y = 45.5
    for label, item in (
        ("नाम", hindi.spelt(who.name)),
        ("Name", who.name),
        ("पिता का नाम", hindi.spelt(who.father)),
        ("Father's Name", who.father),
    ):
        sheet.text(4, y, label, 5.4)
        y = sheet.text(22, y - 0.2, item, 6.4, "sans-bold") + 0.9
    sheet.runs(
        4, y, [("लिंग ", "devanagari"), ("/ Gender : ", "sans"), ("Female" if who.woman else "Male", "sans-bold")], 6
    )
    sheet.runs(4, y + 4.5, [("जन्म तिथि ", "devanagari"), ("/ Date of Birth : ", "sans"), (born, "sans-bold")], 6)
    sheet.paste(marks.signature("S. Mathur", rng), 30, 72, 18)
    sheet.text(39, 80.5, "Electoral Registration Officer", 4.4, align="centre")
    return DrawnDocument(
        "VOTER_ID",
        sheet,
        {"voter_id": number, "name": who.name, "date_of_birth": born, "gender": "Female" if who.woman else "Male"},
        colour=True,
    )


def voter_old(rng: Random) -> DrawnDocument:
    """The black-and-white card of long ago: landscape, labels with colons."""
    who, number = people.person(rng), f"{numbers.letters(rng, 3)}{numbers.some_digits(rng, 7)}"
    sheet = Paper(CARD, DPI, (247, 247, 242))
    sheet.box(1, 1, 83.6, 52, weight=0.3)
    sheet.text(42.8, 2, "ELECTION COMMISSION OF INDIA", 9, "sans-bold", align="centre")
    sheet.text(42.8, 6.6, "IDENTITY CARD", 7.5, "sans-bold", align="centre")
    sheet.text(4, 11.5, number, 9, "mono-bold")
    grey = marks.face_of(who.aadhaar, who.woman).convert("L").convert("RGB")
    sheet.paste(grey, 4, 17, 19, 24)
    y, sex, born = 17.0, "FEMALE" if who.woman else "MALE", f"{who.born:%d-%m-%Y}"
    for label, item in (
        ("Elector's Name", who.name.upper()),
        ("Father's Name", who.father.upper()),
        ("Sex", sex),
        ("Date of Birth", born),
    ):
        y = sheet.pair(27, y, label, item, 7.2, "sans", "sans-bold", 24) + 1.6
    sheet.paste(marks.signature("D. Pal", rng, ink=(20, 20, 24)), 58, 38, 20)
    sheet.text(68, 47.5, "Electoral Registration Officer", 5, align="centre")
    return DrawnDocument(
        "VOTER_ID", sheet, {"voter_id": number, "name": who.name.upper(), "date_of_birth": born, "gender": sex}
    )


def passport_page(rng: Random) -> DrawnDocument:
    """The data page with Hindi and English labels above the values."""
    return _passport(rng, cover=False)


def passport_spread(rng: Random) -> DrawnDocument:
    """The booklet open: an empty page above, the data page below."""
    return _passport(rng, cover=True)


def _passport(rng: Random, cover: bool) -> DrawnDocument:
    who = people.person(rng)
    issued = numbers.some_date(rng, date(2016, 1, 1), date(2024, 12, 31))
    ends = numbers.years_later(issued, 10)
    number, sex, birthplace = (
        f"{rng.choice('KLMNPRSTUVWZ')}{numbers.some_digits(rng, 7)}",
        "F" if who.woman else "M",
        f"{who.home.city.upper()}, {who.home.state.upper()}",
    )
    top = 88.0 if cover else 0.0
    sheet = Paper((125.0, 88.0 + top), 240, (240, 236, 228))
    _waves(sheet, rng, (150, 180, 170))
    if cover:
        sheet.text(
            62.5,
            20,
            "The bearer of this booklet is a citizen of India.\nWhoever it concerns is asked to let the bearer pass\nand to give such help as may be needed.",
            7.5,
            "serif",
            align="centre",
        )
        sheet.line(0, 88, 125, 88, 0.3, (120, 120, 120))
    given = " ".join(part for part in (who.given, who.middle) if part).upper()
    sheet.text(62.5, top + 2, "भारत गणराज्य", 8, "sans-bold", align="centre")
    sheet.text(62.5, top + 6, "REPUBLIC OF INDIA", 8.5, "sans-bold", align="centre")
    sheet.paste(marks.face_of(who.aadhaar, who.woman), 5, top + 14, 28, 35)
    sheet.paste(marks.face_of(who.aadhaar, who.woman).convert("L").convert("RGB"), 104, top + 38, 15, 19)
    rows = (
        (
            12,
            (
                (37, "टाइप / Type", "P"),
                (56, "राष्ट्र कोड / Country Code", "IND"),
                (88, "पासपोर्ट नं. / Passport No.", number),
            ),
        ),
        (19.5, ((37, "उपनाम / Surname", who.surname.upper()),)),
        (27, ((37, "दिया गया नाम / Given Name(s)", given),)),
        (
            34.5,
            (
                (37, "राष्ट्रीयता / Nationality", "INDIAN"),
                (63, "लिंग / Sex", sex),
                (78, "जन्मतिथि / Date of Birth", f"{who.born:%d/%m/%Y}"),
            ),
        ),
        (42, ((37, "जन्म स्थान / Place of Birth", birthplace),)),
        (49.5, ((37, "जारी करने का स्थान / Place of Issue", who.home.city.upper()),)),
        (
            57,
            (
                (37, "जारी करने की तिथि / Date of Issue", f"{issued:%d/%m/%Y}"),
                (78, "समाप्ति की तिथि / Date of Expiry", f"{ends:%d/%m/%Y}"),
            ),
        ),
    )
    for y, cells in rows:
        for x, label, item in cells:
            in_hindi, _, english = label.partition("/")
            sheet.runs(x, top + y, [(in_hindi, "devanagari"), (f"/{english}", "sans")], 4.8, (90, 90, 96))
            sheet.text(x, top + y + 2.5, item, 8, "sans-bold")
    sheet.paste(marks.signature(who.name, rng, ink=(20, 20, 24)), 7, top + 52, 24)
    for place, line in enumerate(
        numbers.machine_readable("IND", who.surname.upper().replace("'", ""), given, number, who.born, sex, ends)
    ):
        sheet.text(5, top + 70 + 6.5 * place, line, 9.3, "mono")
    return DrawnDocument(
        "PASSPORT",
        sheet,
        {
            "passport_number": number,
            "name": f"{given} {who.surname.upper()}",
            "date_of_birth": f"{who.born:%d/%m/%Y}",
            "place_of_birth": birthplace,
            "gender": sex,
            "date_of_issue": f"{issued:%d/%m/%Y}",
            "date_of_expiry": f"{ends:%d/%m/%Y}",
            "place_of_issue": who.home.city.upper(),
        },
        colour=True,
    )


def rc_card(rng: Random) -> DrawnDocument:
    """The registration certificate as a smart card."""
    who, given = _vehicle(rng)
    sheet = Paper(CARD, DPI, (236, 242, 236))
    _waves(sheet, rng, (150, 190, 160))
    sheet.paste(marks.emblem(100), 3, 1.5, 8)
    sheet.text(44, 1.8, "INDIAN UNION VEHICLE REGISTRATION CERTIFICATE", 6.6, "sans-bold", align="centre")
    sheet.text(44, 5.4, f"Issued by Government of {who.home.state}", 6.2, align="centre")
    y = 11.0
    registered = numbers.some_date(rng, date(2017, 1, 1), date(2025, 6, 30))
    for label, value in (
        ("Regn. Number", given["vehicle_number"]),
        ("Date of Regn.", f"{registered:%d-%b-%Y}"),
        ("Regn. Validity", f"{numbers.years_later(registered, 15):%d-%b-%Y}"),
        ("Chassis Number", given["chassis_number"]),
        ("Engine / Motor Number", given["engine_number"]),
        ("Owner Name", given["owner_name"]),
        ("Son/Daughter/Wife of", who.father.upper()),
    ):
        y = sheet.pair(4, y, label, value, 7, at=31, colon="") + 0.5
    sheet.text(4, y, "Address", 7)
    sheet.text(35, y, who.home.upper, 5.8, width=47)
    sheet.text(4, 47.5, f"Fuel : PETROL   Emission : BS VI   Ownership : {rng.randint(1, 2)}", 6)
    return DrawnDocument("RC_BOOK", sheet, given, colour=True)


def rc_sheet(rng: Random) -> DrawnDocument:
    """Form 23 on paper: the old registration book's page."""
    who, given = _vehicle(rng)
    sheet = Paper(A4)
    sheet.text(105, 14, "FORM 23", 13, "serif-bold", align="centre")
    sheet.text(105, 21, "[See Rule 48]", 10, "serif", align="centre")
    sheet.text(105, 28, "CERTIFICATE OF REGISTRATION", 15, "serif-bold", align="centre")
    sheet.text(105, 36, f"Motor Vehicles Department, {who.home.state}", 11, "serif", align="centre")
    thing = goods.some(rng, "two-wheeler")
    rows = [
        ("Registration No.", given["vehicle_number"]),
        ("Owner Name", given["owner_name"]),
        ("S/W/D of", who.father.upper()),
        ("Permanent Address", who.home.upper),
        ("Maker's Name", thing.maker.upper()),
        ("Maker's Classification", thing.model.upper()),
        ("Class of Vehicle", "M-CYCLE/SCOOTER (2WN)"),
        ("Chassis No.", given["chassis_number"]),
        ("Engine No.", given["engine_number"]),
        ("Colour", thing.colour.upper()),
        ("Cubic Capacity", f"{rng.choice((109, 124, 149))} CC"),
        ("Seating Capacity", "2"),
        ("Tax Paid", "LIFE TIME"),
    ]
    y = table(
        sheet,
        22,
        48,
        [Column("", 60), Column("", 106)],
        rows,
        Style(11, "serif", "serif-bold", padding=1.9),
        head=False,
    )
    sheet.paste(marks.round_stamp("Regional Transport Office", who.home.city, rng), 110, y + 8, 34)
    sheet.paste(marks.signature("A. N. Kulshreshtha", rng), 146, y + 16, 40)
    sheet.text(166, y + 34, "Registering Authority", 10.5, "serif", align="centre")
    return DrawnDocument("RC_BOOK", sheet, given, colour=True)


def _licence(rng: Random) -> tuple[Person, str, date, date]:
    who = people.person(rng)
    issued = numbers.some_date(rng, date(2012, 1, 1), date(2024, 6, 30))
    number = f"{STATE_LETTERS[who.home.state]}{rng.randint(1, 49):02d} {issued.year}{numbers.some_digits(rng, 7, '00')}"
    return who, number, issued, numbers.years_later(issued, 20)


def _licensed(sheet: Paper, who: Person, number: str, issue: str, valid: str, born: str, state: str) -> DrawnDocument:
    return DrawnDocument(
        "DRIVING_LICENSE",
        sheet,
        {
            "dl_number": number,
            "name": who.name.upper(),
            "date_of_birth": born,
            "issue_date": issue,
            "valid_till": valid,
            "state": state,
        },
        colour=True,
    )


def _vehicle(rng: Random) -> tuple[Person, dict[str, str]]:
    who = people.person(rng)
    return who, {
        "owner_name": who.name.upper(),
        "vehicle_number": f"{STATE_LETTERS[who.home.state]}{rng.randint(1, 49):02d}{numbers.letters(rng, 2)}{numbers.some_digits(rng, 4)}",
        "engine_number": f"{numbers.code_letters(rng, 2)}{numbers.some_digits(rng, 2)}{numbers.code_letters(rng, 1)}{numbers.some_digits(rng, 7)}",
        "chassis_number": f"M{numbers.code_letters(rng, 1)}{numbers.some_digits(rng, 1)}{numbers.code_letters(rng, 4)}{numbers.some_digits(rng, 2)}{numbers.code_letters(rng, 1)}{numbers.some_digits(rng, 7)}",
    }


def _waves(sheet: Paper, rng: Random, ink: marks.Ink) -> None:
    drawn = marks.guilloche(sheet.image.size, rng, ink, 26, 0.28)
    sheet.image.paste(drawn, (0, 0), drawn)


LAYOUTS: dict[str, dict[str, Layout]] = {
    "DRIVING_LICENSE": {"smart-card": smart_licence, "state": state_licence},
    "VOTER_ID": {"colour": voter_card, "old": voter_old},
    "PASSPORT": {"page": passport_page, "spread": passport_spread},
    "RC_BOOK": {"smart-card": rc_card, "form-23": rc_sheet},
}
