"""What a paper is, where one word of it says something else: leases of any country, a lease of a car, bills of two kinds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from simulator.documents.catalogue import Catalogue
from simulator.documents.classify import classify

CATALOGUE = Catalogue.load()

Told = Callable[[str], str]


@pytest.fixture
def told(sheet: Callable[..., Any]) -> Told:
    return lambda text: classify([sheet(text)], CATALOGUE).document_type


@pytest.mark.parametrize(
    "text",
    [
        """RESIDENTIAL LEASE AGREEMENT
This Lease Agreement is made on March 4, 2024 between Northgate Properties LLC (Landlord) and Jamie Colter (Tenant).
1. The Landlord leases to the Tenant the apartment at 418 Alder Street, Unit 3B, Fairview, Oregon 97024.
2. Rent is $1,450.00 per month, due on the first day of each month.
3. The security deposit is one month's rent.""",
        """CONTRACT OF LEASE
LANDLORD                     TENANT
Casa Verde Residences        Joaquin Madrid
The duration shall be for 6 months, beginning on June 01, 2025.
Monthly rent: 8,750.00 pesos, payable on or before the 5th day of each month.""",
        """This agreement made at Nagpur on 28 February 2025 between Shalini Bhoyar hereinafter referred to as the LESSOR
and Imran Sheikh hereinafter referred to as the LESSEE. Whereas the Lessor is the owner of Flat 203, Manish Nagar,
hereinafter referred to as the said premises, and has agreed to let the said premises for 11 months.
That the Lessee shall have no right to create any sub-lease. That the lease hereby granted shall remain in force.
The Lessee shall pay to the Lessor a monthly rent of Rs. 14,000.""",
    ],
    ids=["of another country", "a form", "a deed without a title"],
)
def test_a_lease_of_any_country_is_a_rent_agreement(told: Told, text: str) -> None:
    assert told(text) == "RENT_AGREEMENT"


def test_a_lease_of_a_vehicle_is_none(told: Told) -> None:
    text = """VEHICLE LEASE AGREEMENT
This Vehicle Lease Agreement is made between Northgate Fleet Services (Lessor) and Asha Verma (Lessee).
The Lessor leases to the Lessee the vehicle described in the schedule. Mileage is limited.
The rent is Rs. 14,000 per month. The security deposit is one month's rent."""
    assert told(text) == ""


def test_particulars_of_a_vehicle_may_name_its_insurance(told: Told) -> None:
    text = """REGISTRATION CERTIFICATE (RC)
Registration Number:     TN 37 CZ 6290
Owner Name:              S. Kavitha Murugan
Vehicle Class:           M-Cycle/Scooter
Fuel Type:               PETROL
Chassis Number:          MBLJAW181KGA51420
Engine Number:           JA05EGKGA71936
Insurance Valid Till:    06 Jun 2026
Signature of Registering Authority"""
    assert told(text) == "RC_BOOK"


def test_a_bill_of_electricity_and_gas_is_an_ebill(told: Told) -> None:
    text = """RIDGELINE POWER & GAS                     ACCOUNT NUMBER   4471-20883-6
AMOUNT DUE   171.35                       PAYMENT DUE      December 5, 2025
Billing period: October 13, 2025 to November 12, 2025
Current electric charges                  85.02
Current gas charges                       86.33
Total amount due                          171.35
ELECTRIC SERVICE DETAILS
Energy charge 522 kWh                     67.02
NATURAL GAS SERVICE DETAILS
Usage charge 85 therms                    26.52"""
    assert told(text) == "EBILL"


def test_a_long_word_that_looks_like_a_known_one_is_itself(told: Told) -> None:
    """`jaarrekening`, a Dutch firm's annual accounts, was taken for `gasrekening`, a gas bill."""
    text = """Boekhoudkantoor Verschuren
Factuurnummer:   20240088
Factuurdatum:    2024-04-15
Omschrijving                 Aantal    Bedrag    BTW
Samenstellen jaarrekening    1         780,00    21%
Totaal excl. BTW:            780,00
Totaal:                      943,80"""
    assert told(text) == "INVOICE"


def test_a_label_of_another_paper_is_no_title_where_it_has_no_value(told: Told) -> None:
    text = """Doab Surface Cargo Pvt. Ltd.
Invoice No.: 8841                Bill To: Orbitron Auto Pressings
Invoice Date: 07-May-2022        PLOT 214, SECTOR 6, REWARI
E-Way Bill No.:
Description of Goods     SAC       Rate      Amount
Freight                  996512    14.50     19,140.00
Total Payable            25,200.00"""
    assert told(text) == "INVOICE"


