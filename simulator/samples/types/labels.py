"""IMEI_CLOSEUP_IMAGE and PRODUCT_STICKER: phone screens that show the IMEI, and the labels of boxes."""

from __future__ import annotations

from random import Random
from typing import Any

from PIL import Image, ImageDraw

from simulator.samples.drawn import Drawn, Layout
from simulator.samples.kit import marks
from simulator.samples.kit.sheet import Colour, Sheet
from simulator.samples.world import goods as stock
from simulator.samples.world import numbers
from simulator.samples.world.goods import Goods
from simulator.samples.world.numbers import grouped

#: A phone's screen, in millimetres; 400 dpi makes 1102 pixels of its width.
SCREEN = (70.0, 152.0)
SCREEN_DPI = 400
LIGHT: dict[str, Colour] = {
    "ground": (246, 247, 250),
    "card": "white",
    "ink": (24, 26, 30),
    "grey": (112, 116, 124),
    "accent": (30, 110, 230),
}
DARK: dict[str, Colour] = {
    "ground": (10, 11, 13),
    "card": (32, 34, 38),
    "ink": (236, 238, 242),
    "grey": (150, 154, 162),
    "accent": (120, 170, 255),
}


def about(rng: Random, goods: Goods | None = None, look: dict[str, Colour] | None = None) -> Drawn:
    """Settings > About phone, light: cards of label and value."""
    goods, look = goods or stock.some(rng, "phone"), look or LIGHT
    sheet = _screen(rng, look)
    sheet.text(6, 12, "‹", 20, "roboto", look["ink"])
    sheet.text(13, 14, "About phone", 15, "roboto-medium", look["ink"])
    y = 26.0
    first = [("Device name", f"{goods.maker} {goods.model}"), ("Model", goods.model), ("Processor", f"Octa-core {rng.choice(('2.4', '2.8', '3.0'))} GHz"),
             ("RAM", goods.ram), ("Storage", goods.rom), ("Android version", str(rng.randint(12, 15)))]  # fmt: skip
    second = [
        ("IMEI 1", goods.imeis[0]),
        ("IMEI 2", goods.imeis[1]),
        ("Serial number", goods.serial),
        ("Bluetooth address", _mac(rng)),
    ]
    for rows in (first, second):
        high = 9.4 * len(rows) + 3
        sheet.box(4, y, 62, high, outline=None, fill=look["card"], radius=3)
        at = y + 3
        for label, said in rows:
            sheet.text(8, at, label, 9, "roboto", look["ink"])
            sheet.text(62, at, said, 9, "roboto", look["grey"], align="right")
            at += 9.4
        y += high + 4
    return _shown(
        sheet,
        {
            "model": goods.model,
            "ram": goods.ram,
            "rom": goods.rom,
            "imei_number": list(goods.imeis),
            "serial_number": goods.serial,
        },
    )


def about_dark(rng: Random, goods: Goods | None = None) -> Drawn:
    """The same screen in dark mode."""
    return about(rng, goods, DARK)


def status(rng: Random, goods: Goods | None = None) -> Drawn:
    """A list with each value below its label, dark."""
    goods = goods or stock.some(rng, "phone")
    sheet = _screen(rng, DARK)
    sheet.text(6, 14, "Status information", 17, "roboto-medium", DARK["ink"])
    y = 30.0
    rows = (("Model number", goods.model), ("Serial number", goods.serial), ("IMEI (SIM slot 1)", goods.imeis[0]), ("IMEI (SIM slot 2)", goods.imeis[1]),
            ("Phone Wi-Fi MAC address", _mac(rng)), ("IP address", f"192.168.{rng.randint(0, 9)}.{rng.randint(2, 240)}"), ("Up time", f"{rng.randint(1, 90)}:{rng.randint(10, 59)}:{rng.randint(10, 59)}"))  # fmt: skip
    for label, said in rows:
        sheet.text(6, y, label, 11, "roboto", DARK["ink"])
        sheet.text(6, y + 6, said, 9.5, "roboto", DARK["grey"])
        y += 15
        sheet.line(6, y - 2, 64, y - 2, 0.1, (52, 54, 60))
    return _shown(sheet, {"model": goods.model, "imei_number": list(goods.imeis), "serial_number": goods.serial})


