"""What is asked, and what the bot may say to it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bot.bootstrap import create_answerer
from bot.inbox.question import IncomingQuestion, StoredQuestion, Task
from bot.metrics import Metrics
from bot.settings import Settings
from bot.slack.answering import AnswerComposer, ProvingAnswerer
from bot.slack.composing import Composed, Composer
from bot.slack.sharing import ShareComposer
from tests.composing import EverybodySeesAll

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
LEANING = ("and on the free plan?", "what about HR files?", "and for customer data?")
"""What is understood with the question before it."""
NOTHING = ""
"""A mention without a question."""
_ASKED = IncomingQuestion("T", "C0", "1.0", "1.0", "", "mention", user="U0")


@dataclass(frozen=True, slots=True)
class Expected:
    """The notification texts of right replies."""

    answerer: ProvingAnswerer
    _known: dict[tuple[IncomingQuestion, str], str | None] = field(default_factory=dict)

    @classmethod
    def load(cls, settings: Settings) -> "Expected":
        """Load what the bot answers from."""
        return cls(create_answerer(settings))

    def texts(self, text: str, before: Iterable[str], *, is_called: bool) -> frozenset[str | None]:
        """Return what may be said to a question: alone, or with one of those before it.

        What came before is read in Slack, which may fail. None is silence.
        """
        asked = replace(_ASKED, text=text, is_called=is_called)
        return frozenset(self._text(asked, earlier) for earlier in {"", *before})

    def private(self, text: str) -> frozenset[str | None]:
        """Return what one person alone may be told."""
        return frozenset({self._text(replace(_ASKED, text=text, is_private=True), "")})

    def shared(self, value: str) -> frozenset[str | None]:
        """Return what the button of a private answer, which carries ``value``, has shown to all."""
        share = ShareComposer(lambda: self.answerer, EverybodySeesAll(), lambda *_: True)
        return frozenset({_composed(share, replace(_ASKED, text=value, task=Task.SHARE))})

    def _text(self, asked: IncomingQuestion, earlier: str) -> str | None:
        if (asked, earlier) not in self._known:
            composer = AnswerComposer(
                answerer=lambda: self.answerer,
                visibility=EverybodySeesAll(),
                earlier=lambda _: earlier,
                enqueue=lambda _: None,
                can_ask_person=lambda *_: True,
                metrics=Metrics(),
            )
            self._known[asked, earlier] = _composed(composer, asked)
        return self._known[asked, earlier]


def _composed(composer: Composer, asked: IncomingQuestion) -> str | None:
    composed = composer.compose(StoredQuestion(1, asked, 0.0, 0, may_be_answered=False), "0" * 32)
    return composed.message.text if isinstance(composed, Composed) else None
