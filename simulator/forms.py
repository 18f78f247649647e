"""From plain JSON or TOML values to typed records, with errors that name the key and what is allowed there."""

from __future__ import annotations

import re
import types
from collections.abc import Sequence
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from simulator.errors import InputError
from simulator.nearest import suggestion

T = TypeVar("T")

_PATH = re.compile(r" - at `(?P<path>[^`]*)`$")
_IN_KEY = re.compile(r" - at `key` in `(?P<path>[^`]*)`$")
_UNKNOWN = re.compile(r"unknown field `(?P<name>[^`]*)`")
_MISSING = re.compile(r"missing required field `(?P<name>[^`]*)`")
_WRONG_WORD = re.compile(r"Invalid enum value '(.*)'$")
_STEP = re.compile(r"\.(?P<key>[^.\[\]]+)|(?P<item>\[[^\]]*\])")


def convert(value: Any, kind: type[T]) -> T:
    """The record. Raises InputError."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise translate_error(str(error), kind) from None


def decode(raw: bytes, kind: type[T]) -> T:
    """The record that JSON holds, nothing being an empty object. Raises InputError."""
    try:
        return msgspec.json.decode(raw if raw.strip() else b"{}", type=kind)
    except msgspec.ValidationError as error:
        raise translate_error(str(error), kind) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"the body is not valid JSON: {error}", "", ["a JSON object"]) from None


def translate_error(text: str, kind: Any) -> InputError:
    """An error of msgspec's in the words of whoever wrote the value, with what is allowed there."""
    if in_key := _IN_KEY.search(text):
        path, what = in_key["path"].removeprefix("$."), _IN_KEY.sub("", text)
        keys = _fields(_follow(kind, f".{path}"))
        near = suggestion(value[1], keys) if (value := _WRONG_WORD.match(what)) else ""
        return InputError(f"{path}: key: {what[:1].lower()}{what[1:]}{near}", path, keys)
    at = _PATH.search(text)
    path = at["path"].removeprefix("$").removeprefix(".") if at else ""
    what = _PATH.sub("", text)
    here = _follow(kind, f".{path}" if path and not path.startswith("[") else path)
    if unknown := _UNKNOWN.search(what):
        key = f"{path}.{unknown['name']}".lstrip(".")
        fields = _fields(here)
        return InputError(f"unknown key {key!r}{suggestion(unknown['name'], fields)}", key, fields)
    if missing := _MISSING.search(what):
        key = f"{path}.{missing['name']}".lstrip(".")
        return InputError(f"{key!r} is missing", key, _values(_follow(here, f".{missing['name']}")))
    values = _values(here)
    near = suggestion(value[1], values) if (value := _WRONG_WORD.match(what)) else ""
    return InputError(f"{path or 'the body'}: {what[:1].lower()}{what[1:]}{near}", path, values)


def _follow(kind: Any, path: str) -> Any:
    """The type that stands at a path within a type; None where that cannot be told."""
    for step in _STEP.finditer(path):
        kind = next((inner for each in _options(kind) if (inner := _inner(each, step)) is not None), None)
    return kind


def _inner(kind: Any, step: re.Match[str]) -> Any:
    if step["item"]:
        arguments = [each for each in get_args(kind) if each is not Ellipsis]
        return arguments[-1] if arguments else None
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return get_type_hints(kind).get(step["key"])
    return None


def _options(kind: Any) -> Sequence[Any]:
    return get_args(kind) if get_origin(kind) in (Union, types.UnionType) else (kind,)


def _fields(kind: Any) -> list[str]:
    for each in _options(kind):
        if isinstance(each, type) and issubclass(each, msgspec.Struct):
            return list(each.__struct_fields__)
        if get_origin(each) is dict:
            return _values(get_args(each)[0])
    return []


#: What to call a type when it is named as what is allowed.
_NAMES = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    dict: "an object",
    list: "a list",
}


def _values(kind: Any) -> list[str]:
    allowed: list[str] = []
    for each in _options(kind):
        if get_origin(each) is Literal:
            allowed += [str(value) for value in get_args(each)]
        elif isinstance(each, type) and issubclass(each, msgspec.Struct):
            allowed.append("an object of " + ", ".join(each.__struct_fields__))
        elif each is not type(None) and (name := _NAMES.get(get_origin(each) or each)):
            allowed.append(name)
    return allowed
