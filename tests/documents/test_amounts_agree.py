"""What the amounts and numbers of one paper say of each other: pay that agrees, and an IBAN made of an account's number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from simulator.documents.catalogue import Catalogue
from simulator.documents.extract import extract
from simulator.documents.extract.document import FieldExtraction
from simulator.documents.extract.ranking.agreed import agreed
from simulator.documents.extract.ranking.choose import context_of
from simulator.documents.extract.ranking.concepts import meanings
from tests.documents.test_choice import blank

#: Below the pay of the month stands the tax of the year, with the same heads in larger amounts.
WITH_A_WORKSHEET = """
Meridian Alloy Works Private Limited
Payslip for the month of November 2023

Name:              Kaveri Shastri             Employee No:      MAW-10482
Designation:       Quality Analyst            Bank Name:        HDFC BANK

Earnings                  Full        Actual        Deductions              Actual
BASIC                32,500.00     31,403.23        PF                    1,800.00
HRA                  13,000.00     12,561.29        INCOME TAX            1,246.00
SPECIAL ALLOWANCE    19,750.00     19,118.06        PROF TAX                200.00
SHIFT ALLOWANCE           0.00      3,750.00        MEDICLAIM               632.00
Total Earnings:INR   65,250.00     66,832.58        Total Deductions:INR  3,878.00
Net Pay for the month:            62,955.00

Income Tax Worksheet for the Period April 2023 - March 2024

Component               Gross           Exempt          Taxable
BASIC                   3,88,903.23     0.00            3,88,903.23
HRA                     1,55,561.29     0.00            1,55,561.29
Gross Salary            8,16,040.58     0.00            8,16,040.58
"""

#: Labels stand over their amounts, and what was paid since April beside what was paid this month.
OF_THE_YEAR = """
ASSIGNMENT NUMBER     EMPLOYEE NAME               LOCATION
21884073              MS OLUWASEUN ADEYEMI        RYE HILL HOSPITAL

PAY AND ALLOWANCES                                  DEDUCTIONS
DESCRIPTION                       AMOUNT            DESCRIPTION             AMOUNT
Basic Pay                        3223.50            PAYE                    404.20
Enhancement                       191.25            NI A                    713.71

YEAR TO DATE BALANCES                               THIS PERIOD SUMMARY
GROSS PAY           16722.19                        PAY DATE          27 AUG 2024
TAXABLE PAY         15104.80                        TOTAL PAYMENTS    3414.75
TAX PAID             1968.40                        TOTAL DEDUCTIONS  1117.91
PENSION CONTS        1617.39                        NET PAY           2296.84
"""


@pytest.mark.parametrize(
    ("text", "earned", "deducted", "paid"),
    [
        (WITH_A_WORKSHEET, "66,832.58", "3,878.00", "62,955.00"),
        (OF_THE_YEAR, "3414.75", "1117.91", "2296.84"),
    ],
    ids=["a worksheet of the year's tax", "sums since April"],
)
def test_of_a_payslip_the_amounts_that_agree_are_taken(
    sheet: Callable[..., Any], text: str, earned: str, deducted: str, paid: str
) -> None:
    document_type = Catalogue.load().get("SALARY_SLIP")
    assert document_type is not None
    read = extract(document_type, [blank(sheet(text))])
    found = [read[name].value for name in ("total_earnings", "total_deductions", "net_pay_in_numbers")]
    assert found == [earned, deducted, paid]


#: Nothing is a sum of the others here, and four amounts are a net of some kind.
FRENCH = """
SARL BOULANGERIE DU VIEUX MOULIN
                                                                     BULLETIN DE PAIE
27 rue de la République
38160 SAINT-MARCELLIN                           Période : Septembre 2023 du 01/09/23 au 30/09/23
                                                Paiement le 30/09/23 par virement
Matricule : 00016
                                                Mme Élodie VERNAY-MASSON
Emploi : Vendeuse qualifiée                     Résidence Les Tilleuls, Bât. B
Entrée : 04/01/2021                             38160 CHATTE

Éléments de paie                     Base        Taux       À déduire     À payer       Charges patronales
Salaire de base                      151,67      12,0500                  1 827,62
Heures supp. 25 %                      8,00      15,0625                    120,50
SALAIRE BRUT                                                              2 001,14
Retraite                           2 001,14       6,9000       138,08                       171,10
TOTAL DES COTISATIONS ET CONTRIBUTIONS                         436,66                       310,44
MONTANT NET SOCIAL                                                        1 584,75
NET À PAYER AVANT IMPÔT SUR LE REVENU                                     1 549,48

NET PAYÉ                                                                  1 522,17 €

                   Heures       Brut         Net imposable    Montant imposé
