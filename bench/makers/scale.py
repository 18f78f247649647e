"""Pages whose box, unit or resolution says nothing of how large their print is."""

from __future__ import annotations

import io
from random import Random

from PIL import Image

from bench.makers.case import Case, Maker
from bench.makers.paper import HIGH, WIDE, Invoice, Pan, picture
from bench.makers.pdf_file import MORE, pdf, text
from bench.makers.pdf_file import picture as image_object


def user_unit(rng: Random) -> Case:
    """Text in units of so many points."""
    invoice, unit = Invoice.some(rng), rng.choice((10, 30, 72))
    content = f"q {1 / unit:.6f} 0 0 {1 / unit:.6f} 0 0 cm ".encode() + text(invoice.runs()) + b" Q"
    media = f"0 0 {WIDE / unit:.4f} {HIGH / unit:.4f}"
    return Case(pdf(content, media=media, page=f"/UserUnit {unit}"), "INVOICE", invoice.fields)


def huge_text(rng: Random) -> Case:
    """Text on the largest page that there may be."""
    invoice, by = Invoice.some(rng), 14400 / HIGH
    content = f"q {by:.4f} 0 0 {by:.4f} 0 0 cm ".encode() + text(invoice.runs()) + b" Q"
    return Case(pdf(content, media=f"0 0 {WIDE * by:.0f} 14400"), "INVOICE", invoice.fields)


def _scan_on(high: float, dpi: int) -> Maker:
    def maker(rng: Random) -> Case:
        invoice = Invoice.some(rng)
        wide = high * WIDE / HIGH
        page = image_object(picture(invoice, dpi).convert("L"))
        content = f"q {wide:.2f} 0 0 {high} 0 0 cm /I1 Do Q".encode()
        made = pdf(content, {MORE: page}, media=f"0 0 {wide:.2f} {high}", resources=f"/XObject << /I1 {MORE} 0 R >>")
        return Case(made, "INVOICE", invoice.fields)

    return maker


def fax(rng: Random) -> Case:
    """Half as many lines as points across, as fax machines send them."""
    invoice = Invoice.some(rng)
    held = io.BytesIO()
    _faxed(invoice).save(held, "TIFF", compression="group4", dpi=(204, 98))
    return Case(held.getvalue(), "INVOICE", _legible(invoice))


def fax_in_a_pdf(rng: Random) -> Case:
    invoice = Invoice.some(rng)
    page = image_object(_faxed(invoice).convert("L"))
    content = f"q {WIDE} 0 0 {HIGH} 0 0 cm /I1 Do Q".encode()
    return Case(pdf(content, {MORE: page}, resources=f"/XObject << /I1 {MORE} 0 R >>"), "INVOICE", _legible(invoice))


def _faxed(invoice: Invoice) -> Image.Image:
    shown = picture(invoice, 204).convert("L")
    return (
        shown.resize((1728, round(HIGH / 72 * 98)), Image.Resampling.BOX)
        .point(lambda grey: 255 if grey > 140 else 0)
        .convert("1")
    )


def _legible(invoice: Invoice) -> dict[str, str]:
    """Codes that a check digit or a form proves, and what is large: at 98 lines an inch single letters are a matter of luck."""
    return {
        name: invoice.fields[name]
        for name in ("dealer_gst", "total_invoice_amount", "invoice_date", "customer_phone_number")
    }


def _card(dpi: int) -> Maker:
    def maker(rng: Random) -> Case:
        card, held = Pan.some(rng, "QBSZ"), io.BytesIO()
        card.picture(dpi).save(held, "PNG")
        return Case(held.getvalue(), "PAN", card.fields)

    return maker


KINDS: dict[str, Maker] = {
    "UserUnit, text": user_unit,
    "page of 14,400 points, text": huge_text,
    "scan on a page of 100 points": _scan_on(141.5, 200),
    "scan on a page of 200 points": _scan_on(283, 200),
    "scan on a page of 14,400 points": _scan_on(14400, 200),
    "scan of 600 dots an inch": _scan_on(HIGH, 600),
    "fax of 204 x 98": fax,
    "fax of 204 x 98 in a PDF": fax_in_a_pdf,
    "card at 600 dots an inch": _card(600),
    "card at 800 dots an inch": _card(800),
}
