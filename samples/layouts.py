"""Every layout there is, by document type. A new family is a module in `types/` and a name in `FAMILIES`."""

from __future__ import annotations

from importlib import import_module

from samples.drawn import Layout

#: Modules of `types/`, in the order in which they are drawn.
FAMILIES = (
    "invoice",
    "invoice_columns",
    "invoice_kinds",
    "delivery_order",
    "screens",
    "labels",
    "pan",
    "aadhaar",
    "registration",
    "licences",
    "banking",
    "bills",
    "income",
    "identity",
    "insurance",
    "trade",
    "dealer_papers",
    "rto",
    "deeds",
    "agreements",
    "land_records",
    "property_papers",
    "company",
    "lending_papers",
    "pdfs",
    "photos",
    "foreign",
    "foreign_papers",
    "foreign_contracts",
)


def layouts() -> dict[str, dict[str, Layout]]:
    """Document type → name of a layout → what draws it."""
    found: dict[str, dict[str, Layout]] = {}
    for family in FAMILIES:
        for name, its in import_module(f"samples.types.{family}").LAYOUTS.items():
            found.setdefault(name, {}).update(its)
    return found
