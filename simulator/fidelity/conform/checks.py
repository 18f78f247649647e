"""What a row expects of an answer, and whether an answer has it. Nothing here calls anything."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Literal

import msgspec

from simulator.fidelity.conform.places import ABSENT, values

Kind = Literal["string", "number", "integer", "boolean", "list", "object", "null"]
Form = Literal["uuid", "batch", "timestamp", "jwt", "url", "number-string"]

_HEX = "[0-9a-f]"
FORMS: Mapping[Form, str] = {
    "uuid": rf"{_HEX}{{8}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{12}}",
    "batch": r"BATCH-[0-9]{5}-[A-Z]{5}-[0-9]{14}",
    "timestamp": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d",
    "jwt": r"[\w-]+\.[\w-]+\.[\w-]+",
    "url": r"https?://\S+",
    "number-string": r"[0-9]+",
}


#: The status of an answer that did not come.
NOT_ANSWERED = -1


class CallResult(msgspec.Struct, frozen=True):
    """What came back. `body` is its JSON, or None; the names of `headers` have small letters."""

    status: int
    headers: dict[str, str] = {}
    body: Any = None
    problem: str = ""


class ResultCheck(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One expectation. `status` or `header` or a place `at` in the JSON (empty: all of it), and what must be there.

    Of a place: that it `is` a value; is one of `one_of`; is of a `kind` (several with `|`); has a `form`; fits a pattern
    (`matches`, whole); has exactly `keys`, or at least `has`; is an item of some `length`, or within `least` and `most`;
    is a field of `wrapped` kind with its confidence; is `absent`; `equals` what another place has; as a JWT, has a
    `jwt_header`. Without any of these: that it is there.
    """

    status: int = 0
    header: str = ""
    at: str | None = None
    is_: Any = msgspec.field(default=msgspec.UNSET, name="is")
    one_of: list[Any] = []
    kind: str = ""
    form: Form | None = None
    matches: str = ""
    keys: list[str] | msgspec.UnsetType = msgspec.UNSET
    has: list[str] = []
    length: int | None = None
    least: float | None = None
    most: float | None = None
    wrapped: str = ""
    absent: bool = False
    equals: str = ""
    jwt_header: dict[str, str] = {}

    def problem(self, answer: CallResult) -> str:
        """Empty where the answer is as expected, or what is there instead."""
        if answer.status == NOT_ANSWERED:
            return answer.problem
        if self.status:
            return "" if answer.status == self.status else f"status {answer.status}, not {self.status}"
        if self.header:
            return self._header(answer)
        place = self.at or ""
        if answer.problem:
            return answer.problem
        found = values(answer.body, place)
        if self.absent:
            there = [value for value in found if value is not ABSENT]
            return f"{place} is there: {_short(there[0])}" if there else ""
        if not found or ABSENT in found:
            return f"{place or 'the body'} is not there"
        for value in found:
            if problem := self._value(value, answer.body):
                return f"{place or 'the body'}: {problem}"
        return ""

    def _header(self, answer: CallResult) -> str:
        value = answer.headers.get(self.header.lower())
        if self.absent:
            return "" if value is None else f"header {self.header} is there: {value!r}"
        if value is None:
            return f"header {self.header} is not there"
        problem = self._value(value, answer.body)
        return f"header {self.header}: {problem}" if problem else ""

    def _value(self, value: Any, body: Any) -> str:
        for wanted, test in _TESTS:
            asked = getattr(self, wanted)
            is_asked = asked is not msgspec.UNSET and (wanted in _MAY_BE_EMPTY or asked not in _NOT_ASKED)
            if is_asked and (problem := test(self, value, body)):
                return problem
        return ""


def _is(check: ResultCheck, value: Any, body: Any) -> str:
    return "" if _same(value, check.is_) else f"{_short(value)}, not {_short(check.is_)}"


def _one_of(check: ResultCheck, value: Any, body: Any) -> str:
    return "" if value in check.one_of else f"{_short(value)}, not one of {_short(check.one_of)}"


def _kind_of(check: ResultCheck, value: Any, body: Any) -> str:
    return "" if of_kind(value, check.kind) else f"{_short(value)} is {kind(value)}, not {check.kind}"


