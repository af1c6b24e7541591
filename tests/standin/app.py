"""The app as it is installed in the workspace: who it is, what it may do and what it hears of."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.standin.wire import SlackError

SCOPE_OF_EVENT = {
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
}


@dataclass
class InstalledApp:
    """The app's identity, secrets, scopes and event subscriptions; a test may set any of them."""

    app_id: str = "A0STANDIN"
    bot_id: str = "B0FOOTNOTE"
    bot_user: str = "U0FOOTNOTE"
    name: str = "footnote"
    bot_token: str = "xoxb-standin-bot"
    app_token: str = "xapp-1-A0STANDIN-standin"
    signing_secret: str = "standin-signing-secret"
    verification_token: str = "standin-verification"
    scopes: set[str] = field(default_factory=lambda: {"app_mentions:read", "chat:write", "im:history"})
    app_scopes: set[str] = field(default_factory=lambda: {"connections:write"})
    subscriptions: set[str] = field(default_factory=lambda: {"app_mention", "message.im"})
    refusal: str | None = None
    """Why Slack takes no token of the app's any more, such as `token_revoked` or `account_inactive`."""

    def hears(self, subscription: str) -> bool:
        """Tell whether the app hears of such events.

        Raises:
            AssertionError: if it subscribed without the scope, which Slack's manifest doesn't allow.
        """
        if subscription not in self.subscriptions:
            return False
        scope = SCOPE_OF_EVENT.get(subscription)
        assert scope is None or scope in self.scopes, f"{subscription} needs the scope {scope}: add it"
        return True

    def granted(self, token: str) -> list[str]:
        """Return the scopes of a token, sorted."""
        return sorted(self.app_scopes if token == self.app_token else self.scopes)

    def require_token(self, token: str | None, kind: str) -> None:
        """Refuse a call without a token, with a wrong one or with one of the other kind."""
        if not token:
            raise SlackError("not_authed")
        if token not in {self.bot_token, self.app_token}:
            raise SlackError("invalid_auth")
        if self.refusal is not None:
            raise SlackError(self.refusal)
        if (token == self.app_token) != (kind == "app"):
            raise SlackError("not_allowed_token_type")

    def require_scope(self, any_of: Iterable[str]) -> None:
        """Refuse a call that none of the bot's or the app token's scopes allows."""
        needed = list(any_of)
        if needed and not (self.scopes | self.app_scopes) & set(needed):
            raise SlackError("missing_scope", needed=needed[0], provided=",".join(sorted(self.scopes)))
