"""Draws papers from layouts, as a folder that `bench.train` or `bench.kept_back` reads.

    python -m bench.layouts OUT [NAMES ...] [--kept-back] [--fillings 2] [--seed 1] [--processes 2]

A layout is a page of HTML whose values Jinja fills in (bench/layouts/facts.py has the names). Its first line says what it is
and from where, `<!-- INVOICE, TAX_INVOICE | IN, US -->`; what stands in an element with `data-f="customer_name"` is that
field's value, of an address line by line. A text field that no element names is not on the paper. Those in
`bench/layouts/pages` teach; those in `bench/layouts/kept_back` (`--kept-back`) never do, and show what a layout gives that the
weights have not seen; among them are pages of UNRECOGNISED, which look like a type and are of none. What many of these begin
with they import, with context, from `bench/layouts/shared`. Chromium draws the page; some are then worn as a scanner, a camera
or a copier wears them (samples/kit/wear.py). What OUT holds already is not drawn again. Needs chromium with chromedriver and
the extras `[layouts]` and `[samples]`.
"""

from __future__ import annotations

import argparse
import io
import json
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from PIL import Image

from bench.layouts.page import KEPT_BACK, PAGES, fill, truth
from samples.kit import wear
from simulator.documents.catalogue import Catalogue

#: A4 in CSS pixels, 96 an inch; a narrow page is as long as what is on it, and at least so high.
WIDTH, HEIGHT, SLIP = 794, 1123, 200
#: What the page says of itself once it is drawn: each mark with its text.
_MARKS = """
return [...document.querySelectorAll('[data-f]')].filter(each => each.getClientRects().length)
  .map(each => [each.dataset.f, (each.dataset.v !== undefined ? each.dataset.v : each.innerText).trim()]);
"""
_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--disable-dev-shm-usage",
    "--no-first-run",
)


class Drawer:
    """Chromium, held open for many pages."""

    def __init__(self) -> None:
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service

        self._folder = tempfile.TemporaryDirectory()
        options = webdriver.ChromeOptions()
        for flag in (*_FLAGS, f"--user-data-dir={self._folder.name}"):
            options.add_argument(flag)
        self._driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))

    def draw(self, html: str, scale: float, width: int | None) -> tuple[Image.Image, list[list[str]]]:
        """The page, `scale` dots for each of its pixels, and what it marks."""
        least = SLIP if width else HEIGHT
        self._measure(width or WIDTH, least, scale)
        with tempfile.NamedTemporaryFile("w", suffix=".html", encoding="utf-8") as file:
            file.write(html)
            file.flush()
            self._driver.get(f"file://{file.name}")
            high = self._driver.execute_script("return Math.ceil(document.documentElement.scrollHeight)")
            self._measure(width or WIDTH, max(least, high), scale)
            marked = self._driver.execute_script(_MARKS)
            picture = Image.open(io.BytesIO(self._driver.get_screenshot_as_png())).convert("RGB")
        return picture, marked

    def _measure(self, width: int, height: int, scale: float) -> None:
        said = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": False}
        self._driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", said)

    def close(self) -> None:
        self._driver.quit()
        self._folder.cleanup()


def worn(picture: Image.Image, chance: Random) -> Image.Image:
    """As it comes: most from a program, some scanned, few photographed or copied."""
    how = chance.random()
    if how < 0.6:
        return picture
    if how < 0.85:
        return wear.scan(picture, chance, colour=chance.random() < 0.4)
    return wear.photo(picture, chance) if how < 0.95 else wear.xerox(picture, chance)


def draw(names: Sequence[str], out: Path, fillings: int, seed: int, pages: Path = PAGES) -> list[dict[str, Any]]:
    """A row of truth for each paper of these layouts, drawn into `out`."""
    catalogue, drawer, rows = Catalogue.load(), Drawer(), []
    try:
        for name in names:
            for turn in range(fillings):
                filled = fill(pages / f"{name}.html", f"{seed}/{name}/{turn}")
                scale = filled.chance.uniform(1.5, 2.4)
                picture, marked = drawer.draw(filled.html, scale, filled.width)
                quality = filled.chance.choice((75, 88, 95))
                worn(picture, filled.chance).convert("RGB").save(out / f"{name}-{turn}.jpg", quality=quality)
                rows.append(
                    {
                        "file": f"{name}-{turn}.jpg",
                        "repo": f"layout {name}",
                        "types": filled.types,
                        "fields": truth(filled.types, marked, catalogue),
                        "country": filled.country,
                        "laid_out": True,
                    }
                )
    finally:
        drawer.close()
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--kept-back", action="store_true", help="those that nothing learns from")
    parser.add_argument("--fillings", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    pages = KEPT_BACK if given.kept_back else PAGES
    given.out.mkdir(parents=True, exist_ok=True)
    known = given.out / "truth.jsonl"
    drawn = {json.loads(line)["repo"] for line in known.read_text("utf-8").splitlines()} if known.exists() else set()
    names = given.names or sorted(path.stem for path in pages.glob("*.html"))
    missing = [name for name in names if f"layout {name}" not in drawn]
    groups = [missing[at : at + 8] for at in range(0, len(missing), 8)]
    one = partial(draw, out=given.out, fillings=given.fillings, seed=given.seed, pages=pages)
    with ProcessPoolExecutor(given.processes) as pool, known.open("a", encoding="utf-8") as file:
        for rows in pool.map(one, groups):
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            file.flush()
            print(*sorted({row["repo"] for row in rows}), flush=True)


if __name__ == "__main__":
    main()
