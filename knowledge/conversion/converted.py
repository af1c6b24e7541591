"""What a conversion makes of a file, and what it says of one that can't be read."""

from dataclasses import dataclass
from datetime import date

from knowledge.errors import FootnoteError


class Unreadable(FootnoteError):
    """A file that can't be converted: what is wrong with it, and the next step."""

    def __init__(self, problem: str, cure: str) -> None:
        """Keep the parts; who knows the file's path puts them together."""
        super().__init__(f"{problem} {cure}")
        self.problem, self.cure = problem, cure


@dataclass(frozen=True, slots=True)
class Converted:
    """A file's text as Markdown, and what the file says of itself.

    ``pages`` are the offsets in ``text`` at which the original's pages begin, () where it has none.
    ``front_matter`` is the block that a site generator's HTML may begin with, fences included. ``notes`` are
    (problem, cure) of what is odd but harmless.
    """

    text: str
    pages: tuple[int, ...] = ()
    title: str | None = None
    summary: str = ""
    updated: date | None = None
    lang: str | None = None
    tags: tuple[str, ...] = ()
    front_matter: str = ""
    notes: tuple[tuple[str, str], ...] = ()
