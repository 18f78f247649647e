"""Contracts and official papers that come close to deeds, land records and company papers, and are none of Atlas's."""

from __future__ import annotations

from datetime import date
from random import Random

from samples.drawn import UNRECOGNISED, DrawnDocument, Layout
from samples.kit import marks
from samples.kit.sheet import A4, Paper
from samples.world import firms, numbers, people
from samples.world.numbers import grouped


def non_disclosure(rng: Random) -> DrawnDocument:
    """Two Indian firms promise each other to keep secrets."""
    one, other = firms.dealer(rng, "computers"), firms.dealer(rng, "electronics")
    day = numbers.some_date(rng, date(2023, 1, 2), date(2025, 6, 30))
    return _contract(
        rng,
        "NON-DISCLOSURE AGREEMENT",
        (
            f"This Non-Disclosure Agreement is made on {day:%d %B %Y} at {one.address.city} between {one.name}, having its office at {one.address.one_line}, hereinafter referred to as the"
            f" DISCLOSING PARTY, and {other.name}, having its office at {other.address.one_line}, hereinafter referred to as the RECEIVING PARTY.",
            "WHEREAS the parties wish to explore a business relationship and the Disclosing Party will share confidential information for that purpose only.",
            "1. Confidential Information means all technical, commercial and financial information that is marked confidential or that a reasonable person would take for it.",
            "2. The Receiving Party shall not copy, publish or pass on Confidential Information without consent in writing, and shall return it on demand.",
            f"3. A party in breach shall pay damages of not less than Rs. {grouped(rng.randint(2, 9) * 100_000, paise=False)}/-.",
            f"4. This agreement is governed by the laws of India and the courts of {one.address.city} shall have jurisdiction.",
        ),
        (("Disclosing Party", people.person(rng).name), ("Receiving Party", people.person(rng).name)),
    )


def employment(rng: Random) -> DrawnDocument:
    """A firm engages somebody."""
    firm, who = firms.dealer(rng, "computers"), people.person(rng)
    day = numbers.some_date(rng, date(2023, 1, 2), date(2025, 6, 30))
    return _contract(
        rng,
        "EMPLOYMENT AGREEMENT",
        (
            f"This Employment Agreement is entered into on {day:%d/%m/%Y} between {firm.name} (the Employer), of {firm.address.one_line}, and {who.name}, residing at {who.home.one_line} (the Employee).",
            f"1. The Employer engages the Employee as {rng.choice(('Accounts Executive', 'Software Engineer', 'Area Sales Manager'))} with effect from {day:%d/%m/%Y}, on probation for six months.",
            f"2. The Employee shall be paid Rs. {grouped(rng.randint(25, 90) * 1000, paise=False)}/- per month, subject to deduction of tax and provident fund.",
            "3. The hours of work are nine to six on six days of the week. Leave is granted under the rules of the company.",
            "4. Either party may end this agreement by thirty days' notice in writing, or by salary in lieu of it.",
            "5. The Employee shall keep the affairs of the Employer secret, during the employment and after it.",
        ),
        (("For the Employer", people.person(rng).name), ("Employee", who.name)),
    )


def affidavit(rng: Random) -> DrawnDocument:
    """A declaration before a notary."""
    who = people.person(rng)
    return _contract(
        rng,
        "AFFIDAVIT",
        (
            f"I, {who.name}, son/daughter of {who.father}, aged {rng.randint(22, 60)} years, residing at {who.home.one_line}, do hereby solemnly affirm and state as under:",
            f"1. That my name is written as {who.name} in my Aadhaar card and as {who.short_name} in my school leaving certificate.",
            "2. That both names are of one and the same person, that is myself.",
            "3. That I make this affidavit to be submitted to the authorities concerned, for whatever purpose it may serve.",
            f"Solemnly affirmed at {who.home.city} on {numbers.some_date(rng, date(2023, 1, 2), date(2025, 6, 30)):%d/%m/%Y}.",
        ),
        (("Deponent", who.name), ("Notary", people.person(rng).name)),
    )


