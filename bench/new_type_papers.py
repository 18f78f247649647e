"""Documents of kinds that the catalogue has never seen, drawn for bench/new_type.py: seven forms, two layouts of value each."""

# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from samples.drawn import DrawnDocument
from samples.kit.sheet import A4, A5, CARD, Paper
from samples.kit.table import Column, Style, table
from samples.world import numbers, people, places
from samples.world.numbers import grouped

FIRST, LAST = date(2024, 1, 5), date(2025, 10, 20)


def _day(rng: Random) -> date:
    return numbers.some_date(rng, FIRST, LAST)


def _pairs(
    sheet: Paper,
    y: float,
    rows: list[tuple[str, Any]],
    x: float = 15,
    at: float = 44,
    size: float = 10,
    font: str = "sans",
    step: float = 2.0,
) -> float:
    for label, value in rows:
        y = sheet.pair(x, y, label, str(value), size, font, f"{font}-bold", at, width=sheet.width - x - at - 8) + step
    return y


def school_fee_receipt(rng: Random) -> DrawnDocument:
    who, day = people.person(rng), _day(rng)
    school = rng.choice(
        ("Vidya Niketan High School", "Sunrise Public School", "Gyan Bharati Vidyalaya", "St. Agnes Convent School")
    )
    heads = (
        ("Tuition Fee", rng.randint(8, 30) * 500),
        ("Library Fee", rng.randint(2, 9) * 100),
        ("Sports Fee", rng.randint(3, 12) * 100),
    )
    total = sum(amount for _, amount in heads)
    values = {
        "receipt_number": f"FR/{day.year}/{rng.randint(100, 9999):04}",
        "receipt_date": f"{day:%d/%m/%Y}",
        "student_name": who.short_name,
        "father_name": who.father,
        "class": f"{rng.choice(('V', 'VI', 'VII', 'VIII', 'IX', 'X'))} - {rng.choice('ABC')}",
        "admission_number": f"A{rng.randint(1000, 9999)}",
        "academic_year": f"{day.year}-{(day.year + 1) % 100:02}",
        "amount": grouped(total),
    }
    sheet = Paper(A5)
    sheet.text(74, 10, school.upper(), 15, "serif-bold", (20, 60, 120), align="centre")
    sheet.text(74, 18, places.shop(rng).one_line, 8, "serif", align="centre", width=130)
    sheet.text(74, 28, "SCHOOL FEE RECEIPT", 13, "serif-bold", align="centre")
    y = _pairs(
        sheet,
        40,
        [
            ("Receipt No.", values["receipt_number"]),
            ("Date", values["receipt_date"]),
            ("Student Name", values["student_name"]),
            ("Father's Name", values["father_name"]),
            ("Class & Section", values["class"]),
            ("Admission No.", values["admission_number"]),
            ("Academic Year", values["academic_year"]),
        ],
        font="serif",
        x=10,
    )
    y = table(
        sheet,
        10,
        y + 3,
        [Column("Fee Head", 80), Column("Amount (Rs.)", 44, "right")],
        [(name, grouped(amount)) for name, amount in heads],
        Style(9.5, "serif", "serif-bold"),
    )
    y = _pairs(
        sheet,
        y + 4,
        [("Total Fee Paid", f"Rs. {values['amount']}"), ("Payment Mode", rng.choice(("Cash", "UPI", "Cheque")))],
        font="serif",
        x=10,
    )
    sheet.text(100, y + 10, "Fee Counter / Cashier", 8, "serif")
    return DrawnDocument("SCHOOL_FEE_RECEIPT", sheet, values)


