"""Under the prefix of a proxy (`--root-path`) every rule that goes by a path goes by the path without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from simulator.client.atlas_client import AtlasClient
from simulator.server import BackgroundServer

PREFIX = "/atlas"
DEVIATION = """
[[error]]
path = "/v3/verification/status"
status = 409
answer_status = 404
answer = { detail = "no such flow" }
"""


@pytest.fixture
def prefixed(start: Callable[..., BackgroundServer], tmp_path: Path) -> Iterator[AtlasClient]:
    deviations = tmp_path / "deviations.toml"
    deviations.write_text(DEVIATION)
    server = start(root_path=PREFIX, max_body_mb=0.001, deviations=str(deviations))
    # As a proxy asks that strips the prefix.
    with AtlasClient(server.url.removesuffix(PREFIX)) as client:
        yield client


def test_the_limit_of_bodies_spares_the_simulators_own_paths_under_a_prefix(prefixed: AtlasClient) -> None:
    kept = prefixed.request("PUT", "/_sim/files/large.bin", content=bytes(5000))
    assert kept.status_code in (200, 201), kept.text
    refused = prefixed.request("POST", "/v3/verification/flow/init", content=bytes(5000))
    assert refused.status_code == 413 and "at most 1000 bytes" in refused.text


def test_a_body_that_is_too_large_is_refused_in_its_familys_envelope_under_a_prefix(prefixed: AtlasClient) -> None:
    refused = prefixed.request("POST", "/v1/address/match/batch", content=bytes(5000))
    assert refused.status_code == 413 and "error_code" in refused.json()


def test_errors_that_a_server_words_otherwise_are_known_under_a_prefix(prefixed: AtlasClient) -> None:
    answer = prefixed.request("GET", "/v3/verification/status", params={"flow_uuid": "none"})
    assert (answer.status_code, answer.json()) == (404, {"detail": "no such flow"})


def test_a_prefix_that_no_proxy_stripped_is_taken_off(prefixed: AtlasClient) -> None:
    for prefix in ("", PREFIX):
        assert prefixed.request("GET", f"{prefix}/readyz").text == "ok"
        page = prefixed.request("GET", f"{prefix}/_sim/")
        assert page.status_code == 200 and f'href="{PREFIX}/_sim/ui/try"' in page.text
        answer = prefixed.request("GET", f"{prefix}/v3/verification/status")
        assert (answer.status_code, answer.json()["error"]) == (400, "Missing required ['flow_uuid'] parameters")
    assert prefixed.request("GET", f"{PREFIX}s/readyz").status_code == 404
    assert prefixed.request("GET", PREFIX).json()["error"].startswith("No such path: /; the page is at /_sim/")
