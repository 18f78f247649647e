"""IMEI_CLOSEUP_IMAGE: phone screens that show the IMEI, light and dark."""

from __future__ import annotations

from random import Random
from typing import Any

from PIL import Image, ImageDraw

from samples.drawn import DrawnDocument, Layout
from samples.kit import marks
from samples.kit.sheet import Colour, Paper
from samples.world import goods as stock
from samples.world.goods import Goods

#: A phone's screen, in millimetres; 400 dpi makes 1102 pixels of its width.


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


def about(rng: Random, goods: Goods | None = None, look: dict[str, Colour] | None = None) -> DrawnDocument:
    """Settings > About phone, light: cards of label and value."""
    goods, look = goods or stock.some(rng, "phone"), look or LIGHT
    sheet = _screen(rng, look)
    sheet.text(6, 12, "‹", 20, "roboto", look["ink"])
    sheet.text(13, 14, "About phone", 15, "roboto-medium", look["ink"])
    y = 26.0
    first = [
        ("Device name", f"{goods.maker} {goods.model}"),
        ("Model", goods.model),
        ("Processor", f"Octa-core {rng.choice(('2.4', '2.8', '3.0'))} GHz"),
        ("RAM", goods.ram),
        ("Storage", goods.rom),
        ("Android version", str(rng.randint(12, 15))),
    ]
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
        for label, item in rows:
            sheet.text(8, at, label, 9, "roboto", look["ink"])
            sheet.text(62, at, item, 9, "roboto", look["grey"], align="right")
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


def about_dark(rng: Random, goods: Goods | None = None) -> DrawnDocument:
    """The same screen in dark mode."""
    return about(rng, goods, DARK)


def status(rng: Random, goods: Goods | None = None) -> DrawnDocument:
    """A list with each value below its label, dark."""
    goods = goods or stock.some(rng, "phone")
    sheet = _screen(rng, DARK)
    sheet.text(6, 14, "Status information", 17, "roboto-medium", DARK["ink"])
    y = 30.0
    rows = (
        ("Model number", goods.model),
        ("Serial number", goods.serial),
        ("IMEI (SIM slot 1)", goods.imeis[0]),
        ("IMEI (SIM slot 2)", goods.imeis[1]),
        ("Phone Wi-Fi MAC address", _mac(rng)),
        ("IP address", f"192.168.{rng.randint(0, 9)}.{rng.randint(2, 240)}"),
        ("Up time", f"{rng.randint(1, 90)}:{rng.randint(10, 59)}:{rng.randint(10, 59)}"),
    )
    for label, item in rows:
        sheet.text(6, y, label, 11, "roboto", DARK["ink"])
        sheet.text(6, y + 6, item, 9.5, "roboto", DARK["grey"])
        y += 15
        sheet.line(6, y - 2, 64, y - 2, 0.1, (52, 54, 60))
    return _shown(sheet, {"model": goods.model, "imei_number": list(goods.imeis), "serial_number": goods.serial})


def dialog(rng: Random, goods: Goods | None = None) -> DrawnDocument:
    """What *#06# brings up over the dialler: numbers with their bar codes."""
    goods = goods or stock.some(rng, "phone")
    sheet = _screen(rng, LIGHT)
    sheet.text(35, 26, "*#06#", 22, "roboto", LIGHT["ink"], align="centre")
    for number, key in enumerate("123456789*0#"):
        sheet.text(16 + 19 * (number % 3), 92 + 13 * (number // 3), key, 17, "roboto", (176, 178, 184), align="centre")
    sheet.box(4, 36, 62, 76, outline=(206, 208, 214), fill="white", radius=4)
    sheet.text(9, 40, "Device information", 13, "roboto-medium", LIGHT["ink"])
    y = 49.0
    for label, item in (("IMEI1", goods.imeis[0]), ("IMEI2", goods.imeis[1]), ("SN", goods.serial)):
        sheet.text(9, y, f"{label}: {item}", 9.5, "roboto", LIGHT["ink"])
        sheet.paste(marks.code(item, "Code128", 2), 9, y + 5, 52, 7.5)
        y += 17
    sheet.text(60, 102.5, "OK", 11, "roboto-medium", LIGHT["accent"], align="right")
    return _shown(sheet, {"imei_number": list(goods.imeis), "serial_number": goods.serial})


def round_about(rng: Random, goods: Goods | None = None) -> DrawnDocument:
    """A list in another maker's manner: name at the top, groups with a chevron, numbers with gaps."""
    goods = goods or stock.some(rng, "phone")
    sheet = _screen(rng, LIGHT)
    sheet.text(35, 13, "About", 13, "roboto-bold", LIGHT["ink"], align="centre")
    groups = [
        [
            ("Name", "My Phone"),
            ("Software Version", f"{rng.randint(15, 18)}.{rng.randint(0, 6)}"),
            ("Model Name", f"{goods.maker} {goods.model}"),
            ("Model Number", goods.model),
            ("Serial Number", goods.serial),
        ],
        [("Capacity", goods.rom), ("Available", f"{rng.randint(12, 60)}.{rng.randint(1, 9)} GB")],
        [
            ("Wi-Fi Address", _mac(rng)),
            ("IMEI", _gapped(goods.imeis[0])),
            ("IMEI2", _gapped(goods.imeis[1])),
            ("Modem Firmware", "2.10.04"),
        ],
    ]
    y = 24.0
    for rows in groups:
        sheet.box(3.5, y, 63, 8.6 * len(rows), outline=None, fill="white", radius=2.4)
        for number, (label, item) in enumerate(rows):
            at = y + 8.6 * number
            sheet.text(7, at + 2.4, label, 8.5, "sans", LIGHT["ink"])
            sheet.text(63, at + 2.4, item, 8.5, "sans", LIGHT["grey"], align="right")
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


def _screen(rng: Random, look: dict[str, Colour]) -> Paper:
    """A screen with its status bar."""
    sheet = Paper(SCREEN, SCREEN_DPI, look["ground"])
    sheet.text(6, 3, f"{rng.randint(9, 12)}:{rng.randint(10, 59)}", 8.5, "roboto-medium", look["ink"])
    sheet.text(60, 3, f"{rng.randint(31, 98)}%", 8, "roboto", look["ink"], align="right")
    sheet.box(61, 4, 4, 2.2, outline=look["ink"])
    sheet.box(23, 147.5, 24, 1, outline=None, fill=look["ink"], radius=0.5)
    return sheet


def _shown(sheet: Paper, fields: dict[str, Any]) -> DrawnDocument:
    """A screen as a screenshot, and for the photo in its phone."""
    screen = sheet.image
    edge, curve = sheet.px(3), sheet.px(7)
    phone = Image.new("RGB", (screen.width + 2 * edge, screen.height + 2 * edge), (16, 16, 18))
    mask = Image.new("L", screen.size, 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, screen.width - 1, screen.height - 1), curve // 2, fill=255)
    phone.paste(screen, (edge, edge), mask)
    return DrawnDocument("IMEI_CLOSEUP_IMAGE", sheet, fields, colour=True, wear=("clean", "photo"), photographed=phone)


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
    }
}
