"""Test suites that import the names of an earlier version go on."""

from __future__ import annotations

from importlib import import_module

import pytest

from simulator.client.control import InboxControl

MOVED = [
    ("client", "atlas_client", "AtlasClient"),
    ("control", "control", "Control"),
    ("play", "play", "play"),
    ("process", "process", "ServerProcess"),
    ("receiver", "receiver", "Receiver"),
]


@pytest.mark.parametrize(("old", "new", "name"), MOVED)
def test_a_moved_module_gives_the_same_names_at_its_old_place(old: str, new: str, name: str) -> None:
    moved = getattr(import_module(f"simulator.client.{new}"), name)
    assert getattr(import_module(f"simulator.testing.{old}"), name) is moved


def test_the_inbox_client_keeps_its_old_method() -> None:
    assert InboxControl.letters is InboxControl.received
