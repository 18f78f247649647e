"""The kinds of values that a field may have: how each is described, sent where it was not found, and compared.

This is the one table that a new kind needs a row in; what reads and what sends values look their kind up here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Literal, NamedTuple, get_args

from simulator.errors import SettingError

Kind = Literal[
    "text",
    "list",
    "number",
    "yes_no",
    "count",
    "formatted_address",
]


class ValueKind(NamedTuple):
    """`types` are those of its values in Python; `schema` is the component of the specification that describes its field.

    `absent` is its value where it was not found and `missing_fields` is `empty`: None where an empty text would be
    another JSON type. `has_parts`: what is sent is a field for each part. `text` is a value as cross-checks report it,
    empty where it cannot be compared.
    """

    types: tuple[type, ...]
    schema: str
    absent: Any
    text: Callable[[Any], str]
    has_parts: bool = False


def _of_text(value: str) -> str:
    return value.strip() and value


def _of_number(value: float) -> str:
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _of_list(value: Collection[Any]) -> str:
    return ", ".join(filter(None, map(comparable_text, value)))


def _not_compared(value: Any) -> str:
    return ""


VALUE_KINDS: Mapping[str, ValueKind] = {
    "text": ValueKind((str,), "Field", "", _of_text),
    "list": ValueKind((list, tuple), "ListField", [], _of_list),
    "number": ValueKind((int, float), "NumberField", None, _of_number),
    "yes_no": ValueKind((str,), "Field", None, _of_text),
    "count": ValueKind((int, float), "NumberField", None, _of_number),
    "formatted_address": ValueKind((dict,), "FormattedAddress", "", _not_compared, has_parts=True),
}


def value_kind(name: str) -> ValueKind:
    """The row of a kind. Raises SettingError, which names the kinds that there are."""
    try:
        return VALUE_KINDS[name]
    except KeyError:
        raise SettingError(f"unknown kind of value {name!r}; the kinds are {', '.join(VALUE_KINDS)}") from None


def comparable_text(value: Any) -> str:
    """A value as the text that cross-checks report; empty for None and for what cannot be compared.

    Raises TypeError for a value that no kind has.
    """
    if value is None:
        return ""
    for kind in VALUE_KINDS.values():
        # By the very type: True is an int in Python, and no number here.
        if type(value) in kind.types:
            return kind.text(value)
    known = ", ".join(
        f"{name} ({'/'.join(each.__name__ for each in kind.types)})" for name, kind in VALUE_KINDS.items()
    )
    raise TypeError(f"a value of the type {type(value).__name__} is of no kind; the kinds are {known}")


def comparable_texts(value: Any) -> list[str]:
    """What is compared of a value: its text, or those of a list. Raises TypeError as `comparable_text` does."""
    return [comparable_text(each) for each in (value if isinstance(value, list | tuple) else (value,))]


def check_schemas(schemas: Collection[str]) -> None:
    """Raises SettingError where a row names a schema that there is not."""
    for name, kind in VALUE_KINDS.items():
        if kind.schema not in schemas:
            raise SettingError(f"kind of value {name!r}: no schema {kind.schema!r}; there are {', '.join(schemas)}")


# Checked as the server starts, not with the first document that has such a field.
for each in get_args(Kind):
    value_kind(each)
