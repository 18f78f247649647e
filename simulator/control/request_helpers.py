"""Reading what was asked of `/_sim`: whose tenant, which query parameters, which body; and answering with JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from simulator import durations
from simulator.control.errors import ControlError
from simulator.errors import InputError
from simulator.forms import decode
from simulator.nearest import suggestion

T = TypeVar("T")

#: Most items that one answer holds, and how many it holds unless asked.
MAX_ITEMS, DEFAULT_ITEMS = 1000, 100

#: No row has a number as large; the store takes none that is much larger.
LARGEST_NUMBER = 2**53


def tenant_of(request: Request) -> str:
    """The tenant that is meant: `?tenant=`, or the header `Client-Id`; empty means all."""
    return request.query_params.get("tenant") or request.headers.get("client-id") or ""


async def decode_body(request: Request, kind: type[T]) -> T:
    """The body as a record. Raises InputError."""
    return decode(await request.body(), kind)


def parse_query(request: Request, allowed: Sequence[str]) -> dict[str, str]:
    """The query parameters. Raises ControlError where one is unknown."""
    for name in request.query_params:
        if name not in allowed and name != "tenant":
            known = ["tenant", *allowed]
            raise ControlError(422, f"unknown query parameter {name!r}{suggestion(name, known)}", name, known)
    return dict(request.query_params)


def parse_number(values: dict[str, str], name: str, default: int, most: int = LARGEST_NUMBER) -> int:
    """A whole number of the query. Raises ControlError."""
    text = values.get(name, str(default))
    # As many digits as the largest has, or `int` would refuse what is thousands of digits long.
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(most)) or int(text) > most:
        shown = text if len(text) <= 40 else f"{text[:40]}…"
        raise ControlError(
            422, f"{name}: must be a whole number from 0 to {most}, not {shown!r}", name, [f"0 to {most}"]
        )
    return int(text)


def not_one_of(name: str, value: str, allowed: Sequence[str]) -> ControlError:
    """The error of a parameter that is none of its words."""
    hint = suggestion(value, allowed)
    return ControlError(422, f"{name}: {value!r} is not one of {', '.join(allowed)}{hint}", name, allowed)


def parse_length(text: str | float, key: str) -> float:
    """A duration in seconds. Raises InputError."""
    try:
        return durations.parse_duration(text)
    except ValueError as error:
        raise InputError(f"{key}: {error}", key, [durations.GRAMMAR]) from None


def json_response(value: Any, status: int = 200) -> Response:
    return Response(msgspec.json.encode(value), status, media_type="application/json")
