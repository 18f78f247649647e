"""Bank statements and payslips laid out by chance."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from bench.grammar_addresses import draw_address
from bench.grammar_kit import (
    Block,
    Sheets,
    draw_amount,
    draw_date,
    draw_label,
    draw_paper,
    draw_word,
    put_facts,
)
from bench.grammar_parties import draw_firm, draw_person
from bench.grammar_payslips import payslip
from bench.papers import Paper


def statements(seed: int, count: int) -> Iterator[Paper]:
    """Bank statements and payslips: facts in pairs and a table or two."""
    for number in range(count):
        chance = Random(f"{seed}/statement/{number}")
        yield payslip(chance, number) if number % 2 else _statement(chance, number)


def _statement(chance: Random, number: int) -> Paper:
    sheet, style, money = Sheets(chance), chance.randint(0, 7), chance.choice((0, 0, 2))
    bank = f"{draw_word(chance, True)} {chance.choice(['Bank', 'Bank Ltd', 'Co-operative Bank', 'National Bank', 'Bank Ltd.'])}"
    name, address = (
        chance.choice((draw_person, draw_firm))(chance),
        draw_address(chance, chance.choice(["IN", "IN", "US", "GB"])),
    )
    account = chance.choice(
        [
            f"{chance.randint(10**9, 10**14)}",
            f"XXXX XXXX {chance.randint(1000, 9999)}",
            f"{chance.randint(10, 99)}-{chance.randint(1000, 9999)}-{chance.randint(10**6, 10**7)}",
        ]
    )
    ifsc = f"{draw_word(chance)[:4].upper():X<4}0{chance.randint(100000, 999999)}" if chance.random() < 0.6 else ""
    start, end = draw_date(chance, style), draw_date(chance, style)
    top = sheet.put(Block([[(0.0, bank)]], 700, [chance.uniform(1.0, 2.0)]), chance.choice((90.0, 600.0)), 70) + 20
    top = (
        sheet.put(
            Block([[(0.0, chance.choice(["Statement of Account", "Account Statement", "BANK STATEMENT"]))]], 500),
            chance.choice((90.0, 600.0)),
            top,
        )
        + 20
    )
    pairs = [
        (draw_label(chance, "account_number"), account),
        (draw_label(chance, "customer_number"), f"{chance.randint(10**6, 10**8)}"),
    ]
    pairs += [(draw_label(chance, "ifsc"), ifsc)] if ifsc else []
    if chance.random() < 0.5:
        pairs.append((draw_label(chance, "account_holder"), name))
    else:
        top = sheet.put(Block([[(0.0, line)] for line in [name, *address]], 500), 90, top) + 30
    if chance.random() < 0.5:
        pairs.append(
            (
                chance.choice(["Statement Period", "Period:", "For the period"]),
                f"{start} {chance.choice(['to', '-', '–'])} {end}",
            )
        )
    else:
        pairs += [(draw_label(chance, "period_from"), start), (draw_label(chance, "period_to"), end)]
    top = put_facts(chance, sheet, pairs, top)
    rows = [[(90.0, "Date"), (330.0, "Narration"), (1000.0, "Withdrawal"), (1200.0, "Deposit"), (1400.0, "Balance")]]
    for _ in range(chance.randint(3, 14)):
        sums = [draw_amount(chance.uniform(10, 90000), money) for _ in range(2)]
        rows.append(
            [
                (90.0, draw_date(chance, style)),
                (330.0, f"{chance.choice(['UPI', 'NEFT', 'ATM WDL', 'POS'])} {draw_word(chance)}"),
                (chance.choice((1000.0, 1200.0)), sums[0]),
                (1400.0, sums[1]),
            ]
        )
    sheet.put(Block(rows, 1500), 0, top)
    fields = {
        "account_number": account,
        "bank_name": bank,
        "ifsc_code": ifsc,
        "name": name,
        "statement_period_from": start,
        "statement_period_to": end,
    }
    return draw_paper(sheet, "BANK_STATEMENT", fields, f"statement {number}")
