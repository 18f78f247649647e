"""Lines of the log reach their stream together, and a stream that was closed gets none and holds nobody up."""

from __future__ import annotations

import asyncio
import io
import logging

import pytest

from simulator.logs import BUFFER_SECONDS, BufferingHandler


def handler(stream: io.StringIO) -> BufferingHandler:
    return BufferingHandler(stream, lambda request: "a request\n")


def record(level: int, text: str) -> logging.LogRecord:
    return logging.LogRecord("simulator", level, __file__, 1, text, None, None)


def test_lines_wait_for_each_other_and_an_error_brings_all_at_once() -> None:
    stream = io.StringIO()
    buffering = handler(stream)

    async def log() -> tuple[str, str]:
        buffering.emit(record(logging.INFO, "first"))
        before = stream.getvalue()
        buffering.emit(record(logging.ERROR, "then"))
        return before, stream.getvalue()

    assert asyncio.run(log()) == ("", "first\nthen\n")


def test_a_closed_stream_is_written_to_no_more(capsys: pytest.CaptureFixture[str]) -> None:
    stream = io.StringIO()
    buffering = handler(stream)
    failed: list[object] = []

    async def log() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: failed.append(context))
        buffering.emit(record(logging.INFO, "waits"))
        stream.close()
        buffering.emit(record(logging.ERROR, "comes at once"))
        written = asyncio.Event()  # set by the timer behind the one that writes what waits
        asyncio.get_running_loop().call_later(BUFFER_SECONDS, written.set)
        await written.wait()

    asyncio.run(log())
    assert not failed
    assert capsys.readouterr().err == ""
