"""EBILL, GAS_BILL, PHONE_BILL and WIFI_BILL: a bill that proves where somebody lives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from samples.drawn import DrawnDocument, Layout
from samples.kit import marks
from samples.kit.sheet import A4, Colour, Paper
from samples.kit.table import Column, Style, table
from samples.world import numbers, people
from samples.world.numbers import grouped
from samples.world.people import Person


@dataclass(frozen=True)
class Bill:
    """Who pays whom how much."""

    who: Person
    company: str
    number: str
    day: date
    due: date
    amount: float

    def values(self, day: str, amount: str, name: str = "", address: str = "") -> dict[str, str]:
        return {
            "name": name or self.who.name,
            "address": address or self.who.home.one_line,
            "bill_amount": amount,
            "bill_date": day,
        }


def board(rng: Random) -> DrawnDocument:
    """A state electricity company's bill: consumer box, readings, charges, a slip to tear off, Marathi beside English."""
    bill = _bill(rng, ("Mahavidyut Distribution Co. Ltd", "Paschim Urja Vitaran Ltd"), "Maharashtra")
    sheet, ink, who = Paper(A4), (190, 30, 40), bill.who
    sheet.box(10, 9, 190, 18, outline=ink, weight=0.5)
    sheet.text(14, 11, bill.company.upper(), 14, "sans-bold", ink)
    sheet.runs(
        14,
        19,
        [
            ("वीज देयक ", "devanagari-bold"),
            ("/ ELECTRICITY BILL FOR THE MONTH OF " + f"{bill.day:%B %Y}".upper(), "sans-bold"),
        ],
        9.5,
    )
    y = 31.0
    day = f"{bill.day:%d-%m-%Y}"
    sheet.box(10, y, 112, 44)
    sheet.pair(13, y + 2, "Consumer No.", bill.number, 10, at=34)
    sheet.text(13, y + 8.5, who.name.upper(), 10, "sans-bold")
    sheet.text(13, y + 13.5, who.home.upper, 9, width=104)
    sheet.pair(13, y + 31, "Mobile", f"{who.mobile[:2]}******{who.mobile[-2:]}", 8.5, at=34)
    sheet.pair(13, y + 36, "Tariff", f"{rng.randint(70, 92)}/LT I Res 1-Phase", 8.5, at=34)
    sheet.box(122, y, 78, 44)
    at = y + 2
    for label, item in (
        ("Bill Date", day),
        ("Due Date", f"{bill.due:%d-%m-%Y}"),
        ("Bill No.", numbers.some_digits(rng, 12)),
        ("Meter No.", numbers.some_digits(rng, 10)),
        ("Sanctioned Load", "3 KW"),
        ("Bill Amount (Rs.)", grouped(bill.amount)),
    ):
        at = sheet.pair(125, at, label, item, 9.5, at=38) + 1.6
    units = rng.randint(90, 420)
    last = rng.randint(4000, 9000)
    y = table(
        sheet,
        10,
        79,
        [
            Column("Current Reading", 40, "right"),
            Column("Previous Reading", 40, "right"),
            Column("MF", 20, "centre"),
            Column("Units", 30, "right"),
            Column("Adj. Units", 30, "right"),
            Column("Total", 30, "right"),
        ],
        [(str(last + units), str(last), "1.00", str(units), "0", str(units))],
        Style(9, head_fill=(250, 232, 232)),
    )
    charges = [
        ("Fixed charges", 130.0),
        ("Energy charges", bill.amount * 0.68),
        ("Wheeling charges", bill.amount * 0.12),
        ("Electricity duty (16%)", bill.amount * 0.13),
    ]
    charges.append(("Other charges", bill.amount - sum(part for _, part in charges)))
    rows = [[name, grouped(part)] for name, part in charges] + [["Net Payable Bill Amount", grouped(bill.amount)]]
    y = table(
        sheet,
        10,
        y + 4,
        [Column("Bill details", 70), Column("Rs.", 32, "right")],
        rows,
        Style(9),
        bold=(len(rows) - 1,),
    )
    for place in range(12):
        high = rng.uniform(6, 30)
        sheet.box(120 + place * 6.5, y - high, 4.5, high, outline=None, fill=(214, 120, 120))
    sheet.text(120, y - 40, "Units in the last twelve months", 8)
    sheet.dashes(10, 232, 200)
    sheet.text(
        105,
        235,
        f"Tear off and pay with this slip   Consumer No. {bill.number}   Pay by {bill.due:%d-%m-%Y}   Rs. {grouped(bill.amount)}",
        8.5,
        align="centre",
    )
    sheet.paste(marks.code(bill.number, "Code128", 2), 66, 243, 78, 11)
    return DrawnDocument(
        "EBILL", sheet, bill.values(day, grouped(bill.amount), who.name.upper(), who.home.upper), colour=True
    )


