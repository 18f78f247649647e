"""Photographs of people, and how a card's picture was taken: told apart through the whole reader."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from random import Random

import numpy as np
import pytest
from PIL import Image, ImageFilter

from samples.drawn import DrawnDocument
from samples.kit import marks, wear
from samples.types import foreign, foreign_papers, pan, photos
from simulator.documents.model import Page
from simulator.documents.reader import Reader
from simulator.documents.vision import capture_quality, faces, person_photos

Encode = Callable[..., bytes]


def test_one_customer_with_a_box_is_counted(reader: Reader, encode: Encode) -> None:
    reading = reader.read(encode(photos.customer(Random("one")).image, "JPEG"))
    assert (reading.document_type, reading.error_code) == ("ASSET_OPEN_BOX_IMAGE", "")
    assert {name: field.value for name, field in reading.fields.items()} == {
        "customer_present": "yes",
        "number_of_faces_visible": 1,
    }


def test_two_people_make_the_photograph_invalid_and_what_was_seen_is_kept(reader: Reader, encode: Encode) -> None:
    reading = reader.read(encode(photos.two_people(Random("two")).image, "JPEG"))
    assert (reading.document_type, reading.error_code, reading.error_reason) == (
        "ASSET_OPEN_BOX_IMAGE",
        "INVALID_DOC",
        "multiple people",
    )
    assert reading.fields["number_of_faces_visible"].value == 2
    assert len(reading.fields["number_of_faces_visible"].places) == 2


@pytest.mark.parametrize("draw", [photos.cut_portrait, photos.grey_portrait])
def test_a_portrait_cut_from_a_card_is_no_photograph_of_a_customer(
    reader: Reader, encode: Encode, draw: object
) -> None:
    assert callable(draw)
    reading = reader.read(encode(draw(Random("cut")).image, "JPEG"))
    assert reading.document_type == "AADHAR_EXTRACT_IMAGE"
    assert reading.fields["photo_present"].value == "yes"


@pytest.mark.parametrize("draw", [foreign.landscape, foreign.still_life])
def test_a_picture_without_a_face_stays_unrecognised(
    reader: Reader, encode: Encode, draw: Callable[[Random], DrawnDocument]
) -> None:
    assert reader.read(encode(draw(Random("none")).image, "JPEG")).error_code == "UNRECOGNISED"


def test_a_face_upside_down_on_the_prepared_page_is_still_found(encode: Encode) -> None:
    given = np.asarray(photos.customer(Random("one")).image)
    height, width = given.shape[:2]
    turned = Page(1, width, height, transform=(-1.0, 0.0, float(width), 0.0, -1.0, float(height), 0.0, 0.0, 1.0))
    seen = person_photos.classify_photo(given, turned)
    assert seen is not None and len(seen.faces) == 1
    left, top, right, bottom = seen.faces[0].box
    assert person_photos.prepared_box(seen.faces[0].box, turned) == pytest.approx(
        (width - right, height - bottom, width - left, height - top), abs=1
    )


def test_a_card_with_a_portrait_is_a_document(reader: Reader, encode: Encode) -> None:
    reading = reader.read(encode(pan.new_card(Random("card")).image, "JPEG", dpi=(300, 300)))
    assert reading.document_type == "PAN"
    assert reading.fields["document_quality_flag"].value == "original"


@pytest.mark.parametrize("draw", [pan.old_card, pan.new_card, foreign_papers.driving_licence])
def test_a_card_too_blurred_to_read_is_no_photograph_of_its_holder(draw: Callable[[Random], DrawnDocument]) -> None:
    rng = Random("blurred")
    card = wear.photo(draw(rng).image, rng, 1250)
    small = card.resize((480, round(480 * card.height / card.width))).filter(ImageFilter.GaussianBlur(1.5))
    given = np.asarray(small)
    seen = person_photos.classify_photo(given, Page(1, given.shape[1], given.shape[0]))
    assert seen is not None and seen.kind == ""


def test_without_the_detector_nothing_about_people_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faces, "find_spec", lambda name: None)
    faces._detector.cache_clear()
    try:
        picture = np.asarray(photos.customer(Random("one")).image)
        assert faces.find_faces(picture) is None
        assert person_photos.classify_photo(picture, Page(1, picture.shape[1], picture.shape[0])) is None
    finally:
        faces._detector.cache_clear()


def test_the_detector_is_loaded_only_when_it_is_asked_for() -> None:
    assert importlib.util.find_spec(faces.PACKAGE) is not None
    faces._detector.cache_clear()
    full = Page(1, 400, 400, words=())
    printed = Page(1, 400, 400, full.words, "text layer")
    person_photos.classify_photo(np.zeros((400, 400, 3), np.uint8), printed)
    assert faces._detector.cache_info().currsize == 0


def test_what_is_a_face_on_one_side_only_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """A block of print now and then passes for a face, and never does in a mirror."""
    picture = np.asarray(photos.customer(Random("one")).image)
    (true,) = faces.find_faces(picture) or ()
    print_ = faces.Face((10, 20, 90, 110), 0.8)
    real, width = faces._at, picture.shape[1]

    def and_print(detector: object, colour: np.ndarray, side: int) -> list[faces.Face]:
        mirrored = np.array_equal(colour, picture[:, ::-1])
        return [*real(detector, colour, side), *([] if mirrored else [print_])]

    monkeypatch.setattr(faces, "_at", and_print)
    assert faces.find_faces(picture) == (true,)
    turned = faces.find_faces(np.ascontiguousarray(picture[:, ::-1])) or ()
    assert [face.box[0] + true.box[2] for face in turned] == [pytest.approx(width, abs=0.03 * width)]


def test_many_faces_are_each_counted_once() -> None:
    picture = marks.gradient((1500, 500), (150, 160, 150), (110, 100, 96))
    for number in range(5):
        picture.paste(marks.portrait(Random(number), (220, 270), woman=number % 2 == 0), (40 + 290 * number, 100))
    found = faces.find_faces(np.asarray(picture))
    assert found is not None and len(found) == 5


@pytest.mark.parametrize("seed", range(3))
def test_an_original_a_copy_and_a_screen_are_told_apart(seed: int) -> None:
    rng = Random(seed)
    card = pan.old_card(rng).image
    original = np.asarray(wear.photo(card, rng, 1250))
    copied = np.asarray(wear.xerox(card, rng).convert("RGB"))
    shown = _on_screen(card)
    assert capture_quality.judge_quality(np.asarray(card), original, photographed=True).flag == "original"
    assert capture_quality.judge_quality(copied, copied, photographed=True).flag == "xerox_copy"
    assert capture_quality.judge_quality(np.asarray(card), shown, photographed=True).flag == "photo_of_photo"
    assert capture_quality.judge_quality(np.asarray(card), shown, photographed=False).flag == "original"


def _on_screen(card: Image.Image) -> np.ndarray:
    """A card in the coloured stripes of a screen's pixels, a little turned."""
    small = card.convert("RGB").resize((600, round(600 * card.height / card.width)))
    lit = np.kron(np.asarray(small, np.float32), np.ones((6, 6, 1), np.float32))
    for channel in range(3):
        lit[:, np.arange(lit.shape[1]) % 6 // 2 != channel, channel] = 0
    shown = Image.fromarray(np.clip(2 * lit, 0, 255).astype(np.uint8)).rotate(2, Image.Resampling.BICUBIC)
    reduced = shown.resize((1500, round(1500 * shown.height / shown.width)), Image.Resampling.BICUBIC)
    return np.asarray(reduced.filter(ImageFilter.GaussianBlur(0.6)))
