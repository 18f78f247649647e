"""A rule as it is written, in JSON or TOML: at which point, for whom, how often, and what happens.

`checked` holds it against the table of points; what is wrong names the key and what is allowed.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any

import msgspec

from simulator import durations
from simulator.errors import InputError
from simulator.json_bodies import decode_json
from simulator.limits import LONGEST_ID
from simulator.nearest import suggestion
from simulator.pipeline.canned_values import ALLOWED, value_problem
from simulator.pipeline.faults import response_validation
from simulator.pipeline.faults.points import MATCH, POINTS, action_names, action_of, allowed_keys


class FaultRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One fault. Which of the later keys an action takes stands in the table of points.

    Without `strict` it may name a type, field, check or endpoint that there is not.
    """

    point: str
    action: str
    tenant: str = ""
    endpoint: str = ""
    application: str = ""
    document: str = ""
    type: str = ""
    flow: str = ""
    times: int | None = None
    after: int = 0
    every: int = 1
    probability: float = 1.0
    seed: int | None = None
    status: int | None = None
    body: Any = None
    headers: dict[str, str] | None = None
    delay: str | float | None = None
    handled: bool = False
    document_type: str | None = None
    reason: str | None = None
    confidence: float | None = None
    field: str | None = None
    value: Any = None
    fields: dict[str, Any] | None = None
    score: int | None = None
    check: str | None = None
    index: int | None = None
    target: str | None = None
    copies: int | None = None
    note: str = ""
    strict: bool = True

    def value_of(self, key: str) -> Any:
        """The value of an action's key, or what stands in the table where the rule gives none."""
        value = getattr(self, key)
        if value is not None:
            return value
        action = action_of(self.point, self.action)
        return next((each.default for each in action.keys if each.name == key), None) if action else None

    @property
    def wait(self) -> float:
        """The delay in seconds."""
        value = self.value_of("delay")
        return durations.parse_duration(value) if value is not None else 0.0

    @property
    def criteria(self) -> list[tuple[str, str]]:
        """What narrows the rule: key and pattern."""
        return [(key, value) for key in MATCH if (value := getattr(self, key))]


class FaultSubject(msgspec.Struct, frozen=True):
    """What a point is asked about. `documents` are all that a request speaks of, or the one that is worked on."""

    tenant: str = ""
    endpoint: str = ""
    application: str = ""
    documents: tuple[str, ...] = ()
    type: str = ""
    flow: str = ""

    def of(self, key: str) -> tuple[str, ...]:
        return self.documents if key == "document" else (getattr(self, key),)


def validated_rule(rule: FaultRule, *, own: bool = False) -> FaultRule:
    """The rule, where it makes sense; `own` says that a client asks for it in its own flow.

    Raises InputError with the key that is wrong and what is allowed.
    """
    if rule.point not in POINTS:
        hint = suggestion(rule.point, POINTS)
        raise InputError(f"unknown fault point {rule.point!r}{hint}", "point", list(POINTS))
    action = action_of(rule.point, rule.action)
    if action is None:
        names = action_names(rule.point)
        hint = suggestion(rule.action, names)
        raise InputError(f"unknown action {rule.action!r} at the point {rule.point!r}{hint}", "action", names)
    allowed = allowed_keys(rule.point, rule.action)
    for key in msgspec.to_builtins(rule):
        if key not in allowed:
            raise InputError(f"the key {key!r} does not apply to {rule.point} {rule.action}", key, allowed)
    for needed in action.keys:
        if needed.required and getattr(rule, needed.name) is None:
            message = f"{rule.point} {rule.action} needs {needed.name!r}: {needed.description}"
            raise InputError(message, needed.name, [needed.description])
    _check_values(rule)
    if rule.point == "request":
        try:
            response_validation.validate_response(rule.value_of("status"), rule.body, rule.headers, own=own)
        except response_validation.ResponseError as error:
            raise InputError(str(error), error.key, error.allowed) from None
    return rule


