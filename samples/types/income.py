"""SALARY_SLIP and ITR: what somebody earns, by the employer and by the tax office."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from samples.drawn import DrawnDocument, Layout
from samples.kit import marks
from samples.kit.sheet import A4, Paper
from samples.kit.table import Column, Style, table
from samples.world import firms, numbers, people
from samples.world.numbers import grouped, in_words
from samples.world.people import Person

COMPANIES = (
    "Vindhya Software Services Pvt Ltd",
    "Coral Retail India Limited",
    "Pinnacle Auto Components Ltd",
    "Swarna Textiles Limited",
    "Meridian Logistics Pvt Ltd",
    "Arka Foods India Pvt Ltd",
)
JOBS = (
    ("Senior Executive", "Accounts"),
    ("Software Engineer", "Technology"),
    ("Area Sales Manager", "Sales"),
    ("Machine Operator", "Production"),
    ("Quality Analyst", "Quality"),
    ("Store Manager", "Operations"),
)


def payslip(rng: Random) -> DrawnDocument:
    """The slip of a payroll bureau: facts in two columns, earnings beside deductions."""
    who, given, pay = _employee(rng)
    sheet = Paper(A4)
    sheet.text(105, 12, given["company_name"].upper(), 14, "sans-bold", align="centre")
    sheet.text(105, 19, given["address"], 9, align="centre")
    sheet.text(105, 26, f"Payslip for the month of {given['payslip_month']}", 11, "sans-bold", align="centre")
    left = (
        ("Name", "name"),
        ("Employee No", "employee_no"),
        ("Joining Date", "joining_date"),
        ("Designation", "designation"),
        ("Department", "department"),
        ("Location", "location"),
        ("Effective Work Days", "effective_workdays"),
        ("LOP", "lop_days"),
    )
    right = (
        ("Bank Name", "bank_name"),
        ("Bank Account No", "bank_account_no"),
        ("PF No", "pf_account_number"),
        ("PF UAN", "uan"),
        ("PAN Number", "pan_number"),
        ("Days In Month", "days_in_month"),
    )
    y = 35.0
    sheet.box(14, y, 182, 46)
    sheet.line(105, y, 105, y + 46)
    for x, pairs in ((16.0, left), (107.0, right)):
        at = y + 2
        for label, field in pairs:
            at = sheet.pair(x, at, label, who.name if field == "name" else str(given[field]), 9, at=36) + 0.9
    heads = [
        Column("Earnings", 60),
        Column("Full", 15, "right"),
        Column("Actual", 22, "right"),
        Column("Deductions", 60),
        Column("Actual", 25, "right"),
    ]
    rows = [
        ["BASIC", "", pay["basic"], "PF", pay["pf"]],
        ["HRA", "", pay["hra"], "PROF TAX", pay["tax"]],
        ["SPECIAL ALLOWANCE", "", pay["special"], "INCOME TAX", pay["tds"]],
        ["Total Earnings: INR.", "", pay["total"], "Total Deductions: INR.", pay["less"]],
    ]
    y = table(sheet, 14, 84, heads, rows, Style(9, grid="columns", padding=1.6), bold=(3,))
    sheet.text(16, y + 3, f"Net Pay for the month (Total Earnings - Total Deductions): {pay['net']}", 9.5, "sans-bold")
    sheet.text(16, y + 8.5, f"(Rupees {pay['words']} Only)", 9.5)
    sheet.text(
        105,
        y + 18,
        "This is a system generated payslip and does not require signature.",
        8.5,
        "sans-italic",
        align="centre",
    )
    return _slip(sheet, who, {**given, "company_name": given["company_name"].upper()}, pay)


def modern_slip(rng: Random) -> DrawnDocument:
    """A young company's slip: a card for the employee, net pay in large figures."""
    who, given, pay = _employee(rng)
    sheet, ink = Paper(A4), (40, 60, 150)
    sheet.text(14, 12, given["company_name"], 16, "round-bold", ink)
    sheet.text(14, 20, given["address"], 8.5, "round", (100, 100, 106))
    sheet.text(196, 12, "Salary Slip", 13, "round-medium", align="right")
    sheet.text(196, 19, given["payslip_month"], 11, "round-bold", align="right")
    sheet.line(14, 28, 196, 28, 0.5, ink)
    facts = (
        ("Employee Name", who.name),
        ("Employee ID", given["employee_no"]),
        ("Designation", given["designation"]),
        ("Department", given["department"]),
        ("Date of Joining", given["joining_date"]),
        ("Location", given["location"]),
        ("PAN", given["pan_number"]),
        ("UAN", given["uan"]),
        ("PF Account Number", given["pf_account_number"]),
        ("Bank", given["bank_name"]),
        ("Bank Account", given["bank_account_no"]),
        ("Paid Days", given["effective_workdays"]),
        ("LOP Days", given["lop_days"]),
        ("Days in Month", given["days_in_month"]),
    )
    y = 33.0
    for place, (label, value) in enumerate(facts):
        x = 14 + 92 * (place % 2)
        sheet.text(x, y, label, 9, "round", (110, 110, 116))
        sheet.text(x + 38, y, value, 9, "round-medium")
        y += 6.4 if place % 2 else 0
    y += 4
    style = Style(
        9.5, "round", "round-medium", grid="rows", rule=(206, 210, 226), head_fill=(232, 236, 250), padding=1.8
    )
    rows = [
        ["Basic", pay["basic"], "Income Tax (TDS)", pay["tds"]],
        ["House Rent Allowance", pay["hra"], "Provident Fund", pay["pf"]],
        ["Special Allowance", pay["special"], "Professional Tax", pay["tax"]],
        ["Total Earnings", pay["total"], "Total Deductions", pay["less"]],
    ]
    y = table(
        sheet,
        14,
        y,
        [
            Column("Earnings", 58),
            Column("Amount", 33, "right"),
            Column("Deductions", 58),
            Column("Amount", 33, "right"),
        ],
        rows,
        style,
        bold=(3,),
    )
    sheet.box(14, y + 5, 182, 17, outline=None, fill=(240, 243, 252), radius=2)
    sheet.text(18, y + 7, f"Net Pay  ₹ {pay['net']}", 14, "round-bold", ink)
    sheet.text(18, y + 15, f"{pay['words']} Rupees Only", 9, "round")
    return _slip(sheet, who, given, pay, colour=True, words=f"{pay['words']} Rupees Only")


