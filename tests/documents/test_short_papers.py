"""Short papers: a title and a few labels are enough to tell a type, whatever else any office writes under it, and with the
name of another paper over the same labels it is none."""

from __future__ import annotations

import pytest

from simulator.documents.catalogue import Catalogue
from simulator.documents.classify import classify
from simulator.documents.evidence import Evidence
from simulator.documents.model import Page, Word
from simulator.documents.phrases import Vocabulary
from tests.documents.drawn import DrawnSheet

CATALOGUE = Catalogue.load()
#: What stands under the labels of a type on short papers of it.
LABELS = {
    "SALARY_SLIP": ("Employee Name: Anita Deshpande", "Designation: Manager", "Net Pay: Rs. 41,300.00"),
    "INSURANCE": ("Policy No: 4471920", "Name of Insured: Ravi Menon", "Premium: Rs. 12,400.00"),
    "RENT_AGREEMENT": (
        "Landlord: Ravi Menon",
        "Tenant: Kavya Iyer",
        "Monthly Rent: 14,000",
        "Security Deposit: 28,000",
    ),
    "GST_CERT": ("Legal Name: Sundar Textiles", "GSTIN: 27AAPFU0939F1ZV", "Address: Plot 7, MIDC Area, Nashik 422010"),
    "DRIVING_LICENSE": (
        "Name: Kavya Iyer",
        "DOB: 14/02/1993",
        "Valid Till: 13/02/2033",
        "Address: Sector 22, Chandigarh, India",
    ),
    "WIFI_BILL": ("Customer ID: 448190", "Plan: 100 Mbps", "Amount Payable: Rs. 943.00", "Due Date: 12/05/2025"),
    "PHONE_BILL": ("Account No: 448190", "Mobile Number: 9822737741", "Total Due: Rs. 943.00", "Due Date: 12/05/2025"),
    "EBILL": ("Consumer No: 448190", "Units Consumed: 214", "Amount Payable: Rs. 943.00", "Due Date: 12/05/2025"),
    "ITR": ("Name: Kavya Iyer", "Assessment Year: 2024-25", "Gross Total Income: 8,40,000", "Tax Payable: 41,200"),
    "ACH_FORM": ("Account Number: 448190221745", "IFSC: HDFC0001234", "Amount: 4,500.00", "Frequency: Monthly"),
    "SHOP_ACT_LICENSE": (
        "Name of Establishment: Sundar Textiles",
        "Name of Employer: Ravi Menon",
        "Nature of Business: Retail",
    ),
    "DRUG_LICENSE": ("Licence No: 20B/1142", "Licensee: Sundar Medicals", "Valid Upto: 31/12/2027"),
    "BANK_STATEMENT": (
        "Account Holder: Kavya Iyer",
        "Account Number: 448190221745",
        "IFSC Code: HDFC0001234",
        "Closing Balance: 14,200.00",
    ),
    "PURCHASE_ORDER": (
        "PO Number: 4471",
        "Vendor: Sundar Textiles",
        "Delivery Date: 12/05/2025",
        "Grand Total: 14,200.00",
    ),
    "PAN": ("Name: Kavya Iyer", "Father's Name: Ravi Iyer", "Permanent Account Number: ABCPK1234L"),
    "INVOICE": ("Date: 12/05/2025", "Customer: Kavya Iyer", "Subtotal: 4,200.00", "Total: 4,956.00"),
}
TITLES = {
    "PAN": ("Income Tax Department", "Permanent Account Number Card"),
    "SALARY_SLIP": ("Salary Slip", "PAYSLIP", "Earnings Statement", "Payslip for the month of April 2024", "Wage Slip"),
    "INSURANCE": ("Health Insurance Policy", "Term Life Policy", "Policy Schedule", "Insurance Certificate", "Insurance Binder",
                  "Contrat d'assurance", "Versicherungsschein", "Private Car Package Policy"),
    "RENT_AGREEMENT": ("House Rental Agreement", "Residential Tenancy Agreement", "Contrat de location", "Mietvertrag"),
    "GST_CERT": ("GST Registration Certificate", "Goods and Services Tax Registration Certificate"),
    "DRIVING_LICENSE": ("Driving License", "DRIVING LICENCE"),
    "WIFI_BILL": ("Broadband Bill", "Internet Invoice", "Fibernet Bill"),
    "PHONE_BILL": ("Telephone Invoice", "Mobile Postpaid Statement", "Phone Bill"),
    "EBILL": ("Electricity Bill", "Electric Service Bill", "Power Bill"),
    "ITR": ("ITR Acknowledgement", "Income Tax Return", "Computation of Total Income"),
    "ACH_FORM": ("NACH Mandate Form", "ACH Mandate"),
    "SHOP_ACT_LICENSE": ("Shop Act License", "Gumasta License", "Shop and Establishment Certificate"),
    "DRUG_LICENSE": ("Drug License", "Retail Drug Licence"),
    "BANK_STATEMENT": ("Account Statement", "Transaction History", "e-Statement"),
    "PURCHASE_ORDER": ("Purchase Order", "Local Purchase Order"),
    "INVOICE": ("Subscription Invoice", "Invoice for Repairs", "Lotus Trading - Invoice", "Delivery Challan cum Invoice",
                "Lotus - Fatura de Reserva", "Hospital Bill", "Rechnung"),
}  # fmt: skip
OTHERS = {
    "PAN": ("Form 49A", "TAN Certificate", "PAN Verification Report"),
    "SALARY_SLIP": ("Salary Certificate", "Offer Letter", "Form 16", "Timesheet"),
    "INSURANCE": ("Insurance Claim Form", "Insurance Quotation", "Proposal Form", "Renewal Notice"),
    "RENT_AGREEMENT": ("House Rent Receipt", "Loan Agreement", "Car Rental Agreement", "Rental Application"),
    "DRIVING_LICENSE": ("Employee ID Card", "Learner's Licence"),
    "EBILL": ("Water Bill", "Meter Installation Form", "New Connection Application"),
    "ITR": ("Form 16", "Tax Audit Report", "TDS Certificate"),
    "BANK_STATEMENT": ("Loan Account Statement", "Credit Card Statement", "Fixed Deposit Receipt", "Customer Ledger"),
    "PURCHASE_ORDER": ("Sales Order", "Goods Received Note", "Purchase Requisition"),
    "INVOICE": ("Receipt Voucher", "Order Confirmation", "Price Quotation", "Loan Statement", "Delivery Note"),
}
#: What any office writes at the foot of any paper.
FEET = ("This is a computer generated document", "Dear customer, please pay on time", "Thank you for your business")


