"""What should have passed, held against what did: which entries fit, how many may, what came nearest, in which words."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.control import journal_api
from tests.inprocess import InProcess


@pytest.fixture
def seen(sim: InProcess) -> InProcess:
    """A tenant of which one flow with two documents passed, and two polls that a fault refused."""
    sim.given()
    sim.post("/_sim/faults", {"point": "request", "action": "answer", "status": 503, "endpoint": "status", "times": 2})
    sim.uuid = sim.flow("1", "2", application_id="APP-7", flow_params={"branch": ""})  # type: ignore[attr-defined]
    for _ in range(2):
        assert sim.atlas("GET", f"status?flow_uuid={sim.uuid}").status_code == 503  # type: ignore[attr-defined]
    return sim


def verified(sim: InProcess, **expectation: Any) -> Any:
    return sim.post("/_sim/verify", expectation)


@pytest.mark.parametrize(
    ("expectation", "found"),
    [
        pytest.param({"endpoint": "status"}, 2, id="end of a path"),
        pytest.param({"endpoint": "/v3/verification/status"}, 2, id="whole path"),
        pytest.param({"endpoint": "get status"}, 2, id="method in small letters"),
        pytest.param({"endpoint": "POST status"}, 0, id="another method"),
        pytest.param({"endpoint": "tatus"}, 0, id="half a word"),
        pytest.param({"endpoint": "status", "status": 503}, 2, id="status"),
        pytest.param({"endpoint": "status", "status": 200}, 0, id="another status"),
        pytest.param({"fault": "request answer"}, 2, id="fault by its words"),
        pytest.param({"fault": "callback fail"}, 0, id="another fault"),
        pytest.param({"endpoint": "multiupload", "application": "APP-7"}, 1, id="application of a flow"),
        pytest.param({"endpoint": "multiupload", "application": "APP-8"}, 0, id="another application"),
        pytest.param({"document": "2", "kind": "download"}, 1, id="document that was fetched"),
        pytest.param({"document": "3", "kind": "download"}, 0, id="another document"),
        pytest.param({"endpoint": "multiupload", "files": 2}, 1, id="number of files"),
        pytest.param({"endpoint": "multiupload", "files": 0}, 0, id="no files is a number too"),
        pytest.param({"endpoint": "flow/init", "files": 0}, 1, id="a request without files"),
        pytest.param({"kind": "callback", "status": 200}, 1, id="callback"),
        pytest.param({"kind": "auth", "endpoint": "/auth"}, 1, id="auth call by the end of its URL"),
    ],
)
def test_entries_fit_by_every_key(seen: InProcess, expectation: dict[str, Any], found: int) -> None:
    answer = verified(seen, **expectation)
    assert (answer["found"], answer["ok"]) == (found, found >= 1)
    assert len(answer["entries"]) == found


def test_entries_fit_by_flow_and_batch(seen: InProcess) -> None:
    uuid = seen.uuid  # type: ignore[attr-defined]
    (entry,) = verified(seen, kind="callback", flow=uuid)["entries"]
    assert entry["flow_uuid"] == uuid
    batch = next(each["batch_id"] for each in seen.get(f"/_sim/flows/{uuid}")["files"])
    assert verified(seen, endpoint="multiupload", batch=batch)["found"] == 1
    assert verified(seen, endpoint="multiupload", batch="other")["nearest"][0]["differs"] == {
        "batch": {"wanted": "other", "was": batch}
    }


@pytest.mark.parametrize(
    ("key", "wanted", "was"),
    [
        ("document", "9", ["1", "2"]),
        ("application", "APP-8", "APP-7"),
        ("status", 409, 201),
        ("fault", "request answer", ""),
    ],
)
def test_what_differs_is_told_by_what_was_wanted_and_what_was(seen: InProcess, key: str, wanted: Any, was: Any) -> None:
    (near, *_) = verified(seen, endpoint="multiupload", **{key: wanted})["nearest"]
    assert near["differs"] == {key: {"wanted": wanted, "was": was}}


@pytest.mark.parametrize(
    ("body", "ok"),
    [
        pytest.param({"application_id": "APP-7"}, True, id="text"),
        pytest.param({"flow_params": {"branch": ""}}, True, id="object"),
        pytest.param({"flow_params": {}}, False, id="empty object where one is not empty"),
        pytest.param({"application_id": ""}, False, id="empty text where one is not empty"),
        pytest.param({"application_id": None}, False, id="null where there is a text"),
        pytest.param({"branch": "7"}, False, id="key that is not there"),
        pytest.param({"application_id": "APP-7", "product_type": "X"}, False, id="one of two"),
    ],
)
def test_a_body_fits_by_the_values_of_its_keys(seen: InProcess, body: dict[str, Any], ok: bool) -> None:
    answer = verified(seen, endpoint="flow/init", body=body)
    assert answer["ok"] is ok
    if not ok:
        (key,) = answer["nearest"][0]["differs"]
        assert key.removeprefix("body.") in body


@pytest.mark.parametrize(
    ("counts", "ok"),
    [
        ({}, True),
        ({"times": 2}, True),
        ({"times": 1}, False),
        ({"times": 3}, False),
        ({"times": 0}, False),
        ({"at_least": 2}, True),
        ({"at_least": 3}, False),
        ({"at_most": 2}, True),
        ({"at_most": 1}, False),
        ({"at_most": 0}, False),
        ({"at_least": 1, "at_most": 2}, True),
        ({"at_least": 0}, True),
    ],
    ids=str,
)
def test_a_count_is_held_at_both_its_ends(seen: InProcess, counts: dict[str, int], ok: bool) -> None:
    assert verified(seen, endpoint="status", **counts)["ok"] is ok


@pytest.mark.parametrize("counts", [{"times": 0}, {"at_most": 0}, {"at_most": 3}, {"at_least": 0}], ids=str)
def test_nothing_fits_where_nothing_has_to(seen: InProcess, counts: dict[str, int]) -> None:
    assert verified(seen, endpoint="extracts", **counts)["ok"]


@pytest.mark.parametrize(
    ("expectation", "says"),
    [
        ({"endpoint": "status"}, "expected at least 1 request with endpoint 'status'; found 2"),
        ({"endpoint": "status", "at_most": 4}, "expected at most 4 request with endpoint 'status'; found 2"),
        (
            {"endpoint": "status", "at_least": 1, "at_most": 4},
            "expected at least 1 and at most 4 request with endpoint 'status'; found 2",
        ),
        ({"times": 0, "kind": "callback", "status": 500}, "expected exactly 0 callback with status 500; found 0"),
    ],
)
def test_what_holds_is_said_in_one_sentence(seen: InProcess, expectation: Any, says: str) -> None:
    assert verified(seen, **expectation)["says"] == says


def test_what_fails_names_the_nearest_or_among_how_many_it_looked(seen: InProcess, sim: InProcess) -> None:
    near = verified(seen, endpoint="multiupload", files=3)
    number = near["nearest"][0]["entry"]["id"]
    assert near["says"] == (
        "expected at least 1 request with endpoint 'multiupload', files 3; found 0;"
        f" the nearest was entry {number}: files was 2"
    )
    assert len(near["nearest"]) == journal_api.NEAR_MISSES_SHOWN
    # One endpoint that differs is further away than two other things that do.
    far = verified(seen, endpoint="multiupload", files=3, status=500)
    assert far["nearest"][0]["differs"] == {"files": {"wanted": 3, "was": 2}, "status": {"wanted": 500, "was": 201}}
    assert all("endpoint" in each["differs"] for each in far["nearest"][1:])
    # Too many fit, and nothing differs from what was wanted.
    assert verified(seen, kind="callback", times=0)["says"] == "expected exactly 0 callback; found 1 among 1"
    assert verified(seen, kind="download", times=3)["says"] == "expected exactly 3 download; found 2 among 2"


def test_of_many_that_fit_the_newest_are_shown_and_all_counted(sim: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_api, "ENTRIES_PER_BATCH", 3)
    monkeypatch.setattr(journal_api, "MATCHES_SHOWN", 2)
    for number in range(7):
        sim.call("GET", f"/v3/verification/status?flow_uuid={number}", tenant="", headers={"Token": sim.token()})
    answer = verified(sim, endpoint="status")
    assert answer["found"] == 7
    assert [each["url"].rpartition("=")[2] for each in answer["entries"]] == ["5", "6"]


@pytest.mark.parametrize(
    ("expectation", "error", "allowed"),
    [
        ({"at_least": -1}, "at_least: must be 0 or more, not -1", ["0 or more"]),
        ({"times": 2, "at_least": 1}, "at_least: cannot be combined with times, which is exact", ["times alone"]),
        ({"at_least": 3, "at_most": 2}, "at_least 3 is more than at_most 2: no count is both", ["0 to 2"]),
        ({"kind": "callbck"}, "kind: invalid enum value 'callbck'; did you mean callback?", None),
        ({"endpont": "status"}, "unknown key 'endpont'; did you mean endpoint?", None),
    ],
)
def test_an_expectation_that_makes_no_sense_says_what_would(
    sim: InProcess, expectation: Any, error: str, allowed: list[str] | None
) -> None:
    refusal = sim.refused("POST", "/_sim/verify", json=expectation)
    assert refusal["error"] == error
    assert allowed in (None, refusal["allowed"]) and refusal["allowed"]


def test_an_expectation_is_about_one_tenant_or_all(seen: InProcess) -> None:
    assert seen.post("/_sim/verify", {"kind": "callback"}, tenant="nobody")["found"] == 0
    assert seen.post("/_sim/verify", {"kind": "callback"}, tenant="")["found"] >= 1
    assert seen.post(f"/_sim/verify?tenant={seen.tenant}", {"kind": "callback"}, tenant="")["found"] == 1
    assert seen.refused("POST", "/_sim/verify?tennant=t", json={})["key"] == "tennant"
