"""App Home as one person sees it, published."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from slack_sdk import WebClient

from bot.inbox.question import IncomingQuestion
from bot.metrics import Metrics
from bot.slack.answering import ProvingAnswerer, Visibility
from bot.slack.audience.audiences import Visible
from bot.slack.home.maintenance import Maintenance
from bot.slack.home.page import MOST_SUGGESTED, NO_GUIDES, NOT_NOW, HomePage
from bot.slack.home.suggestions import Suggestions
from bot.slack.posting import PostFailed, failures_told
from knowledge.errors import FootnoteError

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class HomeTab:
    """Publishes the tab; ``privacy`` says what is kept of what people ask."""

    answerer: Callable[[], ProvingAnswerer]
    visibility: Visibility
    suggestions: Suggestions
    maintenance: Maintenance
    maintainers: frozenset[str]
    privacy: str
    client: WebClient
    metrics: Metrics

    def publish(self, team: str, user: str, said: str = "", number: int = 0) -> bool:
        """Show the tab as it is now, and tell whether Slack took it; that it didn't fails nothing else."""
        view = replace(self._page(team, user, said), number=number).to_view()
        try:
            with failures_told():
                self.client.views_publish(user_id=user, view=view)
        except PostFailed as failure:
            self.metrics.slack_error("views.publish", str(failure))
            _LOG.warning("App Home couldn't be shown to somebody: %s", failure)
            return False
        return True

    def suggested(self, team: str, user: str, most: int) -> list[str]:
        """Return at most ``most`` questions for somebody to begin with."""
        return self.suggestions.for_reader(self.visible(team, user).asker, most)

    def visible(self, team: str, user: str) -> Visible:
        """Return what somebody may see where nobody else sees it."""
        alone = IncomingQuestion(team, "", "", None, "", "home", user=user, is_private=True)
        return self.visibility.visible(alone, self.answerer().cards)

    def _page(self, team: str, user: str, said: str) -> HomePage:
        """Return the page, one without guides where the index can't be looked at."""
        maintenance = self.maintenance.lines() if user in self.maintainers else None
        page = HomePage((), (), date.today(), self.privacy, maintenance, said)
        try:
            visible = self.visible(team, user)
            cards = [card for card in self.answerer().cards if card.path in visible.asker]
        except (FootnoteError, OSError) as error:
            _LOG.error("App Home has no guides to show: %s", type(error).__name__)
            return replace(page, instead=NOT_NOW)
        suggestions = self.suggestions.for_reader(visible.asker, MOST_SUGGESTED)
        return replace(page, cards=cards, suggestions=suggestions, instead=visible.refusal or NO_GUIDES)
