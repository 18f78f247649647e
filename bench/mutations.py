"""The small changes that `mutants.py` makes to a module, one at a time.

Left as they are: docstrings, annotations, decorators and the keywords of a class, imports, and what only type checkers run.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import Any

_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
#: Fields of the tree that are left as they are.
_LEFT = {"annotation", "returns", "decorator_list", "bases", "type_comment", "ctx"}
_FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Mutant:
    """One change: the line where it is, the outermost function around it (empty: none), and old and new in words."""

    path: Path
    line: int
    function: str
    change: str
    make: Callable[[], None]
    tree: ast.Module

    def compiled(self) -> CodeType:
        """The module with the change in it. The tree is changed for good: once, in a process that ends."""
        self.make()
        return compile(ast.fix_missing_locations(self.tree), str(self.path), "exec", dont_inherit=True)


def mutants_of(path: Path) -> list[Mutant]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        Mutant(path, getattr(old, "lineno", 0), function, f"{_short(old)}  ->  {_short(new)}", make, tree)
        for old, new, function, make in _changes(tree, "", False)
    ]


def unchanged(path: Path) -> Mutant:
    """The module as it is: no test may fail because it was put together anew."""
    return Mutant(path, 0, "", "", lambda: None, ast.parse(path.read_text(encoding="utf-8")))


#: What is there, what comes in its place, in which function, and what makes the change.
_Change = tuple[ast.AST, ast.AST | None, str, Callable[[], None]]


def _changes(node: ast.AST, function: str, inside: bool) -> Iterator[_Change]:
    """`function` is the name up to here, `inside` whether it is a function's body."""
    for field, value in ast.iter_fields(node):
        if field in _LEFT or (field == "keywords" and isinstance(node, ast.ClassDef)):
            continue
        body = inside or (isinstance(node, _FUNCTION) and field == "body")
        for at, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(child, ast.AST) or _is_left(child, node):
                continue
            for new in _instead(child):
                make = _setter(node, field, at, new)
                yield child, new, function if body else "", make
            named = isinstance(child, _FUNCTION | ast.ClassDef) and not body
            within = f"{function}.{child.name}".lstrip(".") if named else function  # type: ignore[attr-defined]
            yield from _changes(child, within, body)
    if isinstance(node, ast.Call):
        for keyword in node.keywords:
            if keyword.arg:
                yield keyword, None, function if inside else "", _remover(node.keywords, keyword)


def _is_left(child: ast.AST, parent: ast.AST) -> bool:
    if isinstance(child, ast.Import | ast.ImportFrom | ast.AnnAssign) and getattr(child, "value", None) is None:
        return True
    if isinstance(child, ast.If) and isinstance(child.test, ast.Name) and child.test.id == "TYPE_CHECKING":
        return True
    if isinstance(child, ast.Assign) and isinstance(child.targets[0], ast.Name) and child.targets[0].id == "__all__":
        return True
    return isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)


def _instead(node: ast.AST) -> Iterator[ast.AST]:
    """What may stand in place of a part of the tree."""
    match node:
        case ast.Constant():
            yield from (ast.Constant(other) for other in _other_values(node.value))
        case ast.Compare(left=left, ops=[operator, *others], comparators=right):
            for other in _COMPARISONS[type(operator)]:
                yield ast.Compare(left, [other(), *others], right)
            if others:
                for other in _COMPARISONS[type(others[0])]:
                    yield ast.Compare(left, [operator, other(), *others[1:]], right)
        case ast.BoolOp(op=operator, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(operator, ast.And) else ast.And(), values)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.BinOp(left=left, op=operator, right=right2) if type(operator) in _OPERATORS:
            yield ast.BinOp(left, _OPERATORS[type(operator)](), right2)
        case ast.Return(value=value) if value is not None and not _is_none(value):
            yield ast.Return(ast.Constant(None))
        case ast.Expr() | ast.AugAssign() | ast.Raise() | ast.Delete():
            yield ast.Pass()
        case ast.Continue():
            yield ast.Break()
        case ast.Break():
            yield ast.Continue()
        case ast.If(test=test, body=body, orelse=orelse) if _plain(test):
            yield ast.If(ast.UnaryOp(ast.Not(), test), body, orelse)
        case ast.IfExp(test=test, body=body2, orelse=orelse2) if _plain(test):
            yield ast.IfExp(ast.UnaryOp(ast.Not(), test), body2, orelse2)


def _other_values(value: Any) -> Iterator[Any]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value - 1)
    elif isinstance(value, float):
        yield from (value * 1.05 + 0.001, value * 0.95 - 0.001)
    elif isinstance(value, str):
        yield f"XX{value}XX" if value else "XX"
    elif isinstance(value, bytes):
        yield b"XX" + value


def _plain(test: ast.AST) -> bool:
    """Whether the test of an `if` has nothing in it that is changed by itself."""
    return not isinstance(test, ast.Compare | ast.BoolOp | ast.UnaryOp)


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _setter(parent: ast.AST, field: str, at: int | None, new: ast.AST) -> Callable[[], None]:
    def make() -> None:
        old = getattr(parent, field) if at is None else getattr(parent, field)[at]
        ast.copy_location(new, old)
        if at is None:
            setattr(parent, field, new)
        else:
            getattr(parent, field)[at] = new

    return make


def _remover(keywords: list[ast.keyword], keyword: ast.keyword) -> Callable[[], None]:
    return lambda: keywords.remove(keyword)


def _short(node: ast.AST | None) -> str:
    if node is None:
        return "nothing"
    text = " ".join(ast.unparse(ast.fix_missing_locations(node)).split())
    return text if len(text) <= 70 else f"{text[:69]}…"
