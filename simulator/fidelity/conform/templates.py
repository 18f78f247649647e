"""Names in braces, put in: `{flow}` in a text, or as the whole of it, where it may be a value of any kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_NAME = re.compile(r"\{([a-z_][\w:.-]*|file:[^{}]*)\}")


def fill(value: Any, names: Mapping[str, Any]) -> Any:
    """A value with every known name in it put in, in keys too; unknown names stay."""
    if isinstance(value, str):
        whole = _NAME.fullmatch(value)
        if whole and whole[1] in names:
            return names[whole[1]]
        return _NAME.sub(lambda match: str(names.get(match[1], match[0])), value)
    if isinstance(value, Mapping):
        return {fill(key, names): fill(each, names) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [fill(each, names) for each in value]
    return value


def open_names(value: Any) -> list[str]:
    """The names that still stand in a value, in order."""
    if isinstance(value, str):
        return _NAME.findall(value)
    if isinstance(value, Mapping):
        return [name for pair in value.items() for each in pair for name in open_names(each)]
    if isinstance(value, list | tuple):
        return [name for each in value for name in open_names(each)]
    return []
