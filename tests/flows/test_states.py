from itertools import product

import pytest

from simulator.flows.states import FINAL, TRANSITIONS, FileState, FlowStatus, roll_up

S = FileState


@pytest.mark.parametrize(
    ("files", "checked", "expected"),
    [
        ({}, False, ("NOT_STARTED", "NOT_STARTED", "NOT_STARTED", "NOT_STARTED")),
        ({S.UPLOAD_INPROGRESS: 2}, False, ("IN_PROGRESS", "NOT_STARTED", "NOT_STARTED", "IN_PROGRESS")),
        ({S.UPLOAD_SUCCESS: 2}, False, ("SUCCESS", "PENDING", "PENDING", "IN_PROGRESS")),
        # The middle state that the documentation shows literally.
        (
            {S.PROCESSING_INPROGRESS: 1, S.UPLOAD_SUCCESS: 1},
            False,
            ("SUCCESS", "IN_PROGRESS", "PENDING", "IN_PROGRESS"),
        ),
        ({S.PROCESSING_SUCCESS: 1, S.UPLOAD_SUCCESS: 1}, False, ("SUCCESS", "IN_PROGRESS", "PENDING", "IN_PROGRESS")),
        ({S.PROCESSING_SUCCESS: 2}, False, ("SUCCESS", "SUCCESS", "PENDING", "IN_PROGRESS")),
        # The complete state that the documentation shows literally.
        ({S.PROCESSING_SUCCESS: 2}, True, ("SUCCESS", "SUCCESS", "COMPLETED", "SUCCESS")),
        ({S.UNRECOGNISED: 2}, True, ("SUCCESS", "SUCCESS", "COMPLETED", "SUCCESS")),
        ({S.PROCESSING_FAILED: 1, S.PROCESSING_SUCCESS: 1}, True, ("SUCCESS", "FAILED", "COMPLETED", "FAILED")),
        ({S.UPLOAD_FAILED: 1, S.PROCESSING_SUCCESS: 1}, True, ("FAILED", "SUCCESS", "COMPLETED", "FAILED")),
        ({S.UPLOAD_FAILED: 1, S.UPLOAD_SUCCESS: 1}, False, ("FAILED", "PENDING", "PENDING", "IN_PROGRESS")),
        ({S.UPLOAD_FAILED: 2}, False, ("FAILED", "NOT_STARTED", "NOT_STARTED", "FAILED")),
        # A second upload on a flow that was complete.
        (
            {S.PROCESSING_SUCCESS: 2, S.UPLOAD_INPROGRESS: 1},
            False,
            ("IN_PROGRESS", "IN_PROGRESS", "PENDING", "IN_PROGRESS"),
        ),
    ],
)
def test_the_four_statuses_follow_from_the_files(
    files: dict[FileState, int], checked: bool, expected: tuple[str, str, str, str]
) -> None:
    assert roll_up(files, checked) == FlowStatus(*expected)


DOCUMENTED = {
    "upload_status": {"NOT_STARTED", "IN_PROGRESS", "SUCCESS", "FAILED"},
    "processing_status": {"NOT_STARTED", "IN_PROGRESS", "SUCCESS", "FAILED", "PENDING"},
    "crossheck_status": {"NOT_STARTED", "PENDING", "COMPLETED"},
    "master_status": {"NOT_STARTED", "IN_PROGRESS", "SUCCESS", "FAILED"},
}


def test_no_mixture_of_files_gives_an_undocumented_or_contradictory_status() -> None:
    for counts in product(range(3), repeat=len(S)):
        files = dict(zip(S, counts, strict=True))
        unfinished = sum(count for state, count in files.items() if state not in FINAL)
        for checked in (False, True) if not unfinished and sum(counts) > files[S.UPLOAD_FAILED] else (False,):
            status = roll_up(files, checked)
            for name, words in DOCUMENTED.items():
                assert getattr(status, name) in words
            assert status.complete == (checked or 0 < sum(counts) == files[S.UPLOAD_FAILED])
            if unfinished:
                assert status.master_status == "IN_PROGRESS"


def test_every_state_but_the_first_can_be_reached() -> None:
    reached = {follower for followers in TRANSITIONS.values() for follower in followers}
    assert reached == set(S) - {S.UPLOAD_INPROGRESS}
