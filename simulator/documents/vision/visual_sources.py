"""The sources `seen:…`: what is seen on a document's sheets, as fields. None where it can't be looked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from simulator.documents.extract.sources import Context, SheetView, Source
from simulator.documents.model import Box, Field, Place
from simulator.documents.vision import capture_quality, handwriting, ink, person_photos, signatures, signers
from simulator.documents.vision.person_photos import PersonPhoto
from simulator.documents.vision.reduced import Reduced, reduced
from simulator.documents.vision.sheet_cache import cached_on
from simulator.documents.vision.signatures import Label, Signature
from simulator.documents.vision.stamps import Stamp

#: How sure what was seen is, and that nothing is there where nothing was seen. No more than `bench/seen.py` bears out:
#: strokes and rings are found by shape, and real paper has more shapes than ours.
_THERE, _NOT_THERE = 0.9, 0.8
#: Signatures and stamps are looked for on so many pages from the first on.
_MOST_PAGES = 6
#: Below this resolution (dots an inch), or where none is known, a picture is a camera's and no scanner's.
_SCANNED = 150
#: What is left out of the words beside a signature to say whose it is.
_OWNER = re.compile(
    r"\W{0,20}(?:for\b|signature|sign|signed)\W{0,20}(?:(?:or|and)?\W{0,20}thumb impression\W{0,20})?"
    r"(?:of|by)?\W{0,20}(?:the\W)?\W{0,20}",
    re.IGNORECASE,
)


def _signed(sheet: SheetView) -> tuple[Signature, ...]:
    return cached_on(sheet, "signatures", _look_for_signatures)


def _look_for_signatures(sheet: SheetView) -> tuple[Signature, ...]:
    page = sheet.page
    if not signatures.labels(page.words, ink.unit_of(page.words, page.height, page.width)):
        return ()  # before any picture is made
    view = _reduced(sheet)
    return tuple(
        Signature(Label(mark.label.text, view.whole(mark.label.box)), view.whole(mark.box))
        for mark in signatures.find_signatures(view.grey, view.words, view.stamps)
    )


def _stamped(sheet: SheetView) -> tuple[Stamp, ...]:
    return cached_on(sheet, "stamps", _look_for_stamps)


def _look_for_stamps(sheet: SheetView) -> tuple[Stamp, ...]:
    view = _reduced(sheet)
    return tuple(view.stamp(found) for found in view.stamps)


def _reduced(sheet: SheetView) -> Reduced:
    """The one picture that stamps and signatures are looked for in."""
    return cached_on(sheet, "reduced", reduced)


def _photo(sheets: Sequence[SheetView]) -> PersonPhoto | None:
    """What a file of one picture shows; a document of several pages is no photograph."""
    if len(sheets) != 1:
        return PersonPhoto("")
    return cached_on(sheets[0], "photo", lambda sheet: person_photos.classify_photo(sheet.given, sheet.page))


def _places(sheet: SheetView, boxes: Sequence[Box]) -> tuple[Place, ...]:
    return tuple(Place(sheet.page.number, box) for box in boxes)


def _yes_no(places: tuple[Place, ...], what: str) -> Field:
    if places:
        return Field("yes", _THERE, places, f"{what} seen")
    return Field("no", _NOT_THERE, (), f"no {what} seen")


def _dealer_sign(sheets: Sequence[SheetView], context: Context) -> Field:
    found = [(sheet, mark) for sheet in sheets[:_MOST_PAGES] for mark in _signed(sheet) if mark.label.sellers]
    return _yes_no(tuple(Place(sheet.page.number, mark.box) for sheet, mark in found), "dealer's signature")


def _dealer_stamp(sheets: Sequence[SheetView], context: Context) -> Field:
    boxes = [(sheet, [stamp.box for stamp in _stamped(sheet)]) for sheet in sheets[:_MOST_PAGES]]
    return _yes_no(tuple(place for sheet, found in boxes for place in _places(sheet, found)), "stamp")


def _gst_by_hand(sheets: Sequence[SheetView], context: Context) -> Field:
    for sheet in sheets[:_MOST_PAGES]:
        box = cached_on(sheet, "gst", lambda sheet: handwriting.gstin_by_hand(sheet.plain, sheet.page.words))
        if box:
            return _yes_no(_places(sheet, [box]), "GSTIN written by hand")
    return _yes_no((), "GSTIN written by hand")


def _signatures(sheets: Sequence[SheetView], context: Context) -> Field | None:
    marks = _marks(sheets)
    if not any(sheet.page.words for sheet in sheets):
        return None
    places = tuple(Place(number, mark.box) for number, mark in marks)
    return Field(
        len(marks), _THERE if marks else _NOT_THERE, places, "strokes of a pen beside words that ask for a signature"
    )


def _signer(number: int) -> Source:
    """Who signed as the first, second …: the name printed with the words that ask for that signature, else those
    words without "Signature of"."""

    def signer(sheets: Sequence[SheetView], context: Context) -> Field | None:
        marks = _marks(sheets)
        if len(marks) < number:
            return None
        page, mark = marks[number - 1]
        sheet = next(sheet for sheet in sheets if sheet.page.number == page)
        unit = ink.unit_of(sheet.page.words, sheet.page.height, sheet.page.width)
        name = signers.printed(sheet.page.words, mark.label.box, unit)
        owner = name or _OWNER.sub("", mark.label.text, count=1).strip(" :.-_*()") or mark.label.text
        return Field(owner, _NOT_THERE, (Place(page, mark.box),), f'signature beside "{mark.label.text}"')

    return signer


def _marks(sheets: Sequence[SheetView]) -> list[tuple[int, Signature]]:
    return [(sheet.page.number, mark) for sheet in sheets[:_MOST_PAGES] for mark in _in_rows(_signed(sheet))]


def _in_rows(marks: Sequence[Signature]) -> list[Signature]:
    """Signatures from the top down, those side by side from left to right."""
    rows: list[list[Signature]] = []
    for mark in sorted(marks, key=lambda mark: mark.box[1]):
        if rows and mark.box[1] < rows[-1][0].box[3]:
            rows[-1].append(mark)
        else:
            rows.append([mark])
    return [mark for row in rows for mark in sorted(row, key=lambda mark: mark.box[0])]


def _quality(sheets: Sequence[SheetView], context: Context) -> Field | None:
    """Of the first page."""
    if not sheets:
        return None
    sheet = sheets[0]
    seen = capture_quality.judge_quality(sheet.colour, sheet.given, photographed=sheet.dpi < _SCANNED)
    return Field(
        seen.flag, seen.confidence, (), f"colour on {seen.coloured:.1%} of the area, screen grid {seen.grid:.1f}"
    )


def _photo_of(kind: str) -> Source:
    """A clue: whether the file is a photograph of that kind."""

    def clue(sheets: Sequence[SheetView], context: Context) -> Field | None:
        seen = _photo(sheets)
        if seen is None:
            return None
        return Field(
            "yes" if seen.kind == kind else "no",
            _THERE,
            _faces_at(sheets, seen),
            f"{len(seen.faces)} faces, little text",
        )

    return clue


def _faces(sheets: Sequence[SheetView], context: Context) -> Field | None:
    seen = _photo(sheets)
    if seen is None:
        return None
    sure = min((face.score for face in seen.faces), default=_NOT_THERE)
    return Field(len(seen.faces), round(sure, 2), _faces_at(sheets, seen), "faces found")


def _person(sheets: Sequence[SheetView], context: Context) -> Field | None:
    seen = _photo(sheets)
    if seen is None:
        return None
    if not seen.faces:
        return Field("no", _NOT_THERE, (), "no face found")
    return Field("yes", round(seen.faces[0].score, 2), _faces_at(sheets, seen)[:1], "a face found")


def _faces_at(sheets: Sequence[SheetView], seen: PersonPhoto) -> tuple[Place, ...]:
    return (
        _places(sheets[0], [person_photos.prepared_box(face.box, sheets[0].page) for face in seen.faces])
        if seen.faces
        else ()
    )


SOURCES: dict[str, Source] = {
    "seen:dealer_sign": _dealer_sign,
    "seen:dealer_stamp": _dealer_stamp,
    "seen:dealer_gst_handwritten": _gst_by_hand,
    "seen:signatures": _signatures,
    "seen:signature_1": _signer(1),
    "seen:signature_2": _signer(2),
    "seen:quality": _quality,
    "seen:people": _photo_of("people"),
    "seen:portrait": _photo_of("portrait"),
    "seen:faces": _faces,
    "seen:person": _person,
}
