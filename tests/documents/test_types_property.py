"""Papers about vehicles, land, houses and companies: each drawn one is known for what it is, and look-alikes are told apart."""

from __future__ import annotations

import json

import pytest

from simulator.documents import formats
from simulator.documents.catalogue import Catalogue
from simulator.documents.classify import classify
from simulator.documents.extract import extract

CATALOGUE = Catalogue.load()

#: A clean sample of each type; the fields of it that must be read exactly.
SAMPLES = {
    "RTO_FORM_26": ("by-hand", ("signatures_found", "signature_1", "signature_2")),
    "RTO_FORM_29": ("printed", ("signatures_found", "signature_1", "signature_2")),
    "RTO_FORM_30": ("printed", ("signatures_found", "signature_1")),
    "RTO_FORM_34": ("by-hand", ("signatures_found", "signature_2")),
    "RTO_FORM_35": ("printed", ("signatures_found", "signature_1")),
    "SALE_DEED": ("stamp-paper", ("purchaser_names", "seller_names", "agreement_date", "agreement_cost", "land_area")),
    "GIFT_DEED": ("flat", ()),
    "RENT_AGREEMENT": ("stamp-paper", ("renter_name", "address_of_place", "start_date", "end_date", "rent_amount")),
    "INDEX_2": ("english", ("owner_name", "survey_number", "loan_amount", "date_of_filing", "date_of_mortgage")),
    "SATBARA": ("marathi", ("village_name", "gat_no", "taluka", "district", "khata_number", "hypothecation_date")),
    "NAMUNA_8": ("marathi", ()),
    "CHATUSIMA": ("letter", ()),
    "GAVTHAN_CERTIFICATE": ("letter", ()),
    "GUNTHEWARI_CERTIFICATE": ("marathi", ()),
    "PROPERTY_CARD": ("register", ()),
    "PROPERTY_TAX_RECEIPT": ("city", ()),
    "MEMORANDUM_OF_DEPOSIT_OF_TITLE_DEEDS": ("form", ()),
    "PARTNERSHIP_DEED": ("clauses", ()),
    "Memorandum of Association": ("form", ()),
    "Articles of Association": ("prose", ()),
    "Certificate of Incorporation": ("old", ()),
    "BOARD_RESOLUTION": ("loan", ("company_name", "account_number", "personnel_directory")),
    "GOLD_PLEDGE_CARDS": ("ticket", ("lender_name", "customer_name", "loan_number", "loan_amount", "articles_count")),
}

#: Contracts and official papers that are none of ours.
CONTRACTS = ("non-disclosure", "employment", "affidavit", "power-of-attorney", "vehicle-lease", "minutes")

SALE = """
                                 DEED OF ABSOLUTE SALE
This Deed of Absolute Sale is made and executed at Hyderabad on this the 14th day of
February, 2023 by Sri K. Ramesh Babu, S/o. Late Sri K. Narayana, aged about 52 years, Occ:
Business, R/o. H.No. 3-4-512, Barkatpura, Hyderabad (hereinafter called the "VENDOR", which
expression shall include his heirs and assigns) IN FAVOUR OF
1) Smt. P. Lakshmi Devi, W/o. Sri P. Rao, aged 40 years, and 2) Sri P. Anil, aged 22 years,
both R/o. Warangal (hereinafter jointly referred to as the "PURCHASERS") of the other part.
WHEREAS the Vendor is the absolute owner of the land in Survey No. 118/A, admeasuring 2 Acres
10 Guntas, situated at Kothur Village, Shadnagar Mandal, free from all encumbrances;
AND WHEREAS he has agreed to sell it for a total sale consideration of Rs. 27,50,000/- (Rupees
Twenty Seven Lakhs Fifty Thousand Only), which was paid before the Sub-Registrar.
"""

