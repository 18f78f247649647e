"""Codes with a letter or digit of another shape than they have: what a check digit proves is put right."""

from __future__ import annotations

import io
from dataclasses import replace
from random import Random

from stdnum.in_ import gstin

from bench.makers.case import Case, Maker
from bench.makers.paper import Invoice, picture
from bench.makers.pdf_file import pdf, text

_PAIRS = ("0O", "0Q", "0D", "1I", "1L", "2Z", "5S", "6G", "8B")


def _replacement(pair: str) -> Maker:
    """A GSTIN printed with one sign of a pair for the other."""

    def maker(rng: Random) -> Case:
        while True:
            invoice = Invoice.some(rng)
            code = invoice.gstin
            at = [number for number, sign in enumerate(code) if sign in pair and number < 14]
            if not at:
                continue
            place = rng.choice(at)
            shown = code[:place] + pair[1 - pair.index(code[place])] + code[place + 1 :]
            if not gstin.is_valid(shown):
                return Case(pdf(text(replace(invoice, gstin=shown).runs())), "INVOICE", invoice.fields)

    return maker


def ends_in(rng: Random) -> Case:
    """A check character that is read as another, on a coarse scan."""
    while True:
        invoice = Invoice.some(rng)
        if invoice.gstin[-1] in "QOD0IZS":
            held = io.BytesIO()
            picture(invoice, 150).convert("L").save(held, "PNG")
            return Case(held.getvalue(), "INVOICE", {"dealer_gst": invoice.gstin})


KINDS: dict[str, Maker] = {
    **{f"GSTIN with {pair[0]} and {pair[1]} exchanged": _replacement(pair) for pair in _PAIRS},
    "GSTIN on a coarse scan": ends_in,
}
