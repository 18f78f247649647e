"""`types`: the document types in force, a folder of one's own checked, a reading explained, a type drafted from samples."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.cli.options import add_settings, chosen_settings
from simulator.cli.remote import say, show_json, show_rows, warn
from simulator.errors import SettingError

if TYPE_CHECKING:
    from simulator.documents.trial import Held, Trial

SETTINGS = ("catalogue",)
READING = ("ocr_engine", "ocr_model", "max_pages", "catalogue")
#: Fewer samples than this share too much by accident.
LEAST_SAMPLES = 2
#: Letters of a clue or a list that are shown.
WIDEST = 100
_NAME = re.compile(r"\w[\w -]*")


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "types",
        help="list, check, try and draft document types",
        description="Document types: those built in, and those of folders of one's own (docs/own-documents.md).",
    )
    actions = parser.add_subparsers(dest="types", metavar="ACTION", title="actions", required=True)
    listing = _action(actions, "list", "all types, products and checks, and where each is from", run_list)
    add_settings(listing, only=SETTINGS)
    showing = _action(actions, "show", "one type: its clues, its fields and where their values stand", run_show)
    showing.add_argument("name", metavar="NAME")
    add_settings(showing, only=SETTINGS)
    checking = _action(actions, "check", "check folders: exit 2 names file, key and reason", run_check)
    checking.add_argument("folders", metavar="DIR", nargs="+")
    trying = _action(actions, "try", "explain how files are read: clues, labels, boxes, rules", run_try)
    trying.add_argument("files", metavar="FILE", nargs="+", type=Path)
    trying.add_argument("--type", metavar="NAME", help="explain the fields of this type, whatever is recognised")
    trying.add_argument("--show", metavar="DIR", type=Path, help="write each page there with fields drawn in")
    add_settings(trying, only=READING)
    drafting = _action(actions, "new", "draft a type from a handful of sample files", run_new)
    drafting.add_argument("name", metavar="NAME", help="the document_type of the answer, as PLEDGE_CARD")
    drafting.add_argument("files", metavar="FILE", nargs="+", type=Path)
    drafting.add_argument("--title", metavar="TEXT", help="for people [from NAME]")
    drafting.add_argument("--out", metavar="DIR", type=Path, help="write DIR/types/NAME.toml [standard output]")
    drafting.add_argument(
        "--fields", metavar="JSON", type=Path,
        help="{file name: {field: value}}: the fields that are wanted [FILE.json beside each file, where there is one]",
    )  # fmt: skip
    add_settings(drafting, only=READING)


def _action(actions: Any, name: str, says: str, run: Any) -> argparse.ArgumentParser:
    action: argparse.ArgumentParser = actions.add_parser(name, help=says, description=says[0].upper() + says[1:] + ".")
    action.add_argument("--json", action="store_true", help="JSON instead of words")
    action.set_defaults(run=run)
    return action


def run_list(chosen: argparse.Namespace) -> int:
    import msgspec

    from simulator.control.catalogue_api import product_rows, type_rows
    from simulator.pipeline.shelf import Shelf

    shelf = Shelf(chosen_settings(chosen).catalogue)
    types, products = type_rows(shelf.catalogue), product_rows(shelf.checks)
    if chosen.json:
        show_json({"types": msgspec.to_builtins(types), "products": msgspec.to_builtins(products)})
        return 0
    rows = [(each.name, each.title, len(each.fields), _origin(each.origin, each.overrides)) for each in types]
    show_rows(("type", "", "fields", "from"), rows)
    say("")
    said = [
        (each.name, _few(each.documents), _few([check.name for check in each.checks]), each.origin) for each in products
    ]
    show_rows(("product", "documents", "checks", "from"), said)
    return 0


def _few(names: Sequence[str]) -> str:
    shown = ", ".join(names)
    if len(shown) <= WIDEST // 2:
        return shown or "-"
    return f"{len(names)}: {shown[: WIDEST // 2].rsplit(', ', 1)[0]} ..."


def _origin(origin: str, overrides: bool) -> str:
    return f"{origin} (overrides the built-in one)" if overrides else origin


def run_show(chosen: argparse.Namespace) -> int:
    import msgspec

    from simulator.documents.catalogue import Catalogue

    catalogue = Catalogue.load(chosen_settings(chosen).catalogue)
    each = catalogue.get(chosen.name) or next(
        (one for one in catalogue if one.name.casefold() == chosen.name.casefold()), None
    )
    if each is None:
        raise SettingError(f"no type is called {chosen.name!r}; `atlas-simulator types list` names them")
    if chosen.json:
        show_json(msgspec.to_builtins(each))
        return 0
    from simulator.documents.typelist import described

    say(described(each))
    return 0


def run_check(chosen: argparse.Namespace) -> int:
    from simulator.pipeline.shelf import PARTS, Shelf

    wrong = 0
    for folder in chosen.folders:
        problem = ""
        try:
            Shelf((folder,))
            if not any(Path(folder, part).is_dir() for part in PARTS):
                raise SettingError(f"{folder}: holds none of {', '.join(f'{part}/' for part in PARTS)}")
        except SettingError as error:
            problem, wrong = str(error), 2
        if chosen.json:
            show_json({"folder": folder, "ok": not problem, "error": problem})
        elif problem:
            warn(problem)
        else:
            say(f"{folder}: all right")
    return wrong


def run_try(chosen: argparse.Namespace) -> int:
    import msgspec

    from simulator.documents.catalogue import Catalogue
    from simulator.documents.draft.samples import opened
    from simulator.documents.ocr.engine import open_engine
    from simulator.documents.trial import trial

    settings = chosen_settings(chosen)
    catalogue = Catalogue.load(settings.catalogue)
    if chosen.type and catalogue.get(chosen.type) is None:
        raise SettingError(f"--type {chosen.type}: no such type; `atlas-simulator types list` names them")
    engine = open_engine(settings.ocr_engine, settings.ocr_model)
    for path in chosen.files:
        with opened(path, engine, settings.max_pages) as sheets:
            tried = trial(sheets, catalogue, chosen.type or "")
            if chosen.show:
                _draw(chosen.show, path, tried, sheets)
        if chosen.json:
            show_json({"file": str(path), **msgspec.to_builtins(tried)})
        else:
            _explain(path, tried)
    return 0


def _explain(path: Path, tried: Trial) -> None:
    taken = tried.taken or "not recognised"
    say(f"{path}: {taken}, score {tried.score:.2f}, {tried.margin:.2f} ahead of the next")
    for each in tried.types:
        say(f"\n  {each.document_type}  {each.score:.2f} (from {each.threshold:g})")
        for clue in each.clues:
            say(f"    {'+' if clue.held else '-'} {_clue(clue)}")
    name = ""
    for way in tried.fields:
        if way.field != name:
            name = way.field
            say(f"\n  {tried.document_type}.{name}")
        if way.why:
            say(f"    -  {way.way}: {way.why}")
        for at, field in enumerate(way.found):
            where = "; ".join(f"page {place.page} {list(place.box)}" for place in field.places[:2])
            mark = "=" if way.taken and not at else "~"
            say(f"    {mark}  {_hidden(field.value)!r} {field.confidence:.2f}  {field.rule or way.way}  {where}")
    say("")


def _clue(clue: Held) -> str:
    where = "; ".join(f"page {place.page} {list(place.box)}" for place in clue.places[:3])
    return f"{clue.weight:+.2f} {_short(_hidden(clue.clue))}{f'  at {where}' if where else ''}"


def _short(text: str) -> str:
    return text if len(text) <= WIDEST else text[:WIDEST].rsplit(" ", 1)[0] + " ..."


def _hidden(value: Any) -> Any:
    from simulator.masking import masked

    return masked(value) if isinstance(value, str) else value


def _draw(folder: Path, path: Path, tried: Trial, sheets: Sequence[Any]) -> None:
    from simulator.documents.drawn import drawn
    from simulator.documents.model import Reading

    fields = {way.field: way.found[0] for way in tried.fields if way.taken and way.found}
    reading = Reading(
        tried.document_type, fields, score=tried.score, margin=tried.margin,
        pages=tuple(sheet.page for sheet in sheets), page_count=len(sheets),
    )  # fmt: skip
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number, picture in enumerate(drawn(path.read_bytes(), reading), 1):
            (folder / f"{path.name.replace('.', '-')}-{number}.jpg").write_bytes(picture)
    except OSError as error:
        raise SettingError(f"--show {folder}: cannot be written ({error.strerror})") from None


def run_new(chosen: argparse.Namespace) -> int:
    from simulator.documents.catalogue import Catalogue, decoded
    from simulator.documents.draft.draft import draft, written
    from simulator.documents.draft.samples import samples
    from simulator.documents.ocr.engine import open_engine

    if not _NAME.fullmatch(chosen.name):
        raise SettingError(f"{chosen.name!r} is no name for a type; use letters, digits and _, as in PLEDGE_CARD")
    files = [path for path in chosen.files if path.suffix.lower() != ".json"]  # they come with their documents
    if len(files) < LEAST_SAMPLES:
        raise SettingError(f"types new {chosen.name}: one sample shows no difference; give at least {LEAST_SAMPLES}")
    path = chosen.out / "types" / f"{chosen.name.lower().replace(' ', '_')}.toml" if chosen.out else None
    if path and path.exists():
        raise SettingError(f"{path}: is there already; remove it, or give another --out")
    settings = chosen_settings(chosen)
    catalogue = Catalogue.load(settings.catalogue)
    if catalogue.get(chosen.name):
        raise SettingError(f"there is a type {chosen.name} already; choose another name")
    engine = open_engine(settings.ocr_engine, settings.ocr_model)
    title = chosen.title or chosen.name.replace("_", " ").capitalize()
    made = draft(chosen.name, title, list(samples(files, engine, chosen.fields)), catalogue)
    said = written(made)
    decoded(path or Path(f"{chosen.name}.toml"), said.encode())  # a draft that the server would refuse is none
    if path is None:
        say(said)
        return 0
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(said, encoding="utf-8")
    except OSError as error:
        raise SettingError(f"{path}: cannot be written ({error.strerror})") from None
    if chosen.json:
        show_json({"file": str(path), "fields": [fit.spec.name for fit in made.fits], "missed": list(made.missed)})
    else:
        say(f"{path}: {len(made.type.clues)} clues, {len(made.fits)} fields; read it through and try it")
    return 0
