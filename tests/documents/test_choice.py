"""Which of all values on a paper is a field's: layouts that no type file foresees, with words where they stand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from simulator.documents.catalogue import Catalogue, decode_type
from simulator.documents.extract import extract
from simulator.documents.extract.document import FieldExtraction
from simulator.documents.extract.explain import explain_fields
from simulator.documents.extract.ranking.assign import assigned
from simulator.documents.extract.ranking.choose import _choice, answers, at_its_label, context_of
from simulator.documents.extract.ranking.concepts import meanings
from simulator.documents.extract.ranking.features import NAMES
from simulator.documents.extract.ranking.settled import totals_of_invoices
from simulator.documents.extract.ranking.text_traits import NAMED, named_like
from simulator.documents.formats.dates import day
from simulator.documents.model import Field, Page
from simulator.documents.pages.prepare import Geometry
from simulator.documents.pages.sheet import PictureCache, Sheet
from simulator.documents.phrases import key
from simulator.documents.schema import FieldSpec

Invoice = Callable[[str], dict[str, Field]]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load()


@pytest.fixture
def invoice(sheet: Callable[..., Any], catalogue: Catalogue) -> Invoice:
    document_type = catalogue.get("INVOICE")
    assert document_type is not None
    return lambda text: extract(document_type, [blank(sheet(text))])


#: What is left to pay has the labels of a total, at the top and at the end.
PARTLY_PAID = """
Fynbos Light Photography Ltd                            INVOICE
375 Albert Road, Woodstock                              Invoice Date:  24/03/2025
Cape Town 7925, South Africa                            Due Date:      07/04/2025
                                                        Amount Due:    R11,022.92
Lerato Mokoena
19 Protea Road                                          Invoice No. FLP-0412
Kirstenhof, Cape Town 7945

Item                    Description                     Qty     Price          Total
Wedding                 22 March 2025                   1.00    R15,080.80     R15,080.80
Second photographer     Ceremony                        1.00    R3,200.00      R3,200.00
                                                                Subtotal       R18,280.80
                                                                VAT (15.00%)   R2,742.12
                                                                Total          R21,022.92
                                                                {paid}
                                                                Balance        R11,022.92
"""


def blank(sheet: Any) -> Sheet:
    """The words of a sheet on a picture on which nothing is seen."""
    page: Page = sheet.page
    white = np.full((page.height, page.width, 3), 255, np.uint8)
    return Sheet(page, 200, Geometry(np.eye(3), page.width, page.height), lambda: white, PictureCache(100_000_000))


POLICY = """
PRIVATE CAR PACKAGE POLICY
Policy Number: 4471920
Insured Name: Ravi Menon
Period of Insurance: 03/10/2025 to 02/10/2026
Gross Premium: 12,400.00
"""
#: Sender and receiver side by side, neither with a heading that the type file lists, no colons.
LETTER = """
INVOICE                                                 Northwind Tools Ltd
                                                        8 Quay Street
                                                        Bristol BS1 4DB
                                                        United Kingdom
                                                        +44 117 555 0199
                                                        billing@northwindtools.example

Invoice for                          Invoice #          NT-20817
Mary Osborne                         Issued             4 March 2025
77 Chapel Lane                       Due                3 April 2025
Leeds LS2 8NG
United Kingdom

Item                    Qty          Price              Total
Torque wrench           2            120.00             240.00
Socket set              1            84.50              84.50

                                     Subtotal           324.50
                                     VAT 20%            64.90
                                     Amount due         389.40
"""

RECHNUNG = """
Holzwerk Brandt GmbH
Lindenweg 12
50674 Köln

Rechnungsempfänger
Sabine Krüger
Am Markt 3
53111 Bonn

Rechnungsnummer    HB-2214
Rechnungsdatum     14.05.2024
Lieferdatum        10.05.2024

Artikel                      Menge      Preis        Summe
Regalbrett Eiche             4          38,00        152,00

Zwischensumme                                        152,00
MwSt 19%                                             28,88
Gesamtbetrag                                         180,88
"""


#: Under two parties whose tax numbers are of another country a number that is torn.
TORN = """
Alpenkraft Handel GmbH
Gewerbepark 15
1030 Wien
UID-Nr: ATU67891234

RECHNUNG

Rechnungsnummer: RE-2025-        Rechnungsdatum: 26.08.2025
08734

Rechnungsadresse
Sabine Krueger
Am Markt 3
53111 Bonn

Artikel                      Menge      Preis        Summe
Regalbrett Eiche             4          38,00        152,00

Gesamtbetrag                                         152,00
"""

#: Lines between name and address that belong to neither, no heading over the receiver.
LINES_BETWEEN = """
Holzwerk Brandt GmbH
Meisterbetrieb seit 1985
Lindenweg 12
50674 Köln
Österreich
UID: ATU12345678

Rechnung an
Digital Solutions GmbH
Dr. Michael Berger
Am Markt 3
53111 Bonn
Deutschland

Rechnungsnummer    HB-2214
Rechnungsdatum     14.05.2024