Mensuel            159,67       2 001,14     1 516,98         27,31
Annuel           1 421,03      17 604,22    13 641,90        241,80
"""


def test_what_is_left_before_tax_is_not_paid(sheet: Callable[..., Any]) -> None:
    document_type = Catalogue.load().get("SALARY_SLIP")
    assert document_type is not None
    assert extract(document_type, [blank(sheet(FRENCH))])["net_pay_in_numbers"].value.startswith("1 522,17")


STATEMENT = """
CRÉDIT DU FINISTÈRE                                   Relevé de comptes
                                                      31 Janvier 2024
Compte de Dépôt n° 41882077100   M. KERVELLA ERWAN
IBAN : FR76 1290 6000 4418 8207 7100 062              BIC : AGRIFRPP829

Date      Libellé des opérations                      Débit        Crédit
          Ancien solde                                             2 310,55
02.01     Prélèvement EDF                             96,40
          Nouveau solde                                            2 214,15
"""


def test_an_account_has_the_number_that_its_iban_is_made_of(sheet: Callable[..., Any]) -> None:
    document_type = Catalogue.load().get("BANK_STATEMENT")
    assert document_type is not None
    assert extract(document_type, [blank(sheet(STATEMENT))])["account_number"].value == "41882077100"
    alone = STATEMENT.replace("n° 41882077100", "")
    assert extract(document_type, [blank(sheet(alone))])["account_number"].value.startswith("FR76")


def claims(sheet: Callable[..., Any], kind: str, text: str, scores: dict[str, dict[str, float]]) -> dict[str, str]:
    """The likeliest value of each field that `scores` names, once what the values say of each other is heard."""
    document_type = Catalogue.load().get(kind)
    assert document_type is not None
    fields = [one for one in FieldExtraction(document_type, [blank(sheet(text))]).weighed if one.spec.name in scores]
    first = {
        one.spec.name: np.array([scores[one.spec.name].get(option.value, 0.001) for option in one.options])
        for one in fields
    }
    context = context_of(fields, first, meanings(document_type))
    own = {name: np.array([claim.score for claim in each]) for name, each in context.claims.items()}
    return {name: context.claims[name][int(mine.argmax())].option.value for name, mine in agreed(context, own).items()}


@pytest.mark.parametrize(
    ("amounts", "scores"),
    [
        # Without deductions, what is earned less any part of it is the rest.
        (
            "50000.00 0.00 20000.00 30000.00",
            [{"50000.00": 0.9}, {"0.00": 0.8, "20000.00": 0.05}, {"50000.00": 0.9, "30000.00": 0.06}],
        ),
        # The year's amounts agree, the month's are rounded.
        (
            "50000.00 5000.00 44996.00 600000.00 60000.00 540000.00",
            [
                {"50000.00": 0.9, "600000.00": 0.15},
                {"5000.00": 0.9, "60000.00": 0.1},
                {"44996.00": 0.9, "540000.00": 0.1},
            ],
        ),
    ],
    ids=["no deductions", "sums of the year"],
)
def test_amounts_that_agree_by_accident_change_nothing(
    sheet: Callable[..., Any], amounts: str, scores: list[dict[str, float]]
) -> None:
    names = ("total_earnings", "total_deductions", "net_pay_in_numbers")
    text = "\n".join(["Payslip", *(f"Amount   {each}" for each in amounts.split())])
    found = claims(sheet, "SALARY_SLIP", text, dict(zip(names, scores, strict=True)))
    assert [found[name] for name in names] == [max(each, key=lambda value: each[value]) for each in scores]


@pytest.mark.parametrize("bank", ["37040044", "3704004405"])
def test_the_code_of_a_bank_is_no_account_number(sheet: Callable[..., Any], bank: str) -> None:
    text = f"Kontoauszug\nBLZ {bank}\nIBAN DE89370400440532013000"
    scores = {"account_number": {"DE89370400440532013000": 0.9, bank: 0.4}}
    assert claims(sheet, "BANK_STATEMENT", text, scores)["account_number"] == "DE89370400440532013000"


BILL = """
TAX INVOICE                            Invoice No: KV/2024/118
Taxable Amount                                       1,52,936.20
Round Off                                                  -0.20
Bill Amount                                          1,52,936.00
"""


@pytest.mark.parametrize(
    ("change", "total"),
    [
        (("", ""), "1,52,936.00"),
        (("Round Off ", "Discount "), "1,52,936.20"),
        (("-0.20", "-0.40"), "1,52,936.20"),
        (
            ("Round Off                                                  -0.20", "Rounding adjustment .20"),
            "1,52,936.00",
        ),
    ],
    ids=["rounded", "no rounding", "another part", "without its sign"],
)
def test_a_sum_that_is_rounded_is_asked_for_as_it_is_rounded(
    sheet: Callable[..., Any], change: tuple[str, str], total: str
) -> None:
    scores = {"total_invoice_amount": {"1,52,936.20": 0.8, "1,52,936.00": 0.4}}
    assert claims(sheet, "INVOICE", BILL.replace(*change), scores) == {"total_invoice_amount": total}
