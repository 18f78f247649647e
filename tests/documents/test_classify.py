"""Which type a document is taken for, why, and what is left alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from simulator.documents.catalogue import Catalogue
from simulator.documents.classify import Classification, classify

CATALOGUE = Catalogue.load()

CONSUMER = """
                          TAX INVOICE
Shree Balaji Electronics                 Invoice No: 12
GSTIN: 27AAPFU0939F1ZV                   Date: 12/04/2024
Bill To: Asha Verma, MG Road, Nashik
Description              HSN        Qty    Rate       Amount
Television               8528       1      15,000     15,000
Grand Total                                           17,700
"""
BUSINESS = """
                          TAX INVOICE
Steel Works Pvt Ltd                      Invoice No: 12
GSTIN: 27AAPFU0939F1ZV                   Date: 12/04/2024
Buyer: Alloy Traders LLP                 PO No: 88/24
Buyer GSTIN: 29AAGCB7383J1Z4             E-Way Bill No: 181000
Description              HSN        Qty    Rate       Amount
Mild steel plates        7208       10     1,500      15,000
Grand Total                                           17,700
"""
COMMERCIAL = """
Norrland Audio AB                        COMMERCIAL INVOICE
Hamngatan 14, Umea, Sweden               Invoice Date: June 3, 2024
Consignee: Asha Menon, Pune              Invoice No: JY-17
Description of Goods     HS Code   Qty   Unit Price   Amount
Acoustic module          8518.10   3     237.23       711.69
TOTAL USD                                             711.69
"""
PAN = """
INCOME TAX DEPARTMENT           GOVT. OF INDIA
   Permanent Account Number Card
        ABCPV1234K
Name
ASHA VERMA
Date of Birth
14/11/1998               Signature
"""
LETTER = """
Dear Ms Verma,
Thank you for your order. Please find the tax invoice attached; the invoice number is 12.
Send us a copy of your PAN card and your Aadhaar card by return of post.
Yours sincerely,
Government of India Press
"""
RECEIPT = """
        CORNER CAFE
Table no 4        Cashier: Ravi
Coffee     2      240.00
Cake       1      150.00
Total             390.00
Cash              400.00
Change             10.00
Thank you, visit again
"""
#: Each begins with its name.
FOREIGN_PAPERS = """
== a tax form
Form W-2 Wage and Tax Statement       Department of the Treasury
Employer's name, address, and ZIP code   OMB No. 1545-0008
Wages, tips, other compensation 48,500.00   Federal income tax withheld 6,835.00
== a passport
UNITED KINGDOM OF GREAT BRITAIN AND NORTHERN IRELAND
PASSPORT   Type P   Code GBR   Passport No. 925665416
Surname SPECIMEN   Date of birth 04 DEC 88   Sex F
P<GBRSPECIMEN<<ANGELA<ZOE<<<<<<<<<<<<<<<<<<<<<
9256654165GBR8812049F2509286<<<<<<<<<<<<<<00
== a driving licence
CALIFORNIA USA DRIVER LICENSE
DL I1234568   CLASS C   EXP 08/31/2014
DOB 08/31/1977   SEX F   HGT 5-05
== a resume
CURRICULUM VITAE
Asha Verma, Flat 12, MG Road, Nashik 422002
Work experience: invoices, purchase orders, GST returns
Date of birth: 14/11/1998   Father's Name: Ramesh Verma   PAN: ABCPV1234K   Passport No Z1234567
== a brochure
HOME BANK
Consumer durable loans at no cost EMI
Documents required: PAN, Aadhaar, bank statement, electricity bill
Interest rate from 12% p.a.   Terms and conditions apply
== a till's receipt
TAX INVOICE
KEDAI SERBANEKA SDN BHD   GST ID: 000123456789
Invoice No: CS00012   Date: 12/04/2018   Cashier: MAY
Description   Qty   Price   Amount
BATTERY AA   2   5.90   11.80
Total incl. GST 11.80   Rounding 0.00   Cash 20.00   Change 8.20
Goods sold are not returnable. Please come again
== a restaurant's bill, badly read
Two Horizon Club LLP   1st Floor, Horizon Centre, Gurugram 122002
Ki Ma : 2021-22/CR-12755   Steward: phino   Kots: 46   Covers: 2
Item   Qty   Rate   Amt
BESTO PESTO   1   595.00   595.00
Sub Total 595.00   CGST 2.5% 14.88   SGST 2.5% 14.88   Forma Off 0.24
PAY: 625   FSSAI :- 10821005000577
== a quotation
QUOTATION
Shree Electronics   GSTIN: 27AAPFU0939F1ZV   Quotation No Q-12
Description   Qty   Rate   Amount
LED TV   1   30,000   30,000
A tax invoice will be given on purchase
== a delivery challan
DELIVERY CHALLAN
Shree Electronics   GSTIN: 27AAPFU0939F1ZV   Challan No 12
Description of goods   HSN   Qty
== a credit note
CREDIT NOTE
Against Invoice No 12   Invoice Date 1/2/24   GSTIN: 27AAPFU0939F1ZV
Description   Qty   Rate   Amount
== a sanction letter
SANCTION LETTER
Dear Asha Verma, your loan amount is 50,000, EMI 4,500, tenure 12 months, scheme 12/3.
The delivery order will be sent to the dealer name Vijay Sales. Product cost 60,000, down payment 10,000
== a paper on invoices
Reading invoices by machine
Abstract. Total amount, invoice number and invoice date are fields of invoices,
purchase orders and bank statements alike.
"""
FOREIGN = FOREIGN_PAPERS.split("\n== ")[1:]
PURCHASE = CONSUMER.replace("TAX INVOICE", "PURCHASE ORDER").replace("Invoice No", "PO No")


@pytest.fixture
def taken(sheet: Callable[..., Any]) -> Callable[..., Classification]:
    return lambda text, **value: classify([sheet(text, **value)], CATALOGUE)


@pytest.mark.parametrize(
    ("text", "document_type"),
    [
        (CONSUMER, "INVOICE"),
        (BUSINESS, "TAX_INVOICE"),
        (COMMERCIAL, "INVOICE"),
        (PAN, "PAN"),
        (LETTER, ""),
        (RECEIPT, ""),
        ("", ""),
        ("lorem ipsum dolor sit amet", ""),
    ],
)
def test_a_document_is_taken_for_what_it_is(
    taken: Callable[..., Classification], text: str, document_type: str
) -> None:
    assert taken(text or " ").document_type == document_type


@pytest.mark.parametrize("text", FOREIGN, ids=[text.partition("\n")[0] for text in FOREIGN])
def test_what_is_no_document_of_atlas_is_left_alone(taken: Callable[..., Classification], text: str) -> None:
    assert taken(text.partition("\n")[2]).document_type == ""


#: A header of fields side by side, no title; one of the fields is named like another paper.
LABELLED = """
Northwind Tools Ltd   8 Quay Street, Bristol BS1 4DB
BILL TO                    SHIP TO
Osborne & Sons             Osborne & Sons
77 Chapel Lane, Leeds      77 Chapel Lane, Leeds
Invoice No.       Invoice Date       Ship Date       Purchase Order       Customer Ref.
NT-20817          4 March 2025       3 March 2025    PO-55                OSB-2
Description       Units       Unit Price       VAT       Amount
Torque wrench     2           120.00           48.00     288.00
Socket set        1           84.50            16.90     101.40
Spirit level      4           22.00            17.60     105.60
Claw hammer       2           18.00            7.20      43.20
Tape measure      5           6.00             6.00      36.00
Cable drum        1           70.00            14.00     84.00
Total             658.20

