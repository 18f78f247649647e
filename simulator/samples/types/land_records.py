"""INDEX_2, SATBARA, NAMUNA_8, CHATUSIMA, GAVTHAN_CERTIFICATE, GUNTHEWARI_CERTIFICATE, PROPERTY_CARD, PROPERTY_TAX_RECEIPT.

Maharashtra's land records: one layout of each in Marathi with English beside it, one in English.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random

from simulator.samples.drawn import Drawn, Layout
from simulator.samples.kit import marks
from simulator.samples.kit.sheet import A4, Sheet
from simulator.samples.kit.table import Column, Style, table
from simulator.samples.world import hindi, lands, people
from simulator.samples.world.lands import Land
from simulator.samples.world.numbers import grouped

Rows = tuple[tuple[str, str, str], ...]


def index_marathi(rng: Random) -> Drawn:
    """The registrar's extract, Marathi first."""
    land, survey, built, value, filed = _registered(rng)
    sheet = Sheet(A4)
    _marathi_head(
        sheet,
        "सूची क्र. २",
        "Index II (Index-2)",
        "नोंदणी व मुद्रांक विभाग",
        f"Joint Sub Registrar {land.taluka} {rng.randint(1, 25)}",
    )
    rows: Rows = (
        ("विलेखाचा प्रकार", "Type of document", "Mortgage Deed"), ("गहाण देणार", "Mortgagor Name", land.owner.name), ("मालकाचे नाव", "Owner Name", f"{land.owner.name}, {land.other.name}"),
        ("कर्जाची रक्कम", "Loan Amount", grouped(land.loan, paise=False)), ("बाजारभाव", "Property Valuation", value), ("भू-मापन क्रमांक", "Survey Number", ", ".join(survey)), ("बांधकाम क्षेत्रफळ", "Area of Constructed Property", built),
        ("जमिनीचे क्षेत्रफळ", "Area of Land", land.area), ("गहाण दिनांक", "Date of Mortgage", f"{land.charged:%d/%m/%Y}"), ("नोंदणी दिनांक", "Date of Filing", filed), ("गावाचे नाव", "Village", land.village),
    )  # fmt: skip
    y = _bilingual_rows(sheet, 44, rows)
    sheet.text(16, y + 6, f"Document No. {rng.randint(1002, 19890)}/{land.charged.year}", 10)
    _seal(sheet, rng, "Sub Registrar", land.taluka, y + 4)
    return _indexed(sheet, land, survey, built, value, filed, f"{land.charged:%d/%m/%Y}")


def index_english(rng: Random) -> Drawn:
    """The same extract in English, numbered columns in a list."""
    land, survey, built, value, filed = _registered(rng)
    sheet = Sheet(A4)
    sheet.text(105, 14, "INDEX - II", 17, "serif-bold", align="centre")
    sheet.text(
        105, 23, f"Office of the Sub Registrar, {land.taluka}, District {land.district}", 11, "serif", align="centre"
    )
    rows = [("(1)", "Nature of document", "Mortgage by deposit"), ("(2)", "Loan Amount", f"Rs. {grouped(land.loan)}"), ("(3)", "Property Valuation", f"Rs. {value}"), ("(4)", "Survey Number", ", ".join(survey)), ("(5)", "Area of Land", land.area),
            ("(6)", "Area of Constructed Property", built), ("(7)", "Owner Name", f"{land.owner.name}, {land.other.name}"), ("(8)", "Mortgagor Name", land.owner.name), ("(9)", "Date of Mortgage", f"{land.charged:%d-%m-%Y}"), ("(10)", "Date of Filing", filed)]  # fmt: skip
    y = table(
        sheet,
        18,
        36,
        [Column("", 16, "centre"), Column("", 62), Column("", 96)],
        rows,
        Style(11, "serif", "serif-bold", padding=2.2),
        head=False,
    )
    _seal(sheet, rng, "Sub Registrar", land.taluka, y + 10)
    return _indexed(sheet, land, survey, built, value, filed, f"{land.charged:%d-%m-%Y}")