def city_power(rng: Random) -> DrawnDocument:
    """A private power company's bill: the amount in a large round box, colour everywhere."""
    bill = _bill(rng, ("Sanjh Power Limited", "Northgrid City Power Ltd"))
    day = f"{bill.day:%d %b %Y}"
    sheet = _friendly(
        rng,
        bill,
        (0, 120, 90),
        "Electricity Bill",
        (
            ("Bill Date", day),
            ("CA No.", bill.number),
            ("Billing period", f"{bill.day - timedelta(days=30):%d %b} - {day}"),
            ("Pole No.", f"P{rng.randint(100, 900)}"),
        ),
        (("Energy charges", 0.71), ("Fixed charges", 0.12), ("Surcharge", 0.09), ("Electricity tax", 0.08)),
    )
    return DrawnDocument("EBILL", sheet, bill.values(day, grouped(bill.amount)), colour=True)


def spot(rng: Random) -> DrawnDocument:
    """A bill printed at the door by the meter reader's machine, on a narrow roll."""
    bill = _bill(rng, ("Dakshin Vidyut Nigam",))
    sheet = Paper((80.0, 190.0), paper=(250, 250, 248))
    day = f"{bill.day:%d/%m/%Y}"
    y = sheet.text(40, 5, bill.company.upper(), 11, "till-bold", align="centre")
    y = sheet.text(40, y, "ELECTRICITY BILL", 10, "till-bold", align="centre")
    sheet.dashes(3, y + 1, 77)
    y += 3
    for label, item in (
        ("Bill Date", day),
        ("Service No", bill.number),
        ("Name", bill.who.name.upper()),
        ("Address", bill.who.home.upper),
        ("Category", "LT-I DOMESTIC"),
        ("Phase", "1"),
    ):
        y = sheet.pair(4, y, label, item, 9, "till", "till", 24, width=50)
    sheet.dashes(3, y + 1, 77)
    y += 3
    for label, part in (("Energy chg", 0.76), ("Fixed chg", 0.08), ("Cust chg", 0.06), ("Elec duty", 0.1)):
        sheet.text(4, y, label, 9, "till")
        y = sheet.text(76, y, grouped(bill.amount * part), 9, "till", align="right")
    sheet.dashes(3, y + 1, 77)
    y = sheet.text(4, y + 3, "Bill Amount", 11, "till-bold")
    sheet.text(76, y - 5, grouped(bill.amount), 11, "till-bold", align="right")
    y = sheet.pair(4, y + 1, "Due Date", f"{bill.due:%d/%m/%Y}", 9, "till", "till", 24)
    sheet.paste(marks.code(bill.number, "Code128", 2), 8, y + 5, 64, 12)
    return DrawnDocument(
        "EBILL", sheet, bill.values(day, grouped(bill.amount), bill.who.name.upper(), bill.who.home.upper)
    )


def piped_gas(rng: Random) -> DrawnDocument:
    """A city gas company's bill for piped gas."""
    bill = _bill(rng, ("Mahanadi Gas Limited", "Sabar City Gas Ltd"))
    day = f"{bill.day:%d-%b-%Y}"
    sheet = _friendly(
        rng,
        bill,
        (230, 120, 20),
        "Gas Bill - Piped Natural Gas",
        (
            ("Bill Date", day),
            ("BP No.", bill.number),
            ("Meter No.", numbers.some_digits(rng, 8)),
            ("Consumption", f"{rng.randint(12, 48)} SCM"),
        ),
        (("Gas charges", 0.84), ("Minimum charges", 0.04), ("Rental", 0.04), ("VAT", 0.08)),
    )
    return DrawnDocument("GAS_BILL", sheet, bill.values(day, grouped(bill.amount)), colour=True)


