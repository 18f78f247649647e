"""RENT_AGREEMENT and PARTNERSHIP_DEED: what two or three people agree on."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from samples.drawn import DrawnDocument, Layout
from samples.kit import marks
from samples.kit.sheet import A4, Paper
from samples.kit.table import Column, Style, table
from samples.types.deeds import stamp_paper, two_signatures
from samples.world import numbers, people, places
from samples.world.numbers import grouped, in_words
from samples.world.people import Person


def rent_on_stamp_paper(rng: Random) -> DrawnDocument:
    """Eleven months' leave and licence, on stamp paper."""
    owner, tenant, start, end, rent = _tenancy(rng)
    sheet, y = stamp_paper(rng, 100)
    place = owner.home.one_line
    first, last = f"{start:%d/%m/%Y}", f"{end:%d/%m/%Y}"
    y = sheet.text(108, y, "RENT AGREEMENT", 15, "serif-bold", align="centre") + 2
    for part in (
        f"This Rent Agreement is made on {start - timedelta(days=4):%d/%m/%Y} between {owner.name}, hereinafter called the OWNER / LANDLORD, and {tenant.name}, hereinafter called the TENANT.",
        f"1. The Owner lets to the Tenant the premises situated at {place}.",
        f"2. The tenancy is for a period of eleven months commencing from {first} and ending on {last}.",
        f"3. The Tenant shall pay a monthly rent of Rs. {grouped(rent, paise=False)}/- (Rupees {in_words(rent)} Only) on or before the 5th of each month.",
        f"4. The Tenant has paid a deposit of Rs. {grouped(rent * 3, paise=False)}/-, to be returned without interest when the premises are given back.",
        "5. Electricity and water are paid by the Tenant according to the meter. The premises are used for residence only.",
        "6. Either party may end the agreement by one month's notice in writing.",
    ):
        y = sheet.text(24, y + 2.5, part, 11, "serif", width=168, leading=1.42)
    two_signatures(sheet, rng, y + 10, (("OWNER", owner.name), ("TENANT", tenant.name)))
    return DrawnDocument(
        "RENT_AGREEMENT",
        sheet,
        {
            "renter_name": tenant.name,
            "address_of_place": place,
            "start_date": first,
            "end_date": last,
            "rent_amount": grouped(rent, paise=False),
        },
        colour=True,
    )


def leave_and_licence(rng: Random) -> DrawnDocument:
    """A registered leave and licence agreement as the state's portal prints it: summary table, then clauses."""
    owner, tenant, start, end, rent = _tenancy(rng)
    sheet, place = Paper(A4), owner.home.one_line
    first, last = f"{start:%d-%m-%Y}", f"{end:%d-%m-%Y}"
    sheet.text(105, 12, "LEAVE AND LICENSE AGREEMENT", 15, "roboto-bold", align="centre")
    sheet.text(
        105, 20, "(Rent Agreement under Section 24 of the Maharashtra Rent Control Act)", 9.5, "roboto", align="centre"
    )
    rows = [
        ("Licensor", owner.name),
        ("Licensee (Renter Name)", tenant.name),
        ("Address of Place", place),
        ("Start Date", first),
        ("End Date", last),
        ("Rent Amount", f"₹ {grouped(rent)} per month"),
        ("Deposit", f"₹ {grouped(rent * 2)}"),
        ("Token No.", numbers.some_digits(rng, 14)),
    ]
    y = table(
        sheet,
        18,
        30,
        [Column("", 54), Column("", 120)],
        rows,
        Style(10.5, "roboto", "roboto-bold", padding=2, stripe=(240, 243, 248)),
        head=False,
    )
    for number, part in enumerate(
        (
            "The Licensor allows the Licensee to use the premises for residence for the period above.",
            "The license fee is due by the tenth of each month and is paid by bank transfer.",
            "The Licensee shall not sub-let the premises nor alter them.",
            "The Licensor may inspect the premises after a day's notice.",
            "The Licensee shall return the premises in good condition at the end of the period.",
        ),
        1,
    ):
        y = sheet.text(18, y + 3, f"{number}. {part}", 10.5, "roboto", width=174)
    for x, who, label in ((18.0, owner, "Licensor"), (110.0, tenant, "Licensee")):
        sheet.paste(marks.face_of(who.aadhaar, who.woman), x, y + 10, 22, 27)
        sheet.box(x + 25, y + 10, 20, 27)
        sheet.text(x + 35, y + 33, "Thumb", 6.5, "roboto", (130, 130, 134), align="centre")
        sheet.text(x, y + 40, f"{who.name} ({label})", 9.5, "roboto")
    return DrawnDocument(
        "RENT_AGREEMENT",
        sheet,
        {
            "renter_name": tenant.name,
            "address_of_place": place,
            "start_date": first,
            "end_date": last,
            "rent_amount": grouped(rent),
        },
        colour=True,
    )


