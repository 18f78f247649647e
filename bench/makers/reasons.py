"""Files that are no document: each is refused with a reason that says what it is."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable
from random import Random

import numpy as np
from PIL import Image

from bench.makers.case import Case, Maker
from bench.makers.paper import Invoice, Run, picture
from bench.makers.pdf_file import MORE, pdf, stream, text


def _reason(reason: str, content: Callable[[Random], bytes]) -> Maker:
    return lambda rng: Case(content(rng), reason=reason)


def _bill(rng: Random) -> bytes:
    return pdf(text(Invoice.some(rng).runs()))


def _jpeg(rng: Random) -> bytes:
    held = io.BytesIO()
    picture(Invoice.some(rng)).save(held, "JPEG", quality=85)
    return held.getvalue()


def _phone(brand: bytes) -> Callable[[Random], bytes]:
    """The head of what phones send; what follows is of no matter to who does not decode it."""
    head = b"ftyp" + brand + bytes(4) + b"mif1" + brand + b"miaf"
    return lambda rng: (len(head) + 4).to_bytes(4, "big") + head + rng.randbytes(4000)


def _archive(*names: str) -> Callable[[Random], bytes]:
    def content(rng: Random) -> bytes:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            for name in names:
                archive.writestr(zipfile.ZipInfo(name), _bill(rng))
        return held.getvalue()

    return content


def _letter(rng: Random) -> bytes:
    attached = base64.encodebytes(_bill(rng)).decode()
    return (
        "Received: from mail.example by mx.example; Mon, 1 Sep 2025 10:00:00 +0530\r\n"
        f"From: a{rng.randint(1, 99)}@shop.example\r\n"
        'Subject: Invoice\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'
        f"Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n{attached}\r\n--b--\r\n"
    ).encode()


def _xfa(rng: Random) -> bytes:
    texts = [
        Run(60, 80, "Please wait..."),
        Run(60, 110, "If this message is not eventually replaced by the proper contents of the document,"),
    ]
    data = stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'><template/></xdp:xdp>")
    return pdf(text(texts), {MORE: data}, catalog=f"/AcroForm << /Fields [] /XFA {MORE} 0 R >> /NeedsRendering true")


def _portfolio(rng: Random) -> bytes:
    texts = [Run(60, 80, "For the best experience, open this PDF portfolio in Acrobat or Adobe Reader.")]
    file = stream(_bill(rng), "/Type /EmbeddedFile")
    spec = f"<< /Type /Filespec /F (bill.pdf) /EF << /F {MORE} 0 R >> >>".encode()
    names = f"/Collection << /Type /Collection /View /D >> /Names << /EmbeddedFiles << /Names [(bill.pdf) {MORE + 1} 0 R] >> >>"
    return pdf(text(texts), {MORE: file, MORE + 1: spec}, catalog=names)


def _blank_scan(rng: Random) -> bytes:
    noise = np.random.default_rng(rng.randint(1, 9999)).normal(244, 3, (1754, 1240)).clip(0, 255).astype(np.uint8)
    held = io.BytesIO()
    Image.fromarray(noise).save(held, "JPEG", quality=85)
    return held.getvalue()


def _without_pages(rng: Random) -> bytes:
    del rng
    return pdf(b"").replace(b"/Kids [10 0 R] /Count 1", b"/Kids [] /Count 0      ")


KINDS: dict[str, Maker] = {
    "HEIC": _reason("HEIC picture.*JPEG, PNG and PDF", _phone(b"heic")),
    "AVIF": _reason("AVIF picture.*JPEG, PNG and PDF", _phone(b"avif")),
    "ZIP archive": _reason("ZIP archive", _archive("a.pdf", "b.pdf")),
    "Word document": _reason("Word.*PDF", _archive("[Content_Types].xml", "word/document.xml")),
    "Excel workbook": _reason("Excel.*PDF", _archive("[Content_Types].xml", "xl/workbook.xml")),
    "e-mail": _reason("e-mail.*attached", _letter),
    "web page": _reason(
        "web page|HTML", lambda rng: b"<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>"
    ),
    "an object store's refusal": _reason(
        "XML.*refusal", lambda rng: b'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code></Error>'
    ),
    "base64 text": _reason("base64", lambda rng: base64.encodebytes(_bill(rng))),
    "data URL": _reason("base64", lambda rng: b"data:application/pdf;base64," + base64.b64encode(_bill(rng))),
    "JSON": _reason("JSON", lambda rng: b'{"error": "expired", "code": 403}'),
    "XFA form": _reason("XFA form", _xfa),
    "portfolio": _reason("attachments", _portfolio),
    "blank page": _reason("blank page", lambda rng: pdf(b"q Q")),
    "blank scan": _reason("blank page", _blank_scan),
    "PDF read and written as UTF-8": _reason("damaged", lambda rng: _bill(rng).decode("utf-8", "replace").encode()),
    "PDF written as UTF-8": _reason("damaged", lambda rng: _bill(rng).decode("latin-1").encode()),
    "PDF without pages": _reason("without pages", _without_pages),
    "PDF cut in the middle": _reason("unreadable file", lambda rng: _bill(rng)[:900]),
    "JPEG cut in the middle": _reason("unreadable file", lambda rng: _jpeg(rng)[: rng.randint(20_000, 90_000)]),
}
