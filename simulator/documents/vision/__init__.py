"""What is seen on a page and not read: faces, signatures, stamps, codes, and how the picture was taken.

Every module here is pure functions on the images of `documents/pages` and the words on them. What can't be measured
is None and leaves its field out: nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.documents.extract.sources import Source, register


def _sources() -> Mapping[str, Source]:
    from simulator.documents.vision.sources import SOURCES

    return SOURCES


register("seen", _sources)
register("code", _sources)