def acknowledgement(rng: Random) -> DrawnDocument:
    """The tax office's ITR-V acknowledgement: a grid of numbered amounts and a bar code."""
    given, year = _return(rng)
    sheet = Paper(A4)
    sheet.text(40, 10, "INDIAN INCOME TAX RETURN ACKNOWLEDGEMENT", 12.5, "sans-bold")
    sheet.text(196, 9, "Assessment\nYear", 8.5, "sans-bold", align="right")
    sheet.text(196, 17, year, 13, "sans-bold", align="right")
    sheet.text(
        14, 17, "[Where the data of the Return of Income in Form ITR-1, ITR-2, ITR-3 or ITR-4 filed and verified]", 8
    )
    two = [Column("", 40), Column("", 142)]
    y = table(
        sheet,
        14,
        27,
        two,
        [("PAN", given["pan_number"]), ("Name", given["assessee_name"]), ("Address", given["address"])],
        Style(9.5, padding=1.7),
        head=False,
    )
    y = table(
        sheet,
        14,
        y,
        [Column("", 40), Column("", 30), Column("", 60), Column("", 52)],
        [
            ("Status", "Individual", "Form Number", "ITR-1"),
            ("Filed u/s", "139(1)", "e-Filing Acknowledgement Number", given["acknowledgement_number"]),
        ],
        Style(9.5, padding=1.7),
        head=False,
    )
    rows = [
        ("Gross Total Income", "1", given["gross_total_income"]),
        ("Total Deductions under Chapter VI-A", "2", given["total_deductions_chapter_via"]),
        ("Total Income", "3", given["total_income"]),
        ("Net tax payable", "4", given["total_tax_payable"]),
        ("Total taxes paid", "5", given["total_taxes_paid"]),
    ]
    rows += [("Tax Due", "6", given["tax_due"]), ("Refund Due", "7", given["refund_due"])]
    y = table(
        sheet,
        14,
        y + 4,
        [Column("Taxable Income and Tax details", 120), Column("", 16, "centre"), Column("Amount (Rs.)", 46, "right")],
        rows,
        Style(9.5, padding=1.9, head_fill=(230, 236, 244)),
    )
    y = sheet.text(
        14,
        y + 6,
        f"This return has been digitally signed by {given['assessee_name']} having PAN {given['pan_number']} on {given['date_of_filing']}. Date of Filing : {given['date_of_filing']}",
        9.5,
        width=182,
    )
    sheet.paste(
        marks.code(f"{given['pan_number']}01{given['acknowledgement_number']}", "Code128", 2), 40, y + 8, 110, 14
    )
    sheet.text(105, y + 34, "DO NOT SEND THIS ACKNOWLEDGEMENT TO CPC, BENGALURU", 10.5, "sans-bold", align="centre")
    keep = ("income_from_salary", "income_from_business_profession", "financial_year")
    return DrawnDocument(
        "ITR",
        sheet,
        {"assessee_name": given["assessee_name"], **{name: value for name, value in given.items() if name not in keep}},
    )


