"""The composition root of serving: the inbox, the workers and the Slack app, wired."""

import logging
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import (
    ConnectionErrorRetryHandler,
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)
from slack_sdk.socket_mode.interval_runner import IntervalRunner
from slack_sdk.web import SlackResponse
from sqlalchemy.exc import IntegrityError

from bot.audit.audit_log import AuditLog
from bot.bootstrap_surfaces import Surfaces
from bot.inbox.asked_about import Redact
from bot.inbox.database import open_database
from bot.inbox.errors import DatabaseOutOfReach, InboxUnavailable
from bot.inbox.inbox import LEASE_SECONDS, Inbox
from bot.inbox.question import Task
from bot.inbox.workers import Workers
from bot.metrics import Metrics
from bot.places import audit_folder, database_url
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

SLACK_TIMEOUT_SECONDS, HASTY_SECONDS = 10, 2
_LOG = logging.getLogger(__name__)
_UNHEARD = logging.getLogger("footnote.unheard")
_UNHEARD.addHandler(logging.NullHandler())
_UNHEARD.propagate = False  # what fails is told by those who called
SIGN_SECONDS, RENEW_SECONDS, FORGET_SECONDS = 1.0, LEASE_SECONDS / 4, 3600.0
SUGGEST_SECONDS = 0.1


def create_patient_client(settings: Settings, token: SecretStr | None) -> WebClient:
    """Return a client for calls that may be made twice: slack_sdk tries again what fails for a moment."""
    handlers = [RateLimitErrorRetryHandler(), ServerErrorRetryHandler(), ConnectionErrorRetryHandler()]
    return _client(settings, token, handlers)


def create_posting_client(
    settings: Settings, token: SecretStr | None, timeout_seconds: int = SLACK_TIMEOUT_SECONDS
) -> WebClient:
    """Return a client that calls once: after a cut connection the post may have arrived all the same."""
    return _client(settings, token, [], timeout_seconds)


def _client(
    settings: Settings,
    token: SecretStr | None,
    handlers: list[Any],
    timeout_seconds: int = SLACK_TIMEOUT_SECONDS,
) -> WebClient:
    return WebClient(
        token.get_secret_value() if token else None,
        base_url=settings.slack_api_url,
        timeout=timeout_seconds,
        logger=_UNHEARD,
        retry_handlers=handlers,
    )


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
        private=PrivatePost(client, _UNHEARD),
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
    upkeep = (
        IntervalRunner(_unless_unavailable(lambda: _keep_up(inbox, settings)), RENEW_SECONDS),
        IntervalRunner(_unless_unavailable(Purge(settings, inbox, audit).run), FORGET_SECONDS),
        IntervalRunner(Signs(inbox, client, metrics).show, SIGN_SECONDS),
        IntervalRunner(suggestions.look_further, SUGGEST_SECONDS),
    )
    return Service(app, workers, upkeep)


def recorder(audit: AuditLog, answerer: Callable[[], ProvingAnswerer]) -> Callable[[str, Answer], None]:
    """Return what records an answer in the audit, with the guides of the moment."""

    def record(answer_id: str, answer: Answer) -> None:
        audit.record(answer_id, answer, answerer().guide)

    return record


def open_inbox(settings: Settings) -> Inbox:
    """Open the inbox; where its database is out of reach, questions are answered without it meanwhile.

    Raises:
        SettingsInvalid: FOOTNOTE_DATABASE names no database.
        DatabaseTooNew: a newer release of Footnote has upgraded it.
    """
    try:
        return Inbox(open_database(database_url(settings)))
    except DatabaseOutOfReach as error:
        _LOG.error("%s Questions are answered without it meanwhile", error)
        return Inbox(None, trouble=str(error))


def _keep_up(inbox: Inbox, settings: Settings) -> None:
    if inbox.engine is None:
        try:
            inbox.engine = open_database(database_url(settings))
        except DatabaseOutOfReach:
            return
    inbox.renew()
    inbox.wipe_journal()


def watch_inbox(metrics: Metrics, inbox: Inbox) -> None:
    """Show how much is open whenever the figures are read; nan where the database fails."""

    def shown(name: str) -> Callable[[], float]:
        def value() -> float:
            try:
                return float(getattr(inbox.backlog(), name))
            except InboxUnavailable:
                return math.nan

        return value

    metrics.watch("footnote_inbox_open", "Questions without a reply yet", shown("depth"))
    metrics.watch("footnote_inbox_oldest_seconds", "Age of the oldest of them", shown("oldest_seconds"))


def _unless_unavailable(task: Callable[[], object]) -> Callable[[], None]:
    """Run a task that comes again, whatever fails; the inbox itself tells of its troubles."""

    def run() -> None:
        try:
            task()
        except InboxUnavailable:
            return
        except (OSError, IntegrityError) as error:  # else slack_sdk's runner would end for good
            _LOG.error("What is done again and again failed this time: %s", type(error).__name__)

    return run