def test_a_title_under_a_long_head_of_a_short_page_is_one(told: Told) -> None:
    head = "INDEX CONFERENCES\nAddress : Opposite Nad Al Hamar, Dubai\nTel: 97145208888\n\n"
    body = "Product       Net     Vat    Total\nShell Scheme  4200    210    4410\nTOTAL Amount  4200    210    4410\n"
    assert told(f"{head}        TAX INVOICE\n{body}" + "\n" * 24 + ".") == "INVOICE"


@pytest.mark.parametrize(
    "text",
    [
        """STATEMENT OF ACCOUNT
Investor Name: Barnes Felicia       Statement Period: 1 June 2024 - 1 October 2024
DATE          TRANSACTION        UNIT PRICE    NO. OF UNITS    UNIT BALANCE
01/06/2024    Opening Balance                                  133,560.37
15/07/2024    Application        1.8202        5,356.58        138,916.95
01/10/2024    Closing Balance    1.8662                        138,916.95
Fund Name: Masked Investment Fund""",
        """LAKEVIEW SCHOOL              RECEIVED FROM
P.O. Box 318, Kisumu         Achieng Otieno
Official fee payment confirmation
Payment Details
AMOUNT PAID                  KES 18,500.00
SERVICE                      School Fees
PAID TO                      Lakeview School
RECEIPT NUMBER               ERP-00921
the invoice number INV-2025-0417 of term 1
VERIFIED""",
    ],
    ids=["units of a fund", "what was paid"],
)
def test_it_is_none_of_the_types(told: Told, text: str) -> None:
    assert told(text) == ""


def test_a_transfer_to_a_fund_makes_no_statement_another_paper(told: Told) -> None:
    text = """Account Statement            Account No 4612087733
1 Nov 2025 - 30 Nov 2025     IFSC KKBK0001759
DATE          TRANSACTION DETAILS           DEBIT       BALANCE
1 Nov 2025    UPI/Swiggy Limited            418.00      41,892.55
15 Nov 2025   NACH DR MUTUAL FUND SIP       5,000.00    78,175.80"""
    assert told(text) == "BANK_STATEMENT"


#: A cloth dealer's bill that nowhere says what it is.
BILL = """
Kesariya Cloth Emporium
44, Sutta Bazar, Panchkuwa, Ahmedabad 380001
KCE-2526-0073        Date: 04/08/2025

BILL TO
Nandini Suits & Sarees
Shop 3, Tower Road, Himatnagar

DESCRIPTION            METERS    RATE      AMOUNT
Rayon Print 14 kg       92.50    185.00    17,112.50
CGST                                          427.81
SGST                                          427.81
Grand Total                                17,968.12
"""


def test_an_indian_bill_without_a_name_is_told_by_whom_it_bills_and_both_taxes(told: Told) -> None:
    assert told(BILL) == "INVOICE"
    assert told(f"QUOTATION\n{BILL}") == ""
    assert told(f"DELIVERY CHALLAN\n{BILL}") == ""


def test_the_label_of_another_paper_is_no_title_where_its_colon_stands_apart(told: Told) -> None:
    bill = """
SIDDHI AGRO COMMODITIES
412, Market Yard, Latur 413512
Original Tax Invoice Memo
Details of Receiver (Bill To)
Godavari Feeds Pvt Ltd
E-Way Bill NO : 271640881275
Invoice No : SVA/0318/24-25
Date : 16-12-2024
Description of Goods     Qty    Rate     Amount
Soyabean cake             25    38500    962500.00
IGST 5 %                                  48125.00
Grand Total                             1010625.00
"""
    assert told(bill) == "INVOICE"


