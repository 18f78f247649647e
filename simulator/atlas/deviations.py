"""Error answers that one account's server words otherwise than the documentation: a TOML file, made by `adopt` or by hand.

Each `[[error]]` names an answer that the simulator would give (method, path, status, and its message where only that one
is meant) and what is answered instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from simulator import toml_files
from simulator.atlas.errors import ApiError
from simulator.errors import SettingError
from simulator.json_bodies import decode_object


class Deviation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row. `path` as in the documentation; an empty `message` fits every one. Without `answer` the body stays.

    `answer` may be a text of JSON, since TOML has no null.
    """

    path: str
    status: int
    answer_status: int
    method: str = ""
    message: str = ""
    answer: dict[str, Any] | str | None = None

    @property
    def body(self) -> dict[str, Any] | None:
        """The body; an empty one where the text holds no object."""
        return decode_object(self.answer.encode()) if isinstance(self.answer, str) else self.answer

    def fits(self, method: str, path: str, error: ApiError) -> bool:
        return (
            self.path == path
            and self.status == error.status
            and self.method in ("", method)
            and self.message in ("", error.message)
        )


class _DeviationFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    error: tuple[Deviation, ...] = ()


class Deviations:
    """The rows in force; the first that fits decides."""

    def __init__(self, rows: Sequence[Deviation] = ()) -> None:
        self._rows = rows

    @classmethod
    def load(cls, path: str) -> Deviations:
        """Those in a file; none where no file is named. Raises SettingError that names file and key."""
        if not path:
            return cls()
        file = Path(path)
        rows = toml_files.record(toml_files.read(file, "deviations"), _DeviationFile, file, "deviations").error
        for position, row in enumerate(rows):
            if not 400 <= row.answer_status <= 599:
                raise SettingError(
                    f"deviations {path}: error[{position}].answer_status: must be from 400 to 599, not {row.answer_status}"
                )
            if isinstance(row.answer, str) and not row.body:
                raise SettingError(
                    f"deviations {path}: error[{position}].answer: must be an object, or a text with one in JSON"
                )
        return cls(rows)

    def answer(self, method: str, path: str, error: ApiError, envelope: str) -> tuple[int, dict[str, Any]]:
        """Status and body of an error answer."""
        for row in self._rows:
            if row.fits(method, path, error):
                body = row.body
                return row.answer_status, error.body(envelope) if body is None else body
        return error.status, error.body(envelope)