def vehicle_service_bill(rng: Random) -> DrawnDocument:
    who, day = people.person(rng), _day(rng)
    jobs = [
        (name, rng.randint(3, 40) * 50)
        for name in rng.sample(
            (
                "Engine oil change",
                "Brake pad replacement",
                "Wheel alignment",
                "Air filter",
                "Chain lubrication",
                "Coolant top-up",
            ),
            3,
        )
    ]
    total = sum(price for _, price in jobs)
    values = {
        "job_card_number": f"JC-{rng.randint(10000, 99999)}",
        "service_date": f"{day:%d-%m-%Y}",
        "owner_name": who.name,
        "registration_number": f"MH{rng.randint(10, 50)}{numbers.letters(rng, 2)}{rng.randint(1000, 9999)}",
        "mobile": who.mobile,
        "odometer": str(rng.randint(2000, 80000)),
        "service_advisor": people.person(rng).short_name,
        "next_service_date": f"{day + timedelta(days=180):%d-%m-%Y}",
        "total": grouped(total),
    }
    sheet = Paper(A4)
    sheet.box(10, 8, 190, 18, fill=(30, 30, 40), outline=None)
    sheet.text(
        14,
        11,
        rng.choice(("Speedline Auto Care", "Torque Garage & Workshop", "Royal Wheels Service Point")),
        16,
        "round-bold",
        "white",
    )
    sheet.text(196, 13, "VEHICLE SERVICE JOB CARD", 12, "round-bold", "white", align="right")
    style = Style(9.5, "round", "round-bold", padding=1.8)
    y = table(
        sheet,
        10,
        32,
        [Column("", 36), Column("", 60), Column("", 40), Column("", 54)],
        [
            ("Job Card No.", values["job_card_number"], "Service Date", values["service_date"]),
            ("Vehicle Owner", values["owner_name"], "Mobile", values["mobile"]),
            ("Registration No.", values["registration_number"], "Odometer (km)", values["odometer"]),
            ("Service Advisor", values["service_advisor"], "Next Service Due", values["next_service_date"]),
        ],
        style,
        head=False,
    )
    y = table(
        sheet,
        10,
        y + 6,
        [Column("Sr", 14, "centre"), Column("Work Carried Out", 120), Column("Charges", 56, "right")],
        [(str(at), name, grouped(price)) for at, (name, price) in enumerate(jobs, 1)],
        style,
    )
    sheet.text(12, y + 5, "Total Service Charges", 11, "round-bold")
    sheet.text(198, y + 5, values["total"], 11, "round-bold", align="right")
    sheet.text(12, y + 16, "Vehicle delivered after road test. Old parts returned to the owner.", 8.5, "round")
    return DrawnDocument("VEHICLE_SERVICE_BILL", sheet, values)


