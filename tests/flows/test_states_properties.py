"""General rules of states, for flows of any size in any order of events."""

from __future__ import annotations

import itertools
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.flows.states import FINAL, TRANSITIONS, DeliveryState, FileState, FlowStatus, roll_up

S = FileState
#: How far each word of a status is; what is as far as another may not follow it either, unless it is the same word.
FAR = {
    "upload_status": ["NOT_STARTED", "IN_PROGRESS", "SUCCESS FAILED"],
    "processing_status": ["NOT_STARTED", "PENDING", "IN_PROGRESS", "SUCCESS FAILED"],
    "crossheck_status": ["NOT_STARTED", "PENDING", "COMPLETED"],
    "master_status": ["NOT_STARTED", "IN_PROGRESS", "SUCCESS FAILED"],
}


def far(name: str, word: str) -> int:
    return next(at for at, words in enumerate(FAR[name]) if word in words.split())


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[Counter[FileState], bool]]:
    """What one upload of a few files goes through: their states after each transition, at last with the cross-checks done."""
    files = [S.UPLOAD_INPROGRESS] * draw(st.integers(1, 6))
    seen = [(Counter(files), False)]
    while movable := [at for at, state in enumerate(files) if state not in FINAL]:
        at = draw(st.sampled_from(movable))
        files[at] = draw(st.sampled_from(sorted(TRANSITIONS[files[at]])))
        seen.append((Counter(files), False))
    if set(files) != {S.UPLOAD_FAILED}:
        seen.append((Counter(files), True))
    return seen


@given(histories())
def test_no_status_ever_goes_back(history: list[tuple[Counter[FileState], bool]]) -> None:
    statuses = [roll_up(files, checked) for files, checked in history]
    for before, after in itertools.pairwise(statuses):
        for name in FAR:
            old, new = getattr(before, name), getattr(after, name)
            assert old == new or far(name, new) > far(name, old), (name, old, new)
    assert not any(status.complete for status in statuses[:-1])
    assert statuses[-1].complete


@given(histories())
def test_one_failed_file_fails_the_flow_and_what_is_not_recognised_does_not(
    history: list[tuple[Counter[FileState], bool]],
) -> None:
    files, checked = history[-1]
    failed = files[S.UPLOAD_FAILED] + files[S.PROCESSING_FAILED] > 0
    status = roll_up(files, checked)
    assert status.master_status == ("FAILED" if failed else "SUCCESS")
    assert status.upload_status == ("FAILED" if files[S.UPLOAD_FAILED] else "SUCCESS")


@pytest.mark.parametrize(
    ("state", "followers"),
    [
        (S.UPLOAD_INPROGRESS, {S.UPLOAD_SUCCESS, S.UPLOAD_FAILED}),
        (S.UPLOAD_SUCCESS, {S.PROCESSING_INPROGRESS}),
        (S.PROCESSING_INPROGRESS, {S.PROCESSING_SUCCESS, S.PROCESSING_FAILED, S.UNRECOGNISED}),
    ],
)
def test_a_file_goes_only_where_the_contract_says(state: FileState, followers: set[FileState]) -> None:
    assert TRANSITIONS[state] == followers
    assert (
        {each for each in S if not TRANSITIONS[each]}
        == FINAL
        == set(S)
        - {
            S.UPLOAD_INPROGRESS,
            S.UPLOAD_SUCCESS,
            S.PROCESSING_INPROGRESS,
        }
    )


@pytest.mark.parametrize(
    ("files", "checked", "expected"),
    [
        ({}, False, "NOT_STARTED NOT_STARTED NOT_STARTED NOT_STARTED"),
        ({S.UPLOAD_INPROGRESS: 1}, False, "IN_PROGRESS NOT_STARTED NOT_STARTED IN_PROGRESS"),
        ({S.UPLOAD_SUCCESS: 1}, False, "SUCCESS PENDING PENDING IN_PROGRESS"),
        ({S.UPLOAD_INPROGRESS: 1, S.UPLOAD_SUCCESS: 1}, False, "IN_PROGRESS PENDING PENDING IN_PROGRESS"),
        ({S.PROCESSING_INPROGRESS: 1}, False, "SUCCESS IN_PROGRESS PENDING IN_PROGRESS"),
        ({S.UPLOAD_SUCCESS: 1, S.PROCESSING_SUCCESS: 1}, False, "SUCCESS IN_PROGRESS PENDING IN_PROGRESS"),
        ({S.UPLOAD_SUCCESS: 1, S.PROCESSING_FAILED: 1}, False, "SUCCESS IN_PROGRESS PENDING IN_PROGRESS"),
        ({S.UPLOAD_INPROGRESS: 1, S.UNRECOGNISED: 1}, False, "IN_PROGRESS IN_PROGRESS PENDING IN_PROGRESS"),
        ({S.UPLOAD_FAILED: 1, S.UPLOAD_SUCCESS: 1}, False, "FAILED PENDING PENDING IN_PROGRESS"),
        ({S.UPLOAD_FAILED: 2}, False, "FAILED NOT_STARTED NOT_STARTED FAILED"),
        ({S.UPLOAD_FAILED: 1, S.PROCESSING_SUCCESS: 1}, False, "FAILED SUCCESS PENDING IN_PROGRESS"),
        ({S.UPLOAD_FAILED: 1, S.PROCESSING_SUCCESS: 1}, True, "FAILED SUCCESS COMPLETED FAILED"),
        ({S.PROCESSING_FAILED: 1, S.PROCESSING_SUCCESS: 1}, True, "SUCCESS FAILED COMPLETED FAILED"),
        ({S.PROCESSING_FAILED: 1}, False, "SUCCESS FAILED PENDING IN_PROGRESS"),
        ({S.UNRECOGNISED: 1}, True, "SUCCESS SUCCESS COMPLETED SUCCESS"),
        ({S.UNRECOGNISED: 1, S.PROCESSING_SUCCESS: 1}, False, "SUCCESS SUCCESS PENDING IN_PROGRESS"),
    ],
)
def test_mixtures_are_rolled_up_as_the_contract_shows(
    files: dict[FileState, int], checked: bool, expected: str
) -> None:
    assert roll_up(files, checked) == FlowStatus(*expected.split())


def test_words_on_the_wire_are_the_contract_s() -> None:
    assert [state.value for state in S] == [state.name for state in S]
    assert [state.value for state in DeliveryState] == [state.name for state in DeliveryState]
