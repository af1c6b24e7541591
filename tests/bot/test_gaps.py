"""From counts and redacted questions to sections, topics and trends, each worked out by hand."""

from datetime import UTC, datetime

import pytest

from bot.gaps.page import render_gaps
from bot.gaps.report import (
    Counts,
    GapsReport,
    SectionGap,
    Topic,
    Topics,
    WeekCounts,
    never_cited,
    section_gaps,
    unhelpful_sections,
    week_counts,
)
from bot.gaps.rows import (
    feedback_rows,
    never_cited_rows,
    section_rows,
    summary,
    topic_note,
    topic_rows,
    trend,
    week_rows,
)
from bot.gaps.sections import KnownSections, NamedSection
from bot.gaps.topics import find_topics
from bot.inbox.asked_about import SectionPlace
from bot.inbox.feedback import FeedbackCount
from bot.inbox.tallies import Tally, Unanswered
from knowledge.answer import Status
from tests.cli.test_eval import Page
from tests.fakes import WordCountEmbedder

LEAVE, SICK, PAY = SectionPlace("work.md", ""), SectionPlace("work.md", "sick"), SectionPlace("pay.md", "pay")
GONE, NOWHERE = SectionPlace("old.md", "bonus"), SectionPlace("", "")
KNOWN = KnownSections(
    {LEAVE: ("Work",), SICK: ("Work", "Sick leave"), PAY: ("Pay",)},
    (LEAVE, SICK, PAY),
)
WEEKS = ("2026-W46", "2026-W47", "2026-W48")
TALLIES = (
    Tally("2026-W46", LEAVE, Status.ANSWERED, 3, 3),
    Tally("2026-W46", SICK, Status.ANSWERED, 0, 1),
    Tally("2026-W46", GONE, Status.RELATED, 1, 1),
    Tally("2026-W48", LEAVE, Status.NOT_COVERED, 2, 0),
    Tally("2026-W48", LEAVE, Status.RELATED, 1, 1),
    Tally("2026-W48", GONE, Status.NOT_COVERED, 4, 0),
    Tally("2026-W48", NOWHERE, Status.NOT_COVERED, 1, 0),
)
WORDS = ("park", "bike", "car", "dog", "gym")


def named(place: SectionPlace) -> NamedSection:
    return KNOWN.named(place)


def test_each_week_tells_what_came_of_its_questions() -> None:
    weeks = week_counts(TALLIES, WEEKS)
    assert weeks == (
        WeekCounts("2026-W46", Counts(4, 3, 1, 0, 0.75)),
        WeekCounts("2026-W47", Counts(0, 0, 0, 0, None)),
        WeekCounts("2026-W48", Counts(8, 0, 1, 7, 0.0)),
    )
    assert week_rows(weeks).rows == [
        ("2026-W46", "4", "3", "1", "0", "75%"),
        ("2026-W48", "8", "0", "1", "7", "0%"),
    ]


def test_the_sections_with_the_most_unanswered_questions_come_first() -> None:
    gaps = section_gaps(TALLIES, WEEKS, KNOWN)
    assert gaps == (
        SectionGap(NamedSection("old.md", "bonus"), Counts(5, 0, 1, 4, 0.0), (1, 0, 4)),
        SectionGap(NamedSection("work.md", "", ("Work",)), Counts(6, 3, 1, 2, 0.5), (0, 0, 3)),
        SectionGap(NamedSection("", ""), Counts(1, 0, 0, 1, 0.0), (0, 0, 1)),
    )
    rows = section_rows(gaps, 2)
    assert rows.title == "Sections nearest to unanswered questions: 2 of 3"
    assert rows.rows == [
        ("old.md#bonus (no longer in the guides)", "4", "1", "0", "▂·█"),
        ("Work (work.md)", "2", "1", "3", "··█"),
    ]
    assert section_rows(gaps, 3).rows[2][0] == "no section came near"


def test_sections_that_no_reply_cited_are_named_in_the_guides_order() -> None:
    assert never_cited(TALLIES, KNOWN) == (named(PAY),)
    without_citations = [tally for tally in TALLIES if not tally.cited]
    assert never_cited(without_citations, KNOWN) == (named(LEAVE), named(SICK), named(PAY))
    assert never_cited((), KNOWN) == ()
    rows = never_cited_rows((named(SICK), named(PAY)), 1)
    assert rows.title == "Sections that no reply quoted or linked: 1 of 2"
    assert rows.rows == [("Work › Sick leave (work.md)",)]


@pytest.mark.parametrize(
    ("counts", "drawn"),
    [
        ((), ""),
        ((0, 0), "··"),
        ((5,), "█"),
        ((1, 2, 3, 4, 5, 6, 7, 8), "▁▂▃▄▅▆▇█"),
        ((1000, 1, 0), "█▁·"),
        ((9, *[1] * 26), "█" * 26),
    ],
)
def test_a_trend_is_a_line_of_bars(counts: tuple[int, ...], drawn: str) -> None:
    assert trend(counts) == drawn


def asked(*questions: tuple[str, Status, SectionPlace, str]) -> list[Unanswered]:
    return [Unanswered(week, text, status, nearest) for text, status, nearest, week in questions]


SILENT, RELATED = Status.NOT_COVERED, Status.RELATED
QUESTIONS = asked(
    ("gym", SILENT, PAY, "2026-W47"),
    ("park bike", RELATED, SICK, "2026-W46"),
    ("dog dog", SILENT, LEAVE, "2026-W46"),
    ("park car", SILENT, LEAVE, "2026-W48"),
    ("dog", SILENT, LEAVE, "2026-W47"),
    ("park bike car", SILENT, LEAVE, "2026-W47"),
    ("dog", SILENT, GONE, "2026-W46"),
    ("dog", SILENT, GONE, "2026-W47"),
)


