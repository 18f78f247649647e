"""What is no document of Atlas: letters, charts, menus, pictures that people upload by mistake."""

from __future__ import annotations

import math
from datetime import date
from itertools import pairwise
from random import Random

import numpy as np
from PIL import Image, ImageFilter

from samples.drawn import UNRECOGNISED, DrawnDocument, Layout
from samples.kit import marks
from samples.kit.sheet import A4, Paper
from samples.world import firms, people

PROSE = (
    "The committee met on the second floor because the hall was being painted. It was agreed that the well should be deepened before the summer and that the"
    " school would keep its own account of the repairs.",
    "A light rain fell through the afternoon, and the market closed early. Those who had come from the"
    " hills waited under the awnings until the last bus was announced.",
    "Nobody could say who had planted the trees along the canal; they were tall already in"
    " the oldest photographs, and their shade had long been taken for granted.",
    "Prices of vegetables eased this week as fresh stock arrived from the"
    " neighbouring districts. Traders expect onions to become cheaper still by the end of the month.",
    "The library will stay open until nine on weekdays. Readers"
    " are asked to return overdue volumes to the desk near the entrance.",
)


def letter(rng: Random) -> DrawnDocument:
    """A private letter about a visit."""
    who, to = people.person(rng), people.person(rng)
    sheet = Paper(A4)
    y = 30.0
    for line in who.home.lines:
        y = sheet.text(130, y, line, 11, "book")
    y = sheet.text(130, y + 3, "14 March", 11, "book")
    y = sheet.text(25, y + 8, f"Dear {to.given},", 12, "book")
    for part in rng.sample(PROSE, 4):
        y = sheet.text(25, y + 4, part, 12, "book", width=160)
    y = sheet.text(25, y + 6, "With love to all at home,", 12, "book")
    sheet.paste(marks.signature(who.given, rng), 25, y + 4, 40)
    return unrecognised(sheet)


def resume(rng: Random) -> DrawnDocument:
    """A curriculum vitae in two columns."""
    who = people.person(rng)
    sheet = Paper(A4)
    sheet.box(0, 0, 66, 297, outline=None, fill=(38, 54, 74))
    sheet.paste(marks.face_of(who.aadhaar, who.woman), 15, 16, 36, 44)
    y = sheet.text(8, 68, "CONTACT", 10, "round-bold", "white")
    y = sheet.text(8, y + 1, f"{who.mobile}\n{who.email}\n{who.home.city}", 8.5, "round", (214, 222, 232))
    y = sheet.text(8, y + 6, "SKILLS", 10, "round-bold", "white")
    sheet.text(
        8,
        y + 1,
        "Python, SQL\nTeam leadership\nPublic speaking\nStatistics\nDocumentation",
        8.5,
        "round",
        (214, 222, 232),
    )
    y = sheet.text(76, 18, who.name, 22, "round-bold", (38, 54, 74))
    y = sheet.text(
        76, y, rng.choice(("Software Developer", "Sales Manager", "Civil Engineer")), 12, "round", (110, 116, 126)
    )
    for title, entries in (
        ("EXPERIENCE", (("2021 - present", "Senior associate"), ("2017 - 2021", "Associate"))),
        ("EDUCATION", (("2013 - 2017", "Bachelor of Engineering"),)),
    ):
        y = sheet.text(76, y + 6, title, 12, "round-bold", (38, 54, 74))
        for years, what in entries:
            y = sheet.text(76, y + 2, f"{what}   {years}", 10, "round-medium")
            y = sheet.text(76, y, rng.choice(PROSE), 9, "round", width=120)
    return unrecognised(sheet, colour=True)


