"""The README's first command, as a shell runs it: real documents, real HTTP, and an exit status that can be believed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def demo(*arguments: str, seconds: float = 90.0) -> subprocess.CompletedProcess[str]:
    variables = {name: value for name, value in os.environ.items() if not name.startswith("ATLAS_SIM_")}
    return subprocess.run(
        [sys.executable, "-m", "simulator", "demo", *arguments],
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
        cwd=ROOT,
        env={**variables, "OMP_THREAD_LIMIT": "1", "COLUMNS": "120", "PYTHONIOENCODING": "utf-8"},
    )


@pytest.fixture(scope="module")
def delivered() -> subprocess.CompletedProcess[str]:
    return demo("--json")


def first_application() -> Path:
    return min((ROOT / "sample_docs" / "applications").glob("*/application.json")).parent


def test_json_is_the_callback_data_alone(delivered: subprocess.CompletedProcess[str]) -> None:
    assert (delivered.returncode, delivered.stderr) == (0, "")
    data = json.loads(delivered.stdout)
    assert list(data) == ["flow_uuid", "application_id", "flow_params", "ocr_data", "cross_checks"]


def test_every_document_of_the_application_is_recognised(delivered: subprocess.CompletedProcess[str]) -> None:
    manifest = json.loads((first_application() / "application.json").read_text())
    items = {item["document_id"]: item for item in json.loads(delivered.stdout)["ocr_data"]}
    assert list(items) == [document["document_id"] for document in manifest["documents"]]
    for document in manifest["documents"]:
        truth = json.loads((first_application() / document["file"]).with_suffix(".json").read_text())
        assert items[document["document_id"]]["data"]["document_type"] == truth["type"]


def test_the_documented_cross_checks_are_there(delivered: subprocess.CompletedProcess[str]) -> None:
    checks = {check["name"]: check["similarity_score"] for check in json.loads(delivered.stdout)["cross_checks"]}
    assert {"DEALER_ADDRESS", "CUSTOMER_NAME", "CUSTOMER_DELIVERY_ADDRESS", "CUSTOMER_MOBILE_NUMBER"} <= checks.keys()
    assert min(checks.values()) >= 80


def test_the_report_shows_statuses_documents_fields_checks_and_the_callback() -> None:
    ended = demo("--application", first_application().name)
    assert (ended.returncode, ended.stderr) == (0, "")
    for item in (
        "upload_status",
        "crossheck_status",
        "Documents",
        "INVOICE",
        "Cross-checks",
        "DEALER_ADDRESS",
        "Callback",
    ):
        assert item in ended.stdout
    assert ["body", "and", "/extracts", "equal"] in [line.split() for line in ended.stdout.splitlines()]


def test_a_document_that_is_none_is_reported_and_fails_nothing(tmp_path: Path) -> None:
    (tmp_path / "nothing.jpg").write_bytes(b"")
    documents = [{"document_id": "1", "file": "nothing.jpg"}]
    (tmp_path / "application.json").write_text(json.dumps({"application_id": "A", "documents": documents}))
    ended = demo("--application", str(tmp_path))
    assert ended.returncode == 0
    assert "INVALID_DOC (empty file)" in ended.stdout
