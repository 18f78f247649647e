"""What is wrong in a call of the control API is answered with the key, what is allowed there, and the nearest valid name."""

from __future__ import annotations

from typing import Any

import pytest

from tests.inprocess import InProcess

#: Call and body, and of the refusal: the key, what it says, and one of the allowed values.
INVALID = {
    "a stage that there is not": (
        "POST flows/{flow}/advance", {"to": "procesing"}, "to", "unknown stage 'procesing'; did you mean processing?", "done",
    ),
    "a patience that is no duration": (
        "POST flows/{flow}/advance", {"to": "done", "patience": "soon"}, "patience", "patience: 'soon'", None,
    ),
    "a pace that there is not": (
        "PUT flows/{flow}", {"pace": "manuel"}, "pace", "invalid enum value 'manuel'; did you mean manual?", "realistic",
    ),
    "a flow without a pace": ("PUT flows/{flow}", {}, "pace", "'pace' is missing", "manual"),
    "an empty change of the clock": ("POST clock", {}, "", "give advance or freeze", "freeze"),
    "time backwards": ("POST clock", {"advance": "-1s"}, "advance", "advance: ", None),
    "more time than any calendar has": (
        "POST clock", {"advance": 1e300}, "advance", "1e+300 is more than 100 years; write at most 36525d", None,
    ),
    "a patience beyond all lives": ("POST clock", {"advance": 0, "patience": "9" * 400}, "patience", "100 years", None),
    "a link for ever": ("PUT files/a.png?expires_in=40000d", b"x", "expires_in", "is more than 100 years", None),
    "a delay for ever": (
        "POST faults", {"point": "callback", "action": "delay", "delay": "40000d"}, "delay", "is more than 100 years", None,
    ),
    "a status that the store cannot hold": ("POST verify", {"status": 2**70}, "status", "status: expected", None),
    "a clock's key that there is not": ("POST clock", {"advanse": 1}, "advanse", "did you mean advance?", "patience"),
    "a flow whose clock would freeze": (
        "POST clock", {"flow": "{flow}", "freeze": True}, "freeze", "a flow has no clock of its own", "advance",
    ),
    "a scenario that there is not": (
        "PUT scenario", {"name": "hapy-path"}, "name", "unknown scenario 'hapy-path'; did you mean happy-path?", "happy-path",
    ),
    "neither a name nor a scenario": ("PUT scenario", {}, "name", "give the name of a built-in scenario", "happy-path"),
    "no further readings": ("POST scenario/canned", {"canned": []}, "canned", "give at least one reading", None),
    "a reading of a type that there is not": (
        "POST scenario/canned", {"canned": [{"document_id": "*", "document_type": "PANN"}]},
        "canned[0].document_type", "did you mean PAN?", None,
    ),
    "a status that no answer ends with": ("PUT inbox/x", {"auth": [200, 100]}, "auth", "100 is not a final", "200 to 599"),
    "a status above all": ("PUT inbox/x", {"callback": [600]}, "callback", "600 is not a final", "200 to 599"),
    "a step that there is not": ("GET inbox/x?step=callbacks", None, "step", "did you mean callback?", "auth"),
    "a number with a sign": ("GET inbox/x?after=-1", None, "after", "must be a whole number", None),
    "more items than one answer holds": ("GET inbox/x?limit=1001", None, "limit", "from 0 to 1000", "0 to 1000"),
    "a kind that there is not": ("GET journal?kind=downlod", None, "kind", "did you mean download?", "auth"),
    "a status of four digits": ("GET journal?status=1000", None, "status", "from 0 to 999", "0 to 999"),
    "a digit that is no ASCII": ("GET journal?status=²", None, "status", "must be a whole number", None),
    "a filter that there is not": (
        "GET journal?endpiont=status", None, "endpiont", "unknown query parameter 'endpiont'; did you mean endpoint?", "fault",
    ),
    "a very long number": ("GET events?after=" + "9" * 5000, None, "after", "9999…'", None),
    "a part of the specification that there is not": (
        "GET openapi.json?part=al", None, "part", "'al' is not one of atlas, all; did you mean all?", "atlas",
    ),
    "a form of answers that there is not": ("GET openapi.json?answers=open1", None, "answers", "did you mean open?", "exact"),
    "a token that nobody issued": ("POST tokens/revoke", {"token": "abc"}, "token", "not a token that this simulator", None),
    "no token to revoke": ("POST tokens/revoke", {}, "token", "'token' is missing", "a text"),
    "a rule's number as a text": (
        "POST faults", {"point": "callback", "action": "fail", "times": "2"}, "times", "times: expected", "a whole number",
    ),
    "a list with one wrong rule": (
        "POST faults", [{"point": "auth", "action": "refused"}, {"point": "auth", "action": "refuse"}],
        "action", "did you mean refused?", "refused",
    ),
    "rules narrowed where all are meant": ("DELETE faults?tennant=t", None, "tennant", "did you mean tenant?", "tenant"),
    "a life that is no duration": ("PUT files/a.png?expires_in=later", b"x", "expires_in", "expires_in: 'later'", None),
    "a parameter of files that there is not": ("PUT files/a.png?expire=1h", b"x", "expire", "did you mean expires_in?", None),
    "a body that is no JSON": ("POST verify", b"{times: 1}", "", "the body is not valid JSON", "a JSON object"),
    "a body that is a list": ("POST verify", [], "", "the body: expected", None),
    "a number where a name is due": ("POST verify", {"endpoint": 3}, "endpoint", "endpoint: expected", "a text"),
    "flows by a key that there is not": ("GET flows?aplication=A", None, "aplication", "did you mean application?", "before"),
    "an outcome that there is not": (
        "PUT flows/{flow}/outcome", {"document": "1", "outcome": "unrecognised"}, "outcome", "did you mean UNRECOGNISED?", None,
    ),
}  # fmt: skip

