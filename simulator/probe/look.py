"""What a receiver's owner can see of it: a GET of theirs, asked before and after each callback."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from simulator.client.atlas_client import certificates
from simulator.errors import SettingError
from simulator.masking import masked_cut, masked_within

#: Real seconds between two looks, that a state must stay to count as settled, and that a change may take.
EVERY, SETTLED, PATIENCE = 0.02, 0.25, 3.0
#: Characters of a state that are told.
SHOWN = 80


class ReceiverView:
    """`url` may hold `{application_id}` and `{flow_uuid}`; of its JSON only `keys` (dotted) count, where some are named."""

    def __init__(self, url: str, keys: Sequence[str] = (), headers: Mapping[str, str] | None = None) -> None:
        self._url = url
        self._keys = keys
        self._http = httpx.Client(headers=headers, timeout=10.0, trust_env=False, verify=certificates())

    def close(self) -> None:
        self._http.close()

    @property
    def by_application(self) -> bool:
        return "{application_id}" in self._url and "{flow_uuid}" not in self._url

    def state(self, application_id: str, flow_uuid: str) -> Any:
        """What the GET says now: its JSON, or text; None for 404. Raises SettingError where it cannot be asked."""
        url = self._url.replace("{application_id}", application_id).replace("{flow_uuid}", flow_uuid)
        try:
            answer = self._http.get(url)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise SettingError(f"--look {url}: cannot be asked: {error or type(error).__name__}") from None
        if answer.status_code == 404:
            return None
        if not answer.is_success:
            raise SettingError(
                f"--look {url}: answered {answer.status_code}; it must answer 2xx, or 404 for what is unknown"
            )
        try:
            value = answer.json()
        except ValueError:
            return answer.text
        return {key: _at(value, key) for key in self._keys} if self._keys else value

    def changed(self, application_id: str, flow_uuid: str, before: Any) -> Any:
        """The state once it differs from `before`, and stays; `before` where it never does."""
        deadline = time.monotonic() + PATIENCE
        while (now := self.state(application_id, flow_uuid)) == before and time.monotonic() < deadline:
            time.sleep(EVERY)
        return now if now == before else self.settled(application_id, flow_uuid)

    def settled(self, application_id: str, flow_uuid: str) -> Any:
        """The state once it has stayed the same for a moment."""
        now, since = self.state(application_id, flow_uuid), time.monotonic()
        deadline = since + PATIENCE
        while time.monotonic() - since < SETTLED and time.monotonic() < deadline:
            time.sleep(EVERY)
            if (later := self.state(application_id, flow_uuid)) != now:
                now, since = later, time.monotonic()
        return now


def difference(before: Any, after: Any, where: str = "") -> str:
    """Where two states differ first, for a person; nothing secret or private is in it."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys((*before, *after)):
            if before.get(key) != after.get(key):
                return difference(before.get(key), after.get(key), f"{where}.{key}".lstrip("."))
    return f"{where or 'the answer'}: {_short(before)} -> {_short(after)}"


def _short(value: Any) -> str:
    text = json.dumps(masked_within(value), ensure_ascii=False)
    return text if len(text) <= SHOWN else masked_cut(text, SHOWN - 1) + "…"


def _at(value: Any, key: str) -> Any:
    for part in key.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value
