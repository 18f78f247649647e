"""The tables of faults and magic words for the documentation, as Markdown."""

from __future__ import annotations

from simulator.pipeline.faults.magic_words import WORDS
from simulator.pipeline.faults.model import Key
from simulator.pipeline.faults.points import COUNT, MATCH, POINTS


def points_table() -> str:
    """What can happen at which point, with the keys of each action."""
    lines = ["| point | action | what happens | keys |", "|---|---|---|---|"]
    for point in POINTS.values():
        for number, action in enumerate(point.actions):
            first = f"**`{point.name}`** {point.description}" if number == 0 else ""
            keys = "; ".join(_key(key) for key in action.keys)
            lines.append(f"| {first} | `{action.name}` | {action.description} | {keys} |")
    return "\n".join(lines)


def keys_table() -> str:
    """By what a rule can be narrowed, at which points, and how often it acts."""
    lines = ["| key | meaning | at |", "|---|---|---|"]
    for key, description in MATCH.items():
        where = [point.name for point in POINTS.values() if key in point.match]
        lines.append(
            f"| `{key}` | {description} | {'every point' if len(where) == len(POINTS) else ', '.join(where)} |"
        )
    lines += [f"| `{key}` | {description} | every point |" for key, description in COUNT.items()]
    return "\n".join(lines)


def magic_table() -> str:
    """The magic words and what they do."""
    lines = ["| word | in | what happens |", "|---|---|---|"]
    for word in WORDS:
        where = "document_id, file name, application_id" if word.document else "application_id"
        lines.append(f"| `{word.written}` | {where} | {word.description} |")
    return "\n".join(lines)


def _key(key: Key) -> str:
    if key.required:
        return f"`{key.name}`: {key.description} (needed)"
    return f"`{key.name}`: {key.description}" + (f" [{key.default}]" if key.default not in (None, False) else "")
