"""Files that are a little broken and are taken all the same."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from random import Random

from PIL import Image

from bench.makers.case import Case, Maker
from bench.makers.paper import Invoice, picture
from bench.makers.pdf_file import pdf, text

_HTML = (
    b"<!doctype html><html><body><div class='footer'>"
    + b"<p>Downloaded from the portal</p>" * 200
    + b"</div></body></html>"
)
_SIGNATURE = 8


def _case(invoice: Invoice, content: bytes) -> Case:
    return Case(content, "INVOICE", invoice.fields)


def _of_pdf(change: Callable[[bytes], bytes]) -> Maker:
    def maker(rng: Random) -> Case:
        invoice = Invoice.some(rng)
        return _case(invoice, change(pdf(text(invoice.runs()))))

    return maker


def _of_picture(kind: str, change: Callable[[bytes], bytes], **options: object) -> Maker:
    def maker(rng: Random) -> Case:
        invoice = Invoice.some(rng)
        return _case(invoice, change(_saved(picture(invoice), kind, **options)))

    return maker


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    held = io.BytesIO()
    image.save(held, kind, **options)  # type: ignore[arg-type]
    return held.getvalue()


def _multipart(content: bytes, media: str) -> bytes:
    filling = "".join(f"X-Trace-{number}: {number:064d}\r\n" for number in range(16))
    head = f'--b0undary\r\nContent-Disposition: form-data; name="file"; filename="bill"\r\nContent-Type: {media}\r\n{filling}\r\n'
    return head.encode() + content + b"\r\n--b0undary--\r\n"


def _chunk(name: bytes, raw: bytes, sound: bool = True) -> bytes:
    check = zlib.crc32(name + raw) ^ (0 if sound else 0xDEADBEEF)
    return struct.pack(">I", len(raw)) + name + raw + struct.pack(">I", check)


def _with_chunk(chunk: bytes) -> Callable[[bytes], bytes]:
    """Puts a chunk behind a PNG's first."""
    first = _SIGNATURE + 25
    return lambda content: content[:first] + chunk + content[first:]


def white_on_clear(rng: Random) -> Case:
    invoice = Invoice.some(rng)
    page = picture(invoice, rules=False).convert("L")
    white = Image.new("LA", page.size, (255, 0))
    white.putalpha(page.point(lambda grey: 255 - grey))
    return _case(invoice, _saved(white, "PNG"))


def _moving(kind: str) -> Maker:
    """The first frame is blank, as while a page fades in."""

    def maker(rng: Random) -> Case:
        invoice = Invoice.some(rng)
        page = picture(invoice).convert("L")
        blank, faded = Image.new("L", page.size, 255), page.point(lambda grey: 200 + grey * 55 // 255)
        options = {"lossless": True} if kind == "WEBP" else {}
        return _case(invoice, _saved(blank, kind, save_all=True, append_images=[faded, page], duration=200, **options))

    return maker


_PROFILE = zlib.compress(bytes(range(256)) * 8192)

KINDS: dict[str, Maker] = {
    "PDF, a web page behind its end": _of_pdf(lambda content: content + _HTML),
    "PDF in a multipart body": _of_pdf(lambda content: _multipart(content, "application/pdf")),
    "PDF behind a byte order mark": _of_pdf(lambda content: b"\xef\xbb\xbf\r\n" + content),
    "PDF behind a head of HTTP": _of_pdf(
        lambda content: b"HTTP/1.1 200 OK\r\nServer: x\r\nContent-Type: application/pdf\r\n\r\n" + content
    ),
    "PNG, wrong checksum beside the picture": _of_picture("PNG", _with_chunk(_chunk(b"pHYs", bytes(9), sound=False))),
    "PNG, large packed text": _of_picture(
        "PNG", _with_chunk(_chunk(b"iTXt", b"k\0\1\0\0\0" + zlib.compress(bytes(3_000_000))))
    ),
    "PNG, large colour profile": _of_picture("PNG", _with_chunk(_chunk(b"iCCP", b"p\0\0" + _PROFILE))),
    "JPEG without its last marker": _of_picture("JPEG", lambda content: content[:-2], quality=88),
    "JPEG behind a line end": _of_picture("JPEG", lambda content: b"\r\n" + content, quality=88),
    "JPEG in a multipart body": _of_picture("JPEG", lambda content: _multipart(content, "image/jpeg"), quality=88),
    "white print on transparency": white_on_clear,
    "moving PNG, first frame blank": _moving("PNG"),
    "moving WebP, first frame blank": _moving("WEBP"),
    "GIF, first frame blank": _moving("GIF"),
}
