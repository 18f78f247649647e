"""The worked example of fixtures/catalogue/jeweller, from its samples to a cross-check, through server and command line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from simulator.cli import main
from simulator.client.atlas_client import AtlasClient
from simulator.documents.draft.agreement import same_value
from simulator.server import BackgroundServer
from tests.conftest import ROOT, Start

JEWELLER = ROOT / "fixtures" / "catalogue" / "jeweller"
SAMPLES = JEWELLER / "samples"
NAME = "JEWELLER_PLEDGE_CARD"


class Ended(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


Types = Callable[..., Ended]


@pytest.fixture
def types(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Types:
    """Run `atlas-simulator types ...` to its end, in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Ended:
        code = main(["types", *arguments])
        return Ended(code, *capsys.readouterr())

    return run


def sample(number: int) -> Path:
    return next(path for path in SAMPLES.glob(f"pledge-card-{number}.*") if path.suffix != ".json")


def truth(path: Path) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(path.with_suffix(".json").read_bytes())["fields"]
    return fields


def verified(server: BackgroundServer, *paths: Path) -> dict[str, Any]:
    """What a flow of the product says of these files."""
    with httpx.Client(base_url=server.url, trust_env=False) as http, AtlasClient(server.url) as client:
        urls = [
            http.put(f"/_sim/files/{path.name}", content=path.read_bytes()).raise_for_status().json()["file_url"]
            for path in paths
        ]
        flow = client.init(
            product_type="GOLD_LOAN",
            auth_url=f"{server.url}/_sim/inbox/x/auth",
            callback_url=f"{server.url}/_sim/inbox/x",
        )
        client.multiupload(flow, [(str(at), url) for at, url in enumerate(urls, 1)])
        assert client.wait(flow)["master_status"] == "SUCCESS"
        return client.extracts(flow)


def test_a_card_is_read_and_its_borrower_compared_with_the_pan(start: Start) -> None:
    value = verified(start(catalogue=(str(JEWELLER),)), sample(1), SAMPLES / "pan-1.jpg")
    card, pan = (item["data"] for item in value["ocr_data"])
    assert (card["document_type"], pan["document_type"]) == (NAME, "PAN")
    for name, true in truth(sample(1)).items():
        assert same_value(card[name]["value"], true), name
    (check,) = value["cross_checks"]
    assert (check["name"], check["similarity_score"]) == ("BORROWER_PAN_NAME", 100)


def test_a_reading_that_is_kept_is_made_again_when_the_type_changes(start: Start, tmp_path: Path) -> None:
    own = tmp_path / "own" / "types"
    own.mkdir(parents=True)
    text = (JEWELLER / "types" / "jeweller_pledge_card.toml").read_text(encoding="utf-8")
    (own / "card.toml").write_text(text, encoding="utf-8")
    server = start(catalogue=(str(own.parent),), watch=True)
    with httpx.Client(base_url=server.url, trust_env=False) as http:
        first = http.get("/_sim/catalogue").json()["digest"]
        before = verified(server, sample(3))["ocr_data"][0]["data"]
        (own / "card.toml").write_text(text.replace('"girvi_number"', '"pledge_number"'), encoding="utf-8")
        while http.get("/_sim/catalogue").json()["digest"] == first:
            assert not http.get("/_sim/catalogue").json()["problem"]
        after = verified(server, sample(3))["ocr_data"][0]["data"]
    assert before["girvi_number"]["value"] == after["pledge_number"]["value"] == truth(sample(3))["girvi_number"]
    assert "girvi_number" not in after


def test_a_draft_from_three_samples_reads_another(types: Types) -> None:
    made = types("new", NAME, *(str(sample(number)) for number in (1, 2, 3)), "--out", "own")
    assert made.returncode == 0, made.stderr
    tried = types("try", str(sample(4)), "--catalogue", "own", "--json")
    assert tried.returncode == 0, tried.stderr
    body = json.loads(tried.stdout)
    assert body["taken"] == NAME
    found = {way["field"]: [each["value"] for each in way["found"]] for way in body["fields"] if way["taken"]}
    wanted = truth(sample(4))
    right = [name for name, true in wanted.items() if name in found and same_value(_like(true, found[name]), true)]
    assert len(right) >= 0.8 * len(wanted), set(wanted) - set(right)


