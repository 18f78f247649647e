"""Takes out of an installed environment what the simulator never uses, for the image. `python3 slim.py SITE_PACKAGES`.

Three things, each measured and said: files that only developers of a package need; debugging symbols; and the libraries that
OpenCV's wheel brings for video, AVIF and large linear algebra. OpenCV is linked to these, so something must stand in their
place: Debian's small BLAS and LAPACK for the algebra, and for the codecs a library whose functions end the process with a
sentence, since no function of the simulator leads there (pictures are decoded by Pillow and PDFium). The Dockerfile runs the
demo afterwards. Needs binutils and gcc; runs in the build stage alone.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

#: Below site-packages: tests, sources, headers, stubs and static libraries, and what a package has for other uses of it.
UNUSED = (
    "**/tests",
    "**/*.pyx",
    "**/*.pxd",
    "**/*.pyi",
    "**/*.h",
    "**/*.a",
    "cv2/data/*.xml",
    "cv2/gapi",
    "numpy/f2py",
    "numpy/distutils",
    "numpy/_pyinstaller",
    "numpy/typing",
)
#: Libraries in OpenCV's wheel that hold codecs, with what they alone need.
CODECS = ("libavcodec", "libavformat", "libavutil", "libswscale", "libavif")
CODECS_NEED = ("libswresample", "libaom", "libvpx", "libdav1d", "libcrypto", "libssl", "libdrm", "libSvtAv1", "libx264")
ALGEBRA = "libopenblas"
ALGEBRA_NEEDS = ("libgfortran", "libquadmath")


_GONE = r"""
#include <stdio.h>
#include <stdlib.h>
static void gone(const char *name) {
  fprintf(stderr, "%s: OpenCV has neither video nor AVIF in this image\n", name);
  abort();
}
"""


def main(site: Path) -> int:
    for step in (remove_unused, replace_opencv_libraries, strip):
        before = size(site)
        step(site)
        print(f"{step.__name__}: {before / 1e6:.0f} MB -> {size(site) / 1e6:.0f} MB")
    return 0


def size(root: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in root.rglob("*") if path.is_file() and not path.is_symlink())


def remove_unused(site: Path) -> None:
    for pattern in UNUSED:
        for path in list(site.glob(pattern)):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)


def replace_opencv_libraries(site: Path) -> None:
    (opencv,) = site.glob("cv2/cv2*.so")
    (folder,) = site.glob("opencv_python*.libs")
    wanted = undefined(opencv)
    for library in sorted(folder.iterdir()):
        if library.name.startswith(CODECS):
            replace_codec(library, wanted)
        elif library.name.startswith(ALGEBRA):
            link(library, "", "-Wl,--no-as-needed", "-l:liblapack.so.3", "-l:libblas.so.3")
        elif library.name.startswith((*CODECS_NEED, *ALGEBRA_NEEDS)):
            library.unlink()


def replace_codec(library: Path, wanted: set[str]) -> None:
    """Put a library of the same name and the same versions in its place, with the functions that OpenCV is linked to."""
    versions: dict[str, list[str]] = defaultdict(list)
    for name, version in defined(library):
        if name in wanted:
            versions[version].append(name)
    names = [name for group in versions.values() for name in group]
    body = _GONE
    body += "".join(f'void {name}(void) {{ gone("{name}"); }}\n' for name in names)
    script = "".join(
        f"{version} {{ global: {' '.join(f'{name};' for name in group)} }};\n"
        for version, group in versions.items()
        if version
    )
    link(library, body, script=script)


def link(library: Path, source: str, *flags: str, script: str = "") -> None:
    """Build a shared library from C source, with the name that the one at this place answers to."""
    soname = re.search(r"Library soname: \[(.+)\]", output("readelf", "-d", library))
    with tempfile.TemporaryDirectory() as folder:
        code, versions = Path(folder, "source.c"), Path(folder, "versions")
        code.write_text(source or "extern int nothing;\n", encoding="utf-8")
        versions.write_text(script, encoding="utf-8")
        more = [f"-Wl,--version-script={versions}"] if script else []
        name = soname[1] if soname else library.name
        library.unlink()
        output("gcc", "-shared", "-fPIC", "-Os", "-w", f"-Wl,-soname,{name}", *more, "-o", library, code, *flags)


def undefined(library: Path) -> set[str]:
    """The names of functions and data that a library takes from others."""
    return {line.split()[-1].partition("@")[0] for line in output("nm", "-D", "--undefined-only", library).splitlines()}


def defined(library: Path) -> Iterator[tuple[str, str]]:
    """Name and version of what a library gives; versions themselves left out."""
    for line in output("nm", "-D", "--defined-only", library).splitlines():
        _, kind, symbol = line.split()
        name, _, version = symbol.partition("@")
        if kind != "A":
            yield name, version.lstrip("@")


def strip(site: Path) -> None:
    """Take debugging symbols out of libraries, where that leaves one that can be loaded.

    Wheels' libraries were edited after they were linked, and of some of these `strip` makes files whose segments no longer
    begin where the loader wants them.
    """
    for library in site.rglob("*.so*"):
        if library.is_file() and not library.is_symlink():
            stripped = library.with_name(f"{library.name}.stripped")
            output("strip", "--strip-unneeded", "-o", stripped, library)
            if is_loadable(stripped) and stripped.stat().st_size < library.stat().st_size:
                stripped.chmod(library.stat().st_mode)
                stripped.replace(library)
            else:
                stripped.unlink()


def is_loadable(library: Path) -> bool:
    """Whether every segment lies in the file as it will lie in memory, counted from the begin of a page."""
    segments = re.findall(r"LOAD +0x(\w+) 0x(\w+) .* 0x(\w+)$", output("readelf", "-lW", library), re.MULTILINE)
    found = [(int(offset, 16), int(address, 16), int(align, 16)) for offset, address, align in segments]
    return bool(found) and all((address - offset) % align == 0 for offset, address, align in found)


def output(*command: str | Path) -> str:
    """What a command says. Raises CalledProcessError."""
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
