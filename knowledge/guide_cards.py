"""What is known of a guide without reading it: enough to list it, and to say who may see it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class GuideCard:
    """A guide's title and terms; ``sections`` is how many it has, ``questions`` are those that it names."""

    path: str
    title: str
    summary: str = ""
    url: str | None = None
    updated: date | None = None
    review_by: date | None = None
    audience: tuple[str, ...] = ("everyone",)
    owner: str | None = None
    lang: str = "en"
    sections: int = 0
    questions: tuple[str, ...] = ()