def _like(true: Any, values: list[Any]) -> Any:
    return values if isinstance(true, list) else values[0]


def test_try_says_which_clues_stand_where_and_what_gave_each_value(types: Types, tmp_path: Path) -> None:
    value = types("try", str(sample(1)), "--catalogue", str(JEWELLER), "--show", "shown")
    assert value.returncode == 0, value.stderr
    assert f"{NAME}, score 0.9" in value.stdout
    assert '"surya jewellers" as the title  at page 1 [' in value.stdout
    assert f"'{truth(sample(1))['girvi_number']}'" in value.stdout
    assert 'right "girvi no" on page 1' in value.stdout
    assert (tmp_path / "shown" / "pledge-card-1-png-1.jpg").read_bytes().startswith(b"\xff\xd8")

    asked = types("try", str(sample(1)), "--type", "FSSAI", "--catalogue", str(JEWELLER))
    assert "none of the labels is on the pages" in asked.stdout


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["show", "NO_SUCH"], "unknown document type 'NO_SUCH'"),
        (["check", "nowhere"], "nowhere: no such folder"),
        (["new", "PAN", "a.png", "b.png"], "the type PAN already exists"),
        (["new", "MINE", "a.png"], "give at least 2"),
        (
            ["new", "my card", "a.png", "b.png"],
            "'my card' is not a valid type name; use letters, digits and _, as in MY_CARD",
        ),
        (["new", "MINE", "a.png", "b.png"], "a.png: cannot be read"),
        (["try", "x.png", "--type", "NO_SUCH"], "--type NO_SUCH: unknown document type"),
    ],
)
def test_what_cannot_be_followed_is_one_line_and_exit_status_2(types: Types, arguments: list[str], text: str) -> None:
    ended = types(*arguments)
    assert ended.returncode == 2
    assert text in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_check_names_file_key_and_reason(types: Types, tmp_path: Path) -> None:
    folder = tmp_path / "own" / "types"
    folder.mkdir(parents=True)
    (folder / "a.toml").write_text(
        'name = "A"\ntitle = "A"\n[[fields]]\nname = "x"\nformat = "dat"\n', encoding="utf-8"
    )
    ended = types("check", "own", str(JEWELLER))
    assert ended.returncode == 2
    assert "a.toml: fields[0].format: there is no format 'dat'" in ended.stderr
    assert "jeweller: all right" in ended.stdout


def test_list_and_show_say_where_a_type_is_from(types: Types) -> None:
    body = json.loads(types("list", "--catalogue", str(JEWELLER), "--json").stdout)
    origins = {each["name"]: each["origin"] for each in body["types"]}
    assert origins[NAME].endswith("jeweller_pledge_card.toml")
    assert origins["PAN"] == "built-in"
    shown = types("show", NAME.lower(), "--catalogue", str(JEWELLER)).stdout
    assert 'labels "girvi no"' in shown


def test_try_says_why_the_best_type_was_not_taken(types: Types, tmp_path: Path) -> None:
    described = (JEWELLER / "types" / "jeweller_pledge_card.toml").read_text(encoding="utf-8")
    (tmp_path / "two" / "types").mkdir(parents=True)
    for name in ("MINE", "YOURS"):
        text = described.replace(f'name = "{NAME}"', f'name = "{name}"')
        (tmp_path / "two" / "types" / f"{name}.toml").write_text(text, encoding="utf-8")
    tried = types("try", str(sample(1)), "--catalogue", "two")
    assert re.search(
        r"(MINE|YOURS) leads by only 0\.0000 and must by 0\.1 \(its margin\).*like = \[\"(MINE|YOURS)\"\]", tried.stdout
    )
