"""What a document's `data` may hold, as schemas made from the catalogue: one for each type, told apart by `document_type`.

They are open, as documented answers leave fields out: a type's schema asks for its `document_type` alone. What is of no
type that is known (nothing was recognised, or a type that came later) is an OtherDocument.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from simulator.atlas.onboarding.type_details import type_details
from simulator.atlas.results import ADDRESS_PARTS
from simulator.documents.catalogue import Catalogue, DocumentType, FieldSpec
from simulator.endpoints import TEXT, Schema
from simulator.value_kinds import check_schemas, value_kind

#: Names that a type's schema cannot take.
TAKEN = frozenset(
    {"KnownDocument", "DocumentData", "SubmittedData", "OtherDocument", "ProcessingFailed", "FormattedAddress", "Error"}
)
_REFERENCE = "#/components/schemas/"
_CONFIDENCE: Schema = {"type": "number", "minimum": 0, "maximum": 1}


def _wrapped(value: Schema, **more: Schema) -> Schema:
    properties = {"value": value, "confidence_score": _CONFIDENCE, **more}
    return {"type": "object", "properties": properties, "required": ["value", "confidence_score"]}


def _nullable(kind: str, **more: Any) -> Schema:
    return {"type": [kind, "null"], **more}


def _ref(name: str) -> Schema:
    return {"$ref": _REFERENCE + name}


_REDACT_URL: Schema = {"type": "string", "description": "a signed link to the image, the number masked"}
#: The forms of a field by what its value is.
_FORMS: Mapping[str, Schema] = {
    "Field": {**_wrapped(_nullable("string")), "description": 'A text, or yes and no as texts; "" or null: not found'},
    "ListField": {**_wrapped(_nullable("array", items=TEXT)), "description": "Several texts; none: not found"},
    "NumberField": {**_wrapped(_nullable("number")), "description": "A number or a count; null: not found"},
    "PrivateField": {
        **_wrapped(_nullable("string"), redact_url=_REDACT_URL),
        "description": "A number that is somebody's own, such as aadhaar_number",
    },
    "FormattedAddress": {
        "type": "object",
        "properties": {part: _ref("Field") for part in ADDRESS_PARTS},
        "required": list(ADDRESS_PARTS),
        "description": "The address in parts, each a field of its own",
    },
    "OtherDocument": {
        "type": "object",
        "description": "Nothing was recognised, `{}`; or a type that this document does not know",
    },
    "ProcessingFailed": {
        "type": "object",
        "properties": {"processing_error": TEXT},
        "required": ["processing_error"],
        "description": "Onboarding's form of a document in which something is wrong",
    },
}
check_schemas(_FORMS)


def document_schemas(catalogue: Catalogue) -> dict[str, Schema]:
    """The components that describe documents: DocumentData, SubmittedData, and all that these name."""
    types: dict[str, Schema] = {}
    mapping: dict[str, str] = {}
    for each in catalogue:
        for word in dict.fromkeys((each.name, type_details().spelling(each.name))):
            name = _component(word, types)
            types[name] = _type_schema(each, word)
            mapping[word] = _REFERENCE + name
    return {
        "KnownDocument": {
            "oneOf": [*map(_ref, types)],
            "discriminator": {"propertyName": "document_type", "mapping": mapping},
            "description": "What was read of one document: `document_type` beside the fields of that type",
        },
        "DocumentData": {"anyOf": [_ref("KnownDocument"), _ref("OtherDocument")]},
        "SubmittedData": {"anyOf": [_ref("ProcessingFailed"), _ref("DocumentData")]},
        **types,
        **_FORMS,
    }


def exact_document_schemas() -> dict[str, Schema]:
    """The closed form, against which this server's own answers are held."""
    field = {**_wrapped({}, redact_url=TEXT), "additionalProperties": False}
    address = {"type": "object", "additionalProperties": field, "minProperties": len(ADDRESS_PARTS)}
    return {
        "DocumentData": {
            "type": "object",
            "properties": {"document_type": TEXT},
            "additionalProperties": {"anyOf": [field, address]},
        },
        "SubmittedData": {"type": "object"},
    }


def _type_schema(each: DocumentType, word: str) -> Schema:
    properties: dict[str, Schema] = {"document_type": {"type": "string", "const": word}}
    for spec in each.fields:
        properties[spec.name] = _ref(_form(spec))
    if "document_quality_flag" in properties:
        properties["is_original"] = _ref("Field")  # what onboarding calls it, by a yes or no
    return {"type": "object", "properties": properties, "required": ["document_type"], "description": each.title}


def _form(spec: FieldSpec) -> str:
    return "PrivateField" if spec.is_private else value_kind(spec.kind).schema


def _component(word: str, known: Mapping[str, Schema]) -> str:
    """`Invoice` for INVOICE; names that are taken, and those without a Latin letter, get something added."""
    parts = re.findall(r"[A-Za-z0-9]+", word)
    name = "".join(part[0].upper() + (part[1:].lower() if part.isupper() else part[1:]) for part in parts)
    if not name[:1].isalpha() or name in TAKEN or name in _FORMS or name in known:
        name = f"{name}Document"
    while name in known:
        name += "I"
    return name
