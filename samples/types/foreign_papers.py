"""Papers that come close to what Atlas knows, and are not: foreign cards, cheques, forms, school papers."""

from __future__ import annotations

from datetime import date
from random import Random

from samples.drawn import DrawnDocument, Layout
from samples.kit import marks
from samples.kit.sheet import A4, CARD, Paper
from samples.kit.table import Column, Style, table
from samples.types.foreign import unrecognised
from samples.world import firms, numbers, people, places
from samples.world.numbers import grouped


def till_receipt(rng: Random) -> DrawnDocument:
    """A supermarket's thermal receipt."""
    sheet = Paper((78.0, 150.0), paper=(252, 252, 250))
    y = sheet.text(39, 5, rng.choice(("FRESH BASKET", "DAILY MART")), 15, "till-bold", align="centre")
    y = sheet.text(39, y, "Store 114, Lakeside\nThank you for shopping", 8, "till", align="centre")
    sheet.dashes(4, y + 1, 74)
    y += 3
    total = 0
    for item in rng.sample(
        (
            "Toor dal 1kg",
            "Basmati rice 5kg",
            "Sunflower oil 1L",
            "Tea 250g",
            "Bananas",
            "Curd 400g",
            "Soap x3",
            "Biscuits",
            "Turmeric 100g",
            "Eggs 12",
        ),
        7,
    ):
        price = rng.randint(20, 640)
        total += price
        sheet.text(5, y, item, 9, "till")
        y = sheet.text(73, y, f"{price}.00", 9, "till", align="right")
    sheet.dashes(4, y + 1, 74)
    sheet.text(5, y + 3, "TOTAL", 12, "till-bold")
    y = sheet.text(73, y + 3, f"{total}.00", 12, "till-bold", align="right")
    y = sheet.text(
        5,
        y + 2,
        f"CASH TENDERED   {total + 40}.00\nCHANGE          40.00\nITEMS 7   TILL 3   {rng.randint(10, 20)}:{rng.randint(10, 59)}",
        8.5,
        "till",
    )
    sheet.paste(marks.code(numbers.some_digits(rng, 14), "Code128", 2), 12, y + 4, 54, 10)
    return unrecognised(sheet)


