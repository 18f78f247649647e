"""A scenario: documents, readings that are given instead of read, faults, pace, and the expected end. One TOML file each.

This is the form of the file and how it is loaded and checked; what is done with it is `plans`' part.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import unquote

import msgspec

from simulator import toml_files
from simulator.documents.model import Field, Reading
from simulator.errors import InputError, SettingError
from simulator.flows.model import File
from simulator.forms import convert
from simulator.hosts import parts_of
from simulator.pipeline.canned_values import ALLOWED, CANNED_CONFIDENCE, canned_field, value_problem
from simulator.pipeline.faults.rules import FaultRule, validated_rule

PaceKind = Literal["instant", "realistic", "manual"]
Call = Literal["token", "init", "multiupload", "status", "extracts"]

T = TypeVar("T")

#: Most pages that a given reading may have: far above any document.
MOST_PAGES = 100_000


class CannedReading(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is taken for the reading of a file, so that no engine runs.

    Which files: those whose bytes have this `sha256`, whose name in the URL fits `name`, or whose `document_id` fits
    (`*` and `?` stand for any characters); everything that is given must fit. A field is its value, or
    `{value = …, confidence = …}`. Without `strict`, type and fields may be such as there are not.
    """

    sha256: str = ""
    name: str = ""
    document_id: str = ""
    document_type: str = ""
    fields: dict[str, Any] = {}
    confidence: Annotated[float, msgspec.Meta(ge=0, le=1)] = CANNED_CONFIDENCE
    error_code: Literal["", "UNRECOGNISED", "INVALID_DOC"] = ""
    error_reason: str = ""
    page_count: Annotated[int, msgspec.Meta(ge=0, le=MOST_PAGES)] = 1
    note: str = ""
    strict: bool = True

    def fits(self, file: File) -> bool:
        return (
            bool(self.sha256 or self.name or self.document_id)
            and self.sha256 in ("", file.sha256)
            and (not self.name or _like(unquote(parts_of(file.file_url).path).rpartition("/")[2], self.name))
            and (not self.document_id or _like(file.document_id, self.document_id))
        )

    def reading(self) -> Reading:
        unrecognised = self.error_code == "UNRECOGNISED" or not (self.document_type or self.error_code)
        return Reading(
            document_type="" if unrecognised else self.document_type,
            fields={} if unrecognised else {name: self._field(value) for name, value in self.fields.items()},
            error_code="UNRECOGNISED" if unrecognised and not self.error_code else self.error_code,
            error_reason=self.error_reason or ("document not in list" if unrecognised else ""),
            page_count=self.page_count,
            engine="given",
        )

    def _field(self, value: Any) -> Field:
        return canned_field(value, self.confidence, "given")


def reading_key(reading: Reading) -> str:
    """By what a given reading is kept: what it says."""
    return "given:" + hashlib.sha256(msgspec.json.encode(reading)).hexdigest()[:32]


class ScenarioDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A document to upload: a `sample` by name, a `file` beside the scenario, a `url`, or, with none, a stand-in."""

    document_id: str
    sample: str = ""
    file: str = ""
    url: str = ""
    reading: CannedReading | None = None


class ExpectedDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`fields` are expected values; an expected document that is not `present` is left out of ocr_data."""

    document_type: str | None = None
    error_code: str | None = None
    error_reason: str | None = None
    fields: dict[str, Any] = {}
    present: bool = True


class Expected(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How a scenario ends. `answers` are the statuses of each call, in order, which is repeated until one succeeds.

    `seen` are the four statuses one after the other, as `upload/processing/crosscheck/master`, under manual pace.
    """

    answers: dict[Call, list[int]] = {}
    status: dict[Literal["upload_status", "processing_status", "crossheck_status", "master_status"], str] = {}
    seen: list[str] = []
    documents: dict[str, ExpectedDocument] = {}
    cross_checks: dict[str, int] = {}
    callbacks: int | None = None
    auth_calls: int | None = None
    delivery: Literal["", "INITIATED", "DELIVERED", "AUTH_FAILED", "CALLBACK_FAILED"] = ""


class Scenario(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One scenario. `readings` names files of further canned readings, relative to the scenario's own.

    Without `strict` it may name types, fields, checks and endpoints that there are not.
    """

    description: str = ""
    pace: PaceKind | None = None
    product_type: str = "PROD_CDL"
    application_id: str = "APP-1"
    documents: tuple[ScenarioDocument, ...] = ()
    canned: tuple[CannedReading, ...] = ()
    readings: tuple[str, ...] = ()
    faults: tuple[FaultRule, ...] = ()
    expect: Expected = Expected()
    strict: bool = True

    def with_readings(self, readings: Sequence[CannedReading]) -> Scenario:
        """The scenario with further given readings, which come before those that it has."""
        documents = tuple(msgspec.structs.replace(each, reading=None) for each in self.documents)
        return msgspec.structs.replace(self, documents=documents, canned=(*readings, *self.given()))

    def given(self) -> Sequence[CannedReading]:
        """All readings that are given, those of its own documents first."""
        own = [
            msgspec.structs.replace(each.reading, document_id=each.reading.document_id or each.document_id)
            for each in self.documents
            if each.reading is not None
        ]
        return [*own, *self.canned]


class FlowPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a client may ask for under the key `sim` of `flow_params`; `scenario` is a name or a whole one."""

    pace: PaceKind | None = None
    scenario: str | Scenario | None = None
    faults: tuple[FaultRule, ...] = ()


class CannedFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of readings, as `atlas-simulator record` writes it."""

    canned: tuple[CannedReading, ...] = ()


def verified(scenario: Scenario, *, own: bool = False) -> Scenario:
    """The scenario, where all of its rules make sense and all given values can be a reading's.

    `own` says that a client asks for it in its own flow. Raises InputError that says what is wrong.
    """
    for position, rule in enumerate(scenario.faults):
        try:
            validated_rule(rule, own=own)
        except InputError as error:
            raise InputError(f"faults[{position}]: {error}", f"faults[{position}].{error.key}", error.allowed) from None
    for position, document in enumerate(scenario.documents):
        if document.reading is not None:
            _check_reading(document.reading, f"documents[{position}].reading")
    for position, reading in enumerate(scenario.canned):
        _check_reading(reading, f"canned[{position}]")
    return scenario


def _check_reading(reading: CannedReading, where: str) -> None:
    for name, value in reading.fields.items():
        if wrong := value_problem(value):
            key = f"{where}.fields.{name}{wrong[0]}"
            raise InputError(f"{key}: {wrong[1]}", key, ALLOWED)


def load(path: Path) -> Scenario:
    """A scenario file, with the readings it names taken in. Raises SettingError with file and key."""
    scenario = _convert(path, Scenario)
    canned = list(scenario.canned)
    for name in scenario.readings:
        canned += _convert(path.parent / name, CannedFile).canned
    try:
        return verified(msgspec.structs.replace(scenario, canned=tuple(canned), readings=()))
    except InputError as error:
        raise SettingError(f"scenario {path}: {error}; allowed: {', '.join(error.allowed)}") from None


def _convert(path: Path, kind: type[T]) -> T:
    table = toml_files.table(toml_files.read(path, "scenario"), path, "scenario")
    try:
        return convert(table, kind)
    except InputError as error:
        allowed = f"; allowed: {', '.join(error.allowed)}" if error.allowed else ""
        raise SettingError(f"scenario {path}: {error}{allowed}") from None


def _like(value: str, pattern: str) -> bool:
    return fnmatchcase(value, pattern.replace("[", "[[]"))