Artikel                      Menge      Preis        Summe
Regalbrett Eiche             4          38,00        152,00

Gesamtbetrag                                         152,00
"""


def value(fields: dict[str, Field], name: str) -> Any:
    return fields[name].value if name in fields else ""


def test_two_parties_without_known_headings_have_each_their_own_name_and_address(invoice: Invoice) -> None:
    fields = invoice(LETTER)
    assert value(fields, "dealership_name") == "Northwind Tools Ltd"
    assert value(fields, "customer_name") == "Mary Osborne"
    assert key(value(fields, "customer_address")) == key("77 Chapel Lane, Leeds LS2 8NG, United Kingdom")


def test_an_address_goes_on_to_its_country_and_takes_no_telephone_number_along(invoice: Invoice) -> None:
    address = value(invoice(LETTER), "dealer_address")
    assert key(address) == key("8 Quay Street, Bristol BS1 4DB, United Kingdom")


def test_neither_a_tagline_nor_a_person_nor_a_tax_number_is_part_of_an_address(invoice: Invoice) -> None:
    fields = invoice(LINES_BETWEEN)
    assert key(value(fields, "dealer_address")) == key("Lindenweg 12, 50674 Köln, Österreich")
    assert key(value(fields, "customer_address")) == key("Am Markt 3, 53111 Bonn, Deutschland")


def test_the_total_is_neither_the_sum_before_tax_nor_a_line(invoice: Invoice) -> None:
    assert value(invoice(LETTER), "total_invoice_amount") == "389.40"


def test_of_several_dates_the_one_of_issue_is_taken(invoice: Invoice) -> None:
    fields = invoice(LETTER)
    assert value(fields, "invoice_date") == "4 March 2025"
    assert value(fields, "invoice_number") == "NT-20817"


def test_labels_of_another_language_are_labels(invoice: Invoice) -> None:
    fields = invoice(RECHNUNG)
    assert value(fields, "invoice_number") == "HB-2214"
    assert value(fields, "invoice_date") == "14.05.2024"
    assert value(fields, "total_invoice_amount") == "180,88"
    assert value(fields, "customer_name") == "Sabine Krüger"


def test_a_code_that_is_torn_goes_on_in_the_next_line(invoice: Invoice) -> None:
    assert value(invoice(TORN), "invoice_number") == "RE-2025-08734"


def test_a_tax_number_of_another_country_is_no_gstin(invoice: Invoice) -> None:
    assert "dealer_gst" not in invoice(TORN)


def test_what_is_not_on_the_paper_stays_empty(invoice: Invoice) -> None:
    fields = invoice(RECHNUNG)
    assert not {"dealer_gst", "customer_email", "customer_phone_number", "downpayment_amount"} & set(fields)


def test_no_words_are_answered_for_two_fields_of_a_kind(invoice: Invoice) -> None:
    for text in (LETTER, RECHNUNG):
        fields = invoice(text)
        named = ("dealership_name", "customer_name", "dealer_address", "customer_address")
        places = [place for name in named if name in fields for place in fields[name].places]
        assert len(places) == len(set(places))


def test_why_names_the_evidence_and_what_came_second(sheet: Callable[..., Any], catalogue: Catalogue) -> None:
    document_type = catalogue.get("INVOICE")
    assert document_type is not None
    tried = [
        way for way in explain_fields(document_type, [blank(sheet(LETTER))]) if way.field == "total_invoice_amount"
    ]
    assert tried[0].taken
    assert tried[0].found[0].value == "389.40"
    assert len(tried[0].found) > 1
    assert "page 1" in tried[0].found[0].rule
    assert "add up to it" in tried[0].found[0].rule
    assert tried[0].found[1].confidence < tried[0].found[0].confidence


def test_a_type_of_ones_own_is_read_without_training(sheet: Callable[..., Any]) -> None:
    own = decode_type(
        Path("own.toml"),
        b"""
