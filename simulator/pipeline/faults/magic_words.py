"""Magic words: `sim:…` in a client's own document_id, file name or application_id asks for a fault without a second API.

A word ends where something stands that cannot belong to it (a space, a comma, `_`, `/`, `#`). In an application_id it
holds for every document of the flow; in the name of a file, for the document of that upload. What the words mean is one
table; the documentation is written from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

import msgspec

from simulator.errors import InputError
from simulator.hosts import parts_of
from simulator.nearest import nearest
from simulator.pipeline.faults.rules import FaultRule, validated_rule

MAGIC_PREFIX = "sim:"
#: The name of a type may hold `_`, so `type=` alone goes on behind one.
_WORD = re.compile(r"sim:(type(?==)|[a-z0-9-]+)(?:=((?<=:type=)(?:(?!_sim:)[\w-])+|[^\s,;_/#|]+))?")

#: What stands behind the last dot of a file's name and is no part of a value, such as the 2 of `sim:low-confidence=0.2`.
_EXTENSION = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,7}\Z")

Make = Callable[[Mapping[str, str]], FaultRule]


@dataclass(frozen=True)
class MagicWord:
    """One magic word. `form` is a regular expression of the whole word; `document`: a document_id or a file name may hold it."""

    written: str
    form: re.Pattern[str]
    description: str
    make: Make
    document: bool = True


@dataclass(frozen=True)
class MagicRules:
    """The rules that an id asks for, and the words in it that mean nothing."""

    rules: tuple[FaultRule, ...]
    unknown: tuple[str, ...]


def _times(values: Mapping[str, str]) -> int | None:
    return int(values["times"]) if values.get("times") else None


def _fault(point: str, action: str, **taken: str) -> Make:
    """A rule whose keys `taken` come from the word's named parts of these names."""

    def make(table: Mapping[str, str]) -> FaultRule:
        values = {key: table[part] for key, part in taken.items() if table.get(part)}
        return msgspec.convert(
            {"point": point, "action": action, **values, "times": _times(table)}, type=FaultRule, strict=False
        )

    return make


def _answer(values: Mapping[str, str]) -> FaultRule:
    endpoint = {"init": "flow/init"}.get(values["endpoint"], values["endpoint"])
    return FaultRule("request", "answer", endpoint=endpoint, status=int(values["status"]), times=_times(values))


def _word(written: str, form: str, description: str, make: Make, *, document: bool = True) -> MagicWord:
    return MagicWord(written, re.compile(form), description, make, document)


_TIMES = r"(?:x(?P<times>[1-9]\d{0,5}))?"
_STATUS = r"(?P<status>[1-5]\d\d)"

