"""A PDF as a file: whether it is whole, what was done to its bytes on the way, and whether it is a document at all."""

from __future__ import annotations

import re
from typing import Any

from simulator.errors import DocumentError

#: A whole PDF says where its table is, and that it ends, within this many bytes from its end (padding aside).
_TAIL = 4096
_PADDING = b"\0 \t\r\n"
_ENDS = (b"%%EOF", b"startxref")
#: What a PDF consists of: behind the last end that it says, it may not go on.
_OBJECT = re.compile(rb"\d\s++\d++\s++obj\b")
#: So many replaced signs are no accident; and so many bytes are enough to tell text from anything else.
_MANY_REPLACED, _ENOUGH = 20, 500
_REPLACED = b"\xef\xbf\xbd"

_WAITING = re.compile(r"please wait|proper contents of the document|later version of the PDF viewer|XFA", re.I)
_PORTFOLIO = re.compile(r"portfolio|attach", re.I)
#: A page of attachments says no more than this (signs).
_COVER = 400

_NO_PAGES = re.compile(
    rb"/Kids\s*\[\s*\]\s*/Count\s+0\b|/Count\s+0\b[^>/]*+(?:/(?!Count\s|Kids\s*\[\s*\])[^>/]*+)*+/Kids\s*\[\s*\]"
)

NO_PAGES = "PDF without pages: print the document to PDF again"
XFA = "XFA form: it shows only in Adobe Reader; print it to PDF and send that"
PORTFOLIO = "PDF portfolio: its documents are attachments; send them one by one"


def whole(content: bytes) -> bytes:
    """The PDF without what was put behind its end. Raises DocumentError when it ends early."""
    if any(mark in content.rstrip(_PADDING)[-_TAIL:] for mark in _ENDS):
        return content
    end = content.rfind(b"%%EOF")
    if end < 0 or _OBJECT.search(content, end):
        raise DocumentError(damage(content) or "unreadable file", "the PDF ends early")
    return content[: end + len(b"%%EOF")]


def damage(content: bytes) -> str:
    """What converted a PDF's bytes to text on the way, as a reason for a refusal; `""` where nothing did, or without harm."""
    if b"stream" not in content or len(content) < _ENOUGH:
        return ""
    how = ""
    if content.count(_REPLACED) >= _MANY_REPLACED:
        how = "read and written as UTF-8"
    elif b"FlateDecode" in content or b"DCTDecode" in content:
        how = _conversion(content)
    return f"PDF damaged on the way: its bytes were {how}; send it as it is" if how else ""


def why_not_opened(content: bytes) -> str:
    """The reason why pdfium cannot open a file, as far as its bytes show it."""
    return NO_PAGES if _NO_PAGES.search(content) else damage(content)


def _conversion(content: bytes) -> str:
    if content.isascii():
        return "" if b"ASCII85Decode" in content or b"ASCIIHexDecode" in content else "cut to 7 bits"
    try:
        content.decode()
    except UnicodeDecodeError:
        lines = content.count(b"\n")
        return "given other line ends" if lines > 200 and content.count(b"\r\n") == lines else ""
    return "written as UTF-8"


def refuse_if_no_document(file: Any) -> None:
    """Raises DocumentError for a PDF whose pages only say that the document is elsewhere."""
    import pypdfium2.raw as raw

    if not len(file):
        raise DocumentError(NO_PAGES)
    form = raw.FPDF_GetFormType(file.raw)
    attached = raw.FPDFDoc_GetAttachmentCount(file.raw)
    if form not in (raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND) and attached <= 0:
        return
    value = _first_page(file)
    if form == raw.FORMTYPE_XFA_FULL and len(file) == 1 and (_WAITING.search(value) or not value.strip()):
        raise DocumentError(XFA)
    if attached > 0 and len(file) == 1 and len(value) < _COVER and (_PORTFOLIO.search(value) or not value.strip()):
        raise DocumentError(PORTFOLIO)


def _first_page(file: Any) -> str:
    """The text of the first page; `""` too where it shows a picture."""
    page = file[0]
    try:
        text = page.get_textpage()
        try:
            return str(text.get_text_range())
        finally:
            text.close()
    finally:
        page.close()
