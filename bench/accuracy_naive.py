"""What a reader of an afternoon makes of the sample documents: the engine's text as it comes, keywords, regular expressions.

For `accuracy.py --against`. Types by the words of their names and a few keywords; a field is what follows its own name
(or a usual short form) on the line or on the next, in the form that its name suggests.
"""

from __future__ import annotations

import re
import time
from functools import lru_cache
from pathlib import Path
from typing import Any

from simulator.documents.catalogue import Catalogue, DocumentType, FieldSpec

KEYWORDS = {
    "INVOICE": ("invoice",),
    "DELIVERY_ORDER": ("delivery order", "emi"),
    "PAN": ("income tax department", "permanent account number"),
    "AADHAAR": ("aadhaar", "government of india"),
    "IMEI_CLOSEUP_IMAGE": ("imei", "model"),
    "PRODUCT_STICKER": ("imei", "mrp"),
    "GST_CERT": ("gst reg-06", "registration certificate"),
    "BANK_STATEMENT": ("statement", "balance", "ifsc"),
    "EBILL": ("electricity bill",),
    "GAS_BILL": ("gas bill",),
    "PHONE_BILL": ("telephone bill",),
    "WIFI_BILL": ("broadband",),
}
FORMS = (
    ("gst", r"\b\d{2}[A-Z]{5}\d{4}[A-Z]\w{3}\b"),
    ("pan_number", r"\b[A-Z]{5}\d{4}[A-Z]\b"),
    ("aadhaar_number", r"\b\d{4} \d{4} \d{4}\b"),
    ("imei", r"\b\d{15}\b"),
    ("ifsc", r"\b[A-Z]{4}0\w{6}\b"),
    ("hsn", r"\b\d{8}\b"),
    ("email", r"\b[\w.+-]+@[\w.-]+\b"),
    ("mobile", r"\b[6-9]\d{9}\b"),
    ("phone", r"\b[6-9]\d{9}\b"),
)
ALSO = {"name_as_per_pan": "name", "dob": "date of birth", "date_of_birth": "dob", "total_invoice_amount": "total"}
DATE = r"\d{1,2}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ]\d{2,4}"
AMOUNT = r"[\d,]+\.\d{2}"


@lru_cache(maxsize=1)
def _types() -> list[DocumentType]:
    return list(Catalogue.load())


@lru_cache(maxsize=1)
def _engine() -> Any:
    import tesserocr

    from simulator.documents.ocr.models import english

    return tesserocr.PyTessBaseAPI(path=str(english("fast")), lang="eng", psm=tesserocr.PSM.AUTO)


def tesseract(path: Path) -> tuple[str, dict[str, tuple[Any, float]], float]:
    """Plain Tesseract, nothing prepared: type, fields, seconds."""
    start = time.process_time()
    text = ""
    for picture in _pictures(path):
        _engine().SetImage(picture)
        text += _engine().GetUTF8Text()
    return (*understood(text), time.process_time() - start)


def _pictures(path: Path) -> list[Any]:
    """The picture, or the pages of a PDF at 200 dots an inch."""
    from PIL import Image

    if path.suffix == ".pdf":
        import pypdfium2

        with pypdfium2.PdfDocument(path) as pages:
            return [page.render(scale=200 / 72).to_pil().convert("RGB") for page in pages]
    with Image.open(path) as picture:
        return [picture.convert("RGB")]


@lru_cache(maxsize=1)
def _rapid() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR()


def rapidocr(path: Path) -> tuple[str, dict[str, tuple[Any, float]], float]:
    """RapidOCR's own detection and recognition, its lines from top to bottom: type, fields, seconds."""
    start = time.process_time()
    text = ""
    for picture in _pictures(path):
        found = _rapid()(picture)
        lines = sorted(
            zip(found.boxes if found.boxes is not None else (), found.txts or (), strict=False),
            key=lambda line: (round(line[0][0][1] / 12), line[0][0][0]),
        )
        rows: dict[int, list[str]] = {}
        for box, item in lines:
            rows.setdefault(round(box[0][1] / 12), []).append(item)
        text += "\n".join(" ".join(row) for row in rows.values()) + "\n"
    return (*understood(text), time.process_time() - start)


def understood(text: str) -> tuple[str, dict[str, tuple[Any, float]]]:
    """The type with the most of its keywords in the text, and its fields."""
    folded = " ".join(text.casefold().split())
    weighed = []
    for each in _types():
        words = KEYWORDS.get(each.name, (each.title.casefold(),))
        weighed.append((sum(word in folded for word in words) / len(words), len(words), each.name, each))
    share, _, name, best = max(weighed, key=lambda one: one[:3])
    if share < 1:
        return "UNRECOGNISED", {}
    found = {spec.name: (value, 0.5) for spec in best.fields if (value := _value(spec, text)) is not None}
    return name, found


def _value(spec: FieldSpec, text: str) -> Any:
    form = next((form for part, form in FORMS if part in spec.name), None)
    if form:
        found = list(dict.fromkeys(re.findall(form, text)))
        return (found if spec.kind == "list" else found[0]) if found else None
    form = DATE if "date" in spec.name or spec.name == "dob" else AMOUNT if "amount" in spec.name else r"\S[^\n]*"
    match = None
    for words in (spec.name.split("_"), spec.name.split("_")[1:] or [spec.name], ALSO.get(spec.name, "").split()):
        label = r"[\s_]*".join(map(re.escape, words))
        match = match or (re.search(rf"(?i){label}\W*?(?:no\.?)?[\s:.-]*({form})", text) if words else None)
    if spec.kind == "yes_no":
        return "yes" if spec.name in text.casefold() else "no"
    if not match:
        return None
    return [match[1].strip()] if spec.kind == "list" else match[1].strip()