def satbara_marathi(rng: Random) -> Drawn:
    """The 7/12 extract: village forms VII and XII, Marathi first, encumbrance among other rights."""
    land = lands.some(rng)
    sheet = Sheet(A4)
    _marathi_head(
        sheet,
        "गाव नमुना सात व बारा (७/१२)",
        "Village Form VII - XII (Satbara)",
        "महसूल विभाग",
        "Record of Rights and Crops",
    )
    _place_line(sheet, land, 42)
    rows: Rows = (
        ("गट क्रमांक", "Gat No.", land.gat), ("खाते क्रमांक", "Khata No.", land.khata), ("भोगवटादाराचे नाव", "Land Owner Name", land.owner.name), ("अर्जदार", "Applicant / Owner Name", land.owner.name), ("क्षेत्र", "Area", land.area),
        ("इतर अधिकार - बोजा", "Hypothecation Bank", land.bank), ("बोजा रक्कम", "Hypothecation Amount", grouped(land.loan, paise=False)), ("बोजा दिनांक", "Hypothecation Date", f"{land.charged:%d/%m/%Y}"),
    )  # fmt: skip
    y = _bilingual_rows(sheet, 52, rows)
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
    _seal(sheet, rng, "Talathi", land.village, y + 8)
    return _satbara(sheet, land, f"{land.charged:%d/%m/%Y}", grouped(land.loan, paise=False))


def satbara_english(rng: Random) -> Drawn:
    """The extract in English columns side by side."""
    land = lands.some(rng)
    sheet = Sheet((297.0, 210.0), 170)
    sheet.text(148, 10, "VILLAGE FORM VII-XII (7/12 EXTRACT)", 15, "serif-bold", align="centre")
    sheet.text(
        148, 19, "Maharashtra Land Revenue Record of Rights and Registers Rules, 1971", 9.5, "serif", align="centre"
    )
    y = 30.0
    for x, label, said in (
        (14, "Village Name", land.village),
        (108, "Taluka", land.taluka),
        (200, "District", land.district),
    ):
        sheet.runs(x, y, [(f"{label} : ", "serif"), (said, "serif-bold")], 11)
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
    _seal(sheet, rng, "Talathi", land.village, y + 6, x=210)
    return _satbara(sheet, land, f"{land.charged:%d-%m-%Y}", grouped(land.loan))


def khata_marathi(rng: Random) -> Drawn:
    """Village form VIII: an owner's account."""
    return _record(
        rng,
        "NAMUNA_8",
        "गाव नमुना आठ अ",
        "Village Form VIII-A (Namuna 8)",
        "जमाबंदी नोंदवही / Holding Register",
        "Khata No.",
    )


def khata_english(rng: Random) -> Drawn:
    """A village council's assessment register."""
    return _register(
        rng,
        "NAMUNA_8",
        "NAMUNA NO. 8",
        "Gram Panchayat Assessment Register (Form No. 8)",
        ("House No.", "Owner", "Type of construction", "Length x breadth", "House tax", "Lighting tax"),
    )


def boundaries_marathi(rng: Random) -> Drawn:
    """The four boundaries of a plot, attested by the village."""
    return _record(
        rng,
        "CHATUSIMA",
        "चतुःसीमा प्रमाणपत्र",
        "Chatusima (Four Boundaries) Certificate",
        "चतुःसीमा / Boundaries on four sides",
        "Gat No.",
        boundaries=True,
    )


def boundaries_english(rng: Random) -> Drawn:
    """The same as a letter in English."""
    land = lands.some(rng)
    text = (f"This is to certify the chatusima (four boundaries) of the property of {land.owner.name} at {land.village}, Taluka {land.taluka}, District {land.district}, Gat No. {land.gat}:",
            f"East: land of {people.person(rng).short_name}", "West: village road", f"North: land of {people.person(rng).short_name}", "South: stream")  # fmt: skip
    return _letter(rng, "CHATUSIMA", "CHATUSIMA CERTIFICATE", land, text)


def gavthan_marathi(rng: Random) -> Drawn:
    """That a house lies in the village's old settlement."""
    return _record(
        rng, "GAVTHAN_CERTIFICATE", "गावठाण प्रमाणपत्र", "Gavthan Certificate", "ग्रामपंचायत / Gram Panchayat", "House No."
    )


