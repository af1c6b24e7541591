"""Takes the pictures of docs/pictures that aren't true any more."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.pictures.album import Album
from tests.pictures.chromium import NoPicture, photograph
from tests.pictures.page import render_scene
from tests.pictures.sample import create_sample
from tests.pictures.scenes import SCENES


def main() -> None:
    """Render every scene, and photograph those whose page changed."""
    with TemporaryDirectory() as folder:
        answerer = create_sample(Path(folder))
        pages = {name: render_scene(scene(answerer)) for name, scene in SCENES.items()}
    try:
        taken = Album().update(pages, photograph)
    except NoPicture as error:
        sys.exit(str(error))
    print(f"{len(taken)} of {len(pages)} pictures taken{': ' if taken else ''}{', '.join(taken)}")


if __name__ == "__main__":
    main()
