"""An invented tax invoice and PAN card as runs of print: drawn as a picture, or written as a PDF's content."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from PIL import Image, ImageDraw

from samples.kit.fonts import face
from samples.world import firms, numbers, people

#: A4 in points.
WIDE, HIGH = 595, 842
_GOODS = (
    ("Refrigerator 253 L", "84182100"),
    ("Washing Machine 7 kg", "84501100"),
    ("Air Conditioner 1.5 T", "84151010"),
    ("LED Television 43 in", "85287217"),
    ("Microwave Oven 23 L", "85165000"),
    ("Laptop 15.6 in", "84713010"),
)


@dataclass(frozen=True)
class Run:
    """Print at `x` (points from the left) on a line `y` (points from the top); `label` if it names what others say."""

    x: float
    y: float
    text: str
    size: float = 9
    bold: bool = False
    label: bool = False

    @property
    def width(self) -> float:
        """In points, by Helvetica's measures."""
        return float(face("sans-bold" if self.bold else "sans", 1000).getlength(self.text)) * self.size / 1000


@dataclass(frozen=True)
class Invoice:
    """What one invoice says; `total` is how its total is printed, `words` whether the total stands there in words too."""

    seller: str
    seller_address: str
    gstin: str
    buyer: str
    buyer_address: str
    phone: str
    number: str
    day: str
    goods: str
    hsn: str
    serial: str
    amount: int
    total: str = ""
    words: bool = True

    @classmethod
    def some(cls, rng: Random) -> Invoice:
        firm = firms.dealer(rng, "electronics")
        while len(firm.address.one_line) > 88:
            firm = firms.dealer(rng, "electronics")
        buyer = people.person(rng)
        while len(buyer.home.one_line) > 88:
            buyer = people.person(rng)
        goods, hsn = rng.choice(_GOODS)
        day = numbers.some_date(rng, date(2024, 4, 1), date(2025, 12, 31))
        initials = "".join(part[0] for part in firm.name.split()[:3] if part[0].isalpha()).upper()
        return cls(
            firm.name,
            firm.address.one_line,
            firm.gstin,
            buyer.short_name,
            buyer.home.one_line,
            buyer.mobile,
            f"{initials}/{day:%y}{int(f'{day:%y}') + 1}/{rng.randint(100, 99999):05d}",
            f"{day:%d/%m/%Y}",
            goods,
            hsn,
            f"{numbers.code_letters(rng, 2)}{numbers.some_digits(rng, 4)}{numbers.code_letters(rng, 3)}{rng.randint(20, 99)}",
            rng.randrange(9_000, 98_000, 250),
        )

    @property
    def fields(self) -> dict[str, str]:
        return {
            "customer_name": self.buyer,
            "customer_address": self.buyer_address,
            "customer_phone_number": self.phone,
            "dealership_name": self.seller,
            "dealer_address": self.seller_address,
            "dealer_gst": self.gstin,
            "product_hsn_code": self.hsn,
            "serial_number": self.serial,
            "total_invoice_amount": numbers.grouped(self.amount),
            "invoice_date": self.day,
            "invoice_number": self.number,
        }

    def runs(self) -> list[Run]:
        net = round(self.amount / 1.18, 2)
        tax = numbers.grouped(round((self.amount - net) / 2, 2))
        price, total = numbers.grouped(net), self.total or numbers.grouped(self.amount)
        runs = [
            _middle(50, "TAX INVOICE", 14),
            Run(40, 80, self.seller, 15, True),
            Run(40, 96, self.seller_address),
            Run(40, 110, f"GSTIN: {self.gstin}"),
            Run(400, 130, f"Invoice No : {self.number}", 9, True),
            Run(400, 144, f"Invoice Date : {self.day}", 9, True),
            Run(40, 140, "Bill To", 10, True, True),
            Run(40, 156, self.buyer, 10),
            Run(40, 170, self.buyer_address),
            Run(40, 184, f"Mobile: {self.phone}"),
            *_row(226, ("Sr", "Description", "HSN", "Qty", "Rate", "Amount"), True),
            *_row(246, ("1", self.goods, self.hsn, "1", price, price)),
            Run(70, 260, f"Serial No: {self.serial}"),
            *_pair(322, "CGST 9%", tax),
            *_pair(337, "SGST 9%", tax),
            *_pair(355, "Grand Total", total, 10, True),
        ]
        if self.words:
            runs.append(Run(40, 382, f"Amount in words: Rupees {numbers.in_words(self.amount)} Only"))
        return [
            *runs,
            Run(380, 430, f"For {self.seller}", 9, True),
            Run(380, 480, "Authorised Signatory", 9, False, True),
        ]


