"""Which way up print is, as Tesseract finds it: a model of its own, loaded with the first page that needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.documents.ocr import models

if TYPE_CHECKING:
    import numpy as np


class Orientation:
    def __init__(self) -> None:
        self._api: Any = None

    def turned(self, image: np.ndarray) -> tuple[int, float]:
        """By how many degrees clockwise the print is turned, and how sure; 0 and 0.0 where it cannot be told."""
        if self._api is None and not self._load():
            return 0, 0.0
        set_image(self._api, image)
        found = self._api.DetectOrientationScript()
        self._api.Clear()
        return (int(found["orient_deg"]), float(found["orient_conf"])) if found else (0, 0.0)

    def _load(self) -> bool:
        try:
            import tesserocr
        except ImportError:
            return False
        folder = models.folder_of("osd")
        if folder is None:
            return False
        self._api = tesserocr.PyTessBaseAPI(path=f"{folder}/", lang="osd", psm=tesserocr.PSM.OSD_ONLY)
        return True


def set_image(api: Any, image: np.ndarray) -> None:
    """Give an engine a grey picture (height x width, uint8), silently: it warns of odd pictures on standard error."""
    height, width = image.shape
    api.SetImageBytes(image.tobytes(), width, height, 1, width)
