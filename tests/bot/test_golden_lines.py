"""What a maintainer reads of questions that are answered differently."""

from pathlib import Path

from bot.golden import GoldenReport
from bot.golden_lines import golden_lines, refusal
from index.standing import AnswerChange, Mark
from knowledge.answer import Answer, Citation, Status
from knowledge.guide import Span

LONG = "Leave is asked for three days ahead, in the portal, by whoever wants to go, for each single day, "


def answer(*quotes: str, status: Status = Status.ANSWERED) -> Answer:
    citations = tuple(
        Citation(n, "Leave", "leave.md", f"Part {n}", (), quote, Span(0, len(quote)), "", None, 0.5)
        for n, quote in enumerate(quotes, start=1)
    )
    return Answer("?", status, 0.5, citations, (), "", "20261125-new", 1.0)


def change(name: str, mark: Mark, before: Answer, now: Answer) -> AnswerChange:
    return AnswerChange(name, f"what is {name or 'it'}?", mark, before, now)


def report(*changes: AnswerChange, left_out: int = 0, past: int = 0) -> GoldenReport:
    file = Path("guides/questions.jsonl")
    return GoldenReport(file, 30, left_out, past, 20, (), changes, "20261125-old", right_before=21)


def shown(before: Answer, now: Answer) -> list[str]:
    return list(golden_lines(report(change("q", Mark.DIFFERENT, before, now))))[2:4]


def test_quotes_are_shown_from_where_they_differ() -> None:
    assert shown(answer("Monday."), answer("Tuesday.")) == [
        '    before: answered, leave.md › Part 1: "Monday."',
        '    now:    answered, leave.md › Part 1: "Tuesday."',
    ]
    assert shown(answer(LONG + "on Monday."), answer(LONG + "on Tuesday.")) == [
        '    before: answered, leave.md › Part 1: "… to go, for each single day, on Monday."',
        '    now:    answered, leave.md › Part 1: "… to go, for each single day, on Tuesday."',
    ]


def test_the_first_quote_that_differs_is_shown_with_its_number() -> None:
    assert shown(answer("Same.", "Old\n  words."), answer("Same.", "New words.")) == [
        '    before: answered, leave.md › Part 1, leave.md › Part 2 [2]: "Old words."',
        '    now:    answered, leave.md › Part 1, leave.md › Part 2 [2]: "New words."',
    ]


def test_a_long_quote_is_cut() -> None:
    before, _ = shown(answer("word " * 40), answer("other"))
    assert before == f'    before: answered, leave.md › Part 1: "{("word " * 18).rstrip()} …"'


def test_links_and_silence_have_no_quote() -> None:
    assert shown(answer("", status=Status.RELATED), answer(status=Status.NOT_COVERED)) == [
        "    before: related, leave.md › Part 1",
        "    now:    not covered",
    ]


def test_twenty_are_shown_and_every_worse_one_is_named() -> None:
    worse = [change(f"w{n}", Mark.WORSE, answer("a"), answer("b")) for n in range(22)]
    past = change("", Mark.DIFFERENT, answer("a"), answer("b"))
    said = list(golden_lines(report(*worse, past, left_out=4, past=1)))
    assert said[0] == "Answered differently than by generation 20261125-old: 23 of 31 questions"
    assert (said[1], said[58]) == ("  worse: what is w0? (w0)", "  worse: what is w19? (w19)")
    assert said[61:] == [
        "  … 3 more, of which worse: w20, w21",
        "Golden questions: 20 of 30 right, 21 before; 0 better, 22 worse "
        "(w0, w1, w2, w3, w4, w5, w6, w7, w8, w9, … 12 more); "
        "1 past question asked, too; only the first 30 were asked, 4 not",
    ]


def test_only_more_worse_than_better_is_refused() -> None:
    worse, better = (change(str(mark), mark, answer("a"), answer("b")) for mark in (Mark.WORSE, Mark.BETTER))
    past = change("", Mark.DIFFERENT, answer("a"), answer("b"))
    assert [r.is_worse for r in (report(past), report(better), report(worse, better), report(worse))] == [
        False,
        False,
        False,
        True,
    ]
    assert refusal(report(worse)) == (
        "1 golden question answered worse (worse), 0 better: nothing was published. "
        "The new index was deleted, and generation 20261125-old stays current. "
        "Mend the guides, or questions.jsonl if it is out of date. "
        "To publish all the same: footnote index --force"
    )