def _form(check: ResultCheck, value: Any, body: Any) -> str:
    form = check.form or "uuid"
    holds = isinstance(value, str) and re.fullmatch(FORMS[form], value)
    return "" if holds else f"{_short(value)} has not the form of a {form}"


def _matches(check: ResultCheck, value: Any, body: Any) -> str:
    holds = isinstance(value, str) and re.fullmatch(check.matches, value)
    return "" if holds else f"{_short(value)} does not fit {check.matches!r}"


def _keys(check: ResultCheck, value: Any, body: Any) -> str:
    there = sorted(value) if isinstance(value, dict) else None
    wanted = sorted(check.keys or [])
    return "" if there == wanted else f"keys {there}, not {wanted}"


def _has(check: ResultCheck, value: Any, body: Any) -> str:
    lacks = [key for key in check.has if not (isinstance(value, dict | list) and key in value)]
    return f"lacks {lacks}" if lacks else ""


def _length(check: ResultCheck, value: Any, body: Any) -> str:
    there = len(value) if isinstance(value, list | dict | str) else None
    return "" if there == check.length else f"{there} items, not {check.length}"


def _least(check: ResultCheck, value: Any, body: Any) -> str:
    wanted = check.least or 0.0
    return "" if of_kind(value, "number") and value >= wanted else f"{_short(value)} is not at least {wanted:g}"


def _most(check: ResultCheck, value: Any, body: Any) -> str:
    wanted = check.most or 0.0
    return "" if of_kind(value, "number") and value <= wanted else f"{_short(value)} is not at most {wanted:g}"


def _wrapped(check: ResultCheck, value: Any, body: Any) -> str:
    if not isinstance(value, dict) or "value" not in value or "confidence_score" not in value:
        return f"{_short(value)} is not {{value, confidence_score}}"
    sure = value["confidence_score"]
    if not (of_kind(sure, "number") and 0 <= sure <= 1):
        return f"confidence_score {_short(sure)} is not a number from 0 to 1"
    inner = value["value"]
    if check.wrapped == "yes-no":
        return "" if inner in ("yes", "no") else f"value {_short(inner)} is neither yes nor no"
    return "" if of_kind(inner, check.wrapped) else f"value {_short(inner)} is {kind(inner)}, not {check.wrapped}"


def _equals(check: ResultCheck, value: Any, body: Any) -> str:
    other = [each for each in values(body, check.equals) if each is not ABSENT]
    return "" if other and _same(other[0], value) else f"{_short(value)}, but {check.equals} is {_short(other[:1])}"


def _jwt_header(check: ResultCheck, value: Any, body: Any) -> str:
    head = str(value).partition(".")[0]
    try:
        decoded = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    except ValueError:
        return "is no JWT"
    return "" if decoded == check.jwt_header else f"its header is {_short(decoded)}, not {_short(check.jwt_header)}"


#: What is looked at of a value, each where the check asks for it.
_TESTS: tuple[tuple[str, Callable[[ResultCheck, Any, Any], str]], ...] = (
    ("is_", _is),
    ("one_of", _one_of),
    ("kind", _kind_of),
    ("form", _form),
    ("matches", _matches),
    ("keys", _keys),
    ("has", _has),
    ("length", _length),
    ("least", _least),
    ("most", _most),
    ("wrapped", _wrapped),
    ("equals", _equals),
    ("jwt_header", _jwt_header),
)
_NOT_ASKED: tuple[Any, ...] = (None, "", [], {})
#: What asks for something where it is empty, too: for null, for an empty text, for an object without keys.
_MAY_BE_EMPTY = frozenset({"is_", "keys"})


def kind(value: Any) -> str:
    """The JSON type of a value."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "integer" if isinstance(value, int) else "number"
    return "string" if isinstance(value, str) else "list" if isinstance(value, list) else "object"


def of_kind(value: Any, kinds: str) -> bool:
    """Whether a value is of one of the kinds, which have `|` between them. An integer is a number too."""
    is_kind, wanted = kind(value), kinds.split("|")
    return is_kind in wanted or (is_kind == "integer" and "number" in wanted)


def _same(value: Any, wanted: Any) -> bool:
    """Equal, and of one JSON type: 1 is not true."""
    return bool(value == wanted) and isinstance(value, bool) == isinstance(wanted, bool)


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 120 else text[:119] + "…"
