"""The labels that all documents have in common, from `words.toml`, as keys."""

from __future__ import annotations

from simulator import toml_files
from simulator.documents.phrases import key

_SAID = toml_files.packaged(__file__, "words.toml")
STOP_PHRASES: tuple[str, ...] = (*_SAID["stops"], *_SAID["table_ends"])
#: Labels that a number or an address on the net may follow without a colon.
CONTACTS = frozenset(map(key, _SAID["contacts"]))
#: Keys of labels that end a value, and of what ends a table.
STOPS = frozenset(map(key, STOP_PHRASES))
TABLE_ENDS = frozenset(map(key, _SAID["table_ends"]))
