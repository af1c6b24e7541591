"""Where a file's front matter begins and ends: the YAML (`---`) or TOML (`+++`) block at its start."""

import re
from dataclasses import dataclass

_YAML = re.compile(
    r"\A\ufeff?---[ \t]*(?:\r\n|\n|\r)(.*?)^(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|\Z)", re.DOTALL | re.MULTILINE
)
_TOML = re.compile(
    r"\A\ufeff?\+\+\+[ \t]*(?:\r\n|\n|\r)(.*?)^\+\+\+[ \t]*(?:\r\n|\n|\r|\Z)", re.DOTALL | re.MULTILINE
)
_OPENING = re.compile(r"\A\ufeff?(---|\+\+\+)[ \t]*(?:\r\n|\n|\r)")
_KEY = re.compile(r"\s*[\w\"'-]+\s*:")


@dataclass(frozen=True, slots=True)
class FrontMatterBlock:
    """A block's fence, its keys as text, and where the file goes on; ``keys`` is None where it has no end."""

    fence: str
    keys: str | None
    end: int


def find_front_matter(source: str) -> FrontMatterBlock | None:
    """Find the block that ``source`` begins with; None where it begins with none, or with a mere rule."""
    opening = _OPENING.match(source)
    if not opening:
        return None
    block = (_YAML if opening[1] == "---" else _TOML).match(source)
    if block:
        return FrontMatterBlock(opening[1], block[1], block.end())
    if opening[1] == "---" and not _KEY.match(source, opening.end()):
        return None  # a thematic break, not front matter
    return FrontMatterBlock(opening[1], None, len(source))


def split_front_matter(source: str) -> tuple[str, str]:
    """Return the block with its fences, and what follows it; a block without an end is all there is."""
    block = find_front_matter(source)
    return (source[: block.end], source[block.end :]) if block else ("", source)
