"""GST_CERT and UDYAM_CERT: how a business is known to the tax office and to the ministry."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from samples.drawn import DrawnDocument, Layout
from samples.kit import marks
from samples.kit.sheet import A4, Paper
from samples.kit.table import Column, Style, table
from samples.world import firms, numbers, people
from samples.world.firms import Firm
from samples.world.people import Person

CONSTITUTIONS = ("Proprietorship", "Partnership", "Private Limited Company", "Limited Liability Partnership")
TRADES = ("phones", "electronics", "computers", "furniture")
PLAIN = Style(9.5, grid="all", padding=1.6)


def gst_form(rng: Random) -> DrawnDocument:
    """Form GST REG-06 as the portal prints it: numbered rows in a grid."""
    firm, owner = business(rng)
    issued, constitution = granted(rng), rng.choice(CONSTITUTIONS[:2])
    legal = owner.name.upper() if constitution == "Proprietorship" else firm.name.upper()
    sheet = Paper(A4)
    sheet.paste(marks.emblem(150), 97, 10, 16)
    y = sheet.text(105, 27, "Government of India", 11, "sans-bold", align="centre")
    y = sheet.text(105, y + 1, "Form GST REG-06", 12, "sans-bold", align="centre")
    y = sheet.text(105, y, "[See Rule 10(1)]", 9, align="centre")
    y = sheet.text(105, y + 2, "Registration Certificate", 13, "sans-bold", align="centre")
    y = sheet.text(18, y + 4, f"Registration Number : {firm.gstin}", 11, "sans-bold")
    start = f"{issued:%d/%m/%Y}"
    rows = [
        ("1.", "Legal Name", legal),
        ("2.", "Trade Name, if any", firm.name.upper()),
        ("3.", "Constitution of Business", constitution),
        ("4.", "Address of Principal Place of Business", firm.address.one_line),
        ("5.", "Date of Liability", ""),
    ]
    columns = [Column("", 10), Column("", 60), Column("", 104)]
    y = table(sheet, 18, y + 3, columns, rows, PLAIN, head=False)
    y = table(
        sheet,
        18,
        y,
        [Column("", 10), Column("", 60), Column("", 18), Column("", 34), Column("", 14), Column("", 38)],
        [("6.", "Period of Validity", "From", start, "To", "Not Applicable")],
        PLAIN,
        head=False,
    )
    y = table(
        sheet,
        18,
        y,
        columns,
        [
            ("7.", "Type of Registration", "Regular"),
            ("8.", "Particulars of Approving Authority", f"{firm.address.state} Goods and Services Tax Act, 2017"),
        ],
        PLAIN,
        head=False,
    )
    officer = people.person(rng)
    y = table(
        sheet,
        18,
        y,
        [Column("", 70), Column("", 104)],
        [
            ("Signature", "Digitally signed by DS GOODS AND SERVICES TAX NETWORK"),
            ("Name", officer.name.upper()),
            ("Designation", "Assistant Commissioner"),
            ("Jurisdictional Office", f"{firm.address.city.upper()} RANGE-{rng.randint(1, 9)}"),
        ],
        PLAIN,
        head=False,
    )
    y = table(
        sheet,
        18,
        y,
        [Column("", 10), Column("", 60), Column("", 104)],
        [("9.", "Date of issue of Certificate", start)],
        PLAIN,
        head=False,
    )
    sheet.text(
        18,
        y + 3,
        "Note: The registration certificate is required to be prominently displayed at all places of business in the State.",
        8.5,
        width=174,
    )
    return DrawnDocument(
        "GST_CERT",
        sheet,
        {
            "gst_number": firm.gstin,
            "legal_name": legal,
            "address": firm.address.one_line,
            "date_of_issue": start,
            "constitution_of_business": constitution,
            "validity_from": start,
            "validity_to": "Not Applicable",
        },
    )


def gst_framed(rng: Random) -> DrawnDocument:
    """The same form from an office's printer: no grid, labels in a column, a frame, a stamp."""
    firm, _ = business(rng)
    issued, constitution = granted(rng), rng.choice(CONSTITUTIONS[1:])
    until = numbers.years_later(issued, 5)
    sheet = Paper(A4)
    sheet.box(10, 10, 190, 277, weight=0.7)
    sheet.box(12, 12, 186, 273)
    sheet.text(105, 20, "GOVERNMENT OF INDIA", 14, "serif-bold", align="centre")
    sheet.text(105, 27, f"AND GOVERNMENT OF {firm.address.state.upper()}", 10, "serif", align="centre")
    sheet.text(105, 36, "FORM GST REG-06", 12, "serif-bold", align="centre")
    sheet.text(105, 42, "REGISTRATION CERTIFICATE", 15, "serif-bold", align="centre")
    y = 58.0
    for label, item in (
        ("Registration Number", firm.gstin),
        ("Legal Name", firm.name),
        ("Trade Name", firm.name),
        ("Constitution of Business", constitution),
        ("Address of Principal Place of Business", firm.address.one_line),
        ("Date of Liability", f"{issued:%d-%m-%Y}"),
        ("Validity From", f"{issued:%d-%m-%Y}"),
        ("Validity To", f"{until:%d-%m-%Y}"),
        ("Type of Registration", "Regular"),
        ("Jurisdiction", f"{firm.address.city} - Ward {rng.randint(2, 60)}"),
        ("Date of Issue of Certificate", f"{issued:%d-%m-%Y}"),
    ):
        below = sheet.text(20, y, label, 11, "serif", width=62)
        sheet.text(82, y, ":", 11, "serif")
        y = max(below, sheet.text(86, y, item, 11, "serif-bold", width=104)) + 3.5
    sheet.text(190, 248, "Approving Authority", 10, "serif", align="right")
    sheet.paste(marks.signature(people.person(rng).name, rng), 150, 230, 38)
    sheet.paste(marks.round_stamp("Goods and Services Tax", firm.address.city, rng), 108, 226, 30)
    sheet.text(105, 275, "To be displayed prominently at every place of business.", 9, "serif-italic", align="centre")
    return DrawnDocument(
        "GST_CERT",
        sheet,
        {
            "gst_number": firm.gstin,
            "legal_name": firm.name,
            "address": firm.address.one_line,
            "date_of_issue": f"{issued:%d-%m-%Y}",
            "constitution_of_business": constitution,
            "validity_from": f"{issued:%d-%m-%Y}",
            "validity_to": f"{until:%d-%m-%Y}",
        },
        colour=True,
    )


