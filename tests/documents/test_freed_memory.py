"""Memory that a reading process keeps from one page to the next."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

_FAULTS = """
import resource, sys
from simulator.documents import freed_memory
if sys.argv[1] == "keep":
    freed_memory.keep_freed_memory()
def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
bytearray(12_000_000)
before = faults()
for _ in range(5):
    bytearray(b"x" * 12_000_000)
print(faults() - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="a setting of glibc")
def test_a_picture_is_put_where_the_one_before_was() -> None:
    asked = {
        how: int(subprocess.run([sys.executable, "-c", _FAULTS, how], capture_output=True, check=True).stdout)
        for how in ("keep", "give back")
    }
    assert asked["keep"] < asked["give back"] / 2
