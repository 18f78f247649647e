"""CHATUSIMA, GAVTHAN_CERTIFICATE, GUNTHEWARI_CERTIFICATE, NAMUNA_8, PROPERTY_CARD and PROPERTY_TAX_RECEIPT."""

from __future__ import annotations

from random import Random

from samples.drawn import DrawnDocument, Layout
from samples.kit.sheet import A4, Paper
from samples.kit.table import Column, Style, table
from samples.types.land_records import bilingual_rows, marathi_head, place_line, seal
from samples.world import hindi, lands, people
from samples.world.lands import Land
from samples.world.numbers import grouped


def khata_marathi(rng: Random) -> DrawnDocument:
    """Village form VIII: an owner's account."""
    return _record(
        rng,
        "NAMUNA_8",
        "गाव नमुना आठ अ",
        "Village Form VIII-A (Namuna 8)",
        "जमाबंदी नोंदवही / Holding Register",
        "Khata No.",
    )


def khata_english(rng: Random) -> DrawnDocument:
    """A village council's assessment register."""
    return _register(
        rng,
        "NAMUNA_8",
        "NAMUNA NO. 8",
        "Gram Panchayat Assessment Register (Form No. 8)",
        ("House No.", "Owner", "Type of construction", "Length x breadth", "House tax", "Lighting tax"),
    )


def boundaries_marathi(rng: Random) -> DrawnDocument:
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


def boundaries_english(rng: Random) -> DrawnDocument:
    """The same as a letter in English."""
    land = lands.some(rng)
    text = (
        f"This is to certify the chatusima (four boundaries) of the property of {land.owner.name} at {land.village}, Taluka {land.taluka}, District {land.district}, Gat No. {land.gat}:",
        f"East: land of {people.person(rng).short_name}",
        "West: village road",
        f"North: land of {people.person(rng).short_name}",
        "South: stream",
    )
    return _letter(rng, "CHATUSIMA", "CHATUSIMA CERTIFICATE", land, text)


def gavthan_marathi(rng: Random) -> DrawnDocument:
    """That a house lies in the village's old settlement."""
    return _record(
        rng, "GAVTHAN_CERTIFICATE", "गावठाण प्रमाणपत्र", "Gavthan Certificate", "ग्रामपंचायत / Gram Panchayat", "House No."
    )


def gavthan_english(rng: Random) -> DrawnDocument:
    """The same as a letter in English."""
    land = lands.some(rng)
    text = (
        f"This is to certify that the house of {land.owner.name} bearing Gram Panchayat No. {land.khata} is situated within the gavthan (original village site) of {land.village}, Taluka {land.taluka}, District {land.district}.",
        "The gavthan land is not subject to agricultural assessment, and no separate 7/12 extract is issued for it.",
        "This gavthan certificate is given at the owner's request.",
    )
    return _letter(rng, "GAVTHAN_CERTIFICATE", "GAVTHAN CERTIFICATE", land, text)


def gunthewari_marathi(rng: Random) -> DrawnDocument:
    """That a small plot has been regularised."""
    return _record(
        rng,
        "GUNTHEWARI_CERTIFICATE",
        "गुंठेवारी नियमितीकरण प्रमाणपत्र",
        "Gunthewari Regularisation Certificate",
        "महानगरपालिका / Municipal Corporation",
        "Plot No.",
    )


def gunthewari_english(rng: Random) -> DrawnDocument:
    """The same as a letter in English."""
    land = lands.some(rng)
    text = (
        f"Under the Maharashtra Gunthewari Developments (Regularisation, Upgradation and Control) Act, 2001 the gunthewari plot of {land.owner.name} out of Gat No. {land.gat} at {land.village}, Taluka {land.taluka}, is hereby regularised.",
        f"Area of the plot: {rng.randint(80, 220)} sq. m. Development charges paid: Rs. {grouped(rng.randint(8, 60) * 1000)}.",
        "The regularisation is subject to the approved layout plan.",
    )
    return _letter(rng, "GUNTHEWARI_CERTIFICATE", "GUNTHEWARI CERTIFICATE", land, text)


