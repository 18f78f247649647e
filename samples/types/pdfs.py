"""Documents as people send them most: PDF files, made by a program or by a scanner."""

from __future__ import annotations

from samples.drawn import Layout, as_pdf
from samples.types import (
    aadhaar,
    banking,
    delivery_order,
    income,
    insurance,
    invoice,
    invoice_columns,
    pan,
    registration,
)

LAYOUTS: dict[str, dict[str, Layout]] = {
    "INVOICE": {"web-shop-pdf": as_pdf(invoice_columns.web_shop), "boxed-pdf": as_pdf(invoice.boxed, "scan")},
    "DELIVERY_ORDER": {"form-pdf": as_pdf(delivery_order.form)},
    "PAN": {"electronic-pdf": as_pdf(pan.electronic)},
    "AADHAAR": {"both-sides-pdf": as_pdf(aadhaar.both_sides, "scan")},
    "GST_CERT": {"form-pdf": as_pdf(registration.gst_form)},
    "UDYAM_CERT": {"particulars-pdf": as_pdf(registration.udyam_details)},
    "BANK_STATEMENT": {"columns-pdf": as_pdf(banking.columns)},
    "ITR": {"acknowledgement-pdf": as_pdf(income.acknowledgement)},
    "SALARY_SLIP": {"bureau-pdf": as_pdf(income.payslip)},
    "INSURANCE": {"schedule-pdf": as_pdf(insurance.schedule)},
}
