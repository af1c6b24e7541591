"""Citations: made from a span of a guide, and made again, later, from what was kept of one."""

from dataclasses import dataclass

from knowledge.answer import Citation
from knowledge.guide import Guide, Section, Span


@dataclass(frozen=True, slots=True)
class CitedPlace:
    """What it takes to make a citation again: the guide as it was, by its hash, the section and the span.

    ``sha256`` may be the hash's beginning. An empty span cites the section without quoting it.
    """

    path: str
    sha256: str
    anchor: str
    span: Span
    decisive: Span | None = None

    @classmethod
    def from_citation(cls, citation: Citation, digits: int = 64) -> "CitedPlace":
        """Keep so many ``digits`` of the hash."""
        start = citation.sha256[:digits]
        return cls(citation.path, start, citation.anchor, citation.span, citation.decisive)

    def is_of(self, guide: Guide) -> bool:
        """Tell whether the guide's text is the one that was cited, so that its spans still hold."""
        return guide.path == self.path and guide.sha256.startswith(self.sha256)


def cite(  # noqa: PLR0913 - what a citation is made of
    n: int, guide: Guide, section: Section, span: Span, decisive: Span | None = None, score: float = 0.0
) -> Citation:
    """Return the citation of ``span``, the ``n``-th of its answer; its quote is the guide's own slice."""
    return Citation(
        n=n,
        guide=guide.title,
        path=guide.path,
        heading=section.heading,
        trail=section.trail,
        quote=span.of(guide.source),
        span=span,
        sha256=guide.sha256,
        url=_url(guide, section, span),
        score=score,
        decisive=decisive,
        updated=guide.updated,
        review_by=guide.review_by,
        anchor=section.anchor,
        page=guide.page_of(span.start),
    )


def cite_again(n: int, place: CitedPlace, guide: Guide) -> Citation | None:
    """Return what was cited at ``place``, None where the guide has changed since or has no such section."""
    section = section_at(guide, place.anchor)
    if section is None or not place.is_of(guide) or not section.span.covers(place.span):
        return None
    return cite(n, guide, section, place.span, place.decisive)


def section_at(guide: Guide, anchor: str) -> Section | None:
    """Return the section with an anchor, None where there is none."""
    return next((section for section in guide.sections if section.anchor == anchor), None)


def _url(guide: Guide, section: Section, span: Span) -> str | None:
    """Link to the section, or to the page in the form that PDF readers know."""
    page = guide.page_of(span.start)
    part = f"page={page}" if page else section.anchor
    return f"{guide.url}#{part}" if guide.url and part else guide.url