LICENCE = """
                              LEAVE AND LICENSE AGREEMENT
This agreement is made and executed on 01/06/2024 at Thane BETWEEN
Name: Mr. Suresh Ramchandra Joshi, Age: About 54 Years, Occupation: Service, PAN: ABCPJ1234F,
Residing at: Flat No 4, Neel Sagar, Thane 400601 HEREINAFTER called "the Licensor"
AND Name: Miss Neha Kulkarni, Age: About 27 Years, Occupation: Service,
Residing at: 12, Sai Prasad, Nagpur 440010 HEREINAFTER called "the Licensee"
WHEREAS the Licensor is absolutely seized of the premises being Flat No. 702, situated at B Wing,
Green Park, Kolshet Road, Thane 400607, and has agreed to grant a licence for a period of
11 months commencing from 05/06/2024 and ending on 04/05/2025. The Licensee shall pay Rs.
24,500/- per month as licence fee and Rs. 1,00,000/- as interest free deposit.
"""


RESOLUTION = """
CERTIFIED TRUE COPY OF THE RESOLUTION PASSED AT THE MEETING OF THE BOARD OF DIRECTORS OF
KADAMBA TEXTILES PRIVATE LIMITED HELD ON 4TH APRIL 2024 AT ITS REGISTERED OFFICE
RESOLVED THAT the Company do avail of a term loan, and that repayment be made from Current
Account No. 502000123456 of the Company.
RESOLVED FURTHER THAT Mr. Rohan Mehta, Managing Director, and Mrs. Asha Verma, Chief
Financial Officer of the Company, be and are hereby severally authorised to sign the papers.
                                                                 Company Secretary
"""

TICKET = """
                            NAVRATNA JEWEL LOANS LIMITED
                             GOLD LOAN PAWN TICKET
Pawn Ticket No : JL/2024/00871        Date of Pledge : 11-02-2024
Name of Pawner : Meena Iyer           Date of Maturity : 10-02-2025
Principal Amount : Rs. 84,500.00      Rate of Interest : 11.5 %
S No    Description of Ornaments    Pcs    Gross Wt    Net Wt
1       Bangle                      2      24.10       23.40
2       Chain with pendant          1      12.35       11.90
Total Gross Weight : 36.45 gms        Total Net Weight : 35.30 gms
"""

#: Papers of other countries and about other things that use the same words.
STRANGERS = (
    """
                    CERTIFICATE OF ENCUMBRANCE ON PROPERTY
Sub-Registrar, Jayanagar       Village Hulimavu, Survey No. 45
Sale deed: vendor Ramesh, purchaser Suresh, consideration Rs. 45,00,000/-
It is certified that a search was made in Book I and its indexes for the years named.
""",
    """
Many a landlord asks how a rent agreement is registered. The monthly rent, the deposit and the notice
period are agreed with the tenant; for Rs. 1,000 an agent in Pune does the rest. Read more on page 4.
""",
    """
                          NOTICE OF TRANSFER AND RELEASE OF LIABILITY
Department of Motor Vehicles              State of California
I have sold the vehicle below. Odometer reading 84,120 miles. Seller's signature
License plate 7ABC123    Buyer John Doe, 12 Main Street, Sacramento
""",
    """
                              CERTIFICATE OF INCORPORATION
                               OF BLUE HARBOR HOLDINGS, INC.
FIRST: The name of the corporation is Blue Harbor Holdings, Inc. SECOND: Its registered office in
the State of Delaware is at 1209 Orange Street, Wilmington. Secretary of State
""",
    """
                               WARRANTY DEED
THE GRANTOR, Alan Brook, for ten dollars and other valuable consideration, conveys to the
GRANTEE, Dana Reed, the land in the County of Clark, State of Nevada, described as Lot 4.
""",
    """
                        PROPERTY TAX BILL 2024
Clark County Tax Collector     Parcel number 176-04-512-009
School district levy   Homestead exemption   Total tax due $ 2,418.20
""",
)


SATBARA = """
                         महाराष्ट्र शासन
                गाव नमुना सात (अधिकार अभिलेख पत्रक)
गाव :- वडगाव      तालुका :- हवेली      जिल्हा :- पुणे
भूमापन क्रमांक व उपविभाग : 118/2      भूधारणा पद्धती : भोगवटादार वर्ग 1
भोगवटादाराचे नाव : रमेश गणपत पाटील      खाते क्रमांक : 245
इतर अधिकार
बोजा - बँक ऑफ महाराष्ट्र रु. 2,50,000/- फेरफार क्रमांक 1234
"""


