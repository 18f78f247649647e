"""Which checks and documents a product has: read from `checks/*.toml` and `products/*.toml`, the built-in ones first.

A folder given later adds to what is there or overrides it by name: a check of the same name for the same product, a
product of the same name. A wrong file is a SettingError that names file, key and reason, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from simulator import toml_files
from simulator.errors import SettingError
from simulator.matching.model import Check, Product, Scorer, Side

#: The product that stands for product types nobody has described: cross-checks run for every flow.
DEFAULT = "DEFAULT"
#: In a check file's `products`: every product, described or not.
EVERY = "*"

BUILT_IN = Path(__file__).parent


class _CheckRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`source` and `target` as `TYPE.field`; the `_field_name` is what is reported where it differs."""

    name: str
    source: str
    target: str
    scorer: Scorer
    source_field_name: str = ""
    target_field_name: str = ""
    own: bool = False


class _CheckFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    products: list[str]
    checks: list[_CheckRow]


class _ProductFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`checks` takes over checks of other products by name, behind the product's own; `scorers` changes how some score."""

    products: list[str]
    documents: list[str] = []
    co_applicant_documents: list[str] = []
    checks: list[str] = []
    scorers: dict[str, Scorer] = {}


_File = TypeVar("_File", _CheckFile, _ProductFile)
_Described = dict[str, tuple[_ProductFile, Path]]
#: Product to check name to check: insertion order is the order of checks, which an override keeps.
_Checks = dict[str, dict[str, Check]]


class ProductChecks:
    """The products of one or several folders, each with its checks. Immutable: load another one for changed files."""

    def __init__(self, products: dict[str, Product]) -> None:
        self._products = products

    @classmethod
    def load(cls, directories: Iterable[str | Path] = ()) -> ProductChecks:
        """The built-in products and checks, then those of each directory, in order. Raises SettingError."""
        checks: _Checks = {}
        described: _Described = {}
        for directory in (BUILT_IN, *map(Path, directories)):
            _read_checks(directory, checks)
            _read_products(directory, described)
        names = dict.fromkeys([*described, *(name for name in checks if name != EVERY)])
        return cls({name: _product(name, checks, described) for name in names})

    @property
    def products(self) -> tuple[Product, ...]:
        """All that are described, also the one named `DEFAULT`, for lists of what came from where."""
        return tuple(self._products.values())

    def product(self, product_type: str) -> Product:
        """The product of that type; for a type that nobody has described, what holds by default."""
        return self._products.get(product_type) or self._products[DEFAULT]

    def for_product(self, product_type: str, *, own: bool = False) -> tuple[Check, ...]:
        """The checks of a product type in order; the simulator's own only if asked for."""
        return tuple(check for check in self.product(product_type).checks if own or not check.own)


def _read_checks(directory: Path, checks: _Checks) -> None:
    here: dict[tuple[str, str], Path] = {}
    for path, file in _files(directory / "checks", _CheckFile):
        if not file.products:
            raise SettingError(f'{path}: products: is empty; name product types, or "{EVERY}" for all')
        for at, row in enumerate(file.checks):
            check = _check(path, f"checks[{at}]", row)
            for product in file.products:
                known = here.setdefault((product, check.name), path)
                if known != path or any(other.name == row.name for other in file.checks[:at]):
                    where = "above" if known == path else f"in {known}"
                    raise SettingError(
                        f"{path}: checks[{at}].name: {row.name} is there already, {where}; choose another name"
                    )
                _keep(checks, product, check)


def _keep(checks: _Checks, product: str, check: Check) -> None:
    """Add a check or override the one of its name; one for every product overrides that name wherever it is."""
    for others in checks.values() if product == EVERY else ():
        if check.name in others:
            others[check.name] = check
    checks.setdefault(product, {})[check.name] = check


def _check(path: Path, key: str, row: _CheckRow) -> Check:
    if not row.name.strip():
        raise SettingError(f"{path}: {key}.name: is empty; give the check a name")
    source = _side(path, f"{key}.source", row.source, row.source_field_name)
    target = _side(path, f"{key}.target", row.target, row.target_field_name)
    return Check(row.name, source, target, row.scorer, row.own, str(path))


def _side(path: Path, key: str, text: str, reported: str) -> Side:
    document_type, _, field = text.rpartition(".")
    if not document_type.strip() or not field.strip():
        raise SettingError(f"{path}: {key}: {text!r} is not TYPE.field, as in INVOICE.dealer_address")
    return Side(document_type, field, reported or field)


def _read_products(directory: Path, described: _Described) -> None:
    here: dict[str, Path] = {}
    for path, file in _files(directory / "products", _ProductFile):
        if not file.products:
            raise SettingError(f"{path}: products: is empty; name the product types that the file describes")
        for name in file.products:
            if name in here:
                raise SettingError(f"{path}: products: {name} is described already, in {here[name]}")
            here[name] = path
            described[name] = (file, path)


def _product(name: str, checks: _Checks, described: _Described) -> Product:
    default, default_path = described[DEFAULT]
    file, path = described.get(name, (default, default_path))
    inherited = {} if name in described else checks[DEFAULT]
    found = inherited | checks.get(name, {})
    found |= {check: row for check, row in checks.get(EVERY, {}).items() if check not in found}
    everywhere = {check.name: check for others in checks.values() for check in others.values()}
    for at, wanted in enumerate(file.checks):
        if wanted not in everywhere:
            raise SettingError(f"{path}: checks[{at}]: there is no check named {wanted}")
        found.setdefault(wanted, everywhere[wanted])
    for wanted, scorer in file.scorers.items():
        if wanted not in found:
            raise SettingError(f"{path}: scorers.{wanted}: {name} has no check of that name")
        found[wanted] = msgspec.structs.replace(found[wanted], scorer=scorer, origin=str(path))
    return Product(name, tuple(file.documents), tuple(file.co_applicant_documents), tuple(found.values()), str(path))


def _files(folder: Path, kind: type[_File]) -> Iterator[tuple[Path, _File]]:
    """The TOML files of a folder by name, decoded strictly; a folder that is not there has none."""
    if not folder.is_dir():
        return
    for path in sorted(folder.glob("*.toml")):
        yield path, toml_files.record(toml_files.read(path), kind, path)
