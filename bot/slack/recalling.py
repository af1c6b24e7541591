"""An answer made again from what a button carries: the same slices of the same guides, or none."""

from collections.abc import Callable, Iterator
from typing import Protocol

from bot.slack.reference import AnswerReference
from bot.slack.refusals import Refused
from knowledge.answer import Answer, Citation
from knowledge.answerer import disclaimers
from knowledge.citing import cite_again
from knowledge.guide import Guide

CHANGED = "The guide has changed since this answer. Ask again, and I'll quote what it says now."


class GuideShelf(Protocol):
    """Holds the guides as they are indexed now."""

    @property
    def disclaimer(self) -> str:
        """What answers say that cite no guide with a disclaimer of its own."""

    def guide(self, path: str) -> Guide | None:
        """Return the guide at ``path``, None where there is none."""


def recall(reference: AnswerReference, shelf: GuideShelf) -> Answer:
    """Return the answer that a reference names.

    Raises:
        Refused: one of the guides that it quotes has changed since.
    """
    guides = {place.path: shelf.guide(place.path) for place in reference.places}
    citations = tuple(_cited_again(reference, guides.get))
    own = [guide.disclaimer for guide in guides.values() if guide]
    owner = next((guide.owner for guide in guides.values() if guide and guide.owner), None)
    return Answer(
        question=reference.question,
        status=reference.status,
        confidence=0.0,
        citations=citations,
        candidates=(),
        disclaimer=disclaimers(own, shelf.disclaimer),
        generation=reference.generation,
        elapsed_ms=0.0,
        owner=owner,
    )


def _cited_again(reference: AnswerReference, guide_at: Callable[[str], Guide | None]) -> Iterator[Citation]:
    for n, place in enumerate(reference.places, start=1):
        guide = guide_at(place.path)
        citation = cite_again(n, place, guide) if guide else None
        if citation is None:
            raise Refused(CHANGED)
        yield citation
