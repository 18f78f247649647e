"""Names what a file is that is neither a PDF nor a picture, by its first bytes, and what to send instead.

The reason of a refusal is the `error_reason` that a client gets, so it names the kind and the way out.
"""

from __future__ import annotations

import binascii
import io
import re
import zipfile

from simulator.errors import DocumentError

TAKEN = "Atlas takes JPEG, PNG and PDF"
_HEIC = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"))
_AVIF = frozenset((b"avif", b"avis"))
#: First bytes of other files, and what they are.
_HEADS = (
    (b"7z\xbc\xaf\x27\x1c", "7-Zip archive: send the documents in it one by one"),
    (b"Rar!\x1a\x07", "RAR archive: send the documents in it one by one"),
    (b"\x1f\x8b", "gzip archive: send the document unpacked"),
    (b"BZh", "bzip2 archive: send the document unpacked"),
    (b"\xfd7zXZ\0", "xz archive: send the document unpacked"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office document (.doc, .xls, .ppt, .msg): save it as PDF"),
    (b"{\\rtf", "RTF text: save it as PDF"),
    (b"%!PS", "PostScript: save it as PDF"),
    (b"8BPS", "Photoshop picture: save it as JPEG, PNG or PDF"),
    (b"\xff\x0a", f"JPEG XL picture: {TAKEN}"),
    (b"\0\0\0\x0cJXL ", f"JPEG XL picture: {TAKEN}"),
    (b"\0\0\0\x0cjP  ", f"JPEG 2000 picture: {TAKEN}"),
    (b"ID3", f"sound recording: {TAKEN}"),
    (b"OggS", f"sound recording: {TAKEN}"),
    (b"\x1aE\xdf\xa3", f"video: {TAKEN}"),
    (b"AT&TFORM", "DjVu document: save it as PDF"),
)
#: What a file inside an archive tells about it, by the start of its name.
_OFFICE = (
    ("word/", "Word document (.docx): save it as PDF"),
    ("xl/", "Excel workbook (.xlsx): save it as PDF"),
    ("ppt/", "PowerPoint presentation (.pptx): save it as PDF"),
    ("META-INF/container.xml", "e-book (.epub): save it as PDF"),
)
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument"
_HTML = re.compile(
    rb"\s*+(?:<\?xml[^>]*+>\s*+)?(?:(?><!--.*?-->)\s*+)*+<(?:!doctype\s+html|html|head|body|meta|title|p|div|script)\b",
    re.I | re.S,
)
_XML = re.compile(rb"\s*<\??[A-Za-z!][^>]*>", re.S)
#: A letter begins with lines of a name and a value; one of these is among them.
_MAIL = re.compile(rb"(?:^|\n)(?:From|To|Subject|Received|MIME-Version|Message-ID|Return-Path|Delivered-To):", re.I)
_HEADER_LINE = re.compile(rb"(?:From \S|[A-Za-z][A-Za-z0-9-]*:)")
_BASE64 = re.compile(rb"[A-Za-z0-9+/=_\-\s]+")
_DATA_URL = re.compile(rb"\s*data:[\w.+-]+/[\w.+-]+;base64,", re.I)
#: So much of a file is looked at.
_HEAD = 4096


def heic(content: bytes) -> str:
    """`HEIC` or `AVIF` for what phones send, else `""`."""
    if content[4:8] != b"ftyp":
        return ""
    size = min(int.from_bytes(content[:4], "big"), 256)
    brands = {content[8:12], *(content[at : at + 4] for at in range(16, size, 4))}
    return "AVIF" if brands & _AVIF else "HEIC" if brands & _HEIC else ""


def is_other(content: bytes) -> bool:
    """Whether a file begins like something other than a picture or a PDF."""
    return content.startswith((b"PK\x03\x04", *(start for start, _ in _HEADS))) or content[4:8] == b"ftyp"


def refused(content: bytes) -> DocumentError:
    """The DocumentError for a file that no decoder takes; it names the kind of file where it is known."""
    head = content[:_HEAD]
    if phone := heic(content):
        return DocumentError(f"{phone} picture: {TAKEN}")
    if content[4:8] == b"ftyp":
        return DocumentError(f"video or sound recording: {TAKEN}")
    for start, reason in _HEADS:
        if content.startswith(start):
            return DocumentError(reason)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return DocumentError(_archive(content))
    return DocumentError(
        _text(content, head.removeprefix(b"\xef\xbb\xbf")) or "unreadable file", "not a known kind of file"
    )


def _archive(content: bytes) -> str:
    plain = "ZIP archive: send the documents in it one by one"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()[:1000]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return plain
    if _OPEN_DOCUMENT in content[:256]:
        return "OpenDocument file (.odt, .ods, .odp): save it as PDF"
    return next((reason for start, reason in _OFFICE if any(name.startswith(start) for name in names)), plain)


def _text(content: bytes, head: bytes) -> str:
    """The kind of a text file (HTML, JSON, …); `""` where it is not text."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return f"text: {TAKEN}"
    if b"\0" in head or not head.strip():
        return ""
    if _HTML.match(head):
        return "web page (HTML) instead of a document: the link asks for a login, or has expired"
    if _DATA_URL.match(head) or _is_base64(content):
        return "base64 text: send the bytes that it stands for"
    if _HEADER_LINE.match(head) and _MAIL.search(head):
        return "e-mail: send the documents attached to it one by one"
    if head.lstrip()[:1] in (b"{", b"[") and head.rstrip()[-1:] in (b"}", b"]", b","):
        return f"JSON: {TAKEN}"
    if re.match(rb"\s*<(?:\?xml[^>]*>\s*<)?svg\b", head, re.I):
        return f"SVG drawing: {TAKEN}"
    if _XML.match(head):
        return "XML instead of a document: often an object store's refusal of the link"
    return f"text: {TAKEN}" if _plain(head) else ""


def _is_base64(content: bytes) -> bool:
    text = b"".join(content[:_HEAD].split())
    if len(text) < 64 or not _BASE64.fullmatch(text):
        return False
    try:
        start = binascii.a2b_base64(text[:64].replace(b"-", b"+").replace(b"_", b"/"))
    except binascii.Error:
        return False
    return start.startswith((b"%PDF", b"\xff\xd8\xff", b"\x89PNG", b"II*", b"MM\0", b"GIF8", b"RIFF", b"PK")) or (
        len(text) > 1000 and b" " not in content[:1000]
    )


def _plain(head: bytes) -> bool:
    """Whether the bytes are readable text, possibly cut within a character."""
    try:
        text = head.decode()
    except UnicodeDecodeError as error:
        if error.start < len(head) - 4:
            return False
        text = head[: error.start].decode()
    strange = sum(not sign.isprintable() and sign not in "\r\n\t\f" for sign in text)
    return strange <= 0.01 * len(text)
