"""Accents read from the picture, on pages in languages that have no model here."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from samples.kit.fonts import face
from simulator.documents.model import Word
from simulator.documents.ocr import accents, languages
from simulator.documents.reader import Reader

SPANISH = (
    "Jamón y Peñas, S.L.",
    "Camino Ávila 12, 18001 Málaga, España",
    "Factura número 2026-0417, fecha 12/03/2026",
    "Cliente: José Muñoz Gutiérrez, Águilas",
    "Cantidad   Descripción   Precio   Importe",
    "2   Reparación de la lámpara para el salón   12,50   25,00",
    "Total con IVA 30,25. Forma de pago: cuenta del banco.",
)


def printed(text: str, size: int = 30, name: str = "sans") -> tuple[np.ndarray, list[Word]]:
    """A line of print, and its words as an engine reads them that knows no accents."""
    font = face(name, size)
    image = Image.new("L", (40 + round(font.getlength(text)), 3 * size), 255)
    pen, left, words = ImageDraw.Draw(image), 20.0, []
    for each in text.split():
        pen.text((left, size), each, 0, font)
        words.append(Word(plain(each), tuple(map(int, pen.textbbox((left, size), each, font))), 0.9, 1, 1))
        left += font.getlength(f"{each} ")
    return np.asarray(image), words


def plain(text: str) -> str:
    return text.translate(
        str.maketrans(
            "áàâãäåăąéèêëęíîıóòôõöőúùûüűñçşșțğčřšžýůńśźżłÁÉÑÖÓŁİ", "aaaaaaaaeeeeeiiioooooouuuuuncsstgcrszyunszzlAENOOLI"
        )
    )


def read(text: str, language: str, **how: Any) -> str:
    grey, words = printed(text, **how)
    return " ".join(word.text for word in accents.mended(grey, words, languages.accents_of(language)))


@pytest.mark.parametrize("name", ["sans", "serif", "roboto"])
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("spa", "Descripción España Muñoz cigüeña Águilas dirección, número:"),
        ("fra", "Règlement Échéance Bâtiment déjà reçu hôtel Noël"),
        ("ita", "Quantità città perché però più"),
        ("por", "Emissão preço endereço condições câmara"),
        ("tur", "Müşteri Açiklama Şenoğlu Ödeme"),
        ("ces", "Kolář základ způsob cena"),
        ("swe", "Sjöberg Backvägen Vårgatan"),
        ("pol", "gotówka Świecie ważna"),
        ("pol", "Spółka Dąbrowa Zegrze tytoń Stanisław lotnik"),
        ("spa", "Clínica País Polígono Ferretería"),
        ("fra", "Hélène Forêt Chêne Maëlle Crêperie"),
        ("ron", "Brașov Județ Națională Stefan Sânziana"),
        ("hun", "Petőfi Tűzoltó Győr Körút"),
        ("tur", "Kadıköy Yıldız İZMİR Kazımdirik"),
    ],
)
def test_a_mark_over_a_letter_is_the_accent_that_it_has_there(language: str, text: str, name: str) -> None:
    got = read(text, language, name=name).split()
    assert sum(one == other for one, other in zip(got, text.split(), strict=True)) >= 0.6 * len(got)
    assert [plain(word) for word in got] == plain(text).split(), "letters stay what they are"


@pytest.mark.parametrize("text", ["Total importe i j, pais iva: libre!", "Precio 12,50 para el cliente. Ni mi ti"])
def test_dots_over_letters_are_none(text: str) -> None:
    assert read(text, "spa") == text


@pytest.mark.parametrize(
    ("language", "seen", "printed_so"),
    [
        ("spa", "Espafia", "España"),
        ("spa", "sal6n", "salón"),
        ("spa", "Descripcién", "Descripción"),
        ("spa", "Gutiérrez", "Gutiérrez"),
        ("spa", "1,336", "1,336"),
        ("tur", "Oztiirk", "Öztürk"),
        ("swe", "Linképing", "Linköping"),
        ("swe", "J6nk6ping", "Jönköping"),
        ("ces", "Sviéky", "Svíčky"),
        ("por", "Construgées", "Construções"),
        ("por", "Servicgos", "Serviços"),
        ("por", "Vit6ria", "Vitória"),
        ("pol", "Wroctaw", "Wrocław"),
        ("pol", "Piotrk6w", "Piotrków"),
    ],
)
def test_what_was_read_for_a_letter_with_its_mark_is_that_letter(language: str, seen: str, printed_so: str) -> None:
    grey, (word,) = printed(printed_so)
    (got,) = accents.mended(grey, [Word(seen, word.box, 0.9, 1, 1)], languages.accents_of(language))
    assert got.text == printed_so


@pytest.mark.parametrize("word", ["Rückertstraße", "Västra", "Ferretería", "Częstochowa"])
def test_letters_that_touch_are_told_by_their_widths(word: str) -> None:
    language = {"R": "deu", "V": "swe", "F": "spa", "C": "pol"}[word[0]]
    grey, (read_as,) = printed(word, 34)
    joined = grey.copy()
    foot, left = read_as.box[3] - 3, read_as.box[0] + 36
    joined[foot - 2 : foot, left : left + 24] = 0  # a stroke along the feet of two letters
    (got,) = accents.mended(joined, [read_as], languages.accents_of(language))
    assert plain(got.text) == plain(word)
    assert got.text != plain(word), "no accent was found at all"


def test_words_longer_than_any_are_left_alone_where_their_letters_are_not_plain() -> None:
    grey, (word,) = printed("ü" * 45, 26)
    word = Word(f"ii{word.text[1:]}", word.box, 0.9, 1, 1)
    assert accents.mended(grey, [word], languages.accents_of("tur")) == [word]


def test_what_stands_there_in_other_letters_and_small_print_are_left_alone() -> None:
    grey, words = printed("España", 30)
    words = [Word("Camino Avila", words[0].box, 0.9, 1, 1)]
    assert accents.mended(grey, words, languages.accents_of("spa")) == words
    grey, words = printed("España", 9)
    assert accents.mended(grey, words, languages.accents_of("spa")) == words


def test_a_page_in_spanish_keeps_its_accents_without_a_model(
    reader: Reader, encode: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Image.new("L", (1240, 640), 255)
    for number, line in enumerate(SPANISH):
        ImageDraw.Draw(page).text((80, 60 + 76 * number), line, 0, face("sans", 30))
    monkeypatch.setattr(reader._engine, "in_language", lambda words: None)  # as if no system had a model of Spanish
    words = {word.text for word in reader.read(encode(page)).pages[0].words}
    assert {"Málaga,", "España", "Muñoz", "Gutiérrez,", "Descripción", "Reparación", "salón"} <= words


def test_a_page_in_english_has_none(draw: Any) -> None:
    assert (
        languages.accents(["Invoice", "for", "the", "customer", "in", "total", "to", "pay", "by", "the", "date"]) == {}
    )