def chart(rng: Random) -> DrawnDocument:
    """A page of a report: bars and a line over months."""
    sheet = Paper((297.0, 210.0), 130)
    sheet.text(20, 12, "Monthly rainfall and reservoir level", 20, "round-bold")
    sheet.text(20, 23, "Millimetres (bars) and per cent of capacity (line)", 11, "round", (110, 110, 116))
    months, points = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], []
    for step in range(6):
        sheet.line(25, 175 - step * 25, 280, 175 - step * 25, 0.1, (200, 200, 204))
        sheet.text(22, 172 - step * 25, str(step * 80), 9, "round", align="right")
    for number, month in enumerate(months):
        high = rng.uniform(10, 40) + (90 if 5 <= number <= 8 else 0)
        x = 30 + number * 21
        sheet.box(x, 175 - high, 13, high, outline=None, fill=(70, 130, 190))
        sheet.text(x + 6.5, 178, month, 10, "round", align="centre")
        points.append((x + 6.5, 150 - 60 * math.sin(number / 3) - rng.uniform(0, 10)))
    for (x1, y1), (x2, y2) in pairwise(points):
        sheet.line(x1, y1, x2, y2, 0.8, (230, 110, 40))
    return unrecognised(sheet, wear=("clean",))


def landscape(rng: Random) -> DrawnDocument:
    """Hills, a lake and a sun: no letter anywhere."""
    sheet = Paper((160.0, 110.0), 180)
    sheet.image.paste(marks.gradient(sheet.image.size, (110, 170, 230), (250, 220, 180), across=False))
    sheet.oval(105, 18, 18, 18, outline=None, fill=(255, 236, 170))
    for layer in range(4):
        base, shade = 45 + layer * 14, 120 - layer * 24
        hills = [
            (x, base + 9 * math.sin(x / rng.uniform(14, 18) + layer * 2) + 4 * math.sin(x / 6 + layer))
            for x in range(0, 162, 2)
        ]
        sheet.shape([(0, 110), *hills, (160, 110)], (shade - 40, shade + 20, shade - 10))
    return DrawnDocument(UNRECOGNISED, _grainy(sheet, rng), {}, wear=("clean",))


def still_life(rng: Random) -> DrawnDocument:
    """Fruit on a table, out of focus: no letter anywhere."""
    sheet = Paper((140.0, 105.0), 180, (150, 120, 96))
    sheet.box(0, 60, 140, 45, outline=None, fill=(104, 70, 48))
    for _ in range(9):
        x, y, size = rng.uniform(15, 105), rng.uniform(42, 66), rng.uniform(16, 26)
        tone = rng.choice(((196, 44, 40), (226, 160, 40), (120, 160, 60), (236, 120, 40)))
        sheet.oval(x + 2, y + size * 0.75, size, size * 0.3, outline=None, fill=(70, 46, 32))
        sheet.oval(x, y, size, size, outline=None, fill=tone)
        sheet.oval(
            x + size * 0.2,
            y + size * 0.15,
            size * 0.25,
            size * 0.2,
            outline=None,
            fill=(250, 226, 190),
        )
    return DrawnDocument(UNRECOGNISED, _grainy(sheet, rng), {}, wear=("clean",))


def brochure(rng: Random) -> DrawnDocument:
    """A bank's brochure for a savings product."""
    bank = rng.choice(firms.BANKS)[0]
    sheet = Paper(A4, 150)
    sheet.box(0, 0, 210, 110, outline=None, fill=(20, 90, 120))
    sheet.text(18, 20, bank, 16, "round-bold", "white")
    sheet.text(18, 42, "Save a little.\nDream a lot.", 34, "round-bold", (255, 220, 120))
    sheet.text(
        18,
        92,
        f"Up to {rng.randint(6, 8)}.{rng.randint(0, 9)}% interest on deposits of 24 months",
        14,
        "round",
        "white",
    )
    y = 124.0
    for title in ("No charges", "Open in ten minutes", "Doorstep service"):
        y = sheet.text(18, y, title, 15, "round-bold", (20, 90, 120))
        y = sheet.text(18, y, rng.choice(PROSE), 10.5, "round", width=170) + 5
    sheet.text(18, 275, "Terms apply. Ask at any branch or call the number on your card.", 9, "round", (110, 110, 116))
    return unrecognised(sheet, colour=True, wear=("clean", "photo"))


