"""Whether answers have what the rows expect: passed, failed, settled otherwise, or not checkable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from simulator.fidelity.conform.checks import CallResult, ResultCheck
from simulator.fidelity.conform.places import ABSENT, values
from simulator.fidelity.conform.statements import Statement, Step
from simulator.fidelity.conform.templates import fill, open_names

Outcome = Literal["passed", "failed", "settled otherwise", "not checkable"]
OUTCOMES: tuple[Outcome, ...] = ("passed", "failed", "settled otherwise", "not checkable")


class RowResult(msgspec.Struct, frozen=True):
    """How one row came out. `note` says what came instead, or why it could not be asked."""

    id: str
    page: str
    call: str
    says: str
    sentence: str
    settled: int
    outcome: Outcome
    note: str = ""


@dataclass(frozen=True)
class Asked:
    """A step as it was asked, with the answer, or with the reason why there is none.

    `missing` are the documents that could not be sent so far; `told`: the server was told what to read of the others.
    """

    step: Step
    answer: CallResult | None
    names: Mapping[str, Any]
    reason: str = ""
    missing: Sequence[str] = ()
    told: bool = True


def judge(asked: Iterable[Asked]) -> list[RowResult]:
    """The rows of the steps, each with its outcome."""
    return [_judged(row, each) for each in asked for row in each.step.rows]


def _judged(row: Statement, asked: Asked) -> RowResult:
    outcome, note = outcome_of(row, asked)
    says = str(fill(row.says, asked.names))
    return RowResult(row.id, row.page, asked.step.call, says, row.sentence, row.settled, outcome, note)


def outcome_of(row: Statement, asked: Asked) -> tuple[Outcome, str]:
    """Whether the answer has what the row expects, and what it has instead."""
    if asked.answer is None:
        return "not checkable", asked.reason
    if reason := _not_checkable(row, asked):
        return "not checkable", reason
    problem = filled(row, asked.names).problem(asked.answer)
    if not problem:
        return "passed", ""
    if row.otherwise is not None and not filled(row.otherwise, asked.names).problem(asked.answer):
        return "settled otherwise", f"{problem} (decision {row.settled})"
    return "failed", problem


def _not_checkable(row: Statement, asked: Asked) -> str:
    """Why an answer says nothing about a row; empty where it does."""
    place = row.at or ""
    for name in asked.missing:
        if name in row.about or f"document_id={name}]" in place:
            return f"no document {name} was named (--document {name}=URL)"
    if asked.told or not (row.given or row.optional) or asked.answer is None:
        return ""
    if row.given:
        return "only a simulator can be told what to read"
    return (
        "" if any(each is not ABSENT for each in values(asked.answer.body, place)) else "the document has no such field"
    )


def filled(check: ResultCheck, names: Mapping[str, Any]) -> ResultCheck:
    raw = {key: value for key, value in msgspec.to_builtins(check).items() if key in _CHECK_KEYS}
    return msgspec.convert(fill(raw, names), ResultCheck) if open_names(raw) else check


_CHECK_KEYS = frozenset(each.encode_name for each in msgspec.structs.fields(ResultCheck))
