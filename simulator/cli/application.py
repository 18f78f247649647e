"""The loan application that the demo uploads: a folder with `application.json` and the documents that it names."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from simulator.errors import SettingError
from simulator.pipeline.builtin_scenarios import folder

MANIFEST = "application.json"


@dataclass(frozen=True)
class ApplicationDocument:
    document_id: str
    path: Path

    @property
    def media_type(self) -> str:
        return mimetypes.guess_type(self.path.name)[0] or "application/octet-stream"


@dataclass(frozen=True)
class Application:
    """`name` is its folder's."""

    name: str
    application_id: str
    product_type: str
    documents: tuple[ApplicationDocument, ...]


@contextmanager
def opened(chosen: str) -> Iterator[Application]:
    """An application by folder or by its name among the samples; the first where `chosen` is empty.

    Raises SettingError where there is none such, with the names there are.
    """
    if chosen and (Path(chosen) / MANIFEST).is_file():
        yield load(Path(chosen))
    else:
        yield load(_named(folder("sample_docs") / "applications", chosen))


def load(folder: Path) -> Application:
    """The application in a folder. Raises SettingError that says what its manifest lacks."""
    manifest = folder / MANIFEST
    try:
        body = msgspec.json.decode(manifest.read_bytes(), type=dict[str, Any])
        documents = tuple(ApplicationDocument(each["document_id"], folder / each["file"]) for each in body["documents"])
    except (OSError, msgspec.DecodeError) as error:
        raise SettingError(f"{manifest}: cannot be read: {error}") from None
    except (KeyError, TypeError) as error:
        raise SettingError(f"{manifest}: each of its documents needs a document_id and a file ({error})") from None
    for document in documents:
        if not document.path.is_file():
            raise SettingError(f"{manifest}: names {document.path.name}, which is not there")
    return Application(
        folder.name, str(body.get("application_id", folder.name)), body.get("product_type", "PROD_CDL"), documents
    )


def _named(samples: Path, chosen: str) -> Path:
    names = sorted(path.parent.name for path in samples.glob(f"*/{MANIFEST}"))
    if chosen and chosen not in names:
        raise SettingError(
            f"--application {chosen}: neither a folder with {MANIFEST} nor one of the samples: {', '.join(names)}"
        )
    if not names:
        raise SettingError(f"no sample applications in {samples}; draw them with `atlas-simulator samples`")
    return samples / (chosen or names[0])
