"""Invoices of other countries whose parties have short headings: `Von` and `An`, `Van` and `Aan`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from simulator.documents.catalogue import Catalogue
from simulator.documents.extract import extract
from tests.documents.test_choice import blank

#: Neither party has more contacts than the other: only the headings tell whose paper it is.
PAPER = """
LOGO                                                    {title}
                                                        28.07.2023
                                                        9079

{seller}                                                {buyer}
Wirth Software                                          Jessika Software
Johanngasse 8451                                        Nelly-Cichorius-Weg 46
38110 Badalzungen                                       23171 Meiningen
                                                        contact@jessikasoftwar.com

{items}
Webdesign             1          1 202,35               5 725,49
Grafikdesign          1              4,05                  19,28

                                 {total}                 5 744,77
"""
GERMAN = {"title": "Rechnung", "items": "BESCHREIBUNG   MENGE   PREIS   SUMME", "total": "Gesamtbetrag"}
DUTCH = {"title": "Factuur", "items": "OMSCHRIJVING   AANTAL   PRIJS   BEDRAG", "total": "Totaal"}
SWEDISH = {"title": "Faktura", "items": "BESKRIVNING   ANTAL   PRIS   SUMMA", "total": "Att betala"}


@pytest.mark.parametrize(
    ("words", "seller", "buyer"),
    [(GERMAN, "Von", "An"), (DUTCH, "Van", "Aan"), (SWEDISH, "Från", "Till")],
    ids=["German", "Dutch", "Swedish"],
)
def test_short_headings_say_who_sells_and_who_buys(
    sheet: Callable[..., Any], words: dict[str, str], seller: str, buyer: str
) -> None:
    document_type = Catalogue.load().get("INVOICE")
    assert document_type is not None
    read = extract(document_type, [blank(sheet(PAPER.format(seller=seller, buyer=buyer, **words)))])
    assert (read["dealership_name"].value, read["customer_name"].value) == ("Wirth Software", "Jessika Software")
