"""What must not be read is struck out wherever it stands; what only looks like it is left alone."""

from __future__ import annotations

import pytest

from simulator.masking import masked, masked_header, masked_within

AADHAAR = "4321 8765 2109"


@pytest.mark.parametrize(
    "text",
    [
        "no. 4321 8765 2109.",
        "432187652109",
        "4321-8765-2109",
        '{"aadhaar": 432187652109}',
        "/files/432187652109.jpg?x=1",
        "/v3?name=4321%208765%202109",
        "/v3?name=4321+8765+2109",
        "/v3?name=4321%2D8765%2D2109",
        "4321\u00a08765\u00a02109",
        "scan_4321_8765_2109_front.pdf",
    ],
)
def test_an_aadhaar_number_keeps_only_its_last_four_digits(text: str) -> None:
    value = masked(text)
    assert "4321" not in value and "8765" not in value
    assert "2109" in value


@pytest.mark.parametrize(
    "text",
    [
        "BATCH-30732-SIYKJ-20251121113228",
        "03f03421-1234-4567-8901-fb3ea8afd1d1",
        "03f03421-c933-46fc-a30c-123456789012",
        "/status?flow_uuid=03f03421-1234-4567-8901-123456789012",
        "imei 123456789012345",
        "2025-10-11T06:01:03",
        "token life: 3600; the secret of success = patience, dear bearer of news",
        '{"access_token": null, "similarity_score": 60}',
        "a basic information sheet",
        "mail asha@example.org",
    ],
)
def test_what_is_no_secret_stays_as_it_is(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "https://s3.example/f?X-Amz-Credential=HUSH&X-Amz-Signature=HUSH&X-Amz-Security-Token=HUSH",
        "/x?access_token=HUSH&y=1",
        "/x?next=https%3A%2F%2Fs3.example%2Ff%3FX-Amz-Signature%3DHUSH%26y%3D1",
        "client_secret=HUSH&grant=1",
        "https://user:HUSH@host.example/path",
        "https://HUSH@host.example/path",
        '{"access_token": "HUSH", "expires_in": 3600}',
        '{"Client-Secret" : "HUSH\\" HUSH"}',
        '{"password": 7755, "x": "HUSH"}'.replace("HUSH", "").replace("7755", '"HUSH"'),
        '{"said": "{\\"refresh_token\\": \\"HUSH\\"}"}',
        '{"access_token": "HUSH and cut of',
        "Authorization: Bearer HUSHHUSH.x-y",
        "eyJhbGciOiJIUzI1NiJ9.eyJHUSHHUSH.HUSH",
        "GET /x eyJhbGciOiJIUzI1NiJ9.eyJHUSHHUSH 200",
        '{"api_key": "HUSH"}',
    ],
)
def test_tokens_and_secrets_are_struck_out(text: str) -> None:
    value = masked(text)
    assert "HUSH" not in value
    assert "***" in value


def test_a_secret_number_is_struck_out_as_well() -> None:
    assert masked('{"client_secret": 12345, "n": 1}') == '{"client_secret": "***", "n": 1}'


@pytest.mark.parametrize(
    "name",
    [
        "token",
        "authorization",
        "proxy-authorization",
        "client-secret",
        "client_secret",
        "cookie",
        "set-cookie",
        "x-api-key",
        "x-amz-security-token",
        "x-auth-token",
    ],
)
def test_headers_that_are_secrets_are_struck_out_in_whole(name: str) -> None:
    assert masked_header(name, "HUSH") == "***"


def test_other_headers_are_kept_without_the_secrets_in_them() -> None:
    assert masked_header("referer", f"https://a.example/?token=HUSH&n={AADHAAR.replace(' ', '')}") == (
        "https://a.example/?token=***&n=********2109"
    )
    assert masked_header("user-agent", "curl/8") == "curl/8"


def test_a_structure_is_masked_within_and_keeps_its_form_and_its_identifiers() -> None:
    uuid, number = "00000000-0000-4000-8000-234567890124", "2345 6789 0124"
    values = {
        "matched": [f'"{number}" found'],
        "flow_uuid": uuid,
        "batch_id": "234567890124",
        "n": 1,
        "access_token": "x",
    }
    assert masked_within(values) == {
        "matched": ['"**** **** 0124" found'],
        "flow_uuid": uuid,
        "batch_id": "234567890124",
        "n": 1,
        "access_token": "***",
    }