def computation(rng: Random) -> DrawnDocument:
    """An accountant's computation of income with the return's figures."""
    given, year = _return(rng)
    sheet = Paper(A4)
    sheet.text(105, 14, "COMPUTATION OF TOTAL INCOME", 14, "serif-bold", align="centre")
    y = 26.0
    for label, value in (
        ("Name of Assessee", given["assessee_name"]),
        ("PAN", given["pan_number"]),
        ("Address", given["address"]),
        ("Financial Year", given["financial_year"]),
        ("Assessment Year", year),
        ("Date of Filing", given["date_of_filing"]),
        ("Acknowledgement No.", given["acknowledgement_number"]),
    ):
        y = sheet.pair(18, y, label, value, 10.5, "serif", "serif-bold", 48, width=125) + 1
    sheet.line(18, y + 2, 192, y + 2, 0.4)
    y += 6
    for label, value, bold in (
        ("Income from Salary", "income_from_salary", False),
        ("Income from Business or Profession", "income_from_business_profession", False),
        ("Gross Total Income", "gross_total_income", True),
        ("Less: Deductions under Chapter VI-A", "total_deductions_chapter_via", False),
        ("Total Income", "total_income", True),
        ("Total Tax Payable", "total_tax_payable", False),
        ("Total Taxes Paid (TDS and advance tax)", "total_taxes_paid", False),
        ("Tax Due", "tax_due", False),
        ("Refund Due", "refund_due", True),
    ):
        font = "serif-bold" if bold else "serif"
        sheet.text(18, y, label, 11, font)
        y = sheet.text(190, y, given[value], 11, font, align="right") + 3
        if bold:
            sheet.line(150, y - 1.5, 192, y - 1.5)
    sheet.paste(marks.round_stamp("Kelkar and Associates", "CHARTERED\nACCOUNTANTS", rng), 118, y + 12, 32)
    sheet.paste(marks.signature("S. V. Kelkar", rng), 150, y + 18, 38)
    return DrawnDocument("ITR", sheet, {**given, "assessment_year": year})


