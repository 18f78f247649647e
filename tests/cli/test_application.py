"""Which documents the demo uploads: a folder with a manifest, or one of the samples by name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from simulator.cli.application import MANIFEST, load, opened
from simulator.errors import SettingError


def application(folder: Path, **value: Any) -> Path:
    (folder / "a.jpg").write_bytes(b"a")
    (folder / MANIFEST).write_text(json.dumps(value))
    return folder


def test_a_folder_is_taken_with_its_documents_in_their_order(tmp_path: Path) -> None:
    documents = [{"document_id": "2", "file": "a.jpg"}, {"document_id": "1", "file": "a.jpg"}]
    folder = application(tmp_path, application_id="A-1", product_type="POC_CDL", documents=documents)
    with opened(str(folder)) as found:
        assert (found.name, found.application_id, found.product_type) == (folder.name, "A-1", "POC_CDL")
        assert [(each.document_id, each.media_type) for each in found.documents] == [
            ("2", "image/jpeg"),
            ("1", "image/jpeg"),
        ]


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({}, "documents"),
        ({"documents": [{"file": "a.jpg"}]}, "document_id"),
        ({"documents": [{"document_id": "1"}]}, "file"),
        ({"documents": ["a.jpg"]}, "needs a document_id and a file"),
        ({"documents": [{"document_id": "1", "file": "b.jpg"}]}, "names b.jpg, which is not there"),
    ],
)
def test_what_a_manifest_lacks_is_said(values: dict[str, Any], problem: str, tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=problem):
        load(application(tmp_path, **values))


def test_a_manifest_that_is_no_json_is_named(tmp_path: Path) -> None:
    application(tmp_path)
    (tmp_path / MANIFEST).write_text("{")
    with pytest.raises(SettingError, match=r"application\.json: cannot be read"):
        load(tmp_path)
