"""HEIC and AVIF, what phones send: read only where `pillow-heif` is installed, as no decoder of HEIC comes along."""

from __future__ import annotations

from simulator.errors import SettingError
from simulator.extras import installing


def is_readable() -> bool:
    """Whether `pillow-heif` is installed; Pillow then knows the formats."""
    try:
        import pillow_heif
    except ImportError:
        return False
    pillow_heif.register_heif_opener()
    return True


def require() -> None:
    """Raises SettingError where the setting `heic` cannot be followed."""
    if not is_readable():
        raise SettingError(f"heic: pillow-heif is not installed; `{installing('heic')}` brings it")
