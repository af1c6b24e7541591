"""Guides and questions of any length and script, with all that could do harm, as hypothesis draws them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from knowledge.answer import Answer, Candidate, Citation, Status
from knowledge.citing import cite
from knowledge.errors import GuideInvalid
from knowledge.guide import Guide, Section, Span
from knowledge.guide_files import GuideDefaults
from knowledge.reading import read_guide

LIVE = ("<!here>", "<!channel>", "<@U0123ABC>", "<#C0123ABC>", "<!subteam^S0123ABC>", "@everyone")
PIECES = (
    *LIVE,
    "<https://evil.example|https://good.example>",
    "[https://good.example](https://evil.example)",
    "[form](https://x.example/" + "y" * 500 + ")",
    "| a | b |\n|---|---|\n| <!here> | **c** |\n| d | `e|f` |\n",
    "- one\n  - two\n    1. three\n    2. four <@U1>\n- five\n",
    "```python\nprint('<!channel>')\n```\n",
    "<details><summary>More</summary>Hidden &lt;!here&gt; words.</details>\n",
    '{% page "/x" %} {{ var }} and on.',
    "Use **bold *and italic* words** and ~~none~~ of `code`.",
    "家" * 700 + "。",
    "اسأل عن الإجازة قبل ثلاثة أيام.",
    "\u202ereversed\u202c \U0001f469\u200d\U0001f466 \U0001f1e9\U0001f1ea e\u0301",
    "w" * 1500,
    "Ask for leave three days ahead. Keep the receipts. " * 30,
    "> quoted\n> words <!here>\n",
    "&lt;!here&gt; &amp;amp; &#60;!here&#62;",
    "\x1b[31mred\x07",
)
WORDS = st.one_of(st.sampled_from(PIECES), st.text(max_size=200))
_TITLES = (*LIVE, "Leave", "家" * 400, "a" * 900, "A › B", "<b>x</b> & y")
TITLES = st.one_of(st.sampled_from(_TITLES), st.text(max_size=80))
_DISCLAIMERS = ("Pointers.", "<!here> & <@U1> are no advice.", "d" * 5000, "免責" * 900)


@dataclass(frozen=True)
class Case:
    """A guide as it was read, a question, and an answer from the guide."""

    guide: Guide
    question: str
    answer: Answer


@st.composite
def sources(draw: st.DrawFn) -> str:
    """Draw the Markdown of a guide."""
    parts = []
    for _ in range(draw(st.integers(1, 4))):
        heading = draw(TITLES).replace("\n", " ").replace("\r", " ")
        parts += [f"\n\n{'#' * draw(st.integers(1, 4))} {heading}\n\n"]
        parts += [f"{words}\n\n" for words in draw(st.lists(WORDS, min_size=1, max_size=6))]
    return "".join(parts)


@st.composite
def cases(draw: st.DrawFn, folder: Path) -> Case | None:
    """Draw a case; None where what was drawn is no guide."""
    defaults = GuideDefaults(
        base_url=draw(st.sampled_from([None, "https://h.example", "https://h.example/" + "z" * 1500])),
        owner=draw(st.sampled_from([None, "#people", "<!here>", "o" * 300])),
        disclaimer=draw(st.sampled_from(_DISCLAIMERS)),
    )
    file = folder / draw(st.sampled_from(["a.md", "n" * 120 + ".md"]))
    file.write_text(draw(sources()).encode("utf-8", "replace").decode(), "utf-8", newline="")
    try:
        guide, _ = read_guide(folder, file, defaults)
    except GuideInvalid:
        return None
    question = " ".join(draw(st.one_of(WORDS, st.text(max_size=4000))).split())[:4000]
    return Case(guide, question, draw(answers(guide, question)))


@st.composite
def answers(draw: st.DrawFn, guide: Guide, question: str) -> Answer:
    """Draw an answer to a question that cites any passages of a guide."""
    status = draw(st.sampled_from(list(Status)))
    sections = [section for section in guide.sections if section.passages]
    if not sections:
        status = Status.NOT_COVERED
    count = 0 if status is Status.NOT_COVERED else draw(st.integers(1, 3))
    citations = tuple(draw(cited(n, guide, sections, status)) for n in range(1, count + 1))
    return Answer(
        question=question,
        status=status,
        confidence=0.5,
        citations=citations,
        candidates=tuple(Candidate(guide.path, s.heading, 0.5, s.anchor) for s in sections[:10]),
        disclaimer=guide.disclaimer or "Pointers.",
        generation="20261127T131617846731-3b761323",
        elapsed_ms=1.0,
        owner=guide.owner,
        language_note=draw(st.sampled_from(["", "The guides are in English. <!here>"])),
    )


@st.composite
def cited(draw: st.DrawFn, n: int, guide: Guide, sections: Sequence[Section], status: Status) -> Citation:
    """Draw a citation of some of a section's statements."""
    section = draw(st.sampled_from(sections))
    statements = [s for passage in section.passages for s in passage.statements]
    first = draw(st.integers(0, len(statements) - 1))
    last = draw(st.integers(first, min(first + 3, len(statements) - 1)))
    span = Span(statements[first].span.start, statements[last].span.end)
    if status is Status.RELATED:
        return cite(n, guide, section, Span(section.span.start, section.span.start))
    return cite(n, guide, section, span, draw(st.sampled_from([None, statements[first].span])))
