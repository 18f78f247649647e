"""Registrations, cards, policies, payslips and returns are known and read, each from one clean sample with its truth."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simulator.documents.reader import Reader, open_reader

#: Type, layout, and fields that must be read exactly, so that a rule that breaks is named.
PAPERS = {
    "UDYAM_CERT/particulars-1": (
        "udyam_registration_number",
        "owner_name",
        "name_of_unit",
        "nic_5_digit_code",
        "gender",
    ),
    "SHOP_ACT_LICENSE/intimation-1": ("registration_number", "receipt_id", "nature_of_business", "total_employees"),
    "FSSAI/licence-1": ("registration_number", "address_of_business", "kind_of_business", "valid_upto"),
    "DRUG_LICENSE/retail-1": ("license_number", "licensee_name", "address"),
    "ACH_FORM/registration-1": ("bank_name", "ifsc_code", "emi_amount", "first_emi_date", "signatures_found"),
    "ITR/computation-1": ("assessee_name", "financial_year", "income_from_salary", "total_taxes_paid", "tax_due"),
    "SALARY_SLIP/bureau-1": ("employee_name", "payslip_month", "earning_basic", "deduction_pf", "net_pay_in_words"),
    "DRIVING_LICENSE/smart-card-1": ("dl_number", "name", "valid_till", "state"),
    "VOTER_ID/colour-1": ("voter_id", "gender"),
    "PASSPORT/page-1": ("passport_number", "name", "place_of_birth", "date_of_expiry"),
    "RC_BOOK/form-23-1": ("owner_name", "vehicle_number", "engine_number"),
    "INSURANCE/cover-note-1": ("insured_name", "policy_number", "IDV", "start_date", "end_date"),
    "PURCHASE_ORDER/boxed-1": ("seller_name", "buyer_gstin", "total_invoice_amount"),
    "DEBIT_NOTE/half-sheet-1": ("customer_name", "insurance_charges", "hypothecation_charges"),
    "MARGIN_MONEY_RECEIPT/book-1": ("customer_name", "mmr_amount", "hypothecation_status"),
}


@pytest.fixture(scope="module")
def reader() -> Reader:
    return open_reader(engine="tesserocr", model="fast", max_pages=5, catalogue=())


@pytest.mark.parametrize("paper", list(PAPERS))
def test_a_clean_paper_is_known_and_its_fields_are_read(reader: Reader, sample_docs: Path, paper: str) -> None:
    truth = json.loads((sample_docs / f"{paper}-clean.json").read_text(encoding="utf-8"))
    document = next(path for path in sample_docs.glob(f"{paper}-clean.*") if path.suffix != ".json")
    reading = reader.read(document.read_bytes())
    assert reading.document_type == truth["type"]
    read = {name: field.value for name, field in reading.fields.items()}
    assert {name: read.get(name) for name in PAPERS[paper]} == {name: truth["fields"][name] for name in PAPERS[paper]}
