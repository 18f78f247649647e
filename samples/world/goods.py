"""Goods that loans are taken for: kind, maker, model, HSN code, price and their own numbers. Model codes are invented."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from samples.world import numbers

#: Kind of goods → (printed kind, HSN code, GST rate, makers, lowest and highest price, trade).
_KINDS: dict[str, tuple[str, str, int, tuple[str, ...], int, int, str]] = {
    "phone": (
        "Mobile Phone",
        "85171300",
        18,
        ("Vivo", "Oppo", "Samsung", "Redmi", "Realme", "Motorola"),
        11999,
        64999,
        "phones",
    ),
    "television": ("LED TV", "85287217", 18, ("LG", "Samsung", "Sony", "TCL", "Haier"), 18990, 94990, "electronics"),
    "refrigerator": (
        "Refrigerator",
        "84182100",
        18,
        ("Godrej", "Whirlpool", "LG", "Haier"),
        15490,
        62990,
        "electronics",
    ),
    "washing machine": (
        "Washing Machine",
        "84501100",
        18,
        ("IFB", "LG", "Bosch", "Samsung"),
        13990,
        48990,
        "electronics",
    ),
    "air conditioner": (
        "Air Conditioner",
        "84151010",
        18,
        ("Voltas", "Daikin", "Blue Star", "Hitachi"),
        31990,
        58990,
        "electronics",
    ),
    "laptop": ("Laptop", "84713010", 18, ("HP", "Dell", "Lenovo", "Asus", "Acer"), 34990, 89990, "computers"),
    "two-wheeler": (
        "Two Wheeler",
        "87112029",
        28,
        ("Hero", "Honda", "TVS", "Bajaj", "Yamaha"),
        71500,
        142000,
        "two-wheelers",
    ),
    "furniture": ("Sofa Set", "94016100", 18, ("Godrej Interio", "Nilkamal", "Durian"), 24500, 78000, "furniture"),
}
_COLOURS = ("Midnight Black", "Ocean Blue", "Silver Grey", "Pearl White", "Sunset Gold", "Forest Green")

_TWO_WHEELERS = {
    "Hero": ("Splendor Plus XT", "Passion Pro i3S"),
    "Honda": ("Activa 125", "Shine 100"),
    "TVS": ("Jupiter ZX", "Raider 125"),
    "Bajaj": ("Pulsar N160", "Platina 110"),
    "Yamaha": ("FZ-S V4", "Fascino 125"),
}


@dataclass(frozen=True)
class Goods:
    """`price` is with tax, in whole rupees. `imeis` are empty for all but phones."""

    kind: str
    maker: str
    model: str
    description: str
    hsn: str
    tax: int
    price: int
    serial: str
    imeis: tuple[str, ...]
    ram: str
    rom: str
    colour: str
    trade: str
    sku: str


def some(rng: Random, kind: str = "") -> Goods:
    """Goods of a kind, or of any."""
    chosen = kind or rng.choice(list(_KINDS))
    printed, hsn, tax, makers, low, high, trade = _KINDS[chosen]
    maker = rng.choice(makers)
    price = rng.randrange(low, high, 500) // 1000 * 1000 + rng.choice((499, 990, 999))
    ram, rom = rng.choice((("4GB", "64GB"), ("6GB", "128GB"), ("8GB", "128GB"), ("8GB", "256GB"), ("12GB", "256GB")))
    colour = rng.choice(_COLOURS)
    model, text = _named(rng, chosen, maker, ram, rom, colour)
    return Goods(
        printed,
        maker,
        model,
        text,
        hsn,
        tax,
        price,
        f"{numbers.code_letters(rng, 2)}{numbers.some_digits(rng, 4)}{numbers.code_letters(rng, 2)}{numbers.some_digits(rng, 4)}",
        (numbers.imei(rng), numbers.imei(rng)) if chosen == "phone" else (),
        ram if chosen == "phone" else "",
        rom if chosen == "phone" else "",
        colour,
        trade,
        f"{numbers.code_letters(rng, 3)}-{numbers.some_digits(rng, 5)}-{numbers.code_letters(rng, 1)}{rng.randint(1, 9)}",
    )


def _named(rng: Random, kind: str, maker: str, ram: str, rom: str, colour: str) -> tuple[str, str]:
    """A model and how an invoice describes it."""
    code = f"{numbers.code_letters(rng, 2)}{numbers.some_digits(rng, 3)}"
    if kind == "phone":
        model = rng.choice(
            (
                f"V{numbers.some_digits(rng, 4, '2')}",
                f"{rng.choice(('Y', 'A', 'F', 'M'))}{rng.randint(11, 79)} 5G",
                f"Note {rng.randint(10, 15)} Pro",
            )
        )
        return model, f"{maker} {model} {ram}/{rom} {colour}"
    if kind == "television":
        inch = rng.choice((32, 43, 50, 55, 65))
        model = f"{inch}{code}"
        return model, f"{maker} {inch} Inch Smart LED TV {model}"
    if kind == "two-wheeler":
        model = rng.choice(_TWO_WHEELERS[maker])
        return model, f"{maker} {model} {colour}"
    if kind == "laptop":
        model = f"{rng.choice((14, 15))}-{code.lower()}"
        return model, f"{maker} Laptop {model} i5 16GB 512GB SSD"
    size = {
        "refrigerator": f"{rng.randint(18, 60) * 10} L",
        "washing machine": f"{rng.choice((6.5, 7, 8, 9))} Kg",
        "air conditioner": f"{rng.choice((1, 1.5, 2))} Ton Inverter Split",
        "furniture": "5 Seater Fabric",
    }[kind]
    return code, f"{maker} {size} {_KINDS[kind][0]} {code}"
