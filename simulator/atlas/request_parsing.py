"""Reading what a client sent: bodies within the size limit, required parameters, and the message naming all that are wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from starlette.requests import Request

from simulator.atlas.errors import ApiError, malformed, missing, missing_query, too_long, too_many
from simulator.atlas.urls import PATTERN, is_url
from simulator.endpoints import Schema
from simulator.flows.model import NewFile
from simulator.json_bodies import count_values
from simulator.limits import LARGEST_PARAMS, LONGEST_ID, LONGEST_URL, MOST_ITEMS, MOST_VALUES

#: The texts of an item of `file_urls`, and how long they may be.
_LONGEST_IN_FILE = (("file_url", LONGEST_URL), ("document_id", LONGEST_ID), ("submission_mode", LONGEST_ID))

_members = msgspec.json.Decoder(dict[str, msgspec.Raw])

#: Query strings whose parts are remembered, since polls send the same one again and again, and how long these may be.
QUERIES_CACHED, LONGEST_CACHED = 1024, 512

#: Says whether a value is acceptable.
Check = Callable[[Any], bool]
#: A whole number as Flask's clients write one: ASCII digits with or without a sign. Longer ones are no page of anything.
_INTEGER = re.compile(r"[+-]?[0-9]{1,19}", re.ASCII)


def is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def is_mapping(value: Any) -> bool:
    return isinstance(value, dict)


def is_filled_list(value: Any) -> bool:
    return isinstance(value, list) and bool(value)


#: What a value must be that is there and is not acceptable, for the message.
MUST_BE: dict[Check, str] = {
    is_text: "a string",
    is_url: "an absolute http or https URL",
    is_mapping: "an object",
    is_integer: "an integer",
    is_filled_list: "an array",
}
#: The checks as the specification says them.
SCHEMAS: dict[Check, Schema] = {
    is_text: {"type": "string", "pattern": r"\S"},
    is_url: {"title": "HttpUrl", "type": "string", "pattern": PATTERN, "maxLength": LONGEST_URL},
    is_mapping: {"title": "FlowParams", "type": "object", "additionalProperties": True},
    is_integer: {"type": "integer"},
    is_filled_list: {"type": "array", "minItems": 1},
}


@dataclass(frozen=True)
class Parameter:
    """One documented parameter of a body. `longest`: characters of a text, or items of a list.

    `must_be` completes "NAME must be …" where the check is one of a family's own.
    """

    name: str
    check: Check = is_text
    required: bool = True
    must_be: str = ""
    longest: int = 0

    @property
    def limit(self) -> int:
        if self.longest:
            return self.longest
        return LONGEST_URL if self.name.endswith("_url") else LONGEST_ID

    def bound(self, value: Any) -> None:
        """Raises 422 for a text that is too long, 413 for a list that is."""
        # What only names a flow is not kept: a long one is an unknown one.
        if isinstance(value, str) and len(value) > self.limit and self.name not in ("flow_uuid", "flow_id"):
            raise too_long(self.name, self.limit, len(value))
        if isinstance(value, list) and len(value) > MOST_ITEMS:
            raise too_many(f"{self.name} has too many items", MOST_ITEMS, len(value))


async def read_json(request: Request, *, coded: bool = False) -> dict[str, Any]:
    """The JSON object in the body. Raises 400, `coded` or not, where it is not one."""
    try:
        raw = utf8_body(await _body_of(request, coded))
    except UnicodeDecodeError as error:
        raise ApiError(400, f"Malformed JSON in the request body: {error}", coded=coded) from None
    try:
        body = msgspec.json.decode(raw) if raw.strip() else {}
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise ApiError(400, f"Malformed JSON in the request body: {error}", coded=coded) from None
    if not isinstance(body, dict):
        raise ApiError(400, "Malformed request: the body must be a JSON object", coded=coded)
    return body


async def _body_of(request: Request, coded: bool) -> bytes:
    """The whole body. Raises 413 for one with too many values, which is never put together: that alone would take long."""
    if hasattr(request, "_body"):
        raw = await request.body()
        values = count_values(raw)
    else:
        values, parts = 0, []
        async for part in request.stream():
            if values <= MOST_VALUES:
                values += count_values(part)
                parts.append(part)
        raw = request._body = b"".join(parts) if values <= MOST_VALUES else b""
    if values > MOST_VALUES:
        raise ApiError(413, f"Too many values in the body: at most {MOST_VALUES:,} are taken", coded=coded)
    return raw


def utf8_body(raw: bytes) -> bytes:
    """A JSON body in UTF-8 without a byte order mark, whichever of UTF-8, UTF-16 and UTF-32 it came in, as `json.loads` reads it.

    Raises UnicodeDecodeError where the bytes are no text in the encoding that they begin as.
    """
    encoding = json.detect_encoding(raw)
    return raw if encoding == "utf-8" else raw.decode(encoding).encode()


def raw_member(raw: bytes, name: str) -> str:
    """One member of a JSON object as the text it was sent as, `{}` where it is absent or null. Raises ApiError (413)."""
    raw = utf8_body(raw)
    value = _members.decode(raw).get(name) if raw.strip() else None
    if value is not None and len(value) > LARGEST_PARAMS:
        raise ApiError(413, f"{name} is too large: at most {LARGEST_PARAMS:,} bytes are taken, not {len(value):,}")
    given = bytes(value).decode() if value is not None else "null"
    return "{}" if given == "null" else given


def take_parameters(
    body: dict[str, Any], *parameters: Parameter, absent_message: str = "", wrong_message: str = ""
) -> dict[str, Any]:
    """The parameters out of a body, absent optional ones left out.

    Raises 400 naming every offender, in order: what is absent or empty apart from what is of another kind. Families that
    do not name what is absent, or what is wrong in any way, say `absent_message` or `wrong_message` instead. Raises 422 or 413
    for what is longer than is taken, with the limit.
    """
    absent: list[str] = []
    offenders: dict[str, str] = {}
    values: dict[str, Any] = {}
    for parameter in parameters:
        value = body.get(parameter.name)
        if value is None and not parameter.required:
            continue
        parameter.bound(value)
        if parameter.check(value):
            values[parameter.name] = value
        elif is_empty(value):
            absent.append(parameter.name)
        else:
            offenders[parameter.name] = parameter.must_be or MUST_BE[parameter.check]
    _sort_files(values.get("file_urls", []), absent, offenders)
    if wrong_message and (absent or offenders):
        raise ApiError(400, wrong_message)
    if offenders:
        raise malformed(offenders, absent)
    if absent:
        raise ApiError(400, absent_message) if absent_message else missing(absent)
    return values


def is_empty(value: Any) -> bool:
    """Whether a value is absent, null, or a text, an array or an object with nothing in it."""
    return value is None or value in ([], {}) or (isinstance(value, str) and not value.strip())


def uploaded_files(values: dict[str, Any]) -> list[NewFile]:
    """`file_urls`, already checked by `take`."""
    return [
        NewFile(item["file_url"], item["document_id"], item.get("submission_mode") or "")
        for item in values["file_urls"]
    ]


def parse_query(request: Request, *names: str) -> list[str]:
    """Required query parameters. Raises 400 naming those that are absent or empty."""
    given = query_values(request)
    absent = [name for name in names if not given.get(name, "").strip()]
    if absent:
        raise missing_query(absent)
    return [given[name] for name in names]


def query_values(request: Request) -> Mapping[str, str]:
    """The query's parameters; the first value where one comes several times, as Flask reads it."""
    raw = request.scope["query_string"]
    return _parts(raw) if len(raw) <= LONGEST_CACHED else _parts.__wrapped__(raw)


