"""How the rows came out, for people and for programs: lines, JSON, JUnit XML, and one HTML file."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from xml.etree import ElementTree

import msgspec

from simulator.fidelity.conform.judge import OUTCOMES, RowResult
from simulator.fidelity.html import head, table
from simulator.masking import masked, masked_within
from simulator.printable import printable


class ConformReport(msgspec.Struct, frozen=True):
    """One run. `rows` are in the order in which they were asked; nothing in it is a secret."""

    made_at: str
    url: str
    simulator: str
    counts: dict[str, int]
    rows: tuple[RowResult, ...]
    version: int = 1


def counts(rows: Iterable[RowResult]) -> dict[str, int]:
    """How many rows came out how, every outcome among them."""
    counted = Counter(row.outcome for row in rows)
    return {outcome: counted[outcome] for outcome in OUTCOMES}


def summary(rows: Sequence[RowResult]) -> str:
    return f"{len(rows)} rows: " + ", ".join(f"{count} {outcome}" for outcome, count in counts(rows).items())


def by_page(rows: Sequence[RowResult]) -> list[tuple[str, ...]]:
    """A line for each page of the documentation: its rows, and how they came out."""
    pages = {row.page: [each for each in rows if each.page == row.page] for row in rows}
    return [
        (page, str(len(of_page)), *(str(count or "") for count in counts(of_page).values()))
        for page, of_page in sorted(pages.items())
    ]


def lines(rows: Iterable[RowResult], outcomes: Iterable[str]) -> list[tuple[str, str, str, str]]:
    """The rows that came out in one of these ways: outcome, id, what was stated, and what came."""
    wanted = set(outcomes)
    return [(row.outcome, row.id, masked(row.says), masked(row.note)) for row in rows if row.outcome in wanted]


def to_json(report: ConformReport) -> bytes:
    return json.dumps(masked_within(msgspec.to_builtins(report)), indent=1, ensure_ascii=False).encode() + b"\n"


def to_junit(report: ConformReport) -> bytes:
    """A suite for each page; what is not checkable is skipped, what is settled otherwise passes and says so."""
    total = report.counts
    root = ElementTree.Element(
        "testsuites",
        name="conformance",
        tests=str(len(report.rows)),
        failures=str(total["failed"]),
        skipped=str(total["not checkable"]),
    )
    suites: dict[str, ElementTree.Element] = {}
    for row in report.rows:
        if row.page not in suites:
            of_page = counts(each for each in report.rows if each.page == row.page)
            suites[row.page] = ElementTree.SubElement(
                root,
                "testsuite",
                name=row.page,
                tests=str(sum(of_page.values())),
                failures=str(of_page["failed"]),
                skipped=str(of_page["not checkable"]),
            )
        _case(suites[row.page], row)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode").encode() + b"\n"


def _case(suite: ElementTree.Element, row: RowResult) -> None:
    case = ElementTree.SubElement(suite, "testcase", classname=row.page, name=f"{row.id}: {_xml(row.says)}")
    if row.outcome == "failed":
        ElementTree.SubElement(case, "failure", message=_xml(row.note)).text = _xml(row.call)
    elif row.outcome == "not checkable":
        ElementTree.SubElement(case, "skipped", message=_xml(row.note))
    elif row.note:
        ElementTree.SubElement(case, "system-out").text = f"{row.outcome}: {_xml(row.note)}"


def _xml(text: str) -> str:
    """A text without secrets, and without the characters that XML cannot hold."""
    return printable(masked(text))


def to_html(report: ConformReport) -> str:
    """One self-contained page, without scripts: what failed first."""
    rows = report.rows
    parts = [
        *head(f"Conformance: {report.url}", "Atlas simulator: conformance"),
        f"<p>{escape(report.made_at)} · server <code>{escape(report.url)}</code> · simulator"
        f" {escape(report.simulator)}</p>",
        f"<p><strong>{escape(summary(rows))}</strong></p>",
        table(("page", "rows", *OUTCOMES), by_page(rows)),
    ]
    for outcome in ("failed", "settled otherwise", "not checkable", "passed"):
        found = [
            (row.id, row.page, row.call, row.says, row.note, str(row.settled or ""), row.sentence)
            for row in rows
            if row.outcome == outcome
        ]
        parts.append(f"<h2>{outcome.capitalize()}: {len(found)}</h2>")
        if found:
            parts.append(table(("row", "page", "call", "stated", "came", "decision", "sentence"), found))
    return "\n".join([*parts, "</html>\n"])
