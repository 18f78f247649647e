"""Every pattern of the simulator that meets text from outside, and for each the texts that an attacker would repeat."""

from __future__ import annotations

import ast
import importlib
import re
import re._constants as codes
import re._parser as parser
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import simulator
from simulator.documents.formats import amounts, patterns, products

PACKAGE = Path(simulator.__file__).parent
#: Rooms whose patterns meet only what the simulator itself, or whoever runs it, wrote.
INSIDE = ("samples", "cli", "testing", "client", "fidelity")
#: How much text is tried.
SIZE = 4_000
#: What is tried on every pattern, whatever it says.
ANYWHERE = ("a", "A", "1", " ", "\n", "-", ".", "a-", "a.", "A*", "Aa ", "1 ", "11 ", "1,", "11, ", "(", "a@")
USES = ("search", "match", "fullmatch", "sub", "split", "finditer", "findall")


def compiled() -> Iterator[tuple[str, re.Pattern[str], str]]:
    """Every pattern of a module: its name, itself, and how it is used there."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        if parts[1] in INSIDE or parts[-1] == "__main__":
            continue
        source = path.read_text(encoding="utf-8")
        if not re.search(r"\bre\.", source):
            continue
        module = importlib.import_module(".".join(parts).removesuffix(".__init__"))
        uses = used(source)
        for name, value in vars(module).items():
            for each in value if isinstance(value, tuple | list) else [value]:
                if isinstance(each, re.Pattern):
                    yield f"{'.'.join(parts[1:])}.{name}", of_text(each), uses.get(name, "finditer")
        for number, (pattern, use) in enumerate(inline(source)):
            yield f"{'.'.join(parts[1:])}:{number}", of_text(re.compile(pattern)), use
    yield from of_documents()


def of_text(pattern: re.Pattern[Any]) -> re.Pattern[str]:
    """A pattern of bytes as the same one of text: each byte is one character."""
    if isinstance(pattern.pattern, str):
        return pattern
    return re.compile(pattern.pattern.decode("latin-1"), pattern.flags | re.ASCII)


def size_for(pattern: re.Pattern[str]) -> int:
    """Files are longer than the lines that they show, and only patterns of bytes are for ASCII whole."""
    return 8 * SIZE if pattern.flags & re.ASCII else SIZE


def of_documents() -> Iterator[tuple[str, re.Pattern[str], str]]:
    """The patterns that are no value of a module: those of formats, of lists of words, and of the files of types."""
    for each in patterns.PATTERNS:
        yield f"formats.{each.name}", re.compile(each.expression), "finditer"
        if each.never:
            yield f"formats.{each.name}.never", re.compile(each.never), "fullmatch"
    for kind in ("brands", "kinds"):
        yield f"formats.products.{kind}", products._words(kind), "search"
    yield "formats.amount", amounts._amount(), "finditer"
    for path in sorted((PACKAGE / "documents" / "types").glob("*.toml")):
        for number, pattern in enumerate(in_file(tomllib.loads(path.read_text(encoding="utf-8")))):
            yield f"types.{path.stem}:{number}", re.compile(pattern), "finditer"


def in_file(value: Any, key: str = "") -> Iterator[str]:
    """Every pattern of a type's file, wherever it stands."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from in_file(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from in_file(each, key)
    elif key in ("pattern", "split"):
        yield value


def used(source: str) -> dict[str, str]:
    """How each name is used as a pattern; where in several ways, the one that begins at every place."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in USES:
            found.setdefault(node.value.id, set()).add(node.attr)
    return {
        name: next((use for use in uses if use not in ("match", "fullmatch")), min(uses))
        for name, uses in found.items()
    }


def inline(source: str) -> Iterator[tuple[str | bytes, str]]:
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in USES and node.args
            and isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
            and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str | bytes)
        ):  # fmt: skip
            yield node.args[0].value, node.func.attr


def pieces(pattern: re.Pattern[str]) -> list[str]:
    """Short texts that parts of the pattern match: what an attacker repeats."""
    found: list[str] = []
    spare = False  # whether what need not be there is left out

    def sample(items: Any) -> str:
        text = ""
        for code, argument in items:
            text += one(code, argument)
        return text

    def one(code: Any, argument: Any) -> str:
        if code is codes.LITERAL:
            return chr(argument)
        if code is codes.NOT_LITERAL:
            return "a" if argument != ord("a") else "b"
        if code is codes.ANY:
            return "x"
        if code is codes.IN:
            return next(
                (character for character in 'a1 A-.:,/\\"=&%_<' if re.fullmatch(in_class(argument), character)), "é"
            )
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            least, _, inner = argument
            piece = sample(inner)
            found.append(piece)
            return piece * max(0 if spare else 1, min(least, 12))
        if code is codes.SUBPATTERN:
            return sample(argument[3])
        if code is codes.ATOMIC_GROUP:
            return sample(argument)
        if code is codes.BRANCH:
            branches = [sample(branch) for branch in argument[1]]
            found.extend(branches[:6])
            found.extend(branch[: 2 * len(branch) // 3] for branch in branches[:6] if len(branch) > 3)
            return branches[0]
        if code in (codes.ASSERT,):
            found.append(sample(argument[1]))
        return ""

    for left_out in (False, True):
        spare = left_out
        whole = sample(parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG))
        found += [whole, whole[: len(whole) // 2], whole[:-1], whole[:1]]
    return [each for each in dict.fromkeys(found) if each]


def in_class(argument: Any) -> str:
    """A class of the parser's as a pattern."""
    said = ""
    for code, value in argument:
        if code is codes.NEGATE:
            said = "^" + said
        elif code is codes.LITERAL:
            said += re.escape(chr(value))
        elif code is codes.RANGE:
            said += f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
        elif code is codes.CATEGORY:
            said += {
                codes.CATEGORY_DIGIT: r"\d", codes.CATEGORY_NOT_DIGIT: r"\D", codes.CATEGORY_SPACE: r"\s",
                codes.CATEGORY_NOT_SPACE: r"\S", codes.CATEGORY_WORD: r"\w", codes.CATEGORY_NOT_WORD: r"\W",
            }[value]  # fmt: skip
    return f"[{said}]"


def attacks(pattern: re.Pattern[str]) -> Iterator[Callable[[int], str]]:
    for piece in dict.fromkeys((*pieces(pattern), *ANYWHERE)):
        for end in ("", "\0"):
            yield lambda size, piece=piece, end=end: (piece * (size // len(piece) + 1))[:size] + end  # type: ignore[misc]
