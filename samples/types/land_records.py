"""INDEX_2 and SATBARA: Maharashtra's registers of deeds and of land, in Marathi with English beside it, and in English."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from samples.drawn import DrawnDocument, Layout
from samples.kit import marks
from samples.kit.sheet import A4, Paper
from samples.kit.table import Column, Style, table
from samples.world import lands, people
from samples.world.lands import Land
from samples.world.numbers import grouped

Rows = tuple[tuple[str, str, str], ...]


def index_marathi(rng: Random) -> DrawnDocument:
    """The registrar's extract, Marathi first."""
    land, survey, built, value, filed = _registered(rng)
    sheet = Paper(A4)
    marathi_head(
        sheet,
        "सूची क्र. २",
        "Index II (Index-2)",
        "नोंदणी व मुद्रांक विभाग",
        f"Joint Sub Registrar {land.taluka} {rng.randint(1, 25)}",
    )
    rows: Rows = (
        ("विलेखाचा प्रकार", "Type of document", "Mortgage Deed"),
        ("गहाण देणार", "Mortgagor Name", land.owner.name),
        ("मालकाचे नाव", "Owner Name", f"{land.owner.name}, {land.other.name}"),
        ("कर्जाची रक्कम", "Loan Amount", grouped(land.loan, paise=False)),
        ("बाजारभाव", "Property Valuation", value),
        ("भू-मापन क्रमांक", "Survey Number", ", ".join(survey)),
        ("बांधकाम क्षेत्रफळ", "Area of Constructed Property", built),
        ("जमिनीचे क्षेत्रफळ", "Area of Land", land.area),
        ("गहाण दिनांक", "Date of Mortgage", f"{land.charged:%d/%m/%Y}"),
        ("नोंदणी दिनांक", "Date of Filing", filed),
        ("गावाचे नाव", "Village", land.village),
    )
    y = bilingual_rows(sheet, 44, rows)
    sheet.text(16, y + 6, f"Document No. {rng.randint(1002, 19890)}/{land.charged.year}", 10)
    seal(sheet, rng, "Sub Registrar", land.taluka, y + 4)
    return _indexed(sheet, land, survey, built, value, filed, f"{land.charged:%d/%m/%Y}")


def index_english(rng: Random) -> DrawnDocument:
    """The same extract in English, numbered columns in a list."""
    land, survey, built, value, filed = _registered(rng)
    sheet = Paper(A4)
    sheet.text(105, 14, "INDEX - II", 17, "serif-bold", align="centre")
    sheet.text(
        105, 23, f"Office of the Sub Registrar, {land.taluka}, District {land.district}", 11, "serif", align="centre"
    )
    rows = [
        ("(1)", "Nature of document", "Mortgage by deposit"),
        ("(2)", "Loan Amount", f"Rs. {grouped(land.loan)}"),
        ("(3)", "Property Valuation", f"Rs. {value}"),
        ("(4)", "Survey Number", ", ".join(survey)),
        ("(5)", "Area of Land", land.area),
        ("(6)", "Area of Constructed Property", built),
        ("(7)", "Owner Name", f"{land.owner.name}, {land.other.name}"),
        ("(8)", "Mortgagor Name", land.owner.name),
        ("(9)", "Date of Mortgage", f"{land.charged:%d-%m-%Y}"),
        ("(10)", "Date of Filing", filed),
    ]
    y = table(
        sheet,
        18,
        36,
        [Column("", 16, "centre"), Column("", 62), Column("", 96)],
        rows,
        Style(11, "serif", "serif-bold", padding=2.2),
        head=False,
    )
    seal(sheet, rng, "Sub Registrar", land.taluka, y + 10)
    return _indexed(sheet, land, survey, built, value, filed, f"{land.charged:%d-%m-%Y}")


def satbara_marathi(rng: Random) -> DrawnDocument:
    """The 7/12 extract: village forms VII and XII, Marathi first, encumbrance among other rights."""
    land = lands.some(rng)
    sheet = Paper(A4)
    marathi_head(
        sheet,
        "गाव नमुना सात व बारा (७/१२)",
        "Village Form VII - XII (Satbara)",
        "महसूल विभाग",
        "Record of Rights and Crops",
    )
    place_line(sheet, land, 42)
    rows: Rows = (
        ("गट क्रमांक", "Gat No.", land.gat),
        ("खाते क्रमांक", "Khata No.", land.khata),
        ("भोगवटादाराचे नाव", "Land Owner Name", land.owner.name),
        ("अर्जदार", "Applicant / Owner Name", land.owner.name),
        ("क्षेत्र", "Area", land.area),
        ("इतर अधिकार - बोजा", "Hypothecation Bank", land.bank),
        ("बोजा रक्कम", "Hypothecation Amount", grouped(land.loan, paise=False)),
        ("बोजा दिनांक", "Hypothecation Date", f"{land.charged:%d/%m/%Y}"),
    )
    y = bilingual_rows(sheet, 52, rows)
    sheet.runs(14, y + 5, [("गाव नमुना बारा ", "devanagari-bold"), ("/ Form XII - Register of Crops", "sans-bold")], 11)
    crops = [
        (str(land.charged.year - back), crop, f"{rng.randint(10, 80)} R", "Well")
        for back, crop in enumerate(("Jowar", "Wheat", "Onion"))
    ]
    y = table(
        sheet,
        14,
        y + 12,
        [Column("Year", 30, "centre"), Column("Crop", 60), Column("Area", 46), Column("Irrigation", 46)],
        crops,
        Style(9.5, padding=1.6),
    )
    seal(sheet, rng, "Talathi", land.village, y + 8)
    return _satbara(sheet, land, f"{land.charged:%d/%m/%Y}", grouped(land.loan, paise=False))


