"""Files whose pages show nothing: a blank sheet that was scanned, an export that went wrong, a PDF whose bytes were damaged."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.documents.pages.light import small
from simulator.documents.pages.sheet import Sheet
from simulator.errors import DocumentError

BLANK = "blank page: nothing is printed on it"
BLANK_PAGES = "blank pages: nothing is printed on them"
#: Grey varies by less than this on a sheet with nothing on it (standard deviation), its rim of this part left aside.
_VARIES, _RIM = 4.0, 0.04


def refuse_if_blank(sheets: Sequence[Sheet], damage: str) -> None:
    """Raises DocumentError when no page shows anything; `damage` is why, where that is known."""
    if any(_says(sheet) or not _is_blank(sheet) for sheet in sheets):
        return
    raise DocumentError(damage or (BLANK if len(sheets) == 1 else BLANK_PAGES))


def _says(sheet: Sheet) -> bool:
    return any(len(word.text) > 1 and any(map(str.isalnum, word.text)) for word in sheet.page.words)


def _is_blank(sheet: Sheet) -> bool:
    copy = small(sheet.grey)
    height, width = copy.shape
    across, down = round(_RIM * width), round(_RIM * height)
    return float(copy[down : height - down, across : width - across].std()) < _VARIES
