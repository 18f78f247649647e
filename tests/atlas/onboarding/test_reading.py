"""Onboarding with documents that are really read: the assistant knows what arrived, and whose it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def reading(onboard: Any) -> Any:
    """The client, with nothing given instead of read."""
    onboard.control.delete("/_sim/scenario").raise_for_status()
    return onboard


def sample(path: Path) -> tuple[bytes, dict[str, Any]]:
    """The bytes of a sample document, and the fields that truly stand on it."""
    return path.read_bytes(), json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["fields"]


def test_the_assistant_knows_real_documents_and_whose_they_are(reading: Any, sample_docs: Path) -> None:
    pan, of_pan = sample(sample_docs / "PAN" / "new-1-clean.jpg")
    aadhaar, of_aadhaar = sample(sample_docs / "AADHAAR" / "letter-1-clean.png")
    chart, _ = sample(sample_docs / "FOREIGN" / "chart-1-clean.png")
    flow = reading.listening(username=of_pan["name_as_per_pan"].title())
    reading.add(flow, {"external_reference_id": "CUST-2", "username": of_aadhaar["name"]})
    files = [
        {"file_url": reading.receiver.serve_file(key, content), "document_id": key}
        for key, content in {"pan": pan, "aadhaar": aadhaar, "chart": chart}.items()
    ]
    reading.json("POST", "multiupload", json={"flow_id": flow, "file_urls": files})
    reading.receiver.wait_for(3, "/callback/chat")
    reading.settle()
    items = reading.items(flow)
    assert {key: item["external_reference_id"] for key, item in items.items()} == {
        "pan": "CUST-9283",
        "aadhaar": "CUST-2",
        "chart": "",
    }
    assert items["pan"]["data"]["name_as_per_pan"]["value"] == of_pan["name_as_per_pan"]
    assert items["aadhaar"]["data"]["aadhaar_number"]["value"] == of_aadhaar["aadhaar_number"]
    assert items["chart"]["data"] == {"processing_error": "UNRECOGNISED"}
    assert reading.docs(flow)["PAN"] is True
    assert reading.docs(flow, "CUST-2")["AADHAAR"] is True
    text = " ".join(each["message_content"] for each in reading.events())
    assert "Thank you, the Permanent Account Number card (PAN) is here" in text
    assert "Thank you, the Aadhaar card (AADHAAR) is here" in text
    assert "The file chart does not look like any document I know." in text
