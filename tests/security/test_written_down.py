"""What is written down holds no secret by any name, and no text from outside forges a line or moves a cursor."""

from __future__ import annotations

import io
import json
import logging
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from simulator import logs
from simulator.atlas.analytics.spreadsheet import _cell
from simulator.cli import main
from simulator.client.atlas_client import AtlasClient
from simulator.masking import is_checked, masked, masked_id, masked_within
from simulator.printable import printable, printable_lines
from simulator.server import BackgroundServer

#: A number with the check digit of an Aadhaar number, and one without.
PROVEN, OTHER = "234567890124", "234567890123"
EVIL = "a\nINFO forged\r\x1b]0;title\x07\x1b[2J\x9b31m\u202eb\u2028c\x7f"


@pytest.mark.parametrize(
    "text",
    [
        "https://a.blob.example/f?sv=2024&sp=r&sig=HUSH&se=2026",
        "https://a.example/f?key=HUSH",
        "/x?a=1&code=HUSH&b=2",
        "/login?user=a&pwd=HUSH",
        "/x?Policy=HUSH&Key-Pair-Id=HUSH&Signature=HUSH",
        "/f?OSSAccessKeyId=HUSH&Signature=HUSH",
        "/f?x-goog-credential=HUSH&X-Goog-Signature=HUSH",
        "/f?GoogleAccessId=HUSH&Expires=1&Signature=HUSH",
        "/f?q-ak=HUSH&q-signature=HUSH",
        "/f?x-oss-security-token=HUSH",
        "/f?AWSAccessKeyId=HUSH&Signature=HUSH",
        "/x?subscription-key=HUSH",
        "/x?user[pwd]=HUSH",
        "/x?SIG=HUSH",
        "/x?hdnts=HUSH",
        "/x?jwt=HUSH&otp=HUSH",
        "pwd=HUSH",
        "/x?next=https://b.example/f?sig=HUSH",
        "/x?next=https%3A%2F%2Fb.example%2Ff%3Fsig%3DHUSH%26y%3D1",
        "/x?next=https%253A%252F%252Fb.example%252Ff%253Fcode%253DHUSH%2526y%253D1",
        "/x#key=HUSH",
        "/x?a=b=c&token=HUSH",
        '{"pwd": "HUSH"}',
        '{"db_passwd":"HUSH", "a": 1}',
        '{"aws_secret_access_key": "HUSH"}',
        '{"said": "{\\"token\\": \\"HU\\\\\\"HUSH\\", \\"b\\": 1}"}',
        "x.eyJhbGciOiJIUzI1NiJ9.eyJHUSHHUSH.HUSH.HUSH.HUSH",
    ],
)
def test_a_secret_is_struck_out_whatever_its_name(text: str) -> None:
    value = masked(text)
    assert "HUSH" not in value and "***" in value


@pytest.mark.parametrize(
    "text",
    [
        "/x?code_name=1&keys=2&signed=no&policy_number=7",
        "exit code=1",
        "the key=value pairs",
        "/x?state=DONE&expires_in=15m",
        '{"key": "Origin", "code": 7}',
        "/x?passport=ok&session_start=1",
        "a=b=c",
        "100%25 sure",
        "key",
    ],
)
def test_what_only_sounds_like_a_secret_is_left(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    "written",
    [
        "2345  6789  0124",
        "2345   6789 0124",
        "2345 6789-0124",
        "23 4567 8901 24",
        "2-345678-90124",
        "2345%20%206789%20%200124",
        "2345\t6789\t0124",
        "2345\u00a0 67890124",
        "2 3 4 5 6 7 8 9 0 1 2 4",
        "23456 78901 24",
        "2345%C2%A06789%C2%A00124",
    ],
)
def test_an_aadhaar_number_is_masked_however_its_digits_are_parted(written: str) -> None:
    value = masked(f"no. {written}, of Asha")
    assert "0124" in value.replace(" ", "").replace("-", "") and "2345" not in value and "6789" not in value
    assert value.count("*") == 8


def test_only_the_check_digit_makes_an_id_an_aadhaar_number() -> None:
    assert is_checked(PROVEN) and not is_checked(OTHER)
    assert masked_id(PROVEN) == "********0124" and masked_id(f"APP-{PROVEN[:4]} {PROVEN[4:]}") == "APP-**** ****0124"
    assert masked_id(OTHER) == OTHER
    uuid_of_digits = f"00000000-0000-4000-8000-{PROVEN}"
    assert masked_id(uuid_of_digits) == uuid_of_digits
    assert masked_within({"application_id": PROVEN, "flow_uuid": uuid_of_digits}) == {
        "application_id": "********0124",
        "flow_uuid": uuid_of_digits,
    }