WORDS: tuple[MagicWord, ...] = (
    _word("sim:unrecognised", "unrecognised", "the document is UNRECOGNISED", _fault("classify", "unrecognised")),
    _word(
        "sim:invalid",
        r"invalid(?:=(?P<reason>.+))?",
        "the document is INVALID_DOC; `=multiple-faces` gives the reason",
        lambda values: FaultRule(
            "classify", "invalid", reason=values["reason"].replace("-", " ") if values["reason"] else None
        ),
    ),
    _word(
        "sim:type=INVOICE",
        "type=(?P<type>.+)",
        "the document is taken for this type",
        _fault("classify", "become", document_type="type"),
    ),
    _word("sim:upload-failed", "upload-failed", "the file's link has expired", _fault("download", "expired")),
    _word(
        "sim:upload-404",
        f"upload-{_STATUS}",
        "the file's host answers with this status",
        _fault("download", "status", status="status"),
    ),
    _word(
        "sim:upload-timeout", "upload-timeout", "the file's host does not answer in time", _fault("download", "timeout")
    ),
    _word("sim:upload-wrong", "upload-wrong", "a login page comes instead of the file", _fault("download", "wrong")),
    _word(
        "sim:upload-too-large",
        "upload-too-large",
        "the file is too large: INVALID_DOC",
        _fault("download", "too_large"),
    ),
    _word(
        "sim:upload-slow=5s",
        "upload-slow=(?P<delay>.+)",
        "the download takes so long, in simulated time",
        _fault("download", "delay", delay="delay"),
    ),
    _word("sim:processing-failed", "processing-failed", "reading the document fails", _fault("ocr", "fail")),
    _word(
        "sim:low-confidence",
        "low-confidence(?:=(?P<confidence>.+))?",
        "every value is unsure; `=0.2` says how",
        _fault("ocr", "low_confidence", confidence="confidence"),
    ),
    _word(
        "sim:missing=pan-number",
        "missing=(?P<field>.+)",
        "this field is not found (`-` for `_`)",
        lambda values: FaultRule("ocr", "missing", field=values["field"].replace("-", "_")),
    ),
    _word("sim:stuck", "stuck", "the document stays in progress until `advance`", _fault("processing", "stuck")),
    _word(
        "sim:slow=5s",
        "slow=(?P<delay>.+)",
        "processing takes so much longer, in simulated time",
        _fault("processing", "slow", delay="delay"),
    ),
    _word(
        "sim:score=40",
        "score=(?P<score>.+)",
        "every cross-check has this score",
        _fault("crosscheck", "score", score="score"),
        document=False,
    ),
    _word(
        "sim:auth-refused",
        f"auth-refused{_TIMES}",
        "auth_url refuses; `x2` twice, then no more",
        _fault("auth", "refused"),
        document=False,
    ),
    _word(
        "sim:auth-timeout",
        f"auth-timeout{_TIMES}",
        "auth_url does not answer",
        _fault("auth", "timeout"),
        document=False,
    ),
    _word(
        "sim:callback-500x3",
        f"callback-{_STATUS}{_TIMES}",
        "the first three posts to callback_url fail so; without `x3` all",
        _fault("callback", "fail", status="status"),
        document=False,
    ),
    _word(
        "sim:callback-timeout",
        f"callback-timeout{_TIMES}",
        "callback_url does not answer",
        _fault("callback", "timeout"),
        document=False,
    ),
    _word(
        "sim:callback-slow=5m",
        "callback-slow=(?P<delay>.+)",
        "the callback comes so much later, in simulated time",
        _fault("callback", "delay", delay="delay"),
        document=False,
    ),
    _word(
        "sim:callback-twice",
        "callback-twice",
        "the callback comes twice",
        _fault("callback", "duplicate"),
        document=False,
    ),
    _word(
        "sim:callback-late",
        "callback-late",
        "the callback comes after the tenant's next one",
        _fault("callback", "out_of_order"),
        document=False,
    ),
    _word(
        "sim:callback-never", "callback-never", "the callback is not sent", _fault("callback", "never"), document=False
    ),
    _word(
        "sim:callback-malformed",
        "callback-malformed",
        "the callback's JSON is cut off",
        _fault("callback", "malformed"),
        document=False,
    ),
    _word(
        "sim:address-422=1",
        r"address-422(?:=(?P<index>\d{1,9}))?",
        "address match: the target of this index cannot be normalised; without `=1` none can",
        _fault("address", "not_normalised", index="index"),
        document=False,
    ),
    _word(
        "sim:status-503x2",
        rf"(?P<endpoint>init|multiupload|status|extracts|docs|chat|submit)-{_STATUS}{_TIMES}",
        "`init`, `multiupload`, `status`, `extracts`, `docs`, `chat` or `submit` of the flow answer so",
        _answer,
        document=False,
    ),
)


@lru_cache(maxsize=4096)
def magic_words_in(text: str, document: bool, types: frozenset[str] = frozenset()) -> MagicRules:
    """What an id asks for; `document` says that it is of a document (its id, or its file's name), not an application_id.

    `types` are the document types that there are: another one means nothing. Without them any name is taken.
    """
    rules, unknown = [], []
    for found in _WORD.finditer(text):
        value = found[1] + (f"={found[2]}" if found[2] else "")
        document_type = _type_named(found[2], types) if found[1] == "type" and found[2] and types else None
        rule = None if document_type == "" else _meaning(f"type={document_type}" if document_type else value, document)
        if rule is None:
            unknown.append(MAGIC_PREFIX + value)
        else:
            rules.append(msgspec.structs.replace(rule, note=MAGIC_PREFIX + value))
    return MagicRules(tuple(rules), tuple(unknown))


def nearest_word(word: str, document: bool, types: Collection[str], fields: Collection[str]) -> str:
    """The word that was most likely meant where one means nothing; empty where none is like it."""
    name, equals, value = word.partition("=")
    known = {"sim:type": types, "sim:missing": [each.replace("_", "-") for each in fields]}.get(name)
    if equals and known is not None:
        near = nearest(value, known)
        return f"{name}={near}" if near else ""
    if document and _meaning(word.removeprefix(MAGIC_PREFIX), False):
        return f"{word} in the application_id"
    return nearest(word, [each.written for each in WORDS if each.document or not document])


def name_of_file(url: str) -> str:
    """The name of a file by its URL, where it may hold a magic word, without its extension; otherwise empty."""
    if "sim" not in url:
        return ""
    name = unquote(parts_of(url).path).rpartition("/")[2]
    return _EXTENSION.sub("", name) if MAGIC_PREFIX in name else ""


def _type_named(text: str, types: frozenset[str]) -> str:
    """The longest type that a word begins with (`SALE_DEED_7` is SALE_DEED; `-` may stand for `_`); empty: none."""
    known = {name.upper(): name for name in types}
    parts = text.upper().replace("-", "_").split("_")
    names = ("_".join(parts[:count]) for count in range(len(parts), 0, -1))
    return next((known[name] for name in names if name in known), "")


def _meaning(text: str, document: bool) -> FaultRule | None:
    for word in WORDS:
        match = word.form.fullmatch(text)
        if match and (word.document or not document):
            try:
                return validated_rule(word.make({key: value or "" for key, value in match.groupdict().items()}))
            except (InputError, msgspec.ValidationError):
                return None
    return None
