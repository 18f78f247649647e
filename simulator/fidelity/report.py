"""A comparison for people and for programs: a table, JSON, and one HTML file that needs nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

import msgspec

from simulator.errors import SettingError
from simulator.fidelity.html import head, table
from simulator.fidelity.model import SHAPES, VALUES, Difference, Observation, Report
from simulator.masking import masked, masked_within

#: Characters of one value in a row of the table.
CELL = 40
_HEADINGS = (
    ("Shape: statuses, envelopes, keys", SHAPES),
    ("What was read and compared", VALUES),
    ("Confidence and token life", frozenset({"confidence", "token_life"})),
)


def to_json(report: Report) -> bytes:
    """The report as indented JSON, with everything struck out that is a secret or an Aadhaar number."""
    return json.dumps(masked_within(msgspec.to_builtins(report)), indent=2, ensure_ascii=False).encode() + b"\n"


def load(path: Path) -> Report:
    """A report that `compare` wrote. Raises SettingError."""
    try:
        report = msgspec.json.decode(path.read_bytes(), type=Report)
    except OSError as error:
        raise SettingError(f"report {path}: cannot be read ({error.strerror}); check the path") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SettingError(f"report {path}: was not written by `atlas-simulator compare`: {error}") from None
    if report.version != 1:
        raise SettingError(f"report {path}: version {report.version} is not known here; this simulator reads version 1")
    return report


def rows(differences: Iterable[Difference]) -> list[tuple[str, str, str, str, str]]:
    """Lines of the table: kind, where, theirs, ours, note."""
    return [(each.kind, masked(each.where), _cell(each.theirs), _cell(each.ours), _note(each)) for each in differences]


def summary(report: Report) -> str:
    """One sentence that says it all."""
    shapes, values = report.count(SHAPES), report.count(VALUES)
    texts = [
        f"{_plural(count, word)} differ{'s' * (count == 1)}" for count, word in ((shapes, "shape"), (values, "value"))
    ]
    text = ", ".join([*texts, f"over {_plural(len(report.files), 'file')}"])
    ends = [f"{name} ended early: {side.ended}" for name, side in _sides(report) if side.ended]
    return "; ".join([text, *ends])


def to_html(report: Report) -> str:
    """One self-contained page, without scripts."""
    parts = [
        *head(f"Fidelity: {report.theirs.url}", "Atlas simulator: fidelity"),
        f"<p>{escape(report.made_at)} · other side <code>{escape(report.theirs.url)}</code> · simulator"
        f" {escape(report.simulator)} · product <code>{escape(report.product_type)}</code></p>",
        f"<p><strong>{escape(summary(report))}</strong></p>",
    ]
    for heading, kinds in _HEADINGS:
        found = rows(each for each in report.differences if each.kind in kinds)
        parts.append(f"<h2>{escape(heading)}</h2>")
        parts.append(table(("kind", "where", "theirs", "ours", ""), found) if found else "<p>No difference.</p>")
    parts += ["<h2>Statuses</h2>", _statuses(report), "<h2>Calls</h2>", _calls(report), "<h2>Files</h2>"]
    parts.append(
        table(("document_id", "file", "sha256"), [(each.document_id, each.name, each.sha256) for each in report.files])
    )
    return "\n".join([*parts, "</html>\n"])


def _statuses(report: Report) -> str:
    lines = [(name, f"{seen.seconds:g} s", seen.statuses) for name, side in _sides(report) for seen in side.statuses]
    return table(("side", "after the upload", "upload/processing/crosscheck/master"), lines)


def _calls(report: Report) -> str:
    lines = []
    for mine in report.ours.exchanges:
        other = report.theirs.exchange(mine.name)
        lines.append(
            (
                mine.name,
                f"{other.status} in {other.ms:g} ms" if other else "not asked",
                f"{mine.status} in {mine.ms:g} ms",
                _text(other.answer, 200) if other and other.status >= 400 else "",
            )
        )
    return table(("call", "theirs", "ours", "their words"), lines)


def _sides(report: Report) -> tuple[tuple[str, Observation], tuple[str, Observation]]:
    return ("theirs", report.theirs), ("ours", report.ours)


def _note(difference: Difference) -> str:
    similar = "" if difference.similarity is None else f"{difference.similarity} % alike"
    return ", ".join(filter(None, (difference.note, similar)))


def _cell(value: Any) -> str:
    return "" if value is None else _text(value, CELL)


def _text(value: Any, most: int) -> str:
    text = masked(value if isinstance(value, str) else json.dumps(masked_within(value), ensure_ascii=False))
    return text if len(text) <= most else text[: most - 1] + "…"


def _plural(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
