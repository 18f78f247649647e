"""TOML in and out: files read with errors that name file, key and reason, values written so that they can be read again."""

from __future__ import annotations

import codecs
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from simulator.errors import SettingError
from simulator.forms import translate_error
from simulator.nearest import suggestion

T = TypeVar("T")


def read(path: Path, what: str = "") -> bytes:
    """The bytes of a file; `what` says in errors which kind of file it is. Raises SettingError."""
    try:
        # Some editors begin a file with a mark of its encoding, which TOML does not know.
        return path.read_bytes().removeprefix(codecs.BOM_UTF8)
    except OSError as error:
        raise SettingError(f"{_named(path, what)}: cannot be read ({error.strerror}); check the path") from None


def table(raw: bytes, path: Path, what: str = "") -> dict[str, Any]:
    """The top-level table of a file's bytes. Raises SettingError."""
    try:
        return tomllib.loads(raw.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingError(f"{_named(path, what)}: not valid TOML: {error}") from None


def record(raw: bytes, kind: type[T], path: Path, what: str = "") -> T:
    """The record that a file's bytes describe. Raises SettingError with file, key and reason."""
    try:
        return msgspec.toml.decode(raw, type=kind)
    except msgspec.ValidationError as wrong:
        reason, _, key = str(wrong).partition(" - at `$")
        allowed = _allowed(reason, str(wrong), kind)
        raise SettingError(f"{_named(path, what)}: {key.strip('`.') or 'file'}: {reason}{allowed}") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise SettingError(f"{_named(path, what)}: not valid TOML: {wrong}") from None


def _allowed(reason: str, text: str, kind: type) -> str:
    """What may stand where a word stands that is none of a few, and the nearest of them; empty for other errors."""
    if not reason.startswith("Invalid enum value"):
        return ""
    words = translate_error(text, kind).allowed
    return f"; it is one of {', '.join(words)}{suggestion(reason.split(' ')[-1].strip(chr(39)), words)}"


def packaged(module: str, name: str) -> dict[str, Any]:
    """The table of a file that lies beside a module of the package: `packaged(__file__, "words.toml")`."""
    path = Path(module).parent / name
    return table(read(path), path)


def packaged_record(module: str, name: str, kind: type[T]) -> T:
    """The record of such a file."""
    path = Path(module).parent / name
    return record(read(path), kind, path)


def value(said: Any) -> str:
    """A value as TOML has it; its basic strings are written as JSON's are, but for the delete character."""
    if isinstance(said, Mapping):
        return "{ " + ", ".join(f"{key(name)} = {value(each)}" for name, each in said.items()) + " }"
    if isinstance(said, list | tuple):
        return "[" + ", ".join(map(value, said)) + "]"
    if isinstance(said, bool):
        return str(said).lower()
    if said is None or isinstance(said, str):
        # TOML has no null: what is not there is an empty text.
        return json.dumps(said or "", ensure_ascii=False).replace("\x7f", "\\u007f")
    return repr(said)


def holds_null(said: Any) -> bool:
    """Whether a null stands somewhere within a value, which TOML cannot say."""
    if isinstance(said, Mapping | list | tuple):
        return any(each is None or holds_null(each) for each in (said.values() if isinstance(said, Mapping) else said))
    return False


def key(name: str) -> str:
    """A key as TOML has it, in quotes where it must be."""
    return name if name.replace("_", "").replace("-", "").isalnum() and name.isascii() else value(name)


def line(name: str, said: Any) -> str:
    """`key = value`."""
    return f"{key(name)} = {value(said)}"


def _named(path: Path, what: str) -> str:
    return f"{what} {path}".strip()