#: A deed of which the stamp is one page, each party another.
PAGES = (
    """
                 INDIA NON JUDICIAL
            Government of Maharashtra e-Stamp
First Party : Anil Kale         Stamp Duty Paid By : Nikhil Joshi
""",
    """
                      SALE DEED
This Sale Deed is made at Pune on this 5th day of March in the year 2023 BETWEEN
1. Mr. Anil Vasant Kale, Age: 55 years, PAN: ABCPK1234F
2. Mrs. Sunita Anil Kale, Age: 50 years, both residing at 12, Shaniwar Peth, Pune 411030
hereinafter referred to as the "VENDORS"
""",
    """
AND Mr. Nikhil Suresh Joshi, Age: 34 years, residing at Kothrud, Pune 411038
hereinafter referred to as the "PURCHASER", WHEREAS the vendors own the land at
Mouje Wagholi, Taluka Haveli, bearing Gat No. 1234/2, Khate No. 567, admeasuring 00 H 10 R,
and sell it in consideration of the sum of Rs. 12,00,000/- free from all encumbrances.
""",
)


def read(sheet, *pages):
    sheets = [sheet(text, number=number) for number, text in enumerate(pages, 1)]
    found = classify(sheets, CATALOGUE)
    document_type = CATALOGUE.get(found.document_type)
    fields = extract(document_type, sheets) if document_type else {}
    return found.document_type, {name: field.value for name, field in fields.items()}


@pytest.mark.parametrize("document_type", SAMPLES)
def test_a_clean_paper_is_known_and_read(reader, sample_docs, document_type):
    layout, fields = SAMPLES[document_type]
    picture = sample_docs / document_type.upper().replace(" ", "_") / f"{layout}-1-clean.png"
    truth = json.loads(picture.with_suffix(".json").read_text(encoding="utf-8"))["fields"]
    reading = reader.read(picture.read_bytes())
    assert reading.document_type == document_type, reading.candidates
    assert {name: reading.fields[name].value for name in fields} == {name: truth[name] for name in fields}


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_contract_of_another_kind_is_left_alone(reader, sample_docs, name):
    reading = reader.read((sample_docs / "FOREIGN" / f"{name}-1-scan.jpg").read_bytes())
    assert reading.error_code == "UNRECOGNISED", reading.candidates


def test_parties_price_and_land_of_a_sale_are_found_in_running_text(sheet):
    document_type, fields = read(sheet, SALE)
    assert document_type == "SALE_DEED"
    assert fields["seller_names"] == "Sri K. Ramesh Babu"
    assert fields["purchaser_names"] == "Smt. P. Lakshmi Devi, Sri P. Anil"
    assert fields["agreement_date"] == "14th day of February, 2023"
    assert fields["agreement_cost"] == "27,50,000"
    assert fields["village_name"] == "Kothur"
    assert fields["gat_no"] == "118/A"
    assert fields["land_area"] == "2 Acres 10 Guntas"


def test_the_parts_of_a_deed_are_found_on_whichever_page_they_stand(sheet):
    document_type, fields = read(sheet, *PAGES)
    assert document_type == "SALE_DEED"
    assert fields == {
        "purchaser_names": "Mr. Nikhil Suresh Joshi",
        "seller_names": "Mr. Anil Vasant Kale, Mrs. Sunita Anil Kale",
        "agreement_date": "5th day of March in the year 2023",
        "agreement_cost": "12,00,000",
        "village_name": "Wagholi",
        "khata_number": "567",
        "gat_no": "1234/2",
        "land_area": "00 H 10 R",
    }