def test_an_aadhaar_number_as_an_id_is_masked_in_the_journal_and_still_found(
    server: BackgroundServer, client: AtlasClient
) -> None:
    document = f"2345 6789  0124 {uuid.uuid4().hex[:4]}"
    flow = client.init(application_id=PROVEN, auth_url="http://127.0.0.1:9/a", callback_url="http://127.0.0.1:9/c")
    client.multiupload(flow, [(document, "http://127.0.0.1:9/x?sig=HUSH")])
    with httpx.Client(base_url=server.url, headers={"Client-Id": client.client_id}, trust_env=False) as control:
        response = control.get("/_sim/journal").text
        assert "23456789" not in response and "2345 6789" not in response and "HUSH" not in response
        for filters in ({"application": PROVEN}, {"document": document}):
            assert control.get("/_sim/journal", params=filters).json()["entries"], filters
            assert control.post("/_sim/verify", json={"endpoint": "multiupload", **filters}).json()["ok"], filters
    page = httpx.get(f"{server.url}/_sim/ui/flows/{flow}", trust_env=False).text
    assert "234567890124" not in page and "********0124" in page


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_text_forges_a_line_of_the_log(form: str) -> None:
    stream = io.StringIO()
    kept = logging.getLogger().handlers
    before = logs._sink
    try:
        logs.configure(form, "info", stream)
        logs.log_request("GET", f"/x/{EVIL}", 200, 0.001)
        logs.log.warning("said %s", EVIL, extra={"tenant": EVIL})
        try:
            raise ValueError(EVIL)
        except ValueError:
            logs.log.exception("failed: %s", EVIL)
    finally:
        logging.getLogger().handlers = kept
        logs._sink = before
    written = stream.getvalue()
    lines = written.splitlines()
    assert not [line for line in lines if line.startswith(("INFO forged", "forged"))]
    assert not [character for character in written if character in "\x1b\x07\x9b\x7f\u202e\u2028\r"]
    if form == "json":
        assert [json.loads(line) for line in lines] and len(lines) == 3
        assert json.loads(lines[1])["tenant"] == EVIL, "nothing is lost: JSON gives it back"
    else:
        assert all(line.startswith("    ") for line in lines[3:])


@pytest.fixture
def evil(server: BackgroundServer) -> Iterator[str]:
    """A tenant whose every text is hostile."""
    tenant = f"evil-{uuid.uuid4().hex[:8]}"
    with AtlasClient(server.url, client_id=tenant) as client:
        flow = client.init(
            application_id=f"APP {EVIL}",
            product_type=EVIL,
            auth_url="http://127.0.0.1:9/a",
            callback_url="http://127.0.0.1:9/c",
        )
        client.multiupload(flow, [(f"doc {EVIL}", "http://127.0.0.1:9/x")])
        client.request("GET", "/v3/verification/status", params={"flow_uuid": EVIL})
        client.wait(flow)
    yield tenant


@pytest.mark.parametrize(
    "command", [["flows"], ["flows", "--json"], ["journal"], ["journal", "--json"], ["faults", "list"]]
)
def test_no_text_reaches_the_terminal_of_a_command_as_a_control_character(
    server: BackgroundServer, evil: str, command: list[str], capsys: Any
) -> None:
    assert main([*command, "--server", server.url, "--tenant", evil]) == 0
    output = capsys.readouterr().out
    assert output or command == ["faults", "list"]
    assert not [character for character in output if character in "\x1b\x07\x9b\x7f\u202e\u2028\r"]
    assert not [line for line in output.splitlines() if line.startswith("INFO forged")]


def test_what_is_printable_stays_as_it_is() -> None:
    for text in ("plain", "आशा वर्मा", "naïve 日本 🙂", "tab is none"):
        assert printable(text) == text
    assert printable("a\tb") == "a\\u0009b"
    assert printable_lines("a\nb\x1b") == "a\n    b\\u001b"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\uff1d"])
def test_no_cell_of_a_spreadsheet_is_a_formula(start: str) -> None:
    assert _cell(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"
    assert _cell("APP=1") == "APP=1" and _cell(-7) == -7


@pytest.mark.parametrize("name", ["limit", "after", "status"])
def test_a_number_of_thousands_of_digits_is_refused(server: BackgroundServer, name: str) -> None:
    answer = httpx.get(f"{server.url}/_sim/journal", params={name: "9" * 5000}, trust_env=False)
    assert (answer.status_code, answer.json()["key"]) == (422, name)
    assert len(answer.text) < 500
    assert httpx.get(f"{server.url}/_sim/journal", params={name: "0" * 5000 + "7"}, trust_env=False).status_code == 422
