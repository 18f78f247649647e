"""PRODUCT_STICKER: the labels of boxes."""

from __future__ import annotations

from random import Random
from typing import Any

from PIL import Image

from samples.drawn import DrawnDocument, Layout
from samples.kit import marks
from samples.kit.sheet import Paper
from samples.world import goods as stock
from samples.world import numbers
from samples.world.goods import Goods
from samples.world.numbers import grouped


def phone_box(rng: Random, goods: Goods | None = None) -> DrawnDocument:
    """The label of a phone's box: what is inside, two IMEI bar codes, price and packer."""
    goods = goods or stock.some(rng, "phone")
    sheet = Paper((110.0, 62.0), 300)
    sheet.text(4, 3, goods.maker.upper(), 15, "round-bold")
    sheet.text(4, 10.5, f"Model: {goods.model}", 9.5, "roboto-bold")
    sheet.text(4, 15, f"Colour: {goods.colour}", 8.5, "roboto")
    sheet.text(4, 19, f"RAM: {goods.ram}   ROM: {goods.rom}", 8.5, "roboto-bold")
    y = 24.5
    for number, item in enumerate(goods.imeis, 1):
        sheet.paste(marks.code(item, "Code128", 2), 3, y, 56, 6.5)
        sheet.text(5, y + 6.4, f"IMEI {number}: {item}", 8.5, "roboto")
        y += 12
    sheet.text(5, y, f"S/N: {goods.serial}", 8.2, "roboto")
    sheet.text(62, y, f"SKU: {goods.sku}", 7.5, "roboto", align="right")
    sheet.paste(marks.code(goods.sku, "Code128", 2), 3, y + 4.5, 56, 5)
    sheet.line(64, 4, 64, 58, 0.15)
    lines = f"MRP: Rs. {grouped(goods.price)}\n(Incl. of all taxes)\nNet Qty: 1 N (Handset with\naccessories)\nMfg. month: {rng.randint(1, 12):02d}/{rng.randint(2024, 2025)}"
    y = sheet.text(67, 4, lines, 8.2, "roboto-medium", leading=1.4)
    y = sheet.text(
        67,
        y + 1.5,
        f"Manufactured by: {goods.maker} Mobile India Private Limited, Plot {rng.randint(3, 90)}, Sector {rng.randint(2, 90)}, Noida, Uttar Pradesh - 201301",
        6.6,
        "roboto",
        width=40,
    )
    sheet.text(
        67,
        y + 1,
        f"Customer care: 1800-{numbers.some_digits(rng, 3)}-{numbers.some_digits(rng, 4)}\nMade in India",
        6.6,
        "roboto",
    )
    sheet.text(67, 54, "SAR: 1.06 W/kg (head)", 6.6, "roboto")
    return _sticker(
        sheet,
        {
            "model": goods.model,
            "ram": goods.ram,
            "rom": goods.rom,
            "imei_number": list(goods.imeis),
            "product_sku": [goods.sku],
            "price": goods.price,
            "serial_number": goods.serial,
        },
    )


def phone_box_tall(rng: Random, goods: Goods | None = None) -> DrawnDocument:
    """A narrow label along the edge of a box, with memory joined by a plus sign."""
    goods = goods or stock.some(rng, "phone")
    sheet = Paper((66.0, 96.0), 300, (250, 250, 247))
    sheet.text(33, 3, f"{goods.maker} {goods.model}", 13, "condensed-bold", align="centre")
    sheet.text(33, 9.5, f"({goods.ram} RAM + {goods.rom})  {goods.colour}", 9, "condensed", align="centre")
    sheet.line(3, 15.5, 63, 15.5)
    y = 17.0
    for number, item in enumerate(goods.imeis, 1):
        sheet.text(4, y, f"IMEI{number}", 8.5, "condensed-bold")
        sheet.text(62, y, item, 9, "condensed", align="right")
        sheet.paste(marks.code(item, "Code128", 2), 3, y + 4.5, 60, 7)
        y += 14
    sheet.text(4, y, "Serial No.", 8.5, "condensed-bold")
    sheet.text(62, y, goods.serial, 9, "condensed", align="right")
    sheet.paste(marks.code(goods.serial, "Code128", 2), 3, y + 4.5, 60, 7)
    y += 15
    sheet.line(3, y, 63, y)
    ean = numbers.some_digits(rng, 12, "890")
    check = (10 - sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(ean))) % 10
    sheet.paste(marks.code(f"{ean}{check}", "EAN13", 2), 3, y + 2, 30, 14)
    sheet.text(4, y + 16, f"{ean}{check}", 8, "condensed")
    sheet.text(
        36,
        y + 2,
        f"M.R.P. ₹ {grouped(goods.price)}\n(inclusive of all taxes)\nQty: 1 Unit\nImported & marketed by\n{goods.maker} Electronics India\nLLP, Gurugram - 122001",
        7.6,
        "condensed",
    )
    return _sticker(
        sheet,
        {
            "model": goods.model,
            "ram": goods.ram,
            "rom": goods.rom,
            "imei_number": list(goods.imeis),
            "price": goods.price,
            "serial_number": goods.serial,
        },
    )


