"""How everything under `/_sim` says that something is wrong: one JSON form, in one place.

`{"error": what, "key": where, "allowed": [what could stand there]}`: 422 for what was said wrongly, 404 for what is not there,
409 for what cannot be done now.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from simulator.errors import InputError, SettingError


class ProblemDetails(msgspec.Struct, frozen=True):
    """The body of an error."""

    error: str
    key: str = ""
    allowed: list[str] = []


class ControlError(InputError):
    """An error that is answered with this status."""

    def __init__(self, status: int, message: str, key: str = "", allowed: Iterable[str] = ()) -> None:
        super().__init__(message, key, allowed)
        self.status = status


async def error_response(request: Request, error: Exception) -> Response:
    """The answer to a ControlError, or to anything that a user said wrongly."""
    status = error.status if isinstance(error, ControlError) else 422
    key, allowed = (error.key, error.allowed) if isinstance(error, InputError) else ("", [])
    return Response(
        msgspec.json.encode(ProblemDetails(str(error), key, allowed)), status, media_type="application/json"
    )


#: The errors that `error_response` answers.
ERROR_HANDLERS = (ControlError, SettingError)
