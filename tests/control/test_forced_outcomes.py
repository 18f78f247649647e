"""An outcome that a fault gives costs no reading, and one that alters a reading costs one for all files of the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.documents.model import Reading
from simulator.server import BackgroundServer
from simulator.testing.atlas import Atlas


@pytest.fixture
def reads(server: BackgroundServer, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of the files that an engine was given."""
    given: list[int] = []
    readers = server.core.readers
    read = readers.read

    async def counted(content: bytes) -> Reading:
        given.append(len(content))
        return await read(content)

    monkeypatch.setattr(readers, "read", counted)
    return given


@pytest.fixture
def atlas(server: BackgroundServer) -> Iterator[Atlas]:
    with Atlas(server.url) as atlas:
        yield atlas


def items(atlas: Atlas, documents: dict[str, bytes], **more: Any) -> dict[str, Any]:
    flow = atlas.flow_of(documents, **more)
    atlas.client.wait(flow)
    return {item["document_id"]: item for item in atlas.client.extracts(flow)["ocr_data"]}


def a_paper(sample_docs: Path, mark: str) -> bytes:
    """A real document whose bytes no other test has: what follows a picture's end changes nothing in it."""
    return (sample_docs / "EBILL" / "spot-1-clean.png").read_bytes() + mark.encode()


def test_what_needs_no_reading_is_not_read(atlas: Atlas, reads: list[int], sample_docs: Path) -> None:
    paper = a_paper(sample_docs, "unread")
    found = items(
        atlas,
        {"a sim:unrecognised": paper, "b sim:processing-failed": paper, "c sim:unrecognised sim:missing=x": paper},
    )
    assert [(item["error_code"], item["data"]) for item in found.values()] == [
        ("UNRECOGNISED", {}),
        ("INVALID_DOC", {}),
        ("UNRECOGNISED", {}),
    ]
    assert reads == []
    assert atlas.flows()[0]["status"]["processing_status"] == "FAILED"


def test_a_rule_that_acts_once_is_counted_once_and_the_next_file_is_read(
    atlas: Atlas, reads: list[int], sample_docs: Path
) -> None:
    atlas.faults(point="classify", action="unrecognised", times=1)
    paper = a_paper(sample_docs, "once")
    assert items(atlas, {"1": paper})["1"]["error_code"] == "UNRECOGNISED"
    assert items(atlas, {"1": paper})["1"]["data"]["document_type"] == "EBILL"
    assert items(atlas, {"1": paper})["1"]["error_code"] == ""
    assert [rule["hits"] for rule in atlas.faults_in_force()] == [1]
    assert len(reads) == 1


def test_a_rule_for_a_type_waits_for_the_reading(atlas: Atlas, reads: list[int], sample_docs: Path) -> None:
    atlas.faults(point="classify", action="unrecognised", type="EBILL")
    atlas.faults(point="classify", action="unrecognised", type="PAN")
    assert items(atlas, {"1": a_paper(sample_docs, "type")})["1"]["error_code"] == "UNRECOGNISED"
    assert [rule["hits"] for rule in atlas.faults_in_force()] == [1, 0]
    assert len(reads) == 1


def test_the_engines_own_reading_is_kept_whatever_faults_make_of_it(
    atlas: Atlas, reads: list[int], sample_docs: Path
) -> None:
    paper = a_paper(sample_docs, "kept")
    ids = ["a sim:invalid", "b sim:type=PAN", "c sim:low-confidence=0.2", "d sim:missing=bill-date", "e"]
    found = {}
    for each in ids:
        found |= items(atlas, {each: paper})
    items(atlas, {"1": paper}, application_id="APP sim:score=40")
    assert len(reads) == 1
    assert found["a sim:invalid"]["error_code"] == "INVALID_DOC"
    assert found["b sim:type=PAN"]["data"]["document_type"] == "PAN"
    altered, own = found["c sim:low-confidence=0.2"]["data"], found["e"]["data"]
    assert altered["bill_date"] == {"value": own["bill_date"]["value"], "confidence_score": 0.2}
    assert own["bill_date"]["value"] and own["bill_date"]["confidence_score"] > 0.2
    assert found["d sim:missing=bill-date"]["data"]["bill_date"]["value"] == ""


def test_the_page_shows_a_document_that_was_not_read(atlas: Atlas, sample_docs: Path) -> None:
    flow = atlas.flow_of({"a sim:unrecognised": a_paper(sample_docs, "page")})
    atlas.client.wait(flow)
    (file,) = atlas.flow(flow)["files"]
    page = atlas._http.get(f"/_sim/ui/documents/{file['file_uuid']}")
    assert page.status_code == 200 and "not read: its outcome is given" in page.text
