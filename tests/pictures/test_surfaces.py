"""docs/surfaces.md shows every surface, and each picture is of what the bot says now."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from PIL import Image

from index.exported_model import ExportedModel
from tests.pictures.album import CURE, FOLDER, Album
from tests.pictures.page import render_scene
from tests.pictures.sample import create_sample
from tests.pictures.scenes import SCENES

pytestmark = pytest.mark.early(2)

SURFACES = FOLDER.parent / "surfaces.md"
LARGEST = 150_000
"""Bytes of a picture: pages with many of them are still quick to load."""


@pytest.fixture(scope="module")
def pages(exported_model: ExportedModel, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    answerer = create_sample(tmp_path_factory.mktemp("sample"), exported_model)
    return {name: render_scene(scene(answerer)) for name, scene in SCENES.items()}


def test_every_picture_is_of_what_the_bot_says_now(pages: dict[str, str]) -> None:
    album = Album()
    assert album.stale(pages) == [], CURE
    assert album.left_over(pages) == [], CURE


def test_every_scene_differs(pages: dict[str, str]) -> None:
    assert len(set(pages.values())) == len(SCENES)


@pytest.mark.parametrize("name", SCENES)
def test_every_picture_shows_something(name: str) -> None:
    file = FOLDER / f"{name}.png"
    with Image.open(file) as picture:
        assert picture.format == "PNG"
        assert picture.width > 1000
        assert picture.height > 200
        assert len(picture.convert("RGB").getcolors(picture.width * picture.height) or []) > 20
    assert file.stat().st_size < LARGEST


def test_every_picture_is_in_the_documentation_with_words_for_it() -> None:
    images = list(_images(SURFACES))
    assert sorted(str(image.attrs["src"]) for image in images) == sorted(
        f"pictures/{name}.png" for name in SCENES
    )
    assert [image.content for image in images if len(image.content.split()) < 5] == []


def _images(page: Path) -> Iterator[Token]:
    for token in MarkdownIt().parse(page.read_text("utf-8")):
        yield from (child for child in token.children or [] if child.type == "image")