def dialog(rng: Random, goods: Goods | None = None) -> Drawn:
    """What *#06# brings up over the dialler: numbers with their bar codes."""
    goods = goods or stock.some(rng, "phone")
    sheet = _screen(rng, LIGHT)
    sheet.text(35, 26, "*#06#", 22, "roboto", LIGHT["ink"], align="centre")
    for number, key in enumerate("123456789*0#"):
        sheet.text(16 + 19 * (number % 3), 92 + 13 * (number // 3), key, 17, "roboto", (176, 178, 184), align="centre")
    sheet.box(4, 36, 62, 76, outline=(206, 208, 214), fill="white", radius=4)
    sheet.text(9, 40, "Device information", 13, "roboto-medium", LIGHT["ink"])
    y = 49.0
    for label, said in (("IMEI1", goods.imeis[0]), ("IMEI2", goods.imeis[1]), ("SN", goods.serial)):
        sheet.text(9, y, f"{label}: {said}", 9.5, "roboto", LIGHT["ink"])
        sheet.paste(marks.code(said, "Code128", 2), 9, y + 5, 52, 7.5)
        y += 17
    sheet.text(60, 102.5, "OK", 11, "roboto-medium", LIGHT["accent"], align="right")
    return _shown(sheet, {"imei_number": list(goods.imeis), "serial_number": goods.serial})


def round_about(rng: Random, goods: Goods | None = None) -> Drawn:
    """A list in another maker's manner: name at the top, groups with a chevron, numbers with gaps."""
    goods = goods or stock.some(rng, "phone")
    sheet = _screen(rng, LIGHT)
    sheet.text(35, 13, "About", 13, "roboto-bold", LIGHT["ink"], align="centre")
    groups = [
        [("Name", "My Phone"), ("Software Version", f"{rng.randint(15, 18)}.{rng.randint(0, 6)}"), ("Model Name", f"{goods.maker} {goods.model}"), ("Model Number", goods.model), ("Serial Number", goods.serial)],
        [("Capacity", goods.rom), ("Available", f"{rng.randint(12, 60)}.{rng.randint(1, 9)} GB")],
        [("Wi-Fi Address", _mac(rng)), ("IMEI", _gapped(goods.imeis[0])), ("IMEI2", _gapped(goods.imeis[1])), ("Modem Firmware", "2.10.04")],
    ]  # fmt: skip
    y = 24.0
    for rows in groups:
        sheet.box(3.5, y, 63, 8.6 * len(rows), outline=None, fill="white", radius=2.4)
        for number, (label, said) in enumerate(rows):
            at = y + 8.6 * number
            sheet.text(7, at + 2.4, label, 8.5, "sans", LIGHT["ink"])
            sheet.text(63, at + 2.4, said, 8.5, "sans", LIGHT["grey"], align="right")
            if number:
                sheet.line(7, at, 66, at, 0.1, (214, 216, 222))
        y += 8.6 * len(rows) + 6
    fields = {
        "model": goods.model,
        "rom": goods.rom,
        "imei_number": [_gapped(each) for each in goods.imeis],
        "serial_number": goods.serial,
    }
    return _shown(sheet, fields)


def phone_box(rng: Random, goods: Goods | None = None) -> Drawn:
    """The label of a phone's box: what is inside, two IMEI bar codes, price and packer."""
    goods = goods or stock.some(rng, "phone")
    sheet = Sheet((110.0, 62.0), 300)
    sheet.text(4, 3, goods.maker.upper(), 15, "round-bold")
    sheet.text(4, 10.5, f"Model: {goods.model}", 9.5, "roboto-bold")
    sheet.text(4, 15, f"Colour: {goods.colour}", 8.5, "roboto")
    sheet.text(4, 19, f"RAM: {goods.ram}   ROM: {goods.rom}", 8.5, "roboto-bold")
    y = 24.5
    for number, said in enumerate(goods.imeis, 1):
        sheet.paste(marks.code(said, "Code128", 2), 3, y, 56, 6.5)
        sheet.text(5, y + 6.4, f"IMEI {number}: {said}", 8.5, "roboto")
        y += 12
    sheet.text(5, y, f"S/N: {goods.serial}", 8.2, "roboto")
    sheet.text(62, y, f"SKU: {goods.sku}", 7.5, "roboto", align="right")
    sheet.paste(marks.code(goods.sku, "Code128", 2), 3, y + 4.5, 56, 5)
    sheet.line(64, 4, 64, 58, 0.15)
    lines = f"MRP: Rs. {grouped(goods.price)}\n(Incl. of all taxes)\nNet Qty: 1 N (Handset with\naccessories)\nMfg. month: {rng.randint(1, 12):02d}/{rng.randint(2024, 2025)}"
    y = sheet.text(67, 4, lines, 8.2, "roboto-medium", leading=1.4)
    y = sheet.text(67, y + 1.5, f"Manufactured by: {goods.maker} Mobile India Private Limited, Plot {rng.randint(3, 90)}, Sector {rng.randint(2, 90)}, Noida, Uttar Pradesh - 201301",
                   6.6, "roboto", width=40)  # fmt: skip
    sheet.text(
        67,
        y + 1,
        f"Customer care: 1800-{numbers.some_digits(rng, 3)}-{numbers.some_digits(rng, 4)}\nMade in India",
        6.6,
        "roboto",
    )
    sheet.text(67, 54, "SAR: 1.06 W/kg (head)", 6.6, "roboto")
    return _sticker(sheet, {"model": goods.model, "ram": goods.ram, "rom": goods.rom, "imei_number": list(goods.imeis), "product_sku": [goods.sku],
                            "price": goods.price, "serial_number": goods.serial})  # fmt: skip


def phone_box_tall(rng: Random, goods: Goods | None = None) -> Drawn:
    """A narrow label along the edge of a box, with memory joined by a plus sign."""
    goods = goods or stock.some(rng, "phone")
    sheet = Sheet((66.0, 96.0), 300, (250, 250, 247))
    sheet.text(33, 3, f"{goods.maker} {goods.model}", 13, "condensed-bold", align="centre")
    sheet.text(33, 9.5, f"({goods.ram} RAM + {goods.rom})  {goods.colour}", 9, "condensed", align="centre")
    sheet.line(3, 15.5, 63, 15.5)
    y = 17.0
    for number, said in enumerate(goods.imeis, 1):
        sheet.text(4, y, f"IMEI{number}", 8.5, "condensed-bold")
        sheet.text(62, y, said, 9, "condensed", align="right")
        sheet.paste(marks.code(said, "Code128", 2), 3, y + 4.5, 60, 7)
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


def appliance(rng: Random, goods: Goods | None = None) -> Drawn:
    """The label of a television's or a refrigerator's carton: model, serial number, rating, price."""
    goods = goods or stock.some(rng, rng.choice(("television", "refrigerator", "washing machine")))
    sheet = Sheet((120.0, 80.0), 250)
    sheet.box(1.5, 1.5, 117, 77, weight=0.4)
    sheet.text(6, 4, goods.maker, 20, "sans-bold")
    sheet.text(114, 5, goods.kind.upper(), 12, "sans-bold", align="right")
    sheet.line(1.5, 14.5, 118.5, 14.5)
    rows = [("MODEL", goods.model), ("SERIAL NO.", goods.serial), ("PRODUCT CODE", goods.sku), ("RATED VOLTAGE", "230 V ~ 50 Hz"), ("POWER INPUT", f"{rng.randint(60, 300)} W"),
            ("MRP (incl. of all taxes)", f"₹ {grouped(goods.price)}"), ("DATE OF MFG.", f"{rng.choice(('JAN', 'MAR', 'JUN', 'AUG', 'OCT'))} {rng.randint(2024, 2025)}")]  # fmt: skip
    y = 17.0
    for label, said in rows:
        y = sheet.pair(6, y, label, said, 9, at=46)
    sheet.paste(marks.code(goods.serial, "Code128", 2), 6, y + 2, 66, 9)
    sheet.text(8, y + 11, f"S/N {goods.serial}", 8)
    sheet.paste(marks.code(f"{goods.maker}|{goods.model}|{goods.serial}", "QRCode", 4), 92, 47, 24, 24)
    return _sticker(
        sheet, {"model": goods.model, "product_sku": [goods.sku], "price": goods.price, "serial_number": goods.serial}
    )


def laptop(rng: Random, goods: Goods | None = None) -> Drawn:
    """A laptop's carton: configuration in a table, part number, serial number with bar codes."""
    goods = goods or stock.some(rng, "laptop")
    sheet = Sheet((100.0, 70.0), 300)
    sheet.text(4, 3, f"{goods.maker} Notebook {goods.model}", 12, "roboto-bold")
    y = 10.0
    rom = rng.choice(("512GB", "256GB", "1TB"))
    ram = rng.choice(("8GB", "16GB"))
    for label, said in (
        ("Model", goods.model),
        ("CPU", "Core i5-13420H"),
        ("RAM", ram),
        ("ROM", rom),
        ("Display", "15.6 inch FHD"),
        ("OS", "Windows 11 Home"),
    ):
        y = sheet.pair(4, y, label, said, 8, "roboto", "roboto", 24)
    y += 1.5
    for label, said in (("(S) S/N", goods.serial), ("(P) SKU", goods.sku)):
        sheet.text(4, y, f"{label}: {said}", 8.5, "roboto-medium")
        sheet.paste(marks.code(said, "Code128", 2), 3, y + 4, 50, 6)
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


def _screen(rng: Random, look: dict[str, Colour]) -> Sheet:
    """A screen with its status bar."""
    sheet = Sheet(SCREEN, SCREEN_DPI, look["ground"])
    sheet.text(6, 3, f"{rng.randint(9, 12)}:{rng.randint(10, 59)}", 8.5, "roboto-medium", look["ink"])
    sheet.text(60, 3, f"{rng.randint(31, 98)}%", 8, "roboto", look["ink"], align="right")
    sheet.box(61, 4, 4, 2.2, outline=look["ink"])
    sheet.box(23, 147.5, 24, 1, outline=None, fill=look["ink"], radius=0.5)
    return sheet


def _shown(sheet: Sheet, fields: dict[str, Any]) -> Drawn:
    """A screen as a screenshot, and for the photo in its phone."""
    screen = sheet.image
    edge, curve = sheet.px(3), sheet.px(7)
    phone = Image.new("RGB", (screen.width + 2 * edge, screen.height + 2 * edge), (16, 16, 18))
    mask = Image.new("L", screen.size, 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, screen.width - 1, screen.height - 1), curve // 2, fill=255)
    phone.paste(screen, (edge, edge), mask)
    return Drawn("IMEI_CLOSEUP_IMAGE", sheet, fields, colour=True, wear=("clean", "photo"), photographed=phone)


def _sticker(sheet: Sheet, fields: dict[str, Any]) -> Drawn:
    """A label, for the photo on its carton."""
    carton = Image.new("RGB", (round(sheet.image.width * 1.25), round(sheet.image.height * 1.3)), (176, 140, 100))
    carton.paste(sheet.image, (round(sheet.image.width * 0.12), round(sheet.image.height * 0.14)))
    return Drawn("PRODUCT_STICKER", sheet, fields, photographed=carton)


def _gapped(imei: str) -> str:
    """35 328411 765432 1"""
    return f"{imei[:2]} {imei[2:8]} {imei[8:14]} {imei[14:]}"


def _mac(rng: Random) -> str:
    return ":".join(f"{rng.randrange(256):02x}" for _ in range(6))


LAYOUTS: dict[str, dict[str, Layout]] = {
    "IMEI_CLOSEUP_IMAGE": {
        "about-light": about,
        "about-dark": about_dark,
        "status-dark": status,
        "dialog": dialog,
        "about-groups": round_about,
    },
    "PRODUCT_STICKER": {
        "phone-box": phone_box,
        "phone-box-tall": phone_box_tall,
        "appliance": appliance,
        "laptop": laptop,
    },
}