def card_marathi(rng: Random) -> DrawnDocument:
    """The city survey's property card."""
    return _record(
        rng,
        "PROPERTY_CARD",
        "मालमत्ता पत्रक",
        "Property Card (City Survey)",
        "नगर भूमापन / City Survey Office",
        "C.T.S. No.",
    )


def card_english(rng: Random) -> DrawnDocument:
    """The card as a register with entries by date."""
    return _register(
        rng,
        "PROPERTY_CARD",
        "PROPERTY CARD",
        "City Survey Office - Extract from the Property Register Card",
        ("City Survey No.", "Area sq. m.", "Tenure", "Holder", "Mutation date", "Attestation"),
    )


def tax_city(rng: Random) -> DrawnDocument:
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


def tax_village(rng: Random) -> DrawnDocument:
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
) -> DrawnDocument:
    """A record of one property in rows of two languages."""
    land = lands.some(rng)
    sheet = Paper(A4)
    in_marathi, _, in_english = office.partition(" / ")
    marathi_head(sheet, marathi, english, in_marathi, in_english)
    place_line(sheet, land, 42)
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
    y = bilingual_rows(sheet, 54, tuple(rows))
    sheet.text(14, y + 5, hindi.spelt(f"{land.owner.name} {land.village} {land.taluka}"), 10)
    seal(sheet, rng, in_english, land.taluka, y + 10)
    return DrawnDocument(kind, sheet, {}, colour=True)


def _register(rng: Random, kind: str, title: str, below: str, heads: tuple[str, ...]) -> DrawnDocument:
    """A register's page with a few lines, across."""
    land = lands.some(rng)
    sheet = Paper((297.0, 210.0), 170)
    sheet.text(148, 12, title, 17, "serif-bold", align="centre")
    sheet.text(148, 22, below, 11, "serif", align="centre")
    sheet.text(
        20, 32, f"Village : {land.village}      Taluka : {land.taluka}      District : {land.district}", 11, "serif"
    )
    samples = {
        "House No.": str(rng.randint(10, 900)),
        "Owner": land.owner.name,
        "Holder": land.owner.name,
        "Type of construction": "RCC, two floors",
        "Length x breadth": f"{rng.randint(20, 40)} x {rng.randint(20, 60)} ft",
        "House tax": grouped(rng.randint(3, 30) * 50),
        "Lighting tax": grouped(rng.randint(1, 6) * 50),
        "City Survey No.": land.gat,
        "Area sq. m.": f"{rng.randint(60, 480)}.{rng.randint(1, 9)}",
        "Tenure": "C",
        "Mutation date": f"{land.day:%d/%m/%Y}",
        "Attestation": "C.S.O.",
        "Property No.": land.khata,
        "Year": f"{land.day.year}-{(land.day.year + 1) % 100:02d}",
        "Water tax": grouped(rng.randint(3, 20) * 50),
        "Total paid": grouped(rng.randint(20, 90) * 50),
    }
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
    seal(sheet, rng, "Gram Panchayat" if "Gram" in below else "City Survey Office", land.village, y + 8, x=200)
    return DrawnDocument(kind, sheet, {}, colour=True)


def _letter(rng: Random, kind: str, title: str, land: Land, text: tuple[str, ...]) -> DrawnDocument:
    sheet = Paper(A4)
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
    seal(sheet, rng, land.village if "GUNTHE" not in kind else land.taluka, "OFFICE", y + 16)
    return DrawnDocument(kind, sheet, {}, colour=True)


LAYOUTS: dict[str, dict[str, Layout]] = {
    "NAMUNA_8": {"marathi": khata_marathi, "register": khata_english},
    "CHATUSIMA": {"marathi": boundaries_marathi, "letter": boundaries_english},
    "GAVTHAN_CERTIFICATE": {"marathi": gavthan_marathi, "letter": gavthan_english},
    "GUNTHEWARI_CERTIFICATE": {"marathi": gunthewari_marathi, "letter": gunthewari_english},
    "PROPERTY_CARD": {"marathi": card_marathi, "register": card_english},
    "PROPERTY_TAX_RECEIPT": {"city": tax_city, "village": tax_village},
}
