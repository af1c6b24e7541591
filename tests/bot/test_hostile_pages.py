"""Pages full of text that wants to run: all of it is shown, none of it is followed."""

import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.eval_report import Report, render_report
from bot.gaps.page import render_gaps
from bot.gaps.report import Topic, Topics
from bot.gaps.sections import KnownSections, NamedSection
from bot.markup import tag
from bot.printable import printable
from index.evaluation import score
from index.golds import Gold, SectionName
from index.passage_map import MapPoint, PassageMap
from knowledge.answer import Answer, Candidate, Status
from tests.bot.test_gaps import LEAVE, PAY, SICK, report
from tests.cli.test_eval import Page
from tests.hostile import ALL, MARKUP
from tests.pictures.chromium import QUIET, find_chromium

Render = Callable[[str], str]
CHROMIUM = find_chromium()
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
# None of these runs anything or leads anywhere.
ATTRIBUTES = {
    "charset", "http-equiv", "content", "name", "class", "lang", "viewbox", "role", "aria-label",
    "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "d", "width", "height", "transform",
    "text-anchor",
}  # fmt: skip
ELEMENTS = {
    "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "div", "b", "span",
    "figure", "figcaption", "svg", "line", "text", "path", "circle", "rect", "details", "summary",
    "table", "thead", "tbody", "tr", "th", "td", "i",
}  # fmt: skip


def evaluation(text: str) -> str:
    golds = [
        Gold(text, text, True, text, (SectionName(text, text),), text),
        Gold(text + "2", text, False, text, (), ""),
    ]
    candidates = (Candidate(text, text, 0.5),)
    answers = [Answer(text, Status.RELATED, 0.5, (), candidates, text, text, 1.0) for _ in golds]
    points = tuple(MapPoint(x, x, text) for x in (0.0, 1.0))
    now = datetime(2026, 11, 25, tzinfo=UTC)
    card = score(golds, answers)
    return render_report(Report(text, text, text, now, 0.5, card, None, PassageMap(points, points, 0.1)))


def gaps(text: str) -> str:
    known = KnownSections({LEAVE: (text,), SICK: ("Sick",), PAY: (text,)}, (LEAVE, SICK, PAY))
    topic = Topic(text, (text,), 2, 0, 2, "2026-W47", NamedSection("work.md", "", (text,)))
    return render_gaps(report(Topics((topic,), 0), known, text))


@pytest.mark.parametrize("render", [evaluation, gaps])
@pytest.mark.parametrize("text", ALL)
def test_hostile_text_makes_no_element_and_no_attribute(render: Render, text: str) -> None:
    written = render(text)
    page, plain = Page(written), Page(render("plain"))
    assert page.open == []
    assert [name for name, _ in page.seen] == [name for name, _ in plain.seen]
    assert {name for name, _ in page.seen} <= ELEMENTS
    assert {name for _, attributes in page.seen for name in attributes} <= ATTRIBUTES
    assert "\n".join(page.words).count(printable(text)) >= 3
    assert {char for char in written if not char.isprintable()} <= {"\n", "\u2028", "\u2029"}


def test_the_policy_allows_our_own_style_by_its_hash_and_nothing_else() -> None:
    found = re.search(r'Content-Security-Policy" content="([^"]*)"', gaps("plain"))
    assert found
    rules = dict(rule.split(" ", 1) for rule in found[1].split("; "))
    assert rules.keys() == {"default-src", "style-src", "base-uri", "form-action"}
    assert rules.pop("style-src").startswith("'sha256-")
    assert set(rules.values()) == {"'none'"}


def test_an_attribute_holds_any_text() -> None:
    assert tag("a", title="\"'<&>\x00\ud83d\n") == '<a title="&quot;&#x27;&lt;&amp;&gt;\n"></a>'


@needs_chromium
@pytest.mark.parametrize("render", [evaluation, gaps])
def test_a_browser_runs_none_of_it(render: Render, tmp_path: Path) -> None:
    dom = dumped(render(" ".join(MARKUP)), tmp_path)
    title = re.search(r"<title>(.*?)</title>", dom, re.DOTALL)
    assert title
    assert title[1].startswith(("Evaluation of &lt;/script", "What to write next: &lt;/script"))
    page = Page(dom)
    assert {name for name, _ in page.seen} <= ELEMENTS
    assert "id" not in {name for _, attributes in page.seen for name in attributes}


@needs_chromium
def test_the_policy_stops_a_script_that_slipped_through(tmp_path: Path) -> None:
    script = "<script>document.title = 'taken over'</script><p>"
    page = gaps("plain")
    assert "taken over</title>" not in dumped(page.replace("<main>", f"<main>{script}"), tmp_path / "with")
    bare = re.sub(r"<meta http-equiv[^>]*>", "", page)
    assert "taken over</title>" in dumped(bare.replace("<main>", f"<main>{script}"), tmp_path / "without")


def dumped(page: str, folder: Path) -> str:
    """Return the DOM of a page once a browser has loaded it."""
    folder.mkdir(exist_ok=True)
    file = folder / "page.html"
    file.write_text(page, "utf-8")
    done = subprocess.run(
        [
            str(CHROMIUM),
            *QUIET,
            "--virtual-time-budget=2000",
            "--dump-dom",
            f"--user-data-dir={folder / 'profile'}",
            file.as_uri(),
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=90,
    )
    assert "<main>" in done.stdout, done.stderr
    return done.stdout
