"""Which pictures are taken anew, and how they are cropped: fake photographs, real files."""

import io
import json
from pathlib import Path

import pytest
from PIL import Image

from tests.pictures.album import Album
from tests.pictures.chromium import MARGIN, NoPicture, crop

PAGES = {"a": "<p>a", "b": "<p>b"}


def photograph(page: str) -> bytes:
    return f"picture of {page}".encode()


@pytest.fixture
def album(tmp_path: Path) -> Album:
    made = Album(tmp_path)
    assert made.update(PAGES, photograph) == ["a", "b"]
    return made


def test_pictures_of_the_same_pages_stay(album: Album) -> None:
    assert (album.stale(PAGES), album.left_over(PAGES)) == ([], [])
    assert album.update(PAGES, photograph) == []
    assert album.file("a").read_bytes() == b"picture of <p>a"


def test_only_the_picture_of_another_page_is_taken_anew(album: Album) -> None:
    changed = PAGES | {"b": "<p>else"}
    assert album.stale(changed) == ["b"]
    assert album.update(changed, photograph) == ["b"]
    assert album.file("b").read_bytes() == b"picture of <p>else"
    assert album.stale(changed) == []


def test_a_picture_that_is_missing_or_touched_is_stale(album: Album) -> None:
    album.file("a").unlink()
    album.file("b").write_bytes(b"retouched")
    assert album.stale(PAGES) == ["a", "b"]


def test_a_picture_without_a_scene_is_left_over_and_deleted(album: Album) -> None:
    assert album.left_over({"a": PAGES["a"]}) == ["b"]
    album.update({"a": PAGES["a"]}, photograph)
    assert not album.file("b").exists()
    assert list(json.loads(album.record.read_text("utf-8"))) == ["a"]


def test_a_photograph_is_cropped_to_what_is_drawn() -> None:
    image = Image.new("RGB", (200, 300), "white")
    image.paste("black", (50, 60, 110, 90))
    cropped = Image.open(io.BytesIO(crop(image)))
    assert cropped.size == (60 + 2 * MARGIN, 30 + 2 * MARGIN)
    corners = [cropped.convert("RGB").getpixel((at, at)) for at in (MARGIN - 1, MARGIN)]
    assert corners == [(255, 255, 255), (0, 0, 0)]


@pytest.mark.parametrize("drawn", [None, (50, 60, 110, 300)], ids=["nothing", "too long"])
def test_a_page_that_is_empty_or_cut_off_is_no_picture(drawn: tuple[int, int, int, int] | None) -> None:
    image = Image.new("RGB", (200, 300), "white")
    if drawn:
        image.paste("black", drawn)
    with pytest.raises(NoPicture, match="raise HEIGHT"):
        crop(image)
