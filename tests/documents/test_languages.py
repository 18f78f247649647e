"""Pages in other languages: told by their common words, and read by the model of their language."""

from __future__ import annotations

from typing import Any

import pytest
from PIL import Image, ImageDraw

from samples.kit.fonts import face
from simulator.documents.ocr import languages, models
from simulator.documents.ocr.engine import open_engine
from simulator.documents.reader import Reader

GERMAN = (
    "Bäckerei Größlmüller GmbH",
    "Äußere Münchener Straße 14, 83026 Rosenheim",
    "Rechnung Nr. 2026-0417 vom 12.03.2026",
    "Kunde: Jörg Schößling, Üxheimer Weg 9, 54552 Dreis-Brück",
    "Menge   Bezeichnung   Einzelpreis   Betrag",
    "4   Käsegebäck für die Feier   12,50   50,00",
    "Gesamtbetrag 59,50 inkl. MwSt. und Lieferung",
    "Bitte zahlen Sie den Betrag bis zum 26.03.2026.",
)
EVERY = ("deu", "fra", "spa", "ita", "nld", "por", "pol", "tur", "ces", "swe", "dan", "nor", "fin", "hun", "ron")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (" ".join(GERMAN), "deu"),
        (
            "Facture pour la société Lenoir, quantité 2, prix unitaire HT 12,00, TVA 20 %, montant TTC, paiement par carte",
            "fra",
        ),
        (
            "Factura para el cliente: fecha 12/03/2026, cantidad, precio, importe con IVA, forma de pago, vencimiento",
            "spa",
        ),
        ("Factuur voor uw bestelling van 12 maart, aantal, prijs en bedrag met BTW, betaling op rekening", "nld"),
        (
            "Invoice for goods delivered to the buyer. Please pay the total amount in 14 days. Vielen Dank für die Rechnung",
            "eng",
        ),
        ("GSTIN 27AAPFU0939F1ZV HSN 8418 24,990.00", "eng"),
        ("", "eng"),
    ],
)
def test_a_language_is_told_by_many_common_words_and_by_no_line_of_thanks(text: str, language: str) -> None:
    assert languages.spoken(text.split(), EVERY) == language


def test_a_language_without_a_model_is_read_as_english() -> None:
    assert languages.spoken(" ".join(GERMAN).split(), ("fra",)) == languages.ENGLISH


def test_german_comes_along() -> None:
    assert "deu" in languages.installed() and models.folder_with("deu", "fast").is_dir()


def german(encode: Any) -> bytes:
    page = Image.new("L", (1240, 700), 255)
    for number, line in enumerate(GERMAN):
        ImageDraw.Draw(page).text((80, 60 + 76 * number), line, 0, face("sans", 30))
    return bytes(encode(page))


def test_umlauts_of_a_german_page_are_read(reader: Reader, encode: Any) -> None:
    reading = reader.read(german(encode))
    words = {word.text for word in reading.pages[0].words}
    assert {"Größlmüller", "Äußere", "Münchener", "Straße", "Schößling,", "Käsegebäck", "für"} <= words
    assert reading.pages[0].steps[-1] == "read again by the model of its language"


def test_a_page_of_english_is_read_once(reader: Reader, draw: Any, encode: Any) -> None:
    reading = reader.read(encode(draw()))
    assert not any("language" in step for step in reading.pages[0].steps)


def test_doubtful_values_of_a_german_page_are_read_again_in_german(encode: Any) -> None:
    engine = open_engine("tesserocr", "fast")
    page = open_page(engine, german(encode))
    speaking = engine.in_language(page.words)
    assert speaking is not None and speaking.second is not None and speaking.second is not engine.second
    assert speaking.in_language(page.words) is None


def open_page(engine: Any, content: bytes) -> Any:
    from simulator.documents.pages.pictures import PageSource
    from simulator.documents.pages.sheets import sheets

    with PageSource(content, 1) as pages:
        return next(iter(sheets(pages, engine))).page
