"""SHOP_ACT_LICENSE, FSSAI and DRUG_LICENSE: leave to keep a shop, to handle food, to sell drugs."""

from __future__ import annotations

from random import Random

from samples.drawn import DrawnDocument, Layout
from samples.kit import marks
from samples.kit.sheet import A4, Colour, Paper
from samples.kit.table import Column, Style, table
from samples.types.registration import CONSTITUTIONS, business, granted
from samples.world import firms, numbers, people
from samples.world.firms import Firm


def shop_receipt(rng: Random) -> DrawnDocument:
    """Maharashtra's registration of an establishment, in Marathi and English."""
    firm, owner = business(rng, "Maharashtra")
    number, receipt = f"{numbers.some_digits(rng, 10)}", f"{numbers.some_digits(rng, 12)}"
    nature, count = (
        rng.choice(("Retail of electronics", "Mobile phones sale and repair", "Furniture shop")),
        str(rng.randint(1, 9)),
    )
    sheet = Paper(A4)
    sheet.paste(marks.emblem(140), 98, 9, 14)
    sheet.text(105, 25, "महाराष्ट्र शासन", 13, "sans-bold", align="centre")
    sheet.runs(68, 32, [("कामगार विभाग ", "devanagari-bold"), ("/ LABOUR DEPARTMENT", "sans-bold")], 11)
    sheet.text(
        105,
        39,
        "Maharashtra Shops and Establishments (Regulation of Employment and Conditions of Service) Act, 2017",
        8.5,
        align="centre",
    )
    sheet.runs(52, 46, [("नोंदणी प्रमाणपत्र ", "devanagari-bold"), ("/ REGISTRATION CERTIFICATE", "sans-bold")], 14)
    y = 60.0
    for marathi, english, item in (
        ("नोंदणी क्रमांक", "Registration Number", number),
        ("पावती क्रमांक", "Receipt Id", receipt),
        ("आस्थापनेचे नाव", "Name of Establishment", firm.name),
        ("मालकाचे नाव", "Name of Employer", owner.name),
        ("व्यवसायाचे स्वरूप", "Nature of Business", nature),
        ("पत्ता", "Address", firm.address.one_line),
        ("भ्रमणध्वनी", "Mobile Number", owner.mobile),
        ("ई-मेल", "Email", owner.email),
        ("एकूण कामगार", "Total Employees", count),
    ):
        sheet.runs(18, y, [(f"{marathi} ", "devanagari"), (f"/ {english}", "sans")], 10)
        sheet.text(88, y, ":", 10)
        y = sheet.text(92, y, item, 10, "sans-bold", width=100) + 4.5
    sheet.text(18, y + 10, f"Date: {granted(rng):%d/%m/%Y}     Place: {firm.address.city}", 10)
    sheet.paste(
        marks.round_stamp("Shops and Establishments", "OFFICE OF\nINSPECTOR", rng, ink=marks.BLUE), 118, y + 8, 32
    )
    sheet.paste(marks.signature(people.person(rng).name, rng), 154, y + 14, 36)
    sheet.text(172, y + 32, "Facilitator", 10, align="centre")
    return DrawnDocument(
        "SHOP_ACT_LICENSE",
        sheet,
        {
            "registration_number": number,
            "receipt_id": receipt,
            "name_of_establishment": firm.name,
            "name_of_employer": owner.name,
            "nature_of_business": nature,
            "address": firm.address.one_line,
            "mobile_number": owner.mobile,
            "email": owner.email,
            "total_employees": count,
        },
        colour=True,
    )


def shop_intimation(rng: Random) -> DrawnDocument:
    """The intimation in form G: a grid with numbered rows."""
    firm, owner = business(rng, "Maharashtra")
    number, receipt = numbers.some_digits(rng, 13), numbers.some_digits(rng, 9)
    nature, count = (
        rng.choice(("Trading in home appliances", "Computer hardware sales", "Garments retail")),
        str(rng.randint(0, 9)),
    )
    sheet = Paper(A4)
    sheet.text(105, 12, "FORM - G", 13, "serif-bold", align="centre")
    sheet.text(105, 19, "(See Rule 8) Receipt of Intimation", 11, "serif", align="centre")
    sheet.runs(58, 26, [("महाराष्ट्र दुकाने व आस्थापना अधिनियम, २०१७", "devanagari-bold")], 12)
    rows = [
        ("1", "Intimation / Registration Number", number),
        ("2", "Receipt Id", receipt),
        ("3", "Name of the Establishment", firm.name.upper()),
        ("4", "Name of the Employer", owner.name.upper()),
        ("5", "Address of the Establishment", firm.address.upper),
        ("6", "Nature of Business", nature),
        ("7", "Mobile Number", owner.mobile),
        ("8", "Email", owner.email),
        ("9", "Total Employees", count),
        ("10", "Date of commencement of business", f"{granted(rng):%d/%m/%Y}"),
    ]
    y = table(
        sheet,
        16,
        38,
        [Column("Sr.", 14, "centre"), Column("Particulars", 66), Column("Details", 98)],
        rows,
        Style(10, "serif", "serif-bold", padding=2),
    )
    sheet.runs(16, y + 3, [("पावती क्रमांक ", "devanagari"), (f": {receipt}", "serif")], 9)
    sheet.text(
        16,
        y + 12,
        "This receipt is issued on the employer's own declaration, fewer than ten workers being employed, without verification.",
        10,
        "serif",
        width=178,
    )
    sheet.text(190, y + 40, "Facilitator, Office of the Labour Commissioner", 10, "serif", align="right")
    return DrawnDocument(
        "SHOP_ACT_LICENSE",
        sheet,
        {
            "registration_number": number,
            "receipt_id": receipt,
            "name_of_establishment": firm.name.upper(),
            "name_of_employer": owner.name.upper(),
            "nature_of_business": nature,
            "address": firm.address.upper,
            "mobile_number": owner.mobile,
            "email": owner.email,
            "total_employees": count,
        },
    )


