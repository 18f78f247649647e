"""Answers that are a little wrong: what a row must notice."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from simulator.fidelity.conform.checks import CallResult, ResultCheck
from simulator.fidelity.conform.places import steps

Path = tuple[str | int, ...]


def without_it(check: ResultCheck, answer: CallResult) -> Iterator[CallResult]:
    """The answer without what the check looks at; where that must be absent, with it."""
    if check.status:
        yield replace(answer, status=418)
    elif check.header:
        kept = {name: value for name, value in answer.headers.items() if name != check.header.lower()}
        yield replace(answer, headers={**answer.headers, check.header.lower(): "x"} if check.absent else kept)
    elif check.absent:
        yield replace(answer, body=_put(answer.body, _places(answer.body, check, parent=True)[0], "here"))
    elif (check.at or "").endswith("[*]"):
        yield replace(answer, body=_put(answer.body, _places(answer.body, check)[0][:-1], []))
    else:
        for path in _places(answer.body, check):
            yield replace(answer, body=_remove(answer.body, path) if path else "another body")


def otherwise(check: ResultCheck, answer: CallResult) -> Iterator[CallResult]:
    """The answer with something else where the check looks: of another value, another kind, with more or less in it."""
    if check.status:
        yield replace(answer, status=500)
    elif check.header:
        yield replace(answer, headers={**answer.headers, check.header.lower(): "something/else"})
    elif check.absent:
        yield from without_it(check, answer)
    else:
        for path in _places(answer.body, check):
            for value in _others(_get(answer.body, path)):
                yield replace(answer, body=_put(answer.body, path, value))


def _others(value: Any) -> Iterator[Any]:
    if isinstance(value, str):
        yield from (f"{value}~", 5)
    elif isinstance(value, bool):
        yield from (not value, "text")
    elif isinstance(value, int | float):
        yield from (value + 1000.5, value - 1000.5, "text")
    elif isinstance(value, list):
        yield from ([*value, "more"], value[1:], "text")
    elif isinstance(value, dict):
        yield {**value, "more": 1}
        for key in value:
            yield {name: each for name, each in value.items() if name != key}
            yield {**value, key: ["another kind"] if not isinstance(value[key], list) else "another kind"}
        yield "text"
    else:
        yield from ("text", 5)


def _places(body: Any, check: ResultCheck, *, parent: bool = False) -> list[Path]:
    """The concrete places that a check looks at; with `parent` also one that is not there yet."""
    found: list[tuple[Path, Any]] = [((), body)]
    wanted = steps(check.at or "")
    for number, step in enumerate(wanted):
        last = parent and number == len(wanted) - 1
        found = [each for path, value in found for each in _step(path, value, step, last)]
    return [path for path, _ in found]


def _step(path: Path, value: Any, step: Any, make: bool) -> Iterator[tuple[Path, Any]]:
    if isinstance(step, tuple):
        key, wanted = step
        items = list(enumerate(value)) if isinstance(value, list) else list(value.items())
        for place, each in items:
            if key == "*" or str(each.get(key)) == wanted:
                yield (*path, place), each
                if key != "*":
                    return
    elif make:
        yield (*path, step), None
    elif isinstance(step, int) or step in value:
        yield (*path, step), value[step]


def _get(body: Any, path: Path) -> Any:
    for step in path:
        body = body[step]
    return body


def _put(body: Any, path: Path, value: Any) -> Any:
    """A copy with another value at a place; what lies beside the path is shared."""
    if not path:
        return value
    changed = copy.copy(body)
    inner = None if len(path) == 1 else body[path[0]]
    changed[path[0]] = _put(inner, path[1:], value)
    return changed


def _remove(body: Any, path: Path) -> Any:
    parent = copy.copy(_get(body, path[:-1]))
    del parent[path[-1]]
    return _put(body, path[:-1], parent)