def query_integer(query: Mapping[str, str], name: str, default: int) -> int:
    """A query parameter that is a whole number. Raises 400 for one that is not."""
    text = query.get(name, "").strip()
    if not text:
        return default
    if not _INTEGER.fullmatch(text):
        raise ApiError(400, f"{name} must be integer")
    return int(text)


def read_header(request: Request, name: bytes) -> str | None:
    """A header by its name in lower case, without blanks and tabs around it; the first where there are several."""
    for each, value in request.scope["headers"]:
        if each == name:
            return str(value, "latin-1").strip(" \t")
    return None


@lru_cache(QUERIES_CACHED)
def _parts(query: bytes) -> dict[str, str]:
    # The first of several of one name holds, as in Flask's `request.args`.
    return dict(reversed(parse_qsl(query.decode("latin-1"), keep_blank_values=True)))


def _is_plain_file(item: Any) -> bool:
    """Whether an item is what nearly all are, a URL and an id without a blank in front: found out at a tenth of the cost."""
    if type(item) is not dict or len(item) != 2:
        return False
    url, document_id = item.get("file_url"), item.get("document_id")
    return (
        type(url) is str
        and type(document_id) is str
        and "!" <= url[:1] <= "~"
        and "!" <= document_id[:1] <= "~"
        and len(url) <= LONGEST_URL
        and len(document_id) <= LONGEST_ID
    )


def _sort_files(items: list[Any], absent: list[str], offenders: dict[str, str]) -> None:
    """Add what is wrong in `file_urls` to what is absent and to what is of another kind."""
    for position, item in enumerate(items):
        if _is_plain_file(item):
            continue
        where = f"file_urls[{position}]"
        if not isinstance(item, dict):
            offenders[where] = "an object"
            continue
        for name, most in _LONGEST_IN_FILE:
            if isinstance(value := item.get(name), str) and len(value) > most:
                raise too_long(f"{where}.{name}", most, len(value))
        for name in ("file_url", "document_id"):
            value = item.get(name)
            if is_empty(value):
                absent.append(f"{where}.{name}")
            elif not is_text(value):
                offenders[f"{where}.{name}"] = "a string"
        if not isinstance(item.get("submission_mode"), str | None):
            offenders[f"{where}.submission_mode"] = "a string"
