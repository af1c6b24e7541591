"""What golden questions showed, in lines that a maintainer reads."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from textwrap import shorten

from bot.changes import counted
from bot.golden import GoldenReport
from index.golds import SectionName
from index.standing import AnswerChange, Mark
from knowledge.answer import Answer, Status

_SHOWN, _NAMED = 20, 10
"""Questions shown side by side, and ids in a sentence; the rest are counted."""
_QUESTION, _QUOTE = 160, 90
"""Characters of a long question, and of a quote's beginning."""
_WORDS = {Status.ANSWERED: "answered", Status.RELATED: "related", Status.NOT_COVERED: "not covered"}


def golden_lines(report: GoldenReport) -> Iterator[str]:
    """Yield which questions are answered differently, side by side, and then how many are right."""
    if report.changes:
        asked = counted(report.asked + report.past, "question")
        yield f"Answered differently than by generation {report.before}: {len(report.changes)} of {asked}"
    for change in report.changes[:_SHOWN]:
        yield from _side_by_side(change)
    if hidden := report.changes[_SHOWN:]:
        worse = [change for change in hidden if change.mark is Mark.WORSE]
        yield f"  … {len(hidden)} more" + (f", of which worse: {_ids(worse, len(worse))}" if worse else "")
    yield from _missing(report)
    yield _score(report)


def refusal(report: GoldenReport) -> str:
    """Say why an index was not made current, and what to do."""
    worse, better = report.marked(Mark.WORSE), report.marked(Mark.BETTER)
    return (
        f"{counted(len(worse), 'golden question')} answered worse ({_ids(worse)}), {len(better)} better: "
        f"nothing was published. The new index was deleted, and generation {report.before} stays current. "
        f"Mend the guides, or {report.file.name} if it is out of date. "
        "To publish all the same: footnote index --force"
    )


def _side_by_side(change: AnswerChange) -> Iterator[str]:
    name = f" ({change.id})" if change.id else ""
    before, now = _excerpts(change.before, change.now)
    yield f"  {change.mark}: {shorten(change.question, _QUESTION, placeholder=' …')}{name}"
    yield f"    before: {_told(change.before)}{before}"
    yield f"    now:    {_told(change.now)}{now}"


def _told(answer: Answer) -> str:
    sections = dict.fromkeys(_place(SectionName(c.path, c.heading)) for c in answer.citations)
    return ", ".join((_WORDS[answer.status], *sections))


def _excerpts(before: Answer, now: Answer) -> tuple[str, str]:
    """Return the beginnings of the first quotes that differ, or a part from where they begin to."""
    quotes = [[" ".join(c.quote.split()) for c in answer.citations] for answer in (before, now)]
    pairs = list(zip_longest(*quotes, fillvalue=""))
    n, pair = next(((n, pair) for n, pair in enumerate(pairs, 1) if pair[0] != pair[1]), (1, ("", "")))
    alike = next((at for at, (a, b) in enumerate(zip_longest(*pair)) if a != b), 0)
    start = pair[0].rfind(" ", 0, alike - _QUOTE // 3) + 1 if alike > _QUOTE // 2 else 0
    old, new = (_excerpt(n, quote, start) for quote in pair)
    return old, new


def _excerpt(n: int, quote: str, start: int) -> str:
    """Return `: "…"`, with the quote's number in its answer where it isn't the first; "" for no quote."""
    if not quote:
        return ""
    part = quote[start : start + _QUOTE].rstrip()
    opened, closed = "… " if start else "", " …" if start + _QUOTE < len(quote) else ""
    return f'{f" [{n}]" if n > 1 else ""}: "{opened}{part}{closed}"'


def _place(section: SectionName) -> str:
    return f"{section.path} › {section.heading}"


def _missing(report: GoldenReport) -> Iterator[str]:
    for name, section in report.missing[:_SHOWN]:
        wanted = f"{name} names {_place(section)}, which the guides don't hold"
        yield f"note: {report.file.name}: {wanted}. Mend that line."
    if more := report.missing[_SHOWN:]:
        yield f"note: {report.file.name} names {len(more)} more that the guides don't hold."


def _score(report: GoldenReport) -> str:
    said = [f"Golden questions: {report.right} of {report.asked} right"]
    if report.before:
        worse, better = report.marked(Mark.WORSE), report.marked(Mark.BETTER)
        said += [f", {report.right_before} before; {len(better)} better, {len(worse)} worse"]
        said += [f" ({_ids(worse)})"] if worse else []
    elif report.remark:
        said += [f" ({report.remark})"]
    if report.past:
        said += [f"; {counted(report.past, 'past question')} asked, too"]
    if report.left_out:
        said += [f"; only the first {report.asked} were asked, {report.left_out} not"]
    return "".join(said)


def _ids(changes: Sequence[AnswerChange], most: int = _NAMED) -> str:
    named = ", ".join(change.id for change in changes[:most])
    return f"{named}, … {len(changes) - most} more" if len(changes) > most else named