def test_what_was_asked_more_than_once_is_a_topic_named_by_its_most_central_question() -> None:
    topics = find_topics(QUESTIONS, WordCountEmbedder(WORDS), KNOWN)
    assert topics == Topics(
        (
            Topic("dog", ("dog dog",), 4, 0, 4, "2026-W47", named(GONE)),
            Topic("park bike car", ("park bike", "park car"), 3, 1, 2, "2026-W48", named(LEAVE)),
        ),
        alone=1,
    )
    assert find_topics(QUESTIONS[::-1], WordCountEmbedder(WORDS), KNOWN) == topics
    assert topic_note(topics) == "1 unanswered question was asked once, and isn't shown."
    assert topic_rows(topics).rows == [
        ("dog", "4", "4", "dog dog", "old.md#bonus (no longer in the guides)", "2026-W47"),
        ("park bike car", "3", "2", "park bike\npark car", "Work (work.md)", "2026-W48"),
    ]


@pytest.mark.parametrize(("count", "alone"), [(1, 1), (2, 0)])
def test_few_questions_make_no_or_one_topic(count: int, alone: int) -> None:
    questions = asked(*[("dog", SILENT, LEAVE, "2026-W47")] * count)
    topics = find_topics(questions, WordCountEmbedder(WORDS), KNOWN)
    assert [(topic.name, topic.questions) for topic in topics.topics] == [("dog", 2)] * (count - 1)
    assert topics.alone == alone


def test_questions_in_unknown_words_stand_alone() -> None:
    questions = asked(("cat", SILENT, LEAVE, "2026-W47"), ("fox", SILENT, LEAVE, "2026-W47"))
    assert find_topics(questions, WordCountEmbedder(WORDS), KNOWN) == Topics((), 2)


SAID = [
    FeedbackCount(SectionPlace("work.md", "leave"), 1, 3, {"outdated": 2, "unclear": 1}),
    FeedbackCount(SectionPlace("gone.md", "x"), 0, 1, {}),
    FeedbackCount(SectionPlace("work.md", "travel"), 5, 0, {}),
]
EVIL = "<script>alert(1)</script> \"'&\x1b[2J"


def report(topics: Topics | None = None, known: KnownSections = KNOWN, guides: str = "guides") -> GapsReport:
    return GapsReport(
        guides=guides,
        generation="G1",
        at=datetime(2026, 11, 25, 9, 30, tzinfo=UTC),
        counts=Counts.from_tallies(TALLIES),
        weeks=week_counts(TALLIES, WEEKS),
        sections=section_gaps(TALLIES, WEEKS, known),
        never_cited=never_cited(TALLIES, known),
        feedback=unhelpful_sections(SAID, known),
        topics=topics,
    )


def test_what_did_not_help_is_shown_with_the_reasons_and_what_helped_is_not() -> None:
    shown = feedback_rows(unhelpful_sections(SAID, KNOWN), 10)
    assert shown.title == "Answers that didn't help"
    assert [row[1:] for row in shown.rows] == [("3", "1", "out of date 2, not clear 1"), ("1", "0", "")]
    page = Page(render_gaps(report(None)))
    assert "out of date 2, not clear 1" in page.words


def test_the_page_shows_everything_and_loads_nothing() -> None:
    text = render_gaps(report(find_topics(QUESTIONS, WordCountEmbedder(WORDS), KNOWN)))
    page = Page(text)
    assert page.open == []
    assert "default-src 'none'" in text
    assert not {name for name, _ in page.seen} & {"script", "link", "img", "iframe", "a"}
    plots = [attributes["aria-label"] for name, attributes in page.seen if name == "svg"]
    assert plots == ["Questions by week", "Unanswered questions by nearest section"]
    for told in (
        "2026-W46: 3 answered",
        "2026-W46: 1 related links",
        "2026-W48: 7 not covered",
        "old.md#bonus (no longer in the guides): 4 not covered",
        "Work (work.md): 1 related links",
    ):
        assert told in page.titles
    told = (
        "12 questions from 2026-W46 to 2026-W48: 25% answered (3), 2 got related links, 7 were not covered."
    )
    assert summary(report()) == told
    for words in (told, "Generation G1, 2026-11-25 09:30 UTC.", "park bike car", "Pay (pay.md)", "75%"):
        assert words in page.words


def test_whatever_guides_and_questions_say_is_escaped() -> None:
    known = KnownSections({LEAVE: (EVIL,), SICK: ("Sick",), PAY: (EVIL,)}, (LEAVE, SICK, PAY))
    topic = Topic(EVIL, (EVIL,), 2, 0, 2, "2026-W47", NamedSection("work.md", "", (EVIL,)))
    text = render_gaps(report(Topics((topic,), 0), known, EVIL))
    page = Page(text)
    shown = EVIL.replace("\x1b", "")
    assert "<script" not in text
    assert "\x1b" not in text
    assert page.words.count(shown) == 2  # the topic, and what it was asked as
    assert f"{shown} (pay.md)" in page.words
    assert f"What to write next: {shown}" in page.words


def test_where_nothing_was_asked_it_is_said() -> None:
    nothing, week = Counts.from_tallies(()), week_counts((), WEEKS[:1])
    empty = GapsReport("guides", "G1", datetime(2026, 11, 25, tzinfo=UTC), nothing, week, (), (), (), None)
    assert (
        summary(empty) == "No question was counted in 2026-W46. `footnote serve` counts them as it answers."
    )
    page = Page(render_gaps(empty))
    assert "No question's words are kept, so there are no topics: see docs/gaps.md." in page.words
    assert [name for name, _ in page.seen if name in {"svg", "table"}] == []
