"""A sheet as a PDF: its words as words where programs make PDFs, or a scan of it as one picture.

Words are set in the base fonts that every reader has, stretched to the width that they have on the sheet, so that nothing
is embedded. Format: ISO 32000-1, sections 7.5 (file), 8.5 and 8.9 (lines, pictures), 9.4 (text). Nothing is compressed
but pictures: the same bytes come out anywhere.
"""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from samples.kit.fonts import face, is_devanagari
from samples.kit.sheet import Box, Colour, DrawnText, Line, Paper, Picture, as_rgb

POINTS = 72 / 25.4
#: Part of a face's name → base font.
_BASE = (
    ("serif-italic", "Times-Italic"),
    ("serif-bold", "Times-Bold"),
    ("book-bold", "Times-Bold"),
    ("serif", "Times-Roman"),
    ("book", "Times-Roman"),
    ("mono-bold", "Courier-Bold"),
    ("till-bold", "Courier-Bold"),
    ("mono", "Courier"),
    ("till", "Courier"),
    ("italic", "Helvetica-Oblique"),
    ("bold", "Helvetica-Bold"),
    ("medium", "Helvetica-Bold"),
    ("", "Helvetica"),
)
#: Faces with about the widths of a base font: where they are off, the stretching is, too.
_WIDTHS = {"Times": "serif", "Helvetica": "sans", "Helvetica-Bold": "sans-bold"}


def with_words(sheet: Paper) -> bytes:
    """The sheet's page, its words in a text layer that is what is seen."""
    pictures: list[Image.Image] = []
    drawn = [_drawn(sheet, each, pictures) for each in sheet.drawn]
    return _file(sheet, "\n".join(drawn).encode("cp1252", "replace"), pictures)


def of_picture(sheet: Paper, picture: Image.Image) -> bytes:
    """One picture that fills the page, as scanners make PDFs."""
    wide, high = sheet.width * POINTS, sheet.height * POINTS
    return _file(sheet, f"q {wide:.2f} 0 0 {high:.2f} 0 0 cm /I0 Do Q".encode(), [picture])


def _drawn(sheet: Paper, each: DrawnText | Line | Box | Picture, pictures: list[Image.Image]) -> str:
    """One thing on the sheet as operators of a page's content."""
    if isinstance(each, DrawnText):
        return _words(sheet, each, pictures)
    if isinstance(each, Picture):
        return _picture(sheet, each, pictures)
    if isinstance(each, Line):
        ends = f"{each.x1 * POINTS:.2f} {_y(sheet, each.y1)} m {each.x2 * POINTS:.2f} {_y(sheet, each.y2)} l"
        return f"{_rgb(each.fill)} RG {each.weight * POINTS:.2f} w {ends} S"
    box = f"{each.x * POINTS:.2f} {_y(sheet, each.y + each.h)} {each.w * POINTS:.2f} {each.h * POINTS:.2f} re"
    inside = f"{_rgb(each.fill)} rg {box} f\n" if each.fill else ""
    return inside + (f"{_rgb(each.outline)} RG {each.weight * POINTS:.2f} w {box} S" if each.outline else "")


def _words(sheet: Paper, each: DrawnText, pictures: list[Image.Image]) -> str:
    if not each.text.strip():
        return ""
    if is_devanagari(each.text):
        return _picture(sheet, _set(sheet, each), pictures)
    text, base = each.text.replace("₹", "Rs."), _base(each.font)
    natural = _natural(text, base) * each.size
    stretch = 100 * each.width * POINTS / natural if natural else 100
    shown = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    at = f"{each.x * POINTS:.2f} {_y(sheet, each.base)} Td"
    return f"BT {_rgb(each.fill)} rg /{base} {each.size:g} Tf {stretch:.1f} Tz {at} ({shown}) Tj ET"


def _set(sheet: Paper, each: DrawnText) -> Picture:
    """Words that the base fonts lack, cut from the sheet as a picture."""
    top, low = each.base - each.size * 0.42, each.base + each.size * 0.16
    corners = (sheet.px(each.x), sheet.px(top), sheet.px(each.x + each.width) + 1, sheet.px(low))
    return Picture(sheet.image.crop(corners), each.x, top, each.width, low - top)


def _picture(sheet: Paper, each: Picture, pictures: list[Image.Image]) -> str:
    picture = each.picture
    if picture.mode == "RGBA":
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture, (0, 0), picture)
        picture = ground
    pictures.append(picture)
    size = f"{each.w * POINTS:.2f} 0 0 {each.h * POINTS:.2f} {each.x * POINTS:.2f} {_y(sheet, each.y + each.h)} cm"
    return f"q {size} /I{len(pictures) - 1} Do Q"


def _base(font: str) -> str:
    return next(base for part, base in _BASE if part in font)


def _natural(text: str, base: str) -> float:
    """Width of a line in a base font, over its size."""
    if base.startswith("Courier"):
        return 0.6 * len(text)
    alike = _WIDTHS.get(base) or _WIDTHS[base.split("-")[0]]
    return face(alike, 100).getlength(text) / 100


def _rgb(colour: Colour | None) -> str:
    return " ".join(f"{part / 255:.3f}" for part in as_rgb(colour or "black"))


def _y(sheet: Paper, millimetres: float) -> str:
    """A PDF counts upwards."""
    return f"{(sheet.height - millimetres) * POINTS:.2f}"


def _file(sheet: Paper, content: bytes, pictures: list[Image.Image]) -> bytes:
    fonts = sorted({base for _, base in _BASE})
    first_font, first_picture = 5, 5 + len(fonts)
    named = " ".join(f"/{base} {first_font + place} 0 R" for place, base in enumerate(fonts))
    shown = " ".join(f"/I{place} {first_picture + place} 0 R" for place in range(len(pictures)))
    size = f"{sheet.width * POINTS:.2f} {sheet.height * POINTS:.2f}"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size}] /Contents 4 0 R"
        f" /Resources << /Font << {named} >> /XObject << {shown} >> >> >>".encode(),
        _stream("", content),
        *(f"<< /Type /Font /Subtype /Type1 /BaseFont /{base} /Encoding /WinAnsiEncoding >>".encode() for base in fonts),
        *(_embedded(picture) for picture in pictures),
    ]
    return _joined(parts)


def _embedded(picture: Image.Image) -> bytes:
    kept = BytesIO()
    picture = picture if picture.mode in ("L", "RGB") else picture.convert("RGB")
    picture.save(kept, "JPEG", quality=60, optimize=True)
    space = "DeviceGray" if picture.mode == "L" else "DeviceRGB"
    about = f"/Type /XObject /Subtype /Image /Width {picture.width} /Height {picture.height} /ColorSpace /{space}"
    return _stream(f"{about} /BitsPerComponent 8 /Filter /DCTDecode ", kept.getvalue())


def _stream(about: str, content: bytes) -> bytes:
    return f"<< {about}/Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"


def _joined(parts: list[bytes]) -> bytes:
    """The objects, numbered from one, with the table of where each begins."""
    out, begins = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, part in enumerate(parts, 1):
        begins.append(len(out))
        out += f"{number} 0 obj\n".encode() + part + b"\nendobj\n"
    table = "".join(f"{begin:010d} 00000 n \n" for begin in begins)
    start = len(out)
    out += f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}".encode()
    out += f"trailer\n<< /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
