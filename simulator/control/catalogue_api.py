"""`/_sim/catalogue`: the document types and products in force, where each comes from, and what keeps a change from being."""

from __future__ import annotations

from pathlib import Path

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from simulator.control.openapi_helpers import endpoint
from simulator.control.request_helpers import json_response
from simulator.core import Core
from simulator.documents.catalogue import Catalogue, DocumentType
from simulator.matching.model import Check, Product, Side
from simulator.matching.product_checks import BUILT_IN as BUILT_IN_CHECKS
from simulator.matching.product_checks import ProductChecks


class FieldRow(msgspec.Struct, frozen=True):
    name: str
    kind: str
    format: str


class TypeRow(msgspec.Struct, frozen=True):
    """`origin` is "built-in", or the file; `overrides`: it stands in for a built-in type of that name."""

    name: str
    title: str
    origin: str
    overrides: bool
    fields: list[FieldRow]


class CheckRow(msgspec.Struct, frozen=True):
    """`source` and `target` as TYPE.field; `own`: the simulator's own, which Atlas does not send."""

    name: str
    source: str
    target: str
    scorer: str
    own: bool
    origin: str


class ProductRow(msgspec.Struct, frozen=True):
    name: str
    documents: list[str]
    co_applicant_documents: list[str]
    origin: str
    checks: list[CheckRow]


class CatalogueState(msgspec.Struct, frozen=True):
    """`problem` says, with file, key and reason, why the folders as they are now are not in force; empty where they are."""

    folders: list[str]
    watched: bool
    problem: str
    digest: str
    types: list[TypeRow]
    products: list[ProductRow]


class CatalogueApi:
    def __init__(self, core: Core) -> None:
        self._definitions = core.definitions
        self._watched = core.settings.watch
        self.endpoints = [
            endpoint(
                "GET",
                "catalogue",
                self.catalogue,
                "The document types and products in force, and where each comes from",
                CatalogueState,
                query=(),
            ),
        ]

    async def catalogue(self, request: Request) -> Response:
        """The document types and products in force, and where each comes from."""
        definitions = self._definitions
        value = CatalogueState(
            list(definitions.folders),
            self._watched,
            definitions.problem,
            definitions.catalogue.digest,
            type_rows(definitions.catalogue),
            product_rows(definitions.checks),
        )
        return json_response(value)


def type_rows(catalogue: Catalogue) -> list[TypeRow]:
    return [type_row(each) for each in catalogue]


def type_row(each: DocumentType) -> TypeRow:
    fields = [FieldRow(spec.name, spec.kind, spec.format) for spec in each.fields]
    return TypeRow(each.name, each.title, "built-in" if each.built_in else each.origin, each.overrides, fields)


def product_rows(checks: ProductChecks) -> list[ProductRow]:
    return [_product(each) for each in checks.products]


def _product(each: Product) -> ProductRow:
    return ProductRow(
        each.name,
        list(each.documents),
        list(each.co_applicant_documents),
        _origin(each.origin),
        [_check(check) for check in each.checks],
    )


def _check(check: Check) -> CheckRow:
    return CheckRow(
        check.name, _side(check.source), _side(check.target), check.scorer, check.own, _origin(check.origin)
    )


def _side(side: Side) -> str:
    return f"{side.document_type}.{side.field}"


def _origin(path: str) -> str:
    return "built-in" if Path(path).is_relative_to(BUILT_IN_CHECKS) else path