def satbara_english(rng: Random) -> DrawnDocument:
    """The extract in English columns side by side."""
    land = lands.some(rng)
    sheet = Paper((297.0, 210.0), 170)
    sheet.text(148, 10, "VILLAGE FORM VII-XII (7/12 EXTRACT)", 15, "serif-bold", align="centre")
    sheet.text(
        148, 19, "Maharashtra Land Revenue Record of Rights and Registers Rules, 1971", 9.5, "serif", align="centre"
    )
    y = 30.0
    for x, label, item in (
        (14, "Village Name", land.village),
        (108, "Taluka", land.taluka),
        (200, "District", land.district),
    ):
        sheet.runs(x, y, [(f"{label} : ", "serif"), (item, "serif-bold")], 11)
    heads = [
        Column("Gat No.", 34),
        Column("Khata No.", 34),
        Column("Land Owner Name", 76),
        Column("Area", 40),
        Column("Other rights", 84),
    ]
    rights = f"Hypothecation Bank: {land.bank}\nHypothecation Amount: Rs. {grouped(land.loan)}\nHypothecation Date: {land.charged:%d-%m-%Y}"
    y = table(
        sheet,
        14,
        42,
        heads,
        [(land.gat, land.khata, land.owner.name, land.area, rights)],
        Style(11, "serif", "serif-bold", padding=2.2),
        least=70,
    )
    sheet.text(14, y + 5, f"Applicant / Owner Name : {land.owner.name}", 11, "serif")
    seal(sheet, rng, "Talathi", land.village, y + 6, x=210)
    return _satbara(sheet, land, f"{land.charged:%d-%m-%Y}", grouped(land.loan))


def marathi_head(sheet: Paper, marathi: str, english: str, office: str, office_english: str) -> None:
    sheet.text(105, 9, "महाराष्ट्र शासन", 10, "sans-bold", align="centre")
    sheet.text(105, 15, f"{office}", 10, "sans", align="centre")
    sheet.text(105, 20.5, office_english, 9.5, "sans", align="centre")
    sheet.text(105, 26, marathi, 14, "sans-bold", align="centre")
    sheet.text(105, 34, english, 12, "sans-bold", align="centre")


def place_line(sheet: Paper, land: Land, y: float) -> None:
    runs = []
    for marathi, english, item in (
        ("गाव", "Village Name", land.village),
        ("तालुका", "Taluka", land.taluka),
        ("जिल्हा", "District", land.district),
    ):
        runs += [(f"{marathi} ", "devanagari"), (f"/ {english} : ", "sans"), (f"{item}      ", "sans-bold")]
    sheet.runs(14, y, runs, 9.5)


def bilingual_rows(sheet: Paper, y: float, rows: Rows) -> float:
    """A table whose labels are in Marathi and English."""
    for marathi, english, item in rows:
        high = max(8.4, 4.6 * len(sheet.wrap(item, 96, 10, "sans-bold")) + 3.6)
        sheet.box(14, y, 182, high)
        sheet.line(92, y, 92, y + high)
        sheet.runs(16, y + 1.8, [(f"{marathi} ", "devanagari"), (f"/ {english}", "sans")], 9.5)
        sheet.text(95, y + 1.8, item, 10, "sans-bold", width=98)
        y += high
    return y


def seal(sheet: Paper, rng: Random, office: str, place: str, y: float, x: float = 120) -> None:
    sheet.paste(marks.round_stamp(office, place, rng, ink=marks.BLUE), x, y, 32)
    sheet.paste(marks.signature(people.person(rng, "Maharashtra").name, rng), x + 34, y + 6, 36)
    sheet.text(x + 52, y + 24, office, 9.5, align="centre")


def _registered(rng: Random) -> tuple[Land, list[str], str, str, str]:
    land = lands.some(rng)
    survey = [land.gat, str(rng.randint(12, 480))][: rng.choice((1, 2))]
    return (
        land,
        survey,
        f"{rng.randint(40, 180)}.{rng.randint(10, 99)} sq. m.",
        grouped(land.cost, paise=False),
        f"{land.charged + timedelta(days=rng.randint(1, 12)):%d/%m/%Y}",
    )


def _indexed(
    sheet: Paper, land: Land, survey: list[str], built: str, value: str, filed: str, mortgaged: str
) -> DrawnDocument:
    amount = grouped(land.loan) if "-" in mortgaged else grouped(land.loan, paise=False)
    return DrawnDocument(
        "INDEX_2",
        sheet,
        {
            "owner_name": [land.owner.name, land.other.name],
            "mortgagor_name": land.owner.name,
            "loan_amount": amount,
            "property_valuation": value,
            "survey_number": survey,
            "area_of_constructed_property": built,
            "area_of_land": land.area,
            "date_of_filing": filed,
            "date_of_mortgage": mortgaged,
        },
        colour=True,
    )


def _satbara(sheet: Paper, land: Land, day: str, amount: str) -> DrawnDocument:
    return DrawnDocument(
        "SATBARA",
        sheet,
        {
            "applicant_owner_name": land.owner.name,
            "village_name": land.village,
            "gat_no": land.gat,
            "taluka": land.taluka,
            "district": land.district,
            "land_owner_name": land.owner.name,
            "khata_number": land.khata,
            "hypothecation_bank": land.bank,
            "hypothecation_amount": amount,
            "hypothecation_date": day,
        },
        colour=True,
    )


LAYOUTS: dict[str, dict[str, Layout]] = {
    "INDEX_2": {"marathi": index_marathi, "english": index_english},
    "SATBARA": {"marathi": satbara_marathi, "english": satbara_english},
}