def hospital_discharge_card(rng: Random) -> DrawnDocument:
    who, day = people.person(rng), _day(rng)
    out = day + timedelta(days=rng.randint(2, 12))
    values = {
        "patient_name": who.name,
        "uhid": f"UH{rng.randint(100000, 999999)}",
        "age": str(rng.randint(19, 79)),
        "gender": "Female" if who.woman else "Male",
        "admission_date": f"{day:%d %b %Y}",
        "discharge_date": f"{out:%d %b %Y}",
        "consultant": f"Dr. {people.person(rng).short_name}",
        "ward": f"{rng.choice(('General', 'Semi Private', 'Deluxe'))} / {rng.randint(100, 450)}",
        "address": who.home.one_line,
        "diagnosis": rng.choice(
            (
                "Acute gastroenteritis",
                "Dengue fever with thrombocytopenia",
                "Fracture of left radius",
                "Community acquired pneumonia",
                "Renal calculus",
            )
        ),
    }
    sheet = Paper(A4)
    sheet.text(
        105,
        10,
        rng.choice(
            ("Jeevan Jyoti Hospital", "Shanti Multispeciality Hospital", "Arogya Nursing Home & Research Centre")
        ),
        17,
        "sans-bold",
        (160, 20, 40),
        align="centre",
    )
    sheet.text(105, 19, places.shop(rng).one_line, 8.5, align="centre")
    sheet.line(12, 26, 198, 26, 0.6)
    sheet.text(105, 30, "HOSPITAL DISCHARGE CARD", 14, "sans-bold", align="centre")
    for at, (left, right) in enumerate(
        (
            (("Patient Name", "patient_name"), ("UHID", "uhid")),
            (("Age (years)", "age"), ("Sex", "gender")),
            (("Date of Admission", "admission_date"), ("Date of Discharge", "discharge_date")),
            (("Treating Consultant", "consultant"), ("Ward / Bed No.", "ward")),
        )
    ):
        y = 44.0 + at * 8
        sheet.pair(14, y, left[0], values[left[1]], 9.5, at=40)
        sheet.pair(118, y, right[0], values[right[1]], 9.5, at=36)
    y = sheet.pair(14, 77, "Patient Address", values["address"], 9.5, at=40, width=140) + 3
    y = sheet.pair(14, y, "Final Diagnosis", values["diagnosis"], 9.5, at=40) + 5
    sheet.text(14, y, "Course in Hospital", 10.5, "sans-bold")
    y = (
        sheet.text(
            14,
            y + 6,
            "Patient was admitted with the above complaints, investigated and treated conservatively. Vitals were stable throughout. Discharged in stable condition.",
            9.5,
            width=180,
        )
        + 4
    )
    sheet.text(14, y, "Advice on Discharge", 10.5, "sans-bold")
    y = table(
        sheet,
        14,
        y + 7,
        [Column("Medicine", 90), Column("Dose", 40), Column("Days", 30)],
        [
            (name, rng.choice(("1-0-1", "0-0-1", "1-1-1")), str(rng.randint(3, 10)))
            for name in rng.sample(
                ("Tab. Paracetamol 650", "Cap. Omeprazole 20", "Tab. Cefixime 200", "Syp. Multivitamin"), 2
            )
        ],
        Style(9),
    )
    sheet.text(14, y + 5, "Review in OPD after 7 days with this card. In emergency call the casualty desk.", 8.5)
    return DrawnDocument("HOSPITAL_DISCHARGE_CARD", sheet, values)


