"""HEIC and AVIF, what phones send: read only where `pillow-heif` is installed, as no decoder of HEIC comes along."""

from __future__ import annotations

from simulator.errors import SettingError
from simulator.extras import installing, missing


def is_readable() -> bool:
    """Whether `pillow-heif` is installed; Pillow then knows the formats."""
    try:
        import pillow_heif
    except ImportError:
        return False
    pillow_heif.register_heif_opener()
    return True


def require_installed() -> None:
    """Check that `pillow-heif` is installed, without loading it. Raises SettingError where it is not."""
    if missing(("pillow_heif",)):
        raise _not_installed()


def require() -> None:
    """Load `pillow-heif`. Raises SettingError where it is not installed."""
    if not is_readable():
        raise _not_installed()


def _not_installed() -> SettingError:
    return SettingError(f"heic: pillow-heif is not installed; `{installing('heic')}` brings it")
