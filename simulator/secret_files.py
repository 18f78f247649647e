"""Secrets that stand in files instead of flags: whoever may list a machine's processes reads what flags say.

What is wrong in such a file is told by its place, never by its content.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from simulator.errors import SettingError


def accounts(path: str, parse: Callable[[str], str]) -> list[str]:
    """The accounts in a file, one on each line; empty lines and those that begin with `#` are none. Raises SettingError."""
    where = f"credentials file {path}"
    found = []
    for number, line in enumerate(_lines(where, path), 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        try:
            found.append(parse(text))
        except ValueError:
            raise SettingError(f"{where}: line {number} must be CLIENT_ID:CLIENT_SECRET") from None
    if not found:
        raise SettingError(f"{where}: no account stands in it; write CLIENT_ID:CLIENT_SECRET on each line")
    return found


def password(path: str) -> str:
    """The password on the first line of a file. Raises SettingError."""
    where = f"password file {path}"
    value = next(iter(_lines(where, path)), "")
    if not value:
        raise SettingError(f"{where}: its first line is empty; write the password there")
    return value


def _lines(where: str, path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise SettingError(f"{where}: cannot be read ({error.strerror}); check the path") from None
    except UnicodeDecodeError:
        raise SettingError(f"{where}: cannot be read (not UTF-8); save it as UTF-8") from None
