"""A decoded picture as RGB: upright as EXIF says, transparency on paper, 16 bits brought to 8, no larger than is of use."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from simulator.documents.pages.picture import USEFUL_PIXELS, USEFUL_SIDE

if TYPE_CHECKING:
    import numpy as np

#: EXIF's tag that says how a picture lies; 1 is upright.
_ORIENTATION = 0x0112
_LAYERED = ("RGBA", "LA", "PA")
#: Rows that are made smaller at a time, after which they are this many.
_STRIP = 256
#: Pixels count as seen from this opacity on. White print has this grey and more, on a picture of which so much is clear.
_SEEN, _WHITE, _CLEAR = 128, 190, 0.3
#: Of white print on nothing, less than this part is dark.
_FEW_DARK = 0.05


def rgb(image: Any) -> np.ndarray:
    """The picture as RGB: height x width x 3, 8 bits."""
    import numpy as np
    from PIL import ImageOps

    # Without a turn to make, Pillow would give a copy.
    turned = (ImageOps.exif_transpose(image) or image) if _orientation(image) != 1 else image
    if _is_deep(turned):
        return _deep(np.asarray(turned))
    if _layered(turned):
        return _on_paper(turned)
    if turned.mode == "L":
        import cv2

        return np.asarray(cv2.cvtColor(np.asarray(turned), cv2.COLOR_GRAY2RGB))
    return np.asarray(turned if turned.mode == "RGB" else turned.convert("RGB"))


def grey_varies(colour: np.ndarray) -> float:
    """The standard deviation of grey (0 to 255) on a small copy; near 0 for a blank picture."""
    import cv2

    from simulator.documents.pages.light import small

    return float(cv2.cvtColor(small(colour), cv2.COLOR_RGB2GRAY).std())


def _orientation(image: Any) -> int:
    """The orientation that EXIF gives, 1 to 8; 1 means as stored."""
    return int(image.getexif().get(_ORIENTATION, 1) or 1)


def _is_deep(image: Any) -> bool:
    return bool(image.mode.startswith("I") or image.mode == "F")


def _layered(image: Any) -> bool:
    return image.mode in _LAYERED or "transparency" in image.info


def _deep(values: np.ndarray) -> np.ndarray:
    """A picture of 16 or 32 bits or of floats, as 8-bit grey."""
    import numpy as np

    most = values.max(initial=0)
    whole = values.dtype.kind in "iu"
    if not whole or most > 255:
        top = 65535.0 if whole and most > 4095 else float(values.max(initial=1)) or 1.0
        values = values.astype(np.float32) * np.float32(255.0 / top)
    grey = values.clip(0, 255).astype(np.uint8)
    return np.stack((grey, grey, grey), axis=2)


def smaller(image: Any) -> Any:
    """The picture reduced by a whole factor where it has more pixels than reading needs, some rows at a time to save memory.

    The picture itself where it has no more; where it is a copy, `image` can be closed.
    """
    width, height = image.size
    factor = max(2, max(width, height) // USEFUL_SIDE)
    if width * height <= USEFUL_PIXELS or _is_deep(image):
        return image
    from PIL import Image as pillow

    mode = "RGBA" if _layered(image) else {"1": "L", "P": "RGB"}.get(image.mode, image.mode)
    made = pillow.new(mode, (ceil(width / factor), ceil(height / factor)))
    for top in range(0, height, _STRIP * factor):
        rows = image.crop((0, top, width, min(top + _STRIP * factor, height)))
        made.paste(rows.convert(mode).reduce(factor), (0, top // factor))
    made.getexif()[_ORIENTATION] = _orientation(image)
    return made


def _on_paper(image: Any) -> np.ndarray:
    """Replace transparency by white paper; white print on a transparent ground becomes black."""
    import numpy as np
    from PIL import Image as pillow

    layered = image if image.mode == "RGBA" else image.convert("RGBA")
    white = _is_white_print(layered)
    paper = pillow.new("RGBA", layered.size, "black" if white else "white")
    paper.alpha_composite(layered)
    shown = np.asarray(paper.convert("RGB"))
    return 255 - shown if white else shown


def _is_white_print(layered: Any) -> bool:
    import numpy as np
    from PIL import Image as pillow

    # One pixel in nine tells as much.
    few = layered.resize((max(1, layered.width // 3), max(1, layered.height // 3)), pillow.Resampling.NEAREST)
    grey, opacity = np.asarray(few.convert("L")), np.asarray(few.getchannel("A"))
    seen = opacity >= _SEEN
    if not seen.any() or seen.mean() > 1 - _CLEAR:
        return False
    print_of = grey[seen]
    return bool(np.median(print_of) >= _WHITE and (print_of < _SEEN).mean() < _FEW_DARK)
