"""What an upstream answered is found again by the same request, and a recording is written so that any program reads it."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from simulator import har
from simulator.control.upstream import recording as recording_module
from simulator.control.upstream.recording import Recording, exchange
from simulator.errors import SettingError

URL = "https://api.example/v3/x"
NOTHING = har.HarMessage({}, "")


def entry(
    body: bytes = b"{}", *, url: str = URL, request: str = "", status: int = 200, method: str = "POST", **headers: str
) -> Any:
    return exchange(
        at=0.0,
        ms=1.0,
        method=method,
        url=url,
        request=har.HarMessage({}, request),
        status=status,
        headers=headers,
        body=body,
    )


def kept(path: Path, *entries: Any) -> Recording:
    """A recording of these exchanges, as the next start finds it."""
    first = Recording(str(path))
    for each in entries:
        assert first.keep(each)
    return Recording(str(path))


SAME = {
    "another order of the query": (f"{URL}?a=1&b=2", "", "/v3/x?b=2&a=1", ""),
    "another host": ("http://other/v3/x", "", "/v3/x", ""),
    "another order of keys": (URL, '{"a": 1, "b": [2]}', "/v3/x", '{"b":[2],"a":1}'),
    "where the client wants to be called": (
        URL, '{"callback_url": "https://a", "auth_url": "https://b"}', "/v3/x",
        '{"callback_url": "http://c", "auth_url": ""}',
    ),
    "a file elsewhere by its name": (
        URL, '{"file_urls": [{"file_url": "https://s3/bucket/pan.png?X=1"}]}', "/v3/x",
        '{"file_urls": [{"file_url": "http://localhost/pan.png"}]}',
    ),
    "a body that is no JSON": (URL, "plain", "/v3/x", "plain"),
    "an empty value in the query": (f"{URL}?a=", "", "/v3/x?a=", ""),
}  # fmt: skip
OTHER = {
    "another value of the query": (f"{URL}?a=1", "", "/v3/x?a=2", ""),
    "a key of the query less": (f"{URL}?a=", "", "/v3/x", ""),
    "another path": (URL, "", "/v3/y", ""),
    "another value": (URL, '{"a": 1}', "/v3/x", '{"a": 2}'),
    "another order of a list": (URL, "[1, 2]", "/v3/x", "[2, 1]"),
    "another file": (URL, '{"file_url": "http://a/one.png"}', "/v3/x", '{"file_url": "http://a/two.png"}'),
    "a body": (URL, "", "/v3/x", "{}"),
}


@pytest.mark.parametrize("name", [*SAME, *OTHER])
def test_a_request_is_the_same_where_it_asks_for_the_same(name: str, tmp_path: Path) -> None:
    url, body, again, again_body = {**SAME, **OTHER}[name]
    recording = kept(tmp_path / "r.har", entry(b'{"n": 1}', url=url, request=body))
    found = recording.answer("post", again, again_body.encode())
    assert (found is not None) == (name in SAME)
    assert recording.answer("GET", again, again_body.encode()) is None


def test_answers_come_in_their_order_and_the_last_again_and_again(tmp_path: Path) -> None:
    recording = kept(tmp_path / "r.har", *(entry(b"%d" % n, status=200 + n) for n in range(3)))
    found = [recording.answer("POST", "/v3/x", b"") for _ in range(5)]
    assert [each and (each.status, each.body) for each in found] == [
        (200, b"0"), (201, b"1"), (202, b"2"), (202, b"2"), (202, b"2")
    ]  # fmt: skip


def test_what_is_kept_now_answers_only_from_the_next_start_on(tmp_path: Path) -> None:
    recording = Recording(str(tmp_path / "r.har"))
    recording.keep(entry())
    assert recording.answer("POST", "/v3/x", b"") is None
    assert Recording(str(tmp_path / "r.har")).answer("POST", "/v3/x", b"") is not None


@pytest.mark.parametrize("body", [b"", b"{}", "größer".encode(), b"\xff\xd8\x00picture", b"\x00" * 10])
def test_any_body_comes_back_byte_for_byte(body: bytes, tmp_path: Path) -> None:
    recording = kept(tmp_path / "r.har", entry(body, **{"content-type": "image/jpeg", "x-a": "1"}))
    found = recording.answer("POST", "/v3/x", b"")
    assert found is not None
    assert (found.body, dict(found.headers)["content-type"]) == (body, "image/jpeg")


def test_the_file_is_whole_after_each_exchange_and_only_its_owners(tmp_path: Path) -> None:
    path = tmp_path / "r.har"
    recording = Recording(str(path))
    for count in range(1, 4):
        recording.keep(entry(b"%d" % count))
        log = json.loads(path.read_bytes())["log"]
        assert [each["response"]["content"]["text"] for each in log["entries"]] == [str(n + 1) for n in range(count)]
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(Recording(str(path))) == 3


def test_an_archive_of_another_program_is_taken_and_added_to(tmp_path: Path) -> None:
    path = tmp_path / "r.har"
    theirs = {
        "request": {"method": "POST", "url": URL, "headers": []},
        "response": {"status": 200, "content": {"encoding": "base64", "text": base64.b64encode(b"hi").decode()}},
    }
    path.write_text(json.dumps({"log": {"creator": {"name": "browser"}, "entries": [theirs], "pages": []}}, indent=2))
    recording = Recording(str(path))
    assert recording.answer("POST", "/v3/x", b"") == (200, [], b"hi")
    recording.keep(entry(b"second"))
    again = Recording(str(path))
    assert [again.answer("POST", "/v3/x", b"").body for _ in range(2)] == [b"hi", b"second"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"log": {}}', '{"log": {"entries": [1]}}', '{"log": {"entries": [{"request": {}}]}}',
             '{"log": {"entries": null}}', '{"log": {"entries": [{"request": {"method": "GET", "url": 1}, "response": {}}]}}'],
)  # fmt: skip
def test_what_is_no_archive_is_refused_and_left_as_it_was(text: str, tmp_path: Path) -> None:
    path = tmp_path / "r.har"
    path.write_text(text)
    with pytest.raises(SettingError, match="is not a whole HAR file; name another, or none"):
        Recording(str(path))
    assert path.read_text() == text


def test_a_folder_is_no_recording(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"cannot be read \(Is a directory\); check the path"):
        Recording(str(tmp_path))


def test_only_so_much_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(recording_module, "MOST_EXCHANGES", 2)
    recording = Recording(str(tmp_path / "r.har"))
    assert [recording.keep(entry()) for _ in range(3)] == [True, True, False]
    assert len(Recording(str(tmp_path / "r.har"))) == 2
    monkeypatch.setattr(recording_module, "LARGEST_RECORDING", 1000)
    small = Recording("")
    assert [small.keep(entry(b"x" * size)) for size in (10, 2000)] == [True, False]


def test_nothing_private_is_written_down(tmp_path: Path) -> None:
    secret = '{"client_secret": "hush", "aadhaar_number": "2345 6789 0124"}'
    kept(tmp_path / "r.har", entry(secret.encode(), url=f"{URL}?token=abc.def.ghi", request=secret))
    text = (tmp_path / "r.har").read_text()
    assert "hush" not in text and "2345 6789" not in text
