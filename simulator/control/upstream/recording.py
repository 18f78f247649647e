"""What an upstream server answered, kept as an HTTP Archive, and found again by the request.

Two requests are the same where method, path, query and body are, but for tokens and for where a client wants to be called.
Secrets and Aadhaar numbers are struck out before anything is kept.
"""

from __future__ import annotations

import base64
import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from simulator import har
from simulator.errors import SettingError
from simulator.masking import masked

#: Keys whose values say where a client wants to be called, or where its file lies just now.
_ADDRESSES = frozenset({"callback_url", "auth_url", "auth_token_url", "chat_notification_url"})
#: Most exchanges and bytes that one recording holds; what comes later is passed on and not kept.
MOST_EXCHANGES, LARGEST_RECORDING = 20_000, 500_000_000
_TAIL = b"]}}"


class Kept(NamedTuple):
    """An answer as it was kept."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


class Recording:
    """`path` is a HAR file, made where there is none; empty: it is kept in memory alone. Raises SettingError.

    What it held at the start answers; what is kept since does so from the next start on, or a poll would find its own answer.
    """

    def __init__(self, path: str) -> None:
        self._path = Path(path) if path else None
        self.entries: list[dict[str, Any]] = []
        self._bytes = 0
        self._answers: dict[str, list[Kept]] = defaultdict(list)
        self._given: dict[str, int] = defaultdict(int)
        if self._path is not None and self._path.exists():
            self._load(self._path)

    def __len__(self) -> int:
        return len(self.entries)

    def answer(self, method: str, url: str, body: bytes) -> Kept | None:
        """What was answered to this request: the first time first, and the last again and again; None: it was not made."""
        key = _key(method, url, body.decode("utf-8", "replace"))
        answers = self._answers.get(key)
        if not answers:
            return None
        turn = self._given[key]
        self._given[key] += 1
        return answers[min(turn, len(answers) - 1)]

    def keep(self, entry: dict[str, Any]) -> bool:
        """Keep an exchange in the form of `exchange`; whether there was room. Raises OSError where it cannot be written."""
        text = json.dumps(entry, ensure_ascii=False).encode()
        if len(self.entries) >= MOST_EXCHANGES or self._bytes + len(text) > LARGEST_RECORDING:
            return False
        if self._path is not None:
            self._append(self._path, text)
        self._bytes += len(text)
        self.entries.append(entry)
        return True

    def _append(self, path: Path, text: bytes) -> None:
        if not path.exists() or not self.entries:
            path.write_bytes(json.dumps(har.archive([])).encode()[: -len(_TAIL)] + text + _TAIL)
            path.chmod(0o600)
            return
        with path.open("r+b") as file:
            file.seek(-len(_TAIL), 2)
            file.write(b",\n" + text + _TAIL)

    def _load(self, path: Path) -> None:
        try:
            raw = path.read_bytes()
            entries = json.loads(raw)["log"]["entries"]
            for entry in entries:
                self._know(entry)
                self.entries.append(entry)
        except OSError as error:
            raise SettingError(
                f"--upstream-recording {path}: cannot be read ({error.strerror}); check the path"
            ) from None
        except (ValueError, KeyError, TypeError, AttributeError):
            raise SettingError(f"--upstream-recording {path}: is not a whole HAR file; name another, or none") from None
        self._bytes = len(raw)
        if not raw.endswith(_TAIL):
            # Another program wrote it: in the form to which can be appended.
            path.write_bytes(json.dumps({"log": {**har.archive([])["log"], "entries": entries}}).encode())

    def _know(self, entry: dict[str, Any]) -> None:
        request, response = entry["request"], entry["response"]
        content = response.get("content", {})
        text = content.get("text", "")
        body = base64.b64decode(text) if content.get("encoding") == "base64" else text.encode()
        headers = [(each["name"], each["value"]) for each in response.get("headers", [])]
        key = _key(request["method"], request["url"], request.get("postData", {}).get("text", ""))
        self._answers[key].append(Kept(int(response["status"]), headers, body))


def exchange(
    *,
    at: float,
    ms: float,
    method: str,
    url: str,
    request: har.HarMessage,
    status: int,
    headers: Mapping[str, str],
    body: bytes,
) -> dict[str, Any]:
    """An exchange as an entry of the archive, masked; a body that is no text in base64."""
    try:
        text, encoding = body.decode(), ""
    except UnicodeDecodeError:
        text, encoding = "", "base64"
    entry = har.entry(
        at=at, ms=ms, method=method, url=url, request=request, status=status, response=har.HarMessage(headers, text)
    )
    if encoding:
        entry["response"]["content"] |= {
            "text": base64.b64encode(body).decode(),
            "encoding": encoding,
            "size": len(body),
        }
    return entry


def _key(method: str, url: str, body: str) -> str:
    """What makes a request the same as another; masked, since a recording holds nothing else."""
    parts = urlsplit(url)
    query = sorted(parse_qsl(masked(parts.query), keep_blank_values=True))
    try:
        value: Any = _without_addresses(json.loads(masked(body))) if body else None
    except (ValueError, RecursionError):
        value = masked(body)
    return json.dumps([method.upper(), parts.path, query, value], sort_keys=True)


def _without_addresses(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: "" if key in _ADDRESSES else _file_name(each) if key == "file_url" else _without_addresses(each)
            for key, each in value.items()
        }
    return [_without_addresses(each) for each in value] if isinstance(value, list) else value


def _file_name(url: Any) -> Any:
    """A file is the same wherever it lies: a pre-signed URL is another each time."""
    return urlsplit(url).path.rpartition("/")[2] if isinstance(url, str) else url
