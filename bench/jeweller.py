"""Draws the samples of the worked example fixtures/catalogue/jeweller: pledge cards of one jeweller, and a borrower's PAN card.

python bench/jeweller.py [--out DIR]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

from samples import write
from samples.drawn import DrawnDocument
from samples.kit import marks
from samples.kit.sheet import A5, Paper
from samples.kit.table import Column, Style, table
from samples.types.pan import new_card
from samples.world import numbers, people
from samples.world.numbers import grouped
from samples.world.people import Person

OUT = Path(__file__).resolve().parent.parent / "fixtures" / "catalogue" / "jeweller" / "samples"
NAME = "JEWELLER_PLEDGE_CARD"
ORNAMENTS = ("Bangles", "Chain", "Ring", "Necklace", "Ear studs", "Mangalsutra")
#: Of how many cards samples are drawn; every second one is a scan.
CARDS = 5


def pledge_card(rng: Random, who: Person) -> DrawnDocument:
    """The card that the shop hands to its borrower."""
    day = numbers.some_date(rng, date(2024, 2, 1), date(2025, 9, 30))
    rows = [(name, round(rng.uniform(4, 30), 2)) for name in rng.sample(ORNAMENTS, rng.randint(2, 4))]
    gross, net = sum(weight for _, weight in rows), sum(round(weight * 0.97, 2) for _, weight in rows)
    values = {
        "girvi_number": f"SJ/{day.year % 100}/{rng.randint(100, 9999):04}",
        "girvi_date": f"{day:%d/%m/%Y}",
        "borrower_name": who.name,
        "borrower_address": who.home.one_line,
        "mobile": who.mobile,
        "gross_weight": f"{gross:.2f}",
        "net_weight": f"{net:.2f}",
        "amount_advanced": grouped(round(net * 5200, -3)),
        "release_by": f"{day + timedelta(days=365):%d/%m/%Y}",
        "articles": [name for name, _ in rows],
    }
    sheet, ink = Paper(A5, 170, paper=(255, 251, 238)), (140, 90, 10)
    sheet.box(4, 4, 140, 202, outline=ink, weight=0.7)
    sheet.text(74, 9, "SURYA JEWELLERS", 17, "serif-bold", ink, align="centre")
    sheet.text(74, 18, "Saraf Bazaar, Nashik 422001", 8.5, "serif", align="centre")
    sheet.text(74, 25, "GIRVI CARD", 14, "serif-bold", align="centre")
    sheet.text(74, 32, "for gold articles taken in pledge", 8.5, "serif", align="centre")
    y = 41.0
    for label, name in (
        ("Girvi No.", "girvi_number"),
        ("Girvi Date", "girvi_date"),
        ("Borrower", "borrower_name"),
        ("Residing at", "borrower_address"),
        ("Mobile", "mobile"),
    ):
        y = sheet.pair(10, y, label, str(values[name]), 10, "serif", "serif-bold", 34, width=92) + 1.6
    columns = [
        Column("Sr", 12, "centre"),
        Column("Article", 60),
        Column("Gross Wt", 27, "right"),
        Column("Net Wt", 27, "right"),
    ]
    cells = [(str(at), name, f"{weight:.2f}", f"{weight * 0.97:.2f}") for at, (name, weight) in enumerate(rows, 1)]
    y = table(sheet, 10, y + 3, columns, cells, Style(9.5, "serif", "serif-bold", padding=1.5)) + 4
    for label, shown in (
        ("Gross Weight (g)", values["gross_weight"]),
        ("Net Weight (g)", values["net_weight"]),
        ("Amount Advanced", f"Rs. {values['amount_advanced']}"),
        ("Release By", values["release_by"]),
    ):
        y = sheet.pair(10, y, label, str(shown), 10, "serif", "serif-bold", 44) + 1.6
    sheet.paste(marks.signature(who.name, rng), 12, y + 5, 34)
    sheet.text(12, y + 20, "Borrower's signature", 8, "serif")
    sheet.text(98, y + 20, "For Surya Jewellers", 8, "serif")
    return DrawnDocument(NAME, sheet, values, colour=True)


def draw(out: Path) -> Iterator[Path]:
    """Write the samples; the path of each picture."""
    out.mkdir(parents=True, exist_ok=True)
    for number in range(1, CARDS + 1):
        rng = Random(f"jeweller/{number}")
        who = people.person(rng, state="Maharashtra")
        drawn = pledge_card(rng, who)
        yield _written(out / f"pledge-card-{number}", drawn, ("scan", "clean")[number % 2], rng)
        if number == 1:
            yield _written(out / "pan-1", new_card(rng, who), "clean", rng)


def _written(stem: Path, drawn: DrawnDocument, quality: str, rng: Random) -> Path:
    path = write.save(drawn, write.worn(drawn, quality, rng), stem, quality)
    write.write_truth(path, drawn, "jeweller", quality)
    return path


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT)
    for written in draw(parser.parse_args().out):
        print(written)