def test_a_tenant_is_named_in_the_block_of_the_tenant(sheet):
    text = """Rental Agreement
Landlord Details
Name: Wanjiru Kariuki
Tenant Details
Name: Brian Kiprotich
Property Details
Address: 14 Ngong Road, Kilimani, Nairobi
Rent Amount: $310
Lease Start Date: 2025-02-01
Lease End Date: 2026-01-31
Landlord Signature            Tenant Signature
"""
    document_type, fields = read(sheet, text)
    assert (document_type, fields["renter_name"], fields["rent_amount"]) == ("RENT_AGREEMENT", "Brian Kiprotich", "310")
    assert fields["address_of_place"] == "14 Ngong Road, Kilimani, Nairobi"


def test_values_of_a_licence_may_stand_over_their_labels(sheet):
    text = """DRIVING LICENCE
TRANSPORT AUTHORITY           GOVERNMENT OF INDIA
Meenakshi Sundaram
Name
TN-58 20190006742
License Number
02/12/1985                    AB+
Date of Birth                 Blood Group
Issue Date: 25/03/2019        Valid Until: 24/03/2029
Issuing Authority: RTO Madurai South
"""
    document_type, fields = read(sheet, text)
    assert (document_type, fields["name"]) == ("DRIVING_LICENSE", "Meenakshi Sundaram")


def test_the_licensee_is_the_renter_and_the_deposit_no_rent(sheet):
    document_type, fields = read(sheet, LICENCE)
    assert document_type == "RENT_AGREEMENT"
    assert fields == {
        "renter_name": "Miss Neha Kulkarni",
        "address_of_place": "Flat No. 702, situated at B Wing, Green Park, Kolshet Road, Thane 400607",
        "start_date": "05/06/2024",
        "end_date": "04/05/2025",
        "rent_amount": "24,500",
    }


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("admeasuring 0 H 40 R.", "0 H 40 R"),
        ("Area : 1,250.50 Sq. Mtrs. or so", "1,250.50 Sq. Mtrs."),
        ("2 Acres 10 Guntas of land", "2 Acres 10 Guntas"),
        ("क्षेत्र 1 हेक्टर 20 आर", "1 हेक्टर 20 आर"),
        ("OH40R", "0H40R"),
        ("12 Ravi Road", None),
    ],
)
def test_areas_are_known_by_their_units(text, area):
    assert next((found.value for found in formats.get_format("area").find(text)), None) == area


def test_a_resolution_names_those_it_authorises(sheet):
    document_type, fields = read(sheet, RESOLUTION)
    assert document_type == "BOARD_RESOLUTION"
    assert fields == {
        "company_name": "KADAMBA TEXTILES PRIVATE LIMITED",
        "account_number": ["502000123456"],
        "personnel_directory": ["Mr. Rohan Mehta", "Mrs. Asha Verma"],
    }


def test_the_pieces_of_a_pledge_are_counted_from_their_column(sheet):
    document_type, fields = read(sheet, TICKET)
    assert document_type == "GOLD_PLEDGE_CARDS"
    assert fields == {
        "lender_name": "NAVRATNA JEWEL LOANS LIMITED",
        "customer_name": "Meena Iyer",
        "loan_number": "JL/2024/00871",
        "loan_date": "11-02-2024",
        "due_date": "10-02-2025",
        "loan_amount": "84,500.00",
        "gross_weight": "36.45 gms",
        "net_weight": "35.30 gms",
        "articles_count": 3,
    }


def test_a_record_in_marathi_alone_is_read_where_the_engine_knows_its_letters(sheet):
    document_type, fields = read(sheet, SATBARA)
    assert document_type == "SATBARA"
    assert fields == {
        "village_name": "वडगाव",
        "gat_no": "118/2",
        "taluka": "हवेली",
        "district": "पुणे",
        "land_owner_name": "रमेश गणपत पाटील",
        "khata_number": "245",
        "hypothecation_bank": "बँक ऑफ महाराष्ट्र",
        "hypothecation_amount": "2,50,000",
    }


@pytest.mark.parametrize("text", STRANGERS)
def test_papers_of_other_countries_are_left_alone(sheet, text):
    assert read(sheet, text) == ("", {})
