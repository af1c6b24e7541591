"""How people ask: each way as a script, from the question to what they do about its answer."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.slack.listeners.asking import COMMAND, SHORTCUT
from tests.chaos.crowd import Crowd, Script
from tests.chaos.dues import Dues
from tests.chaos.pressing import Pressing
from tests.chaos.questions import Expected
from tests.chaos.workload import Planned, Way
from tests.standin.counting import Place
from tests.standin.people import Said
from tests.standin.server import StandInSlack

READER = "U9999"
"""Says things in channels that others look up in the guides."""


@dataclass(slots=True)
class Asking:
    """Has the people of a plan ask; ``dues`` says afterwards what the bot owes for it."""

    slack: StandInSlack
    crowd: Crowd
    dues: Dues
    expected: Expected
    pressing: Pressing
    said: dict[int, Said] = field(default_factory=dict)
    """What was said, by its number in the plan."""
    _asked_in: defaultdict[Place, list[str]] = field(default_factory=lambda: defaultdict(list))
    """All that may be read there as the question before."""

    def script(self, number: int, planned: Sequence[Planned]) -> Script:
        """Return what somebody does, from the moment that they ask."""
        one = planned[number]
        if one.way is Way.COMMAND:
            return self._command(one)
        if one.way is Way.SHORTCUT:
            return self._shortcut(one)
        if one.way in {Way.FOLLOW_UP, Way.UNCALLED} and one.below is not None:
            return self._follow_up(number, one)
        return self._say(number, one)

    def _say(self, number: int, one: Planned) -> Script:
        parent = None if one.below is None else self.said[one.below]
        thread = None if parent is None else parent.thread_ts or parent.ts
        channel = one.channel or self.slack.dm(one.user)
        calls = one.channel is not None and one.way is not Way.AUTO and one.way is not Way.CHATTER
        text = f"{self.slack.mention} {one.text}".strip() if calls else one.text
        said = self.slack.say(one.user, channel, text, thread)
        self.said[number] = said
        if one.way is not Way.CHATTER:
            yield from self._answered(one, said, is_called=one.way is not Way.AUTO)

    def _follow_up(self, number: int, one: Planned) -> Script:
        """Ask further once the bot has answered: only then is it a follow-up."""
        assert one.below is not None
        parent = self.said[one.below]
        yield lambda seen: seen.first(parent.ts)
        is_called = one.way is Way.FOLLOW_UP
        text = f"{self.slack.mention} {one.text}" if is_called else one.text
        said = self.slack.say(one.user, parent.channel, text, parent.thread_ts or parent.ts)
        self.said[number] = said
        yield from self._answered(one, said, is_called=is_called)

    def _answered(self, one: Planned, said: Said, *, is_called: bool) -> Script:
        """Wait for the answer, where it belongs, and act on it."""
        thread = said.thread_ts or (None if one.channel is None else said.ts)
        place = (said.channel, thread)
        before = self._asked_in[place]
        if one.below is not None and said.thread_ts and self.said[one.below].thread_ts is None:
            before = [*before, *self._asked_in[said.channel, None]]
        texts = self.expected.texts(one.text, before, is_called=is_called)
        self._asked_in[place].append(one.text)
        if texts == {None}:
            return
        due = self.dues.owe(one.way, said.ts, {place}, texts, said.ts)
        if one.person and None not in texts:
            reply = yield lambda seen: seen.first(due.name)
            yield from self.pressing.ask_a_person(one, one.person, reply)

    def _command(self, one: Planned) -> Script:
        assert one.channel
        channel = one.channel
        yield from self.crowd.pressed(
            one.user, lambda: self.slack.command(one.user, channel, COMMAND, one.text)
        )
        yield from self._shown(one, (channel, None))

    def _shortcut(self, one: Planned) -> Script:
        """Look up what somebody else said in a channel."""
        assert one.channel
        said = self.slack.say(READER, one.channel, one.text)
        yield from self.crowd.pressed(
            one.user, lambda: self.slack.shortcut(one.user, said.channel, said.ts, SHORTCUT)
        )
        yield from self._shown(one, (said.channel, said.ts))

    def _shown(self, one: Planned, place: Place) -> Script:
        due = self.dues.owe_privately(one.way, one.user, place, self.expected.private(one.text))
        shown = (yield due.replies)[0]
        if one.shares:
            yield from self.pressing.share(one, shown)
        if one.person:
            yield from self.pressing.ask_a_person(one, one.person, shown)
