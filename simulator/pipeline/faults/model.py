"""The records of the table of faults: a point, what can happen there, with which keys, and the function that does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol


class Fault(Protocol):
    """A rule that acts, as the function of its action sees it. `label` names it in problems and notes."""

    @property
    def label(self) -> str: ...

    @property
    def wait(self) -> float:
        """The delay in seconds."""
        ...

    def value_of(self, key: str) -> Any:
        """The value of a key, or its default from the table."""
        ...


@dataclass(frozen=True)
class Key:
    """A key of an action: what it means and what stands where it is not given."""

    name: str
    description: str
    default: object = None
    required: bool = False


@dataclass(frozen=True)
class Action:
    """What can happen at a point. `function` makes it happen: given the fault, then what its point says in its own module.

    `before`: it is decided before a try is made, not during one. `once`: what was postponed meets it no second time.
    `unread`: what it makes of a document does not depend on what is read of it, so that nothing needs to be read.
    """

    name: str
    description: str
    function: Callable[..., Any]
    keys: tuple[Key, ...] = ()
    before: bool = False
    once: bool = False
    unread: bool = False


@dataclass(frozen=True)
class Point:
    """`match` are the keys by which a rule at this point can be narrowed; `all_act` where every rule that matches acts."""

    name: str
    description: str
    match: tuple[str, ...]
    actions: tuple[Action, ...]
    all_act: bool = False


#: Keys that narrow a rule at a point that is about a file, about what was read of it, about a flow.
OF_FILE = ("tenant", "application", "document", "flow")
OF_READING = (*OF_FILE, "type")
OF_FLOW = ("tenant", "application", "flow")

DELAY = Key("delay", "how long", required=True)