def appliance(rng: Random, goods: Goods | None = None) -> DrawnDocument:
    """The label of a television's or a refrigerator's carton: model, serial number, rating, price."""
    goods = goods or stock.some(rng, rng.choice(("television", "refrigerator", "washing machine")))
    sheet = Paper((120.0, 80.0), 250)
    sheet.box(1.5, 1.5, 117, 77, weight=0.4)
    sheet.text(6, 4, goods.maker, 20, "sans-bold")
    sheet.text(114, 5, goods.kind.upper(), 12, "sans-bold", align="right")
    sheet.line(1.5, 14.5, 118.5, 14.5)
    rows = [
        ("MODEL", goods.model),
        ("SERIAL NO.", goods.serial),
        ("PRODUCT CODE", goods.sku),
        ("RATED VOLTAGE", "230 V ~ 50 Hz"),
        ("POWER INPUT", f"{rng.randint(60, 300)} W"),
        ("MRP (incl. of all taxes)", f"₹ {grouped(goods.price)}"),
        ("DATE OF MFG.", f"{rng.choice(('JAN', 'MAR', 'JUN', 'AUG', 'OCT'))} {rng.randint(2024, 2025)}"),
    ]
    y = 17.0
    for label, item in rows:
        y = sheet.pair(6, y, label, item, 9, at=46)
    sheet.paste(marks.code(goods.serial, "Code128", 2), 6, y + 2, 66, 9)
    sheet.text(8, y + 11, f"S/N {goods.serial}", 8)
    sheet.paste(marks.code(f"{goods.maker}|{goods.model}|{goods.serial}", "QRCode", 4), 92, 47, 24, 24)
    return _sticker(
        sheet, {"model": goods.model, "product_sku": [goods.sku], "price": goods.price, "serial_number": goods.serial}
    )


def laptop(rng: Random, goods: Goods | None = None) -> DrawnDocument:
    """A laptop's carton: configuration in a table, part number, serial number with bar codes."""
    goods = goods or stock.some(rng, "laptop")
    sheet = Paper((100.0, 70.0), 300)
    sheet.text(4, 3, f"{goods.maker} Notebook {goods.model}", 12, "roboto-bold")
    y = 10.0
    rom = rng.choice(("512GB", "256GB", "1TB"))
    ram = rng.choice(("8GB", "16GB"))
    for label, item in (
        ("Model", goods.model),
        ("CPU", "Core i5-13420H"),
        ("RAM", ram),
        ("ROM", rom),
        ("Display", "15.6 inch FHD"),
        ("OS", "Windows 11 Home"),
    ):
        y = sheet.pair(4, y, label, item, 8, "roboto", "roboto", 24)
    y += 1.5
    for label, item in (("(S) S/N", goods.serial), ("(P) SKU", goods.sku)):
        sheet.text(4, y, f"{label}: {item}", 8.5, "roboto-medium")
        sheet.paste(marks.code(item, "Code128", 2), 3, y + 4, 50, 6)
        y += 11.5
    sheet.box(60, 12, 36, 22)
    sheet.text(
        62,
        13.5,
        f"MRP ₹{grouped(goods.price)}\nInclusive of all taxes\nNet quantity: 1 N\nCountry of origin: India",
        8,
        "roboto",
    )
    sheet.paste(marks.code(f"{goods.serial};{goods.sku}", "DataMatrix", 5), 70, 40, 20, 20)
    return _sticker(
        sheet,
        {
            "model": goods.model,
            "ram": ram,
            "rom": rom,
            "product_sku": [goods.sku],
            "price": goods.price,
            "serial_number": goods.serial,
        },
    )


def _sticker(sheet: Paper, fields: dict[str, Any]) -> DrawnDocument:
    """A label, for the photo on its carton."""
    carton = Image.new("RGB", (round(sheet.image.width * 1.25), round(sheet.image.height * 1.3)), (176, 140, 100))
    carton.paste(sheet.image, (round(sheet.image.width * 0.12), round(sheet.image.height * 0.14)))
    return DrawnDocument("PRODUCT_STICKER", sheet, fields, photographed=carton)


LAYOUTS: dict[str, dict[str, Layout]] = {
    "PRODUCT_STICKER": {
        "phone-box": phone_box,
        "phone-box-tall": phone_box_tall,
        "appliance": appliance,
        "laptop": laptop,
    }
}
