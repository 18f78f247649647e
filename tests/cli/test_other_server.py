"""The secret for another server, out of a variable."""

from __future__ import annotations

import pytest

from simulator.cli.other_server import secret_of
from simulator.errors import SettingError


def test_a_secret_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATLAS_SECRET", "s3cret, with blanks")
    assert secret_of("ATLAS_SECRET") == "s3cret, with blanks"


@pytest.mark.parametrize(("secret", "says"), [("", "not set"), ("a…", r"'\\u2026'"), ("a\n", r"'\\n'")])
def test_one_that_no_header_can_carry_is_refused_with_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch, secret: str, says: str
) -> None:
    monkeypatch.setenv("ATLAS_SECRET", secret)
    with pytest.raises(SettingError, match=says):
        secret_of("ATLAS_SECRET")
