"""What is known of a guide without reading it: enough to list it, and to say who may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from knowledge.guide import Guide

EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class GuideCard:
    """A guide's title and terms; ``sections`` is how many it has, ``questions`` are those that it names."""

    path: str
    title: str
    summary: str = ""
    url: str | None = None
    updated: date | None = None
    review_by: date | None = None
    audience: tuple[str, ...] = (EVERYONE,)
    owner: str | None = None
    lang: str = "en"
    sections: int = 0
    questions: tuple[str, ...] = ()

    @classmethod
    def from_guide(cls, guide: Guide) -> "GuideCard":
        """Note down what a guide says of itself."""
        return cls(
            path=guide.path,
            title=guide.title,
            summary=guide.summary,
            url=guide.url,
            updated=guide.updated,
            review_by=guide.review_by,
            audience=guide.audience,
            owner=guide.owner,
            lang=guide.lang,
            sections=len(guide.sections),
            questions=tuple(question for asked in guide.questions.values() for question in asked),
        )

    @property
    def is_for_everyone(self) -> bool:
        """Whether nobody is left out."""
        return EVERYONE in self.audience


def for_everyone(cards: Iterable[GuideCard]) -> frozenset[str]:
    """Return the paths of the guides that everybody may see."""
    return frozenset(card.path for card in cards if card.is_for_everyone)
