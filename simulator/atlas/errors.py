"""HTTP errors as Atlas words them, in both of its envelopes; the one place where either is written.

The documentation claims one envelope (`error_code`, `error_message`) but shows another (`error`, sometimes `reason`)
on all pages but the address one. Which a family uses, and how a setting overrides it, is decided here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

#: Offending parameters that one message names.
MOST_NAMED = 20
#: Category words that precede the message in the `error_code` envelope (contract, sections 6 and 10).
CATEGORIES = {
    400: "Bad Request",
    401: "Authentication Error",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Resource Conflict",
    410: "Resource Gone",
    413: "Content Too Large",
    414: "URI Too Long",
    422: "Unprocessable Entity",
    500: "Internal Error",
    503: "Service Unavailable",
}


class ApiError(Exception):
    """An answer that is an error. `coded` asks for the `error_code` envelope where the setting is `documented`."""

    def __init__(
        self, status: int, message: str, reason: str = "", *, coded: bool = False, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.reason = reason
        self.coded = coded
        self.headers = headers or {}

    def body(self, envelope: str) -> dict[str, Any]:
        """The JSON body in the given `error_envelope`: `documented`, `error`, `error_code` or `both`."""
        if envelope == "documented":
            envelope = "error_code" if self.coded else "error"
        body: dict[str, Any] = {}
        if envelope in ("error", "both"):
            body["error"] = self.message
            if self.reason:
                body["reason"] = self.reason
        if envelope in ("error_code", "both"):
            body["error_code"] = str(self.status)
            detail = f"{self.message}: {self.reason}" if self.reason else self.message
            body["error_message"] = f"{CATEGORIES.get(self.status, 'Error')}: {detail}"
        return body


def missing(names: list[str]) -> ApiError:
    """For bodies: every parameter that is absent or empty, in documented order."""
    return ApiError(400, f"Missing or empty required parameters: {_listed(names)}")


def too_long(name: str, most: int, length: int, *, coded: bool = False) -> ApiError:
    """For a value with more characters than are taken."""
    return ApiError(422, f"{name} is too long: at most {most:,} characters are taken, not {length:,}", coded=coded)


def too_many(what: str, most: int, count: int, *, coded: bool = False) -> ApiError:
    """For a list, or a body, with more in it than is taken."""
    return ApiError(413, f"{what}: at most {most:,} are taken, not {count:,}", coded=coded)


def malformed(wrong: Mapping[str, str], absent: Sequence[str] = ()) -> ApiError:
    """For bodies: every parameter that is there but of another kind, with what each must be; then what is absent."""
    needed = "; ".join(f"{name} must be {kind}" for name, kind in islice(wrong.items(), MOST_NAMED))
    also = f"; missing or empty: {_listed(absent)}" if absent else ""
    return ApiError(400, f"Malformed parameters: {_listed(list(wrong))} ({needed}){also}")


def _listed(names: Sequence[str]) -> str:
    """Names as Python writes a list of them; of very many the first, and how many more there are."""
    more = len(names) - MOST_NAMED
    return f"{list(names[:MOST_NAMED])}" + (f" and {more:,} more" if more > 0 else "")


def missing_query(names: list[str]) -> ApiError:
    return ApiError(400, f"Missing required {names} parameters")


def invalid_token(reason: str) -> ApiError:
    return ApiError(401, "Invalid token", reason)


def flow_not_found() -> ApiError:
    return ApiError(409, "Flow not found")


def applicant_not_found() -> ApiError:
    return ApiError(409, "Applicant not found")


def applicant_deleted() -> ApiError:
    return ApiError(410, "Applicant has been deleted.")


def uses_error_code(path: str) -> bool:
    """Whether the family of a path has the `error_code` envelope."""
    return path.startswith("/v1/address")


#: What is answered for a status on a path whose own documentation does not know it.
_ELSEWHERE = {
    400: ("Bad Request", ""),
    401: ("Invalid token", "Signature verification failed"),
    409: ("Flow not found", ""),
    410: ("This API version is no longer supported", ""),
    422: ("Could not reach the authentication URL you configured", ""),
    503: ("Service temporarily unavailable", ""),
}


def generic_error(status: int, path: str) -> ApiError:
    """The error of a status as the documentation shows it in general."""
    message, reason = _ELSEWHERE.get(status, (CATEGORIES.get(status, f"HTTP {status}"), ""))
    # The one example of a version that is gone stands on the page that claims the other envelope for all.
    return ApiError(status, message, reason, coded=uses_error_code(path) or status == 410)
