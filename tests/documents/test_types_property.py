"""Papers about vehicles, land, houses and companies: each drawn one is known for what it is, and look-alikes are told apart."""

from __future__ import annotations

import json

import pytest

#: A clean sample of each type; the fields of it that must be read exactly.
SAMPLES = {
    "RTO_FORM_26": ("by-hand", ("signatures_found", "signature_1", "signature_2")),
    "RTO_FORM_29": ("printed", ("signatures_found", "signature_1", "signature_2")),
    "RTO_FORM_30": ("printed", ("signatures_found", "signature_1")),
    "RTO_FORM_34": ("printed", ("signatures_found", "signature_2")),
    "RTO_FORM_35": ("printed", ("signatures_found", "signature_1")),
}


@pytest.mark.parametrize("document_type", SAMPLES)
def test_a_clean_paper_is_known_and_read(reader, sample_docs, document_type):
    layout, fields = SAMPLES[document_type]
    picture = sample_docs / document_type / f"{layout}-1-clean.png"
    truth = json.loads(picture.with_suffix(".json").read_text(encoding="utf-8"))["fields"]
    reading = reader.read(picture.read_bytes())
    assert reading.document_type == document_type, reading.candidates
    assert {name: reading.fields[name].value for name in fields} == {name: truth[name] for name in fields}
