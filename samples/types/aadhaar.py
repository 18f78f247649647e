"""AADHAAR: the letter, the two sides of the paper card, the PVC card, and a photocopy of both sides."""

from __future__ import annotations

import io
from random import Random

from PIL import Image

from samples import codes
from samples.drawn import DrawnDocument, Layout
from samples.kit import marks
from samples.kit.sheet import A4, CARD, Colour, Paper
from samples.world import hindi, numbers, people
from samples.world.people import Person

SAFFRON, GREEN, RED = (245, 150, 50), (30, 130, 60), (200, 30, 40)
DPI = 300
#: Pixels of the portrait in the code, and how many times smaller than those it is packed.
FACE, FACE_RATE = (48, 60), 16


def front(rng: Random, holder: Person | None = None) -> DrawnDocument:
    """The card's front: name, date of birth, gender, number; no address."""
    who = holder or people.person(rng)
    sheet = Paper(CARD, DPI)
    _front(sheet, who)
    return DrawnDocument(
        "AADHAAR", sheet, {name: value for name, value in _said(who).items() if name != "address"}, colour=True
    )


def pvc(rng: Random, holder: Person | None = None) -> DrawnDocument:
    """The plastic card, front above back, as one picture."""
    who = holder or people.person(rng)
    sheet = Paper((CARD[0], CARD[1] * 2 + 3), DPI, (238, 238, 240))
    for number, draw in enumerate((_front, _back)):
        card = Paper(CARD, DPI)
        waves = marks.guilloche(card.image.size, rng, (240, 170, 90) if number == 0 else (120, 180, 130), 26, 0.3)
        card.image.paste(waves, (0, 0), waves)
        draw(card, who)
        sheet.image.paste(card.image, (0, sheet.px(number * (CARD[1] + 3))))
    return DrawnDocument("AADHAAR", sheet, _said(who), colour=True)


def letter(rng: Random, holder: Person | None = None) -> DrawnDocument:
    """The letter as posted: enrolment number, address, the number in large figures, and the card to cut out below."""
    who = holder or people.person(rng)
    sheet = Paper(A4)
    sheet.paste(marks.emblem(140), 16, 10, 15)
    sheet.text(105, 10, "भारतीय विशिष्ट पहचान प्राधिकरण", 11, "sans-bold", align="centre")
    sheet.text(105, 15.5, "Unique Identification Authority of India", 11, "sans-bold", align="centre")
    sheet.runs(76, 21, [("भारत सरकार ", "devanagari"), ("Government of India", "sans")], 9.5)
    _sun(sheet, 178, 9, 14)
    sheet.line(12, 29, 198, 29, 0.6, RED)
    number = f"{numbers.some_digits(rng, 4)}/{numbers.some_digits(rng, 5)}/{numbers.some_digits(rng, 5)}"
    _both(sheet, 16, 33, "नामांकन क्रम /", f" Enrolment No.: {number}", 9.5)
    y = 42.0
    y = sheet.text(16, y, "To", 9.5)
    y = sheet.text(16, y, hindi.spelt(who.name), 9.5)
    y = sheet.text(16, y, who.name, 9.5)
    relation = f"{_relation(who)},"
    address = f"{relation} {who.home.one_line}"
    for line in (relation, *who.home.lines):
        y = sheet.text(16, y, line, 9.5)
    y = sheet.text(16, y, who.mobile, 9.5)
    sheet.paste(
        marks.code(_secure(who), "QRCode", 3),
        128,
        40,
        46,
        46,
    )
    _both(sheet, 60, 108, "आपका आधार क्रमांक /", " Your Aadhaar No. :", 11)
    sheet.text(105, 115, who.aadhaar, 19, "sans-bold", align="centre")
    sheet.text(
        105,
        124.5,
        f"VID : {numbers.some_digits(rng, 4)} {numbers.some_digits(rng, 4)} {numbers.some_digits(rng, 4)} {numbers.some_digits(rng, 4)}",
        10,
        align="centre",
    )
    sheet.text(105, 131, "मेरा आधार, मेरी पहचान", 13, "sans-bold", RED, align="centre")
    sheet.line(12, 141, 198, 141, 0.6, RED)
    sheet.text(16, 145, "INFORMATION", 10, "sans-bold")
    sheet.text(
        16,
        150.5,
        "■ Aadhaar is a proof of identity, not of citizenship.\n■ Verify identity with the QR code or by online authentication.\n"
        "■ Keep your mobile number and email up to date in Aadhaar.\n■ Carry it on your phone in the app.",
        8.5,
    )
    sheet.dashes(8, 182, 202)
    for x, draw in ((14.0, _front), (110.0, _back)):
        card = Paper(CARD, 200)
        draw(card, who)
        sheet.paste(card.image, x, 190)
        sheet.box(x, 190, *CARD, outline=(150, 150, 154))
    return DrawnDocument("AADHAAR", sheet, {**_said(who), "address": address}, colour=True)


def both_sides(rng: Random, holder: Person | None = None) -> DrawnDocument:
    """Front and back on one page, as copied for a file, signed across."""
    who = holder or people.person(rng)
    sheet = Paper(A4)
    for y, draw in ((30.0, _front), (100.0, _back)):
        card = Paper(CARD, DPI)
        draw(card, who)
        grey = card.image.convert("L").rotate(rng.uniform(-1, 1), Image.Resampling.BICUBIC, fillcolor=255)
        sheet.paste(grey.convert("RGB"), 50, y, 105)
        sheet.box(50, y, 105, 105 * CARD[1] / CARD[0], outline=(120, 120, 124))
    sheet.text(60, 180, "Self attested", 14, "hand", (28, 48, 140))
    sheet.paste(marks.signature(who.name, rng), 58, 187, 50)
    return DrawnDocument("AADHAAR", sheet, _said(who))


