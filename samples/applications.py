"""Whole loan applications: the papers of one sale, agreeing with each other or with one planted difference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from samples.drawn import DrawnDocument
from samples.layouts import layouts
from samples.world import numbers, people, places, sales
from samples.world.sales import Sale

FOLDER = "applications"
#: The checks that Atlas documents for consumer durable loans.
DOCUMENTED = ("DEALER_ADDRESS", "CUSTOMER_NAME", "CUSTOMER_DELIVERY_ADDRESS", "CUSTOMER_MOBILE_NUMBER")

Pieces = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Plan:
    """An application: goods, the (layout, quality) of each paper, and what differs: the names of the checks that fall."""

    name: str
    kind: str
    pieces: Pieces
    differing: tuple[str, ...] = ()


PLANS = (
    Plan(
        "agreeing-1-phone",
        "phone",
        (("boxed", "scan"), ("form", "clean"), ("about-dark", "clean"), ("pvc", "scan"), ("new", "scan")),
    ),
    Plan(
        "agreeing-2-television",
        "television",
        (("half-sheet", "scan"), ("grid", "scan"), ("appliance", "clean"), ("letter", "scan"), ("old", "scan")),
    ),
    Plan(
        "agreeing-3-laptop",
        "laptop",
        (
            ("web-shop", "clean"),
            ("letter", "scan"),
            ("laptop", "photo"),
            ("both-sides", "scan"),
            ("electronic", "clean"),
        ),
    ),
    Plan(
        "agreeing-4-photos",
        "phone",
        (("half-sheet", "photo"), ("receipt", "photo"), ("phone-box", "photo"), ("pvc", "photo"), ("new", "photo")),
    ),
    Plan(
        "differing-amount",
        "refrigerator",
        (("boxed", "scan"), ("grid", "clean"), ("appliance", "photo"), ("pvc", "scan"), ("old", "scan")),
        ("TOTAL_AMOUNT",),
    ),
    Plan(
        "differing-customer",
        "phone",
        (("boxed", "clean"), ("receipt", "scan"), ("dialog", "clean"), ("letter", "clean"), ("new", "photo")),
        ("CUSTOMER_NAME", "CUSTOMER_DELIVERY_ADDRESS", "CUSTOMER_MOBILE_NUMBER"),
    ),
    Plan(
        "differing-dealer-address",
        "washing machine",
        (("boxed", "scan"), ("letter", "clean"), ("appliance", "clean"), ("pvc", "photo"), ("old", "clean")),
        ("DEALER_ADDRESS",),
    ),
    Plan(
        "differing-imei",
        "phone",
        (("half-sheet", "clean"), ("form", "scan"), ("about-light", "photo"), ("pvc", "clean"), ("new", "clean")),
        ("IMEI_INVOICE_IMAGE",),
    ),
)


@dataclass(frozen=True)
class PlannedPaper:
    """One drawn document of an application, the layout it has, and the quality it is shown in."""

    stem: str
    drawn: DrawnDocument
    layout: str
    quality: str
    rng: Random


def papers(plan: Plan, seed: int) -> Iterator[PlannedPaper]:
    """The documents of an application, in the order in which they are uploaded."""
    rng = Random(f"{seed}/application/{plan.name}")
    sale = replace(sales.some(rng, (plan.kind,)), proper=True)
    billed, shown = _billed(plan, sale, rng), _shown(plan, sale, rng)
    known = layouts()
    product = known["PRODUCT_STICKER"] | known["IMEI_CLOSEUP_IMAGE"]
    drawing: tuple[tuple[str, dict[str, Any], Any], ...] = (
        ("invoice", known["INVOICE"], billed),
        ("delivery-order", known["DELIVERY_ORDER"], sale),
        ("product", product, shown.first),
        ("aadhaar", known["AADHAAR"], sale.customer),
        ("pan", known["PAN"], sale.customer),
    )
    for (stem, its, about), (layout, quality) in zip(drawing, plan.pieces, strict=True):
        own = Random(f"{seed}/application/{plan.name}/{stem}")
        yield PlannedPaper(stem, its[layout](own, about), layout, quality, own)


def write_manifest(folder: Path, plan: Plan, documents: list[dict[str, str]], seed: int) -> None:
    """`application.json`: what is uploaded, and which checks should agree (80 and more) and which should not."""
    agreeing = [name for name in DOCUMENTED if name not in plan.differing]
    values = {
        "application_id": f"CDL{numbers.some_digits(Random(f'{seed}/{plan.name}'), 8)}",
        "product_type": "PROD_CDL",
        "documents": documents,
        "expected": {"agreeing": agreeing, "differing": list(plan.differing)},
    }
    (folder / "application.json").write_bytes(msgspec.json.format(msgspec.json.encode(values), indent=2) + b"\n")


def _billed(plan: Plan, sale: Sale, rng: Random) -> Sale:
    """The sale as the invoice has it."""
    if plan.differing == ("DEALER_ADDRESS",):
        state = sale.dealer.address.state
        moved = places.shop(rng, state)
        while moved.city == sale.dealer.address.city:
            moved = places.shop(rng, state)
        return replace(sale, dealer=replace(sale.dealer, address=moved))
    if "CUSTOMER_NAME" in plan.differing:
        other = people.person(rng, sale.customer.home.state)
        while other.surname == sale.customer.surname or other.home.pin == sale.customer.home.pin:
            other = people.person(rng, sale.customer.home.state)
        return replace(sale, customer=other)
    if plan.differing == ("TOTAL_AMOUNT",):
        return replace(sale, goods=(replace(sale.first, price=sale.first.price + 7500),))
    return sale


def _shown(plan: Plan, sale: Sale, rng: Random) -> Sale:
    """The sale as the phone in the picture has it."""
    if plan.differing == ("IMEI_INVOICE_IMAGE",):
        return replace(sale, goods=(replace(sale.first, imeis=(numbers.imei(rng), numbers.imei(rng))),))
    return sale
