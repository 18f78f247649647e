"""What the pages say of a flow, part by part: its tiles, its timeline, where two values differ, how moments and sizes read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.control.page import rendering
from simulator.control.page.flow_summary import summary_facts, why_nothing_compared
from simulator.control.page.timeline import timeline
from simulator.control.page.value_diff import LONGEST, value_diff
from simulator.documents.model import Field, Reading
from simulator.flows.journal import Entry
from simulator.flows.model import Attempt, Delivery, Event, File, ReadFile
from simulator.flows.states import DeliveryState, FileState, FlowStatus
from simulator.matching.model import Check, CrossCheck, Side

COMPARED = FlowStatus("SUCCESS", "SUCCESS", "COMPLETED", "SUCCESS")
RUNNING = FlowStatus("SUCCESS", "IN_PROGRESS", "PENDING", "IN_PROGRESS")


def read(state: FileState = FileState.PROCESSING_SUCCESS, code: str = "", kind: str = "PAN", **fields: Any) -> ReadFile:
    file = File(1, "u", "t", "b", "f", "1", "http://x", "", state, 0, "s", "k", "", 0, 0)
    found = {name: Field(value, 0.9) for name, value in fields.items()}
    reading = Reading(document_type=kind, error_code=code, fields=found)
    return ReadFile(file, reading if state == FileState.PROCESSING_SUCCESS or code else None)


def delivery(state: str, attempts: int, kind: str = "flow") -> Delivery:
    values: dict[str, Any] = dict.fromkeys(Delivery.__struct_fields__, "")
    values |= {"id": 1, "kind": kind, "state": DeliveryState(state), "attempts": attempts, "body": b"", "postponed": 0}
    return Delivery(**values)


def scored(*scores: int) -> list[CrossCheck]:
    return [CrossCheck("A", "a", "x", "B", "b", "y", score, "N") for score in scores]


def tiles(
    files: Any = (), checks: Any = (), deliveries: Any = (), status: Any = COMPARED
) -> dict[str, tuple[str, str]]:
    return {each.name: (each.tone, each.text) for each in summary_facts(status, files, checks, deliveries)}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ([], ("quiet", "none")),
        ([read()], ("good", "all 1 read")),
        ([read(), read(FileState.PROCESSING_INPROGRESS)], ("run", "1 of 2 read")),
        ([read(FileState.UPLOAD_INPROGRESS), read(FileState.UPLOAD_SUCCESS)], ("run", "0 of 2 read")),
        ([read(FileState.UPLOAD_FAILED), read()], ("bad", "1 not fetched, of 2")),
        ([read(FileState.PROCESSING_FAILED)], ("bad", "1 not processed, of 1")),
        ([read(FileState.UNRECOGNISED, "UNRECOGNISED"), read(code="INVALID_DOC")], ("bad", "1 not recognised, 1 invalid, of 2")),
        ([read(code="INVALID_DOC"), read(FileState.PROCESSING_INPROGRESS)], ("bad", "1 invalid, of 2")),
    ],
)  # fmt: skip
def test_the_tile_of_documents_says_the_worst_there_is(files: Any, expected: tuple[str, str]) -> None:
    assert tiles(files)["documents"] == expected


@pytest.mark.parametrize(
    ("scores", "status", "expected"),
    [
        ((), COMPARED, ("wait", "nothing compared")),
        ((100, 80), COMPARED, ("good", "all 2 at 80 or more")),
        ((100, 79), COMPARED, ("wait", "1 of 2 below 80, lowest 79")),
        ((60, 90), COMPARED, ("wait", "1 of 2 below 80, lowest 60")),
        ((59, 70, 12), COMPARED, ("bad", "2 of 3 below 60, lowest 12")),
        ((0,), RUNNING, ("quiet", "not compared yet")),
        ((), None, ("quiet", "not compared yet")),
    ],
)
def test_the_tile_of_scores_has_the_tone_of_its_lowest(scores: Any, status: Any, expected: tuple[str, str]) -> None:
    assert tiles(checks=scored(*scores), status=status)["scores"] == expected


@pytest.mark.parametrize(
    ("deliveries", "expected"),
    [
        ([], ("quiet", "not due yet")),
        ([delivery("INITIATED", 0)], ("run", "on its way")),
        ([delivery("IN_PROGRESS", 1)], ("bad", "not delivered: 1 attempt failed, trying again")),
        ([delivery("IN_PROGRESS", 2)], ("bad", "not delivered: 2 attempts failed, trying again")),
        ([delivery("DELIVERED", 1)], ("good", "delivered")),
        ([delivery("DELIVERED", 3)], ("good", "delivered at attempt 3")),
        ([delivery("AUTH_FAILED", 6)], ("bad", "given up: auth_url failed, 6 attempts")),
        ([delivery("CALLBACK_FAILED", 1)], ("bad", "given up: callback_url failed, 1 attempt")),
        ([delivery("CALLBACK_FAILED", 1), delivery("DELIVERED", 1)], ("good", "delivered")),
        ([delivery("DELIVERED", 1), delivery("CALLBACK_FAILED", 1, kind="chat")], ("good", "delivered")),
    ],
)
def test_the_tile_of_the_callback_is_that_of_the_newest(deliveries: Any, expected: tuple[str, str]) -> None:
    assert tiles(deliveries=deliveries)["callback"] == expected


def check(source: str, target: str, name: str = "N") -> Check:
    return Check(name, Side(*source.split("."), ""), Side(*target.split("."), ""), "name")


@pytest.mark.parametrize(
    ("checks", "files", "says"),
    [
        ([], [], "product_type P has no cross-checks."),
        ([check("PAN.a", "INVOICE.b")], [], "P compares PAN with INVOICE; no document of this flow was recognised and valid."),
        ([check("PAN.a", "INVOICE.b")], [read(kind="PAN")], "P compares PAN with INVOICE; this flow has only PAN."),
        (
            [check("PAN.a", "INVOICE.b")], [read(kind="PAN", a="x"), read(kind="INVOICE")],
            "of the 1 cross-checks between documents that are here, each lacks a value that was not read; N lacks INVOICE.b.",
        ),
        (
            [check("PAN.a", "INVOICE.b", "WORSE"), check("PAN.c", "INVOICE.b", "BETTER")],
            [read(kind="PAN", c="x"), read(kind="INVOICE")],
            "BETTER lacks INVOICE.b.",
        ),
        ([check("PAN.a", "PAN.a")], [read(kind="PAN", a="x")], "N lacks a second document of the type."),
        ([check("FLOW.username", "PAN.a")], [read(kind="PAN", a="x")], "N lacks FLOW.username."),
        (
            [check(f"A{n}.a", "B.b") for n in range(6)] * 2, [],
            "P compares A0 with B, A1 with B, A2 with B, A3 with B and 2 more pairs; no document",
        ),
    ],
)  # fmt: skip
def test_why_nothing_was_compared_names_what_is_lacking(checks: Any, files: Any, says: str) -> None:
    text = why_nothing_compared("P", checks, files)
    assert text.startswith("Nothing could be compared: ") and says in text


# The timeline


def event(kind: str, state: str, at: float = 1.0, **detail: Any) -> Event:
    values: dict[str, Any] = dict.fromkeys(Event.__struct_fields__, "")
    return Event(**{**values, "id": 1, "at": at, "kind": kind, "state": state, "detail": detail})


def entry(**more: Any) -> Entry:
    return Entry(**{"at": 1.0, "method": "POST", "url": "/v3/x?token=1", "status": 201, "ms": 12.0, **more})


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (
            event("file", "PROCESSING_SUCCESS", document_id="7", sha256="s", document_type="PAN", pages=1, problem=""),
            ("file", "PROCESSING_SUCCESS", "good", "PAN, 1 page", "7"),
        ),
        (event("file", "PROCESSING_SUCCESS", error_code="INVALID_DOC"), ("file", "PROCESSING_SUCCESS", "bad", "INVALID_DOC", "")),
        (event("flow", "SUCCESS", checks=2), ("flow", "SUCCESS", "good", "2 checks", "")),
        (event("delivery", "DELIVERED", of="chat"), ("delivery", "chat DELIVERED", "good", "", "")),
        (event("delivery", "DELIVERED", of="flow", attempt=2), ("delivery", "DELIVERED", "good", "attempt 2", "")),
        (entry(), ("request", "POST /v3/x", "good", "answered 201", "")),
        (entry(status=0, problem="fault 3 request drop", fault="3 request drop"),
         ("request", "POST /v3/x", "bad", "answered 0 — fault 3 request drop", "")),
        (entry(status=299), ("request", "POST /v3/x", "good", "answered 299", "")),
        (entry(status=300), ("request", "POST /v3/x", "bad", "answered 300", "")),
        (entry(status=199), ("request", "POST /v3/x", "bad", "answered 199", "")),
        (entry(status=503, fault="3 request answer"),
         ("request", "POST /v3/x", "bad", "answered 503 — fault 3 request answer", "")),
        (entry(kind="download", status=200, url="http://s/a.png", documents=("7",), answer="2 kB"),
         ("download", "fetched", "good", "2 kB — http://s/a.png", "7")),
        (entry(kind="download", status=403, url="http://s/a.png", problem="expired"),
         ("download", "not fetched", "bad", "expired — http://s/a.png", "")),
    ],
)  # fmt: skip
def test_a_moment_is_one_line(moment: Any, expected: tuple[str, ...]) -> None:
    (line,) = timeline(*(([moment], [], []) if isinstance(moment, Event) else ([], [], [moment])))
    assert (line.kind, line.title, line.tone, line.detail, line.document) == expected


@pytest.mark.parametrize(
    ("status", "title", "tone"),
    [(200, "200", "good"), (299, "299", "good"), (199, "199", "bad"), (300, "300", "bad"), (0, "no answer", "bad")],
)
def test_an_attempt_is_told_with_the_url_that_it_asked(status: int, title: str, tone: str) -> None:
    values: dict[str, Any] = dict.fromkeys(Attempt.__struct_fields__, "")
    made = [
        Attempt(**{**values, "step": step, "at": 1.0, "seconds": 0.5, "status": status})
        for step in ("auth", "callback")
    ]
    of = delivery("DELIVERED", 1)
    lines = timeline([], [(_with_urls(of), each) for each in made], [])
    assert [(each.kind, each.title, each.tone, each.took) for each in lines] == [
        ("auth", title, tone, 0.5), ("callback", title, tone, 0.5)
    ]  # fmt: skip
    assert [each.detail for each in lines] == ["http://auth", "http://callback"]


def _with_urls(of: Delivery) -> Delivery:
    import msgspec

    return msgspec.structs.replace(of, url="http://callback", auth_url="http://auth")


def test_moments_stand_in_their_order_and_what_was_asked_before_what_came_of_it() -> None:
    lines = timeline(
        [
            event("flow", "LATE", 3.0),
            event("flow", "SAME", 2.0),
            event("auth", "HIDDEN", 0.0),
            event("inbox", "HIDDEN"),
        ],
        [],
        [entry(at=2.0)],
    )
    assert [each.title for each in lines] == ["POST /v3/x", "SAME", "LATE"]


# Where two values differ


@pytest.mark.parametrize(
    ("source", "target", "left", "right"),
    [
        ("a b", "c b", [("a", False), (" b", True)], [("c", False), (" b", True)]),
        ("Asha Verma", "asha verma", [("Asha Verma", True)], [("asha verma", True)]),
        ("", "x", [], [("x", False)]),
        ("a" * (LONGEST + 1), "b", [("a" * (LONGEST + 1), False)], [("b", False)]),
        ("a" * (LONGEST + 1), "a" * (LONGEST + 1), [("a" * (LONGEST + 1), True)], [("a" * (LONGEST + 1), True)]),
    ],
)
def test_values_are_shown_in_what_they_have_in_common(source: str, target: str, left: Any, right: Any) -> None:
    assert value_diff(source, target) == (left, right)


def test_capitals_and_blanks_are_no_difference() -> None:
    left, right = value_diff("12, M G ROAD", "12  m g road")
    assert [text.strip() for text, same in left if not same] == [","]
    assert all(same for _, same in right)


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_pieces_of_a_value_are_the_value(source: str, target: str) -> None:
    left, right = value_diff(source, target)
    assert "".join(text for text, _ in left) == source
    assert "".join(text for text, _ in right) == target
    assert all(same for _, same in value_diff(source, source)[0])


# Filters of the templates


def filtered(name: str, value: Any) -> Any:
    return rendering._environment().filters[name](value)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("bytes", 0, "0 bytes"),
        ("bytes", 999, "999 bytes"),
        ("bytes", 1000, "1 kB"),
        ("bytes", 1550, "1.6 kB"),
        ("bytes", 24_000_000, "24 MB"),
        ("bytes", 1_500_000_000, "1.5 GB"),
        ("tone", "UPLOAD_FAILED", "bad"),
        ("tone", "anything else", "quiet"),
        ("words", "PROCESSING_SUCCESS", "processing success"),
        ("confidence_tone", 0.901, "good"),
        ("confidence_tone", 0.90, "wait"),
        ("confidence_tone", 0.70, "wait"),
        ("confidence_tone", 0.699, "bad"),
        ("score_tone", 80, "good"),
        ("score_tone", 79, "wait"),
        ("score_tone", 60, "wait"),
        ("score_tone", 59, "bad"),
        ("status_tone", 204, "good"),
        ("status_tone", 302, "wait"),
        ("status_tone", 404, "bad"),
        ("status_tone", 0, "bad"),
        ("instant", 3600.0625, "01:00:00.062"),
        ("moment", 0.0, "1970-01-01 00:00:00"),
        ("duration", -3.0, "0s"),
        ("brief", 'a", "b", "c", "d', 'a", "b", "c", "d'),
        ("brief", 'a", "b", "c", "d", "e', 'a", "b", "c" or 2 others'),
    ],
)
def test_a_value_reads_as_people_write_it(name: str, value: Any, expected: str) -> None:
    assert filtered(name, value) == expected


def test_a_long_clue_is_cut_and_nothing_private_stands_in_any_text() -> None:
    assert filtered("brief", "x" * 300) == "x" * 109 + "…"
    assert "2345" not in filtered("brief", "Aadhaar 2345 6789 0124")
    assert rendering._printed("2345 6789 0124") != "2345 6789 0124"
    assert rendering._printed(rendering.Plain("2345 6789 0124")) == "2345 6789 0124"
    assert rendering._printed(7) == 7
