"""RTO_FORM_26, 29, 30, 34 and 35: forms under the Central Motor Vehicles Rules that go with a financed vehicle."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from samples.drawn import DrawnDocument, Layout
from samples.kit import marks
from samples.kit.sheet import A4, Paper
from samples.types.identity import STATE_LETTERS
from samples.world import firms, numbers, people, sales
from samples.world.people import Person


@dataclass(frozen=True)
class Form:
    """A form: its rule, title, body with blanks by name, and who signs where."""

    number: str
    rule: str
    title: str
    body: tuple[str, ...]
    first: str
    second: str


FORMS = {
    "RTO_FORM_26": Form(
        "26",
        "[See Rule 53]",
        "APPLICATION FOR THE ISSUE OF DUPLICATE CERTIFICATE OF REGISTRATION",
        (
            "To,\nThe Registering Authority,\n{office}",
            "The certificate of registration of my/our motor vehicle, the registration mark of which is {plate}, has been lost / destroyed / torn in the following circumstances: {reason}.",
            "I/We hereby declare that to the best of my/our knowledge the registration of the vehicle has not been suspended or cancelled, and I/we apply for the issue of a duplicate certificate of registration.",
            "Name of registered owner: {owner}\nChassis number: {chassis}\nEngine number: {engine}",
            "The vehicle is held under an agreement of hypothecation with {lender}.",
        ),
        "Signature or thumb impression of the owner",
        "Signature of the financier",
    ),
    "RTO_FORM_29": Form(
        "29",
        "[See Rule 55(1)]",
        "NOTICE OF TRANSFER OF OWNERSHIP OF A MOTOR VEHICLE",
        (
            "To,\nThe Registering Authority,\n{office}",
            "I, {owner}, hereby give notice that I have on {day} sold and delivered my vehicle bearing registration mark {plate}, chassis number {chassis} and engine number {engine}, to {buyer}.",
            "The certificate of registration and the certificate of insurance have been handed over to him/her/them. Copy of this notice is sent to the buyer.",
            "To the best of my knowledge and belief the vehicle is not superdari, stolen or under any order of court.",
        ),
        "Signature of the registered owner (Transferor)",
        "Signature of the transferee",
    ),
    "RTO_FORM_30": Form(
        "30",
        "[See Rule 55(2) and (3)]",
        "APPLICATION FOR INTIMATION AND TRANSFER OF OWNERSHIP OF A MOTOR VEHICLE",
        (
            "PART I - FOR THE USE OF THE TRANSFEROR\nTo, The Registering Authority, {office}",
            "I, {owner}, hereby intimate that I have on {day} transferred the ownership of the vehicle bearing registration mark {plate} to {buyer}. Chassis number {chassis}, engine number {engine}.",
            "PART II - FOR THE USE OF THE TRANSFEREE",
            "I, {buyer}, residing at {address}, hereby apply for the transfer of ownership of the said vehicle in my name. The certificate of registration, the insurance and the fee are enclosed.",
            "PART III - CONSENT OF THE FINANCIER: {lender} has no objection to the transfer.",
        ),
        "Signature of the transferor",
        "Signature of the transferee",
    ),
    "RTO_FORM_34": Form(
        "34",
        "[See Rule 60]",
        "APPLICATION FOR MAKING AN ENTRY OF AN AGREEMENT OF HIRE-PURCHASE / LEASE / HYPOTHECATION SUBSEQUENT TO REGISTRATION",
        (
            "To,\nThe Registering Authority,\n{office}",
            "The motor vehicle bearing registration mark {plate}, chassis number {chassis}, engine number {engine} is the subject of an agreement of hypothecation between the registered owner and the financier named below.",
            "We request that an entry of the agreement be made in the certificate of registration and in the records of your office. The certificate of registration with the fee is enclosed.",
            "Name of the registered owner: {owner}\nName and address of the financier: {lender}\nDate of agreement: {day}",
        ),
        "Signature of the registered owner",
        "Signature of the authorised signatory of the financier",
    ),
    "RTO_FORM_35": Form(
        "35",
        "[See Rule 61(1)]",
        "NOTICE OF TERMINATION OF AN AGREEMENT OF HIRE-PURCHASE / LEASE / HYPOTHECATION",
        (
            "To,\nThe Registering Authority,\n{office}",
            "We hereby declare that the agreement of hypothecation entered into between us has been terminated. We, therefore, request that the note endorsed in the certificate of registration of vehicle No. {plate} in respect of the said agreement be cancelled.",
            "The certificate of registration together with the fee is enclosed.",
            "Chassis number: {chassis}\nEngine number: {engine}\nName of the registered owner: {owner}\nName of the financier: {lender}\nDate of termination: {day}",
        ),
        "Signature of the registered owner",
        "Signature of the financier",
    ),
}


def printed(kind: str) -> Layout:
    """The form as a stationer prints it: serif, values typed on dotted lines."""

    def draw(rng: Random) -> DrawnDocument:
        form, (owner, buyer, said) = FORMS[kind], _facts(rng)
        sheet = Paper(A4)
        sheet.text(105, 14, f"FORM {form.number}", 15, "serif-bold", align="centre")
        sheet.text(105, 22, form.rule, 10.5, "serif", align="centre")
        y = 30.0
        for line in sheet.wrap(form.title, 160, 12, "serif-bold"):
            y = sheet.text(105, y, line, 12, "serif-bold", align="centre")
        y += 5
        for part in form.body:
            y = _filled(sheet, 22, y, part, said, 166, 11, "serif", "mono-bold") + 4
        y = sheet.text(22, y + 4, f"Date : {said['day']}\nPlace : {owner.home.city}", 11, "serif")
        return _signed(sheet, rng, kind, y + 8, form, owner, buyer, said["lender"], "serif")

    return draw


def scanned_in(kind: str) -> Layout:
    """The form on an agent's word processor, in a frame, filled in by hand."""

    def draw(rng: Random) -> DrawnDocument:
        form, (owner, buyer, said) = FORMS[kind], _facts(rng)
        sheet = Paper(A4)
        sheet.box(10, 10, 190, 277)
        sheet.text(196, 13, "In duplicate", 8.5, "sans-italic", align="right")
        sheet.text(105, 17, f"Form - {form.number}", 13, "sans-bold", align="centre")
        y = 24.0
        for line in sheet.wrap(form.title.title(), 150, 11.5, "sans-bold"):
            y = sheet.text(105, y, line, 11.5, "sans-bold", align="centre")
        sheet.text(105, y, form.rule, 9.5, align="centre")
        y += 10
        for part in form.body:
            y = _filled(sheet, 16, y, part, said, 176, 10.5, "sans", "hand") + 4
        return _signed(sheet, rng, kind, max(y + 14, 180.0), form, owner, buyer, said["lender"], "sans")

    return draw