def power_of_attorney(rng: Random) -> DrawnDocument:
    """An owner lets another act for him about a house: property words all over, and no sale."""
    who, agent = people.person(rng), people.person(rng)
    return _contract(
        rng,
        "GENERAL POWER OF ATTORNEY",
        (
            f"KNOW ALL MEN BY THESE PRESENTS that I, {who.name}, aged {rng.randint(40, 75)} years, residing at {who.home.one_line}, appoint {agent.name}, residing at {agent.home.one_line}, as my"
            " true and lawful attorney, to do the following in my name:",
            "1. To manage my house property and to receive rent from the tenants.",
            "2. To appear before the Sub-Registrar, the municipal corporation and the electricity board.",
            "3. To sign applications, affidavits and receipts, and to engage advocates.",
            "I agree to ratify whatever my attorney lawfully does by virtue of this deed.",
        ),
        (("Executant", who.name), ("Attorney", agent.name)),
    )


def vehicle_lease(rng: Random) -> DrawnDocument:
    """A car let by the month: lessor, lessee and rent, and no house."""
    lessee = people.person(rng)
    return _contract(
        rng,
        "VEHICLE LEASE AGREEMENT",
        (
            f"This Vehicle Lease Agreement is made between Northgate Fleet Services (Lessor) and {lessee.name} (Lessee), residing at {lessee.home.one_line}.",
            "1. The Lessor leases to the Lessee the vehicle described in the schedule, for his own use.",
            f"2. The rent is Rs. {rng.randint(14, 38) * 500} per month, due on the first day of each month.",
            "3. The security deposit is one month's rent. Mileage above 1,500 kilometres a month is charged apart.",
            "4. The Lessee shall not sublet the vehicle, and shall return it in good order at the end of the term.",
            "5. Insurance and repairs of the vehicle are the Lessor's.",
        ),
        (("Lessor", "Robin Shaw"), ("Lessee", lessee.name)),
    )


def minutes(rng: Random) -> DrawnDocument:
    """Minutes of a housing society's meeting: resolutions, and no board."""
    place = people.person(rng).home
    return _contract(
        rng,
        "MINUTES OF THE ANNUAL GENERAL MEETING",
        (
            f"Minutes of the meeting of the members of {rng.choice(('Parijat', 'Lotus', 'Sai Krupa'))} Co-operative Housing Society, {place.locality}, {place.city}, held in the society's hall.",
            "1. The Secretary read the minutes of the last meeting, which were confirmed.",
            "2. The accounts of the year were presented by the Treasurer and adopted after discussion.",
            "3. It was resolved that the lift be repaired before the rains and that the maintenance charges be raised by ten per cent.",
            "4. Members were asked to park in the places marked for them.",
            "The meeting ended with a vote of thanks to the chair.",
        ),
        (("Secretary", people.person(rng).name),),
    )


def _contract(rng: Random, title: str, parts: tuple[str, ...], signs: tuple[tuple[str, str], ...]) -> DrawnDocument:
    sheet, face = Paper(A4, 150), rng.choice(("serif", "sans", "book"))
    y = sheet.text(105, 24, title, 15, f"{face}-bold", align="centre") + 4
    for part in parts:
        y = sheet.text(24, y + 4, part, 11.5, face, width=162, leading=1.5)
    for number, (who, name) in enumerate(signs):
        x = 60 + 90 * number
        sheet.paste(marks.signature(name, rng), x - 20, y + 10, 38)
        sheet.text(x, y + 28, f"({name})", 10.5, face, align="centre")
        sheet.text(x, y + 33, who, 10.5, face, align="centre")
    return DrawnDocument(UNRECOGNISED, sheet, {}, wear=("scan",))


LAYOUTS: dict[str, dict[str, Layout]] = {
    "FOREIGN": {
        "non-disclosure": non_disclosure,
        "employment": employment,
        "affidavit": affidavit,
        "power-of-attorney": power_of_attorney,
        "vehicle-lease": vehicle_lease,
        "minutes": minutes,
    }
}
