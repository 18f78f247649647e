"""Totals as programs print them: the rupee sign gone wrong, other countries' grouping, negatives."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from random import Random

from bench.makers.case import Case, Maker
from bench.makers.paper import Invoice, picture
from bench.makers.pdf_file import pdf, text
from samples.world.numbers import grouped


def _printed(how: Callable[[int], str], negative: bool = False, words: bool = True) -> Maker:
    def maker(rng: Random) -> Case:
        invoice = Invoice.some(rng)
        invoice = replace(invoice, total=how(invoice.amount), words=words and not negative)
        total = grouped(invoice.amount)
        wanted = f"-{total}" if negative else invoice.total if invoice.total[-3] == "," else total
        fields = invoice.fields | {"total_invoice_amount": wanted}
        return Case(pdf(text(invoice.runs())), "INVOICE", fields)

    return maker


def _scanned(sign: str) -> Maker:
    """The sign on a picture, where it reads as a digit."""

    def maker(rng: Random) -> Case:
        invoice = Invoice.some(rng)
        invoice = replace(invoice, total=f"{sign}{grouped(invoice.amount)}")
        held = io.BytesIO()
        picture(invoice).save(held, "PNG")
        return Case(held.getvalue(), "INVOICE", invoice.fields)

    return maker


def _western(amount: int) -> str:
    return f"{amount:,.2f}"


KINDS: dict[str, Maker] = {
    "rupee sign as \u00b9": _printed(lambda amount: f"\u00b9{grouped(amount)}"),
    "rupee sign in the wrong encoding": _printed(lambda amount: f"\u00e2\u201a\u00b9{grouped(amount)}"),
    "rupee sign as an entity": _printed(lambda amount: f"&#8377;{grouped(amount)}"),
    "rupee sign as a question mark": _printed(lambda amount: f"?{grouped(amount)}"),
    "Rs. before": _printed(lambda amount: f"Rs.{grouped(amount)}"),
    "INR before": _printed(lambda amount: f"INR {grouped(amount)}"),
    "stroke and dash behind": _printed(lambda amount: f"{grouped(amount, paise=False)}/-"),
    "scanned, sign like a 1": _scanned("\u00b9"),
    "scanned rupee sign": _scanned("\u20b9"),
    "negative in brackets": _printed(lambda amount: f"({grouped(amount)})", negative=True),
    "minus behind": _printed(lambda amount: f"{grouped(amount)}-", negative=True),
    "grouped by a space": _printed(lambda amount: _western(amount).replace(",", " "), words=False),
    "grouped by a hard space": _printed(lambda amount: _western(amount).replace(",", "\u00a0")),
    "grouped by an apostrophe": _printed(lambda amount: _western(amount).replace(",", "'")),
    "European commas": _printed(lambda amount: _western(amount).translate(str.maketrans(",.", ".,"))),
}
