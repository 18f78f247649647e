import asyncio
import time

import pytest

from simulator.clock import Clock, iso_time


def test_time_passes_as_it_really_does() -> None:
    clock = Clock()
    assert abs(clock.now() - time.time()) < 0.1


def test_advancing_moves_now_forward_and_never_back() -> None:
    clock = Clock()
    before = clock.now()
    clock.advance(3600)
    assert 3600 <= clock.now() - before < 3601
    with pytest.raises(ValueError, match="forward"):
        clock.advance(-1)


def test_a_frozen_clock_stands_until_it_goes_on_from_there() -> None:
    clock = Clock()
    clock.freeze()
    stood = clock.now()
    assert clock.now() == stood and clock.frozen
    clock.advance(10)
    assert clock.now() == stood + 10
    clock.resume()
    assert stood + 10 <= clock.now() < stood + 11


def test_a_sleeper_is_woken_when_the_clock_is_moved_past_its_moment() -> None:
    async def sleep_an_hour() -> float:
        clock = Clock()
        started = time.perf_counter()
        sleeper = asyncio.create_task(clock.sleep(3600))
        await asyncio.sleep(0)
        clock.advance(3600)
        await asyncio.wait_for(sleeper, timeout=5)
        return time.perf_counter() - started

    assert asyncio.run(sleep_an_hour()) < 1


def test_a_sleeper_sleeps_on_when_the_clock_is_moved_less_far() -> None:
    async def still_asleep() -> bool:
        clock = Clock()
        sleeper = asyncio.create_task(clock.sleep(3600))
        await asyncio.sleep(0)
        clock.advance(3000)
        for _ in range(5):
            await asyncio.sleep(0)
        asleep = not sleeper.done()
        sleeper.cancel()
        return asleep

    assert asyncio.run(still_asleep())


def test_stamps_have_no_zone_and_no_fraction() -> None:
    assert iso_time(1760162463.9) == "2025-10-11T06:01:03"
