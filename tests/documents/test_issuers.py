"""Bills whose sender stands where a customer might: names of utilities are not taken for the consumer's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from simulator.documents.catalogue import Catalogue, decode_type
from simulator.documents.extract import extract
from simulator.documents.extract.ranking.concepts import meanings
from simulator.errors import SettingError
from tests.documents.test_choice import blank

#: Nothing labels the consumer's name, and the sender's stands over an address as well.
BILL = """
                              Emergency (gas leak): 155216
{firm}
Plot No. 4, Community Centre, Sector-9, R.K. Puram, New Delhi - 110022
TIN 07090194817   GSTIN 07AAACI5076R1ZK

GURPREET SINGH AHLAWAT                          BP No.          7000418832
HOUSE NO. WZ-47-B, FIRST FLOOR                  Bill No.        62840117
GALI NO. 9, SHIV NAGAR EXTN                     Bill Date       14.10.2024
JANAKPURI, NEW DELHI - 110058                   Due Date        04.11.2024

Previous reading   Current reading   Units   Amount
1184.2             1221.7            37.5    1,940.00

Amount payable   1,940.00
"""


@pytest.mark.parametrize(
    ("kind", "firm"),
    [
        ("GAS_BILL", "Yamuna Doab Gas Limited"),
        ("EBILL", "DOAB POWER DISTRIBUTION LIMITED"),
        ("WIFI_BILL", "Doab Broadband Pvt Ltd"),
    ],
)
def test_the_sender_of_a_bill_is_not_the_consumer(sheet: Callable[..., Any], kind: str, firm: str) -> None:
    document_type = Catalogue.load().get(kind)
    assert document_type is not None
    read = extract(document_type, [blank(sheet(BILL.format(firm=firm)))])
    assert read["name"].value == "GURPREET SINGH AHLAWAT"
    assert read["address"].value.startswith("HOUSE NO. WZ-47-B")


def test_only_the_addressee_is_told_from_the_sender() -> None:
    document_type = Catalogue.load().get("BANK_STATEMENT")
    assert document_type is not None
    meant = meanings(document_type)
    assert "bank" in meant["name"].issuers
    assert not meant["bank_name"].issuers


def test_a_type_file_that_names_no_list_is_refused(tmp_path: Any) -> None:
    text = 'name = "TOLL"\ntitle = "Toll"\nissuers = ["@utility.firms"]\n[[clues]]\nany = ["toll"]\n'
    with pytest.raises(SettingError, match=r"no word list @utility\.firms; did you mean @utility\.firm\?"):
        decode_type(tmp_path / "toll.toml", text.encode())


@pytest.mark.parametrize("name", ["Tyrone Power", "West Bank Stores"])
def test_a_customer_may_be_called_like_a_utility(sheet: Callable[..., Any], name: str) -> None:
    document_type = Catalogue.load().get("GAS_BILL")
    assert document_type is not None
    bill = BILL.format(firm="Yamuna Doab Gas Limited").replace("GURPREET SINGH AHLAWAT", name)
    assert extract(document_type, [blank(sheet(bill))])["name"].value == name