def menu(rng: Random) -> DrawnDocument:
    """A restaurant's menu."""
    sheet = Paper((150.0, 230.0), 150, (250, 243, 228))
    sheet.box(5, 5, 140, 220, weight=0.6, outline=(120, 60, 30))
    sheet.text(75, 12, "Spice Garden", 26, "serif-italic", (120, 60, 30), align="centre")
    y = 30.0
    for title, dishes in (
        ("Starters", ("Paneer tikka", "Masala papad", "Tomato soup")),
        ("Mains", ("Dal makhani", "Vegetable kolhapuri", "Mushroom curry", "Biryani")),
        ("Breads", ("Tandoori roti", "Butter naan")),
        ("Sweets", ("Gulab jamun", "Kulfi")),
    ):
        y = sheet.text(75, y + 4, title, 15, "serif-bold", (120, 60, 30), align="centre") + 1
        for dish in dishes:
            sheet.text(18, y, dish, 12, "serif")
            y = sheet.text(132, y, str(rng.randint(4, 36) * 10), 12, "serif", align="right") + 1
    return unrecognised(sheet, colour=True, wear=("photo",))


def newspaper(rng: Random) -> DrawnDocument:
    """A page of a newspaper, in columns."""
    sheet = Paper((250.0, 330.0), 140, (242, 239, 230))
    sheet.text(125, 8, "The Valley Courier", 40, "serif-bold", align="centre")
    sheet.line(10, 27, 240, 27, 0.5)
    sheet.text(
        125,
        29,
        f"{date(2025, rng.randint(1, 12), rng.randint(1, 28)):%A, %d %B %Y}   Late City Edition   12 pages",
        9,
        "serif",
        align="centre",
    )
    sheet.line(10, 35, 240, 35, 0.5)
    sheet.text(10, 39, "Canal repairs to begin before the rains", 26, "serif-bold")
    for column in range(4):
        y = 56.0 if column < 3 else 118.0
        x = 10 + column * 58.5
        for _ in range(8):
            y = sheet.text(x, y, rng.choice(PROSE), 9, "serif", width=54) + 1.5
            if y > 296:
                break
    sheet.box(185.5, 56, 54.5, 58, outline=None, fill=(150, 150, 148))
    return unrecognised(sheet, wear=("clean", "photo"))


def chat(rng: Random) -> DrawnDocument:
    """A screenshot of a chat on a phone."""
    sheet = Paper((70.0, 140.0), 330, (236, 229, 221))
    sheet.box(0, 0, 70, 15, outline=None, fill=(10, 94, 84))
    sheet.text(8, 5, people.person(rng).given, 12, "roboto-medium", "white")
    y = 20.0
    for number, item in enumerate(
        (
            "Are you coming on Sunday?",
            "Yes, with the children. We take the morning bus.",
            "Bring the photos of the wedding!",
            "I will. Do you need anything from the market?",
            "Only some mangoes, if they are good.",
            "Done. See you at eleven",
        )
    ):
        mine = number % 2
        lines = sheet.wrap(item, 44, 8.5, "roboto")
        wide, high = max(sheet.measure(line, 8.5, "roboto") for line in lines) + 5, 4 * len(lines) + 4
        x = 66 - wide if mine else 4.0
        sheet.box(x, y, wide, high, outline=None, fill=(220, 248, 198) if mine else "white", radius=2)
        sheet.text(x + 2.5, y + 2, "\n".join(lines), 8.5, "roboto")
        y += high + 3
    return unrecognised(sheet, wear=("clean",))


def unrecognised(sheet: Paper, colour: bool = False, wear: tuple[str, ...] = ("scan", "photo")) -> DrawnDocument:
    return DrawnDocument(UNRECOGNISED, sheet, {}, colour, wear)


def _grainy(sheet: Paper, rng: Random) -> Paper:
    """Make a drawing look a little more like a photograph."""
    values = np.asarray(sheet.image.filter(ImageFilter.GaussianBlur(2.2)), dtype=np.float32)
    noise = np.random.default_rng(rng.randrange(2**32)).normal(0, 4, values.shape)
    sheet.image = Image.fromarray(np.clip(values + noise, 0, 255).astype(np.uint8))
    return sheet


LAYOUTS: dict[str, dict[str, Layout]] = {
    "FOREIGN": {
        "letter": letter,
        "resume": resume,
        "chart": chart,
        "landscape": landscape,
        "still-life": still_life,
        "brochure": brochure,
        "menu": menu,
        "newspaper": newspaper,
        "chat": chat,
    }
}