def cylinder(rng: Random) -> DrawnDocument:
    """The cash memo for a cylinder of cooking gas."""
    bill = _bill(rng, ("Jyoti Gas Agency", "Shri Sai Gas Sewa", "Urja LPG Distributors"), low=820, high=1180)
    sheet, day = Paper((150.0, 110.0)), f"{bill.day:%d/%m/%Y}"
    sheet.box(4, 4, 142, 102)
    sheet.text(75, 6, bill.company.upper(), 13, "roboto-bold", (20, 60, 130), align="centre")
    sheet.text(75, 12.5, "LPG GAS CASH MEMO / TAX BILL", 9.5, "roboto-medium", align="centre")
    sheet.line(4, 19, 146, 19)
    y = 21.5
    for label, item in (
        ("Bill No.", numbers.some_digits(rng, 10)),
        ("Bill Date", day),
        ("Consumer No.", bill.number),
        ("Name", bill.who.name),
        ("Address", bill.who.home.one_line),
        ("Mobile", bill.who.mobile),
    ):
        y = sheet.pair(8, y, label, item, 9.5, "roboto", "roboto-medium", 30, width=104)
    rows = [("1", "14.2 Kg domestic cylinder (refill)", "27111900", "1", grouped(bill.amount))]
    y = table(
        sheet,
        8,
        y + 2,
        [
            Column("Sr", 10),
            Column("Description", 62),
            Column("HSN", 22),
            Column("Qty", 12),
            Column("Amount", 28, "right"),
        ],
        rows,
        Style(9, "roboto", "roboto-bold"),
    )
    sheet.text(142, y + 2, f"Bill Amount  Rs. {grouped(bill.amount)}", 11, "roboto-bold", align="right")
    sheet.text(8, 99, "Check the seal and the weight before you take the cylinder.", 7.5, "roboto")
    return DrawnDocument("GAS_BILL", sheet, bill.values(day, grouped(bill.amount)))


def mobile(rng: Random) -> DrawnDocument:
    """A mobile operator's monthly bill."""
    bill = _bill(rng, ("Tarang Mobile", "Sanchar Cellular Ltd"), low=399, high=1899)
    day = f"{bill.day:%d-%b-%Y}"
    sheet = _friendly(
        rng,
        bill,
        (200, 20, 50),
        "Your Mobile Bill",
        (
            ("Bill Date", day),
            ("Mobile Number", bill.who.mobile),
            ("Account No.", bill.number),
            ("Plan", f"Postpaid {rng.choice((399, 499, 749))}"),
        ),
        (("Monthly rental", 0.72), ("Usage", 0.09), ("One-time charges", 0.037), ("GST 18%", 0.153)),
    )
    return DrawnDocument("PHONE_BILL", sheet, bill.values(day, grouped(bill.amount)), colour=True)


def landline(rng: Random) -> DrawnDocument:
    """The old telephone company's bill: a typed grid."""
    bill = _bill(rng, ("Bharat Doorsanchar Nigam",), low=240, high=980)
    return _typed(
        rng,
        bill,
        "PHONE_BILL",
        "TELEPHONE BILL",
        "Telephone No.",
        f"0{rng.randint(20, 80)}-{numbers.some_digits(rng, 7)}",
        (("Fixed monthly charges", 0.55), ("Metered calls", 0.29), ("CGST 9%", 0.08), ("SGST 9%", 0.08)),
    )


def fibre(rng: Random) -> DrawnDocument:
    """A broadband company's bill."""
    bill = _bill(rng, ("Drishti Fibernet", "Hathi Broadband Pvt Ltd", "Aerolink Internet"), low=589, high=1999)
    day = f"{bill.day:%d/%m/%Y}"
    sheet = _friendly(
        rng,
        bill,
        (90, 40, 160),
        "Broadband & Wi-Fi Bill",
        (
            ("Bill Date", day),
            ("Customer ID", bill.number),
            ("Speed", f"{rng.choice((50, 100, 200))} Mbps unlimited"),
            ("Period", "1 month"),
        ),
        (("Internet plan", 0.8), ("Router rental", 0.047), ("GST 18%", 0.153)),
    )
    return DrawnDocument("WIFI_BILL", sheet, bill.values(day, grouped(bill.amount)), colour=True)


def cable(rng: Random) -> DrawnDocument:
    """A neighbourhood operator's internet bill: a typed grid."""
    bill = _bill(rng, ("Om Cable and Internet Services", "Metro Netlink"), low=450, high=1200)
    return _typed(
        rng,
        bill,
        "WIFI_BILL",
        "INTERNET / WIFI SERVICE BILL",
        "Username",
        f"{bill.who.given.lower()}{rng.randint(10, 99)}@{bill.company.split()[0].lower()}",
        (("Internet charges (60 Mbps Wi-Fi)", 0.82), ("Static IP", 0.03), ("GST", 0.15)),
    )


