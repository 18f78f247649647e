"""SALE_DEED, GIFT_DEED and MEMORANDUM_OF_DEPOSIT_OF_TITLE_DEEDS: pages of prose, some on stamp paper."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from samples.drawn import DrawnDocument, Layout
from samples.kit import marks
from samples.kit.sheet import A4, Paper
from samples.kit.table import Column, Style, table
from samples.world import lands, numbers, people
from samples.world.numbers import grouped, in_words

LEGAL = (215.9, 330.0)


def sale_on_stamp_paper(rng: Random) -> DrawnDocument:
    """A sale deed typed below the stamp."""
    land = lands.some(rng)
    sheet, y = stamp_paper(rng, 500)
    day = f"{land.day:%d/%m/%Y}"
    y = sheet.text(108, y, "SALE DEED", 15, "serif-bold", align="centre") + 2
    cost = grouped(land.cost, paise=False)
    for part in (
        f"THIS DEED OF SALE is made and executed at {land.taluka} on {day} BETWEEN",
        f"{land.other.name}, aged {rng.randint(35, 70)} years, occupation agriculture, residing at {land.other.home.one_line}, hereinafter called the SELLER of the one part, AND",
        f"{land.owner.name}, aged {rng.randint(25, 60)} years, residing at {land.owner.home.one_line}, hereinafter called the PURCHASER of the other part.",
        f"WHEREAS the Seller is the owner of the agricultural land at Village {land.village}, Taluka {land.taluka}, District {land.district}, bearing Gat No. {land.gat}, Khata No. {land.khata}, admeasuring {land.area}.",
        f"AND WHEREAS the Seller has agreed to sell the said land to the Purchaser for a total consideration of Rs. {cost}/- (Rupees {in_words(land.cost)} Only), which the Seller has received in full.",
        "NOW THIS DEED WITNESSES that the Seller conveys the said land to the Purchaser free from all charges, and that possession has been given today.",
    ):
        y = sheet.text(24, y + 3, part, 11, "serif", width=168, leading=1.5)
    two_signatures(sheet, rng, y + 10, (("SELLER", land.other.name), ("PURCHASER", land.owner.name)))
    return DrawnDocument(
        "SALE_DEED",
        sheet,
        {
            "purchaser_names": land.owner.name,
            "seller_names": land.other.name,
            "agreement_date": day,
            "agreement_cost": cost,
            "village_name": land.village,
            "khata_number": land.khata,
            "gat_no": land.gat,
            "land_area": land.area,
        },
        colour=True,
    )


def sale_schedule(rng: Random) -> DrawnDocument:
    """A sale deed whose first page lists parties and property in a table."""
    land = lands.some(rng)
    sheet, day, cost = Paper(A4), f"{land.day:%d %B %Y}", grouped(land.cost)
    sheet.text(105, 16, "DEED OF ABSOLUTE SALE", 16, "book-bold", align="centre")
    y = (
        sheet.text(
            22,
            28,
            "This deed of sale records the sale of the property in the schedule below by the Vendor to the Purchaser, on the terms that follow.",
            11.5,
            "book",
            width=166,
        )
        + 4
    )
    rows = [
        ("Date of Agreement", day),
        ("Seller (Vendor)", land.other.name.upper()),
        ("Purchaser", land.owner.name.upper()),
        ("Consideration", f"Rs. {cost}"),
        ("Village", land.village),
        ("Taluka and District", f"{land.taluka}, {land.district}"),
        ("Gat No.", land.gat),
        ("Khata No.", land.khata),
        ("Area of Land", land.area),
    ]
    y = table(
        sheet,
        22,
        y,
        [Column("Schedule", 56), Column("Particulars", 110)],
        rows,
        Style(11, "book", "book-bold", padding=2),
    )
    for number, part in enumerate(
        (
            "The Vendor has a clear and marketable title and has not mortgaged or otherwise charged the land.",
            "The Vendor has received the whole consideration and gives a receipt for it.",
            "The Purchaser shall have the land entered in his name in the revenue records.",
            "All taxes up to the date of this deed are borne by the Vendor.",
        ),
        1,
    ):
        y = sheet.text(22, y + 3, f"{number}.  {part}", 11.5, "book", width=166)
    two_signatures(sheet, rng, y + 12, (("Vendor", land.other.name), ("Purchaser", land.owner.name)))
    return DrawnDocument(
        "SALE_DEED",
        sheet,
        {
            "purchaser_names": land.owner.name.upper(),
            "seller_names": land.other.name.upper(),
            "agreement_date": day,
            "agreement_cost": cost,
            "village_name": land.village,
            "khata_number": land.khata,
            "gat_no": land.gat,
            "land_area": land.area,
        },
    )


def gift_on_stamp_paper(rng: Random) -> DrawnDocument:
    """A father's gift to his child, on stamp paper."""
    land = lands.some(rng)
    sheet, y = stamp_paper(rng, 200)
    y = sheet.text(108, y, "GIFT DEED", 15, "serif-bold", align="centre") + 2
    for part in (
        f"THIS DEED OF GIFT is made on {land.day:%d/%m/%Y} by {land.other.name}, residing at {land.other.home.one_line}, hereinafter called the DONOR, IN FAVOUR OF {land.owner.name}, hereinafter called the DONEE.",
        f"The Donor is the owner of the land at Village {land.village}, Taluka {land.taluka}, District {land.district}, Gat No. {land.gat}, admeasuring {land.area}.",
        "Out of natural love and affection, and without any consideration in money, the Donor gives the said land to the Donee, who accepts the gift and has taken possession.",
        "The Donor declares that the land is free of charges and that the gift is made of free will.",
    ):
        y = sheet.text(24, y + 3, part, 11, "serif", width=168, leading=1.5)
    two_signatures(sheet, rng, y + 12, (("DONOR", land.other.name), ("DONEE", land.owner.name)))
    return DrawnDocument("GIFT_DEED", sheet, {}, colour=True)


