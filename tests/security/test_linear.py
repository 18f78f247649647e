"""Every pattern that meets text from outside takes time in proportion to it: twice the text, at most 2.5 times the time."""

from __future__ import annotations

import contextlib
import re
import signal
import time
from collections.abc import Callable

import pytest

from simulator.documents import formats
from simulator.documents.pages import kinds, pdf_file
from simulator.errors import DocumentError
from simulator.masking import masked
from simulator.pipeline.faults.rules import pattern_matches
from tests.security.pattern_attacks import SIZE, attacks, compiled, size_for

#: The processor seconds below which nobody can be held up by twice as much text.
HARMLESS = 0.003
#: After so many seconds a search is ended: what is linear never needs them, what is exponential has no end.
ENDLESS = 2.0
#: So often something must look too slow: a busy machine makes one measurement long.
TRIES = 9


class _Endless(BaseException):
    """Raised in the work that has had its time."""


def spent(work: Callable[[], object]) -> float:
    """The processor seconds that some work takes; `ENDLESS` where it was ended before it was done."""

    def end(*_: object) -> None:
        raise _Endless

    before = signal.signal(signal.SIGALRM, end)
    began = time.process_time()
    signal.setitimer(signal.ITIMER_REAL, ENDLESS)
    try:
        work()
    except _Endless:
        return ENDLESS
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    return time.process_time() - began


def grows_too_fast(work: Callable[[str], object], text: Callable[[int], str], size: int = SIZE) -> str:
    """How much longer twice the text takes, where that is too much; nothing where it is not, or takes no time at all."""
    first = spent(lambda: work(text(size)))
    if first < HARMLESS:
        return ""
    if first >= ENDLESS:
        return f"no end within {ENDLESS:g} s"
    ratios = []
    for _ in range(TRIES):
        once, twice = spent(lambda: work(text(size))), spent(lambda: work(text(2 * size)))
        if twice <= 2.5 * once or twice < HARMLESS:
            return ""
        ratios.append(f"{once * 1000:.1f} ms, then {twice * 1000:.1f} ms")
    return "; ".join(ratios)


PATTERNS = list(compiled())


def test_the_patterns_are_found() -> None:
    names = [name for name, *_ in PATTERNS]
    assert len(names) > 40
    assert {
        "masking._RUN",
        "masking._MEMBER",
        "control.access_middleware._OPEN",
        "pipeline.faults.magic_words._WORD",
    } <= set(names)
    assert {"documents.extract.money._SIGN_READ_AS_DIGIT", "documents.pages.kinds._HTML", "formats.email"} <= set(names)
    assert sum(name.startswith("types.") for name in names) > 40


@pytest.mark.parametrize("room", sorted({name.split(".")[0] for name, *_ in PATTERNS}))
def test_each_pattern_takes_time_in_proportion_to_its_text(room: str) -> None:
    slow = []
    for name, pattern, use in PATTERNS:
        if name.split(".")[0] != room:
            continue
        for text in attacks(pattern):
            work: Callable[[str], object] = {
                "match": pattern.match, "fullmatch": pattern.fullmatch, "search": pattern.search,
            }.get(use, lambda said, pattern=pattern: sum(1 for _ in pattern.finditer(said)))  # fmt: skip
            if told := grows_too_fast(work, text, size_for(pattern)):
                slow.append(f"{name} ({use}) on {text(12)!r}: {told}")
                break
    assert not slow, "\n".join(slow)


@pytest.mark.parametrize("name", sorted(formats.format_names()))
def test_each_format_reads_a_line_in_proportion_to_its_length(name: str) -> None:
    find = formats.get_format(name).find
    for piece in (
        "1",
        "1,",
        "1 ",
        "1.",
        "1-",
        "a",
        "A",
        "Aa ",
        "a1",
        "A-1/",
        " ",
        ".",
        "(",
        "a@",
        "a.",
        "Rs. ",
        "GB ",
        "नाव ",
    ):
        for end in ("", "\0"):
            told = grows_too_fast(
                lambda text: list(find(text)), lambda size, piece=piece, end=end: (piece * size)[:size] + end
            )  # type: ignore[misc]
            assert not told, (piece, end, told)


@pytest.mark.parametrize(
    "piece", [b"/Count 0", b"/Count 0 /", b"/Kids", b"/Kids [ ", b"/Kids[]", b"1", b"1 ", b"1 1 ", b"<!--x--> "]
)
def test_what_a_broken_file_is_told_takes_time_in_proportion_to_its_bytes(piece: bytes) -> None:
    def told(text: str) -> None:
        content = text.encode("latin-1")
        pdf_file.why_not_opened(content)
        kinds.refused(content)
        with contextlib.suppress(DocumentError):
            pdf_file.whole(b"%PDF-1.7\n%%EOF" + content + b" " + b"x" * 5_000)

    slow = grows_too_fast(told, lambda size: (piece * size)[:size].decode("latin-1"), 16 * SIZE)
    assert not slow, slow


@pytest.mark.parametrize(
    ("expression", "size"),
    [
        (r"eyJ[\w-]{5,}\.[\w-]+", 4 * SIZE),
        (r"(?s)\s*(?:<!--.*?-->\s*)*<html", SIZE),
        (r"/Kids|/Count\s+0\b[^>]*/Kids", 8 * SIZE),
        (r"[\w.+-]+\s?@", SIZE),
        (r".*\d.*", SIZE),
    ],
)
def test_the_check_finds_what_is_not_linear(expression: str, size: int) -> None:
    old = re.compile(expression)
    assert any(grows_too_fast(lambda text: sum(1 for _ in old.finditer(text)), text, size) for text in attacks(old))


@pytest.mark.parametrize(
    "piece",
    ["eyJ", "\\", '\\"token', '"token":', '"token":"\\', "a=b&", "token=", "%25", "sig%3D%25", "eyJaaaaaaaa", "Bearer ", "://",
     "1 ", "1234 ", '"a" ', '\\"token\\":\\"\\\\"', "%3D", "&sig=", '\\\\"', "a", "Bearer  ", "0", "-", '"', "sig=eyJ"],
)  # fmt: skip
def test_masking_takes_time_in_proportion_to_its_text(piece: str) -> None:
    for end in ("", ".", '"', "@", "=x", ':"'):
        told = grows_too_fast(masked, lambda size, end=end: (piece * (4 * size // len(piece)))[: 4 * size] + end)  # type: ignore[misc]
        assert not told, (end, told)


@pytest.mark.parametrize("pattern", ["*a" * 20, "?" * 20 + "b", "a*" * 20 + "b", "*" * 20 + "b", "*?a" * 10])
@pytest.mark.parametrize("key", ["application", "endpoint"])
def test_the_wildcards_of_a_rule_are_matched_in_a_moment(key: str, pattern: str) -> None:
    value = "a" * (512 if key == "application" else 8_000)
    wanted = f"GET {pattern}" if key == "endpoint" else pattern
    subject = f"GET {value}" if key == "endpoint" else value
    pattern_matches.cache_clear()
    assert min(spent(lambda: pattern_matches.__wrapped__(key, wanted, subject)) for _ in range(3)) < 0.005
