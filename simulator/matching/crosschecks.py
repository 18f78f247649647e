"""Cross-checks: the same fact on two documents of one flow, compared.

What is compared comes from a `ProductChecks`; how two values are compared is decided by `matching.scorers`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from simulator.matching.model import FLOW, Check, CrossCheck, Product, Side
from simulator.matching.product_checks import ProductChecks
from simulator.value_kinds import comparable_text, comparable_texts

__all__ = ["Check", "CrossCheck", "Product", "ProductChecks", "run_checks"]

#: A document as far as checks are concerned: its type, and its fields' values.
CheckedDocument = tuple[str, Mapping[str, Any]]


def run_checks(
    checks: Iterable[Check], documents: Sequence[CheckedDocument], extras: Mapping[str, Any] | None = None
) -> list[CrossCheck]:
    """Compare what the checks name on every pair of documents, in the order of the checks, then of the documents.

    `documents` are in the order of upload; `extras` are the flow's own values, read by checks as `FLOW.<name>`. A side
    that is not there, empty or no text, number or list is not compared. A check of a type against itself takes each
    pair once.
    """
    from simulator.matching.scorers import score  # rapidfuzz: loaded with the first cross-check, not with the server

    everything: list[CheckedDocument] = [*documents, (FLOW, extras or {})]
    return [
        CrossCheck(
            source_doc=check.source.document_type,
            source_field_name=check.source.reported,
            source_value=comparable_text(source),
            target_doc=check.target.document_type,
            target_field_name=check.target.reported,
            target_value=comparable_text(target),
            similarity_score=score(check.scorer, comparable_texts(source), comparable_texts(target)),
            name=check.name,
        )
        for check in checks
        for source, target in _pairs(check, everything)
    ]


def _pairs(check: Check, documents: Sequence[CheckedDocument]) -> Iterator[tuple[Any, Any]]:
    """The two values of each pair of documents that both have one."""
    same_type = check.source.document_type == check.target.document_type
    for at, source in enumerate(documents):
        source_value = _value(check.source, source)
        if not comparable_text(source_value):
            continue
        for target in documents[at + 1 :] if same_type else documents:
            target_value = _value(check.target, target)
            if comparable_text(target_value):
                yield source_value, target_value


def _value(side: Side, document: CheckedDocument) -> Any:
    document_type, fields = document
    return fields.get(side.field) if document_type == side.document_type else None
