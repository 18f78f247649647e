"""An outcome by one call, before or while a flow runs; and by a magic word in the name of a file."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.pipeline.faults.magic_words import name_of_file

MANUAL = {"flow_params": {"sim": {"pace": "manual"}}}


def finish(world: Any, flow: str) -> dict[str, Any]:
    """Let a held flow go to its end; its documents by document_id."""
    world.post(f"/_sim/flows/{flow}/advance", {"to": "done"})
    return {item["document_id"]: item for item in world.atlas.extracts(flow)["ocr_data"]}


def say(world: Any, flow: str, body: Any) -> Any:
    return world.put(f"/_sim/flows/{flow}/outcome", body)


@pytest.mark.parametrize(
    ("outcome", "wanted"),
    [
        ({"outcome": "UNRECOGNISED"}, ("UNRECOGNISED", "document not in list", {})),
        ({"outcome": "INVALID_DOC", "reason": "multiple faces"}, ("INVALID_DOC", "multiple faces", None)),
        ({"document_type": "INVOICE"}, (None, None, {"document_type": "INVOICE"})),
        (
            {"outcome": "SUCCESS", "document_type": "INVOICE", "fields": {"customer_name": "R"}},
            (None, None, {"document_type": "INVOICE", "customer_name": "R", "dealer_address": ""}),
        ),
        ({"fields": {"dob": "01/01/2001"}}, (None, None, {"document_type": "PAN", "dob": "01/01/2001"})),
    ],
)
def test_one_call_says_how_a_document_that_waits_ends(world: Any, outcome: Any, wanted: Any) -> None:
    flow = world.run("1", "2", **MANUAL)
    world.post(f"/_sim/flows/{flow}/advance", {"to": "processing"})
    answer = say(world, flow, {"document": "2", **outcome})
    assert answer["documents"] == ["2"]
    items = finish(world, flow)
    code, reason, data = wanted
    assert (items["2"]["error_code"] or None, items["2"]["error_reason"] or None) == (code, reason)
    read = {name: each["value"] if isinstance(each, dict) else each for name, each in items["2"]["data"].items()}
    assert data is None or data.items() <= read.items()
    assert (items["1"]["data"]["document_type"], items["1"]["data"]["dob"]["value"]) == ("PAN", "14/11/1998")


def test_what_fails_is_said_before_the_upload_and_the_last_word_holds(world: Any) -> None:
    flow = world.init()
    say(world, flow, [{"document": "a", "outcome": "UPLOAD_FAILED"}, {"document": "b", "outcome": "PROCESSING_FAILED"}])
    say(world, flow, {"document": "c*", "outcome": "UNRECOGNISED"})
    say(world, flow, {"document": "c*", "document_type": "PAN"})
    world.upload(flow, "a", "b", "c1")
    status = world.atlas.wait(flow)
    assert (status["upload_status"], status["processing_status"]) == ("FAILED", "FAILED")
    states = {each["document_id"]: each["state"] for each in world.show(flow)["files"]}
    assert states == {"a": "UPLOAD_FAILED", "b": "PROCESSING_FAILED", "c1": "PROCESSING_SUCCESS"}
    rules = [each for each in world.get("/_sim/faults")["faults"] if each["flow_uuid"] == flow]
    assert [each["rule"]["action"] for each in rules] == ["expired", "fail", "become"]


def test_an_outcome_takes_the_place_of_what_the_document_s_own_id_asks_for(world: Any) -> None:
    flow = world.run("2 sim:unrecognised", **MANUAL)
    say(world, flow, {"document": "2 sim:unrecognised", "document_type": "INVOICE", "fields": {"customer_name": "R"}})
    assert finish(world, flow)["2 sim:unrecognised"]["data"]["customer_name"]["value"] == "R"


def test_a_score_holds_for_one_check_or_for_all_until_they_are_done(world: Any) -> None:
    flow = world.run("inv", "do", **MANUAL)
    say(world, flow, {"score": 12})
    world.post(f"/_sim/flows/{flow}/advance", {"to": "crosscheck"})
    checks = world.get("/_sim/catalogue")["products"]
    name = next(each for each in checks if each["name"] == "PROD_CDL")["checks"][0]["name"]
    say(world, flow, [{"score": 12}, {"score": 99, "check": name}])
    finish(world, flow)
    scores = {each["name"]: each["similarity_score"] for each in world.atlas.extracts(flow)["cross_checks"]}
    assert scores and all(score == (99 if each == name else 12) for each, score in scores.items())
    late = world.control.put(f"/_sim/flows/{flow}/outcome", json={"score": 50})
    assert (late.status_code, "cross-checks are done" in late.json()["error"]) == (409, True)
    late = world.control.put(f"/_sim/flows/{flow}/outcome", json={"document": "inv", "outcome": "INVALID_DOC"})
    assert (late.status_code, "is done (PROCESSING_SUCCESS)" in late.json()["error"]) == (409, True)


@pytest.mark.parametrize(
    ("body", "key", "says"),
    [
        ({"document": "1", "outcome": "UNRECOGNIZED"}, "outcome", "UNRECOGNIZED"),
        ({"document": "1", "document_type": "INVOCE"}, "document_type", "did you mean INVOICE?"),
        ({"document": "1", "document_type": "PAN", "fields": {"d_o_b": "1"}}, "fields.d_o_b", "did you mean dob?"),
        ({"document": "1", "outcome": "UPLOAD_FAILED", "fields": {"dob": "1"}}, "fields", "UPLOAD_FAILED has none"),
        ({"document": "1", "outcome": "SUCCESS"}, "document_type", "what was recognised"),
        ({"document": "1", "document_type": "PAN", "reason": "blurred"}, "reason", "only INVALID_DOC"),
        ({"document": "1"}, "outcome", "how the document is to end"),
        ({"outcome": "UNRECOGNISED"}, "document", "document is missing"),
        ({"score": 40, "document": "1"}, "document", "each by itself"),
        ({"check": "X"}, "score", "0 to 100"),
        ({"score": 101}, "score", "100"),
        ({"score": 40, "check": "NAME"}, "check", "is not a check of PROD_CDL"),
        ([{"document": "1", "outcome": "UNRECOGNISED"}, {"document": "1", "kind": 1}], "[1].kind", "kind"),
        ({"document": "1", "document_type": "PAN", "fields": {"dob": {"value": "1", "sure": 1}}}, "fields.dob", "sure"),
    ],
)
def test_an_outcome_that_makes_no_sense_is_refused_and_says_where(world: Any, body: Any, key: str, says: str) -> None:
    flow = world.init()
    answer = world.control.put(f"/_sim/flows/{flow}/outcome", json=body)
    assert answer.status_code == 422
    assert answer.json()["key"].startswith(key), answer.text
    assert says in answer.json()["error"]
    assert not [each for each in world.get("/_sim/faults")["faults"] if each["flow_uuid"] == flow]


def test_another_tenant_s_flow_is_not_there(world: Any) -> None:
    flow = world.init()
    path, body = f"/_sim/flows/{flow}/outcome", {"score": 1}
    assert world.control.put(path, json=body, headers={"Client-Id": "somebody-else"}).status_code == 404


# Names of files


def test_a_magic_word_in_a_file_s_name_works_like_one_in_its_document_id(world: Any) -> None:
    flow = world.init()
    names = {
        "1": "pan sim:unrecognised.pdf",
        "2": "sim:missing=dob.jpeg",
        "3": "plain.png",
        "4": "sim:unrecognized.png",
    }
    world.atlas.multiupload(flow, [(key, world.receiver.serve_file(name, key.encode())) for key, name in names.items()])
    items = world.items(flow)
    assert items["1"]["error_code"] == "UNRECOGNISED"
    assert (items["2"]["data"]["dob"]["value"], items["3"]["data"]["dob"]["value"]) == ("", "14/11/1998")
    texts = [each for each in world.show(flow)["timeline"] if each["kind"] == "magic"]
    assert [(each["word"], each["where"]) for each in texts] == [("sim:unrecognized", "file name")]


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://b.example/a/sim%3Aslow%3D5s.pdf?X-Sig=sim:stuck", "sim:slow=5s"),
        ("https://b.example/sim:low-confidence=0.2", "sim:low-confidence=0.2"),
        ("https://b.example/sim:low-confidence=0.2.jpg", "sim:low-confidence=0.2"),
        ("https://b.example/sim:stuck/plain.pdf", ""),
        ("https://b.example/simple.pdf", ""),
        ("https://[sim:", ""),
    ],
)
def test_only_the_name_itself_counts_without_its_extension(url: str, name: str) -> None:
    assert name_of_file(url) == name
