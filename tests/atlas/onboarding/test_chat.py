"""What the assistant says, and the conversation as it is kept."""

from __future__ import annotations

import re
from typing import Any

import pytest

from simulator.atlas.onboarding.sentences import sentences
from simulator.atlas.onboarding.type_details import type_details
from simulator.documents.catalogue import Catalogue


def said_of(onboard: Any, flow: str, document_id: str) -> str:
    """What the assistant says when a document arrives."""
    onboard.upload(flow, document_id)
    return str(onboard.history(flow)["data"][0]["message"])


def test_a_reply_is_answered_and_kept_with_the_question(onboard: Any) -> None:
    flow = onboard.flow()
    answer = onboard.call("POST", "chat", json={"flow_id": flow, "message": "how are you?"})
    assert (answer.status_code, list(answer.json())) == (200, ["message", "message_id", "created_at"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", answer.json()["created_at"])
    reply, question = onboard.history(flow)["data"]
    assert list(question) == ["message", "sender", "external_document_id", "created_at"]
    assert (question["message"], question["sender"]) == ("how are you?", "user")
    assert (reply["message"], reply["sender"]) == (answer.json()["message"], "system")
    assert reply["external_document_id"] == answer.json()["message_id"]


def test_the_newest_messages_come_first_page_by_page(onboard: Any) -> None:
    flow = onboard.flow()
    for number in range(6):
        onboard.chat(flow, f"message {number}")
    first = onboard.history(flow)
    assert list(first) == ["data", "page", "per_page", "total_pages", "total_items", "has_next", "has_prev"]
    assert list(first.values())[1:] == [1, 10, 2, 12, True, False]
    questions = [each["message"] for each in first["data"] if each["sender"] == "user"]
    assert questions == [f"message {number}" for number in (5, 4, 3, 2, 1)]
    last = onboard.history(flow, page=3, per_page=5)
    assert [each["message"] for each in last["data"] if each["sender"] == "user"] == ["message 0"]
    assert list(last.values())[1:] == [3, 5, 3, 12, False, True]
    beyond = onboard.history(flow, page=99, per_page=500)
    assert list(beyond.values()) == [[], 99, 50, 1, 12, False, True]
    assert onboard.history(flow, page=0, per_page=0)["page"] == 1


def test_a_conversation_without_words_is_empty(onboard: Any) -> None:
    assert list(onboard.history(onboard.flow()).values()) == [[], 1, 10, 0, 0, False, False]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Hello!", ["Hello Rahul Sharma", "APP-10001", "Still missing", "(GST_CERT)"]),
        ("namaste", ["Hello Rahul Sharma"]),
        ("What documents do you still need?", ["Still missing for Rahul Sharma", "(UDYAM_CERT)"]),
        ("hi, which documents are missing", ["Still missing for Rahul Sharma"]),
        ("What's the status of my application?", ["Checked so far: 2 of 2", "Not usable: scribble"]),
        ("help", ["Ask me"]),
        ("What is a GST certificate?", ["(GST_CERT)", "gst number", "on the list"]),
        ("why do you need the light bill", ["(EBILL)", "bill amount"]),
        ("what is a passport", ["(PASSPORT)", "not on the list"]),
        ("What is a gift deed?", ["(GIFT_DEED)", "no details"]),
        ("did my PAN card arrive?", ["Yes", "(PAN)"]),
        ("I have sent the udyam certificate", ["No", "(UDYAM_CERT)"]),
        ("do you have my food licence", ["No", "(FSSAI_CERTIFICATE)"]),
        ("How do I submit?", ["Before the application can be submitted", "Still missing"]),
        ("how do I upload my bank statement", ["photo or PDF"]),
        ("is everything complete?", ["Before the application can be submitted"]),
        ("why was my PAN rejected?", ["does not look like any document"]),
        ("who are you", ["assistant"]),
        ("thanks", ["welcome"]),
        ("bye", ["Goodbye"]),
        ("who is the co-applicant", ["Rahul Sharma"]),
        ("qwertz", ["did not understand", "Ask me"]),
        ("{0} {name} %s", ["did not understand"]),
    ],
)
def test_small_questions_have_answers(onboard: Any, message: str, expected: list[str]) -> None:
    flow = onboard.flow()
    onboard.upload(flow, "pan", "scribble")
    answer = onboard.chat(flow, message)
    assert all(part in answer for part in expected), answer


