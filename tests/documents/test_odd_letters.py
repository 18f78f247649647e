"""Letters that Unicode folds into two, takes for others or counts as digits, in the place of every character of a value.

Text layers hold any letter, and so do readings in other languages: none of them may stop a page from being read.
"""

from __future__ import annotations

import pytest

from simulator.documents import formats

#: `ß` and `ﬁ` have two capitals, `İ` and `ı` are an i to a pattern that ignores case, `ſ` an s, `K` (Kelvin) a k; `²`, `①`,
#: `½` are numbers without being decimal digits, `٣` and `１` are digits that are not 0 to 9; some are no letters at all.
ODD = "ßﬁŉǰİıſK²①½٣１ⅷ𝟙\u0301\u200b\u00ad\x00😀ªº℡₹"
VALUES = (
    "27AAPFU0939F1ZV",
    "ABCPV1234K",
    "356938035643809",
    "SBIN0001234",
    "2341 2341 2346",
    "UDYAM-MH-26-0012345",
    "MH 12 AB 1234",
    "MH12 20110012345",
    "MBLHA10EYCH001234",
    "98765 43210",
    "asha@mail.example",
    "GT/2024-25/0012",
    "24/07/2024",
    "3rd of July 2024",
    "July 24, 2024",
    "A.Y. 2024-25",
    "Rs. 1,23,456.78",
    "Rupees one lakh and paise fifty only",
    "8GB RAM",
    "12 Lake Road, Pune 411001",
    "Asha Rao",
)


@pytest.mark.parametrize("odd", ODD)
def test_no_letter_stops_a_format(odd: str) -> None:
    for name in sorted(formats.format_names()):
        for value in VALUES:
            for at in range(len(value)):
                for found in formats.get_format(name).find(f"No. {value[:at]}{odd}{value[at + 1 :]} of"):
                    assert found.value
                    assert 0 <= found.start < found.end


def test_what_follows_an_odd_letter_is_still_read() -> None:
    assert [found.value for found in formats.get_format("date").find("20İ0-01-01 and 24/07/2024")] == [
        "2010-01-01",
        "24/07/2024",
    ]
    assert not list(formats.get_format("pan").find("ABßPV1234K"))
