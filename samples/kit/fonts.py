"""The typefaces of the samples, from packages of the `samples` extra, so that the same bytes come out anywhere."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from PIL import ImageFont, features

from simulator.errors import SettingError

#: Name of a face → (package, file, weight where the file holds several). All are under the SIL Open Font Licence.
FACES: dict[str, tuple[str, str, int | None]] = {
    "sans": ("fontpkg_arimo", "Arimo[wght].ttf", 400),
    "sans-bold": ("fontpkg_arimo", "Arimo[wght].ttf", 700),
    "sans-italic": ("fontpkg_arimo", "Arimo-Italic[wght].ttf", 400),
    "narrow": ("fontpkg_archivo_narrow", "ArchivoNarrow[wght].ttf", 400),
    "narrow-bold": ("fontpkg_archivo_narrow", "ArchivoNarrow[wght].ttf", 700),
    "roboto": ("fontpkg_roboto", "Roboto[wdth,wght].ttf", 400),
    "roboto-medium": ("fontpkg_roboto", "Roboto[wdth,wght].ttf", 500),
    "roboto-bold": ("fontpkg_roboto", "Roboto[wdth,wght].ttf", 700),
    "condensed": ("fontpkg_roboto_condensed", "RobotoCondensed[wght].ttf", 400),
    "condensed-bold": ("fontpkg_roboto_condensed", "RobotoCondensed[wght].ttf", 700),
    "serif": ("fontpkg_pt_serif", "PT_Serif-Web-Regular.ttf", None),
    "serif-bold": ("fontpkg_pt_serif", "PT_Serif-Web-Bold.ttf", None),
    "serif-italic": ("fontpkg_pt_serif", "PT_Serif-Web-Italic.ttf", None),
    "book": ("fontpkg_crimson_pro", "CrimsonPro[wght].ttf", 400),
    "book-bold": ("fontpkg_crimson_pro", "CrimsonPro[wght].ttf", 700),
    "round": ("fontpkg_poppins", "Poppins-Regular.ttf", None),
    "round-medium": ("fontpkg_poppins", "Poppins-Medium.ttf", None),
    "round-bold": ("fontpkg_poppins", "Poppins-Bold.ttf", None),
    "mono": ("fontpkg_ibm_plex_mono", "IBMPlexMono-Regular.ttf", None),
    "mono-bold": ("fontpkg_ibm_plex_mono", "IBMPlexMono-SemiBold.ttf", None),
    "till": ("fontpkg_inconsolata", "Inconsolata[wdth,wght].ttf", 500),
    "till-bold": ("fontpkg_inconsolata", "Inconsolata[wdth,wght].ttf", 800),
    "hand": ("fontpkg_kalam", "Kalam-Regular.ttf", None),
    "sign-1": ("fontpkg_zeyada", "Zeyada.ttf", None),
    "sign-2": ("fontpkg_caveat", "Caveat[wght].ttf", 500),
    "sign-3": ("fontpkg_great_vibes", "GreatVibes-Regular.ttf", None),
    "devanagari": ("fontpkg_noto_sans_devanagari", "NotoSansDevanagari[wdth,wght].ttf", 400),
    "devanagari-bold": ("fontpkg_noto_sans_devanagari", "NotoSansDevanagari[wdth,wght].ttf", 700),
}


@lru_cache(maxsize=512)
def face(name: str, pixels: float) -> ImageFont.FreeTypeFont:
    """A face at a size in pixels. Raises SettingError where its package is not installed.

    Only Devanagari is shaped by Raqm, which some machines lack; all else is laid out by Pillow itself, the same anywhere.
    """
    package, file, weight = FACES[name]
    shaped = name.startswith("devanagari") and shapes_devanagari()
    layout = ImageFont.Layout.RAQM if shaped else ImageFont.Layout.BASIC
    font = ImageFont.truetype(str(_folder(package) / file), pixels, layout_engine=layout)
    if weight is not None:
        axes = font.get_variation_axes()
        font.set_variation_by_axes([float(weight if _is_weight(axis) else axis["default"] or 0) for axis in axes])
    return font


def shapes_devanagari() -> bool:
    """Whether this machine can set Devanagari as it is written."""
    return bool(features.check("raqm") and features.check("fribidi"))


def is_devanagari(text: str) -> bool:
    return any("\u0900" <= letter <= "\u097f" for letter in text)


def _is_weight(axis: object) -> bool:
    name = axis["name"] if isinstance(axis, dict) else b""
    return (name.decode() if isinstance(name, bytes) else str(name)) == "Weight"


@lru_cache
def _folder(package: str) -> Path:
    if find_spec(package) is None:
        raise SettingError(f"drawing needs the fonts of the extra: pip install 'atlas-simulator[samples]' ({package})")
    return Path(import_module(package).ROOT) / "files"
