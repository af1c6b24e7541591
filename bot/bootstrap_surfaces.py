"""The composition root of Slack's surfaces: what composes each message, and who listens for what."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.guard.inspection import inspect
from bot.inbox.question import IncomingQuestion, Task
from bot.metrics import Metrics
from bot.settings import Settings
from bot.slack.answering import AnswerComposer, ProvingAnswerer
from bot.slack.app import Listener
from bot.slack.composing import Composer
from bot.slack.earlier import EarlierQuestions
from bot.slack.help import Help
from bot.slack.incoming import OverheardReader, QuestionReader
from bot.slack.intake import Intake
from bot.slack.listeners.asking import ListenToAsking
from bot.slack.listeners.events import ListenToEvents
from bot.slack.listeners.sharing import ListenToSharing
from bot.slack.notices import NoticeComposer
from bot.slack.sharing import ShareComposer
from knowledge.answer import Answer
from knowledge.guide_cards import GuideCard


@dataclass(frozen=True, slots=True)
class Surfaces:
    """Everything that people meet in Slack, wired; ``client`` calls once, ``identity`` is `auth.test`'s."""

    settings: Settings
    answerer: Callable[[], ProvingAnswerer]
    client: WebClient
    identity: SlackResponse
    intake: Intake
    metrics: Metrics

    def composers(self) -> Mapping[Task, Composer]:
        """Return what makes each task's message."""
        visibility = _Open()
        return {
            Task.ANSWER: AnswerComposer(
                self.answerer,
                visibility,
                self._earlier().before,
                self.intake.enqueue,
                self._can_ask_person,
                self.metrics,
            ),
            Task.SHARE: ShareComposer(self.answerer, visibility, self._can_ask_person),
            Task.NOTICE: NoticeComposer(self.client),
        }

    def listeners(self) -> Sequence[Listener]:
        """Return what listens for what people do."""
        settings, inbox = self.settings, self.intake.inbox
        overheard = OverheardReader(settings.channel, settings.follow_ups, inbox.knows_thread)
        return (
            ListenToEvents(self.intake, (QuestionReader(settings.channel), overheard)),
            ListenToAsking(self.intake, self._help, str(self.identity["user_id"])),
            ListenToSharing(self.intake),
        )

    def _earlier(self) -> EarlierQuestions:
        bot_user, bot_id = str(self.identity["user_id"]), str(self.identity["bot_id"])
        return EarlierQuestions(self.client, bot_user, bot_id, _redacted, self.metrics)

    def _help(self, team: str, user: str) -> Help:
        del team, user
        return Help(self.answerer().cards)

    def _can_ask_person(self, asked: IncomingQuestion, answer: Answer) -> bool:
        del asked, answer
        return False


def _redacted(text: str) -> str:
    return inspect(text).redacted


@dataclass(frozen=True)
class _All:
    here: frozenset[str] = frozenset()
    asker: frozenset[str] = frozenset()
    refusal: str = ""


class _Open:
    def visible(self, asked: IncomingQuestion, cards: Sequence[GuideCard]) -> _All:
        del asked
        paths = frozenset(card.path for card in cards)
        return _All(paths, paths)
