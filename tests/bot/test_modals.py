"""What modals and App Home show of guides, and of which guides they say the disclaimers."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.slack.deeper import Deeper
from bot.slack.home.page import HomePage
from bot.slack.home.suggestions import Suggestions
from bot.slack.listeners.person import LONGEST_OWNER, letter_modal
from bot.slack.person.keeping import Conversation, keep_modal
from bot.slack.person.letters import Letter
from bot.slack.reference import AnswerReference
from knowledge.answerer import Answerer
from knowledge.guide import Guide
from knowledge.guide_files import GuideDefaults
from knowledge.reading import read_guide
from tests.bot.test_blocks_answers import SURE
from tests.surfaces.cases import AnySections

TODAY = date(2026, 11, 27)
DISARMED = "<\u2060!here> at work"


def read(folder: Path, name: str, source: str) -> Guide:
    (folder / name).write_text(source)
    return read_guide(folder, folder / name, GuideDefaults())[0]


def answerer(*guides: Guide) -> Answerer:
    return Answerer(AnySections(guides, tuple(range(9)), (1.0,)), SURE, "G", "Pointers.")


def test_a_page_says_the_disclaimer_of_each_guide_that_it_quotes(tmp_path: Path) -> None:
    leave = read(tmp_path, "leave.md", "---\nfootnote: {disclaimer: Ask HR.}\n---\n# Leave\nAsk early.\n")
    pay = read(tmp_path, "pay.md", "---\nfootnote: {disclaimer: Ask Pay.}\n---\n# Pay\nMonthly.\n")
    answering = answerer(leave, pay)
    answer = answering.answer("How do I ask for leave?")
    reference = AnswerReference.from_answer("a" * 32, answer)
    reference = replace(reference, places=reference.places[:1], near=(("pay.md", "pay"),))
    for visible, said in (({"leave.md", "pay.md"}, "Ask HR.\nAsk Pay."), ({"leave.md"}, "Ask HR.")):
        page = Deeper(reference, answering, frozenset(visible), TODAY).page(0)
        assert page.blocks[-2]["elements"][0]["text"] == said


def test_a_letter_comes_back_whatever_the_owner_is_called() -> None:
    letter = Letter("", "1." + "r" * 1198, "o" * 5000, "C0123ABC", "1.1", "1.1", is_private=False)
    view = letter_modal(letter, "May I?").to_view()
    assert Letter.from_text(view["private_metadata"]).owner == "o" * (LONGEST_OWNER - 1) + "…"


def test_no_label_mentions_anybody() -> None:
    view = keep_modal("a" * 32, Conversation("", ""), [("a.md", "here", "<!here> at work")]).to_view()
    assert view["blocks"][2]["element"]["options"][0]["text"]["text"] == DISARMED
    home = HomePage([], ["<!here> at work"], TODAY, "").to_view()["blocks"][1]["elements"][0]
    assert (home["text"]["text"], home["value"]) == (DISARMED, "<!here> at work")


def test_what_mentions_somebody_is_not_suggested(tmp_path: Path) -> None:
    guide = read(tmp_path, "a.md", "# Work\n## May I call &lt;@U1&gt; here?\nNo.\n## May I call you?\nYes.\n")
    suggestions = Suggestions(lambda: answerer(guide), clock=lambda: 0.0)
    suggestions.for_reader(frozenset({"a.md"}), 5)
    for _ in range(9):
        suggestions.look_further()
    assert suggestions.for_reader(frozenset({"a.md"}), 5) == ["May I call you?"]
