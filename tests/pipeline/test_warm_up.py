"""A reading process has everything loaded before its first file comes, so that the first reading takes no longer than others."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_FIRST_READING = """
import sys
from pathlib import Path
from simulator.pipeline.reading_tasks import ReadingOptions, read, warm_up

warm_up(ReadingOptions())
before = set(sys.modules)
assert read(Path(sys.argv[1]).read_bytes(), ReadingOptions()).document_type == "INVOICE"
print(*sorted(name for name in set(sys.modules) - before if name.startswith("simulator.documents.extract")))
"""


def test_the_first_reading_loads_nothing_of_the_extraction() -> None:
    sample = str(Path(__file__).parents[2] / "sample_docs" / "INVOICE" / "dealership-1-clean.png")
    done = subprocess.run([sys.executable, "-c", _FIRST_READING, sample], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []
