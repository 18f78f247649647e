"""What the reports' pages are made of: one file each, without scripts, with every secret struck out."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from simulator.masking import masked
from simulator.printable import printable

STYLE = """
:root{color-scheme:light dark;--line:#8884;--soft:#8881}
body{font:15px/1.5 system-ui,sans-serif;max-width:76rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%;margin:.5rem 0 2rem}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid var(--line)}
td{overflow-wrap:anywhere}thead th{background:var(--soft)}code{font-size:.9em}.n{text-align:right}
"""


def head(title: str, heading: str) -> list[str]:
    """The beginning of a page."""
    return [
        "<!doctype html><html lang=en><meta charset=utf-8>",
        '<meta name=viewport content="width=device-width,initial-scale=1">',
        f"<title>{escape(title)}</title><style>{STYLE}</style>",
        f"<h1>{escape(heading)}</h1>",
    ]


def report_text(text: str) -> str:
    """A text of somebody else's: secrets struck out, and what neither a page nor XML can hold shown as escapes."""
    return "\n".join(map(printable, masked(text).split("\n")))


def table(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    row = "".join(f"<th scope=col>{escape(each)}</th>" for each in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(report_text(cell))}</td>" for cell in line) + "</tr>" for line in lines
    )
    return f"<table><thead><tr>{row}</tr></thead><tbody>{body}</tbody></table>"
