"""Guide files → guides: what can be read, and one clear line for what can't."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.anchors import one_of
from knowledge.conversion.cache import ConversionCache
from knowledge.conversion.converter import Converter
from knowledge.density import TooDense
from knowledge.errors import GuideInvalid
from knowledge.guide import Guide
from knowledge.guide_files import GuideDefaults, GuideFolder, find_files
from knowledge.guide_formats import guide_of_sidecar
from knowledge.guide_source import GuideSource, read_source
from knowledge.sections import Body


@dataclass(frozen=True, slots=True)
class Library:
    """A folder as read: its guides by path, and a line for each problem, worst first to be mended."""

    guides: tuple[Guide, ...]
    problems: tuple[GuideInvalid, ...]
    """Files that were left out."""
    warnings: tuple[GuideInvalid, ...] = ()
    """Files that were read all the same."""


def read_guides(
    folder: Path, defaults: GuideDefaults | None = None, cache: ConversionCache | None = None
) -> Library:
    """Read each guide below ``folder``, in the order of their paths; a bad file doesn't stop the others.

    ``cache`` keeps what other formats than Markdown were converted to.

    Raises:
        GuidesMissing: the folder isn't there.
    """
    guides: list[Guide] = []
    problems: list[GuideInvalid] = []
    found = find_files(folder)
    warnings = list(orphans(found))
    with Converter(cache) as converter:
        for file in found.guides:
            try:
                guide, notes = read_guide(folder, file, defaults or GuideDefaults(), converter)
            except GuideInvalid as problem:
                problems.append(problem)
            else:
                guides.append(guide)
                warnings.extend(notes)
    return Library(tuple(guides), tuple(problems), tuple(warnings))


def orphans(found: GuideFolder) -> Iterator[GuideInvalid]:
    """Name each sidecar without its file: what limits a guide's audience may have been renamed without it."""
    for sidecar in found.sidecars:
        guide = guide_of_sidecar(sidecar)
        if guide not in found.guides:
            path = sidecar.relative_to(found.folder).as_posix()
            problem = f"there is no {sidecar.with_suffix('').name} beside it."
            yield GuideInvalid(path, 1, problem, "Name it after its guide, or delete it.")


def read_guide(
    folder: Path, file: Path, defaults: GuideDefaults, converter: Converter | None = None
) -> tuple[Guide, tuple[GuideInvalid, ...]]:
    """Read one guide file, and what is odd but harmless about it.

    Raises:
        GuideInvalid: the file leads out of the folder, is too large, isn't UTF-8, can't be converted, is
            empty or too dense, or its front matter is broken.
    """
    if converter is None:
        with Converter() as own:
            return read_guide(folder, file, defaults, own)
    source = read_source(folder, file, converter)
    path, matter = source.path, source.matter
    if not source.text[matter.body_start :].strip("\ufeff \t\r\n"):
        raise GuideInvalid(path, 1, "the guide has no text.", "Write it, or delete the file.")
    body = _body(source, matter.lang or defaults.lang)
    heading = body.first_heading()
    title = matter.title or heading or file.stem.replace("-", " ").replace("_", " ").strip().capitalize()
    warnings = list(matter.warnings)
    if heading is None and matter.title is None:
        cure = f"It is called {title!r} after its file; give it a `title:` or a heading."
        warnings.append(GuideInvalid(path, 1, "the guide has no title and no heading.", cure))
    guide = _guide(source, title, defaults, body)
    return guide, (*warnings, *_unknown_anchors(guide))


def _body(source: GuideSource, lang: str) -> Body:
    start = source.matter.body_start
    try:
        return Body.from_source(source.text, start, lang)
    except TooDense as error:
        line = source.text.count("\n", 0, start) + error.line + 1
        cure = "Part it by empty lines or headings."
        raise GuideInvalid(source.path, line, f"holds {error.problem}", cure) from error


def _guide(source: GuideSource, title: str, defaults: GuideDefaults, body: Body) -> Guide:
    path, matter, ours = source.path, source.matter, source.matter.footnote
    page = path if source.original_sha256 else path.rsplit(".", 1)[0]  # a site shows Markdown as a page
    return Guide(
        path=path,
        source=source.text,
        sha256=hashlib.sha256(source.text.encode()).hexdigest(),
        title=title,
        summary=matter.summary,
        lang=matter.lang or defaults.lang,
        updated=matter.updated,
        tags=matter.tags,
        url=ours.url or (f"{defaults.base_url.rstrip('/')}/{page}" if defaults.base_url else None),
        owner=ours.owner or defaults.owner,
        review_by=ours.review_by,
        audience=ours.audience,
        disclaimer=defaults.disclaimer if ours.disclaimer is None else ours.disclaimer,
        aliases=ours.aliases,
        questions=ours.questions,
        sections=body.sections(path, title),
        original_sha256=source.original_sha256,
        pages=source.pages,
    )


def _unknown_anchors(guide: Guide) -> list[GuideInvalid]:
    known = {section.anchor for section in guide.sections}
    cure = one_of(known)
    return [
        GuideInvalid(
            guide.path, 1, f"`footnote.questions` names `{anchor}`, which is no heading's anchor.", cure
        )
        for anchor in guide.questions
        if anchor not in known
    ]