def udyam(rng: Random) -> DrawnDocument:
    """The certificate with its blue band, tables of units and activities, QR code."""
    firm, owner = business(rng)
    number, facts = _udyam(rng, firm, owner)
    sheet, ink = Paper(A4), (30, 60, 130)
    sheet.paste(marks.emblem(140), 14, 9, 15)
    sheet.text(105, 10, "भारत सरकार", 10, "sans-bold", align="centre")
    sheet.text(105, 15, "Government of India", 10, "sans-bold", align="centre")
    sheet.text(105, 20, "Ministry of Micro, Small and Medium Enterprises", 10, align="centre")
    sheet.box(12, 28, 186, 10, outline=None, fill=ink)
    sheet.text(105, 30.2, "UDYAM REGISTRATION CERTIFICATE", 13, "sans-bold", "white", align="centre")
    columns, style = [Column("", 66), Column("", 120)], Style(9, font="sans", padding=1.5, rule=(120, 140, 180))
    rows = [
        ("UDYAM REGISTRATION NUMBER", number),
        ("NAME OF ENTERPRISE", firm.name.upper()),
        ("TYPE OF ENTERPRISE", facts["type_of_enterprise"]),
        ("MAJOR ACTIVITY", facts["major_activity"]),
        ("SOCIAL CATEGORY OF ENTREPRENEUR", facts["social_category"]),
    ]
    y = table(sheet, 12, 42, columns, rows, style, head=False)
    y = table(
        sheet, 12, y, [Column("S.No.", 20, "centre"), Column("NAME OF UNIT(S)", 166)], [("1", firm.name.upper())], style
    )
    more = [
        ("OFFICIAL ADDRESS OF ENTERPRISE", firm.address.one_line),
        ("MOBILE", owner.mobile),
        ("EMAIL", owner.email),
        ("DATE OF INCORPORATION / REGISTRATION OF ENTERPRISE", facts["date_of_incorporation"]),
        ("DATE OF COMMENCEMENT OF PRODUCTION / BUSINESS", facts["date_of_commencement_of_business"]),
    ]
    y = table(sheet, 12, y, columns, more, style, head=False)
    y = table(
        sheet,
        12,
        y,
        [Column("S.No.", 14, "centre"), Column("NIC 2 DIGIT", 52), Column("NIC 5 DIGIT", 88), Column("ACTIVITY", 32)],
        [("1", "47 - Retail trade", f"{facts['nic_5_digit_code'][0]} - Retail sale in specialised stores", "Trading")],
        style,
    )
    y = table(
        sheet, 12, y, columns, [("DATE OF UDYAM REGISTRATION", facts["date_of_udyam_registration"])], style, head=False
    )
    sheet.paste(marks.code(f"{number}|{firm.name}", "QRCode", 4), 20, y + 8, 28, 28)
    sheet.text(
        105,
        280,
        "This is a computer generated statement, no signature required. Printed from the portal.",
        8,
        align="centre",
    )
    keep = ("owner_name", "pan_number", "type_of_organisation", "gender")
    return DrawnDocument(
        "UDYAM_CERT", sheet, {name: value for name, value in facts.items() if name not in keep}, colour=True
    )


