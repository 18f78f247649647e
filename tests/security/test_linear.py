"""Every pattern that meets text from outside takes time in proportion to it: twice the text, at most 2.5 times the time."""

from __future__ import annotations

import ast
import importlib
import re
import re._constants as codes
import re._parser as parser
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import simulator
from simulator.masking import masked
from simulator.pipeline.faults.rules import fits

PACKAGE = Path(simulator.__file__).parent
#: Rooms whose patterns meet only what the simulator itself, or whoever runs it, wrote.
INSIDE = ("samples", "cli", "testing", "client", "fidelity")
#: How much text is tried, and the processor seconds below which nobody can be held up by twice as much.
SIZE, HARMLESS = 4_000, 0.003
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
                if isinstance(each, re.Pattern) and isinstance(each.pattern, str):
                    yield f"{'.'.join(parts[1:])}.{name}", each, uses.get(name, "finditer")
        for number, (pattern, use) in enumerate(inline(source)):
            yield f"{'.'.join(parts[1:])}:{number}", re.compile(pattern), use


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


def inline(source: str) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in USES and node.args
            and isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
            and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
        ):  # fmt: skip
            yield node.args[0].value, node.func.attr


def pieces(pattern: re.Pattern[str]) -> list[str]:
    """Short texts that parts of the pattern match: what an attacker repeats."""
    found: list[str] = []

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
            return piece * max(1, min(least, 12))
        if code is codes.SUBPATTERN:
            return sample(argument[3])
        if code is codes.ATOMIC_GROUP:
            return sample(argument)
        if code is codes.BRANCH:
            branches = [sample(branch) for branch in argument[1]]
            found.extend(branches[:6])
            return branches[0]
        if code in (codes.ASSERT,):
            found.append(sample(argument[1]))
        return ""

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
    for piece in pieces(pattern):
        for end in ("", "\0"):
            yield lambda size, piece=piece, end=end: (piece * (size // len(piece) + 1))[:size] + end  # type: ignore[misc]


def spent(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def grows_too_fast(work: Callable[[str], object], text: Callable[[int], str]) -> str:
    """How much longer twice the text takes, where that is too much; nothing where it is not, or takes no time at all."""
    size = SIZE
    if spent(lambda: work(text(size))) < HARMLESS:
        return ""
    ratios = []
    for _ in range(3):
        once, twice = spent(lambda: work(text(size))), spent(lambda: work(text(2 * size)))
        if twice <= 2.5 * once or twice < HARMLESS:
            return ""
        ratios.append(f"{once * 1000:.1f} ms, then {twice * 1000:.1f} ms")
    return "; ".join(ratios)


PATTERNS = list(compiled())


def test_the_patterns_are_found() -> None:
    names = [name for name, *_ in PATTERNS]
    assert len(names) > 40
    assert {"masking._RUN", "masking._MEMBER", "control.guard._OPEN", "pipeline.faults.magic._WORD"} <= set(names)


@pytest.mark.parametrize("room", sorted({name.split(".")[0] for name, *_ in PATTERNS}))
def test_each_pattern_takes_time_in_proportion_to_its_text(room: str) -> None:
    slow = []
    for name, pattern, use in PATTERNS:
        if name.split(".")[0] != room:
            continue
        for text in attacks(pattern):
            work: Callable[[str], object] = {
                "match": pattern.match, "fullmatch": pattern.fullmatch, "search": pattern.search,
            }.get(use, lambda said, pattern=pattern: sum(1 for _ in pattern.finditer(said)))  # fmt: skip
            if told := grows_too_fast(work, text):
                slow.append(f"{name} ({use}) on {text(12)!r}: {told}")
                break
    assert not slow, "\n".join(slow)


def test_the_check_finds_what_is_quadratic() -> None:
    old = re.compile(r"eyJ[\w-]{5,}\.[\w-]+")
    assert any(grows_too_fast(old.search, text) for text in attacks(old))


@pytest.mark.parametrize(
    "piece",
    ["eyJ", "\\", '\\"token', '"token":', '"token":"\\', "a=b&", "token=", "%25", "sig%3D%25", "eyJaaaaaaaa", "Bearer ", "://",
     "1 ", "1234 ", '"a" ', '\\"token\\":\\"\\\\"', "%3D", "&sig=", '\\\\"', "a", "Bearer  ", "0", "-", '"', "sig=eyJ"],
)  # fmt: skip
def test_masking_takes_time_in_proportion_to_its_text(piece: str) -> None:
    for end in ("", ".", '"', "@", "=x", ':"'):
        told = grows_too_fast(masked, lambda size, end=end: (piece * (4 * size // len(piece)))[: 4 * size] + end)  # type: ignore[misc]
        assert not told, (end, told)


@pytest.mark.parametrize("pattern", ["*a" * 20, "?" * 20 + "b", "a*" * 20 + "b", "*" * 20 + "b", "*?a" * 10])
@pytest.mark.parametrize("key", ["application", "endpoint"])
def test_the_wildcards_of_a_rule_are_matched_in_a_moment(key: str, pattern: str) -> None:
    value = "a" * (512 if key == "application" else 8_000)
    wanted = f"GET {pattern}" if key == "endpoint" else pattern
    subject = f"GET {value}" if key == "endpoint" else value
    fits.cache_clear()
    assert min(spent(lambda: fits.__wrapped__(key, wanted, subject)) for _ in range(3)) < 0.005
