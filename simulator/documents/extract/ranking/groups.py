"""Whose a candidate is, by the group of lines that it stands in: groups that hold an address are a paper's parties.

A sender's group has telephone numbers, a tax number and a web address, and stands as a letterhead; a customer's has a heading, or
is simply the other one. What one group has is told of every candidate in it, and what the other groups have, too: a paper with
one heading `Bill to` says by it whose the group without a heading is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from simulator.documents.extract.ranking.addresslike import address_line, contact_line
from simulator.documents.extract.ranking.concepts import PARTIES, concepts
from simulator.documents.extract.ranking.lines import bounds
from simulator.documents.extract.ranking.option import Option
from simulator.documents.extract.ranking.outline import Outline
from simulator.documents.extract.ranking.text_traits import names_company, titled
from simulator.documents.layout import Segment

#: Blocks are one group where they stand so close below each other, and so flush (letter heights).
_BELOW, _FLUSH = 2.6, 1.5
#: Lines that look so much like an address make a group a party.
_ADDRESS = 1.5
#: A heading stands so high over its group (letter heights), or so far left of it.
_OVER, _BESIDE = 4.0, 14.0
#: A heading has so many words at most.
_WORDS = 5
_MAIL = re.compile(r"@")
_WEB = re.compile(r"(?i)\bwww\.|https?:")
_PHONE = re.compile(
    r"(?i)\b(?:tel|telefon|phone|ph|mob|mobile|fon|fax|cell|t[eé]l)\b|\+\d[\d ().-]{7,}|\(\d{3}\)\s?\d{3}"
)
_TAX = re.compile(
    r"(?i)\b(?:gstin|gst|pan|vat|tax|ust|abn|tin|cin|siret|siren|nif|cif|rfc|cnpj|kvk|btw|tva|ein|vkn|steuer)\b"
)
_BANK = re.compile(r"(?i)\b(?:iban|bic|swift|ifsc|a/c|account|bank|sort code|routing)\b")
#: The kinds of contact that a group may have, by the names under which GROUPS tells them.
_KINDS = {"mail": _MAIL, "web": _WEB, "phone": _PHONE, "tax": _TAX, "bank": _BANK}

GROUPS = [
    *(f"group_{what}" for what in ("party", "lines", "at", "address", "contacts", "company", "titled", "size")),
    *(f"group_{kind}" for kind in _KINDS),
    *(f"group_{what}" for what in ("left", "top", "right")),
    *(f"group_{party}" for party in PARTIES),
    *(f"group_{what}" for what in ("order", "order_left", "parties", "over", "most_contacts")),
    *(f"others_{what}" for what in ("contacts", "mail", "phone", "tax", "company", "titled")),
    *(f"others_{party}" for party in PARTIES),
]

#: Where among these the only one stands that lines of one group differ in.
_LINE_AT = GROUPS.index("group_at")


@dataclass
class _Group:
    lines: list[Segment]
    address: float
    contacts: float
    kinds: dict[str, float]
    company: float
    titled: float
    size: float
    heads: tuple[float, ...]

    @cached_property
    def left(self) -> int:
        return min(line.left for line in self.lines)

    @cached_property
    def right(self) -> int:
        return max(line.right for line in self.lines)

    @cached_property
    def top(self) -> int:
        return self.lines[0].box[1]

    @cached_property
    def bottom(self) -> int:
        return max(line.box[3] for line in self.lines)

    @property
    def is_party(self) -> bool:
        return self.address >= _ADDRESS


@dataclass
class _Page:
    """The number of each line's group, the groups, those that are parties, how far print reaches (pixels), and what was said
    of groups and of lines."""

    outline: Outline
    number: dict[int, int]
    groups: list[_Group]
    parties: list[_Group]
    width: int
    height: int
    said: dict[int, list[float]] = field(default_factory=dict)
    rows: dict[int, list[float]] = field(default_factory=dict)

    @classmethod
    def of(cls, outline: Outline) -> _Page:
        number, groups = _groups(outline)
        _, _, right, bottom = bounds(outline.page)
        parties = [group for group in groups if group.is_party]
        return cls(outline, number, groups, parties, max(1, right), max(1, bottom))

    def row(self, segment: int) -> list[float]:
        """What is said of a line, in the order of GROUPS."""
        if segment not in self.rows:
            number = self.number[segment]
            if number not in self.said:
                self.said[number] = self._says(self.groups[number])
            said, top = self.said[number], self.outline.page.layout.segments[segment].box[1]
            above = min(sum(other.box[1] < top for other in self.groups[number].lines), 20)
            self.rows[segment] = [*said[:_LINE_AT], above, *said[_LINE_AT:]]
        return self.rows[segment]

    def _says(self, mine: _Group) -> list[float]:
        """What is the same for all lines of a group, in the order of GROUPS."""
        others = [group for group in self.parties if group is not mine]
        return [
            mine.is_party,
            min(len(mine.lines), 20),
            min(mine.address, 12),
            mine.contacts,
            mine.company,
            mine.titled,
            mine.size / self.outline.letter,
            *mine.kinds.values(),
            mine.left / self.width,
            mine.top / self.height,
            mine.right / self.width,
            *mine.heads,
            sum((other.top, other.left) < (mine.top, mine.left) for other in others),
            sum((other.left, other.top) < (mine.left, mine.top) for other in others),
            len(self.parties),
            sum(other.bottom <= mine.top for other in others),
            float(mine.contacts > max((other.contacts for other in others), default=0)),
            *(max((value(other) for other in others), default=0.0) for value in _OF_OTHERS),
            *(max((other.heads[party] for other in others), default=0.0) for party in range(len(PARTIES))),
        ]


class Groups:
    """The groups of the pages of one document, each page's made once."""

    def __init__(self) -> None:
        self._of: dict[int, _Page] = {}

    def rows(self, options: Sequence[Option]) -> list[list[float]]:
        """One row for each candidate, in the order of GROUPS."""
        return [self._row(option) for option in options]

    def _row(self, option: Option) -> list[float]:
        outline = option.outline
        if id(outline) not in self._of:
            self._of[id(outline)] = _Page.of(outline)
        return self._of[id(outline)].row(option.tokens[0].segment)


