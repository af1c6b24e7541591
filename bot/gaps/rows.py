"""A report of gaps as tables of words, for the terminal and the page alike."""

from collections.abc import Sequence

from bot.eval_rows import Rows
from bot.gaps.report import Counts, GapsReport, SectionFeedback, SectionGap, Topics, WeekCounts
from bot.gaps.sections import NamedSection
from bot.inbox.feedback import REASONS

TOPICS = "Topics that the guides don't answer"
_BARS = "▁▂▃▄▅▆▇█"
_LONGEST_TREND = 26


def summary(report: GapsReport) -> str:
    """Return in a sentence how much was asked, and what came of it."""
    counts, first, last = report.counts, report.weeks[0].week, report.weeks[-1].week
    span = f"in {last}" if first == last else f"from {first} to {last}"
    if not counts.asked:
        return f"No question was counted {span}. `footnote serve` counts them as it answers."
    return (
        f"{counts.asked} questions {span}: {_percent(counts)} answered ({counts.answered}), "
        f"{counts.related} got related links, {counts.not_covered} were not covered."
    )


def week_rows(weeks: Sequence[WeekCounts]) -> Rows:
    """Return what came of each week's questions."""
    rows = [(each.week, *_numbers(each.counts), _percent(each.counts)) for each in weeks if each.counts.asked]
    columns = ("week", ">asked", ">answered", ">related", ">not covered", ">share answered")
    return Rows("By week", columns, rows)


def section_rows(gaps: Sequence[SectionGap], most: int) -> Rows:
    """Return the sections near which questions went unanswered, at most ``most`` of them.

    The first is the one with the most, with links and without.
    """
    rows = [(gap.section.label, *_numbers(gap.counts)[:0:-1], trend(gap.by_week)) for gap in gaps[:most]]
    title = f"Sections nearest to unanswered questions{_of(rows, gaps)}"
    columns = ("section", ">not covered", ">related", ">answered", "unanswered by week")
    return Rows(title, columns, rows)


def never_cited_rows(sections: Sequence[NamedSection], most: int) -> Rows:
    """Return the sections that no reply cited, at most ``most`` of them."""
    rows = [(section.label,) for section in sections[:most]]
    return Rows(f"Sections that no reply quoted or linked{_of(rows, sections)}", ("section",), rows)


def feedback_rows(sections: Sequence[SectionFeedback], most: int) -> Rows:
    """Return the sections whose answers didn't help, at most ``most`` of them."""
    rows = [
        (each.section.label, str(each.unhelpful), str(each.helpful), _reasons(each))
        for each in sections[:most]
    ]
    columns = ("section", ">not helpful", ">helpful", "why not")
    return Rows(f"Answers that didn't help{_of(rows, sections)}", columns, rows)


def _reasons(feedback: SectionFeedback) -> str:
    said = ((REASONS[name].lower(), count) for name, count in feedback.reasons.items())
    return ", ".join(f"{label} {count}" for label, count in said)


def topic_rows(topics: Topics) -> Rows:
    """Return what was asked more than once without an answer, as a table for the page."""
    rows = [
        (t.name, str(t.questions), str(t.not_covered), "\n".join(t.others), t.nearest.label, t.latest)
        for t in topics.topics
    ]
    columns = ("topic", ">questions", ">not covered", "also asked as", "nearest section", "latest")
    return Rows(TOPICS, columns, rows)


def topic_note(topics: Topics | None) -> str:
    """Return what the topics leave out, and why."""
    if topics is None:
        return "No question's words are kept, so there are no topics: see docs/gaps.md."
    if not topics.alone:
        return ""
    if topics.alone == 1:
        return "1 unanswered question was asked once, and isn't shown."
    return f"{topics.alone} unanswered questions were asked once, and aren't shown."


def trend(counts: Sequence[int]) -> str:
    """Draw a number a week as a line of bars, the last weeks only where there are many."""
    shown = counts[-_LONGEST_TREND:]
    most = max(shown, default=0)
    return "".join(_BARS[(len(_BARS) * n - 1) // most] if n else "·" for n in shown)


def _numbers(counts: Counts) -> tuple[str, str, str, str]:
    return str(counts.asked), str(counts.answered), str(counts.related), str(counts.not_covered)


def _percent(counts: Counts) -> str:
    return "" if counts.share_answered is None else f"{counts.share_answered:.0%}"


def _of(rows: Sequence[object], everything: Sequence[object]) -> str:
    return "" if len(rows) == len(everything) else f": {len(rows)} of {len(everything)}"
