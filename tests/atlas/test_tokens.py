"""Tokens: who gets which, how long they hold, and how they end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jwt
import pytest

ALONE = ("/v3/verification/authtoken", "/v1/docstream/authtoken", "/v1/bulk/authtoken")
PAIRED = ("/v1/verification/authtoken", "/v2/verification/authtoken")
STATUS = "/v3/verification/status"
REFRESH = "/v1/verification/refresh-token"


def reason(answer: Any) -> str:
    assert (answer.status_code, answer.json()["error"]) == (401, "Invalid token")
    return str(answer.json()["reason"])


@pytest.mark.parametrize("path", [*ALONE, *PAIRED])
def test_every_family_hands_out_tokens_in_its_documented_form(account: Any, path: str) -> None:
    answer = account.http.post(path, headers=account.credentials)
    keys = ["access_token", "expires_in", *(["refresh_token"] if path in PAIRED else [])]
    assert (answer.status_code, list(answer.json())) == (201, keys)
    assert answer.json()["expires_in"] == 3600
    token = answer.json()["access_token"]
    assert jwt.get_unverified_header(token) == {"alg": "HS256", "typ": "JWT"}
    claims = jwt.decode(token, options={"verify_signature": False})
    # Clients in typed languages take these for whole numbers.
    assert (type(claims["exp"]), type(claims["iat"]), claims["exp"] - claims["iat"]) == (int, int, 3600)


@pytest.mark.parametrize("path", [*ALONE, *PAIRED])
@pytest.mark.parametrize(
    "headers", [{}, {"Client-Id": "a"}, {"Client-Secret": "a"}, {"Client-Id": "", "Client-Secret": "a"}]
)
def test_credentials_that_are_not_there_are_a_400(account: Any, path: str, headers: dict[str, str]) -> None:
    answer = account.http.post(path, headers=headers)
    assert (answer.status_code, answer.json()) == (400, {"error": "Missing Client-Id or Client-Secret"})


@pytest.mark.parametrize("pair", [("lender", "wrong"), ("nobody", "secret")])
def test_wrong_credentials_are_a_401_where_accounts_are_configured(start: Any, account_on: Any, pair: Any) -> None:
    account = account_on(start(credentials="lender:secret"))
    for path in (*ALONE, *PAIRED):
        answer = account.http.post(path, headers=dict(zip(("Client-Id", "Client-Secret"), pair, strict=True)))
        assert (answer.status_code, answer.json()) == (401, {"error": "Invalid Client-Id or Client-Secret"})


def test_a_token_of_one_family_holds_in_all(account: Any) -> None:
    for path in (*ALONE, *PAIRED):
        token = account.http.post(path, headers=account.credentials).json()["access_token"]
        assert account.call("GET", STATUS, token=token, flow_uuid="none").status_code == 409


def test_both_kinds_of_token_can_be_refreshed_and_give_an_access_token(account: Any) -> None:
    pair = account.http.post(PAIRED[0], headers=account.credentials).json()
    for token in (pair["access_token"], pair["refresh_token"]):
        answer = account.call("POST", REFRESH, token=token)
        assert (answer.status_code, list(answer.json())) == (201, ["access_token", "expires_in"])
        assert account.call("GET", STATUS, token=answer.json()["access_token"], flow_uuid="none").status_code == 409


def test_a_refresh_token_serves_for_nothing_else(account: Any) -> None:
    pair = account.http.post(PAIRED[1], headers=account.credentials).json()
    answer = account.call("GET", STATUS, token=pair["refresh_token"], flow_uuid="none")
    assert reason(answer) == "A refresh token is not accepted here"


def test_refreshing_without_a_token_is_a_400(account: Any) -> None:
    answer = account.http.post(REFRESH)
    assert (answer.status_code, answer.json()) == (400, {"error": "Missing Token header"})


@pytest.mark.parametrize(
    ("token", "text"),
    [
        ("", "Token header is missing"),
        ("abc", "Not enough segments"),
        (jwt.encode({"sub": "x"}, "k" * 32, algorithm="HS256"), "Signature verification failed"),
        (jwt.encode({"sub": "x"}, None, algorithm="none"), "The specified alg value is not allowed"),
    ],
)
def test_a_token_that_is_none_of_ours_is_a_401_with_its_reason(account: Any, token: str, text: str) -> None:
    calls = [
        ("GET", STATUS),
        ("GET", "/v3/verification/extracts"),
        ("POST", "/v3/verification/flow/init"),
        ("POST", "/v3/verification/multiupload"),
        ("POST", "/v1/docstream/multiupload"),
        ("GET", "/v1/docstream/extracts"),
        ("POST", "/v1/bulk/multiupload"),
        ("GET", "/v1/bulk/extracts"),
    ]
    for method, path in calls:
        assert reason(account.call(method, path, token=token)) == text
    if token:
        assert reason(account.call("POST", REFRESH, token=token)) == text


def test_a_token_expires_by_the_simulated_clock(start: Any, account_on: Callable[..., Any]) -> None:
    account = account_on(start())
    pair = account.http.post(PAIRED[0], headers=account.credentials).json()
    account.sim.clock.advance("59m")
    assert account.call("GET", STATUS, token=pair["access_token"], flow_uuid="none").status_code == 409
    account.sim.clock.advance("61s")
    assert reason(account.call("GET", STATUS, token=pair["access_token"])) == "Signature has expired"
    assert reason(account.call("POST", REFRESH, token=pair["access_token"])) == "Signature has expired"
    assert account.call("POST", REFRESH, token=pair["refresh_token"]).status_code == 201
    account.sim.clock.advance("24h")
    assert reason(account.call("POST", REFRESH, token=pair["refresh_token"])) == "Signature has expired"


def test_tokens_and_revocations_survive_a_restart(start: Any, account_on: Callable[..., Any]) -> None:
    server = start()
    account = account_on(server)
    held, revoked = account.token, account.http.post(ALONE[0], headers=account.credentials).json()["access_token"]
    account.sim.revoke(revoked)
    server.close()
    again = account_on(start())
    assert again.call("GET", STATUS, token=held, flow_uuid="none").status_code == 409
    assert reason(again.call("GET", STATUS, token=revoked)) == "Token has been revoked"


def test_a_revoked_token_leaves_the_others_of_its_session(account: Any) -> None:
    pair = account.http.post(PAIRED[0], headers=account.credentials).json()
    body = account.sim.call("POST", "tokens/revoke", {"token": pair["access_token"]})
    assert body == {"tenant": account.client_id, "revoked": "token"}
    assert reason(account.call("GET", STATUS, token=pair["access_token"])) == "Token has been revoked"
    assert account.call("POST", REFRESH, token=pair["refresh_token"]).status_code == 201


def test_a_revoked_session_takes_all_its_tokens_with_it(account: Any) -> None:
    pair = account.http.post(PAIRED[0], headers=account.credentials).json()
    fresh = account.call("POST", REFRESH, token=pair["refresh_token"]).json()["access_token"]
    account.sim.revoke(pair["access_token"], session=True)
    for token in (pair["access_token"], fresh):
        assert reason(account.call("GET", STATUS, token=token)) == "No active session"
    assert account.call("GET", STATUS, flow_uuid="none").status_code == 409


def test_what_is_no_token_of_ours_cannot_be_revoked(account: Any) -> None:
    answer = account.http.post("/_sim/tokens/revoke", json={"token": "abc"})
    assert (answer.status_code, answer.json()["key"]) == (422, "token")
