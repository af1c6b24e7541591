"""Guides: front matter, Markdown with its sections and spans, and template remains."""

import atexit
import re
import shutil
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from random import Random
from tempfile import mkdtemp

from knowledge.errors import GuideInvalid
from knowledge.front_matter import read_front_matter, read_sidecar
from knowledge.guide_files import GuideDefaults
from knowledge.reading import read_guide
from knowledge.templates import BLANK, mask
from tests.fuzz.mutation import mixed, mutated
from tests.fuzz.pieces import MARKDOWN, MATTER
from tests.fuzz.promises import check_line, letters_in_order
from tests.fuzz.samples import STARTER, TEXT, TOML
from tests.fuzz.target import Problem, Target, broken


def matter(random: Random) -> str:
    """Return a front matter, good or bad, and a little text."""
    made = (
        mixed(random, MATTER)
        if random.random() < 0.4
        else mutated(random, random.choice((STARTER, TOML)), MATTER)
    )
    fence = random.choice(("---\n", "+++\n", ""))
    return f"{fence}{made}{fence}# T\nText.\n"


def _check_matter(text: str) -> Iterator[Problem]:
    for read in (read_front_matter, read_sidecar):
        try:
            found = read("g.md", text)
        except GuideInvalid as error:
            yield from _check_error(error)
            continue
        said = (found.title or "", found.summary, found.lang or "", *found.tags)
        if any(re.search("[\ud800-\udfff]", each) for each in said):
            yield broken("half a character came in")
        for warning in found.warnings:
            yield from _check_error(warning)


def _check_error(error: GuideInvalid) -> Iterator[Problem]:
    yield from check_line(error)
    if error.line < 1:
        yield broken(f"line {error.line}")


def markdown(random: Random) -> str:
    """Return a guide's text, in one of ten cases with a front matter."""
    text = mixed(random, MARKDOWN) if random.random() < 0.6 else mutated(random, TEXT, MARKDOWN)
    return random.choice((STARTER, TOML)) + text if random.random() < 0.1 else text


@lru_cache(maxsize=1)
def folder() -> Path:
    """Return a folder of this process's own, which goes with it."""
    made = Path(mkdtemp(prefix="footnote-fuzz-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


def _check_guide(text: str) -> Iterator[Problem]:
    file = folder() / "g.md"
    data = text.encode("utf-8", "surrogatepass")
    file.write_bytes(data)
    try:
        guide, warnings = read_guide(folder(), file, GuideDefaults())
    except GuideInvalid as error:
        yield from _check_error(error)
        return
    for warning in warnings:
        yield from _check_error(warning)
    if guide.source.encode() != data:
        yield broken("the source isn't the file")
    for section in guide.sections:
        last = section.span.start
        for statement in (s for passage in section.passages for s in passage.statements):
            quote = statement.span.of(guide.source)
            if not quote or not section.span.covers(statement.span) or statement.span.start < last:
                yield broken(f"a span that is no slice of its section: {statement.span}")
            if BLANK in statement.text or not letters_in_order(statement.text, quote):
                yield broken(f"{statement.text!r} isn't said by {quote!r}")
            last = statement.span.start


def _check_mask(text: str) -> Iterator[Problem]:
    masked = mask(text)
    if len(masked) != len(text):
        yield broken("offsets moved")
    for new, old in zip(masked, text, strict=False):
        if new not in {old, BLANK, "\ufffd"}:
            yield broken(f"{old!r} became {new!r}")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "ignore")


TARGETS = (
    Target("front matter", 90, matter, _check_matter, _text, (STARTER.encode(), TOML.encode())),
    Target("guides", 70, markdown, _check_guide, _text, (TEXT.encode(), (STARTER + TEXT).encode())),
    Target("template remains", 60, lambda r: mixed(r, MARKDOWN, 60), _check_mask, _text, (TEXT.encode(),)),
)
