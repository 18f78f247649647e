"""Which parts of lines may be names: whole ones, without a greeting, and not of a contact person under the firm's.

NANDI SURFACE COATING        Meridian Textiles Sdn Bhd
      ENTERPRISES            Attention: Lim Shu Fen
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from simulator.documents.extract.ranking.firm_forms import ENDING, PART
from simulator.documents.extract.ranking.outline import GREETINGS, Outline, unlike
from simulator.documents.layout import Segment, Token
from simulator.documents.phrases import key

#: Words that say what firms are, and no firm by themselves, as keys; forms of firms go with them.
_KIND_WORDS = """
enterprise enterprises works industries industry traders trading service services solutions group agency agencies stores
associates international holdings systems technologies technology supply supplies management consultants consultancy consulting
logistics motors electronics sons brothers trust
"""
_KINDS = frozenset(_KIND_WORDS.split())
_FORM = re.compile(rf"(?i)\W{{0,3}}{ENDING}\W{{0,3}}")
_FORM_WORD = re.compile(rf"(?i){PART}")
#: The form of a firm, and nothing else: `Pte. Ltd.`, `Private Limited`.
_FORM_ALONE = re.compile(rf"(?i)\W{{0,3}}(?:{PART}\b\W{{0,3}}){{1,6}}")
#: What a name goes on behind, in the next line or in this one: `Meher Tailors &`, `Educational and`.
_DANGLES = re.compile(r"(?i)&|\+|and|of|the|for|und|et|von|du|des|della?")
#: A name that goes on has so many words at most, and its rest so many.
_UPPER, _REST = 8, 3
#: Letters of a line that goes on with a name differ in height from the line above so much at most.
SAME_SIZE = 1.25
#: The firm's name stands so many rows above a contact person's at most, and so many letter heights.
_ROWS, _NEAR = 3, 2.5
#: What says in many languages for whom within a firm a paper is.
_ATTENTION = re.compile(
    r"(?i)\W{0,3}(?:(?:kind )?att(?:ention|n)\b|z\. ?hd\b|zu händen\b|zhd\b|t\. ?a\. ?v\b|ter attentie van\b"
    r"|à l['’]attention de\b|a la atenci[oó]n de\b|alla cortese attenzione\b)\W{0,3}\S"
)


def form_alone(value: str) -> bool:
    """Whether it is what is left of a firm's name that was torn before its form."""
    return bool(_FORM_ALONE.fullmatch(value))


def greets(value: str) -> bool:
    first, _, rest = value.partition(" ")
    return bool(rest) and key(first) in GREETINGS


def is_whole(outline: Outline, tokens: Sequence[Token]) -> bool:
    """Whether words are no half of a firm's name, and not those of a contact person under it."""
    segments = outline.page.layout.segments
    first, last = segments[tokens[0].segment], segments[tokens[-1].segment]
    above = outline.over.get(first.at)
    torn = tokens[-1].at == last.last and _goes_on(outline, last)
    rest = above is not None and (_goes_on(outline, segments[above]) or _dangles(outline, segments[above]))
    return not (torn or rest or _DANGLES.fullmatch(tokens[-1].text) or _names_contact(outline, first))


def _dangles(outline: Outline, upper: Segment) -> bool:
    """Whether a line ends with a word behind which a name goes on in the next one: letters alone, and no label."""
    if outline.figures(upper.first, upper.last) or outline.page.first_mark(upper) is not None:
        return False
    return upper.last > upper.first and bool(_DANGLES.fullmatch(outline.page.layout.tokens[upper.last].text))


def _goes_on(outline: Outline, segment: Segment) -> bool:
    """Whether a line ends within the name of a firm, whose last words stand in the next one."""
    below = outline.under.get(segment.at)
    if below is None or segment.last - segment.first >= _UPPER:
        return False
    layout = outline.page.layout
    lower, end = layout.segments[below], layout.tokens[segment.last].text
    words = [word for at in range(lower.first, lower.last + 1) if (word := outline.page.keys[at])]
    return (
        unlike(segment, lower) <= SAME_SIZE
        and 0 < len(words) <= _REST
        and all(word in _KINDS or _FORM_WORD.fullmatch(word) for word in words)
        and not _FORM.fullmatch(end)
        and not end.endswith((":", ","))
        and not outline.figures(segment.first, segment.last)
    )


def _names_contact(outline: Outline, segment: Segment) -> bool:
    """Whether a line names a person within the firm that the line above names."""
    layout = outline.page.layout
    if not _ATTENTION.match(layout.text(segment.first, segment.last)):
        return False
    above = _above(outline, segment)
    if above is None or outline.page.first_mark(above) is not None:
        return False  # under a label it is the name
    return not layout.tokens[above.last].text.endswith(":") and not outline.figures(above.first, above.last)


def _above(outline: Outline, segment: Segment) -> Segment | None:
    """The line above, flush and near."""
    layout = outline.page.layout
    for number in range(segment.row - 1, max(-1, segment.row - _ROWS), -1):
        for at in layout.rows[number]:
            other = layout.segments[at]
            near = segment.box[1] - other.box[3] <= _NEAR * outline.letter
            if near and abs(other.left - segment.left) <= outline.letter:
                return other
    return None
