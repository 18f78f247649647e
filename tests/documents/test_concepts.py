"""What fields mean beyond their type file: concepts, their labels, and which fields of which types they are of."""

from __future__ import annotations

from collections import Counter

import pytest

from simulator.documents.catalogue import Catalogue
from simulator.documents.extract.ranking.concepts import concepts, meanings
from simulator.documents.phrases import key


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
    ],
)
def test_a_label_of_another_language_or_wording_is_a_fields_own(name: str, field: str, label: str) -> None:
    document_type = Catalogue.load().get(name)
    assert document_type is not None
    meaning = meanings(document_type)[field]
    assert key(label) in {*meaning.own, *meaning.also}
    assert key(label) not in meaning.against


def test_what_is_net_of_a_salary_is_no_total_of_an_invoice() -> None:
    invoice = Catalogue.load().get("INVOICE")
    assert invoice is not None
    assert meanings(invoice)["total_invoice_amount"].concepts == {"total"}


def test_no_label_is_at_the_core_of_two_concepts() -> None:
    cores = Counter(label for core, _ in concepts().values() for label in core)
    assert [label for label, times in cores.items() if times > 1] == []
    assert all(core and len(every) > 3 for core, every in concepts().values())
