"""Where a question stands with an answer, and how two answers to it differ, as staff see it."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from index.corpus import Corpus
from index.golds import Gold, SectionName
from index.moves import Address, Moves
from knowledge.anchors import Anchors
from knowledge.answer import Answer, Status


class Standing(IntEnum):
    """What staff get out of an answer, the more the better."""

    MISLED = 0
    """Quotes, and none of a section that answers."""
    LEFT_ALONE = 1
    """No quote, and no link to a section that answers."""
    LINKED = 2
    """A section that answers is offered as a link."""
    QUOTED = 3
    """A section that answers is quoted, after one that doesn't."""
    RIGHT = 4
    """A section that answers is quoted first; or nothing is quoted, where the guides are silent."""


class Mark(StrEnum):
    """What became of an answer."""

    WORSE = "worse"
    BETTER = "better"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A question that is answered differently; ``id`` is the golden question's, "" for another question."""

    id: str
    question: str
    mark: Mark
    before: Answer
    now: Answer


@dataclass(frozen=True, slots=True)
class Wanted:
    """The sections that answer a golden question, and the names that none has any more.

    ``addresses`` are those of now; a section that is gone has its last one, at which it may have been cited.
    """

    gold: Gold
    addresses: frozenset[Address]
    missing: tuple[SectionName, ...]

    @classmethod
    def find(cls, gold: Gold, before: Corpus | None, now: Corpus) -> "Wanted":
        """Look the gold's sections up; one that has moved from where ``before`` had it is followed."""
        found = {section: _addresses(section, before, now) for section in gold.sections}
        return cls(
            gold=gold,
            addresses=frozenset().union(*found.values()),
            missing=tuple(name for name, known in found.items() if not _any_left(known, now)),
        )

    def standing(self, answer: Answer, moves: Moves) -> Standing:
        """Hold an answer against the gold; ``moves`` lead from its sections' addresses to those of now."""
        answered = answer.status is Status.ANSWERED
        if not self.gold.answerable:
            return Standing.MISLED if answered else Standing.RIGHT
        right = [moves.resolve((c.path, c.anchor)) in self.addresses for c in answer.citations]
        if not any(right):
            return Standing.MISLED if answered else Standing.LEFT_ALONE
        if not answered:
            return Standing.LINKED
        return Standing.RIGHT if right[0] else Standing.QUOTED


def are_alike(before: Answer, now: Answer, moves: Moves) -> bool:
    """Tell whether staff see the same: status, quotes and sections, one that only moved being the same."""
    return _shown(before, moves) == _shown(now, moves)


def _shown(answer: Answer, moves: Moves) -> tuple[Status, list[tuple[Address, str]]]:
    return answer.status, [(moves.resolve((c.path, c.anchor)), c.quote) for c in answer.citations]


def _addresses(name: SectionName, before: Corpus | None, now: Corpus) -> Collection[Address]:
    """Return where the sections of that name are; if there is none, where those that had it are, or were."""
    if here := _named(name, now):
        return here
    slug = Anchors().add(name.heading)  # what moved longer ago than ``before`` is still known by its address
    once = [*(_named(name, before) if before else ()), (name.path, slug)]
    return {now.moves.resolve(address) for address in once}


def _any_left(addresses: Collection[Address], now: Corpus) -> bool:
    return any(now.section_number(address) is not None for address in addresses)


def _named(name: SectionName, corpus: Corpus) -> set[Address]:
    number = corpus.paths.get(name.path)
    sections = corpus.guide(number).sections if number is not None else ()
    named = {
        section.anchor for section in sections if SectionName(name.path, section.heading).key == name.key
    }
    return {(name.path, anchor) for anchor in named}
