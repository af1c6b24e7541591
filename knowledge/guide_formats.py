"""Which files are guides by their names, and which look like guides but can't be read."""

from enum import StrEnum
from pathlib import Path


class Format(StrEnum):
    """How a guide's file is written."""

    MARKDOWN = "markdown"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    TEXT = "text"


CONVERSION = 1
"""Raised whenever a converter, or a library that it stands on, makes another text of the same file."""
FORMATS = {
    ".md": Format.MARKDOWN, ".markdown": Format.MARKDOWN, ".html": Format.HTML, ".htm": Format.HTML,
    ".docx": Format.DOCX, ".pdf": Format.PDF, ".txt": Format.TEXT,
}  # fmt: skip
OTHER_FORMATS = {
    ".doc": "an old Word file", ".docm": "a Word file with macros", ".dot": "an old Word template",
    ".dotx": "a Word template", ".odt": "an OpenDocument text", ".rtf": "a rich text file",
    ".pages": "a Pages file", ".wpd": "a WordPerfect file",
}  # fmt: skip
"""What people write guides in, too: each such file is named, as its text would be missed."""
SIDECARS = (".yaml", ".yml")
"""After a file's whole name: `leave.pdf.yaml` says of `leave.pdf` what front matter says of a guide."""

_BY_SITES = {"404.html", "robots.txt", "humans.txt", "ads.txt", "security.txt", "llms.txt", "llms-full.txt"}
_BY_PROGRAMMERS = {"requirements.txt", "constraints.txt", "cmakelists.txt"}


def format_of(file: Path) -> Format | None:
    """Return a guide file's format, None for a file that is no guide."""
    return FORMATS.get(file.suffix.lower())


def is_guide_name(name: str, folder: Path) -> bool:
    """Tell whether a file of such a name in ``folder`` (below the guides') is a guide, or looks like one.

    Templates in a site generator's folders (`_layouts`), what sites keep for machines and an open Word file's
    shadow (`~$leave.docx`) are none.
    """
    suffix = Path(name).suffix.lower()
    if name.startswith((".", "~$")) or (suffix not in FORMATS and suffix not in OTHER_FORMATS):
        return False
    if FORMATS.get(suffix) is Format.MARKDOWN:
        return True
    is_template = any(part.startswith("_") for part in folder.parts)
    return not is_template and name.lower() not in _BY_SITES | _BY_PROGRAMMERS


def guide_of_sidecar(file: Path) -> Path | None:
    """Return the file that ``file`` is the sidecar of by its name, None where it is none."""
    if file.suffix.lower() not in SIDECARS:
        return None
    guide = file.with_suffix("")
    form = format_of(guide)
    return guide if form and form is not Format.MARKDOWN else None