def _friendly(
    rng: Random,
    bill: Bill,
    ink: Colour,
    title: str,
    facts: tuple[tuple[str, str], ...],
    charges: tuple[tuple[str, float], ...],
) -> Paper:
    """A marketing department's bill: band, amount in a box, facts, charges."""
    sheet = Paper(A4)
    sheet.box(0, 0, 210, 24, outline=None, fill=ink)
    sheet.text(14, 6, bill.company, 17, "round-bold", "white")
    sheet.text(196, 7.5, title, 12, "round-medium", "white", align="right")
    y = sheet.text(14, 33, bill.who.name, 12, "round-medium")
    sheet.text(14, y + 0.5, bill.who.home.one_line, 9, "round", width=92)
    sheet.box(124, 31, 72, 34, outline=ink, weight=0.5, radius=4)
    sheet.text(160, 34, "Bill Amount", 10, "round", align="centre")
    sheet.text(160, 40, f"₹ {grouped(bill.amount)}", 18, "round-bold", ink, align="centre")
    sheet.text(160, 54, f"Due date {bill.due:%d %b %Y}", 9.5, "round-medium", align="centre")
    y = 74.0
    for place, (label, item) in enumerate(facts):
        x = 14 + 46 * place
        sheet.text(x, y, label, 8, "round", (110, 110, 116))
        sheet.text(x, y + 4.5, item, 9, "round-medium", width=44)
    sheet.line(14, 92, 196, 92, 0.3, ink)
    rows = [[name, grouped(bill.amount * part)] for name, part in charges] + [
        ["Previous balance", "0.00"],
        ["Total", grouped(bill.amount)],
    ]
    y = table(
        sheet,
        14,
        98,
        [Column("Charges", 130), Column("Amount (₹)", 52, "right")],
        rows,
        Style(10, "round", "round-medium", grid="rows", rule=(214, 214, 218), padding=1.8),
        bold=(len(rows) - 1,),
    )
    sheet.paste(marks.code(f"upi://pay?pa={bill.number}@pay&am={bill.amount:.2f}", "QRCode", 4), 14, y + 10, 34, 34)
    sheet.text(
        54, y + 16, f"Scan and pay by {bill.due:%d %b %Y}.\nPayments after the due date carry a late fee.", 9.5, "round"
    )
    sheet.text(
        14,
        282,
        f"{bill.company}, customer care 1800-{numbers.some_digits(rng, 3)}-{numbers.some_digits(rng, 4)}",
        8,
        "round",
        (110, 110, 116),
    )
    return sheet


def _typed(
    rng: Random, bill: Bill, kind: str, title: str, label: str, number: str, charges: tuple[tuple[str, float], ...]
) -> DrawnDocument:
    """A plain bill in a typewriter's face."""
    sheet, day = Paper(A4), f"{bill.day:%d/%m/%Y}"
    sheet.text(105, 14, bill.company.upper(), 14, "mono-bold", align="centre")
    sheet.text(105, 22, title, 12, "mono-bold", align="centre")
    sheet.line(14, 31, 196, 31)
    y = 35.0
    for name, item in (
        (label, number),
        ("Account No.", bill.number),
        ("Bill Date", day),
        ("Pay By", f"{bill.due:%d/%m/%Y}"),
        ("Name", bill.who.name.upper()),
        ("Address", bill.who.home.upper),
    ):
        y = sheet.pair(16, y, name, item, 10, "mono", "mono-bold", 44, width=130) + 1
    rows = [[name, grouped(bill.amount * part)] for name, part in charges]
    y = table(
        sheet,
        16,
        y + 5,
        [Column("Description", 110), Column("Amount Rs.", 60, "right")],
        rows,
        Style(10, "mono", "mono-bold", padding=1.8),
    )
    sheet.text(186, y + 4, f"Bill Amount Rs. {grouped(bill.amount)}", 12, "mono-bold", align="right")
    sheet.paste(marks.box_stamp(f"PAID\n{bill.due:%d %b %Y}".upper(), rng), 30, y + 12, 34)
    return DrawnDocument(
        kind, sheet, bill.values(day, grouped(bill.amount), bill.who.name.upper(), bill.who.home.upper)
    )


def _bill(rng: Random, companies: tuple[str, ...], state: str = "", low: int = 480, high: int = 4900) -> Bill:
    day = numbers.some_date(rng, date(2024, 4, 1), date(2025, 10, 30))
    amount = float(rng.randrange(low, high, 10)) if rng.random() < 0.6 else rng.randrange(low * 100, high * 100) / 100
    return Bill(
        people.person(rng, state),
        rng.choice(companies),
        numbers.some_digits(rng, rng.choice((10, 12))),
        day,
        day + timedelta(days=rng.choice((15, 18, 21))),
        amount,
    )


LAYOUTS: dict[str, dict[str, Layout]] = {
    "EBILL": {"board": board, "city-power": city_power, "spot": spot},
    "GAS_BILL": {"piped": piped_gas, "cylinder": cylinder},
    "PHONE_BILL": {"mobile": mobile, "landline": landline},
    "WIFI_BILL": {"fibre": fibre, "cable": cable},
}
