"""Results as compact tables for a terminal: documents, their fields, cross-checks. Aadhaar numbers are masked here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from simulator.masking import masked
from simulator.printable import printable

#: Tiers that the confidence page suggests: over 0.90 accept, from 0.70 on review, below reject (contract, section 11).
ACCEPT, REVIEW = 0.90, 0.70
#: Tiers of cross-checks on the same page: from 80 on consistent, from 60 on partial, below low (contract, section 8).
CONSISTENT, PARTIAL = 80, 60
BAR_CELLS = 10
_EIGHTHS = " ▏▎▍▌▋▊▉█"

#: What goes into one row: name, value as text, confidence.
FieldRow = tuple[str, str, float]


def show_documents(console: Console, items: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> None:
    """One row a document of `ocr_data`. `names` are file names by document_id."""
    table = _table("Documents", "id", "file", "document_type", "fields", "confidence")
    for item in items:
        document_id, data = str(item["document_id"]), item["data"]
        found, missing = split(data)
        kind = Text(printable(str(data.get("document_type", ""))), "bold")
        if item["error_code"]:
            kind = Text(" ".join(filter(None, [kind.plain, item["error_code"], f"({item['error_reason']})"])), "red")
        mean = sum(confidence for *_, confidence in found) / len(found) if found else None
        counted = f"{len(found)} of {len(found) + len(missing)}" if data else ""
        shown, file = Text(printable(document_id)), Text(printable(names.get(document_id, "")))
        table.add_row(shown, file, kind, counted, confidence_bar(console, mean))
    _print(console, table)


def show_fields(console: Console, title: str, data: Mapping[str, Any]) -> None:
    """The fields of one document with their confidence; those that were not found in one line below."""
    found, missing = split(data)
    table = _table(title, "field", "value", "confidence")
    for name, value, confidence in found:
        table.add_row(name, Text(value, overflow="fold"), confidence_bar(console, confidence))
    _print(console, table)
    if missing:
        console.print(Padding(Text(f"not found: {', '.join(missing)}", "dim"), (0, 1)))


def show_checks(console: Console, checks: Sequence[Mapping[str, Any]]) -> None:
    table = _table("Cross-checks", "name", "compared", "similarity")
    for check in checks:
        sides = Text.assemble(_side(check, "source"), "\n", _side(check, "target"))
        table.add_row(Text(check["name"], "bold"), sides, score_bar(console, check["similarity_score"]))
    _print(console, table)


def show_facts(console: Console, title: str, *facts: tuple[str, str | tuple[str, str]]) -> None:
    """Names with what is to be said of each, as text or as `(text, style)`."""
    table = Table(title=Text(title, "bold"), box=None, show_header=False, pad_edge=False)
    for name, item in facts:
        table.add_row(Text(f"{name}  ", "dim"), Text(*([item] if isinstance(item, str) else item)))
    _print(console, table)


def split(data: Mapping[str, Any]) -> tuple[list[FieldRow], list[str]]:
    """What was found in a document's `data`, and the names of what was not."""
    found: list[FieldRow] = []
    missing: list[str] = []
    for name, field in data.items():
        if not isinstance(field, Mapping):
            continue
        rows = [
            (each, text(value), score) for each, value, score in _values(name, field) if value not in ("", None, [])
        ]
        found += rows
        if not rows:
            missing.append(name)
    return found, missing


def text(value: Any) -> str:
    """A value for people: Aadhaar numbers masked, control characters shown."""
    return printable(masked(", ".join(map(str, value)) if isinstance(value, list) else str(value)))


def confidence_bar(console: Console, confidence: float | None) -> Text:
    if confidence is None:
        return Text("")
    colour = "green" if confidence > ACCEPT else "yellow" if confidence >= REVIEW else "red"
    return _bar(console, confidence, f"{confidence:.2f}", colour)


def score_bar(console: Console, score: int) -> Text:
    colour = "green" if score >= CONSISTENT else "yellow" if score >= PARTIAL else "red"
    return _bar(console, score / 100, f"{score:3d}", colour)


def _print(console: Console, table: Table) -> None:
    """A table under its title, with an empty line before both."""
    title, table.title = table.title, None
    console.print()
    console.print(title)
    console.print(table)


def _bar(console: Console, part: float, given: str, colour: str) -> Text:
    eighths = round(min(max(part, 0.0), 1.0) * BAR_CELLS * 8)
    if console.options.ascii_only:
        drawn = "#" * round(eighths / 8)
    else:
        drawn = "█" * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")
    return Text.assemble((given, f"bold {colour}"), " ", (drawn.ljust(BAR_CELLS), colour))


def _values(name: str, field: Mapping[str, Any]) -> Iterator[tuple[str, Any, float]]:
    """Name, value and confidence of a field, or of each part of one like `formatted_address`."""
    if "value" in field:
        yield name, field["value"], field.get("confidence_score", 0.0)
    else:
        for part, inner in field.items():
            yield from _values(f"{name}.{part}", inner)


def _side(check: Mapping[str, Any], side: str) -> Text:
    where = f"{check[f'{side}_doc']} {check[f'{side}_field_name']}"
    return Text.assemble((where, "dim"), "\n", text(check[f"{side}_value"]))


def _table(title: str, *columns: str) -> Table:
    table = Table(title=Text(title, "bold"), box=box.SIMPLE_HEAD, header_style="dim", show_edge=False, pad_edge=False)
    for position, column in enumerate(columns):
        table.add_column(column, no_wrap=position in (0, len(columns) - 1), overflow="fold")
    return table
