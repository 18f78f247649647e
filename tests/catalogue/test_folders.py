"""Folders of one's own: what they add is read, compared and shown by the real server, and changes come in whole or not at all."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import Start

TYPE = """
name = "{name}"
title = "{title}"
[[clues]]
any = ["tool library card"]
weight = 0.9
[[fields]]
name = "member_name"
format = "name"
find = [{{ labels = ["member"] }}]
"""
PRODUCT = 'products = ["TOOLS"]\ndocuments = ["TOOL_CARD", "PAN"]\n'
CHECK = """
products = ["TOOLS"]
[[checks]]
name = "MEMBER_PAN_NAME"
source = "TOOL_CARD.member_name"
target = "PAN.name_as_per_pan"
scorer = "name"
"""


def folder(root: Path, name: str = "TOOL_CARD", title: str = "Tool card") -> Path:
    for part, item in (("types", TYPE.format(name=name, title=title)), ("products", PRODUCT), ("checks", CHECK)):
        (root / part).mkdir(parents=True, exist_ok=True)
        (root / part / "tools.toml").write_text(item, encoding="utf-8")
    return root


def asked(url: str) -> dict[str, Any]:
    answer: dict[str, Any] = httpx.get(f"{url}/_sim/catalogue", trust_env=False).json()
    return answer


def until(url: str, holds: Callable[[dict[str, Any]], bool], seconds: float = 10.0) -> dict[str, Any]:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds(value := asked(url)):
            return value
    raise AssertionError(f"not in time: {value['problem']}")


def of(values: dict[str, Any], name: str) -> dict[str, Any]:
    return next(each for each in values["types"] if each["name"] == name)


def test_a_folder_adds_types_products_and_checks_and_says_where_each_is_from(start: Start, tmp_path: Path) -> None:
    own = folder(tmp_path / "own")
    value = asked(start(catalogue=(str(own),)).url)
    assert of(value, "TOOL_CARD")["origin"] == str(own / "types" / "tools.toml")
    assert of(value, "PAN")["origin"] == "built-in"
    product = next(each for each in value["products"] if each["name"] == "TOOLS")
    assert product["documents"] == ["TOOL_CARD", "PAN"]
    assert [(each["name"], each["scorer"]) for each in product["checks"]] == [("MEMBER_PAN_NAME", "name")]
    assert (value["watched"], value["problem"]) == (False, "")


def test_a_change_is_taken_up_whole_or_not_at_all(start: Start, tmp_path: Path) -> None:
    own = folder(tmp_path / "own")
    url = start(catalogue=(str(own),), watch=True).url
    first = asked(url)["digest"]
    folder(own, title="Tool library card")
    value = until(url, lambda value: value["digest"] != first)
    assert of(value, "TOOL_CARD")["title"] == "Tool library card"

    (own / "types" / "tools.toml").write_text(TYPE.format(name="TOOL_CARD", title="Third"), encoding="utf-8")
    (own / "checks" / "tools.toml").write_text(CHECK.replace('"name"\n', '"nose"\n'), encoding="utf-8")
    value = until(url, lambda value: bool(value["problem"]))
    assert str(own / "checks" / "tools.toml") in value["problem"]
    assert "scorer" in value["problem"]
    assert of(value, "TOOL_CARD")["title"] == "Tool library card"

    (own / "checks" / "tools.toml").write_text(CHECK, encoding="utf-8")
    value = until(url, lambda value: not value["problem"])
    assert of(value, "TOOL_CARD")["title"] == "Third"


@pytest.mark.parametrize(
    ("name", "more", "text"),
    [
        ("PAN", "", "there is a type PAN already (the simulator describes it)"),
        ("TOOL_CARD", "overrides = true\n", "overrides: there is no type TOOL_CARD to override"),
    ],
)
def test_what_shadows_by_mistake_is_an_error_that_names_the_file(
    start: Start, tmp_path: Path, name: str, more: str, text: str
) -> None:
    own = folder(tmp_path / "own", name=name)
    path = own / "types" / "tools.toml"
    path.write_text(more + path.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(Exception, match=r"tools\.toml") as refused:
        start(catalogue=(str(own),))
    assert text in str(refused.value)
