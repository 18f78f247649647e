"""What a fault rule may say, to its borders; what it matches; and how often it acts."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import InputError
from simulator.limits import LONGEST_ID
from simulator.pipeline.canned_values import ALLOWED
from simulator.pipeline.faults.points import POINTS, action_names, allowed_keys
from simulator.pipeline.faults.rules import (
    FaultRule,
    FaultSubject,
    pattern_matches,
    rule_acts,
    unmet_criteria,
    validated_rule,
)


def refusal(rule: FaultRule, *, own: bool = False) -> InputError:
    with pytest.raises(InputError) as caught:
        validated_rule(rule, own=own)
    return caught.value


@pytest.mark.parametrize(
    ("point", "action", "key", "least", "most", "says"),
    [
        ("auth", "refused", "times", 1, 1_000_000, "1 to 1e+06"),
        ("auth", "refused", "after", 0, 1_000_000, "0 to 1e+06"),
        ("auth", "refused", "every", 1, 1_000_000, "1 to 1e+06"),
        ("download", "status", "status", 100, 599, "100 to 599"),
        ("crosscheck", "score", "score", 0, 100, "0 to 100"),
        ("callback", "duplicate", "copies", 2, 100, "2 to 100"),
    ],
)
def test_a_number_is_taken_to_its_borders_and_not_beyond(
    point: str, action: str, key: str, least: int, most: int, says: str
) -> None:
    for value in (least, most):
        assert validated_rule(FaultRule(point, action, **{key: value}))
    for value in (least - 1, most + 1):
        wrong = refusal(FaultRule(point, action, **{key: value}))
        assert (wrong.key, wrong.allowed, str(wrong)) == (key, [says], f"{key}: {value} is out of range")


@pytest.mark.parametrize(
    ("point", "action", "key"), [("auth", "refused", "probability"), ("ocr", "low_confidence", "confidence")]
)
def test_a_share_lies_between_nothing_and_all(point: str, action: str, key: str) -> None:
    for value in (0.0, 0.5, 1.0):
        assert validated_rule(FaultRule(point, action, **{key: value}))
    for value in (-0.01, 1.01):
        wrong = refusal(FaultRule(point, action, **{key: value}))
        assert (wrong.key, wrong.allowed) == (key, ["0 to 1"])


def test_an_unknown_point_and_an_unknown_action_name_those_that_there_are() -> None:
    wrong = refusal(FaultRule("upload", "expired"))
    assert str(wrong) == "unknown fault point 'upload'; did you mean download?"
    assert (wrong.key, wrong.allowed) == ("point", list(POINTS))
    wrong = refusal(FaultRule("auth", "explode"))
    assert str(wrong) == "unknown action 'explode' at the point 'auth'"
    assert (wrong.key, wrong.allowed) == ("action", action_names("auth"))


def test_a_key_of_another_action_names_those_that_apply() -> None:
    wrong = refusal(FaultRule("download", "expired", score=3))
    assert str(wrong) == "the key 'score' does not apply to download expired"
    assert (wrong.key, wrong.allowed) == ("score", allowed_keys("download", "expired"))


def test_the_keys_of_a_rule_are_those_of_its_point_of_counting_of_its_action_and_of_every_rule() -> None:
    counting = ["times", "after", "every", "probability", "seed"]
    assert allowed_keys("crosscheck", "score") == (
        ["point", "action", "tenant", "application", "flow", *counting, "score", "check", "note", "strict"]
    )


@pytest.mark.parametrize(
    ("point", "match"),
    [
        ("request", "tenant endpoint application document flow"),
        ("download", "tenant application document flow"),
        ("processing", "tenant application document flow"),
        ("classify", "tenant application document flow type"),
        ("ocr", "tenant application document flow type"),
        ("crosscheck", "tenant application flow"),
        ("auth", "tenant application flow"),
        ("callback", "tenant application flow"),
        ("notification", "tenant application flow"),
        ("address", "tenant application"),
    ],
)
def test_by_what_a_rule_can_be_narrowed_at_each_point(point: str, match: str) -> None:
    assert POINTS[point].match == tuple(match.split())


def test_every_rule_that_matches_acts_on_what_was_read_and_one_alone_on_a_call() -> None:
    assert [name for name, point in POINTS.items() if point.all_act] == ["classify", "ocr", "crosscheck", "address"]


def test_what_is_decided_before_a_try_what_meets_a_job_once_and_what_needs_no_reading() -> None:
    flagged = {
        flag: [
            f"{point.name} {each.name}" for point in POINTS.values() for each in point.actions if getattr(each, flag)
        ]
        for flag in ("before", "once", "unread")
    }
    posted = ["callback", "notification"]
    assert flagged == {
        "before": [f"{point} {action}" for point in posted for action in ("delay", "out_of_order", "never")],
        "once": ["download delay", *(f"{point} {action}" for point in posted for action in ("delay", "out_of_order"))],
        "unread": ["classify unrecognised", "ocr fail"],
    }


@pytest.mark.parametrize(
    ("rule", "needed"),
    [
        (FaultRule("classify", "become"), "document_type"),
        (FaultRule("ocr", "missing"), "field"),
        (FaultRule("ocr", "replace", field="dob"), "value"),
        (FaultRule("crosscheck", "score"), "score"),
        (FaultRule("processing", "slow"), "delay"),
        (FaultRule("request", "drip"), "delay"),
        (FaultRule("callback", "drip"), "delay"),
        (FaultRule("callback", "patch"), "body"),
    ],
)
def test_what_an_action_cannot_do_without_is_asked_for(rule: FaultRule, needed: str) -> None:
    wrong = refusal(rule)
    assert wrong.key == needed
    assert str(wrong) == f"{rule.point} {rule.action} needs {needed!r}: {wrong.allowed[0]}"


def test_a_patch_is_an_object() -> None:
    assert validated_rule(FaultRule("callback", "patch", body={}))
    wrong = refusal(FaultRule("notification", "patch", body=[1]))
    assert (wrong.key, wrong.allowed) == ("body", ["an object", "a text with an object in JSON"])
    assert str(wrong) == "body: must be an object: a JSON merge patch of the callback"


def test_a_pattern_may_be_as_long_as_an_id_and_has_few_wildcards() -> None:
    assert validated_rule(FaultRule("auth", "refused", application="x" * LONGEST_ID))
    wrong = refusal(FaultRule("auth", "refused", application="x" * (LONGEST_ID + 1)))
    assert (wrong.key, wrong.allowed) == ("application", ["at most 512 characters"])
    assert str(wrong) == "application: 513 characters are too many; a pattern has at most 512"
    assert validated_rule(FaultRule("auth", "refused", flow="*?" * 10))
    wrong = refusal(FaultRule("auth", "refused", flow="*?" * 10 + "?"))
    assert (wrong.key, wrong.allowed) == ("flow", ["at most 20 of * and ?"])
    assert str(wrong) == "flow: 21 wildcards are too many; a pattern has at most 20"


def test_a_value_that_no_field_can_hold_is_named_with_its_place() -> None:
    wrong = refusal(FaultRule("ocr", "replace", field="dob", value=True))
    assert (wrong.key, wrong.allowed) == ("value", list(ALLOWED))
    assert str(wrong) == "value: True is no value of a field"
    wrong = refusal(FaultRule("classify", "become", document_type="PAN", fields={"a": 1, "b": {"c": {"d": "e"}}}))
    assert (wrong.key, str(wrong)) == ("fields.b.c", "fields.b.c: a part has no parts of its own")


def test_a_delay_is_a_time_and_what_it_may_be_is_said() -> None:
    assert validated_rule(FaultRule("processing", "slow", delay=0)).wait == 0.0
    assert validated_rule(FaultRule("processing", "slow", delay="90s")).wait == 90.0
    assert FaultRule("processing", "slow").wait == 0.0
    wrong = refusal(FaultRule("processing", "slow", delay="soon"))
    assert wrong.key == "delay" and len(wrong.allowed) == 1 and "61m" in wrong.allowed[0]
    assert str(wrong).startswith("delay: ")


def test_a_key_that_the_rule_leaves_out_says_what_the_table_says() -> None:
    assert FaultRule("callback", "duplicate").value_of("copies") == 2
    assert FaultRule("callback", "duplicate", copies=3).value_of("copies") == 3
    assert FaultRule("callback", "duplicate").value_of("status") is None
    assert FaultRule("nowhere", "nothing").value_of("copies") is None
    assert FaultRule("request", "answer").value_of("handled") is False


@pytest.mark.parametrize("own", [False, True])
def test_an_answer_is_checked_by_who_asks_for_it(own: bool) -> None:
    rule = FaultRule("request", "answer", headers={"Location": "http://x/"})
    if not own:
        assert validated_rule(rule) is rule
        return
    wrong = refusal(rule, own=own)
    assert wrong.key == "headers.Location"
    assert "may not set this header" in str(wrong) and "retry-after" in wrong.allowed[0]


# Matching

SUBJECT = FaultSubject("t", "POST /v3/verification/multiupload", "APP-1", ("1", "2"), "PAN", "f-1")


@pytest.mark.parametrize(
    ("keys", "wrong"),
    [
        ({}, []),
        ({"tenant": "t", "application": "APP-*", "document": "2", "type": "P?N", "flow": "f-1"}, []),
        ({"tenant": "T"}, ["tenant"]),
        ({"document": "3"}, ["document"]),
        ({"document": "3", "type": "PANS", "flow": "f-1"}, ["document", "type"]),
        ({"endpoint": "multiupload"}, []),
        ({"endpoint": "status", "application": "APP-?"}, ["endpoint"]),
    ],
)
def test_a_rule_says_which_of_its_keys_do_not_fit(keys: dict[str, str], wrong: list[str]) -> None:
    assert unmet_criteria(FaultRule("request", "drop", **keys).criteria, SUBJECT) == wrong


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [
        ("post multiupload", True),
        ("POST /multiupload", True),
        ("POST /v3/*", True),
        ("GET /v3/*", False),
        ("/verification/multiupload", True),
        ("v3/verification/multiupload", True),
        ("3/verification/multiupload", False),
        ("*upload", True),
        ("POST", False),
    ],
)
def test_an_endpoint_is_named_by_its_path_or_the_end_of_it(pattern: str, matches: bool) -> None:
    assert pattern_matches("endpoint", pattern, SUBJECT.endpoint) is matches


@given(st.text(max_size=12))
def test_an_id_without_wildcards_matches_itself_alone(text: str) -> None:
    plain = text.replace("*", "").replace("?", "")
    assert pattern_matches("document", plain, plain)
    assert not pattern_matches("document", plain, f"{plain}x")
    assert pattern_matches("document", f"{plain}*", f"{plain}xyz") and not pattern_matches(
        "document", f"{plain}?", plain
    )


# Counting


@given(st.integers(0, 4), st.integers(1, 4), st.integers(1, 4))
def test_a_rule_lets_after_pass_then_acts_on_every_nth_until_times(after: int, every: int, times: int) -> None:
    rule, hits, acted = FaultRule("auth", "refused", after=after, every=every, times=times), 0, []
    for match in range(1, 40):
        if rule_acts(rule, match, hits, 1):
            hits += 1
            acted.append(match)
    assert acted == [after + every * n for n in range(1, times + 1)]


def test_a_seed_of_the_rule_comes_before_that_of_the_simulator() -> None:
    rule = FaultRule("auth", "refused", probability=0.5, seed=3)
    drawn = [rule_acts(rule, match, 0, seed=1) for match in range(1, 60)]
    assert drawn == [rule_acts(rule, match, 0, seed=2) for match in range(1, 60)]
    other = msgspec.structs.replace(rule, seed=None)
    assert drawn == [rule_acts(other, match, 0, seed=3) for match in range(1, 60)]
    assert drawn != [rule_acts(other, match, 0, seed=1) for match in range(1, 60)]
    assert not any(rule_acts(msgspec.structs.replace(rule, probability=0.0), match, 0, 1) for match in range(1, 60))


def test_chance_differs_between_points_and_actions_of_one_seed() -> None:
    def drawn(point: str, action: str, **keys: Any) -> list[bool]:
        rule = FaultRule(point, action, probability=0.5, **keys)
        return [rule_acts(rule, match, 0, 1) for match in range(1, 60)]

    assert (
        len({tuple(drawn(*each)) for each in (("auth", "refused"), ("auth", "timeout"), ("callback", "timeout"))}) == 3
    )
