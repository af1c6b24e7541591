"""Guide files → guides: what can be read, and one clear line for what can't."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import GuideInvalid
from knowledge.front_matter import FrontMatter, read_front_matter
from knowledge.guide import Guide
from knowledge.guide_files import GuideDefaults, guide_files
from knowledge.sections import Body

LARGEST_BYTES = 2_000_000
"""A guide above this is no page that staff read; it would hold up everybody's index."""
EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class Library:
    """A folder as read: its guides by path, and a line for each problem, worst first to be mended."""

    guides: tuple[Guide, ...]
    problems: tuple[GuideInvalid, ...]
    """Files that were left out."""
    warnings: tuple[GuideInvalid, ...] = ()
    """Files that were read all the same."""


def read_guides(folder: Path, defaults: GuideDefaults | None = None) -> Library:
    """Read each guide below ``folder``, in the order of their paths; a bad file doesn't stop the others.

    Raises:
        GuidesMissing: the folder isn't there.
    """
    guides: list[Guide] = []
    problems: list[GuideInvalid] = []
    warnings: list[GuideInvalid] = []
    for file in guide_files(folder):
        try:
            guide, notes = read_guide(folder, file, defaults or GuideDefaults())
        except GuideInvalid as problem:
            problems.append(problem)
        else:
            guides.append(guide)
            warnings.extend(notes)
    return Library(tuple(guides), tuple(problems), tuple(warnings))


def for_everyone(library: Library) -> Library:
    """Leave out the guides that name an audience, each with a line that says so.

    Who asks isn't known where an answer is looked up, so a guide for a few is shown to nobody, not to all.
    """
    kept = tuple(guide for guide in library.guides if set(guide.audience) == {EVERYONE})
    cure = f"Set `audience: [{EVERYONE}]`, or keep it in another folder."
    limited = tuple(
        GuideInvalid(
            guide.path, 1, f"is for {', '.join(guide.audience)} only, and answers can't be limited yet.", cure
        )
        for guide in library.guides
        if set(guide.audience) != {EVERYONE}
    )
    return Library(kept, (*library.problems, *limited), library.warnings)


def read_guide(folder: Path, file: Path, defaults: GuideDefaults) -> tuple[Guide, tuple[GuideInvalid, ...]]:
    """Read one guide file, and what is odd but harmless about it.

    Raises:
        GuideInvalid: the file leads out of the folder, is too large, isn't UTF-8, is empty, or its front
            matter is broken.
    """
    path = file.relative_to(folder).as_posix()
    data = _read_bytes(folder, file, path)
    source = _decode(path, data)
    matter = read_front_matter(path, source)
    if not source[matter.body_start :].strip("\ufeff \t\r\n"):
        raise GuideInvalid(path, 1, "the guide has no text.", "Write it, or delete the file.")
    body = Body.from_source(source, matter.body_start, matter.lang or defaults.lang)
    heading = body.first_heading()
    title = matter.title or heading or file.stem.replace("-", " ").replace("_", " ").strip().capitalize()
    warnings = list(matter.warnings)
    if heading is None and matter.title is None:
        cure = f"It is called {title!r} after its file; give it a `title:` or a heading."
        warnings.append(GuideInvalid(path, 1, "the guide has no title and no heading.", cure))
    guide = _guide(path, source, hashlib.sha256(data).hexdigest(), title, matter, defaults, body)
    return guide, (*warnings, *_unknown_anchors(guide))


def _guide(  # noqa: PLR0913 - what a guide is made of
    path: str, source: str, sha256: str, title: str, matter: FrontMatter, defaults: GuideDefaults, body: Body
) -> Guide:
    ours = matter.footnote
    base = defaults.base_url.rstrip("/") + "/" + path.rsplit(".", 1)[0] if defaults.base_url else None
    return Guide(
        path=path,
        source=source,
        sha256=sha256,
        title=title,
        summary=matter.summary,
        lang=matter.lang or defaults.lang,
        updated=matter.updated,
        tags=matter.tags,
        url=ours.url or base,
        owner=ours.owner or defaults.owner,
        review_by=ours.review_by,
        audience=ours.audience,
        disclaimer=defaults.disclaimer if ours.disclaimer is None else ours.disclaimer,
        aliases=ours.aliases,
        questions=ours.questions,
        sections=body.sections(path, title),
    )


def _unknown_anchors(guide: Guide) -> list[GuideInvalid]:
    known = {section.anchor for section in guide.sections}
    cure = f"Use one of: {', '.join(sorted(filter(None, known)))}."
    return [
        GuideInvalid(
            guide.path, 1, f"`footnote.questions` names `{anchor}`, which is no heading's anchor.", cure
        )
        for anchor in guide.questions
        if anchor not in known
    ]


def _read_bytes(folder: Path, file: Path, path: str) -> bytes:
    """Read a file that lies within the folder, is a plain file, and isn't too large."""
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
        if size > LARGEST_BYTES:
            limit = f"{LARGEST_BYTES / 1e6:.0f} MB"
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