def gavthan_english(rng: Random) -> Drawn:
    """The same as a letter in English."""
    land = lands.some(rng)
    text = (f"This is to certify that the house of {land.owner.name} bearing Gram Panchayat No. {land.khata} is situated within the gavthan (original village site) of {land.village}, Taluka {land.taluka}, District {land.district}.",
            "The gavthan land is not subject to agricultural assessment, and no separate 7/12 extract is issued for it.", "This gavthan certificate is given at the owner's request.")  # fmt: skip
    return _letter(rng, "GAVTHAN_CERTIFICATE", "GAVTHAN CERTIFICATE", land, text)


def gunthewari_marathi(rng: Random) -> Drawn:
    """That a small plot has been regularised."""
    return _record(
        rng,
        "GUNTHEWARI_CERTIFICATE",
        "गुंठेवारी नियमितीकरण प्रमाणपत्र",
        "Gunthewari Regularisation Certificate",
        "महानगरपालिका / Municipal Corporation",
        "Plot No.",
    )


def gunthewari_english(rng: Random) -> Drawn:
    """The same as a letter in English."""
    land = lands.some(rng)
    text = (f"Under the Maharashtra Gunthewari Developments (Regularisation, Upgradation and Control) Act, 2001 the gunthewari plot of {land.owner.name} out of Gat No. {land.gat} at {land.village}, Taluka {land.taluka}, is hereby regularised.",
            f"Area of the plot: {rng.randint(80, 220)} sq. m. Development charges paid: Rs. {grouped(rng.randint(8, 60) * 1000)}.", "The regularisation is subject to the approved layout plan.")  # fmt: skip
    return _letter(rng, "GUNTHEWARI_CERTIFICATE", "GUNTHEWARI CERTIFICATE", land, text)


def card_marathi(rng: Random) -> Drawn:
    """The city survey's property card."""
    return _record(
        rng,
        "PROPERTY_CARD",
        "मालमत्ता पत्रक",
        "Property Card (City Survey)",
        "नगर भूमापन / City Survey Office",
        "C.T.S. No.",
    )


def card_english(rng: Random) -> Drawn:
    """The card as a register with entries by date."""
    return _register(
        rng,
        "PROPERTY_CARD",
        "PROPERTY CARD",
        "City Survey Office - Extract from the Property Register Card",
        ("City Survey No.", "Area sq. m.", "Tenure", "Holder", "Mutation date", "Attestation"),
    )


def tax_city(rng: Random) -> Drawn:
    """A municipal corporation's receipt for property tax."""
    return _record(
        rng,
        "PROPERTY_TAX_RECEIPT",
        "मालमत्ता कर पावती",
        "Property Tax Receipt",
        "महानगरपालिका / Municipal Corporation",
        "Property No.",
        taxes=True,
    )


def tax_village(rng: Random) -> Drawn:
    """A village council's receipt for house tax."""
    return _register(
        rng,
        "PROPERTY_TAX_RECEIPT",
        "PROPERTY TAX RECEIPT",
        "Gram Panchayat House Tax and Water Tax Receipt",
        ("Property No.", "Owner", "Year", "House tax", "Water tax", "Total paid"),
    )