def food_licence(rng: Random) -> DrawnDocument:
    """FSSAI's licence in form C, with its frame and numbered paragraphs."""
    return _food(rng, "License", "FORM 'C'", (200, 110, 20))


def food_registration(rng: Random) -> DrawnDocument:
    """FSSAI's registration of a small business in form A, as a table with a photograph."""
    return _food(rng, "Registration", "FORM 'A'", (20, 110, 60), tabular=True)


def _food(rng: Random, what: str, form: str, ink: Colour, tabular: bool = False) -> DrawnDocument:
    owner = people.person(rng)
    firm = firms.firm(
        rng,
        rng.choice(("Annapurna Foods", "Swad Sweets and Snacks", "Malhar Bakery", "Coastal Kitchen", "Amrut Dairy")),
        owner.home.state,
        owner.home.city,
    )
    number, issued = numbers.some_digits(rng, 14, "1"), granted(rng)
    until, kind = (
        numbers.years_later(issued, 5),
        rng.choice(("Retailer", "Restaurant", "General Manufacturing", "Wholesaler")),
    )
    start, end = f"{issued:%d-%m-%Y}", f"{until:%d-%m-%Y}"
    sheet = Paper(A4)
    sheet.box(9, 9, 192, 279, outline=ink, weight=1.2)
    sheet.text(105, 16, "Food Safety and Standards Authority of India", 14, "sans-bold", ink, align="centre")
    sheet.text(105, 23, f"Government of {owner.home.state}", 10.5, align="centre")
    sheet.text(105, 31, f"{form}   {what} under FSS Act, 2006", 12, "sans-bold", align="centre")
    sheet.text(20, 44, f"{what} Number : {number}", 12, "sans-bold")
    rows = (
        ("Name of the Food Business Operator", owner.name if tabular else firm.name),
        ("Address of Business Operator", owner.home.one_line),
        ("Address of Business (authorised premises)", firm.address.one_line),
        ("Kind of Business", kind),
        ("Issued On", start),
        ("Valid Upto", end),
    )
    if tabular:
        y = table(sheet, 20, 54, [Column("", 62), Column("", 74)], rows, Style(10, padding=2.2, rule=ink), head=False)
        sheet.paste(marks.face_of(owner.aadhaar, owner.woman), 162, 54, 28, 35)
    else:
        y = 56.0
        for place, (label, item) in enumerate(rows, 1):
            sheet.text(20, y, f"{place}. {label}", 10)
            y = sheet.text(26, y + 5, item, 10.5, "sans-bold", width=160) + 3.5
    sheet.text(
        20,
        y + 6,
        f"This {what.lower()} is granted under and is subject to the provisions of the Act, all of which the holder must comply with.",
        10,
        width=170,
    )
    sheet.paste(marks.code(f"{number}|{firm.name}", "QRCode", 4), 20, y + 22, 26, 26)
    sheet.paste(marks.signature(people.person(rng).name, rng), 146, y + 24, 38)
    sheet.text(166, y + 42, "Designated Officer", 10, align="centre")
    return DrawnDocument(
        "FSSAI",
        sheet,
        {
            "registration_number": number,
            "name": owner.name if tabular else firm.name,
            "address_of_business_operator": owner.home.one_line,
            "address_of_business": firm.address.one_line,
            "kind_of_business": kind,
            "issued_on": start,
            "valid_upto": end,
        },
        colour=True,
    )


