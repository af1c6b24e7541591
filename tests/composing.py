"""The composers of a bot that shows everything to everybody, for tests of what comes after composing."""

from collections.abc import Callable, Mapping, Sequence

from bot.inbox.question import IncomingQuestion, Task
from bot.metrics import Metrics
from bot.slack.answering import AnswerComposer, ProvingAnswerer
from bot.slack.audience.audiences import Visible
from bot.slack.composing import Composer
from knowledge.guide_cards import GuideCard


class EverybodySeesAll:
    def visible(self, asked: IncomingQuestion, cards: Sequence[GuideCard]) -> Visible:
        del asked
        paths = frozenset(card.path for card in cards)
        return Visible(paths, paths)


def answering(answerer: Callable[[], ProvingAnswerer]) -> Mapping[Task, Composer]:
    composer = AnswerComposer(
        answerer=answerer,
        visibility=EverybodySeesAll(),
        earlier=lambda _: "",
        enqueue=lambda _: None,
        can_ask_person=lambda *_: False,
        metrics=Metrics(),
    )
    return {Task.ANSWER: composer}
