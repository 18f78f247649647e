"""Where addresses begin and end: with the house between a name and a street, without names, labels and what follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from simulator.documents.catalogue import Catalogue
from simulator.documents.extract import extract
from simulator.documents.extract.ranking.address_bounds import is_house
from simulator.documents.phrases import key
from tests.documents.test_choice import blank

PAPER = """
Customer                                            Issued by
Reynolds-Bennett                                    Lewis Inc
c/o Lee Smith                                       1 Bethany Mews
{house}                                             Katieview
{street}                                            BA47 8SA
Lake Clareburgh                                     SOUTH AFRICA
RG0 2BZ                                             Ph 048 774 5806
SOUTH AFRICA

Invoice #            Due date              Date               Customer ref
2020-668             26/12/20              19/12/20           45256951

Description                      Qty           Price          Amount
Leather wallet                     2          301.00          602.00
Coffee beans 1kg                   1          720.91          720.91
                                              Sub-total     1,322.91
                                              Total         1,322.91
"""


@pytest.mark.parametrize(
    ("house", "street"),
    [
        ("Walker House", "Flat 49, Jones Pines"),
        ("The Old Mill", "992 Combs Ridge Suite 225"),
        ("Haus B", "Jones Pines 56"),
    ],
)
def test_a_house_between_a_name_and_a_street_is_part_of_the_address(
    sheet: Callable[..., Any], house: str, street: str
) -> None:
    document_type = Catalogue.load().get("INVOICE")
    assert document_type is not None
    read = extract(document_type, [blank(sheet(PAPER.format(house=house, street=street)))])
    assert read["customer_name"].value == "Reynolds-Bennett"
    assert key(read["customer_address"].value) == key(f"{house}, {street}, Lake Clareburgh, RG0 2BZ, SOUTH AFRICA")


@pytest.mark.parametrize(
    "text", ["Walker House", "The Old Dairy", "Block G", "P.O. Box 214", "Résidence Les Pins", "Silver Oak Apartments,"]
)
def test_houses_are_told_by_their_names(text: str) -> None:
    assert is_house(text)


@pytest.mark.parametrize(
    "text",
    [
        "Peter Park",
        "John Hall",
        "Bombay Dyeing Mills",
        "Haus Weber GmbH",
        "Unit Trust of India",
        "Studio Ghibli",
        "c/o Lee Smith",
        "Purchasing Department",
        "House",
        "12 Mill Road",
        "Old Trafford Foods Pvt Ltd",
    ],
)
def test_persons_departments_and_streets_are_no_houses(text: str) -> None:
    assert not is_house(text)


#: India's invoices say below the address which state's tax is due, and some sellers have a yard besides their office.
WITH_LABELS = """
                                 TAX INVOICE                              Original Copy
                             HAMMOND ELECTRICALS
                   Iron & Steel Merchants and Order Suppliers
        Off. : No. 234, IInd Floor, Gandhi Ganj, P.O. Nayabazar, New Delhi-110017, Delhi
        Yard : 16/43, Chandan Kunj, Temple Street, Gajuwaka, Visakhapatnam, Pin: 530 026
        Ph. : +91 8223779019 (O), 8434292615 (M) | info@hammondelectri.com
GSTIN : 07AIMCS6230K1ZK                     PAN No. AIMCS6230K

Buyer : Jensen Agencies
Shop No. 16, Prime Square, Subhash Marg
Viman Nagar
Pune - 411 014
Maharashtra, India
State Name : Maharashtra, Code : 27
Mobile No : 8122628005
GSTIN/UIN : 27FEOCI6555M1ZE

Invoice No. : 2329          Invoice Date : 03/05/2017

Sr.  Description of Goods   HSN        Pcs     Rate         Amount
1    ISMC 100               72163100   53      4,284.57     2,27,082.39
                                    IGST @ 18%                40,874.84
                                    G. TOTAL                2,67,957.00
"""


def test_a_line_with_a_label_behind_an_address_is_no_part_of_it(sheet: Callable[..., Any]) -> None:
    document_type = Catalogue.load().get("INVOICE")
    assert document_type is not None
    read = extract(document_type, [blank(sheet(WITH_LABELS))])
    assert key(read["dealer_address"].value) == key(
        "No. 234, IInd Floor, Gandhi Ganj, P.O. Nayabazar, New Delhi-110017, Delhi"
    )
    assert key(read["customer_address"].value) == key(
        "Shop No. 16, Prime Square, Subhash Marg, Viman Nagar, Pune - 411 014, Maharashtra, India"
    )


ROWS = """
From: Jason Tools Ltd, The Old Mill, 38660 Griffin Port, West Aaronfort, QC T4A 8S3, Canada
To: Dana Wills, 843 Allen View Apt. 067, Lake Andrea NU G5V 2P9
For: Spring fair

Invoice no 93582
Date 2021-05-01

Description                      Qty           Price          Amount
Leather wallet                     2          301.00          602.00
Coffee beans 1kg                   1          720.91          720.91
                                              Total         1,322.91
"""


def test_a_house_right_behind_a_name_in_one_line_is_part_of_the_address(sheet: Callable[..., Any]) -> None:
    document_type = Catalogue.load().get("INVOICE")
    assert document_type is not None
    read = extract(document_type, [blank(sheet(ROWS))])
    assert key(read["dealer_address"].value) == key(
        "The Old Mill, 38660 Griffin Port, West Aaronfort, QC T4A 8S3, Canada"
    )