def test_water_may_be_a_part_of_an_electricity_bill(told: Told) -> None:
    bill = """
Electricity Bill
Bill No: 300418827
Name: Saad Mehmood
Previous Reading: 8120
Current Reading: 8345
Units Consumed: 225
Water Charges        600.00
Total Amount       11947.85
Due Date: 24/02/2025
"""
    assert told(bill) == "EBILL"
    assert told(bill.replace("Electricity Bill", "Water Bill").replace("Units Consumed", "Consumption")) != "EBILL"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            """PARTNERSHIP DEED
This Deed of Partnership is made between Aniket Gokhale and Rupali Joshi.
1. NAME: The business shall be carried on under the name Gokhale Joshi Caterers.
2. PROFIT SHARING: The net profits or losses shall be shared in the ratio of 50:50.
3. DISPUTES: Any disputes shall be settled by arbitration.""",
            "PARTNERSHIP_DEED",
        ),
        (
            """SELASIH NIAGA SDN. BHD.
DIRECTOR'S CIRCULAR RESOLUTION
We, the undersigned being the Directors of the Company for the time being, hereby RESOLVE the following
THAT the branch address of the Company be registered at No. 18-1, Jalan Setia, Shah Alam
AND THAT the Company Secretaries be authorised to sign and submit all necessary forms.""",
            "BOARD_RESOLUTION",
        ),
    ],
)
def test_a_short_deed_is_told_by_its_title(told: Told, text: str, name: str) -> None:
    assert told(text) == name


def test_a_quotation_without_a_title_is_told_by_its_number(told: Told) -> None:
    quotation = f"Quotation No: QT-2026-0117\n{BILL}"
    assert told(quotation) == ""
    assert told(f"Quotation No: QT-2026-0117\nInvoice No: 17\n{BILL}") == "INVOICE"


def test_a_telephone_bill_of_another_country_is_one(told: Told) -> None:
    bill = """
Forfait Exemple 5G
N° de ligne : 06 00 00 00 00
Facture n° 1000000001 du 19 mai 2026
Total de la facture HT        8,33
Somme à payer TTC             9,99
Abonnements, forfaits et options
Communications incluses
Appels depuis la France métropolitaine    1h 13min
"""
    assert told(bill) == "PHONE_BILL"


def test_an_electricity_bill_of_five_lines_is_one(told: Told) -> None:
    assert told("Electricity Bill\nName: Imran Pathan\nRoom: B-304\nUnits: 118\nAmount: ₹1121") == "EBILL"


def test_an_order_without_a_title_asks_for_an_invoice_and_is_none(told: Told) -> None:
    text = """Omkar Enterprises                                   PO No: ARS1932024-25
1st Floor, Block D, Bengaluru 560023                Date: 29.01.2025
GST No: 29AMRPQ7144H1Z8
To,
M/s Innovative Engineers, Rajajinagar, Bangalore 560044
Sl. No   Description of Goods      HSN    Qty   Rate    Amount
1        MS Rolling Shutter 18G    7308   2     165     26400.00
CGST 9%   2376.00
SGST 9%   2376.00
GRAND TOTAL   31152.00
Notes:
1. Please quote this order number in all supply documents.
2. Send the invoice to the address above."""
    assert told(text) == "PURCHASE_ORDER"


def test_a_bill_of_services_in_the_provider_s_words(told: Told) -> None:
    head = """Original Copy for Recipient - Tax Invoice
Billing Address
Mrs KAVITA SETHI
Safdarjung Enclave, New Delhi 110029
Ship To State Code : 07  Place of Supply : Delhi
Account No    7030142286
Bill Period   11 Feb 2026 to 10 Mar 2026
Bill NO       HF2607I012440918
Bill Date     12 Mar 2026
Due date      22 Mar 2026
Monthly Rental Charges   800.00
Total Amount  944.00"""
    assert told(f"FIXEDLINE AND Wi-Fi SERVICES\n{head}\nWi-Fi ID : 0119031_dsl\nPlan name Unlimited") == "WIFI_BILL"
    assert told(f"MOBILE SERVICES\n{head}\nMobile number 9810046612\nUsage charges 144.00") == "PHONE_BILL"


def test_an_electricity_bill_in_malay(told: Told) -> None:
    text = """TENAGA NASIONAL BERHAD
Bil Elektrik Anda
SHAHRUL BIN AZMAN
NO 27 JALAN MELUR 4/2, 43000 KAJANG
No. Akaun      210274418305
Tarikh Bil     18.03.2026
Tempoh Bil     17.02.2026 - 16.03.2026
Tarif Domestik Am
Caj Semasa     RM112.95
Jumlah Perlu Bayar   RM112.95
No. Meter   Bacaan Dahulu   Bacaan Semasa   Kegunaan
0221847     14 208          14 458          250 kWj"""
    assert told(text) == "EBILL"