def udyam_details(rng: Random) -> DrawnDocument:
    """The print of the registration's particulars: four columns of label and value."""
    firm, owner = business(rng)
    number, facts = _udyam(rng, firm, owner)
    sheet = Paper(A4)
    sheet.text(105, 12, "Udyam Registration Certificate", 16, "roboto-bold", (20, 90, 60), align="centre")
    sheet.text(105, 20, f"Udyam Registration Number : {number}", 11, "roboto-medium", align="centre")
    style = Style(8.5, "roboto", "roboto-bold", padding=1.5, rule=(150, 170, 150), head_fill=(220, 236, 224))
    four = [Column("", 40), Column("", 53), Column("", 40), Column("", 53)]
    y = table(sheet, 12, 29, [Column("Particulars of the Enterprise", 186)], [], style)
    y = table(
        sheet,
        12,
        y,
        four,
        [
            ("Name of Enterprise", firm.name, "Type of Enterprise", facts["type_of_enterprise"]),
            ("Owner Name", owner.name, "PAN", owner.pan),
            ("Type of Organisation", facts["type_of_organisation"], "Major Activity", facts["major_activity"]),
            ("Gender", facts["gender"], "Social Category", facts["social_category"]),
            ("Mobile No.", owner.mobile, "Email Id", owner.email),
            (
                "Date of Incorporation",
                facts["date_of_incorporation"],
                "Date of Commencement of Business",
                facts["date_of_commencement_of_business"],
            ),
        ],
        style,
        head=False,
    )
    y = table(
        sheet,
        12,
        y,
        [Column("", 40), Column("", 146)],
        [("Official Address of Enterprise", firm.address.one_line)],
        style,
        head=False,
    )
    y = table(
        sheet,
        12,
        y + 5,
        [Column("SN", 14, "centre"), Column("Unit Name", 120), Column("Type", 52)],
        [("1", firm.name, "Main unit")],
        style,
    )
    y = table(
        sheet,
        12,
        y + 5,
        [Column("SN", 14, "centre"), Column("Nic 5 Digit Code", 40), Column("Description", 92), Column("Activity", 40)],
        [("1", facts["nic_5_digit_code"][0], "Retail sale in specialised stores", "Services")],
        style,
    )
    sheet.text(12, y + 5, f"Date of Udyam Registration : {facts['date_of_udyam_registration']}", 10, "roboto-medium")
    sheet.text(12, y + 12, "For any assistance, you may contact the District Industries Centre.", 8.5, "roboto")
    return DrawnDocument(
        "UDYAM_CERT", sheet, {**facts, "enterprise_name": firm.name, "name_of_unit": [firm.name]}, colour=True
    )


def business(rng: Random, state: str = "") -> tuple[Firm, Person]:
    owner = people.person(rng, state)
    return firms.dealer(rng, rng.choice(TRADES), owner.home.state, owner.home.city), owner


def granted(rng: Random) -> date:
    return numbers.some_date(rng, date(2018, 1, 1), date(2025, 6, 30))


def _udyam(rng: Random, firm: Firm, owner: Person) -> tuple[str, dict[str, Any]]:
    """The number and the particulars of an enterprise."""
    short = "".join(word[0] for word in firm.address.state.split())[:2].upper().ljust(2, "A")
    number = f"UDYAM-{short}-{rng.randint(1, 38):02d}-{rng.randint(1204, 219999):07d}"
    begun = numbers.some_date(rng, date(2008, 1, 1), date(2019, 12, 31))
    registered = numbers.some_date(rng, date(2020, 7, 1), date(2025, 6, 30))
    return number, {
        "udyam_registration_number": number,
        "enterprise_name": firm.name.upper(),
        "owner_name": owner.name,
        "pan_number": owner.pan,
        "address": firm.address.one_line,
        "type_of_enterprise": rng.choice(("MICRO", "SMALL")),
        "type_of_organisation": rng.choice(CONSTITUTIONS[:2]),
        "major_activity": rng.choice(("SERVICES", "TRADING", "MANUFACTURING")),
        "gender": "Female" if owner.woman else "Male",
        "social_category": rng.choice(("GENERAL", "OBC", "SC")),
        "mobile_number": owner.mobile,
        "email_id": owner.email,
        "date_of_incorporation": f"{begun:%d/%m/%Y}",
        "date_of_commencement_of_business": f"{numbers.some_date(rng, begun, date(2020, 1, 31)):%d/%m/%Y}",
        "date_of_udyam_registration": f"{registered:%d/%m/%Y}",
        "name_of_unit": [firm.name.upper()],
        "nic_5_digit_code": [rng.choice(("47411", "47420", "47591", "47593"))],
    }


LAYOUTS: dict[str, dict[str, Layout]] = {
    "GST_CERT": {"form": gst_form, "framed": gst_framed},
    "UDYAM_CERT": {"certificate": udyam, "particulars": udyam_details},
}
