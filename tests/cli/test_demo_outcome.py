"""What the demo makes of what came: the bars on the way, what it prints at the end, and when it fails."""

from __future__ import annotations

import io
from typing import Any

import pytest
from rich.console import Console

from simulator.cli.demo import DemoFailed, DemoOutcome, _check_outcome, _report_callback
from simulator.cli.status_bars import FIELDS, StatusBars
from simulator.client.receiver import Received

SUCCESS = dict(zip(FIELDS, ("SUCCESS", "SUCCESS", "COMPLETED", "SUCCESS"), strict=True))


def outcome(
    extracts: Any, callback: bytes, *, status: Any = SUCCESS, auth_calls: int = 1, **headers: str
) -> DemoOutcome:
    received = Received("POST", "/callback", "", headers, callback, 0.0)
    return DemoOutcome("F", status, extracts, received, auth_calls)


@pytest.mark.parametrize(
    ("callback", "same"),
    [
        (b'{"a": 1, "b": [2]}', True),
        (b'{"b": [2], "a": 1}', True),
        (b'{"a": 1}', False),
        (b'{"a": 1, "b": [2, 3]}', False),
    ],
)
def test_the_callback_is_the_same_where_its_json_is(callback: bytes, same: bool) -> None:
    done = outcome({"a": 1, "b": [2]}, callback)
    assert done.same is same
    if same:
        _check_outcome(done)
    else:
        with pytest.raises(DemoFailed, match="the callback differs from the answer of /extracts"):
            _check_outcome(done)


def test_a_flow_that_failed_fails_the_demo_with_exit_status_1() -> None:
    failed = {**SUCCESS, "master_status": "FAILED"}
    with pytest.raises(DemoFailed, match=r"the flow ended with .*FAILED") as raised:
        _check_outcome(outcome({}, b"{}", status=failed))
    assert raised.value.exit_code == 1


@pytest.mark.parametrize(
    ("calls", "headers", "says"),
    [
        (1, {"token": "t"}, ["called 1 time\n", "POST /callback, 8 bytes, with the token in Token"]),
        (2, {}, ["called 2 times\n", "without the token in Token"]),
    ],
)
def test_what_was_delivered_is_told(calls: int, headers: dict[str, str], says: list[str]) -> None:
    console = Console(file=io.StringIO(), width=120)
    _report_callback(console, outcome({"a": 1}, b'{"a": 1}', auth_calls=calls, **headers))
    text = "\n".join(line.rstrip() for line in console.file.getvalue().splitlines())  # type: ignore[attr-defined]
    assert all(each in text for each in says) and "equal" in text
    assert text.endswith("A server to talk to: atlas-simulator serve")


# The bars


def shown(*steps: tuple[dict[str, str], int, int], documents: int = 4) -> tuple[StatusBars, list[dict[str, Any]]]:
    bars = StatusBars(Console(file=io.StringIO(), force_terminal=True, width=100), documents)
    seen = []
    with bars:
        for status, fetched, read in steps:
            bars.show(status, fetched, read)
            seen.append(
                {
                    task.description: (task.completed, task.fields["said"], task.fields["at"])
                    for task in bars._progress.tasks
                }
            )
    return bars, seen


def status(*values: str) -> dict[str, str]:
    return dict(zip(FIELDS, values, strict=True))


def test_a_bar_is_as_long_as_what_is_done_and_full_only_at_its_end() -> None:
    running = status("IN_PROGRESS", "NOT_STARTED", "NOT_STARTED", "IN_PROGRESS")
    fetched = status("SUCCESS", "IN_PROGRESS", "PENDING", "IN_PROGRESS")
    _, (first, second, nearly, last) = shown(
        (running, 1, 0), (fetched, 4, 2), (status("SUCCESS", "IN_PROGRESS", "PENDING", "IN_PROGRESS"), 4, 4),
        (status("SUCCESS", "FAILED", "COMPLETED", "FAILED"), 4, 4),
    )  # fmt: skip
    assert [first[field][0] for field in FIELDS] == [0.25, 0.0, 0.0, 0.125]
    assert [second[field][0] for field in FIELDS] == [1.0, 0.5, 0.0, 0.75]
    assert nearly["processing_status"][0] == 0.99 and nearly["master_status"][0] == 0.99
    assert all(last[field][0] == 1.0 for field in FIELDS)
    assert first["upload_status"][1] == "[cyan]IN_PROGRESS" and first["processing_status"][1] == "[dim]NOT_STARTED"
    assert last["processing_status"][1] == "[red]FAILED" and last["crossheck_status"][1] == "[green]COMPLETED"


def test_the_second_in_which_a_status_was_reached_stays() -> None:
    done = status("SUCCESS", "IN_PROGRESS", "PENDING", "IN_PROGRESS")
    _, (first, second) = shown((done, 4, 0), (done, 4, 3))
    assert first["upload_status"][2].endswith(" s") and first["processing_status"][2] == ""
    assert second["upload_status"][2] == first["upload_status"][2]


def test_without_a_terminal_nothing_moves_on_standard_error() -> None:
    quiet = Console(stderr=True, file=io.StringIO())
    with StatusBars(quiet, 1) as bars:
        bars.show(status("SUCCESS", "SUCCESS", "COMPLETED", "SUCCESS"), 1, 1)
    assert quiet.file.getvalue() == ""  # type: ignore[attr-defined]
