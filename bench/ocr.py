"""Pages a second of the whole reading path, over a bare Tesseract loop and over pytesseract, in one run.

    python bench/ocr.py [FOLDER] [--pages N] [--workers N]

- reading: bytes of a file to its Reading (decoding, preparation, OCR, classifying, extracting), in as many processes as
  there are cores, as the server does it.
- bare: `tesserocr` with the same model and an engine kept open in each of as many threads, asked for plain text only.
  Three times: on the pages as they were given, decoded to grey beforehand, so that nothing but OCR is counted; the
  same on the pages that the reading path made of them; and from the files, as the README of tesserocr has it, which
  like the reading path begins with the bytes. The first is the strictest, and what "a bare loop" means elsewhere here.
- pytesseract: `image_to_data` on the pages as given, decoded, in as many threads, each starting `tesseract` with
  OMP_THREAD_LIMIT=1, without which it is several times slower. Only where the command `tesseract` is installed.

The contenders take turns on slices of the pages, so that whatever else the machine does meets all of them alike. Beside
pages a second stands the processor time of a page, which tells more where the machine is busy.
"""

from __future__ import annotations

import argparse
import os
import shutil
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import tesserocr

from simulator.documents.ocr import models
from simulator.documents.pages.pictures import PageSource
from simulator.documents.pages.prepare import Geometry, grey_of
from simulator.pipeline.reading_tasks import ReadingOptions, read, warm_up

#: What reads some pages and gives the processor time that it took (seconds), and the pages as it wants them.
Contender = tuple[Callable[[Sequence[Any]], float], Sequence[Any]]
OPTIONS = ReadingOptions()
SLICES = 4


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=Path(__file__).parent.parent / "sample_docs")
    parser.add_argument("--pages", type=int, default=64)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args()
    paths = [path for path in sorted(chosen.folder.rglob("*")) if path.suffix in (".png", ".jpg")]
    paths = paths[:: max(1, len(paths) // chosen.pages)][: chosen.pages]
    contents = [path.read_bytes() for path in paths]
    os.environ["OMP_THREAD_LIMIT"] = "1"
    with ProcessPoolExecutor(chosen.workers, mp_context=get_context("spawn")) as processes:
        list(processes.map(warm_up, [OPTIONS] * chosen.workers))
        given, prepared = pictures(contents, processes)
        with ThreadPoolExecutor(chosen.workers) as threads:
            contenders: dict[str, Contender] = {
                "reading": (lambda each: sum(processes.map(whole_timed, each)), contents),
                "bare, as given": (lambda each: sum(threads.map(bare, each)), given),
                "bare, prepared": (lambda each: sum(threads.map(bare, each)), prepared),
                "bare, from files": (lambda each: sum(threads.map(bare_file, each)), paths),
            }
            if shutil.which("tesseract"):
                contenders["pytesseract"] = (lambda each: sum(threads.map(command, each)), given)
            list(threads.map(bare, given[: 2 * chosen.workers]))
            seconds, processor = raced(contenders, len(paths))
    report(seconds, processor, len(paths), chosen.workers)


def raced(contenders: dict[str, Contender], count: int) -> tuple[dict[str, float], dict[str, float]]:
    """Seconds of each contender over all pages, by the clock and of processor time.

    A slice of the pages at a time, in turn; each slice begins with another contender.
    """
    seconds, processor = dict.fromkeys(contenders, 0.0), dict.fromkeys(contenders, 0.0)
    names = list(contenders)
    for number in range(SLICES):
        part = slice(number, count, SLICES)
        for name in names[number % len(names) :] + names[: number % len(names)]:
            run, pages = contenders[name]
            started, commands = time.perf_counter(), of_commands()
            processor[name] += run(pages[part]) + of_commands() - commands
            seconds[name] += time.perf_counter() - started
    return seconds, processor


def of_commands() -> float:
    """Processor time of the programs that this process has started and that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def report(seconds: dict[str, float], processor: dict[str, float], count: int, workers: int) -> None:
    print(f"{count} pages, {workers} at once\n")
    for name, each in seconds.items():
        ratio = f"reading is {each / seconds['reading']:.2f} of it" if name != "reading" else ""
        spent = processor[name]
        of_processor = f", {spent / processor['reading']:.2f} by processor time" if ratio else ""
        print(f"{name:16} {count / each:6.2f} pages/s {spent / count * 1000:6.0f} ms a page   {ratio}{of_processor}")
    if "pytesseract" not in seconds:
        print("pytesseract      not measured: no command `tesseract`")


def pictures(contents: Sequence[bytes], processes: ProcessPoolExecutor) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """The pages in grey, as they were given and as the reading path prepares them."""
    given, prepared = [], []
    for content, reading in zip(contents, processes.map(whole, contents), strict=True):
        page = reading.pages[0]
        with PageSource(content, 100) as pages:
            colour = pages.page(1, with_words=False).colour
        plan = Geometry(
            np.array(page.transform).reshape(3, 3), page.width, page.height, flatten="light made even" in page.steps
        )
        given.append(np.asarray(cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY)))
        prepared.append(np.ascontiguousarray(grey_of(colour, plan)))
    return given, prepared


def whole(content: bytes) -> Any:
    return read(content, OPTIONS)


def whole_timed(content: bytes) -> float:
    """Reads, and gives the processor time that it took."""
    started = time.process_time()
    whole(content)
    return time.process_time() - started


_ENGINES = threading.local()


def engine() -> Any:
    if not hasattr(_ENGINES, "api"):
        _ENGINES.api = tesserocr.PyTessBaseAPI(
            path=f"{models.english('fast')}/", lang="eng", oem=tesserocr.OEM.LSTM_ONLY
        )
    return _ENGINES.api


def bare(image: np.ndarray) -> float:
    """Reads, and gives the processor time that it took; so do the next two."""
    started, api = time.thread_time(), engine()
    height, width = image.shape
    api.SetImageBytes(image.tobytes(), width, height, 1, width)
    api.GetUTF8Text()
    api.Clear()
    return time.thread_time() - started


def bare_file(path: Path) -> float:
    started, api = time.thread_time(), engine()
    api.SetImageFile(str(path))
    api.GetUTF8Text()
    api.Clear()
    return time.thread_time() - started


def command(image: np.ndarray) -> float:
    """Without the processor time of the command itself."""
    import pytesseract
    from PIL import Image

    started = time.thread_time()
    options = f'--tessdata-dir "{models.english("fast")}" --oem 1'
    pytesseract.image_to_data(Image.fromarray(image), lang="eng", config=options)
    return time.thread_time() - started


if __name__ == "__main__":
    main()
