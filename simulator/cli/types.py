"""`types`: the document types in force, a folder of one's own checked, a reading explained, a type drafted from samples."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.cli.options import add_settings, chosen_settings
from simulator.cli.remote import say, say_lines, show_json, show_rows, warn
from simulator.errors import SettingError
from simulator.nearest import suggestion

if TYPE_CHECKING:
    from simulator.documents.catalogue import Catalogue
    from simulator.documents.explain import ClueResult, Explanation

SETTINGS = ("catalogue",)
READING = ("ocr_engine", "ocr_model", "max_pages", "catalogue")
#: Fewer samples than this share too much by accident.
LEAST_SAMPLES = 2
#: Letters of a clue or a list that are shown.
WIDEST = 100
_NAME = re.compile(r"[A-Za-z0-9_]+")


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
    showing.add_argument("name", metavar="NAME", help="a document type, as INVOICE")
    add_settings(showing, only=SETTINGS)
    checking = _action(actions, "check", "check folders: exit 2 names file, key and reason", run_check)
    checking.add_argument("folders", metavar="DIR", nargs="+", help="folder with types/, checks/ or products/")
    trying = _action(actions, "try", "explain how files are read: clues, labels, boxes, rules", run_try)
    trying.add_argument("files", metavar="FILE", nargs="+", type=Path, help="documents to read")
    trying.add_argument("--type", metavar="NAME", help="explain the fields of this type, whatever is recognised")
    trying.add_argument("--show", metavar="DIR", type=Path, help="write each page there with fields drawn in")
    add_settings(trying, only=READING)
    drafting = _action(actions, "new", "draft a type from a handful of sample files", run_new)
    drafting.add_argument("name", metavar="NAME", help="the document_type of the answer, as PLEDGE_CARD")
    drafting.add_argument("files", metavar="FILE", nargs="+", type=Path, help="two or more samples of the type")
    drafting.add_argument("--title", metavar="TEXT", help="for people [from NAME]")
    drafting.add_argument("--out", metavar="DIR", type=Path, help="write DIR/types/NAME.toml [standard output]")
    drafting.add_argument(
        "--fields",
        metavar="JSON",
        type=Path,
        help="{file name: {field: value}}: the fields that are wanted [FILE.json beside each file, where there is one]",
    )
    add_settings(drafting, only=READING)


def _action(actions: Any, name: str, description: str, run: Any) -> argparse.ArgumentParser:
    action: argparse.ArgumentParser = actions.add_parser(
        name, help=description, description=description[0].upper() + description[1:] + "."
    )
    action.add_argument("--json", action="store_true", help="print JSON instead of text")
    action.set_defaults(run=run)
    return action


def run_list(args: argparse.Namespace) -> int:
    import msgspec

    from simulator.control.catalogue_api import product_rows, type_rows
    from simulator.definitions import Definitions

    definitions = Definitions(chosen_settings(args).catalogue)
    types, products = type_rows(definitions.catalogue), product_rows(definitions.checks)
    if args.json:
        show_json({"types": msgspec.to_builtins(types), "products": msgspec.to_builtins(products)})
        return 0
    rows = [(each.name, each.title, len(each.fields), _origin(each.origin, each.overrides)) for each in types]
    show_rows(("type", "", "fields", "from"), rows)
    say("")
    texts = [
        (each.name, _short_list(each.documents), _short_list([check.name for check in each.checks]), each.origin)
        for each in products
    ]
    show_rows(("product", "documents", "checks", "from"), texts)
    return 0


def _short_list(names: Sequence[str]) -> str:
    shown = ", ".join(names)
    if len(shown) <= WIDEST // 2:
        return shown or "-"
    return f"{len(names)}: {shown[: WIDEST // 2].rsplit(', ', 1)[0]} ..."


def _origin(origin: str, overrides: bool) -> str:
    return f"{origin} (overrides the built-in one)" if overrides else origin


def run_show(args: argparse.Namespace) -> int:
    import msgspec

    from simulator.documents.catalogue import Catalogue

    catalogue = Catalogue.load(chosen_settings(args).catalogue)
    each = catalogue.get(args.name) or next(
        (one for one in catalogue if one.name.casefold() == args.name.casefold()), None
    )
    if each is None:
        near = suggestion(args.name, [one.name for one in catalogue])
        raise SettingError(f"unknown document type {args.name!r}{near or ';'} `atlas-simulator types list` names them")
    if args.json:
        show_json(msgspec.to_builtins(each))
        return 0
    from simulator.documents.type_list import describe_type

    say_lines(describe_type(each, catalogue.clues(each.name)))
    return 0


def run_check(args: argparse.Namespace) -> int:
    from simulator.definitions import FOLDER_NAMES, Definitions

    wrong = 0
    for folder in args.folders:
        problem = ""
        try:
            Definitions((folder,))
            if not any(Path(folder, part).is_dir() for part in FOLDER_NAMES):
                raise SettingError(f"{folder}: holds none of {', '.join(f'{part}/' for part in FOLDER_NAMES)}")
        except SettingError as error:
            problem, wrong = str(error), 2
        if args.json:
            show_json({"folder": folder, "ok": not problem, "error": problem})
        elif problem:
            warn(problem)
        else:
            say(f"{folder}: all right")
    return wrong


def run_try(args: argparse.Namespace) -> int:
    import msgspec

    from simulator.documents.catalogue import Catalogue
    from simulator.documents.draft.samples import opened
    from simulator.documents.explain import explain_reading
    from simulator.documents.ocr.engine import open_engine

    settings = chosen_settings(args)
    catalogue = Catalogue.load(settings.catalogue)
    if args.type and catalogue.get(args.type) is None:
        near = suggestion(args.type, catalogue.names)
        raise SettingError(f"--type {args.type}: unknown document type{near}; `atlas-simulator types list` names them")
    engine = open_engine(settings.ocr_engine, settings.ocr_model)
    for path in args.files:
        with opened(path, engine, settings.max_pages) as sheets:
            tried = explain_reading(sheets, catalogue, args.type or "")
            if args.show:
                _draw(args.show, path, tried, sheets, catalogue)
        if args.json:
            show_json({"file": str(path), **msgspec.to_builtins(tried)})
        else:
            _explain(path, tried)
    return 0


def _explain(path: Path, tried: Explanation) -> None:
    say(f"{path}: {tried.taken or 'not recognised'}, score {tried.score:.2f}, {tried.margin:.2f} ahead of the next")
    if not tried.taken and tried.types:
        say(f"  {_why_not(tried)}")
    for each in tried.types:
        say("")
        say(f"  {each.document_type}  {each.score:.2f} (from {each.threshold:g})")
        for clue in each.clues:
            say(f"    {'+' if clue.held else '-'} {_clue(clue)}")
    name = ""
    for way in tried.fields:
        if way.field != name:
            name = way.field
            say("")
            say(f"  {tried.document_type}.{name}")
        if way.why:
            say(f"    -  {way.way}: {way.why}")
        for at, field in enumerate(way.found):
            where = "; ".join(f"page {place.page} {list(place.box)}" for place in field.places[:2])
            mark = "=" if way.taken and not at else "~"
            say(f"    {mark}  {_masked_text(field.value)!r} {field.confidence:.2f}  {field.rule or way.way}  {where}")
    say("")


def _why_not(tried: Explanation) -> str:
    """Why the best type was not taken, and by which key that can be changed."""
    best = max(tried.types, key=lambda each: each.score)
    if best.score < best.threshold:
        return f"{best.document_type} has {best.score:.2f} and needs {best.threshold:g} (its threshold): give it more clues"
    second = next((each.document_type for each in tried.types if each is not best), "")
    return (
        f"{best.document_type} leads by only {tried.margin:.4f} and must by {best.margin:g} (its margin), or name what it need"
        f" not lead: like = [{second!r}]".replace("'", '"')
    )


def _clue(clue: ClueResult) -> str:
    where = "; ".join(f"page {place.page} {list(place.box)}" for place in clue.places[:3])
    return f"{clue.weight:+.2f} {_shortened(_masked_text(clue.clue))}{f'  at {where}' if where else ''}"


def _shortened(text: str) -> str:
    return text if len(text) <= WIDEST else text[:WIDEST].rsplit(" ", 1)[0] + " ..."


def _masked_text(value: Any) -> Any:
    from simulator.masking import masked

    return masked(value) if isinstance(value, str) else value


def _draw(folder: Path, path: Path, tried: Explanation, sheets: Sequence[Any], catalogue: Catalogue) -> None:
    from simulator.documents.annotate import annotated
    from simulator.documents.model import Reading
    from simulator.documents.private import private_of

    fields = {way.field: way.found[0] for way in tried.fields if way.taken and way.found}
    reading = Reading(
        tried.document_type,
        fields,
        score=tried.score,
        margin=tried.margin,
        pages=tuple(sheet.page for sheet in sheets),
        page_count=len(sheets),
    )
    private = private_of(reading, catalogue)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number, picture in enumerate(annotated(path.read_bytes(), reading, private), 1):
            (folder / f"{path.name.replace('.', '-')}-{number}.jpg").write_bytes(picture)
    except OSError as error:
        raise SettingError(f"--show {folder}: cannot be written ({error.strerror})") from None


def run_new(args: argparse.Namespace) -> int:
    from simulator.documents.catalogue import Catalogue, decode_type
    from simulator.documents.draft.draft import draft_toml, draft_type
    from simulator.documents.draft.samples import samples
    from simulator.documents.ocr.engine import open_engine

    if not _NAME.fullmatch(args.name):
        better = re.sub(r"[^A-Za-z0-9]+", "_", args.name).strip("_").upper() or "PLEDGE_CARD"
        raise SettingError(f"{args.name!r} is not a valid type name; use letters, digits and _, as in {better}")
    files = [path for path in args.files if path.suffix.lower() != ".json"]  # they come with their documents
    if len(files) < LEAST_SAMPLES:
        raise SettingError(f"types new {args.name}: one sample is not enough to compare; give at least {LEAST_SAMPLES}")
    path = args.out / "types" / f"{args.name.lower()}.toml" if args.out else None
    if path and path.exists():
        raise SettingError(f"{path}: already exists; remove it, or give another --out")
    settings = chosen_settings(args)
    catalogue = Catalogue.load(settings.catalogue)
    if catalogue.get(args.name):
        raise SettingError(f"the type {args.name} already exists; choose another name")
    engine = open_engine(settings.ocr_engine, settings.ocr_model)
    title = args.title or args.name.replace("_", " ").capitalize()
    made = draft_type(args.name, title, list(samples(files, engine, args.fields)), catalogue)
    value = draft_toml(made)
    decode_type(path or Path(f"{args.name}.toml"), value.encode())  # a draft that the server would refuse is none
    if path is None:
        say_lines(value)
        return 0
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(value, encoding="utf-8")
    except OSError as error:
        raise SettingError(f"{path}: cannot be written ({error.strerror})") from None
    if args.json:
        show_json({"file": str(path), "fields": [fit.spec.name for fit in made.fits], "missed": list(made.missed)})
    else:
        say(f"{path}: {len(made.type.clues)} clues, {len(made.fits)} fields; read it through and try it")
    return 0
