"""What fields mean beyond their type file: concepts, their labels, and which fields of which types they are of."""

from __future__ import annotations

from collections import Counter

import pytest

from simulator.documents.catalogue import Catalogue
from simulator.documents.extract.ranking.concepts import concepts, meanings
from simulator.documents.extract.ranking.similarity import Similarity, labels
from simulator.documents.phrases import key


def _labels(name: str, field: str) -> dict[str, set[str]]:
    """The labels of a field by their kinds: its own, those of its concepts, those of other things ..."""
    document_type = Catalogue.load().get(name)
    assert document_type is not None
    known = labels(document_type)
    kinds = {kind: {known.texts[at] for at in those.nonzero()[0]} for kind, those in known.kinds[field].items()}
    return {"own": {known.texts[at] for at in known.own[field]}, **kinds}


@pytest.mark.parametrize(
    ("name", "field", "label"),
    [
        ("SALARY_SLIP", "deduction_income_tax_tds", "PPh 21"),
        ("SALARY_SLIP", "deduction_income_tax_tds", "P.A.Y.E."),
        ("SALARY_SLIP", "net_pay_in_numbers", "Líquido a receber"),
        ("SALARY_SLIP", "payslip_month", "Abrechnungsmonat"),
        ("SALARY_SLIP", "joining_date", "Hire Date"),
        ("INSURANCE", "policy_number", "Número de Póliza"),
        ("INSURANCE", "insured_name", "Versicherungsnehmer"),
        ("INSURANCE", "chassis_number", "Fahrgestellnummer"),
        ("RENT_AGREEMENT", "rent_amount", "Loyer mensuel"),
        ("BANK_STATEMENT", "name", "Nom du titulaire"),
        ("INVOICE", "customer_phone_number", "Téléphone"),
        ("INVOICE", "customer_name", "Patient Name"),
        ("INVOICE", "customer_name", "Datos del cliente"),
        ("INVOICE", "total_invoice_amount", "Tổng thanh toán"),
        ("PURCHASE_ORDER", "buyer_name", "Bill To"),
    ],
)
def test_a_label_of_another_language_or_wording_is_a_fields_own(name: str, field: str, label: str) -> None:
    known = _labels(name, field)
    assert key(label) in known["own"] | known["also"]
    assert key(label) not in known["against"]


def test_what_is_net_of_a_salary_is_no_total_of_an_invoice() -> None:
    invoice = Catalogue.load().get("INVOICE")
    assert invoice is not None
    assert meanings(invoice)["total_invoice_amount"].concepts == {"total"}


def test_no_label_is_at_the_core_of_two_concepts() -> None:
    cores = Counter(label for core, _ in concepts().values() for label in core)
    assert [label for label, times in cores.items() if times > 1] == []
    assert all(core and len(every) > 3 for core, every in concepts().values())


def test_a_doctor_and_a_cashier_are_no_customers() -> None:
    assert {key("Doctor Name"), key("Cashier")} <= _labels("INVOICE", "customer_name")["against"]
    assert key("PO Bill No") in _labels("INVOICE", "invoice_number")["against"]


def test_who_orders_and_who_sells_are_two_parties() -> None:
    order = Catalogue.load().get("PURCHASE_ORDER")
    assert order is not None
    meant = {name: meaning.concepts & {"buyer", "seller"} for name, meaning in meanings(order).items()}
    assert meant["seller_name"] == meant["seller_gstin"] == {"seller"}
    assert meant["buyer_name"] == meant["buyer_gstin"] == {"buyer"}


def test_a_label_letter_for_letter_is_that_one_and_none_that_is_spelled_nearly_so() -> None:
    known = [key("Contact Number"), key("Contakt Number"), key("Contract Number")]
    policy = Catalogue.load().get("INSURANCE")
    assert policy is not None
    like = Similarity(known, policy).of("policy_number")
    assert like.also[0] == 0, "a contact number is no contract number"
    assert like.also[1] > 0.8, "what is misread may be either"
    assert like.also[2] == 1
    assert like.against[2] == 0
