"""Two servers observed doing the same, held against each other: shapes first, then what was read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from simulator.fidelity.model import CallRecord, Difference, Observation
from simulator.masking import masked

#: Confidences that differ by less are alike.
CONFIDENCE_STEP = 0.05
#: Keys under which an error says what is wrong.
MESSAGES = ("error", "error_message", "message", "detail", "reason")
_ABSENT = object()


def differences(theirs: Observation, ours: Observation) -> tuple[Difference, ...]:
    """All that differs, in the order in which it was asked."""
    return (*_calls(theirs, ours), *_order(theirs, ours), *_documents(theirs, ours), *_checks(theirs, ours))


# Calls


def _calls(theirs: Observation, ours: Observation) -> Iterator[Difference]:
    for mine in ours.exchanges:
        other = theirs.exchange(mine.name)
        if other is not None and other.status:
            yield from _call(other, mine)


def _call(other: CallRecord, mine: CallRecord) -> Iterator[Difference]:
    if other.status != mine.status:
        yield Difference("http_status", mine.name, other.status, mine.status)
    if other.status >= 400 or mine.status >= 400:
        yield from _error(other, mine)
        return
    if mine.name != "extracts":
        yield from _shape(mine.name, other.answer, mine.answer)
    if mine.name == "authtoken":
        life, our_life = _member(other.answer, "expires_in"), _member(mine.answer, "expires_in")
        if life != our_life:
            yield Difference("token_life", mine.name, life, our_life)


def _error(other: CallRecord, mine: CallRecord) -> Iterator[Difference]:
    keys, our_keys = _keys(other.answer), _keys(mine.answer)
    if keys != our_keys:
        yield Difference("envelope", mine.name, keys, our_keys, other.problem)
    for key in MESSAGES:
        value, our_said = _member(other.answer, key), _member(mine.answer, key)
        if value is not None and our_said is not None and value != our_said:
            yield Difference("wording", f"{mine.name}: {key}", value, our_said)


def _shape(where: str, other: Any, mine: Any) -> Iterator[Difference]:
    """Keys that only one side has, and values of another kind."""
    if isinstance(other, Mapping) and isinstance(mine, Mapping):
        for key in (*mine, *(each for each in other if each not in mine)):
            at = f"{where}.{key}"
            if key not in mine:
                yield Difference("keys", at, _kind(other[key]), None, "only theirs has it")
            elif key not in other:
                yield Difference("keys", at, None, _kind(mine[key]), "only ours has it")
            else:
                yield from _shape(at, other[key], mine[key])
    elif isinstance(other, list) and isinstance(mine, list):
        if bool(other) and bool(mine):
            yield from _shape(f"{where}[]", other[0], mine[0])
    elif _kind(other) != _kind(mine):
        yield Difference("keys", where, _kind(other), _kind(mine), "another kind of value")


def _order(theirs: Observation, ours: Observation) -> Iterator[Difference]:
    """Statuses must not contradict each other; that one side was polled at other moments is no difference."""
    if not (theirs.statuses and ours.statuses):
        return
    last, our_last = theirs.statuses[-1].statuses, ours.statuses[-1].statuses
    if last != our_last:
        yield Difference("statuses", "at the end", last, our_last)
    before = _member(getattr(theirs.exchange("status before the upload"), "answer", None), "")
    our_before = _member(getattr(ours.exchange("status before the upload"), "answer", None), "")
    if before != our_before:
        yield Difference("statuses", "before the upload", before, our_before)


# Documents


def _documents(theirs: Observation, ours: Observation) -> Iterator[Difference]:
    if not (theirs.extracts and ours.extracts):
        return
    top = {key: value for key, value in theirs.extracts.items() if key not in ("ocr_data", "cross_checks")}
    our_top = {key: value for key, value in ours.extracts.items() if key not in ("ocr_data", "cross_checks")}
    yield from _shape("extracts", top, our_top)
    items, our_items = theirs.documents(), ours.documents()
    for document_id in dict.fromkeys((*our_items, *items)):
        item, mine = items.get(document_id), our_items.get(document_id)
        if item is None or mine is None:
            has = "ours" if item is None else "theirs"
            yield Difference(
                "keys", document_id, item is not None, mine is not None, f"only {has} has the document in ocr_data"
            )
        else:
            yield from _item(document_id, item, mine)


def _item(where: str, item: Mapping[str, Any], mine: Mapping[str, Any]) -> Iterator[Difference]:
    yield from _shape(where, _without(item, "data"), _without(mine, "data"))
    for key in ("error_code", "error_reason"):
        if item.get(key) != mine.get(key):
            kind = "document_error" if key == "error_code" else "wording"
            yield Difference(kind, f"{where}: {key}", item.get(key), mine.get(key))  # type: ignore[arg-type]
    data, our_data = item.get("data"), mine.get("data")
    if not (isinstance(data, Mapping) and isinstance(our_data, Mapping)):
        yield from _shape(f"{where}.data", data, our_data)
        return
    if data.get("document_type") != our_data.get("document_type"):
        yield Difference("document_type", where, data.get("document_type"), our_data.get("document_type"))
        return
    for name in dict.fromkeys((*our_data, *data)):
        if name != "document_type":
            yield from _field(f"{where}.{name}", data.get(name, _ABSENT), our_data.get(name, _ABSENT))


def _field(where: str, other: Any, mine: Any) -> Iterator[Difference]:
    if other is _ABSENT or mine is _ABSENT:
        value = mine if other is _ABSENT else other
        has = "ours" if other is _ABSENT else "theirs"
        empty = isinstance(value, Mapping) and value.get("value") in ("", None, [])
        note = f"only {has} has it, empty" if empty else f"only {has} has it"
        yield Difference("keys", where, None if other is _ABSENT else other, None if mine is _ABSENT else mine, note)
        return
    if not (isinstance(other, Mapping) and isinstance(mine, Mapping)):
        yield from _shape(where, other, mine)
        return
    if "value" not in mine and "value" not in other:
        for part in dict.fromkeys((*mine, *other)):
            yield from _field(f"{where}.{part}", other.get(part, _ABSENT), mine.get(part, _ABSENT))
        return
    yield from _shape(where, _without(other, "value"), _without(mine, "value"))
    yield from _value(where, other.get("value"), mine.get("value"))
    sure, our_sure = other.get("confidence_score"), mine.get("confidence_score")
    if isinstance(sure, int | float) and isinstance(our_sure, int | float) and abs(sure - our_sure) >= CONFIDENCE_STEP:
        yield Difference("confidence", where, sure, our_sure, f"{our_sure - sure:+.2f}")


def _value(where: str, other: Any, mine: Any) -> Iterator[Difference]:
    if other == mine:
        return
    if _kind(other) != _kind(mine):
        yield Difference("keys", f"{where}.value", _kind(other), _kind(mine), "another kind of value")
        return
    from rapidfuzz import fuzz

    text, our_text = _folded(other), _folded(mine)
    if text == our_text:
        yield Difference("value", where, other, mine, "equal but for case and spaces", 100)
    else:
        note = "different: one side masks it" if masked(text) == masked(our_text) else "different"
        yield Difference("value", where, other, mine, note, round(fuzz.ratio(text, our_text)))


def _checks(theirs: Observation, ours: Observation) -> Iterator[Difference]:
    checks, our_checks = _named_checks(theirs), _named_checks(ours)
    for key in dict.fromkeys((*our_checks, *checks)):
        check, mine = checks.get(key), our_checks.get(key)
        where = f"cross_checks {key[0]}" + (f" #{key[1] + 1}" if key[1] else "")
        if check is None or mine is None:
            has = "ours" if check is None else "theirs"
            yield Difference("cross_check", where, check is not None, mine is not None, f"only {has} has it")
            continue
        yield from _shape(where, check, mine)
        for field in ("source_doc", "source_field_name", "target_doc", "target_field_name"):
            if check.get(field) != mine.get(field):
                yield Difference("cross_check", f"{where}: {field}", check.get(field), mine.get(field))
        score, our_score = check.get("similarity_score"), mine.get("similarity_score")
        if score != our_score:
            yield Difference("score", where, score, our_score)


# Small things


def _named_checks(side: Observation) -> dict[tuple[str, int], Mapping[str, Any]]:
    """Checks by name and, where a name comes again, by how often it came before."""
    checks = side.extracts.get("cross_checks")
    named: dict[tuple[str, int], Mapping[str, Any]] = {}
    for check in checks if isinstance(checks, list) else []:
        if isinstance(check, Mapping):
            name = str(check.get("name"))
            named[name, sum(known == name for known, _ in named)] = check
    return named


def _keys(answer: Any) -> list[str] | str:
    return sorted(map(str, answer)) if isinstance(answer, Mapping) else _kind(answer)


def _member(answer: Any, key: str) -> Any:
    """One member of an answer, or with an empty key the answer itself."""
    if not key:
        return answer
    return answer.get(key) if isinstance(answer, Mapping) else None


def _without(value: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: each for name, each in value.items() if name != key}


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    return "string" if isinstance(value, str) else "list" if isinstance(value, list) else "object"


def _folded(value: Any) -> str:
    return " ".join(str(value).lower().split())