def _front(sheet: Paper, who: Person) -> None:
    """Draw the front of the card at the sheet's top left corner."""
    _bands(sheet)
    sheet.text(44, 2.6, "भारत सरकार", 8, "sans-bold", align="centre")
    sheet.text(44, 6.8, "GOVERNMENT OF INDIA", 7.6, "sans-bold", align="centre")
    sheet.paste(marks.emblem(120), 6, 1.6, 10)
    sheet.paste(marks.face_of(who.aadhaar, who.woman), 4, 14.5, 18.5, 23)
    x, y = 26.0, 15.0
    y = sheet.text(x, y, hindi.spelt(who.name), 8, leading=1.4)
    y = sheet.text(x, y, who.name, 8, leading=1.45)
    y = _both(sheet, x, y, "जन्म तिथि /", f" DOB : {who.born:%d/%m/%Y}", 8)
    _both(sheet, x, y + 0.6, "महिला" if who.woman else "पुरुष", " / FEMALE" if who.woman else " / MALE", 8)
    sheet.text(42.8, 39.5, who.aadhaar, 13, "sans-bold", align="centre")
    sheet.line(3, 46.2, 82.6, 46.2, 0.4, RED)
    _both(sheet, 26, 47.6, "मेरा आधार,", " मेरी पहचान", 8.6)


def _back(sheet: Paper, who: Person) -> None:
    """Draw the back of the card at the sheet's top left corner."""
    _bands(sheet)
    sheet.text(44, 2.6, "भारतीय विशिष्ट पहचान प्राधिकरण", 7.4, "sans-bold", align="centre")
    sheet.text(44, 6.8, "UNIQUE IDENTIFICATION AUTHORITY OF INDIA", 5.8, "sans-bold", align="centre")
    relation = "आत्मजा" if who.woman else "आत्मज"
    y = sheet.text(4, 13.2, "पता:", 6, "sans-bold")
    y = sheet.text(4, y, f"{relation}: {hindi.spelt(who.father)}, {hindi.spelt(who.home.one_line)}", 5.4, width=50)
    y = sheet.text(4, y + 0.6, "Address:", 6, "sans-bold")
    sheet.text(4, y, f"{_relation(who)}, {who.home.one_line}", 6, width=50)
    sheet.paste(marks.code(_secure(who), "QRCode", 3), 56, 13, 26, 26)
    sheet.text(42.8, 40, who.aadhaar, 12, "sans-bold", align="centre")
    sheet.line(3, 46.2, 82.6, 46.2, 0.4, RED)
    sheet.text(42.8, 48, "1947      help@uidai.example      www.uidai.example", 5.8, align="centre")


def _secure(who: Person) -> str:
    """The text of the card's secure code: who it is for, with a small portrait as JPEG 2000."""
    house, street, *mark = ", ".join(who.home.parts[:2]), *who.home.parts[2:]
    values = {
        "name": who.name,
        "dob": f"{who.born:%d-%m-%Y}",
        "gender": "F" if who.woman else "M",
        "care_of": _relation(who),
        "house": house,
        "street": street,
        "landmark": ", ".join(mark),
        "location": who.home.locality,
        "town": who.home.city,
        "district": who.home.city,
        "state": who.home.state,
        "pin_code": who.home.pin,
    }
    stream = io.BytesIO()
    face = marks.face_of(who.aadhaar, who.woman).convert("L").resize(FACE, Image.Resampling.LANCZOS)
    face.save(stream, "JPEG2000", no_jp2=True, quality_mode="rates", quality_layers=[FACE_RATE])
    return codes.aadhaar_secure(values, who.aadhaar[-4:], portrait=stream.getvalue())


def _relation(who: Person) -> str:
    return f"{'D/O' if who.woman else 'S/O'}: {who.father}"


def _bands(sheet: Paper) -> None:
    for y, fill in ((0.8, SAFFRON), (11.2, GREEN)):
        sheet.box(17, y, 54, 1.1, outline=None, fill=fill)
    _sun(sheet, 72.5, 1.6, 9)


def _sun(sheet: Paper, x: float, y: float, size: float) -> None:
    """The rays over the word Aadhaar."""
    for turn in range(7):
        left = x + size * turn / 7
        sheet.shape(
            [
                (left, y + size * 0.62),
                (left + size / 9, y + size * 0.62),
                (x + size / 2 + (turn - 3) * size / 16, y + size * abs(turn - 3) / 12),
            ],
            (235, 150, 30),
        )
    sheet.oval(x + size * 0.36, y + size * 0.5, size * 0.28, size * 0.28, outline=None, fill=RED)
    sheet.text(x + size / 2, y + size * 0.78, "AADHAAR", size * 0.52, "sans-bold", RED, align="centre")


def _both(
    sheet: Paper, x: float, y: float, in_hindi: str, english: str, size: float, fill: Colour = (24, 24, 28)
) -> float:
    return sheet.runs(x, y, [(in_hindi, "devanagari"), (english, "sans")], size, fill)


def _said(who: Person) -> dict[str, str]:
    return {
        "name": who.name,
        "address": f"{_relation(who)}, {who.home.one_line}",
        "aadhaar_number": who.aadhaar,
        "date_of_birth": f"{who.born:%d/%m/%Y}",
    }


LAYOUTS: dict[str, dict[str, Layout]] = {
    "AADHAAR": {"front": front, "pvc": pvc, "letter": letter, "both-sides": both_sides}
}