def gift_of_flat(rng: Random) -> DrawnDocument:
    """A gift of a flat between relatives, numbered clauses, plain paper."""
    donor, donee = people.person(rng), people.person(rng)
    sheet = Paper(A4)
    sheet.text(105, 18, "DEED OF GIFT", 17, "book-bold", align="centre")
    y = 32.0
    for part in (
        f"Donor : {donor.name}, PAN {donor.pan}",
        f"Donee : {donee.name}, PAN {donee.pan}",
        f"Property gifted : {donee.home.one_line}",
        "1.  The Donor is the sole owner of the flat described above and is entitled to give it away.",
        "2.  In consideration of love and affection the Donor hereby gifts, transfers and conveys the flat to the Donee absolutely and for ever.",
        "3.  The Donee accepts the gift. The market value for stamp duty is Rs. "
        + grouped(rng.randint(20, 90) * 100000)
        + ".",
        "4.  The society is requested to transfer the shares and the membership to the Donee.",
    ):
        y = sheet.text(22, y + 3, part, 11.5, "book", width=166, leading=1.4)
    two_signatures(sheet, rng, y + 14, (("Donor", donor.name), ("Donee", donee.name)))
    return DrawnDocument("GIFT_DEED", sheet, {})


def deposit_of_deeds(rng: Random) -> DrawnDocument:
    """A bank's record that title deeds were handed to it, on stamp paper."""
    land = lands.some(rng)
    sheet, y = stamp_paper(rng, 500)
    y = sheet.text(108, y, "MEMORANDUM OF DEPOSIT OF TITLE DEEDS", 14, "serif-bold", align="centre") + 2
    for part in (
        f"On {land.charged:%d/%m/%Y} {land.owner.name}, residing at {land.owner.home.one_line}, called at the {land.taluka} branch of {land.bank} and deposited with it the title deeds listed below, with intent to create an equitable mortgage.",
        f"The mortgage secures a loan of Rs. {grouped(land.loan)} with interest, charges and costs, on the property at Village {land.village}, Gat No. {land.gat}, admeasuring {land.area}.",
        "List of documents of title deposited:",
        f"1. Sale deed dated {land.day:%d/%m/%Y}",
        "2. Extract of the 7/12 record",
        "3. Search report of thirty years",
        "4. Tax receipt of the current year",
    ):
        y = sheet.text(24, y + 3, part, 11, "serif", width=168, leading=1.45)
    two_signatures(
        sheet, rng, y + 12, (("Depositor / Mortgagor", land.owner.name), ("For the Bank", people.person(rng).name))
    )
    return DrawnDocument("MEMORANDUM_OF_DEPOSIT_OF_TITLE_DEEDS", sheet, {}, colour=True)


