"""How good a type is that was drafted from five samples and not edited: on five others, clean and scanned, of seven kinds.

    python -m bench.new_type [--only NAME] [--seed N] [--keep DIR] [--strangers N]

The samples are drawn into a temporary folder (three clean, two scanned, each with its JSON); the hold-out documents are drawn
with other seeds and are never shown to the draft. A value is right that is equal letter for letter, but for case, spaces and
punctuation. `without JSON` counts true values that some drafted field gave.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from bench.new_type_papers import PAPERS
from samples import write
from simulator.documents.catalogue import Catalogue, decode_type
from simulator.documents.classify import classify
from simulator.documents.draft.draft import draft_toml, draft_type
from simulator.documents.draft.samples import opened, samples
from simulator.documents.model import Reading
from simulator.documents.ocr.engine import open_engine
from simulator.documents.phrases import key
from simulator.documents.reader import Reader

EACH = 5
SAMPLES = Path(__file__).resolve().parent.parent / "sample_docs"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=PAPERS, action="append")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="keep what was drawn and drafted there")
    parser.add_argument(
        "--strangers", type=int, default=0, help="read so many sample documents of other types with all drafts"
    )
    chosen = parser.parse_args()
    print(f"{'type':32} {'drafted':>8} {'told':>6} {'score':>6} {'lead':>6} {'read':>13} {'without JSON':>15}")
    with tempfile.TemporaryDirectory() as folder:
        root = chosen.keep or Path(folder)
        totals = [_one(name, root, chosen.seed) for name in chosen.only or PAPERS]
        if chosen.strangers:
            _strangers(root, chosen.only or list(PAPERS), chosen.strangers, chosen.seed)
    text, read, there, blind = (sum(each[at] for each in totals) for at in range(4))
    print(
        f"{'all':32} {'':8} {text:3}/{EACH * len(totals)} {'':13}"
        f" {read:4}/{there} {read / there:.2f} {blind:6}/{there} {blind / there:.2f}"
    )


def _one(name: str, root: Path, seed: int) -> tuple[int, int, int, int]:
    """How many of the hold-out documents were told, fields rightly read, fields there, and values found without JSON."""
    engine, catalogue = open_engine("tesserocr", "fast"), Catalogue.load()
    drawn = [
        _draw(name, root / name / "samples", f"{seed}/sample/{at}", ("clean", "scan")[at % 2]) for at in range(EACH)
    ]
    for path, fields in drawn:
        (path.with_suffix(".json")).write_bytes(msgspec.json.encode(fields))
    paths = [path for path, _ in drawn]
    outcome = list(samples(paths, engine))
    made = draft_type(name, name.replace("_", " ").title(), outcome, catalogue)
    result = draft_toml(made)
    (root / name / "type.toml").write_text(result, encoding="utf-8")
    blindly = draft_type(name, name, [type(each)(each.name, each.sheets) for each in outcome], catalogue)
    (root / name / "blind.toml").write_text(draft_toml(blindly), encoding="utf-8")
    readings, truths = [], []
    reader = _reader(engine, catalogue, name, result)
    blind_reader = _reader(engine, catalogue, name, draft_toml(blindly))
    right = there = blind = 0
    for at in range(EACH):
        path, truth = _draw(name, root / name / "held-out", f"{seed}/held out/{at}", ("clean", "scan")[at % 2])
        reading = reader.read(path.read_bytes())
        readings.append(reading)
        truths.append(truth)
        mine = reading.document_type == name
        there += len(truth)
        good = {
            field
            for field in truth
            if mine and field in reading.fields and _right(reading.fields[field].value, truth[field])
        }
        right += len(good)
        for field in sorted(set(truth) - good):
            got = reading.fields.get(field)
            print(f"   {path.name} {field}: {truth[field]!r} read as {got.value if got else None!r}")
        other = blind_reader.read(path.read_bytes())
        values = [field.value for field in other.fields.values()] if other.document_type == name else []
        blind += sum(any(_right(value, true) for value in values) for true in truth.values())
    _row(name, len(made.fits), readings, right, there, blind)
    return sum(each.document_type == name for each in readings), right, there, blind


def _right(value: Any, truth: Any) -> bool:
    if isinstance(value, list) and not isinstance(truth, list):
        value = value[0] if len(value) == 1 else ""
    return key(str(value)) == key(str(truth))


def _strangers(root: Path, names: Sequence[str], count: int, seed: int) -> None:
    """Whether a draft takes documents of the built-in types, or changes what they are taken for."""
    catalogue = Catalogue.load()
    drafts = [decode_type(path, path.read_bytes()) for path in (root / name / "type.toml" for name in names)]
    with_drafts = Catalogue({**{each.name: each for each in catalogue}, **{each.name: each for each in drafts}}, "")
    engine = open_engine("tesserocr", "fast")
    every = sorted(path for path in SAMPLES.glob("[A-Z]*/*-clean.*") if path.suffix in (".png", ".jpg"))
    taken, changed = [], []
    for path in Random(seed).sample(every, min(count, len(every))):
        with opened(path, engine) as sheets:
            alone, among = classify(sheets, catalogue).document_type, classify(sheets, with_drafts).document_type
        taken += [path.name] if among in names else []
        changed += [path.name] if alone != among else []
    print(f"of {min(count, len(every))} documents of other types {len(taken)} taken by a draft: {taken}")
    print(f"{len(changed)} told otherwise than without the drafts: {changed}")


def _row(name: str, fields: int, readings: list[Reading], right: int, there: int, blind: int) -> None:
    value = sum(each.document_type == name for each in readings)
    score, lead = min(each.score for each in readings), min(each.margin for each in readings)
    print(
        f"{name:32} {fields:8} {value:4}/{EACH} {score:6.2f} {lead:6.2f}"
        f" {right:4}/{there:3} {right / there:.2f} {blind:6}/{there:3} {blind / there:.2f}",
        flush=True,
    )


def _reader(engine: Any, catalogue: Catalogue, name: str, text: str) -> Reader:
    own = decode_type(Path(f"{name}.toml"), text.encode())
    return Reader(engine, Catalogue({**{each.name: each for each in catalogue}, name: own}, ""), 5)


def _draw(name: str, folder: Path, seed: str, quality: str) -> tuple[Path, dict[str, Any]]:
    rng = Random(f"{name}/{seed}")
    drawn = PAPERS[name](rng)
    folder.mkdir(parents=True, exist_ok=True)
    stem = folder / f"{seed.rsplit('/', 1)[1]}-{quality}"
    return write.save(drawn, write.worn(drawn, quality, rng), stem, quality), drawn.fields


if __name__ == "__main__":
    main()
