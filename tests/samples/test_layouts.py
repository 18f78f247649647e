"""The layouts that papers are drawn from: each says its type, marks fields of it, fills in, and is drawn as it says."""

from __future__ import annotations

import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from random import Random

import pytest
from jinja2 import Environment, meta

from bench.examples import UNRECOGNISED
from bench.layouts import parties, sales
from bench.layouts.page import KEPT_BACK, NOT_READ, PAGES, SHARED, fill, head, truth
from bench.layouts.words import digits, words
from simulator.documents.catalogue import Catalogue
from simulator.documents.formats.amounts import figure

LAYOUTS = [*sorted(PAGES.glob("*.html")), *sorted(KEPT_BACK.glob("*.html"))]
#: Those of papers that look like a type and are of none.
LOOK_ALIKES = [path for path in LAYOUTS if head(path)[0] == (UNRECOGNISED,)]
OF_TYPES = [path for path in LAYOUTS if path not in LOOK_ALIKES]
#: Of so many layouts one is filled in: all of them take a minute.
STEP = 12
CATALOGUE = Catalogue.load()
JINJA = Environment()
#: How a layout marks a field: as an attribute, or by the `f` of a shared page.
MARKED, CALLED = re.compile(r'data-f="([^"{]*)"'), re.compile(r'\bf\("(\w+)"')