def wage_statement(rng: Random) -> DrawnDocument:
    """An American employee's yearly wage form, in numbered boxes."""
    sheet = Paper((216.0, 140.0), 180)
    sheet.box(8, 8, 200, 118)
    boxes = (
        (
            "a  Employee's social security number",
            f"{numbers.some_digits(rng, 3)}-{numbers.some_digits(rng, 2)}-{numbers.some_digits(rng, 4)}",
        ),
        ("b  Employer identification number (EIN)", f"{numbers.some_digits(rng, 2)}-{numbers.some_digits(rng, 7)}"),
        ("1  Wages, tips, other compensation", f"{rng.randint(30, 90)},418.20"),
        ("2  Federal income tax withheld", f"{rng.randint(3, 9)},204.11"),
        ("3  Social security wages", f"{rng.randint(30, 90)},418.20"),
        ("4  Social security tax withheld", f"{rng.randint(1, 5)},902.45"),
        ("5  Medicare wages and tips", f"{rng.randint(30, 90)},418.20"),
        ("6  Medicare tax withheld", f"{rng.randint(400, 990)}.61"),
    )
    for number, (label, item) in enumerate(boxes):
        x, y = 8 + 100 * (number % 2), 8 + 17 * (number // 2)
        sheet.box(x, y, 100, 17)
        sheet.text(x + 1.5, y + 1, label, 7)
        sheet.text(x + 5, y + 7, item, 11, "till")
    sheet.text(10, 78, "c  Employer's name, address, and ZIP code", 7)
    sheet.text(14, 83, "Harbor Freight Lines LLC\n2210 Commerce Blvd\nToledo, OH 43604", 11, "till")
    sheet.text(110, 78, "e  Employee's first name and initial, last name", 7)
    sheet.text(114, 83, "Dana R. Whitfield\n18 Maple Court\nPerrysburg, OH 43551", 11, "till")
    sheet.text(10, 128, "Form W-2  Wage and Tax Statement", 12, "sans-bold")
    sheet.text(120, 128, "2023", 15, "sans-bold")
    sheet.text(206, 129, "Department of the Treasury", 8, align="right")
    return unrecognised(sheet)


def driving_licence(rng: Random) -> DrawnDocument:
    """A driving licence of a state in America."""
    sheet = Paper(CARD, 300)
    sheet.image.paste(marks.gradient(sheet.image.size, (214, 232, 246), (246, 226, 214)))
    sheet.text(4, 2, "OREGON", 13, "round-bold", (20, 60, 130))
    sheet.text(82, 3, "DRIVER LICENSE", 8, "sans-bold", (20, 60, 130), align="right")
    sheet.paste(marks.portrait(rng), 4, 12, 22, 28)
    y = 11.5
    for line in (
        f"4d DLN  {numbers.letters(rng, 1)}{numbers.some_digits(rng, 6)}",
        "1  HOLLOWAY",
        "2  MARCUS JAMES",
        "8  1204 ALDER ST\n    SALEM, OR 97301",
        "3  DOB 08/21/1988",
        "15 SEX M   16 HGT 5'-11\"   18 EYES BRO",
        "4a ISS 02/14/2022   4b EXP 08/21/2030",
    ):
        y = sheet.text(30, y, line, 7, "sans-bold", leading=1.35)
    sheet.paste(marks.signature("Marcus Holloway", rng, ink=(20, 20, 24)), 5, 42, 24)
    return unrecognised(sheet, colour=True)


def passport(rng: Random) -> DrawnDocument:
    """The data page of a passport of an invented country, with its machine-readable lines."""
    sheet = Paper((125.0, 88.0), 250)
    sheet.image.paste(marks.gradient(sheet.image.size, (228, 238, 232), (240, 228, 214)))
    waves = marks.guilloche(sheet.image.size, rng, (130, 170, 150), 24, 0.3)
    sheet.image.paste(waves, (0, 0), waves)
    sheet.text(6, 3, "UTOPIA", 12, "serif-bold")
    sheet.text(119, 3, "PASSPORT / PASSEPORT", 9, "serif-bold", align="right")
    sheet.paste(marks.portrait(rng, woman=True), 6, 13, 30, 38)
    code = f"L{numbers.some_digits(rng, 8)}"
    y = 12.0
    for label, item in (
        ("Passport No.", code),
        ("Surname", "HALVORSEN"),
        ("Given names", "MARIT ELISE"),
        ("Nationality", "UTOPIAN"),
        ("Date of birth", "12 AUG 1974"),
        ("Sex / Place of birth", "F   ZENITH"),
        ("Date of expiry", "15 APR 2031"),
    ):
        sheet.text(42, y, label, 5.5, "sans", (90, 90, 96))
        y = sheet.text(42, y + 2.2, item, 8.5, "sans-bold") + 0.8
    for number, line in enumerate(
        numbers.machine_readable("UTO", "HALVORSEN", "MARIT ELISE", code, date(1974, 8, 12), "F", date(2031, 4, 15))
    ):
        sheet.text(6, 69 + 6 * number, line, 9.2, "mono")
    return unrecognised(sheet, colour=True)


def visiting_card(rng: Random) -> DrawnDocument:
    """A dealer's visiting card: a name, an address, a tax number, and nothing sold."""
    dealer, who = firms.dealer(rng, "electronics"), people.person(rng)
    sheet = Paper((90.0, 54.0), 300)
    sheet.box(0, 0, 4, 54, outline=None, fill=(200, 30, 40))
    sheet.text(10, 7, who.name, 14, "round-bold")
    sheet.text(10, 14, "Managing Partner", 9, "round", (110, 110, 116))
    sheet.text(10, 24, dealer.name, 11, "round-medium", (200, 30, 40))
    y = sheet.text(10, 30, dealer.address.one_line, 8, "round", width=72)
    sheet.text(10, y + 1, f"M: {who.mobile}   E: {dealer.email}", 8, "round")
    return unrecognised(sheet, colour=True, wear=("clean", "photo"))


def cheque(rng: Random) -> DrawnDocument:
    """A bank cheque: an account number, an IFSC and a signature, but no statement and no mandate."""
    bank, code = rng.choice(firms.BANKS)
    who, to = people.person(rng), people.person(rng)
    sheet = Paper((203.0, 92.0), 180)
    sheet.image.paste(marks.gradient(sheet.image.size, (226, 238, 232), (238, 232, 240)))
    waves = marks.guilloche(sheet.image.size, rng, (150, 190, 170), 20, 0.3)
    sheet.image.paste(waves, (0, 0), waves)
    sheet.text(8, 6, bank, 14, "sans-bold", (20, 60, 120))
    sheet.text(8, 13, f"{places.shop(rng).locality} Branch   IFSC : {numbers.ifsc(rng, code)}", 8)
    sheet.text(195, 7, "D D M M Y Y Y Y", 8, align="right")
    for label, y, item in (("Pay", 26, to.name), ("Rupees", 37, f"{numbers.in_words(rng.randint(4, 90) * 500)} only")):
        sheet.text(8, y, label, 10)
        sheet.text(28, y - 1.5, item, 13, "hand", (28, 48, 140))
        sheet.line(24, y + 6, 195, y + 6)
    sheet.box(150, 45, 45, 10)
    sheet.text(152, 46, f"₹ {grouped(rng.randint(4, 90) * 500)}", 13, "hand", (28, 48, 140))
    sheet.text(8, 50, "A/c No.", 9)
    sheet.box(24, 48, 66, 9)
    sheet.text(28, 49.5, numbers.some_digits(rng, 14), 12, "sans-bold")
    sheet.text(195, 74, who.name.upper(), 8, align="right")
    sheet.paste(marks.signature(who.name, rng), 150, 60, 40)
    sheet.text(
        60,
        82,
        f'"{numbers.some_digits(rng, 6)}"  {numbers.some_digits(rng, 9)}:  {numbers.some_digits(rng, 6)}"  31',
        12,
        "mono",
    )
    return unrecognised(sheet, colour=True)


def mark_sheet(rng: Random) -> DrawnDocument:
    """A school's statement of marks: a table, a name, a date of birth."""
    who = people.person(rng)
    sheet = Paper(A4, 150)
    sheet.box(8, 8, 194, 281, weight=0.8, outline=(120, 30, 40))
    sheet.text(105, 16, "STATE BOARD OF SECONDARY EDUCATION", 16, "serif-bold", (120, 30, 40), align="centre")
    sheet.text(105, 26, "STATEMENT OF MARKS", 13, "serif-bold", align="centre")
    y = 42.0
    for label, item in (
        ("Roll No.", numbers.some_digits(rng, 7)),
        ("Candidate", who.name.upper()),
        ("Mother's name", people.person(rng, woman=True).given.upper()),
        ("Date of birth", f"{who.born:%d/%m/%Y}"),
    ):
        y = sheet.pair(20, y, label, item, 11, "serif", "serif-bold", 45)
    rows = [
        [subject, "100", str(rng.randint(38, 97)), "Pass"]
        for subject in ("English", "Hindi", "Mathematics", "Science", "Social Studies", "Computer Applications")
    ]
    y = table(
        sheet,
        20,
        y + 6,
        [
            Column("Subject", 80),
            Column("Max.", 25, "centre"),
            Column("Obtained", 30, "centre"),
            Column("Result", 35, "centre"),
        ],
        rows,
        Style(11, "serif", "serif-bold", padding=2),
    )
    sheet.text(20, y + 6, "Result: PASS, FIRST CLASS", 12, "serif-bold")
    sheet.paste(marks.signature("K. Raman", rng), 148, y + 30, 38)
    sheet.text(167, y + 46, "Controller of Examinations", 9, "serif", align="centre")
    return unrecognised(sheet)


LAYOUTS: dict[str, dict[str, Layout]] = {
    "FOREIGN": {
        "till-receipt": till_receipt,
        "wage-statement": wage_statement,
        "driving-licence": driving_licence,
        "passport": passport,
        "visiting-card": visiting_card,
        "cheque": cheque,
        "mark-sheet": mark_sheet,
    }
}
