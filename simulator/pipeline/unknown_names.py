"""Whether the types, fields, checks and endpoints that given readings, fault rules and scenarios name are there.

A name that is not there does nothing, silently: so it is refused, with the nearest one, unless `strict = false` says that
it is meant, for instance for a type that comes later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from simulator.definitions import Definitions
from simulator.errors import InputError
from simulator.nearest import suggestion
from simulator.pipeline.faults.rules import FaultRule, pattern_matches
from simulator.pipeline.scenario import CannedReading, Scenario

#: A part of a path that stands for any text.
_PARAMETER = re.compile(r"\{[^}]*\}")
_WILD = re.compile(r"[*?]")


class UnknownNames:
    """`endpoints` are methods with paths, such as `POST /v3/verification/multiupload`; without any, none is refused."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self.endpoints: list[str] = []

    def check_scenario(self, scenario: Scenario) -> Scenario:
        """The scenario, where all that it names is there. Raises InputError."""
        if not scenario.strict:
            return scenario
        for at, rule in enumerate(scenario.faults):
            self.check_rule(rule, f"faults[{at}].")
        for at, document in enumerate(scenario.documents):
            if document.reading is not None:
                self.check_reading(document.reading, f"documents[{at}].reading.")
        for at, reading in enumerate(scenario.canned):
            self.check_reading(reading, f"canned[{at}].")
        for document_id, expected in scenario.expect.documents.items():
            if expected.document_type:
                self._type(f"expect.documents.{document_id}.document_type", expected.document_type)
        for name in scenario.expect.cross_checks:
            self._check(f"expect.cross_checks.{name}", name)
        return scenario

    def check_reading(self, reading: CannedReading, where: str = "") -> None:
        """Raises InputError that names the key, what stands there and the nearest name."""
        if not reading.strict or not reading.document_type:
            return
        self._type(f"{where}document_type", reading.document_type)
        for name in reading.fields:
            self._field(f"{where}fields.{name}", name, reading.document_type)

    def check_rule(self, rule: FaultRule, where: str = "") -> None:
        """Raises InputError that names the key, what stands there and the nearest name."""
        if not rule.strict:
            return
        if rule.document_type:
            self._type(f"{where}document_type", rule.document_type)
        if rule.type:
            self._type(f"{where}type", rule.type, pattern=True)
        if rule.field:
            self._field(f"{where}field", rule.field, rule.type)
        if rule.check:
            self._check(f"{where}check", rule.check)
        if rule.endpoint and self.endpoints and not any(_reaches(rule.endpoint, each) for each in self.endpoints):
            paths = sorted({each.partition(" ")[2] for each in self.endpoints})
            wanted = rule.endpoint.rpartition(" ")[2]
            ends = {path.rstrip("/").rpartition("/")[2]: path for path in paths if not path.endswith("}")}
            _refuse(f"{where}endpoint", rule.endpoint, "an endpoint", paths if "/" in wanted else ends, paths)

    def _type(self, key: str, name: str, *, pattern: bool = False) -> None:
        types = sorted(self._definitions.catalogue.names)
        if name not in types and not (pattern and any(pattern_matches("type", name, each) for each in types)):
            _refuse(key, name, "a document type", types, types)

    def _field(self, key: str, name: str, document_type: str) -> None:
        catalogue = self._definitions.catalogue
        known = catalogue.get(document_type)
        fields = [spec.name for each in ([known] if known else catalogue) for spec in each.fields]
        # A type without documented fields may be given any.
        if fields and name not in fields:
            of = f"a field of {document_type}" if known else "a field of any type"
            _refuse(key, name, of, fields, sorted(set(fields)))

    def _check(self, key: str, name: str) -> None:
        checks = self._definitions.checks
        names = sorted({check.name for product in checks.products for check in product.checks})
        if name not in names:
            _refuse(key, name, "a cross-check", names, names)


def _refuse(key: str, name: str, what: str, near: Iterable[str], allowed: Iterable[str]) -> None:
    hint = suggestion(name, near)
    raise InputError(f"{key}: {name!r} is not {what}{hint} (strict = false takes it all the same)", key, allowed)


def _reaches(pattern: str, endpoint: str) -> bool:
    """Whether a rule's endpoint can be a request to this one; a parameter of its path stands for whatever is wanted there."""
    if pattern_matches("endpoint", pattern, endpoint):
        return True
    method, _, path = endpoint.partition(" ")
    pattern_method, space, wanted = pattern.partition(" ")
    if space and pattern_method.upper() != method:
        return False
    ours, theirs = path.strip("/").split("/"), (wanted if space else pattern).strip("/").split("/")
    if _WILD.search(pattern):
        # A `*` may stand for several parts: what is written out must be there.
        free = any(map(_PARAMETER.fullmatch, ours))
        return free or all(_WILD.search(each) or each in ours for each in theirs)
    if len(theirs) > len(ours):
        return False
    return all(_PARAMETER.fullmatch(a) or a == b for a, b in zip(reversed(ours), reversed(theirs), strict=False))
