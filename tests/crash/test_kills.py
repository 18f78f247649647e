"""The server is killed while 50 flows are under way: a short run of `bench/crash.py`, which says what must hold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parents[2]


def test_no_promise_is_broken_by_three_kills(tmp_path: Path) -> None:
    page = Image.new("L", (900, 500), 255)
    font = ImageFont.load_default(size=32)
    ImageDraw.Draw(page).text((40, 40), "TAX INVOICE\nInvoice No. 4332\nTotal 30,000.00", fill=0, font=font)
    page.save(tmp_path / "page.png")
    command = [sys.executable, "bench/crash.py", "--kills", "3", "--flows", "50", "--real", str(tmp_path / "page.png")]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-3000:]
    assert "every promise was kept" in run.stdout
