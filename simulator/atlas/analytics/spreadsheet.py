"""The rows of a view, and the spreadsheet that they make: CSV in which no cell is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from simulator.atlas.analytics import payloads
from simulator.clock import iso_time
from simulator.flows.analytics import ListedFile

#: With what a spreadsheet's formula begins.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def sheet_row(each: ListedFile) -> payloads.Row:
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
    writer.writerows([_cell(getattr(row, name)) for name in names] for row in map(sheet_row, rows))
    return sheet.getvalue().encode()


def _cell(value: object) -> object:
    """A cell that no spreadsheet takes for a formula: what begins like one gets an apostrophe in front (OWASP, CSV injection)."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
