"""Messages at the edges of what Slack takes: too long, too many, too odd, and still an answer."""

import json
from time import process_time

import pytest

from bot.slack.blocks import MOST_IN_ALL, render_answer
from bot.slack.citations import SHORTENED
from bot.slack.message import Message
from bot.slack.shortening import cut, cut_middle, end_within, level
from knowledge.answer import Status
from knowledge.guide import Span
from tests.bot.test_blocks import TODAY, citation, links, payload, render, texts
from tests.bot.test_blocks import answer as an_answer
from tests.standin.limits import problems


def size(message: Message) -> int:
    return len(json.dumps(message.blocks, ensure_ascii=False))


def quotes(message: Message) -> list[list[str]]:
    """Each quote's texts."""
    parts = [part for block in message.blocks for part in block["elements"]]
    return [texts(part) for part in parts if part["type"] == "rich_text_quote"]


def test_words_without_spaces_are_cut_and_never_vanish() -> None:
    message = render(citation("字" * 5000))
    assert quotes(message) == [["字" * 2600, SHORTENED]]
    assert problems(payload(message)) == []


def test_a_quote_is_cut_where_a_statement_ends() -> None:
    sentence = "Ask for leave three days ahead. "
    shown = quotes(render(citation(sentence * 200)))[0]
    assert shown == [(sentence * 81).strip(), SHORTENED]  # 81 of 32 characters go into 2600


def test_a_quote_that_fits_is_not_cut() -> None:
    assert quotes(render(citation("x" * 2600))) == [["x" * 2600]]


def test_two_megabytes_are_shown_in_part_and_in_time() -> None:
    started = process_time()
    message = render(*(citation("word " * 400_000, n, Span(0, 2_000_000)) for n in (1, 2, 3)))
    assert process_time() - started < 3  # a tenth of that, where reading all of it takes eight seconds
    assert [shown[-1] for shown in quotes(message)] == [SHORTENED] * 3
    assert problems(payload(message)) == []


def test_long_addresses_cost_links_but_no_words() -> None:
    source = " ".join(f"[w{i}](https://x.example/{'y' * 400})" for i in range(60))
    message = render(citation(source))
    assert " ".join("".join(quotes(message)[0]).split()) == " ".join(f"w{i}" for i in range(60))
    assert len(links(message.blocks)) == 3 + 1
    assert size(message) < 8000


def test_many_pieces_are_cut_too() -> None:
    shown = quotes(render(citation(" ".join("*a* b" for _ in range(400)))))[0]
    assert (len(shown), shown[-1]) == (201, SHORTENED)


def test_where_it_is_too_much_the_last_quotes_become_links_and_no_citation_is_lost() -> None:
    markup = "*a* b. " * 400
    message = render(*(citation(markup, n) for n in (1, 2, 3)))
    assert problems(payload(message)) == []
    assert size(message) <= MOST_IN_ALL
    assert [len(block["elements"]) for block in message.blocks[:3]] == [2, 1, 1]
    numbers = [block["elements"][-1]["elements"][0]["text"].strip() for block in message.blocks[:3]]
    assert numbers == ["1", "2", "3"]
    assert len(links(message.blocks)) == 3
    assert [f"[{n}]" in message.text for n in (1, 2, 3)] == [True] * 3


def test_where_that_isn_t_enough_the_first_quote_is_shorter_and_then_a_link() -> None:
    markup, button = "*a* b. " * 400, {"type": "button", "action_id": "a", "value": "v" * 1900}
    below = [{"type": "actions", "elements": [button | {"text": {"type": "plain_text", "text": "Press"}}]}]
    sizes = []
    for count in (0, 1, 2, 3, 4, 5):
        answer = an_answer(*(citation(markup, n) for n in (1, 2, 3)))
        message = render_answer(answer, TODAY, below=below * count)
        assert size(message) <= MOST_IN_ALL
        assert [f"[{n}]" in message.text for n in (1, 2, 3)] == [True] * 3
        sizes.append(sum(len(text) for quote in quotes(message) for text in quote))
    assert sizes == sorted(sizes, reverse=True)
    assert (sizes[0] > 300, sizes[-1]) == (True, 0)


