"""Papers of other countries, each invented here: invoices, statements and payslips are told, what looks like them is not."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from simulator.documents.catalogue import Catalogue
from simulator.documents.classify import Classification, classify
from simulator.documents.lexicon import listed

CATALOGUE = Catalogue.load()


def _papers(text: str) -> list[str]:
    """The papers of a text in which each begins with `== ` and its name."""
    return text.split("\n== ")[1:]


#: Each begins with its name.
INVOICES = _papers("""
== German
Holzwerk Brandner GmbH                        Tannenweg 4, 80331 München
Frau Greta Sommerfeld
Lindenallee 12
10115 Berlin
RECHNUNG
Rechnungsnummer: 2024-118                     Rechnungsdatum: 12.03.2024
Pos    Beschreibung          Menge    Einzelpreis    Gesamt
1      Regalbrett Eiche      4        38,50 €        154,00 €
Nettobetrag                                          154,00 €
zzgl. 19% MwSt.                                       29,26 €
Gesamtbetrag                                         183,26 €
== French
Atelier Clairefontaine SARL                   SIRET 512 334 876 00021
FACTURE N° 2024-0391                          Date de facture : 08/02/2024
Client : Menuiserie Vasseur, 14 rue des Lilas, 69003 Lyon
Désignation               Quantité    Prix unitaire    Montant HT
Pose de parquet           32          41,00            1 312,00
Total HT                                               1 312,00
TVA 20%                                                  262,40
Net à payer                                            1 574,40 €
== Spanish
Talleres Olmedo S.L.                          NIF B84511209
FACTURA
Número de factura: F-2024/077                 Fecha de emisión: 21/05/2024
Facturar a: Comercial Riaza, Calle Mayor 8, 28013 Madrid
Descripción               Cantidad    Precio    Importe
Revisión de motor         1           240,00    240,00
Base imponible                                  240,00
IVA 21%                                          50,40
Total a pagar                                   290,40 €
== Italian
Vetreria Morandi srl                          P.IVA 03981120377
Fattura n. 88/2024                            Data documento 04/06/2024
Spett.le Studio Ferri, Via Roma 3, 40121 Bologna
Descrizione               Quantità    Prezzo    Importo
Lastra di vetro           2           75,00     150,00
Imponibile                                      150,00
Totale documento                                183,00 €
== Dutch
Van der Linde Installatie BV                  KVK 30211877   BTW-nummer NL8120B01
FACTUUR
Factuurnummer: 20240066                       Factuurdatum: 17-04-2024
Klant: Bakkerij De Molen, Dorpsstraat 9, 3511 Utrecht
Omschrijving              Aantal      Prijs     Bedrag
Cv-ketel onderhoud        1           95,00     95,00
Totaal excl. BTW                                95,00
Te betalen                                     114,95
== Turkish
Yıldız Mobilya Ltd. Şti.                      Vergi Dairesi: Kadıköy
e-Arşiv Fatura
Fatura No: YLD2024000000012                   Fatura Tarihi: 09-01-2024
Sayın Deniz Aksoy, Bağdat Cad. 17, İstanbul
Mal Hizmet                Miktar      Birim Fiyat    Tutar
Çalışma masası            1           4.500,00       4.500,00
Hesaplanan KDV                                         900,00
Ödenecek Tutar                                       5.400,00 TL
== Polish
Stolarnia Zielinski                           NIP 5213870274
Faktura VAT nr 14/2024                        Data wystawienia: 2024-03-02
Nabywca: Hurtownia Kopernik, ul. Wolska 2, Warszawa
Nazwa towaru              Ilość       Cena netto     Wartość netto
Drzwi sosnowe             3           410,00         1 230,00
Do zapłaty                                           1 512,90 zł
== with nothing but a heading
Northgate Studios
INVOICE
To: Priya Raman, 4 Hill Street, Leeds
Description               Hours       Rate      Amount
Poster design             6           45.00     270.00
Total                                           270.00
== with a number beside the heading
Invoice 7781-B
Meridian Boats            Product     Quantity    Price
                          Sail        1           $ 310.00
                          Rope        2           $ 24.00
                          Total                   $ 334.00
