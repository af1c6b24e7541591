"""Who is who in Slack: guests, members of channels and of user groups, remembered for a short while."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar

from cachetools import TTLCache
from slack_sdk import WebClient

from bot.metrics import Metrics
from bot.slack.posting import AccessLost, PostFailed, failures_told

MOST_MEMBERS = 1000
"""More are not looked through: such a channel counts as one that anybody may be in."""
PERSON_SECONDS, MEMBERS_SECONDS, REFUSED_SECONDS = 600.0, 60.0, 600.0
_T = TypeVar("_T")
_LOG = logging.getLogger(__name__)


def _cache(seconds: float) -> "TTLCache[str, Any]":
    return TTLCache(maxsize=10_000, ttl=seconds)


@dataclass(frozen=True, slots=True)
class People:
    """Asks Slack, and answers None to what Slack doesn't say; safe to share between threads."""

    client: WebClient
    metrics: Metrics
    _persons: "TTLCache[str, Any]" = field(default_factory=lambda: _cache(PERSON_SECONDS))
    _members: "TTLCache[str, Any]" = field(default_factory=lambda: _cache(MEMBERS_SECONDS))
    _shared: "TTLCache[str, Any]" = field(default_factory=lambda: _cache(MEMBERS_SECONDS))
    _refused: "TTLCache[str, Any]" = field(default_factory=lambda: _cache(REFUSED_SECONDS))
    _lock: Lock = field(default_factory=Lock)

    def is_outsider(self, team: str, user: str) -> bool | None:
        """Tell whether somebody is a guest, or of another organisation."""
        return self._known(self._persons, user, "users.info", lambda: self._is_outsider(team, user))

    def of_channel(self, channel: str) -> frozenset[str] | None:
        """Return who is in a channel; None also where those are too many to look through."""
        return self._known(self._members, channel, "conversations.members", lambda: self._in_channel(channel))

    def is_shared(self, channel: str) -> bool | None:
        """Tell whether people of other organisations are in a channel, or are invited to it."""
        return self._known(self._shared, channel, "conversations.info", lambda: self._is_shared(channel))

    def of_group(self, group: str) -> frozenset[str] | None:
        """Return who is in a user group."""
        return self._known(self._members, group, "usergroups.users.list", lambda: self._in_group(group))

    def _is_outsider(self, team: str, user: str) -> bool:
        found: dict[str, Any] = self.client.users_info(user=user)["user"]
        flags = ("is_restricted", "is_ultra_restricted", "is_stranger")
        return any(found.get(flag) for flag in flags) or found.get("team_id", team) != team

    def _is_shared(self, channel: str) -> bool:
        found: dict[str, Any] = self.client.conversations_info(channel=channel)["channel"]
        return any(found.get(flag) for flag in ("is_ext_shared", "is_pending_ext_shared"))

    def _in_channel(self, channel: str) -> frozenset[str] | None:
        found: set[str] = set()
        for page in self.client.conversations_members(channel=channel, limit=MOST_MEMBERS):
            found.update(page["members"])
            if len(found) > MOST_MEMBERS:
                return None
        return frozenset(found)

    def _in_group(self, group: str) -> frozenset[str]:
        return frozenset(self.client.usergroups_users_list(usergroup=group)["users"])

    def _known(
        self, cache: "TTLCache[str, _T | None]", key: str, method: str, ask: Callable[[], _T | None]
    ) -> _T | None:
        """Return what is remembered, else what Slack says now; a failure is remembered, too."""
        with self._lock:
            if key in cache:
                return cache[key]
            if method in self._refused:
                return None
        found: _T | None = None
        try:
            with failures_told():
                found = ask()
        except PostFailed as failure:
            self._tell(method, failure)
        with self._lock:
            cache[key] = found
        return found

    def _tell(self, method: str, failure: PostFailed) -> None:
        self.metrics.slack_error(method, str(failure))
        if isinstance(failure, AccessLost):
            with self._lock:
                self._refused[method] = True
        _LOG.warning("Slack's %s said %s: guides for a few are shown to nobody meanwhile", method, failure)


def union(sets: Iterator[frozenset[str] | None]) -> frozenset[str]:
    """Join what is known; what isn't counts as empty."""
    return frozenset().union(*(known for known in sets if known))