_OF_OTHERS: tuple[Callable[[_Group], float], ...] = (
    lambda group: group.contacts,
    lambda group: group.kinds["mail"],
    lambda group: group.kinds["phone"],
    lambda group: group.kinds["tax"],
    lambda group: group.company,
    lambda group: group.titled,
)


@cache
def _heads() -> dict[str, int]:
    """Each heading of a party, by its key, with the party's number; one of two parties is the one that is told first."""
    found: dict[str, int] = {}
    for number, party in ((2, "delivery"), (1, "buyer"), (0, "seller")):
        for phrase in concepts()[party][1]:
            found.setdefault(phrase, number)
    return found


def _groups(outline: Outline) -> tuple[dict[int, int], list[_Group]]:
    """The number of each line's group, and the groups."""
    blocks = sorted(outline.blocks, key=lambda block: (block[0].box[1], block[0].left))
    joined: list[list[Segment]] = []
    open_groups: list[
        list[Segment]
    ] = []  # blocks come from the top: what one is too far below of, the later ones are, too
    for block in blocks:
        open_groups = [group for group in open_groups if _gap(group, block) <= _BELOW * outline.letter]
        upper = next((group for group in reversed(open_groups) if _goes_on(outline, group, block)), None)
        if upper is None:
            joined.append(list(block))
            open_groups.append(joined[-1])
        else:
            upper.extend(block)
    number = {line.at: at for at, lines in enumerate(joined) for line in lines}
    told = {line.at: parties for line in outline.page.layout.segments if (parties := _told(outline, line))}
    return number, [_group(outline, lines, told) for lines in joined]


def _gap(group: Sequence[Segment], block: Sequence[Segment]) -> int:
    """How far below a group a block begins."""
    return block[0].box[1] - max(line.box[3] for line in group)


def _goes_on(outline: Outline, group: Sequence[Segment], block: Sequence[Segment]) -> bool:
    letter = outline.letter
    if not -0.5 * letter <= _gap(group, block) <= _BELOW * letter:
        return False
    last, first = group[-1], block[0]
    middles = abs(last.left + last.right - first.left - first.right) / 2
    return min(abs(last.left - first.left), abs(last.right - first.right), middles) <= _FLUSH * letter


def _group(outline: Outline, lines: list[Segment], told: Mapping[int, set[int]]) -> _Group:
    layout = outline.page.layout
    texts = [layout.text(line.first, line.last) for line in lines]
    contact = [contact_line(text) for text in texts]
    looks = [address_line(text) for text, is_contact in zip(texts, contact, strict=True) if not is_contact]
    whole = "\n".join(texts)
    upper = " ".join(texts[:3])
    return _Group(
        lines,
        sum(max(look, 0) for look in looks),
        float(min(sum(contact), 6)),
        {kind: float(bool(sign.search(whole))) for kind, sign in _KINDS.items()},
        float(names_company(upper)),
        float(any(titled(text) for text in texts[:3])),
        float(max(line.size for line in lines)),
        _headed(outline, lines, told),
    )


def _headed(outline: Outline, lines: Sequence[Segment], told: Mapping[int, set[int]]) -> tuple[float, ...]:
    """Of each party: whether its heading stands in the group (1), over it or beside it (0.8), or not (0). `told`: the lines
    that are headings, by their numbers, with their parties."""
    found = [0.0] * len(PARTIES)
    own = {line.at for line in lines}
    for at in own & told.keys():
        for party in told[at]:
            found[party] = 1.0
    letter, first = outline.letter, lines[0]
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    for at in told.keys() - own:
        other = outline.page.layout.segments[at]
        over = first.box[1] - other.box[3]
        above = -0.5 * letter <= over <= _OVER * letter and other.left < right and other.right > left - letter
        level = abs(other.box[1] - first.box[1]) < letter
        if above or (level and 0 <= first.left - other.right <= _BESIDE * letter):
            for party in told[at]:
                found[party] = max(found[party], 0.8)
    return tuple(found)


def _told(outline: Outline, line: Segment) -> set[int]:
    """The parties that a line's first words are a heading of."""
    keys = outline.page.keys[line.first : min(line.last, line.first + _WORDS - 1) + 1]
    whole = line.last - line.first < _WORDS
    colon = outline.page.layout.tokens
    told = set()
    for count in range(1, len(keys) + 1):
        ends = (whole and count == len(keys)) or colon[line.first + count - 1].text.endswith(":")
        party = _heads().get("".join(keys[:count]))
        if party is not None and ends:
            told.add(party)
    return told
