"""Answers at a terminal: nothing in a guide moves the cursor, colours words or passes for a line of ours."""

from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from bot.terminal import print_answer
from knowledge.answer import Answer, Status
from tests.bot.test_blocks import answer, citation
from tests.hostile import ALL


def shown(given: Answer) -> str:
    console = Console(file=StringIO(), highlight=False, width=1000, force_terminal=False)
    print_answer(given, console)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_titles_owners_and_addresses_stay_in_their_line() -> None:
    forged = "Leave\n[2] Forged\r\x1b[2J\u202e"
    made = citation("Ask first.", trail=(forged, forged), url=None, path="a.md", language=forged)
    answered = answer(made, status=Status.RELATED, owner=forged)
    assert [line.strip() for line in shown(answered).splitlines()] == [
        "The guides don't clearly answer this. These sections come nearest:",
        "",
        "Ask first.",
        "[1] Leave [2] Forged[2J › Leave [2] Forged[2J, in Leave [2] Forged[2J  a.md",
        "You can ask Leave [2] Forged[2J.",
        "",
        "Pointers, not legal advice.",
    ]


def test_markup_of_the_terminal_s_own_is_words() -> None:
    text = shown(
        answer(citation("[red]Stop[/red] [link=x]here[/link]."), disclaimer="[bold]d[/bold] :smile:")
    )
    assert "  [red]Stop[/red] [link=x]here[/link]." in text
    assert text.endswith("[bold]d[/bold] :smile:\n")


@pytest.mark.parametrize("text", ALL)
def test_no_text_steers_the_terminal(text: str) -> None:
    made = replace(citation(text, url=text, trail=(text,), language=text), path=text)
    written = shown(answer(made, owner=text, disclaimer=text, note=text, language_note=text))
    assert {char for char in written if not char.isprintable()} <= {"\n", "\u2028", "\u2029"}
