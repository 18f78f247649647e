"""From counts and rows of the store to what the analytics calls answer."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from simulator.atlas.analytics import payloads
from simulator.clock import iso_time
from simulator.documents.model import Reading
from simulator.flows.analytics import DocumentCounts, ListedFile

#: With what a spreadsheet's formula begins.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def tally(files: Mapping[str, DocumentCounts], states: Sequence[str] | Mapping[str, DocumentCounts]) -> payloads.Tally:
    found = [files[state] for state in states if state in files]
    return payloads.Tally(sum(each.documents for each in found), sum(each.pages for each in found))


def stage(files: Mapping[str, DocumentCounts], words: Mapping[str, Sequence[str]]) -> payloads.Stage:
    everything = [state for states in words.values() for state in states]
    return payloads.Stage(tally(files, everything), {word: tally(files, states) for word, states in words.items()})


def counts_by_word(files: Mapping[str, DocumentCounts], words: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """By the exact backend word, which is the first state that it takes in."""
    return {str(states[0]): tally(files, states).count for states in words.values()}


def row_of(each: ListedFile) -> payloads.Row:
    return payloads.Row(
        each.application_id,
        each.page_count,
        each.flow_uuid,
        each.file_uuid,
        each.document_type,
        iso_time(each.created_at),
    )


def csv_of(rows: Sequence[ListedFile]) -> bytes:
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    names = payloads.Row.__struct_fields__
    writer.writerow(names)
    writer.writerows([_cell(getattr(row, name)) for name in names] for row in map(row_of, rows))
    return sheet.getvalue().encode()


def _cell(value: object) -> object:
    """A cell that no spreadsheet takes for a formula: what begins like one gets an apostrophe in front (OWASP, CSV injection)."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def quality(name: str, readings: Sequence[Reading]) -> payloads.FieldQuality:
    confidences = [each.fields[name].confidence for each in readings if name in each.fields]
    rate = round(100 * len(confidences) / len(readings), 2)
    return payloads.FieldQuality(rate, round(sum(confidences) / len(confidences), 4) if confidences else 0.0)