def _record(
    rng: Random,
    kind: str,
    marathi: str,
    english: str,
    office: str,
    number: str,
    boundaries: bool = False,
    taxes: bool = False,
) -> Drawn:
    """A record of one property in rows of two languages."""
    land = lands.some(rng)
    sheet = Sheet(A4)
    in_marathi, _, in_english = office.partition(" / ")
    _marathi_head(sheet, marathi, english, in_marathi, in_english)
    _place_line(sheet, land, 42)
    rows: list[tuple[str, str, str]] = [
        ("क्रमांक", number, land.gat),
        ("मालकाचे नाव", "Owner", f"{land.owner.name}"),
        ("क्षेत्रफळ", "Area", land.area),
        ("दिनांक", "Date", f"{land.day:%d/%m/%Y}"),
    ]
    if boundaries:
        rows += [
            ("पूर्व", "East", people.person(rng, "Maharashtra").name),
            ("पश्चिम", "West", "Village road"),
            ("उत्तर", "North", people.person(rng, "Maharashtra").name),
            ("दक्षिण", "South", "Canal"),
        ]
    elif taxes:
        parts = [rng.randint(8, 60) * 50 for _ in range(3)]
        rows += [
            ("सामान्य कर", "General tax", grouped(parts[0])),
            ("पाणीपट्टी", "Water tax", grouped(parts[1])),
            ("शिक्षण कर", "Education cess", grouped(parts[2])),
            ("एकूण", "Total paid", grouped(sum(parts))),
        ]
    else:
        rows += [
            ("आकार", "Assessment", f"Rs. {rng.randint(2, 90)}.{rng.randint(10, 99)}"),
            ("धारणा प्रकार", "Tenure", "Class I"),
            ("शेरा", "Remarks", "-"),
        ]
    y = _bilingual_rows(sheet, 54, tuple(rows))
    sheet.text(14, y + 5, hindi.spelt(f"{land.owner.name} {land.village} {land.taluka}"), 10)
    _seal(sheet, rng, in_english, land.taluka, y + 10)
    return Drawn(kind, sheet, {}, colour=True)


def _register(rng: Random, kind: str, title: str, below: str, heads: tuple[str, ...]) -> Drawn:
    """A register's page with a few lines, across."""
    land = lands.some(rng)
    sheet = Sheet((297.0, 210.0), 170)
    sheet.text(148, 12, title, 17, "serif-bold", align="centre")
    sheet.text(148, 22, below, 11, "serif", align="centre")
    sheet.text(
        20, 32, f"Village : {land.village}      Taluka : {land.taluka}      District : {land.district}", 11, "serif"
    )
    samples = {"House No.": str(rng.randint(10, 900)), "Owner": land.owner.name, "Holder": land.owner.name, "Type of construction": "RCC, two floors", "Length x breadth": f"{rng.randint(20, 40)} x {rng.randint(20, 60)} ft", "House tax": grouped(rng.randint(3, 30) * 50),
               "Lighting tax": grouped(rng.randint(1, 6) * 50), "City Survey No.": land.gat, "Area sq. m.": f"{rng.randint(60, 480)}.{rng.randint(1, 9)}", "Tenure": "C", "Mutation date": f"{land.day:%d/%m/%Y}", "Attestation": "C.S.O.", "Property No.": land.khata,
               "Year": f"{land.day.year}-{(land.day.year + 1) % 100:02d}", "Water tax": grouped(rng.randint(3, 20) * 50), "Total paid": grouped(rng.randint(20, 90) * 50)}  # fmt: skip
    wide = {"Owner": 62.0, "Holder": 62.0}
    rest = (257 - sum(wide.get(head, 0) for head in heads)) / sum(head not in wide for head in heads)
    y = table(
        sheet,
        20,
        42,
        [Column(head, wide.get(head, rest)) for head in heads],
        [tuple(samples[head] for head in heads)],
        Style(11, "serif", "serif-bold", padding=2.4),
        least=48,
    )
    _seal(sheet, rng, "Gram Panchayat" if "Gram" in below else "City Survey Office", land.village, y + 8, x=200)
    return Drawn(kind, sheet, {}, colour=True)


def _letter(rng: Random, kind: str, title: str, land: Land, text: tuple[str, ...]) -> Drawn:
    sheet = Sheet(A4)
    sheet.text(
        105,
        16,
        f"GRAM PANCHAYAT {land.village.upper()}"
        if "GUNTHE" not in kind
        else f"MUNICIPAL COUNCIL {land.taluka.upper()}",
        15,
        "serif-bold",
        align="centre",
    )
    sheet.text(105, 25, f"Taluka {land.taluka}, District {land.district}", 11, "serif", align="centre")
    sheet.line(20, 33, 190, 33, 0.5)
    sheet.text(20, 37, f"Outward No. {rng.randint(10, 990)}", 10.5, "serif")
    sheet.text(190, 37, f"Date : {land.day:%d/%m/%Y}", 10.5, "serif", align="right")
    y = sheet.text(105, 50, title, 15, "serif-bold", align="centre") + 4
    for part in text:
        y = sheet.text(20, y + 3, part, 12, "serif", width=170, leading=1.5)
    _seal(sheet, rng, land.village if "GUNTHE" not in kind else land.taluka, "OFFICE", y + 16)
    return Drawn(kind, sheet, {}, colour=True)


