"""Magic words: the rule that each asks for, where a word ends, and what means nothing."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from simulator.pipeline.faults.magic_words import WORDS, magic_words_in, name_of_file, nearest_word
from simulator.pipeline.faults.rules import FaultRule

TYPES = frozenset({"PAN", "SALE_DEED", "Sale", "DELIVERY_ORDER"})


def asked(text: str, *, document: bool = False, types: frozenset[str] = frozenset()) -> list[dict[str, Any]]:
    """The rules that a text asks for, without the note that says which word did."""
    found = magic_words_in(text, document, types)
    return [msgspec.to_builtins(msgspec.structs.replace(rule, note="")) for rule in found.rules]


OF_DOCUMENTS: dict[str, FaultRule] = {
    "sim:unrecognised": FaultRule("classify", "unrecognised"),
    "sim:invalid": FaultRule("classify", "invalid"),
    "sim:invalid=multiple-faces": FaultRule("classify", "invalid", reason="multiple faces"),
    "sim:type=INVOICE": FaultRule("classify", "become", document_type="INVOICE"),
    "sim:upload-failed": FaultRule("download", "expired"),
    "sim:upload-404": FaultRule("download", "status", status=404),
    "sim:upload-599": FaultRule("download", "status", status=599),
    "sim:upload-timeout": FaultRule("download", "timeout"),
    "sim:upload-wrong": FaultRule("download", "wrong"),
    "sim:upload-too-large": FaultRule("download", "too_large"),
    "sim:upload-slow=5s": FaultRule("download", "delay", delay="5s"),
    "sim:processing-failed": FaultRule("ocr", "fail"),
    "sim:low-confidence": FaultRule("ocr", "low_confidence"),
    "sim:low-confidence=0.2": FaultRule("ocr", "low_confidence", confidence=0.2),
    "sim:missing=pan-number": FaultRule("ocr", "missing", field="pan_number"),
    "sim:stuck": FaultRule("processing", "stuck"),
    "sim:slow=5s": FaultRule("processing", "slow", delay="5s"),
}
OF_APPLICATIONS: dict[str, FaultRule] = {
    "sim:score=40": FaultRule("crosscheck", "score", score=40),
    "sim:auth-refused": FaultRule("auth", "refused"),
    "sim:auth-refusedx2": FaultRule("auth", "refused", times=2),
    "sim:auth-timeout": FaultRule("auth", "timeout"),
    "sim:auth-timeoutx999999": FaultRule("auth", "timeout", times=999_999),
    "sim:callback-500": FaultRule("callback", "fail", status=500),
    "sim:callback-500x3": FaultRule("callback", "fail", status=500, times=3),
    "sim:callback-timeout": FaultRule("callback", "timeout"),
    "sim:callback-timeoutx1": FaultRule("callback", "timeout", times=1),
    "sim:callback-slow=5m": FaultRule("callback", "delay", delay="5m"),
    "sim:callback-twice": FaultRule("callback", "duplicate"),
    "sim:callback-late": FaultRule("callback", "out_of_order"),
    "sim:callback-never": FaultRule("callback", "never"),
    "sim:callback-malformed": FaultRule("callback", "malformed"),
    "sim:address-422": FaultRule("address", "not_normalised"),
    "sim:address-422=1": FaultRule("address", "not_normalised", index=1),
    "sim:init-503x2": FaultRule("request", "answer", endpoint="flow/init", status=503, times=2),
    **{
        f"sim:{call}-429": FaultRule("request", "answer", endpoint=call, status=429)
        for call in ("multiupload", "status", "extracts", "docs", "chat", "submit")
    },
}


@pytest.mark.parametrize("word", [*OF_DOCUMENTS, *OF_APPLICATIONS])
def test_a_word_asks_for_its_rule_where_it_may_stand(word: str) -> None:
    rule = (OF_DOCUMENTS | OF_APPLICATIONS)[word]
    found = magic_words_in(f"APP-1 {word}", document=False)
    assert found.rules == (msgspec.structs.replace(rule, note=word),)
    of_document = magic_words_in(word, document=True)
    if word in OF_DOCUMENTS:
        assert of_document == found
    else:
        assert (of_document.rules, of_document.unknown) == ((), (word,))


def test_every_word_of_the_table_is_among_them() -> None:
    assert {word.written for word in WORDS} - {"sim:status-503x2"} <= OF_DOCUMENTS.keys() | OF_APPLICATIONS.keys()
    assert {word.written for word in WORDS if not word.document} & OF_DOCUMENTS.keys() == set()
    assert all(word.description for word in WORDS)


@pytest.mark.parametrize(
    "word",
    [
        "sim:unrecognized",
        "sim:slow",
        "sim:slow=soon",
        "sim:score=101",
        "sim:score=x",
        "sim:low-confidence=2",
        "sim:upload-600",
        "sim:upload-99",
        "sim:callback-50",
        "sim:auth-refusedx0",
        "sim:auth-refusedx1000000",
        "sim:callback-twicex2",
        "sim:init-50",
        "sim:init-199",
        "sim:address-422=x",
        "sim:stuck=1",
        "sim:upload-4040",
    ],
)
def test_a_word_that_means_nothing_asks_for_nothing_and_is_named(word: str) -> None:
    found = magic_words_in(word, document=False)
    assert (found.rules, found.unknown) == ((), (word,))


@pytest.mark.parametrize("behind", [" x", ",x", ";x", "_x", "/x", "#x", "|x", "", "\tx"])
def test_a_word_ends_where_something_stands_that_cannot_belong_to_it(behind: str) -> None:
    assert asked(f"1_sim:slow=5s{behind}") == [{"point": "processing", "action": "slow", "delay": "5s"}]
    assert asked(f"1_sim:stuck{behind.replace('x', '1')}") == [{"point": "processing", "action": "stuck"}]


def test_several_words_ask_for_several_rules_in_their_order() -> None:
    found = asked("sim:stuck_sim:callback-twice,sim:none sim:auth-timeout")
    assert [(rule["point"], rule["action"]) for rule in found] == [
        ("processing", "stuck"),
        ("callback", "duplicate"),
        ("auth", "timeout"),
    ]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("sim:type=PAN", "PAN"),
        ("sim:type=pan", "PAN"),
        ("sim:type=SALE_DEED", "SALE_DEED"),
        ("sim:type=sale-deed", "SALE_DEED"),
        # The longest type that the word begins with.
        ("sim:type=SALE_DEED_7", "SALE_DEED"),
        ("sim:type=SALE_AGREEMENT", "Sale"),
        ("sim:type=PAN_sim:stuck", "PAN"),
        ("sim:type=DELIVERY_ORDER,PAN", "DELIVERY_ORDER"),
        ("sim:type=DELIVERY", None),
        ("sim:type=PANS", None),
    ],
)
def test_a_type_is_one_that_there_is(text: str, meant: str | None) -> None:
    found = magic_words_in(text, True, TYPES)
    assert [rule.document_type for rule in found.rules if rule.action == "become"] == [meant] * bool(meant)
    assert bool(found.unknown) is (meant is None)


def test_a_type_is_noted_as_it_was_written_and_without_a_value_it_is_none() -> None:
    (rule,) = magic_words_in("sim:type=sale-deed_7", True, TYPES).rules
    assert rule.note == "sim:type=sale-deed_7"
    assert magic_words_in("sim:type", True, TYPES).unknown == ("sim:type",)
    assert magic_words_in("sim:type=ANYTHING", True).rules[0].document_type == "ANYTHING"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("http://h.test/a/sim:stuck.pdf", "sim:stuck"),
        ("http://h.test/a/1_sim:low-confidence=0.2.png?X-Amz-Date=1", "1_sim:low-confidence=0.2"),
        ("http://h.test/a/sim%3Aslow%3D5s.jpeg", "sim:slow=5s"),
        ("http://h.test/sim:low-confidence=0.2", "sim:low-confidence=0.2"),
        ("http://h.test/a/sim:stuck.backup12", "sim:stuck"),
        ("http://h.test/a/sim:stuck.backup123", "sim:stuck.backup123"),
        ("http://h.test/a/sim:stuck.tar.gz", "sim:stuck.tar"),
        # Not in its name: in a folder, in the query, in the host.
        ("http://h.test/sim:stuck/a.pdf", ""),
        ("http://h.test/a.pdf?sim:stuck", ""),
        ("http://sim.test/simple.pdf", ""),
        ("http://h.test/a.pdf", ""),
    ],
)
def test_a_file_s_name_may_hold_a_word_and_its_extension_is_no_part_of_it(url: str, name: str) -> None:
    assert name_of_file(url) == name


@pytest.mark.parametrize(
    ("word", "document", "meant"),
    [
        ("sim:unrecognized", True, "sim:unrecognised"),
        ("sim:stuk", True, "sim:stuck"),
        ("sim:callback-twise", False, "sim:callback-twice"),
        # A word of applications is none of documents.
        ("sim:callback-twice", True, "sim:callback-twice in the application_id"),
        ("sim:type=PANN", True, "sim:type=PAN"),
        ("sim:type=9999", True, ""),
        ("sim:missing=pan-numbr", True, "sim:missing=pan-number"),
        ("sim:type", True, "sim:type=INVOICE"),
        ("sim:zzzzzzzzzz", False, ""),
    ],
)
def test_the_word_that_was_meant_is_the_nearest_that_may_stand_there(word: str, document: bool, meant: str) -> None:
    assert nearest_word(word, document, TYPES, ["pan_number", "dob"]) == meant