def drug_licence(rng: Random) -> DrawnDocument:
    """A retail drug licence in forms 20 and 21, typed."""
    firm, number = _chemist(rng)
    sheet = Paper(A4)
    sheet.text(105, 16, "FORM 20 / FORM 21", 14, "serif-bold", align="centre")
    sheet.text(105, 23, "[See Rule 61(1) and 61(2)]", 10, "serif", align="centre")
    sheet.text(
        105,
        30,
        "Licence to sell, stock or exhibit or offer for sale, or distribute drugs by retail",
        12,
        "serif-bold",
        align="centre",
    )
    sheet.text(20, 44, f"Licence No. : {number}", 11, "serif-bold")
    y = sheet.text(20, 54, "1.", 11, "serif")
    sheet.text(28, 54, "Name of Licensee :", 11, "serif")
    sheet.text(72, 54, firm.name, 11, "serif-bold")
    sheet.text(20, 62, "2.", 11, "serif")
    y = sheet.text(
        28, 62, "is hereby licensed to sell, stock or exhibit drugs on the premises situated at", 11, "serif"
    )
    sheet.text(28, y + 1, "Address :", 11, "serif")
    y = sheet.text(72, y + 1, firm.address.one_line, 11, "serif-bold", width=118)
    y = sheet.text(28, y + 2, "subject to the conditions below and to the Drugs and Cosmetics Act, 1940.", 11, "serif")
    y = sheet.text(20, y + 4, f"3.   Name of registered pharmacist : {people.person(rng).name}", 11, "serif")
    issued = granted(rng)
    y = sheet.text(
        20,
        y + 3,
        f"4.   Date of issue : {issued:%d/%m/%Y}     Valid up to : {numbers.years_later(issued, 5):%d/%m/%Y}",
        11,
        "serif",
    )
    y = sheet.text(20, y + 8, "Conditions of Licence", 11, "serif-bold")
    sheet.text(
        20,
        y + 1,
        "1. This licence shall be displayed in a prominent place in a part of the premises open to the public.\n2. The licensee shall comply with the Act and the rules in force."
        "\n3. No drug shall be sold unless bought under a bill from a licensed dealer.",
        10,
        "serif",
        width=172,
    )
    sheet.paste(marks.round_stamp("Food and Drugs Administration", firm.address.city, rng), 104, y + 34, 32)
    sheet.paste(marks.signature(people.person(rng).name, rng), 144, y + 40, 38)
    sheet.text(164, y + 58, "Licensing Authority", 10.5, "serif", align="centre")
    return DrawnDocument(
        "DRUG_LICENSE",
        sheet,
        {"license_number": number, "licensee_name": firm.name, "address": firm.address.one_line},
        colour=True,
    )


def drug_certificate(rng: Random) -> DrawnDocument:
    """A wholesale drug licence from an online office: a coloured head and a table."""
    firm, number = _chemist(rng)
    sheet, ink = Paper(A4), (0, 100, 110)
    sheet.box(0, 0, 210, 26, outline=None, fill=ink)
    sheet.text(105, 5, f"Drugs Control Department, {firm.address.state}", 15, "roboto-bold", "white", align="centre")
    sheet.text(105, 14, "Drug Licence (Form 20B and 21B) - Wholesale", 11, "roboto", "white", align="centre")
    issued = granted(rng)
    rows = [
        ("License Number", number),
        ("Licensee Name", firm.name.upper()),
        ("Address", firm.address.upper),
        ("Constitution", rng.choice(CONSTITUTIONS)),
        ("Category", "Allopathic drugs other than Schedule X"),
        ("Competent Person", people.person(rng).name),
        ("Date of Issue", f"{issued:%d-%b-%Y}"),
        ("Validity", f"{numbers.years_later(issued, 5):%d-%b-%Y}"),
    ]
    y = table(
        sheet,
        18,
        36,
        [Column("", 56), Column("", 118)],
        rows,
        Style(10.5, "roboto", "roboto-bold", padding=2.2, rule=ink, stripe=(238, 246, 246)),
        head=False,
    )
    sheet.paste(marks.code(number, "QRCode", 5), 18, y + 8, 28, 28)
    sheet.text(
        52, y + 12, "Scan to verify. This licence is issued electronically\nand needs no signature.", 9, "roboto"
    )
    return DrawnDocument(
        "DRUG_LICENSE",
        sheet,
        {"license_number": number, "licensee_name": firm.name.upper(), "address": firm.address.upper},
        colour=True,
    )


def _chemist(rng: Random) -> tuple[Firm, str]:
    name = rng.choice(
        ("Jeevan Medical Stores", "Sanjeevani Pharma", "City Chemists", "Apex Medicare Agencies", "Nirmal Drug House")
    )
    firm = firms.firm(rng, name)
    return firm, f"{rng.choice(('20B', 'RLF20', '21B', 'WLF20B'))}-{numbers.some_digits(rng, 6)}"


LAYOUTS: dict[str, dict[str, Layout]] = {
    "SHOP_ACT_LICENSE": {"certificate": shop_receipt, "intimation": shop_intimation},
    "FSSAI": {"licence": food_licence, "registration": food_registration},
    "DRUG_LICENSE": {"retail": drug_licence, "wholesale": drug_certificate},
}