def _marathi_head(sheet: Sheet, marathi: str, english: str, office: str, office_english: str) -> None:
    sheet.text(105, 9, "महाराष्ट्र शासन", 10, "sans-bold", align="centre")
    sheet.text(105, 15, f"{office}", 10, "sans", align="centre")
    sheet.text(105, 20.5, office_english, 9.5, "sans", align="centre")
    sheet.text(105, 26, marathi, 14, "sans-bold", align="centre")
    sheet.text(105, 34, english, 12, "sans-bold", align="centre")


def _place_line(sheet: Sheet, land: Land, y: float) -> None:
    runs = []
    for marathi, english, said in (
        ("गाव", "Village Name", land.village),
        ("तालुका", "Taluka", land.taluka),
        ("जिल्हा", "District", land.district),
    ):
        runs += [(f"{marathi} ", "devanagari"), (f"/ {english} : ", "sans"), (f"{said}      ", "sans-bold")]
    sheet.runs(14, y, runs, 9.5)


def _bilingual_rows(sheet: Sheet, y: float, rows: Rows) -> float:
    """A table whose labels are in Marathi and English."""
    for marathi, english, said in rows:
        high = max(8.4, 4.6 * len(sheet.wrap(said, 96, 10, "sans-bold")) + 3.6)
        sheet.box(14, y, 182, high)
        sheet.line(92, y, 92, y + high)
        sheet.runs(16, y + 1.8, [(f"{marathi} ", "devanagari"), (f"/ {english}", "sans")], 9.5)
        sheet.text(95, y + 1.8, said, 10, "sans-bold", width=98)
        y += high
    return y


def _seal(sheet: Sheet, rng: Random, office: str, place: str, y: float, x: float = 120) -> None:
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


def _indexed(sheet: Sheet, land: Land, survey: list[str], built: str, value: str, filed: str, mortgaged: str) -> Drawn:
    amount = grouped(land.loan) if "-" in mortgaged else grouped(land.loan, paise=False)
    return Drawn("INDEX_2", sheet, {
        "owner_name": [land.owner.name, land.other.name], "mortgagor_name": land.owner.name, "loan_amount": amount, "property_valuation": value, "survey_number": survey, "area_of_constructed_property": built,
        "area_of_land": land.area, "date_of_filing": filed, "date_of_mortgage": mortgaged,
    }, colour=True)  # fmt: skip


def _satbara(sheet: Sheet, land: Land, day: str, amount: str) -> Drawn:
    return Drawn("SATBARA", sheet, {
        "applicant_owner_name": land.owner.name, "village_name": land.village, "gat_no": land.gat, "taluka": land.taluka, "district": land.district, "land_owner_name": land.owner.name, "khata_number": land.khata,
        "hypothecation_bank": land.bank, "hypothecation_amount": amount, "hypothecation_date": day,
    }, colour=True)  # fmt: skip


LAYOUTS: dict[str, dict[str, Layout]] = {
    "INDEX_2": {"marathi": index_marathi, "english": index_english},
    "SATBARA": {"marathi": satbara_marathi, "english": satbara_english},
    "NAMUNA_8": {"marathi": khata_marathi, "register": khata_english},
    "CHATUSIMA": {"marathi": boundaries_marathi, "letter": boundaries_english},
    "GAVTHAN_CERTIFICATE": {"marathi": gavthan_marathi, "letter": gavthan_english},
    "GUNTHEWARI_CERTIFICATE": {"marathi": gunthewari_marathi, "letter": gunthewari_english},
    "PROPERTY_CARD": {"marathi": card_marathi, "register": card_english},
    "PROPERTY_TAX_RECEIPT": {"city": tax_city, "village": tax_village},
}
