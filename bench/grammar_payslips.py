"""Payslips laid out by chance: amounts alone, hours and rates beside them, what was paid this year, bases with their shares."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from bench.grammar_addresses import draw_address
from bench.grammar_kit import LABELS, MONTHS, Block, Sheets, draw_amount, draw_date, draw_label, draw_paper, put_facts
from bench.grammar_parties import draw_firm, draw_person
from bench.papers import Paper

_TITLES = [
    "Payslip",
    "Salary Slip",
    "Pay Slip",
    "Bulletin de paie",
    "Recibo de nómina",
    "Lohnabrechnung",
    "Earnings Statement",
]
_POSTS = ["Engineer", "Manager", "Accounts Officer", "Sales Executive", "Analyst", "Maçon", "Operador", "Verkäuferin"]
_ROOMS = ["Finance", "Sales", "IT", "Human Resources", "Produktion", "Logistique"]
_EARNED = ["HRA", "Conveyance", "Overtime", "Bonus", "Prime d'ancienneté", "Plus convenio", "Lunch Allowance", "Zulage"]
_CUT = [
    "Provident Fund",
    "Pension",
    "Social Security",
    "Medicare",
    "CSG déductible",
    "Vieillesse plafonnée",
    "Desempleo",
]
_CUT += ["National Insurance", "Krankenversicherung", "Segurança Social", "Mutuelle", "ESI", "Loan"]
_CURRENT = [
    "Current",
    "This Period",
    "Amount",
    "Montant",
    "Importe",
    "Betrag",
    "This month",
    "Valor",
    "A payer",
    "Gain",
]
_HOURS = ["Hours", "Hrs", "Units", "Qty", "Base", "Nombre", "Cantidad", "Stunden", "Days", "Uren", "Horas"]
_RATES = ["Rate", "Taux", "Tarifa", "Satz", "Precio", "Pay Rate", "Valor hora", "Tarief", "Unit Rate"]
_SIGNS = [
    ("$", ""),
    ("Rs. ", ""),
    ("₹", ""),
    ("€ ", ""),
    ("", " €"),
    ("R$ ", ""),
    ("JMD $", ""),
    ("", " CHF"),
    ("£", ""),
]
_KEPT = ["Retenue", "Deducciones", "Abzug", "Retenues salariales", "Descontos", "Deduction", "Part salariale"]
_EMPLOYER = ["Mt Pat.", "Part patronale", "Employer", "AG-Anteil", "Charges patronales", "Employer share", "Empresa"]


@dataclass
class _Slip:
    """What is paid: `earned` and `cut` are lines with what they are made of (a number and its rate) and their amounts."""

    money: int
    sign: tuple[str, str]
    earned: list[tuple[str, float, float, float]]
    cut: list[tuple[str, float, float, float]]
    months: int
    tax: str = ""

    @property
    def gross(self) -> float:
        return round(sum(line[3] for line in self.earned), 2)

    @property
    def taken(self) -> float:
        return round(sum(line[3] for line in self.cut), 2)

    def amount(self, number: float) -> str:
        before, behind = self.sign
        return f"{before}{draw_amount(number, self.money)}{behind}"


def payslip(chance: Random, number: int) -> Paper:
    sheet, style = Sheets(chance), chance.randint(0, 7)
    way = chance.choice((_simple, _simple, _hours, _hours, _shares, _shares))
    slip = _slip(chance, way is _shares)
    fields, top = _head(chance, sheet, style)
    top = way(chance, sheet, slip, top)
    if chance.random() < 0.35:
        _year(chance, sheet, slip, top + 40)
    basic = slip.earned[0]
    said = {
        **fields,
        "total_earnings": slip.amount(slip.gross),
        "total_deductions": slip.amount(slip.taken),
        "net_pay_in_numbers": slip.amount(slip.gross - slip.taken),
        "earning_basic": slip.amount(basic[3]),
        "deduction_income_tax_tds": slip.tax,
    }
    return draw_paper(sheet, "SALARY_SLIP", said, f"payslip {number}")


def _slip(chance: Random, shares: bool) -> _Slip:
    hours, rate = (
        chance.choice((151.67, 160.0, 88.0, 30.0, 22.0, chance.randint(20, 180))),
        chance.randint(900, 9000) / 100,
    )
    large = chance.choice((1, 1, 12))
    earned = [(draw_label(chance, "basic_pay"), hours, rate * large, round(hours * rate * large, 2))]
    for name in chance.sample(_EARNED, chance.randint(0, 3)):
        units, per = float(chance.randint(2, 30)), chance.randint(100, 6000) / 100
        earned.append((name, units, per, round(units * per, 2)))
    gross = sum(line[3] for line in earned)
    cut = []
    for name in chance.sample(_CUT, chance.randint(1, 4)):
        share = chance.randint(10, 900) / 100
        cut.append((name, round(gross, 2), share, round(gross * share / 100, 2)))
    sign = chance.choice(_SIGNS) if chance.random() < 0.4 else ("", "")
    slip = _Slip(chance.choice((3, 3, 1) if shares else (0, 0, 1, 2)), sign, earned, cut, chance.randint(2, 12))
    if chance.random() < 0.5:
        share = chance.randint(100, 2500) / 100
        taxed = round(gross - sum(line[3] for line in cut), 2)
        cut.append((draw_label(chance, "income_tax"), taxed, share, round(taxed * share / 100, 2)))
        slip.tax = slip.amount(cut[-1][3])
    return slip


def _head(chance: Random, sheet: Sheets, style: int) -> tuple[dict[str, str], float]:
    """Who pays whom, and what is known of both; and where the next things may stand."""
    firm, name = draw_firm(chance), draw_person(chance)
    post, room = chance.choice(_POSTS), chance.choice(_ROOMS)
    code, joined = f"{chance.choice(['EMP', 'E', ''])}{chance.randint(10, 99999)}", draw_date(chance, style)
    month = f"{chance.choice(MONTHS)} {chance.randint(2018, 2026)}"
    account = f"{chance.randint(10**9, 10**14)}"
    lines = [
        firm,
        *(draw_address(chance, chance.choice(("IN", "IN", "FR", "ES", "DE", "US"))) if chance.random() < 0.5 else []),
    ]
    size = [chance.uniform(1.0, 1.8)]
    top = sheet.put(Block([[(0.0, line)] for line in lines], 700, size), chance.choice((90.0, 560.0)), 70) + 20
    title = f"{chance.choice(_TITLES)} {chance.choice(['for ', 'for the month of ', '', '- '])}{month}"
    top = sheet.put(Block([[(0.0, title)]], 700), chance.choice((90.0, 560.0)), top) + 20
    pairs = [(draw_label(chance, "employee"), name), (draw_label(chance, "employee_number"), code)]
    pairs += [(draw_label(chance, "designation"), post), (draw_label(chance, "department"), room)]
    pairs += [(draw_label(chance, "joining"), joined)]
    pairs += [(chance.choice(["Bank A/c No", "Account No.", "Bank Account Number:", "IBAN", "Compte"]), account)]
    fields = {
        "employee_name": name,
        "employee_no": code,
        "designation": post,
        "department": room,
        "joining_date": joined,
        "company_name": firm,
        "payslip_month": month,
        "bank_account_no": account,
    }
    return fields, put_facts(chance, sheet, pairs, top)


def _simple(chance: Random, sheet: Sheets, slip: _Slip, top: float) -> float:
    """What is earned and what is taken off side by side, with nothing but their amounts."""
    rows = [[(90.0, "Earnings"), (560.0, "Amount"), (880.0, "Deductions"), (1350.0, "Amount")]]
    for at in range(max(len(slip.earned), len(slip.cut))):
        row = []
        for x, lines in ((90.0, slip.earned), (880.0, slip.cut)):
            if at < len(lines):
                row += [(x, lines[at][0]), (x + 470.0, slip.amount(lines[at][3]))]
        rows.append(row)
    gross, cut = draw_label(chance, "gross_pay"), draw_label(chance, "deductions")
    rows.append([(90.0, gross), (560.0, slip.amount(slip.gross)), (880.0, cut), (1350.0, slip.amount(slip.taken))])
    top = sheet.put(Block(rows, 1500), 0, top) + 40
    return _net(chance, sheet, slip, top, ())


def _hours(chance: Random, sheet: Sheets, slip: _Slip, top: float) -> float:
    """Hours, rate, amount and what was paid this year in columns; what is taken off below, or beside without hours."""
    year = chance.random() < 0.7
    heads = [
        chance.choice(["Description", "Earnings", "Libellé", "Concepto"]),
        chance.choice(_HOURS),
        chance.choice(_RATES),
    ]
    heads += [chance.choice(_CURRENT), *([_year_label(chance)] if year else [])]
    xs = (90.0, 560.0, 760.0, 960.0, 1230.0)
    if chance.random() < 0.2:
        heads[1:3], xs = heads[2:0:-1], (90.0, 760.0, 560.0, 960.0, 1230.0)

    left_out = chance.choice((0, 0, 0, 1, 2))  # which of hours and rate is not printed
    if left_out:
        heads[left_out] = ""

    def line(label: str, made: tuple[str, str], amount: float) -> list[tuple[float, str]]:
        made = ("" if left_out == 1 else made[0], "" if left_out == 2 else made[1])
        cells = [label, *made, slip.amount(amount), *([slip.amount(amount * slip.months)] if year else [])]
        return [(x, cell) for x, cell in sorted(zip(xs, cells, strict=False)) if cell]

    rows = [sorted((x, head) for x, head in zip(xs, heads, strict=False) if head)]
    rows += [
        line(label, (_plain(slip, number), _plain(slip, rate)), amount) for label, number, rate, amount in slip.earned
    ]
    rows.append(line(draw_label(chance, "gross_pay"), ("", ""), slip.gross))
    top = sheet.put(Block(rows, 1500), 0, top) + 30
    rows = [
        sorted(zip(xs[:1] + xs[3:], [chance.choice(["Deductions", "Taxes", "Retenues"]), *heads[3:]], strict=False))
    ]
    rows += [line(label, ("", ""), amount) for label, _, _, amount in slip.cut]
    rows.append(line(draw_label(chance, "deductions"), ("", ""), slip.taken))
    top = sheet.put(Block(rows, 1500), 0, top) + 30
    return _net(chance, sheet, slip, top, xs[3:] if year else ())


def _shares(chance: Random, sheet: Sheets, slip: _Slip, top: float) -> float:
    """One table: base, rate, what is earned, what is taken off, and what the employer pays."""
    employer = chance.random() < 0.7
    apart = chance.random() < 0.6
    heads = ["Libellé", chance.choice(["Base", "Cantidad", "Nombre"]), chance.choice(_RATES), chance.choice(_CURRENT)]
    heads += [chance.choice(_KEPT)] if apart else []
    heads += [chance.choice(_EMPLOYER)] if employer else []
    xs = (90.0, 620.0, 810.0, 990.0, 1190.0, 1400.0)
    kept = 4 if apart else 3
    rows = [list(zip(xs, heads, strict=False))]

    def line(*cells: tuple[int, str]) -> list[tuple[float, str]]:
        return [(xs[at], cell) for at, cell in cells if cell]

    for label, number, rate, amount in slip.earned:
        rows.append(line((0, label), (1, _plain(slip, number)), (2, _plain(slip, rate)), (3, slip.amount(amount))))
    rows.append(line((0, draw_label(chance, "gross_pay")), (3, slip.amount(slip.gross))))
    paid = 0.0
    for label, number, rate, amount in slip.cut:
        mine = round(amount * chance.uniform(0.3, 2.5), 2)
        paid += mine
        rate_said = _plain(slip, rate) + chance.choice(("", " %"))
        own = slip.amount(mine) if employer and chance.random() < 0.8 else ""
        rows.append(
            line((0, label), (1, slip.amount(number)), (2, rate_said), (kept, slip.amount(amount)), (kept + 1, own))
        )
    total = slip.amount(paid) if employer else ""
    rows.append(line((0, draw_label(chance, "deductions")), (kept, slip.amount(slip.taken)), (kept + 1, total)))
    if chance.random() < 0.5:
        rows.append(line((0, draw_label(chance, "net_pay")), (3, slip.amount(slip.gross - slip.taken))))
        return sheet.put(Block(rows, 1500), 0, top) + 30
    top = sheet.put(Block(rows, 1500), 0, top) + 30
    return _net(chance, sheet, slip, top, ())


def _net(chance: Random, sheet: Sheets, slip: _Slip, top: float, columns: tuple[float, ...]) -> float:
    net = slip.gross - slip.taken
    label = draw_label(chance, "net_pay")
    if columns:
        cells = [(x, slip.amount(each)) for x, each in zip(columns, (net, net * slip.months), strict=True)]
        return sheet.put(Block([[(90.0, label), *cells]], 1500), 0, top)
    return sheet.put(Block([[(0.0, label), (470.0, slip.amount(net))]], 700, [chance.uniform(1.0, 1.5)]), 90, top)


def _year(chance: Random, sheet: Sheets, slip: _Slip, top: float) -> None:
    """What was paid this year, in a block of its own: with the same labels under a heading, or with labels that say so."""
    pairs = [("gross_pay", slip.gross), ("deductions", slip.taken), ("net_pay", slip.gross - slip.taken)]
    heading = chance.random() < 0.6
    lines: list[list[tuple[float, str]]] = [[(0.0, _year_label(chance))]] if heading else []
    for concept, number in pairs:
        label = draw_label(chance, concept)
        lines.append([(0.0, label if heading else f"YTD {label}"), (470.0, slip.amount(number * slip.months))])
    sheet.put(Block(lines, 700), chance.choice((90.0, 880.0)), top)


def _year_label(chance: Random) -> str:
    return chance.choice((str.title, str.upper, str.capitalize))(
        chance.choice([*LABELS["to_date"]["core"], *LABELS["to_date"]["also"]])
    )


def _plain(slip: _Slip, number: float) -> str:
    """A number of hours or a rate."""
    text = f"{number:.2f}"
    return text.replace(".", ",") if slip.money in (1, 3) else text
