"""What is asked, and what the bot should say to it."""

from bot.bootstrap import create_answerer
from bot.settings import Settings
from bot.slack.blocks import render_answer, render_how_to

KNOWN = (
    "can I paste customer data into ChatGPT?",
    "is the free version allowed?",
    "can somebody read what I type?",
    "does it remember what I told it?",
    "do HR files have to stay in Europe?",
    "should we run our own model?",
    "what should I do before I paste something?",
    "are my prompts used for training on a consumer plan?",
    "which data justifies European hosting?",
)
UNKNOWN = (
    "what is for lunch on Friday?",
    "how do I get to the office by bus?",
    "who won the football match?",
    "where do I report a broken chair?",
    "when does the shop in Lyon open?",
)
NOTHING = ""
"""A mention without a question."""


def expected_texts(settings: Settings) -> dict[str, str]:
    """Return the notification text of the right reply to each of the questions."""
    answerer = create_answerer(settings)
    answers = {text: render_answer(answerer.answer(text)).text for text in (*KNOWN, *UNKNOWN)}
    return answers | {NOTHING: render_how_to().text}
