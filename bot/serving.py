"""`footnote serve`: runs in the foreground until SIGTERM or Ctrl-C."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial

from prometheus_client import make_wsgi_app
from pydantic import SecretStr
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk.signature import SignatureVerifier
from slack_sdk.socket_mode.interval_runner import IntervalRunner

from bot.bootstrap import create_answerer
from bot.bootstrap_inbox import open_inbox, watch_inbox
from bot.bootstrap_slack import Service, create_service
from bot.clients import create_patient_client
from bot.egress.guard import EgressGuard
from bot.egress.needed import needed_hosts
from bot.guard import lazy as guard
from bot.health import EVENTS_PATH, Check, HealthApp, events_later, no_events
from bot.http_server import listening
from bot.inbox.asked_about import Redact
from bot.inbox.inbox import Inbox
from bot.index_state import state_lines
from bot.live import LOOK_SECONDS, LiveAnswerer
from bot.log_lines import FORMAT, OneLine
from bot.metrics import Metrics
from bot.places import answering_files, generations_of
from bot.recent_topics import RecentTopics, gaps_command
from bot.redacting import load_redactor
from bot.reindex_hook import ReindexHook
from bot.reindexing import Reindexer, index_command
from bot.settings import Settings, SettingsInvalid
from bot.slack.access import Stopped, identify, until_reachable
from bot.slack.connection import connected
from bot.slack.home.maintenance import WEEKS, IndexUpkeep
from bot.slack.signatures import SignedOnly
from bot.stop_signal import StopSignal
from bot.watching import watching

GRACE_SECONDS = 5
_LOG = logging.getLogger(__name__)


def require_tokens(settings: Settings, *, http: bool) -> None:
    """Look for the tokens that a mode needs.

    Raises:
        SettingsInvalid: naming each that is missing, and the cure.
    """
    needed = {"SLACK_BOT_TOKEN": settings.slack_bot_token}
    if http:
        needed["SLACK_SIGNING_SECRET"] = settings.slack_signing_secret
    else:
        needed["SLACK_APP_TOKEN"] = settings.slack_app_token
    missing = [name for name, token in needed.items() if not _value(token).strip()]
    if missing:
        state = "are not set. Set them" if len(missing) > 1 else "is not set. Set it"
        cure = f"{state} in the environment; the README's steps say where to find each."
        other = "" if http else " For the Events API instead of Socket Mode, add --http."
        raise SettingsInvalid(f"{' and '.join(missing)} {cure}{other}")


def install_egress_guard(settings: Settings) -> EgressGuard:
    """Close every way out of this process but those that the settings need, unless they say otherwise."""
    guard = EgressGuard(needed_hosts(settings))
    if settings.egress_guard:
        guard.install()
    return guard


def serve_slack(settings: Settings, egress: EgressGuard, *, http: bool, watch: bool = False) -> None:
    """Load everything, connect, say so on stderr, and answer until the process is told to stop.

    Where Slack can't be reached, it is tried again until it can. What ``egress`` refuses is counted.

    Raises:
        SettingsInvalid: a token is missing, the port is taken, or what is to be kept can't be redacted.
        DatabaseTooNew: a newer release has upgraded the inbox's database.
        SlackRefused: Slack doesn't take a token, or the bot may not write.
        IndexMissing: there is no index.
        IndexStale: the index is another model's.
    """
    require_tokens(settings, http=http)
    redact = load_redactor(settings)
    _log_to_stderr()
    stop, metrics = StopSignal(), Metrics()
    metrics.watch_total("footnote_egress_refused", "Attempts to reach other hosts", lambda: egress.refused)
    health = HealthApp(
        {"index": _loading, "database": _loading, "slack": _unconnected},
        events_later if http else no_events,
        make_wsgi_app(metrics.registry),
    )
    with ExitStack() as stack:
        address = stack.enter_context(listening(health, settings.http_host, settings.http_port))
        try:
            _Serving(settings, http, watch, stop, metrics, health, address, redact).run()
        except Stopped:
            return


@dataclass(frozen=True, slots=True)
class _Serving:
    """One run, from the loading of the index to the signal to stop."""

    settings: Settings
    http: bool
    watch: bool
    stop: StopSignal
    metrics: Metrics
    health: HealthApp
    address: str
    redact: Redact | None

    def run(self) -> None:
        """Serve until told to stop."""
        with ExitStack() as stack:
            inbox = self._open_inbox(stack)
            service = self._service(inbox, stack)
            stack.enter_context(service.running(GRACE_SECONDS, _leave))
            # Left in the reverse order: first the way in is closed, then what was taken up is answered.
            is_alive = stack.enter_context(self._way_in(service))
            stack.callback(self.health.checks.update, slack=_stopping)
            self.health.checks["slack"] = lambda: service.workers.halted or is_alive()
            self._say_when_ready()
            guard.load()
            self.stop.wait()

    def _open_inbox(self, stack: ExitStack) -> Inbox:
        inbox = open_inbox(self.settings)
        stack.callback(inbox.close)
        watch_inbox(self.metrics, inbox)
        self.health.checks["database"] = lambda: inbox.trouble or ""
        return inbox

    def _service(self, inbox: Inbox, stack: ExitStack) -> Service:
        files = answering_files(self.settings)
        live = LiveAnswerer(lambda: create_answerer(self.settings), files, self.metrics)
        self.health.checks["index"] = _fine  # should a newer one be broken, this one goes on answering
        runner = IntervalRunner(live.refresh, LOOK_SECONDS).start()
        stack.callback(runner.shutdown)
        reindexer = self._reindex_on_request(live, stack)
        client = create_patient_client(self.settings, self.settings.slack_bot_token)
        identity = until_reachable(lambda: identify(client), self.settings.slack_api_url, self.stop)
        topics = RecentTopics(gaps_command(self.settings, WEEKS) if self.redact else None)
        stack.callback(topics.stop)
        state = partial(state_lines, live, reindexer, generations_of(self.settings))
        upkeep = IndexUpkeep(reindexer.request, state, topics.lines)
        return create_service(self.settings, inbox, live, identity, self.metrics, self.redact, upkeep)

    def _reindex_on_request(self, live: LiveAnswerer, stack: ExitStack) -> Reindexer:
        """Index when SIGHUP, the hook or a saved guide asks for it: all run `footnote index`."""
        command = index_command(self.settings.guides, sealed=self.settings.egress_guard)
        reindexer = Reindexer(command, live.refresh).start()
        stack.callback(reindexer.stop)
        self.stop.on_hangup = lambda: reindexer.request("SIGHUP")
        if self.settings.reindex_token:
            self.health.reindex = ReindexHook(reindexer, _value(self.settings.reindex_token))
        if self.watch:
            stack.enter_context(watching(self.settings.guides, lambda: reindexer.request("a saved guide")))
        return reindexer

    @contextmanager
    def _way_in(self, service: Service) -> Iterator[Check]:
        """Take events in; yield what tells whether they can come."""
        if self.http:
            verifier = SignatureVerifier(_value(self.settings.slack_signing_secret))
            self.health.events = SignedOnly(verifier, SlackRequestHandler(service.app))
            try:
                yield _fine
            finally:
                self.health.events = events_later
            return
        client, token = create_patient_client(self.settings, None), _value(self.settings.slack_app_token)
        with ExitStack() as stack:
            is_alive = until_reachable(
                lambda: stack.enter_context(connected(service.app, token, client)),
                self.settings.slack_api_url,
                self.stop,
            )
            yield lambda: "" if is_alive() else "not connected"

    def _say_when_ready(self) -> None:
        while not self.health.ready() and not self.stop.wait(0.05):
            pass
        if not self.stop.is_set():
            place = f"Events API on {self.address}{EVENTS_PATH}" if self.http else "Socket Mode"
            sys.stderr.write(f"Footnote is ready: {place}; health on {self.address}/readyz\n")
            sys.stderr.flush()


def _leave() -> None:
    """End the process with an answer on its way; the interpreter would wait for it without end."""
    _LOG.warning("Stopped with an answer on its way: it took longer than %d seconds", GRACE_SECONDS)
    sys.stderr.flush()
    os._exit(0)


def _log_to_stderr() -> None:
    """Log our own doings, and of the libraries only warnings: at INFO Bolt logs what people wrote."""
    handler = logging.StreamHandler()
    handler.setFormatter(OneLine(FORMAT))
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    logging.getLogger("bot").setLevel(logging.INFO)


def _value(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""


def _fine() -> str:
    return ""


def _loading() -> str:
    return "starting"


def _unconnected() -> str:
    return "not connected yet"


def _stopping() -> str:
    return "stopping"
