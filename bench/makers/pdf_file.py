"""PDFs written by hand: objects, pages with content, and pictures, so that every fault can be put in its place."""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping, Sequence

from PIL import Image

from bench.makers.paper import HIGH, WIDE, Run

#: Numbers of the two fonts, of the first page (its content next) and of what a maker adds.
PLAIN, BOLD, PAGE, MORE = 3, 4, 10, 20
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding %s >>"


def pdf(
    content: bytes,
    objects: Mapping[int, bytes] | None = None,
    media: str = f"0 0 {WIDE} {HIGH}",
    page: str = "",
    resources: str = "",
    catalog: str = "",
    fonts: tuple[bytes, bytes] = (b"", b""),
) -> bytes:
    """A file of one page. `page`, `resources`, `catalog` and `fonts` are further entries of their dictionaries."""
    parts = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        2: b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % PAGE,
        PLAIN: _FONT % (b"Helvetica", fonts[0]),
        BOLD: _FONT % (b"Helvetica-Bold", fonts[1]),
        PAGE: (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{media}] /Contents {PAGE + 1} 0 R {page}"
            f" /Resources << /Font << /F1 {PLAIN} 0 R /F2 {BOLD} 0 R >> {resources} >> >>"
        ).encode(),
        PAGE + 1: stream(content),
        **(objects or {}),
    }
    raw, offsets = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", {}
    for number, part in sorted(parts.items()):
        offsets[number] = len(raw)
        raw += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%d 1\n%010d 00000 n \n" % each for each in offsets.items())
    ends = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (max(parts) + 1, len(raw))
    return raw + b"xref\n0 1\n0000000000 65535 f \n" + table + ends


def stream(content: bytes, head: str = "") -> bytes:
    packed = zlib.compress(content)
    return f"<< {head} /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode() + packed + b"\nendstream"


def text(runs: Sequence[Run], mode: int = 0, colour: str = "0 g") -> bytes:
    """The content that prints these runs on A4, in the fonts /F1 and /F2."""
    return b"\n".join(shown(run, mode, colour) for run in runs)


def shown(run: Run, mode: int = 0, colour: str = "0 g") -> bytes:
    given = run.text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    head = f"{colour} BT /F{2 if run.bold else 1} {run.size} Tf {mode} Tr {run.x:.2f} {HIGH - run.y:.2f} Td ("
    return head.encode() + given + b") Tj ET"


def picture(image: Image.Image) -> bytes:
    """A picture as an object."""
    head = f"/Type /XObject /Subtype /Image /Width {image.width} /Height {image.height} /BitsPerComponent 8"
    if image.mode == "L":
        return stream(image.tobytes(), f"{head} /ColorSpace /DeviceGray")
    held = io.BytesIO()
    image.convert("RGB").save(held, "JPEG", quality=90)
    value = held.getvalue()
    return (
        f"<< {head} /ColorSpace /DeviceRGB /Filter /DCTDecode /Length {len(value)} >>\nstream\n".encode()
        + value
        + b"\nendstream"
    )


def form(content: bytes, resources: str, more: str = "") -> bytes:
    """A form XObject as large as A4."""
    return stream(
        content, f"/Type /XObject /Subtype /Form /BBox [0 0 {WIDE} {HIGH}] /Resources << {resources} >> {more}"
    )