== English, its number behind its name
Alexander Services
Invoice 67597/2027          28-Feb-22         Account 54815
South Trading, 43 Green Spur, East Lesley
Date        Docket    Product    Qty    Unit Price    Amount
19/02/22    571297    Diesel     23     1.80          41.40
Total                                                 41.40
== German, its number behind its name
15.10.2015                                       Kundennummer: 2
Rechnung # RE-20151008/504 von 08.10.2015
Menge    Produkt                 USt.    Preis      Gesamtbetrag
1,00     Gestaltung (Stunde)     7%      160,00 €   160,00 €
Summe                                               160,00 €
== English, of a haulier
Zestado Haulage                                  SHIPPING INVOICE 10112
Bill To: Custom Board Makers, 12 Salvage Road    Issue Date: 8 December 2021
Waybill    Description        Qty    Charges
012345A    Pallets to depot   4      5,270.00
Invoice Amount                       5,270.00
""")

ALIKE = _papers("""
== a quotation
ANGEBOT
Angebotsnummer 2024-55                        Datum 12.03.2024
Kunde: Greta Sommerfeld, Lindenallee 12, Berlin
Pos    Beschreibung          Menge    Einzelpreis    Gesamt
1      Regalbrett Eiche      4        38,50 €        154,00 €
Gesamtbetrag                                         183,26 €
Die Rechnung folgt nach Lieferung.
== an order confirmation
ORDER CONFIRMATION
Customer: Meridian Boats         Order No: 99120     Invoice Date: upon dispatch
Description               Quantity    Unit Price    Amount
Sail                      1           310.00        310.00
Total                                               310.00
== a packing list
PACKING LIST
Ship To: Meridian Boats, Pier 4              Invoice No: 7781-B
Item         Description      Quantity      Weight
1            Sail             1             12 kg
== a credit note in French
AVOIR N° 12
Client : Menuiserie Vasseur                   Facture n° 2024-0391 du 08/02/2024
Désignation               Quantité    Prix unitaire    Montant HT
Retour parquet            2           41,00            82,00
Total TTC                                              98,40 €
== a delivery note in Dutch
PAKBON
Klant: Bakkerij De Molen                      Factuuradres: Dorpsstraat 9
Omschrijving              Aantal
Cv-ketel                  1
== a load confirmation
LOAD CONFIRMATION
Carrier: Plains Haulage      Attention: dispatch
Send your invoice with the proof of delivery; invoices are paid in 30 days.
Total rate   1,450.00
""")

OTHERS = _papers("""
== BANK_STATEMENT of a British bank
Harbour & Vale Bank
Your account statement
Account holder: Meridian Boats Ltd    Sort Code: 20-11-43    Account Number: 51220984
IBAN: GB29 NWBK 6016 1331 9268 19
Date          Description            Money out     Money in     Balance
01 Mar 2024   Opening balance                                   1,200.00
04 Mar 2024   Card payment           24.00                      1,176.00
== BANK_STATEMENT of an American bank
First Platypus Bank
Statement Period 07/01/2019 to 07/31/2019   Member FDIC
Checking Account Summary
Date   Description   Withdrawals   Deposits   Balance
== BANK_STATEMENT of a German bank
Sparbank Isartal
Kontoauszug Nr. 3
Kontoinhaber: Greta Sommerfeld        IBAN: DE89 3704 0044 0532 0130 00
Buchungstag    Wertstellung    Verwendungszweck       Soll      Haben
Alter Saldo                                                     310,00
04.03.2024     04.03.2024      Lastschrift Strom      64,00
Neuer Saldo                                                     246,00
== SALARY_SLIP of an American employer
Plains Haulage Inc.                           Earnings Statement
Employee: Dana Whitlock   SSN: XXX-XX-1177    Pay Period: 03/01/2024 - 03/15/2024
Earnings         Rate      Hours     Current      Year to Date
Regular          21.00     80.00     1,680.00     8,400.00
Gross Pay                            1,680.00     8,400.00
Deductions
Federal Income Tax                     151.20       756.00
Social Security                        104.16       520.80
Net Pay                              1,424.64     7,123.20
== SALARY_SLIP of a Spanish employer
Recibo de nómina                              Empresa: Talleres Olmedo S.L.
Trabajador: Lucía Prado                       Categoría: Oficial
Devengos
Salario base                                  1.300,00
Plus convenio                                   120,00
Deducciones
Contingencias comunes                            66,74
IRPF                                            142,00
Líquido a percibir                            1.211,26
== EBILL of a Spanish supplier
Eléctrica del Duero                           Factura de electricidad
Titular: Lucía Prado        CUPS: ES0021000000000000XX
Lectura anterior 4510       Lectura actual 4688       Consumo 178 kWh
Término de potencia                             14,20
Bill date: 03/04/2024       Due date: 18/04/2024      Importe total 52,31 €
== PURCHASE_ORDER Spanish
ORDEN DE COMPRA N° 155574                        Fecha: 13.06.2024
Facturar a: Curiel Comercial                     Proveedor: Herrera Suministros
Please supply to: Boulevard Mondragon 745        Payment terms: 30 dias
Description      Qty      Unit      Rate      Amount
Tornillo M8      200      pza       2.10      420.00
== EBILL with an invoice's words
Energie Rivière SA                               Facture d'électricité
Facture N° 2024-889                              Date de facture : 04/03/2024
Client : Hugues Peron                            Compteur : Y601724
Électricité consommée 412 kWh                    Total TTC 98,40 €
""")


@pytest.fixture
def taken(sheet: Callable[..., Any]) -> Callable[..., Classification]:
    return lambda text, **value: classify([sheet(text, **value)], CATALOGUE)


def _name(text: str) -> str:
    return text.partition("\n")[0]


def _body(text: str) -> str:
    return text.partition("\n")[2]


@pytest.mark.parametrize("text", INVOICES, ids=_name)
def test_an_invoice_of_any_country_is_an_invoice(taken: Callable[..., Classification], text: str) -> None:
    assert taken(_body(text)).document_type == "INVOICE"


@pytest.mark.parametrize("text", INVOICES[:7], ids=_name)
def test_an_engine_may_drop_the_accents(taken: Callable[..., Classification], text: str) -> None:
    plain = _body(text).translate(str.maketrans("éèüöçşığİÖÇąłíóúúàñŞ", "eeuocsigIOCaliouuanS"))
    assert taken(plain).document_type == "INVOICE"


@pytest.mark.parametrize("text", ALIKE, ids=_name)
def test_what_only_looks_like_an_invoice_is_none(taken: Callable[..., Classification], text: str) -> None:
    assert taken(_body(text)).document_type == ""


@pytest.mark.parametrize("text", OTHERS, ids=_name)
def test_statements_payslips_and_bills_of_other_countries_are_told(
    taken: Callable[..., Classification], text: str
) -> None:
    assert taken(_body(text)).document_type == _name(text).split()[0]


def test_an_invoice_that_names_an_order_stays_one_and_an_order_that_names_an_invoice_does_not(
    taken: Callable[..., Classification],
) -> None:
    lines = "Bill To: Meridian Boats\nDescription   Quantity   Unit Price   Amount\nSail   1   310.00   310.00\nTotal   310.00"
    invoice = taken(f"INVOICE\nPurchase Order   Invoice No   Terms\n4500012   7781   30 days\n{lines}")
    order = taken(f"PURCHASE ORDER\nPO No: 4500012      Vendor: Sailmakers\nInvoice to: accounts\n{lines}")
    assert (invoice.document_type, order.document_type) == ("INVOICE", "PURCHASE_ORDER")


def test_a_page_that_makes_payslips_is_none(taken: Callable[..., Classification]) -> None:
    made = (
        "Salary slip\nEmployee Name   e.g. Asha\nEarnings   0.00\nDeductions   0.00\nNet Pay   0.00\nDownload   Preview"
    )
    assert taken(made).document_type == ""


@pytest.mark.parametrize(
    "line",
    [
        "Invoice 67597/2027",
        "Rechnung # RE-12",
        "Facture en EURO N° : 7576",
        "Invoice in GBP No : 4295",
        "Fattura di cortesia nr. 107",
        "Faktura FV 593/2013",
        "INVOICE NBR: EX-1813",
        "Nota fiscal/conta n° 65041881574",
        "Bill No : 44",
        "INV# 6880",
        "Invoice # Due date",
    ],
)
def test_a_number_behind_the_name_of_an_invoice_is_one(line: str) -> None:
    assert any(re.search(pattern, line) for pattern in listed("@invoice.numbered"))


@pytest.mark.parametrize(
    "line",
    [
        "invoice to 12 High Street",
        "INVOICE TO 12 High Street",
        "Business customers can pay by invoice. 232 Mark Street",
        "Invoice date 12/03/2020",
        "Invoice for order no 12345",
        "your invoice will follow in 3 days",
        "Rechnung vom 12.03.2020",
    ],
)
def test_a_number_that_is_not_its_own_is_none(line: str) -> None:
    assert not any(re.search(pattern, line) for pattern in listed("@invoice.numbered"))


def test_a_label_with_its_value_is_no_title(taken: Callable[..., Classification]) -> None:
    head = "Bestellung vom: 01.04.2018\nTischlerei Moser OG\nRechnung Nr. 2018-44\n"
    assert taken(f"{head}Menge Einzelpreis Betrag\nGesamtbetrag 183,26\n").document_type == "INVOICE"