Please pay within 30 days of the date of issue.
"""
PHONE = """
Northwind Mobile                 mobile services
Mr. Daniel Osborne               mobile number           9876500001
bill number      151600772       bill period   16-Jun-2025 to 15-Jul-2025
                                 pay by date   02-Aug-2025
your account summary
previous balance     payments     adjustments     this month's charges     amount due
524.48               525.00       0.00            506.34                   505.82
one time charges     0.00
monthly charges      399.00
usage charges        119.70
credit limit 1,800.00     security deposit 70.00
"""


def test_a_label_among_labels_is_no_title(taken: Callable[..., Classification]) -> None:
    assert taken(LABELLED).document_type == "INVOICE"


def test_a_bill_with_a_summary_of_the_account_is_no_bank_statement(taken: Callable[..., Classification]) -> None:
    assert taken(PHONE).document_type == "PHONE_BILL"


def test_another_paper_of_trade_is_no_invoice(taken: Callable[..., Classification]) -> None:
    assert taken(PURCHASE).document_type != "INVOICE"


def test_misread_words_are_set_right_where_the_engine_was_unsure(taken: Callable[..., Classification]) -> None:
    misread = PAN.replace("Permanent Account Number", "Permanert Acc0unt Nunber").replace("INCOME", "1NCOME")
    assert taken(misread, confidence=0.7).document_type == "PAN"


def test_candidates_say_which_clues_matched_and_which_were_missing(taken: Callable[..., Classification]) -> None:
    best = taken(PAN).candidates[0]
    assert best.document_type == "PAN"
    assert any("permanent account number card" in clue and "as a line" in clue for clue in best.matched)
    assert "a valid pan +0.20" in best.matched
    assert any("father's name" in clue for clue in taken(PAN.replace("Date of Birth", "")).candidates[0].missing)


def test_candidates_are_sorted_and_the_margin_is_the_lead(taken: Callable[..., Classification]) -> None:
    found = taken(CONSUMER)
    scores = [candidate.score for candidate in found.candidates]
    assert scores == sorted(scores, reverse=True)
    lead = scores[0] - (scores[1] if len(scores) > 1 else 0)
    assert lead <= found.margin <= scores[0], "what is far below its own threshold need not be led"


OWN = """
name = "{name}"
title = "x"
{settings}
[[clues]]
any = ["surya library card"]
where = "{where}"
weight = 0.6
[[clues]]
any = ["shelf mark", "reading room", "lending"]
at_least = 2
weight = 0.3
[[clues]]
none = ["lending"]
weight = 0.1
[[clues]]
any = ["released"]
weight = -0.5
"""


@pytest.fixture
def own(tmp_path: Path, sheet: Callable[..., Any]) -> Callable[..., Classification]:
    """What is made of a text with one type more, or several that say the same."""

    def found(
        text: str, where: str = "anywhere", settings: str = "", names: tuple[str, ...] = ("OWN",)
    ) -> Classification:
        (tmp_path / "types").mkdir()
        for name in names:
            given = OWN.format(name=name, where=where, settings=settings)
            (tmp_path / "types" / f"{name}.toml").write_text(given, encoding="utf-8")
        return classify([sheet(text)], Catalogue.load([tmp_path]))

    return found


def test_clues_add_up_as_independent_evidence(own: Callable[..., Classification]) -> None:
    found = own("a surya library card with\nshelf mark and reading room")
    assert found.document_type == "OWN"
    assert found.score == pytest.approx(1 - 0.4 * 0.7 * 0.9, abs=1e-4)


def test_a_clue_of_negative_weight_takes_its_share_away(own: Callable[..., Classification]) -> None:
    found = own("a surya library card with lending\nreleased")
    assert found.document_type == ""
    assert found.candidates[0].score == pytest.approx(0.6 * 0.5)


@pytest.mark.parametrize(
    ("text", "score"),
    [("Surya Library Card\nand more lending", 0.6), ("bring the surya library card back to us please\nlending", 0.0)],
)
def test_a_title_is_a_line_of_its_own(own: Callable[..., Classification], text: str, score: float) -> None:
    found = own(text, "title")
    assert max((each.score for each in found.candidates if each.document_type == "OWN"), default=0.0) == score


def test_two_types_that_say_the_same_are_told_apart_by_nothing(own: Callable[..., Classification]) -> None:
    found = own("surya library card", names=("OWN", "OWN_TOO"))
    assert found.document_type == ""
    assert found.margin == 0


def test_a_type_need_not_lead_one_that_is_like_it(own: Callable[..., Classification]) -> None:
    found = own("surya library card", settings='like = ["OWN", "OWN_TOO"]', names=("OWN", "OWN_TOO"))
    assert found.document_type == "OWN"
    assert found.margin >= 0.1


CLUE = """
name = "OWN"
title = "x"
[[clues]]
any = ["loan card"]
weight = 0.7
[[clues]]
{clue}
weight = -0.5
"""


@pytest.fixture
def weighed(tmp_path: Path, sheet: Callable[..., Any]) -> Callable[[str, str], float]:
    """The score of a paper by a type with one clue that speaks against it."""

    def score(clue: str, text: str) -> float:
        (tmp_path / "types").mkdir(exist_ok=True)
        (tmp_path / "types" / "own.toml").write_text(CLUE.format(clue=clue), encoding="utf-8")
        found = classify([sheet(text)], Catalogue.load([tmp_path]))
        return next(each.score for each in found.candidates if each.document_type == "OWN")

    return score


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("LEDGER SLIP\nloan card", 0.35),
        ("LOAN CARD\nLedger slip 17", 0.7),  # both by themselves: the upper one is the title
        ("Ledger slip: 17\nLOAN CARD", 0.7),  # a label is no title beside one
        ("LEDGER SLIP 17\nLoan card no 4\n", 0.35),
    ],
)
def test_of_two_titles_the_one_that_stands_out_counts(
    weighed: Callable[[str, str], float], text: str, score: float
) -> None:
    over = 'any = ["ledger slip"]\nover = ["loan card"]\nwhere = "line"'
    assert weighed(over, text) == pytest.approx(score)


def test_a_clue_may_ask_what_the_title_is_not(weighed: Callable[[str, str], float]) -> None:
    clue = 'none = ["shelf"]\nuntitled = ["loan card"]'
    assert weighed(clue, "LOAN CARD") == pytest.approx(0.7)
    assert weighed(clue, "Please return what the loan card names by Monday") == pytest.approx(0.35)


def test_a_word_list_stands_for_its_phrases(weighed: Callable[[str, str], float]) -> None:
    assert weighed('any = ["@bank.title"]', "loan card and Kontoauszug") == pytest.approx(0.35)
    assert weighed('any = ["@bank.title.fr"]', "loan card and Kontoauszug") == pytest.approx(0.7)


def test_a_phrase_of_figures_is_meant_with_its_stroke(weighed: Callable[[str, str], float]) -> None:
    assert weighed('any = ["7/12"]', "loan card 7/12 extract") == pytest.approx(0.35)
    assert weighed('any = ["7/12"]', "loan card 712 of 800") == pytest.approx(0.7)


def test_a_higher_threshold_asks_for_more(own: Callable[..., Classification]) -> None:
    assert own("surya library card", settings="threshold = 0.9").document_type == ""
