"""What lies beside a state file: the lock that says who uses it, and the key that its keys are made from; and what rows hold."""

from __future__ import annotations

import fcntl
import json
import os
import re
import sqlite3
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.documents.model import Field, Page, Reading, Word
from simulator.errors import SettingError, StoreUnavailable
from simulator.flows import rows
from simulator.flows.identifiers import new_batch_id, new_uuid
from simulator.flows.state_file import KEY_BYTES, StateFile, derive_key, lock_holder


def test_who_uses_a_file_is_told_while_they_do(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "state.sqlite3"
    assert lock_holder(path) == ""
    for server, told in (("http://here:1", " on http://here:1"), ("", "")):
        file = StateFile(path, server)
        file.claim()
        assert lock_holder(path) == f"the simulator{told} (process {os.getpid()})"
        file.release()
        assert lock_holder(path) == "" and (path.parent / "state.sqlite3.lock").read_text() == ""
        file.release()
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "content", ["", "no JSON", "[]", '{"pid": 1}', '{"pid": "x", "server": ""}', '{"server": "s"}', "{" * 2000]
)
def test_a_lock_that_says_nothing_is_somebody_s_all_the_same(content: str, tmp_path: Path) -> None:
    lock = tmp_path / "state.sqlite3.lock"
    lock.write_text(content)
    assert lock_holder(tmp_path / "state.sqlite3") == ""
    with lock.open("r+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert lock_holder(tmp_path / "state.sqlite3") == "another simulator"


def test_a_lock_says_who_holds_it_to_a_second_server_by_number_and_address(tmp_path: Path) -> None:
    file = StateFile(tmp_path / "state.sqlite3", "http://here:1")
    file.claim()
    assert json.loads((tmp_path / "state.sqlite3.lock").read_text()) == {"pid": os.getpid(), "server": "http://here:1"}
    file.release()


def key_of(path: Path, name: str = "token") -> bytes:
    file = StateFile(path)
    file.claim()
    try:
        return file.key(name)
    finally:
        file.release()


def test_the_key_is_made_once_for_its_user_alone_and_each_purpose_has_one_of_its_own(tmp_path: Path) -> None:
    path, key_file = tmp_path / "state.sqlite3", tmp_path / "state.sqlite3.key"
    first = key_of(path)
    assert re.fullmatch(r"[0-9a-f]{64}\n", key_file.read_text()) and stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert key_of(path) == first == derive_key(bytes.fromhex(key_file.read_text()), "token")
    assert len({key_of(path, name) for name in ("token", "link", "session")}) == 3
    assert key_of(tmp_path / "other.sqlite3") != first
    assert sorted(each.name for each in tmp_path.glob("*key*")) == ["other.sqlite3.key", "state.sqlite3.key"]


@pytest.mark.parametrize("text", ["ab" * KEY_BYTES, "AB" * KEY_BYTES, f" {'ab' * KEY_BYTES}\r\n"])
def test_a_key_may_be_written_by_hand_and_is_closed_to_others(text: str, tmp_path: Path) -> None:
    key_file = tmp_path / "state.sqlite3.key"
    key_file.write_text(text)
    key_file.chmod(0o644)
    assert key_of(tmp_path / "state.sqlite3") == derive_key(b"\xab" * KEY_BYTES, "token")
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"", b"ab" * 31, b"ab" * 33, b"xy" * 32, b"\xff\xfe", "ä".encode() * 32])
def test_what_is_no_key_is_refused_by_name_and_left_alone(content: bytes, tmp_path: Path) -> None:
    key_file = tmp_path / "state.sqlite3.key"
    key_file.write_bytes(content)
    with pytest.raises(SettingError, match=r"key file .*state\.sqlite3\.key: not 64 hexadecimal digits; delete it"):
        key_of(tmp_path / "state.sqlite3")
    assert key_file.read_bytes() == content


def test_a_file_is_in_its_place_until_another_one_is_or_none(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    file = StateFile(path)
    file.claim()
    file.check()
    path.rename(tmp_path / "away")
    with pytest.raises(StoreUnavailable, match=r"it is no longer there \(No such file.*put it back, or start"):
        file.check()
    path.touch()
    with pytest.raises(StoreUnavailable, match="another file has taken its place; put it back"):
        file.check()
    (tmp_path / "away").replace(path)
    file.check()
    file.release()


def test_identifiers_have_the_documented_forms_and_are_never_the_same() -> None:
    batches = {new_batch_id(1_760_162_463.9) for _ in range(200)}
    assert len(batches) > 190
    assert all(re.fullmatch(r"BATCH-\d{5}-[A-Z]{5}-20251011060103", each) for each in batches)
    uuids = {new_uuid() for _ in range(200)}
    assert len(uuids) == 200 and all(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", each) for each in uuids)


TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
VALUES = st.one_of(
    TEXTS, st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False), st.lists(TEXTS, max_size=3)
)
WORDS = st.builds(Word, TEXTS, st.tuples(*[st.integers(0, 5000)] * 4), st.floats(0, 1))


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(TEXTS, st.builds(Field, VALUES, st.floats(0, 1)), max_size=4),
    st.lists(WORDS, max_size=5),
    TEXTS,
)
def test_a_reading_comes_back_from_its_row_as_it_was(fields: dict[str, Field], words: list[Word], said: str) -> None:
    page = Page(1, 100, 50, tuple(words))
    reading = Reading("PAN", fields, error_reason=said, pages=(page,), page_count=1, engine="test", notes=(said,))
    summary, pages = rows.pack_reading(reading)
    assert rows.unpack_pages(pages) == (page,)
    assert rows.unpack_summary(summary) == Reading(
        "PAN", fields, error_reason=said, page_count=1, engine="test", notes=(said,)
    )


@given(st.text("ab%_\\", max_size=8), st.text("ab%_\\", max_size=8))
def test_a_text_for_like_fits_where_it_stands_and_nowhere_else(text: str, within: str) -> None:
    with sqlite3.connect(":memory:") as connection:
        (found,) = connection.execute(r"SELECT ? LIKE ? ESCAPE '\'", (within, f"%{rows.like(text)}%")).fetchone()
    assert bool(found) is (text in within)