def _filled(
    sheet: Paper, x: float, y: float, part: str, values: dict[str, str], wide: float, size: float, font: str, entry: str
) -> float:
    """A paragraph whose blanks are filled in another face, word by word. The `y` below."""
    ink = (28, 48, 140) if entry == "hand" else (24, 24, 28)
    for line in part.split("\n"):
        at = x
        for piece in _pieces(line):
            known = piece.startswith("{")
            face, shown = (entry, values[piece[1:-1]]) if known else (font, piece)
            for word in shown.split():
                long = sheet.measure(word + " ", size, face)
                if at + long > x + wide:
                    at, y = x, y + size * 0.3528 * 1.5
                sheet.text(at, y, word, size, face, ink if known else (24, 24, 28))
                if known:
                    sheet.line(at, y + size * 0.42, at + long, y + size * 0.42, 0.1, (120, 120, 124))
                at += long
        y += size * 0.3528 * 1.5
    return y


def _pieces(line: str) -> list[str]:
    pieces, rest = [], line
    while "{" in rest:
        before, _, rest = rest.partition("{")
        name, _, rest = rest.partition("}")
        # A sign right after a blank stays a word of its own.
        pieces += [before, f"{{{name}}}"]
    return [piece for piece in [*pieces, rest] if piece.strip()]


def _signed(
    sheet: Paper, rng: Random, kind: str, y: float, form: Form, owner: Person, buyer: Person, lender: str, font: str
) -> DrawnDocument:
    """Two places to sign, of which one or both are signed over a printed name."""
    second = buyer.name if form.second.endswith("transferee") else f"For {lender}"
    signers, names = rng.choice((1, 2, 2)), (owner.name, second)
    for place, (x, label) in enumerate(((18.0, form.first), (112.0, form.second))):
        if place < signers:
            sheet.paste(
                marks.signature(
                    (owner.name, buyer.name if "transferee" in form.second else people.person(rng).name)[place], rng
                ),
                x + 8,
                y,
                44,
            )
            sheet.text(x, y + 19, f"({names[place]})", 10, font)
        sheet.line(x, y + 18, x + 78, y + 18, 0.15)
        sheet.text(x, y + 24, label, 9, font, width=80)
    values: dict[str, str | int] = {"signatures_found": signers}
    for place in range(signers):
        values[f"signature_{place + 1}"] = names[place].removeprefix("For ")
    return DrawnDocument(kind, sheet, values, colour=True)


def _facts(rng: Random) -> tuple[Person, Person, dict[str, str]]:
    owner, buyer = people.person(rng), people.person(rng)
    letters = STATE_LETTERS[owner.home.state]
    return (
        owner,
        buyer,
        {
            "office": f"{owner.home.city}",
            "plate": f"{letters}{rng.randint(1, 49):02d}{numbers.letters(rng, 2)}{numbers.some_digits(rng, 4)}",
            "owner": owner.name,
            "buyer": buyer.name,
            "address": buyer.home.one_line,
            "chassis": f"ME4{numbers.code_letters(rng, 4)}{numbers.some_digits(rng, 8)}",
            "engine": f"{numbers.code_letters(rng, 3)}{numbers.some_digits(rng, 7)}",
            "lender": rng.choice(firms.LENDERS)[0],
            "day": f"{numbers.some_date(rng, sales.FIRST, sales.LAST):%d/%m/%Y}",
            "reason": rng.choice(("lost while shifting house", "torn and illegible", "lost in a bus")),
        },
    )


LAYOUTS: dict[str, dict[str, Layout]] = {
    kind: {"printed": printed(kind), "by-hand": scanned_in(kind)} for kind in FORMS
}
