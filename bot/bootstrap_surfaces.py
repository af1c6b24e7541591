"""The composition root of Slack's surfaces: what composes each message, and who listens for what."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.guard.lazy import inspect
from bot.inbox.errors import InboxUnavailable
from bot.inbox.question import IncomingQuestion, Task
from bot.learning import learn_one
from bot.metrics import Metrics
from bot.privacy.forgetting import forget_person
from bot.privacy.forgotten_list import ForgottenList
from bot.privacy.pseudonyms import Pseudonyms
from bot.settings import Settings
from bot.slack.agent_view import AgentView
from bot.slack.answering import AnswerComposer, ProvingAnswerer
from bot.slack.app import Listener
from bot.slack.audience.audiences import Audiences
from bot.slack.audience.people import People
from bot.slack.composing import Composer
from bot.slack.earlier import EarlierQuestions
from bot.slack.help import Help, privacy_notice
from bot.slack.home.maintenance import IndexUpkeep, Maintenance
from bot.slack.home.suggestions import Suggestions
from bot.slack.home.tab import HomeTab
from bot.slack.incoming import OverheardReader, QuestionReader
from bot.slack.intake import Intake
from bot.slack.listeners.asking import ListenToAsking
from bot.slack.listeners.deeper import ListenToDeeper
from bot.slack.listeners.events import ListenToEvents
from bot.slack.listeners.feedback import ListenToFeedback
from bot.slack.listeners.home import ListenToHome
from bot.slack.listeners.keeping import ListenToKeeping
from bot.slack.listeners.person import ListenToPerson
from bot.slack.listeners.sharing import ListenToSharing
from bot.slack.notices import NoticeComposer
from bot.slack.person.asking import AskPersonComposer
from bot.slack.person.owners import Owners
from bot.slack.person.relaying import RelayComposer, RelayReader
from bot.slack.refusals import Refused
from bot.slack.sharing import ShareComposer
from knowledge.answer import Answer

NOT_FORGOTTEN = "Sorry, I can't delete anything just now. Please try again in a minute."


@dataclass(frozen=True, slots=True)
class Surfaces:
    """Everything that people meet in Slack, wired; ``client`` calls once, ``identity`` is `auth.test`'s."""

    settings: Settings
    answerer: Callable[[], ProvingAnswerer]
    client: WebClient
    identity: SlackResponse
    intake: Intake
    pseudonyms: Pseudonyms
    metrics: Metrics
    upkeep: IndexUpkeep
    agent_view: AgentView
    suggestions: Suggestions
    record: Callable[[str, Answer], None] | None

    def composers(self) -> Mapping[Task, Composer]:
        """Return what makes each task's message."""
        visibility = self._audiences()
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
            Task.ASK_PERSON: AskPersonComposer(
                self.answerer,
                visibility,
                self.intake.inbox,
                self.pseudonyms,
                self.client,
                self.intake.enqueue,
            ),
            Task.RELAY: RelayComposer(
                self.client,
                self.intake.inbox,
                self.intake.enqueue,
                bool(self.settings.maintainers),
                str(self.identity["user_id"]),
            ),
        }

    def listeners(self) -> Sequence[Listener]:
        """Return what listens for what people do."""
        settings, inbox = self.settings, self.intake.inbox
        owners = self._owners()
        overheard = OverheardReader(settings.channel, settings.follow_ups, inbox.knows_thread)
        readers = (RelayReader(inbox, owners), QuestionReader(settings.channel), overheard)
        return (
            ListenToEvents(self.intake, readers),
            ListenToAsking(self.intake, self._help, str(self.identity["user_id"])),
            ListenToSharing(self.intake),
            ListenToDeeper(self.answerer, self._audiences(), self.client),
            ListenToPerson(self.answerer, self.intake, inbox, owners, self.pseudonyms, self.client),
            ListenToHome(
                answerer=self.answerer,
                tab=self._home(),
                forget=self.forget,
                can_ask_person=self._can_ask_person,
                agent_view=self.agent_view,
                client=self.client,
                record=self.record,
            ),
            ListenToKeeping(
                answerer=self.answerer,
                inbox=inbox,
                client=self.client,
                maintainers=settings.maintainers,
                learn=lambda question, path, anchor: learn_one(settings, question, path, anchor),
                drafts=settings.state / "drafts",
                bot_user=str(self.identity["user_id"]),
            ),
            ListenToFeedback(inbox, self.pseudonyms, self.metrics),
        )

    def forget(self, team: str, user: str) -> str:
        """Delete what is kept of somebody, and return what to tell them.

        Raises:
            Refused: the database fails.
        """
        inbox = self.intake.inbox
        try:
            with inbox.transaction() as connection:
                gone = forget_person(connection, self.pseudonyms, team, user, inbox.clock())
        except InboxUnavailable as error:
            raise Refused(NOT_FORGOTTEN) from error
        ForgottenList(self.settings.state).add(self.pseudonyms.of(team, user))
        return gone.in_words()

    def _earlier(self) -> EarlierQuestions:
        bot_user, bot_id = str(self.identity["user_id"]), str(self.identity["bot_id"])
        return EarlierQuestions(self.client, bot_user, bot_id, _redacted, self.metrics)

    def _audiences(self) -> Audiences:
        settings = self.settings
        people = People(self.client, self.metrics)
        bot_user = str(self.identity["user_id"])
        return Audiences(people, settings.channel, settings.answer_outsiders, bot_user)

    def _owners(self) -> Owners:
        return Owners(self.settings, lambda: self.answerer().cards)

    def _home(self) -> HomeTab:
        return HomeTab(
            answerer=self.answerer,
            visibility=self._audiences(),
            suggestions=self.suggestions,
            maintenance=Maintenance(self.intake.inbox, self.upkeep),
            maintainers=self.settings.maintainers,
            privacy=self._privacy(),
            client=self.client,
            metrics=self.metrics,
        )

    def _privacy(self) -> str:
        keeps = self.settings.keep_unanswered == "redacted"
        return privacy_notice(self.settings.keep_unanswered_days if keeps else 0)

    def _help(self, asked: IncomingQuestion) -> Help:
        cards = self.answerer().cards
        visible = self._audiences().visible(asked, cards)
        return Help([card for card in cards if card.path in visible.asker], self._privacy())

    def _can_ask_person(self, asked: IncomingQuestion, answer: Answer) -> bool:
        return self._owners().channel_of(asked.channel, answer.owner) is not None


def _redacted(text: str) -> str:
    return inspect(text).redacted
