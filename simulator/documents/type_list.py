"""Document types in words for people, made from their files: the page docs/type-list.md, and `types show`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from simulator.documents.catalogue import Catalogue
from simulator.documents.classify import clue_text
from simulator.documents.extract.explain import way_text
from simulator.documents.schema import Clue, DocumentType

_HEAD = """# The built-in document types

Made from `simulator/documents/types/*.toml` by `python -m simulator.documents.type_list > docs/type-list.md`: do not edit.
What the words mean is told in [types.md](types.md); types of your own in [own-documents.md](own-documents.md).
"""


def type_list_page(types: Iterable[DocumentType]) -> str:
    """The page as Markdown: a table of all types, then one of each type's fields."""
    types = sorted(types, key=lambda each: each.name)
    lines = [_HEAD, "| type | title | fields |", "|---|---|---|"]
    lines += [f"| [`{each.name}`](#{_anchor(each.name)}) | {each.title} | {len(each.fields)} |" for each in types]
    for each in types:
        lines += [
            "",
            f"## {each.name}",
            "",
            f"{each.title}. Recognised from a score of {each.threshold:g}.",
            *_fields(each),
        ]
    return "\n".join(lines) + "\n"


def _fields(each: DocumentType) -> Iterator[str]:
    if each.fields:
        yield from ("", "| field | form | looks like | found by |", "|---|---|---|---|")
    for spec in each.fields:
        ways = ", ".join(dict.fromkeys(find.way for find in spec.find)) or "the field `address`"
        otherwise = f"; otherwise `{spec.otherwise}`" if spec.otherwise else ""
        yield f"| `{spec.name}` | {spec.kind} | {spec.format} | {ways}{otherwise} |"
    for rule in each.invalid:
        named = " and ".join(f"`{one.field}`" for one in rule.all)
        yield from ("", f"Refused as `INVALID_DOC` (“{rule.reason}”) by {named}.")


def _anchor(name: str) -> str:
    return name.lower().replace(" ", "-")


def describe_type(each: DocumentType, clues: Sequence[Clue]) -> str:
    """One type as text: its clues, those that follow from its titles too, and its fields with the ways to them."""
    lines = [f"{each.name}: {each.title}", f"from {'the simulator' if each.built_in else each.origin}", "", "clues"]
    lines += [f"  {clue.weight:+.2f} {clue_text(clue)}{' (required)' if clue.required else ''}" for clue in clues]
    lines += ["", "fields"]
    for spec in each.fields:
        lines.append(f"  {spec.name}: {spec.kind}, {spec.format}")
        lines += [f"    {way_text(find)}" for find in spec.find]
    return "\n".join(lines)


if __name__ == "__main__":
    print(type_list_page(Catalogue.load()), end="")
