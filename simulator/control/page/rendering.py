"""Templates to pages. Jinja2 is loaded with the first page, not with the server; whatever is printed is escaped and masked."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse, Response

from simulator import durations
from simulator.clock import iso_time
from simulator.masking import masked, masked_header, masked_id

if TYPE_CHECKING:
    from jinja2 import Environment

HERE = Path(__file__).resolve().parent
STATIC = HERE / "static"
MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

#: Tiers that the confidence page suggests: over 0.90 accept, from 0.70 on review, below reject (contract, section 11).
ACCEPT, REVIEW = 0.90, 0.70
#: Tiers of cross-checks on the same page: from 80 on consistent, from 60 on partial, below low (contract, section 8).
CONSISTENT, PARTIAL = 80, 60

#: From this part of a limit on, what is stored is shown as nearly full.
NEARLY_FULL = 0.9

#: Alternatives of a clue that are shown before one hovers over it, and its longest text in characters.
ALTERNATIVES, LONGEST_CLUE = 3, 110

_GOOD, _BAD, _RUNNING, _WAITING, _QUIET = "good", "bad", "run", "wait", "quiet"
#: The colour of a state, for every word that the API and the simulator have for one.
TONES: Mapping[str, str] = {
    **dict.fromkeys(("SUCCESS", "COMPLETED", "DELIVERED", "UPLOAD_SUCCESS", "PROCESSING_SUCCESS"), _GOOD),
    **dict.fromkeys(("FAILED", "UPLOAD_FAILED", "PROCESSING_FAILED", "AUTH_FAILED", "CALLBACK_FAILED"), _BAD),
    **dict.fromkeys(("UNRECOGNISED", "INVALID_DOC", "UNKNOWN"), _BAD),
    **dict.fromkeys(("IN_PROGRESS", "UPLOAD_INPROGRESS", "PROCESSING_INPROGRESS"), _RUNNING),
    **dict.fromkeys(("PENDING", "INITIATED", "RETRYING", "held"), _WAITING),
    "NOT_STARTED": _QUIET,
}


class Plain(str):
    """A text that is printed unmasked: an id that a client chose or a link needs."""


def page(template: str, code: int = 200, /, **values: Any) -> Response:
    """A page of this template, answered with this HTTP status."""
    html = _environment().get_template(f"{template}.html").render(values)
    return HTMLResponse(html, code, {"Cache-Control": "no-store"})


@cache
def assets() -> dict[str, tuple[bytes, str, str]]:
    """Style sheet, scripts and icon: bytes, media type and ETag by name."""
    found = {}
    for path in sorted(STATIC.iterdir()):
        if path.suffix in MEDIA_TYPES:
            body = path.read_bytes()
            tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            found[path.name] = (body, MEDIA_TYPES[path.suffix], tag)
    return found


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printed,
        auto_reload=False,
    )
    made.filters |= {
        "plain": Plain,
        "ident": lambda result: Plain(masked_id(str(result))),
        "tone": lambda state: TONES.get(str(state), _QUIET),
        "words": lambda state: str(state).replace("_", " ").lower(),
        "moment": lambda at: iso_time(at).replace("T", " "),
        "instant": format_moment,
        "duration": lambda seconds: durations.format_duration(max(0.0, round(seconds, 3 if seconds < 10 else 1))),
        "about": lambda seconds: durations.format_duration(round(seconds, 1) if seconds >= 1 else round(seconds, 3)),
        "brief": _short_clue,
        "confidence_tone": lambda value: _GOOD if value > ACCEPT else _WAITING if value >= REVIEW else _BAD,
        "score_tone": lambda value: _GOOD if value >= CONSISTENT else _WAITING if value >= PARTIAL else _BAD,
        "status_tone": lambda status: _GOOD if 200 <= status < 300 else _WAITING if 300 <= status < 400 else _BAD,
        "bytes": _bytes,
        "header": lambda headers, name: masked_header(name.lower(), headers[name]),
    }
    made.tests["full"] = lambda part: part > NEARLY_FULL
    return made


def format_moment(at: float) -> str:
    """The time of day with milliseconds, UTC."""
    return f"{iso_time(at)[11:]}.{int(at * 1000) % 1000:03d}"


def _printed(value: Any) -> Any:
    # Only exact strings: what a macro made is markup already, and Plain says so itself.
    return masked(value) if type(value) is str else value


def _short_clue(clue: str) -> str:
    """A clue in a few words: the first of its alternatives."""
    alternatives = clue.split('", "')
    if len(alternatives) > ALTERNATIVES + 1:
        shown = '", "'.join(alternatives[:ALTERNATIVES])
        clue = f'{shown}" or {len(alternatives) - ALTERNATIVES} others'
    # A number that was cut in two could not be told from others any more.
    clue = masked(clue)
    return clue if len(clue) <= LONGEST_CLUE else f"{clue[: LONGEST_CLUE - 1]}…"


def _bytes(size: int) -> str:
    for unit, factor in (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000)):
        if size >= factor:
            return f"{size / factor:.1f}".removesuffix(".0") + f" {unit}"
    return f"{size} bytes"
