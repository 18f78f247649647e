"""What every way to Tesseract shares: the resolution it is told, and its table of words."""

from __future__ import annotations

from simulator.documents.model import Word

#: What Tesseract is told when the resolution is not known. Measured: 150 reads as well as the true one, nothing worse.
UNKNOWN_DPI = 150
#: The level of the rows that are words.
_WORD_LEVEL = "5"


def words_of_tsv(text: str) -> list[Word]:
    """The words of Tesseract's table of pages, blocks, paragraphs, lines and words."""
    words: list[Word] = []
    line, known = 0, None
    for each in text.split("\n"):
        row = each.split("\t")
        if len(row) < 12 or row[0] != _WORD_LEVEL or not row[11].strip():
            continue
        if (place := row[2:5]) != known:
            line, known = line + 1, place
        left, top, width, height = (int(each) for each in row[6:10])
        box = (left, top, left + width, top + height)
        words.append(Word(row[11].strip(), box, max(float(row[10]), 0.0) / 100, line, int(row[2])))
    return words