def deposit_form(rng: Random) -> DrawnDocument:
    """The same record on the bank's own form."""
    land = lands.some(rng)
    sheet = Paper(A4)
    sheet.text(105, 14, land.bank, 15, "condensed-bold", align="centre")
    sheet.text(105, 24, "Memorandum of Deposit of Title Deeds (MODT)", 13, "condensed-bold", align="centre")
    rows = [
        ("Mortgagor", land.owner.name),
        ("Loan amount secured", f"Rs. {grouped(land.loan)}"),
        ("Date of deposit of title deeds", f"{land.charged:%d-%m-%Y}"),
        ("Property", f"Gat No. {land.gat}, {land.village}, Tal. {land.taluka}, Dist. {land.district}"),
        ("Area", land.area),
    ]
    y = table(
        sheet,
        18,
        36,
        [Column("", 62), Column("", 112)],
        rows,
        Style(11, "condensed", "condensed-bold", padding=2.2),
        head=False,
    )
    deeds = [
        ("1", "Original sale deed", f"{land.day:%d-%m-%Y}"),
        ("2", "Index II extract", f"{land.day + timedelta(days=9):%d-%m-%Y}"),
        ("3", "7/12 extract", f"{land.charged - timedelta(days=20):%d-%m-%Y}"),
    ]
    y = table(
        sheet,
        18,
        y + 6,
        [Column("Sr.", 16, "centre"), Column("Title deeds deposited", 108), Column("Date", 50, "centre")],
        deeds,
        Style(10.5, "condensed", "condensed-bold", padding=2, head_fill=(232, 232, 236)),
    )
    two_signatures(sheet, rng, y + 16, (("Mortgagor", land.owner.name), ("Branch Manager", people.person(rng).name)))
    return DrawnDocument("MEMORANDUM_OF_DEPOSIT_OF_TITLE_DEEDS", sheet, {})


def stamp_paper(rng: Random, worth: int) -> tuple[Paper, float]:
    """A sheet of non-judicial stamp paper, and where the text may begin."""
    sheet = Paper(LEGAL, 170, (252, 250, 240))
    ink = rng.choice(((150, 60, 60), (60, 110, 80), (90, 70, 130)))
    band = marks.guilloche((sheet.px(196), sheet.px(70)), rng, ink, 22, 0.5)
    sheet.paste(band, 10, 8)
    sheet.box(10, 8, 196, 70, outline=ink, weight=0.8)
    sheet.box(62, 20, 92, 44, outline=None, fill=(252, 250, 240))
    sheet.text(108, 22, "भारतीय गैर न्यायिक", 11, "sans-bold", ink, align="centre")
    sheet.text(108, 29, "INDIA NON JUDICIAL", 14, "serif-bold", ink, align="centre")
    sheet.text(108, 38, f"Rs. {worth}", 20, "serif-bold", ink, align="centre")
    sheet.text(108, 49, f"{in_words(worth).upper()} RUPEES", 10, "serif", ink, align="centre")
    sheet.text(
        108,
        68,
        f"MAHARASHTRA        {numbers.letters(rng, 2)} {numbers.some_digits(rng, 6)}",
        10,
        "serif-bold",
        (40, 40, 44),
        align="centre",
    )
    return sheet, 86.0


def two_signatures(sheet: Paper, rng: Random, y: float, signers: tuple[tuple[str, str], ...]) -> None:
    for x, (label, name) in zip((24.0, 128.0), signers, strict=True):
        sheet.paste(marks.signature(name, rng), x + 4, y, 42)
        sheet.line(x, y + 17, x + 60, y + 17, 0.15)
        sheet.text(x, y + 18, f"{name}\n({label})", 9.5, "serif")


LAYOUTS: dict[str, dict[str, Layout]] = {
    "SALE_DEED": {"stamp-paper": sale_on_stamp_paper, "schedule": sale_schedule},
    "GIFT_DEED": {"stamp-paper": gift_on_stamp_paper, "flat": gift_of_flat},
    "MEMORANDUM_OF_DEPOSIT_OF_TITLE_DEEDS": {"stamp-paper": deposit_of_deeds, "form": deposit_form},
}
