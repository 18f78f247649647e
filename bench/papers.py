"""Papers and samples with their truth, read once, for `bench.train` and for judging what was read of them.

A folder of papers, or each folder in it, has a `truth.jsonl`: a line for each file, with `file` (beside it), `repo` (where it
is from: what is made on a source is never judged on it), `types` (any of them is right, the first is meant) and `fields`
(a key to a value or a list of values; "" where the paper has none). `hand` marks papers written by hand, left out here;
`laid_out` marks those that `bench.layouts` drew.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from simulator.documents.catalogue import Catalogue
from simulator.documents.extract.sources import SheetView
from simulator.documents.formats.amounts import figure
from simulator.documents.formats.dates import day
from simulator.documents.model import Page
from simulator.documents.schema import FieldSpec

SAMPLES = Path(__file__).resolve().parent.parent / "sample_docs"
#: Papers with as many pages are read whole.
MOST_PAGES = 40


class Sheet:
    """A page that was read. Its pictures are made when they are asked for, which reads the file once more."""

    def __init__(self, page: Page, path: Path | None = None) -> None:
        self.page = page
        self._path = path

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or self._path is None:
            raise AttributeError(f"a page of words alone has no {name}")
        return getattr(_pictured(self._path)[self.page.number - 1], name)


@dataclass
class Paper:
    """A file, what it truly is and says, and its pages as they were read. `drawn`: a sample of this project's own, which has
    no more fields than `fields` names; `by_chance`: laid out by `bench.layouts`, or by `bench.grammar`, of `words_alone`."""

    path: Path
    source: str
    types: tuple[str, ...]
    fields: dict[str, Any]
    drawn: bool = False
    by_chance: bool = False
    words_alone: bool = False
    sheets: tuple[Sheet, ...] = ()


def papers(folder: Path) -> Iterator[Paper]:
    for truth in sorted((*folder.glob("truth.jsonl"), *folder.glob("*/truth.jsonl"))):
        for line in truth.read_text(encoding="utf-8").splitlines():
            if line.strip() and not (row := json.loads(line)).get("hand"):
                path, types, by_chance = truth.parent / row["file"], tuple(row["types"]), bool(row.get("laid_out"))
                yield Paper(path, row["repo"], types, row["fields"], by_chance=by_chance)


def samples(quality: str, folder: Path = SAMPLES) -> Iterator[Paper]:
    """The drawn samples of one quality; all that are drawn alike are one source."""
    for path in sorted(folder.rglob(f"*-{quality}.json")):
        row = json.loads(path.read_text(encoding="utf-8"))
        picture = next((other for other in sorted(path.parent.glob(path.stem + ".*")) if other.suffix != ".json"), None)
        if picture and "type" in row and "fields" in row:
            source = f"drawn {path.parent.name} {path.stem.rsplit('-', 2)[0]}"
            yield Paper(picture, source, (row["type"],), row["fields"], drawn=True)


def read(found: Sequence[Paper], cache: Path | None, processes: int) -> list[Paper]:
    """The papers with their pages; what could not be read has none. Pages are kept in `cache`, by the hash of the file."""
    with ProcessPoolExecutor(processes) as pool:
        every = pool.map(_pages, [paper.path for paper in found], [cache] * len(found), chunksize=4)
        for paper, pages in zip(found, every, strict=True):
            paper.sheets = tuple(Sheet(page, paper.path) for page in pages)
    return list(found)


_engine: Any = None


@lru_cache(maxsize=1)
def _pictured(path: Path) -> list[SheetView]:
    from simulator.documents.ocr.engine import open_engine
    from simulator.documents.pages.pictures import PageSource
    from simulator.documents.pages.sheets import sheets

    global _engine
    _engine = _engine or open_engine("tesserocr", "fast")
    return list(sheets(PageSource(path.read_bytes(), MOST_PAGES), _engine))


def _pages(path: Path, cache: Path | None) -> list[Page]:
    from simulator.documents.ocr.engine import open_engine
    from simulator.documents.pages.pictures import PageSource
    from simulator.documents.pages.sheets import sheets
    from simulator.errors import DocumentError

    global _engine
    content = path.read_bytes()
    kept = cache / f"{hashlib.sha256(content).hexdigest()}.json" if cache else None
    if kept and kept.exists():
        return msgspec.json.decode(kept.read_bytes(), type=list[Page])
    _engine = _engine or open_engine("tesserocr", "fast")
    try:
        with PageSource(content, MOST_PAGES) as pages:
            made = [sheet.page for sheet in sheets(pages, _engine)]
    except DocumentError:
        made = []
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(msgspec.json.encode(made))
    return made


def known(found: Iterable[Paper], catalogue: Catalogue) -> list[Paper]:
    """Those of a type that the catalogue has, with the first such type first."""
    kept = []
    for paper in found:
        names = [name for name in paper.types if catalogue.get(name)]
        if names and paper.types[0] != "UNRECOGNISED" and paper.sheets:
            kept.append(paper)
            paper.types = (names[0], *(name for name in paper.types if name != names[0]))
    return kept


def same(spec: FieldSpec, truth: Any, value: Any) -> bool:
    """The same letters and digits in any case; dates as dates, amounts as numbers, a list in any order."""
    if isinstance(truth, list) or isinstance(value, list):
        listed = [each if isinstance(each, list) else [each] for each in (truth, value)]
        return sorted(map(folded, listed[0])) == sorted(map(folded, listed[1]))
    if folded(truth) == folded(value):
        return bool(folded(truth))
    if spec.format == "date":
        return (true := day(str(truth))) is not None and true == day(str(value))
    if spec.format in ("amount", "number"):
        return (number := figure(str(truth))) is not None and number == figure(str(value))
    return bool(spec.format == "aadhaar" and folded(truth)[-4:] == folded(value)[-4:])


def folded(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return re.sub(r"[\W_]", "", str(value).casefold())
