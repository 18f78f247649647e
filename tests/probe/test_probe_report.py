"""The probe's reports say the same in every form, hold any text that a receiver may give, and no secret of it."""

from __future__ import annotations

import html
import json
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from simulator.printable import printable
from simulator.probe.prober import ProbeCase, ProbeFinding, ProbeResult
from simulator.probe.report import summary, to_dict, to_html, to_junit

TO = "http://receiver.test/cb"


def result(verdict: Any = "wrong", saw: str = "answered 500", name: str = "plain") -> ProbeResult:
    case = ProbeCase(name, "one callback", "takes it: 2xx", lambda probe: ProbeFinding(verdict, saw))
    return ProbeResult(case, ProbeFinding(verdict, saw), 1.23456)


RESULTS = [
    result("right", "answered 200"),
    result(name="tiny"),
    result("unknown", "no GET", "stale"),
    result(name="late"),
]


def test_all_forms_count_alike() -> None:
    assert summary(RESULTS) == "1 right, 2 wrong, 1 unknown" and summary([]) == "0 right, 0 wrong, 0 unknown"
    report = to_dict(TO, RESULTS)
    assert report["summary"] == summary(RESULTS) and report["receiver"] == TO
    assert [(each["case"], each["verdict"], each["seconds"]) for each in report["cases"]] == [
        ("plain", "right", 1.235),
        ("tiny", "wrong", 1.235),
        ("stale", "unknown", 1.235),
        ("late", "wrong", 1.235),
    ]
    assert summary(RESULTS) in to_html(TO, RESULTS) and to_html(TO, RESULTS).count("<tr>") == 5


def test_junit_has_a_failure_for_each_wrong_one_and_leaves_out_what_is_unknown() -> None:
    suite = ElementTree.fromstring(to_junit(TO, RESULTS))
    assert {key: suite.get(key) for key in ("name", "tests", "failures", "skipped", "time")} == {
        "name": f"receiver {TO}",
        "tests": "4",
        "failures": "2",
        "skipped": "1",
        "time": "4.938",
    }
    assert [(case.get("name"), [each.tag for each in case]) for case in suite] == [
        ("plain", []),
        ("tiny", ["failure"]),
        ("stale", ["skipped"]),
        ("late", ["failure"]),
    ]
    assert suite[1][0].get("message") == "one callback; a right receiver takes it: 2xx; answered 500"


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(codec=None), max_size=40))
@example("\x00\x1b[2J\ud800\ufffe\uffff\x7f")
@example("<script>alert(1)</script>&amp;\"']]>")
def test_whatever_a_receiver_says_every_form_can_be_written_and_read_back(saw: str) -> None:
    lines = [result(saw=saw)]
    suite = ElementTree.fromstring(to_junit(f"{TO}?{saw}", lines))
    assert str(suite[0][0].get("message")).startswith("one callback; a right receiver takes it: 2xx; ")
    page = to_html(f"{TO}?{saw}", lines)
    assert page.encode() and "<script" not in page
    assert json.loads(printable(json.dumps(to_dict(TO, lines), ensure_ascii=False)).encode())["cases"]


@pytest.mark.parametrize("secret", ["4996 3341 5672", "Bearer abcdefgh12345678", "token=abcdefgh12345678"])
def test_nothing_private_stands_in_any_form(secret: str) -> None:
    lines = [result(saw=f"state: {secret}")]
    for report in (to_junit(TO, lines).decode(), to_html(TO, lines), json.dumps(to_dict(TO, lines))):
        assert secret not in html.unescape(report)
    shown = to_dict(f"{TO}?token=abcdefgh12345678", lines)["receiver"]
    assert shown.startswith(TO) and "abcdefgh12345678" not in shown
