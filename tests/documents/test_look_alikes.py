"""Letters and digits that look alike: exchanged where the form of a postal code or of a floor's number says which is meant."""

from __future__ import annotations

import pytest

from simulator.documents.model import Word
from simulator.documents.ocr import look_alikes


def read(text: str, gap: int = 8) -> str:
    words, left = [], 10
    for each in text.split():
        words.append(Word(each, (left, 10, left + 12 * len(each), 30), 0.9, 1, 1))
        left += 12 * len(each) + gap
    return " ".join(word.text for word in look_alikes.mended(words))


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("Harrisonberg, S13 SHW,", "Harrisonberg, S13 5HW,"),
        ("Lake Clareburgh, RGO 2BZ", "Lake Clareburgh, RG0 2BZ"),
        ("Jessica LSE 4PB", "Jessica L5E 4PB"),
        ("London SW1A lAA, UK", "London SW1A 1AA, UK"),
        ("Hamilton, ON L8W IE7", "Hamilton, ON L8W 1E7"),
        ("Hamilton, ON LBW 1E7", "Hamilton, ON L8W 1E7"),
        ("785/5, llnd Floor", "785/5, IInd Floor"),
        ("lIlrd Floor,", "IIIrd Floor,"),
        ("# 218, Gr. Fir., G.T. Road", "# 218, Gr. Flr., G.T. Road"),
        ("2nd Fir, Mill Road", "2nd Flr, Mill Road"),
        ("Invoice No: Kl/214/25-26", "Invoice No: KI/214/25-26"),
        ("Site lV, Phase-l, Block l", "Site IV, Phase-I, Block I"),
        ("Action Area Ill, Phase-ll", "Action Area III, Phase-II"),
        ("Machine Operator Gr. Il", "Machine Operator Gr. II"),
        ("10, LlNGl CHETTY ST", "10, LINGI CHETTY ST"),
        ("Arogya Pharma Pvt Itd.", "Arogya Pharma Pvt ltd."),
        ("JI. Veteran 63, JIn Austin", "Jl. Veteran 63, Jln Austin"),
        ("Avenue de I'Industrie", "Avenue de l'Industrie"),
        ("Studio 41R, $7J 9XJ Harperstad", "Studio 41R, S7J 9XJ Harperstad"),
        ("S.No. 785/5,lInd Floor", "S.No. 785/5,IInd Floor"),
        ("FP-12,Tp-9,0ld Bombay Market", "FP-12,Tp-9,Old Bombay Market"),
        ("0pp. Civil Court, lndia", "Opp. Civil Court, India"),
        ("1V00000924, 1NV-12, INVO467", "IV00000924, INV-12, INV0467"),
        ("lsrael, lreland", "Israel, Ireland"),
    ],
)
def test_a_sign_is_what_may_stand_in_its_place(seen: str, meant: str) -> None:
    assert read(seen) == meant


@pytest.mark.parametrize(
    "text",
    [
        "El Cliente, Al Quoz, Bill/12, 500 ml, HP-15l",
        "I'm, I'll, I've",
        "Ill, all, 50 gr, Grade A",
        "Building Il Girasole, 50 gr Il burro, Area Il Sole",
        "Total 5 Nos, All",
        "London SW1A 1AA",  # whole
        "Samsung S10 8GB",  # of the form by chance, and whole
        "IS SHE IN",  # no digit was read
        "QO5 1AB",  # no area of Britain
        "Hamilton, ON L8W 1E7",
        "Douglas Fir, planed",  # wood
        "PAN AAAPL 5ABC",
        "OO1 Naylor Road",
        "$50 OFF, $13 SHE",
        "$10 5LB, $15 1HR",
        "W-lan, info@0ne.com, 1V500ml, DL3CNO1234",
        "0kg, 1st, INVOICE001, VOID, 1V",
        "27AAPFU O939F1ZV",
    ],
)
def test_nothing_else_is_changed(text: str) -> None:
    assert read(text) == text


def test_words_far_apart_are_no_code() -> None:
    assert read("S13 SHW", gap=60) == "S13 SHW"


def test_every_form_is_left_as_it_is() -> None:
    for code in ("M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT", "W1A 0AX", "EC1A 1BB", "K1A 0B1", "V6B 4Y8"):
        assert read(code) == code
