"""How much of the sample documents is read right: types, fields, and whether stated confidence means what it says.

    python bench/accuracy.py [--types INVOICE,PAN] [--quality clean,scan] [--processes 2] [--worst 20]
                             [--against once,naive,rapidocr] [--folder DIR]

Reads every document of `sample_docs/` (or of a folder of the same form) and compares with the truth beside it, after
folding space and case. A list is right if all its values are, in order. A field that is answered but not on the page
is "invented". `--against` reads the same pages once more: `once` without the second look at doubtful values, `naive` and
`rapidocr` with a plain reader: the engine's text without preparation, a keyword for each type, and for each field the
first thing after its name that matches a pattern.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(Path(__file__).resolve().parent))

QUALITIES = ("clean", "scan", "photo")
BANDS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01)
TARGETS = {"type": 0.99, "clean": 0.99, "scan": 0.97, "photo": 0.85}


class Sample(NamedTuple):
    """A picture and what it truly says."""

    path: Path
    document_type: str
    quality: str
    fields: dict[str, Any]


class Answer(NamedTuple):
    """What a reader made of it: type, and value and confidence of every field; seconds."""

    document_type: str
    fields: dict[str, tuple[Any, float]]
    seconds: float


class Row(NamedTuple):
    """A field of a sample: what it is, what was answered (None: nothing), with which confidence."""

    sample: Sample
    field: str
    truth: Any
    answer: Any
    confidence: float

    @property
    def right(self) -> bool:
        return same(self.truth, self.answer)


def samples(folder: Path, types: Iterable[str], qualities: Iterable[str]) -> Iterator[Sample]:
    for path in sorted(folder.rglob("*.json")):
        body = json.loads(path.read_text(encoding="utf-8"))
        if "type" not in body or "fields" not in body:
            continue
        picture = next((other for other in sorted(path.parent.glob(path.stem + ".*")) if other.suffix != ".json"), None)
        if picture is None or (types and body["type"] not in types) or body.get("quality") not in qualities:
            continue
        yield Sample(picture, body["type"], body["quality"], body["fields"])


def folded(value: Any) -> Any:
    if isinstance(value, list):
        return [folded(each) for each in value]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "".join(str(value).casefold().split())


def same(truth: Any, answer: Any) -> bool:
    """The same after folding space and case."""
    return answer is not None and folded(truth) == folded(answer)


_reader: Any = None


def ours(path: Path) -> Answer:
    from simulator.documents.reader import open_reader

    global _reader
    if _reader is None:
        _reader = open_reader()
    start = time.process_time()
    reading = _reader.read(path.read_bytes())
    took = time.process_time() - start
    fields = {}
    for name, field in reading.fields.items():
        if isinstance(field.value, dict):
            fields[name] = ({part: each.value for part, each in field.value.items()}, field.confidence)
        else:
            fields[name] = (field.value, field.confidence)
    return Answer(reading.document_type or "UNRECOGNISED", fields, took)


def once(path: Path) -> Answer:
    from simulator.documents.reader import open_reader

    global _reader
    if _reader is None:
        _reader = open_reader()
        _reader._engine.second = None
    return ours(path)


def naive(path: Path) -> Answer:
    import accuracy_naive

    return Answer(*accuracy_naive.tesseract(path))


def rapidocr(path: Path) -> Answer:
    import accuracy_naive

    return Answer(*accuracy_naive.rapidocr(path))


READERS: dict[str, Callable[[Path], Answer]] = {"ours": ours, "once": once, "naive": naive, "rapidocr": rapidocr}


def rows(found: Sequence[Sample], answers: Sequence[Answer]) -> list[Row]:
    """One row for each field that is on a page; a wrong type has no field right."""
    made = []
    for sample, answer in zip(found, answers, strict=True):
        right = answer.document_type == sample.document_type
        for name, truth in sample.fields.items():
            value, confidence = answer.fields.get(name, (None, 0.0)) if right else (None, 0.0)
            if isinstance(truth, dict):
                for part, each in truth.items():
                    result = value.get(part) if isinstance(value, dict) else None
                    made.append(Row(sample, f"{name}.{part}", each, result, confidence))
            else:
                made.append(Row(sample, name, truth, value, confidence))
    return made


def share(good: int, of: int) -> str:
    return f"{good / of:.4f} ({good}/{of})" if of else "- (0/0)"


def report(name: str, found: Sequence[Sample], answers: Sequence[Answer], worst: int) -> None:
    foreign = [(s, a) for s, a in zip(found, answers, strict=True) if s.document_type == "UNRECOGNISED"]
    known = [(s, a) for s, a in zip(found, answers, strict=True) if s.document_type != "UNRECOGNISED"]
    seconds = sum(answer.seconds for answer in answers)
    print(f"\n{name}: {len(found)} documents, {len(found) / max(seconds, 1e-9):.2f} a second of one core")
    print(f"  type right           {share(sum(s.document_type == a.document_type for s, a in known), len(known))}")
    print(f"  foreign left alone   {share(sum(a.document_type == 'UNRECOGNISED' for _, a in foreign), len(foreign))}")
    made = rows([s for s, _ in known], [a for _, a in known])
    for quality in QUALITIES:
        some = [row for row in made if row.sample.quality == quality]
        print(f"  fields right {quality:8}{share(sum(row.right for row in some), len(some))}")
    invented = [
        (sample, field, value)
        for sample, answer in known
        if answer.document_type == sample.document_type
        for field, value in answer.fields.items()
        if field not in sample.fields and value[0] not in ("", [], None) and not isinstance(value[0], dict)
    ]
    print(f"  invented fields      {len(invented)}")
    if name in ("ours", "once"):
        reliability(made, invented)
        by_type(made, known)
        if worst:
            worst_list(made, invented, known, foreign, worst)


def reliability(made: Sequence[Row], invented: Sequence[Any]) -> None:
    """Stated confidence against how often it was right; what was invented counts as wrong."""
    print("  stated confidence    right")
    stated = [(row.confidence, row.right) for row in made if row.answer is not None]
    stated += [(value[1], False) for _, _, value in invented]
    for low, high in itertools.pairwise(BANDS):
        some = [right for confidence, right in stated if low <= confidence < high]
        print(f"    {low:.2f} - {min(high, 1.0):.2f}        {share(sum(some), len(some))}")


def by_type(made: Sequence[Row], known: Sequence[tuple[Sample, Answer]]) -> None:
    print(f"  {'type':40}{'type right':>12}{'clean':>9}{'scan':>9}{'photo':>9}")
    for document_type in sorted({sample.document_type for sample, _ in known}):
        some = [(s, a) for s, a in known if s.document_type == document_type]
        right = sum(s.document_type == a.document_type for s, a in some)
        cells = []
        for quality in QUALITIES:
            mine = [
                row.right for row in made if row.sample.document_type == document_type and row.sample.quality == quality
            ]
            cells.append(f"{sum(mine) / len(mine):.3f}" if mine else "-")
        print(f"  {document_type:40}{f'{right}/{len(some)}':>12}" + "".join(f"{cell:>9}" for cell in cells))


def worst_list(
    made: Sequence[Row],
    invented: Sequence[Any],
    known: Sequence[tuple[Sample, Answer]],
    foreign: Sequence[tuple[Sample, Answer]],
    most: int,
) -> None:
    total: Counter[str] = Counter(f"{row.sample.document_type}.{row.field}" for row in made)
    wrong: dict[str, list[Row]] = defaultdict(list)
    for row in made:
        if not row.right:
            wrong[f"{row.sample.document_type}.{row.field}"].append(row)
    print("\n  worst fields")
    for name, some in sorted(wrong.items(), key=lambda pair: -len(pair[1]))[:most]:
        print(f"  {name:52} {len(some)} of {total[name]} wrong")
        for row in some[:3]:
            print(f"      {where(row.sample):40} {row.truth!r} read as {row.answer!r} {row.confidence:.2f}")
    for sample, answer in [*known, *foreign]:
        if sample.document_type != answer.document_type:
            print(f"  {where(sample):46} is {sample.document_type}, taken for {answer.document_type}")
    for sample, field, value in invented[:most]:
        print(f"  {where(sample):46} {field} invented: {value[0]!r} {value[1]:.2f}")


def where(sample: Sample) -> str:
    return "/".join(sample.path.parts[-2:])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=ROOT / "sample_docs")
    parser.add_argument("--types", default="", help="only these, with commas")
    parser.add_argument("--quality", default=",".join(QUALITIES))
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="also the N worst fields, with examples")
    parser.add_argument("--against", default="", help="once, naive and rapidocr, with commas")
    given = parser.parse_args()
    types = [name for name in given.types.split(",") if name]
    found = list(samples(given.folder, types, given.quality.split(",")))
    if not found:
        sys.exit(f"accuracy: no samples of that kind in {given.folder}")
    for name in ["ours", *(name for name in given.against.split(",") if name)]:
        with ProcessPoolExecutor(given.processes) as pool:
            answers = list(pool.map(READERS[name], [sample.path for sample in found], chunksize=4))
        report(name, found, answers, given.worst)
    print(f"\ntargets: {TARGETS}")


if __name__ == "__main__":
    main()
