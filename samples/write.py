"""Drawn documents as files: clean, scanned and photographed, and beside each picture the JSON of its truth.

The same seed gives the same bytes with the same Pillow and fonts: each document has a generator of its own, so that one
more layout changes no other.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import msgspec
from PIL import Image

from samples import applications
from samples.drawn import UNRECOGNISED, DrawnDocument
from samples.kit import pdf, wear
from samples.layouts import layouts
from simulator.errors import SettingError

SEED = 2025
#: Documents of each layout.
EACH = 1
#: Colours of a clean page: enough for its letterhead, few enough for a small file.
PALETTE = 40


def draw(out: Path, seed: int = SEED, types: tuple[str, ...] = ()) -> Iterator[Path]:
    """Write the samples of some types, or of all, below a folder; the path of each picture as it is written.

    Raises SettingError for a type that has no layout.
    """
    known = layouts()
    names = (*known, applications.FOLDER)
    unknown = [name for name in types if name not in names]
    if unknown:
        raise SettingError(f"--types {unknown[0]}: not drawn; there are {', '.join(names)}")
    for name in types or names:
        if name == applications.FOLDER:
            yield from _applications(out, seed)
            continue
        for layout in known[name]:
            for number in range(1, EACH + 1):
                yield from draw_one(out, seed, name, layout, number)


def draw_one(out: Path, seed: int, name: str, layout: str, number: int = 1) -> Iterator[Path]:
    """Write one document of a type in one of its layouts, in all its qualities."""
    rng = Random(f"{seed}/{name}/{layout}/{number}")
    yield from write(layouts()[name][layout](rng), layout, out / folder_of(name) / f"{layout}-{number}", rng)


def folder_of(name: str) -> str:
    """Where a type's samples lie: three types are written in title case with spaces, their folders are not."""
    return name.upper().replace(" ", "_") if name != applications.FOLDER else name


def write(drawn: DrawnDocument, layout: str, stem: Path, rng: Random) -> Iterator[Path]:
    """Write one document in each of its qualities, as STEM-clean, STEM-scan and STEM-photo, with their truths."""
    stem.parent.mkdir(parents=True, exist_ok=True)
    for quality in drawn.wear:
        path = save(drawn, worn(drawn, quality, rng), stem.with_name(f"{stem.name}-{quality}"), quality)
        write_truth(path, drawn, layout, quality)
        yield path


def _applications(out: Path, seed: int) -> Iterator[Path]:
    for plan in applications.PLANS:
        folder = out / applications.FOLDER / plan.name
        folder.mkdir(parents=True, exist_ok=True)
        documents = []
        for number, paper in enumerate(applications.papers(plan, seed), 1):
            path = save(paper.drawn, worn(paper.drawn, paper.quality, paper.rng), folder / paper.stem, paper.quality)
            write_truth(path, paper.drawn, paper.layout, paper.quality)
            documents.append({"document_id": str(number), "file": path.name, "type": paper.drawn.type})
            yield path
        applications.write_manifest(folder, plan, documents, seed)


def worn(drawn: DrawnDocument, quality: str, rng: Random) -> Image.Image:
    """The document as a scanner or a phone's camera sees it."""
    if quality == "scan":
        return wear.scan(drawn.image, rng, drawn.colour)
    if quality == "photo":
        small = max(drawn.sheet.width, drawn.sheet.height) < 160
        return wear.photo(drawn.photographed or drawn.image, rng, longest=1300 if small else 1800)
    return drawn.image


def save(drawn: DrawnDocument, picture: Image.Image, stem: Path, quality: str) -> Path:
    """Clean pages are PNG; cards, scans and photos JPEG; some pages PDF. The path with its suffix."""
    if drawn.pdf:
        path = stem.with_name(f"{stem.name}.pdf")
        path.write_bytes(pdf.with_words(drawn.sheet) if quality == "clean" else pdf.of_picture(drawn.sheet, picture))
        return path
    dpi = drawn.sheet.dpi
    if quality == "clean" and max(picture.size) > 1100:
        path = stem.with_name(f"{stem.name}.png")
        picture.quantize(PALETTE, dither=Image.Dither.NONE).save(path, dpi=(dpi, dpi), optimize=True)
        return path
    path = stem.with_name(f"{stem.name}.jpg")
    strength = {"clean": 84, "scan": 48, "photo": 52}[quality]
    picture.save(path, quality=strength, optimize=True, dpi=(72, 72) if quality == "photo" else (dpi, dpi))
    return path


def write_truth(path: Path, drawn: DrawnDocument, layout: str, quality: str) -> None:
    """What the picture truly says: type, layout, quality, and the fields that are printed on it."""
    fields = {} if drawn.type == UNRECOGNISED else drawn.fields
    truth = {"type": drawn.type, "layout": layout, "quality": quality, "fields": fields}
    path.with_suffix(".json").write_bytes(msgspec.json.format(msgspec.json.encode(truth), indent=2) + b"\n")