def short(title: str, labels: tuple[str, ...], foot: str) -> Page:
    words: list[Word] = []

    def line(text: str, top: int, height: int) -> None:
        left = 90
        for word in text.split():
            width = int(len(word) * height * 0.62)
            words.append(Word(word, (left, top, left + width, top + height), 0.96, top))
            left += width + int(height * 0.4)

    line(title, 90, 34)
    for at, label in enumerate(labels):
        line(label, 180 + 46 * at, 20)
    line(foot, 260 + 46 * len(labels), 18)
    return Page(1, 1240, 1754, tuple(words))


def told(title: str, labels: tuple[str, ...], foot: str = FEET[0]) -> str:
    return classify([DrawnSheet(short(title, labels, foot))], CATALOGUE).document_type


@pytest.mark.parametrize("foot", FEET)
@pytest.mark.parametrize(("name", "title"), [(name, title) for name, titles in TITLES.items() for title in titles])
def test_a_title_and_a_few_labels_are_enough(name: str, title: str, foot: str) -> None:
    assert told(title, LABELS[name], foot) == name


@pytest.mark.parametrize(("name", "title"), [(name, title) for name, titles in OTHERS.items() for title in titles])
def test_the_name_of_another_paper_over_the_same_labels_is_none(name: str, title: str) -> None:
    assert told(title, LABELS[name]) == ""


def test_a_bank_statement_is_one_by_its_name_alone() -> None:
    assert (
        told("Bank Statement", ("Bankist", "01/02/2024 Deposit 12,000.00", "06/02/2024 Transfer -3,500.00"))
        == "BANK_STATEMENT"
    )


@pytest.mark.parametrize("firm", ["Metro Power Supply Co", "Bright Electric Company"])
def test_an_invoice_of_a_firm_with_power_in_its_name_is_no_electricity_bill(firm: str) -> None:
    labels = (f"From: {firm}", "Invoice Date: 12/05/2025", "Due Date: 26/05/2025", "Amount Due: 4,956.00")
    assert told("Service Invoice", labels) == "INVOICE"


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("Subscription Invoice", True),
        ("Invoice for Repairs", True),
        ("Lotus Trading - Invoice", True),
        ("Invoice Ninja Works", False),
        ("How we write every invoice", True),
        ("How we write every single invoice", False),
    ],
)
def test_a_large_heading_of_few_words_is_a_title_by_its_last_or_by_those_before_for(heading: str, names: bool) -> None:
    page = short(heading, LABELS["INVOICE"], FEET[0])
    assert Evidence([DrawnSheet(page)], Vocabulary(["invoice"])).has("invoice", "title") is names


#: A carrier's slip, as goes with goods on a lorry.
SLIP = ("GR No: 418", "Consignor Copy", "Consignee: Asha Stores", "Hamali: 40.00", "Invoice No: 17", "Total: 940.00")


def test_what_goes_with_goods_on_a_lorry_is_no_invoice() -> None:
    assert told("Vaibhavi Roadlines", SLIP) == ""
    assert told("Tax Invoice", SLIP) == "INVOICE"
    assert told("Vaibhavi Roadlines", (*SLIP, "Bill to: Asha Stores")) == "INVOICE", "a bill for several of them"


def test_a_challan_with_an_invoice_number_is_none() -> None:
    labels = ("Invoice # 17", "Quantity Rate Amount", "2 40.00 80.00", "Total: 80.00", "Customer: A. Rao")
    assert told("Challan", labels) == ""
    assert told("Invoice cum Challan", labels) == "INVOICE"


def test_a_statement_with_an_invoice_among_its_transactions_stays_one() -> None:
    row = "01 Mar 2026 RC-1 Customer payment Invoice 933 285.00 985.00"
    assert told("Bank Statement", ("Commercial Bank", "Date Description Debit Credit Balance", row)) == "BANK_STATEMENT"
