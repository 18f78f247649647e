"""What is answered where nothing is: 410 for a version that a family does not have, 404 that names what there is, 405."""

from __future__ import annotations

import re
from collections.abc import Iterable

from starlette.requests import Request
from starlette.routing import BaseRoute, Route

from simulator.atlas.errors import ApiError, uses_error_code

VERSIONED = re.compile(r"/(v\d+)(?:/(.*))?$")
#: How alike a path must be to be named as the nearest (0-1), and how much of a long one is looked at.
MIN_SIMILARITY, MAX_COMPARED = 0.6, 200
#: What does the work of a call that the documentation speaks of and nobody describes.
INSTEAD = {"/v2/verification/extracts": "POST /v2/verification/flow/submit, which is how v2 gives results"}


class UnknownPaths:
    """All that is served. `own` begins the simulator's own paths, which are never what a client of Atlas meant."""

    def __init__(self, routes: Iterable[BaseRoute], own: str = "/_sim") -> None:
        self._routes = [route for route in routes if isinstance(route, Route)]
        self._own = own
        #: For each version the beginnings of its paths, without it: `v3` has `verification`, `verification/flow`, …
        self._served: dict[str, set[str]] = {}
        for route in self._routes:
            if versioned := VERSIONED.match(route.path):
                self._served.setdefault(versioned[1], set()).update(_prefixes(versioned[2] or ""))

    def unknown(self, path: str) -> ApiError:
        """The error for a path that is not there."""
        if self._retired(path):
            return ApiError(410, "This API version is no longer supported", coded=True)
        if instead := INSTEAD.get(path) or self._of_another_version(path):
            hint = f"there is {instead}"
        elif nearest := self._nearest(path):
            hint = f"the nearest is {nearest}"
        else:
            hint = f"the page is at {self._own}/, and {self._own}/docs lists all paths"
        return ApiError(404, f"No such path: {path[:MAX_COMPARED]}; {hint}", coded=uses_error_code(path))

    def not_allowed(self, request: Request, path: str) -> ApiError:
        """The error for a path that has other methods."""
        methods = {method for route in self._routes if route.path_regex.match(path) for method in route.methods or ()}
        allowed = ", ".join(sorted(methods))
        return ApiError(
            405,
            f"{request.method} is not allowed here; use {allowed}",
            coded=uses_error_code(path),
            headers={"Allow": allowed},
        )

    def _retired(self, path: str) -> bool:
        """Whether the path is of a version that never was, or in which there is nothing of the family that another has."""
        versioned = VERSIONED.match(path)
        if not versioned:
            return False
        here = self._served.get(versioned[1])
        if here is None:
            return True
        family = (versioned[2] or "").partition("/")[0]
        return family not in here and any(family in each for each in self._served.values())

    def _of_another_version(self, path: str) -> str:
        """The same path in the newest version that has it."""
        versioned = VERSIONED.match(path)
        rest = "/" + (versioned[2] or "") if versioned else ""
        served = {route.path for route in self._routes}
        found = [f"/{version}{rest}" for version in sorted(self._served) if rest and f"/{version}{rest}" in served]
        return found[-1] if found else ""

    def _nearest(self, path: str) -> str:
        from difflib import get_close_matches  # seldom needed, and slow to load

        own = path.startswith(self._own)
        served = {route.path for route in self._routes if route.path.startswith(self._own) == own}
        return next(iter(get_close_matches(path[:MAX_COMPARED], sorted(served), 1, MIN_SIMILARITY)), "")


def _prefixes(rest: str) -> list[str]:
    """`a/b/c` as `a`, `a/b`, `a/b/c`."""
    parts = [part for part in rest.split("/") if part]
    return ["/".join(parts[:length]) for length in range(1, len(parts) + 1)]
