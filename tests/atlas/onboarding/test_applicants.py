"""Checklists, co-applicants, and whose documents are whose."""

from __future__ import annotations

from typing import Any

MSME = [
    "BANK_STATEMENT",
    "EBILL",
    "FSSAI_CERTIFICATE",
    "GST_CERT",
    "PAN",
    "PURCHASE_ORDER",
    "SHOP_ACT_LICENSE",
    "UDYAM_CERT",
]


def test_the_checklist_is_the_product_s_and_fills_with_what_arrives(onboard: Any) -> None:
    flow = onboard.flow()
    assert list(onboard.docs(flow).items()) == [(name, False) for name in MSME]
    onboard.upload(flow, "pan", "food", "invoice", "scribble", "blurred")
    assert [name for name, here in onboard.docs(flow).items() if here] == ["FSSAI_CERTIFICATE", "PAN"]


def test_a_product_that_nobody_described_wants_the_common_types(onboard: Any) -> None:
    docs = onboard.docs(onboard.flow(product_type="OTHER"))
    assert list(docs) == sorted(docs)
    assert len(docs) == 16
    assert {"AADHAAR", "PAN", "FSSAI_CERTIFICATE", "SATBARA", "EBILL"} <= set(docs)


def test_what_the_client_names_for_an_applicant_is_the_list_in_its_own_words(onboard: Any) -> None:
    flow = onboard.flow(user_docs=["PAN", "FSSAI", "AADHAAR", "PAN"])
    assert list(onboard.docs(flow)) == ["AADHAAR", "FSSAI", "PAN"]
    onboard.upload(flow, "food")
    assert onboard.docs(flow) == {"AADHAAR": False, "FSSAI": True, "PAN": False}


def test_a_co_applicant_has_a_list_of_their_own(onboard: Any) -> None:
    flow = onboard.flow()
    value = onboard.add(
        flow,
        {"external_reference_id": "CUST-2", "username": "Meera Iyer"},
        {"external_reference_id": "CUST-3", "username": "Joseph Dsouza", "user_docs": ["PASSPORT"]},
    )
    assert [each["external_reference_id"] for each in value["created"]] == ["CUST-2", "CUST-3"]
    assert value["failed"] == []
    assert list(onboard.docs(flow, "CUST-2")) == ["AADHAAR", "BANK_STATEMENT", "PAN"]
    assert list(onboard.docs(flow, "CUST-3")) == ["PASSPORT"]


def test_who_cannot_be_added_keeps_the_others_out_of_nothing(onboard: Any) -> None:
    flow = onboard.flow()
    onboard.meera(flow)
    value = onboard.add(
        flow,
        {"external_reference_id": "CUST-2", "username": "Meera Iyer"},
        {"external_reference_id": "CUST-9283", "username": "Rahul Sharma"},
        {"external_reference_id": "CUST-4"},
        {"external_reference_id": "CUST-5", "username": "Anil Rao"},
        {"external_reference_id": "CUST-5", "username": "Anil Rao"},
        "CUST-6",  # type: ignore[arg-type]
    )
    assert [each["external_reference_id"] for each in value["created"]] == ["CUST-5"]
    assert [(each["external_reference_id"], each["error"]) for each in value["failed"]] == [
        ("CUST-4", "Missing or empty required parameters: ['username']"),
        ("CUST-6", "Missing or empty required parameters: ['external_reference_id', 'username']"),
        ("CUST-2", "Applicant already exists"),
        ("CUST-9283", "Applicant already exists"),
        ("CUST-5", "Applicant already exists"),
    ]


def test_documents_are_whose_name_stands_on_them(onboard: Any) -> None:
    flow = onboard.flow()
    onboard.meera(flow)
    onboard.upload(flow, "pan", "pan-meera", "aadhaar-meera", "pan-else", "scribble")
    done = "PROCESSING_SUCCESS"
    assert onboard.status(flow)[0] == dict.fromkeys(["pan", "pan-else", "scribble"], done)
    assert onboard.status(flow, "CUST-2")[0] == dict.fromkeys(["pan-meera", "aadhaar-meera"], done)
    assert onboard.docs(flow, "CUST-2") == {"AADHAAR": True, "BANK_STATEMENT": False, "PAN": True}
    owners = {name: item["external_reference_id"] for name, item in onboard.items(flow).items()}
    assert owners == {
        "pan": "CUST-9283",
        "pan-meera": "CUST-2",
        "aadhaar-meera": "CUST-2",
        "pan-else": "CUST-9283",
        "scribble": "",
    }


def test_documents_that_came_before_their_co_applicant_are_theirs_all_the_same(onboard: Any) -> None:
    flow = onboard.flow()
    onboard.upload(flow, "pan-meera")
    assert onboard.docs(flow)["PAN"] is True
    onboard.meera(flow)
    assert onboard.docs(flow)["PAN"] is False
    assert onboard.docs(flow, "CUST-2")["PAN"] is True


def test_who_is_deleted_is_gone_with_their_documents_and_may_come_back(onboard: Any) -> None:
    flow = onboard.flow()
    meera = onboard.meera(flow)
    onboard.upload(flow, "pan", "pan-meera")
    answer = onboard.call("DELETE", "flow/coapplicant", json={"flow_id": flow, "co_applicant_id": meera})
    assert (answer.status_code, answer.content) == (204, b"")
    again = onboard.call("DELETE", "flow/coapplicant", json={"flow_id": flow, "external_reference_id": "CUST-2"})
    assert again.status_code == 410
    query = {"flow_id": flow, "external_reference_id": "CUST-2"}
    assert onboard.call("GET", "status", params=query).json() == {"error": "Applicant has been deleted."}
    assert list(onboard.items(flow)) == ["pan"]
    assert onboard.status(flow)[0] == {"pan": "PROCESSING_SUCCESS"}
    assert "Meera" not in onboard.chat(flow, "what is missing?")
    assert onboard.meera(flow) != meera
    assert onboard.docs(flow, "CUST-2")["PAN"] is True


def test_both_names_of_a_co_applicant_must_be_theirs(onboard: Any) -> None:
    flow = onboard.flow()
    meera = onboard.meera(flow)
    onboard.add(flow, {"external_reference_id": "CUST-3", "username": "Joseph Dsouza"})
    wrong = {"flow_id": flow, "external_reference_id": "CUST-3", "co_applicant_id": meera}
    assert onboard.call("DELETE", "flow/coapplicant", json=wrong).status_code == 409
    right = {**wrong, "external_reference_id": "CUST-2"}
    assert onboard.call("DELETE", "flow/coapplicant", json=right).status_code == 204
    assert onboard.docs(flow, "CUST-3")
