"""Which checks and documents a product has: the built-in ones, what folders of one's own add or override, and wrong files."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.errors import SettingError
from simulator.matching.product_checks import DEFAULT, ProductChecks


def folder(place: Path, *, checks: str = "", products: str = "") -> Path:
    """A folder with a file of checks, a file of products, or both."""
    for kind, text in (("checks", checks), ("products", products)):
        if text:
            (place / kind).mkdir(parents=True, exist_ok=True)
            (place / kind / "own.toml").write_text(text, encoding="utf-8")
    return place


def check(name: str, source: str = "PAN.name_as_per_pan", target: str = "AADHAAR.name", more: str = "") -> str:
    return f'[[checks]]\nname = "{name}"\nsource = "{source}"\ntarget = "{target}"\nscorer = "name"\n{more}\n'


def names(loaded: ProductChecks, product: str, *, own: bool = False) -> list[str]:
    return [each.name for each in loaded.for_product(product, own=own)]


BUILT_IN = ProductChecks.load()
PRODUCT = next(product.name for product in BUILT_IN.products if product.name != DEFAULT)


def test_a_product_that_nobody_described_has_what_holds_by_default() -> None:
    unknown = BUILT_IN.product("NEVER_HEARD_OF")
    assert unknown is BUILT_IN.product(DEFAULT)
    assert names(BUILT_IN, "NEVER_HEARD_OF") == names(BUILT_IN, DEFAULT) != []


def test_own_checks_are_given_only_to_those_who_ask_for_them() -> None:
    plain, all_of_them = BUILT_IN.for_product(PRODUCT), BUILT_IN.for_product(PRODUCT, own=True)
    assert not any(each.own for each in plain)
    assert [each for each in all_of_them if not each.own] == list(plain)
    assert len(all_of_them) > len(plain)


def test_a_check_of_a_new_name_comes_behind_and_one_of_a_known_name_takes_its_place(tmp_path: Path) -> None:
    before = names(BUILT_IN, PRODUCT)
    text = f'products = ["{PRODUCT}"]\n' + check("New Check") + check(before[1], more='source_field_name = "reported"')
    loaded = ProductChecks.load([folder(tmp_path, checks=text)])
    assert names(loaded, PRODUCT) == [*before, "New Check"]
    changed = loaded.for_product(PRODUCT)[1]
    assert (changed.source.document_type, changed.source.field, changed.source.reported) == (
        "PAN",
        "name_as_per_pan",
        "reported",
    )
    assert changed.target.reported == "name"
    assert changed.origin == str(tmp_path / "checks" / "own.toml") != BUILT_IN.for_product(PRODUCT)[1].origin
    # What was loaded before is as it was.
    assert names(BUILT_IN, PRODUCT) == before


def test_a_check_for_every_product_is_also_one_of_products_that_nobody_described(tmp_path: Path) -> None:
    loaded = ProductChecks.load([folder(tmp_path, checks='products = ["*"]\n' + check("Everywhere"))])
    for product in (*(each.name for each in loaded.products), "NEVER_HEARD_OF"):
        assert names(loaded, product)[-1] == "Everywhere"
    assert "*" not in [each.name for each in loaded.products]


def test_a_check_for_every_product_overrides_its_name_wherever_it_is_in_its_place(tmp_path: Path) -> None:
    before = names(BUILT_IN, PRODUCT)
    text = 'products = ["*"]\n' + check(before[0], source="X.y", target="X.z")
    loaded = ProductChecks.load([folder(tmp_path, checks=text)])
    assert names(loaded, PRODUCT) == before
    assert {each.source.field for each in loaded.for_product(PRODUCT) if each.name == before[0]} == {"y"}


def test_a_product_of_its_own_has_only_what_its_file_names(tmp_path: Path) -> None:
    known = BUILT_IN.for_product(PRODUCT)[0]
    product = f"""
        products = ["GOLD", "SILVER"]
        documents = ["PAN", "BILL"]
        co_applicant_documents = ["PAN"]
        checks = ["{known.name}"]
        scorers = {{ "{known.name}" = "exact" }}
    """
    loaded = ProductChecks.load([folder(tmp_path, products=product)])
    for name in ("GOLD", "SILVER"):
        assert loaded.product(name).documents == ("PAN", "BILL")
        assert loaded.product(name).co_applicant_documents == ("PAN",)
        (taken_over,) = loaded.for_product(name)
        assert (taken_over.name, taken_over.scorer) == (known.name, "exact")
        assert taken_over.origin == loaded.product(name).origin == str(tmp_path / "products" / "own.toml")
    # The product that it was taken from still compares as it did.
    assert loaded.for_product(PRODUCT)[0] == known


def test_checks_for_a_product_without_a_file_come_on_top_of_what_holds_by_default(tmp_path: Path) -> None:
    loaded = ProductChecks.load([folder(tmp_path, checks='products = ["BRASS"]\n' + check("Brass Check"))])
    assert names(loaded, "BRASS") == [*names(BUILT_IN, DEFAULT), "Brass Check"]
    assert loaded.product("BRASS").documents == BUILT_IN.product(DEFAULT).documents
    assert "Brass Check" not in names(loaded, PRODUCT)


def test_a_product_with_checks_of_its_own_has_them_before_those_that_it_takes_over(tmp_path: Path) -> None:
    known = BUILT_IN.for_product(PRODUCT)[0].name
    place = folder(
        tmp_path,
        checks='products = ["GOLD"]\n' + check("Gold Check"),
        products=f'products = ["GOLD"]\ndocuments = []\nchecks = ["{known}", "Gold Check"]\n',
    )
    assert names(ProductChecks.load([place]), "GOLD") == ["Gold Check", known]


def test_a_later_folder_wins_over_an_earlier_one(tmp_path: Path) -> None:
    described = 'products = ["GOLD"]\ndocuments = ["{}"]\n'
    first = folder(tmp_path / "1", products=described.format("PAN"), checks='products = ["GOLD"]\n' + check("C"))
    second = folder(
        tmp_path / "2",
        products=described.format("AADHAAR"),
        checks='products = ["GOLD"]\n' + check("C", source="BILL.name"),
    )
    loaded = ProductChecks.load([first, second])
    assert loaded.product("GOLD").documents == ("AADHAAR",)
    assert [each.source.document_type for each in loaded.for_product("GOLD")] == ["BILL"]
    assert ProductChecks.load([second, first]).product("GOLD").documents == ("PAN",)


def test_a_folder_without_checks_or_products_adds_nothing(tmp_path: Path) -> None:
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "notes.txt").write_text("no check")
    assert ProductChecks.load([tmp_path]).products == BUILT_IN.products


@pytest.mark.parametrize(
    ("checks", "products", "says"),
    [
        ("products = []\nchecks = []", "", 'checks/own.toml: products: is empty; name product types, or "*" for all'),
        ("", "products = []\ndocuments = []", "products/own.toml: products: is empty; name the product types"),
        ('products = ["P"]\n' + check(" "), "", "checks[0].name: is empty; give the check a name"),
        ('products = ["P"]\n' + check("A") + check("A"), "", "checks[1].name: A is there already, above"),
        ('products = ["P"]\n' + check("A", source="PAN"), "", "checks[0].source: 'PAN' is not TYPE.field"),
        ('products = ["P"]\n' + check("A", target=".name"), "", "checks[0].target: '.name' is not TYPE.field"),
        ('products = ["P"]\n' + check("A", target="PAN. "), "", "checks[0].target: 'PAN. ' is not TYPE.field"),
        ('products = ["P"]\n' + check("A").replace('"name"\n', '"nmae"\n'), "", "did you mean name?"),
        ('products = ["P"]\n' + check("A", more="colour = 1"), "", "colour"),
        ("products = [", "", "checks/own.toml: not valid TOML"),
        ("", 'products = ["P", "P"]\ndocuments = []', "products: P is described already, in "),
        ("", 'products = ["P"]\ndocuments = []\nchecks = ["Nobody\'s"]', "checks[0]: there is no check named Nobody's"),
        (
            "",
            'products = ["P"]\ndocuments = []\nscorers = { Other = "name" }',
            "scorers.Other: P has no check of that name",
        ),
    ],
)
def test_a_wrong_file_is_named_with_the_key_and_the_reason(
    checks: str, products: str, says: str, tmp_path: Path
) -> None:
    with pytest.raises(SettingError) as refused:
        ProductChecks.load([folder(tmp_path, checks=checks, products=products)])
    assert says in str(refused.value) and str(tmp_path) in str(refused.value)


def test_two_files_of_one_folder_may_not_say_the_same_name(tmp_path: Path) -> None:
    folder(tmp_path, checks='products = ["P", "Q"]\n' + check("A"))
    other = tmp_path / "checks" / "second.toml"
    other.write_text('products = ["Q"]\n' + check("A"))
    with pytest.raises(SettingError, match=r"second\.toml: checks\[0\]\.name: A is there already, in .*own\.toml"):
        ProductChecks.load([tmp_path])
    other.write_text('products = ["R"]\n' + check("A"))
    assert names(ProductChecks.load([tmp_path]), "R")[-1] == "A"


def test_checks_of_a_type_that_holds_a_dot_are_split_at_the_last_one(tmp_path: Path) -> None:
    loaded = ProductChecks.load([folder(tmp_path, checks='products = ["P"]\n' + check("A", source="BILL.V2.name"))])
    side = loaded.for_product("P")[-1].source
    assert (side.document_type, side.field) == ("BILL.V2", "name")