@pytest.mark.parametrize(
    "text",
    [
        """Shakti Facility Services Private Limited
Salary Register for the month of July 2025
Employee Name   Basic   HRA   ESI   PF   Gross Salary   Total Deductions   Net Salary
Jignesh Solanki   12870.00   1200.00   119.00   1544.00   15782.00   1863.00   13919.00
Kokilaben Parmar   12375.00   1200.00   112.00   1485.00   14906.00   1797.00   13109.00""",
        """18 DE JULIO DE 2025                                  #NC-00294
INVERSIONES EL MIRADOR
SAN PEDRO SULA, HONDURAS, CA
NOTA CREDITO POR LPS 184,350.00
Por la presente, se emite la siguiente nota de crédito a favor del inversionista Delmy Fajardo, con un valor total de
Lps. 184,350.00, según factura 000-001-01-00004417.""",
        """SERI DAMAI HEALTHCARE SDN BHD
Putra Heights, 47650 Subang Jaya
Return To: MEDILINK PHARMA DISTRIBUTORS (M) SDN BHD
GOODS RETURN
Our Ref: GR-2017-00029
Invoice MI-40022
CODE    NAME                   QTY   PRICE   AMOUNT
P2210   CETIRIZINE 10MG 100S   6     14.50   87.45
TOTAL   87.45""",
    ],
    ids=["many people's pay", "a credit note in Spanish", "goods that went back"],
)
def test_it_is_told_by_what_stands_over_it(told: Told, text: str) -> None:
    assert told(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        """Счёт на оплату № 118 от 05.02.2025
Поставщик: ООО "ТехноСнаб", ИНН 7725384116, КПП 772501001
Покупатель: АО "Волга-Пак", ИНН 6316204471, КПП 631601001
Наименование   Кол-во   Цена   Сумма
Подшипник 6205-2RS   40   310   12400
Итого: 12400 руб.""",
        """Rótulos Levante S.L.      VERI*FACTU
NIF: B46218873
Cliente
Panadería San Roque S.L.
Número        Fecha de expedición   Fecha de vencimiento
A-2025-0118   28/02/2025            30/03/2025
Concepto   Cantidad   Precio   IVA   Base
Rótulo luminoso   1   1.180,00   21%   1.180,00
Base imponible   1.180,00
Total   1.427,80""",
    ],
    ids=["Russian", "Spanish, without a title"],
)
def test_an_invoice_of_another_country(told: Told, text: str) -> None:
    assert told(text) == "INVOICE"


def test_a_deed_without_a_title_says_in_its_first_line_what_it_is(told: Told) -> None:
    text = """This Leave and License Agreement is made at Panaji, Goa on this 18/12/2024, between:
Mrs. Maria Fernandes, residing at H. No. 214/B, Campal, Panaji (hereinafter referred to as the "LICENSOR").
AND
Ms. Lalnunmawii Ralte, residing at Zarkawt, Aizawl (hereinafter referred to as the "LICENSEE").
1. The Licensor grants permission to the Licensee to occupy the Premises for a period of 36 months.
2. The Licensee shall pay a monthly License Fee of Rs. 18,750/- in advance.
3. An interest-free Security Deposit of Rs. 56,250/- has been paid."""
    assert told(text) == "RENT_AGREEMENT"


def test_a_shop_that_sells_terminals_of_batteries_is_no_till(told: Told) -> None:
    text = """SHREEJI AUTOMOBILES
Shop No. 11, Sahjanand Arcade, Odhav, Ahmedabad-382415
CASH MEMO
Name: HITESH RABARI                                Retail Invoice
                                                   Date: 02/09/2018
                                                   Invoice No: C2416
No.   Particulars         Qty   Rate   Amount
1     BATTERY TERMINAL    2     60     120
2     CLUTCH CABLE        1     385    385
GRAND TOTAL 505
Amount in words: Five Hundred Five Only"""
    assert told(text) == "INVOICE"


def test_a_statement_of_a_card_may_number_its_transactions_as_invoices(told: Told) -> None:
    text = """Detailed Statement
A/C    410005882371
IFSC   ICIC0000103
Name of A/C Holder    Santosh Kumar Ahirwar
Bill to Address of The Customer    H NO 62 SHIV NAGAR, BHOPAL
Closing balance    INR 19,528.25
SrNo   Tran Date    Unique Txn ID (Invoice No)   Tran Description    Tran Amount   Dr/Cr   Balance
1      04-11-2024   M4410882071                  SALARY LOAD         22,400.00     CR      32,621.00
2      05-11-2024   S7721900348                  ATM WDL MP NAGAR    6,000.00      DR      26,621.00
3      09-11-2024   S7738204419                  PUR/DB MALL         2,148.75      DR      24,472.25"""
    assert told(text) == "BANK_STATEMENT"