def test_at_last_links_become_names() -> None:
    long = [citation("A.", n, url=f"https://x.example/{'y' * 2900}#{n}") for n in (1, 2, 3)]
    message = render(*long, disclaimer="d" * 2000)
    assert size(message) <= MOST_IN_ALL
    assert [link[-1] for link in links(message.blocks)] == ["1", "2", "3"]
    button = {"type": "button", "action_id": "a", "value": "v" * 1900}
    below = [{"type": "actions", "elements": [button | {"text": {"type": "plain_text", "text": "Press"}}]}]
    fewer = render_answer(an_answer(*long, disclaimer="d" * 2000), TODAY, below=below)
    assert size(fewer) <= MOST_IN_ALL
    assert [link[-1] for link in links(fewer.blocks)] == ["1", "2"]
    assert "[3]" in fewer.text


def test_a_single_citation_stays_whatever_its_size() -> None:
    made = citation("*a* b " * 400, url="https://x.example/" + "y" * 2900, trail=("t" * 500, "u" * 500))
    message = render(made, disclaimer="&" * 5000)
    assert [block["type"] for block in message.blocks] == ["rich_text", "context"]
    assert problems(payload(message)) == []


def test_an_escaped_text_is_never_cut_within_an_escape() -> None:
    message = render(citation("A."), disclaimer="&<" * 2000)
    shown = message.blocks[-1]["elements"][0]["text"]
    assert 2500 < len(shown) <= 3000
    assert shown.replace("&amp;", "").replace("&lt;", "") == "…"


@pytest.mark.parametrize(("long", "most"), [("d" * 5000, 2000), ("&" * 5000, 3000)])
def test_a_long_disclaimer_leaves_room_for_that_of_another_guide(long: str, most: int) -> None:
    shown = render(citation("A."), disclaimer=f"{long}\nNo advice.\n{long}").blocks[-1]["elements"][0]["text"]
    first, second, third = shown.split("\n")
    assert (second, third) == ("No advice.", first)
    assert most - 100 < len(shown) <= most


def test_a_disclaimer_of_many_lines_is_cut_at_its_end_alone() -> None:
    shown = render(citation("A."), disclaimer=f"{'d' * 300}\n" * 40).blocks[-1]["elements"][0]["text"]
    assert shown.split("\n") == [*["d" * 300] * 5, "d" * 300 + "…"]


def test_a_long_trail_keeps_guide_and_section() -> None:
    made = citation("A.", trail=("Guide " + "g" * 300, "Chapter", "Section"))
    shown = texts(render(made).blocks[0]["elements"][1])[1]
    assert len(shown) <= 240
    assert shown.startswith("Guide ggg")
    assert shown.endswith("… › … › Section")


def test_titles_are_one_line_without_remains_and_controls() -> None:
    made = citation("A\x07.", trail=("Leave\n{{ site.name }} guide", "\x1b[1mAsking", "\x01", " "))
    assert texts(render(made).blocks[0]) == ["A.", "1  ", "Leave guide › [1mAsking"]
    assert texts(render(citation("A.", trail=("\x01",), path="p.md")).blocks[0])[-1] == "p.md"


def test_what_is_nothing_but_remains_shows_none_of_them() -> None:
    assert quotes(render(citation("{{ x }}"))) == [["…"]]


@pytest.mark.parametrize("url", ["mailto:a@b.example", "https://x:abc/", "https://:80/", "https://x/<!here>"])
def test_a_citation_that_can_be_no_link_shows_its_path(url: str) -> None:
    message = render(citation("A.", url=url))
    assert links(message.blocks) == []
    assert texts(message.blocks[0]) == ["A.", "1  ", "Leave › Asking", "  hr/leave.md"]


def test_a_long_note_and_owner_are_cut() -> None:
    message = render(status=Status.NOT_COVERED, note="n" * 20_000)
    assert len(texts(message.blocks)[0]) == 400
    message = render(status=Status.NOT_COVERED, owner="o" * 20_000)
    assert texts(message.blocks)[0].endswith("o….")
    assert problems(payload(message)) == []


def test_cutting() -> None:
    assert cut("one two", 7) == "one two"
    assert cut("one two three", 9) == "one two…"
    assert cut("a " + "字" * 20, 10) == "a " + "字" * 7 + "…"
    assert cut_middle(["a", "b", "c"], 5, "/") == "a/b/c"
    assert cut_middle(["a", "b" * 9, "c"], 9, "/") == "a/…/c"
    assert end_within("Aa bb dd. Cc dd ee", 14) == 9
    assert end_within("Aa. Bb cc dd ee ff", 14) == 12
    assert end_within("line\nbreak here", 8) == 4
    assert end_within("Aa. bbbbbbbbbb cc", 15) == 14
    assert end_within("不可以。请先问。然后再说", 9) == 8
    assert [level([2, 9, 9], most) for most in (20, 19, 12, 3)] == [9, 8, 5, 1]
    assert level([], 5) == 0
