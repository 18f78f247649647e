"""PAN: the card of before 2018, the card with a QR code, the electronic one, and a photocopy on a page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

from PIL import Image

from samples.drawn import DrawnDocument, Layout
from samples.kit import marks, wear
from samples.kit.sheet import A4, CARD, Paper
from samples.world import numbers, people
from samples.world.people import Person

CARD_DPI = 300
HEAD = (22, 40, 92)


def old_card(rng: Random, holder: Person | None = None) -> DrawnDocument:
    """The blue card: name, father's name and date without labels, the number below, portrait at the right."""
    who = holder or people.person(rng)
    sheet = _ground(rng, (176, 214, 236), (214, 232, 226))
    _head(sheet)
    y = 14.5
    for item in (who.name.upper(), who.father.upper(), f"{who.born:%d/%m/%Y}"):
        sheet.text(4.5, y, item, 8.4, "sans-bold")
        y += 6.2
    sheet.text(4.5, 33.2, "Permanent Account Number", 7, "sans")
    sheet.text(4.5, 36.6, who.pan, 10.5, "sans-bold", spacing=0.25)
    sheet.paste(marks.signature(who.name, rng, ink=(20, 20, 24)), 6, 41, 26)
    sheet.text(10, 49.4, "Signature", 5.6, "sans-italic")
    sheet.paste(marks.face_of(who.aadhaar, who.woman), 63.5, 15.5, 18, 22)
    sheet.box(40, 40, 15, 11, outline=None, fill=(206, 212, 222), radius=1)
    sheet.paste(marks.guilloche((180, 130), rng, (140, 120, 190), 20, 0.8), 40, 40, 15, 11)
    return DrawnDocument("PAN", sheet, _said(who, who.pan), colour=True)


def new_card(rng: Random, holder: Person | None = None) -> DrawnDocument:
    """The card with labels in Hindi and English, a QR code at the right, portrait at the left."""
    who = holder or people.person(rng)
    sheet = _ground(rng, (168, 208, 232), (226, 222, 232))
    _head(sheet)
    sheet.paste(marks.face_of(who.aadhaar, who.woman), 4.5, 14, 15, 17.5)
    sheet.text(42, 13.4, "स्थायी लेखा संख्या कार्ड", 5.8, "sans-bold", align="centre")
    sheet.text(42, 16.4, "Permanent Account Number Card", 6.2, "sans-bold", align="centre")
    sheet.text(42, 19.6, who.pan, 11, "sans-bold", align="centre")
    for y, label, item in (
        (32.4, "नाम / Name", who.name.upper()),
        (38.8, "पिता का नाम / Father's Name", who.father.upper()),
        (46, "जन्म की तारीख / Date of Birth", f"{who.born:%d/%m/%Y}"),
    ):
        _bilingual(sheet, 4.5, y, label)
        sheet.text(4.5, y + 2.6, item, 7.4, "sans-bold")
    sheet.paste(marks.signature(who.name, rng, ink=(20, 20, 24)), 37, 42.2, 20)
    _bilingual(sheet, 39, 49.5, "हस्ताक्षर / Signature")
    item = f"PAN:{who.pan}|NAME:{who.name.upper()}|FATHER:{who.father.upper()}|DOB:{who.born:%d/%m/%Y}"
    sheet.paste(marks.code(item, "QRCode", 4), 60.5, 16, 22, 22)
    return DrawnDocument("PAN", sheet, _said(who, who.pan), colour=True)