def society_maintenance_bill(rng: Random) -> DrawnDocument:
    who, day = people.person(rng), _day(rng)
    total = rng.randint(30, 90) * 50
    values = {
        "bill_number": f"{rng.randint(1, 999):03}/{day:%m-%y}",
        "bill_date": f"{day:%d.%m.%Y}",
        "member_name": who.name,
        "flat_number": f"{rng.choice('ABCD')}-{rng.randint(101, 1204)}",
        "area": f"{rng.randint(450, 1400)}",
        "due_date": f"{day + timedelta(days=15):%d.%m.%Y}",
        "arrears": grouped(rng.randint(0, 8) * 125),
        "total_due": grouped(total),
    }
    sheet = Paper(A5)
    sheet.text(
        74,
        9,
        rng.choice(
            (
                "SHREE GANESH CO-OPERATIVE HOUSING SOCIETY LTD",
                "GREEN PARK CO-OPERATIVE HOUSING SOCIETY LTD",
                "SAI KRUPA CO-OPERATIVE HOUSING SOCIETY LTD",
            )
        ),
        10.5,
        "condensed-bold",
        align="centre",
    )
    sheet.text(
        74, 15, f"Regn. No. BOM/HSG/{rng.randint(1000, 9999)}/{rng.randint(1985, 2010)}", 8, "condensed", align="centre"
    )
    sheet.text(74, 21, "SOCIETY MAINTENANCE BILL", 12, "condensed-bold", align="centre")
    for at, (label, name) in enumerate(
        (
            ("Bill No.", "bill_number"),
            ("Bill Date", "bill_date"),
            ("Member Name", "member_name"),
            ("Flat No.", "flat_number"),
            ("Carpet Area (sq. ft.)", "area"),
            ("Payable On or Before", "due_date"),
        )
    ):
        sheet.text(10 + 68 * (at % 2), 31 + 12 * (at // 2), label, 7.5, "condensed", (90, 90, 96))
        sheet.text(10 + 68 * (at % 2), 35 + 12 * (at // 2), values[name], 10.5, "condensed-bold")
    y = table(
        sheet,
        10,
        70,
        [Column("Particulars", 84), Column("Amount", 44, "right")],
        [
            ("Service charges", grouped(total // 2)),
            ("Sinking fund", grouped(total // 8)),
            ("Water charges", grouped(total // 8)),
            ("Repairs fund", grouped(total // 4)),
        ],
        Style(9.5, "condensed", "condensed-bold"),
    )
    _pairs(
        sheet,
        y + 4,
        [("Arrears brought forward", values["arrears"]), ("Total Maintenance Due", values["total_due"])],
        x=10,
        at=60,
        font="condensed",
    )
    sheet.text(
        10,
        y + 24,
        "Interest at 21% p.a. will be charged on delayed payment. For the Managing Committee, Hon. Treasurer",
        7.5,
        "condensed",
        width=128,
    )
    return DrawnDocument("SOCIETY_MAINTENANCE_BILL", sheet, values)


def courier_consignment_note(rng: Random) -> DrawnDocument:
    sender, receiver, day = people.person(rng), people.person(rng), _day(rng)
    values = {
        "awb_number": f"{rng.choice('DPRT')}{numbers.some_digits(rng, 10)}",
        "booking_date": f"{day:%d/%m/%Y}",
        "origin": sender.home.city,
        "destination": receiver.home.city,
        "consignor_name": sender.short_name,
        "consignee_name": receiver.short_name,
        "consignee_address": receiver.home.one_line,
        "weight": f"{rng.randint(1, 90) / 10:.1f} kg",
        "freight": grouped(rng.randint(6, 90) * 10),
        "pieces": str(rng.randint(1, 9)),
    }
    sheet = Paper((210.0, 120.0))
    sheet.text(
        12,
        7,
        rng.choice(("PAVAN EXPRESS CARGO", "TEZGATI COURIER SERVICES", "BLUE KITE LOGISTICS")),
        15,
        "narrow-bold",
        (0, 80, 150),
    )
    sheet.text(198, 9, "COURIER CONSIGNMENT NOTE", 12, "narrow-bold", align="right")
    sheet.box(10, 18, 190, 92)
    for x, label, name in (
        (14, "AWB No.", "awb_number"),
        (76, "Booking Date", "booking_date"),
        (122, "Origin", "origin"),
        (162, "Destination", "destination"),
    ):
        sheet.text(x, 21, label, 8, "narrow")
        sheet.text(x, 25.5, values[name], 11, "narrow-bold")
    sheet.line(10, 34, 200, 34)
    y = _pairs(
        sheet,
        37,
        [
            ("Consignor", values["consignor_name"]),
            ("Consignee", values["consignee_name"]),
            ("Delivery Address", values["consignee_address"]),
        ],
        x=14,
        at=36,
        font="narrow",
    )
    sheet.line(10, y + 2, 200, y + 2)
    for at, (label, name) in enumerate(
        (("No. of Pieces", "pieces"), ("Charged Weight", "weight"), ("Freight Charges (Rs.)", "freight"))
    ):
        sheet.pair(14 + 62 * at, y + 5, label, values[name], 10, "narrow", "narrow-bold", at=36)
    sheet.text(
        14,
        y + 16,
        "I/We declare that this consignment does not contain contraband, cash or jewellery. Carried at owner's risk.",
        7.5,
        "narrow",
    )
    sheet.text(14, y + 24, "Sender's Signature", 8, "narrow")
    sheet.text(140, y + 24, "Proof of Delivery copy", 8, "narrow")
    return DrawnDocument("COURIER_CONSIGNMENT_NOTE", sheet, values)


def membership_card(rng: Random) -> DrawnDocument:
    who, day = people.person(rng), _day(rng)
    values = {
        "member_name": who.short_name,
        "membership_number": f"LM-{rng.randint(1000, 99999)}",
        "category": rng.choice(("Life", "Annual", "Student", "Associate")),
        "member_since": f"{day:%d-%m-%Y}",
        "valid_till": f"{day + timedelta(days=1095):%d-%m-%Y}",
        "phone": who.mobile,
    }
    sheet = Paper(CARD, 300, paper=(236, 244, 238))
    sheet.box(0, 0, 85.6, 11, outline=None, fill=(20, 90, 60))
    sheet.text(
        42.8,
        2.2,
        rng.choice(("NAVRANG PUBLIC LIBRARY", "SAHYADRI TREKKERS CLUB", "LAKSHYA SPORTS GYMKHANA")),
        9.5,
        "roboto-bold",
        "white",
        align="centre",
    )
    sheet.text(42.8, 12.5, "CLUB MEMBERSHIP CARD", 8, "roboto-bold", align="centre")
    _pairs(
        sheet,
        18.5,
        [
            ("Member", values["member_name"]),
            ("Membership No.", values["membership_number"]),
            ("Category", values["category"]),
            ("Member Since", values["member_since"]),
            ("Valid Till", values["valid_till"]),
            ("Emergency Contact", values["phone"]),
        ],
        x=5,
        at=30,
        size=7,
        font="roboto",
        step=1.1,
    )
    sheet.text(5, 47.5, "This card is not transferable. Report its loss to the club office.", 5.5, "roboto")
    return DrawnDocument("MEMBERSHIP_CARD", sheet, values)


def crop_insurance_acknowledgement(rng: Random) -> DrawnDocument:
    who, day = people.person(rng, state="Maharashtra"), _day(rng)
    area = rng.randint(4, 60) / 10
    values = {
        "application_number": numbers.some_digits(rng, 14),
        "application_date": f"{day:%d/%m/%Y}",
        "farmer_name": who.name,
        "village": who.home.locality,
        "district": who.home.city,
        "crop": rng.choice(("Soybean", "Cotton", "Paddy", "Groundnut", "Wheat", "Gram")),
        "season": f"{rng.choice(('Kharif', 'Rabi'))} {day.year}",
        "area": f"{area:.1f}",
        "sum_insured": grouped(round(area * 45000)),
        "premium": grouped(round(area * 900)),
        "mobile": who.mobile,
    }
    sheet = Paper(A4)
    sheet.text(105, 10, "FASAL SURAKSHA SCHEME", 15, "book-bold", (20, 100, 30), align="centre")
    sheet.text(105, 18, "Acknowledgement of Crop Insurance Application", 13, "book-bold", align="centre")
    y = table(
        sheet,
        15,
        30,
        [Column("", 80), Column("", 100)],
        [
            ("Application No.", values["application_number"]),
            ("Application Date", values["application_date"]),
            ("Name of Farmer", values["farmer_name"]),
            ("Mobile Number", values["mobile"]),
            ("Village", values["village"]),
            ("District", values["district"]),
            ("Crop Insured", values["crop"]),
            ("Season and Year", values["season"]),
            ("Insured Area (hectare)", values["area"]),
            ("Total Sum Insured (Rs.)", values["sum_insured"]),
            ("Farmer's Share of Premium (Rs.)", values["premium"]),
        ],
        Style(10.5, "book", "book-bold", padding=2.2),
        head=False,
    )
    sheet.text(
        15,
        y + 6,
        "Crop loss must be intimated within 72 hours of the calamity. Keep this acknowledgement until the claim is settled.",
        9.5,
        "book",
        width=180,
    )
    sheet.text(15, y + 22, "Nodal officer, common service centre", 9.5, "book")
    return DrawnDocument("CROP_INSURANCE_ACKNOWLEDGEMENT", sheet, values)


PAPERS: dict[str, Callable[[Random], DrawnDocument]] = {
    "SCHOOL_FEE_RECEIPT": school_fee_receipt,
    "VEHICLE_SERVICE_BILL": vehicle_service_bill,
    "HOSPITAL_DISCHARGE_CARD": hospital_discharge_card,
    "SOCIETY_MAINTENANCE_BILL": society_maintenance_bill,
    "COURIER_CONSIGNMENT_NOTE": courier_consignment_note,
    "MEMBERSHIP_CARD": membership_card,
    "CROP_INSURANCE_ACKNOWLEDGEMENT": crop_insurance_acknowledgement,
}