def partners_on_stamp_paper(rng: Random) -> DrawnDocument:
    """A partnership of three, on stamp paper."""
    partners = [people.person(rng, "Maharashtra") for _ in range(3)]
    sheet, y = stamp_paper(rng, 500)
    y = sheet.text(108, y, "PARTNERSHIP DEED", 15, "serif-bold", align="centre") + 2
    parts = [
        f"THIS DEED OF PARTNERSHIP is made on {numbers.some_date(rng, date(2014, 1, 1), date(2024, 1, 1)):%d/%m/%Y} among:"
    ]
    parts += [
        f"{number}. {who.name}, residing at {who.home.one_line}, the {place} partner;"
        for number, (who, place) in enumerate(zip(partners, ("first", "second", "third"), strict=True), 1)
    ]
    parts += [
        f"The partners agree to carry on business in partnership under the name and style of M/s {partners[0].surname} {partners[1].surname} and Co.",
        "Profits and losses shall be shared in equal parts. Each partner brings a capital of Rs. "
        + grouped(rng.randint(1, 9) * 100000)
        + ".",
        "The bank account is operated by any two partners jointly. Books are closed on 31 March of each year.",
        "The partnership is at will; a partner who retires shall be paid what the books show to be his.",
    ]
    for part in parts:
        y = sheet.text(24, y + 2.5, part, 11, "serif", width=168, leading=1.4)
    two_signatures(sheet, rng, y + 10, (("First partner", partners[0].name), ("Second partner", partners[1].name)))
    return DrawnDocument("PARTNERSHIP_DEED", sheet, {}, colour=True)


def partners_clauses(rng: Random) -> DrawnDocument:
    """A deed of partnership with titled clauses, on plain paper."""
    one, two = people.person(rng), people.person(rng)
    sheet = Paper(A4)
    sheet.text(105, 18, "DEED OF PARTNERSHIP", 17, "book-bold", align="centre")
    y = (
        sheet.text(
            22, 32, f"between {one.name} and {two.name}, both residents of {one.home.city}", 12, "book", width=166
        )
        + 3
    )
    for title, part in (
        ("Name of the Firm", f"The firm is called {one.surname} Trading Company."),
        ("Place of Business", places.shop(rng, one.home.state).one_line),
        ("Capital of Partners", "Each partner contributes equally, and may add to it with the other's consent."),
        ("Sharing of Profit", f"{one.given} sixty per cent, {two.given} forty per cent."),
        ("Working Partners", "Both partners give their whole time to the firm."),
        ("Accounts", "Proper books of account are kept at the place of business."),
        ("Arbitration", "Disputes are settled under the Arbitration and Conciliation Act."),
    ):
        y = sheet.text(22, y + 2, title, 12, "book-bold")
        y = sheet.text(28, y, part, 11.5, "book", width=160)
    two_signatures(sheet, rng, y + 14, (("Partner", one.name), ("Partner", two.name)))
    return DrawnDocument("PARTNERSHIP_DEED", sheet, {})


def _tenancy(rng: Random) -> tuple[Person, Person, date, date, int]:
    owner = people.person(rng)
    start = numbers.some_date(rng, date(2024, 1, 1), date(2025, 9, 1)).replace(day=1)
    end = (numbers.years_later(start, 1) - timedelta(days=20)).replace(day=1) - timedelta(days=1)
    return owner, people.person(rng, owner.home.state), start, end, rng.randint(14, 90) * 500


LAYOUTS: dict[str, dict[str, Layout]] = {
    "RENT_AGREEMENT": {"stamp-paper": rent_on_stamp_paper, "leave-and-licence": leave_and_licence},
    "PARTNERSHIP_DEED": {"stamp-paper": partners_on_stamp_paper, "clauses": partners_clauses},
}
