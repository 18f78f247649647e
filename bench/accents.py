"""How many words with accents are read right on pages in languages that have no model here, without and with what is read from
the picture.

    python -m bench.accents [--misses]

Words of each language, towns and streets above all, are printed in three typefaces and three sizes and read with the model of
English, as on a machine that has no other. What the engine gives is one figure, the same words with their accents read from
the picture (`simulator.documents.ocr.accents`) the other, both as parts of all words. `--misses` prints what is still wrong.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from samples.kit.fonts import face
from simulator.documents.model import Word
from simulator.documents.ocr import accents, languages
from simulator.documents.ocr.engine import Engine, open_engine

WORDS = {
    "ces": """Nádražní Česká Litomyšl Hrubešová Zdeňka Břidličná náměstí Truhlářství Kovařík Výsluní Šťastný Příbram Plzeň Jiří
        Třebíč Černý Dvořák Růžena Koželužská Říčany PŘÍBRAM ČESKÁ Emílie Svíčky Lípy Horní Křižíkova Žižkov Děčín""",
    "fra": """Gîtes Société Générale Hélène Crêperie République Étanchéité Montréal Éric Noël Maëlle Jérôme Guérin Château Forêt
        Évry FORÊT SOCIÉTÉ MAËLLE JÉRÔME Béziers Orléans Hôtel François Garçon Hébergement Chêne Préfecture""",
    "hun": "Számla Fővárosi Győr Szűcs Kovács Erzsébet Ügyfél Széchenyi Tűzoltó Könyvelő Körút Fehérvár Petőfi Bálint",
    "pol": """Poznań Łódź Gdańsk Śródka Źródło Kraków Świętokrzyska Jagiełły Spółka Księgarnia zamówienia płatności Wrocław
        Częstochowa Toruń Piotrków ŁÓDŹ GDAŃSK SPÓŁKA Żółkiewskiego Słoneczna Bożena Rzeszów Stanisław Święty Dąbrowa Śląskie""",
    "por": """Araucárias São João Conceição Construções Comércio Serviços Licença Vitória Ação Câmara Gonçalves Guimarães
        Faturação Simões LOCAÇÃO VEÍCULOS COMÉRCIO Português Inês Antônio Brasília Florianópolis""",
    "ron": """Târgu Iași București Societatea Șoseaua Națională Timișoara Brașov Ștefan Țara Călărași Mureș Sânziana Pașcani
        Județ""",
    "spa": """Clínica País Ferretería Menjívar Logística Bermúdez Señor Muñoz Peña Ibáñez León Málaga Cádiz Córdoba Sanlúcar
        Núñez Gómez Ramírez ESPAÑA MUÑOZ LOGÍSTICA Polígono Almacén Dirección Jiménez Hernández""",
    "swe": """Göteborg Malmö Trädgårdsdesign Björkstigen Håkan Åkesson Västra Östra Älvsjö Växjö Linköping RÄKNING Gävle
        Jönköping""",
    "tur": """Şirketi Ticaret Anonim Çankaya Göztepe Müdürlüğü İstanbul Ağustos Öztürk Yıldız Güneş Kadıköy Beşiktaş Üsküdar
        Çağlar Doğan İZMİR ŞİRKETİ TİCARET GÜMÜŞ ÇELİK BAĞCILAR KÜÇÜK Kazımdirik Mahallesi Sokağı Yüzbaşı Şahin ATAŞEHİR""",
}
FACES, SIZES = ("sans", "serif", "roboto"), (22, 30, 40)
_COLUMNS, _WIDE, _LEADING = 5, 285, 1.9


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true", help="print what is still wrong")
    misses = parser.parse_args().misses
    engine = open_engine("tesserocr", "fast")
    print(f"{'':10}{'words':>6}{'as read':>9}{'mended':>9}")
    every: Counter[str] = Counter()
    for language, text in WORDS.items():
        counted, wrong = _counted(engine, language, text.split())
        every += counted
        _line(language, counted)
        if misses:
            print("".join(f"    {meant}: {', '.join(sorted(got))}\n" for meant, got in wrong.items()), end="")
    _line("all", every)


def _line(name: str, counted: Counter[str]) -> None:
    words = counted["words"]
    print(f"{name:10}{words:6}{counted['read'] / words:9.2f}{counted['mended'] / words:9.2f}")


def _counted(engine: Engine, language: str, words: list[str]) -> tuple[Counter[str], dict[str, set[str]]]:
    """How many words there are, are read right, and are right when mended; and what those are given as that are not."""
    counted: Counter[str] = Counter()
    wrong: dict[str, set[str]] = {}
    for name in FACES:
        for size in SIZES:
            Random(f"{language}{name}{size}").shuffle(words)
            grey = _page(words, name, size)
            read = engine.read(grey, psm=6)
            mended = accents.mended(grey, read, languages.accents_of(language))
            for meant, before, after in zip(
                words, _at(read, len(words), size), _at(mended, len(words), size), strict=True
            ):
                counted += Counter(words=1, read=int(before == meant), mended=int(after == meant))
                if after != meant:
                    wrong.setdefault(meant, set()).add(after)
    return counted, wrong


def _page(words: Sequence[str], name: str, size: int) -> np.ndarray:
    rows = -(-len(words) // _COLUMNS)
    page = Image.new("L", (80 + _COLUMNS * _WIDE, 60 + rows * round(_LEADING * size)), 255)
    for (left, top), word in zip(_places(len(words), size), words, strict=True):
        ImageDraw.Draw(page).text((left, top), word, 20, face(name, size))
    return np.asarray(page.filter(ImageFilter.GaussianBlur(0.6)))


def _places(count: int, size: int) -> list[tuple[int, int]]:
    return [(40 + at % _COLUMNS * _WIDE, 20 + at // _COLUMNS * round(_LEADING * size)) for at in range(count)]


def _at(read: Sequence[Word], count: int, size: int) -> Iterator[str]:
    """What was read at each place."""
    for left, top in _places(count, size):
        yield "".join(
            word.text
            for word in read
            if -8 <= word.box[0] - left < _WIDE - 20 and abs(word.box[1] - top - 0.3 * size) < 0.9 * size
        )


if __name__ == "__main__":
    main()