name = "LOCKER_SLIP"
title = "Locker slip"
[[fields]]
name = "locker"
format = "code"
find = [{ labels = ["locker no"] }]
[[fields]]
name = "renter"
format = "name"
find = [{ labels = ["hirer"] }]
""",
    )
    fields = extract(own, [sheet("Locker No : K-114\nHirer : Asha Verma\nRent paid : 1,200.00")])
    assert (value(fields, "locker"), value(fields, "renter")) == ("K-114", "Asha Verma")


def test_the_same_words_give_the_same_choice(invoice: Invoice) -> None:
    assert invoice(LETTER) == invoice(LETTER)


@pytest.mark.parametrize(
    ("format", "led", "proof", "answered"),
    [("gstin", 1, 0.9, True), ("gstin", 0, 0.9, False), ("gstin", 1, 0.5, False), ("name", 1, 0.9, False)],
)
def test_a_code_that_its_own_label_leads_to_has_to_be_worth_half(
    format: str, led: int, proof: float, answered: bool
) -> None:
    rows = np.zeros((1, len(NAMES)))
    rows[0, NAMES.index("way_first")] = led
    field = SimpleNamespace(spec=FieldSpec("dealer_gst", format=format), rows=rows)
    claim: Any = SimpleNamespace(field=field, at=0, option=SimpleNamespace(found=SimpleNamespace(proof=proof)))
    assert answers(claim, 0.5, 0.65, 2.0) is answered
    assert answers(claim, 0.9, 0.9, 2.0)
    assert not answers(claim, 0.1, 0.3, 2.0)


@pytest.mark.parametrize(
    ("format", "labelled", "answer"),
    [
        ("date", "28 Jan 2025", "28 Jan 2025"),
        ("date", "29 Jan 2025", "28/01/2025"),
        ("code", "28 Jan 2025", "28/01/2025"),
    ],
)
def test_a_date_that_the_paper_says_twice_is_answered_as_it_stands_at_its_label(
    format: str, labelled: str, answer: str
) -> None:
    def claim(value: str, led: int) -> Any:
        rows = np.zeros((1, len(NAMES)))
        rows[0, NAMES.index("way_first")] = led
        option = SimpleNamespace(
            value=value, key=key(value), day=day(value), format=format, found=SimpleNamespace(proof=0.6)
        )
        return SimpleNamespace(field=SimpleNamespace(rows=rows), at=0, option=option)

    best, other = claim("28/01/2025", 0), claim(labelled, 1)
    assert at_its_label([best, other], best).option.value == answer
    choice = _choice([best, other], np.array([0.9, 0.8]), best, 0.9)
    assert choice.claim.option.value not in [runner_up.option.value for runner_up, _ in choice.others]


def test_a_beginning_comes_before_its_end(sheet: Callable[..., Any], catalogue: Catalogue) -> None:
    document_type = catalogue.get("INSURANCE")
    assert document_type is not None
    fields = FieldExtraction(document_type, [blank(sheet(POLICY))]).weighed
    dates = [field for field in fields if field.spec.name in ("start_date", "end_date")]
    scores = {field.spec.name: np.full(len(field.options), 0.5) for field in dates}
    for field in dates:  # each by itself were the other
        other = {"start_date": "02/10/2026", "end_date": "03/10/2025"}[field.spec.name]
        scores[field.spec.name][[option.value == other for option in field.options]] = 0.6
    context = context_of(dates, scores, meanings(document_type))
    chosen = assigned(
        context, {name: np.array([claim.score for claim in claims]) for name, claims in context.claims.items()}
    )
    assert {name: claim.option.value for name, claim in chosen.items()} == {
        "start_date": "03/10/2025",
        "end_date": "02/10/2026",
    }


def test_a_period_of_dates_that_begin_with_the_year_is_read_whole(
    sheet: Callable[..., Any], catalogue: Catalogue
) -> None:
    document_type = catalogue.get("INSURANCE")
    assert document_type is not None
    read = extract(
        document_type, [blank(sheet(POLICY.replace("03/10/2025 to 02/10/2026", "2025-10-03 to 2026-10-02")))]
    )
    assert (read["start_date"].value, read["end_date"].value) == ("2025-10-03", "2026-10-02")


def test_an_aadhaar_number_may_be_masked_by_stars(sheet: Callable[..., Any], catalogue: Catalogue) -> None:
    document_type = catalogue.get("AADHAAR")
    assert document_type is not None
    text = "Government of India\nLakhan Baghel\nDOB: 14/02/1993\nMale\n**** **** 4106"
    assert extract(document_type, [blank(sheet(text))])["aadhaar_number"].value == "**** **** 4106"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("User Information", False),
        ("ELECTRICITY USAGE SUMMARY", False),
        ("Supply/Cash Memo", False),
        ("Pay Slip", False),
        ("Information Systems Ltd", True),
        ("Usha Rao", True),
    ],
)
def test_the_head_of_a_part_of_a_paper_is_no_name(text: str, names: bool) -> None:
    assert bool(named_like(text, text)[NAMED.index("not_name")]) is not names


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("PROVIDED that a person driving holds an effective", True),
        ("received the entire", True),
        ("be opened with [Bank", True),
        ("Bank of Baroda", False),
        ("Shri. A. K. De and Sons", False),
        ("Mutual of Omaha Insurance Company", False),
    ],
)
def test_parts_of_sentences_are_told_from_names(text: str, sentence: bool) -> None:
    assert (named_like(text, text)[NAMED.index("prose")] > 0.3) is sentence


def test_of_a_bill_of_use_the_rest_is_what_is_asked_for(catalogue: Catalogue) -> None:
    told = {name: totals_of_invoices(meanings(catalogue.get(name))) for name in ("INVOICE", "EBILL", "INSURANCE")}
    assert told == {"INVOICE": {"total_invoice_amount"}, "EBILL": set(), "INSURANCE": set()}


@pytest.mark.parametrize("paid", ["Paid           R10,000.00", "Deposit received   R10,000.00"])
def test_an_invoice_is_worth_its_total_and_not_what_is_left_to_pay(invoice: Invoice, paid: str) -> None:
    assert invoice(PARTLY_PAID.format(paid=paid))["total_invoice_amount"].value == "21,022.92"
