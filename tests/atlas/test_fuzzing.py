"""Generated requests, right and wrong, over the whole surface; `bench/fuzz_api.py` throws many more of them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize("face", ["atlas", "control"])
def test_schemathesis_finds_nothing_that_differs_from_the_specification(face: str, tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "bench" / "fuzz_api.py"), "--only", face, "--examples", "3"]
    done = subprocess.run(
        [*command, "--phases", "examples,coverage,fuzzing"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    tested = re.search(r"Tested: (\d+)", done.stdout)
    assert tested and int(tested[1]) > 25, done.stdout
