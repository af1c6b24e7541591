"""The composition root of serving: the workers and the Slack app, wired to an inbox."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.socket_mode.interval_runner import IntervalRunner
from slack_sdk.web import SlackResponse

from bot.audit.audit_log import AuditLog
from bot.bootstrap_inbox import RENEW_SECONDS, keep_up, unless_unavailable
from bot.bootstrap_surfaces import Surfaces
from bot.clients import HASTY_SECONDS, UNHEARD, create_patient_client, create_posting_client
from bot.inbox.asked_about import Redact
from bot.inbox.inbox import Inbox
from bot.inbox.question import Task
from bot.inbox.workers import Workers
from bot.metrics import Metrics
from bot.places import audit_folder
from bot.privacy.pseudonyms import load_pseudonyms
from bot.privacy.purge import Purge
from bot.settings import Settings
from bot.slack.access import AGENT_SCOPES, granted_scopes
from bot.slack.agent_view import AgentView
from bot.slack.answering import ProvingAnswerer
from bot.slack.app import create_app
from bot.slack.composing import Composer
from bot.slack.home.maintenance import NO_UPKEEP, IndexUpkeep
from bot.slack.home.suggestions import Suggestions
from bot.slack.intake import Intake
from bot.slack.private_posting import PrivatePost
from bot.slack.replying import Replier
from bot.slack.signs import Signs
from knowledge.answer import Answer

SIGN_SECONDS, FORGET_SECONDS, SUGGEST_SECONDS = 1.0, 3600.0, 0.1


@dataclass(frozen=True, slots=True)
class Service:
    """What takes questions in and replies to them, wired but not running."""

    app: App
    workers: Workers
    upkeep: tuple[IntervalRunner, ...]

    @contextmanager
    def running(self, grace_seconds: float, unfinished: Callable[[], None]) -> Iterator[None]:
        """Work off the inbox; at the end ``unfinished`` is called if what is in progress takes too long."""
        self.workers.start()
        for runner in self.upkeep:
            runner.start()
        try:
            yield
        finally:
            ended = self.workers.stop(grace_seconds)
            for runner in self.upkeep:
                runner.shutdown()  # type: ignore[no-untyped-call]
            if not ended:
                unfinished()


def create_service(  # noqa: PLR0913 - what it is wired of
    settings: Settings,
    inbox: Inbox,
    answerer: Callable[[], ProvingAnswerer],
    identity: SlackResponse,
    metrics: Metrics,
    redact: Redact | None = None,
    index_upkeep: IndexUpkeep = NO_UPKEEP,
) -> Service:
    """Wire what serves Slack; ``identity`` is what `auth.test` said of the bot.

    Without ``redact`` no words of unanswered questions are kept, and those that are there are deleted.
    """
    client = create_posting_client(settings, settings.slack_bot_token)
    composers: dict[Task, Composer] = {}
    audit = AuditLog(inbox, audit_folder(settings), metrics)
    record = recorder(audit, answerer) if settings.audit == "on" else None
    hasty = create_posting_client(settings, settings.slack_bot_token, HASTY_SECONDS)
    agent_view = AgentView(hasty, metrics, granted_scopes(identity).issuperset(AGENT_SCOPES))
    suggestions = Suggestions(answerer)
    replier = Replier(
        composers=composers,
        client=client,
        private=PrivatePost(client, UNHEARD),
        bot_id=str(identity["bot_id"]),
        within_seconds=settings.answer_within_minutes * 60,
        metrics=metrics,
        redact=redact,
        working=agent_view.working,
        record=record,
    )
    workers = Workers(inbox, replier.reply, settings.workers, metrics)
    intake = Intake(inbox, workers.wake, replier.reply, metrics)
    pseudonyms = load_pseudonyms(settings)
    surfaces = Surfaces(
        *(settings, answerer, client, identity, intake, pseudonyms, metrics),
        upkeep=index_upkeep,
        agent_view=agent_view,
        suggestions=suggestions,
        record=record,
    )
    composers |= surfaces.composers()
    secret = settings.slack_signing_secret
    app = create_app(
        create_patient_client(settings, settings.slack_bot_token),
        secret.get_secret_value() if secret else "",
        identity,
        surfaces.listeners(),
    )
    upkeep = (*_upkeep(settings, inbox, audit), *_showing(inbox, client, metrics, suggestions))
    return Service(app, workers, upkeep)


def _upkeep(settings: Settings, inbox: Inbox, audit: AuditLog) -> Iterator[IntervalRunner]:
    yield IntervalRunner(unless_unavailable(lambda: keep_up(inbox, settings)), RENEW_SECONDS)
    yield IntervalRunner(unless_unavailable(Purge(settings, inbox, audit).run), FORGET_SECONDS)


def _showing(
    inbox: Inbox, client: WebClient, metrics: Metrics, suggestions: Suggestions
) -> Iterator[IntervalRunner]:
    yield IntervalRunner(Signs(inbox, client, metrics).show, SIGN_SECONDS)
    yield IntervalRunner(suggestions.look_further, SUGGEST_SECONDS)


def recorder(audit: AuditLog, answerer: Callable[[], ProvingAnswerer]) -> Callable[[str, Answer], None]:
    """Return what records an answer in the audit, with the guides of the moment."""

    def record(answer_id: str, answer: Answer) -> None:
        audit.record(answer_id, answer, answerer().guide)

    return record
