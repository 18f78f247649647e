"""Places in JSON: `data[0].file_data.document_type`, `ocr_data[document_id=1].data`, `file_statuses[*].status`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

#: One step of a place: a key, a key in quotes, or what stands in brackets.
_STEP = re.compile(r"\.?(?:\"([^\"]+)\"|([\w $-]+)|\[([^\]]*)\])")
#: What a place gives where nothing stands: once for every item that lacks it.
ABSENT = object()


class PlaceError(ValueError):
    """A place that is not written as a place; the text says where it goes wrong."""


@lru_cache(maxsize=4096)
def steps(place: str) -> tuple[str | int | tuple[str, str], ...]:
    """A place taken apart: keys, positions, `"*"` for every item, and (key, value) for the item that has it.

    Raises PlaceError.
    """
    found: list[str | int | tuple[str, str]] = []
    at = 0
    while at < len(place):
        match = _STEP.match(place, at)
        if match is None:
            raise PlaceError(
                f"place {place!r}: cannot be read from {place[at:]!r} on; write a.b[0].c or a[key=value].b"
            )
        quoted, key, inner = match.groups()
        if inner is None:
            found.append(quoted or key)
        elif inner == "*":
            found.append(("*", ""))
        elif re.fullmatch("-?[0-9]{1,9}", inner):
            found.append(int(inner))
        else:
            name, equals, value = inner.partition("=")
            if not equals:
                raise PlaceError(f"place {place!r}: [{inner}] must be a position, * or key=value")
            found.append((name, value))
        at = match.end()
    return tuple(found)


def values(body: Any, place: str) -> list[Any]:
    """What stands at a place, or ABSENT; with `[*]` one for every item, so nothing where there are none.

    Raises PlaceError.
    """
    return list(_values(body, steps(place)))


def _values(body: Any, path: tuple[str | int | tuple[str, str], ...]) -> Iterator[Any]:
    if not path:
        yield body
        return
    step, rest = path[0], path[1:]
    if isinstance(step, tuple) and step[0] == "*":
        items = body if isinstance(body, list) else list(body.values()) if isinstance(body, dict) else []
        for each in items:
            yield from _values(each, rest)
        return
    inner = _member(body, step)
    if inner is ABSENT:
        yield ABSENT
    else:
        yield from _values(inner, rest)


def _member(body: Any, step: str | int | tuple[str, str]) -> Any:
    if isinstance(step, tuple):
        key, value = step
        items = body if isinstance(body, list) else []
        return next((each for each in items if isinstance(each, dict) and str(each.get(key)) == value), ABSENT)
    if isinstance(step, int):
        return body[step] if isinstance(body, list) and -len(body) <= step < len(body) else ABSENT
    return body.get(step, ABSENT) if isinstance(body, dict) else ABSENT
