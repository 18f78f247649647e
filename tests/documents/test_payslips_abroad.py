"""Payslips of other countries: their parts by the labels that people print there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from simulator.documents.catalogue import Catalogue
from simulator.documents.extract import extract
from tests.documents.test_choice import blank

#: Invented slips, and what they say.
SLIPS = {
    "Kenya": (
        """
RIFT VALLEY TIMBER LIMITED

PAYSLIP

Payroll Month : April 2023
Employee No   : RV-0027
Employee Name : Faith Wanjiku
Job Title     : Saw Technician
Hire Date     : 03/02/2019

Basic Pay        :        45,000.00
Housing          :         8,000.00
NSSF             :         1,080.00
PAYE             :         8,185.35
Net Pay          :        43,734.65
""",
        {
            "employee_name": "Faith Wanjiku",
            "payslip_month": "April 2023",
            "joining_date": "03/02/2019",
            "earning_basic": "45,000.00",
            "deduction_income_tax_tds": "8,185.35",
            "net_pay_in_numbers": "43,734.65",
        },
    ),
    "Indonesia": (
        """
PT Samudra Kertas Media

SLIP GAJI

Nama Karyawan     : Ratna Puspitasari
Jabatan           : Content Editor
Tgl Mulai Bekerja : 03 Jan 2023
Periode Gaji      : Agustus 2025

Pendapatan
Gaji Pokok                    5.200.000
Tunjangan Transport             420.000
Total Pendapatan              5.620.000

Potongan
BPJS Kesehatan                   52.000
PPh 21                           63.475
Total Potongan                  115.475

Gaji Diterima                 5.504.525
""",
        {
            "designation": "Content Editor",
            "joining_date": "03 Jan 2023",
            "earning_basic": "5.200.000",
            "total_earnings": "5.620.000",
            "deduction_income_tax_tds": "63.475",
            "total_deductions": "115.475",
        },
    ),
    "Angola": (
        """
Kwanza Transportes, Lda

RECIBO DE VENCIMENTO

Período         : Setembro 2025
Colaborador     : Adilson Mateus
Função          : Motorista

Salário base                 280.000,00
Subsídios                     60.000,00
Remuneração bruta            340.000,00
INSS                          10.200,00
IRT                           43.550,00
Líquido a receber            286.250,00
""",
        {
            "payslip_month": "Setembro 2025",
            "earning_basic": "280.000,00",
            "total_earnings": "340.000,00",
            "deduction_income_tax_tds": "43.550,00",
            "net_pay_in_numbers": "286.250,00",
        },
    ),
}


@pytest.mark.parametrize("country", SLIPS)
def test_the_parts_of_a_payslip_by_the_labels_of_its_country(country: str, sheet: Callable[..., Any]) -> None:
    text, said = SLIPS[country]
    document_type = Catalogue.load().get("SALARY_SLIP")
    assert document_type is not None
    fields = extract(document_type, [blank(sheet(text))])
    assert {name: fields[name].value for name in said if name in fields} == said


def test_a_payslip_names_nothing_that_it_does_not_have(sheet: Callable[..., Any]) -> None:
    document_type = Catalogue.load().get("SALARY_SLIP")
    assert document_type is not None
    fields = extract(document_type, [blank(sheet(SLIPS["Angola"][0]))])
    absent = {"joining_date", "lop_days", "effective_workdays", "deduction_professional_tax", "bank_account_no", "uan"}
    assert not absent & {name for name, field in fields.items() if field.value not in ("", 0)}