#: Characters of a pattern that narrows a rule: room for an id as long as any that is taken; and the wildcards in one.
LONGEST_PATTERN, MOST_WILDCARDS = LONGEST_ID, 20
#: Key to least, most: the numbers that may stand in a rule.
_RANGES: dict[str, tuple[float, float]] = {
    "times": (1, 1_000_000),
    "after": (0, 1_000_000),
    "every": (1, 1_000_000),
    "probability": (0, 1),
    "status": (100, 599),
    "confidence": (0, 1),
    "score": (0, 100),
    "copies": (2, 100),
}


def _check_values(rule: FaultRule) -> None:
    for key, (least, most) in _RANGES.items():
        value = getattr(rule, key)
        if value is not None and not least <= value <= most:
            raise InputError(f"{key}: {value} is out of range", key, [f"{least:g} to {most:g}"])
    for key in MATCH:
        if len(getattr(rule, key)) > LONGEST_PATTERN:
            message = (
                f"{key}: {len(getattr(rule, key)):,} characters are too many; a pattern has at most {LONGEST_PATTERN}"
            )
            raise InputError(message, key, [f"at most {LONGEST_PATTERN} characters"])
        if (count := sum(map(getattr(rule, key).count, "*?"))) > MOST_WILDCARDS:
            message = f"{key}: {count:,} wildcards are too many; a pattern has at most {MOST_WILDCARDS}"
            raise InputError(message, key, [f"at most {MOST_WILDCARDS} of * and ?"])
    if rule.action == "patch" and not _is_object(rule.body):
        message = "body: must be an object: a JSON merge patch of the callback"
        raise InputError(message, "body", ["an object", "a text with an object in JSON"])
    given = {"value": rule.value} if rule.value is not None else {}
    for key, value in (given | {f"fields.{name}": each for name, each in (rule.fields or {}).items()}).items():
        if wrong := value_problem(value):
            raise InputError(f"{key}{wrong[0]}: {wrong[1]}", f"{key}{wrong[0]}", ALLOWED)
    if rule.delay is not None:
        try:
            durations.parse_duration(rule.delay)
        except ValueError as error:
            raise InputError(f"delay: {error}", "delay", [durations.GRAMMAR]) from None


def _is_object(body: Any) -> bool:
    """Whether a value is an object, or a text that holds one."""
    if isinstance(body, str):
        try:
            body = decode_json(body.encode())
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            return False
    return isinstance(body, dict)


def unmet_criteria(criteria: Sequence[tuple[str, str]], about: FaultSubject) -> list[str]:
    """The keys of a rule's criteria that do not fit; none: it matches."""
    return [
        key for key, pattern in criteria if not any(pattern_matches(key, pattern, value) for value in about.of(key))
    ]


@lru_cache(maxsize=4096)
def pattern_matches(key: str, pattern: str, value: str) -> bool:
    """Whether a value is what a pattern says, `*` and `?` standing for any characters."""
    if key != "endpoint":
        return pattern == value or _like(value, pattern)
    method, _, path = value.partition(" ")
    pattern_method, space, pattern_path = pattern.partition(" ")
    if not space:
        pattern_method, pattern_path = method, pattern
    if pattern_method.upper() != method:
        return False
    return path == pattern_path or path.endswith(f"/{pattern_path.lstrip('/')}") or _like(path, pattern_path)


def _like(value: str, pattern: str) -> bool:
    # A pattern without wildcards is no pattern: an id may be long, and turning it into one would take longer than this.
    return ("*" in pattern or "?" in pattern) and fnmatchcase(value, pattern.replace("[", "[[]"))


def rule_acts(rule: FaultRule, matched: int, hits: int, seed: int) -> bool:
    """Whether the rule acts on its match number `matched` (from 1), having acted `hits` times before."""
    if matched <= rule.after or (rule.times is not None and hits >= rule.times):
        return False
    if (matched - rule.after) % rule.every:
        return False
    if rule.probability >= 1.0:
        return True
    own = rule.seed if rule.seed is not None else seed
    return random.Random(f"{own}:{rule.point}:{rule.action}:{matched}").random() < rule.probability
