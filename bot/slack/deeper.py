"""More of what an answer quoted: whole sections as they are now, page by page."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.slack.answering import ProvingAnswerer
from bot.slack.blocks import disclaimer_blocks
from bot.slack.citations import cited
from bot.slack.message import Block
from bot.slack.modals import Modal
from bot.slack.reference import AnswerReference
from bot.slack.shortening import cut
from bot.slack.words import mrkdwn, words_block
from knowledge.answer import Citation
from knowledge.answerer import disclaimers
from knowledge.citing import CitedPlace, cite, section_at
from knowledge.guide import Guide, Section, Span
from knowledge.quoting import prove

DEEPER_PAGE = "footnote_deeper_page"
LONGEST_PART = 2400
"""Characters of a guide's source in one quote."""
LONGEST_DISCLAIMER = 1500
LARGEST_PAGE, MOST_SECTIONS, FOLLOWING = 8000, 20, 3
"""Bytes of a page's blocks as JSON, sections in all, and those that follow the one quoted first."""
UPDATED = "Updated after this answer{on}: this is what {title} says now."
GONE = "{path} doesn't hold this section any more: it was moved, renamed or deleted after this answer."
NOT_FOR_YOU = "There is nothing more here that you may read."


@dataclass(frozen=True, slots=True)
class Deeper:
    """The pages of one answer for one person, who may read the guides at the paths ``visible``."""

    reference: AnswerReference
    answerer: ProvingAnswerer
    visible: frozenset[str]
    today: date

    def page(self, number: int) -> Modal:
        """Return a page, from 0; the last one where there are fewer."""
        pages = list(self._pages()) or [[("", words_block(NOT_FOR_YOU))]]
        at = max(0, min(number, len(pages) - 1))
        own = [disclaimer for disclaimer, _ in pages[at]]
        blocks = [block for _, block in pages[at]]
        return Modal("Go deeper", (*blocks, *self._end(at, len(pages), own)))

    def _pages(self) -> Iterator[list[tuple[str, Block]]]:
        """Yield as many parts at a time as a page holds."""
        page: list[tuple[str, Block]] = []
        for part in self._parts():
            if page and len(json.dumps([block for _, block in [*page, part]])) > LARGEST_PAGE:
                yield page
                page = []
            page.append(part)
        if page:
            yield page

    def _parts(self) -> Iterator[tuple[str, Block]]:
        """Yield what changed since, once a guide, and then section after section in quotes.

        With each comes the disclaimer of its guide, "" where it has none.
        """
        n, told = 0, set[str]()
        for place, guide, section in self._sections():
            own = guide.disclaimer if guide else ""
            if place and place.path not in told and (note := _changed(place, guide, section)):
                told.add(place.path)
                yield own, words_block(note)
            for citation in _quotes(guide, section):
                n += 1
                yield own, cited(replace(citation, n=n), self.today)[0]

    def _sections(self) -> Iterator[tuple[CitedPlace | None, Guide | None, Section | None]]:
        """Yield each section once: those cited, those that follow the first, and those that came near."""
        seen: set[tuple[str, str]] = set()
        places = [(place.path, place.anchor, place) for place in self.reference.places]
        others = [*self._following(), *self.reference.near]
        for path, anchor, place in [*places, *((path, anchor, None) for path, anchor in others)]:
            guide = self.answerer.guide(path)
            is_hidden = guide is not None and path not in self.visible
            if is_hidden or (path, anchor) in seen or len(seen) >= MOST_SECTIONS:
                continue
            seen.add((path, anchor))
            section = section_at(guide, anchor) if guide else None
            if place or section:
                yield place, guide, section

    def _following(self) -> Iterator[tuple[str, str]]:
        first = next(iter(self.reference.places), None)
        guide = self.answerer.guide(first.path) if first else None
        anchors = [section.anchor for section in guide.sections] if guide else []
        if first and first.anchor in anchors:
            at = anchors.index(first.anchor)
            yield from ((first.path, anchor) for anchor in anchors[at + 1 : at + 1 + FOLLOWING])

    def _end(self, at: int, count: int, own: Sequence[str]) -> Iterator[Block]:
        yield from disclaimer_blocks(disclaimers(own, self.answerer.disclaimer), LONGEST_DISCLAIMER)
        yield {
            "type": "context",
            "elements": [mrkdwn(f"Page {at + 1} of {count}. Answer {self.reference.id}")],
        }
        if buttons := [*_button("Previous", at - 1, count), *_button("Next", at + 1, count)]:
            yield {"type": "actions", "elements": buttons}


def _quotes(guide: Guide | None, section: Section | None) -> Iterator[Citation]:
    """Yield a section's passages as quotes, proven, as many together as fit."""
    if guide is None or section is None:
        return
    for span in _spans(section):
        citation = cite(0, guide, section, span)
        prove(guide, span, citation.quote)
        yield citation


def _spans(section: Section) -> Iterator[Span]:
    span: Span | None = None
    for passage in section.passages:
        joined = Span(span.start, passage.span.end) if span else passage.span
        if span and joined.end - joined.start > LONGEST_PART:
            yield span
            joined = passage.span
        span = joined
    if span:
        yield span


def _changed(place: CitedPlace, guide: Guide | None, section: Section | None) -> str:
    """Return what to say of a guide that isn't the one that was quoted any more, "" where it is."""
    if guide is None or section is None:
        return GONE.format(path=cut(place.path, 200))
    if place.is_of(guide):
        return ""
    on = f", on {guide.updated.isoformat()}" if guide.updated else ""
    return UPDATED.format(on=on, title=cut(guide.title, 200))


def _button(label: str, to: int, count: int) -> Sequence[Block]:
    if not 0 <= to < count:
        return ()
    text, action = {"type": "plain_text", "text": label}, f"{DEEPER_PAGE}_{label.lower()}"
    return ({"type": "button", "action_id": action, "text": text, "value": str(to)},)
