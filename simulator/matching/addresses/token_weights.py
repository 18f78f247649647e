"""The words of an address as tokens to compare, each with a weight for how much it tells."""

from __future__ import annotations

from simulator.matching.addresses.tokenizer import NAME, NUMBER, ORDINAL, RELATION, AddressWord
from simulator.matching.addresses.vocabulary import address_words as vocabulary

#: How much a word tells, by what it does. Names and numbers tell places apart, kinds of thing hardly do.
WEIGHTS = {
    NAME: 1.0,
    NUMBER: 1.6,
    ORDINAL: 0.8,
    "unit": 0.2,
    "building": 0.35,
    "street": 0.35,
    "locality": 0.35,
    "direction": 0.35,
    "admin": 0.1,
    "landmark": 0.1,
    "noise": 1.0,
    "filler": 0.0,
}
NUMBERED_WEIGHT, FLOOR_WEIGHT, LETTER_WEIGHT = 0.9, 0.3, 0.2
LANDMARK_NAME_WEIGHT, ADMIN_NAME_WEIGHT = 0.4, 0.5

#: Words that a letter can name, and those before which it can stand (`A Wing`); `I`, `V` and `X` are numbers there.
_LETTERED = frozenset({"block", "wing", "tower", "sector", "phase"})
_LETTERED_IN_FRONT = frozenset({"block", "wing", "tower"})
_LETTERS = frozenset("abcdefghjklmnopqrstuwyz")


def weighted_tokens(found: list[AddressWord], roles: list[str]) -> tuple[dict[str, float], tuple[str, ...]]:
    """The words of the place with their weights, and the numbers that tell houses apart."""
    weights: dict[str, float] = {}
    numbers: list[str] = []
    taken = _numbered(found, roles)
    prefix = ""
    for at, word in enumerate(found):
        role = roles[at]
        if not role or role == RELATION or (at in taken and not taken[at]):
            continue
        text = taken.get(at, word.text)
        if at in taken:
            weight = FLOOR_WEIGHT if text.startswith("floor") else NUMBERED_WEIGHT
        elif word.kind == NUMBER:
            text, prefix = prefix + text, ""
            numbers.append(text)
            weight = WEIGHTS[NUMBER]
        elif _is_prefix(found, at):
            prefix = text
            continue
        elif role in ("landmark", "admin") and word.kind == NAME:
            weight = LANDMARK_NAME_WEIGHT if role == "landmark" else ADMIN_NAME_WEIGHT
        else:
            weight = WEIGHTS[word.kind] if len(text) > 1 else _letter_weight(found, at)
        if weight and text not in weights:
            weights[text] = weight
    return weights, tuple(numbers)


def _letter_weight(found: list[AddressWord], at: int) -> float:
    """A letter alone tells little, and nothing in `H. No.` or `D. No.`."""
    return 0.0 if at + 1 < len(found) and found[at + 1].text == "number" else LETTER_WEIGHT


def _is_prefix(found: list[AddressWord], at: int) -> bool:
    """Whether a letter standing alone belongs to the number behind it: `H. No. E 376`."""
    if len(found[at].text) != 1 or found[at].kind != NAME or at + 1 == len(found):
        return False
    behind_unit = at > 0 and found[at - 1].kind == "unit"
    return behind_unit and found[at + 1].kind == NUMBER and found[at + 1].text[0].isdigit()


def _numbered(found: list[AddressWord], roles: list[str]) -> dict[int, str]:
    """Numbers that belong to a word: position to token (`Sector 18` to `sector18`), empty for the word left over.

    The word in front is asked first, so that `4th Main 5th Cross` is not read as a fifth main.
    """
    taken: dict[int, str] = {}
    for at, word in enumerate(found):
        if word.text not in vocabulary().numbered or not roles[at]:
            continue
        before, behind = at - 1, at + 1
        if behind < len(found) and found[behind].text == "number":
            behind += 1
        if before >= 0 and before not in taken and found[before].phrase == word.phrase:
            value = _count(found[before], word.text, in_front=True)
            if value:
                taken |= {before: "", at: word.text + value}
                continue
        if behind < len(found) and found[behind].phrase == word.phrase:
            value = _count(found[behind], word.text, in_front=False)
            if value:
                taken |= dict.fromkeys(range(at, behind), "") | {behind: word.text + value}
    return taken


def _count(word: AddressWord, owner: str, *, in_front: bool) -> str:
    """What a neighbour counts as beside `owner`: `5th` in front, `5` behind it (of a floor, in front as well)."""
    text = word.text
    if text in vocabulary().numbers and word.kind != NUMBER:
        return vocabulary().numbers[text]
    if word.kind == ORDINAL:
        return text if in_front else ""
    if word.kind == NUMBER:
        return text if (not in_front or owner == "floor") and text.isdigit() and len(text) <= 3 else ""
    if len(text) == 1 and text in _LETTERS and owner in (_LETTERED_IN_FRONT if in_front else _LETTERED):
        return text
    return vocabulary().roman.get(text, "") if len(text) > 1 or not in_front else ""
