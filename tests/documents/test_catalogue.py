"""The types and their files: the built-in ones fit together, and a wrong file is refused with file, key and reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.documents.catalogue import BUILT_IN, Catalogue
from simulator.documents.extract.sources import source
from simulator.documents.type_problems import check_type
from simulator.errors import SettingError

PLEDGE = """
name = "PLEDGE_CARD"
title = "Pledge card"
[[clues]]
any = ["pledge card"]
[[columns]]
name = "article"
heads = ["article"]
[[fields]]
name = "customer_name"
find = [{ labels = ["borrower"] }]
"""


def load(tmp_path: Path, text: str) -> Catalogue:
    (tmp_path / "types").mkdir(exist_ok=True)
    (tmp_path / "types" / "own.toml").write_text(text, encoding="utf-8")
    return Catalogue.load([tmp_path])


def test_every_built_in_type_fits_together() -> None:
    catalogue = Catalogue.load()
    assert len(catalogue) == 53
    for each in catalogue:
        check_type(Path(each.origin), each)


def test_every_source_that_a_built_in_type_names_is_there() -> None:
    named = {clue.source for each in Catalogue.load() for clue in each.clues}
    named |= {find.source for each in Catalogue.load() for spec in each.fields for find in spec.find}
    assert [name for name in sorted(named - {""}) if source(name) is None] == []


def test_a_type_of_ones_own_is_added_and_says_where_it_is_from(tmp_path: Path) -> None:
    own = load(tmp_path, PLEDGE).get("PLEDGE_CARD")
    assert own is not None
    assert Path(own.origin) == tmp_path / "types" / "own.toml"
    assert not own.overrides


def test_a_type_of_a_known_name_overrides_it(tmp_path: Path) -> None:
    catalogue = load(tmp_path, PLEDGE.replace('name = "PLEDGE_CARD"', 'name = "PAN"\noverrides = true'))
    assert len(catalogue) == 53
    own = catalogue.get("PAN")
    assert own is not None
    assert own.overrides
    assert own.title == "Pledge card"
    built_in = Catalogue.load().get("PAN")
    assert built_in is not None
    assert not built_in.overrides
    assert Path(built_in.origin).parent == BUILT_IN


def test_the_digest_changes_with_what_a_file_says(tmp_path: Path) -> None:
    first = load(tmp_path, PLEDGE).digest
    assert load(tmp_path, PLEDGE).digest == first
    assert load(tmp_path, PLEDGE.replace("borrower", "debtor")).digest != first


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ('title = "Pledge card"', 'titel = "Pledge card"', "file: Object contains unknown field `titel`"),
        (
            'find = [{ labels = ["borrower"] }]',
            'find = [{ label = ["b"] }]',
            "fields[0].find[0]: Object contains unknown",
        ),
        (
            'name = "customer_name"',
            'name = "customer_name"\nkind = "words"',
            "fields[0].kind: Invalid enum value 'words'",
        ),
        (
            'name = "customer_name"',
            'name = "customer_name"\nformat = "iban"',
            "fields[0].format: there is no format 'iban'",
        ),
        (
            'find = [{ labels = ["borrower"] }]',
            'find = [{ block = "x" }]',
            "find[0].block: there is no block named 'x'",
        ),
        ('labels = ["borrower"]', 'pattern = "(a"', "find[0].pattern: '(a' is not a regular expression"),
        ('labels = ["borrower"]', 'labels = ["b"], column = "article"', "find[0]: says labels and column of"),
        ('labels = ["borrower"]', "lines = 2", "find[0]: says none of"),
        ('labels = ["borrower"]', 'labels = [" "]', "find[0].labels: holds an empty phrase"),
        ('labels = ["borrower"]', 'of = "x"', "find[0].of: there is no field named 'x'"),
        ('any = ["pledge card"]', "weight = 0.2", "clues[0]: names nothing"),
        ('any = ["pledge card"]', 'any = ["a"]\nweight = 2', "clues[0].weight: 2.0 is not between"),
        ('any = ["pledge card"]', 'any = ["a"]\nat_least = 2', "clues[0].at_least: 2 is more than the 1 phrases"),
        (
            'any = ["pledge card"]',
            'any = ["@invoice.titel"]',
            "there is no word list @invoice.titel; did you mean @invoice.title",
        ),
        ('any = ["pledge card"]', 'all = ["a"]\nover = ["b"]', "clues[0].over: needs any"),
        (
            'title = "Pledge card"',
            'title = "Pledge card"\nlike = ["GOLD_PLEDGE_CARD"]',
            "did you mean GOLD_PLEDGE_CARDS",
        ),
        (
            'title = "Pledge card"',
            'title = "Pledge card"\nkind_of = ["GOLD_PLEDGE_CARD"]',
            "kind_of: there is no type GOLD_PLEDGE_CARD; did you mean GOLD_PLEDGE_CARDS",
        ),
        (
            'any = ["pledge card"]',
            'pattern = "@invoice.numbred"',
            "clues[0].pattern: there is no word list @invoice.numbred; did you mean @invoice.numbered",
        ),
        ('heads = ["article"]', "heads = []", "columns[0].heads: is empty"),
        ('title = "Pledge card"', 'title = "Pledge card"\norigin = "x"', "origin: is set by the simulator"),
        ("[[clues]]", "[[clues]", "not valid TOML"),
    ],
)
def test_a_wrong_file_is_refused_with_file_key_and_reason(tmp_path: Path, old: str, new: str, text: str) -> None:
    with pytest.raises(SettingError) as refused:
        load(tmp_path, PLEDGE.replace(old, new))
    assert str(refused.value).startswith(str(tmp_path / "types" / "own.toml") + ": ")
    assert text in str(refused.value)


def test_a_field_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"fields\[0\].name: customer_name is there 2 times"):
        load(tmp_path, PLEDGE + '[[fields]]\nname = "customer_name"\n')


def test_a_type_in_two_files_of_a_folder_is_refused(tmp_path: Path) -> None:
    load(tmp_path, PLEDGE)
    (tmp_path / "types" / "zz.toml").write_text(PLEDGE, encoding="utf-8")
    with pytest.raises(SettingError, match=r"zz.toml: name: PLEDGE_CARD is described already, in own.toml"):
        Catalogue.load([tmp_path])
