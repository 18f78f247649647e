"""Whether a recognised document is refused all the same: the `invalid` rules of its type, held against its fields."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.documents.model import Field
from simulator.documents.schema import Condition, DocumentType


def refusal(document_type: DocumentType, fields: Mapping[str, Field]) -> str:
    """Why a recognised document is not valid by the rules of its type, if it is not. What was not found breaks no rule."""
    for rule in document_type.invalid:
        if all(_holds(condition, fields.get(condition.field)) for condition in rule.all):
            return rule.reason
    return ""


def _holds(condition: Condition, field: Field | None) -> bool:
    if field is None:
        return False
    if condition.above is None:
        return field.value == condition.equals
    return isinstance(field.value, int | float) and field.value > condition.above
