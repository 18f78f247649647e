"""What the tests of generated clients share: the document that clients are generated from, and answers to hold against it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

HERE = Path(__file__).resolve().parent


@pytest.fixture(scope="session")
def documented_answers() -> Any:
    """Every answer that the documentation prints, in its shape, with values of our own: page, operation, status, body."""
    return json.loads((HERE / "documented_answers.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def document(server: Any) -> Any:
    """The specification as anybody gets it who asks for nothing in particular."""
    return httpx.get(f"{server.url}/_sim/openapi.json", trust_env=False).json()


@pytest.fixture(scope="module")
def sample(server: Any) -> str:
    """The link of a document that the server itself holds."""
    found = httpx.put(f"{server.url}/_sim/files/pan.txt", content=b"no picture", trust_env=False).json()
    return str(found["file_url"])