def test_an_invoice_for_a_router_bills_no_use_of_the_internet(told: Told) -> None:
    text = """FAKTURA 2024037
DODAVATEL                       ODBĚRATEL
Radek Havlíček                  Penzion U Jelena s.r.o.
Masarykova 614/27               Teplická 183
405 02 Děčín                    405 05 Děčín
Datum vystavení: 19.06.2024     IČO: 28719046
Datum splatnosti: 03.07.2024    Variabilní symbol: 2024037
Popis                           Množství   Cena        Suma
Instalace a konfigurace routeru 1          2 400,00    2 400,00
WiFi přístupový bod             2          2 690,00    5 380,00
Suma celkem: 7 780,00 Kč"""
    assert told(text) == "INVOICE"


ACADEMY = """Vidyalaya Career Academy
Ph. 0744-2790448
{title}

Bill No. : VCA/1187                Bill Date : 08-06-24
Student Name : Tanishka Gehlot     Class : XI
GST No. : 08AAFTV9013C1ZI
S.NO.  PARTICULARS        SAC CODE   QTY     RATE       AMOUNT
1      Tuition Fee        999293       1     62711.86   62,711.86
2      Hostel Fees        996322       3     6300       18,900.00
       SUB TOTAL                                        81,611.86
       CGST @9%                                          5,644.07
       TOTAL                                            87,255.93
"""


def test_a_receipt_that_is_a_tax_invoice_too_is_an_invoice(told: Told) -> None:
    assert told(ACADEMY.format(title="Student Fee Receipt / Tax Invoice")) in ("INVOICE", "TAX_INVOICE")
    assert told(ACADEMY.format(title="Student Fee Receipt")) == ""


SHOP = """VAIBHAV ETHNIC VENTURES
GST No : 27AAKFV6618D1ZZ
TAX INVOICE
Bill No : 0002764                  Cashier : PRIYA
Bill Date : 29-11-2024             Salesman : Rakesh D.
Sr no.  Description           Qty   Rate      Amount
1       SHERWANI SET          1     6990.00   6990.00
2       KURTA PAJAMA          2     2190.00   4380.00
Subtotal                                     11370.00
CGST 1023.30  SGST 1023.30
Total                                        13416.60
Cash                                         14500.00
Change                                        1083.40
{terms}"""
TERMS = (
    "Goods once sold are taken back only with this paper and within seven days, unworn and with all their labels.\n" * 9
)


def test_a_till_s_receipt_is_short(told: Told) -> None:
    assert told(SHOP.format(terms="")) == ""
    assert told(SHOP.format(terms=TERMS)) == "INVOICE"


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        ("Standard room    3    64.50    193.50", "INVOICE"),
        ("Standard room    193.50\nBreakfast    30.00\nTotal amount    223.50", "INVOICE"),
        ("Standard room    3    64.50    197.50", ""),
        ("Standard room    193.50\nBreakfast    30.00\nTotal amount    225.50", ""),
    ],
)
def test_what_is_sold_with_its_sums_tells_an_invoice_without_a_number(told: Told, rows: str, name: str) -> None:
    head = "Hillside Lodge\n18 Mill Road\n\nGuest                       Our invoice for your stay\nAsha Verma\n\n"
    assert told(f"{head}Item   Price   Amount\n{rows}\n\nTotal due, VAT included\n") == name


NET = """Veldnet
Tax Invoice
Invoice Number: INV-2025-04417      Invoice Date: 2025/06/01
Account Number: VN-20318            Due Date: 2025/06/07
VAT# 4650271183

Moloto Dental Laboratory CC
Shop 7, Rynlal Building, 320 The Hillside Street, Lynnwood 0081
VAT# 4280295516

DESCRIPTION                          QTY   PRICE     TOTAL
BizFibre 100/100 Mbps uncapped       1     694.78    799.00
Static IPv4 address                  1      85.22     98.00
WiFi 6 router                        1    1017.39   1170.00
Total VAT: 269.61                    Sub Total      2067.00
                                     Total          2067.00
Please remember to change services in our Client Zone.
"""


def test_a_bill_need_not_lead_what_is_like_the_invoice_that_it_is_too(sheet: Callable[..., Any]) -> None:
    found = classify([sheet(NET)], CATALOGUE)
    scores = {each.document_type: each.score for each in found.candidates}
    assert scores["TAX_INVOICE"] > scores["WIFI_BILL"] - 0.1, "else nothing is shown"
    assert found.document_type == "WIFI_BILL"