def electronic(rng: Random, holder: Person | None = None) -> DrawnDocument:
    """The e-PAN letter: a table of particulars, a note on how it is signed, and the card to cut out below."""
    who = holder or people.person(rng)
    sheet = Paper(A4)
    sheet.paste(marks.emblem(150), 97, 9, 16)
    sheet.text(105, 26, "भारत सरकार", 10, "sans-bold", align="centre")
    sheet.text(105, 31, "GOVERNMENT OF INDIA", 11, "sans-bold", align="centre")
    sheet.text(105, 37, "आयकर विभाग", 10, "sans-bold", align="centre")
    sheet.text(105, 42, "INCOME TAX DEPARTMENT", 11, "sans-bold", align="centre")
    sheet.box(18, 52, 174, 10, fill=(214, 226, 240))
    sheet.text(105, 54.3, "e - Permanent Account Number (e-PAN) Card", 12, "sans-bold", align="centre")
    gender = "FEMALE" if who.woman else "MALE"
    rows = (
        ("स्थायी लेखा संख्या", "Permanent Account Number", who.pan),
        ("नाम", "Name", who.name.upper()),
        ("पिता का नाम", "Father's Name", who.father.upper()),
        ("जन्म की तारीख", "Date of Birth", f"{who.born:%d/%m/%Y}"),
        ("लिंग", "Gender", gender),
    )
    y = 66.0
    for hindi, english, item in rows:
        sheet.box(18, y, 122, 10)
        sheet.line(80, y, 80, y + 10)
        sheet.text(20, y + 0.8, hindi, 7.5, "sans")
        sheet.text(20, y + 5, english, 8.5, "sans")
        sheet.text(83, y + 2.8, item, 10, "sans-bold")
        y += 10
    portrait = marks.face_of(who.aadhaar, who.woman)
    sheet.paste(portrait, 148, 66, 40, 50)
    sheet.paste(marks.signature(who.name, rng, ink=(20, 20, 24)), 150, 119, 36)
    sheet.text(168, 132, "Signature", 8, align="centre")
    code = marks.code(f"PAN:{who.pan}|NAME:{who.name.upper()}|DOB:{who.born:%d/%m/%Y}", "QRCode", 4)
    sheet.paste(code, 20, 121, 34, 34)
    day = numbers.some_date(rng, date(2019, 1, 1), date(2025, 6, 30))
    sheet.text(
        60,
        124,
        f"Digitally signed by Income Tax Department\nDate: {day:%d/%m/%Y}\nReason: e-PAN\nLocation: New Delhi",
        8,
    )
    sheet.text(
        18,
        160,
        "1. This electronic card is as valid as the one on plastic.\n2. The QR code holds the particulars shown and can be read with any reader.\n"
        "3. Quote the number in all dealings with the department; holding more than one number is punishable.",
        8.5,
    )
    sheet.dashes(18, 184, 192)
    card = new_card(rng, who).image
    sheet.paste(card, 62, 192, 85.6)
    return DrawnDocument("PAN", sheet, _said(who, who.pan), colour=True)


def photocopy(rng: Random, holder: Person | None = None) -> DrawnDocument:
    """A page from the photocopier with the card near its top, attested by hand."""
    who = holder or people.person(rng)
    card = rng.choice((old_card, new_card))(rng, who).image
    sheet = Paper(A4)
    copied = Image.new("L", card.size, 255)
    copied.paste(wear.xerox(card, rng))
    sheet.paste(
        copied.rotate(rng.uniform(-1.5, 1.5), Image.Resampling.BICUBIC, expand=True, fillcolor=255), 52, 38, 100
    )
    sheet.text(70, 120, "True copy", 15, "hand", (28, 48, 140))
    sheet.paste(marks.signature(who.name, rng), 66, 126, 44)
    return DrawnDocument("PAN", sheet, {**_said(who, who.pan), "document_quality_flag": "xerox_copy"})


def on_a_screen(rng: Random) -> DrawnDocument:
    """The card as a picture on a computer's screen, photographed from there."""
    card = new_card(rng)
    fields = {**card.fields, "document_quality_flag": "photo_of_photo"}
    return replace(card, fields=fields, wear=("photo",), photographed=wear.on_screen(card.image, rng))


def _ground(rng: Random, left: marks.Ink, right: marks.Ink) -> Paper:
    sheet = Paper(CARD, CARD_DPI)
    sheet.image.paste(marks.gradient(sheet.image.size, left, right))
    waves = marks.guilloche(sheet.image.size, rng, (96, 150, 190), 30, 0.28)
    sheet.image.paste(waves, (0, 0), waves)
    return sheet


def _head(sheet: Paper) -> None:
    sheet.text(4.5, 2.4, "आयकर विभाग", 7.5, "sans-bold", HEAD)
    sheet.text(4.5, 6.6, "INCOME TAX DEPARTMENT", 7.2, "sans-bold", HEAD)
    sheet.paste(marks.emblem(150), 44, 1.8, 9)
    sheet.text(81, 2.4, "भारत सरकार", 7.5, "sans-bold", HEAD, align="right")
    sheet.text(81, 6.6, "GOVT. OF INDIA", 7.2, "sans-bold", HEAD, align="right")


def _bilingual(sheet: Paper, x: float, y: float, text: str, size: float = 5.2) -> None:
    """A label in Hindi and English, each in its own face."""
    hindi, _, english = text.partition("/")
    sheet.runs(x, y, [(hindi.strip() + " ", "devanagari"), (f"/ {english.strip()}", "sans")], size)


def _said(who: Person, number: str) -> dict[str, str]:
    return {
        "name_as_per_pan": who.name.upper(),
        "father_name": who.father.upper(),
        "dob": f"{who.born:%d/%m/%Y}",
        "pan_number": number,
        "document_quality_flag": "original",
    }


LAYOUTS: dict[str, dict[str, Layout]] = {
    "PAN": {
        "old": old_card,
        "new": new_card,
        "electronic": electronic,
        "photocopy": photocopy,
        "on-a-screen": on_a_screen,
    }
}
