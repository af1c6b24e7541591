"""Checks a new generation before anybody is answered from it: is it whole, and does it find its sections?"""

import hashlib
import time
from collections.abc import Iterable, Iterator

import numpy as np

from index.corpus import Corpus
from index.errors import IndexUnsound
from index.manifest import SelfRetrieval
from index.retriever import HybridRetriever
from knowledge.guide import Guide, Span

LEAST_FOUND = 0.5
"""The share of sections that the trails of their headings must find among the first `LIMIT`.

A good index finds 0.99 or more; one whose tokens are another passage's 0.47 to 0.72; one in no order 0.07.
"""
LIMIT = 10
LEAST_ASKED = 12
"""Sections that are looked for however long it takes, if there are as many."""


def check_guides(corpus: Corpus, paths: Iterable[str]) -> None:
    """Check that each of these guides is its file, byte for byte, and that all its spans lie within it.

    Raises:
        IndexUnsound: one isn't, or one doesn't.
    """
    for path in paths:
        guide = corpus.guide(corpus.paths[path])
        if hashlib.sha256(guide.source.encode()).hexdigest() != guide.sha256:
            raise unsound(f"{path} is not in the new index as it was read.")
        for part, span in _spans(guide):
            if not 0 <= span.start <= span.end <= len(guide.source):
                raise unsound(f"{path}: {part} at {span} lies outside of the guide.")


def _spans(guide: Guide) -> Iterator[tuple[str, Span]]:
    for section in guide.sections:
        yield f"section {section.heading!r}", section.span
        for passage in section.passages:
            yield f"passage {passage.id}", passage.span
            for statement in passage.statements:
                yield f"statement {statement.text!r}", statement.span
                if statement.lead:
                    yield f"the lead-in of {statement.text!r}", statement.lead


def check_shapes(retriever: HybridRetriever) -> None:
    """Check that the tables, vectors and words of a generation belong together.

    Raises:
        IndexUnsound: they count differently.
    """
    corpus, vectors, lexical = retriever.corpus, retriever.vectors, retriever.lexical
    counts = {
        "passages": (len(corpus.passages), int(corpus.sections[-1, 3]), len(vectors.passages)),
        "segments": (
            int(corpus.passages[-1, 2]),
            len(vectors.segments.values),
            len(vectors.tokens.starts) - 1,
        ),
        "tokens": (int(vectors.tokens.starts[-1]), len(vectors.tokens.codes.values)),
        "words": (int(lexical.starts[-1]), len(lexical.data), len(lexical.rows)),
    }
    for what, found in counts.items():
        if len(set(found)) != 1:
            raise unsound(f"The new index counts {what} differently: {found}.")


def check_retrieval(retriever: HybridRetriever, first: Iterable[int], seconds: float) -> SelfRetrieval:
    """Look for sections by the trails of their headings: ``first`` ones and others, until time is up.

    Of sections with the same trail any will do.

    Raises:
        IndexUnsound: too few of them are found.
    """
    asked = found = 0
    until = time.monotonic() + seconds
    everything = frozenset(retriever.corpus.paths)
    for number in _order(retriever.corpus, first):
        if asked >= LEAST_ASKED and time.monotonic() > until:
            break
        trail = retriever.corpus.section(number)[1].trail
        sections = retriever.search(" ".join(trail), LIMIT, everything).sections
        found += any(scored.section.trail == trail for scored in sections)
        asked += 1
    if found < LEAST_FOUND * asked:
        raise unsound(f"The new index finds only {found} of {asked} sections by their own headings.")
    return SelfRetrieval(asked=asked, found=found)


def _order(corpus: Corpus, first: Iterable[int]) -> Iterator[int]:
    """Yield the sections that have text: ``first`` ones in turn with others, which are far apart."""
    has_text = np.flatnonzero(corpus.sections[:, 2] < corpus.sections[:, 3])
    others = [int(has_text[i]) for i in spread(len(has_text))]
    named = [number for number in first if corpus.sections[number, 2] < corpus.sections[number, 3]]
    turns = (number for pair in zip(named, others, strict=False) for number in pair)
    yield from dict.fromkeys((*turns, *named, *others))


def spread(count: int) -> list[int]:
    """Return the numbers below ``count`` so that any first few of them are spread evenly (golden section)."""
    order: list[int] = np.argsort(np.arange(count) * 0.6180339887498949 % 1, kind="stable").tolist()
    return order


def unsound(problem: str) -> IndexUnsound:
    """Return the error of a check that failed."""
    return IndexUnsound(f"{problem} Nothing was published: the index that answers stays as it is.")