def test_when_nothing_is_missing_it_says_so(onboard: Any) -> None:
    flow = onboard.flow(user_docs=["PAN"])
    assert "No file has arrived" in onboard.chat(flow, "status")
    assert "All documents that are needed for Rahul Sharma are here" in said_of(onboard, flow, "pan")
    assert "can be submitted now" in onboard.chat(flow, "can I submit?")


def test_files_under_way_are_spoken_of(onboard: Any) -> None:
    flow = onboard.flow()
    onboard.upload(flow, "sim:stuck")
    assert "Still being checked: 1 of 1" in onboard.chat(flow, "what is missing?")
    assert "still being checked: 1" in onboard.chat(flow, "is my PAN here?")


@pytest.mark.parametrize(
    ("document_id", "expected"),
    [
        ("pan", ["Thank you", "(PAN)", "Still missing for Rahul Sharma", "(EBILL)"]),
        ("invoice", ["invoice", "(INVOICE)", "not on the list"]),
        ("scribble", ["scribble", "does not look like any document", "send a clear photo"]),
        ("blurred", ["(EBILL) blurred", "cannot be used: unreadable file", "better copy"]),
        ("food-old", ["expired on 12/03/2021", "still valid"]),
        ("pan-else", ["made out to JOSEPH DSOUZA", "expected Rahul Sharma"]),
        ("sim:upload-failed", ["could not be downloaded", "upload it again"]),
        ("sim:processing-failed", ["could not be processed", "upload it again"]),
    ],
)
def test_what_arrives_is_confirmed_or_questioned(onboard: Any, document_id: str, expected: list[str]) -> None:
    answer = said_of(onboard, onboard.flow(), document_id)
    assert all(part in answer for part in expected), answer


def test_all_that_is_wrong_is_said_again_when_asked(onboard: Any) -> None:
    flow = onboard.flow()
    onboard.upload(flow, "pan")
    assert "nothing to say against" in onboard.chat(flow, "is there a problem?")
    onboard.upload(flow, "food-old", "pan-else", "blurred", "invoice", "sim:upload-failed")
    answer = onboard.chat(flow, "what went wrong?")
    for part in ("expired on 12/03/2021", "JOSEPH DSOUZA", "unreadable file", "(INVOICE)", "could not be downloaded"):
        assert part in answer


def test_a_valid_paper_expires_with_simulated_time(start: Any, client_of: Any) -> None:
    client = client_of(start())
    flow = client.flow()
    assert "expired" not in said_of(client, flow, "food")
    client.control.post("/_sim/clock", json={"advance": "36500d"}).raise_for_status()
    client.atlas._token = ""
    assert "expired on 31/12/2098" in said_of(client, flow, "food")


def test_a_co_applicant_s_document_is_confirmed_to_them(onboard: Any) -> None:
    flow = onboard.flow()
    onboard.meera(flow)
    answer = said_of(onboard, flow, "pan-meera")
    assert "Thank you" in answer
    assert "Still missing for Meera Iyer: Aadhaar card (AADHAAR) and Bank statement (BANK_STATEMENT)." in answer
    assert "Meera Iyer" in onboard.chat(flow, "who are the applicants?")


def test_the_same_words_get_the_same_answer(onboard: Any) -> None:
    flow = onboard.flow()
    assert len({onboard.chat(flow, "what is missing?") for _ in range(3)}) == 1


def test_what_is_known_of_papers_is_in_the_catalogue() -> None:
    catalogue, known = Catalogue.load(), type_details()
    for name, fields in known.names.items():
        document_type = catalogue.get(name)
        assert document_type, name
        assert set(fields) <= {field.name for field in document_type.fields}, name
    every_field = {field.name for each in catalogue for field in each.fields}
    assert set(known.valid_until) <= every_field
    assert known.personal <= set(known.names)
    assert set(known.spelt) <= {each.name for each in catalogue}
    assert set(known.called) <= {known.spelling(each.name) for each in catalogue}


def test_no_phrase_is_hidden_behind_an_earlier_intent() -> None:
    seen: set[str] = set()
    for intent in sentences().intents:
        assert not seen & set(intent.phrases), intent.name
        seen |= set(intent.phrases)