@dataclass(frozen=True)
class Pan:
    number: str
    name: str
    father: str
    born: str

    @classmethod
    def some(cls, rng: Random, letters: str = "") -> Pan:
        """With `letters`, one of them stands second in the number: such as are read as others."""
        who = people.person(rng)
        number = who.pan
        if letters:
            number = number[0] + rng.choice(letters) + number[2:]
        return cls(number, who.short_name.upper(), who.father.upper(), f"{who.born:%d/%m/%Y}")

    @property
    def fields(self) -> dict[str, str]:
        return {"pan_number": self.number, "name_as_per_pan": self.name, "father_name": self.father, "dob": self.born}

    def picture(self, dpi: int) -> Image.Image:
        """A card of 86 x 54 mm."""
        by = dpi / 72
        card = Image.new("RGB", (round(243 * by), round(153 * by)), (214, 228, 240))
        runs = [
            Run(12, 20, "INCOME TAX DEPARTMENT", 8, True),
            Run(160, 20, "GOVT. OF INDIA", 8, True),
            Run(62, 40, "Permanent Account Number Card", 7),
            Run(78, 54, self.number, 11, True),
            Run(12, 76, "Name", 5.5),
            Run(12, 86, self.name, 8, True),
            Run(12, 98, "Father's Name", 5.5),
            Run(12, 108, self.father, 8, True),
            Run(12, 122, "Date of Birth", 5.5),
            Run(12, 132, self.born, 8, True),
        ]
        draw(card, runs, by)
        return card


Ink = Callable[[Run], object]


def black(run: Run) -> object:
    del run
    return "black"


def draw(image: Image.Image, runs: Sequence[Run], by: float, ink: Ink = black, name: str = "") -> None:
    """Print on a picture of `by` pixels a point; `name` is a typeface of the samples'."""
    pen = ImageDraw.Draw(image)
    for run in runs:
        font = face(name or ("sans-bold" if run.bold else "sans"), run.size * by)
        pen.text((run.x * by, run.y * by), run.text, fill=ink(run), font=font, anchor="ls")  # type: ignore[arg-type]


def picture(invoice: Invoice, dpi: int = 240, ink: Ink = black, rules: bool = True) -> Image.Image:
    """An A4 page."""
    by = dpi / 72
    image = Image.new("RGB", (round(WIDE * by), round(HIGH * by)), "white")
    draw(image, invoice.runs(), by, ink)
    if rules:
        pen = ImageDraw.Draw(image)
        pen.rectangle([each * by for each in (36, 212, 559, 300)], outline="black", width=max(1, round(by * 0.7)))
        pen.line([each * by for each in (36, 232, 559, 232)], fill="black", width=max(1, round(by * 0.7)))
    return image


def other(invoice: Invoice, rng: Random) -> Invoice:
    """Another sale by another firm on the same form."""
    return replace(Invoice.some(rng), goods=invoice.goods, hsn=invoice.hsn)


def _middle(y: float, text: str, size: float) -> Run:
    run = Run(0, y, text, size, True, True)
    return replace(run, x=(WIDE - run.width) / 2)


def _right(x: float, y: float, text: str, size: float = 9, bold: bool = False, label: bool = False) -> Run:
    run = Run(0, y, text, size, bold, label)
    return replace(run, x=x - run.width)


def _row(y: float, cells: Sequence[str], head: bool = False) -> list[Run]:
    left = [Run(x, y, text, 9, head, head) for x, text in zip((44, 70, 310, 380), cells, strict=False)]
    return [*left, _right(475, y, cells[4], 9, head, head), _right(550, y, cells[5], 9, head, head)]


def _pair(y: float, label: str, value: str, size: float = 9, bold: bool = False) -> list[Run]:
    return [Run(400, y, label, size, bold, True), _right(550, y, value, size, bold)]
