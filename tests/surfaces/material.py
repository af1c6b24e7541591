"""Guides and questions of any length and script, with all that could do harm, as hypothesis draws them."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from knowledge.conversion.converter import Converter
from knowledge.errors import GuideInvalid
from knowledge.guide import Guide
from knowledge.guide_files import GuideDefaults
from knowledge.reading import read_guide
from tests.documents import Text, column, pdf

LIVE = ("<!here>", "<!channel>", "<@U0123ABC>", "<#C0123ABC>", "<!subteam^S0123ABC>", "@everyone", "@channel")
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
    "छुट्टी के लिए तीन दिन पहले पूछें।",
    "اسأل عن الإجازة قبل ثلاثة أيام.",
    "\u202ereversed\u202c \u200fright\u200e \U0001f469\u200d\U0001f466 \U0001f1e9\U0001f1ea e\u0301",
    "w" * 1500,
    "Ask for leave three days ahead. Keep the receipts. " * 30,
    "*a* b. " * 120,
    "> quoted\n> words <!here>\n",
    "&lt;!here&gt; &amp;amp; &#60;!here&#62;",
    "\x1b[31mred\x07",
)
WORDS = st.one_of(st.sampled_from(PIECES), st.text(max_size=200))
_ANY_QUESTIONS = st.one_of(WORDS, st.text(max_size=4000)).map(lambda text: " ".join(text.split())[:4000])
QUESTIONS = st.one_of(
    _ANY_QUESTIONS,
    st.sampled_from(PIECES).map(lambda piece: f"May I ask for {' '.join(piece.split())[:600]} leave today?"),
    st.text(max_size=600).map(lambda text: f"How many days of leave do I have, {' '.join(text.split())}?"),
)
_TITLES = (
    *LIVE,
    "Leave",
    "家" * 400,
    "a" * 900,
    "A › B",
    "<b>x</b> & y",
    "🎉",
    "May I go? <!here>",
    "{{ x }} y",
)
TITLES = st.one_of(st.sampled_from(_TITLES), st.text(max_size=80))
DISCLAIMERS = st.sampled_from(
    ("Pointers.", "<!here> & <@U1> are no advice.", "No advice. " + "d" * 5000, "免責" * 900, "&" * 4000)
)
OWNERS = st.sampled_from((None, "#people", "<!here>", "C0123ABC", "o" * 3000, "問" * 900))
_BASES = ("https://h.example", "https://h.example/" + "z" * 1500, "https://h.example/" + "z" * 2980)
_NAMES = ("a.md", "n" * 120 + ".md", "休暇/" + "é" * 60 + ".md", "d/" * 40 + "deep.md", "x<!here>.md")
_KEYS = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(_TITLES),
        "summary": st.sampled_from(("Short.", "<!here> " * 200, "休" * 1000)),
        "updated": st.just("2026-11-02"),
    },
)
_OWN_KEYS = st.fixed_dictionaries(
    {},
    optional={
        "url": st.sampled_from(("https://h.example/a?b=<c>", "javascript:alert(1)", *_BASES)),
        "owner": OWNERS.filter(bool),
        "review_by": st.sampled_from(("2026-01-31", "2027-05-01")),
        "disclaimer": DISCLAIMERS,
    },
)


@st.composite
def sources(draw: st.DrawFn) -> str:
    """Draw the Markdown of a guide, mostly with front matter."""
    parts: list[str] = []
    if keys := draw(_KEYS) | ({"footnote": own} if (own := draw(_OWN_KEYS)) else {}):
        parts.append(f"---\n{_yaml(keys)}---\n")
    for _ in range(draw(st.integers(1, 4))):
        heading = " ".join(draw(TITLES).splitlines())
        parts += [f"\n\n{'#' * draw(st.integers(1, 4))} {heading}\n\n"] * draw(st.integers(0, 1))
        parts += [f"{words}\n\n" for words in draw(st.lists(WORDS, min_size=1, max_size=6))]
    return "".join(parts).encode("utf-8", "replace").decode()


@st.composite
def shelves(draw: st.DrawFn, folder: Path, converted: Sequence[Guide]) -> list[Guide]:
    """Draw one to three guides: such as are read from Markdown, or one of those ``converted`` before."""
    defaults = GuideDefaults(
        base_url=draw(st.sampled_from((None, *_BASES))),
        owner=draw(OWNERS),
        disclaimer=draw(DISCLAIMERS),
    )
    guides: dict[str, Guide] = {}
    for name in draw(st.lists(st.sampled_from(_NAMES), min_size=1, max_size=3, unique=True)):
        if draw(st.integers(0, 7)):
            guide = _read(folder, name, draw(sources()), defaults)
        else:
            guide = draw(st.sampled_from(converted))
        guides |= {guide.path: guide} if guide else {}
    return list(guides.values())


def converted_guides(folder: Path) -> list[Guide]:
    """Return guides with pages, read from PDF files."""
    folder.mkdir(parents=True)
    guides = []
    with Converter() as converter:
        for n, (title, words) in enumerate(
            (("Travel", "Book in the portal."), ("<!here>", "<@U1> may. " * 6))
        ):
            head = Text(title, size=16, bold=True)
            pages = [column([head, words]), column([Text("Hotels", size=16, bold=True), *[words] * 30])]
            (folder / f"{n}.pdf").write_bytes(pdf(pages * 3, {"Title": title}))
            guides.append(read_guide(folder, folder / f"{n}.pdf", GuideDefaults(), converter)[0])
    assert all(guide.page_of(len(guide.source)) == 6 for guide in guides)
    return guides


def _read(folder: Path, name: str, source: str, defaults: GuideDefaults) -> Guide | None:
    """Read a guide, None where what was drawn is none."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(source, "utf-8", newline="")
    try:
        return read_guide(folder, file, defaults)[0]
    except GuideInvalid:
        return None


def _yaml(keys: dict[str, Any]) -> str:
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in keys.items())