def _employee(rng: Random) -> tuple[Person, dict[str, str], dict[str, str]]:
    who = people.person(rng)
    firm = firms.firm(rng, rng.choice(COMPANIES), who.home.state, who.home.city)
    basic = rng.randint(14, 70) * 1000
    hra, special, lop = basic * 2 // 5, rng.randint(2, 30) * 500, rng.choice((0, 0, 0, 1, 2))
    total = basic + hra + special
    pf, tax, tds = (
        min(basic * 12 // 100, 1800 if rng.random() < 0.5 else 9999),
        200,
        max(0, (total - 50000) // 10 // 10 * 10),
    )
    month = date(rng.choice((2024, 2025)), rng.randint(1, 10), 1)
    days = (date(month.year, month.month + 1, 1) - month).days
    bank, _ = rng.choice(firms.BANKS)
    job, part = rng.choice(JOBS)
    values = {
        "employee_no": f"{rng.choice(('E', 'EMP', 'V'))}{rng.randint(1002, 98120)}",
        "company_name": firm.name,
        "designation": job,
        "department": part,
        "location": firm.address.city,
        "joining_date": f"{numbers.some_date(rng, date(2012, 1, 1), date(2023, 12, 1)):%d/%m/%Y}",
        "payslip_month": f"{month:%B %Y}",
        "days_in_month": str(days),
        "effective_workdays": str(days - lop),
        "lop_days": str(lop),
        "bank_name": bank,
        "bank_account_no": numbers.some_digits(rng, 12),
        "pan_number": who.pan,
        "pf_account_number": f"MH/BAN/{numbers.some_digits(rng, 7)}/000/{numbers.some_digits(rng, 7)}",
        "uan": numbers.some_digits(rng, 12, "10"),
        "address": firm.address.one_line,
    }
    net = total - pf - tax - tds
    pay = {
        name: grouped(part)
        for name, part in (
            ("basic", basic),
            ("hra", hra),
            ("special", special),
            ("total", total),
            ("pf", pf),
            ("tax", tax),
            ("tds", tds),
            ("less", pf + tax + tds),
            ("net", net),
        )
    }
    return who, values, {**pay, "words": in_words(net)}


def _slip(
    sheet: Paper, who: Person, values: dict[str, str], pay: dict[str, str], colour: bool = False, words: str = ""
) -> DrawnDocument:
    return DrawnDocument(
        "SALARY_SLIP",
        sheet,
        {
            "employee_name": who.name,
            **values,
            "earning_basic": pay["basic"],
            "earning_hra": pay["hra"],
            "total_earnings": pay["total"],
            "deduction_income_tax_tds": pay["tds"],
            "deduction_pf": pay["pf"],
            "deduction_professional_tax": pay["tax"],
            "total_deductions": pay["less"],
            "net_pay_in_numbers": pay["net"],
            "net_pay_in_words": words or f"Rupees {pay['words']} Only",
        },
        colour,
    )


def _return(rng: Random) -> tuple[dict[str, Any], str]:
    who, begun = people.person(rng), rng.choice((2022, 2023, 2024))
    salary, business = rng.randint(300, 1400) * 1000, rng.choice((0, rng.randint(50, 400) * 1000))
    deductions = rng.randint(20, 200) * 1000
    gross = salary + business
    tax = max(0, (gross - deductions - 300000) // 12 // 10 * 10)
    paid = max(0, tax + rng.choice((-1, 1)) * rng.randint(1, 90) * 100)
    amounts = {
        "income_from_salary": salary,
        "income_from_business_profession": business,
        "gross_total_income": gross,
        "total_deductions_chapter_via": deductions,
        "total_income": gross - deductions,
        "total_tax_payable": tax,
        "total_taxes_paid": paid,
        "tax_due": max(0, tax - paid),
        "refund_due": max(0, paid - tax),
    }
    values = {
        "assessee_name": who.name.upper(),
        "pan_number": who.pan,
        "address": who.home.one_line,
        "assessment_year": f"{begun + 1}-{(begun + 2) % 100}",
        "financial_year": f"{begun}-{(begun + 1) % 100}",
        "date_of_filing": f"{numbers.some_date(rng, date(begun + 1, 5, 1), date(begun + 1, 7, 31)):%d-%b-%Y}",
        "acknowledgement_number": numbers.some_digits(rng, 15),
        **{name: grouped(value, paise=False) for name, value in amounts.items()},
    }
    return values, values["assessment_year"]


LAYOUTS: dict[str, dict[str, Layout]] = {
    "SALARY_SLIP": {"bureau": payslip, "modern": modern_slip},
    "ITR": {"acknowledgement": acknowledgement, "computation": computation},
}
