"""Files to samples: read by the engine, with the JSON of what is wanted of each where there is one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from simulator.documents.draft.shared import Sample
from simulator.documents.ocr.engine import Engine
from simulator.documents.pages.sheet import Sheet
from simulator.errors import DocumentError, SettingError


@contextmanager
def opened(path: Path, engine: Engine, max_pages: int = 40) -> Iterator[tuple[Sheet, ...]]:
    """The pages of a file as they were read; their pictures can be looked at inside. Raises SettingError."""
    from simulator.documents.pages.pictures import PageSource
    from simulator.documents.pages.sheets import sheets

    try:
        with PageSource(_bytes(path), max_pages) as pages:
            yield tuple(sheets(pages, engine))
    except DocumentError as error:
        raise SettingError(f"{path}: {error.reason}") from None


def samples(paths: Sequence[Path], engine: Engine, fields: Path | None = None) -> Iterator[Sample]:
    """A sample for each file. `fields`: one JSON for all, {file name: {field: value}}; otherwise `FILE.json` beside each."""
    every = _json(fields) if fields else None
    for path in paths:
        wanted = every.get(path.name, {}) if every is not None else beside(path)
        with opened(path, engine) as sheets:
            yield Sample(path.name, sheets, wanted)


def beside(path: Path) -> dict[str, Any]:
    """What a `FILE.json` (or FILE.SUFFIX.json) wants: field names and values, or such under `fields`. Raises SettingError."""
    for item in (path.with_suffix(".json"), path.with_name(f"{path.name}.json")):
        if item.is_file() and item != path:
            value = _json(item)
            fields = value.get("fields", value)
            if not isinstance(fields, dict):
                raise SettingError(f"{item}: fields: is not an object of field names and values")
            return fields
    return {}


def _json(path: Path) -> dict[str, Any]:
    try:
        body = json.loads(path.read_bytes())
    except OSError as error:
        raise SettingError(f"{path}: cannot be read ({error.strerror})") from None
    except ValueError as error:
        raise SettingError(f"{path}: is not JSON: {error}") from None
    if not isinstance(body, dict):
        raise SettingError(f"{path}: is not an object of field names and values")
    return body


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SettingError(f"{path}: cannot be read ({error.strerror})") from None
