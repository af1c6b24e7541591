"""What a test sees of the workspace, and how it waits."""

import time
from collections.abc import Callable, Sequence

from tests.standin.deliveries import Delivery
from tests.standin.method import Backend
from tests.standin.web_api import Call, WebApi
from tests.standin.wire import Json
from tests.standin.workspace import Ephemeral, Message

READS = {
    "apps.connections.open",
    "auth.test",
    "chat.getPermalink",
    "conversations.history",
    "conversations.info",
    "conversations.open",
    "conversations.replies",
    "users.info",
}


class NotSeen(AssertionError):
    """What a test waited for didn't come in time."""


class NotSettled(AssertionError):
    """Something came where a test expected that nothing more would."""


class Watching:
    """The eyes of a test; all that is returned is a copy, oldest first."""

    backend: Backend
    web_api: WebApi

    def messages(self, channel: str) -> list[Message]:
        """Return all that was said in a channel, replies too."""
        return self.backend.workspace.messages(channel)

    def replies(self, channel: str, thread_ts: str) -> list[Message]:
        """Return the replies in a thread, people's too, without its parent."""
        return self.backend.workspace.replies(channel, thread_ts)

    def ephemerals(self, user: str) -> list[Ephemeral]:
        """Return what was shown to one person alone."""
        with self.backend.workspace.changed:
            return [one for one in self.backend.workspace.ephemerals if one.user == user]

    def calls(self, method: str | None = None) -> list[Call]:
        """Return the calls of one method, or of all; what came to a response_url is `response_url`."""
        with self.backend.workspace.changed:
            return [call for call in self.web_api.calls if method in {None, call.method}]

    def deliveries(self, event_id: str | None = None) -> list[Delivery]:
        """Return what was sent to the app: of one event, or all."""
        with self.backend.workspace.changed:
            outbox = self.backend.outbox
            return list(outbox.log if event_id is None else outbox.of_event.get(event_id, []))

    def home(self, user: str) -> Json | None:
        """Return the home tab as the app published it for a person."""
        return self.backend.homes.get(user)

    def views(self) -> list[Json]:
        """Return the modals that were opened."""
        return list(self.backend.views.values())

    def bots_replies(self, channel: str, thread_ts: str | None = None) -> list[Message]:
        """Return what the bot said in a thread, or with None outside threads."""
        said = self.messages(channel) if thread_ts is None else self.replies(channel, thread_ts)
        wanted = [one for one in said if one.is_reply == (thread_ts is not None)]
        return [one for one in wanted if one.bot_id == self.backend.app.bot_id]

    def wait_for_reply(
        self, channel: str, thread_ts: str | None = None, *, count: int = 1, timeout_seconds: float = 10
    ) -> Message:
        """Return the bot's `count`th message in a thread, or with None outside threads.

        Raises:
            NotSeen: with what was said and called instead.
        """
        self.wait_until(
            lambda: len(self.bots_replies(channel, thread_ts)) >= count,
            f"reply {count} in {channel}, thread {thread_ts}",
            timeout_seconds=timeout_seconds,
        )
        return self.bots_replies(channel, thread_ts)[count - 1]

    def wait_until(
        self, condition: Callable[[], bool], what: str = "the condition", *, timeout_seconds: float = 10
    ) -> None:
        """Wait until a condition holds; it is tried at every change here and at least every 50 ms.

        Raises:
            NotSeen: with what was called meanwhile.
        """
        until = time.monotonic() + timeout_seconds
        while not condition():
            if time.monotonic() > until:
                raise NotSeen(f"{what}: not within {timeout_seconds} s. {self._tell()}")
            with self.backend.workspace.changed:
                self.backend.workspace.changed.wait(0.05)

    def wait_for_acks(self, *, timeout_seconds: float = 10) -> None:
        """Wait until the app acknowledged, or failed to take, all that was sent to it."""
        self.wait_until(
            lambda: all(one.done for one in self.deliveries()),
            "the acknowledgement of every delivery",
            timeout_seconds=timeout_seconds,
        )

    def settled(self, seconds: float = 0.3) -> None:
        """Hold the app to writing nothing more: all is acknowledged, then `seconds` pass in silence.

        Raises:
            NotSettled: with what was written.
        """
        self.wait_for_acks()
        before = len(self._writes())
        time.sleep(seconds)
        late = self._writes()[before:]
        if late:
            raise NotSettled(f"within {seconds} s came {[(call.method, call.args) for call in late]}")

    def _writes(self) -> Sequence[Call]:
        return [call for call in self.calls() if call.method not in READS]

    def _tell(self) -> str:
        calls = [
            call.method if call.error is None else f"{call.method} ({call.error})" for call in self.calls()
        ]
        waiting = [one.event_id or one.kind for one in self.deliveries() if not one.done]
        return f"Calls so far: {calls}; not acknowledged: {waiting}."