#: Call, key, and what is said of what is not there.
MISSING = {
    "flow": ("GET flows/none", "flow_uuid", "no flow none"),
    "flow of another tenant": ("GET flows/{foreign}", "flow_uuid", "no flow {foreign}"),
    "pace of a flow": ("PUT flows/none", "flow_uuid", "no flow none"),
    "flow to let go": ("POST flows/none/advance", "flow_uuid", "no flow none"),
    "batch to let go": ("POST batches/none/advance", "batch_id", "no batch none"),
    "outcome of a flow": ("PUT flows/none/outcome", "flow_uuid", "no flow none"),
    "scenario of a flow": ("GET flows/none/scenario", "flow_uuid", "no flow none"),
    "archive of a flow": ("GET flows/none/har", "flow_uuid", "no flow none"),
    "delivery": ("POST callbacks/999999/redeliver", "id", "unknown delivery 999999"),
    "delivery with a number that no row has": (
        "POST callbacks/99999999999999999999/redeliver",
        "id",
        "unknown delivery",
    ),
    "fault rule": ("DELETE faults/999999", "id", "unknown fault rule 999999"),
    "built-in scenario": (
        "GET scenarios/expired-lnk",
        "name",
        "unknown scenario 'expired-lnk'; did you mean expired-link?",
    ),
    "sample": ("GET samples/none.png", "name", "no sample is called 'none.png'; /_sim/samples lists them"),
}


def spoken(sim: InProcess, call: str, body: Any = None, **names: str) -> tuple[str, str, dict[str, Any]]:
    method, _, path = call.partition(" ")
    sent = {"content": body} if isinstance(body, bytes) else {"json": body} if body is not None else {}
    return method, f"/_sim/{path.format(**names)}", sent


@pytest.mark.parametrize("case", list(INVALID))
def test_invalid_input_is_a_422_that_says_what_is_valid(sim: InProcess, case: str) -> None:
    call, body, key, says, allowed = INVALID[case]
    flow = sim.init()
    if isinstance(body, dict) and body.get("flow"):
        body = {**body, "flow": flow}
    method, path, sent = spoken(sim, call, body, flow=flow)
    refusal = sim.refused(method, path, **sent)
    assert refusal["key"] == key
    assert says in refusal["error"]
    assert allowed is None or allowed in refusal["allowed"]
    assert set(refusal) == {"error", "key", "allowed"}


@pytest.mark.parametrize("case", list(MISSING))
def test_what_is_not_there_is_a_404_that_names_it(sim: InProcess, case: str) -> None:
    call, key, says = MISSING[case]
    foreign = sim.init(tenant="somebody-else")
    method, path, _ = spoken(sim, call, foreign=foreign)
    body = {"json": {"pace": "manual"} if "pace" in case else {"score": 1}} if method == "PUT" else {}
    refusal = sim.refused(method, path, 404, **body)
    assert refusal["key"] == key
    assert says.format(foreign=foreign) in refusal["error"]


def test_simulated_time_ends_before_the_calendar_does() -> None:
    """However often it is moved: nothing could be shown of a moment that has no date, and the state would keep it."""
    with InProcess() as sim:
        while (answer := sim.call("POST", "/_sim/clock", json={"advance": "36525d"})).is_success:
            pass
        assert answer.json()["error"] == "advance: simulated time goes no further than 9000-01-01T00:00:00"
        # Everyone's time takes the tenant along, who is further ahead.
        assert sim.refused("POST", "/_sim/clock", tenant="", json={"advance": "36525d"})["key"] == "advance"
        assert sim.get("/_sim/clock")["now"].startswith("89")
        assert sim.post("/_sim/clock", {"freeze": True})["frozen"]
        sim.given()
        flow = sim.flow("1")
        assert sim.get(f"/_sim/flows/{flow}")["status"]["master_status"] == "SUCCESS"
        assert sim.delete("/_sim/state") == {"reset": "t"}
        assert sim.get("/_sim/clock")["ahead"] == "0s"


def test_a_flow_whose_clock_is_moved_has_to_be_there(sim: InProcess) -> None:
    body = {"flow": sim.init(tenant="somebody-else"), "advance": "1m"}
    assert sim.refused("POST", "/_sim/clock", 404, json=body)["key"] == "flow"
    assert sim.post("/_sim/clock", body, tenant="")["tenant"] == "somebody-else"


def test_a_token_is_for_an_account_where_there_are_accounts() -> None:
    with InProcess(credentials=["lender:one", "lenders-test:two"]) as sim:
        refusal = sim.refused("POST", "/_sim/tokens", json={"client_id": "lendr"})
        assert refusal["error"] == "client_id: 'lendr' has no account; did you mean lender?"
        assert refusal["allowed"] == ["lender", "lenders-test"]
        assert sim.post("/_sim/tokens")["client_id"] == "lender"


def test_a_call_by_a_method_that_it_does_not_have_names_those_that_it_has(sim: InProcess) -> None:
    answer = sim.call("PATCH", "/_sim/faults")
    assert answer.status_code == 405
    assert {"GET", "POST", "DELETE"} <= set(answer.headers["allow"].split(", "))