class _Marks(HTMLParser):
    """The names of the elements that are marked."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names += [value for name, value in attrs if name == "data-f" and value]


def named(text: str) -> set[str]:
    """The fields that a layout names before it is filled in."""
    called = CALLED.findall(text) if '"mark.html"' in text else []
    return {*MARKED.findall(text), *called}


def shared(path: Path) -> set[str]:
    """The shared pages that a page imports or includes, by their names."""
    found = meta.find_referenced_templates(JINJA.parse(path.read_text(encoding="utf-8")))
    return {name for name in found if name}


def marks(html: str) -> list[str]:
    parser = _Marks()
    parser.feed(html)
    return parser.names


@pytest.mark.parametrize("folder", [PAGES, KEPT_BACK], ids=lambda folder: folder.name)
def test_there_are_layouts_of_every_family(folder: Path) -> None:
    types = {head(path)[0][0] for path in folder.glob("*.html")}
    assert {"INVOICE", "EBILL", "BANK_STATEMENT", "SALARY_SLIP", "PURCHASE_ORDER", "INSURANCE"} <= types


def test_what_is_kept_back_is_not_among_what_teaches() -> None:
    assert not {path.name for path in PAGES.glob("*.html")} & {path.name for path in KEPT_BACK.glob("*.html")}
    assert not set(LOOK_ALIKES) & set(PAGES.glob("*.html"))


@pytest.mark.parametrize("path", LOOK_ALIKES, ids=lambda path: path.stem)
def test_a_paper_of_no_type_marks_nothing(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not named(text) and "data-f=" not in text
    assert set(head(path)[1]) <= set(words()["countries"])


@pytest.mark.parametrize("path", OF_TYPES, ids=lambda path: path.stem)
def test_a_layout_says_what_it_is_and_marks_fields_of_it(path: Path) -> None:
    types, countries = head(path)
    text = path.read_text(encoding="utf-8")
    kind = CATALOGUE.get(types[0])
    assert kind is not None
    assert set(countries) <= set(words()["countries"])
    fields = {each.name for each in kind.fields} - NOT_READ
    assert named(text) <= fields
    assert named(text) or "data-f=" in text


def test_what_layouts_share_is_there_and_shared() -> None:
    used = [name for path in (*LAYOUTS, *SHARED.glob("*.html")) for name in shared(path)]
    assert set(used) == {path.name for path in SHARED.glob("*.html")}
    assert all(used.count(name) > 1 for name in used)


@pytest.mark.parametrize("path", LAYOUTS[::STEP], ids=lambda path: path.stem)
def test_a_layout_fills_in_alike_from_one_seed_and_leaves_nothing_open(path: Path) -> None:
    filled = fill(path, "1")
    assert filled.html == fill(path, "1").html
    assert filled.html != fill(path, "2").html
    assert "{{" not in filled.html
    assert "{%" not in filled.html
    kind = CATALOGUE.get(filled.types[0])
    assert set(marks(filled.html)) <= {each.name for each in (kind.fields if kind else ())}


def test_a_mark_of_no_field_is_refused_with_the_fields_there_are() -> None:
    with pytest.raises(ValueError, match=r"PAN has no field 'pan_no'; it has .*pan_number"):
        truth(("PAN",), [("pan_no", "ABCDE1234F")], CATALOGUE)


def test_a_file_without_its_first_line_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bare.html").write_text("<p>Invoice</p>", encoding="utf-8")
    with pytest.raises(ValueError, match=r"bare\.html: the first line is not"):
        fill(tmp_path / "bare.html", "1")


def test_the_truth_has_addresses_by_line_the_first_of_two_marks_and_nothing_for_what_is_not_there() -> None:
    said = [
        ("customer_address", "12 High Street,\nLeeds \n LS1 4AP"),
        ("customer_name", "A  Miller"),
        ("customer_name", "B Miller"),
        ("product_type", "Phone"),
        ("product_type", "Case"),
    ]
    fields = truth(("INVOICE",), said, CATALOGUE)
    assert fields["customer_address"] == "12 High Street, Leeds, LS1 4AP"
    assert fields["customer_name"] == "A Miller"
    assert fields["product_type"] == ["Phone", "Case"]
    assert fields["dealer_address"] == ""
    assert "serial_number" not in fields


@pytest.mark.parametrize("country", sorted(words()["countries"]))
def test_a_party_of_every_country_has_an_address_without_its_name(country: str) -> None:
    for seed in range(6):
        found = parties.party(Random(seed), country)
        assert found.name
        assert found.address
        assert found.name not in found.in_one_line
        assert ",," not in found.in_one_line
        assert "@" in found.email
        assert sum(map(str.isdigit, found.phone)) >= 7


@pytest.mark.parametrize("seed", range(30))
def test_sums_add_up(seed: int) -> None:
    chance = Random(seed)
    goods = sales.items(chance, chance.choice(("IN", "US", "DE", "TR")))
    found = sales.sums(chance, goods)
    assert found.net == pytest.approx(sum(each.amount for each in goods), abs=0.01)
    assert found.total == pytest.approx(found.net + found.tax + found.shipping + found.round_off, abs=0.011)
    assert found.due == pytest.approx(found.total - found.paid, abs=0.011)
    assert found.half_tax * 2 == pytest.approx(found.tax, abs=0.011)


@pytest.mark.parametrize(
    ("style", "sign", "text"),
    [
        ("IN", "Rs. ", "Rs. 12,34,567.50"),
        ("US", "$", "$1,234,567.50"),
        ("DE", " €", "1.234.567,50 €"),
        ("FR", " €", "1 234 567,50 €"),
        ("plain", "", "1234567.50"),
        ("comma", "", "1234567,50"),
    ],
)
def test_money_is_written_as_its_country_writes_it(style: str, sign: str, text: str) -> None:
    assert sales.money(1234567.5, style, sign) == text
    assert sales.money(-1234567.5, style, "").startswith("-")
    assert figure(text) == 1234567.5


def test_a_pattern_draws_digits_and_letters_and_keeps_the_rest() -> None:
    assert re.fullmatch(r"INV-[1-9][0-9]{2}/[A-Z]", digits(Random(1), "INV-%##/?"))


@pytest.mark.skipif(not shutil.which("chromedriver"), reason="no chromium with chromedriver here")
def test_the_drawn_folder_says_what_is_true_of_its_papers(tmp_path: Path) -> None:
    from bench.layouts.__main__ import draw
    from bench.papers import papers

    name = LAYOUTS[0].stem
    rows = draw([name], tmp_path, fillings=1, seed=1)
    (tmp_path / "truth.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (paper,) = papers(tmp_path)
    assert paper.path.stat().st_size > 10_000
    assert paper.by_chance
    assert paper.types == head(LAYOUTS[0])[0]
    assert any(paper.fields.values())
