"""How everything under `/_sim` says that something is wrong: one JSON form, in one place.

`{"error": what, "key": where, "allowed": [what could stand there]}`: 422 for what was said wrongly, 404 for what is not there,
409 for what cannot be done now.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from simulator.errors import SettingError
from simulator.pipeline.faults.rules import RuleError
from simulator.pipeline.forms import ConversionError


class Problem(msgspec.Struct, frozen=True):
    """The body of an error."""

    error: str
    key: str = ""
    allowed: list[str] = []


class ControlError(Exception):
    """An error that is answered as it stands."""

    def __init__(self, status: int, message: str, key: str = "", allowed: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.status = status
        self.key = key
        self.allowed = list(allowed)


async def error_response(request: Request, error: Exception) -> Response:
    """The answer to a ControlError, or to anything that a user said wrongly."""
    status = error.status if isinstance(error, ControlError) else 422
    located = isinstance(error, ControlError | ConversionError | RuleError)
    problem = Problem(str(error), error.key if located else "", error.allowed if located else [])  # type: ignore[attr-defined]
    return Response(msgspec.json.encode(problem), status, media_type="application/json")


#: The errors that `refuse` answers.
ERROR_HANDLERS = (ControlError, SettingError)
