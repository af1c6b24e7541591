"""The plots of a report of gaps: questions by week, and the sections near which most went unanswered."""

from collections.abc import Iterator, Sequence
from textwrap import shorten

from bot.gaps.report import Counts, SectionGap, WeekCounts
from bot.markup import Markup, tag
from bot.svg_plots import HEIGHT, WIDTH, svg
from knowledge.answer import Status

NAMES = {Status.ANSWERED: "answered", Status.RELATED: "related links", Status.NOT_COVERED: "not covered"}
_TOP, _BOTTOM, _LEFT, _MOST_LABELS = 12.0, 30.0, 34.0, 9
_ROW, _LABEL, _LONGEST_NAME = 40.0, 14.0, 70


def weeks_plot(weeks: Sequence[WeekCounts]) -> Markup:
    """Draw each week's questions as a bar, from below: answered, with links, not covered."""
    most = max(1, *(each.counts.asked for each in weeks))
    step = (WIDTH - _LEFT) / len(weeks)
    scale = (HEIGHT - _TOP - _BOTTOM) / most
    every = -(-len(weeks) // _MOST_LABELS)

    def bars() -> Iterator[Markup]:
        for share in (0, most):
            y = HEIGHT - _BOTTOM - share * scale
            yield tag("line", x1=_LEFT, x2=WIDTH, y1=y, y2=y, class_="grid")
            yield tag("text", str(share), x=_LEFT - 6, y=y + 4, class_="tick", text_anchor="end")
        for number, each in enumerate(weeks):
            x, y = _LEFT + number * step, HEIGHT - _BOTTOM
            for status, count in _parts(each.counts, tuple(Status)):
                y -= count * scale
                yield _bar(
                    f"{each.week}: {count} {NAMES[status]}", status, (x + 1, y), (step - 2, count * scale)
                )
            if number % every == 0:
                label = each.week.partition("-")[2]
                yield tag("text", label, x=x + step / 2, y=HEIGHT - 10, class_="tick", text_anchor="middle")

    return svg("Questions by week", *bars())


def sections_plot(gaps: Sequence[SectionGap]) -> Markup:
    """Draw the unanswered questions near each section as a bar below its name."""
    scale = (WIDTH - 30) / max(1, *(gap.counts.unanswered for gap in gaps))

    def bars() -> Iterator[Markup]:
        for number, gap in enumerate(gaps):
            top, x = number * _ROW, 0.0
            name = shorten(gap.section.label, _LONGEST_NAME, placeholder=" …")
            yield tag("text", name, x=0, y=top + _LABEL, class_="axis")
            for status, count in _parts(gap.counts, (Status.NOT_COVERED, Status.RELATED)):
                told = f"{gap.section.label}: {count} {NAMES[status]}"
                yield _bar(told, status, (x, top + _LABEL + 5), (count * scale, 12.0))
                x += count * scale
            yield tag("text", str(gap.counts.unanswered), x=x + 5, y=top + _LABEL + 15, class_="tick")

    return svg("Unanswered questions by nearest section", *bars(), height=max(1, len(gaps)) * _ROW)


def _parts(counts: Counts, statuses: Sequence[Status]) -> Iterator[tuple[Status, int]]:
    for status in statuses:
        if count := int(getattr(counts, status.value)):
            yield status, count


def _bar(told: str, status: Status, at: tuple[float, float], size: tuple[float, float]) -> Markup:
    (x, y), (width, height) = at, size
    style = f"status-{status.value}"
    return tag("rect", tag("title", told), x=x, y=y, width=max(width, 0.5), height=height, class_=style)
