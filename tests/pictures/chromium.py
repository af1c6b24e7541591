"""HTML → PNG by a headless Chromium, cropped to what is drawn on the page."""

import io
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageChops

WIDTH, HEIGHT, SCALE = 800, 3000, 2
MARGIN = 12
"""Pixels of the page that stay around what is drawn on it."""
_NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""A browser that shows no window, and reaches nobody."""


class NoPicture(Exception):
    """A page that couldn't be drawn; the message says why, and what to do."""


def find_chromium() -> str | None:
    """Return where Chromium is, None where it isn't installed."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


def photograph(html: str) -> bytes:
    """Return a PNG of the page, two pixels to each of its own.

    Raises:
        NoPicture: there is no Chromium, it fails, or the page is longer than its window.
    """
    program = find_chromium()
    if program is None:
        raise NoPicture(
            "No Chromium is installed. "
            "On Debian, run: apt-get install chromium fonts-lato fonts-noto-color-emoji"
        )
    with TemporaryDirectory() as folder:
        page, shot = Path(folder) / "page.html", Path(folder) / "shot.png"
        page.write_text(html, "utf-8")
        options = [f"--user-data-dir={folder}/profile", f"--screenshot={shot}"]
        options += [f"--window-size={WIDTH},{HEIGHT}", f"--force-device-scale-factor={SCALE}"]
        ran = subprocess.run(
            [program, *QUIET, "--hide-scrollbars", *options, page.as_uri()],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        if not shot.is_file():
            raise NoPicture(f"{program} ended with {ran.returncode} and no picture: {ran.stderr[-500:]}")
        return crop(Image.open(shot).convert("RGB"))


def crop(image: Image.Image) -> bytes:
    """Return a PNG of what differs from the upper left corner's colour, with a margin, in 256 colours.

    Raises:
        NoPicture: nothing does, or what does goes on to the lower edge.
    """
    ground = Image.new("RGB", image.size, image.getpixel((0, 0)))
    drawn = ImageChops.difference(image, ground).getbbox()
    if drawn is None or drawn[3] >= image.height:
        raise NoPicture(
            "The page is empty, or longer than the window: raise HEIGHT in tests/pictures/chromium.py"
        )
    left, top, right, bottom = drawn
    frame = (left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN)
    written = io.BytesIO()
    image.crop(frame).quantize(64, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
    return written.getvalue()
