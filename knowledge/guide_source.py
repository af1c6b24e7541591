"""A guide file → its text as Markdown and what it says of itself, whatever its format."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge.conversion.converted import Converted, Unreadable
from knowledge.conversion.converter import Converter
from knowledge.conversion.limits import LARGEST_BYTES as LARGEST_ORIGINAL_BYTES
from knowledge.errors import GuideInvalid
from knowledge.front_matter import FrontMatter, read_front_matter, read_sidecar
from knowledge.guide_formats import OTHER_FORMATS, SIDECARS, Format, format_of

LARGEST_BYTES = 2_000_000
"""A Markdown guide above this is no page that staff read; it would hold up everybody's index."""


@dataclass(frozen=True, slots=True)
class GuideSource:
    """A guide's text and front matter; ``original_sha256`` and ``pages`` are as in `Guide`."""

    path: str
    text: str
    matter: FrontMatter
    original_sha256: str = ""
    pages: tuple[int, ...] = ()


def read_source(folder: Path, file: Path, converter: Converter) -> GuideSource:
    """Read a guide file as Markdown.

    Raises:
        GuideInvalid: the file leads out of the folder, is too large, isn't UTF-8, can't be converted, or its
            front matter is broken.
    """
    path = file.relative_to(folder).as_posix()
    form = format_of(file)
    if form is None:  # it only looks like a guide
        kind = OTHER_FORMATS.get(file.suffix.lower(), "in no format that is read")
        raise GuideInvalid(path, 1, f"is {kind}, which can't be read.", "Save it as .docx or PDF.")
    if form is Format.MARKDOWN:
        text = _decode(path, read_bytes(folder, file, LARGEST_BYTES))
        return GuideSource(path, text, read_front_matter(path, text))
    data = read_bytes(folder, file, LARGEST_ORIGINAL_BYTES)
    sidecar = _sidecar(folder, file)
    try:
        converted = converter.convert(form, data)
    except Unreadable as error:
        raise GuideInvalid(path, 1, error.problem, error.cure) from error
    matter = _matter(path, converted, sidecar)
    return GuideSource(path, converted.text, matter, hashlib.sha256(data).hexdigest(), converted.pages)


def _matter(path: str, converted: Converted, sidecar: FrontMatter | None) -> FrontMatter:
    """Return what people wrote of the file, filled up with what the file carries itself."""
    if sidecar and converted.front_matter:
        cure = "Move it all into one of them."
        raise GuideInvalid(path, 1, "has front matter and a YAML file beside it as well.", cure)
    said = sidecar or read_front_matter(path, converted.front_matter)
    notes = tuple(GuideInvalid(path, 1, problem, cure) for problem, cure in converted.notes)
    return replace(
        said,
        body_start=0,
        title=said.title or converted.title,
        summary=said.summary or converted.summary,
        updated=said.updated or converted.updated,
        lang=said.lang or converted.lang,
        tags=said.tags or converted.tags,
        warnings=(*said.warnings, *notes),
    )


def _sidecar(folder: Path, file: Path) -> FrontMatter | None:
    """Read the YAML file beside ``file``: a second one would leave open which of them limits the audience."""
    found = [beside for suffix in SIDECARS if (beside := file.with_name(file.name + suffix)).exists()]
    if not found:
        return None
    path = found[0].relative_to(folder).as_posix()
    if len(found) > 1:
        raise GuideInvalid(path, 1, f"says what {found[1].name} says, too.", "Keep one of them.")
    return read_sidecar(path, _decode(path, read_bytes(folder, found[0], LARGEST_BYTES)))


def read_bytes(folder: Path, file: Path, most: int) -> bytes:
    """Read a file that lies within the folder, is a plain file, and has at most ``most`` bytes.

    Raises:
        GuideInvalid: it isn't, or can't be read.
    """
    path = file.relative_to(folder).as_posix()
    if not path.isprintable():
        raise GuideInvalid(ascii(path), 1, "has a name that can't be shown.", "Rename it in plain UTF-8.")
    try:
        if not file.resolve(strict=True).is_relative_to(folder.resolve()):
            raise GuideInvalid(
                path, 1, "leads out of the folder of guides.", "Copy the file in, don't link to it."
            )
        size = file.stat().st_size
        if not file.is_file():
            raise GuideInvalid(path, 1, "is no plain file.", "Rename or remove it.")
        if size > most:
            limit = f"{most / 1e6:.0f} MB"
            raise GuideInvalid(path, 1, f"is {size / 1e6:.1f} MB; a guide may have {limit}.", "Split it.")
        return file.read_bytes()
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise GuideInvalid(
            path, 1, f"can't be read: {reason}.", "Mend the file, its link or its rights."
        ) from error


def _decode(path: str, data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = f"byte {data[error.start]:#04x} is not UTF-8."
        raise GuideInvalid(path, line, problem, "Save the file as UTF-8.") from error
